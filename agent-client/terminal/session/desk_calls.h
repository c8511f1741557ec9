#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include <grpcpp/channel.h>

#include "agent-client/terminal/desk/desk_command.h"
#include "agent-client/terminal/desk/desk_input.h"

namespace jackfield::client {

class CallLine;

// Carries out what a desk asks of the server, without waiting: each answer comes by a callback, on
// a thread of gRPC. At most kCallsMax are under way; more are refused with kResourceExhausted.
//
// Thread safety: thread-safe.
class DeskCalls {
 public:
  static constexpr std::size_t kCallsMax = 32;

  struct Callbacks {
    std::function<void(desk::Answer)> on_answer;
    std::function<void(Duration)> on_round_trip;
    std::function<std::string()> token;  // Of the session. Empty: not signed in now.
  };

  // `run` names this run of the program: with the command's key it names a request.
  DeskCalls(std::shared_ptr<grpc::Channel> channel, std::string run, Callbacks callbacks);
  // Cancels what is under way, and waits for its end. No callback runs after it.
  ~DeskCalls();

  // Starts what `command` asks of the server. Returns false for what is not the server's.
  // `server_now` is when a pop was painted.
  bool Start(const desk::Command& command, WallTime server_now);

  // Measures a round trip, and tells the server the one before.
  void Ping();

 private:
  const std::unique_ptr<CallLine> line_;
};

}  // namespace jackfield::client
