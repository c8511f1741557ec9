#include "server/exchange/tickets/ticket_work.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/ticket_site.h"

namespace jackfield::exchange {
namespace {

constexpr TicketId kFirst{1};
constexpr WorkKey kKey{WorkKind::kTicket, 1, 0};
constexpr Duration kMinute{60'000};

SetTicketState Into(TicketState state) {
  return {.actor = "ana", .ticket = kFirst, .state = state, .text = PersonalText(7, "why")};
}

class TicketWorkTest : public testing::Test {
 protected:
  void SetUp() override { driver.Configure(TicketSite()); }
  const Ticket& ticket() const { return driver.ticket(1); }
  // nullptr: it does not wait.
  const WorkItem* item() const {
    const auto found = driver.state().work.find(kKey);
    return found == driver.state().work.end() ? nullptr : &found->second;
  }
  std::uint32_t tickets_of(const std::string& agent) const {
    return driver.agent(agent).routing.tickets;
  }

  ExchangeDriver driver;
};

struct PriorityCase {
  TicketPriority priority;
  TicketType type;
  std::uint32_t tier;
  std::int32_t of_queue;
  std::int32_t expected;
};

// Q3. Tiers 1 and 2 add 20 and 50, a complaint adds 300.
TEST_F(TicketWorkTest, PriorityIsTheSumOfWhatItIsMadeOf) {
  using P = TicketPriority;
  const auto question = TicketType::kQuestion;
  const auto complaint = TicketType::kComplaint;
  const std::vector<PriorityCase> cases = {
      {P::kLow, question, 0, 0, 0},      {P::kNormal, question, 0, 0, 100},
      {P::kHigh, question, 0, 0, 250},   {P::kUrgent, question, 0, 0, 500},
      {P::kNormal, question, 1, 0, 120}, {P::kNormal, question, 2, 0, 150},
      {P::kNormal, question, 9, 0, 100}, {P::kNormal, complaint, 0, 0, 400},
      {P::kNormal, question, 0, 7, 107}, {P::kUrgent, complaint, 2, 500, 1'000},
  };
  for (const PriorityCase& each : cases) {
    SCOPED_TRACE(each.expected);
    Configuration site = TicketSite();
    site.routing.tier_priorities = {20, 50};
    site.routing.complaint_priority = 300;
    site.queues[1].routing.priority = each.of_queue;
    ExchangeDriver fresh;
    fresh.Configure(site);
    CreateTicket command = NewTicket("support");
    command.priority = each.priority;
    command.type = each.type;
    command.value_tier = each.tier;
    fresh.Ask(command).value();

    EXPECT_EQ(WorkPriorityOf(fresh.state(), fresh.ticket(1)), each.expected);
    EXPECT_EQ(fresh.state().work.at(kKey).priority, each.expected);
  }
}

TEST_F(TicketWorkTest, WaitsWhileItIsActiveAndNobodysAndInAQueue) {  // Q1
  driver.Ask(NewTicket("support")).value();
  EXPECT_NE(item(), nullptr) << "new";
  driver.Ask(Into(TicketState::kOpen)).value();
  EXPECT_NE(item(), nullptr) << "open";
  driver.Ask(Into(TicketState::kPending)).value();
  EXPECT_EQ(item(), nullptr) << "pending";
  driver.Ask(Into(TicketState::kOpen)).value();
  driver.Ask(AssignTicket{.ticket = kFirst, .owner = "ana"}).value();
  EXPECT_EQ(item(), nullptr) << "assigned";
  driver.Ask(AssignTicket{.ticket = kFirst}).value();
  EXPECT_NE(item(), nullptr) << "released";
  driver.Ask(Into(TicketState::kResolved)).value();
  EXPECT_EQ(item(), nullptr) << "resolved";
}

// Q4.
TEST_F(TicketWorkTest, IsKeptForTheCustomersPreferredAgent) {
  Configuration site = TicketSite();
  site.queues[1].routing.preferred_limit = kMinute;
  driver.Configure(site);
  CreateTicket command = NewTicket("support");
  command.preferred_agent = "bo";
  driver.Ask(command).value();
  EXPECT_EQ(item()->preferred, driver.agent("bo").id);

  driver.Ask(UpdateTicket{.ticket = kFirst, .customer = TicketCustomer{CustomerId{6}, 0, "ana"}})
      .value();
  EXPECT_EQ(item()->preferred, driver.agent("ana").id);

  driver.Ask(UpdateTicket{.ticket = kFirst, .customer = TicketCustomer{}}).value();
  EXPECT_EQ(item()->preferred, AgentId{});
}

TEST_F(TicketWorkTest, TicketWithoutAQueueWaitsForNobody) {  // Q1
  driver.Ask(NewTicket()).value();
  EXPECT_EQ(item(), nullptr);

  driver.Ask(MoveTicket{.ticket = kFirst, .queue = "support"}).value();
  EXPECT_NE(item(), nullptr);
}

TEST_F(TicketWorkTest, KeepsItsPlaceWhenItIsMovedAndComesBackAsANewOne) {  // Q1
  driver.Ask(NewTicket("support")).value();
  const Moment entered = item()->entered;
  driver.Advance(kMinute);
  driver.Ask(MoveTicket{.ticket = kFirst, .queue = "escalations"}).value();
  EXPECT_EQ(item()->queue, driver.queue("escalations").id);
  EXPECT_EQ(item()->entered, entered);
  driver.Ask(UpdateTicket{.ticket = kFirst, .skills = {{{"english", 50}}}}).value();
  EXPECT_EQ(item()->skills, (std::vector<SkillRequirement>{{"english", 50}}));
  driver.Ask(UpdateTicket{.ticket = kFirst, .priority = TicketPriority::kUrgent}).value();
  EXPECT_EQ(item()->priority, 500);
  EXPECT_EQ(item()->entered, entered);

  driver.Ask(AssignTicket{.ticket = kFirst, .owner = "bo"}).value();
  driver.Ask(AssignTicket{.ticket = kFirst}).value();
  EXPECT_EQ(item()->entered.at - entered.at, kMinute);
}

TEST_F(TicketWorkTest, IsOfferedAcceptedAndOpenAndCountedOnce) {  // Q2
  SignIn(driver, "ana");
  const Effects made = driver.Ask(NewTicket("support")).value();
  const auto offered = AllOf<ReservationOpened>(made);
  ASSERT_EQ(offered.size(), 1U);
  driver.Ask(AcceptTicket{"ana", offered[0].reservation.id}).value();

  EXPECT_EQ(ticket().owner, driver.agent("ana").id);
  EXPECT_EQ(ticket().state, TicketState::kOpen);
  EXPECT_EQ(item(), nullptr);
  EXPECT_FALSE(ticket().work.waiting_since.has_value());
  EXPECT_EQ(tickets_of("ana"), 1U);
  EXPECT_TRUE(ToldTo(driver, "ana").empty()) << "she knows";
  EXPECT_EQ(ReasonOf(driver.Ask(AcceptTicket{"ana", offered[0].reservation.id})), "");
  EXPECT_EQ(tickets_of("ana"), 1U);
}

TEST_F(TicketWorkTest, DeclinedTicketGoesToTheNextAgent) {
  SignIn(driver, "ana");
  const auto offered = AllOf<ReservationOpened>(driver.Ask(NewTicket("support")).value());
  SignIn(driver, "bo");
  const Effects declined = driver.Ask(DeclineTicket{"ana", offered.at(0).reservation.id}).value();

  const auto next = AllOf<ReservationOpened>(declined);
  ASSERT_EQ(next.size(), 1U);
  EXPECT_EQ(next[0].reservation.agent, driver.agent("bo").id);
  EXPECT_EQ(ticket().state, TicketState::kNew);
}

TEST_F(TicketWorkTest, OfferEndsWhenSomebodyElseTakesTheTicket) {
  SignIn(driver, "ana");
  driver.Ask(NewTicket("support")).value();
  const Effects taken = driver.Ask(TakeTicket{.actor = "bo", .ticket = kFirst}).value();

  const auto ended = AllOf<ReservationEnded>(taken);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].end, ReservationEnd::kTaken);
  EXPECT_EQ(tickets_of("ana"), 0U);
  EXPECT_EQ(tickets_of("bo"), 1U);
}

TEST_F(TicketWorkTest, OnlyOpenTicketsTakeCapacity) {  // Q2
  driver.Ask(NewTicket("support")).value();
  driver.Ask(AssignTicket{.ticket = kFirst, .owner = "ana"}).value();
  EXPECT_EQ(tickets_of("ana"), 1U);
  driver.Ask(Into(TicketState::kPending)).value();
  EXPECT_EQ(tickets_of("ana"), 0U);
  driver.Ask(Into(TicketState::kOpen)).value();
  EXPECT_EQ(tickets_of("ana"), 1U);
  driver.Ask(AssignTicket{.ticket = kFirst, .owner = "bo"}).value();
  EXPECT_EQ(tickets_of("ana"), 0U);
  EXPECT_EQ(tickets_of("bo"), 1U);
  driver.Ask(Into(TicketState::kResolved)).value();
  EXPECT_EQ(tickets_of("bo"), 0U);
}

TEST_F(TicketWorkTest, AgentIsOfferedAsMuchAsTheyCanTake) {
  Configuration site = TicketSite();
  site.agents[0].ticket_capacity = 1;
  driver.Configure(site);
  SignIn(driver, "ana");
  driver.Ask(NewTicket("support")).value();
  driver.Ask(TakeTicket{.actor = "ana", .ticket = kFirst}).value();
  EXPECT_TRUE(AllOf<ReservationOpened>(driver.Ask(NewTicket("support")).value()).empty());

  const Effects waits = driver.Ask(Into(TicketState::kPending)).value();
  EXPECT_EQ(AllOf<ReservationOpened>(waits).size(), 1U);
}

TEST_F(TicketWorkTest, StandsTheSameAfterARestart) {
  SignIn(driver, "ana");
  const auto offered = AllOf<ReservationOpened>(driver.Ask(NewTicket("support")).value());
  driver.Restart();
  driver.Ask(AcceptTicket{"ana", offered.at(0).reservation.id}).value();
  driver.Restart();
  driver.Ask(Into(TicketState::kResolved)).value();

  EXPECT_EQ(tickets_of("ana"), 0U);
  EXPECT_EQ(ticket().state, TicketState::kResolved);
}

}  // namespace
}  // namespace jackfield::exchange
