#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <SQLiteCpp/SQLiteCpp.h>

namespace jackfield::bench {

// The floor's database: names by number, and rows that are added.
//
// Thread safety: none; one per pipe.
class PipeStore {
 public:
  // Opens the file; where it has not `customers` numbers, fills it with them first.
  // Throws SQLite::Exception.
  PipeStore(const std::string& path, std::int64_t customers);

  void Begin();
  // One indexed read. Empty: nobody has the number.
  std::string NameOf(const std::string& number);
  void Append(const std::string& bytes);
  void Commit();  // The rows are on the disk afterwards.

 private:
  void Fill(std::int64_t customers);

  SQLite::Database database_;
  std::unique_ptr<SQLite::Statement> find_;
  std::unique_ptr<SQLite::Statement> append_;
  std::unique_ptr<SQLite::Statement> begin_;
  std::unique_ptr<SQLite::Statement> commit_;
};

}  // namespace jackfield::bench
