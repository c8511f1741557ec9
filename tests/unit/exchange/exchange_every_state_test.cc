// Meets every state of a call, its offers, legs and agents with every input.
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

using Script = std::vector<TelephonyEventBody>;

// One after the other, not as an initialiser list: GCC 12 needs minutes and gigabytes for a long
// list of large variants.
template <typename... Body>
Script Say(const Body&... bodies) {
  Script script;
  (script.emplace_back(bodies), ...);
  return script;
}

struct Situation {
  std::string name;
  Script script;
  bool over = false;  // The call c1 has ended.
};

const Originated kBegin{.call = "c1", .connection = "caller"};
const Queued kWait{"c1", "caller", "sales"};
const Delivered kRing{"c1", "m1", "PJSIP/1001", "sales", "caller"};
const Established kTalk{"c1", "m1", "PJSIP/1001", "sales", "caller"};
const Originated kConsult{.call = "k1", .connection = "ana-2", .device = "PJSIP/1001"};
const Transferred kMerge{"c1", TransferKind::kConsultation, "m1", "k1", {}};

std::vector<Situation> Situations() {
  std::vector<Situation> all;
  const auto add = [&all](std::string name, Script script, bool over = false) {
    all.push_back({std::move(name), std::move(script), over});
  };
  add("Unknown", Say());
  add("Begun", Say(kBegin));
  add("Waiting", Say(kBegin, kWait));
  add("Ringing", Say(kBegin, kWait, kRing));
  add("RangOut", Say(kBegin, kWait, kRing, RingEnded{"c1", "m1", RingEnd::kNoAnswer}));
  add("Talking", Say(kBegin, kWait, kRing, kTalk));
  add("OnHold", Say(kBegin, kWait, kRing, kTalk, Held{"c1", "m1"}));
  add("Left", Say(kBegin, kWait, Dequeued{"c1", "caller", "sales", DequeueCause::kUnknown}));
  add("Parked", Say(kBegin, Parked{"c1", "701"}));
  add("WrapUp", Say(kBegin, kWait, kRing, kTalk, ConnectionCleared{"c1", "m1"}));
  add("Consulting", Say(kBegin, kWait, kRing, kTalk, Held{"c1", "m1"}, kConsult));
  add("Merged", Say(kBegin, kWait, kRing, kTalk, Held{"c1", "m1"}, kConsult, kMerge));
  add("Stub", Say(kTalk));
  add("Unlinked", Say(kBegin, kWait, kRing, LinkDown{}));
  add("Cleared", Say(kBegin, kWait, kRing, kTalk, CallCleared{"c1"}), true);
  add("Abandoned", Say(kBegin, kWait, kRing, CallCleared{"c1"}), true);
  add("Lost", Say(kBegin, kWait, kRing, SwitchSnapshot{}), true);
  return all;
}

