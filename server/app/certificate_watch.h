#pragma once

#include <functional>
#include <string>
#include <utility>

#include "server/app/configuration.h"
#include "server/base/result.h"
#include "server/base/time.h"
#include "server/ports/clock.h"
#include "server/ports/metrics.h"

namespace jackfield::app {

// Looks at the files of the certificate and the key, which gRPC reads again by itself, hands new
// ones to the other listener, and tells the operator what there is: a new certificate, a pair that
// does not belong together, one that soon expires.
//
// Lifetime: `clock` and `metrics` outlive it.
//
// Thread safety: none; one per process, used by the main thread.
class CertificateWatch {
 public:
  static constexpr Duration kInterval{10'000};
  static constexpr Duration kExpiresSoon{21LL * 24 * 3600 * 1000};
  static constexpr Duration kWarnAgain{24LL * 3600 * 1000};

  // A chain and its key, both PEM, which belong together.
  struct Pair {
    std::string chain;
    std::string key;
  };
  using Taker = std::function<void(const Pair&)>;

  CertificateWatch(TlsSettings settings, const Clock& clock, Metrics& metrics)
      : settings_(std::move(settings)), clock_(clock), metrics_(metrics) {}

  // Reads both; without TLS nothing. Errors: kUnavailable; kInvalidArgument when they cannot be
  // used, with the file and the reason.
  Status Read();

  // To be called each second or so: reads both again where kInterval has passed. What is wrong is
  // logged and counted; the server goes on with what gRPC has.
  void Look();

  // Those that were read last; empty without TLS.
  const Pair& pair() const { return pair_; }
  // Is told of each pair that Look() finds to be another.
  void set_taker(Taker taker) { taker_ = std::move(taker); }

 private:
  void WarnBeforeExpiry();

  const TlsSettings settings_;
  const Clock& clock_;
  Metrics& metrics_;
  Pair pair_;
  Taker taker_;
  WallTime expires_{};
  Instant looked_{};
  Instant warned_{};
  bool soon_ = false;    // It was warned that it expires.
  bool failed_ = false;  // The last look found something wrong.
};

}  // namespace jackfield::app
