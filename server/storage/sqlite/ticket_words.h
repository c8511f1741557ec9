#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/ids.h"
#include "server/exchange/personal_text.h"
#include "server/ports/ticket_row.h"
#include "server/storage/sqlite/connection.h"

// The words by which subjects and comments of tickets are found. Functions throw SQLite::Exception;
// see Caught().
//
// Rules:
//  F1. A commit of the engine only notes which texts are due. Their words are written later, by
//      another thread, in bulk work. Why: opening texts and splitting them is no work for the
//      thread that all calls wait for.
//  F2. Words stand there in the clear, though the texts are sealed: full-text search knows no other
//      way. So they go with the key: SubjectKeys::Erase() calls Forget() in its own transaction,
//      and Save() writes nothing of which the key is gone, whenever the text was opened.
//  F3. What was deleted stays in older segments of the index until these are merged. After Forget()
//      MergeStep() is called until nothing is left to be merged; then it is nowhere in the index.
//      That it is to be done stands in the database, and survives a crash.
namespace jackfield::sqlite::ticket_words {

// Stands for the subject where entries have their number.
inline constexpr std::uint32_t kSubject = 0;
// Entries from this number on are not found by their words.
inline constexpr std::uint32_t kNumbersEnd = 65'536;

// A subject, or the text of an entry.
struct Text {
  std::uint64_t id = 0;  // The ticket's id times kNumbersEnd plus the number.
  exchange::PersonalText text;
};

// Whether the entry has a text that is searched: a description, a comment, or a resolution.
bool AreWanted(const TicketEntryRow& entry);

void NoteDue(Connection& connection, TicketId ticket, std::uint32_t number);

// Up to `count` texts that are due.
std::vector<Text> Due(Connection& connection, std::size_t count);

// Makes `words` the words of the text and takes it off those that are due; nullopt: it has none.
// Does nothing where the text is another one by now, or no longer due.
void Save(Connection& connection, const Text& text, const std::optional<std::string>& words);

// Deletes the words of all texts that are sealed with a key of the subject, whose keys must still
// be there.
void Forget(Connection& connection, std::string_view subject);

// One small step of F3, if it is to be done. Returns whether there is more to do.
bool MergeStep(Connection& connection);
bool IsMergeDue(Connection& connection);

}  // namespace jackfield::sqlite::ticket_words
