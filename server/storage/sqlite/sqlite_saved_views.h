#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "server/ports/saved_views.h"
#include "server/storage/sqlite/database.h"

namespace jackfield::sqlite {

// The saved views in SQLite.
//
// Lifetime: `database` outlives it.
//
// Thread safety: thread-safe.
class SqliteSavedViews final : public SavedViews {
 public:
  explicit SqliteSavedViews(Database& database) : database_(database) {}

  Result<std::vector<SavedViewRow>> ListFor(std::string_view login) override;
  Result<SavedViewRow> Get(std::string_view id) override;
  Status Add(const SavedViewRow& view) override;
  Status Replace(const SavedViewRow& view) override;
  Status Delete(std::string_view id, std::uint64_t revision) override;

 private:
  Database& database_;
};

}  // namespace jackfield::sqlite