const Script kEvents =
    Say(kBegin, CallInformation{.call = "c1", .attached = {{"account", PersonalText("7")}}}, kWait,
        Dequeued{"c1", "caller", "sales", DequeueCause::kAbandoned},
        QueueRefused{"c1", "sales", RefusalCause::kFull}, kRing, kTalk,
        RingEnded{"c1", "m1", RingEnd::kNoAnswer},
        LegCompleted{"c1", "caller", "sales", "PJSIP/1001", true}, Held{"c1", "m1"},
        Retrieved{"c1", "m1"}, Parked{"c1", "702"}, Unparked{"c1"},
        Transferred{"c1", TransferKind::kBlind, "m1", {}, {}}, kMerge, Conferenced{"c1", "k1"},
        LegMoved{"c1", "caller", "sales", "k1", "ana-2"}, ConnectionCleared{"c1", "m1"},
        ConnectionCleared{"c1", "caller"}, CallCleared{"c1"},
        MemberAdded{"sales", "PJSIP/1001", false, {}}, MemberRemoved{"sales", "PJSIP/1001"},
        MemberPaused{"sales", "PJSIP/1001", true, {}}, QueueParameters{"sales", Duration{10'000}},
        LinkUp{""}, LinkDown{}, SwitchSnapshot{.queues = {"sales"}},
        CommandResult{CommandId{1}, {}, "X"});

const std::vector<DeskCommand> kCommands = [] {
  std::vector<DeskCommand> all;
  all.emplace_back(DeskOpened{"ana", "desk"});
  all.emplace_back(DeskClosed{"ana", "desk"});
  all.emplace_back(SetAgentState{"ana", AgentWish::kReady, {}, {}});
  all.emplace_back(SetAgentState{"ana", AgentWish::kLoggedOff, {}, "chief"});
  all.emplace_back(PopShown{"ana", OfferId{1}, {}});
  all.emplace_back(SaveNote{"ana", CallId{1}, PersonalText("note")});
  all.emplace_back(CompleteWrapUp{"ana", CallId{1}, {}, {}});
  all.emplace_back(ExtendWrapUp{"ana", CallId{1}, Duration{1'000}, 3});
  all.emplace_back(ChooseCaller{"ana", CallId{1}, CustomerId{3}});
  all.emplace_back(AcknowledgeMissed{"ana", {}});
  all.emplace_back(SetPopMode{"ana", PopMode::kOff});
  all.emplace_back(SetPopMode{"ana", PopMode::kOn});
  all.emplace_back(AcknowledgeAlert{AlertId{1}, "chief"});
  all.emplace_back(AnswerRing{"ana", CallId{1}});
  all.emplace_back(DeclineRing{"ana", CallId{1}});
  all.emplace_back(HoldConnection{"ana", CallId{1}});
  all.emplace_back(RetrieveConnection{"ana", CallId{1}});
  all.emplace_back(HangUp{"ana", CallId{1}});
  all.emplace_back(TransferBlind{"ana", CallId{1}, PersonalText("1")});
  all.emplace_back(Consult{"ana", CallId{1}, PersonalText("1")});
  all.emplace_back(CompleteConsultation{"ana", CallId{1}, {}});
  all.emplace_back(Conference{"ana", CallId{1}, {}});
  all.emplace_back(CancelConsultation{"ana", CallId{1}});
  all.emplace_back(Dial{"ana", {}, PersonalText("1")});
  all.emplace_back(AcknowledgeNotices{"ana", {}});
  all.emplace_back(UpdateStanding{CustomerId{3}, {2, true, "ana"}});
  return all;
}();

class EveryStateTest : public testing::TestWithParam<Situation> {
 protected:
  ExchangeDriver Driven() const {
    ExchangeDriver driver;
    driver.Configure(SmallSite());
    for (const TelephonyEventBody& event : GetParam().script) {
      driver.Tell(event);
      driver.Advance(Duration{1'000});
    }
    return driver;
  }
  static void ExpectSound(const ExchangeDriver& driver) {
    const std::string bytes = driver.exchange().Save();
    const auto restored = Exchange::Restore(bytes);
    ASSERT_TRUE(restored.has_value());
    EXPECT_EQ(restored->Save(), bytes);
    const QueueCounters sum = driver.counted("sales");
    EXPECT_EQ(sum.offered, sum.answered + sum.abandoned + sum.timed_out + sum.exit_key +
                               sum.exit_empty + sum.withdrawn + sum.lost +
                               driver.queue("sales").waiting.size());
  }
};

TEST_P(EveryStateTest, TakesEveryEventTwiceAndStaysSound) {
  for (std::size_t i = 0; i < kEvents.size(); ++i) {
    SCOPED_TRACE(testing::Message() << "event " << i);
    ExchangeDriver driver = Driven();
    driver.Tell(kEvents[i]);
    driver.Tell(kEvents[i]);
    ExpectSound(driver);
    EXPECT_FALSE(GetParam().over && driver.call("c1").live());  // X5.
  }
}

TEST_P(EveryStateTest, TakesEveryCommandAndARefusalChangesNothing) {
  for (std::size_t i = 0; i < kCommands.size(); ++i) {
    SCOPED_TRACE(testing::Message() << "command " << i);
    ExchangeDriver driver = Driven();
    const std::string before = driver.exchange().Save();
    const bool refused = !driver.Command(kCommands[i]).has_value();
    EXPECT_FALSE(refused && driver.exchange().Save() != before);  // X2.
    ExpectSound(driver);
  }
}

TEST_P(EveryStateTest, ComesToRestWhenTheSwitchSaysThatNothingIsLive) {
  ExchangeDriver driver = Driven();
  driver.Tell(SwitchSnapshot{.queues = {"sales"}});
  driver.Advance(Duration{100'000});
  driver.FireTimers();

  EXPECT_TRUE(driver.queue("sales").waiting.empty());
  EXPECT_TRUE(driver.agent("ana").busy.empty());
  EXPECT_FALSE(driver.agent("ana").wrap_up.has_value());
}

INSTANTIATE_TEST_SUITE_P(Situations, EveryStateTest, testing::ValuesIn(Situations()),
                         [](const auto& given) { return given.param.name; });

}  // namespace
}  // namespace jackfield::exchange
