#include "server/storage/sqlite/sqlite_imports.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "server/storage/sqlite/customer_duplicates.h"
#include "server/storage/sqlite/customer_table.h"

namespace jackfield::sqlite {
namespace {

constexpr std::string_view kFindSql = R"sql(
  SELECT done_line, counts FROM import_progress
  WHERE actor = ?1 AND import_id = ?2 AND at_ms >= ?3
)sql";
constexpr std::string_view kSaveSql = R"sql(
  INSERT INTO import_progress (actor, import_id, done_line, counts, at_ms)
  VALUES (?1, ?2, ?3, ?4, ?5)
  ON CONFLICT (actor, import_id) DO UPDATE SET
    done_line = excluded.done_line, counts = excluded.counts, at_ms = excluded.at_ms
)sql";
constexpr std::string_view kRefusedSql = R"sql(
  SELECT row FROM import_refused_row
  WHERE actor = ?1 AND import_id = ?2 AND line > ?3 ORDER BY line LIMIT ?4
)sql";
constexpr std::string_view kRefuseSql = R"sql(
  INSERT OR REPLACE INTO import_refused_row (actor, import_id, line, row) VALUES (?1, ?2, ?3, ?4)
)sql";
constexpr std::string_view kForgetRefusedSql =
    "DELETE FROM import_refused_row WHERE actor = ?1 AND import_id = ?2";
constexpr std::string_view kForgetSql =
    "DELETE FROM import_progress WHERE actor = ?1 AND import_id = ?2";
constexpr std::string_view kOldestSql = R"sql(
  SELECT actor, import_id FROM import_progress WHERE at_ms < ?1 ORDER BY at_ms LIMIT 1
)sql";

// I1.
template <typename Field>
void Overlay(Field& field, const Field& set) {
  if (!set.empty()) field = set;
}

Customer Overlaid(Customer customer, const Customer& row) {
  Overlay(customer.display_name, row.display_name);
  Overlay(customer.company, row.company);
  Overlay(customer.role, row.role);
  Overlay(customer.tier, row.tier);
  Overlay(customer.flags, row.flags);
  Overlay(customer.language, row.language);
  Overlay(customer.pinned_note, row.pinned_note);
  Overlay(customer.preferred_agent, row.preferred_agent);
  Overlay(customer.numbers, row.numbers);
  Overlay(customer.email_addresses, row.email_addresses);
  for (const auto& [system, id] : row.external_ids) customer.external_ids[system] = id;
  return customer;
}

bool HasSameContent(const Customer& left, const Customer& right) {
  const auto fields = [](const Customer& customer) {
    return std::tie(customer.display_name, customer.company, customer.role, customer.tier,
                    customer.flags, customer.language, customer.pinned_note, customer.numbers,
                    customer.email_addresses, customer.external_ids, customer.preferred_agent);
  };
  return fields(left) == fields(right);
}

bool HasSameStanding(const Customer& left, const Customer& right) {
  return left.tier == right.tier && left.flags == right.flags &&
         left.preferred_agent == right.preferred_agent;
}

void Add(ImportCounts& counts, const ImportRow& row, const Result<ImportedRow>& taken) {
  ++counts.rows;
  if (!taken) {
    ++counts.rejected;
    return;
  }
  switch (taken->outcome) {
    case ImportOutcome::kCreated:
      ++counts.created;
      break;
    case ImportOutcome::kUpdated:
      ++counts.updated;
      break;
    case ImportOutcome::kUnchanged:
      ++counts.unchanged;
      break;
  }
  if (taken->duplicate) ++counts.possible_duplicates;
  const auto& numbers = row.customer->numbers;
  counts.uncertain_numbers += std::count_if(numbers.begin(), numbers.end(),
                                            [](const auto& number) { return number.e164.empty(); });
}

RefusedRow ToRefused(const ImportRow& row, const Error& error) {
  RefusedRow refused{row.line, "", error.message, error.reason};
  if (!error.fields.empty()) {
    refused.field = error.fields.front().field;
    refused.rule = error.fields.front().rule;
  }
  return refused;
}

}  // namespace

Result<ImportProgress> SqliteImports::Find(const ImportKey& key) {
  if (key.id.empty()) return ImportProgress{};
  return database_.Read([&](Connection& connection) -> Result<ImportProgress> {
    ImportProgress progress;
    auto found = connection.Prepare(kFindSql);
    if (found.Bind(key.actor, key.id, Oldest()).Step()) {
      found.Read(progress.done_line, Archived{progress.counts});
    }
    return progress;
  });
}

Result<std::vector<RefusedRow>> SqliteImports::ListRefused(const ImportKey& key, std::int64_t line,
                                                           std::size_t count) {
  return database_.Read([&](Connection& connection) -> Result<std::vector<RefusedRow>> {
    std::vector<RefusedRow> rows;
    auto found = connection.Prepare(kRefusedSql);
    found.Bind(key.actor, key.id, line, count);
    while (found.Step()) found.Read(Archived{rows.emplace_back()});
    return rows;
  });
}

