#include "server/intake/event_check.h"

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/engine_inputs.h"
#include "tests/support/fake_clock.h"

namespace jackfield::intake {
namespace {

using exchange::PersonalText;
using exchange::TelephonyEvent;
using exchange::TelephonyEventBody;
using fakes::PbxEvent;

constexpr WallTime kNow = fakes::FakeClock::kStart;

// The field that `event` is refused for; empty: it is taken.
std::string FieldOf(const TelephonyEvent& event) {
  const Status checked = CheckEvent(event, kNow);
  if (checked) return {};
  EXPECT_EQ(checked.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(checked.error().reason, "EVENT_INVALID");
  return checked.error().fields.at(0).field;
}

std::string FieldOf(TelephonyEventBody body) { return FieldOf(PbxEvent("e1", std::move(body))); }

exchange::CallInformation Attached(std::size_t count) {
  exchange::CallInformation information;
  information.call = "c1";
  information.attached.resize(count, {"account", PersonalText("7")});
  return information;
}

exchange::SwitchSnapshot SnapshotOfOne() {
  exchange::SwitchSnapshot snapshot;
  exchange::SnapshotCall call;
  call.call = "c1";
  call.connections = {{"k1", "PJSIP/1001", false}};
  snapshot.calls = {call};
  snapshot.waiting = {{"sales", "c1", "k1", Duration{0}}};
  snapshot.members = {{"sales", "PJSIP/1001", false, {}}};
  snapshot.queues = {"sales"};
  return snapshot;
}

TEST(EventCheckTest, EventsWithinTheBoundsAreTaken) {
  EXPECT_EQ(FieldOf(fakes::CallComesIn("c1")), "");
  EXPECT_EQ(FieldOf(fakes::RingsAtAna("c1")), "");
  EXPECT_EQ(FieldOf(SnapshotOfOne()), "");
  EXPECT_EQ(FieldOf(exchange::LinkDown{}), "");
  EXPECT_EQ(FieldOf(exchange::LegCompleted{}), "");
}

TEST(EventCheckTest, AnEventIsAtMostAnHourAheadOfTheClock) {
  TelephonyEvent event = PbxEvent("e1", fakes::CallEnds("c1"));

  event.time = kNow + Duration{3'600'000};
  EXPECT_EQ(FieldOf(event), "");
  event.time = kNow + Duration{3'600'001};
  EXPECT_EQ(FieldOf(event), "event_time");
  event.time = WallTime{Duration{0}};
  EXPECT_EQ(FieldOf(event), "");
}

TEST(EventCheckTest, AnEventNeedsItsSource) {
  TelephonyEvent event = PbxEvent("e1", fakes::CallEnds("c1"));
  event.source.clear();

  EXPECT_EQ(FieldOf(event), "source");
}

TEST(EventCheckTest, AnEventIdHasAtMost250Bytes) {
  EXPECT_EQ(FieldOf(PbxEvent(std::string(250, 'x'), fakes::CallEnds("c1"))), "");
  EXPECT_EQ(FieldOf(PbxEvent(std::string(251, 'x'), fakes::CallEnds("c1"))), "source_event_id");
}

TEST(EventCheckTest, ACallIdHas1To256Bytes) {
  EXPECT_EQ(FieldOf(exchange::CallCleared{""}), "call_cleared.call");
  EXPECT_EQ(FieldOf(exchange::CallCleared{std::string(256, 'x')}), "");
  EXPECT_EQ(FieldOf(exchange::CallCleared{std::string(257, 'x')}), "call_cleared.call");
}

TEST(EventCheckTest, AConnectionIsNeededWhereThePartOfADeviceChanges) {
  EXPECT_EQ(FieldOf(exchange::Held{"c1", ""}), "held.connection");
  EXPECT_EQ(FieldOf(exchange::ConnectionCleared{"c1", ""}), "connection_cleared.connection");
  EXPECT_EQ(FieldOf(exchange::Delivered{.call = "c1"}), "delivered.connection");
}

TEST(EventCheckTest, AQueueHas1To128Bytes) {
  EXPECT_EQ(FieldOf(exchange::Queued{"c1", "k1", ""}), "queued.queue");
  EXPECT_EQ(FieldOf(exchange::Queued{"c1", "k1", std::string(128, 'q')}), "");
  EXPECT_EQ(FieldOf(exchange::Queued{"c1", "k1", std::string(129, 'q')}), "queued.queue");
}

TEST(EventCheckTest, IdentifiersAreUtf8WithoutControlCharacters) {
  EXPECT_EQ(FieldOf(exchange::CallCleared{"c1\r\nEvent: Hangup"}), "call_cleared.call");
  EXPECT_EQ(FieldOf(exchange::CallCleared{"c1\x7f"}), "call_cleared.call");
  EXPECT_EQ(FieldOf(exchange::CallCleared{"c1\xff"}), "call_cleared.call");
  EXPECT_EQ(FieldOf(exchange::CallCleared{"Gespräch 王"}), "");
}

TEST(EventCheckTest, AtMost32ValuesAreAttached) {
  EXPECT_EQ(FieldOf(Attached(32)), "");
  EXPECT_EQ(FieldOf(Attached(33)), "call_information.attached");
}

TEST(EventCheckTest, AnAttachedValueHasAtMost1024BytesAndItsPlaceIsNamed) {
  exchange::CallInformation information = Attached(2);
  information.attached[1].value = PersonalText(std::string(1'024, 'x'));
  EXPECT_EQ(FieldOf(information), "");

  information.attached[1].value = PersonalText(std::string(1'025, 'x'));

  EXPECT_EQ(FieldOf(information), "call_information.attached[1].value");
}

TEST(EventCheckTest, ACallersTextsAreBounded) {
  exchange::Originated originated;
  originated.call = "c1";
  originated.caller.number = PersonalText(std::string(1'025, '1'));
  EXPECT_EQ(FieldOf(originated), "originated.caller.number");

  originated.caller.number = {};
  originated.caller.name = PersonalText(std::string(4'097, 'x'));

  EXPECT_EQ(FieldOf(originated), "originated.caller.name");
}

TEST(EventCheckTest, AThresholdIsMoreThanNothingAndAtMostAnHour) {
  EXPECT_EQ(FieldOf(exchange::QueueParameters{"sales", Duration{0}}),
            "queue_parameters.service_level_threshold");
  EXPECT_EQ(FieldOf(exchange::QueueParameters{"sales", Duration{1}}), "");
  EXPECT_EQ(FieldOf(exchange::QueueParameters{"sales", Duration{3'600'000}}), "");
  EXPECT_EQ(FieldOf(exchange::QueueParameters{"sales", Duration{3'600'001}}),
            "queue_parameters.service_level_threshold");
}

TEST(EventCheckTest, ASnapshotNamesTheEntryThatBreaksARule) {
  exchange::SwitchSnapshot snapshot = SnapshotOfOne();
  snapshot.calls[0].connections[0].device = std::string(257, 'x');
  EXPECT_EQ(FieldOf(snapshot), "switch_snapshot.calls[0].connections[0].device");

  snapshot = SnapshotOfOne();
  snapshot.waiting[0].waited = Duration{-1};
  EXPECT_EQ(FieldOf(snapshot), "switch_snapshot.waiting[0].waited_duration");

  snapshot = SnapshotOfOne();
  snapshot.members[0].device.clear();
  EXPECT_EQ(FieldOf(snapshot), "switch_snapshot.members[0].device");
}

TEST(EventCheckTest, ASnapshotsListsAreBounded) {
  exchange::SwitchSnapshot snapshot;
  snapshot.queues.resize(kSnapshotQueuesMax, "sales");
  EXPECT_EQ(FieldOf(snapshot), "");

  snapshot.queues.emplace_back("sales");

  EXPECT_EQ(FieldOf(snapshot), "switch_snapshot.queues");
}

}  // namespace
}  // namespace jackfield::intake
