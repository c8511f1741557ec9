#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include <google/protobuf/util/time_util.h>

#include "jackfield/v1/diagnostics_service.grpc.pb.h"
#include "jackfield/v1/session_service.grpc.pb.h"

#include "server/app/cli/commands.h"
#include "server/app/cli/doctor_report.h"
#include "server/app/cli/offline_settings.h"
#include "server/app/cli/verb.h"
#include "server/app/diagnosis/finding.h"
#include "server/app/diagnosis/machine_checks.h"
#include "server/net/port_probe.h"

namespace jackfield::cli {
namespace {

using Diagnostics = v1::DiagnosticsService;
using Stub = v1::DiagnosticsService::Stub;
using WallClock = std::chrono::system_clock;

constexpr Duration kChecksLimit{30'000};  // They take seconds; the server allows no more.
constexpr Duration kClockOffMax{2'000};

struct DoctorOptions {
  std::string config;
  std::string only;
};

// What doctor has found so far, and what it ends with.
struct Findings {
  v1::RunChecksResponse all;
  std::optional<ExitCode> exit;  // Why the server could not be asked further.

  void Add(const CheckFinding& finding) { *all.add_results() = ToResult(finding); }
};

// "127.0.0.1:7700" or "[::1]:7700".
Result<net::ProbeTarget> TargetOf(const client::ServerAddress& address) {
  net::ProbeTarget target;
  const std::size_t colon = address.target.rfind(':');
  if (colon == std::string::npos) {
    return Fail(ErrorCode::kInvalidArgument, "--server must be HOST:PORT");
  }
  target.host = address.target.substr(0, colon);
  if (target.host.starts_with('[') && target.host.ends_with(']')) {
    target.host = target.host.substr(1, target.host.size() - 2);
  }
  const char* const begin = address.target.data() + colon + 1;
  const char* const end = address.target.data() + address.target.size();
  if (std::from_chars(begin, end, target.port).ptr != end || begin == end) {
    return Fail(ErrorCode::kInvalidArgument, "--server must be HOST:PORT");
  }
  target.ca_file = address.ca_file;
  target.tls = !address.ca_file.empty();
  return target;
}

void CheckOffline(const std::string& file, Findings& findings) {
  const app::LoadedConfiguration loaded = LoadOffline(file);
  CheckFinding settings = app::JudgeSettings({loaded.problems, loaded.warnings});
  settings.check = "local.settings";
  findings.Add(settings);
  CheckFinding listen = app::JudgeListen(loaded.configuration);
  listen.check = "local.listen";
  findings.Add(listen);
}

// Whether the server answers, and its certificate is good.
void CheckReachable(const client::ServerAddress& address, Findings& findings) {
  constexpr const char* kCheck = "server.reachable";
  const auto target = TargetOf(address);
  const auto answer = target ? net::ProbeHttp2(*target) : tl::unexpected<Error>(target.error());
  if (!answer) {
    findings.exit = ExitCode::kUnreachable;
    return findings.Add(app::Broken(
        kCheck, answer.error().message,
        "is jackfieldd running (`systemctl status jackfield`), is --server right, and does the "
        "server have TLS exactly when --ca-file is given?"));
  }
  findings.Add(app::Fine(kCheck, address.target + " answers"));
  if (!target->tls) return;
  const WallTime now = std::chrono::floor<Duration>(WallClock::now());
  findings.Add(app::JudgeCertificate("server.certificate", answer->certificate_expires, now));
  if (answer->certificate_problem.empty()) return;
  findings.exit = ExitCode::kUnreachable;
  findings.Add(app::Broken("server.trust", answer->certificate_problem,
                           "give --ca-file of the authority that signed the server's certificate, "
                           "and --server with the name that stands in it"));
}

void CheckCredentials(Program& program, Findings& findings) {
  constexpr const char* kCheck = "server.credentials";
  const auto who =
      program.Call<v1::SessionService>(&v1::SessionService::Stub::WhoAmI, v1::WhoAmIRequest());
  if (!who) {
    findings.exit = cli::ExitCodeOf(who.error());
    return findings.Add(app::Broken(kCheck, client::Describe(who.error()),
                                    "sign in with `jackfield login`, or give --token-file"));
  }
  const auto& roles = who->principal().roles();
  const bool admin = std::find(roles.begin(), roles.end(), v1::ROLE_ADMIN) != roles.end();
  const std::string& name = who->principal().name();
  if (admin) return findings.Add(app::Fine(kCheck, "signed in as " + name));
  findings.exit = ExitCode::kNoPermission;
  findings.Add(app::Broken(kCheck, name + " is no administrator, and may not ask the server",
                           "sign in as a user with the role admin"));
}

// The server's clock against ours, in the middle of one call.
void CheckClock(Program& program, Findings& findings) {
  using google::protobuf::util::TimeUtil;
  constexpr const char* kCheck = "server.clock";
  const auto before = WallClock::now();
  const auto status =
      program.Call<Diagnostics>(&Stub::GetServerStatus, v1::GetServerStatusRequest());
  if (!status) return findings.Add(app::Untold(kCheck, client::Describe(status.error())));
  const auto after = WallClock::now();
  const auto middle = before + (after - before) / 2;
  const Duration ahead =
      Duration(TimeUtil::TimestampToMilliseconds(status->status().server_time())) -
      std::chrono::floor<Duration>(middle.time_since_epoch());
  const std::string ms = std::to_string(ahead.count());
  const bool off = ahead > kClockOffMax || ahead < -kClockOffMax;
  CheckFinding finding =
      off ? app::Doubtful(kCheck, "the server's clock is off by " + ms + " ms from ours",
                          "keep both clocks by NTP")
          : app::Fine(kCheck, "the server's clock is that of this machine");
  finding.values = {{"ahead_ms", ms}};
  findings.Add(finding);
}

void RunServerChecks(Program& program, const std::string& only, Findings& findings) {
  v1::RunChecksRequest request;
  request.set_check_prefix(only);
  const auto checks = program.Call<Diagnostics>(&Stub::RunChecks, request, kChecksLimit);
  if (checks) return findings.all.MergeFrom(*checks);
  findings.exit = cli::ExitCodeOf(checks.error());
  findings.Add(
      app::Broken("server.checks", client::Describe(checks.error()), "look at the server's log"));
}

ExitCode Examine(Program& program, const DoctorOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);  // A server that hangs up is a finding.
  Findings findings;
  if (!options.config.empty()) CheckOffline(options.config, findings);
  CheckReachable(program.options.server, findings);
  if (!findings.exit) CheckCredentials(program, findings);
  if (!findings.exit) {
    CheckClock(program, findings);
    RunServerChecks(program, options.only, findings);
  }
  if (program.options.json) {
    program.PrintJson(findings.all);
  } else {
    std::cout << WriteReport(findings.all, program.may_colour() ? Colours::kAnsi : Colours::kNone)
              << std::flush;
    program.Note(WriteTotals(findings.all));
  }
  return findings.exit.value_or(ExitCodeOf(findings.all));
}

}  // namespace

void AddDoctorCommand(CLI::App& app, Program& program) {
  const auto options = std::make_shared<DoctorOptions>();
  CLI::App& doctor = AddVerb(app, "doctor", "Check the way to the server, and everything around it",
                             program, [&program, options] { return Examine(program, *options); });
  doctor
      .add_option("--config", options->config,
                  "Check this file of settings too, also while no server runs")
      ->type_name("FILE");
  doctor.add_option("--only", options->only,
                    "Of the server's checks only those whose name begins so, e.g. disk");
}

}  // namespace jackfield::cli
