#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "agent-client/terminal/desk/desk_values.h"
#include "server/base/result.h"
#include "server/base/time.h"

namespace jackfield::desk {

// When an input came: since the start of the program, by a clock that never goes back.
using Uptime = Duration;

// What WatchDesk tells.
struct PopOpened {
  Pop pop;
};
struct PopUpdated {
  Pop pop;
};
struct WrapUpChanged {
  WrapUp wrap_up;
};
struct MissedAdded {
  Missed missed;
};
struct MissedRemoved {
  std::vector<std::string> offers;
  int missed_count = 0;
};
struct QueueRemoved {
  std::string queue;
};
struct Heartbeat {
  WallTime server_time{};
};
struct Resync {};
struct TicketChanged {
  Ticket ticket;
};
struct NoticeAdded {
  WorkNotice notice;
};
struct NoticesRemoved {
  std::vector<std::string> names;
};
struct AllowedCommands {
  std::vector<CallCommand> kinds;
};
struct CallbackChanged {
  Callback callback;
};
using Update = std::variant<Snapshot, PopOpened, PopUpdated, PopClosed, OwnCall, WrapUpChanged,
                            Agent, MissedAdded, MissedRemoved, Queue, QueueRemoved, Heartbeat,
                            Resync, WorkOffer, WorkOfferClosed, TicketChanged, NoticeAdded,
                            NoticesRemoved, CommandEnded, AllowedCommands, CallbackChanged>;

// The stream began, ended, or ended for good.
struct LinkChange {
  enum class To : std::uint8_t { kConnecting, kLive, kLost, kReplaced, kRefused };
  To to = To::kConnecting;
  std::string detail;
};

// A round trip to the server was measured.
struct RoundTrip {
  Duration duration{0};
};

// A key. Text of a paste comes as its characters.
struct Key {
  enum class Kind : std::uint8_t {
    kCharacter,
    kEnter,
    kNewLine,  // Alt+Enter: a line end inside a text.
    kEscape,
    kTab,
    kBackTab,
    kBackspace,
    kDelete,
    kLeft,
    kRight,
    kUp,
    kDown,
    kPageUp,
    kPageDown,
    kHome,
    kEnd,
    kControl,  // Ctrl with `character`, a small letter.
    kAlt,      // Alt with `character`, a small letter: means the same as the letter, everywhere.
  };
  Kind kind = Kind::kCharacter;
  char32_t character = 0;
};

// What requests gave. Which one it was is told by `Answer::command`.
struct Done {};  // It is done; there is no more to tell.
struct NoteSaved {
  std::int64_t revision = 0;
};
struct AgentNow {
  Agent agent;  // Only its state and its pop mode are set, see `what`.
  enum class What : std::uint8_t { kStatus, kPopMode };
  What what = What::kStatus;
};
struct WrapUpNow {
  WrapUp wrap_up;
};
struct CallerNow {
  Caller caller;
};
struct CustomersFound {
  std::vector<Customer> customers;
  bool more = false;
};
struct TimelinePage {
  std::vector<Brief> briefs;
  std::string next_page_token;
};
struct InteractionRead {
  Interaction interaction;
};
struct DuplicatesFound {
  std::vector<Duplicate> duplicates;
};
struct CustomerCreated {
  Customer customer;
  int claimed_count = 0;
};
struct TicketsListed {
  std::vector<Ticket> tickets;
  bool more = false;
};
struct EntriesListed {
  std::vector<TicketEntry> entries;  // Newest first.
  std::string next_page_token;
};
struct TicketNow {
  Ticket ticket;
};
struct CallbacksListed {
  std::vector<Callback> callbacks;
  bool more = false;
};
struct CallbackNow {
  Callback callback;
};
using AnswerValue =
    std::variant<Done, NoteSaved, AgentNow, WrapUpNow, CallerNow, CustomersFound, TimelinePage,
                 InteractionRead, DuplicatesFound, CustomerCreated, TicketsListed, EntriesListed,
                 TicketNow, CallbacksListed, CallbackNow>;
struct Answer {
  std::uint64_t command = 0;  // `Command::id`.
  Result<AnswerValue> outcome;
};

// Something to tell the agent that is not the server's, e.g. that a command cannot be run.
struct Notice {
  std::string text;
};

// Time passed. Sent at least each 250 ms.
struct Tick {};

using Input = std::variant<Update, LinkChange, RoundTrip, Key, Answer, Notice, Tick>;

}  // namespace jackfield::desk
