#include "agent-client/connection/server_connection.h"

#include <chrono>
#include <fstream>
#include <iterator>
#include <utility>

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include "jackfield/v1/session_service.grpc.pb.h"

#include "agent-client/connection/rpc_error.h"

namespace jackfield::client {
namespace {

constexpr int kKeepaliveMs = 10'000;
constexpr int kReconnectMinMs = 200;
constexpr int kReconnectMaxMs = 2'000;
constexpr int kConnectLimitMs = 5'000;  // For TCP, TLS and the first frame of HTTP/2.
constexpr std::size_t kSecretBytesMax = 64 * 1024;

}  // namespace

Result<std::string> ReadSecretFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return FailField("FILE_UNREADABLE", path, "cannot be read");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.size() > kSecretBytesMax) return FailField("FILE_TOO_LARGE", path, "above 64 KiB");
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

bool IsLoopback(std::string_view target) {
  if (target.starts_with("unix:")) return true;
  for (const std::string_view scheme : {"dns:///", "dns:", "ipv4:", "ipv6:"}) {
    if (target.starts_with(scheme)) {
      target.remove_prefix(scheme.size());
      break;
    }
  }
  if (target.starts_with('[')) return target.substr(0, target.find(']') + 1) == "[::1]";
  const std::string_view host = target.substr(0, target.find(':'));
  if (host == "localhost") return true;
  // 127.0.0.1.example.org is a name: of a number all four parts are digits.
  return host.starts_with("127.") &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

Result<std::shared_ptr<grpc::Channel>> OpenChannel(const ServerAddress& address) {
  if (address.ca_file.empty() && !address.insecure && !IsLoopback(address.target)) {
    return FailField("TLS_REQUIRED", "--server",
                     address.target +
                         " is another machine, and the password would be sent in the clear: give "
                         "--ca-file, or --insecure when the network is trusted");
  }
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
  if (!address.ca_file.empty()) {
    Result<std::string> authority = ReadSecretFile(address.ca_file);
    if (!authority) return Fail(authority);
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = std::move(*authority);
    credentials = grpc::SslCredentials(options);
  }
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectMinMs);
  // In spite of its name this is how long an attempt may take, not the pause before the next one.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectLimitMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMaxMs);
  return grpc::CreateCustomChannel(address.target, credentials, arguments);
}

void Prepare(grpc::ClientContext& context, const std::string& token, Duration limit) {
  if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
  context.set_deadline(std::chrono::system_clock::now() + limit);
}

Result<std::string> SignIn(const std::shared_ptr<grpc::Channel>& channel, const std::string& login,
                           const std::string& password) {
  grpc::ClientContext context;
  Prepare(context, {});
  v1::SignInRequest request;
  request.set_login(login);
  request.set_password(password);
  v1::SignInResponse response;
  const grpc::Status done =
      v1::SessionService::NewStub(channel)->SignIn(&context, request, &response);
  if (!done.ok()) return tl::unexpected<Error>(ToError(done));
  return response.secret();
}

}  // namespace jackfield::client
