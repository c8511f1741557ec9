#pragma once

#include <string>
#include <utility>
#include <vector>

#include "server/app/configuration.h"
#include "server/app/setting_fields.h"
#include "server/ports/diagnostics.h"

namespace jackfield::app {

// Where settings come from, the weakest first: the built-in defaults, the file, the files
// conf.d/*.toml beside it in order of name, the environment, the command line.
struct ConfigurationSources {
  static constexpr const char* kDefaultFile = "/etc/jackfield/jackfield.toml";

  std::string file;                      // Empty: kDefaultFile if it exists, else no file.
  std::vector<std::string> environment;  // "NAME=value"; only JACKFIELD__… counts.
  std::vector<std::string> sets;         // "listen.grpc=127.0.0.1:0", from --set.
};

struct LoadedConfiguration {
  Configuration configuration;
  std::vector<SettingProblem> problems;  // Not empty: do not start.
  std::vector<SettingProblem> warnings;
  std::vector<SettingInForce> settings;  // All, by key; secrets are "***".
};

// Reads all of it, and the files that hold secrets. Finds as many problems at once as it can.
LoadedConfiguration LoadConfiguration(const ConfigurationSources& sources);

// All keys, as `jackfieldd --list-config-keys` prints them.
std::vector<std::string> ConfigurationKeys();

}  // namespace jackfield::app
