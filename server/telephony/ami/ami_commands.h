#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/exchange/commands/call_command.h"
#include "server/exchange/telephony_event.h"
#include "server/telephony/ami/ami_action.h"
#include "server/telephony/ami/ami_call_table.h"
#include "server/telephony/ami/ami_parser.h"

namespace jackfield::ami {

// Where calls are sent to: contexts of the switch's dialplan, which hold what Jackfield may do.
struct AmiContexts {
  std::string route = "jackfield-route";  // A waiting caller, extension s.
  std::string dial = "jackfield-dial";    // An agent's phone that answered, number to call.
  // Targets of transfers and consultations, and of callers who go elsewhere by a queue's rule.
  std::string transfer = "jackfield-transfer";
};

// Turns commands into actions of one Asterisk, and its answers into outcomes. Knows no socket and
// no clock.
//
// Rules:
//  M1. An action is sent once. The ActionID is made from the command's id, and what comes back is
//      told by it. Past its deadline, or when the link is lost, the outcome is unknown, and nothing
//      of the command is sent any more.
//  M2. The actions of one command go one after another, each when the one before has succeeded.
//  M3. What was accepted is told by events. Of a dialled call, a failure that comes within
//      kVerdictAfter is a refusal; later ones say nothing.
//  M4. A consultation that was begun here is one call with the call that is held: to complete it is
//      to hang up for the agent. Which ones there are is known to this process only. One is
//      completed only while somebody who came after its begin is in the call, beside two others.
//      Why: to hang up without them cuts the held party off.
//  M5. Only such a one is cancelled, for who began it, and not when all who came after its begin
//      are gone again: it is over then. Why: CancelAtxfer plays the digits of a feature into the
//      channel, whether there is a consultation or not; without one they are another feature, or
//      the other side hears them.
//
// Flow: at most kOpenMax commands are open; a further one is refused.
//
// Thread safety: none; one per connector, used on its strand.
class AmiCommands {
 public:
  static constexpr std::size_t kOpenMax = 256;
  static constexpr std::size_t kConsultationsMax = 10'000;
  static constexpr Duration kVerdictAfter{1'500};

  // `calls` outlives this.
  AmiCommands(AmiCallTable& calls, AmiContexts contexts)
      : calls_(calls), contexts_(std::move(contexts)) {}

  // What the login can be told to do, from the answer to ListCommands: what its rights allow of
  // what can be done at all (ami_action.h).
  static std::set<exchange::CommandKind> Capabilities(const AmiMessage& list_of_commands);

  // Begins a command, whose texts are in the clear. Its `deadline` is by the clock that `now` of
  // the others is of.
  void Begin(const exchange::CallCommand& command, Instant deadline);

  // The answer to an action. False: it is none of a command's.
  bool TakeResponse(const AmiMessage& response, Instant now);
  // An event OriginateResponse.
  void TakeOriginated(const AmiMessage& event);
  // Ends what is over by time.
  void Tick(Instant now);
  // The link is lost (M1).
  void Lose();

  // What is to be written, and what became of commands, since the last call.
  std::vector<std::string> TakeActions() { return std::exchange(actions_, {}); }
  std::vector<exchange::CommandResult> TakeResults() { return std::exchange(results_, {}); }

 private:
  using Steps = std::deque<AmiAction>;
  using Connections = std::set<std::string, std::less<>>;

  // A consultation that was begun here (M4).
  struct Consultation {
    std::string by;              // The connection of who consults.
    Connections before;          // Those of the call at its begin.
    std::uint64_t taken_in = 0;  // By the call until then.
  };

  struct Open {
    CommandId command;
    Instant deadline{};
    Steps rest;  // The first of them is under way.
    int step = 0;
    std::optional<Instant> verdict;        // Accepted, unless it fails before.
    std::string about;                     // The call whose consultation begins or ends; else "".
    std::optional<Consultation> consults;  // It begins; else it ends.
  };
  using OpenByAction = std::map<std::string, Open, std::less<>>;

  // What is to be done for `body`. Errors: with the reason of the refusal.
  Result<Steps> StepsOf(const exchange::CallCommandBody& body);
  struct Planner;

  void SendNext(Open open);
  void End(const Open& open, exchange::CommandOutcome outcome, std::string reason);
  void Refuse(CommandId command, std::string reason);
  void Accept(OpenByAction::iterator open);
  // It is past its deadline.
  void GiveUp(OpenByAction::iterator open);
  void Remember(const Open& open);

  AmiCallTable& calls_;
  const AmiContexts contexts_;
  OpenByAction open_;                                  // By the ActionID of the step under way.
  std::map<std::string, Consultation> consultations_;  // By call.
  std::vector<std::string> actions_;
  std::vector<exchange::CommandResult> results_;
};

}  // namespace jackfield::ami
