// The clients of the benchmarks: telephone systems and desks. bench_site.py starts them.
//
//   bench-load pops|painted|ingest|recovery|unary --server HOST:PORT --run ID --tokens FILE
//              --secrets FILE --customers N --agents N [--rate N] [--seconds N] [--warm-up N]
//              [--held-calls N] [--web-port N] [--server-process N] [--rounds N]
//   bench-load sign-in --server HOST:PORT --logins FILE --password-file FILE
//
// Prints one JSON object; `sign-in` the secret of each login's session, one a line.
#include <fstream>
#include <iostream>
#include <string>

#include <CLI/CLI.hpp>

#include "agent-client/connection/rpc_error.h"
#include "agent-client/connection/server_connection.h"
#include "tests/bench/load.h"

namespace jackfield::bench {
namespace {

std::vector<std::string> LinesOf(const std::string& file) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::chrono::milliseconds Seconds(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1'000));
}

std::string Measure(const std::string& what, const LoadOptions& options) {
  if (what == "pops") return MeasurePops(options);
  if (what == "painted") return MeasurePainted(options);
  if (what == "unary") return MeasureUnary(options);
  if (what == "ingest") return MeasureIngest(options);
  return MeasureRecovery(options);
}

int SignIn(const std::string& server, const std::string& logins, const std::string& password) {
  const auto channel = OpenConnection(server);
  for (const std::string& login : LinesOf(logins)) {
    const auto secret = client::SignIn(channel, login, password);
    if (!secret) {
      std::cerr << "bench-load: " << login << ": " << client::Describe(secret.error()) << '\n';
      return 1;
    }
    std::cout << *secret << '\n';
  }
  return 0;
}

int Load(const std::string& what, const LoadOptions& options) {
  if (options.tokens.empty() || options.secrets.empty() || options.customers == 0 ||
      options.agents == 0) {
    std::cerr << "bench-load: tokens, secrets, customers and agents are needed\n";
    return 2;
  }
  const std::string result = Measure(what, options);
  std::cout << result << std::endl;
  return result.find("\"error\": \"\"") == std::string::npos ? 1 : 0;
}

int Main(int argc, char** argv) {
  CLI::App app("The clients of the benchmarks");
  LoadOptions options;
  std::string what;
  std::string tokens;
  std::string secrets;
  std::string logins;
  std::string password_file;
  double seconds = 10;
  double warm_up = 2;
  app.add_option("what", what)
      ->required()
      ->check(CLI::IsMember({"pops", "painted", "ingest", "recovery", "unary", "sign-in"}));
  app.add_option("--server", options.server)->required();
  app.add_option("--run", options.run);
  app.add_option("--tokens", tokens);
  app.add_option("--secrets", secrets);
  app.add_option("--customers", options.customers);
  app.add_option("--agents", options.agents);
  app.add_option("--rate", options.rate);
  app.add_option("--seconds", seconds);
  app.add_option("--warm-up", warm_up);
  app.add_option("--held-calls", options.held_calls);
  app.add_option("--web-port", options.web_port);
  app.add_option("--server-process", options.server_process);
  app.add_option("--rounds", options.rounds);
  app.add_option("--logins", logins);
  app.add_option("--password-file", password_file);
  CLI11_PARSE(app, argc, argv);
  if (what == "sign-in") {
    const auto password = client::ReadSecretFile(password_file);
    return password ? SignIn(options.server, logins, *password) : 2;
  }
  options.tokens = LinesOf(tokens);
  options.secrets = LinesOf(secrets);
  options.duration = Seconds(seconds);
  options.warm_up = Seconds(warm_up);
  return Load(what, options);
}

}  // namespace
}  // namespace jackfield::bench

int main(int argc, char** argv) { return jackfield::bench::Main(argc, argv); }
