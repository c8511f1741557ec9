#include "server/app/server.h"

#include <chrono>
#include <csignal>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <pthread.h>
#include <spdlog/spdlog.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "server/app/backup_folder.h"
#include "server/app/certificate_watch.h"
#include "server/app/command_line.h"
#include "server/app/diagnosis/diagnosis.h"
#include "server/app/engine_heartbeat.h"
#include "server/app/first_start.h"
#include "server/app/listeners.h"
#include "server/app/log.h"
#include "server/app/machine.h"
#include "server/app/site.h"
#include "server/app/telephony_sources.h"
#include "server/app/upkeep.h"
#include "server/grpc_api/api.h"
#include "server/http_api/prometheus_metrics.h"
#include "server/http_api/web_figures.h"
#include "server/security/password_hasher.h"

namespace jackfield::app {
namespace {

constexpr Duration kTick{1'000};
constexpr Duration kFirstTriesLook{50};
// How long the first attempts at the switches may take before the server is ready without them: a
// switch that still loads its modules is asked again for half a minute.
constexpr Duration kFirstTriesMax{20'000};
constexpr Duration kApiStopMax{3'000};
// The whole stop. A step that hangs ends the process by SIGALRM: what was acknowledged is on the
// disk, and the next start recovers it.
constexpr unsigned kStopSecondsMax = 30;

// The parts of the running program, and what the main thread does with them.
//
// Thread safety: confined to the main thread.
class Server {
 public:
  explicit Server(const ServerOptions& options) : options_(options) {}

  Status Start();
  void Run();
  void Stop();

 private:
  const Configuration& configuration() const { return options_.loaded.configuration; }

  Status Prepare();
  Status OpenSite();
  Status ServeApi();
  // Ready is who has tried each switch once, or has waited for kFirstTriesMax since `begin`.
  void AwaitFirstTries(Instant begin);
  void BecomeReady();
  void AwaitSignal();
  void Reload();
  void TickLater();
  void Tick();
  Diagnosis::Serving Serving() const;
  std::vector<http_api::ReadyCheck> Checks() const;

  const ServerOptions& options_;
  boost::asio::io_context context_;
  boost::asio::signal_set signals_{context_, SIGTERM, SIGINT, SIGHUP};
  boost::asio::steady_timer tick_{context_};
  boost::asio::steady_timer first_tries_{context_};

  // In the order of their making; each may use those above it.
  MachineClock clock_;
  http_api::PrometheusMetrics metrics_;
  std::unique_ptr<MachineRandom> random_;
  std::unique_ptr<security::PasswordHasher> passwords_;
  std::unique_ptr<Listeners> listeners_;
  std::unique_ptr<CertificateWatch> certificate_;
  std::unique_ptr<Site> site_;
  std::unique_ptr<EngineHeartbeat> heartbeat_;
  std::unique_ptr<Upkeep> upkeep_;
  std::unique_ptr<BackupFolder> backups_;
  std::unique_ptr<TelephonySources> telephony_;
  std::unique_ptr<Diagnosis> diagnosis_;
  std::unique_ptr<grpc_api::Api> api_;
  bool ready_ = false;
};

Status Server::Prepare() {
  Result<std::unique_ptr<MachineRandom>> random = MachineRandom::Prepare();
  if (!random) return Fail(random);
  random_ = std::move(*random);
  Result<std::unique_ptr<security::PasswordHasher>> passwords =
      security::PasswordHasher::Prepare(configuration().sign_in.password_cost);
  if (!passwords) return Fail(passwords);
  passwords_ = std::move(*passwords);
  return {};
}

Status Server::OpenSite() {
  const Instant begin = clock_.Now();
  Result<std::unique_ptr<Site>> site = Site::Open(configuration(), {clock_, *random_, metrics_});
  if (!site) return Fail(site);
  site_ = std::move(*site);
  spdlog::info("recovered last_entry={} took_ms={}", site_->last_entry().value,
               (clock_.Now() - begin).count());
  const Status administrator =
      EnsureAdministrator({configuration().server.data_dir, options_.admin_password_file},
                          {site_->accounts(), *passwords_, clock_, *random_});
  if (!administrator) return administrator;
  site_->Start();
  return {};
}

Status Server::ServeApi() {
  grpc_api::ApiOptions options;
  options.sessions = {.idle_max = configuration().sign_in.session_idle_max,
                      .lifetime_max = configuration().sign_in.session_lifetime_max};
  options.server_version = JACKFIELD_VERSION;
  for (const auto& ami : configuration().telephony.ami) options.sources.insert(ami.name);
  for (const auto& grpc : configuration().telephony.grpc) options.sources.insert(grpc.name);
  options.customers_changed = [this] { site_->resolver().Forget(); };
  options.caller_reading_changed = [this](const grpc_api::CallerReading& reading) {
    site_->resolver().Use(reading.attached);
    site_->resolver().UseTiers(reading.tiers);
  };
  api_ = std::make_unique<grpc_api::Api>(grpc_api::ApiPorts{site_->engine(),
                                                            site_->intake(),
                                                            site_->accounts(),
                                                            site_->customers(),
                                                            site_->interactions(),
                                                            site_->traces(),
                                                            site_->alerts(),
                                                            site_->vault(),
                                                            site_->requests(),
                                                            site_->numbers(),
                                                            *backups_,
                                                            clock_,
                                                            *random_,
                                                            metrics_,
                                                            *passwords_,
                                                            *diagnosis_,
                                                            site_->memory(),
                                                            site_->imports(),
                                                            site_->tickets(),
                                                            site_->callbacks(),
                                                            site_->saved_views()},
                                         std::move(options));
  const Status started = api_->Start();
  if (!started) return started;
  return listeners_->ServeApi(configuration(), api_->services(), certificate_->pair(), metrics_);
}

Status Server::Start() {
  const Status prepared = Prepare();
  if (!prepared) return prepared;
  Result<std::unique_ptr<Listeners>> listeners =
      Listeners::Open(context_, configuration(),
                      {.checks = [this] { return Checks(); },
                       .metrics = [this] { return metrics_.Text(); },
                       .version = JACKFIELD_VERSION});
  if (!listeners) return Fail(listeners);
  listeners_ = std::move(*listeners);
  certificate_ = std::make_unique<CertificateWatch>(configuration().tls, clock_, metrics_);
  const Status certificate = certificate_->Read();
  if (!certificate) return certificate;
  const Status site = OpenSite();
  if (!site) return site;
  heartbeat_ = std::make_unique<EngineHeartbeat>(site_->engine(), clock_);
  upkeep_ = std::make_unique<Upkeep>(
      UpkeepParts{site_->database(), site_->requests(), site_->memory(), site_->tickets()},
      metrics_);
  upkeep_->Start();
  const std::string& folder = configuration().backup.folder;
  backups_ = std::make_unique<BackupFolder>(
      folder.empty() ? configuration().server.data_dir + "/backups" : folder, site_->database(),
      clock_);
  backups_->Start();
  telephony_ = std::make_unique<TelephonySources>(
      configuration().telephony, Machine{clock_, *random_, metrics_},
      TelephonyPorts{site_->intake(), site_->engine(), site_->vault()});
  diagnosis_ =
      std::make_unique<Diagnosis>(DiagnosisParts{configuration(), *site_, *telephony_, clock_},
                                  options_.loaded.settings, options_.reload);
  const Status api = ServeApi();
  if (!api) return api;
  certificate_->set_taker(
      [this](const CertificateWatch::Pair& pair) { listeners_->UseCertificate(pair); });
  diagnosis_->SetServing(Serving());
  telephony_->Start();
  return {};
}

void Server::Run() {
  AwaitSignal();
  TickLater();
  AwaitFirstTries(clock_.Now());
  context_.run();
}

void Server::AwaitFirstTries(Instant begin) {
  if (telephony_->tried()) return BecomeReady();
  if (clock_.Now() - begin >= kFirstTriesMax) {
    spdlog::warn("not every switch has answered or failed yet");
    return BecomeReady();
  }
  first_tries_.expires_after(kFirstTriesLook);
  first_tries_.async_wait([this, begin](const boost::system::error_code& error) {
    if (!error) AwaitFirstTries(begin);
  });
}

void Server::BecomeReady() {
  ready_ = true;
  diagnosis_->SetServing(Serving());
  spdlog::info("ready version={} grpc_port={} web_port={} ops_port={} pid={}", JACKFIELD_VERSION,
               listeners_->api_port(), listeners_->web_port(), listeners_->ops_port(), getpid());
  metrics_.Gauge("jackfield_build_info", "version=" JACKFIELD_VERSION, 1);
  sd_notify(0, "READY=1");
}

void Server::AwaitSignal() {
  signals_.async_wait([this](const boost::system::error_code& error, int signal) {
    if (error) return;
    if (signal == SIGHUP) {
      Reload();
      return AwaitSignal();
    }
    spdlog::info("stopping signal={}", signal);
    context_.stop();
  });
}

void Server::Reload() {
  sd_notify(0, "RELOADING=1");
  const LoadedConfiguration loaded = options_.reload();
  for (const SettingProblem& problem : loaded.problems) {
    spdlog::error("configuration is wrong problem=\"{}\"", problem.text());
  }
  if (loaded.problems.empty()) {
    SetLogLevel(loaded.configuration.log.level);
    spdlog::info("configuration read again; all but log.level needs a restart");
  }
  sd_notify(0, "READY=1");
}

void Server::TickLater() {
  tick_.expires_after(kTick);
  tick_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    Tick();
    TickLater();
  });
}

void Server::Tick() {
  certificate_->Look();
  heartbeat_->Ask();
  // The engine answers also while the store fails: it shows calls from memory then. An engine that
  // does not is stuck, and only a restart helps.
  if (heartbeat_->alive()) sd_notify(0, "WATCHDOG=1");
  const net::AcceptorFigures figures = listeners_->api_figures();
  metrics_.Gauge("jackfield_api_connections", "", static_cast<double>(figures.open));
  metrics_.Gauge("jackfield_api_connections_refused", "", static_cast<double>(figures.refused));
  metrics_.Gauge("jackfield_api_accept_failures", "", static_cast<double>(figures.failed));
  const net::AcceptorFigures web = listeners_->web_figures();
  metrics_.Gauge(http_api::figures::kWebConnections, "", static_cast<double>(web.open));
  metrics_.Gauge(http_api::figures::kWebConnectionsRefused, "", static_cast<double>(web.refused));
  metrics_.Gauge(http_api::figures::kWebAcceptFailures, "", static_cast<double>(web.failed));
}

Diagnosis::Serving Server::Serving() const {
  return {.api_port = listeners_->api_port(),
          .ops_port = listeners_->ops_port(),
          .web_port = listeners_->web_port(),
          .ready = ready_};
}

std::vector<http_api::ReadyCheck> Server::Checks() const {
  const bool engine = heartbeat_ && heartbeat_->alive();
  std::vector<http_api::ReadyCheck> checks = {
      {"started", ready_, ready_ ? "" : "the switches are being tried"},
      {"engine", engine, engine ? "" : "does not answer"}};
  if (site_) {
    const bool saves = site_->engine().saves();
    checks.push_back({"store", saves,
                      saves ? "" : "degraded: history is not saved, calls are shown from memory"});
  }
  if (telephony_) {
    for (const auto& [name, linked] : telephony_->Links()) {
      checks.push_back({"source " + name, true, linked ? "linked" : "not linked"});
    }
  }
  return checks;
}

void Server::Stop() {
  sd_notify(0, "STOPPING=1");
  alarm(kStopSecondsMax);
  boost::system::error_code ignored;
  signals_.clear(ignored);  // A second signal ends the process at once.
  if (telephony_) telephony_->Stop();
  if (api_) api_->Stop();
  if (listeners_) listeners_->StopApi(kApiStopMax);
  if (backups_) backups_->Stop();
  if (site_) site_->Stop();
  if (upkeep_) upkeep_->Stop();
  if (listeners_) listeners_->StopOps();
}

}  // namespace

int RunServer(const ServerOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  Server server(options);
  const Status started = server.Start();
  if (started) {
    server.Run();
  } else {
    spdlog::error("cannot start reason={} error=\"{}\"", started.error().reason,
                  started.error().message);
  }
  server.Stop();
  if (started) spdlog::info("stopped");
  return started ? kExitOk : kExitFailed;
}

}  // namespace jackfield::app
