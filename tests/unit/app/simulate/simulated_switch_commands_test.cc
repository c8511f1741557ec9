#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "server/app/simulate/simulated_switch.h"

namespace jackfield::simulate {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;

constexpr WallTime kStart{Duration{1'795'420'800'000}};
constexpr const char* kDevice = "PJSIP/1001";

// Callers of one queue, which rings nobody by itself.
class SimulatedSwitchCommandsTest : public testing::Test {
 protected:
  static Scenario Directed() {
    Scenario scenario;
    scenario.queues = {{.name = "sales", .target = "800", .directed = true}};
    scenario.agents = {{kDevice, "1001", {0}}, {"PJSIP/1002", "1002", {0}}};
    scenario.start = kStart;
    scenario.by_time_of_day = false;
    scenario.seed = 3;
    scenario.epoch = "test";
    return scenario;
  }

  // All that happens until an event of the kind has come; that one.
  v1::CallEvent Await(v1::CallEvent::EventCase kind) {
    for (int count = 0; count < 1'000; ++count) {
      const auto event = switch_.Next();
      if (!event) break;
      now_ = WallTime(Duration(event->event_time().seconds() * 1'000 +
                               event->event_time().nanos() / 1'000'000));
      if (event->event_case() == kind) return *event;
    }
    ADD_FAILURE() << "no event " << kind;
    return {};
  }
  // The kinds of all that happens until an event of the kind has come, with it.
  std::vector<v1::CallEvent::EventCase> KindsUpto(v1::CallEvent::EventCase last) {
    std::vector<v1::CallEvent::EventCase> kinds;
    for (int count = 0; count < 1'000; ++count) {
      const auto event = switch_.Next();
      if (!event) break;
      kinds.push_back(event->event_case());
      if (kinds.back() == last) return kinds;
    }
    ADD_FAILURE() << "no event " << last;
    return kinds;
  }
  // The kinds of what follows from a command at once.
  std::vector<v1::CallEvent::EventCase> Now() {
    std::vector<v1::CallEvent::EventCase> kinds;
    while (const auto event = switch_.NextUntil(now_)) kinds.push_back(event->event_case());
    return kinds;
  }
  // The reason of a refusal; empty: it is done.
  std::string Obey(const v1::CallCommand& command) {
    const v1::CallCommandResult result = switch_.Obey(command, now_);
    EXPECT_EQ(result.command_id(), command.command_id());
    return result.error().reason();
  }

  v1::CallCommand Route(const std::string& call) {
    v1::CallCommand command;
    command.set_command_id("route");
    command.mutable_route()->set_call(call);
    command.mutable_route()->set_leg(call + "-caller");
    command.mutable_route()->add_devices(kDevice);
    return command;
  }
  // A caller whom the first agent talks to.
  v1::DeliveredEvent Talk() {
    const std::string call = Await(v1::CallEvent::kQueued).queued().call();
    EXPECT_EQ(Obey(Route(call)), "");
    const v1::DeliveredEvent ring = Await(v1::CallEvent::kDelivered).delivered();
    v1::CallCommand answer;
    answer.mutable_answer()->set_call(ring.call());
    answer.mutable_answer()->set_connection(ring.connection());
    EXPECT_EQ(Obey(answer), "");
    EXPECT_THAT(Now(), Contains(v1::CallEvent::kEstablished));
    return ring;
  }

