#pragma once

#include <memory>
#include <string>

#include "server/base/check.h"
#include "server/storage/sqlite/database.h"
#include "server/storage/sqlite/sqlite_store.h"
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
  SqliteSite() { Start(); }

  // Closes everything and opens it again, as a restart of the program does.
  void Restart() {
    Stop();
    Start();
  }
  void Stop() {
    store_.reset();
    keys_.reset();
    database_.reset();
  }
  void Start() {
    auto database = sqlite::Database::Open({.path = path()});
    JACKFIELD_CHECK(database.has_value());
    database_ = std::move(*database);
    auto keys = sqlite::SubjectKeys::Open(*database_, random_);
    JACKFIELD_CHECK(keys.has_value());
    keys_ = std::move(*keys);
    auto store = sqlite::SqliteStore::Open(*database_, *keys_, clock_, {});
    JACKFIELD_CHECK(store.has_value());
    store_ = std::move(*store);
  }

  std::string path() const { return folder_.File("jackfield.db"); }
  const TemporaryFolder& folder() const { return folder_; }
  FakeClock& clock() { return clock_; }
  FakeRandom& random() { return random_; }
  sqlite::Database& database() { return *database_; }
  sqlite::SubjectKeys& keys() { return *keys_; }
  sqlite::SqliteStore& store() { return *store_; }

 private:
  TemporaryFolder folder_;
  FakeClock clock_;
  FakeRandom random_{7};
  std::unique_ptr<sqlite::Database> database_;
  std::unique_ptr<sqlite::SubjectKeys> keys_;
  std::unique_ptr<sqlite::SqliteStore> store_;
};

}  // namespace jackfield::fakes
