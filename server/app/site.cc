#include "server/app/site.h"

#include <cerrno>
#include <chrono>
#include <future>
#include <memory>
#include <system_error>
#include <utility>

#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include "server/engine/engine_core.h"

namespace jackfield::app {
namespace {

constexpr mode_t kDataDirMode = 0700;
constexpr const char* kDatabaseFile = "/jackfield.db";

// Puts the value of `made` into `into`, or returns why there is none.
template <typename T>
Status Keep(Result<std::unique_ptr<T>> made, std::unique_ptr<T>& into) {
  if (!made) return Fail(made);
  into = std::move(*made);
  return {};
}

Status MakeFolder(const std::string& path) {
  if (mkdir(path.c_str(), kDataDirMode) == 0 || errno == EEXIST) return {};
  return Fail(ErrorCode::kUnavailable,
              "data folder " + path + ": " + std::generic_category().message(errno));
}

intake::NumberReading NumberReadingOf(const TelephonySettings& telephony) {
  intake::NumberReading reading;
  for (const AmiSourceSettings& ami : telephony.ami) reading.sources[ami.name] = ami.numbers;
  for (const GrpcSourceSettings& grpc : telephony.grpc) reading.sources[grpc.name] = grpc.numbers;
  return reading;
}

// The link of a source that was there when the server last ended. The source comes back by itself.
exchange::TelephonyEvent LinkLost(const std::string& source) {
  exchange::TelephonyEvent event;
  event.source = source;
  event.body = exchange::LinkDown{};
  return event;
}

}  // namespace

Result<std::unique_ptr<Site>> Site::Open(const Configuration& configuration,
                                         const Machine& machine) {
  std::unique_ptr<Site> site(new Site());
  const Status store = site->OpenStore(configuration, machine);
  if (!store) return Fail(store);
  const Status engine = site->OpenEngine(configuration, machine);
  if (!engine) return Fail(engine);
  return site;
}

Status Site::OpenStore(const Configuration& configuration, const Machine& machine) {
  const std::string& folder = configuration.server.data_dir;
  Status step = MakeFolder(folder);
  if (!step) return step;
  sqlite::DatabaseOptions options;
  options.path = folder + kDatabaseFile;
  step = Keep(sqlite::Database::Open(options), database_);
  if (!step) return step;
  for (const std::string& warning : database_->warnings()) spdlog::warn("store {}", warning);
  step = Keep(sqlite::SubjectKeys::Open(*database_, machine.random), keys_);
  if (!step) return step;
  sqlite::StoreOptions store_options;
  store_options.journal_retention =
      std::chrono::duration_cast<std::chrono::hours>(configuration.retention.journal);
  step = Keep(sqlite::SqliteStore::Open(*database_, *keys_, machine.clock, store_options), store_);
  if (!step) return step;
  step = Keep(sqlite::SqliteCustomers::Open(*database_, machine.clock, machine.random), customers_);
  if (!step) return step;
  memory_ = std::make_unique<sqlite::SqliteCallerMemory>(*database_, *keys_);
  imports_ = std::make_unique<sqlite::SqliteImports>(*database_, *customers_, machine.clock,
                                                     machine.random);
  step = Keep(sqlite::SqliteInteractions::Open(*database_, machine.random), interactions_);
  if (!step) return step;
  traces_ = std::make_unique<sqlite::SqliteCallTraces>(*database_);
  step = Keep(sqlite::SqliteAlerts::Open(*database_, machine.random), alerts_);
  if (!step) return step;
  step = Keep(sqlite::SqliteTickets::Open(*database_, *keys_, machine.random), tickets_);
  if (!step) return step;
  step = Keep(sqlite::SqliteCallbacks::Open(*database_, machine.random), callbacks_);
  if (!step) return step;
  saved_views_ = std::make_unique<sqlite::SqliteSavedViews>(*database_);
  accounts_ = std::make_unique<sqlite::SqliteAccounts>(*database_);
  requests_ = std::make_unique<sqlite::IdempotencyRecords>(*database_, *keys_, machine.clock);
  return {};
}

Status Site::OpenEngine(const Configuration& configuration, const Machine& machine) {
  const engine::EnginePorts ports{*store_, machine.clock, machine.random, machine.metrics};
  Result<std::unique_ptr<engine::EngineCore>> core = engine::EngineCore::Recover(ports);
  if (!core) return Fail(core);
  engine_ = std::make_unique<engine::EngineThread>(std::move(*core), ports);
  const intake::NumberReading reading = NumberReadingOf(configuration.telephony);
  const Status step = Keep(
      intake::CallerResolver::Prepare(reading, *customers_, *memory_, machine.metrics), resolver_);
  if (!step) return step;
  numbers_ = std::make_unique<intake::NumberBook>(*resolver_, reading);
  intake_ = std::make_unique<intake::IntakeThread>(
      intake::IntakePorts{*resolver_, *keys_, *engine_, machine.metrics, machine.clock});
  return {};
}

void Site::Start() {
  running_ = true;
  engine_->Start();
  intake_->Start();
  LoseLinks();
}

// Waits until intake was told: a source that connects right away must come after it.
void Site::LoseLinks() {
  auto told = std::make_shared<std::promise<void>>();
  std::future<void> wait = told->get_future();
  engine_->Inspect([this, told = std::move(told)](const exchange::State& state) {
    for (const auto& [id, source] : state.sources) {
      if (source.linked) intake_->Accept(LinkLost(source.name), {});
    }
    told->set_value();
  });
  wait.wait();
}

void Site::Stop() {
  if (!running_) return;
  running_ = false;
  intake_->Stop();
  engine_->Stop();
  const Status flushed = database_->Flush();
  if (!flushed) spdlog::warn("store not flushed error=\"{}\"", flushed.error().message);
}

}  // namespace jackfield::app
