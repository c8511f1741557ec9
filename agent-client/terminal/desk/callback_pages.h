#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent-client/terminal/desk/text_field.h"
#include "agent-client/terminal/desk/work_values.h"

// What the pages of callbacks hold: the list of those that the agent may see, one of them, and what
// is typed for one.
namespace jackfield::desk {

struct CallbackList {
  CallbackGroup group = CallbackGroup::kLive;
  std::vector<Callback> read;  // Newest first.
  std::size_t selected = 0;
  std::optional<Callback> opened;  // Whose details are shown.
  bool more = false;               // There are others than those read.
  bool busy = false;
  bool failed = false;
  std::uint64_t command = 0;
};

// What is asked before a callback is put off, moved to another time, or taken back.
struct CallbackPrompt {
  enum class Kind : std::uint8_t { kLater, kMove, kCancel };
  Kind kind = Kind::kLater;
  std::string callback;
  std::string preferred;  // Whom it is kept for, also at another time.
  TextField span{32};     // In how long they are to be called. Empty, of kMove: at once.
};

}  // namespace jackfield::desk
