#include "server/net/acceptor.h"

#include <optional>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace jackfield::net {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

// The socket that `descriptor` is; nullopt: it is none.
std::optional<ino_t> SocketOf(int descriptor) {
  struct stat about {};
  if (fstat(descriptor, &about) != 0 || !S_ISSOCK(about.st_mode)) return std::nullopt;
  return about.st_ino;
}

tl::unexpected<Error> CannotListen(const AcceptorOptions& options, const error_code& error) {
  return Fail(ErrorCode::kUnavailable, "cannot listen on " + options.host + " port " +
                                           std::to_string(options.port) + ": " + error.message());
}

}  // namespace

Result<std::unique_ptr<Acceptor>> Acceptor::Open(boost::asio::io_context& context,
                                                 const AcceptorOptions& options) {
  error_code error;
  const auto address = boost::asio::ip::make_address(options.host, error);
  if (error) return CannotListen(options, error);
  const tcp::endpoint endpoint(address, options.port);
  tcp::acceptor listener(context);
  if (listener.open(endpoint.protocol(), error)) return CannotListen(options, error);
  if (listener.set_option(tcp::acceptor::reuse_address(true), error)) {
    return CannotListen(options, error);
  }
  if (listener.bind(endpoint, error)) return CannotListen(options, error);
  if (listener.listen(tcp::acceptor::max_listen_connections, error)) {
    return CannotListen(options, error);
  }
  return std::unique_ptr<Acceptor>(new Acceptor(context, std::move(listener), options));
}

Acceptor::Acceptor(boost::asio::io_context& context, tcp::acceptor listener,
                   const AcceptorOptions& options)
    : listener_(std::move(listener)),
      pause_(context),
      sweep_(context),
      port_(listener_.local_endpoint().port()),
      caps_(options.connections_max, options.per_address_max, options.exempt) {}

void Acceptor::Start(Taker taker) {
  taker_ = std::move(taker);
  AcceptNext();
  SweepLater();
}

void Acceptor::Stop() {
  error_code ignored;
  listener_.close(ignored);
  pause_.cancel();
  sweep_.cancel();
}

AcceptorFigures Acceptor::figures() const {
  AcceptorFigures figures = figures_;
  figures.open = caps_.count();
  return figures;
}

void Acceptor::AcceptNext() {
  listener_.async_accept([this](const error_code& error, tcp::socket socket) {
    if (error == boost::asio::error::operation_aborted || !listener_.is_open()) return;
    if (error) {
      ++figures_.failed;
      return PauseThenAccept();  // A1.
    }
    Take(std::move(socket));
    AcceptNext();
  });
}

void Acceptor::PauseThenAccept() {
  pause_.expires_after(kPause);
  pause_.async_wait([this](const error_code& error) {
    if (!error && listener_.is_open()) AcceptNext();
  });
}

void Acceptor::Take(tcp::socket socket) {
  error_code error;
  const tcp::endpoint peer = socket.remote_endpoint(error);
  if (error) return;  // Gone already.
  Handed handed{-1, 0, peer.address().to_string()};
  bool admitted = caps_.Admit(handed.address);
  if (!admitted) {
    Sweep();
    admitted = caps_.Admit(handed.address);
  }
  if (!admitted) {
    ++figures_.refused;  // A2: the end of `socket` closes it.
    return;
  }
  socket.set_option(tcp::no_delay(true), error);
  socket.non_blocking(true, error);
  handed.descriptor = socket.release(error);
  handed.socket = SocketOf(handed.descriptor).value_or(0);
  ++figures_.accepted;
  const int descriptor = handed.descriptor;
  handed_.push_back(std::move(handed));
  taker_(descriptor);
}

void Acceptor::SweepLater() {
  sweep_.expires_after(kSweepInterval);
  sweep_.async_wait([this](const error_code& error) {
    if (error || !listener_.is_open()) return;
    Sweep();
    SweepLater();
  });
}

void Acceptor::Sweep() {
  for (auto handed = handed_.begin(); handed != handed_.end();) {
    if (SocketOf(handed->descriptor) == handed->socket) {
      ++handed;
      continue;
    }
    caps_.Release(handed->address);
    handed = handed_.erase(handed);
  }
}

}  // namespace jackfield::net
