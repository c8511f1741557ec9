#include "server/http_api/http_stream.h"

#include <chrono>
#include <optional>
#include <type_traits>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <sys/socket.h>

#include "server/net/stream_steps.h"

namespace jackfield::http_api {
namespace {

namespace http = boost::beast::http;
using boost::asio::awaitable;
using boost::asio::redirect_error;
using boost::asio::use_awaitable;
using boost::asio::ip::tcp;
using boost::system::error_code;
using net::FailedStep;
using Plain = boost::beast::tcp_stream;
using Tls = boost::beast::ssl_stream<boost::beast::tcp_stream>;

constexpr std::size_t kReadBytes = 4 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::string PeerOf(const tcp::socket& socket) {
  error_code error;
  const tcp::endpoint endpoint = socket.remote_endpoint(error);
  if (error) return "unknown";
  const std::string address = endpoint.address().to_string();
  const std::string port = std::to_string(endpoint.port());
  return endpoint.address().is_v6() ? "ipv6:[" + address + "]:" + port
                                    : "ipv4:" + address + ":" + port;
}

tl::unexpected<Error> FailedRead(const error_code& error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return Fail(ErrorCode::kResourceExhausted, "HEADER_TOO_LARGE",
                "the header must have at most 8 KiB");
  }
  if (error == http::error::body_limit) {
    return Fail(ErrorCode::kResourceExhausted, "BODY_TOO_LARGE",
                "the body must have at most 256 KiB");
  }
  const bool ours = error.category() == http::make_error_code(http::error{}).category();
  if (ours && error != http::error::end_of_stream && error != http::error::partial_message) {
    return Fail(ErrorCode::kInvalidArgument, "HTTP_INVALID", error.message());
  }
  return FailedStep(error);
}

// Thread safety: see HttpStream.
template <typename Stream>
class BeastHttpStream final : public HttpStream {
 public:
  static constexpr bool kTls = std::is_same_v<Stream, Tls>;

  // TLS: `context` is that of `stream`.
  BeastHttpStream(Stream stream, std::shared_ptr<boost::asio::ssl::context> context)
      : context_(std::move(context)),
        stream_(std::move(stream)),
        peer_(PeerOf(tcp_stream().socket())) {}

  awaitable<Status> Handshake() override {
    if constexpr (kTls) {
      error_code error;
      Limit(kHandshakeMax);
      co_await stream_.async_handshake(boost::asio::ssl::stream_base::server,
                                       redirect_error(use_awaitable, error));
      if (error) co_return FailedStep(error);
    }
    co_return Status{};
  }

  awaitable<Result<HttpRequest>> Read() override {
    if (buffer_.size() == 0) {
      const Status begun = co_await ReadFirstBytes();
      if (!begun) co_return Fail(begun);
    }
    first_ = false;
    http::request_parser<http::string_body> parser;
    parser.header_limit(kHeaderBytesMax);
    parser.body_limit(kBodyBytesMax);
    error_code error;
    Limit(kHeaderMax);
    co_await http::async_read_header(stream_, buffer_, parser,
                                     redirect_error(use_awaitable, error));
    if (error) co_return FailedRead(error);
    if (parser.get()[http::field::expect] == "100-continue") {
      const Status asked = co_await WriteBytes(std::string(kContinue));
      if (!asked) co_return Fail(asked);
    }
    Limit(kBodyMax);
    co_await http::async_read(stream_, buffer_, parser, redirect_error(use_awaitable, error));
    if (error) co_return FailedRead(error);
    co_return parser.release();
  }

  awaitable<Status> Write(HttpResponse response) override {
    error_code error;
    Limit(kWriteMax);
    co_await http::async_write(stream_, response, redirect_error(use_awaitable, error));
    if (error) co_return FailedStep(error);
    co_return Status{};
  }

