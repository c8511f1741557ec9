#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <grpcpp/channel.h>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/http_api/http_stream.h"
#include "server/http_api/origin_rules.h"
#include "server/http_api/rpc_bridge.h"
#include "server/http_api/static_files.h"
#include "server/http_api/trusted_proxies.h"
#include "server/net/acceptor.h"
#include "server/net/connection_caps.h"
#include "server/ports/metrics.h"

namespace jackfield::http_api {

struct WebServerOptions {
  net::AcceptorOptions listen;
  std::string certificate_pem;  // The chain; empty: no TLS.
  std::string key_pem;
  std::set<std::string, std::less<>> origins;  // Of other sites' pages that may call.
  // Addresses of proxies whose word is taken for who the client is (TrustedProxies). What
  // `listen` says of connections of one address goes for each client behind them, by the requests
  // that are under way.
  std::set<std::string, std::less<>> trusted_proxies;
  std::vector<StaticFile> files;  // The web application.
};

// The port for browsers, and for programs that speak HTTP/1.1: the web application, and the API in
// the forms of RpcBridge. Has a thread of its own, `web`.
//
// Lifetime: the channel's server serves until Stop() has returned; `metrics` outlives it.
//
// Thread safety: thread-safe.
class WebServer {
 public:
  // Listens and serves at once. Errors: kUnavailable; kInvalidArgument when certificate or key
  // cannot be used.
  static Result<std::unique_ptr<WebServer>> Start(WebServerOptions options,
                                                  std::shared_ptr<grpc::Channel> channel,
                                                  RpcBridge::ErrorMapping to_status,
                                                  Metrics& metrics);

  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;
  ~WebServer();

  // New connections get this certificate from now on; open ones stay. Errors: kInvalidArgument; the
  // one before stays.
  Status UseCertificate(const std::string& chain_pem, const std::string& key_pem);

  // Accepts nothing any more and closes every connection: at once where nothing is under way, else
  // when the answer is written, after 1.5 s at most. Doing it twice changes nothing.
  void Stop();

  std::uint16_t port() const { return port_; }
  net::AcceptorFigures figures() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

  WebServer(WebServerOptions options, std::shared_ptr<grpc::Channel> channel,
            RpcBridge::ErrorMapping to_status, Metrics& metrics);

  void Run();
  void Take(int descriptor);
  boost::asio::awaitable<void> Serve(std::unique_ptr<HttpStream> stream);
  boost::asio::awaitable<void> ServeRequests(HttpStream& stream);
  boost::asio::awaitable<bool> Answer(HttpStream& stream, const HttpRequest& request);
  // The same of a client behind a trusted proxy, within its limit.
  boost::asio::awaitable<bool> AnswerForwarded(HttpStream& stream, const HttpRequest& request,
                                               const std::string& client);
  // `client`: the address, as gRPC writes it.
  boost::asio::awaitable<bool> AnswerClient(HttpStream& stream, const HttpRequest& request,
                                            const std::string& client);
  boost::asio::awaitable<void> AnswerUnreadable(HttpStream& stream, const Error& error);
  void PublishFiguresLater();

  Metrics& metrics_;
  const StaticFiles files_;
  const TrustedProxies proxies_;
  net::ConnectionCaps forwarded_;  // Requests of clients behind them that are under way.
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer figures_timer_;
  boost::asio::steady_timer goodbye_timer_;
  RpcBridge bridge_;
  std::unique_ptr<net::Acceptor> acceptor_;
  std::uint16_t port_ = 0;
  bool stopping_ = false;
  std::set<HttpStream*> streams_;  // Those that are served; each removes itself.

  mutable absl::Mutex mutex_;
  TlsContext tls_ ABSL_GUARDED_BY(mutex_);  // nullptr: no TLS.
  net::AcceptorFigures figures_ ABSL_GUARDED_BY(mutex_);

  std::thread thread_;
};

}  // namespace jackfield::http_api
