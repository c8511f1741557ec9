#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "agent-client/terminal/desk/text_field.h"
#include "agent-client/terminal/desk/work_values.h"

// What the pages of tickets hold: the list, one with its history, and what is typed for them.
namespace jackfield::desk {

inline constexpr std::size_t kEntriesMax = 2'000;

struct TicketList {
  // Those of the agent, those of the caller in focus, and those that nobody has.
  enum class Which : std::uint8_t { kMine, kCaller, kFree };
  Which which = Which::kMine;
  std::string customer;      // Of kCaller.
  std::vector<Ticket> read;  // But for kMine, which are told by the server.
  std::size_t selected = 0;
  bool more = false;  // There are others than those read.
  bool busy = false;
  bool failed = false;
  std::uint64_t command = 0;
};

// One ticket with its history.
struct OpenTicket {
  Ticket ticket;
  std::vector<TicketEntry> entries;  // Newest first.
  std::string next_page_token;
  std::size_t scroll = 0;
  bool busy = false;
  bool read = false;  // The first page came.
  bool failed = false;
  std::uint64_t command = 0;
};

// What is written on a ticket: a comment, why it waits, how it was resolved, whom it is assigned
// to, or how content the customer was. Kept until it is sent, so that a ring loses no word of it.
struct TicketPrompt {
  enum class Kind : std::uint8_t { kComment, kPending, kResolve, kAssign, kSatisfaction };
  Kind kind = Kind::kComment;
  std::string ticket;
  TextField text{4'000, TextField::Lines::kMany};  // Of kAssign a login, of kSatisfaction a digit.
  TextField span{32};    // Of kPending: in how long it opens again. Empty: it does not by itself.
  bool in_span = false;  // The keys go there.
  bool is_public = false;
  bool busy = false;
  std::uint64_t key = 0;  // Changes with the text, so that a repeated attempt does nothing twice.
  std::string etag;  // Of kAssign: the ticket's at the last attempt. Another one makes another key.
  std::uint64_t command = 0;
};

// A ticket that is about to be created.
struct TicketForm {
  enum class Field : std::uint8_t { kSubject, kOf, kType, kPriority, kFor, kDescription };
  static constexpr std::size_t kFields = 6;
  // Who is to have it: the first is the agent; of the others a queue offers it to somebody.
  struct For {
    std::string queue;  // Empty: none.
    std::string label;
  };
  Field field = Field::kSubject;
  TextField subject{200};
  TicketType type = TicketType::kQuestion;
  TicketPriority priority = TicketPriority::kNormal;
  std::vector<For> fors;
  std::size_t chosen_for = 0;
  TextField description{4'000, TextField::Lines::kMany};
  std::string call;      // The call in focus. Empty: none.
  std::string customer;  // Of that call. Empty: not known.
  bool of_call = false;  // Whether it is a ticket of that call and customer.
  bool busy = false;
  std::uint64_t key = 0;  // As in TicketPrompt.
  std::uint64_t command = 0;
};

// The fields of a ticket that are about to be changed.
struct TicketEdit {
  // Those from kSeverity on are of a complaint.
  enum class Field : std::uint8_t { kSubject, kType, kPriority, kSeverity, kCause, kPromised };
  Ticket seen;  // What the form was filled with.
  Field field = Field::kSubject;
  TextField subject{200};
  TicketType type = TicketType::kUnknown;
  TicketPriority priority = TicketPriority::kUnknown;
  int severity = 0;  // 0: not stated.
  TextField cause{32};
  TextField promised{1'000, TextField::Lines::kMany};
  bool busy = false;
  std::uint64_t key = 0;  // As in TicketPrompt.
  std::uint64_t command = 0;
};

}  // namespace jackfield::desk
