#include "server/app/command_line.h"

#include <CLI/CLI.hpp>

namespace jackfield::app {

ParsedCommandLine ParseCommandLine(int argc, const char* const* argv) {
  ParsedCommandLine parsed;
  CommandLine& command = parsed.command;
  CLI::App app("The Jackfield server: tells agents who is calling.", "jackfieldd");
  app.footer("Settings: /etc/jackfield/jackfield.toml. Logs go to standard error.");
  app.set_version_flag("--version", "jackfieldd " JACKFIELD_VERSION);
  app.add_option("--config", command.config, "File of settings, TOML")->type_name("FILE");
  app.add_option("--data-dir", command.data_dir, "Folder of the data, instead of server.data_dir")
      ->type_name("FOLDER");
  app.add_option("--set", command.sets, "One setting, e.g. --set listen.grpc=127.0.0.1:0")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  app.add_option("--admin-password-file", command.admin_password_file,
                 "At the first start: the password of the user `admin`, one line")
      ->type_name("FILE");
  app.add_flag("--check-config", command.check_config, "Say what is wrong with the settings, end");
  app.add_flag("--list-config-keys", command.list_config_keys, "Print the keys of all settings");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    parsed.exit = status == 0 ? kExitOk : kExitUsage;
  }
  return parsed;
}

}  // namespace jackfield::app
