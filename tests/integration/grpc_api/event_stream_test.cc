#include <chrono>
#include <future>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/telephony_service.grpc.pb.h"

#include "tests/support/api_site.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::FieldOf;
using test::ReasonOf;

v1::CallEvent Originated(const std::string& call, const std::string& id) {
  v1::CallEvent event;
  event.set_source_event_id(id);
  event.mutable_originated()->set_call(call);
  return event;
}

class EventStreamTest : public testing::Test {
 protected:
  using Stream =
      grpc::ClientReaderWriter<v1::StreamCallEventsRequest, v1::StreamCallEventsResponse>;

  EventStreamTest() : pbx_(site_.TokenOf("pbx")) {
    stub_ = v1::TelephonyService::NewStub(site_.Connect());
  }

  std::unique_ptr<Stream> Open() {
    context_ = ApiSite::Context(pbx_);
    return stub_->StreamCallEvents(context_.get());
  }
  static void Hello(Stream& stream) {
    v1::StreamCallEventsRequest request;
    request.mutable_hello()->set_client_name("test");
    stream.Write(request);
  }
  static void Send(Stream& stream, std::int64_t sequence, const v1::CallEvent& event) {
    v1::StreamCallEventsRequest request;
    request.mutable_event()->set_stream_sequence(sequence);
    *request.mutable_event()->mutable_event() = event;
    stream.Write(request);
  }
  static v1::StreamCallEventsResponse Await(Stream& stream,
                                            v1::StreamCallEventsResponse::MessageCase kind) {
    v1::StreamCallEventsResponse response;
    while (stream.Read(&response)) {
      if (response.message_case() == kind) return response;
    }
    return {};
  }
  // Reads acknowledgements until one reaches `sequence`; what it is.
  static std::int64_t AwaitAck(Stream& stream, std::int64_t sequence) {
    for (;;) {
      const auto response = Await(stream, v1::StreamCallEventsResponse::kAck);
      if (!response.has_ack() || response.ack().stream_sequence() >= sequence) {
        return response.ack().stream_sequence();
      }
    }
  }
  grpc::Status Publish(const std::string& secret, const v1::CallEvent& event) {
    v1::PublishCallEventRequest request;
    *request.mutable_event() = event;
    v1::PublishCallEventResponse response;
    return stub_->PublishCallEvent(ApiSite::Context(secret).get(), request, &response);
  }
  bool Stored(const std::string& id) {
    return site_.store().store().FindEvent("pbx", id).value().has_value();
  }

  ApiSite site_;
  std::string pbx_;
  std::unique_ptr<v1::TelephonyService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
};

TEST_F(EventStreamTest, EventsAreAcknowledgedInOrderOnceTheyAreInTheJournal) {
  const auto stream = Open();
  Hello(*stream);
  const auto ready = Await(*stream, v1::StreamCallEventsResponse::kReady).ready();

  for (std::int64_t i = 1; i <= 300; ++i) {
    Send(*stream, i, Originated("c" + std::to_string(i), "e" + std::to_string(i)));
  }
  const std::int64_t ack = AwaitAck(*stream, 300);
  stream->WritesDone();
  const auto rest = Await(*stream, v1::StreamCallEventsResponse::kRejected);
  const grpc::Status end = stream->Finish();

  EXPECT_EQ(ready.source(), "sources/pbx");
  EXPECT_EQ(ready.in_flight_max(), 256);
  EXPECT_EQ(ack, 300);
  EXPECT_TRUE(Stored("e300"));
  EXPECT_FALSE(rest.has_rejected());
  EXPECT_TRUE(end.ok()) << end.error_message();
}

TEST_F(EventStreamTest, ARefusedEventIsToldBeforeItsAcknowledgementAndTheStreamGoesOn) {
  const auto stream = Open();
  Hello(*stream);

  Send(*stream, 1, v1::CallEvent());
  Send(*stream, 2, Originated("c2", "e2"));
  v1::StreamCallEventsResponse first;
  do {
    ASSERT_TRUE(stream->Read(&first));
  } while (first.has_ready() || first.has_heartbeat());

  ASSERT_TRUE(first.has_rejected());
  EXPECT_EQ(first.rejected().stream_sequence(), 1);
  EXPECT_EQ(first.rejected().error().reason(), "EVENT_INVALID");
  EXPECT_EQ(first.rejected().error().field_violations(0).field(), "event");
  EXPECT_EQ(AwaitAck(*stream, 2), 2);
  EXPECT_TRUE(Stored("e2"));
}

