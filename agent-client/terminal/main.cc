#include <csignal>
#include <cstdio>
#include <iostream>
#include <string>
#include <thread>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "agent-client/connection/rpc_error.h"
#include "agent-client/connection/server_connection.h"
#include "agent-client/terminal/headless/headless_desk.h"

namespace {

constexpr int kExitUsage = 2;

struct Options {
  jackfield::client::ServerAddress server;
  std::string login;
  std::string password_file;
  bool headless = false;
  bool json = false;
  bool stay = false;
};

void AddOptions(CLI::App& app, Options& options) {
  app.description("The desk of one agent.");
  app.add_option("--server", options.server.target, "Host and port of jackfieldd")
      ->envname("JACKFIELD_SERVER")
      ->capture_default_str();
  app.add_option("--ca-file", options.server.ca_file,
                 "PEM of the authority of the server's certificate; without it, no TLS")
      ->envname("JACKFIELD_CA_FILE");
  app.add_option("--login", options.login, "The agent")->required();
  app.add_option("--password-file", options.password_file, "File that holds the password")
      ->required();
  app.add_flag("--headless", options.headless, "No screen: events out, commands in");
  app.add_flag("--json", options.json, "One JSON object a line (the only form of --headless)");
  app.add_flag("--stay", options.stay, "Go on watching when the commands end");
}

// SIGINT and SIGTERM are taken by one thread, which ends the desk in order.
void EndOnSignal(jackfield::client::HeadlessDesk& desk, const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  desk.Interrupt();
  close(STDIN_FILENO);
}

int RunHeadless(const Options& options, const std::string& password,
                std::shared_ptr<grpc::Channel> channel) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  jackfield::client::HeadlessDesk desk(std::move(channel), {options.login, password}, std::cout);
  std::thread watcher([&] { EndOnSignal(desk, signals); });
  const int code = desk.Run(std::cin, options.stay);
  pthread_kill(watcher.native_handle(), SIGUSR1);
  watcher.join();
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app;
  Options options;
  AddOptions(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kExitUsage;
  }
  if (!options.headless) {
    std::cerr << "jackfield-agent: only --headless is there yet\n";
    return kExitUsage;
  }
  const auto password = jackfield::client::ReadSecretFile(options.password_file);
  if (!password) {
    std::cerr << "jackfield-agent: " << jackfield::client::Describe(password.error()) << '\n';
    return kExitUsage;
  }
  auto channel = jackfield::client::OpenChannel(options.server);
  if (!channel) {
    std::cerr << "jackfield-agent: " << jackfield::client::Describe(channel.error()) << '\n';
    return kExitUsage;
  }
  return RunHeadless(options, *password, std::move(*channel));
}
