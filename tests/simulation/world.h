#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/app/simulate/prng.h"
#include "server/engine/engine_core.h"
#include "server/exchange/exchange.h"
#include "tests/simulation/oracle.h"
#include "tests/simulation/planted_fault.h"
#include "tests/simulation/pop_oracle.h"
#include "tests/support/fake_random.h"
#include "tests/support/sim_clock.h"
#include "tests/support/sim_desk.h"
#include "tests/support/sim_feed.h"
#include "tests/support/sim_store.h"
#include "tests/support/sim_switch.h"

namespace jackfield::sim {

using simulate::Prng;

constexpr int kSteps = 220;  // Of one run, before everybody goes home.

// A call centre for one day: switches, links, the engine with its disk, and desks. The engine and
// the exchange are the production code; the rest is simulated, and decided by the seed alone.
//
// After every step: the rules that hold at any moment. At quiet moments: the exchange against the
// oracle, the desks against the oracle, a second exchange that was restored from bytes against the
// first one. At the end: nothing rings, waits or works any more, and the journal gives the same
// state once more.
//
// Thread safety: none; one per run.
class World {
 public:
  World(std::uint64_t seed, Planted planted);
  ~World();

  // Runs all steps but `skipped`. Each step draws from a generator of its own, so that leaving one
  // out changes the others little. Returns what went wrong first; "" when nothing did.
  std::string Run(const std::set<int>& skipped);

  // The journal so far, one line for each entry.
  std::vector<std::string> Trace() const;

 private:
  // A switch with the way to it and what it is expected to lead to.
  struct Station {
    SimSwitch pbx;
    SimFeed feed;
    Oracle oracle;
    std::optional<Instant> cut_at;
    std::set<std::string> over;  // Calls and connections that the exchange held to be over.

    bool exact() const { return feed.kind() != FeedKind::kLossy; }
  };

  void AddStation(Prng& chance, const std::string& suffix);
  void Configure(Prng& chance);

  void Step(int index);
  void PassTime(Prng& chance);
  void MoveTo(Instant time);
  void RunSwitch(Prng& chance, Station& station);
  void DisturbLink(Prng& chance, Station& station);
  void HandOver(Prng& chance, Station& station);
  void Publish(Station& station, exchange::TelephonyEvent event);
  void RunDesk(Prng& chance, SimDesk& desk);
  void DeskActs(Prng& chance, SimDesk& desk);
  void Command(exchange::DeskCommand command, std::set<std::string> may_refuse);
  void RunEngine(Prng& chance);
  // The disk is full for some steps, or has room again.
  void FillDisk(Prng& chance);
  void FreeDisk();
  void Advance();
  void WatchDesks();
  bool MayCrash() const;
  void Crash();
  void Recover();

  // Lets everything that is under way arrive, with all links up.
  void Settle(Prng& chance);
  void GoHome(Prng& chance);

  void CheckAlways();
  void CheckQuiet(Prng& chance);
  void CheckStation(const Station& station);
  void CheckDesks();
  void CheckPops(const SimDesk& desk);
  // The copy takes in what is new in the journal.
  void FollowJournal();
  void CheckCopy(Prng& chance);
  void CheckReplay();
  void CheckEmpty();
  std::map<std::string, std::set<std::string>> ExpectedRings() const;
  std::map<std::string, std::set<std::string>> RingsAtSwitch(const Station& station) const;
  void Fail(const std::string& what);

  WallTime SwitchTime() const { return WallTime(kDawn + time_.time_since_epoch()); }

  static constexpr Duration kDawn{1'700'000'000'000};

  const std::uint64_t seed_;
  const Planted planted_;
  Instant time_{};  // True time since the morning.
  SimClock clock_;
  fakes::FakeRandom random_;
  SimMetrics metrics_;
  SimStore disk_;
  FaultyStore store_;
  SimStore nothing_;  // For an engine whose own disk cannot be read any more.
  std::vector<std::unique_ptr<Station>> stations_;
  std::map<std::string, std::map<std::string, std::string>> agents_of_;  // Source, device: login.
  std::vector<std::unique_ptr<SimDesk>> desks_;
  std::set<std::string> to_watch_;  // Agents whose desks wait to be connected.
  std::set<std::pair<std::string, std::string>> acknowledged_;
  std::unique_ptr<engine::EngineCore> engine_;
  std::optional<exchange::Exchange> copy_;  // Restored from bytes, follows the journal.
  PopOracle pops_;                          // Follows the journal with the copy.
  std::uint64_t desk_sessions_ = 0;
  std::uint64_t swallowing_ = 0;
  bool acks_lost_ = false;
  int full_steps_ = 0;  // For how many steps more the disk is full.
  std::string failure_;
};

}  // namespace jackfield::sim
