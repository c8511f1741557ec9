#pragma once

#include <cstdio>
#include <memory>
#include <string>

#include "server/base/check.h"
#include "server/storage/sqlite/database.h"
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
#include "tests/support/fake_clock.h"
#include "tests/support/fake_random.h"
#include "tests/support/temporary_folder.h"

namespace jackfield::fakes {

// A real database in a folder of its own, opened as the program opens it.
//
// Thread safety: none; one per test.
class SqliteSite {
 public:
  explicit SqliteSite(std::size_t claim_step_rows = sqlite::SqliteCallerMemory::kStepRows)
      : claim_step_rows_(claim_step_rows) {
    Start();
  }

  // Closes everything and opens it again, as a restart of the program does.
  void Restart() {
    Stop();
    Start();
  }
  void Stop() {
    accounts_.reset();
    saved_views_.reset();
    callbacks_.reset();
    tickets_.reset();
    alerts_.reset();
    interactions_.reset();
    traces_.reset();
    memory_.reset();
    imports_.reset();
    customers_.reset();
    store_.reset();
    keys_.reset();
    database_.reset();
  }
  void Start() {
    database_ = Opened(sqlite::Database::Open({.path = path()}));
    keys_ = Opened(sqlite::SubjectKeys::Open(*database_, random_));
    store_ = Opened(sqlite::SqliteStore::Open(*database_, *keys_, clock_, {}));
    customers_ = Opened(sqlite::SqliteCustomers::Open(*database_, clock_, random_));
    memory_ = std::make_unique<sqlite::SqliteCallerMemory>(*database_, *keys_, claim_step_rows_);
    imports_ = std::make_unique<sqlite::SqliteImports>(*database_, *customers_, clock_, random_);
    interactions_ = Opened(sqlite::SqliteInteractions::Open(*database_, random_));
    traces_ = std::make_unique<sqlite::SqliteCallTraces>(*database_);
    alerts_ = Opened(sqlite::SqliteAlerts::Open(*database_, random_));
    tickets_ = Opened(sqlite::SqliteTickets::Open(*database_, *keys_, random_));
    callbacks_ = Opened(sqlite::SqliteCallbacks::Open(*database_, random_));
    saved_views_ = std::make_unique<sqlite::SqliteSavedViews>(*database_);
    accounts_ = std::make_unique<sqlite::SqliteAccounts>(*database_);
  }

  std::string path() const { return folder_.File("jackfield.db"); }
  const TemporaryFolder& folder() const { return folder_; }
  FakeClock& clock() { return clock_; }
  FakeRandom& random() { return random_; }
  sqlite::Database& database() { return *database_; }
  sqlite::SubjectKeys& keys() { return *keys_; }
  sqlite::SqliteStore& store() { return *store_; }
  sqlite::SqliteCustomers& customers() { return *customers_; }
  sqlite::SqliteCallerMemory& memory() { return *memory_; }
  sqlite::SqliteImports& imports() { return *imports_; }
  sqlite::SqliteInteractions& interactions() { return *interactions_; }
  sqlite::SqliteCallTraces& traces() { return *traces_; }
  sqlite::SqliteAlerts& alerts() { return *alerts_; }
  sqlite::SqliteTickets& tickets() { return *tickets_; }
  sqlite::SqliteCallbacks& callbacks() { return *callbacks_; }
  sqlite::SqliteSavedViews& saved_views() { return *saved_views_; }
  sqlite::SqliteAccounts& accounts() { return *accounts_; }

 private:
  template <typename T>
  static std::unique_ptr<T> Opened(Result<std::unique_ptr<T>> opened) {
    if (!opened) std::fprintf(stderr, "%s\n", opened.error().message.c_str());
    JACKFIELD_CHECK(opened.has_value());
    return std::move(*opened);
  }

  const std::size_t claim_step_rows_;
  TemporaryFolder folder_;
  FakeClock clock_;
  FakeRandom random_{7};
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
};

}  // namespace jackfield::fakes
