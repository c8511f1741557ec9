#include "server/http_api/bridged_call.h"

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gmock/gmock.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "server/grpc_api/status_mapping.h"
#include "server/http_api/web_server.h"
#include "tests/integration/http_api/web_server_fixture.h"
#include "tests/support/fake_metrics.h"
#include "tests/support/http_client.h"

namespace jackfield::http_api {
namespace {

using test::HttpClient;
using test::kGrpcWeb;
using test::kStreamsEnded;
using test::kWatchDesk;
using test::kWhoAmI;
using ::testing::HasSubstr;

constexpr std::chrono::seconds kLimit{20};

// Writes the same answer again and again, as fast as they are taken; owns itself.
//
// Thread safety: as gRPC calls it.
class Flood final : public grpc::ServerGenericBidiReactor {
 public:
  // `cancelled` is called when the client wants no more.
  Flood(int answers, std::size_t bytes, std::function<void()> cancelled)
      : left_(answers), cancelled_(std::move(cancelled)) {
    const grpc::Slice slice(std::string(bytes, 'x'));
    answer_ = grpc::ByteBuffer(&slice, 1);
    WriteNext();
  }

 private:
  void WriteNext() {
    if (left_-- == 0) return Finish(grpc::Status::OK);
    StartWrite(&answer_);
  }
  void OnWriteDone(bool ok) override {
    if (ok) return WriteNext();
    Finish(grpc::Status::CANCELLED);
  }
  void OnCancel() override { cancelled_(); }
  void OnDone() override { delete this; }

  int left_;
  const std::function<void()> cancelled_;
  grpc::ByteBuffer answer_;
};

// A server whose WatchDesk sends `answers` of `bytes` each, and whose other methods one empty one.
//
// Thread safety: none; one per test.
class FloodServer {
 public:
  FloodServer(int answers, std::size_t bytes) : service_(answers, bytes) {
    grpc::ServerBuilder builder;
    builder.RegisterCallbackGenericService(&service_);
    server_ = builder.BuildAndStart();
  }

  std::shared_ptr<grpc::Channel> InProcess() { return server_->InProcessChannel({}); }
  bool AwaitCancelled() {
    return service_.cancelled.get_future().wait_for(kLimit) == std::future_status::ready;
  }

 private:
  struct Service final : grpc::CallbackGenericService {
    Service(int answers_each, std::size_t bytes_each) : answers(answers_each), bytes(bytes_each) {}
    grpc::ServerGenericBidiReactor* CreateReactor(
        grpc::GenericCallbackServerContext* context) override {
      const bool floods = context->method() == kWatchDesk;
      return new Flood(floods ? answers : 1, floods ? bytes : 0,
                       [this] { std::call_once(first, [this] { cancelled.set_value(); }); });
    }
    const int answers;
    const std::size_t bytes;
    std::once_flag first;
    std::promise<void> cancelled;  // By the first call.
  };

