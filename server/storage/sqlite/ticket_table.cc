#include "server/storage/sqlite/ticket_table.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server/storage/sqlite/ticket_words.h"

namespace jackfield::sqlite::ticket_table {
namespace {

using exchange::TicketEntryKind;

// Of a ticket that is saved again most often nothing changes that an index holds, but when it
// changed. Saying so leaves the pages of the other indices alone.
constexpr std::string_view kUpdateSql = R"sql(
  UPDATE ticket SET
    subject_key = ?3, subject = ?4, type = ?5, owner_display_name = ?9, queue_display_name = ?11,
    skills = ?12, tags = ?13, value_tier = ?15, interactions = ?16, links = ?17, merged_into = ?18,
    watchers = ?19, severity = ?20, cause = ?21, promise_key = ?22, promise = ?23,
    compensation_minor = ?24, currency = ?25, satisfaction = ?26, updated_at_ms = ?28,
    first_response_at_ms = ?29, resolved_at_ms = ?30, closed_at_ms = ?31, reminder_at_ms = ?32,
    clocks = ?33, with_supervisors = ?36, reference_count = ?37, entry_count = ?38, revision = ?39
  WHERE id = ?1
    AND (name, priority, state, owner, queue, customer_id, created_at_ms, breached)
      = (?2, ?6, ?7, ?8, ?10, ?14, ?27, ?35)
    AND due_at_ms IS ?34
)sql";
constexpr std::string_view kSaveSql = R"sql(
  INSERT INTO ticket VALUES (
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
    ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, subject_key = excluded.subject_key, subject = excluded.subject,
    type = excluded.type, priority = excluded.priority, state = excluded.state,
    owner = excluded.owner, owner_display_name = excluded.owner_display_name,
    queue = excluded.queue, queue_display_name = excluded.queue_display_name,
    skills = excluded.skills, tags = excluded.tags, customer_id = excluded.customer_id,
    value_tier = excluded.value_tier, interactions = excluded.interactions,
    links = excluded.links, merged_into = excluded.merged_into, watchers = excluded.watchers,
    severity = excluded.severity, cause = excluded.cause, promise_key = excluded.promise_key,
    promise = excluded.promise, compensation_minor = excluded.compensation_minor,
    currency = excluded.currency, satisfaction = excluded.satisfaction,
    created_at_ms = excluded.created_at_ms, updated_at_ms = excluded.updated_at_ms,
    first_response_at_ms = excluded.first_response_at_ms,
    resolved_at_ms = excluded.resolved_at_ms, closed_at_ms = excluded.closed_at_ms,
    reminder_at_ms = excluded.reminder_at_ms, clocks = excluded.clocks,
    due_at_ms = excluded.due_at_ms, breached = excluded.breached,
    with_supervisors = excluded.with_supervisors, reference_count = excluded.reference_count,
    entry_count = excluded.entry_count, revision = excluded.revision
)sql";
constexpr std::string_view kMarksSql =
    "SELECT tags, watchers, interactions FROM ticket WHERE id = ?1";
constexpr std::string_view kSaveMarkSql =
    "INSERT OR IGNORE INTO ticket_mark (kind, value, ticket_id) VALUES (?, ?, ?)";
constexpr std::string_view kDeleteMarkSql =
    "DELETE FROM ticket_mark WHERE kind = ? AND value = ? AND ticket_id = ?";

// The id that is shown of a customer whose record was merged away is that of the other.
constexpr std::string_view kLoadSql = R"sql(
  SELECT id, name, subject_key, subject, type, priority, state, owner, owner_display_name, queue,
    queue_display_name, skills, tags,
    coalesce((SELECT nullif(merged_into, 0) FROM customer WHERE customer.id = customer_id),
             customer_id),
    value_tier, interactions, links, merged_into, watchers, severity, cause, promise_key, promise,
    compensation_minor, currency, satisfaction, created_at_ms, updated_at_ms, first_response_at_ms,
    resolved_at_ms, closed_at_ms, reminder_at_ms, clocks, with_supervisors, reference_count,
    entry_count, revision
  FROM ticket WHERE id = ?1
)sql";
constexpr std::string_view kNameSql = "SELECT name FROM ticket WHERE id = ?1";

constexpr std::string_view kSaveEntrySql = R"sql(
  INSERT OR REPLACE INTO ticket_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql";
constexpr std::string_view kLoadEntrySql =
    "SELECT * FROM ticket_entry WHERE ticket_id = ?1 AND number = ?2";

// When the first of the clocks that run to a limit will have run out, or has.
std::optional<WallTime> EarliestDue(const TicketRow& row) {
  std::optional<WallTime> earliest;
  for (const auto& [goal, clock] : row.clocks) {
    if (clock.due && (!earliest || *clock.due < *earliest)) earliest = clock.due;
  }
  return earliest;
}

bool IsBreached(const TicketRow& row) {
  return std::any_of(row.clocks.begin(), row.clocks.end(),
                     [](const auto& entry) { return entry.second.breached; });
}

