#include "tests/bench/pipe_store.h"

#include "tests/bench/call_plan.h"

namespace jackfield::bench {
namespace {

// As the product's writing connection.
constexpr const char* kPragmas = R"sql(
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA cache_size = -65536;
)sql";
constexpr const char* kSchema = R"sql(
  CREATE TABLE IF NOT EXISTS customer (id INTEGER PRIMARY KEY, name TEXT, number TEXT);
  CREATE TABLE IF NOT EXISTS entry (sequence INTEGER PRIMARY KEY, bytes BLOB);
)sql";
constexpr const char* kIndex =
    "CREATE UNIQUE INDEX IF NOT EXISTS customer_by_number ON customer (number)";

}  // namespace

PipeStore::PipeStore(const std::string& path, std::int64_t customers)
    : database_(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {
  database_.exec(kPragmas);
  database_.exec(kSchema);
  if (database_.execAndGet("SELECT count(*) FROM customer").getInt64() != customers) {
    Fill(customers);
  }
  database_.exec("DELETE FROM entry");
  find_ =
      std::make_unique<SQLite::Statement>(database_, "SELECT name FROM customer WHERE number = ?1");
  append_ = std::make_unique<SQLite::Statement>(database_, "INSERT INTO entry (bytes) VALUES (?1)");
  begin_ = std::make_unique<SQLite::Statement>(database_, "BEGIN IMMEDIATE");
  commit_ = std::make_unique<SQLite::Statement>(database_, "COMMIT");
}

void PipeStore::Fill(std::int64_t customers) {
  database_.exec("DROP INDEX IF EXISTS customer_by_number; DELETE FROM customer");
  SQLite::Transaction transaction(database_);
  SQLite::Statement insert(database_, "INSERT INTO customer (id, name, number) VALUES (?, ?, ?)");
  for (std::int64_t i = 0; i < customers; ++i) {
    insert.bind(1, i + 1);
    insert.bind(2, "Customer " + std::to_string(i));
    insert.bind(3, NumberOf(i));
    insert.exec();
    insert.reset();
  }
  database_.exec(kIndex);
  transaction.commit();
}

void PipeStore::Begin() {
  begin_->exec();
  begin_->reset();
}

std::string PipeStore::NameOf(const std::string& number) {
  find_->bindNoCopy(1, number);
  std::string name = find_->executeStep() ? find_->getColumn(0).getString() : std::string();
  find_->reset();
  return name;
}

void PipeStore::Append(const std::string& bytes) {
  append_->bindNoCopy(1, bytes.data(), static_cast<int>(bytes.size()));
  append_->exec();
  append_->reset();
}

void PipeStore::Commit() {
  commit_->exec();
  commit_->reset();
}

}  // namespace jackfield::bench
