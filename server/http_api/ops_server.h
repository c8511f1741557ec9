#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/http_api/ops_pages.h"
#include "server/net/acceptor.h"

namespace jackfield::http_api {

// Serves the operators' pages over HTTP/1.1: one request a connection.
//
// Flow: at most kConnectionsMax connections, each for kRequestMax at most; a header of at most
// kHeaderBytesMax, no body.
//
// Lifetime: `context` outlives the server and has ended running when the server ends.
//
// Thread safety: confined to the thread that runs `context`.
class OpsServer {
 public:
  static constexpr std::size_t kConnectionsMax = 64;
  static constexpr std::uint32_t kHeaderBytesMax = 8 * 1024;
  static constexpr Duration kRequestMax{5'000};

  // Listens at once; nothing is answered before `context` runs. Errors: kUnavailable.
  static Result<std::unique_ptr<OpsServer>> Open(boost::asio::io_context& context,
                                                 const std::string& host, std::uint16_t port,
                                                 OpsSources sources);

  void Stop() { acceptor_->Stop(); }

  std::uint16_t port() const { return acceptor_->port(); }

 private:
  OpsServer(boost::asio::io_context& context, std::unique_ptr<net::Acceptor> acceptor,
            OpsSources sources);

  void Serve(int descriptor);

  boost::asio::io_context& context_;
  const std::unique_ptr<net::Acceptor> acceptor_;
  // Shared with the requests in progress, which may outlive the server by moments.
  const std::shared_ptr<const OpsSources> sources_;
};

}  // namespace jackfield::http_api
