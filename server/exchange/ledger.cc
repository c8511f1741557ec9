#include "server/exchange/ledger.h"

#include <algorithm>
#include <utility>

namespace jackfield::exchange {
namespace {

// A span longer than this is cut: nobody is in one state for longer than what is kept.
constexpr Duration kSpanMax = kIntervalLength * static_cast<int>(kIntervalsKept);

constexpr std::size_t kAgentIntervalsKept = kIntervalsKept * 8;  // A few queues for each agent.

void AddSpan(AgentCounters& counters, AgentState state, Duration span) {
  if (state == AgentState::kLoggedOff) return;
  counters.logged_on += span;
  const bool idle = state == AgentState::kReady || state == AgentState::kReserved;
  if (idle) counters.ready += span;
  if (state == AgentState::kNotReady) counters.not_ready += span;
}

}  // namespace

QueueCounters& CountQueue(Step& step, Queue& queue, const Moment& time) {
  WallTime interval = IntervalOf(time.wall);
  auto& kept = queue.intervals;
  if (kept.size() >= kIntervalsKept && !kept.contains(interval)) {
    if (interval < kept.begin()->first)
      interval = kept.begin()->first;
    else
      kept.erase(kept.begin());
  }
  step.Tell(QueueCounted{queue.id, interval});
  step.Tell(QueueChanged{queue.id});
  return kept[interval];
}

AgentCounters& CountAgent(Step& step, Agent& agent, QueueId queue, const Moment& time) {
  IntervalAndQueue key{IntervalOf(time.wall), queue};
  auto& kept = agent.intervals;
  if (kept.size() >= kAgentIntervalsKept && !kept.contains(key)) {
    if (key < kept.begin()->first)
      key = kept.begin()->first;
    else
      kept.erase(kept.begin());
  }
  step.Tell(AgentCounted{agent.id, key.first, key.second});
  return kept[key];
}

void NoteHandled(Queue& queue, CallId call, AgentId agent, Duration change) {
  auto& handled = queue.handled;
  const auto known = std::find_if(handled.rbegin(), handled.rend(), [&](const Handled& each) {
    return each.call == call && each.agent == agent;
  });
  if (known != handled.rend()) {
    known->time += change;
    return;
  }
  if (handled.size() >= kHandledKept) handled.erase(handled.begin());
  handled.push_back({call, agent, change});
}

void NoteAfterCallWork(Queue& queue, AgentId agent, Duration worked) {
  const auto last = std::find_if(queue.handled.rbegin(), queue.handled.rend(),
                                 [agent](const Handled& each) { return each.agent == agent; });
  if (last != queue.handled.rend()) last->time += worked;
}

void CountAgentTime(Step& step, Agent& agent, AgentState state, const Moment& from,
                    const Moment& to) {
  if (state == AgentState::kLoggedOff) return;
  Duration left = std::min(Elapsed(from, to), kSpanMax);
  WallTime start = to.wall - left;
  while (left > Duration{0}) {
    const Duration piece = std::min(left, IntervalOf(start) + kIntervalLength - start);
    AddSpan(CountAgent(step, agent, QueueId{}, Moment{to.at, start, to.by_source}), state, piece);
    start += piece;
    left -= piece;
  }
}

}  // namespace jackfield::exchange
