#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/time_util.h>
#include <unistd.h>

#include "server/app/cli/commands.h"
#include "server/app/cli/configuration_file.h"
#include "server/app/cli/interruption.h"
#include "server/app/cli/simulation_site.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"
#include "server/app/setting_layers.h"
#include "server/app/simulate/event_publisher.h"
#include "server/app/simulate/simulated_switch.h"
#include "server/app/small_file.h"

namespace jackfield::cli {
namespace {

using google::protobuf::util::TimeUtil;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr Duration kPublishLimit{60'000};
constexpr Duration kStatusPause{1'000};
constexpr Duration kCommandPause{20};  // How long a command may lie before it is looked at.
constexpr Duration kDay{24 * 3'600'000};

struct SimulateOptions {
  std::string site_file;
  std::string customers_file;
  std::string source = "simulated";
  std::string start;
  double rate = 6;
  double speed = 1;
  double talk_s = 170;
  std::uint64_t seed = 1;
  std::int64_t calls = 0;
  bool flat = false;
  bool acts = false;
};

WallTime WallNow() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

Result<WallTime> StartOf(const SimulateOptions& options) {
  // What runs faster than time begins a day ago: it must not get ahead of the server's clock.
  if (options.start.empty()) return options.speed == 1 ? WallNow() : WallNow() - kDay;
  const auto start = ReadTime(options.start);
  if (!start) return Fail(start);
  return WallTime(Duration(TimeUtil::TimestampToMilliseconds(*start)));
}

Result<simulate::Scenario> ReadScenario(const SimulateOptions& options) {
  const auto text = app::ReadSmallFile(options.site_file, app::kTomlBytesMax);
  if (!text) return Fail(text);
  const auto file = ReadConfiguration(text->text, options.site_file);
  if (!file) return Fail(file);
  auto scenario = ScenarioOf(file->configuration, options.source);
  if (!scenario) return Fail(scenario);
  if (!options.customers_file.empty()) {
    std::ifstream customers(options.customers_file, std::ios::binary);
    auto callers = ReadCallers(customers);
    if (!callers) return Fail(callers);
    scenario->callers = std::move(*callers);
  }
  const auto start = StartOf(options);
  if (!start) return Fail(start);
  scenario->start = *start;
  scenario->calls_per_minute = options.rate;
  scenario->talk_mean = Duration(static_cast<Duration::rep>(options.talk_s * 1'000));
  scenario->by_time_of_day = !options.flat;
  scenario->calls_max = options.calls;
  if (!options.acts) {
    for (simulate::ScenarioQueue& queue : scenario->queues) queue.directed = false;
  }
  scenario->seed = options.seed;
  // A fixed start makes a run repeatable, ids included; otherwise each run is a restarted switch.
  scenario->epoch = "sim-" + std::to_string(options.seed) + "-" +
                    std::to_string(start->time_since_epoch().count());
  return scenario;
}

// Paces a simulation, and keeps people informed.
//
// Thread safety: none; one per run.
class Simulation {
 public:
  Simulation(Program& program, const SimulateOptions& options, simulate::Scenario scenario)
      : program_(program),
        options_(options),
        start_(scenario.start),
        switch_(std::move(scenario)) {}

  ExitCode Run();

 private:
  Status PublishAll(simulate::EventPublisher& publisher);
  bool AwaitTime(WallTime when, simulate::EventPublisher& publisher);
  bool ObeyCommands(simulate::EventPublisher& publisher);
  Duration LeftUntil(WallTime when) const;
  void ShowStatus(const simulate::EventPublisher& publisher);
  void Report(const simulate::EventPublisher& publisher) const;

  Program& program_;
  const SimulateOptions& options_;
  const WallTime start_;
  const SteadyTime began_ = std::chrono::steady_clock::now();
  simulate::SimulatedSwitch switch_;
  SteadyTime next_status_{};
  bool status_shown_ = false;
};

// However fast it runs, it never gets ahead of the clock, which the server would refuse. False:
// interrupted. Commands are obeyed meanwhile: then something may happen earlier than at `when`.
bool Simulation::AwaitTime(WallTime when, simulate::EventPublisher& publisher) {
  while (true) {
    ShowStatus(publisher);
    if (ObeyCommands(publisher)) return true;
    const Duration left = std::max(LeftUntil(when), when - WallNow());
    const Duration pause = options_.acts ? kCommandPause : kStatusPause;
    if (InterruptedWithin(std::clamp(left, Duration{0}, pause))) return false;
    if (left <= pause) return true;
  }
}

// Whether there was one.
bool Simulation::ObeyCommands(simulate::EventPublisher& publisher) {
  bool any = false;
  while (const auto command = publisher.TakeCommand(Duration{0})) {
    const WallTime deadline(Duration(TimeUtil::TimestampToMilliseconds(command->deadline_time())));
    if (deadline < WallNow()) continue;  // The server takes it as not known.
    publisher.Answer(switch_.Obey(*command, WallNow()));
    any = true;
  }
  return any;
}

// How long to wait for the moment `when` of the simulation at its speed; 0 or less: not at all.
Duration Simulation::LeftUntil(WallTime when) const {
  if (options_.speed <= 0) return Duration{0};
  const std::chrono::duration<double, std::milli> scaled(
      static_cast<double>((when - start_).count()) / options_.speed);
  const auto due = began_ + std::chrono::duration_cast<std::chrono::nanoseconds>(scaled);
  return std::chrono::ceil<Duration>(due - std::chrono::steady_clock::now());
}

void Simulation::ShowStatus(const simulate::EventPublisher& publisher) {
  const SteadyTime now = std::chrono::steady_clock::now();
  if (!program_.may_show_progress() || now < next_status_) return;
  next_status_ = now + kStatusPause;
  status_shown_ = true;
  const auto counts = switch_.counts();
  std::fprintf(stderr,
               "\r%lld calls, %zu live, %lld answered, %lld abandoned, %lld missed, "
               "%lld events taken, %lld reconnects ",
               static_cast<long long>(counts.calls), switch_.live_calls(),
               static_cast<long long>(counts.answered), static_cast<long long>(counts.abandoned),
               static_cast<long long>(counts.missed),
               static_cast<long long>(publisher.counts().acknowledged),
               static_cast<long long>(publisher.counts().reconnects));
}

Status Simulation::PublishAll(simulate::EventPublisher& publisher) {
  bool whole = true;
  while (const auto at = switch_.NextAt()) {
    if (!AwaitTime(*at, publisher)) {
      whole = false;
      break;
    }
    while (auto event = switch_.NextUntil(options_.acts ? WallNow() : *at)) {
      const Status published = publisher.Publish(std::move(*event), 0, kPublishLimit);
      if (!published) return published;
    }
  }
  const Status drained = publisher.Drain(kPublishLimit);
  // A switch that said all it had to say is not lost; one that was cut short is.
  if (drained && whole) publisher.End();
  return drained;
}

void Simulation::Report(const simulate::EventPublisher& publisher) const {
  const auto& calls = switch_.counts();
  const auto events = publisher.counts();
  if (status_shown_) std::fputc('\n', stderr);
  if (program_.options.json) {
    google::protobuf::Struct report;
    const auto set = [&report](const char* name, std::int64_t value) {
      (*report.mutable_fields())[name].set_number_value(static_cast<double>(value));
    };
    set("callCount", calls.calls);
    set("answeredCount", calls.answered);
    set("abandonedCount", calls.abandoned);
    set("leftCount", calls.left);
    set("missedCount", calls.missed);
    set("transferredCount", calls.transferred);
    set("answeredDirectlyCount", calls.answered_directly);
    set("abandonedDirectlyCount", calls.abandoned_directly);
    set("missedDirectlyCount", calls.missed_directly);
    set("eventCount", events.acknowledged);
    set("rejectedCount", events.rejected);
    set("reconnectCount", events.reconnects);
    return program_.PrintJson(report);
  }
  program_.Note(std::to_string(calls.calls) + " calls: " + std::to_string(calls.answered) +
                " answered, " + std::to_string(calls.abandoned) + " abandoned, " +
                std::to_string(calls.left) + " left otherwise, " + std::to_string(calls.missed) +
                " rings missed, " + std::to_string(calls.transferred) + " transferred; " +
                std::to_string(events.acknowledged) + " events taken, " +
                std::to_string(events.rejected) + " of them refused");
}

ExitCode Simulation::Run() {
  HoldInterruptions();
  const auto channel = program_.Channel();
  if (!channel) return program_.Fail(channel.error());
  const auto token = program_.Token();
  if (!token) return program_.Fail(token.error());
  simulate::EventPublisher publisher(
      *channel,
      {*token, "jackfield simulate",
       options_.acts ? simulate::SimulatedSwitch::Abilities() : std::vector<v1::CallCommandKind>()},
      [this](std::int64_t, const v1::Rejection& error) {
        program_.Note("refused: " + error.reason() + ": " + error.message());
      });
  const Status done = PublishAll(publisher);
  Report(publisher);
  if (!done) return program_.Fail(done.error());
  return publisher.counts().rejected == 0 ? ExitCode::kOk : ExitCode::kPartlyDone;
}

ExitCode Simulate(Program& program, const SimulateOptions& options) {
  if (options.acts && (options.speed != 1 || !options.start.empty())) {
    program.Complain("--acts needs the time as it is: leave --speed and --start out");
    return ExitCode::kUsage;
  }
  auto scenario = ReadScenario(options);
  if (!scenario) return program.Fail(scenario.error());
  return Simulation(program, options, std::move(*scenario)).Run();
}

void AddPaceOptions(CLI::App& verb, SimulateOptions& options) {
  constexpr double kRateMin = 0.01;
  constexpr double kRateMax = 60'000;
  constexpr double kSpeedMax = 100'000;
  constexpr double kTalkMax = 7'200;
  verb.add_option("--rate", options.rate, "Calls a minute at the busiest time of the day")
      ->check(CLI::Range(kRateMin, kRateMax))
      ->capture_default_str();
  verb.add_flag("--flat", options.flat, "As busy at night as by day");
  verb.add_option("--speed", options.speed, "How much faster than time; 0: as fast as it goes")
      ->check(CLI::Range(0.0, kSpeedMax))
      ->capture_default_str();
  verb.add_option("--talk", options.talk_s, "Seconds that a call is talked in the mean")
      ->check(CLI::Range(1.0, kTalkMax))
      ->capture_default_str();
  verb.add_option("--seed", options.seed, "Same seed, same calls")->capture_default_str();
  verb.add_option("--calls", options.calls, "End after this many calls; 0: only by Ctrl-C")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  verb.add_option("--start", options.start,
                  "Time of the first event, e.g. 2026-11-16T06:00:00Z; without it, now, or a day "
                  "ago where --speed is not 1");
}

}  // namespace

void AddSimulateCommand(CLI::App& app, Program& program) {
  const auto options = std::make_shared<SimulateOptions>();
  CLI::App& verb = AddVerb(app, "simulate", "Be a telephone system that is not there", program,
                           [&program, options] { return Simulate(program, *options); });
  verb.footer(
      "Needs the token of an integration that is scoped to the source. Times of day are UTC.");
  verb.add_option("SITE", options->site_file, "The file that was applied: queues, agents, devices")
      ->required();
  verb.add_option("--customers", options->customers_file, "CSV of customers, who will call")
      ->type_name("FILE");
  verb.add_option("--source", options->source, "The source whose queues are simulated")
      ->capture_default_str();
  verb.add_flag("--acts", options->acts,
                "Do as the server tells: ring, answer, hold, hang up, transfer, dial");
  AddPaceOptions(verb, *options);
}

}  // namespace jackfield::cli
