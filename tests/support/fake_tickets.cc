#include "tests/support/fake_tickets.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <optional>
#include <set>
#include <sstream>
#include <tuple>

#include "server/base/archive.h"

namespace jackfield::fakes {
namespace {

using exchange::TicketEntryKind;
using exchange::TicketState;

constexpr std::size_t kPageSizeDefault = 50;

tl::unexpected<Error> NotFound() {
  return Fail(ErrorCode::kNotFound, "TICKET_NOT_FOUND", "no such ticket");
}

std::int64_t DueOf(const TicketRow& row) {
  std::int64_t due = std::numeric_limits<std::int64_t>::max();
  for (const auto& [goal, clock] : row.clocks) {
    if (clock.due) due = std::min(due, std::int64_t{clock.due->time_since_epoch().count()});
  }
  return due;
}

bool IsBreached(const TicketRow& row) {
  return std::any_of(row.clocks.begin(), row.clocks.end(),
                     [](const auto& entry) { return entry.second.breached; });
}

bool IsOpen(const TicketRow& row) {
  return row.state == TicketState::kNew || row.state == TicketState::kOpen ||
         row.state == TicketState::kPending;
}

bool IsComment(const TicketEntryRow& entry) {
  const bool written = entry.what == TicketEntryKind::kCreated ||
                       entry.what == TicketEntryKind::kCommented ||
                       entry.what == TicketEntryKind::kStateChanged;
  return written && !entry.text.empty();
}

template <typename T>
bool IsOneOf(const std::vector<T>& wanted, const T& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

bool IsSeen(const TicketScope& scope, const TicketRow& row) {
  const auto has = [](const auto& values, const auto& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
  };
  return row.owner == scope.login || row.watchers.contains(scope.login) ||
         has(scope.queues, row.queue) || has(scope.customers, row.customer);
}

bool FitsTimes(const TicketFilter& filter, const TicketRow& row) {
  if (filter.from && row.created < *filter.from) return false;
  if (filter.until && row.created >= *filter.until) return false;
  if (!filter.breached && !filter.due_before) return true;
  const bool due = filter.due_before && DueOf(row) < filter.due_before->time_since_epoch().count();
  return due || (filter.breached && IsBreached(row));
}

bool Fits(const TicketFilter& filter, const TicketRow& row) {
  return (!filter.scope || IsSeen(*filter.scope, row)) && IsOneOf(filter.states, row.state) &&
         IsOneOf(filter.types, row.type) &&
         (!filter.priority_min || row.priority >= *filter.priority_min) &&
         (!filter.customer || row.customer == filter.customer) &&
         (filter.queue.empty() || row.queue == filter.queue) &&
         (filter.owner.empty() || row.owner == filter.owner) &&
         (!filter.unowned || row.owner.empty()) &&
         (filter.tag.empty() || row.tags.contains(filter.tag)) &&
         (filter.watcher.empty() || row.watchers.contains(filter.watcher)) &&
         FitsTimes(filter, row);
}

// Sorted by it, the list has its order.
std::tuple<std::int64_t, std::int64_t, std::int64_t> KeyOf(TicketOrder order,
                                                           const TicketRow& row) {
  const std::int64_t created = row.created.time_since_epoch().count();
  const auto number = static_cast<std::int64_t>(row.ticket.value);
  const std::int64_t due = DueOf(row);
  switch (order) {
    case TicketOrder::kNewest:
      return {0, -created, -number};
    case TicketOrder::kUpdated:
      return {0, -row.updated.time_since_epoch().count(), -number};
    case TicketOrder::kDue:
      if (due == std::numeric_limits<std::int64_t>::max()) return {due, -created, -number};
      return {due, number, 0};
    case TicketOrder::kPriority:
      return {-static_cast<std::int64_t>(row.priority), created, number};
  }
  return {};
}

std::string Lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
  return text;
}

Status CheckScope(const TicketFilter& filter) {
  if (!filter.scope) return {};
  if (filter.scope->queues.size() <= TicketScope::kNamesMax &&
      filter.scope->customers.size() <= TicketScope::kNamesMax) {
    return {};
  }
  return FailField("FIELD_INVALID", "queues", "has too many values");
}

}  // namespace

std::vector<TicketRow> FakeTickets::Rows() const {
  std::vector<TicketRow> rows = store_.tickets();
  std::map<TicketId, std::string> names;
  for (const TicketRow& row : rows) names[row.ticket] = row.name;
  for (TicketRow& row : rows) {
    for (TicketLink& link : row.links) link.name = names[link.ticket];
    if (row.merged_into.ticket) row.merged_into.name = names[row.merged_into.ticket];
  }
  return rows;
}

Result<TicketRow> FakeTickets::GetByName(std::string_view name) {
  for (const TicketRow& row : Rows()) {
    if (row.name == name) return row;
  }
  return NotFound();
}

Result<TicketRow> FakeTickets::GetByNumber(TicketId number) {
  for (const TicketRow& row : Rows()) {
    if (row.ticket == number) return row;
  }
  return NotFound();
}

Result<TicketEntryRow> FakeTickets::GetEntry(TicketId ticket, std::uint32_t number) {
  for (const TicketEntryRow& entry : store_.ticket_entries()) {
    if (entry.ticket == ticket && entry.number == number) return entry;
  }
  return NotFound();
}

bool FakeTickets::HasWords(const TicketRow& row, const std::string& words) const {
  std::string texts = ' ' + row.subject.bytes;
  for (const TicketEntryRow& entry : store_.ticket_entries()) {
    if (entry.ticket == row.ticket && IsComment(entry)) texts += ' ' + entry.text.bytes;
  }
  texts = Lowered(texts);
  std::istringstream each(Lowered(words));
  std::string word;
  bool any = words.empty();
  while (each >> word) {
    any = true;
    // Where words have spaces between them they are found by their beginning.
    const bool spaced = static_cast<unsigned char>(word.front()) < 0x80U;
    if (texts.find(spaced ? ' ' + word : word) == std::string::npos) return false;
  }
  return any;
}

Result<TicketPage> FakeTickets::List(const TicketFilter& filter, TicketOrder order,
                                     std::size_t page_size, std::string_view page_token) {
  if (Status checked = CheckScope(filter); !checked) return Fail(checked);
  TicketFilter asked = filter;
  if (asked.scope) asked.scope = TicketScope{asked.scope->login, {}, {}};
  const std::string question = ToArchive(std::pair(asked, order));
  const Result<std::size_t> offset = OffsetOf(question, page_token);
  if (!offset) return Fail(offset);
  std::vector<TicketRow> rows = Rows();
  std::erase_if(rows, [&](const TicketRow& row) {
    return !Fits(filter, row) || !HasWords(row, filter.words);
  });
  std::sort(rows.begin(), rows.end(), [order](const TicketRow& a, const TicketRow& b) {
    return KeyOf(order, a) < KeyOf(order, b);
  });
  const std::size_t count = page_size == 0 ? kPageSizeDefault : page_size;
  TicketPage page;
  for (std::size_t i = *offset; i < rows.size() && page.tickets.size() < count; ++i) {
    page.tickets.push_back(rows[i]);
  }
  const std::size_t next = *offset + page.tickets.size();
  if (next < rows.size()) page.next_page_token = TokenFor(question, next);
  return page;
}

Result<TicketEntryPage> FakeTickets::Entries(TicketId ticket, bool comments_only,
                                             std::size_t page_size, std::string_view page_token) {
  const std::string question = "entries" + ToArchive(std::pair(ticket, comments_only ? 1U : 0U));
  const Result<std::size_t> offset = OffsetOf(question, page_token);
  if (!offset) return Fail(offset);
  std::vector<TicketEntryRow> entries = store_.ticket_entries();
  std::erase_if(entries, [&](const TicketEntryRow& entry) {
    return entry.ticket != ticket || (comments_only && !IsComment(entry));
  });
  std::reverse(entries.begin(), entries.end());
  const std::size_t count = page_size == 0 ? kPageSizeDefault : page_size;
  TicketEntryPage page;
  for (std::size_t i = *offset; i < entries.size() && page.entries.size() < count; ++i) {
    page.entries.push_back(entries[i]);
  }
  const std::size_t next = *offset + page.entries.size();
  if (next < entries.size()) page.next_page_token = TokenFor(question, next);
  return page;
}

Result<std::vector<ReservationTraceStep>> FakeTickets::Offers(TicketId ticket) {
  std::vector<ReservationTraceStep> steps;
  for (const TicketTraceRow& row : store_.ticket_traces()) {
    if (row.ticket != ticket) continue;
    steps.insert(steps.end(), row.steps.begin(), row.steps.end());
  }
  return steps;
}

Result<std::map<std::string, std::vector<std::string>>> FakeTickets::TicketsOf(
    const std::vector<std::string>& interactions) {
  if (interactions.size() > kNamesMax) {
    return FailField("FIELD_INVALID", "interactions", "has too many values");
  }
  std::map<TicketId, std::set<std::string>> linked;
  std::vector<TicketRow> rows = Rows();
  for (const TicketRow& row : rows) {
    linked[row.ticket].insert(row.interactions.begin(), row.interactions.end());
  }
  for (const TicketEntryRow& entry : store_.ticket_entries()) {
    if (entry.what == TicketEntryKind::kInteraction) linked[entry.ticket].insert(entry.after);
  }
  std::map<std::string, std::vector<std::string>> names;
  for (const std::string& interaction : std::set(interactions.begin(), interactions.end())) {
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
      if (linked[row->ticket].contains(interaction)) names[interaction].push_back(row->name);
    }
  }
  return names;
}

