// What must hold in the simulated call centre.

#include <algorithm>

#include "tests/simulation/trace.h"
#include "tests/simulation/witness.h"
#include "tests/simulation/world.h"

namespace jackfield::sim {
namespace {

// What the switch itself says is live, for a way to it on which events are lost.
// What the source once said to be over stays over, whatever its lists say later (X5).
Expectation LiveAt(const SimSwitch& pbx, const std::map<std::string, std::string>& agents,
                   const std::set<std::string>& over, const std::set<std::string>& rung_out) {
  Expectation live;
  for (const auto& [id, call] : pbx.calls()) {
    const std::string name = pbx.name() + "/" + pbx.epoch() + "/" + id;
    if (over.contains(name)) continue;
    auto& lines = live["call " + name];
    for (const auto& [connection, party] : call.parties) {
      if (over.contains(name + " " + connection)) continue;
      const auto agent = agents.find(party.device);
      const bool rings = party.state == SimSwitch::Party::State::kRinging;
      if (rings && rung_out.contains(name + " " + connection)) continue;
      lines.push_back(connection + " " + (agent == agents.end() ? "" : agent->second) +
                      (rings ? " ringing" : " up"));
    }
    for (const auto& [leg, queue] : call.waiting) lines.push_back("waits " + queue + " " + leg);
    std::sort(lines.begin(), lines.end());
  }
  return live;
}

// As LiveAt() puts it: a snapshot tells nothing of holds, and not for which queue a phone rings.
Expectation Coarse(const Expectation& live) {
  Expectation coarse;
  for (const auto& [subject, lines] : live) {
    auto& kept = coarse[subject];
    for (std::string line : lines) {
      if (line.starts_with("rings ")) continue;
      for (const std::string state : {" held", " queued"}) {
        if (line.ends_with(state)) line.replace(line.size() - state.size(), state.size(), " up");
      }
      kept.push_back(line);
    }
    std::sort(kept.begin(), kept.end());
  }
  return coarse;
}

// The lines of `all` whose subject is also in `some`.
Expectation Within(const Expectation& all, const Expectation& some) {
  Expectation within;
  for (const auto& [subject, lines] : all) {
    if (some.contains(subject)) within[subject] = lines;
  }
  return within;
}

Expectation OfQueues(const Expectation& counts, const SimSwitch& pbx) {
  Expectation own;
  for (const auto& [subject, lines] : counts) {
    for (const SimQueue& queue : pbx.queues()) {
      const std::string name = "queue " + queue.name;
      if (subject == name || subject.starts_with(name + " ")) own[subject] = lines;
    }
  }
  return own;
}

std::string Text(const std::map<std::string, std::set<std::string>>& sets) {
  std::string text;
  for (const auto& [agent, places] : sets) {
    text += "\n    " + agent + ":";
    for (const std::string& place : places) text += " [" + place + "]";
  }
  return text;
}

void RemoveEmpty(std::map<std::string, std::set<std::string>>& sets) {
  std::erase_if(sets, [](const auto& entry) { return entry.second.empty(); });
}

}  // namespace

std::map<std::string, std::set<std::string>> World::RingsAtSwitch(const Station& station) const {
  std::map<std::string, std::set<std::string>> rings;
  const SimSwitch& pbx = station.pbx;
  const auto& agents = agents_of_.at(pbx.name());
  const std::set<std::string>& over = station.over;
  const std::set<std::string> rung_out = RungOutOf(engine_->exchange().state(), pbx.name());
  for (const auto& [id, call] : pbx.calls()) {
    const std::string name = pbx.name() + "/" + pbx.epoch() + "/" + id;
    for (const auto& [connection, party] : call.parties) {
      const auto agent = agents.find(party.device);
      const bool gone = over.contains(name) || over.contains(name + " " + connection) ||
                        rung_out.contains(name + " " + connection);
      if (party.state != SimSwitch::Party::State::kRinging || agent == agents.end() || gone)
        continue;
      rings[agent->second].insert(name + " " + connection);
    }
  }
  return rings;
}

void World::CheckAlways() {
  const exchange::State& state = engine_->exchange().state();
  for (auto& station : stations_) {
    if (!station->exact()) station->over.merge(OverOf(state, station->pbx.name()));
  }
  const std::string broken = BrokenRule(state);
  if (!broken.empty()) Fail(broken);
  for (const auto& desk : desks_) {
    if (!desk->broken().empty()) Fail("desk of " + desk->agent() + ": " + desk->broken());
  }
  for (const auto& [source, id] : acknowledged_) {
    if (!*store_.FindEvent(source, id)) Fail("an acknowledged event is not in the journal (I1)");
  }
  acknowledged_.clear();
}

void World::CheckQuiet(Prng& chance) {
  CheckAlways();
  for (const auto& station : stations_) CheckStation(*station);
  FollowJournal();
  CheckDesks();
  CheckCopy(chance);
}

void World::CheckStation(const Station& station) {
  const exchange::State& state = engine_->exchange().state();
  const std::string& source = station.pbx.name();
  const Expectation live = LiveOf(state, source);
  if (!station.exact()) {
    const Expectation at_switch =
        LiveAt(station.pbx, agents_of_.at(source), station.over, RungOutOf(state, source));
    const auto difference = Difference(at_switch, Coarse(live));
    if (!difference.empty())
      Fail("after a snapshot the model is not the switch (I7): " + difference);
    return;
  }
  const std::string of_live = Difference(station.oracle.Live(), live);
  if (!of_live.empty()) Fail("live calls: " + of_live);
  const bool timed = station.feed.timed();
  const Expectation log = LogOf(state, source, timed);
  const std::string of_log = Difference(Within(station.oracle.Log(timed), log), log);
  if (!of_log.empty()) Fail("the log: " + of_log);
  const std::string of_counts =
      Difference(station.oracle.Counts(timed), OfQueues(CountsOf(state, timed), station.pbx));
  if (!of_counts.empty()) Fail("the figures: " + of_counts);
}

std::map<std::string, std::set<std::string>> World::ExpectedRings() const {
  std::map<std::string, std::set<std::string>> rings;
  for (const auto& station : stations_) {
    const auto own = station->exact() ? station->oracle.Ringing() : RingsAtSwitch(*station);
    for (const auto& [agent, places] : own) rings[agent].insert(places.begin(), places.end());
  }
  RemoveEmpty(rings);
  return rings;
}

void World::CheckDesks() {
  const auto expected = ExpectedRings();
  auto got = RingingOf(engine_->exchange().state());
  RemoveEmpty(got);
  if (expected != got) Fail("offers; expected:" + Text(expected) + "\n  got:" + Text(got));
  auto popped =
      RingingOf(engine_->exchange().state(), [this](OfferId offer) { return pops_.Pops(offer); });
  for (const auto& desk : desks_) {
    CheckPops(*desk);
    if (!desk->connected()) continue;
    std::set<std::string> shown;
    for (const auto& [offer, place] : desk->pops()) shown.insert(place);
    if (shown != popped[desk->agent()]) {
      Fail("the desk of " + desk->agent() + " does not show what rings; expected:" + Text(popped) +
           "\n  shown:" + Text({{desk->agent(), shown}}));
    }
  }
}

void World::CheckPops(const SimDesk& desk) {
  for (const OfferId offer : desk.painted()) {
    if (!pops_.Pops(offer)) Fail("the desk of " + desk.agent() + " popped while switched off");
  }
  if (desk.connected() && desk.view().pop_mode != pops_.ModeOf(desk.agent())) {
    Fail("the desk of " + desk.agent() + " does not show its pop switch");
  }
}

void World::FollowJournal() {
  if (!copy_) copy_.emplace();
  const auto& journal = disk_.journal();
  for (std::size_t i = copy_->state().last.value; i < journal.size(); ++i) {
    const auto input = FromArchive<exchange::Input>(journal[i].input);
    const auto effects = input ? copy_->Apply(journal[i].sequence, *input) : jackfield::Fail(input);
    if (!effects) {
      return Fail("entry " + std::to_string(i + 1) + " of the journal cannot be applied again");
    }
    pops_.Take(*input, *effects, copy_->state());
  }
}

// A second exchange follows the journal on the disk; from time to time it is made anew from bytes.
void World::CheckCopy(Prng& chance) {
  if (!failure_.empty()) return;
  const std::string bytes = engine_->exchange().Save();
  if (copy_->Save() != bytes) return Fail("the journal gives another state than the engine holds");
  if (!chance.OneIn(2)) return;
  auto restored = exchange::Exchange::Restore(bytes);
  if (!restored) return Fail("the saved state cannot be restored");
  if (restored->Save() != bytes) return Fail("a restored exchange saves other bytes");
  copy_ = std::move(*restored);
}

void World::CheckReplay() {
  exchange::Exchange again;
  for (const JournalEntry& entry : disk_.journal()) {
    const auto input = FromArchive<exchange::Input>(entry.input);
    if (!input || !again.Apply(entry.sequence, *input)) return Fail("the journal is damaged");
  }
  if (again.Save() != engine_->exchange().Save()) Fail("a replay of the whole journal differs");
}

void World::CheckEmpty() {
  const exchange::State& state = engine_->exchange().state();
  if (!state.calls.empty()) Fail("calls are never forgotten");
  for (const auto& [id, queue] : state.queues) {
    if (!queue.waiting.empty()) Fail("somebody still waits in " + queue.configuration.name);
  }
  for (const auto& [id, agent] : state.agents) {
    if (!agent.busy.empty() || agent.wrap_up || agent.pending) Fail(agent.login + " still works");
  }
  if (engine_->NextWake()) Fail("a timer is left");
}

std::vector<std::string> World::Trace() const {
  std::vector<std::string> lines;
  for (const JournalEntry& entry : disk_.journal()) {
    const auto input = FromArchive<exchange::Input>(entry.input);
    lines.push_back(input ? Describe(entry.sequence, *input) : "damaged");
  }
  return lines;
}

}  // namespace jackfield::sim