int Write(Connection& connection, std::string_view sql, const TicketRow& row) {
  std::vector<TicketId> links;
  for (const TicketLink& link : row.links) links.push_back(link.ticket);
  const exchange::Complaint& complaint = row.complaint;
  return connection.Prepare(sql)
      .Bind(row.ticket, row.name, row.subject, row.type, row.priority, row.state)
      .Bind(row.owner, row.owner_display_name, row.queue, row.queue_display_name)
      .Bind(Archived{row.skills}, Archived{row.tags}, row.customer, row.value_tier)
      .Bind(Archived{row.interactions}, Archived{links}, row.merged_into.ticket)
      .Bind(Archived{row.watchers}, complaint.severity, complaint.cause, complaint.promise)
      .Bind(complaint.compensation_minor, complaint.currency, row.satisfaction, row.created)
      .Bind(row.updated, row.first_response, row.resolved, row.closed, row.reminder)
      .Bind(Archived{row.clocks}, EarliestDue(row), IsBreached(row), row.with_supervisors)
      .Bind(row.references, row.entries, row.revision)
      .Run();
}

void SaveMark(Connection& connection, Mark kind, const std::string& value, TicketId ticket) {
  connection.Prepare(kSaveMarkSql).Bind(kind, value, ticket).Run();
}

// Makes the marks of one kind `after`, where they were `before`.
void ChangeMarks(Connection& connection, Mark kind, TicketId ticket,
                 const std::set<std::string>& before, const std::set<std::string>& after) {
  for (const std::string& value : before) {
    if (after.contains(value)) continue;
    connection.Prepare(kDeleteMarkSql).Bind(kind, value, ticket).Run();
  }
  for (const std::string& value : after) {
    if (!before.contains(value)) SaveMark(connection, kind, value, ticket);
  }
}

// To be called before the row is written. Interactions that the row lost its room for stay.
void SaveMarks(Connection& connection, const TicketRow& row) {
  std::set<std::string> tags;
  std::set<std::string> watchers;
  std::vector<std::string> interactions;
  {
    auto found = connection.Prepare(kMarksSql);
    if (found.Bind(row.ticket).Step()) {
      found.Read(Archived{tags}, Archived{watchers}, Archived{interactions});
    }
  }
  ChangeMarks(connection, Mark::kTag, row.ticket, tags, row.tags);
  ChangeMarks(connection, Mark::kWatcher, row.ticket, watchers, row.watchers);
  if (interactions == row.interactions) return;
  for (const std::string& name : row.interactions) {
    SaveMark(connection, Mark::kInteraction, name, row.ticket);
  }
}

std::string NameOf(Connection& connection, TicketId id) {
  auto found = connection.Prepare(kNameSql);
  return found.Bind(id).Step() ? found.Value<std::string>() : std::string();
}

TicketRow ReadRow(Prepared& found, std::vector<TicketId>& links) {
  TicketRow row;
  exchange::Complaint& complaint = row.complaint;
  found.Read(row.ticket, row.name, row.subject, row.type, row.priority, row.state);
  found.Read(row.owner, row.owner_display_name, row.queue, row.queue_display_name);
  found.Read(Archived{row.skills}, Archived{row.tags}, row.customer, row.value_tier);
  found.Read(Archived{row.interactions}, Archived{links}, row.merged_into.ticket);
  found.Read(Archived{row.watchers}, complaint.severity, complaint.cause, complaint.promise);
  found.Read(complaint.compensation_minor, complaint.currency, row.satisfaction, row.created);
  found.Read(row.updated, row.first_response, row.resolved, row.closed, row.reminder);
  found.Read(Archived{row.clocks}, row.with_supervisors, row.references, row.entries);
  found.Read(row.revision);
  return row;
}

}  // namespace

void Save(Connection& connection, const TicketRow& row) {
  SaveMarks(connection, row);
  if (Write(connection, kUpdateSql, row) == 0) Write(connection, kSaveSql, row);
}

void SaveEntry(Connection& connection, const TicketEntryRow& entry) {
  connection.Prepare(kSaveEntrySql)
      .Bind(entry.ticket, entry.number, entry.what, entry.who, entry.text, entry.reference)
      .Bind(entry.visibility, entry.before, entry.after, entry.at)
      .Run();
  if (entry.what == TicketEntryKind::kInteraction) {
    SaveMark(connection, Mark::kInteraction, entry.after, entry.ticket);
  }
  const bool names_subject =
      entry.what == TicketEntryKind::kCreated || entry.what == TicketEntryKind::kSubjectChanged;
  if (names_subject) ticket_words::NoteDue(connection, entry.ticket, ticket_words::kSubject);
  if (ticket_words::AreWanted(entry)) {
    ticket_words::NoteDue(connection, entry.ticket, entry.number);
  }
}

std::optional<TicketRow> Load(Connection& connection, TicketId id) {
  TicketRow row;
  std::vector<TicketId> links;
  {
    auto found = connection.Prepare(kLoadSql);
    if (!found.Bind(id).Step()) return std::nullopt;
    row = ReadRow(found, links);
  }
  for (const TicketId other : links) row.links.push_back({other, NameOf(connection, other)});
  if (row.merged_into.ticket) row.merged_into.name = NameOf(connection, row.merged_into.ticket);
  return row;
}

std::optional<TicketEntryRow> LoadEntry(Connection& connection, TicketId id, std::uint32_t number) {
  auto found = connection.Prepare(kLoadEntrySql);
  if (!found.Bind(id, number).Step()) return std::nullopt;
  return ReadEntry(found);
}

TicketEntryRow ReadEntry(Prepared& found) {
  TicketEntryRow entry;
  found.Read(entry.ticket, entry.number, entry.what, entry.who, entry.text, entry.reference);
  found.Read(entry.visibility, entry.before, entry.after, entry.at);
  return entry;
}

}  // namespace jackfield::sqlite::ticket_table
