#include "server/storage/sqlite/ticket_words.h"

#include "server/storage/sqlite/search_words.h"

namespace jackfield::sqlite::ticket_words {
namespace {

using exchange::PersonalText;
using exchange::TicketEntryKind;

// What stands among the texts that are due and is none: ids of tickets begin with 1.
constexpr std::uint64_t kMergeAsked = 0;  // F3 is to be done.
constexpr std::uint64_t kUnmerged = 1;    // Something was deleted since it was done last.

constexpr std::string_view kNoteSql = "INSERT OR IGNORE INTO ticket_words_due VALUES (?1)";
constexpr std::string_view kDueSql =
    "SELECT words_id FROM ticket_words_due WHERE words_id >= ?1 LIMIT ?2";
constexpr std::string_view kIsDueSql = "SELECT 1 FROM ticket_words_due WHERE words_id = ?1";
constexpr std::string_view kDoneSql = "DELETE FROM ticket_words_due WHERE words_id = ?1";
constexpr std::string_view kSubjectSql = "SELECT subject_key, subject FROM ticket WHERE id = ?1";
constexpr std::string_view kTextSql =
    "SELECT text_key, text FROM ticket_entry WHERE ticket_id = ?1 AND number = ?2";
constexpr std::string_view kHasKeySql = "SELECT 1 FROM subject_key WHERE id = ?1";
constexpr std::string_view kForgetKeySql = "DELETE FROM ticket_words_key WHERE words_id = ?1";
constexpr std::string_view kDeleteSql = "DELETE FROM ticket_words WHERE rowid = ?1";
constexpr std::string_view kSaveSql = "INSERT INTO ticket_words (rowid, words) VALUES (?1, ?2)";
constexpr std::string_view kSaveKeySql =
    "INSERT INTO ticket_words_key (words_id, text_key) VALUES (?1, ?2)";
constexpr std::string_view kForgetWordsOfSql = R"sql(
  DELETE FROM ticket_words WHERE rowid IN
    (SELECT words_id FROM ticket_words_key WHERE text_key <> 0 AND text_key IN
       (SELECT id FROM subject_key WHERE subject = ?1))
)sql";
constexpr std::string_view kForgetKeysOfSql = R"sql(
  DELETE FROM ticket_words_key WHERE text_key <> 0 AND text_key IN
    (SELECT id FROM subject_key WHERE subject = ?1)
)sql";
// Negative: all segments are merged into one. A step is about so many pages.
constexpr std::string_view kMergeSql =
    "INSERT INTO ticket_words (ticket_words, rank) VALUES ('merge', -200)";
constexpr std::string_view kChangesSql = "SELECT total_changes()";

std::optional<PersonalText> TextOf(Connection& connection, std::uint64_t id) {
  const std::uint64_t number = id % kNumbersEnd;
  auto found = connection.Prepare(number == kSubject ? kSubjectSql : kTextSql);
  found.Bind(id / kNumbersEnd);
  if (number != kSubject) found.Bind(number);
  if (!found.Step()) return std::nullopt;
  PersonalText text;
  found.Read(text);
  return text;
}

bool Has(Connection& connection, std::string_view sql, std::uint64_t id) {
  auto found = connection.Prepare(sql);
  return found.Bind(id).Step();
}

void Note(Connection& connection, std::uint64_t id) { connection.Prepare(kNoteSql).Bind(id).Run(); }

std::int64_t ChangesOf(Connection& connection) {
  auto changes = connection.Prepare(kChangesSql);
  changes.Step();
  return changes.Value<std::int64_t>();
}

}  // namespace

bool AreWanted(const TicketEntryRow& entry) {
  const bool written = entry.what == TicketEntryKind::kCreated ||
                       entry.what == TicketEntryKind::kCommented ||
                       entry.what == TicketEntryKind::kStateChanged;
  return written && !entry.text.empty();
}

void NoteDue(Connection& connection, TicketId ticket, std::uint32_t number) {
  if (number >= kNumbersEnd) return;
  Note(connection, ticket.value * kNumbersEnd + number);
}

std::vector<Text> Due(Connection& connection, std::size_t count) {
  std::vector<Text> texts;
  {
    auto found = connection.Prepare(kDueSql);
    found.Bind(kNumbersEnd, count);
    while (found.Step()) texts.push_back({found.Value<std::uint64_t>(), {}});
  }
  for (Text& text : texts) text.text = TextOf(connection, text.id).value_or(PersonalText{});
  return texts;
}

void Save(Connection& connection, const Text& text, const std::optional<std::string>& words) {
  if (!Has(connection, kIsDueSql, text.id)) return;
  if (TextOf(connection, text.id).value_or(PersonalText{}) != text.text) return;
  if (connection.Prepare(kForgetKeySql).Bind(text.id).Run() > 0) {
    connection.Prepare(kDeleteSql).Bind(text.id).Run();
    Note(connection, kUnmerged);
  }
  const bool readable = text.text.key == 0 || Has(connection, kHasKeySql, text.text.key);  // F2
  if (words && readable) {
    connection.Prepare(kSaveSql).Bind(text.id, SplitCharacters(*words)).Run();
    connection.Prepare(kSaveKeySql).Bind(text.id, text.text.key).Run();
  }
  connection.Prepare(kDoneSql).Bind(text.id).Run();
}

void Forget(Connection& connection, std::string_view subject) {
  connection.Prepare(kForgetWordsOfSql).Bind(Blob{subject}).Run();
  const int forgotten = connection.Prepare(kForgetKeysOfSql).Bind(Blob{subject}).Run();
  if (forgotten > 0) Note(connection, kUnmerged);
  if (Has(connection, kIsDueSql, kUnmerged)) Note(connection, kMergeAsked);
}

bool IsMergeDue(Connection& connection) { return Has(connection, kIsDueSql, kMergeAsked); }

bool MergeStep(Connection& connection) {
  if (!IsMergeDue(connection)) return false;
  const std::int64_t before = ChangesOf(connection);
  connection.Prepare(kMergeSql).Run();
  // As the documentation of FTS5 says how to know that nothing was left to be merged.
  if (ChangesOf(connection) - before >= 2) return true;
  connection.Prepare(kDoneSql).Bind(kMergeAsked).Run();
  connection.Prepare(kDoneSql).Bind(kUnmerged).Run();
  return false;
}

}  // namespace jackfield::sqlite::ticket_words
