#include <algorithm>
#include <array>
#include <utility>

#include "server/app/simulate/simulated_switch.h"

// What becomes of a call, from its arrival to its end.
namespace jackfield::simulate {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr double kWithheld = 0.08;
constexpr double kUnknown = 0.15;
constexpr Duration kPatienceMin = seconds(4);
constexpr Duration kPatienceMean = seconds(150);
constexpr Duration kQueueLimit = minutes(8);
constexpr double kPressesKey = 0.03;

constexpr double kAnswers = 0.86;
constexpr double kDeclines = 0.05;  // The rest rings out.
constexpr Duration kAnswerMin = seconds(2);
constexpr Duration kAnswerMax = seconds(11);
constexpr Duration kRingOut = seconds(20);
constexpr Duration kAfterMiss = seconds(15);

// Talk is an eighth of the mean at least, and two exponential parts that make up the rest.
constexpr int kTalkParts = 16;
constexpr int kTalkPartsMin = 2;
constexpr int kTalkPartsEach = 7;
constexpr double kHolds = 0.2;
constexpr double kTransfers = 0.06;
constexpr double kConsults = 0.05;
constexpr Duration kHoldMin = seconds(8);
constexpr Duration kHoldMax = seconds(45);
constexpr Duration kConsultationMin = seconds(10);
constexpr Duration kConsultationMax = seconds(40);

// Numbers that regulators keep free for fiction: Germany, United Kingdom, United States.
constexpr std::array<const char*, 3> kFiction = {"+493023125", "+442079460", "+121255501"};

std::string Digits(std::size_t value, std::size_t count) {
  std::string text = std::to_string(value);
  return std::string(count - std::min(count, text.size()), '0') + text;
}

}  // namespace

void SimulatedSwitch::SetCaller(v1::OriginatedEvent& originated) {
  v1::EventCaller& caller = *originated.mutable_caller();
  const double kind = prng_.Unit();
  if (!scenario_.dialled.empty()) {
    originated.set_dialled(scenario_.dialled[prng_.Below(scenario_.dialled.size())]);
  }
  if (kind < kWithheld) return caller.set_presentation(v1::PRESENTATION_WITHHELD);
  caller.set_presentation(v1::PRESENTATION_PRESENTED);
  if (kind < kWithheld + kUnknown || scenario_.callers.empty()) {
    const std::size_t country = prng_.Below(kFiction.size());
    const std::size_t digits = country == 2 ? 2 : 3;
    return caller.set_number(kFiction[country] +
                             Digits(prng_.Below(digits == 2 ? 100 : 1000), digits));
  }
  const ScenarioCaller& known = scenario_.callers[prng_.Below(scenario_.callers.size())];
  caller.set_number(known.number);
  caller.set_name(known.name);
}

void SimulatedSwitch::PerformOnCall(const Plan& plan, CallNow& call) {
  switch (plan.act) {
    case Act::kAbandon:
      ++counts_.abandoned;
      if (!call.in_queue) ++counts_.abandoned_directly;
      return Leave(plan.call, call, v1::DequeuedEvent::CAUSE_ABANDONED);
    case Act::kTimeOut:
      ++counts_.left;
      return Leave(plan.call, call, v1::DequeuedEvent::CAUSE_TIMED_OUT);
    case Act::kPressKey:
      ++counts_.left;
      return Leave(plan.call, call, v1::DequeuedEvent::CAUSE_EXIT_KEY);
    case Act::kAnswer:
      return Answer(plan, call);
    case Act::kMiss:
      return Miss(plan, call);
    case Act::kHold:
      return Hold(plan, call);
    case Act::kRetrieve:
      return Retrieve(plan, call);
    case Act::kTransfer:
      return Transfer(plan, call);
    case Act::kConsult:
      return Consult(plan, call);
    case Act::kConsultAnswered:
      return ConsultAnswered(plan, call);
    case Act::kCompleteTransfer:
      return CompleteTransfer(plan, call);
    case Act::kHangUp:
      return HangUp(plan, call);
    case Act::kFarEndAnswers:
      return FarEndAnswers(plan, call);
    case Act::kArrive:
    case Act::kReady:
    case Act::kPause:
    case Act::kResume:
      return;  // Not about a call.
  }
}

