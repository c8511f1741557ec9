#include <chrono>
#include <cstdint>
#include <deque>
#include <future>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/call_control_service.grpc.pb.h"
#include "jackfield/v1/desk_service.grpc.pb.h"
#include "jackfield/v1/supervision_service.grpc.pb.h"
#include "jackfield/v1/telephony_service.grpc.pb.h"

#include "tests/support/api_site.h"
#include "tests/support/desk_client.h"

// Agents act on their calls at a telephone system that publishes by gRPC: what goes down its
// StreamCallEvents, and what does not.
namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::DeskClient;
using testing::HasSubstr;
using Stub = v1::CallControlService::Stub;

// A telephone system that says that it can do everything, with its stream.
//
// Thread safety: none; one per test.
class ActingSource {
 public:
  explicit ActingSource(ApiSite& site)
      : stub_(v1::TelephonyService::NewStub(site.Connect())),
        context_(ApiSite::StreamContext(site.TokenOf("pbx"))) {
    // A test that waits for what never comes ends here.
    context_->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    stream_ = stub_->StreamCallEvents(context_.get());
    v1::StreamCallEventsRequest request;
    for (int kind = v1::CALL_COMMAND_KIND_ANSWER; kind <= v1::CALL_COMMAND_KIND_DIVERT; ++kind) {
      request.mutable_hello()->add_commands(static_cast<v1::CallCommandKind>(kind));
    }
    stream_->Write(request);
  }
  ~ActingSource() {
    context_->TryCancel();
    while (Read()) continue;
  }
  ActingSource(const ActingSource&) = delete;
  ActingSource& operator=(const ActingSource&) = delete;

  // Publishes an event, and waits until it is committed.
  void Publish(const v1::CallEvent& event) {
    v1::StreamCallEventsRequest request;
    request.mutable_event()->set_stream_sequence(++sequence_);
    *request.mutable_event()->mutable_event() = event;
    stream_->Write(request);
    while (acknowledged_ < sequence_ && Read()) continue;
    EXPECT_EQ(acknowledged_, sequence_);
  }

  // The next command; none: the stream ended.
  v1::CallCommand Next() {
    while (commands_.empty() && Read()) continue;
    if (commands_.empty()) return {};
    v1::CallCommand command = commands_.front();
    commands_.pop_front();
    return command;
  }

  // The next command without its id and its deadline, as text. It is accepted.
  std::string Take() {
    v1::CallCommand command = Next();
    v1::StreamCallEventsRequest accepted;
    accepted.mutable_command_result()->set_command_id(command.command_id());
    accepted.mutable_command_result()->set_outcome(v1::CallCommandResult::OUTCOME_ACCEPTED);
    stream_->Write(accepted);
    command.clear_command_id();
    command.clear_deadline_time();
    std::string text = command.ShortDebugString();
    while (text.ends_with(' ')) text.pop_back();
    return text;
  }

 private:
  bool Read() {
    v1::StreamCallEventsResponse response;
    if (!stream_->Read(&response)) return false;
    if (response.has_ack()) acknowledged_ = response.ack().stream_sequence();
    if (response.has_command()) commands_.push_back(response.command());
    return true;
  }

  std::unique_ptr<v1::TelephonyService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<
      grpc::ClientReaderWriter<v1::StreamCallEventsRequest, v1::StreamCallEventsResponse>>
      stream_;
  std::int64_t sequence_ = 0;
  std::int64_t acknowledged_ = 0;
  std::deque<v1::CallCommand> commands_;
};

v1::CallEvent Originated(const std::string& call) {
  v1::CallEvent event;
  event.mutable_originated()->set_call(call);
  event.mutable_originated()->set_direction(v1::DIRECTION_INBOUND);
  event.mutable_originated()->set_connection(call + "-caller");
  return event;
}

v1::CallEvent Queued(const std::string& call) {
  v1::CallEvent event;
  event.mutable_queued()->set_call(call);
  event.mutable_queued()->set_leg(call + "-caller");
  event.mutable_queued()->set_queue("sales");
  return event;
}

