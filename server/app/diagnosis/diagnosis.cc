#include "server/app/diagnosis/diagnosis.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <set>
#include <utility>

#include "server/app/diagnosis/finding.h"
#include "server/app/diagnosis/machine_facts.h"
#include "server/app/small_file.h"
#include "server/grpc_api/ask_engine.h"
#include "server/identity/number_library.h"
#include "server/identity/reading_steps.h"
#include "server/net/certificate.h"
#include "server/net/port_probe.h"
#include "server/storage/sqlite/file_system.h"
#include "server/storage/sqlite/store_facts.h"

namespace jackfield::app {
namespace {

constexpr std::chrono::seconds kEngineAnswerMax{5};
constexpr std::size_t kPemBytesMax = 256 * 1024;
constexpr std::size_t kRulesMax = 8;
constexpr std::size_t kCustomersMax = 5;

exchange::Match ToExchange(identity::Match match) {
  switch (match) {
    case identity::Match::kNone:
    case identity::Match::kGuessed:
      return exchange::Match::kNone;
    case identity::Match::kExact:
      return exchange::Match::kExact;
    case identity::Match::kOtherFormat:
      return exchange::Match::kOtherFormat;
    case identity::Match::kExtensionStripped:
      return exchange::Match::kExtensionStripped;
    case identity::Match::kDenied:
      return exchange::Match::kDenied;
    case identity::Match::kConfirmedBefore:
      return exchange::Match::kConfirmedBefore;
  }
  return exchange::Match::kNone;
}

exchange::Presentation ToExchange(identity::Presentation presentation) {
  switch (presentation) {
    case identity::Presentation::kUnknown:
      return exchange::Presentation::kUnknown;
    case identity::Presentation::kPresented:
      return exchange::Presentation::kPresented;
    case identity::Presentation::kWithheld:
      return exchange::Presentation::kWithheld;
  }
  return exchange::Presentation::kUnknown;
}

// Where a client on this machine reaches a listener: one on all addresses at loopback.
std::string ReachableHost(const ListenAddress& address) {
  if (address.host == "0.0.0.0") return "127.0.0.1";
  return address.host == "::" ? "::1" : address.host;
}

std::string TextOf(const net::ProbeTarget& target) {
  return target.host + ":" + std::to_string(target.port);
}

SourceFacts FactsOf(const exchange::Source& source, const exchange::State& state) {
  SourceFacts facts;
  facts.name = source.name;
  facts.linked = source.linked;
  facts.unmapped = source.unmapped_devices;
  if (source.last_event.wall != WallTime{}) facts.last_event = source.last_event.wall;
  for (const auto& [name, id] : source.queues) {
    const auto queue = state.queues.find(id);
    if (queue != state.queues.end() && !queue->second.configured) {
      facts.foreign_queues.push_back(name);
    }
  }
  return facts;
}

bool HasRole(const UserRecord& user, std::string_view role) {
  const std::string roles = "," + user.role + ",";
  return roles.find("," + std::string(role) + ",") != std::string::npos;
}

}  // namespace

Diagnosis::Diagnosis(const DiagnosisParts& parts, std::vector<SettingInForce> settings,
                     Reload reload)
    : parts_(parts),
      settings_(std::move(settings)),
      reload_(std::move(reload)),
      started_wall_(parts.clock.WallNow()),
      started_(parts.clock.Now()) {}

void Diagnosis::SetServing(const Serving& serving) {
  const absl::MutexLock lock(&mutex_);
  serving_ = serving;
}

Diagnosis::Serving Diagnosis::serving() const {
  const absl::MutexLock lock(&mutex_);
  return serving_;
}

Diagnosis::StateFacts Diagnosis::FactsOf(const exchange::State& state) {
  StateFacts facts;
  facts.journal_sequence = static_cast<std::int64_t>(state.last.value);
  facts.live_call_count = std::count_if(state.calls.begin(), state.calls.end(),
                                        [](const auto& call) { return call.second.live(); });
  for (const auto& [id, agent] : state.agents) {
    if (!agent.desk.empty()) ++facts.desk_count;
    if (!agent.configured) continue;
    facts.agents.push_back(agent.login);
    if (agent.devices.empty()) facts.agents_without_devices.push_back(agent.login);
  }
  for (const auto& [id, source] : state.sources) {
    facts.sources.push_back(app::FactsOf(source, state));
  }
  return facts;
}

Result<Diagnosis::StateFacts> Diagnosis::AskState() {
  const auto answer = std::make_shared<std::promise<Result<StateFacts>>>();
  std::future<Result<StateFacts>> wait = answer->get_future();
  grpc_api::AskEngine(
      parts_.site.engine(),
      [answer](const exchange::State& state) { answer->set_value(FactsOf(state)); },
      [answer](const Error& error) { answer->set_value(tl::unexpected<Error>(error)); });
  if (wait.wait_for(kEngineAnswerMax) == std::future_status::ready) return wait.get();
  return Fail(ErrorCode::kUnavailable, "SERVER_STOPPING", "the engine does not answer");
}

Result<ServerFacts> Diagnosis::Status() {
  const Result<StateFacts> state = AskState();
  if (!state) return Fail(state);
  const Result<std::int64_t> customers = sqlite::CountCustomers(parts_.site.database());
  if (!customers) return Fail(customers);
  const sqlite::Database& database = parts_.site.database();
  ServerFacts facts;
  facts.started = started_wall_;
  facts.ready = serving().ready;
  facts.store_degraded = !parts_.site.engine().saves();
  facts.journal_sequence = state->journal_sequence;
  facts.store_bytes = sqlite::FileBytes(database.path()) + database.wal_bytes();
  facts.disk_free_bytes = sqlite::FreeBytes(database.path()).value_or(0);
  facts.customer_count = *customers;
  facts.live_call_count = state->live_call_count;
  facts.desk_count = state->desk_count;
  return facts;
}

CheckFinding Diagnosis::CheckSettings() {
  const LoadedConfiguration loaded = reload_();
  return JudgeSettings({loaded.problems, loaded.warnings});
}

CheckFinding Diagnosis::CheckGrpcPort() {
  net::ProbeTarget target{.host = ReachableHost(parts_.configuration.listen.grpc)};
  target.port = serving().api_port;
  target.tls = !parts_.configuration.tls.certificate_file.empty();
  const Result<net::ProbeAnswer> answer = net::ProbeHttp2(target);
  return JudgePort("port.grpc", TextOf(target), answer ? jackfield::Status() : Fail(answer));
}

CheckFinding Diagnosis::CheckWebPort() {
  net::ProbeTarget target{.host = ReachableHost(parts_.configuration.listen.web)};
  target.port = serving().web_port;
  target.tls = !parts_.configuration.tls.certificate_file.empty();
  const Result<std::string> answer = net::ProbeHttp(target, "/");
  return JudgePort("port.web", TextOf(target), answer ? jackfield::Status() : Fail(answer));
}

CheckFinding Diagnosis::CheckOpsPort() {
  net::ProbeTarget target{.host = ReachableHost(parts_.configuration.listen.ops)};
  target.port = serving().ops_port;
  const Result<std::string> answer = net::ProbeHttp(target, "/livez");
  return JudgePort("port.ops", TextOf(target), answer ? jackfield::Status() : Fail(answer));
}

CheckFinding Diagnosis::CheckStore() {
  const sqlite::Database& database = parts_.site.database();
  return JudgeStore({.saves = parts_.site.engine().saves(),
                     .wal_bytes = database.wal_bytes(),
                     .library_version = sqlite::LibraryVersion(),
                     .warnings = database.warnings()});
}

CheckFinding Diagnosis::CheckCertificate() {
  constexpr const char* kCheck = "tls.certificate";
  const TlsSettings& tls = parts_.configuration.tls;
  const WallTime now = parts_.clock.WallNow();
  if (tls.certificate_file.empty()) return JudgeCertificate(kCheck, std::nullopt, now);
  const Result<SmallFile> chain = ReadSmallFile(tls.certificate_file, kPemBytesMax);
  const Result<SmallFile> key = ReadSmallFile(tls.key_file, kPemBytesMax);
  if (!chain) return JudgeCertificate(kCheck, Fail(chain), now);
  if (!key) return JudgeCertificate(kCheck, Fail(key), now);
  const Result<WallTime> expires = net::ReadCertificate(chain->text, key->text);
  if (!expires) return JudgeCertificate(kCheck, Fail(expires), now);
  return JudgeCertificate(kCheck, std::optional(*expires), now);
}

ClockFacts Diagnosis::ReadClock() const {
  return {.synchronised = ClockIsSynchronised(),
          .wall_jump = (parts_.clock.WallNow() - started_wall_) - (parts_.clock.Now() - started_)};
}

std::vector<Diagnosis::NamedCheck> Diagnosis::MachineChecks() {
  const Configuration& configuration = parts_.configuration;
  const std::string& folder = configuration.server.data_dir;
  const auto file_system = [folder]() -> Result<std::optional<std::string>> {
    const Result<std::uint64_t> type = sqlite::FileSystemOf(folder);
    if (!type) return Fail(type);
    return sqlite::FileSystemWarning(*type);
  };
  return {
      {"config.settings", [this] { return CheckSettings(); }},
      {"config.listen", [&configuration] { return JudgeListen(configuration); }},
      {"port.grpc", [this] { return CheckGrpcPort(); }},
      {"port.web", [this] { return CheckWebPort(); }},
      {"port.ops", [this] { return CheckOpsPort(); }},
      {"machine.files",
       [&configuration] {
         return JudgeFileLimit({OpenFilesMax(), 2 * configuration.listen.connections_max});
       }},
      {"disk.free", [folder] { return JudgeDiskFree(sqlite::FreeBytes(folder)); }},
      {"disk.fsync", [folder] { return JudgeSync(MeasureSync(folder)); }},
      {"disk.filesystem", [file_system] { return JudgeFileSystem(file_system()); }},
      {"disk.access", [&configuration] { return JudgeAccess(ReadAccess(configuration)); }},
      {"clock.sync", [this] { return JudgeClockSync(ReadClock()); }},
      {"clock.jump", [this] { return JudgeClockJump(ReadClock()); }},
      {"store.state", [this] { return CheckStore(); }},
      {"tls.certificate", [this] { return CheckCertificate(); }},
  };
}

std::vector<NumberSample> Diagnosis::Samples(SourceFacts& facts) {
  constexpr const char* kForeignRegion = "GB";  // Its numbers show what no region makes of them.
  const identity::NumberNormalizer normalizer = parts_.site.resolver().NormalizerOf(facts.name);
  facts.region = normalizer.rules().default_region;
  std::vector<NumberSample> samples;
  for (const std::string& raw :
       identity::SampleNumbers(facts.region.empty() ? kForeignRegion : facts.region)) {
    const identity::NormalizedNumber read = normalizer.Normalize(raw);
    samples.push_back({.raw = raw,
                       .e164 = read.e164 ? read.e164->e164() : "",
                       .assumed = read.assumed ? read.assumed->e164() : "",
                       .why = read.why});
  }
  return samples;
}

std::vector<SourceFacts> Diagnosis::Sources(std::vector<SourceFacts> known) {
  const auto add = [&known](const std::string& name) {
    const bool there = std::any_of(known.begin(), known.end(),
                                   [&](const SourceFacts& source) { return source.name == name; });
    if (!there) known.push_back({.name = name});
  };
  for (const AmiSourceSettings& ami : parts_.configuration.telephony.ami) add(ami.name);
  for (const GrpcSourceSettings& grpc : parts_.configuration.telephony.grpc) add(grpc.name);
  std::sort(known.begin(), known.end(),
            [](const SourceFacts& a, const SourceFacts& b) { return a.name < b.name; });
  const std::map<std::string, ami::AmiLinkFacts> links = parts_.telephony.Facts();
  for (SourceFacts& source : known) {
    const auto link = links.find(source.name);
    if (link != links.end()) {
      source.link = link->second;
      if (link->second.last_event) source.last_event = link->second.last_event;
    }
    source.samples = Samples(source);
  }
  return known;
}

Result<PeopleFacts> Diagnosis::People(const StateFacts& state) {
  const Result<std::vector<UserRecord>> users = parts_.site.accounts().ListUsers();
  if (!users) return Fail(users);
  PeopleFacts facts;
  facts.agents_without_devices = state.agents_without_devices;
  const std::set<std::string> agents(state.agents.begin(), state.agents.end());
  std::set<std::string> signing_in;
  for (const UserRecord& user : *users) {
    if (!HasRole(user, "agent") || user.disabled) continue;
    signing_in.insert(user.login);
    if (!agents.contains(user.login)) facts.users_without_agents.push_back(user.login);
  }
  for (const std::string& agent : agents) {
    if (!signing_in.contains(agent)) facts.agents_without_users.push_back(agent);
  }
  return facts;
}

bool Diagnosis::SetChecking(bool checking) {
  const absl::MutexLock lock(&mutex_);
  return std::exchange(checking_, checking) != checking;
}

Result<std::vector<CheckFinding>> Diagnosis::RunChecks(std::string_view prefix) {
  if (!SetChecking(true)) {
    return Fail(ErrorCode::kResourceExhausted, "STORE_BUSY", "checks are running already");
  }
  Result<std::vector<CheckFinding>> findings = RunAll(prefix);
  SetChecking(false);
  return findings;
}

Result<std::vector<CheckFinding>> Diagnosis::RunAll(std::string_view prefix) {
  std::vector<CheckFinding> findings;
  for (const NamedCheck& check : MachineChecks()) {
    if (check.name.starts_with(prefix)) findings.push_back(check.run());
  }
  const Result<StateFacts> state = AskState();
  if (!state) {
    findings.push_back(Broken("engine.answers", state.error().message,
                              "look at /readyz?verbose and the log; restart the server"));
    return findings;
  }
  const auto keep = [&](CheckFinding finding) {
    if (finding.check.starts_with(prefix)) findings.push_back(std::move(finding));
  };
  for (const SourceFacts& source : Sources(state->sources)) {
    for (CheckFinding& finding : JudgeSource(source, parts_.clock.WallNow())) {
      keep(std::move(finding));
    }
  }
  const Result<PeopleFacts> people = People(*state);
  if (!people) {
    keep(Untold("agents.users", people.error().message));
    return findings;
  }
  keep(JudgeDevicesOfAgents(*people));
  keep(JudgeUsersOfAgents(*people));
  return findings;
}

Result<NumberTrial> Diagnosis::TryNumber(const std::string& source, std::string_view raw) {
  intake::CallerResolver& resolver = parts_.site.resolver();
  const identity::NumberNormalizer normalizer = resolver.NormalizerOf(source);
  const identity::NormalizedNumber number = normalizer.Normalize(raw);
  const Result<identity::Identification> found = resolver.Identify(number);
  if (!found) return Fail(found);
  NumberTrial trial;
  trial.raw = number.raw;
  trial.presentation = ToExchange(number.presentation);
  if (number.e164) {
    trial.e164 = number.e164->e164();
  } else if (found->customer && found->e164) {
    trial.e164 = found->e164->e164();
  }
  trial.rules = identity::ReadingSteps(normalizer, raw);
  if (trial.rules.size() > kRulesMax) trial.rules.resize(kRulesMax);
  trial.match = ToExchange(found->match);
  trial.customer_count = found->candidate_count;
  for (const identity::DirectoryHit& hit : found->candidates) {
    if (trial.customers.size() >= kCustomersMax) break;
    const Result<Customer> customer = parts_.site.customers().Get(hit.customer);
    if (customer) trial.customers.push_back(customer->name);
  }
  return trial;
}

}  // namespace jackfield::app
