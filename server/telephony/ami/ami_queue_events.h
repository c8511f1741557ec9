#pragma once

#include "server/telephony/ami/ami_event_type.h"
#include "server/telephony/ami/ami_model.h"

namespace jackfield::ami {

// Translates what happens in queues: joins, rings of members, answers, the ways to leave, members.
//
// R1. Asterisk sends QueueCallerAbandon for every end without an answer but the exit key. It was an
//     abandon if the caller's HangupRequest came before; else the cause is kUnknown until
//     QUEUESTATUS names it.
// R2. QueueCallerLeave alone, with no abandon before and no member's answer, is the exit key. Not
//     of a caller who waited when the link came, until two lists named them: their answer, or the
//     abandon, may be what was not heard.
// R3. A full or empty queue sends no queue event: QUEUESTATUS alone tells, and the queue's name is
//     that of the application line before.
// R4. Doubled events change nothing: each acts on a stay or a ring that is in the state it ends.
//
// Thread safety: none; one per translator.
class AmiQueueEvents {
 public:
  explicit AmiQueueEvents(AmiModel& model) : model_(model) {}

  void CallerJoin(const AmiMessage& message);
  void CallerAbandon(const AmiMessage& message);
  void CallerLeave(const AmiMessage& message);
  void AgentCalled(const AmiMessage& message);
  void AgentConnect(const AmiMessage& message);
  void AgentRingNoAnswer(const AmiMessage& message);
  void AgentComplete(const AmiMessage& message);
  void VarSet(const AmiMessage& message);
  void MemberAdded(const AmiMessage& message);
  void MemberRemoved(const AmiMessage& message);
  void MemberPause(const AmiMessage& message);
  // A member that joined unseen (a reload) is noticed by its status.
  void MemberStatus(const AmiMessage& message);

 private:
  // Takes over the variables that an event tells of the caller.
  void Attach(AmiChannel& caller, const AmiMessage& message);
  void Dequeue(const AmiChannel& channel, AmiLeg& leg, exchange::DequeueCause cause);
  void TakeQueueStatus(AmiChannel& channel, std::string_view status);

  AmiModel& model_;
};

// A queue member as events and lists describe it.
//
// Thread safety: pure function.
exchange::MemberAdded MemberOf(const AmiMessage& message);

}  // namespace jackfield::ami
