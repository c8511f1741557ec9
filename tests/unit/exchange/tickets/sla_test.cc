#include "server/exchange/tickets/sla.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/calendars.h"
#include "tests/support/ticket_site.h"

namespace jackfield::exchange {
namespace {

using fakes::Utc;

constexpr TicketId kFirst{1};
constexpr CustomerId kCustomer{5};
constexpr Duration kTick{1};
constexpr Duration kMinute{60'000};
constexpr Duration kHour{60 * kMinute};
constexpr Duration kDay{24 * kHour};

Configuration SiteWith(SlaPolicy policy) {
  Configuration site = TicketSite();
  site.calendars = {fakes::Office(), fakes::Never()};
  site.tickets.sla_policies = {std::move(policy)};
  return site;
}

SetTicketState Into(TicketState state) {
  return {.actor = "ana", .ticket = kFirst, .state = state, .text = PersonalText(7, "why")};
}

AddComment Comment(TicketVisibility visibility) {
  return {.actor = "ana", .ticket = kFirst, .text = PersonalText(7, "x"), .visibility = visibility};
}

AddComment CustomersComment() {
  return {.ticket = kFirst, .text = PersonalText(7, "x"), .author = CommentAuthor::kCustomer};
}

const SlaClock& ClockOf(const ExchangeDriver& driver, SlaGoal goal) {
  return driver.ticket(1).clocks.at(goal);
}

class SlaTest : public testing::Test {
 protected:
  // Within 4 h answered, within 2 h answered again, within 10 h resolved.
  static SlaPolicy Usual() {
    return {.name = "usual",
            .first_response = 4 * kHour,
            .next_response = 2 * kHour,
            .resolution = 10 * kHour};
  }
  void Begin(const SlaPolicy& policy) {
    driver.Configure(SiteWith(policy));
    CreateTicket command = NewTicket("support");
    command.customer = kCustomer;
    driver.Ask(command).value();
  }
  const Ticket& ticket() const { return driver.ticket(1); }
  const SlaClock& clock(SlaGoal goal) const { return ClockOf(driver, goal); }
  WallTime start() const { return ExchangeDriver::kStart; }
  Effects Fire(Duration at) {
    driver.AdvanceTo(ExchangeDriver::kStart + at);
    return driver.FireTimers();
  }

  ExchangeDriver driver;
};

struct FitCase {
  const char* name;
  SlaPolicy policy;
  bool fits;
};

TEST_F(SlaTest, PolicyFitsByQueueTypePriorityAndTier) {  // S1
  const Ticket ticket{
      .type = TicketType::kIncident, .priority = TicketPriority::kHigh, .value_tier = 2};
  const std::vector<FitCase> cases = {
      {"any", {}, true},
      {"its queue", {.queues = {"sales", "support"}}, true},
      {"another queue", {.queues = {"sales"}}, false},
      {"its type", {.types = {TicketType::kIncident}}, true},
      {"another type", {.types = {TicketType::kTask}}, false},
      {"its priority", {.priorities = {TicketPriority::kHigh}}, true},
      {"another priority", {.priorities = {TicketPriority::kUrgent}}, false},
      {"its tier", {.tier_min = 2}, true},
      {"a higher tier", {.tier_min = 3}, false},
      {"all but one", {.queues = {"support"}, .types = {TicketType::kTask}}, false},
  };
  for (const FitCase& each : cases) {
    const TicketPlan plan{.sla_policies = {each.policy}};
    EXPECT_EQ(PolicyFor(plan, ticket, "support") != nullptr, each.fits) << each.name;
  }
}

TEST_F(SlaTest, FirstPolicyThatFitsCounts) {  // S1
  const TicketPlan plan{.sla_policies = {{.name = "sales", .queues = {"sales"}},
                                         {.name = "first"},
                                         {.name = "second"}}};

  EXPECT_EQ(PolicyFor(plan, Ticket{}, "support")->name, "first");
  EXPECT_EQ(PolicyFor(plan, Ticket{}, "sales")->name, "sales");
}

TEST_F(SlaTest, FirstPublicCommentOfTheStaffIsTheFirstResponse) {  // S2
  Begin(Usual());
  EXPECT_EQ(clock(SlaGoal::kFirstResponse).due, start() + 4 * kHour);
  driver.AdvanceTo(start() + kHour);
  driver.Ask(CustomersComment()).value();
  driver.Ask(Comment(TicketVisibility::kInternal)).value();
  EXPECT_FALSE(clock(SlaGoal::kFirstResponse).stopped.has_value());

  driver.AdvanceTo(start() + 3 * kHour);
  driver.Ask(Comment(TicketVisibility::kPublic)).value();
  EXPECT_EQ(clock(SlaGoal::kFirstResponse).stopped, start() + 3 * kHour);
  EXPECT_EQ(clock(SlaGoal::kFirstResponse).used, 3 * kHour);
  EXPECT_EQ(ticket().times.first_response->wall, start() + 3 * kHour);
  driver.Advance(kHour);
  driver.Ask(Comment(TicketVisibility::kPublic)).value();
  EXPECT_EQ(ticket().times.first_response->wall, start() + 3 * kHour);
}

TEST_F(SlaTest, CallToTheCustomerIsAnAnswerAndTheirOwnIsNone) {  // S2
  Begin(Usual());
  driver
      .Ask(LinkInteraction{.ticket = kFirst,
                           .interaction = std::string(32, 'a'),
                           .side = InteractionSide::kCustomer})
      .value();
  EXPECT_FALSE(clock(SlaGoal::kFirstResponse).stopped.has_value());

  driver
      .Ask(LinkInteraction{
          .ticket = kFirst, .interaction = std::string(32, 'b'), .side = InteractionSide::kAgent})
      .value();
  EXPECT_TRUE(clock(SlaGoal::kFirstResponse).stopped.has_value());
  EXPECT_EQ(ticket().state, TicketState::kOpen) << "it is the first work";
}

TEST_F(SlaTest, PublicTextWithAStateIsAnAnswerAndAnInternalOneIsNone) {  // S2
  Begin(Usual());
  driver.Ask(Into(TicketState::kPending)).value();
  EXPECT_FALSE(ticket().times.first_response.has_value());
  SetTicketState resolve = Into(TicketState::kResolved);
  resolve.visibility = TicketVisibility::kPublic;
  driver.Ask(resolve).value();

  EXPECT_TRUE(ticket().times.first_response.has_value());
}

TEST_F(SlaTest, FirstResponseRunsWhileTheTicketIsPending) {  // S2
  Begin(Usual());
  driver.Ask(Into(TicketState::kPending)).value();
  Fire(4 * kHour);

  EXPECT_TRUE(clock(SlaGoal::kFirstResponse).breached);
}

TEST_F(SlaTest, NextResponseRunsFromTheCustomersCommentToTheNextAnswer) {  // S3
  Begin(Usual());
  EXPECT_FALSE(ticket().clocks.contains(SlaGoal::kNextResponse));
  driver.AdvanceTo(start() + kHour);
  driver.Ask(CustomersComment()).value();
  driver.AdvanceTo(start() + 2 * kHour);
  driver.Ask(CustomersComment()).value();
  EXPECT_EQ(clock(SlaGoal::kNextResponse).started, start() + kHour);
  EXPECT_EQ(clock(SlaGoal::kNextResponse).due, start() + 3 * kHour);

  driver.AdvanceTo(start() + 2 * kHour + 30 * kMinute);
  driver.Ask(Comment(TicketVisibility::kInternal)).value();
  EXPECT_FALSE(clock(SlaGoal::kNextResponse).stopped.has_value());
  driver.Ask(Comment(TicketVisibility::kPublic)).value();
  EXPECT_EQ(clock(SlaGoal::kNextResponse).used, 90 * kMinute);
  Fire(9 * kHour);
  EXPECT_FALSE(clock(SlaGoal::kNextResponse).breached);
}

TEST_F(SlaTest, EachRunOfNextResponseIsBreachedForItself) {  // S3, S6
  Begin(Usual());
  driver.Ask(Comment(TicketVisibility::kPublic)).value();
  driver.Ask(CustomersComment()).value();
  EXPECT_EQ(EntriesOf(Fire(2 * kHour), TicketEntryKind::kSlaBreached).size(), 1U);
  driver.Ask(Comment(TicketVisibility::kPublic)).value();
  EXPECT_TRUE(clock(SlaGoal::kNextResponse).breached);
  driver.Ask(CustomersComment()).value();
  EXPECT_FALSE(clock(SlaGoal::kNextResponse).breached);

  EXPECT_EQ(EntriesOf(Fire(4 * kHour), TicketEntryKind::kSlaBreached).size(), 1U);
}

TEST_F(SlaTest, CustomersCallIsAContactUntilAnAgentAnswersIt) {  // S3
  Begin(Usual());
  driver.AdvanceTo(start() + kHour);
  driver.Tell(Originated{.call = "c1",
                         .caller = {.presentation = Presentation::kPresented,
                                    .number = PersonalText(1, "n"),
                                    .match = Match::kExact,
                                    .customer = kCustomer},
                         .connection = "caller"});
  EXPECT_EQ(clock(SlaGoal::kNextResponse).due, start() + 3 * kHour);

  driver.AdvanceTo(start() + kHour + kMinute);
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  EXPECT_FALSE(clock(SlaGoal::kNextResponse).stopped.has_value());
  driver.Tell(Established{"c1", "m1", "PJSIP/1001", {}, {}});
  EXPECT_EQ(clock(SlaGoal::kNextResponse).used, kMinute);
  EXPECT_FALSE(clock(SlaGoal::kFirstResponse).stopped.has_value());
}

TEST_F(SlaTest, CallerWhoIsKnownOnlyWhenAnAgentTalksWithThemDoesNotWait) {  // S3
  Begin(Usual());
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver.Tell(Established{"c1", "m1", "PJSIP/1001", {}, {}});
  ASSERT_TRUE(driver.Command(ChooseCaller{"ana", driver.call("c1").id, kCustomer}));

  EXPECT_EQ(driver.call("c1").contact, kCustomer);
  EXPECT_FALSE(ticket().clocks.contains(SlaGoal::kNextResponse));
}

// The ticket is made on a Monday at 9:00 in Berlin, and waits from 10:00 to 12:00.
TEST_F(SlaTest, ResolutionStandsStillWhileTheTicketIsPending) {  // S4
  driver.Configure(SiteWith({.name = "office", .resolution = 4 * kHour, .calendar = "office"}));
  driver.AdvanceTo(Utc("2026-01-12 08:00"));
  driver.Ask(NewTicket("support")).value();
  driver.AdvanceTo(Utc("2026-01-12 09:00"));
  driver.Ask(Into(TicketState::kPending)).value();
  EXPECT_EQ(clock(SlaGoal::kResolution).used, kHour);
  EXPECT_EQ(clock(SlaGoal::kResolution).due, std::nullopt);
  driver.AdvanceTo(Utc("2026-01-12 11:00"));
  driver.Ask(Into(TicketState::kOpen)).value();

  EXPECT_EQ(fakes::Text(clock(SlaGoal::kResolution).due), "2026-01-12 14:00");
  EXPECT_EQ(fakes::Text(clock(SlaGoal::kResolution).warn_at), "2026-01-12 13:12");
}

TEST_F(SlaTest, ReopenedTicketGoesOnFromTheTimeItUsed) {  // S4, S5
  Begin(Usual());
  driver.AdvanceTo(start() + 3 * kHour);
  driver.Ask(Into(TicketState::kResolved)).value();
  EXPECT_EQ(clock(SlaGoal::kResolution).used, 3 * kHour);
  EXPECT_TRUE(clock(SlaGoal::kFirstResponse).stopped.has_value());
  driver.AdvanceTo(start() + 50 * kHour);
  driver.Ask(Into(TicketState::kOpen)).value();

  EXPECT_EQ(clock(SlaGoal::kResolution).due, start() + 57 * kHour);
  EXPECT_EQ(clock(SlaGoal::kFirstResponse).due, start() + 51 * kHour) << "nobody has answered";
  EXPECT_FALSE(clock(SlaGoal::kResolution).stopped.has_value());
}

TEST_F(SlaTest, WhenTheTimePassedStaysAlsoWhereTheTicketOpensAgain) {  // S6
  Begin(Usual());
  Fire(10 * kHour);
  driver.AdvanceTo(start() + 11 * kHour);
  driver.Ask(Into(TicketState::kResolved)).value();
  EXPECT_EQ(clock(SlaGoal::kResolution).due, std::nullopt);
  driver.AdvanceTo(start() + 50 * kHour);
  driver.Ask(Into(TicketState::kOpen)).value();

  EXPECT_EQ(clock(SlaGoal::kFirstResponse).due, start() + 4 * kHour);
  EXPECT_EQ(clock(SlaGoal::kResolution).due, start() + 10 * kHour);
}

TEST_F(SlaTest, CommandThatStopsAClockTooLateDoesNotHideTheBreach) {  // S6, T7
  Begin(Usual());
  driver.AdvanceTo(start() + 5 * kHour);
  const Effects answered = driver.Ask(Comment(TicketVisibility::kPublic)).value();

  EXPECT_EQ(EntriesOf(answered, TicketEntryKind::kSlaWarned).size(), 1U);
  EXPECT_EQ(EntriesOf(answered, TicketEntryKind::kSlaBreached).size(), 1U);
  EXPECT_TRUE(clock(SlaGoal::kFirstResponse).breached);
  EXPECT_EQ(clock(SlaGoal::kFirstResponse).used, 5 * kHour);
}

TEST_F(SlaTest, StepsOfAnEscalationAreAllTakenInTheirOrder) {  // S6
  SlaPolicy policy = Usual();
  policy.warn_percent = 50;
  policy.on_warning = {{EscalationKind::kRaisePriority},
                       {EscalationKind::kNotifyOwner},
                       {EscalationKind::kNotifyWatchers}};
  policy.on_breach = {{EscalationKind::kRaisePriority},
                      {EscalationKind::kMoveQueue, "escalations"},
                      {EscalationKind::kMoveQueue, "unknown"},
                      {EscalationKind::kHandToSupervisors}};
  Begin(policy);
  driver.Ask(AssignTicket{.ticket = kFirst, .owner = "ana"}).value();
  driver.Ask(WatchTicket{.ticket = kFirst, .watcher = "bo"}).value();
  Fire(2 * kHour);

  EXPECT_EQ(ticket().priority, TicketPriority::kHigh);
  EXPECT_EQ(ToldTo(driver, "ana").back(), TicketNoticeKind::kSlaWarning);
  EXPECT_EQ(ToldTo(driver, "bo").back(), TicketNoticeKind::kSlaWarning) << "who watches it";
  EXPECT_EQ(driver.agent("bo").notices.back().goal, SlaGoal::kFirstResponse);

  const Effects breached = Fire(4 * kHour);
  EXPECT_EQ(ticket().priority, TicketPriority::kUrgent);
  EXPECT_EQ(ticket().queue, driver.queue("escalations").id);
  EXPECT_EQ(ticket().owner, AgentId{});
  EXPECT_TRUE(ticket().with_supervisors);
  const auto of_breach = AllOf<AlertChanged>(breached);
  ASSERT_EQ(of_breach.size(), 1U);
  EXPECT_EQ(of_breach[0].alert.ticket->cause, TicketAlertCause::kSlaBreach);

  driver.Ask(AssignTicket{.ticket = kFirst, .owner = "chen"}).value();
  EXPECT_FALSE(ticket().with_supervisors);
}

TEST_F(SlaTest, RaisedPriorityMayBringAnotherPolicyButNoMarkTwice) {  // S1, S6
  SlaPolicy urgent = Usual();
  urgent.name = "high";
  urgent.priorities = {TicketPriority::kHigh, TicketPriority::kUrgent};
  urgent.first_response = kHour;
  urgent.on_breach = {{EscalationKind::kRaisePriority}};
  SlaPolicy usual = Usual();
  usual.on_warning = {{EscalationKind::kRaisePriority}};
  Configuration site = SiteWith(urgent);
  site.tickets.sla_policies.push_back(usual);
  driver.Configure(site);
  driver.Ask(NewTicket("support")).value();
  // The warning comes after 3 h 12 min; by then the hour of the other policy is long over.
  const Effects fired = Fire(3 * kHour + 12 * kMinute);

  EXPECT_EQ(ticket().priority, TicketPriority::kUrgent);
  EXPECT_EQ(EntriesOf(fired, TicketEntryKind::kSlaWarned).size(), 1U);
  EXPECT_EQ(EntriesOf(fired, TicketEntryKind::kSlaBreached).size(), 1U);
  EXPECT_EQ(clock(SlaGoal::kFirstResponse).goal, kHour);
  EXPECT_TRUE(AllOf<TicketNoted>(Fire(3 * kHour + 13 * kMinute)).empty());
}

TEST_F(SlaTest, GoalThatComesLaterCountsFromTheBeginning) {  // S1
  SlaPolicy policy = Usual();
  policy.queues = {"escalations"};
  Begin(policy);
  EXPECT_EQ(clock(SlaGoal::kResolution).due, std::nullopt);
  driver.AdvanceTo(start() + 3 * kHour);
  driver.Ask(MoveTicket{.ticket = kFirst, .queue = "escalations"}).value();

  EXPECT_EQ(clock(SlaGoal::kResolution).due, start() + 10 * kHour);
}

TEST_F(SlaTest, ConfigurationMovesWhatIsDue) {  // S7
  Begin(Usual());
  SlaPolicy shorter = Usual();
  shorter.resolution = 5 * kHour;
  driver.Configure(SiteWith(shorter));
  EXPECT_EQ(clock(SlaGoal::kResolution).due, start() + 5 * kHour);

  // The driver begins on a Monday at 12:00 UTC, 13:00 in Berlin: 5 h are left until 18:00.
  shorter.resolution = 6 * kHour;
  shorter.calendar = "office";
  driver.Configure(SiteWith(shorter));
  EXPECT_EQ(fakes::Text(clock(SlaGoal::kResolution).due), "2026-01-06 08:00");

  Configuration holiday = SiteWith(shorter);
  holiday.calendars[0].exceptions.insert(
      holiday.calendars[0].exceptions.begin(),
      {std::chrono::local_days(std::chrono::year(2026) / 1 / 6), {}});
  driver.Configure(holiday);
  EXPECT_EQ(fakes::Text(clock(SlaGoal::kResolution).due), "2026-01-07 08:00");
  driver.AdvanceTo(Utc("2026-01-07 08:00") - kTick);
  driver.FireTimers();
  EXPECT_FALSE(clock(SlaGoal::kResolution).breached);
  driver.Advance(kTick);
  driver.FireTimers();
  EXPECT_TRUE(clock(SlaGoal::kResolution).breached);
}

TEST_F(SlaTest, CalendarThatNeverOpensIsNeverDue) {  // S7
  SlaPolicy policy = Usual();
  policy.calendar = "never";
  Begin(policy);
  driver.Ask(Comment(TicketVisibility::kPublic)).value();

  EXPECT_EQ(clock(SlaGoal::kResolution).due, std::nullopt);
  Fire(1'000 * kDay);
  EXPECT_FALSE(clock(SlaGoal::kResolution).breached);
}

TEST_F(SlaTest, PolicyWithoutAWarningBreachesAllTheSame) {
  SlaPolicy policy = Usual();
  policy.warn_percent = 0;
  Begin(policy);
  const Effects fired = Fire(4 * kHour);

  EXPECT_TRUE(EntriesOf(fired, TicketEntryKind::kSlaWarned).empty());
  EXPECT_EQ(EntriesOf(fired, TicketEntryKind::kSlaBreached).size(), 1U);
}

TEST_F(SlaTest, MergedTicketsCustomerWaitsOnInTheOther) {
  Begin(Usual());
  driver.Ask(NewTicket("support")).value();
  driver.AdvanceTo(start() + kHour);
  driver.Ask(CustomersComment()).value();
  driver.AdvanceTo(start() + 2 * kHour);
  driver.Ask(MergeTickets{.ticket = kFirst, .into = TicketId{2}}).value();

  const SlaClock& asked = driver.ticket(2).clocks.at(SlaGoal::kNextResponse);
  EXPECT_EQ(asked.due, start() + 3 * kHour);
  EXPECT_TRUE(clock(SlaGoal::kNextResponse).stopped.has_value());
}

}  // namespace
}  // namespace jackfield::exchange
