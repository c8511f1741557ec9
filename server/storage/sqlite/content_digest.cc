#include "server/storage/sqlite/content_digest.h"

#include <array>
#include <cstddef>
#include <vector>

#include <sodium.h>

#include "server/storage/sqlite/failure.h"

namespace jackfield::sqlite {
namespace {

// SQLite itself writes the statement that reads a table, so that its names are quoted by the one
// who knows how. `type = 'table'` leaves out the tables of words and what they are made of.
constexpr std::string_view kTablesSql = R"sql(
  SELECT list.name, printf('SELECT * FROM "%w" ORDER BY %s', list.name, coalesce(
    (SELECT group_concat(printf('"%w"', name), ', ')
     FROM (SELECT name FROM pragma_table_info(list.name) WHERE pk > 0 ORDER BY pk)), 'rowid'))
  FROM pragma_table_list AS list
  WHERE list.schema = 'main' AND list.type = 'table'
    AND list.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND list.name <> 'backup_note'
  ORDER BY list.name
)sql";

constexpr std::size_t kDigestBytes = crypto_generichash_BYTES;

// Thread safety: none; one per digest.
class Digest {
 public:
  Digest() { crypto_generichash_init(&state_, nullptr, 0, kDigestBytes); }

  void Add(std::int64_t number) {
    std::array<unsigned char, 8> bytes{};
    auto rest = static_cast<std::uint64_t>(number);
    for (unsigned char& byte : bytes) {
      byte = static_cast<unsigned char>(rest & 0xffU);
      rest >>= 8U;
    }
    Feed(bytes.data(), bytes.size());
  }
  void Add(const void* bytes, int size) {
    Add(std::int64_t{size});
    if (size > 0) Feed(static_cast<const unsigned char*>(bytes), static_cast<std::size_t>(size));
  }
  void Add(const std::string& text) { Add(text.data(), static_cast<int>(text.size())); }

  std::string Finish() {
    std::array<unsigned char, kDigestBytes> digest{};
    crypto_generichash_final(&state_, digest.data(), digest.size());
    std::string text(2 * digest.size() + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
    text.pop_back();
    return text;
  }

 private:
  void Feed(const unsigned char* bytes, std::size_t size) {
    crypto_generichash_update(&state_, bytes, size);
  }

  crypto_generichash_state state_{};
};

// A column is fed with its type, so that 1 and '1' differ.
void AddColumn(Digest& digest, const SQLite::Column& column) {
  digest.Add(std::int64_t{column.getType()});
  if (column.isInteger()) {
    digest.Add(column.getInt64());
  } else if (!column.isNull()) {
    digest.Add(column.getBlob(), column.getBytes());
  }
}

struct Table {
  std::string name;
  std::string sql;  // That reads its rows in order.
};

std::vector<Table> TablesOf(Connection& connection) {
  std::vector<Table> tables;
  auto rows = connection.Prepare(kTablesSql);
  while (rows.Step()) {
    Table& table = tables.emplace_back();
    rows.Read(table.name, table.sql);
  }
  return tables;
}

}  // namespace

Result<std::string> ContentDigest(Connection& connection,
                                  const std::function<bool(std::int64_t rows)>& on_row) {
  return Caught([&]() -> Result<std::string> {
    Digest digest;
    digest.Add(connection.AskNumber("PRAGMA user_version"));
    std::int64_t rows = 0;
    for (const Table& table : TablesOf(connection)) {
      digest.Add(table.name);
      SQLite::Statement statement = connection.PrepareOnce(table.sql);
      while (statement.executeStep()) {
        digest.Add(std::int64_t{statement.getColumnCount()});
        for (int i = 0; i < statement.getColumnCount(); ++i) {
          AddColumn(digest, statement.getColumn(i));
        }
        if (++rows % kRowsPerCall == 0 && !on_row(rows)) {
          return Fail(ErrorCode::kAborted, "the reading was ended");
        }
      }
    }
    return digest.Finish();
  });
}

}  // namespace jackfield::sqlite
