#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "jackfield/v1/diagnostics_service.grpc.pb.h"

#include "server/app/cli/commands.h"
#include "server/app/cli/offline_settings.h"
#include "server/app/cli/verb.h"

namespace jackfield::cli {
namespace {

struct ConfigOptions {
  std::string file;
  bool effective = false;
  bool redacted = false;
};

Result<v1::ListServerSettingsResponse> AskServer(Program& program) {
  return program.Call<v1::DiagnosticsService>(&v1::DiagnosticsService::Stub::ListServerSettings,
                                              v1::ListServerSettingsRequest());
}

ExitCode Show(Program& program, const ConfigOptions& options) {
  v1::ListServerSettingsResponse settings;
  bool wrong = false;
  if (options.file.empty()) {
    auto answer = AskServer(program);
    if (!answer) return program.Fail(answer.error());
    settings = std::move(*answer);
  } else {
    const app::LoadedConfiguration loaded = LoadOffline(options.file);
    for (const app::SettingProblem& problem : loaded.problems) program.Complain(problem.text());
    settings = ToResponse(loaded.settings);
    wrong = !loaded.problems.empty();
  }
  if (!options.effective) {
    auto* const all = settings.mutable_settings();
    all->erase(std::remove_if(all->begin(), all->end(),
                              [](const auto& setting) { return setting.origin() == "default"; }),
               all->end());
  }
  if (program.options.json) {
    program.PrintJson(settings);
  } else {
    TextTable table({"SETTING", "VALUE", "FROM"});
    for (const v1::ServerSetting& setting : settings.settings()) {
      table.AddRow({setting.key(), setting.value(), setting.origin()});
    }
    program.Print(table);
  }
  return wrong ? ExitCode::kFailed : ExitCode::kOk;
}

}  // namespace

void AddConfigCommands(CLI::App& app, Program& program) {
  CLI::App& config = AddNoun(app, "config", "The settings of the server");
  const auto options = std::make_shared<ConfigOptions>();
  CLI::App& show = AddVerb(config, "show", "Show what is set, and where", program,
                           [&program, options] { return Show(program, *options); });
  show.add_flag("--effective", options->effective, "Every setting, also those at their default");
  show.add_flag("--redacted", options->redacted, "Without secrets, which are never shown anyway");
  show.add_option("--config", options->file,
                  "Read this file as jackfieldd would, instead of asking the server")
      ->type_name("FILE");
}

}  // namespace jackfield::cli