void SimulatedSwitch::Enqueue(std::int64_t number, CallNow& call, std::size_t queue) {
  call.queue = queue;
  call.in_queue = true;
  call.waiting = true;
  ++call.stage;
  v1::QueuedEvent& queued = *Emit().mutable_queued();
  queued.set_call(call.id);
  queued.set_leg(call.caller_connection);
  queued.set_queue(scenario_.queues[queue].name);
  const Duration patience = kPatienceMin + prng_.Exponential(kPatienceMean);
  PlanAt(now_ + patience, Act::kAbandon, number, 0, call.stage);
  PlanAt(now_ + kQueueLimit, Act::kTimeOut, number, 0, call.stage);
  if (prng_.Chance(kPressesKey)) {
    PlanAt(now_ + prng_.Between(kPatienceMin, kPatienceMean), Act::kPressKey, number, 0,
           call.stage);
  }
}

// A call to an agent's own number, outside the queues.
void SimulatedSwitch::CallDirectly(std::int64_t number, CallNow& call) {
  const auto agent = LongestIdle(std::nullopt);
  if (!agent) return Enqueue(number, call, 0);
  call.waiting = true;
  ++call.stage;
  PlanAt(now_ + kPatienceMin + prng_.Exponential(kPatienceMean), Act::kAbandon, number, 0,
         call.stage);
  RingAt(number, call, *agent);
}

void SimulatedSwitch::RingAt(std::int64_t number, CallNow& call, std::size_t agent) {
  const std::string connection = call.id + "-ring-" + std::to_string(++ring_count_);
  v1::DeliveredEvent& delivered = *Emit().mutable_delivered();
  delivered.set_call(call.id);
  delivered.set_connection(connection);
  delivered.set_device(scenario_.agents[agent].device);
  if (call.in_queue) {
    delivered.set_queue(scenario_.queues[call.queue].name);
    delivered.set_leg(call.caller_connection);
  }
  call.rings.push_back({agent, connection});
  agents_[agent].state = AgentState::kRinging;
  agents_[agent].call = number;
  ++agents_[agent].stage;
  const double what = prng_.Unit();
  if (what < kAnswers) {
    PlanAt(now_ + prng_.Between(kAnswerMin, kAnswerMax), Act::kAnswer, number, agent, call.stage);
  } else if (what < kAnswers + kDeclines) {
    PlanAt(now_ + prng_.Between(kAnswerMin, kAnswerMax), Act::kMiss, number, agent, call.stage);
  } else {
    PlanAt(now_ + kRingOut, Act::kMiss, number, agent, call.stage);
  }
}

void SimulatedSwitch::EndRings(CallNow& call, v1::RingEndedEvent::Cause cause) {
  for (const Ring& ring : std::exchange(call.rings, {})) {
    v1::RingEndedEvent& ended = *Emit().mutable_ring_ended();
    ended.set_call(call.id);
    ended.set_connection(ring.connection);
    ended.set_cause(cause);
    MakeReady(ring.agent);
  }
}

void SimulatedSwitch::Answer(const Plan& plan, CallNow& call) {
  const auto ring = std::find_if(call.rings.begin(), call.rings.end(),
                                 [&](const Ring& each) { return each.agent == plan.agent; });
  if (ring == call.rings.end()) return;
  call.agent = plan.agent;
  call.agent_connection = ring->connection;
  call.rings.erase(ring);
  v1::EstablishedEvent& established = *Emit().mutable_established();
  established.set_call(call.id);
  established.set_connection(call.agent_connection);
  established.set_device(scenario_.agents[plan.agent].device);
  if (call.in_queue) {
    established.set_queue(scenario_.queues[call.queue].name);
    established.set_leg(call.caller_connection);
  }
  EndRings(call, v1::RingEndedEvent::CAUSE_ANSWERED_ELSEWHERE);
  agents_[plan.agent].state = AgentState::kTalking;
  call.waiting = false;
  ++call.stage;
  ++counts_.answered;
  if (!call.in_queue) ++counts_.answered_directly;
  PlanTalk(plan.call, call);
}

// Rang out or declined. A queue goes on to the next agent, a direct call ends.
void SimulatedSwitch::Miss(const Plan& plan, CallNow& call) {
  const auto ring = std::find_if(call.rings.begin(), call.rings.end(),
                                 [&](const Ring& each) { return each.agent == plan.agent; });
  if (ring == call.rings.end()) return;
  v1::RingEndedEvent& ended = *Emit().mutable_ring_ended();
  ended.set_call(call.id);
  ended.set_connection(ring->connection);
  ended.set_cause(v1::RingEndedEvent::CAUSE_NO_ANSWER);
  call.rings.erase(ring);
  ++counts_.missed;
  if (!call.in_queue) ++counts_.missed_directly;
  BeginWrapUp(plan.agent, kAfterMiss);
  if (!call.in_queue) Clear(plan.call);
}

