#include "server/app/simulate/event_publisher.h"

#include <optional>
#include <string>
#include <vector>

#include <absl/synchronization/mutex.h>
#include <absl/time/time.h>
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

namespace jackfield::simulate {
namespace {

using testing::ElementsAre;

constexpr Duration kLimit{20'000};

// A server that acknowledges each event at once, ends its first streams after so many events
// without acknowledging the last of them, and refuses events of parked calls.
//
// Thread safety: thread-safe.
class FakeTelephony final : public v1::TelephonyService::Service {
 public:
  explicit FakeTelephony(int streams_cut, int events_before_cut)
      : streams_cut_(streams_cut), events_before_cut_(events_before_cut) {}

  grpc::Status StreamCallEvents(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<v1::StreamCallEventsResponse, v1::StreamCallEventsRequest>* stream)
      override {
    const bool cut = BeginStream();
    v1::StreamCallEventsRequest request;
    if (!stream->Read(&request) || !request.has_hello()) return Refused("HELLO_REQUIRED");
    v1::StreamCallEventsResponse ready;
    ready.mutable_ready()->set_in_flight_max(3);
    stream->Write(ready);
    for (std::int64_t count = 1; stream->Read(&request);) {
      if (!request.has_event()) continue;
      if (request.event().stream_sequence() != count) return Refused("STREAM_SEQUENCE_INVALID");
      Take(request.event().event());
      if (cut && count == events_before_cut_) return {grpc::StatusCode::UNAVAILABLE, "cut"};
      Answer(*stream, request.event());
      ++count;
    }
    absl::MutexLock lock(&mutex_);
    ends_.emplace_back(context->IsCancelled() ? "broken" : "said all");
    return grpc::Status::OK;
  }

  std::vector<std::string> ends() {
    absl::MutexLock lock(&mutex_);
    return ends_;
  }

  std::vector<std::string> taken() {
    absl::MutexLock lock(&mutex_);
    return taken_;
  }

 private:
  static grpc::Status Refused(const std::string& reason) {
    return {grpc::StatusCode::INVALID_ARGUMENT, reason};
  }

  static void Answer(
      grpc::ServerReaderWriter<v1::StreamCallEventsResponse, v1::StreamCallEventsRequest>& stream,
      const v1::StreamedCallEvent& event) {
    v1::StreamCallEventsResponse response;
    if (event.event().has_parked()) {
      response.mutable_rejected()->set_stream_sequence(event.stream_sequence());
      response.mutable_rejected()->mutable_error()->set_reason("EVENT_INVALID");
      stream.Write(response);
    }
    response.mutable_ack()->set_stream_sequence(event.stream_sequence());
    stream.Write(response);
  }

  bool BeginStream() {
    absl::MutexLock lock(&mutex_);
    return streams_cut_-- > 0;
  }

  void Take(const v1::CallEvent& event) {
    absl::MutexLock lock(&mutex_);
    taken_.push_back(event.source_event_id());
  }

  absl::Mutex mutex_;
  int streams_cut_ ABSL_GUARDED_BY(mutex_);
  const int events_before_cut_;
  std::vector<std::string> taken_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> ends_ ABSL_GUARDED_BY(mutex_);  // How streams ended.
};

// A server that sends one command to whoever can dial, and keeps what became of it.
//
// Thread safety: thread-safe.
class CommandingTelephony final : public v1::TelephonyService::Service {
 public:
  grpc::Status StreamCallEvents(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<v1::StreamCallEventsResponse, v1::StreamCallEventsRequest>* stream)
      override {
    v1::StreamCallEventsRequest request;
    stream->Read(&request);
    v1::StreamCallEventsResponse response;
    response.mutable_ready()->set_in_flight_max(3);
    stream->Write(response);
    for (const int kind : request.hello().commands()) {
      if (kind != v1::CALL_COMMAND_KIND_DIAL) continue;
      response.mutable_command()->set_command_id("c1");
      response.mutable_command()->mutable_dial()->set_number("1002");
      stream->Write(response);
    }
    while (stream->Read(&request)) {
      if (!request.has_command_result()) continue;
      absl::MutexLock lock(&mutex_);
      result_ = request.command_result();
      answered_ = true;
    }
    return grpc::Status::OK;
  }

  v1::CallCommandResult AwaitResult() {
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&answered_), absl::FromChrono(kLimit));
    return result_;
  }

 private:
  absl::Mutex mutex_;
  v1::CallCommandResult result_ ABSL_GUARDED_BY(mutex_);
  bool answered_ ABSL_GUARDED_BY(mutex_) = false;
};

// A server of one service. The destructor waits for the service's last call, so the service
// outlives it.
class Served {
 public:
  explicit Served(grpc::Service& service) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&service);
    server_ = builder.BuildAndStart();
  }

  std::shared_ptr<grpc::Channel> Channel() const {
    return grpc::CreateChannel("127.0.0.1:" + std::to_string(port_),
                               grpc::InsecureChannelCredentials());
  }

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

v1::CallEvent Event(const std::string& id) {
  v1::CallEvent event;
  event.set_source_event_id(id);
  event.mutable_call_cleared()->set_call("c");
  return event;
}

