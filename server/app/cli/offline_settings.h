#pragma once

#include <string>
#include <vector>

#include "jackfield/v1/diagnostics_service.pb.h"

#include "server/app/configuration_loader.h"

namespace jackfield::cli {

// The settings as jackfieldd would read them from `file` and this process's environment.
app::LoadedConfiguration LoadOffline(const std::string& file);

// As the server would list them.
//
// Thread safety: pure function.
v1::ListServerSettingsResponse ToResponse(const std::vector<SettingInForce>& settings);

}  // namespace jackfield::cli
