#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <set>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <sys/types.h>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/net/connection_caps.h"

namespace jackfield::net {

struct AcceptorOptions {
  std::string host;        // IPv4 or IPv6 address.
  std::uint16_t port = 0;  // 0: any that is free.
  std::size_t connections_max = 4'096;
  std::size_t per_address_max = 256;
  std::set<std::string, std::less<>> exempt;  // Addresses that may have more, e.g. of a proxy.
};

struct AcceptorFigures {
  std::size_t open = 0;        // Connections that were handed on and are open.
  std::uint64_t accepted = 0;  // Handed on.
  std::uint64_t refused = 0;   // Closed at once: a limit was reached.
  std::uint64_t failed = 0;    // The system could not accept, e.g. for want of descriptors.
};

// Accepts connections within limits and hands their descriptors to a server that has no limits.
//
// Rules:
//  A1. It never stops accepting. What the system refuses for a while (no descriptors, connection
//      gone) is tried again after kPause. Why: gRPC 1.51's own listener stops for good
//      (grpc#20418).
//  A2. Beyond a limit a connection is closed at once.
//  A3. A handed-on descriptor belongs to its taker. That it was closed is seen by its number not
//      being that socket any more, looked at every kSweepInterval, and sooner when a limit is
//      reached. Why: the taker does not tell, and a second descriptor would keep the socket open.
//
// Lifetime: `context` outlives the acceptor; Stop() before the end of either.
//
// Thread safety: confined to the thread that runs `context`.
class Acceptor {
 public:
  static constexpr Duration kPause{100};
  static constexpr Duration kSweepInterval{1'000};

  // Takes over a connected, non-blocking descriptor without delay (TCP_NODELAY).
  using Taker = std::function<void(int descriptor)>;

  // Listens; nothing is accepted before Start(). Errors: kUnavailable with the system's reason.
  static Result<std::unique_ptr<Acceptor>> Open(boost::asio::io_context& context,
                                                const AcceptorOptions& options);

  Acceptor(const Acceptor&) = delete;
  Acceptor& operator=(const Acceptor&) = delete;

  void Start(Taker taker);

  // Stops listening. What was handed on is not touched.
  void Stop();

  std::uint16_t port() const { return port_; }
  AcceptorFigures figures() const;

 private:
  // A descriptor that was handed on, and the socket that it was then.
  struct Handed {
    int descriptor = -1;
    ino_t socket = 0;
    std::string address;
  };

  Acceptor(boost::asio::io_context& context, boost::asio::ip::tcp::acceptor listener,
           const AcceptorOptions& options);

  void AcceptNext();
  void PauseThenAccept();
  void Take(boost::asio::ip::tcp::socket socket);
  void SweepLater();
  void Sweep();

  boost::asio::ip::tcp::acceptor listener_;
  boost::asio::steady_timer pause_;
  boost::asio::steady_timer sweep_;
  const std::uint16_t port_;
  Taker taker_;
  ConnectionCaps caps_;
  std::list<Handed> handed_;  // As many as caps_ counts.
  AcceptorFigures figures_;
};

}  // namespace jackfield::net
