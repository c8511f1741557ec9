#include "server/grpc_api/grpc_server.h"

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <gtest/gtest.h>

#include "jackfield/v1/desk_service.grpc.pb.h"

#include "server/net/acceptor.h"

namespace jackfield::grpc_api {
namespace {

using std::chrono_literals::operator""s;

constexpr std::chrono::seconds kLimit = 10s;

// Goes on until it is cancelled; owns itself.
//
// Thread safety: as gRPC calls it.
class EndlessStream final : public grpc::ServerWriteReactor<v1::WatchDeskResponse> {
 public:
  EndlessStream() { StartSendInitialMetadata(); }

 private:
  void OnCancel() override { Finish(grpc::Status::CANCELLED); }
  void OnDone() override { delete this; }
};

// Thread safety: thread-safe.
class EndlessDesks final : public v1::DeskService::CallbackService {
 public:
  grpc::ServerWriteReactor<v1::WatchDeskResponse>* WatchDesk(grpc::CallbackServerContext*,
                                                             const v1::WatchDeskRequest*) override {
    return new EndlessStream();
  }
};

// A server with one service of its own behind an acceptor, as the program has them.
//
// Thread safety: none; one per test.
class GrpcServerTest : public testing::Test {
 protected:
  void SetUp() override {
    server_ = GrpcServer::Start({}, {&desks_}).value();
    acceptor_ =
        net::Acceptor::Open(
            context_, {.host = "127.0.0.1", .port = 0, .connections_max = 2, .per_address_max = 2})
            .value();
    acceptor_->Start([this](int descriptor) { server_->TakeConnection(descriptor); });
    thread_ = std::thread([this] { context_.run(); });
  }

  ~GrpcServerTest() override {
    boost::asio::post(context_, [this] { acceptor_->Stop(); });
    thread_.join();
  }

  // A channel with a connection of its own; gRPC shares them otherwise.
  std::shared_ptr<grpc::Channel> Connect() const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(acceptor_->port()),
                                     grpc::InsecureChannelCredentials(), arguments);
  }

  // Calls grpc.health.v1.Health/Check; "" and the serving status as its bytes.
  static std::pair<grpc::Status, std::string> CheckHealth(
      const std::shared_ptr<grpc::Channel>& channel) {
    grpc::GenericStub stub(channel);
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    context.set_deadline(std::chrono::system_clock::now() + kLimit);
    const grpc::Slice nothing;
    const grpc::ByteBuffer request(&nothing, 1);
    grpc::ByteBuffer response;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request, &response,
                   [&](grpc::Status status) { done.set_value(std::move(status)); });
    grpc::Status status = done.get_future().get();
    grpc::Slice slice;
    if (!status.ok() || !response.DumpToSingleSlice(&slice).ok()) return {status, ""};
    return {status, std::string(reinterpret_cast<const char*>(slice.begin()), slice.size())};
  }

  boost::asio::io_context context_;
  EndlessDesks desks_;
  std::unique_ptr<GrpcServer> server_;
  std::unique_ptr<net::Acceptor> acceptor_;
  std::thread thread_;
};

const std::string kServing = {'\x08', '\x01'};  // HealthCheckResponse{status: SERVING}
const std::string kNotServing = {'\x08', '\x02'};

TEST_F(GrpcServerTest, HandedConnectionIsServed) {
  const auto channel = Connect();

  const auto before = CheckHealth(channel);
  server_->SetServing(true);
  const auto after = CheckHealth(channel);

  EXPECT_TRUE(before.first.ok()) << before.first.error_message();
  EXPECT_EQ(before.second, kNotServing);
  EXPECT_EQ(after.second, kServing);
}

// The acceptor's count follows what gRPC closes: else the third connection would be refused.
TEST_F(GrpcServerTest, ConnectionThatEndsMakesRoom) {
  for (int round = 0; round < 5; ++round) {
    auto first = Connect();
    auto second = Connect();
    ASSERT_TRUE(CheckHealth(first).first.ok()) << round;
    ASSERT_TRUE(CheckHealth(second).first.ok()) << round;
  }
}

TEST_F(GrpcServerTest, StopEndsConnectionsWithinItsLimit) {
  const auto channel = Connect();
  ASSERT_TRUE(CheckHealth(channel).first.ok());

  server_->Stop(Duration{100});
  server_->Stop(Duration{100});

  EXPECT_NE(channel->GetState(false), GRPC_CHANNEL_READY);
}

// Else a client that watches could keep the program from stopping.
TEST_F(GrpcServerTest, StopCancelsCallsThatGoOnAtItsLimit) {
  const auto far = v1::DeskService::NewStub(Connect());
  const auto near = v1::DeskService::NewStub(server_->InProcessChannel());
  const v1::WatchDeskRequest request;
  grpc::ClientContext far_context;
  grpc::ClientContext near_context;
  const auto far_stream = far->WatchDesk(&far_context, request);
  const auto near_stream = near->WatchDesk(&near_context, request);
  far_stream->WaitForInitialMetadata();
  near_stream->WaitForInitialMetadata();
  const auto begin = std::chrono::steady_clock::now();

  server_->Stop(Duration{300});

  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_GE(took, std::chrono::milliseconds(300));
  EXPECT_LT(took, kLimit);
  EXPECT_FALSE(far_stream->Finish().ok());
  EXPECT_FALSE(near_stream->Finish().ok());
}

}  // namespace
}  // namespace jackfield::grpc_api
