#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "server/app/setting_fields.h"

namespace jackfield::app {

// A value from outside the files.
struct SettingOverride {
  std::string where;  // "environment JACKFIELD__LISTEN__GRPC" or "--set".
  std::string text;
};

// Everything that was set, before anybody has asked what it means.
struct SettingLayers {
  std::vector<toml::table> files;  // A later one wins; lists of tables are joined.
  std::map<std::string, SettingOverride> overrides;  // By key, "telephony.ami.0.host".
};

// What reading found out besides the values.
struct SettingFindings {
  std::vector<SettingProblem> problems;  // At most kProblemsMax; then reading goes on silently.
  std::map<std::string, std::string> places;  // Where each key that was set stands.

  static constexpr std::size_t kProblemsMax = 100;
};

// Reads `layers` by `schema` into the variables that it names. A value that breaks a rule leaves
// its variable as it was. Keys that the schema does not name are problems, with the nearest name;
// `keys` are all that it names (ListKeys).
SettingFindings ReadLayers(const SettingLayers& layers, const SettingFields::Schema& schema,
                           const std::vector<std::string>& keys);

// Reads one file's text. `name` stands in places and problems.
// Errors: kInvalidArgument with place and reason when it is not TOML, or longer than
// kTomlBytesMax.
Result<toml::table> ParseToml(std::string_view text, std::string_view name);

inline constexpr std::size_t kTomlBytesMax = 1024 * 1024;

}  // namespace jackfield::app
