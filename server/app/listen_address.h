#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/base/result.h"

namespace jackfield::app {

// Where a server listens: an address, not a name, so that no resolver decides who can connect.
//
// Thread safety: immutable value.
struct ListenAddress {
  std::string host;        // IPv4 or IPv6, without brackets.
  std::uint16_t port = 0;  // 0: any that is free.

  // Reads "127.0.0.1:7700" or "[::1]:7700"; "localhost" stands for 127.0.0.1.
  // Errors: kInvalidArgument with what is expected.
  static Result<ListenAddress> Parse(std::string_view text);

  // Whether only this machine can connect.
  bool IsLoopback() const;

  std::string text() const;

  bool operator==(const ListenAddress&) const = default;
};

}  // namespace jackfield::app