  awaitable<Status> WriteHead(HttpResponse head) override {
    head.chunked(true);
    error_code error;
    http::response_serializer<http::string_body> serializer(head);
    Limit(kWriteMax);
    co_await http::async_write_header(stream_, serializer, redirect_error(use_awaitable, error));
    if (error) co_return FailedStep(error);
    co_return Status{};
  }

  awaitable<Status> WritePiece(std::string piece) override {
    error_code error;
    Limit(kWriteMax);
    co_await boost::asio::async_write(stream_, http::make_chunk(boost::asio::buffer(piece)),
                                      redirect_error(use_awaitable, error));
    if (error) co_return FailedStep(error);
    co_return Status{};
  }

  awaitable<Status> WriteEnd() override {
    error_code error;
    Limit(kWriteMax);
    co_await boost::asio::async_write(stream_, http::make_chunk_last(),
                                      redirect_error(use_awaitable, error));
    watched_.reset();
    if (error) co_return FailedStep(error);
    co_return Status{};
  }

  void WatchClient(std::function<void()> gone) override {
    watched_ = std::make_shared<std::function<void()>>(std::move(gone));
    tcp::socket& socket = tcp_stream().socket();
    socket.async_wait(
        tcp::socket::wait_read, [this, watch = std::weak_ptr(watched_)](const error_code& error) {
          const std::shared_ptr<std::function<void()>> wanted = watch.lock();
          if (!wanted || error) return;
          char byte = 0;
          const ssize_t size =
              recv(tcp_stream().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
          // More bytes: the client is there, and its next write shows when it goes.
          if (size <= 0) (*wanted)();
        });
  }

  awaitable<void> Close() override {
    error_code error;
    if constexpr (kTls) {
      Limit(kWriteMax);
      co_await stream_.async_shutdown(redirect_error(use_awaitable, error));
    }
    tcp_stream().socket().shutdown(tcp::socket::shutdown_both, error);
    tcp_stream().close();
  }

  void Abort() override { tcp_stream().close(); }

  bool tls() const override { return kTls; }
  const std::string& peer() const override { return peer_; }

 private:
  boost::beast::tcp_stream& tcp_stream() { return boost::beast::get_lowest_layer(stream_); }

  void Limit(Duration limit) { tcp_stream().expires_after(limit); }

  awaitable<Status> ReadFirstBytes() {
    error_code error;
    Limit(first_ ? kFirstByteMax : kIdleMax);
    const std::size_t size = co_await stream_.async_read_some(buffer_.prepare(kReadBytes),
                                                              redirect_error(use_awaitable, error));
    if (error) co_return FailedStep(error);
    buffer_.commit(size);
    co_return Status{};
  }

  awaitable<Status> WriteBytes(std::string bytes) {
    error_code error;
    Limit(kWriteMax);
    co_await boost::asio::async_write(stream_, boost::asio::buffer(bytes),
                                      redirect_error(use_awaitable, error));
    if (error) co_return FailedStep(error);
    co_return Status{};
  }

  const std::shared_ptr<boost::asio::ssl::context> context_;
  Stream stream_;
  const std::string peer_;
  boost::beast::flat_buffer buffer_{kHeaderBytesMax + kBodyBytesMax};
  bool first_ = true;                               // No request came yet.
  std::shared_ptr<std::function<void()>> watched_;  // Whom to tell that the client is gone.
};

}  // namespace

std::unique_ptr<HttpStream> PlainHttpStream(tcp::socket socket) {
  return std::make_unique<BeastHttpStream<Plain>>(Plain(std::move(socket)), nullptr);
}

std::unique_ptr<HttpStream> TlsHttpStream(tcp::socket socket,
                                          std::shared_ptr<boost::asio::ssl::context> context) {
  Tls stream(boost::beast::tcp_stream(std::move(socket)), *context);
  return std::make_unique<BeastHttpStream<Tls>>(std::move(stream), std::move(context));
}

}  // namespace jackfield::http_api