void SimulatedSwitch::PlanTalk(std::int64_t number, CallNow& call) {
  const Duration part = scenario_.talk_mean * kTalkPartsEach / kTalkParts;
  const Duration talk = scenario_.talk_mean * kTalkPartsMin / kTalkParts + prng_.Exponential(part) +
                        prng_.Exponential(part);
  const double what = prng_.Unit();
  if (what < kTransfers) {
    PlanAt(now_ + talk / 2, Act::kTransfer, number, call.agent, call.stage);
  } else if (what < kTransfers + kConsults) {
    PlanAt(now_ + talk / 2, Act::kConsult, number, call.agent, call.stage);
  } else if (what < kTransfers + kConsults + kHolds) {
    PlanAt(now_ + talk / 2, Act::kHold, number, call.agent, call.stage);
  } else {
    PlanAt(now_ + talk, Act::kHangUp, number, call.agent, call.stage);
  }
}

void SimulatedSwitch::Hold(const Plan& plan, CallNow& call) {
  v1::HeldEvent& held = *Emit().mutable_held();
  held.set_call(call.id);
  held.set_connection(call.agent_connection);
  call.held = true;
  PlanAt(now_ + prng_.Between(kHoldMin, kHoldMax), Act::kRetrieve, plan.call, plan.agent,
         ++call.stage);
}

void SimulatedSwitch::Retrieve(const Plan& plan, CallNow& call) {
  v1::RetrievedEvent& retrieved = *Emit().mutable_retrieved();
  retrieved.set_call(call.id);
  retrieved.set_connection(call.agent_connection);
  call.held = false;
  PlanAt(now_ + prng_.Exponential(scenario_.talk_mean / 2), Act::kHangUp, plan.call, plan.agent,
         ++call.stage);
}

void SimulatedSwitch::CompleteLeg(const CallNow& call, bool by_transfer) {
  if (call.in_queue) {
    v1::LegCompletedEvent& completed = *Emit().mutable_leg_completed();
    completed.set_call(call.id);
    completed.set_leg(call.caller_connection);
    completed.set_queue(scenario_.queues[call.queue].name);
    completed.set_device(scenario_.agents[call.agent].device);
    completed.set_by_transfer(by_transfer);
  }
  v1::ConnectionClearedEvent& cleared = *Emit().mutable_connection_cleared();
  cleared.set_call(call.id);
  cleared.set_connection(call.agent_connection);
}

void SimulatedSwitch::Transfer(const Plan& plan, CallNow& call) {
  TransferTo(plan.call, call, scenario_.queues[prng_.Below(scenario_.queues.size())].target);
}

// Into a queue, to an agent's own number, or out of the house, where the call is not seen any more.
void SimulatedSwitch::TransferTo(std::int64_t number, CallNow& call, const std::string& target) {
  v1::TransferredEvent& transferred = *Emit().mutable_transferred();
  transferred.set_call(call.id);
  transferred.set_kind(v1::TransferredEvent::KIND_BLIND);
  transferred.set_by_connection(call.agent_connection);
  transferred.set_target(target);
  CompleteLeg(call, true);
  BeginWrapUp(call.agent, scenario_.queues[call.queue].wrap_up);
  call.held = false;
  ++counts_.transferred;
  for (std::size_t queue = 0; queue < scenario_.queues.size(); ++queue) {
    if (scenario_.queues[queue].target == target) return Enqueue(number, call, queue);
  }
  for (const ScenarioAgent& agent : scenario_.agents) {
    const auto free = agent.extension == target ? FreeAgentAt(agent.device) : std::nullopt;
    if (!free) continue;
    call.in_queue = false;
    call.waiting = true;
    ++call.stage;
    return RingAt(number, call, *free);
  }
  Clear(number);
}