  Service service_;
  std::unique_ptr<grpc::Server> server_;
};

// A stream of `answers` that nobody takes before all have come or the call was cancelled. Its
// answers, and how it ended.
struct Unread {
  int taken = 0;
  bool shed = false;
  grpc::StatusCode code = grpc::StatusCode::UNKNOWN;
};
Unread LeaveUnread(int answers, std::size_t bytes) {
  FloodServer server(answers, bytes);
  RpcStub stub(server.InProcess());
  boost::asio::io_context context;
  const RpcRequest request{.method = kWatchDesk};
  auto call = BridgedCall::Start(stub, context.get_executor(), request, "ipv4:1.2.3.4:5");
  // gRPC, and what it posted, hold the call until it is done.
  while (call.use_count() > 1 && context.run_one_for(kLimit) > 0) continue;
  Unread unread;
  auto all = boost::asio::co_spawn(
      context,
      [&]() -> boost::asio::awaitable<void> {
        while (co_await call->Next()) ++unread.taken;
      },
      boost::asio::use_future);
  while (all.wait_for(std::chrono::seconds(0)) != std::future_status::ready &&
         context.run_one_for(kLimit) > 0) {
    continue;
  }
  unread.shed = call->shed();
  unread.code = call->status().error_code();
  call.reset();
  context.restart();
  context.run();  // Until gRPC's threads have let go of it, too.
  return unread;
}

// B1.
TEST(BridgedCallTest, AsManyAnswersWaitAsThereIsRoomFor) {
  const Unread unread = LeaveUnread(static_cast<int>(BridgedCall::kAnswersMax), 8);

  EXPECT_EQ(unread.taken, 512);
  EXPECT_FALSE(unread.shed);
  EXPECT_EQ(unread.code, grpc::StatusCode::OK);
}

TEST(BridgedCallTest, OneAnswerTooManyEndsTheCall) {
  const Unread unread = LeaveUnread(static_cast<int>(BridgedCall::kAnswersMax) + 1, 8);

  EXPECT_EQ(unread.taken, 0);
  EXPECT_TRUE(unread.shed);
}

TEST(BridgedCallTest, AsManyBytesWaitAsThereIsRoomFor) {
  EXPECT_FALSE(LeaveUnread(4, 1024 * 1024).shed);
  EXPECT_TRUE(LeaveUnread(5, 1024 * 1024).shed);
}

// B3. The service ends calls while answers wait and reads are under way, of their own accord and
// because nobody wants them any more. A call that gRPC does not end would keep the server from
// stopping: the test would not end.
TEST(BridgedCallTest, CallsThatEndMeanwhileLeaveNothingBehind) {
  constexpr int kRounds = 3'000;
  FloodServer server(20, 8);
  RpcStub stub(server.InProcess());
  boost::asio::io_context context;
  const RpcRequest request{.method = kWatchDesk};
  int taken = 0;
  auto all = boost::asio::co_spawn(
      context,
      [&]() -> boost::asio::awaitable<void> {
        for (int i = 0; i < kRounds; ++i) {
          const auto whole =
              BridgedCall::Start(stub, context.get_executor(), request, "ipv4:1.2.3.4:5");
          const auto cut =
              BridgedCall::Start(stub, context.get_executor(), request, "ipv4:1.2.3.4:5");
          co_await cut->Next();
          cut->Cancel();
          while (co_await whole->Next()) ++taken;
        }
      },
      boost::asio::use_future);

  context.run();

  all.get();
  EXPECT_EQ(taken, kRounds * 20);
}

// A reader who stands still costs what waits for it at most, learns why it was cut off, and holds
// up nobody.
TEST(BridgedCallTest, WhoDoesNotReadIsShedAndOthersGoOn) {
  FloodServer flood(1'000'000, 8 * 1024);
  fakes::FakeMetrics metrics;
  WebServerOptions options;
  options.listen = {.host = "127.0.0.1", .port = 0};
  const auto server = WebServer::Start(
                          std::move(options), flood.InProcess(),
                          [](const Error& error) { return grpc_api::ToGrpcStatus(error); }, metrics)
                          .value();
  HttpClient slow(server->port());
  HttpClient other(server->port());

  const HttpClient::Fields fields = {{"content-type", kGrpcWeb}, {"authorization", "Bearer x"}};
  slow.Send(kWatchDesk, MessageFrame(""), fields);
  EXPECT_TRUE(flood.AwaitCancelled());
  for (int i = 0; i < 100; ++i) {
    ASSERT_THAT(other.Post(kWhoAmI, MessageFrame(""), fields).body(),
                HasSubstr("grpc-status: 0\r\n"));
  }

  const std::string answer = slow.AwaitBody(std::string::npos);
  EXPECT_THAT(answer.substr(answer.size() - 1'000), HasSubstr("grpc-status: 8\r\n"));
  EXPECT_EQ(metrics.CountOf(kStreamsEnded, "by=slow"), 1U);
}

}  // namespace
}  // namespace jackfield::http_api
