#pragma once

#include <optional>
#include <string>
#include <vector>

namespace jackfield::app {

// Exit statuses of jackfieldd.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;  // The configuration is wrong, or the server had to end.
inline constexpr int kExitUsage = 2;   // The command line is wrong.

// What `jackfieldd` was asked for.
struct CommandLine {
  std::string config;
  std::string data_dir;  // Empty: as configured.
  std::vector<std::string> sets;
  std::string admin_password_file;  // Of the first administrator; empty: one is made up.
  bool check_config = false;
  bool list_config_keys = false;
};

// Reads the command line. An exit status: it was --help, --version or wrong, and is answered.
struct ParsedCommandLine {
  CommandLine command;
  std::optional<int> exit;
};
ParsedCommandLine ParseCommandLine(int argc, const char* const* argv);

}  // namespace jackfield::app
