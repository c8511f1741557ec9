#include "server/grpc_api/ticket_entry_mapping.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using Kind = exchange::TicketEntryKind;

std::string Open(const exchange::PersonalText& text) {
  return text.empty() ? "" : "<" + text.bytes + ">";
}

TEST(TicketEntryMappingTest, AnEntryIsShownWithItsTextOpened) {
  const TicketEntryRow row{.ticket = TicketId{17},
                           .number = 3,
                           .what = Kind::kAttached,
                           .who = "ana",
                           .text = exchange::PersonalText(7, "photo.jpg"),
                           .reference = exchange::PersonalText(7, "https://files.example/1"),
                           .visibility = exchange::TicketVisibility::kPublic,
                           .at = WallTime{Duration{1'767'614'400'000}}};

  const v1::TicketEntry entry = ToEntry(row, Open);

  EXPECT_EQ(entry.number(), 3);
  EXPECT_EQ(entry.kind(), v1::TicketEntry::KIND_ATTACHED);
  EXPECT_EQ(entry.actor(), "ana");
  EXPECT_EQ(entry.text(), "<photo.jpg>");
  EXPECT_EQ(entry.uri(), "<https://files.example/1>");
  EXPECT_EQ(entry.visibility(), v1::TicketEntry::VISIBILITY_PUBLIC);
  EXPECT_EQ(entry.time().seconds(), 1'767'614'400);
}

struct ValueRow {
  Kind kind;
  const char* stored;
  const char* shown;
};

TEST(TicketEntryMappingTest, ValuesAreNamedAsElsewhereInTheContract) {
  constexpr ValueRow kRows[] = {
      {Kind::kStateChanged, "open", "open"},
      {Kind::kOwnerChanged, "ana", "agents/ana"},
      {Kind::kOwnerChanged, "", ""},
      {Kind::kQueueChanged, "support", "queues/support"},
      {Kind::kLinked, "17", "tickets/17"},
      {Kind::kMergedInto, "17", "tickets/17"},
      {Kind::kInteraction, "abc", "interactions/abc"},
      {Kind::kReminderSet, "1767614400000", "2026-01-05T12:00:00Z"},
      {Kind::kReminderSet, "", ""},
      {Kind::kSlaBreached, "first response", "first_response"},
      {Kind::kTagged, "late vip", "late vip"},
      {Kind::kWatched, "chief", "chief"},
  };
  for (const ValueRow& row : kRows) {
    TicketEntryRow entry;
    entry.what = row.kind;
    entry.after = row.stored;
    EXPECT_EQ(ToEntry(entry, Open).after(), row.shown) << row.stored;
    entry.before = row.stored;
    EXPECT_EQ(ToEntry(entry, Open).before(), row.shown) << row.stored;
  }
}

// The contract numbers them as the store does.
TEST(TicketEntryMappingTest, EveryKindOfTheStoreHasOneOfTheContract) {
  for (int number = 1; number <= 25; ++number) {
    EXPECT_EQ(static_cast<int>(ToProto(static_cast<Kind>(number))), number);
  }
}

}  // namespace
}  // namespace jackfield::grpc_api
