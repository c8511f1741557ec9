#include "server/exchange/customer_rules.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/exchange/tickets/ticket_rules.h"
#include "tests/support/callback_site.h"

namespace jackfield::exchange {
namespace {

constexpr CustomerId kCustomer{5};
constexpr WorkKey kTicket{WorkKind::kTicket, 1, 0};
constexpr WorkKey kCallback{WorkKind::kCallback, 1, 0};

// "support" is distributed by Jackfield, a complaint adds 300, tiers 1 and 2 add 20 and 50.
Configuration Site() {
  Configuration site = CallbackSite();
  site.queues[1].routing.mode = QueueMode::kDirected;
  site.routing.complaint_priority = 300;
  site.routing.tier_priorities = {20, 50};
  return site;
}

// A caller, a ticket and a callback of one customer wait, and a ticket of another customer.
class CustomerRulesTest : public testing::Test {
 protected:
  void SetUp() override {
    driver.Configure(Site());
    CreateCallback callback = NewCallbackFor();
    callback.customer = kCustomer;
    driver.Ask(callback).value();
    CreateTicket ticket = NewTicket("support");
    ticket.customer = kCustomer;
    driver.Ask(ticket).value();
    ticket.customer = CustomerId{6};
    driver.Ask(ticket).value();
    Caller caller{.presentation = Presentation::kPresented, .number = PersonalText("+49301")};
    caller.customer = kCustomer;
    driver.Tell(Originated{.call = "c1", .caller = caller, .connection = "caller"});
    driver.Tell(Queued{"c1", "caller", "support"});
  }
  void Complain(CustomerId customer = kCustomer) {
    CreateTicket complaint = NewTicket();
    complaint.type = TicketType::kComplaint;
    complaint.customer = customer;
    driver.Ask(complaint).value();
  }
  void Put(std::uint64_t ticket, TicketState state) {
    driver
        .Ask(SetTicketState{.actor = "ana",
                            .ticket = TicketId{ticket},
                            .state = state,
                            .text = PersonalText(7, "why")})
        .value();
  }
  std::int32_t PriorityOf(const WorkKey& key) const { return driver.state().work.at(key).priority; }
  WorkKey Caller1() const { return {WorkKind::kCall, driver.call("c1").id.value, 0}; }
  // Of the caller, the ticket and the callback.
  std::vector<std::int32_t> Priorities() const {
    return {PriorityOf(Caller1()), PriorityOf(kTicket), PriorityOf(kCallback)};
  }
  using Three = std::vector<std::int32_t>;

