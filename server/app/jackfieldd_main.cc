// The server. See server/docs/operating.md.

#include <cstdio>
#include <string>

#include <absl/synchronization/mutex.h>
#include <unistd.h>

#include "server/app/command_line.h"
#include "server/app/configuration_loader.h"
#include "server/app/log.h"
#include "server/app/server.h"

namespace jackfield::app {
namespace {

void PrintLines(std::FILE* stream, const char* kind, const std::vector<SettingProblem>& problems) {
  for (const SettingProblem& problem : problems) {
    std::fprintf(stream, "%s: %s\n", kind, problem.text().c_str());
  }
}

LoadedConfiguration Load(const CommandLine& command) {
  ConfigurationSources sources{.file = command.config, .environment = {}, .sets = command.sets};
  for (char** variable = environ; *variable != nullptr; ++variable) {
    sources.environment.emplace_back(*variable);
  }
  if (!command.data_dir.empty()) sources.sets.push_back("server.data_dir=" + command.data_dir);
  return LoadConfiguration(sources);
}

// Debian's Abseil looks for deadlocks at each lock, at a few per cent of all time, and aborts where
// it suspects one. That is for tests.
void StopLookingForDeadlocks() {
#ifdef NDEBUG
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
#endif
}

int Main(int argc, char** argv) {
  StopLookingForDeadlocks();
  const ParsedCommandLine parsed = ParseCommandLine(argc, argv);
  if (parsed.exit) return *parsed.exit;
  const CommandLine& command = parsed.command;
  if (command.list_config_keys) {
    for (const std::string& key : ConfigurationKeys()) std::printf("%s\n", key.c_str());
    return kExitOk;
  }
  const LoadedConfiguration loaded = Load(command);
  PrintLines(stderr, "warning", loaded.warnings);
  PrintLines(stderr, "error", loaded.problems);
  if (!loaded.problems.empty()) return kExitFailed;
  if (command.check_config) {
    std::printf("ok\n");
    return kExitOk;
  }
  StartLog(loaded.configuration.log);
  return RunServer({.loaded = loaded,
                    .admin_password_file = command.admin_password_file,
                    .reload = [command] { return Load(command); }});
}

}  // namespace
}  // namespace jackfield::app

int main(int argc, char** argv) { return jackfield::app::Main(argc, argv); }
