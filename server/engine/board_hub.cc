#include "server/engine/board_hub.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include "server/engine/interaction_projection.h"
#include "server/engine/names.h"
#include "server/exchange/call_rules.h"
#include "server/exchange/counters.h"

namespace jackfield::engine {
namespace {

// Room for as many updates of one entry as there can be while cursors are held.
constexpr unsigned kCursorPlaceBits = 24;

std::int64_t FirstCursor(Sequence sequence) {
  return static_cast<std::int64_t>(sequence.value << kCursorPlaceBits);
}

WallTime MidnightUtc(WallTime at) { return std::chrono::floor<std::chrono::days>(at); }

BoardPlace PlaceOf(const exchange::State& state, const exchange::Agent& agent) {
  BoardPlace place{agent.team, {}};
  for (const auto& [queue, membership] : agent.memberships) {
    place.queues.push_back(QueueName(state, queue));
  }
  return place;
}

std::vector<AlertRow> RaisedAlerts(const exchange::State& state) {
  std::vector<AlertRow> rows;
  for (auto alert = state.alerts.rbegin(); alert != state.alerts.rend(); ++alert) {
    if (rows.size() == kBoardAlertsMax) break;
    rows.push_back(ProjectAlert(state, alert->second));
  }
  return rows;
}

// Those whose cursor is after `cursor`.
template <typename Id>
std::set<Id> ChangedAfter(const std::map<Id, std::int64_t>& changed, std::int64_t cursor) {
  std::set<Id> ids;
  for (const auto& [id, at] : changed) {
    if (at > cursor) ids.insert(id);
  }
  return ids;
}

// Appends to what is kept; returns the cursor of what had to go for it, or `complete_after`.
template <typename Row>
std::int64_t Keep(std::deque<std::pair<std::int64_t, Row>>& kept, std::size_t most,
                  std::pair<std::int64_t, Row> entry, std::int64_t complete_after) {
  kept.push_back(std::move(entry));
  if (kept.size() <= most) return complete_after;
  const std::int64_t lost = kept.front().first;
  kept.pop_front();
  return std::max(complete_after, lost);
}

}  // namespace

BoardHub::BoardHub(const exchange::State& state)
    : day_begin_(MidnightUtc),
      staffing_(state),
      ticket_loads_(state),
      // Beyond every cursor that an earlier process can have given for this state.
      cursor_(FirstCursor(Sequence{state.last.value + 1}) - 1),
      complete_after_(cursor_) {
  std::set<QueueId> queues;
  for (const auto& [id, agent] : state.agents) places_[id] = PlaceOf(state, agent);
  for (const auto& [id, call] : state.calls) RecountTalks(id, TalksOf(state, call), queues);
}

void BoardHub::HoldCursors(Sequence saved) {
  if (!held_) held_ = saved;
}

void BoardHub::SetDays(const exchange::State& state, WallTime wall, DayBegin day_begin) {
  day_begin_ = std::move(day_begin);
  time_ = {};
  SendAll(state, wall);
}

void BoardHub::Watch(const exchange::State& state, WallTime wall, std::int64_t resume_cursor,
                     std::weak_ptr<BoardSubscriber> subscriber) {
  const std::shared_ptr<BoardSubscriber> board = subscriber.lock();
  if (board == nullptr) return;
  BeginInterval(state, wall);
  DropGone();  // Those that only looked once, where nothing else happens.
  const bool known = std::any_of(subscribers_.begin(), subscribers_.end(),
                                 [&board](const auto& other) { return other.lock() == board; });
  if (!known) subscribers_.push_back(std::move(subscriber));
  const bool resumes = resume_cursor >= complete_after_ && resume_cursor <= cursor_;
  if (!resumes) NextCursor(state);
  BoardUpdate update = resumes ? MakeUpdate(state, Since(resume_cursor)) : All(state, wall);  // B1
  update.wall = wall;
  update.cursor = cursor_;
  board->OnBoard(update);
}

void BoardHub::Deliver(const exchange::State& state, const BatchChanges& changes, WallTime wall) {
  Concerned concerned = TakeOver(state, changes);
  if (changes.configured()) return SendAll(state, wall);
  const BoardTime before = std::exchange(time_, TimeAt(wall));
  if (time_.interval != before.interval) {  // B4
    for (const auto& [id, queue] : state.queues) concerned.queues.insert(id);
  }
  if (time_.day != before.day) {
    for (const auto& [id, agent] : state.agents) concerned.agents.insert(id);
  }
  if (!concerned.empty()) Tell(state, concerned, wall);
}

void BoardHub::Tell(const exchange::State& state, const Concerned& concerned, WallTime wall) {
  NextCursor(state);
  Remember(concerned);
  for (const SourceId id : concerned.sources) {
    const auto source = state.sources.find(id);
    if (source != state.sources.end()) events_told_[id] = source->second.last_event.wall;
  }
  DropGone();
  if (subscribers_.empty()) return;  // B3
  BoardUpdate update = MakeUpdate(state, concerned);
  update.wall = wall;
  Send(std::move(update));
}

void BoardHub::NoteRoundTrip(const exchange::State& state, WallTime wall, AgentId agent,
                             Duration round_trip) {
  const auto found = state.agents.find(agent);
  if (found == state.agents.end() || found->second.desk.empty()) return;
  const auto told = round_trips_.find(agent);
  if (told != round_trips_.end()) {
    const Duration change = std::chrono::abs(round_trip - told->second);
    if (change < kRoundTripStep || change < told->second / 4) return;
  }
  round_trips_[agent] = round_trip;
  Tell(state, {.agents = {agent}}, wall);
}

void BoardHub::BeginInterval(const exchange::State& state, WallTime wall) {
  if (exchange::IntervalOf(wall) != time_.interval) Deliver(state, BatchChanges(), wall);
}

BoardHub::Concerned BoardHub::TakeOver(const exchange::State& state, const BatchChanges& changes) {
  Concerned concerned{
      .queues = changes.queues(), .agents = changes.agents(), .sources = changes.sources()};
  for (const auto& [queue, interval] : changes.queue_counts()) concerned.queues.insert(queue);
  for (const auto& [agent, interval, queue] : changes.agent_counts()) {
    concerned.agents.insert(agent);
  }
  for (const AgentId agent : changes.agents()) RecountAgent(state, agent, concerned);
  for (const CallId call : changes.calls()) RecountCall(state, call, concerned.queues);
  RecountTickets(state, changes, concerned);
  if (changes.configured()) {
    for (const auto& [id, agent] : state.agents) RecountAgent(state, id, concerned);
  }
  for (const SourceId id : changes.sources()) {
    const auto source = state.sources.find(id);
    if (source == state.sources.end()) continue;
    for (const auto& [name, queue] : source->second.queues) concerned.queues.insert(queue);
  }
  for (const auto& [id, source] : state.sources) {  // B5
    if (source.last_event.wall - events_told_[id] >= kEventStep) concerned.sources.insert(id);
  }
  for (const auto& [queue, call] : changes.waits_ended()) {
    const exchange::Call* ended = changes.FindCall(state, call);
    if (ended != nullptr) concerned.waits_ended.push_back({QueueName(state, queue), ended->name});
  }
  for (const auto& [id, alert] : changes.alerts()) {
    concerned.alerts.push_back(ProjectAlert(state, alert));
  }
  return concerned;
}

void BoardHub::RecountAgent(const exchange::State& state, AgentId id, Concerned& concerned) {
  concerned.queues.merge(staffing_.Recount(state, id));
  const auto agent = state.agents.find(id);
  if (agent == state.agents.end()) return;
  if (agent->second.desk.empty()) round_trips_.erase(id);  // B7
  BoardPlace place = PlaceOf(state, agent->second);
  BoardPlace& before = places_[id];
  if (place == before) return;
  concerned.left[id] = std::exchange(before, std::move(place));
}

void BoardHub::RecountCall(const exchange::State& state, CallId id, std::set<QueueId>& queues) {
  for (const CallId part : exchange::MergedCalls(state, id)) {
    const auto found = state.calls.find(part);
    if (found == state.calls.end()) {
      RecountTalks(part, {}, queues);
      continue;
    }
    const exchange::Call& call = found->second;
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
    talking_[queue] -= count;
    queues.insert(queue);
  }
  for (const auto& [queue, count] : talks) {
    talking_[queue] += count;
    queues.insert(queue);
  }
  if (talks.empty()) {
    talks_.erase(counted);
  } else {
    talks_.insert_or_assign(id, std::move(talks));
  }
}

void BoardHub::RecountTickets(const exchange::State& state, const BatchChanges& changes,
                              Concerned& concerned) {
  for (const TicketId id : changes.tickets()) RecountTicket(state, id, concerned);
  const auto recount = [&](const exchange::WorkKey& work, AgentId agent) {
    if (work.kind != exchange::WorkKind::kTicket) return;
    concerned.agents.insert(agent);
    RecountTicket(state, TicketId{work.id}, concerned);
  };
  for (const exchange::Effect& effect : changes.reservations()) {
    if (const auto* opened = std::get_if<exchange::ReservationOpened>(&effect)) {
      recount(opened->reservation.work, opened->reservation.agent);
    } else if (const auto* ended = std::get_if<exchange::ReservationEnded>(&effect)) {
      recount(ended->work, ended->agent);
    }
  }
}

void BoardHub::RecountTicket(const exchange::State& state, TicketId id, Concerned& concerned) {
  exchange::TicketLoads::Changed changed = ticket_loads_.Recount(state, id);
  concerned.queues.merge(changed.queues);
  concerned.agents.merge(changed.agents);
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
    const QueueTally tally{staffing_.Of(id), talking_[id], ticket_loads_.Of(id)};
    update.queues.push_back(MakeBoardQueue(state, queue->second, tally, time_));
  }
  for (const AgentId id : concerned.agents) {
    const auto agent = state.agents.find(id);
    if (agent == state.agents.end() || !agent->second.configured) continue;
    update.agents.push_back(MakeBoardAgent(state, agent->second, ticket_loads_.Of(id), time_));
    const auto trip = round_trips_.find(id);
    if (trip != round_trips_.end()) update.agents.back().desk_round_trip = trip->second;
    const auto left = concerned.left.find(id);
    if (left != concerned.left.end()) update.agents.back().left = left->second;
  }
  for (const SourceId id : concerned.sources) {
    const auto source = state.sources.find(id);
    if (source == state.sources.end()) continue;
    update.sources.push_back(MakeBoardSource(source->second));
  }
  update.waits_ended = concerned.waits_ended;
  update.alerts = concerned.alerts;
  return update;
}