TEST_F(EventStreamTest, ARepeatedEventIsAcknowledgedAndTakesEffectOnce) {
  EXPECT_TRUE(Publish(pbx_, Originated("c1", "e1")).ok());
  EXPECT_TRUE(Publish(pbx_, Originated("c1", "e1")).ok());

  EXPECT_EQ(site_.metrics().CountOf("jackfield_events_repeated_total"), 1U);
}

TEST_F(EventStreamTest, ADuplicateIsToldWithThePositionOfTheFirst) {
  const auto publish = [this](const std::string& id) {
    v1::PublishCallEventRequest request;
    *request.mutable_event() = Originated("c1", id);
    v1::PublishCallEventResponse response;
    EXPECT_TRUE(stub_->PublishCallEvent(ApiSite::Context(pbx_).get(), request, &response).ok());
    return response;
  };

  const v1::PublishCallEventResponse first = publish("e1");
  const v1::PublishCallEventResponse other = publish("e2");
  const v1::PublishCallEventResponse again = publish("e1");

  EXPECT_FALSE(first.duplicate());
  EXPECT_GT(first.journal_sequence(), 0);
  EXPECT_FALSE(other.duplicate());
  EXPECT_GT(other.journal_sequence(), first.journal_sequence());
  EXPECT_TRUE(again.duplicate());
  EXPECT_EQ(again.journal_sequence(), first.journal_sequence());
}

TEST_F(EventStreamTest, AStreamThatDoesNotBeginWithHelloEnds) {
  const auto stream = Open();

  Send(*stream, 1, Originated("c1", "e1"));
  const grpc::Status end = stream->Finish();

  EXPECT_EQ(ReasonOf(end), "HELLO_REQUIRED");
}

TEST_F(EventStreamTest, AGapInTheNumbersEndsTheStream) {
  const auto stream = Open();
  Hello(*stream);

  Send(*stream, 2, Originated("c1", "e1"));
  Await(*stream, v1::StreamCallEventsResponse::kRejected);
  const grpc::Status end = stream->Finish();

  EXPECT_EQ(end.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(end), "STREAM_SEQUENCE_INVALID");
}

TEST_F(EventStreamTest, AnotherSourceThanTheTokensIsRefused) {
  v1::CallEvent event = Originated("c1", "e1");
  event.set_source("sources/other");

  const grpc::Status status = Publish(pbx_, event);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(ReasonOf(status), "SOURCE_NOT_ALLOWED");
}

TEST_F(EventStreamTest, AnAgentMayNotPublish) {
  const grpc::Status status = Publish(site_.SignIn("agent"), Originated("c1", "e1"));

  EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(ReasonOf(status), "ROLE_NOT_ALLOWED");
}

