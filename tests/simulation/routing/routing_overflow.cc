// What the oracle knows of callers who go elsewhere (V1 to V5 of overflow_rules.h).
//
// Whether a wait is to be expected that a rule names is not worked out here: such a rule may send
// on whoever comes, and need not. Its arithmetic has tests of its own (expected_wait_test.cc).

#include <algorithm>
#include <variant>

#include "tests/simulation/routing/routing_hours.h"
#include "tests/simulation/routing/routing_oracle.h"

namespace jackfield::sim {
namespace {

using exchange::Call;
using exchange::DequeueCause;
using exchange::Leg;
using exchange::LegState;
using exchange::OverflowCause;
using exchange::OverflowRule;
using exchange::WorkKey;
using exchange::WorkKind;

constexpr Duration kDiversionLimit{30'000};
constexpr Duration kCommandLimit{5'000};

WorkKey KeyOf(const Call& call, std::size_t leg) {
  return {WorkKind::kCall, call.id.value, static_cast<std::uint32_t>(leg)};
}

Instant PlaceOf(const Leg& leg) { return leg.place.value_or(leg.entered).at; }

// The outcome of the command, where the input tells it.
const exchange::CommandResult* ResultOf(const exchange::Input& input, CommandId command) {
  const auto* event = std::get_if<exchange::TelephonyEvent>(&input.body);
  if (event == nullptr) return nullptr;
  const auto* result = std::get_if<exchange::CommandResult>(&event->body);
  return result != nullptr && result->command == command ? result : nullptr;
}

CommandId DivertedBy(const exchange::Effects& effects, const Call& call) {
  for (const exchange::Effect& effect : effects) {
    const auto* issued = std::get_if<exchange::CommandIssued>(&effect);
    if (issued == nullptr) continue;
    const auto* divert = std::get_if<exchange::DivertCall>(&issued->command.body);
    if (divert != nullptr && divert->call == call.switch_id) return issued->command.id;
  }
  return {};
}

}  // namespace

// W13: at work, or busy with it beyond their hours.
bool RoutingOracle::IsThere(const exchange::Agent& agent) const {
  if (!agent.busy.empty() || agent.wrap_up) return true;
  if (!IsSignedIn(agent.id)) return false;
  if (IsAtWork(agent.id) || callbacks_.HasOne(agent.id)) return true;
  return std::any_of(reserved_.begin(), reserved_.end(), [&agent](const auto& entry) {
    const bool of_calls = exchange::ChannelOf(entry.second.work.kind) == exchange::Channel::kCall;
    return of_calls && entry.second.agent == agent.id;
  });
}

bool RoutingOracle::IsDeserted(QueueId queue) const {
  for (const auto& [id, agent] : state_->agents) {
    const auto declared = declared_agents_.find(agent.login);
    if (declared == declared_agents_.end()) continue;
    const auto& queues = declared->second.queues;
    const bool member = std::any_of(queues.begin(), queues.end(), [&](const auto& each) {
      const auto named = state_->queue_names.find(each.queue);
      return named != state_->queue_names.end() && named->second == queue;
    });
    if (member && IsThere(agent)) return false;
  }
  return true;
}

std::size_t RoutingOracle::WaitingIn(QueueId queue, CallId but) const {
  std::size_t waiting = 0;
  for (const auto& [id, call] : state_->calls) {
    if (id == but) continue;
    waiting += static_cast<std::size_t>(std::count_if(
        call.legs.begin(), call.legs.end(),
        [queue](const Leg& leg) { return leg.state == LegState::kWaiting && leg.queue == queue; }));
  }
  return waiting;
}

bool RoutingOracle::Holds(const OverflowRule& rule, const Call& call, const Leg& leg,
                          bool arrives) const {
  switch (rule.cause) {
    case OverflowCause::kClosed: {
      const Hours hours(configuration_, Declared(leg.queue)->calendar);
      return arrives && !hours.IsOpen(leg.entered.wall);
    }
    case OverflowCause::kNobodySignedIn:
      return IsDeserted(leg.queue);
    case OverflowCause::kLength:
      return arrives && WaitingIn(leg.queue, call.id) >= rule.callers;
    case OverflowCause::kWait:
      return now_ - PlaceOf(leg) >= rule.limit;
    case OverflowCause::kExpectedWait:
      return false;
  }
  return false;
}

// V4.
bool RoutingOracle::WasThere(const Call& call, const Leg& leg, QueueId queue) const {
  if (leg.kept_in == queue) return true;
  return std::any_of(call.legs.begin(), call.legs.end(), [&](const Leg& each) {
    const bool by_rule = each.state == LegState::kWaiting ||
                         (each.state == LegState::kLeft && each.cause == DequeueCause::kOverflowed);
    return by_rule && each.queue == queue && each.connection == leg.connection;
  });
}

bool RoutingOracle::CanGo(const OverflowRule& rule, const Call& call, const Leg& leg) const {
  if (!rule.number.empty()) {
    const exchange::Source& source = state_->sources.at(call.source);
    return source.linked && source.capabilities.contains(exchange::CommandKind::kDivert);
  }
  const auto named = state_->queue_names.find(rule.queue);
  return named != state_->queue_names.end() && IsDirected(named->second) &&
         call.legs.size() < exchange::kLegsPerCallMax && !WasThere(call, leg, named->second);
}

void RoutingOracle::JudgeOverflows(const exchange::Effects& effects) {
  several_go_ = std::count_if(effects.begin(), effects.end(), [](const exchange::Effect& effect) {
                  return std::holds_alternative<exchange::CallOverflowed>(effect);
                }) > 1;
  for (const exchange::Effect& effect : effects) {
    const auto* overflowed = std::get_if<exchange::CallOverflowed>(&effect);
    if (overflowed != nullptr) JudgeOverflow(*overflowed);
  }
}

// V1: the first that holds, and can be carried out.
void RoutingOracle::JudgeOverflow(const exchange::CallOverflowed& overflowed) {
  ++tally_["overflowed " + std::to_string(static_cast<int>(overflowed.rule.cause))];
  const Call& call = state_->calls.at(overflowed.call);
  const std::string what = "call " + std::to_string(call.id.value) + " was sent on ";
  const auto& rules = Declared(overflowed.from)->routing.overflow;
  const auto rule = std::find(rules.begin(), rules.end(), overflowed.rule);
  if (rule == rules.end()) return Fail(what + "by no rule of its queue (V1)");
  const bool to_queue = overflowed.rule.number.empty();
  std::size_t index = call.legs.size();
  for (std::size_t each = 0; each < call.legs.size(); ++each) {
    const Leg& leg = call.legs[each];
    const bool left = leg.state == LegState::kLeft && leg.cause == DequeueCause::kOverflowed &&
                      leg.left.at == now_;
    // Who is diverted waits on, or hangs up in the same moment.
    const bool waits = leg.state == LegState::kWaiting || leg.left.at == now_;
    const bool is_it = to_queue ? left : waits;
    if (is_it && leg.queue == overflowed.from) index = each;
  }
  if (index == call.legs.size()) return Fail(what + "from where it does not wait");
  const Leg& leg = call.legs[index];
  // Who waits already, and is to be given by us from now on, does not arrive.
  const bool adopted = configures_ && leg.entered.at != now_;
  const bool arrives = !before_.contains(KeyOf(call, index)) && !adopted;
  const bool foretold = rule->cause == OverflowCause::kExpectedWait && arrives;
  // Where several things happen, only their end is seen here.
  const auto is_unclear = [this](OverflowCause cause) {
    const bool of_length = cause == OverflowCause::kLength;
    return (of_length && (several_go_ || of_members_)) ||
           (of_members_ && cause == OverflowCause::kNobodySignedIn);
  };
  if (!foretold && !is_unclear(rule->cause) && !Holds(*rule, call, leg, arrives)) {
    Fail(what + "by a rule that does not hold");
  }
  const auto item = items_.find(KeyOf(call, index));
  const bool of_people = rule->cause == OverflowCause::kNobodySignedIn;
  for (auto before = rules.begin(); before != rule; ++before) {
    const auto place = static_cast<std::size_t>(before - rules.begin());
    const bool refused = item != items_.end() && item->second.WasTried(place);
    // Of who waits already the one or the other was asked about.
    const bool same_kind = of_people == (before->cause == OverflowCause::kNobodySignedIn);
    const bool asked = arrives || same_kind;
    if (refused || !asked || is_unclear(before->cause)) continue;
    if (!Holds(*before, call, leg, arrives)) continue;
    if (CanGo(*before, call, leg)) Fail(what + "by a rule that is not the first (V1)");
  }
  if (to_queue) JudgePlace(call, index, rule->queue);
}

// V2, V4.
void RoutingOracle::JudgePlace(const Call& call, std::size_t from, const std::string& queue) {
  const Leg& left = call.legs[from];
  const QueueId to = state_->queue_names.at(queue);
  const std::string what = "call " + std::to_string(call.id.value) + " ";
  const auto begin = call.legs.begin() + static_cast<std::ptrdiff_t>(from);
  const auto next = std::find_if(begin, call.legs.end(), [&](const Leg& leg) {
    return leg.queue == to && leg.connection == left.connection;
  });
  if (next == call.legs.end()) return Fail(what + "was sent on, and did not come (V2)");
  if (PlaceOf(*next) != PlaceOf(left)) Fail(what + "lost its place by being sent on (V2)");
  const bool there_before = std::any_of(call.legs.begin(), next, [&](const Leg& leg) {
    return leg.queue == to && leg.connection == left.connection && leg.state == LegState::kLeft &&
           leg.cause == DequeueCause::kOverflowed;
  });
  if (there_before) Fail(what + "goes round in circles (V4)");
}

// V3.
void RoutingOracle::BookDiversions(const exchange::Input& input, const exchange::Effects& effects) {
  const bool anew = std::holds_alternative<exchange::Configuration>(input.body);
  for (auto& [key, item] : items_) {
    if (anew && !item.diverted) item.refused.clear();  // They may be other rules.
    if (!item.diverted) continue;
    if (anew) item.diverted->since = now_;  // It has as much time again.
    const exchange::CommandResult* result = ResultOf(input, item.diverted->command);
    const bool accepted =
        result != nullptr && result->outcome == exchange::CommandOutcome::kAccepted;
    if (accepted) item.diverted->accepted = true;
    const bool refused = result != nullptr && !accepted;
    const bool silent =
        !item.diverted->accepted && !state_->commands.contains(item.diverted->command);
    const bool over = now_ - item.diverted->since >= kDiversionLimit;
    if (silent && !refused && now_ - item.diverted->told < kCommandLimit) {
      Fail(Text(key) + " was given up before its time (V3)");
    }
    if (!refused && !silent && !over) continue;
    item.refused.insert(item.diverted->rule);
    item.diverted.reset();
    item.held = false;
    ++tally_["diversions given up"];
  }
  for (const exchange::Effect& effect : effects) {
    const auto* overflowed = std::get_if<exchange::CallOverflowed>(&effect);
    if (overflowed == nullptr || overflowed->rule.number.empty()) continue;
    const Call& call = state_->calls.at(overflowed->call);
    for (auto& [key, item] : items_) {
      if (key.kind != WorkKind::kCall || key.id != call.id.value) continue;
      if (item.queue != overflowed->from) continue;
      const auto& rules = Declared(item.queue)->routing.overflow;
      const auto rule = std::find(rules.begin(), rules.end(), overflowed->rule);
      const auto place = static_cast<std::size_t>(rule - rules.begin());
      item.diverted = Diversion{DivertedBy(effects, call), place, now_, now_};
      item.held = true;
      if (!item.diverted->command) Fail(Text(key) + " is diverted, and nobody was told (V3)");
    }
  }
}

// What was asked before the rule that diverts, and could not be carried out.
void RoutingOracle::RefuseBefore(const WorkKey& key, Item& item) {
  const Call& call = state_->calls.at(CallId{key.id});
  const Leg& leg = call.legs.at(key.leg);
  const auto& rules = Declared(item.queue)->routing.overflow;
  const std::size_t end = std::min(item.diverted->rule, rules.size());
  for (std::size_t place = 0; place < end; ++place) {
    const bool holds = Holds(rules[place], call, leg, !before_.contains(key));
    if (holds && !CanGo(rules[place], call, leg)) item.refused.insert(place);
  }
}

void RoutingOracle::JudgeStays(const exchange::Input& input) {
  const bool anew = std::holds_alternative<exchange::Configuration>(input.body);
  const auto arrived = std::count_if(items_.begin(), items_.end(), [this](const auto& entry) {
    return entry.first.kind == WorkKind::kCall && !before_.contains(entry.first);
  });
  for (auto& [key, item] : items_) {
    if (key.kind != WorkKind::kCall) continue;
    if (item.diverted) {
      item.overdue_since.reset();  // Whatever was overdue is being carried out.
      RefuseBefore(key, item);
      continue;
    }
    const bool arrives = !before_.contains(key);
    if (arrives && arrived == 1 && !anew && !of_members_) JudgeArrival(key, item);
    if (!anew) JudgeWaiting(key, item);
  }
  deserted_before_.clear();
  for (const auto& [id, queue] : state_->queues) {
    if (IsDeserted(id)) deserted_before_.insert(id);
  }
}

// Whoever has come and is still there had no reason to go.
void RoutingOracle::JudgeArrival(const WorkKey& key, const Item& item) {
  const Call& call = state_->calls.at(CallId{key.id});
  const Leg& leg = call.legs.at(key.leg);
  for (const OverflowRule& rule : Declared(item.queue)->routing.overflow) {
    if (!Holds(rule, call, leg, true) || !CanGo(rule, call, leg)) continue;
    Fail(Text(key) + " came, and was not sent on (V1)");
  }
}

// Nor had who waits, unless it is reserved (V5), or another input of this moment is to come.
void RoutingOracle::JudgeWaiting(const WorkKey& key, Item& item) {
  const Call& call = state_->calls.at(CallId{key.id});
  const Leg& leg = call.legs.at(key.leg);
  const auto& rules = Declared(item.queue)->routing.overflow;
  const bool touched = reserved_now_.contains(key) || !before_.contains(key);
  const bool deserted_now = !deserted_before_.contains(item.queue);
  bool overdue = false;
  for (std::size_t place = 0; place < rules.size(); ++place) {
    const OverflowRule& rule = rules[place];
    if (!Holds(rule, call, leg, !before_.contains(key)) || item.refused.contains(place)) continue;
    if (!CanGo(rule, call, leg)) {
      item.refused.insert(place);
      continue;
    }
    if (rule.cause == OverflowCause::kWait) overdue = true;
    const bool deserted = rule.cause == OverflowCause::kNobodySignedIn && deserted_now;
    const bool waits =
        !touched && state_->work.contains(key) && state_->work.at(key).reserved.empty();
    if (deserted && waits) Fail(Text(key) + " waits where nobody is left (V1)");
  }
  const bool reserved = std::any_of(reserved_.begin(), reserved_.end(),
                                    [&key](const auto& entry) { return entry.second.work == key; });
  if (!overdue || reserved) return item.overdue_since.reset();
  if (!item.overdue_since) item.overdue_since = now_;
  if (*item.overdue_since < now_) Fail(Text(key) + " waits longer than its queue allows (V1)");
}

}  // namespace jackfield::sim
