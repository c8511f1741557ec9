#include "server/http_api/web_server.h"

#include <chrono>
#include <utility>

#include <absl/cleanup/cleanup.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/http_api/web_figures.h"

namespace jackfield::http_api {
namespace {

namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using boost::asio::awaitable;
using boost::asio::ip::tcp;

constexpr Duration kFiguresInterval{1'000};
constexpr Duration kGoodbyeMax{1'500};
// A client that is cut off, and does not close, is given up after so long.
constexpr int kUnheardMaxMs = 10'000;
constexpr int kProbeSeconds = 5;
// What the system may keep of one client's answers, beside what this program does.
constexpr int kSendBufferBytes = 256 * 1024;
constexpr unsigned kHttp11 = 11;
// Mozilla's "intermediate" choice for TLS 1.2; those of TLS 1.3 are all good.
constexpr const char* kCiphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

Result<std::shared_ptr<ssl::context>> MakeTlsContext(const std::string& chain_pem,
                                                     const std::string& key_pem) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  boost::system::error_code error;
  context->set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 |
                           ssl::context::no_tlsv1_1 | ssl::context::no_compression,
                       error);
  SSL_CTX_set_cipher_list(context->native_handle(), kCiphers);
  if (!error) context->use_certificate_chain(boost::asio::buffer(chain_pem), error);
  if (!error) context->use_private_key(boost::asio::buffer(key_pem), ssl::context::pem, error);
  if (error) return Fail(ErrorCode::kInvalidArgument, "certificate or key: " + error.message());
  return context;
}

void SetLimits(int descriptor) {
  const auto set = [descriptor](int level, int option, int value) {
    setsockopt(descriptor, level, option, &value, sizeof(value));
  };
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, kUnheardMaxMs);
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, kProbeSeconds);
  set(IPPROTO_TCP, TCP_KEEPINTVL, kProbeSeconds);
  set(SOL_SOCKET, SO_SNDBUF, kSendBufferBytes);
}

HttpResponse PlainAnswer(unsigned status, const std::string& text, bool tls) {
  HttpResponse response(static_cast<http::status>(status), kHttp11);
  response.set(http::field::content_type, "text/plain; charset=utf-8");
  AddSecurityFields(response, tls);
  response.keep_alive(false);
  response.body() = text + "\n";
  response.prepare_payload();
  return response;
}

unsigned StatusOfUnreadable(const Error& error) {
  if (error.reason == "HEADER_TOO_LARGE") return 431;
  if (error.reason == "BODY_TOO_LARGE") return 413;
  return 400;
}

}  // namespace

Result<std::unique_ptr<WebServer>> WebServer::Start(WebServerOptions options,
                                                    std::shared_ptr<grpc::Channel> channel,
                                                    RpcBridge::ErrorMapping to_status,
                                                    Metrics& metrics) {
  net::AcceptorOptions listen = options.listen;
  listen.exempt = options.trusted_proxies;
  const std::string chain = options.certificate_pem;
  const std::string key = options.key_pem;
  std::unique_ptr<WebServer> server(
      new WebServer(std::move(options), std::move(channel), std::move(to_status), metrics));
  if (!chain.empty()) {
    const Status usable = server->UseCertificate(chain, key);
    if (!usable) return Fail(usable);
  }
  Result<std::unique_ptr<net::Acceptor>> acceptor = net::Acceptor::Open(server->context_, listen);
  if (!acceptor) return Fail(acceptor);
  server->acceptor_ = std::move(*acceptor);
  server->port_ = server->acceptor_->port();
  server->acceptor_->Start([&server = *server](int descriptor) { server.Take(descriptor); });
  server->PublishFiguresLater();
  server->thread_ = std::thread([&server = *server] { server.Run(); });
  return server;
}

WebServer::WebServer(WebServerOptions options, std::shared_ptr<grpc::Channel> channel,
                     RpcBridge::ErrorMapping to_status, Metrics& metrics)
    : metrics_(metrics),
      files_(options.files),
      proxies_(std::move(options.trusted_proxies)),
      forwarded_(options.listen.connections_max, options.listen.per_address_max),
      work_(boost::asio::make_work_guard(context_)),
      figures_timer_(context_),
      goodbye_timer_(context_),
      bridge_(context_.get_executor(), std::move(channel), OriginRules(std::move(options.origins)),
              std::move(to_status), metrics) {}

WebServer::~WebServer() { Stop(); }

Status WebServer::UseCertificate(const std::string& chain_pem, const std::string& key_pem) {
  Result<TlsContext> context = MakeTlsContext(chain_pem, key_pem);
  if (!context) return Fail(context);
  const absl::MutexLock lock(&mutex_);
  tls_ = *std::move(context);
  return {};
}

