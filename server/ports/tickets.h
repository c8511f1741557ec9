#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/base/time.h"
#include "server/ports/ticket_row.h"
#include "server/ports/ticket_trace.h"

namespace jackfield {

// Which tickets somebody may see at all: those of one of the queues, those of one of the customers,
// those that `login` has, and those that they watch.
struct TicketScope {
  static constexpr std::size_t kNamesMax = 500;  // Queues, and customers.

  std::string login;
  std::vector<std::string> queues;
  std::vector<CustomerId> customers;

  JACKFIELD_FIELDS(login, queues, customers)
};

// All that is set must fit.
struct TicketFilter {
  std::optional<TicketScope> scope;  // Absent: whoever asks may see all.
  // All of these words, or words that begin so, are in the subject or in comments, each anywhere.
  // Empty: any. What holds no word (only punctuation) finds nothing.
  std::string words;
  std::vector<exchange::TicketState> states;  // One of these; empty: any.
  std::vector<exchange::TicketType> types;    // One of these; empty: any.
  std::optional<exchange::TicketPriority> priority_min;
  CustomerId customer;  // Those of customers who were merged into it, too. None: of all.
  std::string queue;    // Name; empty: any or none.
  std::string owner;    // Login; empty: anybody or nobody.
  bool unowned = false;
  std::string tag;
  std::string watcher;    // Login.
  bool breached = false;  // A clock of it ran out; with `due_before`: or is due before that.
  std::optional<WallTime> due_before;  // A clock that runs is due before this.
  std::optional<WallTime> from;        // Included, by creation.
  std::optional<WallTime> until;       // Excluded.

  JACKFIELD_FIELDS(scope, words, states, types, priority_min, customer, queue, owner, unowned, tag,
                   watcher, breached, due_before, from, until)
};

enum class TicketOrder : std::uint8_t {
  kNewest = 0,    // The newest first.
  kUpdated = 1,   // The one that changed last first.
  kDue = 2,       // The one with the clock that is due first, then those without, the newest first.
  kPriority = 3,  // The most urgent first, of these the oldest first.
};

struct TicketPage {
  std::vector<TicketRow> tickets;
  std::string next_page_token;  // Empty: that was all.
};

struct TicketEntryPage {
  std::vector<TicketEntryRow> entries;  // The newest first.
  std::string next_page_token;          // Empty: that was all.
};

// What a pop shows of a customer's tickets: those that are new, open or pending.
struct OpenTickets {
  std::size_t count = 0;
  std::vector<TicketRow> newest;  // The newest first.
};

// The tickets and their histories, read through connections of their own. Sees what is committed,
// at once; the words of a text are found a little later (IndexStep()).
//
// Errors of all: kUnavailable, kDataLoss.
//
// Thread safety: thread-safe; blocks on the store. Never called on the engine thread.
class Tickets {
 public:
  static constexpr std::size_t kNamesMax = 1'000;     // Of one question; more: kInvalidArgument.
  static constexpr std::size_t kOfferStepsMax = 500;  // Of one answer; the oldest are left out.
  static constexpr Duration kOffersKept{90LL * 24 * 3600 * 1000};

  virtual ~Tickets() = default;

  // Errors of these three: kNotFound (TICKET_NOT_FOUND).
  virtual Result<TicketRow> GetByName(std::string_view name) = 0;
  virtual Result<TicketRow> GetByNumber(TicketId number) = 0;
  // The entry with this number.
  virtual Result<TicketEntryRow> GetEntry(TicketId ticket, std::uint32_t number) = 0;

  // Tickets that change between pages may be missed or come twice. A token is good for whoever
  // asked, also where they see other queues and customers by then.
  // Errors: kInvalidArgument (PAGE_TOKEN_INVALID), (FIELD_INVALID) when a list is too long.
  virtual Result<TicketPage> List(const TicketFilter& filter, TicketOrder order,
                                  std::size_t page_size, std::string_view page_token) = 0;

  // The history; `comments_only`: only what people wrote (entries of kCreated, kCommented and
  // kStateChanged that have a text). Empty for a ticket that is not there.
  // Errors: kInvalidArgument (PAGE_TOKEN_INVALID).
  virtual Result<TicketEntryPage> Entries(TicketId ticket, bool comments_only,
                                          std::size_t page_size, std::string_view page_token) = 0;

  // How the ticket was offered in the last kOffersKept, in order. Empty for one that was not, or is
  // not there.
  virtual Result<std::vector<ReservationTraceStep>> Offers(TicketId ticket) = 0;

  // The names of the tickets that each of the interactions belongs to, the newest ticket first; an
  // interaction that belongs to none is left out. Errors: kInvalidArgument (FIELD_INVALID).
  virtual Result<std::map<std::string, std::vector<std::string>>> TicketsOf(
      const std::vector<std::string>& interactions) = 0;

  // Of the customer and those who were merged into it; without a customer nothing.
  virtual Result<std::size_t> OpenTicketCount(CustomerId customer) = 0;
  // The same with the newest, at most `newest_max` of them.
  virtual Result<OpenTickets> OpenTicketsOf(CustomerId customer, std::size_t newest_max) = 0;

  // Makes one small step of texts findable by their words, and returns whether there is more to do.
  // To be called about once a second until it returns false. What is left survives a restart.
  // Errors also: kResourceExhausted.
  virtual Result<bool> IndexStep() = 0;
};

}  // namespace jackfield
