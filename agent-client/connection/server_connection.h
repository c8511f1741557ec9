#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include "server/base/result.h"
#include "server/base/time.h"

namespace jackfield::client {

// Where the server is, and how it is known to be the right one.
struct ServerAddress {
  std::string target = "127.0.0.1:7700";
  std::string ca_file;  // PEM of the authority that signed the server's certificate. Empty: no TLS.
  bool insecure = false;  // Passwords and callers may go to another machine in the clear.
};

// Whether `target` is on this machine for certain: localhost, 127.…, [::1] or a unix socket.
//
// Thread safety: pure function.
bool IsLoopback(std::string_view target);

// A limit for every unary call; the server refuses calls without one.
inline constexpr Duration kCallLimit{10'000};

// The largest message that a client takes.
inline constexpr int kMessageBytesMax = 4 * 1024 * 1024;

// A channel to the server. Connects at the first call, and again by itself.
// Errors: kInvalidArgument when the certificate file cannot be read; when the server is not on this
// machine, and there is neither a certificate file nor `insecure`.
Result<std::shared_ptr<grpc::Channel>> OpenChannel(const ServerAddress& address);

// Gives a call its credentials and its limit.
void Prepare(grpc::ClientContext& context, const std::string& token, Duration limit = kCallLimit);

// Signs in. Returns the session's secret, to be sent with every call.
// Errors: kUnauthenticated, kUnavailable, kResourceExhausted (too many attempts).
Result<std::string> SignIn(const std::shared_ptr<grpc::Channel>& channel, const std::string& login,
                           const std::string& password);

// The content of a file that holds a password or a token, without the end of its last line.
// Errors: kInvalidArgument when it cannot be read.
Result<std::string> ReadSecretFile(const std::string& path);

}  // namespace jackfield::client
