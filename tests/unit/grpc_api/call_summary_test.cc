#include "server/grpc_api/call_summary.h"

#include <gtest/gtest.h>

#include "tests/support/fake_numbers.h"

namespace jackfield::grpc_api {
namespace {

using exchange::PersonalText;

SiteDocument Site() {
  v1::Configuration document;
  document.add_queues()->set_queue_id("sales");
  document.mutable_queues(0)->set_display_name("Sales and more");
  document.add_dialled_numbers()->set_number("+49302000");
  document.mutable_dialled_numbers(0)->set_label("Orders");
  return SiteDocument(document);
}

std::string Summary(const InteractionRow& row) {
  return SummaryOf(row, Site(), fakes::FakeNumbers(),
                   [](const PersonalText& text) { return text.bytes; });
}

TEST(CallSummaryTest, ANoteIsSummedUpByItsFirstLine) {
  InteractionRow row;
  row.queue = "sales";
  row.after = {{"ana", "solved", PersonalText("\n  Parcel was late. \r\nSent again."), {}}};

  EXPECT_EQ(Summary(row), "Parcel was late.");
}

TEST(CallSummaryTest, ACallWithoutANoteIsSummedUpByItsQueue) {
  InteractionRow row;
  row.queue = "sales";
  row.dialled = PersonalText("+49302000");
  row.after = {{"ana", "solved", PersonalText(" \n"), {}}};
  InteractionRow discovered;
  discovered.queue = "q7";

  EXPECT_EQ(Summary(row), "Sales and more");
  EXPECT_EQ(Summary(discovered), "q7");
}

TEST(CallSummaryTest, ACallWithoutAQueueIsSummedUpByWhatWasDialled) {
  InteractionRow labelled;
  labelled.dialled = PersonalText("+49302000");
  InteractionRow other;
  other.dialled = PersonalText("+4930901820");
  InteractionRow extension;
  extension.dialled = PersonalText("1002");

  EXPECT_EQ(Summary(labelled), "Orders");
  EXPECT_EQ(Summary(other), "shown +4930901820");
  EXPECT_EQ(Summary(extension), "1002");
  EXPECT_EQ(Summary(InteractionRow()), "");
}

}  // namespace
}  // namespace jackfield::grpc_api