TEST(EventPublisherTest, EventsArriveInOrderAlsoBeyondWhatMayBeInFlight) {
  FakeTelephony telephony(0, 0);
  const Served served(telephony);
  EventPublisher publisher(served.Channel(), {"", "test"}, [](std::int64_t, const auto&) {});

  for (const char* id : {"1", "2", "3", "4", "5", "6", "7"}) {
    ASSERT_TRUE(publisher.Publish(Event(id), 0, kLimit));
  }

  ASSERT_TRUE(publisher.Drain(kLimit));
  EXPECT_THAT(telephony.taken(), ElementsAre("1", "2", "3", "4", "5", "6", "7"));
  EXPECT_EQ(publisher.counts().acknowledged, 7);
  EXPECT_EQ(publisher.counts().reconnects, 0);
}

TEST(EventPublisherTest, WhoEndsHasSaidAllAndOpensNoOtherStream) {
  FakeTelephony telephony(0, 0);
  const Served served(telephony);
  {
    EventPublisher publisher(served.Channel(), {"", "test"}, [](std::int64_t, const auto&) {});
    ASSERT_TRUE(publisher.Publish(Event("1"), 0, kLimit));
    ASSERT_TRUE(publisher.Drain(kLimit));
    publisher.End();
  }

  EXPECT_THAT(telephony.ends(), ElementsAre("said all"));
}

TEST(EventPublisherTest, WhatWasNotAcknowledgedIsSentAgainUnderNewNumbersAfterAReconnect) {
  FakeTelephony telephony(1, 2);
  const Served served(telephony);
  EventPublisher publisher(served.Channel(), {"", "test"}, [](std::int64_t, const auto&) {});

  for (const char* id : {"1", "2", "3"}) ASSERT_TRUE(publisher.Publish(Event(id), 0, kLimit));

  ASSERT_TRUE(publisher.Drain(kLimit));
  EXPECT_THAT(telephony.taken(), ElementsAre("1", "2", "2", "3"));
  EXPECT_EQ(publisher.counts().acknowledged, 3);
  EXPECT_EQ(publisher.counts().reconnects, 1);
}

TEST(EventPublisherTest, RejectedEventIsReportedWithItsTagAndTheRestGoesOn) {
  FakeTelephony telephony(0, 0);
  const Served served(telephony);
  absl::Mutex mutex;
  std::vector<std::int64_t> refused;
  EventPublisher publisher(served.Channel(), {"", "test"},
                           [&](std::int64_t tag, const v1::Rejection& error) {
                             absl::MutexLock lock(&mutex);
                             if (error.reason() == "EVENT_INVALID") refused.push_back(tag);
                           });
  v1::CallEvent parked = Event("2");
  parked.mutable_parked()->set_call("c");

  ASSERT_TRUE(publisher.Publish(Event("1"), 11, kLimit));
  ASSERT_TRUE(publisher.Publish(parked, 12, kLimit));
  ASSERT_TRUE(publisher.Publish(Event("3"), 13, kLimit));

  ASSERT_TRUE(publisher.Drain(kLimit));
  absl::MutexLock lock(&mutex);
  EXPECT_THAT(refused, ElementsAre(12));
  EXPECT_EQ(publisher.counts().acknowledged, 3);
  EXPECT_EQ(publisher.counts().rejected, 1);
}

TEST(EventPublisherTest, ACommandIsHandedOverAndItsOutcomeTold) {
  CommandingTelephony telephony;
  const Served served(telephony);
  EventPublisher publisher(served.Channel(), {"", "test", {v1::CALL_COMMAND_KIND_DIAL}},
                           [](std::int64_t, const auto&) {});

  const auto command = publisher.TakeCommand(kLimit);
  ASSERT_TRUE(command);
  EXPECT_EQ(command->dial().number(), "1002");
  v1::CallCommandResult accepted;
  accepted.set_command_id(command->command_id());
  accepted.set_outcome(v1::CallCommandResult::OUTCOME_ACCEPTED);
  publisher.Answer(accepted);

  const v1::CallCommandResult told = telephony.AwaitResult();
  EXPECT_EQ(told.command_id(), "c1");
  EXPECT_EQ(told.outcome(), v1::CallCommandResult::OUTCOME_ACCEPTED);
  EXPECT_FALSE(publisher.TakeCommand(Duration{0}).has_value());
}

TEST(EventPublisherTest, RefusalForGoodEndsThePublishingWithTheReason) {
  v1::TelephonyService::Service unimplemented;
  const Served served(unimplemented);
  EventPublisher publisher(served.Channel(), {"", "test"}, [](std::int64_t, const auto&) {});

  ASSERT_TRUE(publisher.Publish(Event("1"), 0, kLimit));

  const Status drained = publisher.Drain(kLimit);
  ASSERT_FALSE(drained);
  EXPECT_EQ(drained.error().code, ErrorCode::kFailedPrecondition);
}

TEST(EventPublisherTest, ServerThatIsNotThereIsUnavailableWithinTheLimit) {
  EventPublisher publisher(grpc::CreateChannel("127.0.0.1:1", grpc::InsecureChannelCredentials()),
                           {"", "test"}, [](std::int64_t, const auto&) {});

  ASSERT_TRUE(publisher.Publish(Event("1"), 0, kLimit));

  const Status drained = publisher.Drain(Duration{300});
  ASSERT_FALSE(drained);
  EXPECT_EQ(drained.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace jackfield::simulate