BoardUpdate BoardHub::All(const exchange::State& state, WallTime wall) {
  time_ = TimeAt(wall);
  Concerned everything;
  for (const auto& [id, queue] : state.queues) everything.queues.insert(id);
  for (const auto& [id, agent] : state.agents) everything.agents.insert(id);
  for (const auto& [id, source] : state.sources) everything.sources.insert(id);
  everything.alerts = RaisedAlerts(state);
  BoardUpdate update = MakeUpdate(state, everything);
  update.snapshot = true;
  update.wall = wall;
  return update;
}

BoardHub::Concerned BoardHub::Since(std::int64_t cursor) const {
  Concerned concerned{.queues = ChangedAfter(queues_changed_, cursor),
                      .agents = ChangedAfter(agents_changed_, cursor),
                      .sources = ChangedAfter(sources_changed_, cursor)};
  for (const auto& [at, ended] : waits_ended_) {
    if (at > cursor) concerned.waits_ended.push_back(ended);
  }
  std::map<AlertId, AlertRow> alerts;
  for (const auto& [at, row] : alerts_changed_) {
    if (at > cursor) alerts.insert_or_assign(row.alert.id, row);
  }
  for (auto& [id, row] : alerts) concerned.alerts.push_back(std::move(row));
  return concerned;
}

