#include "server/grpc_api/event_mapping.h"

#include <set>
#include <string>
#include <variant>

#include <gtest/gtest.h>

#include "jackfield/v1/call_event.pb.h"

namespace jackfield::grpc_api {
namespace {

std::string FieldOf(const v1::CallEvent& event) {
  const auto mapped = FromProto(event);
  if (mapped) return "taken";
  EXPECT_EQ(mapped.error().reason, "EVENT_INVALID");
  return mapped.error().fields.at(0).field;
}

TEST(EventMappingTest, ACallThatBeginsKeepsWhatTheSourceSays) {
  v1::CallEvent event;
  event.set_source_event_id("e1");
  event.mutable_event_time()->set_seconds(1'772'442'000);
  v1::OriginatedEvent& originated = *event.mutable_originated();
  originated.set_call("c1");
  originated.set_direction(v1::DIRECTION_INBOUND);
  originated.mutable_caller()->set_number("030 901820");
  originated.set_connection("c1-caller");

  const exchange::TelephonyEvent mapped = FromProto(event).value();

  const auto& body = std::get<exchange::Originated>(mapped.body);
  EXPECT_EQ(mapped.id, "e1");
  EXPECT_EQ(mapped.time, WallTime{Duration{1'772'442'000'000}});
  EXPECT_EQ(body.direction, exchange::Direction::kInbound);
  EXPECT_EQ(body.caller.number.bytes, "030 901820");
  EXPECT_EQ(body.caller.presentation, exchange::Presentation::kPresented);
}

TEST(EventMappingTest, AWithheldCallerStaysWithheld) {
  v1::CallEvent event;
  event.mutable_originated()->set_call("c1");
  event.mutable_originated()->mutable_caller()->set_presentation(v1::PRESENTATION_WITHHELD);

  const exchange::TelephonyEvent mapped = FromProto(event).value();

  EXPECT_EQ(std::get<exchange::Originated>(mapped.body).caller.presentation,
            exchange::Presentation::kWithheld);
}

TEST(EventMappingTest, ATransferWithAConsultationCallIsOneByConsultation) {
  v1::CallEvent event;
  event.mutable_transferred()->set_call("c1");
  event.mutable_transferred()->set_consultation("c2");

  const exchange::TelephonyEvent mapped = FromProto(event).value();

  EXPECT_EQ(std::get<exchange::Transferred>(mapped.body).kind,
            exchange::TransferKind::kConsultation);
}

TEST(EventMappingTest, ASnapshotKeepsCallsWaitingMembersAndQueues) {
  v1::CallEvent event;
  v1::SwitchSnapshotEvent& snapshot = *event.mutable_switch_snapshot();
  snapshot.add_calls()->set_call("c1");
  snapshot.mutable_calls(0)->add_connections()->set_connection("c1-caller");
  v1::SnapshotWaiting& waiting = *snapshot.add_waiting();
  waiting.set_queue("sales");
  waiting.set_call("c1");
  waiting.set_leg("c1-caller");
  waiting.mutable_waited_duration()->set_seconds(7);
  snapshot.add_queues("sales");

  const exchange::TelephonyEvent mapped = FromProto(event).value();

  const auto& body = std::get<exchange::SwitchSnapshot>(mapped.body);
  EXPECT_EQ(body.calls.at(0).connections.at(0).connection, "c1-caller");
  EXPECT_EQ(body.waiting.at(0).waited, Duration{7'000});
  EXPECT_EQ(body.queues.at(0), "sales");
}

TEST(EventMappingTest, AnEventThatBreaksARuleNamesTheField) {
  v1::CallEvent nothing;
  v1::CallEvent no_call;
  no_call.mutable_queued()->set_leg("l");
  v1::CallEvent no_leg;
  no_leg.mutable_delivered()->set_call("c");
  no_leg.mutable_delivered()->set_connection("c");
  no_leg.mutable_delivered()->set_device("d");
  no_leg.mutable_delivered()->set_queue("sales");
  v1::CallEvent control;
  control.mutable_held()->set_call("c\n1");
  v1::CallEvent cause;
  cause.mutable_queue_refused()->set_call("c");
  cause.mutable_queue_refused()->set_queue("q");

  EXPECT_EQ(FieldOf(nothing), "");
  EXPECT_EQ(FieldOf(no_call), "queued.call");
  EXPECT_EQ(FieldOf(no_leg), "delivered.leg");
  EXPECT_EQ(FieldOf(control), "held.call");
  EXPECT_EQ(FieldOf(cause), "queue_refused.cause");
}

TEST(EventMappingTest, AnEventWithNothingInItIsRefusedUnderTheNameOfWhatHappened) {
  const auto* const what = v1::CallEvent::descriptor()->FindOneofByName("event");
  std::set<std::string> taken;
  for (int i = 0; i < what->field_count(); ++i) {
    const std::string& name = what->field(i)->name();
    v1::CallEvent event;
    v1::CallEvent::GetReflection()->MutableMessage(&event, what->field(i));
    const std::string refused = FieldOf(event);
    if (refused == "taken") {
      taken.insert(name);
    } else {
      EXPECT_EQ(refused.substr(0, name.size() + 1), name + ".");
    }
  }

  EXPECT_EQ(taken, (std::set<std::string>{"link_down", "link_up", "switch_snapshot"}));
}

TEST(EventMappingTest, AFieldThatLiesDeeperIsNamedWithItsPlace) {
  v1::CallEvent caller;
  caller.mutable_originated()->set_call("c");
  caller.mutable_originated()->mutable_caller()->set_number(std::string(65, '1'));
  v1::CallEvent attached;
  attached.mutable_call_information()->set_call("c");
  attached.mutable_call_information()->add_attached()->set_name("account");
  attached.mutable_call_information()->add_attached();
  v1::CallEvent connection;
  connection.mutable_switch_snapshot()->add_calls()->set_call("c");
  connection.mutable_switch_snapshot()->mutable_calls(0)->add_connections();
  v1::CallEvent member;
  member.mutable_switch_snapshot()->add_members()->set_queue("sales");

  EXPECT_EQ(FieldOf(caller), "originated.caller.number");
  EXPECT_EQ(FieldOf(attached), "call_information.attached[1].name");
  EXPECT_EQ(FieldOf(connection), "switch_snapshot.calls[0].connections[0].connection");
  EXPECT_EQ(FieldOf(member), "switch_snapshot.members[0].device");
}

TEST(EventMappingTest, AnIdentifierMayHave256CharactersAndNoMore) {
  v1::CallEvent at;
  at.mutable_call_cleared()->set_call(std::string(256, 'c'));
  v1::CallEvent above;
  above.mutable_call_cleared()->set_call(std::string(257, 'c'));

  EXPECT_EQ(FieldOf(at), "taken");
  EXPECT_EQ(FieldOf(above), "call_cleared.call");
}

}  // namespace
}  // namespace jackfield::grpc_api
