#include "server/exchange/tickets/ticket_changes.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/ticket_site.h"

namespace jackfield::exchange {
namespace {

constexpr TicketId kFirst{1};
constexpr Duration kHour{3'600'000};

SetTicketState Into(TicketState state) {
  return {.actor = "ana", .ticket = kFirst, .state = state, .text = PersonalText(7, "why")};
}

class TicketChangesTest : public testing::Test {
 protected:
  void SetUp() override { driver.Configure(TicketSite()); }
  const Ticket& ticket() const { return driver.ticket(1); }

  ExchangeDriver driver;
};

TEST_F(TicketChangesTest, EachRaisesTheRevisionAndSaysThatTheTicketChanged) {  // T6
  driver.Ask(NewTicket()).value();
  const std::uint64_t before = ticket().revision;
  driver.Advance(kHour);
  const Effects done =
      driver.Ask(UpdateTicket{.ticket = kFirst, .priority = TicketPriority::kLow}).value();

  EXPECT_EQ(ticket().revision, before + 1);
  EXPECT_EQ(ticket().times.updated.wall, ExchangeDriver::kStart + kHour);
  EXPECT_EQ(AllOf<TicketChanged>(done), std::vector{TicketChanged{kFirst}});
}

TEST_F(TicketChangesTest, AreTimedByTheEngineWhateverClockTheSwitchHas) {
  Configuration site = TicketSite();
  site.tickets.triggers = {{.cause = TriggerCause::kAbandoned}};
  driver.Configure(site);
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Queued{"c1", "caller", "support"});
  driver.Advance(kHour / 2);
  driver.Tell(Dequeued{"c1", "caller", "support", DequeueCause::kAbandoned});

  const Moment now{Instant{kHour / 2}, ExchangeDriver::kStart + kHour / 2, false};
  EXPECT_EQ(ticket().times.created, now);
}

TEST_F(TicketChangesTest, NewOwnerIsNotedByLoginAndToldUnlessTheyDidIt) {
  driver.Ask(NewTicket()).value();
  driver.Ask(AssignTicket{.actor = "chief", .ticket = kFirst, .owner = "ana"}).value();
  EXPECT_EQ(ToldTo(driver, "ana"), std::vector{TicketNoticeKind::kAssigned});
  const Effects passed =
      driver.Ask(AssignTicket{.actor = "bo", .ticket = kFirst, .owner = "bo"}).value();

  EXPECT_TRUE(ToldTo(driver, "bo").empty());
  const auto entries = EntriesOf(passed, TicketEntryKind::kOwnerChanged);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].before, "ana");
  EXPECT_EQ(entries[0].after, "bo");
}

TEST_F(TicketChangesTest, StateIsNotedWithItsTextAndWhoMayReadIt) {
  driver.Ask(NewTicket()).value();
  SetTicketState resolve = Into(TicketState::kResolved);
  resolve.visibility = TicketVisibility::kPublic;
  const Effects done = driver.Ask(resolve).value();

  const auto entries = EntriesOf(done, TicketEntryKind::kStateChanged);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].text, PersonalText(7, "why"));
  EXPECT_EQ(entries[0].visibility, TicketVisibility::kPublic);
  EXPECT_EQ(entries[0].before, "new");
  EXPECT_EQ(entries[0].after, "resolved");
}

TEST_F(TicketChangesTest, CustomersTicketsFollowTheCustomer) {
  CreateTicket command = NewTicket();
  command.customer = CustomerId{5};
  driver.Ask(command).value();
  EXPECT_TRUE(driver.state().tickets_of_customer.at(CustomerId{5}).contains(kFirst));

  const TicketCustomer other{CustomerId{6}, 0};
  driver.Ask(UpdateTicket{.ticket = kFirst, .customer = other}).value();
  EXPECT_FALSE(driver.state().tickets_of_customer.contains(CustomerId{5}));
  EXPECT_TRUE(driver.state().tickets_of_customer.at(CustomerId{6}).contains(kFirst));
}

TEST_F(TicketChangesTest, ThereIsRoomForAHundredThousandAndThenClosedOnesGoSooner) {  // T5
  for (int i = 0; i < 100'000; ++i) driver.Ask(NewTicket()).value();
  const Result<Effects> one_more = driver.Ask(NewTicket());
  ASSERT_FALSE(one_more.has_value());
  EXPECT_EQ(one_more.error().code, ErrorCode::kResourceExhausted);
  EXPECT_EQ(one_more.error().reason, "TICKETS_FULL");

  driver.Ask(Into(TicketState::kResolved)).value();
  driver.Ask(Into(TicketState::kClosed)).value();
  driver.Advance(kHour - Duration{1});
  driver.FireTimers();
  EXPECT_NE(driver.exchange().FindTicket(kFirst), nullptr);
  driver.Advance(Duration{1});
  driver.FireTimers();
  EXPECT_EQ(driver.exchange().FindTicket(kFirst), nullptr);
  EXPECT_EQ(ReasonOf(driver.Ask(NewTicket())), "");
  EXPECT_EQ(driver.ticket(100'001).id, TicketId{100'001});
}

}  // namespace
}  // namespace jackfield::exchange
