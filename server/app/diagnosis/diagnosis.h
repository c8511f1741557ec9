#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/app/configuration_loader.h"
#include "server/app/diagnosis/machine_checks.h"
#include "server/app/diagnosis/source_checks.h"
#include "server/app/site.h"
#include "server/app/telephony_sources.h"
#include "server/exchange/state.h"
#include "server/ports/clock.h"
#include "server/ports/diagnostics.h"

namespace jackfield::app {

// What Diagnosis looks at. All of it outlives the diagnosis.
struct DiagnosisParts {
  const Configuration& configuration;  // With which the server runs.
  Site& site;
  const TelephonySources& telephony;
  const Clock& clock;
};

// Answers an administrator's questions about this server. Measures by itself what it can, and asks
// the other parts for the rest; the judgement is in machine_checks.h and source_checks.h.
//
// Thread safety: thread-safe; blocks on the store, the disk, the engine and the own ports.
class Diagnosis final : public Diagnostics {
 public:
  using Reload = std::function<LoadedConfiguration()>;

  // `settings` are those in force. `reload` reads them again, to find what a restart would bring.
  Diagnosis(const DiagnosisParts& parts, std::vector<SettingInForce> settings, Reload reload);

  // The ports that serve, and whether the server is ready. Told by the main thread.
  struct Serving {
    std::uint16_t api_port = 0;
    std::uint16_t ops_port = 0;
    std::uint16_t web_port = 0;
    bool ready = false;
  };
  void SetServing(const Serving& serving) ABSL_LOCKS_EXCLUDED(mutex_);

  Result<ServerFacts> Status() override ABSL_LOCKS_EXCLUDED(mutex_);
  std::vector<SettingInForce> Settings() override { return settings_; }
  Result<std::vector<CheckFinding>> RunChecks(std::string_view prefix) override
      ABSL_LOCKS_EXCLUDED(mutex_);
  Result<NumberTrial> TryNumber(const std::string& source, std::string_view raw) override;

 private:
  // What the exchange knows, copied on the engine thread.
  struct StateFacts {
    std::int64_t journal_sequence = 0;
    std::int64_t live_call_count = 0;
    std::int64_t desk_count = 0;
    std::vector<SourceFacts> sources;
    std::vector<std::string> agents;  // Logins of those that are configured.
    std::vector<std::string> agents_without_devices;
  };
  static StateFacts FactsOf(const exchange::State& state);
  // Errors: kUnavailable, when the engine stops or does not answer in time.
  Result<StateFacts> AskState();

  using Check = std::function<CheckFinding()>;
  struct NamedCheck {
    std::string name;
    Check run;
  };
  std::vector<NamedCheck> MachineChecks();
  CheckFinding CheckSettings();
  CheckFinding CheckGrpcPort();
  CheckFinding CheckWebPort();
  CheckFinding CheckOpsPort();
  CheckFinding CheckStore();
  CheckFinding CheckCertificate();
  ClockFacts ReadClock() const;
  // Sources that are configured and those that the exchange knows, with all there is to know.
  std::vector<SourceFacts> Sources(std::vector<SourceFacts> known);
  std::vector<NumberSample> Samples(SourceFacts& facts);
  Result<PeopleFacts> People(const StateFacts& state);
  Serving serving() const ABSL_LOCKS_EXCLUDED(mutex_);
  // Whether it was not `checking` as is wanted, and is now.
  bool SetChecking(bool checking) ABSL_LOCKS_EXCLUDED(mutex_);
  Result<std::vector<CheckFinding>> RunAll(std::string_view prefix) ABSL_LOCKS_EXCLUDED(mutex_);

  const DiagnosisParts parts_;
  const std::vector<SettingInForce> settings_;
  const Reload reload_;
  const WallTime started_wall_;
  const Instant started_;

  mutable absl::Mutex mutex_;
  Serving serving_ ABSL_GUARDED_BY(mutex_);
  bool checking_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace jackfield::app