v1::CallEvent Delivered(const std::string& call) {
  v1::CallEvent event;
  event.mutable_delivered()->set_call(call);
  event.mutable_delivered()->set_connection(call + "-agent");
  event.mutable_delivered()->set_device("PJSIP/1001");
  return event;
}

v1::CallEvent Established(const std::string& call) {
  v1::CallEvent event;
  event.mutable_established()->set_call(call);
  event.mutable_established()->set_connection(call + "-agent");
  event.mutable_established()->set_device("PJSIP/1001");
  return event;
}

v1::CallEvent Held(const std::string& call) {
  v1::CallEvent event;
  event.mutable_held()->set_call(call);
  event.mutable_held()->set_connection(call + "-agent");
  return event;
}

v1::CallEvent NothingIsLive() {
  v1::CallEvent event;
  event.mutable_switch_snapshot();
  return event;
}

class CallControlStreamTest : public testing::Test {
 protected:
  CallControlStreamTest() {
    site_.Apply(ApiSite::SmallCentre());
    agent_ = site_.SignIn("agent");
  }

  // The call by the source's id, `calls/{call}`.
  std::string NameOf(const std::string& call) {
    std::promise<std::string> name;
    site_.engine().Inspect([&](const exchange::State& state) {
      const auto& source = state.sources.at(state.source_names.at("pbx"));
      name.set_value("calls/" + state.calls.at(source.calls.at(call)).name);
    });
    return name.get_future().get();
  }

  template <typename Request, typename Response>
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