  ExchangeDriver driver;
};

// C1.
TEST_F(CustomerRulesTest, AComplaintRaisesAllThatWaitsOfTheCustomerAtOnce) {
  ASSERT_EQ(Priorities(), (Three{0, 100, 0}));

  Complain();

  EXPECT_EQ(Priorities(), (Three{300, 400, 300}));
  EXPECT_EQ(PriorityOf({WorkKind::kTicket, 2, 0}), 100);
}

TEST_F(CustomerRulesTest, AComplaintThatIsResolvedLowersThemAndOneThatIsReopenedRaisesThem) {
  Complain();
  Put(3, TicketState::kResolved);
  EXPECT_EQ(Priorities(), (Three{0, 100, 0}));

  Put(3, TicketState::kOpen);

  EXPECT_EQ(Priorities(), (Three{300, 400, 300}));
}

TEST_F(CustomerRulesTest, OneOfTwoComplaintsThatIsResolvedLowersNothing) {
  Complain();
  Complain();

  Put(3, TicketState::kResolved);

  EXPECT_EQ(Priorities(), (Three{300, 400, 300}));
}

TEST_F(CustomerRulesTest, ATicketThatBecomesAComplaintRaisesThemUntilItIsNoneAnyMore) {
  CreateTicket question = NewTicket();
  question.customer = kCustomer;
  driver.Ask(question).value();
  driver.Ask(UpdateTicket{.ticket = TicketId{3}, .type = TicketType::kComplaint}).value();
  EXPECT_EQ(Priorities(), (Three{300, 400, 300}));

  driver.Ask(UpdateTicket{.ticket = TicketId{3}, .type = TicketType::kQuestion}).value();

  EXPECT_EQ(Priorities(), (Three{0, 100, 0}));
}

TEST_F(CustomerRulesTest, AComplaintThatTurnsOutToBeAnothersLowersThemAndRaisesTheOther) {
  Complain();

  driver.Ask(UpdateTicket{.ticket = TicketId{3}, .customer = TicketCustomer{CustomerId{6}}})
      .value();

  EXPECT_EQ(Priorities(), (Three{0, 100, 0}));
  EXPECT_EQ(PriorityOf({WorkKind::kTicket, 2, 0}), 400);
}

TEST_F(CustomerRulesTest, AComplaintThatIsMergedIntoAQuestionLowersThem) {
  Complain();

  driver.Ask(MergeTickets{.actor = "ana", .ticket = TicketId{3}, .into = TicketId{1}}).value();

  EXPECT_EQ(Priorities(), (Three{0, 100, 0}));
}

TEST_F(CustomerRulesTest, AComplaintThatWaitsItselfHasThePointsOnce) {
  CreateTicket complaint = NewTicket("support");
  complaint.type = TicketType::kComplaint;
  complaint.customer = kCustomer;
  driver.Ask(complaint).value();

  EXPECT_EQ(PriorityOf({WorkKind::kTicket, 3, 0}), 400);
}

TEST_F(CustomerRulesTest, WhoComplainsIsServedBeforeWhoWaitedLonger) {
  Configuration site = Site();
  site.agents[0].ticket_capacity = 1;
  driver.Configure(site);
  driver.Tell(CallCleared{"c1"});
  driver.Ask(CancelCallback{"ana", CallbackId{1}}).value();
  Complain(CustomerId{6});

  SignIn(driver, "ana");

  const auto& open = driver.state().reservations;
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open.begin()->second.work, (WorkKey{WorkKind::kTicket, 2, 0}));
}

// C2.
TEST_F(CustomerRulesTest, WhatTheDirectoryChangesReachesWhatWaitsAtOnce) {
  driver.Command(UpdateStanding{kCustomer, {2, true, "bo"}}).value();

  EXPECT_EQ(Priorities(), (Three{350, 450, 350}));
  EXPECT_EQ(driver.call("c1").caller.value_tier, 2U);
  EXPECT_EQ(driver.ticket(1).value_tier, 2U);
  EXPECT_EQ(driver.callback(1).value_tier, 2U);
  const AgentId bo = driver.agent("bo").id;
  EXPECT_EQ(driver.state().work.at(Caller1()).preferred, bo);
  EXPECT_EQ(driver.state().work.at(kTicket).preferred, bo);
  EXPECT_EQ(PriorityOf({WorkKind::kTicket, 2, 0}), 100);

  driver.Command(UpdateStanding{kCustomer, {1, false, ""}}).value();

  EXPECT_EQ(Priorities(), (Three{20, 120, 20}));
  EXPECT_EQ(driver.state().work.at(kTicket).preferred, AgentId{});
}

// C3.
TEST_F(CustomerRulesTest, WhatTheDirectoryChangesReachesAlsoTheOldestOfManyTickets) {
  CreateTicket ticket = NewTicket("support");
  ticket.customer = kCustomer;
  for (std::size_t i = 0; i < kTicketsPerContactMax; ++i) driver.Ask(ticket).value();

  driver.Command(UpdateStanding{kCustomer, {2, true, "bo"}}).value();

  EXPECT_EQ(driver.ticket(1).value_tier, 2U);
  EXPECT_TRUE(driver.ticket(1).open_complaint);
  EXPECT_EQ(PriorityOf(kTicket), 450);
  EXPECT_EQ(driver.state().work.at(kTicket).preferred, driver.agent("bo").id);
}

TEST_F(CustomerRulesTest, TheSameStandingAgainChangesNothing) {
  driver.Command(UpdateStanding{kCustomer, {2, true, "bo"}}).value();

  EXPECT_TRUE(driver.Command(UpdateStanding{kCustomer, {2, true, "bo"}}).value().empty());
}

TEST_F(CustomerRulesTest, ACustomerOfWhomNothingIsKnownChangesNothing) {
  EXPECT_TRUE(driver.Command(UpdateStanding{CustomerId{9}, {2, true, {}}}).value().empty());
  EXPECT_TRUE(driver.Command(UpdateStanding{CustomerId{}, {2, true, {}}}).value().empty());
}

TEST_F(CustomerRulesTest, OpenWorkIsACallACallbackOrATicketUntilTheLastOfThemIsOver) {
  EXPECT_TRUE(HasOpenWork(driver.state(), kCustomer));
  EXPECT_TRUE(HasOpenWork(driver.state(), CustomerId{6}));
  EXPECT_FALSE(HasOpenWork(driver.state(), CustomerId{7}));
  EXPECT_FALSE(HasOpenWork(driver.state(), CustomerId{}));

  Put(1, TicketState::kResolved);
  Put(1, TicketState::kClosed);
  driver.Ask(CancelCallback{"ana", CallbackId{1}}).value();
  EXPECT_TRUE(HasOpenWork(driver.state(), kCustomer));
  driver.Tell(CallCleared{"c1"});
  EXPECT_FALSE(HasOpenWork(driver.state(), kCustomer));
}

TEST_F(CustomerRulesTest, ATicketFollowsTheStandingWithoutAnEntryOfItsHistory) {
  const std::uint32_t entries = driver.ticket(1).entries;
  const std::uint64_t revision = driver.ticket(1).revision;

  driver.Command(UpdateStanding{kCustomer, {2, false, {}}}).value();

  EXPECT_EQ(driver.ticket(1).entries, entries);
  EXPECT_EQ(driver.ticket(1).revision, revision + 1);
}

TEST_F(CustomerRulesTest, AFlagThatIsToldWithTicketAndCallbackCounts) {
  CreateTicket ticket = NewTicket("support");
  ticket.open_complaint = true;
  driver.Ask(ticket).value();
  CreateCallback callback = NewCallbackFor(8);
  callback.open_complaint = true;
  driver.Ask(callback).value();

  EXPECT_EQ(PriorityOf({WorkKind::kTicket, 3, 0}), 400);
  EXPECT_EQ(PriorityOf({WorkKind::kCallback, 2, 0}), 300);
}

}  // namespace
}  // namespace jackfield::exchange
