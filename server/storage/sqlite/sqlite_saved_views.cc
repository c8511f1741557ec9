#include "server/storage/sqlite/sqlite_saved_views.h"

#include <optional>
#include <string>
#include <utility>

namespace jackfield::sqlite {
namespace {

constexpr std::string_view kListSql = R"sql(
  SELECT id, owner, shared, display_name, question, revision, created_at_ms, updated_at_ms
  FROM saved_view
  WHERE shared = 1 OR owner = ?1
  ORDER BY shared, display_name LIMIT ?2
)sql";
constexpr std::string_view kGetSql = R"sql(
  SELECT id, owner, shared, display_name, question, revision, created_at_ms, updated_at_ms
  FROM saved_view
  WHERE id = ?1
)sql";
constexpr std::string_view kAddSql = R"sql(
  INSERT INTO saved_view (id, owner, shared, display_name, question, revision, created_at_ms,
                          updated_at_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
)sql";
constexpr std::string_view kReplaceSql = R"sql(
  UPDATE saved_view
  SET shared = ?2, display_name = ?3, question = ?4, revision = ?5, updated_at_ms = ?6
  WHERE id = ?1
)sql";
constexpr std::string_view kDeleteSql = "DELETE FROM saved_view WHERE id = ?1";
// Those beside the view ?1: how many, and how many of them with the name ?2.
constexpr std::string_view kSharedBesideSql = R"sql(
  SELECT count(*), coalesce(sum(display_name = ?2), 0) FROM saved_view WHERE shared = 1 AND id <> ?1
)sql";
constexpr std::string_view kPrivateBesideSql = R"sql(
  SELECT count(*), coalesce(sum(display_name = ?2), 0) FROM saved_view
  WHERE shared = 0 AND id <> ?1 AND owner = ?3
)sql";

void ReadRow(Prepared& found, SavedViewRow& view) {
  found.Read(view.id, view.owner, view.shared, view.display_name, view.question, view.revision,
             view.created, view.updated);
}

std::optional<SavedViewRow> Find(Connection& connection, std::string_view id) {
  auto found = connection.Prepare(kGetSql);
  if (!found.Bind(id).Step()) return std::nullopt;
  SavedViewRow view;
  ReadRow(found, view);
  return view;
}

tl::unexpected<Error> NotFound() {
  return Fail(ErrorCode::kNotFound, "SAVED_VIEW_NOT_FOUND", "there is no such view");
}

// V1, V2.
Status CheckPlace(Connection& connection, const SavedViewRow& view) {
  auto found = connection.Prepare(view.shared ? kSharedBesideSql : kPrivateBesideSql);
  found.Bind(view.id, view.display_name);
  if (!view.shared) found.Bind(view.owner);
  std::size_t count = 0;
  std::size_t namesakes = 0;
  if (found.Step()) found.Read(count, namesakes);
  const std::string kind = view.shared ? "shared" : "private";
  if (namesakes > 0) {
    return Fail(ErrorCode::kAlreadyExists, "SAVED_VIEW_EXISTS",
                "another " + kind + " view has the name: choose another one, or change that view");
  }
  const std::size_t most = view.shared ? SavedViews::kSharedMax : SavedViews::kPrivateMax;
  if (count < most) return {};
  return Fail(ErrorCode::kResourceExhausted, "SAVED_VIEWS_FULL",
              "there are " + std::to_string(most) + " " + kind + " views: delete one first");
}

// Whether the view is there with the revision.
Status CheckRevision(Connection& connection, std::string_view id, std::uint64_t revision) {
  const std::optional<SavedViewRow> view = Find(connection, id);
  if (!view) return NotFound();
  if (view->revision == revision) return {};
  return Fail(ErrorCode::kAborted, "ETAG_MISMATCH", "the view was changed meanwhile");
}

}  // namespace

Result<std::vector<SavedViewRow>> SqliteSavedViews::ListFor(std::string_view login) {
  return database_.Read([&](Connection& connection) -> Result<std::vector<SavedViewRow>> {
    std::vector<SavedViewRow> views;
    auto found = connection.Prepare(kListSql);
    found.Bind(login, kPrivateMax + kSharedMax);
    while (found.Step()) ReadRow(found, views.emplace_back());
    return views;
  });
}

Result<SavedViewRow> SqliteSavedViews::Get(std::string_view id) {
  return database_.Read([&](Connection& connection) -> Result<SavedViewRow> {
    std::optional<SavedViewRow> view = Find(connection, id);
    if (!view) return NotFound();
    return *std::move(view);
  });
}

Status SqliteSavedViews::Add(const SavedViewRow& view) {
  return database_.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    if (const Status place = CheckPlace(connection, view); !place) return place;
    connection.Prepare(kAddSql)
        .Bind(view.id, view.owner, view.shared, view.display_name, Blob{view.question},
              view.revision, view.created, view.updated)
        .Run();
    return {};
  });
}

Status SqliteSavedViews::Replace(const SavedViewRow& view) {
  return database_.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    const Status same = CheckRevision(connection, view.id, view.revision - 1);
    if (!same) return same;
    if (const Status place = CheckPlace(connection, view); !place) return place;
    connection.Prepare(kReplaceSql)
        .Bind(view.id, view.shared, view.display_name, Blob{view.question}, view.revision,
              view.updated)
        .Run();
    return {};
  });
}

Status SqliteSavedViews::Delete(std::string_view id, std::uint64_t revision) {
  return database_.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    if (const Status same = CheckRevision(connection, id, revision); !same) return same;
    connection.Prepare(kDeleteSql).Bind(id).Run();
    return {};
  });
}

}  // namespace jackfield::sqlite
