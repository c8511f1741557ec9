#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/base/time.h"
#include "server/ports/callback_row.h"

namespace jackfield {

// Which callbacks somebody may see at all: those of one of the queues, those that `login` has, and
// those that are kept for them.
struct CallbackScope {
  static constexpr std::size_t kQueuesMax = 500;

  std::string login;
  std::vector<std::string> queues;

  JACKFIELD_FIELDS(login, queues)
};

// All that is set must fit.
struct CallbackFilter {
  std::optional<CallbackScope> scope;             // Absent: whoever asks may see all.
  std::vector<exchange::CallbackState> states;    // One of these; empty: any.
  std::vector<exchange::CallbackOrigin> origins;  // One of these; empty: any.
  CustomerId customer;  // Those of customers who were merged into it, too. None: of all.
  std::string queue;    // Name; empty: any.
  std::string agent;    // Login of who has it; empty: anybody or nobody.
  std::string list;     // Name of the list that it came with; empty: any or none.
  // The customer was reached, in either direction; false: not, or not yet. Absent: either.
  std::optional<bool> recovered;
  std::optional<WallTime> from;   // Included, by creation.
  std::optional<WallTime> until;  // Excluded.

  JACKFIELD_FIELDS(scope, states, origins, customer, queue, agent, list, recovered, from, until)
};

struct CallbackPage {
  std::vector<CallbackRow> callbacks;
  std::string next_page_token;  // Empty: that was all.
};

// The callbacks, read through connections of their own. Sees what is committed, at once.
//
// Errors of all: kUnavailable, kDataLoss.
//
// Thread safety: thread-safe; blocks on the store. Never called on the engine thread.
class Callbacks {
 public:
  virtual ~Callbacks() = default;

  // Errors: kNotFound (CALLBACK_NOT_FOUND).
  virtual Result<CallbackRow> GetByName(std::string_view name) = 0;
  virtual Result<CallbackRow> GetById(CallbackId id) = 0;

  // The newest first. Callbacks that change between pages may be missed or come twice.
  // Errors: kInvalidArgument (PAGE_TOKEN_INVALID), (FIELD_INVALID) when the scope is too long.
  virtual Result<CallbackPage> List(const CallbackFilter& filter, std::size_t page_size,
                                    std::string_view page_token) = 0;
};

}  // namespace jackfield
