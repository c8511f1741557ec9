#include "server/app/simulate/simulated_switch.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/util/time_util.h>

namespace jackfield::simulate {
namespace {

using google::protobuf::util::TimeUtil;

constexpr std::int64_t kMonday = 1'795'420'800'000;  // 2026-11-23T08:00:00Z.

Scenario Small() {
  Scenario scenario;
  scenario.queues = {{"sales", "800", false, Duration{10'000}},
                     {"support", "801", true, Duration{10'000}}};
  scenario.agents = {{"PJSIP/1001", "1001", {0}},
                     {"PJSIP/1002", "1002", {0, 1}},
                     {"PJSIP/1003", "1003", {1}},
                     {"PJSIP/1004", "1004", {1}}};
  scenario.callers = {{"+493023125001", ""}};
  scenario.pause_reasons = {"lunch"};
  scenario.start = WallTime(Duration(kMonday));
  scenario.calls_max = 600;
  scenario.calls_per_minute = 2;
  scenario.seed = 7;
  scenario.epoch = "test";
  return scenario;
}

std::vector<v1::CallEvent> RunAll(const Scenario& scenario) {
  SimulatedSwitch simulated(scenario);
  std::vector<v1::CallEvent> events;
  while (auto event = simulated.Next()) events.push_back(std::move(*event));
  return events;
}

std::string Bytes(const std::vector<v1::CallEvent>& events) {
  std::string bytes;
  for (const v1::CallEvent& event : events) bytes += event.SerializeAsString();
  return bytes;
}

TEST(SimulatedSwitchTest, SameSeedGivesTheSameEvents) {  // S1
  EXPECT_EQ(Bytes(RunAll(Small())), Bytes(RunAll(Small())));
}

TEST(SimulatedSwitchTest, OtherSeedGivesOtherEvents) {
  Scenario other = Small();
  other.seed = 8;

  EXPECT_NE(Bytes(RunAll(Small())), Bytes(RunAll(other)));
}

TEST(SimulatedSwitchTest, TimesNeverGoBack) {  // S2
  std::int64_t last = kMonday;
  for (const v1::CallEvent& event : RunAll(Small())) {
    const std::int64_t at = TimeUtil::TimestampToMilliseconds(event.event_time());
    ASSERT_GE(at, last);
    last = at;
  }
}

TEST(SimulatedSwitchTest, EventIdsAreUnique) {
  const auto events = RunAll(Small());
  std::set<std::string> ids;
  for (const v1::CallEvent& event : events) ids.insert(event.source_event_id());

  EXPECT_EQ(ids.size(), events.size());
}

TEST(SimulatedSwitchTest, EveryCallThatBeginsEnds) {  // S4
  int begun = 0;
  int ended = 0;
  for (const v1::CallEvent& event : RunAll(Small())) {
    begun += event.originated().direction() == v1::DIRECTION_INBOUND ? 1 : 0;
    ended += event.has_call_cleared() ? 1 : 0;
  }

  EXPECT_EQ(begun, 600);
  EXPECT_EQ(ended, 600);
}

TEST(SimulatedSwitchTest, DeviceHasOneCallAtATime) {  // S3
  std::map<std::string, std::string> device_of;       // By connection.
  std::map<std::string, std::set<std::string>> ringing_or_talking;
  for (const v1::CallEvent& event : RunAll(Small())) {
    if (event.has_delivered()) {
      const v1::DeliveredEvent& ring = event.delivered();
      device_of[ring.connection()] = ring.device();
      ringing_or_talking[ring.device()].insert(ring.connection());
      ASSERT_EQ(ringing_or_talking[ring.device()].size(), 1U) << ring.ShortDebugString();
    }
    if (event.has_ring_ended()) {
      const std::string& connection = event.ring_ended().connection();
      ringing_or_talking[device_of[connection]].erase(connection);
    }
    if (event.has_connection_cleared()) {
      const std::string& connection = event.connection_cleared().connection();
      ringing_or_talking[device_of[connection]].erase(connection);
    }
  }
}

TEST(SimulatedSwitchTest, EverythingThatHappensInACallCentreHappens) {
  std::map<v1::CallEvent::EventCase, int> kinds;
  std::map<int, int> causes;
  std::map<int, int> transfers;
  std::map<int, int> presentations;
  for (const v1::CallEvent& event : RunAll(Small())) {
    ++kinds[event.event_case()];
    if (event.has_dequeued()) ++causes[event.dequeued().cause()];
    if (event.has_transferred()) ++transfers[event.transferred().kind()];
    if (event.has_originated()) ++presentations[event.originated().caller().presentation()];
  }

  EXPECT_GT(kinds[v1::CallEvent::kEstablished], 300);
  EXPECT_GT(kinds[v1::CallEvent::kHeld], 50);
  EXPECT_GT(kinds[v1::CallEvent::kMemberPaused], 5);
  EXPECT_GT(kinds[v1::CallEvent::kRingEnded], 50);
  EXPECT_GT(causes[v1::DequeuedEvent::CAUSE_ABANDONED], 0);
  EXPECT_GT(causes[v1::DequeuedEvent::CAUSE_EXIT_KEY], 0);
  EXPECT_GT(transfers[v1::TransferredEvent::KIND_BLIND], 0);
  EXPECT_GT(transfers[v1::TransferredEvent::KIND_CONSULTATION], 0);
  EXPECT_GT(presentations[v1::PRESENTATION_WITHHELD], 0);
  EXPECT_EQ(kinds[v1::CallEvent::kSwitchSnapshot], 1);
}

TEST(SimulatedSwitchTest, CallsThatNobodyAnswersAreAbandonedOrLeave) {
  Scenario nobody = Small();
  nobody.agents = {{"PJSIP/1001", "1001", {}}};
  nobody.calls_max = 50;
  nobody.pause_reasons = {};
  int answered = 0;
  int left = 0;
  for (const v1::CallEvent& event : RunAll(nobody)) {
    answered += event.established().queue().empty() ? 0 : 1;
    left += event.has_dequeued() ? 1 : 0;
  }

  EXPECT_EQ(answered, 0);
  EXPECT_GT(left, 40);
}

TEST(SimulatedSwitchTest, CountsTellTheCallsOutsideTheQueuesApart) {
  SimulatedSwitch simulated(Small());
  std::int64_t answered_in_queues = 0;
  std::int64_t abandoned_in_queues = 0;
  while (const auto event = simulated.Next()) {
    const bool abandoned =
        event->has_dequeued() && event->dequeued().cause() == v1::DequeuedEvent::CAUSE_ABANDONED;
    answered_in_queues += event->established().queue().empty() ? 0 : 1;
    abandoned_in_queues += abandoned ? 1 : 0;
  }

  const SimulatedSwitch::Counts& counts = simulated.counts();
  EXPECT_GT(counts.answered_directly, 0);
  EXPECT_EQ(counts.answered - counts.answered_directly, answered_in_queues);
  EXPECT_EQ(counts.abandoned - counts.abandoned_directly, abandoned_in_queues);
}

TEST(SimulatedSwitchTest, NightIsQuieterThanTheDay) {
  Scenario night = Small();
  night.start = WallTime(Duration(kMonday + 16 * 3'600'000));  // 00:00 UTC.
  night.calls_max = 40;
  Scenario day = Small();
  day.calls_max = 40;

  const auto span = [](const std::vector<v1::CallEvent>& events) {
    return events.back().event_time().seconds() - events.front().event_time().seconds();
  };

  EXPECT_GT(span(RunAll(night)), 2 * span(RunAll(day)));
}

}  // namespace
}  // namespace jackfield::simulate
