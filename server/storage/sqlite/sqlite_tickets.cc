#include "server/storage/sqlite/sqlite_tickets.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "server/base/archive.h"
#include "server/storage/sqlite/secrets.h"
#include "server/storage/sqlite/ticket_query.h"
#include "server/storage/sqlite/ticket_table.h"
#include "server/storage/sqlite/ticket_trace_table.h"
#include "server/storage/sqlite/ticket_words.h"

namespace jackfield::sqlite {
namespace {

constexpr std::size_t kPageSizeDefault = 50;
constexpr std::string_view kIdOfNameSql = "SELECT id FROM ticket WHERE name = ?1";

std::size_t CountOf(std::size_t page_size, std::size_t max) {
  return page_size == 0 ? kPageSizeDefault : std::min(page_size, max);
}

tl::unexpected<Error> NotFound() {
  return Fail(ErrorCode::kNotFound, "TICKET_NOT_FOUND", "no such ticket");
}

tl::unexpected<Error> TooMany(std::string field, std::size_t max) {
  return FailField("FIELD_INVALID", std::move(field),
                   "must not have more than " + std::to_string(max) + " values");
}

Status CheckScope(const TicketFilter& filter) {
  constexpr std::size_t kMax = TicketScope::kNamesMax;
  if (!filter.scope) return {};
  if (filter.scope->queues.size() > kMax) return TooMany("queues", kMax);
  if (filter.scope->customers.size() > kMax) return TooMany("customers", kMax);
  return {};
}

std::vector<TicketRow> LoadAll(Connection& connection, const std::vector<TicketId>& tickets) {
  std::vector<TicketRow> rows;
  for (const TicketId ticket : tickets) {
    if (auto row = ticket_table::Load(connection, ticket)) rows.push_back(std::move(*row));
  }
  return rows;
}

}  // namespace

SqliteTickets::SqliteTickets(Database& database, Vault& vault, std::string token_secret)
    : database_(database), vault_(vault), tokens_(std::move(token_secret)) {}

Result<std::unique_ptr<SqliteTickets>> SqliteTickets::Open(Database& database, Vault& vault,
                                                           Random& random) {
  auto secret = SecretOf(database, random, "page_tokens");
  if (!secret) return Fail(secret);
  return std::unique_ptr<SqliteTickets>(new SqliteTickets(database, vault, std::move(*secret)));
}

Result<TicketRow> SqliteTickets::GetByName(std::string_view name) {
  return database_.Read([&](Connection& connection) -> Result<TicketRow> {
    std::optional<TicketRow> row;
    auto found = connection.Prepare(kIdOfNameSql);
    if (found.Bind(name).Step()) row = ticket_table::Load(connection, found.Value<TicketId>());
    if (!row) return NotFound();
    return *std::move(row);
  });
}

Result<TicketRow> SqliteTickets::GetByNumber(TicketId number) {
  return database_.Read([&](Connection& connection) -> Result<TicketRow> {
    std::optional<TicketRow> row = ticket_table::Load(connection, number);
    if (!row) return NotFound();
    return *std::move(row);
  });
}

Result<TicketEntryRow> SqliteTickets::GetEntry(TicketId ticket, std::uint32_t number) {
  return database_.Read([&](Connection& connection) -> Result<TicketEntryRow> {
    std::optional<TicketEntryRow> entry = ticket_table::LoadEntry(connection, ticket, number);
    if (!entry) return NotFound();
    return *std::move(entry);
  });
}

Result<TicketPage> SqliteTickets::List(const TicketFilter& filter, TicketOrder order,
                                       std::size_t page_size, std::string_view page_token) {
  if (Status checked = CheckScope(filter); !checked) return Fail(checked);
  const std::string question = "tickets\n" + QuestionOf(filter, order);
  TicketPlace place;
  if (!page_token.empty()) {
    const auto read = tokens_.Read<TicketPlace>(question, page_token);
    if (!read) return Fail(read);
    place = *read;
  }
  const std::size_t count = CountOf(page_size, kPageSizeMax);
  return database_.Read([&](Connection& connection) -> Result<TicketPage> {
    const TicketMatches matches = FindTickets(connection, filter, order, place, count);
    TicketPage page;
    page.tickets = LoadAll(connection, matches.tickets);
    if (matches.next) page.next_page_token = tokens_.Make(question, *matches.next);
    return page;
  });
}

Result<TicketEntryPage> SqliteTickets::Entries(TicketId ticket, bool comments_only,
                                               std::size_t page_size, std::string_view page_token) {
  const std::string question =
      "ticket entries\n" + ToArchive(std::pair(ticket, comments_only ? 1U : 0U));
  std::uint32_t below = std::numeric_limits<std::uint32_t>::max();
  if (!page_token.empty()) {
    const auto read = tokens_.Read<std::uint32_t>(question, page_token);
    if (!read) return Fail(read);
    below = *read;
  }
  const std::size_t count = CountOf(page_size, kEntryPageSizeMax);
  return database_.Read([&](Connection& connection) -> Result<TicketEntryPage> {
    TicketEntryPage page;
    page.entries = FindEntries(connection, ticket, comments_only, below, count + 1);
    if (page.entries.size() > count) {
      page.entries.resize(count);
      page.next_page_token = tokens_.Make(question, page.entries.back().number);
    }
    return page;
  });
}

Result<std::vector<ReservationTraceStep>> SqliteTickets::Offers(TicketId ticket) {
  return database_.Read([&](Connection& connection) -> Result<std::vector<ReservationTraceStep>> {
    return ticket_trace_table::OfTicket(connection, ticket, kOfferStepsMax);
  });
}

Result<std::map<std::string, std::vector<std::string>>> SqliteTickets::TicketsOf(
    const std::vector<std::string>& interactions) {
  using Names = std::map<std::string, std::vector<std::string>>;
  if (interactions.size() > kNamesMax) return TooMany("interactions", kNamesMax);
  return database_.Read([&](Connection& connection) -> Result<Names> {
    Names names;
    for (const std::string& interaction : interactions) {
      std::vector<std::string> tickets = FindTicketsOf(connection, interaction);
      if (!tickets.empty()) names[interaction] = std::move(tickets);
    }
    return names;
  });
}

Result<std::size_t> SqliteTickets::OpenTicketCount(CustomerId customer) {
  if (!customer) return std::size_t{0};
  return database_.Read([&](Connection& connection) -> Result<std::size_t> {
    return CountOpen(connection, customer);
  });
}

Result<OpenTickets> SqliteTickets::OpenTicketsOf(CustomerId customer, std::size_t newest_max) {
  if (!customer) return OpenTickets{};
  return database_.Read([&](Connection& connection) -> Result<OpenTickets> {
    OpenTickets open;
    open.count = CountOpen(connection, customer);
    open.newest =
        LoadAll(connection, FindOpen(connection, customer, std::min(newest_max, kOpenMax)));
    return open;
  });
}

Result<bool> SqliteTickets::IndexStep() {
  const auto texts =
      database_.Read([](Connection& connection) -> Result<std::vector<ticket_words::Text>> {
        return ticket_words::Due(connection, kIndexStepTexts);
      });
  if (!texts) return Fail(texts);
  if (texts->empty()) return MergeStep();
  std::vector<std::optional<std::string>> words;
  for (const ticket_words::Text& text : *texts) {
    Result<std::string> opened = vault_.Open(text.text);
    // Whoever was erased, and whatever is damaged, has no words any more.
    if (!opened && opened.error().code == ErrorCode::kUnavailable) return Fail(opened);
    words.push_back(opened ? std::optional(std::move(*opened)) : std::nullopt);
  }
  const Status saved = database_.Write(Urgency::kBulk, [&](Connection& connection) -> Status {
    for (std::size_t i = 0; i < words.size(); ++i) {
      ticket_words::Save(connection, (*texts)[i], words[i]);
    }
    return {};
  });
  if (!saved) return Fail(saved);
  return texts->size() == kIndexStepTexts;
}

// What an erasure of a person left to do, e.g. because the process ended meanwhile.
Result<bool> SqliteTickets::MergeStep() {
  const auto due = database_.Read(
      [](Connection& connection) -> Result<bool> { return ticket_words::IsMergeDue(connection); });
  if (!due || !*due) return due;
  return database_.WriteBulk(
      [](Connection& connection) -> Result<bool> { return ticket_words::MergeStep(connection); });
}

}  // namespace jackfield::sqlite
