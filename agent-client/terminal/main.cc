// The desk of one agent, on a terminal or for programs. See server/docs/terminal-desk.md.

#include <csignal>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "agent-client/connection/rpc_error.h"
#include "agent-client/connection/server_connection.h"
#include "agent-client/terminal/headless/headless_desk.h"
#include "agent-client/terminal/interactive/interactive_desk.h"
#include "agent-client/terminal/interactive/sign_in_prompt.h"
#include "agent-client/terminal/pop_command/pop_command.h"
#include "agent-client/terminal/screen/curses_terminal.h"

namespace jackfield::client {
namespace {

constexpr int kExitFailed = 1;
constexpr int kExitUsage = 2;
constexpr int kExitRefused = 4;

struct Options {
  ServerAddress server;
  std::string login;
  std::string password_file;
  std::string on_pop;
  bool compact = false;
  bool headless = false;
  bool json = false;
  bool stay = false;
};

void AddOptions(CLI::App& app, Options& options) {
  app.description(
      "The desk of one agent: shows who calls, takes notes and outcomes. ? lists the keys.");
  app.add_option("--server", options.server.target, "Host and port of jackfieldd")
      ->envname("JACKFIELD_SERVER")
      ->capture_default_str();
  app.add_option("--ca-file", options.server.ca_file,
                 "PEM of the authority of the server's certificate; without it, no TLS")
      ->envname("JACKFIELD_CA_FILE");
  app.add_flag("--insecure", options.server.insecure,
               "Without --ca-file: allow another machine, in the clear");
  app.add_option("--login", options.login, "The agent; without it, it is asked for");
  app.add_option("--password-file", options.password_file,
                 "File that holds the password; without it, it is asked for");
  app.add_flag("--compact", options.compact, "A strip for use beside another program");
  app.add_option("--on-pop", options.on_pop,
                 "Command to run for each ring, with JACKFIELD_NAME, JACKFIELD_NUMBER, "
                 "JACKFIELD_CUSTOMER and more in its environment; no shell");
  app.add_flag("--headless", options.headless, "No screen: events out, commands in");
  app.add_flag("--json", options.json, "One JSON object a line (the only form of --headless)");
  app.add_flag("--stay", options.stay, "With --headless: go on when the commands end");
}

int Complain(const Error& error, int exit_code) {
  std::cerr << "jackfield-agent: " << Describe(error) << '\n';
  return exit_code;
}

sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int one : {SIGINT, SIGTERM, SIGUSR1}) sigaddset(&signals, one);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// SIGINT and SIGTERM are taken by one thread, which ends the desk in order.
void EndOnSignal(HeadlessDesk& desk, const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  desk.Interrupt();
  close(STDIN_FILENO);
}

int RunHeadless(const Options& options, DeskSession::Credentials credentials,
                std::shared_ptr<grpc::Channel> channel, std::unique_ptr<PopCommand> on_pop) {
  const sigset_t signals = BlockSignals();
  HeadlessDesk desk(std::move(channel), std::move(credentials), std::cout, std::move(on_pop));
  std::thread watcher([&] { EndOnSignal(desk, signals); });
  const int code = desk.Run(std::cin, options.stay);
  pthread_kill(watcher.native_handle(), SIGUSR1);
  watcher.join();
  return code;
}

std::string RandomName() {
  std::random_device chance;
  return std::to_string(chance()) + std::to_string(chance());
}

int RunOnTerminal(const Options& options, DeskSession::Credentials credentials,
                  std::shared_ptr<grpc::Channel> channel, std::unique_ptr<PopCommand> on_pop) {
  InteractiveDesk::Ended ended;
  {
    auto terminal = screen::CursesTerminal::Open();
    if (!terminal) return Complain(terminal.error(), kExitFailed);
    InteractiveDesk desk(std::move(channel), {std::move(credentials), options.compact,
                                              std::move(on_pop), RandomName()});
    ended = desk.Run(**terminal);
  }
  if (!ended.why.empty()) std::cerr << "jackfield-agent: " << ended.why << '\n';
  return ended.exit_code;
}

// `how` is SIG_BLOCK or SIG_UNBLOCK. Blocked before any thread is started, so that all of them have
// these signals blocked.
void SetTerminalSignals(int how) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int one : {SIGINT, SIGTERM, SIGHUP, SIGWINCH}) sigaddset(&signals, one);
  pthread_sigmask(how, &signals, nullptr);
}

// From the file, else from the person at the terminal, who may leave it with Ctrl-C.
Result<DeskSession::Credentials> CredentialsOf(const Options& options,
                                               const std::shared_ptr<grpc::Channel>& channel) {
  if (options.password_file.empty()) {
    SetTerminalSignals(SIG_UNBLOCK);
    auto typed = AskCredentials(channel, options.login);
    SetTerminalSignals(SIG_BLOCK);
    return typed;
  }
  auto password = ReadSecretFile(options.password_file);
  if (!password) return Fail(password);
  return DeskSession::Credentials{options.login, std::move(*password)};
}

int Run(const Options& options) {
  if (options.login.empty() && (options.headless || !options.password_file.empty())) {
    return Complain({ErrorCode::kInvalidArgument, "give --login"}, kExitUsage);
  }
  if (options.headless && options.password_file.empty()) {
    return Complain({ErrorCode::kInvalidArgument, "--headless needs --password-file"}, kExitUsage);
  }
  if (!options.headless) SetTerminalSignals(SIG_BLOCK);
  std::unique_ptr<PopCommand> on_pop;
  if (!options.on_pop.empty()) {
    auto prepared = PopCommand::Prepare(options.on_pop);
    if (!prepared) return Complain(prepared.error(), kExitUsage);
    on_pop = std::move(*prepared);
  }
  auto channel = OpenChannel(options.server);
  if (!channel) return Complain(channel.error(), kExitUsage);
  auto credentials = CredentialsOf(options, *channel);
  if (!credentials) {
    const bool refused = credentials.error().code == ErrorCode::kUnauthenticated;
    return Complain(credentials.error(), refused ? kExitRefused : kExitUsage);
  }
  return options.headless
             ? RunHeadless(options, std::move(*credentials), std::move(*channel), std::move(on_pop))
             : RunOnTerminal(options, std::move(*credentials), std::move(*channel),
                             std::move(on_pop));
}

}  // namespace
}  // namespace jackfield::client

int main(int argc, char** argv) {
  CLI::App app;
  jackfield::client::Options options;
  jackfield::client::AddOptions(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : jackfield::client::kExitUsage;
  }
  return jackfield::client::Run(options);
}
