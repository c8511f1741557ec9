#include "server/app/cli/saved_view_text.h"

#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

google::protobuf::Timestamp Noon() {
  google::protobuf::Timestamp time;
  time.set_seconds(1'767'614'400);
  return time;
}

v1::SavedView Named(const std::string& id, const std::string& name) {
  v1::SavedView view;
  view.set_name("savedViews/" + id);
  view.set_display_name(name);
  return view;
}

TEST(SavedViewTextTest, ASpanStaysASpanUntilTheListIsAsked) {
  const v1::SavedView view = ToSavedView({.due_within = "4h"}, "due").value();
  EXPECT_FALSE(view.filter().has_due_before_time());
  EXPECT_EQ(view.due_within_duration().seconds(), 14'400);

  const v1::ListTicketsRequest request = RequestOf(view, Noon());

  EXPECT_EQ(request.filter().due_before_time().seconds(), Noon().seconds() + 14'400);
  EXPECT_EQ(request.order(), v1::ListTicketsRequest::ORDER_DUE);
}

TEST(SavedViewTextTest, AViewWithoutASpanAsksForNoTime) {
  const v1::SavedView view = ToSavedView({.queue = "sales"}, "").value();

  const v1::ListTicketsRequest request = RequestOf(view, Noon());

  EXPECT_FALSE(request.filter().has_due_before_time());
  EXPECT_EQ(request.filter().queue(), "queues/sales");
  EXPECT_EQ(request.order(), v1::ListTicketsRequest::ORDER_UNSPECIFIED);
}

TEST(SavedViewTextTest, WhatCannotBeReadIsNoView) {
  EXPECT_EQ(ToSavedView({.due_within = "soon"}, "").error().code, ErrorCode::kInvalidArgument);
}

TEST(SavedViewTextTest, AViewIsMeantByItsNameOrItsIdAndTheFirstOfTwo) {
  v1::ListSavedViewsResponse views;
  *views.add_saved_views() = Named("1", "Late");
  *views.add_saved_views() = Named("2", "Late");

  EXPECT_EQ(FindView(views, "Late").value().name(), "savedViews/1");
  EXPECT_EQ(FindView(views, "savedViews/2").value().name(), "savedViews/2");
  EXPECT_EQ(FindView(views, "late").error().code, ErrorCode::kNotFound);
}

TEST(SavedViewTextTest, AViewIsWrittenAsTheOptionsThatAskTheSame) {
  const v1::SavedView view = ToSavedView({.query = "late parcel",
                                          .states = {"open"},
                                          .types = {"complaint"},
                                          .priority_min = "high",
                                          .customer = "7",
                                          .queue = "sales",
                                          .owner = "-",
                                          .tag = "vip",
                                          .watched = true,
                                          .breached = true,
                                          .due_within = "90m",
                                          .from = "2026-11-16",
                                          .to = "2026-11-17"},
                                         "priority")
                                 .value();

  EXPECT_EQ(WriteQuestion(view),
            "--state open --type complaint --priority-min high --query 'late parcel' "
            "--queue sales --owner - --customer 7 --tag vip --watched --breached --due-within 90m "
            "--from 2026-11-16T00:00:00Z --to 2026-11-17T00:00:00Z --order priority");
  EXPECT_EQ(WriteQuestion(ToSavedView({.all = true}, "").value()), "--all");
}

TEST(SavedViewTextTest, SpansAreWrittenInTheirLargestUnit) {
  EXPECT_EQ(WriteQuestion(ToSavedView({.due_within = "48h", .all = true}, "").value()),
            "--all --due-within 2d");
  EXPECT_EQ(WriteQuestion(ToSavedView({.due_within = "240m", .all = true}, "").value()),
            "--all --due-within 4h");
  EXPECT_EQ(WriteQuestion(ToSavedView({.due_within = "45s", .all = true}, "").value()),
            "--all --due-within 45s");
}

}  // namespace
}  // namespace jackfield::cli