  // The id of the command that was issued.
  template <typename Request, typename Response>
  std::string Ask(Method<Request, Response> method, const Request& request) {
    Response response;
    const grpc::Status status =
        (stub_.get()->*method)(ApiSite::Context(agent_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.command().command_id();
  }

  template <typename Request>
  Request Of(const std::string& call) {
    Request request;
    request.set_call(NameOf(call));
    return request;
  }
  template <typename Request>
  Request To(const std::string& call, const std::string& target) {
    Request request = Of<Request>(call);
    request.set_target(target);
    return request;
  }
  template <typename Request>
  Request OfBoth(const std::string& call, const std::string& consultation) {
    Request request = Of<Request>(call);
    request.set_consultation(NameOf(consultation));
    return request;
  }

  v1::CallExplanation Explain(const std::string& call) {
    v1::ExplainCallRequest request;
    request.set_name("sources/pbx/calls/" + call);
    v1::ExplainCallResponse response;
    const auto supervision = v1::SupervisionService::NewStub(site_.Connect());
    const std::string supervisor = site_.SignIn("supervisor");
    EXPECT_TRUE(
        supervision->ExplainCall(ApiSite::Context(supervisor).get(), request, &response).ok());
    return response.explanation();
  }

  void SetState(v1::AgentStatus::State state, const std::string& reason) {
    v1::SetAgentStateRequest request;
    request.set_state(state);
    request.set_reason(reason);
    v1::SetAgentStateResponse response;
    const auto desk = v1::DeskService::NewStub(site_.Connect());
    EXPECT_TRUE(desk->SetAgentState(ApiSite::Context(agent_).get(), request, &response).ok());
  }

  ApiSite site_;
  std::string agent_;
  std::unique_ptr<Stub> stub_ = v1::CallControlService::NewStub(site_.Connect());
};

TEST_F(CallControlStreamTest, EachCommandThatAnAgentAsksForIsThisMessage) {
  ActingSource source(site_);
  source.Publish(Originated("c1"));
  source.Publish(Delivered("c1"));
  Ask(&Stub::AnswerCall, Of<v1::AnswerCallRequest>("c1"));
  EXPECT_EQ(source.Take(), "answer { call: \"c1\" connection: \"c1-agent\" }");
  Ask(&Stub::DeclineCall, Of<v1::DeclineCallRequest>("c1"));
  EXPECT_EQ(source.Take(), "decline { call: \"c1\" connection: \"c1-agent\" }");

  source.Publish(Established("c1"));
  Ask(&Stub::HoldCall, Of<v1::HoldCallRequest>("c1"));
  EXPECT_EQ(source.Take(), "hold { call: \"c1\" connection: \"c1-agent\" }");
  Ask(&Stub::ConsultCall, To<v1::ConsultCallRequest>("c1", "1002"));
  EXPECT_EQ(source.Take(), "consult { call: \"c1\" connection: \"c1-agent\" target: \"1002\" }");

  source.Publish(Held("c1"));
  Ask(&Stub::RetrieveCall, Of<v1::RetrieveCallRequest>("c1"));
  EXPECT_EQ(source.Take(), "retrieve { call: \"c1\" connection: \"c1-agent\" }");
  source.Publish(Originated("c2"));
  source.Publish(Established("c2"));
  Ask(&Stub::ConferenceCall, OfBoth<v1::ConferenceCallRequest>("c1", "c2"));
  EXPECT_EQ(source.Take(), "conference { call: \"c1\" consultation: \"c2\" }");
  Ask(&Stub::CompleteTransfer, OfBoth<v1::CompleteTransferRequest>("c1", "c2"));
  EXPECT_EQ(source.Take(), "complete_transfer { call: \"c1\" consultation: \"c2\" }");
  Ask(&Stub::CancelConsultation, Of<v1::CancelConsultationRequest>("c1"));
  EXPECT_EQ(source.Take(), "cancel_consult { call: \"c1\" connection: \"c1-agent\" }");

  Ask(&Stub::TransferCall, To<v1::TransferCallRequest>("c2", "1002"));
  EXPECT_EQ(source.Take(), "transfer { call: \"c2\" connection: \"c2-agent\" target: \"1002\" }");
  Ask(&Stub::HangUpCall, Of<v1::HangUpCallRequest>("c2"));
  EXPECT_EQ(source.Take(), "clear { call: \"c2\" connection: \"c2-agent\" }");
  v1::DialNumberRequest number;
  number.set_number("1002");
  Ask(&Stub::DialNumber, number);
  EXPECT_EQ(source.Take(), "dial { device: \"PJSIP/1001\" number: \"1002\" }");
}

TEST_F(CallControlStreamTest, MembersAndPausesFollowTheDesk) {
  v1::Configuration centre = ApiSite::SmallCentre();
  centre.mutable_queues(0)->set_member_control(v1::QUEUE_MEMBER_CONTROL_MEMBERSHIP);
  centre.mutable_agents(0)->add_queues()->set_queue_id("sales");
  site_.Apply(centre);
  ActingSource source(site_);
  source.Publish(NothingIsLive());

  SetState(v1::AgentStatus::STATE_READY, "");
  EXPECT_EQ(source.Take(), "add_member { queue: \"sales\" device: \"PJSIP/1001\" }");
  v1::CallEvent added;  // The echo of it changes nothing.
  added.mutable_member_added()->set_queue("sales");
  added.mutable_member_added()->set_device("PJSIP/1001");
  source.Publish(added);
  SetState(v1::AgentStatus::STATE_NOT_READY, "lunch");
  EXPECT_EQ(source.Take(),
            "pause_member { queue: \"sales\" device: \"PJSIP/1001\" paused: true"
            " reason: \"lunch\" }");
  SetState(v1::AgentStatus::STATE_LOGGED_OFF, "");
  EXPECT_EQ(source.Take(), "remove_member { queue: \"sales\" device: \"PJSIP/1001\" }");
}

TEST_F(CallControlStreamTest, CallersOfADirectedQueueAreRoutedAndDiverted) {
  v1::Configuration centre = ApiSite::SmallCentre();
  v1::QueueConfiguration& sales = *centre.mutable_queues(0);
  sales.set_mode(v1::QUEUE_MODE_DIRECTED);
  sales.add_overflow_rules()->set_cause(v1::OverflowRule::CAUSE_NOBODY_SIGNED_IN);
  sales.mutable_overflow_rules(0)->set_number("*98");
  centre.mutable_agents(0)->add_queues()->set_queue_id("sales");
  site_.Apply(centre);
  ActingSource source(site_);
  source.Publish(NothingIsLive());

  SetState(v1::AgentStatus::STATE_READY, "");
  for (const char* call : {"c1", "c2"}) {
    source.Publish(Originated(call));
    source.Publish(Queued(call));
  }
  EXPECT_EQ(source.Take(), "route { call: \"c1\" leg: \"c1-caller\" devices: \"PJSIP/1001\" }");
  const v1::CallExplanation first = Explain("c1");
  EXPECT_THAT(first.verdict(), HasSubstr("is offered to agent now"));
  ASSERT_FALSE(first.steps().empty());
  EXPECT_EQ(first.steps().rbegin()->kind(), v1::ExplanationStep::KIND_RESERVED);
  EXPECT_THAT(first.steps().rbegin()->text(), HasSubstr("Offered to agent of the queue sales"));
  const v1::CallExplanation second = Explain("c2");
  ASSERT_EQ(second.wait().candidates_size(), 1);
  EXPECT_EQ(second.wait().candidates(0).obstacle(), v1::WorkCandidate::OBSTACLE_BUSY);
  v1::CallEvent gone;
  gone.mutable_call_cleared()->set_call("c1");
  source.Publish(gone);
  EXPECT_EQ(source.Take(), "route { call: \"c2\" leg: \"c2-caller\" devices: \"PJSIP/1001\" }");
  gone.mutable_call_cleared()->set_call("c2");
  source.Publish(gone);
  SetState(v1::AgentStatus::STATE_LOGGED_OFF, "");
  source.Publish(Originated("c3"));
  source.Publish(Queued("c3"));

  EXPECT_EQ(source.Take(), "divert { call: \"c3\" leg: \"c3-caller\" target: \"*98\" }");
}

TEST_F(CallControlStreamTest, ARepeatedRequestIsSentOnce) {
  ActingSource source(site_);
  source.Publish(Originated("c1"));
  source.Publish(Established("c1"));
  v1::TransferCallRequest request = To<v1::TransferCallRequest>("c1", "1002");
  request.set_request_id("r1");

  const std::string first = Ask(&Stub::TransferCall, request);
  EXPECT_EQ(Ask(&Stub::TransferCall, request), first);
  const std::string hang_up = Ask(&Stub::HangUpCall, Of<v1::HangUpCallRequest>("c1"));

  EXPECT_EQ(source.Next().command_id(), first);
  EXPECT_EQ(source.Next().command_id(), hang_up);
}

TEST_F(CallControlStreamTest, WhatTheSourceDoesNotAnswerIsUnknownAndGoesDownNoOtherStream) {
  auto source = std::make_unique<ActingSource>(site_);
  source->Publish(Originated("c1"));
  source->Publish(Established("c1"));
  DeskClient desk(site_, agent_);
  const std::string transfer = Ask(&Stub::TransferCall, To<v1::TransferCallRequest>("c1", "1002"));
  EXPECT_EQ(source->Next().command_id(), transfer);

  source = std::make_unique<ActingSource>(site_);
  source->Publish(Held("c1"));
  source->Publish(Established("c1"));
  const auto ended = desk.Await(v1::WatchDeskResponse::kCommandEnded).command_ended();
  const std::string hang_up = Ask(&Stub::HangUpCall, Of<v1::HangUpCallRequest>("c1"));

  EXPECT_EQ(ended.command_id(), transfer);
  EXPECT_EQ(ended.outcome(), v1::CallCommandResult::OUTCOME_UNKNOWN);
  EXPECT_EQ(source->Next().command_id(), hang_up);
}

TEST_F(CallControlStreamTest, HostileTargetsGoDownNoStream) {
  ActingSource source(site_);
  source.Publish(Originated("c1"));
  source.Publish(Established("c1"));
  v1::TransferCallResponse response;

  for (const std::string& hostile :
       {std::string("1002\r\n"), std::string("1002;1"), std::string("1,2"), std::string("$1"),
        std::string("1002\0", 5), std::string(65, '1'), std::string("1002@x")}) {
    const auto request = To<v1::TransferCallRequest>("c1", hostile);
    EXPECT_FALSE(stub_->TransferCall(ApiSite::Context(agent_).get(), request, &response).ok())
        << hostile;
  }
  const std::string hang_up = Ask(&Stub::HangUpCall, Of<v1::HangUpCallRequest>("c1"));

  EXPECT_EQ(source.Next().command_id(), hang_up);
}

}  // namespace
}  // namespace jackfield::grpc_api
