#include <chrono>
#include <functional>
#include <string>

#include <absl/synchronization/notification.h>
#include <absl/time/time.h>
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/supervision_service.grpc.pb.h"

#include "tests/support/api_site.h"
#include "tests/support/desk_client.h"
#include "tests/support/switch_client.h"

// `SupervisionService.ExplainCall`: why a call popped, and above all why it did not.
namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::DeskClient;
using test::ReasonOf;
using testing::HasSubstr;
using Step = v1::ExplanationStep;

constexpr const char* kAnaDevice = "PJSIP/1001";  // Of "agent".
constexpr const char* kNumber = "030901820";

// The last step of that kind; a default one where there is none.
Step StepOf(const v1::CallExplanation& explanation, Step::Kind kind) {
  Step found;
  for (const Step& step : explanation.steps()) {
    if (step.kind() == kind) found = step;
  }
  return found;
}

class ExplainTest : public testing::Test {
 protected:
  ExplainTest() {
    site_.Apply(ApiSite::SmallCentre());
    agent_ = site_.SignIn("agent");
    supervisor_ = site_.SignIn("supervisor");
  }

  grpc::Status Ask(const std::string& name, v1::CallExplanation& explanation) {
    v1::ExplainCallRequest request;
    request.set_name(name);
    v1::ExplainCallResponse response;
    const auto stub = v1::SupervisionService::NewStub(site_.Connect());
    const grpc::Status status =
        stub->ExplainCall(ApiSite::Context(supervisor_).get(), request, &response);
    explanation = response.explanation();
    return status;
  }

  // Of a call by the id that the switch gave it.
  v1::CallExplanation Explain(const std::string& call) {
    v1::CallExplanation explanation;
    const grpc::Status status = Ask("sources/pbx/calls/" + call, explanation);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return explanation;
  }