Result<std::size_t> FakeTickets::OpenTicketCount(CustomerId customer) {
  return OpenTicketsOf(customer, 0).value().count;
}

Result<OpenTickets> FakeTickets::OpenTicketsOf(CustomerId customer, std::size_t newest_max) {
  OpenTickets open;
  if (!customer) return open;
  std::vector<TicketRow> rows = Rows();
  std::erase_if(rows,
                [&](const TicketRow& row) { return row.customer != customer || !IsOpen(row); });
  std::sort(rows.begin(), rows.end(), [](const TicketRow& a, const TicketRow& b) {
    return KeyOf(TicketOrder::kNewest, a) < KeyOf(TicketOrder::kNewest, b);
  });
  open.count = rows.size();
  rows.resize(std::min(rows.size(), newest_max));
  open.newest = std::move(rows);
  return open;
}

std::string FakeTickets::TokenFor(std::string question, std::size_t offset) {
  const absl::MutexLock lock(&mutex_);
  tokens_.emplace_back(std::move(question), offset);
  return std::to_string(tokens_.size());
}

Result<std::size_t> FakeTickets::OffsetOf(const std::string& question,
                                          std::string_view token) const {
  if (token.empty()) return std::size_t{0};
  const absl::MutexLock lock(&mutex_);
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (std::to_string(i + 1) == token && tokens_[i].first == question) return tokens_[i].second;
  }
  return FailField("PAGE_TOKEN_INVALID", "page_token", "must be of the same request");
}

}  // namespace jackfield::fakes
