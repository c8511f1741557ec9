#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "server/http_api/http_message.h"

namespace jackfield::http_api {

// Whose word is taken for where a request comes from.
//
// Rules:
//  T1. Only a proxy that is listed is believed. What it appended to `X-Forwarded-For` is read from
//      the right, over further listed ones; the first address that is not listed is the client's.
//      Why: what stands left of it anybody can have written.
//  T2. Where that is no address, the connection's own counts.
//
// Thread safety: immutable value.
class TrustedProxies {
 public:
  // IPv4 or IPv6 addresses as the system writes them: "10.0.0.1", "2001:db8::1".
  explicit TrustedProxies(std::set<std::string, std::less<>> addresses)
      : addresses_(std::move(addresses)) {}

  // The client of a request that came by a connection of `peer`, both as gRPC writes addresses.
  // One that a proxy told has port 0: "ipv4:10.0.0.7:0".
  std::string ClientOf(const std::string& peer, const HttpRequest& request) const;

 private:
  std::set<std::string, std::less<>> addresses_;
};

// "ipv4:10.0.0.7:51234" without kind and port: "10.0.0.7"; of IPv6: "::1".
//
// Thread safety: pure function; the view is into `peer`.
std::string_view AddressOf(std::string_view peer);

}  // namespace jackfield::http_api
