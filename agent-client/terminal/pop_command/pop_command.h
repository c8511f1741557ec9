#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <sys/types.h>

#include "agent-client/terminal/desk/desk_values.h"
#include "server/base/result.h"
#include "server/base/time.h"

namespace jackfield::client {

// Runs a command for each pop, so that another program opens at the caller.
//
// Rules:
//  R1. What callers say reaches the command in its environment only, never in its arguments, and
//      never through a shell.
//  R2. The command has no input and no output here, and its own process group.
//  R3. At most kRunningMax run at once, each for at most kTimeMax; then its group is killed.
//
// Thread safety: thread-safe.
class PopCommand {
 public:
  static constexpr std::size_t kRunningMax = 4;
  static constexpr Duration kTimeMax{30'000};

  // Errors: kInvalidArgument, see SplitWords().
  static Result<std::unique_ptr<PopCommand>> Prepare(std::string_view command);
  // Kills what still runs.
  ~PopCommand();

  // Starts it for a pop, and returns at once. Errors: kFailedPrecondition when it cannot be run;
  // kResourceExhausted when kRunningMax run.
  Status Run(const desk::Pop& pop);

 private:
  struct Child {
    pid_t pid;
    std::chrono::steady_clock::time_point until;
  };

  explicit PopCommand(std::vector<std::string> words);
  void Reap();
  // Collects those that have ended, and kills those that run too long.
  void Collect();

  const std::vector<std::string> words_;
  std::mutex mutex_;  // Protects what follows.
  std::condition_variable changed_;
  bool stopping_ = false;
  std::vector<Child> running_;
  std::thread reaper_;
};

}  // namespace jackfield::client
