#pragma once

#include "server/telephony/ami/ami_event_type.h"
#include "server/telephony/ami/ami_model.h"

namespace jackfield::ami {

// Translates what happens to channels: begin, ring, answer, hold, park, transfer, end.
//
// R1. A ring by a queue is known by AgentCalled and answered by AgentConnect; Dial events of the
// same
//     channel say when it stopped ringing. Any other ring is known by Dial events alone.
// R2. The caller's number comes from the channel that the call began with, or the dialplan side of
//     that Local channel. Why: the other half takes on the number of whom it talks to. That it is
//     withheld may come from any channel of the call that carries the same number: a caller with
//     PAI and Privacy is shown without a word on its own channel, and prohibited on a member's.
// R3. Only Hangup ends a connection, and the last Hangup a call.
// R4. Who hangs up while waiting has abandoned. Not who waited when the link was lost, until a list
//     named them: they may have been answered and have talked, which nobody heard.
//
// Thread safety: none; one per translator.
class AmiCallEvents {
 public:
  explicit AmiCallEvents(AmiModel& model) : model_(model) {}

  void Newchannel(const AmiMessage& message);
  void NewCallerid(const AmiMessage& message);
  void Newexten(const AmiMessage& message);
  // The channel is there, and this is its Linkedid now.
  void Seen(const AmiMessage& message);
  void HangupRequest(const AmiMessage& message);
  void Hangup(const AmiMessage& message);
  // DialBegin, and DialState of a channel that began to be dialled unseen.
  void DialBegin(const AmiMessage& message);
  void DialEnd(const AmiMessage& message);
  void Hold(const AmiMessage& message);
  void Unhold(const AmiMessage& message);
  void BlindTransfer(const AmiMessage& message);
  void AttendedTransfer(const AmiMessage& message);
  void ParkedCall(const AmiMessage& message);
  void ParkedCallOver(const AmiMessage& message);
  void LocalOptimizationBegin(const AmiMessage& message);

  // Whether the account may see the dialplan: without it no QUEUESTATUS can come.
  void NoteDialplan() { dialplan_seen_ = true; }

 private:
  void SetOrigin(AmiCall& call, const AmiChannel& channel, const AmiMessage& message);
  void TakeCaller(AmiCall& call, const exchange::Caller& caller);
  void Answered(AmiChannel& channel);
  void EndRing(AmiChannel& channel, exchange::RingEnd cause);
  exchange::RingEnd WhyRingEnded(const AmiChannel& channel, std::string_view dial_status) const;
  void EndLeg(const AmiChannel& channel);
  void EndConnection(AmiChannel& channel);
  void MoveLeg(const AmiChannel& from, const AmiChannel& to);

  AmiModel& model_;
  bool dialplan_seen_ = false;
};

}  // namespace jackfield::ami