  // The same, when it has a step of that kind: deliveries are on the disk within a second.
  v1::CallExplanation Await(const std::string& call, Step::Kind kind) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    v1::CallExplanation explanation = Explain(call);
    while (StepOf(explanation, kind).kind() != kind && std::chrono::steady_clock::now() < limit) {
      explanation = Explain(call);
    }
    EXPECT_EQ(StepOf(explanation, kind).kind(), kind) << explanation.DebugString();
    return explanation;
  }

  void Ring(const std::string& call, const std::string& device = kAnaDevice,
            v1::Presentation presentation = v1::PRESENTATION_PRESENTED) {
    ASSERT_TRUE(pbx_.Wait(call, kNumber, presentation));
    ASSERT_TRUE(pbx_.RingAt(call, device));
  }

  static v1::CallEvent RingEvent(const std::string& call, const std::string& event_id) {
    v1::CallEvent event;
    event.set_source_event_id(event_id);
    event.mutable_delivered()->set_call(call);
    event.mutable_delivered()->set_connection(call + "-phone");
    event.mutable_delivered()->set_device(kAnaDevice);
    return event;
  }

  void ReportShown(const std::string& offer) {
    v1::ReportPopShownRequest request;
    request.set_offer(offer);
    v1::ReportPopShownResponse response;
    const auto stub = v1::DeskService::NewStub(site_.Connect());
    ASSERT_TRUE(stub->ReportPopShown(ApiSite::Context(agent_).get(), request, &response).ok());
  }

  v1::Agent SetPopMode(v1::PopMode mode) {
    v1::SetPopModeRequest request;
    request.set_pop_mode(mode);
    v1::SetPopModeResponse response;
    const auto stub = v1::DeskService::NewStub(site_.Connect());
    const grpc::Status status =
        stub->SetPopMode(ApiSite::Context(agent_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.agent();
  }

  ApiSite site_;
  test::SwitchClient pbx_{site_};
  std::string agent_;
  std::string supervisor_;
};

TEST_F(ExplainTest, APopThatWasShownIsToldFromTheEventToThePaint) {
  DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  Ring("c1");
  const v1::Pop pop = desk.Await(v1::WatchDeskResponse::kPopOpened).pop_opened();
  Await("c1", Step::KIND_DELIVERED);
  ReportShown(pop.offer());
  const v1::CallExplanation explanation = Explain("c1");

  EXPECT_EQ(explanation.no_pop_reason(), v1::NO_POP_REASON_UNSPECIFIED);
  EXPECT_THAT(explanation.verdict(), HasSubstr("The pop was shown to agent"));
  EXPECT_EQ(StepOf(explanation, Step::KIND_DELIVERED).offer(), pop.offer());
  EXPECT_EQ(StepOf(explanation, Step::KIND_SHOWN).agent(), "agents/agent");
  EXPECT_GT(StepOf(explanation, Step::KIND_OFFERED).journal_sequence(), 0);
  EXPECT_EQ(explanation.call().name(), pop.call());
  EXPECT_EQ(explanation.identification().raw_number(), kNumber);
  EXPECT_EQ(explanation.identification().e164_number(), "");
  EXPECT_THAT(explanation.identification().rules(),
              testing::ElementsAre("digits without a country"));
  EXPECT_EQ(explanation.identification().text(), "No customer has the number");
}

TEST_F(ExplainTest, ACallIsFoundByItsNameToo) {
  Ring("c1");
  const std::string name = Explain("c1").call().name();
  v1::CallExplanation explanation;

  ASSERT_TRUE(Ask(name, explanation).ok());
  EXPECT_EQ(explanation.verdict(), Explain("c1").verdict());
}

TEST_F(ExplainTest, ADeviceOfNobodyIsWhyNothingPopped) {
  Ring("c1", "PJSIP/1099");
  const v1::CallExplanation explanation = Explain("c1");

  EXPECT_EQ(explanation.no_pop_reason(), v1::NO_POP_REASON_UNMAPPED_DEVICE);
  EXPECT_THAT(explanation.verdict(), HasSubstr("PJSIP/1099, which is no agent's device"));
  EXPECT_EQ(StepOf(explanation, Step::KIND_UNMAPPED).device(), "PJSIP/1099");
}

TEST_F(ExplainTest, ADeskThatIsNotConnectedIsWhyNothingPopped) {
  Ring("c1");
  const v1::CallExplanation explanation = Explain("c1");

  EXPECT_EQ(explanation.no_pop_reason(), v1::NO_POP_REASON_DESK_NOT_CONNECTED);
  EXPECT_THAT(explanation.verdict(), HasSubstr("no desk of the agent was connected"));
  EXPECT_EQ(StepOf(explanation, Step::KIND_NOT_DELIVERED).no_pop_reason(),
            v1::NO_POP_REASON_DESK_NOT_CONNECTED);
}

TEST_F(ExplainTest, AWithheldNumberPopsAndSaysWhyNobodyWasIdentified) {
  DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  Ring("c1", kAnaDevice, v1::PRESENTATION_WITHHELD);
  ReportShown(desk.Await(v1::WatchDeskResponse::kPopOpened).pop_opened().offer());
  const v1::CallExplanation explanation = Explain("c1");

  EXPECT_EQ(explanation.no_pop_reason(), v1::NO_POP_REASON_UNSPECIFIED);
  EXPECT_THAT(explanation.verdict(), HasSubstr("The number was withheld"));
  EXPECT_TRUE(explanation.identification().withheld());
  EXPECT_THAT(StepOf(explanation, Step::KIND_IDENTIFIED).text(), HasSubstr("withheld the number"));
  EXPECT_THAT(explanation.SerializeAsString(), testing::Not(HasSubstr("901820")));
}

TEST_F(ExplainTest, TheSameEventAgainIsNamedAsADuplicateOfItsEntry) {
  ASSERT_TRUE(pbx_.Wait("c1", kNumber));
  ASSERT_TRUE(pbx_.Publish(RingEvent("c1", "e7")).ok());
  ASSERT_TRUE(pbx_.Publish(RingEvent("c1", "e7")).ok());
  const v1::CallExplanation explanation = Await("c1", Step::KIND_EVENT_IGNORED);

  const Step repeated = StepOf(explanation, Step::KIND_EVENT_IGNORED);
  EXPECT_EQ(repeated.no_pop_reason(), v1::NO_POP_REASON_DUPLICATE_EVENT);
  EXPECT_THAT(repeated.text(), HasSubstr("sent again under the same event id"));
  EXPECT_EQ(repeated.journal_sequence(),
            StepOf(explanation, Step::KIND_OFFERED).journal_sequence());
  EXPECT_THAT(explanation.verdict(), HasSubstr("1 ring event told what was known"));
}

TEST_F(ExplainTest, AnotherEventOfTheSameMeaningIsNamedAsADuplicate) {
  ASSERT_TRUE(pbx_.Wait("c1", kNumber));
  ASSERT_TRUE(pbx_.Publish(RingEvent("c1", "e7")).ok());
  ASSERT_TRUE(pbx_.Publish(RingEvent("c1", "e8")).ok());
  const v1::CallExplanation explanation = Explain("c1");

  const Step repeated = StepOf(explanation, Step::KIND_EVENT_IGNORED);
  EXPECT_EQ(repeated.no_pop_reason(), v1::NO_POP_REASON_DUPLICATE_EVENT);
  EXPECT_THAT(repeated.text(), HasSubstr("ignored, this ring was known"));
  EXPECT_THAT(explanation.verdict(), HasSubstr("1 ring event told what was known"));
}

TEST_F(ExplainTest, AnAgentWhoSwitchedPopsOffIsWhyNothingPopped) {
  DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  EXPECT_EQ(SetPopMode(v1::POP_MODE_OFF).pop_mode(), v1::POP_MODE_OFF);
  Ring("c1");
  ASSERT_TRUE(pbx_.End("c1"));
  desk.Await(v1::WatchDeskResponse::kMissedAdded);
  const v1::CallExplanation explanation = Explain("c1");

  EXPECT_EQ(desk.CountOf(v1::WatchDeskResponse::kPopOpened), 0);
  EXPECT_EQ(desk.CountOf(v1::WatchDeskResponse::kPopClosed), 0);
  EXPECT_EQ(explanation.no_pop_reason(), v1::NO_POP_REASON_POPS_SWITCHED_OFF);
  EXPECT_THAT(explanation.verdict(), HasSubstr("the agent had switched pops off"));
}

TEST_F(ExplainTest, ALateRingOfAnEndedCallIsWhyNothingPopped) {
  ASSERT_TRUE(pbx_.Wait("c1", kNumber));
  ASSERT_TRUE(pbx_.End("c1"));
  ASSERT_TRUE(pbx_.RingAt("c1", kAnaDevice));
  const v1::CallExplanation explanation = Explain("c1");

  EXPECT_EQ(explanation.no_pop_reason(), v1::NO_POP_REASON_CALL_ENDED);
  EXPECT_THAT(explanation.verdict(), HasSubstr("only after the call had ended"));
  EXPECT_THAT(StepOf(explanation, Step::KIND_EVENT_IGNORED).text(),
              HasSubstr("ignored, the call was over"));
}

// A desk that is opened and has no stream: so that the ring is over before it is told, always.
TEST_F(ExplainTest, ARingThatWasOverAtOnceIsWhyNothingPopped) {
  ASSERT_TRUE(pbx_.Wait("c1", kNumber));
  site_.engine().Command(exchange::DeskOpened{"agent", "no stream"}, nullptr);
  absl::Notification over;
  site_.engine().Publish({"pbx", "", {}, exchange::Delivered{"c1", "phone", kAnaDevice, "", ""}},
                         nullptr);
  site_.engine().Publish(
      {"pbx", "", {}, exchange::RingEnded{"c1", "phone", exchange::RingEnd::kCancelled}},
      [&over](const Result<Receipt>&) { over.Notify(); });
  ASSERT_TRUE(over.WaitForNotificationWithTimeout(absl::Seconds(20)));
  const v1::CallExplanation explanation = Explain("c1");

  EXPECT_EQ(explanation.no_pop_reason(), v1::NO_POP_REASON_RING_TOO_SHORT);
  EXPECT_THAT(explanation.verdict(), HasSubstr("the ring ended before the desk was told"));
}

TEST_F(ExplainTest, ACallThatNeverRangSaysWhereItsCallerWaited) {
  ASSERT_TRUE(pbx_.Wait("c1", kNumber));
  const v1::CallExplanation explanation = Explain("c1");

  EXPECT_EQ(explanation.no_pop_reason(), v1::NO_POP_REASON_NEVER_RANG);
  EXPECT_EQ(explanation.verdict(), "It never rang at a device: the caller waits in sales.");
}

TEST_F(ExplainTest, AnEventOfACallThatWasNeverKnownIsFoundByTheSourcesId) {
  ASSERT_TRUE(pbx_.End("never/seen"));
  const v1::CallExplanation explanation = Explain("never/seen");

  EXPECT_FALSE(explanation.has_call());
  ASSERT_EQ(explanation.steps_size(), 1);
  EXPECT_THAT(explanation.steps(0).text(), HasSubstr("no such call is known"));
}

TEST_F(ExplainTest, WhatIsNotKnownOrNoNameIsRefused) {
  v1::CallExplanation explanation;

  const grpc::Status unknown = Ask("calls/0123456789abcdef0123456789abcdef", explanation);
  EXPECT_EQ(unknown.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(unknown), "CALL_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Ask("sources/pbx/calls/nobody", explanation)), "CALL_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Ask("sources/pbx", explanation)), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(Ask("", explanation)), "FIELD_INVALID");
}

TEST_F(ExplainTest, WhoMayNotSeeCallsMayNotHaveThemExplained) {
  Ring("c1");
  supervisor_ = site_.SignIn("analyst");
  v1::CallExplanation explanation;

  EXPECT_EQ(ReasonOf(Ask("sources/pbx/calls/c1", explanation)), "ROLE_NOT_ALLOWED");
}

TEST_F(ExplainTest, WhyACallerOfADirectedQueueWaitsIsTold) {
  v1::Configuration centre = ApiSite::SmallCentre();
  centre.mutable_queues(0)->set_mode(v1::QUEUE_MODE_DIRECTED);
  centre.mutable_agents(0)->add_queues()->set_queue_id("sales");
  site_.Apply(centre);
  ASSERT_TRUE(pbx_.Wait("c1", kNumber, v1::PRESENTATION_PRESENTED));

  const v1::CallExplanation waits = Explain("c1");
  EXPECT_THAT(waits.verdict(), HasSubstr("the switch cannot be told to route it"));
  ASSERT_EQ(waits.wait().candidates_size(), 1);
  EXPECT_EQ(waits.wait().candidates(0).agent(), "agents/agent");
}

}  // namespace
}  // namespace jackfield::grpc_api
