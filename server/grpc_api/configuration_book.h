#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "jackfield/v1/configuration.pb.h"

#include "server/base/result.h"
#include "server/grpc_api/site_calendar.h"
#include "server/ports/accounts.h"
#include "server/ports/clock.h"
#include "server/ports/engine.h"
#include "server/ports/numbers.h"

namespace jackfield::grpc_api {

// The document with what screens look up in it.
//
// Thread safety: immutable value.
struct SiteDocument {
  v1::Configuration configuration;
  std::map<std::string, std::string> dialled_labels;  // By number as written.
  std::map<std::string, v1::AttachedValueConfiguration> attached;
  std::map<std::string, v1::QueueConfiguration> queues;
  std::map<std::string, std::string> agents;  // Display name by login.
  std::map<std::string, v1::DispositionOption> dispositions;
  SiteCalendar calendar;  // UTC where this machine does not know the zone any more.

  explicit SiteDocument(v1::Configuration document);
};
using SharedSite = std::shared_ptr<const SiteDocument>;

// The system of the keys by the name of the value that is attached to calls.
using AttachedIds = std::map<std::string, std::string>;

// What is read of callers beside their numbers.
struct CallerReading {
  AttachedIds attached;
  std::vector<std::string> tiers;  // Of customers, from the least valued to the most.
};

// What the administrator has applied: kept as a document of the store, told to the engine and to
// those who read numbers.
//
// Rules:
//  R1. The document is stored first, then the engine is told. Load() tells the engine again. Why:
//      the process may die between the two, and telling the same again changes nothing.
//
// Thread safety: thread-safe.
class ConfigurationBook {
 public:
  static constexpr const char* kDocument = "configuration";

  // `caller_reading_changed` is told at each change, and by Load().
  ConfigurationBook(
      Accounts& accounts, Engine& engine, Numbers& numbers, const Clock& clock,
      std::function<void(const CallerReading&)> caller_reading_changed = [](const CallerReading&) {
      });

  // Reads what was applied before the start and tells everybody. Blocks on the store.
  // Errors: kDataLoss when the document cannot be read; those of Accounts.
  Status Load() ABSL_LOCKS_EXCLUDED(mutex_);

  // The document as it is.
  SharedSite Current() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Replaces the document by a checked one. Blocks on the store; `done` is called with the new
  // document when the engine has it. The same document is told again, and not stored again.
  // Errors: kAborted (ETAG_MISMATCH), also when another one is being applied; those of
  // Numbers::Check(), Accounts and Engine::Configure().
  using Done = std::function<void(Result<SharedSite>)>;
  void Apply(const v1::Configuration& document, Done done) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  Result<SharedSite> Store(const v1::Configuration& document);
  // The engine, and who identifies callers.
  void Tell(const SiteDocument& site, Engine::Done done);
  // False: another one is being applied.
  bool Begin() ABSL_LOCKS_EXCLUDED(mutex_);
  // `site` is the document from now on; nullptr: the one before stays.
  void End(SharedSite site) ABSL_LOCKS_EXCLUDED(mutex_);

  Accounts& accounts_;
  Engine& engine_;
  Numbers& numbers_;
  const Clock& clock_;
  const std::function<void(const CallerReading&)> caller_reading_changed_;

  mutable absl::Mutex mutex_;
  SharedSite current_ ABSL_GUARDED_BY(mutex_);
  bool applying_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace jackfield::grpc_api
