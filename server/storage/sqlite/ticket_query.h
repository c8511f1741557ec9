#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/archive.h"
#include "server/ports/tickets.h"
#include "server/storage/sqlite/connection.h"

namespace jackfield::sqlite {

// Texts of which one word is sought in, the newest first: beyond them nothing is found. Why: a word
// that stands in every text must not cost more than a page of tickets is worth.
inline constexpr std::size_t kTextsPerWordMax = 50'000;

// Where a list goes on. An order consists of parts that come one after the other, each of them
// sorted by one key and the ticket's id.
struct TicketPlace {
  std::uint8_t part = 0;
  bool begun = false;  // `key` and `ticket` are those of the last one in this part.
  std::int64_t key = 0;
  TicketId ticket;

  JACKFIELD_FIELDS(part, begun, key, ticket)
};

struct TicketMatches {
  std::vector<TicketId> tickets;    // At most as many as asked for.
  std::optional<TicketPlace> next;  // nullopt: that was all.
};

// Everything of the question, for page tokens; of a scope only whose it is, for what they see
// changes while pages are read.
std::string QuestionOf(const TicketFilter& filter, TicketOrder order);

// The next `count` tickets from `place` on. Throws SQLite::Exception, as all of these.
TicketMatches FindTickets(Connection& connection, const TicketFilter& filter, TicketOrder order,
                          const TicketPlace& place, std::size_t count);

// Up to `count` entries of a history with numbers below `below`, the newest first.
std::vector<TicketEntryRow> FindEntries(Connection& connection, TicketId ticket, bool comments_only,
                                        std::uint32_t below, std::size_t count);

// The names of the tickets that the interaction belongs to, the newest first, at most kLinkedMax.
inline constexpr std::size_t kLinkedMax = 32;
std::vector<std::string> FindTicketsOf(Connection& connection, const std::string& interaction);

// The customer's tickets that are new, open or pending.
std::size_t CountOpen(Connection& connection, CustomerId customer);
std::vector<TicketId> FindOpen(Connection& connection, CustomerId customer, std::size_t count);

}  // namespace jackfield::sqlite
