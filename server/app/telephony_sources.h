#pragma once

#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/app/configuration.h"
#include "server/app/site.h"
#include "server/ports/intake.h"
#include "server/telephony/ami/ami_rights.h"

namespace jackfield {
class Engine;
class Vault;
}  // namespace jackfield

namespace jackfield::ami {
class AmiConnector;
}  // namespace jackfield::ami

namespace jackfield::app {

class AmiCommandSink;

// What the telephone systems are connected to. All of it outlives TelephonySources.
struct TelephonyPorts {
  Intake& intake;
  Engine& engine;
  Vault& vault;
};

// The connectors to all configured telephone systems, on one thread named "telephony".
//
// Lifetime: what `machine` and `ports` refer to outlives it.
//
// Thread safety: confined to the main thread, but for Links(), Facts() and tried(), which any
// thread may call.
class TelephonySources {
 public:
  static constexpr Duration kLookInterval{1'000};    // How old Links() may be, …
  static constexpr Duration kFirstLookInterval{50};  // … also until each source was tried.

  TelephonySources(const TelephonySettings& settings, const Machine& machine,
                   const TelephonyPorts& ports);
  TelephonySources(const TelephonySources&) = delete;
  TelephonySources& operator=(const TelephonySources&) = delete;
  ~TelephonySources();

  void Start();

  // Each source by name, and whether it is connected and answers.
  std::vector<std::pair<std::string, bool>> Links() const ABSL_LOCKS_EXCLUDED(mutex_);

  // What is known of the link to each AMI source, by name; not older than Links().
  std::map<std::string, ami::AmiLinkFacts> Facts() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Whether the first attempt at each source is over, with success or without.
  bool tried() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Ends the links. Twice is as once.
  void Stop();

 private:
  // On the thread: notes which links are up, now and then again.
  void Look() ABSL_LOCKS_EXCLUDED(mutex_);

  const std::vector<AmiSourceSettings> settings_;
  const TelephonyPorts ports_;
  boost::asio::io_context context_;
  boost::asio::steady_timer look_{context_};
  bool stopping_ = false;                                // Of the thread of the context.
  std::vector<std::unique_ptr<ami::AmiConnector>> ami_;  // In the order of `settings_`.
  // Of those that act, by name. The engine holds them weakly, and for the time of one call.
  std::map<std::string, std::shared_ptr<AmiCommandSink>> sinks_;

  mutable absl::Mutex mutex_;
  std::vector<std::pair<std::string, bool>> links_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, ami::AmiLinkFacts> facts_ ABSL_GUARDED_BY(mutex_);
  bool tried_ ABSL_GUARDED_BY(mutex_) = false;

  std::thread thread_;
};

}  // namespace jackfield::app