net::AcceptorFigures WebServer::figures() const {
  const absl::MutexLock lock(&mutex_);
  return figures_;
}

void WebServer::Run() {
  pthread_setname_np(pthread_self(), "web");
  context_.run();
}

void WebServer::Stop() {
  if (!thread_.joinable()) return;
  boost::asio::post(context_, [this] {
    stopping_ = true;
    acceptor_->Stop();
    figures_timer_.cancel();
    work_.reset();
    for (HttpStream* const stream : streams_) {
      if (stream->idle()) stream->Abort();
    }
    if (streams_.empty()) return;
    goodbye_timer_.expires_after(kGoodbyeMax);
    goodbye_timer_.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      for (HttpStream* const stream : streams_) stream->Abort();
    });
  });
  thread_.join();
}

void WebServer::PublishFiguresLater() {
  figures_timer_.expires_after(kFiguresInterval);
  figures_timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopping_) return;
    {
      const absl::MutexLock lock(&mutex_);
      figures_ = acceptor_->figures();
    }
    PublishFiguresLater();
  });
}

void WebServer::Take(int descriptor) {
  SetLimits(descriptor);
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
  tcp::socket socket(context_);
  boost::system::error_code error;
  socket.assign(address.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(), descriptor, error);
  if (error) {
    close(descriptor);
    return;
  }
  TlsContext tls;
  {
    const absl::MutexLock lock(&mutex_);
    tls = tls_;
  }
  std::unique_ptr<HttpStream> stream =
      tls ? TlsHttpStream(std::move(socket), std::move(tls)) : PlainHttpStream(std::move(socket));
  boost::asio::co_spawn(context_, Serve(std::move(stream)), boost::asio::detached);
}

awaitable<void> WebServer::Serve(std::unique_ptr<HttpStream> stream) {
  if (stopping_) co_return;
  streams_.insert(stream.get());
  // However this ends: Stop() aborts what is listed, and waits for the timer as long as it runs.
  const absl::Cleanup served = [this, &stream] {
    streams_.erase(stream.get());
    if (stopping_ && streams_.empty()) goodbye_timer_.cancel();
  };
  const Status met = co_await stream->Handshake();
  if (met) co_await ServeRequests(*stream);
  co_await stream->Close();
}

awaitable<void> WebServer::ServeRequests(HttpStream& stream) {
  bool keep = true;
  while (keep && !stopping_) {
    const Result<HttpRequest> request = co_await stream.Read(RpcBridge::WantsBody);
    if (!request) {
      co_await AnswerUnreadable(stream, request.error());
      co_return;
    }
    keep = co_await Answer(stream, *request);
    if (stream.body_left()) co_await stream.Drain();
  }
}

awaitable<void> WebServer::AnswerUnreadable(HttpStream& stream, const Error& error) {
  if (error.reason.empty()) co_return;  // The client is gone.
  metrics_.Count(figures::kWebRefusedTotal, "reason=" + error.reason);
  HttpResponse answer = PlainAnswer(StatusOfUnreadable(error), error.message, stream.tls());
  const Status written = co_await stream.Write(std::move(answer));
  if (written) co_await stream.Drain();
}

awaitable<bool> WebServer::Answer(HttpStream& stream, const HttpRequest& request) {
  if (request.version() != kHttp11) {
    HttpResponse answer = PlainAnswer(505, "HTTP/1.1 is spoken here", stream.tls());
    co_await stream.Write(std::move(answer));
    co_return false;
  }
  const std::string client = proxies_.ClientOf(stream.peer(), request);
  if (client == stream.peer()) co_return co_await AnswerClient(stream, request, client);
  co_return co_await AnswerForwarded(stream, request, client);
}

awaitable<bool> WebServer::AnswerForwarded(HttpStream& stream, const HttpRequest& request,
                                           const std::string& client) {
  const std::string address(AddressOf(client));
  if (!forwarded_.Admit(address)) {
    metrics_.Count(figures::kWebRefusedTotal, "reason=TOO_MANY_OF_ADDRESS");
    HttpResponse answer = PlainAnswer(429, "too many requests of this address", stream.tls());
    co_await stream.Write(std::move(answer));
    co_return false;
  }
  const absl::Cleanup served = [this, &address] { forwarded_.Release(address); };
  co_return co_await AnswerClient(stream, request, client);
}

awaitable<bool> WebServer::AnswerClient(HttpStream& stream, const HttpRequest& request,
                                        const std::string& client) {
  if (RpcBridge::IsForBridge(request)) co_return co_await bridge_.Serve(stream, request, client);
  HttpResponse response = files_.Answer(request, stream.tls());
  const bool keep = response.keep_alive();
  const Status written = co_await stream.Write(std::move(response));
  co_return written.has_value() && keep;
}

}  // namespace jackfield::http_api