  SimulatedSwitch switch_{Directed()};
  WallTime now_ = kStart;
};

TEST_F(SimulatedSwitchCommandsTest, ADirectedQueueRingsNobodyByItself) {
  Await(v1::CallEvent::kQueued);

  EXPECT_THAT(KindsUpto(v1::CallEvent::kCallCleared), Not(Contains(v1::CallEvent::kDelivered)));
  EXPECT_EQ(switch_.counts().answered, 0);
  EXPECT_EQ(switch_.counts().missed, 0);
}

TEST_F(SimulatedSwitchCommandsTest, ACallerIsRoutedToTheDeviceThatIsNamed) {
  const std::string call = Await(v1::CallEvent::kQueued).queued().call();

  EXPECT_EQ(Obey(Route(call)), "");

  const v1::DeliveredEvent ring = Await(v1::CallEvent::kDelivered).delivered();
  EXPECT_EQ(ring.call(), call);
  EXPECT_EQ(ring.device(), kDevice);
  EXPECT_EQ(ring.queue(), "sales");
  EXPECT_EQ(Obey(Route(call)), "CALL_STATE");
  EXPECT_EQ(Obey(Route("call-999")), "CALL_UNKNOWN");
}

TEST_F(SimulatedSwitchCommandsTest, WhoTalksHoldsRetrievesAndHangsUp) {
  const v1::DeliveredEvent ring = Talk();
  v1::CallCommand hold;
  hold.mutable_hold()->set_call(ring.call());
  hold.mutable_hold()->set_connection(ring.connection());
  v1::CallCommand retrieve;
  retrieve.mutable_retrieve()->set_call(ring.call());
  retrieve.mutable_retrieve()->set_connection(ring.connection());
  v1::CallCommand clear;
  clear.mutable_clear()->set_call(ring.call());
  clear.mutable_clear()->set_connection(ring.connection());

  EXPECT_EQ(Obey(retrieve), "CALL_STATE");
  EXPECT_EQ(Obey(hold), "");
  EXPECT_THAT(Now(), Contains(v1::CallEvent::kHeld));
  EXPECT_EQ(Obey(hold), "CALL_STATE");
  EXPECT_EQ(Obey(retrieve), "");
  EXPECT_THAT(Now(), Contains(v1::CallEvent::kRetrieved));
  EXPECT_EQ(Obey(clear), "");
  EXPECT_THAT(Now(), Contains(v1::CallEvent::kCallCleared));
  EXPECT_EQ(Obey(clear), "CALL_UNKNOWN");
}

TEST_F(SimulatedSwitchCommandsTest, ADeclinedCallerWaitsOn) {
  const std::string call = Await(v1::CallEvent::kQueued).queued().call();
  ASSERT_EQ(Obey(Route(call)), "");
  const v1::DeliveredEvent ring = Await(v1::CallEvent::kDelivered).delivered();
  v1::CallCommand decline;
  decline.mutable_decline()->set_call(call);
  decline.mutable_decline()->set_connection(ring.connection());

  EXPECT_EQ(Obey(decline), "");

  EXPECT_THAT(Now(), Contains(v1::CallEvent::kRingEnded));
  EXPECT_EQ(Obey(Route(call)), "");
}

TEST_F(SimulatedSwitchCommandsTest, ATransferGoesToTheColleagueWhoseNumberItIs) {
  const v1::DeliveredEvent ring = Talk();
  v1::CallCommand transfer;
  transfer.mutable_transfer()->set_call(ring.call());
  transfer.mutable_transfer()->set_connection(ring.connection());
  transfer.mutable_transfer()->set_target("1002");

  EXPECT_EQ(Obey(transfer), "");

  EXPECT_EQ(Await(v1::CallEvent::kTransferred).transferred().target(), "1002");
  EXPECT_EQ(Await(v1::CallEvent::kDelivered).delivered().device(), "PJSIP/1002");
}

TEST_F(SimulatedSwitchCommandsTest, ATransferToAColleagueWhoTalksIsRefusedAndTheCallGoesOn) {
  const v1::DeliveredEvent ring = Talk();
  v1::CallCommand dial;
  dial.mutable_dial()->set_device("PJSIP/1002");
  dial.mutable_dial()->set_number("+493023125001");
  ASSERT_EQ(Obey(dial), "");
  v1::CallCommand transfer;
  transfer.mutable_transfer()->set_call(ring.call());
  transfer.mutable_transfer()->set_connection(ring.connection());
  transfer.mutable_transfer()->set_target("1002");

  EXPECT_EQ(Obey(transfer), "DEVICE_BUSY");
  v1::CallCommand hold;
  hold.mutable_hold()->set_call(ring.call());
  hold.mutable_hold()->set_connection(ring.connection());
  EXPECT_EQ(Obey(hold), "");
}

TEST_F(SimulatedSwitchCommandsTest, WhatIsNotAnsweredYetIsNotHeld) {
  v1::CallCommand dial;
  dial.mutable_dial()->set_device(kDevice);
  dial.mutable_dial()->set_number("+493023125001");
  ASSERT_EQ(Obey(dial), "");
  const std::string call = Await(v1::CallEvent::kOriginated).originated().call();
  v1::CallCommand hold;
  hold.mutable_hold()->set_call(call);

  EXPECT_EQ(Obey(hold), "CALL_STATE");
}

TEST_F(SimulatedSwitchCommandsTest, AnAgentDialsAndTheCallEnds) {
  v1::CallCommand dial;
  dial.mutable_dial()->set_device(kDevice);
  dial.mutable_dial()->set_number("+493023125001");

  EXPECT_EQ(Obey(dial), "");
  EXPECT_EQ(Obey(dial), "DEVICE_BUSY");

  const v1::OriginatedEvent call = Await(v1::CallEvent::kOriginated).originated();
  EXPECT_EQ(call.direction(), v1::DIRECTION_OUTBOUND);
  EXPECT_EQ(call.dialled(), "+493023125001");
  EXPECT_EQ(call.device(), kDevice);
  for (std::string over; over != call.call();) {
    over = Await(v1::CallEvent::kCallCleared).call_cleared().call();
    ASSERT_FALSE(over.empty());
  }
}

TEST_F(SimulatedSwitchCommandsTest, ADivertedCallerLeavesTheQueue) {
  const std::string call = Await(v1::CallEvent::kQueued).queued().call();
  v1::CallCommand divert;
  divert.mutable_divert()->set_call(call);

  EXPECT_EQ(Obey(divert), "");

  EXPECT_THAT(Now(), Contains(v1::CallEvent::kDequeued));
  v1::CallCommand unknown;
  unknown.mutable_snapshot();
  EXPECT_EQ(Obey(unknown), "COMMAND_UNKNOWN");
  EXPECT_THAT(Now(), IsEmpty());
}

}  // namespace
}  // namespace jackfield::simulate
