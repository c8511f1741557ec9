#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/exchange/commands/call_command.h"
#include "server/ports/call_commands.h"

namespace jackfield {
class Engine;
class Intake;
}  // namespace jackfield

namespace jackfield::grpc_api {

// How a stream ended.
enum class StreamEnd {
  kBroken,   // By a fault, of either side or between them.
  kSaidAll,  // By the client, with everything acknowledged.
};

// The link to a source that publishes on streams: there while at least one of its streams is open.
// Tells intake, in place of the source, when the first opens and when the last is over, and how;
// also what can be commanded: commands go to the newest stream that carries any out.
//
// Thread safety: thread-safe.
class StreamLinks {
 public:
  // A stream that is open.
  using Ticket = std::uint64_t;

  // What a stream carries out, and the way to it. None: nothing.
  struct Commands {
    std::set<exchange::CommandKind> kinds;
    std::weak_ptr<CallCommandSink> sink;
  };

  // Both outlive this.
  StreamLinks(Intake& intake, Engine& engine) : intake_(intake), engine_(engine) {}

  Ticket Open(const std::string& source, Commands commands) ABSL_LOCKS_EXCLUDED(mutex_);

  // Requires that it was opened, and not closed yet.
  void Close(const std::string& source, Ticket stream, StreamEnd end) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Stream {
    Ticket ticket = 0;
    Commands commands;
  };
  struct Link {
    std::list<Stream> streams;  // The oldest first.
    Ticket commanded = 0;       // To which commands go; 0: to none.
  };

  // Commands go where they are to go now. Returns whether that has changed.
  bool Direct(const std::string& source, Link& link) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void TellUp(const std::string& source, const Link& link) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Intake& intake_;
  Engine& engine_;
  absl::Mutex mutex_;  // Held while intake and engine are told, so that they are told in order.
  std::map<std::string, Link> links_ ABSL_GUARDED_BY(mutex_);
  Ticket last_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace jackfield::grpc_api
