#include "server/http_api/http_stream.h"

#include <chrono>
#include <optional>
#include <type_traits>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <poll.h>

#include "server/http_api/header_progress.h"
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
constexpr Duration kWatchInterval{1'000};
constexpr Duration kDrainMax{1'000};
constexpr std::string_view kHeaderEnd = "\r\n\r\n";
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

tl::unexpected<Error> Invalid(std::string rule) {
  return Fail(ErrorCode::kInvalidArgument, "HTTP_INVALID", std::move(rule));
}

// No bytes that follow make it the header of a request.
bool IsNoHeader(std::string_view begun) {
  http::request_parser<http::empty_body> parser;
  error_code error;
  parser.put(boost::asio::buffer(begun.data(), begun.size()), error);
  return error && error != http::error::need_more;
}

// RFC 9112, 5.2: a field goes on in the next line.
bool HasFoldedField(std::string_view raw) {
  return raw.find("\r\n ") != std::string_view::npos ||
         raw.find("\r\n\t") != std::string_view::npos;
}

// RFC 9112: what makes two readers see two different requests is refused, also where this reader
// would understand it (sections 3.2, 5.2, 6.1).
Status CheckHeader(const http::request_header<>& header, bool folded) {
  if (folded) return Invalid("a header field must stand in one line");
  if (header.version() == 11 && header.count(http::field::host) != 1)
    return Invalid("there must be one Host");
  const auto codings = header.count(http::field::transfer_encoding);
  if (codings == 0) return {};
  if (codings > 1 || header.count(http::field::content_length) > 0 ||
      !boost::beast::iequals(header[http::field::transfer_encoding], "chunked")) {
    return Invalid("Transfer-Encoding must be chunked, once, without Content-Length");
  }
  return {};
}

// Also one whose length is not known beforehand.
bool HasLongBody(const http::request_parser<http::string_body>& parser) {
  return parser.chunked() || parser.content_length().value_or(0) > HttpStream::kShortBodyBytes;
}

// The client has closed its end, or the connection is broken; also behind bytes that nobody read.
bool IsGone(int descriptor) {
  pollfd watched{.fd = descriptor, .events = POLLRDHUP, .revents = 0};
  return poll(&watched, 1, 0) > 0 && (watched.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
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
        peer_(PeerOf(tcp_stream().socket())),
        watch_timer_(stream_.get_executor()) {}

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

  awaitable<Result<HttpRequest>> Read(BodyJudge wants_body) override {
    if (buffer_.size() == 0) {
      const Status begun = co_await ReadFirstBytes();
      if (!begun) co_return Fail(begun);
    }
    first_ = false;
    Limit(kHeaderMax);
    const Status whole = co_await ReadHeaderBytes();
    if (!whole) co_return Fail(whole);
    const bool folded = HasFoldedField(Buffered().substr(0, Buffered().find(kHeaderEnd)));
    http::request_parser<http::string_body> parser;
    parser.header_limit(kHeaderBytesMax);
    parser.body_limit(kBodyBytesMax);
    error_code error;
    co_await http::async_read_header(stream_, buffer_, parser,
                                     redirect_error(use_awaitable, error));
    if (error) co_return FailedRead(error);
    const Status clear = CheckHeader(parser.get(), folded);
    if (!clear) co_return Fail(clear);
    body_left_ = HasLongBody(parser) && !wants_body(parser.get());
    if (body_left_) {
      HttpRequest head = std::move(parser.get());
      head.keep_alive(false);
      co_return head;
    }
    // As it is now: a chunked body may bring further fields at its end, which count for nothing.
    std::optional<http::request_header<>> header;
    if (parser.chunked()) header = parser.get().base();
    if (boost::beast::iequals(parser.get()[http::field::expect], "100-continue")) {
      const Status asked = co_await WriteBytes(std::string(kContinue));
      if (!asked) co_return Fail(asked);
    }
    Limit(kBodyMax);
    co_await http::async_read(stream_, buffer_, parser, redirect_error(use_awaitable, error));
    if (error) co_return FailedRead(error);
    HttpRequest request = parser.release();
    if (header) request.base() = *std::move(header);
    co_return request;
  }

  awaitable<Status> Write(HttpResponse response) override {
    error_code error;
    Limit(kWriteMax);
    co_await http::async_write(stream_, response, redirect_error(use_awaitable, error));
    watched_.reset();
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
    WatchLater();
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

  awaitable<void> Drain() override {
    error_code error;
    tcp_stream().socket().shutdown(tcp::socket::shutdown_send, error);
    Limit(kDrainMax);
    for (std::size_t read = 0; !error && read < kBodyBytesMax;) {
      buffer_.clear();
      read += co_await tcp_stream().async_read_some(buffer_.prepare(kReadBytes),
                                                    redirect_error(use_awaitable, error));
    }
  }

  void Abort() override {
    aborted_ = true;
    // Who writes nothing for a long time does not notice that the connection is closed.
    if (const auto watched = std::exchange(watched_, nullptr)) (*watched)();
    tcp_stream().close();
  }

  bool body_left() const override { return body_left_; }

  bool aborted() const override { return aborted_; }

  bool idle() const override { return idle_; }

  bool tls() const override { return kTls; }
  const std::string& peer() const override { return peer_; }

 private:
  boost::beast::tcp_stream& tcp_stream() { return boost::beast::get_lowest_layer(stream_); }

  void Limit(Duration limit) { tcp_stream().expires_after(limit); }

  std::string_view Buffered() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
  }

  awaitable<Status> ReadSome() {
    error_code error;
    const std::size_t size = co_await stream_.async_read_some(buffer_.prepare(kReadBytes),
                                                              redirect_error(use_awaitable, error));
    if (error) co_return FailedStep(error);
    buffer_.commit(size);
    co_return Status{};
  }

  awaitable<Status> ReadFirstBytes() {
    Limit(first_ ? kFirstByteMax : kIdleMax);
    idle_ = true;
    const Status read = co_await ReadSome();
    idle_ = false;
    co_return read;
  }

  // Until the whole header is there, or it is clear that none will be.
  awaitable<Status> ReadHeaderBytes() {
    HeaderProgress progress(IsNoHeader);
    while (!progress.IsSettled(Buffered()) && buffer_.size() <= kHeaderBytesMax) {
      const Status read = co_await ReadSome();
      if (!read) co_return read;
    }
    co_return Status{};
  }

  void WatchLater() {
    watch_timer_.expires_after(kWatchInterval);
    watch_timer_.async_wait([this, watch = std::weak_ptr(watched_)](const error_code& error) {
      const std::shared_ptr<std::function<void()>> wanted = watch.lock();
      if (error || !wanted) return;
      if (!IsGone(tcp_stream().socket().native_handle())) return WatchLater();
      watched_.reset();
      (*wanted)();
    });
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
  bool first_ = true;  // No request came yet.
  bool body_left_ = false;
  bool aborted_ = false;
  bool idle_ = false;  // Waits for the first byte of a request.
  boost::asio::steady_timer watch_timer_;
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
