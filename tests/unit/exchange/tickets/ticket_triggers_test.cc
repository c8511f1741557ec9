#include "server/exchange/tickets/ticket_triggers.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/ticket_site.h"

namespace jackfield::exchange {
namespace {

constexpr Duration kSecond{1'000};

class TicketTriggersTest : public testing::Test {
 protected:
  void Declare(std::vector<TicketTrigger> triggers) {
    Configuration site = TicketSite();
    site.dispositions = {{.code = "complaint", .label = "Customer complains"}, {.code = "solved"}};
    site.tickets.triggers = std::move(triggers);
    driver.Configure(site);
  }
  void Wait(const std::string& call, const std::string& queue) {
    driver.Tell(Originated{.call = call,
                           .caller = {.presentation = Presentation::kPresented,
                                      .number = PersonalText(1, "n"),
                                      .match = Match::kExact,
                                      .customer = CustomerId{5},
                                      .value_tier = 3},
                           .connection = "caller"});
    driver.Tell(Queued{call, "caller", queue});
  }
  void Talk(const std::string& call) {
    driver.Tell(Delivered{call, "m1", "PJSIP/1001", "support", "caller"});
    driver.Tell(Established{call, "m1", "PJSIP/1001", "support", "caller"});
  }
  std::size_t made() const { return driver.state().tickets.size(); }
  Status Complete(const std::string& disposition) {
    const Result<Effects> done =
        driver.Command(CompleteWrapUp{"ana", driver.call("c1").id, disposition, {}});
    return done ? Status{} : Fail(done);
  }

  ExchangeDriver driver;
};

const TicketTrigger kMissed{.cause = TriggerCause::kMissedCall,
                            .queue = "support",
                            .type = TicketType::kCallback,
                            .priority = TicketPriority::kHigh};
const TicketTrigger kAbandoned{.cause = TriggerCause::kAbandoned, .at_least = 30 * kSecond};
const TicketTrigger kHold{.cause = TriggerCause::kLongHold, .at_least = 60 * kSecond};
const TicketTrigger kComplaint{.cause = TriggerCause::kDisposition,
                               .disposition = "complaint",
                               .type = TicketType::kComplaint,
                               .ticket_queue = "escalations"};

TEST_F(TicketTriggersTest, MissedCallMakesATicketOfTheCallerAndTheQueue) {
  Declare({kMissed});
  Wait("c1", "support");
  const Effects ended = driver.Tell(CallCleared{"c1"});

  ASSERT_EQ(made(), 1U);
  const Ticket& ticket = driver.ticket(1);
  EXPECT_EQ(ticket.subject, PersonalText("Missed call"));
  EXPECT_EQ(ticket.type, TicketType::kCallback);
  EXPECT_EQ(ticket.priority, TicketPriority::kHigh);
  EXPECT_EQ(ticket.queue, driver.queue("support").id);
  EXPECT_EQ(ticket.customer, CustomerId{5});
  EXPECT_EQ(ticket.value_tier, 3U);
  EXPECT_EQ(ticket.interactions, std::vector{driver.call("c1").name});
  ASSERT_EQ(AllOf<TicketNoted>(ended).size(), 1U);
  EXPECT_EQ(AllOf<TicketNoted>(ended)[0].who, "(trigger)");
}

TEST_F(TicketTriggersTest, AnsweredCallsOtherQueuesAndLostCallsAreNotMissed) {  // G3
  Declare({kMissed});
  Wait("c1", "support");
  Talk("c1");
  driver.Tell(CallCleared{"c1"});
  Wait("c2", "sales");
  driver.Tell(CallCleared{"c2"});
  Wait("c3", "support");
  driver.Tell(SwitchSnapshot{});
  driver.Tell(Originated{.call = "c4", .connection = "caller"});
  driver.Tell(CallCleared{"c4"});

  EXPECT_EQ(made(), 0U);
}

TEST_F(TicketTriggersTest, CallerWhoWasSentElsewhereIsMissedUnlessSomebodyAnsweredThere) {  // G3
  Configuration site = TicketSite();
  site.tickets.triggers = {kMissed};
  site.queues[1].routing.mode = QueueMode::kDirected;
  site.queues[1].routing.overflow = {{.cause = OverflowCause::kNobodySignedIn, .number = "*98"}};
  driver.Configure(site);
  driver.Tell(LinkUp{"epoch", std::set{CommandKind::kRoute, CommandKind::kDivert}});
  for (const char* call : {"c1", "c2"}) {
    Wait(call, "support");
    driver.Tell(Dequeued{call, "caller", "support", DequeueCause::kUnknown});
  }
  ASSERT_EQ(driver.call("c1").legs[0].cause, DequeueCause::kOverflowed);
  driver.Tell(Established{"c1", "night-desk", "PJSIP/9001", {}, {}});
  driver.Tell(CallCleared{"c1"});
  EXPECT_EQ(made(), 0U);

  driver.Tell(CallCleared{"c2"});
  EXPECT_EQ(made(), 1U);
}

TEST_F(TicketTriggersTest, CallerWhoHangsUpMakesATicketFromTheLimitOn) {
  Declare({kAbandoned});
  Wait("c1", "support");
  driver.Advance(30 * kSecond - Duration{1});
  driver.Tell(CallCleared{"c1"});
  EXPECT_EQ(made(), 0U);

  Wait("c2", "support");
  driver.Advance(30 * kSecond);
  driver.Tell(CallCleared{"c2"});
  ASSERT_EQ(made(), 1U);
  EXPECT_EQ(driver.ticket(1).subject, PersonalText("Abandoned call"));
}

TEST_F(TicketTriggersTest, CallerWhoHangsUpHasWaitedSinceTheFirstQueue) {
  Configuration site = TicketSite();
  site.tickets.triggers = {kAbandoned};
  for (QueueConfiguration& queue : site.queues) queue.routing.mode = QueueMode::kDirected;
  site.queues[0].routing.overflow = {
      {.cause = OverflowCause::kWait, .limit = 20 * kSecond, .queue = "support"}};
  driver.Configure(site);
  Wait("c1", "sales");
  driver.Advance(20 * kSecond);
  driver.FireTimers();
  ASSERT_EQ(driver.call("c1").legs.size(), 2U);
  driver.Advance(10 * kSecond);
  driver.Tell(CallCleared{"c1"});

  EXPECT_EQ(made(), 1U);
}

TEST_F(TicketTriggersTest, CallerWhoLeavesByAKeyHasNotHungUp) {
  Declare({kAbandoned});
  Wait("c1", "support");
  driver.Advance(60 * kSecond);
  driver.Tell(Dequeued{"c1", "caller", "support", DequeueCause::kExitKey});

  EXPECT_EQ(made(), 0U);
}

TEST_F(TicketTriggersTest, CauseThatIsToldLaterCountsAsIfToldAtOnce) {
  Declare({kAbandoned});
  Wait("c1", "support");
  driver.Advance(30 * kSecond);
  driver.Tell(Dequeued{"c1", "caller", "support", DequeueCause::kUnknown});
  EXPECT_EQ(made(), 0U);
  driver.Advance(kSecond);
  driver.Tell(Dequeued{"c1", "caller", "support", DequeueCause::kAbandoned});

  EXPECT_EQ(made(), 1U);
}

TEST_F(TicketTriggersTest, EachQueueThatIsLeftMakesItsTicketOnce) {  // G1
  Declare({{.cause = TriggerCause::kAbandoned}});
  Wait("c1", "support");
  driver.Tell(Dequeued{"c1", "caller", "support", DequeueCause::kAbandoned});
  driver.Tell(Queued{"c1", "caller", "support"});
  driver.Tell(Dequeued{"c1", "caller", "support", DequeueCause::kAbandoned});
  EXPECT_EQ(made(), 1U);

  driver.Tell(Queued{"c1", "caller", "sales"});
  driver.Tell(Dequeued{"c1", "caller", "sales", DequeueCause::kAbandoned});
  EXPECT_EQ(made(), 2U);
}

TEST_F(TicketTriggersTest, LongHoldMakesOneTicketOfTheCall) {  // G1
  Declare({kHold});
  Wait("c1", "support");
  Talk("c1");
  const auto hold = [this](Duration length) {
    driver.Tell(Held{"c1", "m1"});
    driver.Advance(length);
    driver.Tell(Retrieved{"c1", "m1"});
  };
  hold(60 * kSecond - Duration{1});
  EXPECT_EQ(made(), 0U);
  hold(60 * kSecond);
  EXPECT_EQ(made(), 1U);
  hold(60 * kSecond);
  EXPECT_EQ(made(), 1U);
  EXPECT_EQ(driver.ticket(1).subject, PersonalText("Long hold"));
}

TEST_F(TicketTriggersTest, CallerWhoHangsUpOnHoldWasHeldToo) {
  Declare({kHold});
  Wait("c1", "support");
  Talk("c1");
  driver.Tell(Held{"c1", "m1"});
  driver.Advance(60 * kSecond);
  driver.Tell(CallCleared{"c1"});

  EXPECT_EQ(made(), 1U);
}

TEST_F(TicketTriggersTest, DispositionMakesATicketNamedByItsLabelOnce) {  // G1
  Declare({kComplaint});
  Wait("c1", "support");
  Talk("c1");
  driver.Tell(CallCleared{"c1"});
  ASSERT_TRUE(Complete("complaint"));
  ASSERT_TRUE(Complete("complaint")) << "the same again";

  ASSERT_EQ(made(), 1U);
  EXPECT_EQ(driver.ticket(1).subject, PersonalText("Customer complains"));
  EXPECT_EQ(driver.ticket(1).type, TicketType::kComplaint);
  EXPECT_EQ(driver.ticket(1).queue, driver.queue("escalations").id);
}

TEST_F(TicketTriggersTest, OtherDispositionsMakeNone) {
  Declare({kComplaint});
  Wait("c1", "support");
  Talk("c1");
  driver.Tell(CallCleared{"c1"});
  ASSERT_TRUE(Complete("solved"));

  EXPECT_EQ(made(), 0U);
}

TEST_F(TicketTriggersTest, FirstTriggerThatFitsMakesTheTicket) {  // G2
  TicketTrigger long_wait = kAbandoned;
  long_wait.subject = "Waited long";
  TicketTrigger any = kAbandoned;
  any.at_least = Duration{0};
  any.subject = "Hung up";
  Declare({long_wait, any});
  Wait("c1", "support");
  driver.Advance(40 * kSecond);
  driver.Tell(CallCleared{"c1"});

  ASSERT_EQ(made(), 1U);
  EXPECT_EQ(driver.ticket(1).subject, PersonalText("Waited long"));
}

TEST_F(TicketTriggersTest, CallRemembersAcrossARestart) {  // G1
  Declare({{.cause = TriggerCause::kAbandoned}});
  Wait("c1", "support");
  driver.Tell(Dequeued{"c1", "caller", "support", DequeueCause::kAbandoned});
  driver.Restart();
  driver.Tell(Queued{"c1", "caller", "support"});
  driver.Tell(Dequeued{"c1", "caller", "support", DequeueCause::kAbandoned});

  EXPECT_EQ(made(), 1U);
}

}  // namespace
}  // namespace jackfield::exchange
