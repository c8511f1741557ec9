#pragma once

#include <map>
#include <string>
#include <vector>

#include "server/app/configuration.h"
#include "server/app/setting_fields.h"

namespace jackfield::app {

// What is wrong with settings that each are right by themselves: what is missing, what contradicts,
// what would listen in the open. `places` tells where each key stands (SettingFindings).
//
// Thread safety: pure function.
std::vector<SettingProblem> CheckConfiguration(const Configuration& configuration,
                                               const std::map<std::string, std::string>& places);

}  // namespace jackfield::app
