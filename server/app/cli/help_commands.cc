#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include "server/app/cli/commands.h"
#include "server/app/cli/completion.h"
#include "server/app/cli/man_page.h"
#include "server/app/cli/verb.h"

namespace jackfield::cli {
namespace {

// Data that is no JSON: --json is refused rather than not obeyed.
bool RefusesJson(const Program& program, const char* what) {
  if (program.options.json) program.Complain(std::string(what) + " has no JSON form");
  return program.options.json;
}

ExitCode PrintScript(const Program& program, const std::string& shell) {
  if (RefusesJson(program, "a script")) return ExitCode::kUsage;
  std::cout << CompletionScript(shell) << std::flush;
  return ExitCode::kOk;
}

ExitCode WriteManual(const Program& program, const CLI::App& app, const std::string& folder) {
  if (RefusesJson(program, "a manual page")) return ExitCode::kUsage;
  const std::string page = ManPage(app, program.version);
  if (folder.empty()) {
    std::cout << page << std::flush;
    return ExitCode::kOk;
  }
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const std::string path = folder + "/" + app.get_name() + ".1";
  std::ofstream file(path);
  file << page;
  file.close();
  if (!file) return program.Fail({ErrorCode::kFailedPrecondition, path + ": cannot be written"});
  program.Note(path + " written.");
  return ExitCode::kOk;
}

}  // namespace

void AddHelpCommands(CLI::App& app, Program& program) {
  const auto shell = std::make_shared<std::string>();
  CLI::App& completion =
      AddVerb(app, "completion", "Print the script that completes commands in a shell", program,
              [&program, shell] { return PrintScript(program, *shell); });
  completion.add_option("SHELL", *shell, "The shell")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  const auto folder = std::make_shared<std::string>();
  CLI::App& man = AddVerb(app, "man", "Print the manual page, or write it into a folder", program,
                          [&program, &app, folder] { return WriteManual(program, app, *folder); });
  man.add_option("--out", *folder, "Folder to write jackfield.1 into")->type_name("FOLDER");
}

}  // namespace jackfield::cli
