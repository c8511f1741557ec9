#include "server/exchange/tickets/ticket_rules.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/exchange/tickets/ticket_words.h"
#include "tests/support/ticket_site.h"

namespace jackfield::exchange {
namespace {

constexpr Duration kSecond{1'000};
constexpr Duration kDay{24LL * 3600 * 1000};
constexpr TicketId kFirst{1};
constexpr TicketId kOther{2};
constexpr CustomerId kCustomer{5};

SetTicketState Into(TicketState state) {
  return {.actor = "ana", .ticket = kFirst, .state = state, .text = PersonalText(7, "why")};
}

Caller Known(CustomerId customer) {
  return {.presentation = Presentation::kPresented,
          .number = PersonalText(1, "n"),
          .match = Match::kExact,
          .customer = customer};
}

class TicketRulesTest : public testing::Test {
 protected:
  void SetUp() override {
    driver.Configure(TicketSite());
    CreateTicket command = NewTicket("support");
    command.customer = kCustomer;
    command.watchers = {"chief"};
    driver.Ask(command).value();
  }
  const Ticket& ticket() const { return driver.ticket(1); }
  void Resolve() { driver.Ask(Into(TicketState::kResolved)).value(); }
  Effects CallOf(CustomerId customer, const std::string& call) {
    return driver.Tell(Originated{.call = call, .caller = Known(customer), .connection = "caller"});
  }

  ExchangeDriver driver;
};

// Brings ticket 1 from new into a state.
struct StateCase {
  const char* name;
  std::vector<TicketState> way;
};

const std::vector<StateCase> kStates = {
    {"new", {}},
    {"open", {TicketState::kOpen}},
    {"pending", {TicketState::kPending}},
    {"resolved", {TicketState::kResolved}},
    {"closed", {TicketState::kResolved, TicketState::kClosed}},
};

// What a command does in each of kStates: the state after it, or the reason of its refusal.
struct CommandCase {
  std::string name;
  TicketCommand command;
  std::vector<std::string> outcomes;
};

std::vector<CommandCase> CommandCases() {
  std::vector<CommandCase> all;
  const auto add = [&all](std::string name, TicketCommand command,
                          std::vector<std::string> outcomes) {
    all.push_back({std::move(name), std::move(command), std::move(outcomes)});
  };
  const std::string no = "TICKET_STATE_NOT_ALLOWED";
  const std::string closed = "TICKET_CLOSED";
  const std::string resolved = "TICKET_RESOLVED";
  const std::vector<std::string> any = {"new", "open", "pending", "resolved", closed};
  const PersonalText text(7, "text");
  add("Update", UpdateTicket{.ticket = kFirst, .priority = TicketPriority::kHigh}, any);
  add("Comment", AddComment{.actor = "ana", .ticket = kFirst, .text = text},
      {"open", "open", "pending", "resolved", closed});
  add("CustomersComment",
      AddComment{.ticket = kFirst, .text = text, .author = CommentAuthor::kCustomer},
      {"new", "open", "open", "open", closed});
  add("Assign", AssignTicket{.ticket = kFirst, .owner = "bo"},
      {"open", "open", "pending", resolved, closed});
  add("Release", AssignTicket{.ticket = kFirst}, {"new", "open", "pending", resolved, closed});
  add("Move", MoveTicket{.ticket = kFirst, .queue = "escalations"},
      {"new", "open", "pending", resolved, closed});
  add("ToNew", Into(TicketState::kNew), {"new", no, no, no, closed});
  add("ToOpen", Into(TicketState::kOpen), {"open", "open", "open", "open", closed});
  add("ToPending", Into(TicketState::kPending), {"pending", "pending", "pending", no, closed});
  add("ToResolved", Into(TicketState::kResolved),
      {"resolved", "resolved", "resolved", "resolved", closed});
  add("ToClosed", Into(TicketState::kClosed), {no, no, no, "closed", "closed"});
  add("Merge", MergeTickets{.ticket = kFirst, .into = kOther},
      {"closed", "closed", "closed", "closed", closed});
  add("Link", LinkTickets{.ticket = kFirst, .other = kOther}, any);
  add("Unlink", UnlinkTickets{.ticket = kFirst, .other = kOther}, any);
  add("Interaction",
      LinkInteraction{.ticket = kFirst, .interaction = "0123456789abcdef0123456789abcdef"}, any);
  add("Watch", WatchTicket{.ticket = kFirst, .watcher = "bo"}, any);
  add("Unwatch", UnwatchTicket{.ticket = kFirst, .watcher = "bo"}, any);
  add("Attach", AttachReference{.ticket = kFirst, .name = text, .address = text}, any);
  add("Rate", RateTicket{.ticket = kFirst, .satisfaction = 4},
      {"TICKET_NOT_RESOLVED", "TICKET_NOT_RESOLVED", "TICKET_NOT_RESOLVED", "resolved", "closed"});
  add("Take", TakeTicket{.actor = "ana", .ticket = kFirst},
      {"open", "open", "pending", resolved, closed});
  add("Show", ShowTicket{.ticket = kFirst, .agent = "ana"},
      {"new", "open", "pending", "resolved", "closed"});
  const std::string none = "RESERVATION_NOT_FOUND";
  add("Accept", AcceptTicket{"ana", ReservationId{1}}, {none, none, none, none, none});
  add("Decline", DeclineTicket{"ana", ReservationId{1}}, {none, none, none, none, none});
  return all;
}

class EveryTicketStateTest : public testing::TestWithParam<CommandCase> {
 protected:
  static ExchangeDriver DrivenInto(const StateCase& state) {
    ExchangeDriver driver;
    driver.Configure(TicketSite());
    driver.Ask(NewTicket("support")).value();
    driver.Ask(NewTicket("support")).value();
    for (const TicketState next : state.way) driver.Ask(Into(next)).value();
    return driver;
  }
};

// T1, T2, X2.
TEST_P(EveryTicketStateTest, HasTheOutcomeOfTheTable) {
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    SCOPED_TRACE(kStates[i].name);
    ExchangeDriver driver = DrivenInto(kStates[i]);
    const std::string before = driver.exchange().Save();

    const Result<Effects> done = driver.Ask(GetParam().command);

    const std::string state(WordOf(driver.ticket(1).state));
    EXPECT_EQ(done ? state : done.error().reason, GetParam().outcomes[i]);
    EXPECT_FALSE(!done && driver.exchange().Save() != before);
  }
}

TEST_P(EveryTicketStateTest, LeavesAStateThatCanBeSavedAndTakesTheSameAgain) {
  for (const StateCase& state : kStates) {
    SCOPED_TRACE(state.name);
    ExchangeDriver driver = DrivenInto(state);
    static_cast<void>(driver.Ask(GetParam().command));
    static_cast<void>(driver.Ask(GetParam().command));

    const std::string bytes = driver.exchange().Save();
    driver.Restart();
    EXPECT_EQ(driver.exchange().Save(), bytes);
  }
}

INSTANTIATE_TEST_SUITE_P(Commands, EveryTicketStateTest, testing::ValuesIn(CommandCases()),
                         [](const auto& given) { return given.param.name; });

TEST_F(TicketRulesTest, UnknownTicketIsNotFoundByAnyCommandThatNamesOne) {
  EXPECT_EQ(ReasonOf(driver.Ask(TakeTicket{.actor = "ana", .ticket = TicketId{9}})),
            "TICKET_NOT_FOUND");
  EXPECT_EQ(ReasonOf(driver.Ask(MergeTickets{.ticket = kFirst, .into = TicketId{9}})),
            "TICKET_NOT_FOUND");
}

TEST_F(TicketRulesTest, AnotherRevisionThanThePresentOneIsRefused) {  // T6
  const std::uint64_t revision = ticket().revision;
  UpdateTicket command{
      .actor = "ana", .ticket = kFirst, .revision = revision, .priority = TicketPriority::kHigh};
  ASSERT_EQ(ReasonOf(driver.Ask(command)), "");
  EXPECT_GT(ticket().revision, revision);

  command.priority = TicketPriority::kLow;
  const Result<Effects> again = driver.Ask(command);

  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, ErrorCode::kAborted);
  EXPECT_EQ(again.error().reason, "TICKET_CHANGED_MEANWHILE");
  EXPECT_EQ(ticket().priority, TicketPriority::kHigh);
}

TEST_F(TicketRulesTest, WhatChangesNothingMakesNoEntryAndNoRevision) {  // T6
  driver.Ask(Into(TicketState::kOpen)).value();
  const Ticket before = ticket();

  EXPECT_TRUE(driver.Ask(Into(TicketState::kOpen)).value().empty());
  EXPECT_TRUE(driver.Ask(UpdateTicket{.ticket = kFirst, .priority = TicketPriority::kNormal})
                  .value()
                  .empty());
  EXPECT_TRUE(driver.Ask(AssignTicket{.ticket = kFirst}).value().empty());
  EXPECT_EQ(ticket(), before);
}

TEST_F(TicketRulesTest, ReminderOpensThePendingTicketAndTellsItsOwner) {  // T3
  driver.Ask(AssignTicket{.actor = "chief", .ticket = kFirst, .owner = "ana"}).value();
  SetTicketState wait = Into(TicketState::kPending);
  wait.reminder = ExchangeDriver::kStart + 10 * kSecond;
  driver.Ask(wait).value();
  driver.Advance(10 * kSecond - Duration{1});
  driver.FireTimers();
  EXPECT_EQ(ticket().state, TicketState::kPending);

  driver.Advance(Duration{1});
  driver.Restart();
  driver.FireTimers();

  EXPECT_EQ(ticket().state, TicketState::kOpen);
  EXPECT_EQ(ticket().reminder, std::nullopt);
  EXPECT_EQ(ToldTo(driver, "ana").back(), TicketNoticeKind::kReminderDue);
}

TEST_F(TicketRulesTest, PendingTicketTakesAnotherReminderOrNone) {
  SetTicketState wait = Into(TicketState::kPending);
  wait.reminder = ExchangeDriver::kStart + 10 * kSecond;
  driver.Ask(wait).value();
  wait.reminder = ExchangeDriver::kStart + 20 * kSecond;
  driver.Ask(wait).value();
  driver.Advance(19 * kSecond);
  driver.FireTimers();
  EXPECT_EQ(ticket().state, TicketState::kPending);

  wait.reminder.reset();
  driver.Ask(wait).value();
  driver.Advance(kDay);
  driver.FireTimers();
  EXPECT_EQ(ticket().state, TicketState::kPending);
}

TEST_F(TicketRulesTest, ReminderHasToBeAheadAndOfAPendingTicket) {
  const auto reason = [this](TicketState state, Duration ahead) {
    SetTicketState wait = Into(state);
    wait.reminder = ExchangeDriver::kStart + ahead;
    return ReasonOf(driver.Ask(wait));
  };

  EXPECT_EQ(reason(TicketState::kPending, Duration{0}), "REMINDER_RANGE");
  EXPECT_EQ(reason(TicketState::kPending, 366 * kDay + Duration{1}), "REMINDER_RANGE");
  EXPECT_EQ(reason(TicketState::kOpen, kSecond), "REMINDER_NOT_ALLOWED");
  EXPECT_EQ(reason(TicketState::kPending, Duration{1}), "");
  EXPECT_EQ(reason(TicketState::kPending, 366 * kDay), "");
}

TEST_F(TicketRulesTest, NothingIsResolvedWithoutSayingHow) {
  SetTicketState resolve = Into(TicketState::kResolved);
  resolve.text = {};

  EXPECT_EQ(ReasonOf(driver.Ask(resolve)), "RESOLUTION_REQUIRED");
  EXPECT_EQ(ReasonOf(driver.Ask(Into(static_cast<TicketState>(0)))), "STATE_UNKNOWN");
}

TEST_F(TicketRulesTest, ResolvedTicketIsClosedAfterSevenDays) {  // T4
  Resolve();
  driver.Advance(7 * kDay - Duration{1});
  driver.FireTimers();
  EXPECT_EQ(ticket().state, TicketState::kResolved);

  driver.Restart();
  driver.Advance(Duration{1});
  driver.FireTimers();
  EXPECT_EQ(ticket().state, TicketState::kClosed);
  EXPECT_TRUE(driver.state().tickets_of_customer.empty());
}

TEST_F(TicketRulesTest, ClosingByItselfFollowsTheConfiguration) {  // T4
  Resolve();
  Configuration site = TicketSite();
  site.tickets.reopen_days = 2;
  driver.Configure(site);
  driver.Advance(2 * kDay - Duration{1});
  driver.FireTimers();
  EXPECT_EQ(ticket().state, TicketState::kResolved);

  driver.Advance(Duration{1});
  driver.FireTimers();
  EXPECT_EQ(ticket().state, TicketState::kClosed);
}

TEST_F(TicketRulesTest, CustomersCallOpensTheResolvedTicketAgainOnce) {  // T4
  driver.Ask(AssignTicket{.actor = "chief", .ticket = kFirst, .owner = "ana"}).value();
  Resolve();
  driver.Advance(6 * kDay);
  CallOf(kCustomer, "c1");

  EXPECT_EQ(ticket().state, TicketState::kOpen);
  EXPECT_EQ(ticket().times.resolved, std::nullopt);
  EXPECT_EQ(ticket().owner, driver.agent("ana").id);
  EXPECT_EQ(ticket().interactions, std::vector{driver.call("c1").name});
  EXPECT_EQ(ToldTo(driver, "ana").back(), TicketNoticeKind::kReopened);

  Resolve();
  driver.Tell(CallInformation{.call = "c1", .caller = Known(kCustomer)});
  EXPECT_EQ(ticket().state, TicketState::kResolved) << "the same call is no new contact";
  CallOf(kCustomer, "c2");
  EXPECT_EQ(ticket().state, TicketState::kOpen);
}

TEST_F(TicketRulesTest, CallsOfOthersAndOurOwnCallsOpenNothing) {  // T4
  Resolve();
  CallOf(CustomerId{6}, "c1");
  driver.Tell(Originated{.call = "c2",
                         .direction = Direction::kOutbound,
                         .caller = Known(kCustomer),
                         .connection = "ana"});

  EXPECT_EQ(ticket().state, TicketState::kResolved);
}

TEST_F(TicketRulesTest, CallerWhomAnAgentNamesLaterIsAContact) {  // T4
  Resolve();
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  ASSERT_TRUE(driver.Command(ChooseCaller{"ana", driver.call("c1").id, kCustomer}));

  EXPECT_EQ(ticket().state, TicketState::kOpen);
}

TEST_F(TicketRulesTest, ContactAfterTheDaysDoesNotOpenThoughNobodyNoticedTheTimer) {  // T4, T7
  Resolve();
  driver.Advance(7 * kDay);

  const Result<Effects> late = driver.Ask(AddComment{
      .ticket = kFirst, .text = PersonalText(7, "late"), .author = CommentAuthor::kCustomer});

  EXPECT_EQ(ReasonOf(late), "TICKET_CLOSED");
  CallOf(kCustomer, "c1");
  EXPECT_EQ(ticket().state, TicketState::kClosed);
}

TEST_F(TicketRulesTest, ReopenedTicketOfAnAgentWhoLeftGoesBackToItsQueue) {  // T4
  driver.Ask(AssignTicket{.ticket = kFirst, .owner = "ana"}).value();
  Resolve();
  Configuration site = TicketSite();
  site.agents.erase(site.agents.begin());
  driver.Configure(site);
  ASSERT_EQ(ticket().owner, driver.agent("ana").id) << "who resolved it stays known";
  CallOf(kCustomer, "c1");

  EXPECT_EQ(ticket().owner, AgentId{});
  EXPECT_TRUE(ticket().work.waiting_since.has_value());
}

TEST_F(TicketRulesTest, TicketsOfAnAgentWhoIsNotDeclaredGoBackToTheirQueues) {
  driver.Ask(AssignTicket{.ticket = kFirst, .owner = "ana"}).value();
  Configuration site = TicketSite();
  site.agents.erase(site.agents.begin());
  driver.Configure(site);

  EXPECT_EQ(ticket().owner, AgentId{});
  EXPECT_EQ(ticket().state, TicketState::kOpen);
  EXPECT_TRUE(ticket().work.waiting_since.has_value());
}

TEST_F(TicketRulesTest, ClosedTicketIsForgottenAfterThreeDaysAndItsNumberNeverUsedAgain) {  // T5
  Resolve();
  driver.Ask(Into(TicketState::kClosed)).value();
  const std::string name = ticket().name;
  driver.Advance(3 * kDay - Duration{1});
  driver.FireTimers();
  EXPECT_NE(driver.exchange().FindTicketByName(name), nullptr);

  driver.Advance(Duration{1});
  driver.FireTimers();
  EXPECT_EQ(driver.exchange().FindTicketByName(name), nullptr);
  EXPECT_EQ(driver.exchange().FindTicket(kFirst), nullptr);
  driver.Ask(NewTicket()).value();
  EXPECT_EQ(driver.ticket(2).id, kOther);
}

TEST_F(TicketRulesTest, TicketThatIsClosedLateIsSeenBeforeItIsForgotten) {  // T5
  Resolve();
  driver.Advance(100 * kDay);
  const Effects fired = driver.FireTimers();

  EXPECT_EQ(ticket().state, TicketState::kClosed);
  EXPECT_EQ(AllOf<TicketChanged>(fired).size(), 1U);
}

TEST_F(TicketRulesTest, CommandMeetsTheTicketAsItOughtToBe) {  // T7
  SetTicketState wait = Into(TicketState::kPending);
  wait.reminder = ExchangeDriver::kStart + kSecond;
  driver.Ask(wait).value();
  driver.Advance(5 * kSecond);
  const Effects resolved = driver.Ask(Into(TicketState::kResolved)).value();

  const auto changes = EntriesOf(resolved, TicketEntryKind::kStateChanged);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].after, "open");
  EXPECT_EQ(changes[1].before, "open");
}

