#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "server/base/time.h"
#include "server/telephony/ami/ami_parser.h"

namespace jackfield::ami {

using AmiRights = std::set<std::string, std::less<>>;

// The rights to act (`write=` of manager.conf) of a login, from the answer to ListCommands: the
// switch lists the actions that the login may use, each with the rights of which it needs one. So
// an action that needs a single right tells that the login has it. "all" is added where the login
// has all of the four that can take over a switch.
//
// Thread safety: pure function.
AmiRights RightsToAct(const AmiMessage& list_of_commands);

// The classes of an event's header Privilege, "call,all" is "call": the rights to read that its
// receiver has. Empty: the event has none.
//
// Thread safety: pure function.
std::string_view ClassOf(const AmiMessage& event);

// What is known of the link to one switch, for operators.
struct AmiLinkFacts {
  bool ready = false;
  bool refused = false;  // The last attempt ended by a login that was refused.
  std::string trouble;   // Why the last session ended or did not come about; empty: none yet.
  WallTime since{};      // When it became ready, or was lost.
  std::string version;   // The greeting of the switch.

  // Of this session, or the last one.
  AmiRights heard;                // Classes of events that came.
  bool heard_queue_call = false;  // An event about a caller in a queue came.
  bool listed_waiting = false;    // A list told of a caller who had joined while we listened.
  bool may_dial = false;          // Commands are carried out: it needs the right `originate`.
  std::optional<AmiRights> acts;  // RightsToAct(); absent: not told yet, or refused.
  std::optional<WallTime> last_event;
  std::optional<Duration> clock_ahead;  // Of the switch's stamps; absent: it stamps no events.
};

}  // namespace jackfield::ami
