#pragma once

#include "server/base/time.h"
#include "server/exchange/commands/call_command.h"

namespace jackfield {

// The way to one telephony source, for what it is to do. Made known by Engine::SendCommands().
//
// Rules:
//  S1. A command is handed over at most once, after the commit that holds it; none of a replay.
//  S2. What became of it comes back as a CommandResult of the same source, through Intake or
//      Engine::Observe(). Without one it is unknown when its time is over.
//  S3. What has been handed over and not been sent yet is not to be sent when its time is over, or
//      after the link was lost.
//
// Thread safety: confined to the engine thread. Must not block, and must not call the engine.
class CallCommandSink {
 public:
  virtual ~CallCommandSink() = default;

  // `left`: for how long from now on the command may be carried out; more than 0. Its texts are
  // sealed (Vault::Open()).
  virtual void Deliver(const exchange::CallCommand& command, Duration left) = 0;
};

}  // namespace jackfield