void BoardHub::NextCursor(const exchange::State& state) {
  cursor_ = std::max(cursor_ + 1, FirstCursor(held_.value_or(state.last)));
}

void BoardHub::Remember(const Concerned& concerned) {
  for (const QueueId id : concerned.queues) queues_changed_[id] = cursor_;
  for (const AgentId id : concerned.agents) agents_changed_[id] = cursor_;
  for (const SourceId id : concerned.sources) sources_changed_[id] = cursor_;
  for (const BoardWaitEnded& ended : concerned.waits_ended) {
    complete_after_ = Keep(waits_ended_, kEndedKept, {cursor_, ended}, complete_after_);
  }
  for (const AlertRow& row : concerned.alerts) {
    complete_after_ = Keep(alerts_changed_, kAlertsKept, {cursor_, row}, complete_after_);
  }
  if (!concerned.left.empty()) complete_after_ = cursor_;
}

void BoardHub::Send(BoardUpdate update) {
  update.cursor = cursor_;
  for (const auto& subscriber : subscribers_) {
    if (const auto board = subscriber.lock()) board->OnBoard(update);
  }
}

void BoardHub::SendAll(const exchange::State& state, WallTime wall) {
  NextCursor(state);
  complete_after_ = cursor_;
  DropGone();
  if (!subscribers_.empty()) Send(All(state, wall));
}

void BoardHub::DropGone() {
  std::erase_if(subscribers_, [](const auto& subscriber) { return subscriber.expired(); });
}

}  // namespace jackfield::engine
