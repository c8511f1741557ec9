#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/base/time.h"
#include "server/ports/interaction_row.h"

namespace jackfield {

// A call of the log as reports count it. No text of a person.
struct LoggedCall {
  CallId call;
  WallTime started{};
  exchange::Direction direction = exchange::Direction::kUnknown;
  CallResult result = CallResult::kNone;
  bool talks = false;     // It goes on, and an agent talked with who called.
  bool withheld = false;  // The caller withheld the number.
  // Who the other side is: a customer, as records were merged since, else a number. Bytes that are
  // equal for the same one and say nothing else. Empty: not known.
  std::string party;
  // Who the number was known to be of when the call came: differs from `party` where a customer was
  // found later, or records were merged. Empty: not known.
  std::string number_party;
  bool identified = false;                // `party` is a customer.
  Duration talk{0};                       // With agents, without hold.
  Duration waited{0};                     // In all queues.
  std::vector<std::string> queues;        // That it was in; each once.
  std::vector<std::string> dispositions;  // Codes that agents gave; each once.
};

// Where reading goes on: after this call, oldest first.
struct CallLogPlace {
  WallTime started{};
  CallId call;
};

struct CallLogStep {
  std::vector<LoggedCall> calls;
  std::optional<CallLogPlace> next;  // nullopt: that was all.
};

// The log of interactions, read from end to end for reports. Calls that became part of another are
// left out: they are counted with that one.
//
// Flow: one small step at a time, each of one moment; between steps nothing is held, so that a
// report over a year keeps neither a connection nor the store's log from others.
//
// Thread safety: thread-safe; blocks on the store. Never called on the engine thread.
class CallLog {
 public:
  virtual ~CallLog() = default;

  // The next calls that began at `after` or later, and before `until`.
  // Errors: kUnavailable, kDataLoss.
  virtual Result<CallLogStep> ReadCalls(const CallLogPlace& after, WallTime until) = 0;

  // The calls by id, with their parts, in the order of `calls`; those that are not known are left
  // out. Errors: as ReadCalls().
  virtual Result<std::vector<InteractionRow>> GetCalls(const std::vector<CallId>& calls) = 0;

  // Whether figures of the queue, or agent, were ever stored. Errors: as ReadCalls().
  virtual Result<bool> HasQueue(const std::string& queue) = 0;
  virtual Result<bool> HasAgent(const std::string& agent) = 0;
};

}  // namespace jackfield