TEST_F(EventStreamTest, WhoShowsNothingOrAnUnknownSecretIsNotLetIn) {
  const grpc::Status nothing = Publish("", Originated("c1", "e1"));
  const grpc::Status unknown =
      Publish("jf_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", Originated("c1", "e1"));

  EXPECT_EQ(nothing.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(ReasonOf(nothing), "CREDENTIALS_MISSING");
  EXPECT_EQ(unknown.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(ReasonOf(unknown), "CREDENTIALS_INVALID");
}

TEST_F(EventStreamTest, AnEventThatBreaksARuleNamesTheField) {
  const grpc::Status status = Publish(pbx_, Originated("", "e1"));

  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(status), "EVENT_INVALID");
  EXPECT_EQ(FieldOf(status), "event.originated.call");
}

TEST_F(EventStreamTest, AFieldIsNamedAsThePublisherWroteItWhoeverRefusesIt) {
  v1::CallEvent early = Originated("c1", "e1");
  early.mutable_event_time()->set_seconds(4'102'444'800);  // In the year 2100.
  v1::CallEvent foreign = Originated("c1", "e1");
  foreign.set_source("calls/c1");

  EXPECT_EQ(FieldOf(Publish(pbx_, early)), "event.event_time");
  EXPECT_EQ(FieldOf(Publish(pbx_, foreign)), "event.source");
  EXPECT_EQ(FieldOf(Publish(pbx_, v1::CallEvent())), "event");
}

TEST_F(EventStreamTest, AMessageOverOneMebibyteIsRefused) {
  v1::CallEvent event;
  event.mutable_switch_snapshot()->add_queues(std::string(1'100'000, 'q'));

  const grpc::Status status = Publish(pbx_, event);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(status.error_message(), testing::HasSubstr("larger than max"));
}

TEST_F(EventStreamTest, ACallWithoutADeadlineIsRefused) {
  v1::PublishCallEventRequest request;
  *request.mutable_event() = Originated("c1", "e1");
  v1::PublishCallEventResponse response;

  const grpc::Status status =
      stub_->PublishCallEvent(ApiSite::StreamContext(pbx_).get(), request, &response);

  EXPECT_EQ(ReasonOf(status), "DEADLINE_REQUIRED");
}

// The first call that the engine knows, and how many commands have no outcome yet.
struct Glance {
  CallId call;
  std::size_t open = 0;
};

class CommandStreamTest : public EventStreamTest {
 protected:
  // A stream that carries out blind transfers, and a call that the agent talks in.
  std::unique_ptr<Stream> OpenTalking() {
    site_.Apply(ApiSite::SmallCentre());
    auto stream = Open();
    v1::StreamCallEventsRequest hello;
    hello.mutable_hello()->add_commands(v1::CALL_COMMAND_KIND_TRANSFER);
    stream->Write(hello);
    v1::CallEvent answered;
    answered.mutable_established()->set_call("c1");
    answered.mutable_established()->set_connection("m1");
    answered.mutable_established()->set_device("PJSIP/1001");
    Send(*stream, 1, Originated("c1", "e1"));
    Send(*stream, 2, answered);
    EXPECT_EQ(AwaitAck(*stream, 2), 2);
    return stream;
  }
  Glance Look() {
    std::promise<Glance> seen;
    site_.engine().Inspect([&](const exchange::State& state) {
      seen.set_value({state.calls.begin()->first, state.commands.size()});
    });
    return seen.get_future().get();
  }
  // Whether all commands have an outcome, within 3 s: less than their deadline.
  bool AllEnd() {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(3);
    while (Look().open > 0) {
      if (std::chrono::steady_clock::now() > limit) return false;
    }
    return true;
  }
  // The reason why the transfer is refused; "": it is not.
  std::string AskToTransfer() {
    const auto target =
        site_.store().keys().Seal({{}, "1002"}, exchange::PersonalText("1002")).value();
    std::promise<Status> answered;
    site_.engine().Command(exchange::TransferBlind{"agent", Look().call, target},
                           [&](const Status& status) { answered.set_value(status); });
    const Status status = answered.get_future().get();
    return status ? "" : status.error().reason;
  }
};

TEST_F(CommandStreamTest, ACommandIsOpenedAndGoesDownTheStreamAndItsResultEndsIt) {
  const auto stream = OpenTalking();

  EXPECT_EQ(AskToTransfer(), "");
  const auto command = Await(*stream, v1::StreamCallEventsResponse::kCommand).command();
  EXPECT_EQ(command.transfer().call(), "c1");
  EXPECT_EQ(command.transfer().connection(), "m1");
  EXPECT_EQ(command.transfer().target(), "1002");
  EXPECT_EQ(Look().open, 1U);
  v1::StreamCallEventsRequest result;
  result.mutable_command_result()->set_command_id(command.command_id());
  result.mutable_command_result()->set_outcome(v1::CallCommandResult::OUTCOME_ACCEPTED);
  stream->Write(result);

  EXPECT_TRUE(AllEnd());
}

TEST_F(CommandStreamTest, AResultWithoutAnOutcomeEndsTheStream) {
  const auto stream = OpenTalking();
  v1::StreamCallEventsRequest result;
  result.mutable_command_result()->set_command_id("1");
  stream->Write(result);

  EXPECT_EQ(Await(*stream, v1::StreamCallEventsResponse::kCommand).message_case(),
            v1::StreamCallEventsResponse::MESSAGE_NOT_SET);
  EXPECT_EQ(ReasonOf(stream->Finish()), "COMMAND_RESULT_INVALID");
}

TEST_F(CommandStreamTest, WithoutAStreamThatCarriesItOutACommandIsRefused) {
  const auto stream = OpenTalking();
  stream->WritesDone();
  while (Await(*stream, v1::StreamCallEventsResponse::kCommand).has_command()) continue;
  EXPECT_TRUE(stream->Finish().ok());
  const auto other = Open();
  Hello(*other);
  v1::CallEvent more = Originated("c2", "e3");
  Send(*other, 1, more);
  EXPECT_EQ(AwaitAck(*other, 1), 1);

  EXPECT_EQ(AskToTransfer(), "COMMAND_NOT_SUPPORTED");
}

}  // namespace
}  // namespace jackfield::grpc_api