TEST_F(TicketRulesTest, ComplaintOfAHighValueCustomerIsToldToSupervisorsOnce) {  // T8
  Configuration site = TicketSite();
  site.tickets.supervised_tier = 3;
  driver.Configure(site);
  CreateTicket command = NewTicket("support");
  command.type = TicketType::kComplaint;
  command.value_tier = 2;
  EXPECT_TRUE(AllOf<AlertChanged>(driver.Ask(command).value()).empty());
  command.value_tier = 3;
  const auto high = AllOf<AlertChanged>(driver.Ask(command).value());

  ASSERT_EQ(high.size(), 1U);
  EXPECT_EQ(high[0].alert.ticket->ticket, TicketId{3});

  const TicketCustomer better{kCustomer, 4};
  const Effects later = driver.Ask(UpdateTicket{.ticket = kOther, .customer = better}).value();
  EXPECT_EQ(AllOf<AlertChanged>(later).size(), 1U) << "once it is known who complains";
  const TicketCustomer best{kCustomer, 5};
  const Effects again = driver.Ask(UpdateTicket{.ticket = kOther, .customer = best}).value();
  EXPECT_TRUE(AllOf<AlertChanged>(again).empty());
}

TEST_F(TicketRulesTest, OpenComplaintIsThatOfTheCustomerUntilItIsResolved) {
  EXPECT_FALSE(HasOpenComplaint(driver.state(), kCustomer));
  driver.Ask(UpdateTicket{.ticket = kFirst, .type = TicketType::kComplaint}).value();
  EXPECT_TRUE(HasOpenComplaint(driver.state(), kCustomer));
  EXPECT_FALSE(HasOpenComplaint(driver.state(), CustomerId{6}));
  EXPECT_FALSE(HasOpenComplaint(driver.state(), CustomerId{}));

  Resolve();
  EXPECT_FALSE(HasOpenComplaint(driver.state(), kCustomer));
}

}  // namespace
}  // namespace jackfield::exchange
