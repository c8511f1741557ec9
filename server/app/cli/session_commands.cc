#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>

#include <termios.h>
#include <unistd.h>

#include "jackfield/v1/session_service.grpc.pb.h"

#include "server/app/cli/commands.h"
#include "server/app/cli/interruption.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"
#include "server/app/small_file.h"

namespace jackfield::cli {
namespace {

using Service = v1::SessionService;
using Stub = v1::SessionService::Stub;

constexpr Duration kReadyPause{250};
constexpr std::size_t kPasswordBytesMax = 256;

struct LoginOptions {
  std::string login;
  std::string password_file;
};

// Asks at the terminal, without showing what is typed.
Result<std::string> AskPassword() {
  if (isatty(STDIN_FILENO) != 1) {
    return Fail(ErrorCode::kInvalidArgument, "there is no terminal; give --password-file");
  }
  std::cerr << "Password: " << std::flush;
  termios before{};
  tcgetattr(STDIN_FILENO, &before);
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  tcsetattr(STDIN_FILENO, TCSANOW, &silent);
  std::string password;
  std::getline(std::cin, password);
  tcsetattr(STDIN_FILENO, TCSANOW, &before);
  std::cerr << '\n';
  if (password.size() > kPasswordBytesMax) password.resize(kPasswordBytesMax);
  return password;
}

ExitCode LogIn(Program& program, const LoginOptions& options) {
  const auto password =
      options.password_file.empty() ? AskPassword() : client::ReadSecretFile(options.password_file);
  if (!password) return program.Fail(password.error());
  const auto channel = program.Channel();
  if (!channel) return program.Fail(channel.error());
  const auto secret = client::SignIn(*channel, options.login, *password);
  if (!secret) return program.Fail(secret.error());
  const std::filesystem::path path = SessionPath();
  std::error_code ignored;
  std::filesystem::create_directories(path.parent_path(), ignored);
  const Status written =
      app::WritePrivateFile(path, program.options.server.target + "\n" + *secret + "\n");
  if (!written) return program.Fail(written.error());
  program.Note("Signed in as " + options.login + " at " + program.options.server.target + ".");
  return ExitCode::kOk;
}

ExitCode LogOut(Program& program) {
  const auto done = program.Call<Service>(&Stub::SignOut, v1::SignOutRequest());
  const bool removed = std::remove(SessionPath().c_str()) == 0;
  if (!done && done.error().code != ErrorCode::kUnauthenticated) return program.Fail(done.error());
  program.Note(removed ? "Signed out." : "There was no session.");
  return ExitCode::kOk;
}

std::string WriteRoles(const v1::Principal& principal) {
  std::string roles;
  for (const int role : principal.roles()) {
    roles += (roles.empty() ? "" : ", ") + WriteEnum(*v1::Role_descriptor(), role);
  }
  return roles;
}

ExitCode ShowWhoAmI(Program& program) {
  const auto answer = program.Call<Service>(&Stub::WhoAmI, v1::WhoAmIRequest());
  if (!answer) return program.Fail(answer.error());
  if (program.options.json) {
    program.PrintJson(*answer);
    return ExitCode::kOk;
  }
  TextTable table({"NAME", "DISPLAY NAME", "ROLES", "SERVER"});
  const v1::Principal& who = answer->principal();
  table.AddRow({who.name(), who.display_name(), WriteRoles(who), answer->server_version()});
  program.Print(table);
  return ExitCode::kOk;
}

// Ready: it says who is calling, or that it does not know; recovery is over then.
ExitCode ShowStatus(Program& program, int wait_seconds) {
  HoldInterruptions();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(wait_seconds);
  while (true) {
    const auto answer = program.Call<Service>(&Stub::WhoAmI, v1::WhoAmIRequest());
    const bool ready = answer || answer.error().code == ErrorCode::kUnauthenticated;
    if (ready) {
      if (program.options.json) {
        program.PrintJson(answer ? *answer : v1::WhoAmIResponse());
      } else {
        program.PrintLine("ready" + (answer ? " " + answer->server_version() : std::string()));
      }
      return ExitCode::kOk;
    }
    const bool may_come = answer.error().code == ErrorCode::kUnavailable;
    if (!may_come || std::chrono::steady_clock::now() >= end || InterruptedWithin(kReadyPause)) {
      return program.Fail(answer.error());
    }
  }
}

}  // namespace

void AddSessionCommands(CLI::App& app, Program& program) {
  const auto options = std::make_shared<LoginOptions>();
  CLI::App& login = AddVerb(app, "login", "Sign in, and keep the session for later commands",
                            program, [&program, options] { return LogIn(program, *options); });
  login.add_option("LOGIN", options->login, "The user")->required();
  login.add_option("--password-file", options->password_file,
                   "File that holds the password; without it, you are asked");
  AddVerb(app, "logout", "End the session", program, [&program] { return LogOut(program); });
  AddVerb(app, "whoami", "Show who is signed in", program,
          [&program] { return ShowWhoAmI(program); });
  const auto wait = std::make_shared<int>(0);
  CLI::App& status = AddVerb(app, "status", "Show whether the server is ready", program,
                             [&program, wait] { return ShowStatus(program, *wait); });
  status.add_option("--wait", *wait, "Wait up to this many seconds until it is")
      ->check(CLI::Range(0, 3600));
}

}  // namespace jackfield::cli
