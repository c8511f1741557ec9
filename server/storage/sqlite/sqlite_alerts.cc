#include "server/storage/sqlite/sqlite_alerts.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "server/base/archive.h"
#include "server/storage/sqlite/alert_table.h"
#include "server/storage/sqlite/secrets.h"

namespace jackfield::sqlite {
namespace {

constexpr std::size_t kPageSizeDefault = 100;

// Before this one comes each.
constexpr AlertId kFirst{static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())};

// Everything of the filter, for page tokens.
std::string QuestionOf(const AlertFilter& filter) {
  const std::uint32_t which = (filter.raised_only ? 1U : 0U) + (filter.figures_only ? 2U : 0U);
  return "alerts\n" + ToArchive(std::pair(std::pair(filter.queues, which),
                                          std::pair(filter.from, filter.until)));
}

}  // namespace

SqliteAlerts::SqliteAlerts(Database& database, std::string secret)
    : database_(database), tokens_(std::move(secret)) {}

Result<std::unique_ptr<SqliteAlerts>> SqliteAlerts::Open(Database& database, Random& random) {
  auto secret = SecretOf(database, random, "page_tokens");
  if (!secret) return Fail(secret);
  return std::unique_ptr<SqliteAlerts>(new SqliteAlerts(database, std::move(*secret)));
}

Result<AlertRow> SqliteAlerts::Get(AlertId id) {
  return database_.Read([&](Connection& connection) -> Result<AlertRow> {
    std::optional<AlertRow> row = alert_table::Load(connection, id);
    if (!row) return Fail(ErrorCode::kNotFound, "ALERT_NOT_FOUND", "there is no such alert");
    return *std::move(row);
  });
}

Result<AlertPage> SqliteAlerts::List(const AlertFilter& filter, std::size_t page_size,
                                     std::string_view page_token) {
  const std::string question = QuestionOf(filter);
  AlertId place = kFirst;
  if (!page_token.empty()) {
    const auto read = tokens_.Read<AlertId>(question, page_token);
    if (!read) return Fail(read);
    place = *read;
  }
  const std::size_t count = page_size == 0 ? kPageSizeDefault : std::min(page_size, kPageSizeMax);
  return database_.Read([&](Connection& connection) -> Result<AlertPage> {
    AlertPage page;
    page.alerts = alert_table::Find(connection, filter, place, count + 1);
    if (page.alerts.size() > count) {
      page.alerts.resize(count);
      page.next_page_token = tokens_.Make(question, page.alerts.back().alert.id);
    }
    return page;
  });
}

}  // namespace jackfield::sqlite
