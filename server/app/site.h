#pragma once

#include <memory>
#include <string>

#include "server/app/configuration.h"
#include "server/base/result.h"
#include "server/engine/engine_thread.h"
#include "server/intake/caller_resolver.h"
#include "server/intake/intake_thread.h"
#include "server/intake/number_book.h"
#include "server/ports/clock.h"
#include "server/ports/metrics.h"
#include "server/ports/random.h"
#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/idempotency_records.h"
#include "server/storage/sqlite/sqlite_accounts.h"
#include "server/storage/sqlite/sqlite_alerts.h"
#include "server/storage/sqlite/sqlite_call_traces.h"
#include "server/storage/sqlite/sqlite_callbacks.h"
#include "server/storage/sqlite/sqlite_caller_memory.h"
#include "server/storage/sqlite/sqlite_customers.h"
#include "server/storage/sqlite/sqlite_imports.h"
#include "server/storage/sqlite/sqlite_interactions.h"
#include "server/storage/sqlite/sqlite_saved_views.h"
#include "server/storage/sqlite/sqlite_store.h"
#include "server/storage/sqlite/sqlite_tickets.h"
#include "server/storage/sqlite/subject_keys.h"

namespace jackfield::app {

// The machine, as far as a site needs it. All outlive it.
struct Machine {
  Clock& clock;
  Random& random;
  Metrics& metrics;
};

// Everything behind the API: one store, one exchange with its thread, one intake.
//
// Lifetime: Open(), Start(), Stop(). After Stop() the parts are there and refuse.
//
// Thread safety: none; one per process, made and ended by the main thread. The parts are
// thread-safe.
class Site {
 public:
  // Opens the store in the data folder, which is made where it is missing, and recovers the
  // exchange. Errors: those of Database::Open() and EngineCore::Recover(); kInvalidArgument when
  // the number rules cannot be used.
  static Result<std::unique_ptr<Site>> Open(const Configuration& configuration,
                                            const Machine& machine);

  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  ~Site() { Stop(); }

  void Start();

  // Intake hands on what it has, the engine commits it and writes a snapshot, the store is flushed.
  void Stop();

  sqlite::Database& database() { return *database_; }
  Vault& vault() { return *keys_; }
  Customers& customers() { return *customers_; }
  CallerMemory& memory() { return *memory_; }
  Imports& imports() { return *imports_; }
  Interactions& interactions() { return *interactions_; }
  CallTraces& traces() { return *traces_; }
  Alerts& alerts() { return *alerts_; }
  Tickets& tickets() { return *tickets_; }
  Callbacks& callbacks() { return *callbacks_; }
  SavedViews& saved_views() { return *saved_views_; }
  Accounts& accounts() { return *accounts_; }
  sqlite::IdempotencyRecords& requests() { return *requests_; }
  Numbers& numbers() { return *numbers_; }
  Engine& engine() { return *engine_; }
  Intake& intake() { return *intake_; }
  intake::CallerResolver& resolver() { return *resolver_; }

  // How many journal entries the store holds.
  Sequence last_entry() const { return store_->last(); }

 private:
  Site() = default;

  Status OpenStore(const Configuration& configuration, const Machine& machine);
  Status OpenEngine(const Configuration& configuration, const Machine& machine);
  void LoseLinks();

  // In the order of their making; each uses those above it.
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<sqlite::SubjectKeys> keys_;
  std::unique_ptr<sqlite::SqliteStore> store_;
  std::unique_ptr<sqlite::SqliteCustomers> customers_;
  std::unique_ptr<sqlite::SqliteCallerMemory> memory_;
  std::unique_ptr<sqlite::SqliteImports> imports_;
  std::unique_ptr<sqlite::SqliteInteractions> interactions_;
  std::unique_ptr<sqlite::SqliteCallTraces> traces_;
  std::unique_ptr<sqlite::SqliteAlerts> alerts_;
  std::unique_ptr<sqlite::SqliteTickets> tickets_;
  std::unique_ptr<sqlite::SqliteCallbacks> callbacks_;
  std::unique_ptr<sqlite::SqliteSavedViews> saved_views_;
  std::unique_ptr<sqlite::SqliteAccounts> accounts_;
  std::unique_ptr<sqlite::IdempotencyRecords> requests_;
  std::unique_ptr<engine::EngineThread> engine_;
  std::unique_ptr<intake::CallerResolver> resolver_;
  std::unique_ptr<intake::NumberBook> numbers_;
  std::unique_ptr<intake::IntakeThread> intake_;
  bool running_ = false;
};

}  // namespace jackfield::app
