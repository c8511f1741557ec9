#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>

#include <google/protobuf/util/time_util.h>
#include <termios.h>
#include <unistd.h>

#include "jackfield/v1/diagnostics_service.grpc.pb.h"
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
  if (!program.options.json) return ExitCode::kOk;
  const auto who = program.Call<Service>(&Stub::WhoAmI, v1::WhoAmIRequest());
  if (!who) return program.Fail(who.error());
  program.PrintJson(*who);
  return ExitCode::kOk;
}

ExitCode LogOut(Program& program) {
  const auto done = program.Call<Service>(&Stub::SignOut, v1::SignOutRequest());
  const bool removed = std::remove(SessionPath().c_str()) == 0;
  if (!done && done.error().code != ErrorCode::kUnauthenticated) return program.Fail(done.error());
  program.Note(removed ? "Signed out." : "There was no session.");
  if (program.options.json) program.PrintJson(v1::SignOutResponse());
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

// The status as an administrator sees it; others are told only whether it is ready.
v1::GetServerStatusResponse AskStatus(Program& program, const std::string& version) {
  auto status = program.Call<v1::DiagnosticsService>(&v1::DiagnosticsService::Stub::GetServerStatus,
                                                     v1::GetServerStatusRequest());
  if (status) return std::move(*status);
  v1::GetServerStatusResponse little;
  little.mutable_status()->set_version(version);
  little.mutable_status()->set_ready(true);
  return little;
}

std::string Bytes(std::int64_t bytes) {
  constexpr std::int64_t kMiB = std::int64_t{1} << 20;
  return bytes < 10 * 1024 * kMiB ? std::to_string(bytes / kMiB) + " MiB"
                                  : std::to_string(bytes / 1024 / kMiB) + " GiB";
}

void PrintStatus(const Program& program, const v1::ServerStatus& status) {
  const std::string version = status.version().empty() ? "" : " " + status.version();
  program.PrintLine((status.ready() ? "ready" : "starting") + version);
  if (!status.has_start_time()) return;
  const auto up = status.server_time() - status.start_time();
  const std::string kept = status.store_degraded() ? "DEGRADED, nothing is kept; " : "";
  const std::string backup =
      status.has_backup_time() ? WriteTime(status.backup_time()) : "none is known";
  TextTable table({"", "SERVER"});
  table.AddRow({"up", WriteSpan(up) + " since " + WriteTime(status.start_time())});
  table.AddRow({"store", kept + Bytes(status.store_bytes()) + ", journal entry " +
                             std::to_string(status.journal_sequence())});
  table.AddRow({"disk", Bytes(status.disk_free_bytes()) + " free"});
  table.AddRow({"backup", backup});
  table.AddRow({"customers", std::to_string(status.customer_count())});
  table.AddRow({"live calls", std::to_string(status.live_call_count())});
  table.AddRow({"desks", std::to_string(status.desk_count())});
  table.AddRow({"boards", std::to_string(status.board_count())});
  program.Print(table);
}

// Ready: it says who is calling, or that it does not know; recovery is over then.
ExitCode ShowStatus(Program& program, int wait_seconds) {
  HoldInterruptions();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(wait_seconds);
  while (true) {
    const auto answer = program.Call<Service>(&Stub::WhoAmI, v1::WhoAmIRequest());
    const bool ready = answer || answer.error().code == ErrorCode::kUnauthenticated;
    if (ready) {
      const auto status = AskStatus(program, answer ? answer->server_version() : std::string());
      if (program.options.json) {
        program.PrintJson(status);
      } else {
        PrintStatus(program, status.status());
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
  CLI::App& status = AddVerb(app, "status", "Show whether the server is ready, and how it is",
                             program, [&program, wait] { return ShowStatus(program, *wait); });
  status.add_option("--wait", *wait, "Wait up to this many seconds until it is")
      ->check(CLI::Range(0, 3600));
}

}  // namespace jackfield::cli
