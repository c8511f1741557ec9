#include "server/engine/board_hub.h"

#include <algorithm>
#include <utility>

#include "server/exchange/counters.h"

namespace jackfield::engine {
namespace {

constexpr unsigned kCursorPlaceBits = 16;

// The greatest cursor that a state may have given before: see rule B2.
std::int64_t CursorFloor(const exchange::State& state) {
  return static_cast<std::int64_t>(state.last.value << kCursorPlaceBits);
}

}  // namespace

BoardHub::BoardHub(const exchange::State& state) {
  for (const auto& [id, agent] : state.agents) Recount(state, id);
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
  std::set<QueueId> queues = changes.queues();
  for (const auto& [queue, interval] : changes.queue_counts()) queues.insert(queue);
  for (const AgentId agent : changes.agents()) queues.merge(Recount(state, agent));
  if (changes.configured()) {
    for (const auto& [id, agent] : state.agents) Recount(state, id);
  }
  for (const SourceId id : changes.sources()) {
    const auto source = state.sources.find(id);
    if (source == state.sources.end()) continue;
    for (const auto& [name, queue] : source->second.queues) queues.insert(queue);
  }
  DropGone();
  if (subscribers_.empty()) return;
  const WallTime interval = exchange::IntervalOf(wall);
  if (changes.configured()) {
    Send(state, All(state, wall));
    return;
  }
  BoardUpdate update;
  update.wall = wall;
  if (interval != interval_) {
    for (const auto& [id, queue] : state.queues) queues.insert(id);
    interval_ = interval;
  }
  for (const QueueId id : queues) {
    const auto queue = state.queues.find(id);
    if (queue == state.queues.end()) continue;
    update.queues.push_back(MakeBoardQueue(state, queue->second, staff_[id], interval));
  }
  for (const AgentId id : changes.agents()) {
    const auto agent = state.agents.find(id);
    if (agent == state.agents.end() || !agent->second.configured) continue;
    update.agents.push_back(MakeBoardAgent(state, agent->second));
  }
  for (const SourceId id : changes.sources()) {
    const auto source = state.sources.find(id);
    if (source != state.sources.end()) update.sources.push_back(MakeBoardSource(source->second));
  }
  if (update.queues.empty() && update.agents.empty() && update.sources.empty()) return;
  Send(state, std::move(update));
}

void BoardHub::BeginInterval(const exchange::State& state, WallTime wall) {
  if (exchange::IntervalOf(wall) != interval_) Deliver(state, BatchChanges(), wall);
}

std::set<QueueId> BoardHub::Recount(const exchange::State& state, AgentId id) {
  std::map<QueueId, MemberPart> parts;
  const auto agent = state.agents.find(id);
  if (agent != state.agents.end()) {
    for (const auto& [queue, membership] : agent->second.memberships) {
      parts.emplace(queue, PartOf(agent->second, membership));
    }
  }
  std::map<QueueId, MemberPart>& counted = parts_[id];
  std::set<QueueId> changed;
  for (const auto& [queue, part] : counted) {
    const auto now = parts.find(queue);
    if (now != parts.end() && now->second == part) continue;
    staff_[queue].Remove(part);
    changed.insert(queue);
  }
  for (const auto& [queue, part] : parts) {
    const auto before = counted.find(queue);
    if (before != counted.end() && before->second == part) continue;
    staff_[queue].Add(part);
    changed.insert(queue);
  }
  counted = std::move(parts);
  return changed;
}

BoardUpdate BoardHub::All(const exchange::State& state, WallTime wall) {
  BoardUpdate update;
  update.snapshot = true;
  update.wall = wall;
  interval_ = exchange::IntervalOf(wall);
  for (const auto& [id, queue] : state.queues) {
    update.queues.push_back(MakeBoardQueue(state, queue, staff_[id], interval_));
  }
  for (const auto& [id, agent] : state.agents) {
    if (agent.configured) update.agents.push_back(MakeBoardAgent(state, agent));
  }
  for (const auto& [id, source] : state.sources) {
    update.sources.push_back(MakeBoardSource(source));
  }
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
