#include "agent-client/terminal/pop_command/pop_command.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent-client/terminal/pop_command/command_words.h"

namespace jackfield::client {
namespace {

constexpr std::chrono::milliseconds kLookEach{50};

// How the child is set up (R2); destroyed with what it holds.
class SpawnSetting {
 public:
  SpawnSetting() {
    posix_spawn_file_actions_init(&files_);
    posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files_, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnSetting() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&files_);
  }
  SpawnSetting(const SpawnSetting&) = delete;
  SpawnSetting& operator=(const SpawnSetting&) = delete;

  const posix_spawn_file_actions_t* files() const { return &files_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

// Ours without its JACKFIELD_ variables, and those of the pop.
std::vector<std::string> EnvironmentFor(const desk::Pop& pop) {
  std::vector<std::string> variables = PopVariables(pop);
  for (char** one = environ; *one != nullptr; ++one) {
    if (!std::string_view(*one).starts_with("JACKFIELD_")) variables.emplace_back(*one);
  }
  return variables;
}

std::vector<char*> PointersTo(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Result<std::unique_ptr<PopCommand>> PopCommand::Prepare(std::string_view command) {
  auto words = SplitWords(command);
  if (!words) return Fail(words);
  return std::unique_ptr<PopCommand>(new PopCommand(std::move(*words)));
}

PopCommand::PopCommand(std::vector<std::string> words)
    : words_(std::move(words)), reaper_([this] { Reap(); }) {}

PopCommand::~PopCommand() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  reaper_.join();
  for (const Child& child : running_) {
    kill(-child.pid, SIGKILL);
    waitpid(child.pid, nullptr, 0);
  }
}

Status PopCommand::Run(const desk::Pop& pop) {
  std::vector<std::string> words = words_;
  std::vector<std::string> variables = EnvironmentFor(pop);
  const std::vector<char*> arguments = PointersTo(words);
  const std::vector<char*> environment = PointersTo(variables);
  const SpawnSetting setting;
  const std::lock_guard lock(mutex_);
  if (running_.size() >= kRunningMax) {
    return Fail(ErrorCode::kResourceExhausted, "too many commands of --on-pop run");  // R3.
  }
  pid_t pid = 0;
  const int failed = posix_spawnp(&pid, arguments[0], setting.files(), setting.attributes(),
                                  arguments.data(), environment.data());  // R1.
  if (failed != 0) {
    return Fail(ErrorCode::kFailedPrecondition,
                "--on-pop: " + words_.front() + ": " + std::strerror(failed));
  }
  running_.push_back({pid, std::chrono::steady_clock::now() + kTimeMax});
  changed_.notify_all();
  return {};
}

void PopCommand::Reap() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (running_.empty()) {
      changed_.wait(lock, [this] { return stopping_ || !running_.empty(); });
      continue;
    }
    changed_.wait_for(lock, kLookEach, [this] { return stopping_; });
    Collect();
  }
}

void PopCommand::Collect() {
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(running_, [&](const Child& child) {
    if (now >= child.until) kill(-child.pid, SIGKILL);
    return waitpid(child.pid, nullptr, WNOHANG) == child.pid;
  });
}

}  // namespace jackfield::client
