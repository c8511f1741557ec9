#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <poll.h>

namespace jackfield::test {

// A connected socket whose reads fail with timed_out when nothing comes for kSilenceMax. Why by
// poll(): a blocking read of Asio goes on waiting when the system says that its time is over.
//
// Thread safety: none; one per client.
class PatientSocket {
 public:
  static constexpr std::chrono::milliseconds kSilenceMax{30'000};

  // `from`: the own address, one of this machine.
  PatientSocket(std::uint16_t port, const std::string& from) {
    using boost::asio::ip::make_address;
    socket_.open(boost::asio::ip::tcp::v4());
    socket_.bind({make_address(from), 0});
    socket_.connect({make_address("127.0.0.1"), port});
    socket_.set_option(boost::asio::ip::tcp::no_delay(true));
  }

  template <typename Buffers>
  std::size_t read_some(const Buffers& buffers, boost::system::error_code& error) {
    pollfd watched{.fd = socket_.native_handle(), .events = POLLIN, .revents = 0};
    if (poll(&watched, 1, static_cast<int>(kSilenceMax.count())) == 0) {
      error = boost::asio::error::timed_out;
      return 0;
    }
    return socket_.read_some(buffers, error);
  }
  template <typename Buffers>
  std::size_t read_some(const Buffers& buffers) {
    boost::system::error_code error;
    const std::size_t bytes = read_some(buffers, error);
    if (error) throw boost::system::system_error(error);
    return bytes;
  }

  template <typename... Arguments>
  std::size_t write_some(Arguments&&... arguments) {
    return socket_.write_some(std::forward<Arguments>(arguments)...);
  }

  void close() { socket_.close(); }

 private:
  boost::asio::io_context context_;
  boost::asio::ip::tcp::socket socket_{context_};
};

// One connection to an HTTP/1.1 server on this machine that waits for each answer; see
// PatientSocket.
//
// Thread safety: none; one per test.
class HttpClient {
 public:
  using Request = boost::beast::http::request<boost::beast::http::string_body>;
  using Response = boost::beast::http::response<boost::beast::http::string_body>;
  using Fields = std::initializer_list<std::pair<const char*, std::string>>;

  explicit HttpClient(std::uint16_t port, const std::string& from = "127.0.0.1")
      : socket_(port, from) {}

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
    parser_.emplace();
    parser_->body_limit(boost::none);
  }

  // Reads the answer until it has `bytes`, or ends; returns what there is of its body.
  std::string AwaitBody(std::size_t bytes) {
    boost::system::error_code error;
    while (!parser_->is_done() && parser_->get().body().size() < bytes && !error) {
      boost::beast::http::read_some(socket_, buffer_, *parser_, error);
    }
    return parser_->get().body();
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
  PatientSocket socket_;
  boost::beast::flat_buffer buffer_;
  // Of the answer that comes in pieces.
  std::optional<boost::beast::http::response_parser<boost::beast::http::string_body>> parser_;
};

}  // namespace jackfield::test
