#include <memory>

#include "jackfield/v1/admin_service.grpc.pb.h"

#include "server/app/cli/commands.h"
#include "server/app/cli/configuration_file.h"
#include "server/app/cli/verb.h"
#include "server/app/setting_layers.h"
#include "server/app/small_file.h"

namespace jackfield::cli {
namespace {

using Change = v1::ConfigurationChange;

struct ApplyOptions {
  std::string file;
  bool dry_run = false;
};

char SignOf(Change::Kind kind) {
  switch (kind) {
    case Change::KIND_ADDED:
      return '+';
    case Change::KIND_REMOVED:
      return '-';
    case Change::KIND_CHANGED:
      return '~';
    case Change::KIND_UNSPECIFIED:
    case v1::ConfigurationChange_Kind_ConfigurationChange_Kind_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::ConfigurationChange_Kind_ConfigurationChange_Kind_INT_MAX_SENTINEL_DO_NOT_USE_:
      return '?';
  }
  return '?';
}

void PrintChanges(const Program& program, const v1::ApplyConfigurationResponse& response,
                  bool dry_run) {
  for (const Change& change : response.changes()) {
    std::string fields;
    for (const std::string& field : change.fields()) {
      fields += (fields.empty() ? " (" : ", ") + field;
    }
    if (!fields.empty()) fields += ")";
    program.PrintLine(std::string(1, SignOf(change.kind())) + " " + change.subject() + fields);
  }
  const std::string count = std::to_string(response.changes_size());
  if (response.changes().empty()) {
    program.Note("Nothing to change.");
  } else {
    program.Note(count + (dry_run ? " would change." : " changed."));
  }
}

ExitCode Apply(Program& program, const ApplyOptions& options) {
  const auto text = app::ReadSmallFile(options.file, app::kTomlBytesMax);
  if (!text) return program.Fail(text.error());
  const auto file = ReadConfiguration(text->text, options.file);
  if (!file) return program.Fail(file.error());
  v1::ApplyConfigurationRequest request;
  *request.mutable_configuration() = file->configuration;
  request.set_dry_run(options.dry_run);
  const auto response =
      program.Call<v1::AdminService>(&v1::AdminService::Stub::ApplyConfiguration, request);
  if (!response) return program.Fail(PlaceViolations(response.error(), *file));
  if (program.options.json) {
    program.PrintJson(*response);
  } else {
    PrintChanges(program, *response, options.dry_run);
  }
  return ExitCode::kOk;
}

}  // namespace

void AddApplyCommand(CLI::App& app, Program& program) {
  const auto options = std::make_shared<ApplyOptions>();
  CLI::App& apply =
      AddVerb(app, "apply", "Make the call centre what a file says; repeating changes nothing",
              program, [&program, options] { return Apply(program, *options); });
  apply.add_option("FILE", options->file, "Queues, agents, dispositions, number rules: TOML")
      ->required();
  apply.add_flag("--dry-run", options->dry_run, "Only show what would change");
}

}  // namespace jackfield::cli
