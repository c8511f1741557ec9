#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>  // Before awaitable.hpp: Boost 1.74 needs it.
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "server/app/telephony_sources.h"
#include "server/exchange/state.h"
#include "tests/support/ami_replay_capture.h"
#include "tests/support/ami_replay_server.h"
#include "tests/support/api_site.h"
#include "tests/support/fake_metrics.h"
#include "tests/support/fake_random.h"
#include "tests/support/machine_clock.h"

namespace jackfield::test {

// An Asterisk of the site, the source "pbx": plays recorded events over TCP, and answers the
// actions that act as a script says. It is linked when the constructor returns.
//
// Lifetime: `site` outlives it.
//
// Thread safety: none; one per test.
class ActingSwitch {
 public:
  // The actions that act on calls and queues, each answered with success at once. Of Originate it
  // is never told what became of the call.
  static AmiReplayOptions EverythingSucceeds();

  ActingSwitch(ApiSite& site, AmiReplayCapture capture,
               AmiReplayOptions options = EverythingSucceeds(),
               const std::function<void(app::AmiSourceSettings&)>& change = {});
  ActingSwitch(const ActingSwitch&) = delete;
  ActingSwitch& operator=(const ActingSwitch&) = delete;
  ~ActingSwitch();

  // The actions that act which have come, byte for byte but for the last line end: when there are
  // `count`, or after 10 s.
  std::vector<std::string> AwaitActions(std::size_t count);

  // The actions that have come so far; all that was sent before has been read.
  std::vector<std::string> Actions();
  // The names of all others, which only read.
  std::set<std::string> OtherActions();

 private:
  // `read` on the thread of the server.
  void OnServer(const std::function<void(const AmiReplayServer&)>& read);

  const AmiReplayCapture capture_;
  MachineClock clock_;
  fakes::FakeRandom random_{1};
  fakes::FakeMetrics metrics_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::unique_ptr<AmiReplayServer> server_;
  std::thread thread_;
  std::unique_ptr<app::TelephonySources> sources_;
};

// What was recorded as tests/transcripts/ami/`name`, up to the first block that has `end` in it,
// and without that. The queue "sales" of which `devices` are members is there from the beginning.
AmiReplayCapture Recording(const std::string& name, std::string_view end,
                           const std::vector<std::string>& devices);

// The capture of a whole call centre (captures/dev) up to `at_ms`, then a caller who joins the
// queue kLastQueue, so that a test can wait for the end of it; nullopt where there are no captures.
inline constexpr const char* kLastQueue = "last";
std::optional<AmiReplayCapture> CallCentreUntil(double at_ms);

// Whether the caller who comes last waits now, after at most 10 s.
bool AwaitLastCaller(ApiSite& site);

// Asks the engine until `holds`; false: after 10 s it still does not.
bool AwaitState(ApiSite& site, const std::function<bool(const exchange::State&)>& holds);

}  // namespace jackfield::test
