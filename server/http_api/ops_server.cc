#include "server/http_api/ops_server.h"

#include <utility>  // Before awaitable.hpp: Boost 1.74 needs it.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <sys/socket.h>
#include <unistd.h>

namespace jackfield::http_api {
namespace {

namespace http = boost::beast::http;
using boost::asio::awaitable;
using boost::asio::redirect_error;
using boost::asio::use_awaitable;
using boost::asio::ip::tcp;

http::response<http::string_body> ResponseOf(const OpsPage& page,
                                             const http::request<http::empty_body>& request) {
  http::response<http::string_body> response(static_cast<http::status>(page.status),
                                             request.version());
  response.set(http::field::content_type, page.content_type);
  response.set(http::field::cache_control, "no-store");
  response.set("X-Content-Type-Options", "nosniff");
  response.keep_alive(false);
  response.body() = page.body;
  response.prepare_payload();
  if (request.method() == http::verb::head) response.body().clear();
  return response;
}

awaitable<void> ServeRequest(tcp::socket socket, std::shared_ptr<const OpsSources> sources) {
  boost::beast::tcp_stream stream(std::move(socket));
  stream.expires_after(OpsServer::kRequestMax);
  boost::beast::flat_buffer buffer(OpsServer::kHeaderBytesMax);
  http::request_parser<http::empty_body> parser;
  parser.header_limit(OpsServer::kHeaderBytesMax);
  boost::system::error_code error;
  co_await http::async_read(stream, buffer, parser, redirect_error(use_awaitable, error));
  if (error) co_return;  // Not HTTP, too long, too slow or gone: closed without an answer.
  const auto& request = parser.get();
  const auto method = request.method_string();
  const auto target = request.target();
  const OpsPage page =
      AnswerOps(*sources, {method.data(), method.size()}, {target.data(), target.size()});
  auto response = ResponseOf(page, request);
  co_await http::async_write(stream, response, redirect_error(use_awaitable, error));
  stream.socket().shutdown(tcp::socket::shutdown_send, error);
}

}  // namespace

Result<std::unique_ptr<OpsServer>> OpsServer::Open(boost::asio::io_context& context,
                                                   const std::string& host, std::uint16_t port,
                                                   OpsSources sources) {
  Result<std::unique_ptr<net::Acceptor>> acceptor =
      net::Acceptor::Open(context, {.host = host,
                                    .port = port,
                                    .connections_max = kConnectionsMax,
                                    .per_address_max = kConnectionsMax});
  if (!acceptor) return Fail(acceptor);
  return std::unique_ptr<OpsServer>(
      new OpsServer(context, std::move(*acceptor), std::move(sources)));
}

OpsServer::OpsServer(boost::asio::io_context& context, std::unique_ptr<net::Acceptor> acceptor,
                     OpsSources sources)
    : context_(context),
      acceptor_(std::move(acceptor)),
      sources_(std::make_shared<const OpsSources>(std::move(sources))) {
  acceptor_->Start([this](int descriptor) { Serve(descriptor); });
}

void OpsServer::Serve(int descriptor) {
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
  boost::asio::co_spawn(context_, ServeRequest(std::move(socket), sources_), boost::asio::detached);
}

}  // namespace jackfield::http_api
