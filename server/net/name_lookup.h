#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>  // Boost 1.74's awaitable.hpp needs it and does not include it.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include "server/base/result.h"
#include "server/base/time.h"

namespace jackfield::net {

// Finds the addresses of one host, within a limit. The system's own look-up has none that we could
// set, and cannot be stopped: when the limit passes it goes on unseen.
//
// Rules:
//  N1. At most one look-up is under way: while one is, the next call waits for it. Why: all of the
//      process wait in one line, and every attempt to connect would make it longer.
//  N2. A numeric address is not looked up.
//
// Lifetime: the executor outlives it, and the look-up that is under way.
//
// Thread safety: confined to the strand of the executor.
class NameLookup {
 public:
  using Addresses = boost::asio::ip::tcp::resolver::results_type;
  using Found = std::function<void(const boost::system::error_code&, Addresses)>;
  // Begins to look up (host, port); calls `Found` once, later, on the executor.
  using Begin = std::function<void(const std::string&, const std::string&, Found)>;

  explicit NameLookup(const boost::asio::any_io_executor& executor);
  // With another look-up than the system's.
  NameLookup(const boost::asio::any_io_executor& executor, Begin begin);
  NameLookup(const NameLookup&) = delete;
  NameLookup& operator=(const NameLookup&) = delete;
  ~NameLookup();

  // The host is to be the same each time. One call at a time.
  // Errors: kDeadlineExceeded when `limit` passed; kUnavailable, also after Cancel().
  boost::asio::awaitable<Result<Addresses>> Find(std::string host, std::uint16_t port,
                                                 Duration limit);

  // Makes a Find() that waits return.
  void Cancel();

 private:
  struct State;

  const Begin begin_;
  const std::shared_ptr<State> state_;  // Shared with the look-up that is under way.
};

}  // namespace jackfield::net
