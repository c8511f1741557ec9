#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <sys/socket.h>
#include <sys/time.h>

namespace jackfield::test {

// One connection to an HTTP/1.1 server on this machine that waits for each answer, 30 s at most.
//
// Thread safety: none; one per test.
class HttpClient {
 public:
  using Request = boost::beast::http::request<boost::beast::http::string_body>;
  using Response = boost::beast::http::response<boost::beast::http::string_body>;
  using Fields = std::initializer_list<std::pair<const char*, std::string>>;

  explicit HttpClient(std::uint16_t port) {
    socket_.connect({boost::asio::ip::make_address("127.0.0.1"), port});
    const timeval limit{.tv_sec = 30, .tv_usec = 0};
    setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }

  // A request by POST with this body. A field of `fields` takes the place of the usual one.
  Response Post(const std::string& target, const std::string& body, Fields fields = {}) {
    Send(target, body, fields);
    Response response;
    boost::beast::http::read(socket_, buffer_, response);
    return response;
  }

  // Begins a request whose answer comes in pieces: see AwaitBody().
  void Send(const std::string& target, const std::string& body, Fields fields = {}) {
    Request request(boost::beast::http::verb::post, target, 11);
    request.set(boost::beast::http::field::host, "127.0.0.1");
    request.set(boost::beast::http::field::content_type, "application/json");
    for (const auto& [name, value] : fields) request.set(name, value);
    request.body() = body;
    request.prepare_payload();
    boost::beast::http::write(socket_, request);
  }

  // Reads the answer until it has `bytes`, or ends; returns what there is of its body.
  std::string AwaitBody(std::size_t bytes) {
    boost::system::error_code error;
    while (!parser_.is_done() && parser_.get().body().size() < bytes && !error) {
      boost::beast::http::read_some(socket_, buffer_, parser_, error);
    }
    return parser_.get().body();
  }

  // Sends bytes as they are, and returns all that comes until the server closes.
  std::string Exchange(std::string_view bytes) {
    boost::system::error_code error;
    boost::asio::write(socket_, boost::asio::buffer(bytes.data(), bytes.size()), error);
    std::string answer;
    boost::asio::read(socket_, boost::asio::dynamic_buffer(answer), error);
    return answer;
  }

  // Goes without waiting for anything.
  void Close() { socket_.close(); }

  // Sends bytes as they are.
  void Write(std::string_view bytes) {
    boost::asio::write(socket_, boost::asio::buffer(bytes.data(), bytes.size()));
  }

 private:
  boost::asio::io_context context_;
  boost::asio::ip::tcp::socket socket_{context_};
  boost::beast::flat_buffer buffer_;
  boost::beast::http::response_parser<boost::beast::http::string_body> parser_;
};

}  // namespace jackfield::test
