// The administrator's program. See server/docs/cli.md.

#include <iostream>
#include <string>
#include <vector>

#include "server/app/cli/commands.h"
#include "server/app/cli/completion.h"
#include "server/app/nearest_name.h"

namespace jackfield::cli {
namespace {

void AddGlobalOptions(CLI::App& app, Program& program) {
  GlobalOptions& options = program.options;
  app.set_version_flag("--version", "jackfield " JACKFIELD_VERSION);
  app.add_option("--server", options.server.target, "Host and port of jackfieldd")
      ->envname("JACKFIELD_SERVER")
      ->capture_default_str();
  app.add_option("--ca-file", options.server.ca_file,
                 "PEM of the authority of the server's certificate; without it, no TLS")
      ->envname("JACKFIELD_CA_FILE");
  app.add_flag("--insecure", options.server.insecure,
               "Without --ca-file: allow another machine, in the clear");
  app.add_option("--token-file", options.token_file,
                 "File that holds a token; without it, the session of `jackfield login`")
      ->envname("JACKFIELD_TOKEN_FILE");
  app.add_flag("--json", options.json, "Print responses in protobuf's JSON form, one a line");
  app.add_flag("--quiet", options.quiet, "Print no messages, only data and errors");
}

void AddCommands(CLI::App& app, Program& program) {
  AddSessionCommands(app, program);
  AddApplyCommand(app, program);
  AddCustomerCommands(app, program);
  AddHistoryCommand(app, program);
  AddCallCommands(app, program);
  AddTicketCommands(app, program);
  AddCallbackCommands(app, program);
  AddBoardCommand(app, program);
  AddAlertCommands(app, program);
  AddReportCommands(app, program);
  AddUserCommands(app, program);
  AddTokenCommands(app, program);
  AddBackupCommands(app, program);
  AddEventCommands(app, program);
  AddSimulateCommand(app, program);
  AddWhatifCommand(app, program);
  AddDoctorCommand(app, program);
  AddConfigCommands(app, program);
  AddNumberCommands(app, program);
  AddHelpCommands(app, program);
}

// What to say where a word stands in a command's place that is none; empty: that is not the fault.
std::string UnknownCommand(const CLI::App& app) {
  const CLI::App* at = &app;
  while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
  const std::vector<std::string> words = app.remaining(true);
  std::vector<std::string> known;
  for (const CLI::App* command : at->get_subcommands({})) known.push_back(command->get_name());
  if (words.empty() || words.front().starts_with('-') || known.empty()) return {};
  const std::string nearest = app::NearestName(words.front(), known);
  return at->get_name() + " has no command '" + words.front() + "'" +
         (nearest.empty() ? "" : "; did you mean '" + nearest + "'?");
}

int Main(int argc, char** argv) {
  Program program;
  program.version = JACKFIELD_VERSION;
  CLI::App app("Administers a Jackfield server.", "jackfield");
  app.fallthrough();
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 ok, 1 failed, 2 usage, 3 not found, 4 no permission, 5 server unreachable,\n"
      "6 partly done. Data goes to standard output, messages to standard error.");
  AddGlobalOptions(app, program);
  AddCommands(app, program);
  if (argc > 1 && argv[1] == kCompletionWord) {
    std::cout << WriteCompletion(Complete(app, {argv + 2, argv + argc}));
    return static_cast<int>(ExitCode::kOk);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::RequiredError& error) {
    const std::string unknown = UnknownCommand(app);
    if (unknown.empty()) app.exit(error);
    if (!unknown.empty()) std::cerr << unknown << "\nRun with --help for more information.\n";
    return static_cast<int>(ExitCode::kUsage);
  } catch (const CLI::ParseError& error) {
    return static_cast<int>(app.exit(error) == 0 ? ExitCode::kOk : ExitCode::kUsage);
  }
  return static_cast<int>(program.action());
}

}  // namespace
}  // namespace jackfield::cli

int main(int argc, char** argv) { return jackfield::cli::Main(argc, argv); }
