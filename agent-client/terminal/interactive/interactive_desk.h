#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <grpcpp/channel.h>

#include "agent-client/terminal/desk/desk_model.h"
#include "agent-client/terminal/pop_command/pop_command.h"
#include "agent-client/terminal/screen/curses_terminal.h"
#include "agent-client/terminal/session/desk_calls.h"
#include "agent-client/terminal/session/desk_session.h"

namespace jackfield::client {

// The desk on a terminal: brings keys, the server's messages and the time to the model, shows what
// it becomes, and carries out what it asks.
//
// Flow: the threads of the session and of gRPC put inputs into a bounded inbox and wake the thread
// of Run(), which alone touches model and terminal. One thread, named here because the server's
// threads are in server/docs/threads.md: Run() blocks in ppoll only, for at most a tick.
//
// Thread safety: none; one per process. Run() is called once.
class InteractiveDesk {
 public:
  struct Options {
    DeskSession::Credentials credentials;
    bool compact = false;
    std::unique_ptr<PopCommand> on_pop;  // nullptr: none.
    std::string run;                     // Random: names the requests of this run.
  };

  InteractiveDesk(std::shared_ptr<grpc::Channel> channel, Options options);
  ~InteractiveDesk();

  // Shows the desk until it is left. Needs: SIGINT, SIGTERM, SIGHUP and SIGWINCH are blocked in all
  // threads. Returns the exit code, and why, when it is not 0.
  struct Ended {
    int exit_code = 0;
    std::string why;
  };
  Ended Run(screen::CursesTerminal& terminal);

 private:
  void StartSession();
  void Post(desk::Input input);
  std::vector<desk::Input> TakeInbox();
  // Waits for a key, an input, a signal or the next tick.
  void Wait();
  void ReadSignals();
  void ReadKeys();
  void Take(const desk::Input& input);
  void Show();
  void CarryOut(const std::vector<desk::Command>& commands);
  void CarryOut(const desk::Command& command);
  desk::Uptime Now() const;

  const std::shared_ptr<grpc::Channel> channel_;
  Options options_;
  const int wake_;     // eventfd
  const int signals_;  // signalfd
  const std::int64_t began_ms_;

  std::mutex mutex_;  // Protects what follows.
  std::vector<desk::Input> inbox_;
  bool overflowed_ = false;

  // Of the thread of Run().
  screen::CursesTerminal* terminal_ = nullptr;
  desk::DeskModel model_;
  std::vector<desk::Command> commands_;
  desk::Uptime pinged_{0};
  bool over_ = false;
  Ended ended_;

  std::unique_ptr<DeskSession> session_;
  std::mutex session_mutex_;  // Protects session_ from being replaced while its token is asked for.
  std::unique_ptr<DeskCalls> calls_;
};

}  // namespace jackfield::client