// Asks a colleague first. Without one who is free, the call just ends later.
void SimulatedSwitch::Consult(const Plan& plan, CallNow& call) {
  const auto colleague = LongestIdle(std::nullopt);
  ++call.stage;
  if (!colleague) {
    return PlanAt(now_ + prng_.Exponential(scenario_.talk_mean / 2), Act::kHangUp, plan.call,
                  plan.agent, call.stage);
  }
  call.consultation = call.id + "-ask-" + std::to_string(++ring_count_);
  call.consulted = *colleague;
  v1::HeldEvent& held = *Emit().mutable_held();
  held.set_call(call.id);
  held.set_connection(call.agent_connection);
  v1::OriginatedEvent& originated = *Emit().mutable_originated();
  originated.set_call(call.consultation);
  originated.set_direction(v1::DIRECTION_INTERNAL);
  originated.mutable_caller()->set_number(scenario_.agents[call.agent].extension);
  originated.set_dialled(scenario_.agents[*colleague].extension);
  originated.set_connection(call.consultation + "-from");
  originated.set_device(scenario_.agents[call.agent].device);
  v1::DeliveredEvent& delivered = *Emit().mutable_delivered();
  delivered.set_call(call.consultation);
  delivered.set_connection(call.consultation + "-to");
  delivered.set_device(scenario_.agents[*colleague].device);
  agents_[*colleague].state = AgentState::kTalking;
  agents_[*colleague].call = plan.call;
  ++agents_[*colleague].stage;
  PlanAt(now_ + prng_.Between(kAnswerMin, kAnswerMax), Act::kConsultAnswered, plan.call, plan.agent,
         call.stage);
}

void SimulatedSwitch::ConsultAnswered(const Plan& plan, CallNow& call) {
  v1::EstablishedEvent& established = *Emit().mutable_established();
  established.set_call(call.consultation);
  established.set_connection(call.consultation + "-to");
  established.set_device(scenario_.agents[call.consulted].device);
  PlanAt(now_ + prng_.Between(kConsultationMin, kConsultationMax), Act::kCompleteTransfer,
         plan.call, plan.agent, ++call.stage);
}

void SimulatedSwitch::CompleteTransfer(const Plan& plan, CallNow& call) {
  v1::TransferredEvent& transferred = *Emit().mutable_transferred();
  transferred.set_call(call.id);
  transferred.set_kind(v1::TransferredEvent::KIND_CONSULTATION);
  transferred.set_by_connection(call.agent_connection);
  transferred.set_consultation(call.consultation);
  transferred.set_target(scenario_.agents[call.consulted].extension);
  CompleteLeg(call, true);
  v1::ConnectionClearedEvent& cleared = *Emit().mutable_connection_cleared();
  cleared.set_call(call.id);
  cleared.set_connection(call.consultation + "-from");
  BeginWrapUp(call.agent, scenario_.queues[call.queue].wrap_up);
  call.agent = call.consulted;
  call.agent_connection = call.consultation + "-to";
  call.in_queue = false;
  call.consultation.clear();
  ++counts_.transferred;
  PlanAt(now_ + prng_.Exponential(scenario_.talk_mean), Act::kHangUp, plan.call, call.agent,
         ++call.stage);
}

void SimulatedSwitch::HangUp(const Plan& plan, CallNow& call) {
  CompleteLeg(call, false);
  BeginWrapUp(call.agent, scenario_.queues[call.queue].wrap_up);
  Clear(plan.call);
}

// Whom an agent called.
void SimulatedSwitch::FarEndAnswers(const Plan& plan, CallNow& call) {
  v1::EstablishedEvent& established = *Emit().mutable_established();
  established.set_call(call.id);
  established.set_connection(call.caller_connection);
  call.dials = false;
  PlanAt(now_ + prng_.Exponential(scenario_.talk_mean), Act::kHangUp, plan.call, plan.agent,
         ++call.stage);
}

void SimulatedSwitch::Leave(std::int64_t number, CallNow& call, v1::DequeuedEvent::Cause cause) {
  if (!call.waiting) return;
  if (call.in_queue) {
    v1::DequeuedEvent& dequeued = *Emit().mutable_dequeued();
    dequeued.set_call(call.id);
    dequeued.set_leg(call.caller_connection);
    dequeued.set_queue(scenario_.queues[call.queue].name);
    dequeued.set_cause(cause);
  }
  EndRings(call, v1::RingEndedEvent::CAUSE_CALLER_GONE);
  Clear(number);
}

void SimulatedSwitch::Clear(std::int64_t number) {
  const auto call = calls_.find(number);
  v1::ConnectionClearedEvent& cleared = *Emit().mutable_connection_cleared();
  cleared.set_call(call->second.id);
  cleared.set_connection(call->second.caller_connection);
  Emit().mutable_call_cleared()->set_call(call->second.id);
  calls_.erase(call);
}

}  // namespace jackfield::simulate
