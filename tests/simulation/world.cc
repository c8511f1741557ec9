#include "tests/simulation/world.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace jackfield::sim {
namespace {

using exchange::TelephonyEvent;

constexpr std::uint64_t kAgents = 4;
constexpr Duration kCutMax{15'000};  // Well below the deadlines, which run on while a link is cut.
constexpr std::uint64_t kStepSalt = 0x632be59bd9b4e019;

std::string LoginOf(std::uint64_t agent) {
  static const std::string kLogins[kAgents] = {"ana", "ben", "cleo", "dan"};
  return kLogins[agent];
}

// Of a switch: its own device of each agent, and one that is nobody's.
std::string DeviceOf(const std::string& suffix, std::uint64_t agent) {
  return "SIP/" + suffix + std::to_string(100 + agent);
}

}  // namespace

World::World(std::uint64_t seed, Planted planted)
    : seed_(seed), planted_(planted), random_(seed), store_(disk_, planted) {
  Prng chance(seed);
  clock_.Set(Instant(Duration(chance.Below(1'000'000))));
  clock_.SetWall(SwitchTime());
  AddStation(chance, "a");
  if (chance.OneIn(4)) AddStation(chance, "b");
  for (std::uint64_t agent = 0; agent < kAgents; ++agent) {
    desks_.push_back(std::make_unique<SimDesk>(LoginOf(agent), DeskFaultOf(planted)));
  }
  Recover();
  Configure(chance);
  for (auto& station : stations_) {
    Publish(*station, station->pbx.TakeLinkUp(SwitchTime()));
  }
  Advance();
}

World::~World() = default;

void World::AddStation(Prng& chance, const std::string& suffix) {
  OracleOptions expected;
  SimSwitchOptions options;
  options.name = "pbx" + suffix;
  options.queues = {{"sales" + suffix, false}, {"help" + suffix, true}};
  for (std::uint64_t agent = 0; agent < kAgents; ++agent) {
    options.devices.push_back(DeviceOf(suffix, agent));
    expected.agents[DeviceOf(suffix, agent)] = LoginOf(agent);
  }
  if (chance.OneIn(3)) options.devices.push_back("SIP/" + suffix + "999");
  agents_of_[options.name] = expected.agents;
  const auto kind = static_cast<FeedKind>(chance.Below(3));
  const bool timed = !chance.OneIn(4);
  SimSwitch pbx(options);
  stations_.push_back(std::unique_ptr<Station>(
      new Station{std::move(pbx), SimFeed(kind, timed), Oracle(expected, options.name), {}, {}}));
}

void World::Configure(Prng& chance) {
  exchange::Configuration configuration;
  for (const auto& station : stations_) {
    for (const SimQueue& queue : station->pbx.queues()) {
      exchange::QueueConfiguration declared;
      declared.name = queue.name;
      if (chance.OneIn(2)) declared.wrap_up = Duration(10'000);
      configuration.queues.push_back(declared);
    }
  }
  for (std::uint64_t agent = 0; agent < kAgents; ++agent) {
    exchange::AgentConfiguration declared{LoginOf(agent), "", {}, "north"};
    for (const auto& station : stations_) {
      declared.devices.push_back(DeviceOf(station->pbx.name().substr(3), agent));
    }
    configuration.agents.push_back(declared);
  }
  configuration.dispositions = {{"sold", "Sold"}, {"lost", "Lost"}};
  configuration.not_ready_reasons = {"lunch"};
  engine_->Add({configuration, {}});
  Advance();
}

std::string World::Run(const std::set<int>& skipped) {
  for (int index = 0; index < kSteps && failure_.empty(); ++index) {
    if (!skipped.contains(index)) Step(index);
  }
  Prng chance(seed_ ^ kStepSalt);
  if (failure_.empty()) GoHome(chance);
  return failure_;
}

void World::Fail(const std::string& what) {
  if (failure_.empty())
    failure_ = "at " + std::to_string(time_.time_since_epoch().count()) + " ms: " + what;
}

void World::Step(int index) {
  Prng chance(seed_ + kStepSalt * static_cast<std::uint64_t>(index + 1));
  PassTime(chance);
  for (auto& station : stations_) {
    RunSwitch(chance, *station);
    if (chance.OneIn(10)) DisturbLink(chance, *station);
    HandOver(chance, *station);
  }
  for (auto& desk : desks_) {
    if (chance.OneIn(4)) RunDesk(chance, *desk);
  }
  RunEngine(chance);
  CheckAlways();
  if (chance.OneIn(12)) {
    Settle(chance);
    CheckQuiet(chance);
  }
}

void World::PassTime(Prng& chance) {
  constexpr std::uint64_t kStepMax = 3'000;
  constexpr std::uint64_t kPauseMax = 300'000;
  const bool quiet = std::none_of(stations_.begin(), stations_.end(), [](const auto& station) {
    return station->pbx.anything_rings() || !station->feed.idle() || station->feed.doubtful();
  });
  std::uint64_t passed = chance.OneIn(3) ? 0 : chance.Below(kStepMax);
  if (quiet && chance.OneIn(20)) passed = chance.Below(kPauseMax);
  MoveTo(time_ + Duration(passed));
  for (auto& station : stations_) {
    if (station->cut_at && time_ - *station->cut_at > kCutMax) {
      station->feed.Restore(station->pbx, SwitchTime());
      station->cut_at.reset();
    }
  }
}

// The engine wakes whenever it asked to, as its thread does.
void World::MoveTo(Instant time) {
  constexpr int kWakesMax = 1'000;
  const auto set = [this](Instant now) {
    const Duration passed = now - time_;
    time_ = now;
    if (planted_ == Planted::kStoppedClock) return;
    clock_.Set(clock_.Now() + passed);
    clock_.SetWall(clock_.WallNow() + passed);
  };
  for (int wakes = 0; wakes < kWakesMax; ++wakes) {
    const auto next = engine_->NextWake();
    if (!next) break;
    const Duration until = std::max(*next - clock_.Now(), Duration{0});
    if (time_ + until > time || (until == Duration{0} && wakes > 0)) break;
    set(time_ + until);
    Advance();
    if (!failure_.empty()) break;
  }
  set(time);
}

void World::RunSwitch(Prng& chance, Station& station) {
  station.pbx.EndLongRings(SwitchTime());
  for (std::uint64_t things = 1 + chance.Below(2); things > 0; --things) {
    station.pbx.Act(chance, SwitchTime());
  }
  const std::vector<TelephonyEvent> news = station.pbx.TakeNews();
  for (const TelephonyEvent& event : news) station.oracle.Take(event);
  station.feed.Collect(chance, news);
}

void World::DisturbLink(Prng& chance, Station& station) {
  const bool may_lose = station.feed.kind() != FeedKind::kPlain;
  if (chance.OneIn(6) && station.feed.linked()) {
    station.feed.RestartSwitch(station.pbx, SwitchTime());
    station.oracle.Take(station.pbx.TakeLinkUp(SwitchTime()));
  } else if (!station.feed.linked()) {
    station.feed.Restore(station.pbx, SwitchTime());
    station.cut_at.reset();
  } else if (may_lose && chance.OneIn(2)) {
    station.feed.Cut(station.pbx, SwitchTime());
    station.cut_at = time_;
  } else {
    station.feed.Resync(station.pbx, SwitchTime());
  }
}

void World::HandOver(Prng& chance, Station& station) {
  constexpr std::uint64_t kSwallowedEvery = 40;
  std::vector<TelephonyEvent> arrived = station.feed.Arrive(chance);
  if (planted_ == Planted::kSwappedEvents && arrived.size() > 1) {
    std::swap(arrived[0], arrived[1]);
  }
  for (TelephonyEvent& event : arrived) {
    if (planted_ == Planted::kSwallowedEvent && ++swallowing_ % kSwallowedEvery == 0) {
      station.feed.Acknowledge(event);
      continue;
    }
    Publish(station, std::move(event));
  }
}

void World::Publish(Station& station, TelephonyEvent event) {
  const TelephonyEvent told = event;
  if (planted_ == Planted::kDroppedSourceTime && time_.time_since_epoch().count() % 4 == 0) {
    event.time.reset();
  }
  if (planted_ == Planted::kIgnoredEpoch) {
    if (auto* up = std::get_if<exchange::LinkUp>(&event.body)) up->epoch = "boot1";
  }
  if (planted_ == Planted::kIgnoredSnapshot &&
      std::holds_alternative<exchange::SwitchSnapshot>(event.body)) {
    return station.feed.Acknowledge(told);
  }
  const bool observed = station.feed.kind() != FeedKind::kSure;
  engine_->Add({std::move(event),
                [this, &station, told](const Result<Receipt>& status) {
                  if (!status) return;
                  if (!told.id.empty()) acknowledged_.emplace(told.source, told.id);
                  if (!acks_lost_) station.feed.Acknowledge(told);
                },
                observed});
}

// Fault F4.
void World::FillDisk(Prng& chance) {
  constexpr std::uint64_t kFullStepsMax = 8;
  if (full_steps_ == 0 && chance.OneIn(40)) {
    full_steps_ = 1 + static_cast<int>(chance.Below(kFullStepsMax));
    disk_.SetFailing(true);
  } else if (full_steps_ == 1) {
    FreeDisk();
  } else if (full_steps_ > 1) {
    --full_steps_;
  }
}

void World::FreeDisk() {
  if (std::exchange(full_steps_, 0) == 0) return;
  if (engine_->unsaved()) Advance();  // What is under way is refused, too.
  disk_.SetFailing(false);
  if (!engine_->unsaved()) return;
  while (engine_->unsaved_entries() > 0) {
    if (!engine_->SaveUnsaved()) return Fail("what was kept cannot be saved");
  }
  engine_->EndUnsaved();
  for (auto& station : stations_) station->feed.SendAgain();
}

void World::RunEngine(Prng& chance) {
  FillDisk(chance);
  if (full_steps_ == 0 && chance.OneIn(20)) {
    disk_.SetFailing(true);
    if (chance.OneIn(2)) Advance();              // Refused by the disk, and tried again.
    if (chance.OneIn(2) && MayCrash()) Crash();  // What was under way is gone.
    disk_.SetFailing(false);
  }
  acks_lost_ = full_steps_ == 0 && chance.OneIn(25) &&
               std::none_of(stations_.begin(), stations_.end(),
                            [](auto& each) { return each->feed.kind() == FeedKind::kPlain; });
  Advance();
  if (std::exchange(acks_lost_, false)) {
    Crash();  // It is on the disk, and nobody was told.
  } else if (chance.OneIn(40) && MayCrash()) {
    Crash();
  }
  WatchDesks();
  const bool saves = full_steps_ == 0 && chance.OneIn(30) && !engine_->pending();
  if (saves && !engine_->SaveSnapshot()) Fail("a snapshot was refused");
}

void World::Advance() {
  Status advanced = engine_->Advance();
  if (!advanced && full_steps_ > 0) {
    engine_->GoOnUnsaved({ErrorCode::kResourceExhausted, "full", "STORE_FULL"});
    advanced = engine_->Advance();
  }
  if (!advanced && advanced.error().code != ErrorCode::kUnavailable) {
    Fail("the engine stopped: " + advanced.error().message);
  }
}

// Without ids nothing tells a source what arrived. What a plain one has under way would be lost
// without anybody knowing, and the history with it.
// The same goes for a lossy one while nothing is saved: what it was told to be over would live on.
bool World::MayCrash() const {
  if (engine_->unsaved() && std::any_of(stations_.begin(), stations_.end(), [](const auto& each) {
        return each->feed.kind() != FeedKind::kSure;
      })) {
    return false;
  }
  return std::all_of(stations_.begin(), stations_.end(), [this](const auto& station) {
    return station->feed.kind() != FeedKind::kPlain ||
           (station->feed.idle() && !engine_->pending());
  });
}

// What was shown and not saved had numbers, which are given again: desks start anew (decision 5).
void World::Crash() {
  for (auto& desk : desks_) {
    desk->Disconnect();
    if (engine_->unsaved()) {
      desk = std::make_unique<SimDesk>(desk->agent(), DeskFaultOf(planted_));
    }
  }
  to_watch_.clear();
  engine_.reset();
  store_.Crash();
  const bool failing = disk_.failing() && full_steps_ == 0;
  full_steps_ = 0;
  disk_.SetFailing(false);
  Recover();
  disk_.SetFailing(failing);
  for (auto& station : stations_) {
    station->feed.ServerDied(station->pbx, SwitchTime());
    if (!station->feed.linked() && !station->cut_at) station->cut_at = time_;
  }
}

void World::Recover() {
  clock_.Set(Instant(Duration(random_.Bits() % 1'000'000)));
  auto recovered = engine::EngineCore::Recover({store_, clock_, random_, metrics_});
  if (!recovered) {
    Fail("recovery failed: " + recovered.error().message);
    recovered = engine::EngineCore::Recover({nothing_, clock_, random_, metrics_});
  }
  engine_ = std::move(*recovered);
}

void World::Settle(Prng& chance) {
  constexpr int kRoundsMax = 200;
  FreeDisk();
  for (auto& station : stations_) {
    if (!station->exact()) station->feed.Resync(station->pbx, SwitchTime());
  }
  for (int round = 0; round < kRoundsMax && failure_.empty(); ++round) {
    bool idle = !engine_->pending();
    for (auto& station : stations_) {
      station->cut_at.reset();
      station->feed.Restore(station->pbx, SwitchTime());
      if (station->feed.doubtful()) station->feed.Resync(station->pbx, SwitchTime());
      idle = idle && station->feed.idle();
      HandOver(chance, *station);
    }
    Advance();
    WatchDesks();
    if (idle) return;
  }
  Fail("what is under way never arrives");
}

void World::GoHome(Prng& chance) {
  constexpr Duration kNight{26LL * 3600 * 1000};
  for (auto& station : stations_) {
    station->pbx.HangUpAll(chance, SwitchTime());
    const std::vector<TelephonyEvent> news = station->pbx.TakeNews();
    for (const TelephonyEvent& event : news) station->oracle.Take(event);
    station->feed.Collect(chance, news);
    station->feed.Resync(station->pbx, SwitchTime());
  }
  Settle(chance);
  CheckQuiet(chance);
  if (!failure_.empty()) return;
  for (auto& station : stations_) station->feed.Calm();
  for (auto& desk : desks_) {
    Command(exchange::AcknowledgeMissed{desk->agent(), {}}, {});
  }
  Advance();
  MoveTo(time_ + kNight);
  Advance();
  CheckEmpty();
  CheckReplay();
}

}  // namespace jackfield::sim
