#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>  // Before awaitable.hpp: Boost 1.74 needs it.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/http_api/http_message.h"

namespace jackfield::http_api {

// One connection of a client of HTTP/1.1, plain or over TLS: requests in, answers out, one at a
// time.
//
// Flow: nothing waits without a limit. A client that sends its header slower than kHeaderMax, its
// body slower than kBodyMax, reads an answer or a piece of one slower than kWriteMax, or says
// nothing for kIdleMax, is closed. A header has kHeaderBytesMax at most, a body kBodyBytesMax.
//
// Lifetime: the coroutine that serves the connection owns it.
//
// Thread safety: confined to the thread of the socket's executor.
class HttpStream {
 public:
  static constexpr Duration kHandshakeMax{5'000};
  static constexpr Duration kFirstByteMax{10'000};  // From connecting to the first request.
  static constexpr Duration kIdleMax{75'000};       // Between two requests.
  static constexpr Duration kHeaderMax{10'000};
  static constexpr Duration kBodyMax{30'000};
  static constexpr Duration kWriteMax{10'000};
  static constexpr std::uint32_t kHeaderBytesMax = 8 * 1024;
  static constexpr std::size_t kBodyBytesMax = std::size_t{256} * 1024;
  // As much costs less to read than a further connection does.
  static constexpr std::size_t kShortBodyBytes = std::size_t{4} * 1024;

  // Whether the body of a request with this header is wanted.
  using BodyJudge = bool (*)(const HttpRequest& head);

  virtual ~HttpStream() = default;

  // TLS: to be done first. Plain: nothing. Errors: kUnavailable, kDeadlineExceeded.
  virtual boost::asio::awaitable<Status> Handshake() = 0;

  // The next request. One whose body is not short, and not wanted, comes without it; body_left() is
  // true then, and the connection has to be closed when the answer is written. Errors: kUnavailable
  // and kDeadlineExceeded when nothing can be answered any more; kInvalidArgument (HTTP_INVALID),
  // kResourceExhausted (HEADER_TOO_LARGE, BODY_TOO_LARGE): answer, then close.
  virtual boost::asio::awaitable<Result<HttpRequest>> Read(BodyJudge wants_body) = 0;
  virtual bool body_left() const = 0;

  // A whole answer. Errors of all that write: kUnavailable, kDeadlineExceeded; then close.
  virtual boost::asio::awaitable<Status> Write(HttpResponse response) = 0;

  // An answer in pieces: head, pieces of at least one byte, end.
  virtual boost::asio::awaitable<Status> WriteHead(HttpResponse head) = 0;
  virtual boost::asio::awaitable<Status> WritePiece(std::string piece) = 0;
  virtual boost::asio::awaitable<Status> WriteEnd() = 0;

  // Calls `gone` once when the client closes its end, or Abort() is called, while an answer is
  // under way: within a second, and not after it was written. One at a time.
  virtual void WatchClient(std::function<void()> gone) = 0;

  // Says goodbye where TLS wants that, and closes.
  virtual boost::asio::awaitable<void> Close() = 0;

  // Reads and forgets what the client still sends, for a second and as much as a body at most. Why:
  // a client that is sending while the connection is closed may never see the answer.
  virtual boost::asio::awaitable<void> Drain() = 0;

  // Closes at once; what is under way fails.
  virtual void Abort() = 0;
  virtual bool aborted() const = 0;

  // True while no byte of a further request has come.
  virtual bool idle() const = 0;
  virtual bool tls() const = 0;
  // As gRPC writes it: "ipv4:10.0.0.7:51234", "ipv6:[::1]:51234".
  virtual const std::string& peer() const = 0;
};

// Takes over a connected socket.
std::unique_ptr<HttpStream> PlainHttpStream(boost::asio::ip::tcp::socket socket);
// `context` is kept as long as the stream.
std::unique_ptr<HttpStream> TlsHttpStream(boost::asio::ip::tcp::socket socket,
                                          std::shared_ptr<boost::asio::ssl::context> context);

}  // namespace jackfield::http_api
