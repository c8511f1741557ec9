#include "server/grpc_api/saved_view_mapping.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

v1::SavedView ViewOf(const std::string& name) {
  v1::SavedView view;
  view.set_display_name(name);
  return view;
}

// "REASON field: rule"; empty: it is taken.
std::string FaultOf(const v1::SavedView& view) {
  const auto row = RowOf(view, "ana");
  return row ? "" : row.error().reason + " " + row.error().message;
}

TEST(SavedViewMappingTest, WhatIsAskedReadsBackFromTheStore) {
  v1::SavedView view = ViewOf("Due today");
  view.mutable_filter()->add_states(v1::Ticket::STATE_OPEN);
  view.mutable_filter()->set_queue("queues/sales");
  view.mutable_due_within_duration()->set_seconds(3600);
  view.set_order(v1::ListTicketsRequest::ORDER_DUE);
  view.set_shared(true);

  SavedViewRow row = RowOf(view, "sue").value();
  row.id = "v1";
  row.owner = "sue";
  row.revision = 3;
  row.created = WallTime{Duration{1000}};
  row.updated = WallTime{Duration{2000}};
  const v1::SavedView shown = ToSavedView(row);

  EXPECT_EQ(shown.name(), "savedViews/v1");
  EXPECT_EQ(shown.display_name(), "Due today");
  EXPECT_EQ(shown.filter().queue(), "queues/sales");
  EXPECT_EQ(shown.filter().states_size(), 1);
  EXPECT_EQ(shown.due_within_duration().seconds(), 3600);
  EXPECT_EQ(shown.order(), v1::ListTicketsRequest::ORDER_DUE);
  EXPECT_TRUE(shown.shared());
  EXPECT_EQ(shown.owner(), "users/sue");
  EXPECT_EQ(shown.etag(), "3");
  EXPECT_EQ(shown.create_time().seconds(), 1);
  EXPECT_EQ(shown.update_time().seconds(), 2);
}

TEST(SavedViewMappingTest, WhatTheServerSetsIsNotTakenFromTheRequest) {
  v1::SavedView view = ViewOf("Late");
  view.set_name("savedViews/other");
  view.set_owner("users/sue");
  view.set_changeable(true);

  const SavedViewRow row = RowOf(view, "ana").value();

  EXPECT_EQ(row.question, "");
  EXPECT_EQ(row.owner, "");
  EXPECT_EQ(row.id, "");
}

TEST(SavedViewMappingTest, ANameHasOneToSixtyFourCharactersOnOneLine) {
  const std::string fault = "FIELD_INVALID saved_view.display_name: ";

  EXPECT_EQ(FaultOf(ViewOf("")), fault + "must have 1 to 64 characters");
  EXPECT_EQ(FaultOf(ViewOf(std::string(65, 'a'))), fault + "must have 1 to 64 characters");
  EXPECT_EQ(FaultOf(ViewOf(std::string(64, 'a'))), "");
  EXPECT_EQ(FaultOf(ViewOf("今天到期")), "");
  EXPECT_EQ(FaultOf(ViewOf(" a")), fault + "must not begin or end with a space");
  EXPECT_EQ(FaultOf(ViewOf("a\nb")),
            fault + "must have no control characters: write it on one line");
}

TEST(SavedViewMappingTest, AFilterIsCheckedAsTheListOfTicketsDoes) {
  v1::SavedView short_words = ViewOf("a");
  short_words.mutable_filter()->set_query("x");
  v1::SavedView queue = ViewOf("a");
  queue.mutable_filter()->set_queue("sales");
  v1::SavedView customer = ViewOf("a");
  customer.mutable_filter()->set_customer("ana");
  v1::SavedView times = ViewOf("a");
  times.mutable_filter()->mutable_start_time()->set_seconds(20);
  times.mutable_filter()->mutable_end_time()->set_seconds(10);
  v1::SavedView order = ViewOf("a");
  order.set_order(static_cast<v1::ListTicketsRequest::Order>(99));

  EXPECT_EQ(FaultOf(short_words),
            "FIELD_INVALID saved_view.filter.query: must have at least 2 characters");
  EXPECT_TRUE(FaultOf(queue).starts_with("FIELD_INVALID saved_view.filter.queue: "));
  EXPECT_TRUE(FaultOf(customer).starts_with("FIELD_INVALID saved_view.filter.customer: "));
  EXPECT_EQ(FaultOf(times),
            "TIME_RANGE_INVALID saved_view.filter.end_time: must be after start_time");
  EXPECT_EQ(FaultOf(order), "FIELD_INVALID saved_view.order: is not known");
}

TEST(SavedViewMappingTest, AFilterHasAtMost4096Bytes) {
  v1::SavedView view = ViewOf("a");
  for (int i = 0; i < 5000; ++i) view.mutable_filter()->add_states(v1::Ticket::STATE_OPEN);

  EXPECT_EQ(FaultOf(view),
            "FIELD_INVALID saved_view.filter: must have at most 4096 bytes: name each state and "
            "each type once");
}

TEST(SavedViewMappingTest, DueIsASpanAndNoMoment) {
  v1::SavedView moment = ViewOf("a");
  moment.mutable_filter()->mutable_due_before_time()->set_seconds(10);
  v1::SavedView none = ViewOf("a");
  none.mutable_due_within_duration();
  v1::SavedView year = ViewOf("a");
  year.mutable_due_within_duration()->set_seconds(366LL * 24 * 3600);
  v1::SavedView longer = year;
  longer.mutable_due_within_duration()->set_seconds(366LL * 24 * 3600 + 1);
  const std::string fault =
      "FIELD_INVALID saved_view.due_within_duration: must be more than 0, at most 366 days";

  EXPECT_EQ(FaultOf(moment),
            "FIELD_INVALID saved_view.filter.due_before_time: must be absent: say with "
            "due_within_duration how soon it is due");
  EXPECT_EQ(FaultOf(none), fault);
  EXPECT_EQ(FaultOf(year), "");
  EXPECT_EQ(FaultOf(longer), fault);
}

TEST(SavedViewMappingTest, OnlyWhatTheMaskNamesIsChanged) {
  v1::SavedView before = ViewOf("Late");
  before.mutable_filter()->set_tag("late");
  before.mutable_due_within_duration()->set_seconds(60);
  v1::UpdateSavedViewRequest request;
  request.mutable_saved_view()->set_shared(true);
  request.mutable_saved_view()->set_display_name("Other");
  request.mutable_update_mask()->add_paths("shared");
  request.mutable_update_mask()->add_paths("due_within_duration");

  const v1::SavedView merged = Merged(before, request).value();

  EXPECT_EQ(merged.display_name(), "Late");
  EXPECT_EQ(merged.filter().tag(), "late");
  EXPECT_TRUE(merged.shared());
  EXPECT_FALSE(merged.has_due_within_duration());
}

TEST(SavedViewMappingTest, AMaskNamesFieldsThatCanBeChanged) {
  v1::UpdateSavedViewRequest none;
  v1::UpdateSavedViewRequest owner;
  owner.mutable_update_mask()->add_paths("owner");

  EXPECT_EQ(Merged({}, none).error().reason, "UPDATE_MASK_INVALID");
  EXPECT_EQ(Merged({}, owner).error().message, "update_mask: owner cannot be changed");
}

}  // namespace
}  // namespace jackfield::grpc_api
