#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/exchange/commands/call_command.h"
#include "server/exchange/state.h"
#include "server/exchange/telephony_event.h"
#include "server/ports/call_commands.h"

namespace jackfield::engine {

// Hands commands to the sources that are to carry them out, each once (K1 of command_rules.h).
//
// Thread safety: confined to the engine thread.
class CommandDispatch {
 public:
  // As Engine::SendCommands().
  void Send(const std::string& source, std::weak_ptr<CallCommandSink> sink);

  // Hands over `commands`, which are committed unless `unsaved` says why not: nothing is sent that
  // the next process would not know of. One that is late is left to its deadline. `now` is engine
  // time. Returns what became of those that were refused.
  std::vector<exchange::TelephonyEvent> Deliver(const exchange::State& state,
                                                const std::vector<exchange::CallCommand>& commands,
                                                Instant now, const std::optional<Error>& unsaved);

 private:
  std::map<std::string, std::weak_ptr<CallCommandSink>> sinks_;  // By the source's name.
};

}  // namespace jackfield::engine
