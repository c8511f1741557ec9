#include "server/storage/sqlite/sqlite_callbacks.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "server/base/archive.h"
#include "server/storage/sqlite/callback_table.h"
#include "server/storage/sqlite/secrets.h"

namespace jackfield::sqlite {
namespace {

constexpr std::size_t kPageSizeDefault = 50;

Result<CallbackRow> RowOr(std::optional<CallbackRow> row) {
  if (row) return *std::move(row);
  return Fail(ErrorCode::kNotFound, "CALLBACK_NOT_FOUND", "no such callback");
}

}  // namespace

SqliteCallbacks::SqliteCallbacks(Database& database, std::string token_secret)
    : database_(database), tokens_(std::move(token_secret)) {}

Result<std::unique_ptr<SqliteCallbacks>> SqliteCallbacks::Open(Database& database, Random& random) {
  auto secret = SecretOf(database, random, "page_tokens");
  if (!secret) return Fail(secret);
  return std::unique_ptr<SqliteCallbacks>(new SqliteCallbacks(database, std::move(*secret)));
}

Result<CallbackRow> SqliteCallbacks::GetByName(std::string_view name) {
  return database_.Read([&](Connection& connection) -> Result<CallbackRow> {
    return RowOr(callback_table::LoadByName(connection, name));
  });
}

Result<CallbackRow> SqliteCallbacks::GetById(CallbackId id) {
  return database_.Read([&](Connection& connection) -> Result<CallbackRow> {
    return RowOr(callback_table::Load(connection, id));
  });
}

Result<CallbackPage> SqliteCallbacks::List(const CallbackFilter& filter, std::size_t page_size,
                                           std::string_view page_token) {
  constexpr std::size_t kQueuesMax = CallbackScope::kQueuesMax;
  if (filter.scope && filter.scope->queues.size() > kQueuesMax) {
    return FailField("FIELD_INVALID", "queues",
                     "must not have more than " + std::to_string(kQueuesMax) + " values");
  }
  const std::string question = "callbacks\n" + ToArchive(filter);
  std::optional<callback_table::Place> place;
  if (!page_token.empty()) {
    const auto read = tokens_.Read<callback_table::Place>(question, page_token);
    if (!read) return Fail(read);
    place = *read;
  }
  const std::size_t count = page_size == 0 ? kPageSizeDefault : std::min(page_size, kPageSizeMax);
  return database_.Read([&](Connection& connection) -> Result<CallbackPage> {
    CallbackPage page;
    // One more than wanted tells whether there are more.
    page.callbacks = callback_table::Find(connection, filter, place, count + 1);
    if (page.callbacks.size() <= count) return page;
    page.callbacks.resize(count);
    const CallbackRow& last = page.callbacks.back();
    page.next_page_token = tokens_.Make(
        question, callback_table::Place{last.created.time_since_epoch().count(), last.callback});
    return page;
  });
}

}  // namespace jackfield::sqlite
