#include "server/engine/board_hub.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "server/exchange/counters.h"

namespace jackfield::engine {
namespace {

constexpr unsigned kCursorPlaceBits = 16;

// How many calls that became part of a changed one are looked at.
constexpr std::size_t kMergedCallsMax = 64;

// The greatest cursor that a state may have given before: see rule B2.
std::int64_t CursorFloor(const exchange::State& state) {
  return static_cast<std::int64_t>(state.last.value << kCursorPlaceBits);
}

WallTime MidnightUtc(WallTime at) { return std::chrono::floor<std::chrono::days>(at); }

}  // namespace

BoardHub::BoardHub(const exchange::State& state) : day_begin_(MidnightUtc) {
  std::set<QueueId> queues;
  for (const auto& [id, agent] : state.agents) RecountAgent(state, id, queues);
  for (const auto& [id, call] : state.calls) RecountTalks(id, TalksOf(state, call), queues);
}

void BoardHub::SetDays(const exchange::State& state, WallTime wall, DayBegin day_begin) {
  day_begin_ = std::move(day_begin);
  time_ = {};
  DropGone();
  if (!subscribers_.empty()) Send(state, All(state, wall));
}

void BoardHub::Watch(const exchange::State& state, WallTime wall,
                     std::weak_ptr<BoardSubscriber> subscriber) {
  const std::shared_ptr<BoardSubscriber> board = subscriber.lock();
  if (board == nullptr) return;
  BeginInterval(state, wall);
  DropGone();  // Those that only looked once, where nothing else happens.
  const bool known = std::any_of(subscribers_.begin(), subscribers_.end(),
                                 [&board](const auto& other) { return other.lock() == board; });
  if (!known) subscribers_.push_back(std::move(subscriber));
  BoardUpdate update = All(state, wall);
  cursor_ = std::max(cursor_ + 1, CursorFloor(state));
  update.cursor = cursor_;
  board->OnBoard(update);
}

void BoardHub::Deliver(const exchange::State& state, const BatchChanges& changes, WallTime wall) {
  Concerned concerned = TakeOver(state, changes);
  DropGone();
  if (subscribers_.empty()) return;
  if (changes.configured()) return Send(state, All(state, wall));
  const BoardTime before = std::exchange(time_, TimeAt(wall));
  if (time_.interval != before.interval) {  // B4
    for (const auto& [id, queue] : state.queues) concerned.queues.insert(id);
  }
  if (time_.day != before.day) {
    for (const auto& [id, agent] : state.agents) concerned.agents.insert(id);
  }
  for (const SourceId id : concerned.sources) {
    const auto source = state.sources.find(id);
    if (source != state.sources.end()) events_told_[id] = source->second.last_event.wall;
  }
  BoardUpdate update = MakeUpdate(state, concerned);
  if (update.queues.empty() && update.agents.empty() && update.sources.empty()) return;
  update.wall = wall;
  Send(state, std::move(update));
}

void BoardHub::BeginInterval(const exchange::State& state, WallTime wall) {
  if (exchange::IntervalOf(wall) != time_.interval) Deliver(state, BatchChanges(), wall);
}

BoardHub::Concerned BoardHub::TakeOver(const exchange::State& state, const BatchChanges& changes) {
  Concerned concerned{changes.queues(), changes.agents(), changes.sources()};
  for (const auto& [queue, interval] : changes.queue_counts()) concerned.queues.insert(queue);
  for (const auto& [agent, interval, queue] : changes.agent_counts()) {
    concerned.agents.insert(agent);
  }
  for (const AgentId agent : changes.agents()) RecountAgent(state, agent, concerned.queues);
  for (const CallId call : changes.calls()) RecountCall(state, call, concerned.queues);
  if (changes.configured()) {
    for (const auto& [id, agent] : state.agents) RecountAgent(state, id, concerned.queues);
  }
  for (const SourceId id : changes.sources()) {
    const auto source = state.sources.find(id);
    if (source == state.sources.end()) continue;
    for (const auto& [name, queue] : source->second.queues) concerned.queues.insert(queue);
  }
  for (const auto& [id, source] : state.sources) {  // B5
    if (source.last_event.wall - events_told_[id] >= kEventStep) concerned.sources.insert(id);
  }
  return concerned;
}

void BoardHub::RecountAgent(const exchange::State& state, AgentId id, std::set<QueueId>& queues) {
  std::map<QueueId, MemberPart> parts;
  const auto agent = state.agents.find(id);
  if (agent != state.agents.end()) {
    for (const auto& [queue, membership] : agent->second.memberships) {
      parts.emplace(queue, PartOf(agent->second, membership));
    }
  }
  std::map<QueueId, MemberPart>& counted = parts_[id];
  for (const auto& [queue, part] : counted) {
    const auto now = parts.find(queue);
    if (now != parts.end() && now->second == part) continue;
    tallies_[queue].staff.Remove(part);
    queues.insert(queue);
  }
  for (const auto& [queue, part] : parts) {
    const auto before = counted.find(queue);
    if (before != counted.end() && before->second == part) continue;
    tallies_[queue].staff.Add(part);
    queues.insert(queue);
  }
  counted = std::move(parts);
}

void BoardHub::RecountCall(const exchange::State& state, CallId id, std::set<QueueId>& queues) {
  std::vector<CallId> calls{id};
  for (std::size_t i = 0; i < calls.size() && i < kMergedCallsMax; ++i) {
    const auto found = state.calls.find(calls[i]);
    if (found == state.calls.end()) {
      RecountTalks(calls[i], {}, queues);
      continue;
    }
    const exchange::Call& call = found->second;
    calls.insert(calls.end(), call.children.begin(), call.children.end());
    RecountTalks(call.id, TalksOf(state, call), queues);
    for (const exchange::Leg& leg : call.legs) {  // Who waits may be known better, or ring.
      if (leg.state == exchange::LegState::kWaiting) queues.insert(leg.queue);
    }
  }
}

void BoardHub::RecountTalks(CallId id, Talks talks, std::set<QueueId>& queues) {
  const auto counted = talks_.find(id);
  const Talks before = counted == talks_.end() ? Talks() : counted->second;
  if (talks == before) return;
  for (const auto& [queue, count] : before) {
    tallies_[queue].talking -= count;
    queues.insert(queue);
  }
  for (const auto& [queue, count] : talks) {
    tallies_[queue].talking += count;
    queues.insert(queue);
  }
  if (talks.empty()) {
    talks_.erase(counted);
  } else {
    talks_.insert_or_assign(id, std::move(talks));
  }
}

BoardTime BoardHub::TimeAt(WallTime wall) const {
  const WallTime interval = exchange::IntervalOf(wall);
  return interval == time_.interval ? time_ : BoardTime{interval, day_begin_(interval)};
}

BoardUpdate BoardHub::MakeUpdate(const exchange::State& state, const Concerned& concerned) {
  BoardUpdate update;
  for (const QueueId id : concerned.queues) {
    const auto queue = state.queues.find(id);
    if (queue == state.queues.end()) continue;
    update.queues.push_back(MakeBoardQueue(state, queue->second, tallies_[id], time_));
  }
  for (const AgentId id : concerned.agents) {
    const auto agent = state.agents.find(id);
    if (agent == state.agents.end() || !agent->second.configured) continue;
    update.agents.push_back(MakeBoardAgent(state, agent->second, time_));
  }
  for (const SourceId id : concerned.sources) {
    const auto source = state.sources.find(id);
    if (source == state.sources.end()) continue;
    update.sources.push_back(MakeBoardSource(source->second));
  }
  return update;
}

BoardUpdate BoardHub::All(const exchange::State& state, WallTime wall) {
  time_ = TimeAt(wall);
  Concerned everything;
  for (const auto& [id, queue] : state.queues) everything.queues.insert(id);
  for (const auto& [id, agent] : state.agents) everything.agents.insert(id);
  for (const auto& [id, source] : state.sources) everything.sources.insert(id);
  BoardUpdate update = MakeUpdate(state, everything);
  update.snapshot = true;
  update.wall = wall;
  return update;
}

void BoardHub::Send(const exchange::State& state, BoardUpdate update) {
  cursor_ = std::max(cursor_ + 1, CursorFloor(state));
  update.cursor = cursor_;
  for (const auto& subscriber : subscribers_) {
    if (const auto board = subscriber.lock()) board->OnBoard(update);
  }
}

void BoardHub::DropGone() {
  std::erase_if(subscribers_, [](const auto& subscriber) { return subscriber.expired(); });
}

}  // namespace jackfield::engine