Result<ImportStep> SqliteImports::Take(const ImportKey& key, const std::vector<ImportRow>& rows,
                                       const ImportProgress& before, Mode mode) {
  if (rows.size() > kRowsMax) return FailField("FIELD_INVALID", "rows", "must be at most 500");
  ImportStep step;
  step.progress = before;
  step.rows.reserve(rows.size());
  while (step.rows.size() < rows.size()) {
    bool rehearsed = false;
    const Status written = database_.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
      if (step.progress.done_line == 0) Begin(connection, key);
      TakeSlice(connection, key, rows, step);
      if (mode == Mode::kWrite) return {};
      rehearsed = true;  // A failure undoes what was written.
      return Fail(ErrorCode::kAborted, "only a dry run");
    });
    if (!written && !rehearsed) return Fail(written);
  }
  return step;
}

void SqliteImports::TakeSlice(Connection& connection, const ImportKey& key,
                              const std::vector<ImportRow>& rows, ImportStep& step) {
  const Instant begin = clock_.Now();
  const std::string name_prefix = random_.Bytes(kPrefixBytes);  // S2
  ImportCounts& counts = step.progress.counts;
  do {
    const ImportRow& row = rows[step.rows.size()];
    const Result<ImportedRow>& taken =
        step.rows.emplace_back(TakeRow(connection, row, name_prefix));
    Add(counts, row, taken);
    step.progress.done_line = row.line;
    const auto limit = static_cast<std::int64_t>(kRefusedRowsMax);
    if (!taken && !key.id.empty() && counts.rejected <= limit) {
      const RefusedRow refused = ToRefused(row, taken.error());
      connection.Prepare(kRefuseSql).Bind(key.actor, key.id, row.line, Archived{refused}).Run();
    }
  } while (step.rows.size() < rows.size() && !IsSliceOver(begin));
  Remember(connection, key, step.progress);
}

// S1.
bool SqliteImports::IsSliceOver(Instant begin) const {
  const Duration spent = clock_.Now() - begin;
  return spent >= kSliceMax || (spent >= kSliceMin && database_.live_waits());
}

Result<ImportedRow> SqliteImports::TakeRow(Connection& connection, const ImportRow& row,
                                           const std::string& name_prefix) {
  if (!row.customer) return Fail(row.customer);
  if (!row.external_id.empty()) {
    const auto holder = customer_table::ByExternalId(connection, row.system, row.external_id);
    if (holder && holder->alias) return ImportedRow{ImportOutcome::kUnchanged, {}, {}};
    const auto before = holder ? customer_table::ById(connection, holder->customer) : std::nullopt;
    if (before) return UpdateWith(connection, *before, *row.customer);
  }
  ImportedRow taken;
  auto alike = FindAlike(connection, *row.customer, 1);
  if (!alike.empty()) taken.duplicate = std::move(alike.front());
  const auto created = customers_.InsertNew(connection, *row.customer, name_prefix);
  if (!created) return Fail(created);
  return taken;
}

Result<ImportedRow> SqliteImports::UpdateWith(Connection& connection, const Customer& before,
                                              const Customer& row) {
  const Customer after = Overlaid(before, row);
  if (HasSameContent(before, after)) return ImportedRow{ImportOutcome::kUnchanged, {}, {}};
  const auto updated = customers_.ReplaceWith(connection, before, after);
  if (!updated) return Fail(updated);
  customers_.LearnNumbers(connection, before, *updated);
  const bool same = HasSameStanding(before, *updated);
  return ImportedRow{ImportOutcome::kUpdated, {}, same ? CustomerId() : before.id};
}

void SqliteImports::Remember(Connection& connection, const ImportKey& key,
                             const ImportProgress& progress) {
  if (key.id.empty()) return;
  connection.Prepare(kSaveSql)
      .Bind(key.actor, key.id, progress.done_line, Archived{progress.counts}, clock_.WallNow())
      .Run();
}

// What an import of the same key left too long ago is not of this one.
void SqliteImports::Begin(Connection& connection, const ImportKey& key) {
  if (key.id.empty()) return;
  connection.Prepare(kForgetRefusedSql).Bind(key.actor, key.id).Run();
  ImportKey old;  // S3: one at a time, so that a slice stays short.
  {
    auto oldest = connection.Prepare(kOldestSql);
    if (!oldest.Bind(Oldest()).Step()) return;
    oldest.Read(old.actor, old.id);
  }
  connection.Prepare(kForgetRefusedSql).Bind(old.actor, old.id).Run();
  connection.Prepare(kForgetSql).Bind(old.actor, old.id).Run();
}

}  // namespace jackfield::sqlite
