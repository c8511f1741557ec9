#pragma once

#include <cstdint>
#include <string_view>

namespace jackfield::ami {

// The events that are translated. What an Asterisk sends beside them is known and left aside
// (kLeftAside), or unknown and counted (kUnknown).
enum class AmiEventType : std::uint8_t {
  kUnknown,
  kLeftAside,
  kAgentCalled,
  kAgentComplete,
  kAgentConnect,
  kAgentRingNoAnswer,
  kAttendedTransfer,
  kBlindTransfer,
  kBridgeEnter,
  kCoreShowChannel,
  kCoreShowChannelsComplete,
  kDialBegin,
  kDialEnd,
  kDialState,
  kFullyBooted,
  kHangup,
  kHangupRequest,
  kHold,
  kLocalOptimizationBegin,
  kNewCallerid,
  kNewchannel,
  kNewexten,
  kNewstate,
  kParkedCall,
  kParkedCallGiveUp,
  kParkedCallTimeOut,
  kQueueCallerAbandon,
  kQueueCallerJoin,
  kQueueCallerLeave,
  kQueueEntry,
  kQueueMember,
  kQueueMemberAdded,
  kQueueMemberPause,
  kQueueMemberRemoved,
  kQueueMemberStatus,
  kQueueParams,
  kQueueStatusComplete,
  kReload,
  kStatus,
  kStatusComplete,
  kUnParkedCall,
  kUnhold,
  kVarSet,
};

// The type of the event called `name`.
//
// Thread safety: pure function.
AmiEventType EventTypeOf(std::string_view name);

}  // namespace jackfield::ami
