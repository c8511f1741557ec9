#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "server/base/result.h"
#include "server/base/time.h"

namespace jackfield::grpc_api {

struct GrpcServerOptions {
  std::string certificate_file;         // PEM, the chain; empty: no TLS.
  std::string key_file;                 // PEM.
  unsigned certificate_refresh_s = 10;  // How often the two are looked at, 1 at least.
  std::size_t message_bytes_max = std::size_t{4} * 1024 * 1024;   // Of one request or stream item.
  std::size_t memory_bytes_max = std::size_t{256} * 1024 * 1024;  // For all connections' buffers.
  int streams_per_connection_max = 100;
};

// The gRPC server: our services, health and reflection. It has no listener of its own; connections
// are handed to it.
//
// Rules:
//  G1. Compressed requests are refused, and memory has a quota. Why: gRPC 1.51 checks the size of a
//      message after it was inflated.
//  G2. A silent connection is closed after about 20 s by keepalive, an idle one after
//      kIdleMax, a handshake after kHandshakeMax.
//  G3. When the files of certificate and key change, new connections get the new ones; open ones
//      stay. Between the change of one file and that of the other new connections fail.
//
// Lifetime: the services outlive the server.
//
// Thread safety: thread-safe.
class GrpcServer {
 public:
  static constexpr Duration kKeepalive{10'000};
  static constexpr Duration kHandshakeMax{10'000};
  static constexpr Duration kIdleMax{300'000};

  // Needs files with a certificate and a key that belong together: gRPC starts with others too, and
  // then closes every connection. Errors: kUnavailable.
  static Result<std::unique_ptr<GrpcServer>> Start(const GrpcServerOptions& options,
                                                   const std::vector<grpc::Service*>& services);

  GrpcServer(const GrpcServer&) = delete;
  GrpcServer& operator=(const GrpcServer&) = delete;
  ~GrpcServer() { Stop(Duration{0}); }

  // Serves a connected, non-blocking socket and owns it from now on. Before Start() has returned
  // and after Stop() the connection is closed.
  void TakeConnection(int descriptor);

  // A channel to this very server that needs no connection. Calls by it show no address, and end
  // as the others do when the server stops.
  std::shared_ptr<grpc::Channel> InProcessChannel() const;

  // What health checks are told. False at first.
  void SetServing(bool serving);

  // Refuses new calls, lets those that run end within `limit`, then cancels them, and waits for the
  // last callback. Doing it twice changes nothing.
  void Stop(Duration limit);

 private:
  GrpcServer() = default;

  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace jackfield::grpc_api
