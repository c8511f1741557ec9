#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "server/base/result.h"
#include "server/base/time.h"

namespace jackfield::net {

// Whom to ask, and how.
struct ProbeTarget {
  std::string host;
  std::uint16_t port = 0;
  bool tls = false;
  std::string
      ca_file;  // PEM of the authority that is trusted; empty: the certificate is only read.
  Duration limit{2'000};  // For each step: connect, handshake, answer.
};

// What a listener of HTTP/2 showed.
struct ProbeAnswer {
  std::optional<WallTime> certificate_expires;  // With TLS.
  std::string certificate_problem;              // Why it is not to be trusted; empty: it is.
};

// Connects, and waits for the first frame of HTTP/2 as a client of gRPC would. A certificate that
// is not to be trusted is no error. Errors: kUnavailable with the step that failed and why.
//
// Thread safety: pure function; blocks.
Result<ProbeAnswer> ProbeHttp2(const ProbeTarget& target);

// Asks for `path` by HTTP/1.1, and returns the first line of the answer.
// Errors: kUnavailable with the step that failed and why.
//
// Thread safety: pure function; blocks.
Result<std::string> ProbeHttp(const ProbeTarget& target, const std::string& path);

}  // namespace jackfield::net
