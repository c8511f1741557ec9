#include "server/app/cli/offline_settings.h"

#include <unistd.h>

namespace jackfield::cli {

app::LoadedConfiguration LoadOffline(const std::string& file) {
  app::ConfigurationSources sources{.file = file, .environment = {}, .sets = {}};
  for (char** variable = environ; *variable != nullptr; ++variable) {
    sources.environment.emplace_back(*variable);
  }
  return app::LoadConfiguration(sources);
}

v1::ListServerSettingsResponse ToResponse(const std::vector<SettingInForce>& settings) {
  v1::ListServerSettingsResponse response;
  for (const SettingInForce& setting : settings) {
    v1::ServerSetting& wire = *response.add_settings();
    wire.set_key(setting.key);
    wire.set_value(setting.value);
    wire.set_origin(setting.origin);
  }
  return response;
}

}  // namespace jackfield::cli
