#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "server/grpc_api/grpc_server.h"
#include "server/net/acceptor.h"
#include "tests/support/certificates.h"
#include "tests/support/temporary_folder.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::chrono::seconds kLimit{20};

// A server with TLS behind an acceptor, as the program has them.
//
// Thread safety: none; one per test.
class GrpcServerTlsTest : public testing::Test {
 protected:
  GrpcServerTlsTest() {
    Install(fakes::kFirstCertificate);
    GrpcServerOptions options;
    options.certificate_file = folder_.File("certificate.pem");
    options.key_file = folder_.File("key.pem");
    options.certificate_refresh_s = 1;
    server_ = GrpcServer::Start(options, {}).value();
    acceptor_ = net::Acceptor::Open(
                    context_,
                    {.host = "127.0.0.1", .port = 0, .connections_max = 64, .per_address_max = 64})
                    .value();
    acceptor_->Start([this](int descriptor) { server_->TakeConnection(descriptor); });
    thread_ = std::thread([this] { context_.run(); });
  }

  ~GrpcServerTlsTest() override {
    boost::asio::post(context_, [this] { acceptor_->Stop(); });
    thread_.join();
  }

  void Install(const fakes::CertificatePair& pair) {
    Replace("certificate.pem", pair.certificate);
    Replace("key.pem", pair.key);
  }
  void Replace(const std::string& name, const char* text) {
    const std::string file = folder_.File(name);
    std::ofstream(file + ".new") << text;
    ASSERT_EQ(std::rename((file + ".new").c_str(), file.c_str()), 0);
  }

  // A connection of its own that trusts this certificate alone.
  std::shared_ptr<grpc::Channel> Connect(const fakes::CertificatePair& trusted) const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetSslTargetNameOverride("jackfield.test");
    return grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(acceptor_->port()),
                                     grpc::SslCredentials({.pem_root_certs = trusted.certificate}),
                                     arguments);
  }

  // Whether the server shows `pair` now.
  bool Shows(const fakes::CertificatePair& pair) const {
    const auto channel = Connect(pair);
    for (;;) {
      const grpc_connectivity_state state = channel->GetState(true);
      if (state == GRPC_CHANNEL_READY) return true;
      if (state == GRPC_CHANNEL_TRANSIENT_FAILURE) return false;
      if (!channel->WaitForStateChange(state, std::chrono::system_clock::now() + kLimit)) {
        return false;
      }
    }
  }

  const fakes::TemporaryFolder folder_;
  boost::asio::io_context context_;
  std::unique_ptr<GrpcServer> server_;
  std::unique_ptr<net::Acceptor> acceptor_;
  std::thread thread_;
};

TEST_F(GrpcServerTlsTest, ItsCertificateIsThatOfTheFile) {
  EXPECT_TRUE(Shows(fakes::kFirstCertificate));
  EXPECT_FALSE(Shows(fakes::kSecondCertificate));
}

// G3.
TEST_F(GrpcServerTlsTest, AChangedCertificateIsShownToNewConnectionsAndOpenOnesStay) {
  const auto open = Connect(fakes::kFirstCertificate);
  ASSERT_TRUE(open->WaitForConnected(std::chrono::system_clock::now() + kLimit));

  Install(fakes::kSecondCertificate);

  const auto end = std::chrono::steady_clock::now() + kLimit;
  bool shown = false;
  while (!shown && std::chrono::steady_clock::now() < end) {
    open->WaitForStateChange(GRPC_CHANNEL_READY,
                             std::chrono::system_clock::now() + std::chrono::milliseconds{100});
    shown = Shows(fakes::kSecondCertificate);
  }
  EXPECT_TRUE(shown);
  EXPECT_FALSE(Shows(fakes::kFirstCertificate));
  EXPECT_EQ(open->GetState(false), GRPC_CHANNEL_READY);
}

}  // namespace
}  // namespace jackfield::grpc_api
