#include "server/app/simulate/simulated_switch.h"

#include <algorithm>
#include <array>
#include <utility>

#include <google/protobuf/util/time_util.h>

// The world around the calls: time, arrivals, agents. The calls are in simulated_switch_calls.cc.
namespace jackfield::simulate {
namespace {

using google::protobuf::util::TimeUtil;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// How busy each hour of the day (UTC) is, of the busiest.
constexpr std::array<double, 24> kBusyness = {0.04, 0.03, 0.03, 0.03, 0.05, 0.10, 0.25, 0.55,
                                              0.85, 1.00, 0.98, 0.85, 0.65, 0.75, 0.90, 0.88,
                                              0.75, 0.55, 0.38, 0.28, 0.20, 0.14, 0.09, 0.06};

constexpr std::size_t kLiveCallsMax = 500;  // Beyond it callers are not let in: the queue is full.
constexpr Duration kPauseMean = minutes(25);
constexpr Duration kPauseMin = minutes(2);
constexpr Duration kPauseMax = minutes(8);
constexpr double kPausedAtFirst = 0.1;
constexpr double kDirect = 0.05;

double BusynessAt(WallTime time) {
  const auto hour = std::chrono::floor<hours>(time.time_since_epoch()).count() % 24;
  return kBusyness[static_cast<std::size_t>(hour)];
}

}  // namespace

SimulatedSwitch::SimulatedSwitch(Scenario scenario)
    : scenario_(std::move(scenario)),
      prng_(scenario_.seed),
      now_(scenario_.start),
      agents_(scenario_.agents.size()) {
  BeginWorld();
}

std::optional<v1::CallEvent> SimulatedSwitch::Next() { return NextUntil(WallTime::max()); }

std::optional<WallTime> SimulatedSwitch::NextAt() const {
  if (!events_.empty()) return now_;
  const bool over =
      scenario_.calls_max > 0 && counts_.calls >= scenario_.calls_max && calls_.empty();
  if (over || plans_.empty()) return std::nullopt;
  return plans_.top().at;
}

std::optional<v1::CallEvent> SimulatedSwitch::NextUntil(WallTime now) {
  while (events_.empty()) {
    const auto at = NextAt();
    if (!at || *at > now) return std::nullopt;
    const Plan plan = plans_.top();
    plans_.pop();
    now_ = std::max(now_, plan.at);
    Perform(plan);
    Dispatch();
  }
  v1::CallEvent event = std::move(events_.front());
  events_.pop_front();
  return event;
}

v1::CallEvent& SimulatedSwitch::Emit() {
  v1::CallEvent& event = events_.emplace_back();
  event.set_source_event_id(scenario_.epoch + "-" + std::to_string(++event_count_));
  *event.mutable_event_time() = TimeUtil::MillisecondsToTimestamp(now_.time_since_epoch().count());
  return event;
}

void SimulatedSwitch::PlanAt(WallTime at, Act act, std::int64_t call, std::size_t agent,
                             std::int64_t stage) {
  plans_.push({at, ++plan_count_, act, call, agent, stage});
}

void SimulatedSwitch::BeginWorld() {
  Emit().mutable_link_up()->set_epoch(scenario_.epoch);
  v1::SwitchSnapshotEvent& snapshot = *Emit().mutable_switch_snapshot();
  for (const ScenarioQueue& queue : scenario_.queues) snapshot.add_queues(queue.name);
  for (std::size_t i = 0; i < agents_.size(); ++i) {
    const bool paused = !scenario_.pause_reasons.empty() && prng_.Chance(kPausedAtFirst);
    agents_[i].idle_since = now_;
    if (paused) {
      agents_[i].state = AgentState::kPaused;
      PlanAt(now_ + prng_.Between(kPauseMin, kPauseMax), Act::kResume, 0, i, 0);
    }
    const std::string reason =
        paused ? scenario_.pause_reasons[prng_.Below(scenario_.pause_reasons.size())] : "";
    for (const std::size_t queue : scenario_.agents[i].queues) {
      v1::MemberAddedEvent& member = *snapshot.add_members();
      member.set_queue(scenario_.queues[queue].name);
      member.set_device(scenario_.agents[i].device);
      member.set_paused(paused);
      member.set_pause_reason(reason);
    }
    PlanAt(now_ + prng_.Exponential(kPauseMean), Act::kPause, 0, i, 0);
  }
  PlanArrival();
}

// Thinning: candidates come at the busiest rate, and are taken as often as the hour is busy.
void SimulatedSwitch::PlanArrival() {
  constexpr int kCandidatesMax = 100'000;
  const Duration mean(static_cast<Duration::rep>(60'000 / scenario_.calls_per_minute));
  WallTime at = now_;
  for (int i = 0; i < kCandidatesMax; ++i) {
    at += prng_.Exponential(mean);
    if (!scenario_.by_time_of_day || prng_.Chance(BusynessAt(at))) break;
  }
  PlanAt(at, Act::kArrive, 0, 0, 0);
}

void SimulatedSwitch::Arrive() {
  const std::int64_t number = ++counts_.calls;
  if (scenario_.calls_max == 0 || number < scenario_.calls_max) PlanArrival();
  CallNow call;
  call.id = "call-" + std::to_string(number);
  call.caller_connection = call.id + "-caller";
  v1::OriginatedEvent& originated = *Emit().mutable_originated();
  originated.set_call(call.id);
  originated.set_direction(v1::DIRECTION_INBOUND);
  originated.set_connection(call.caller_connection);
  SetCaller(originated);
  const std::size_t queue = prng_.Below(scenario_.queues.size());
  const bool full = calls_.size() >= kLiveCallsMax;
  CallNow& live = calls_.emplace(number, std::move(call)).first->second;
  if (full) {
    v1::QueueRefusedEvent& refused = *Emit().mutable_queue_refused();
    refused.set_call(live.id);
    refused.set_queue(scenario_.queues[queue].name);
    refused.set_cause(v1::QueueRefusedEvent::CAUSE_FULL);
    ++counts_.left;
    return Clear(number);
  }
  if (prng_.Chance(kDirect)) return CallDirectly(number, live);
  Enqueue(number, live, queue);
}

void SimulatedSwitch::Perform(const Plan& plan) {
  switch (plan.act) {
    case Act::kArrive:
      return Arrive();
    case Act::kReady:
      if (agents_[plan.agent].stage == plan.stage) MakeReady(plan.agent);
      return;
    case Act::kPause:
      return PauseSometimes(plan);
    case Act::kResume:
      if (agents_[plan.agent].state == AgentState::kPaused) SetPaused(plan.agent, false);
      return;
    case Act::kAbandon:
    case Act::kTimeOut:
    case Act::kPressKey:
    case Act::kAnswer:
    case Act::kMiss:
    case Act::kHold:
    case Act::kRetrieve:
    case Act::kTransfer:
    case Act::kConsult:
    case Act::kConsultAnswered:
    case Act::kCompleteTransfer:
    case Act::kHangUp:
    case Act::kFarEndAnswers: {
      const auto call = calls_.find(plan.call);
      if (call != calls_.end() && call->second.stage == plan.stage) {
        PerformOnCall(plan, call->second);
      }
      return;
    }
  }
}

void SimulatedSwitch::BeginWrapUp(std::size_t agent, Duration span) {
  AgentNow& now = agents_[agent];
  now.state = AgentState::kWrapUp;
  now.call = 0;
  PlanAt(now_ + span, Act::kReady, 0, agent, ++now.stage);
}

void SimulatedSwitch::MakeReady(std::size_t agent) {
  AgentNow& now = agents_[agent];
  now.state = AgentState::kIdle;
  now.call = 0;
  now.idle_since = now_;
  ++now.stage;
}

// Only who is idle pauses; whoever is not tries again later.
void SimulatedSwitch::PauseSometimes(const Plan& plan) {
  PlanAt(now_ + kPauseMax + prng_.Exponential(kPauseMean), Act::kPause, 0, plan.agent, 0);
  if (scenario_.pause_reasons.empty()) return;
  if (agents_[plan.agent].state != AgentState::kIdle) return;
  SetPaused(plan.agent, true);
  PlanAt(now_ + prng_.Between(kPauseMin, kPauseMax), Act::kResume, 0, plan.agent, 0);
}

void SimulatedSwitch::SetPaused(std::size_t agent, bool paused) {
  const std::string reason =
      paused ? scenario_.pause_reasons[prng_.Below(scenario_.pause_reasons.size())] : "";
  for (const std::size_t queue : scenario_.agents[agent].queues) {
    v1::MemberPausedEvent& event = *Emit().mutable_member_paused();
    event.set_queue(scenario_.queues[queue].name);
    event.set_device(scenario_.agents[agent].device);
    event.set_paused(paused);
    event.set_reason(reason);
  }
  MakeReady(agent);
  if (paused) agents_[agent].state = AgentState::kPaused;
}

std::optional<std::size_t> SimulatedSwitch::LongestIdle(std::optional<std::size_t> queue) const {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < agents_.size(); ++i) {
    const std::vector<std::size_t>& queues = scenario_.agents[i].queues;
    if (agents_[i].state != AgentState::kIdle) continue;
    if (queue && std::find(queues.begin(), queues.end(), *queue) == queues.end()) continue;
    if (!best || agents_[i].idle_since < agents_[*best].idle_since) best = i;
  }
  return best;
}

// Rings idle agents for those who wait, the longest wait first.
void SimulatedSwitch::Dispatch() {
  for (auto& [number, call] : calls_) {
    if (!call.waiting || !call.in_queue || !call.rings.empty()) continue;
    if (scenario_.queues[call.queue].directed) continue;
    const bool all = scenario_.queues[call.queue].ring_all;
    while (const auto agent = LongestIdle(call.queue)) {
      RingAt(number, call, *agent);
      if (!all) break;
    }
  }
}

}  // namespace jackfield::simulate
