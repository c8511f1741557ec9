#include "server/engine/call_tracer.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include "server/engine/desk_views.h"
#include "server/engine/names.h"
#include "server/engine/reservation_steps.h"
#include "server/exchange/step.h"

namespace jackfield::engine {
namespace {

// How often calls are followed to the ones that they became part of.
constexpr int kParentsMax = 8;

// Budgets that may be kept beyond those of the calls that are known.
constexpr std::size_t kBudgetsSlack = 1'024;

constexpr std::chrono::minutes kStrayWindow{1};

bool IsImportant(TraceKind kind) {
  switch (kind) {
    case TraceKind::kOffered:
    case TraceKind::kDelivered:
    case TraceKind::kShown:
    case TraceKind::kClosed:
    case TraceKind::kChosen:
    case TraceKind::kCompleted:
    case TraceKind::kEnded:
    case TraceKind::kLeftOut:
    case TraceKind::kOverflowed:
      return true;
    case TraceKind::kEvent:
    case TraceKind::kIgnored:
    case TraceKind::kRepeated:
    case TraceKind::kUnmapped:
    case TraceKind::kLimit:
    case TraceKind::kForetold:
    case TraceKind::kReserved:
    case TraceKind::kReleased:
      return false;
  }
  return false;
}

const exchange::Call* FindCall(const exchange::State& state, CallId id) {
  const auto found = state.calls.find(id);
  return found == state.calls.end() ? nullptr : &found->second;
}

const exchange::Call* GoesOnAs(const exchange::State& state, const exchange::Call* call) {
  for (int merges = 0; call != nullptr && merges < kParentsMax; ++merges) {
    if (call->end != exchange::CallEnd::kTransferred) break;
    const exchange::Call* into = FindCall(state, call->parent);
    if (into == nullptr) break;
    call = into;
  }
  return call;
}

// The source's id of the call that an event is about; empty: it is about no single one.
std::string SwitchIdOf(const exchange::TelephonyEventBody& body) {
  return std::visit(
      [](const auto& event) -> std::string {
        if constexpr (requires { event.call; }) return event.call;
        return {};
      },
      body);
}

const exchange::Call* CallOf(const exchange::State& state, const std::string& source,
                             const std::string& switch_id) {
  const auto id = state.source_names.find(source);
  if (id == state.source_names.end()) return nullptr;
  const auto& calls = state.sources.at(id->second).calls;
  const auto known = calls.find(switch_id);
  return known == calls.end() ? nullptr : GoesOnAs(state, FindCall(state, known->second));
}

TraceStep StepOf(const exchange::TelephonyEvent& event, TraceKind kind) {
  TraceStep step;
  step.kind = kind;
  step.source_time = event.time;
  step.event = static_cast<std::uint8_t>(event.body.index());
  std::visit(
      [&step](const auto& body) {
        if constexpr (requires { body.device; }) step.device = body.device;
        if constexpr (requires { body.queue; }) step.detail = body.queue;
      },
      event.body);
  return step;
}

bool TellsOfCaller(const exchange::TelephonyEventBody& body) {
  if (std::holds_alternative<exchange::Originated>(body)) return true;
  const auto* known = std::get_if<exchange::CallInformation>(&body);
  return known != nullptr && known->caller.has_value();
}

TracedCaller Traced(const exchange::Caller& caller) {
  return {caller.presentation, caller.match, caller.candidate_count};
}

bool Changes(const exchange::Effects& effects, CallId call) {
  return std::any_of(effects.begin(), effects.end(), [call](const exchange::Effect& effect) {
    const auto* changed = std::get_if<exchange::CallChanged>(&effect);
    return changed != nullptr && changed->call == call;
  });
}

// Why the event was ignored, as far as it was. A timer that fired with it has no source.
exchange::IgnoreCause CauseOf(const exchange::Effects& effects) {
  for (const exchange::Effect& effect : effects) {
    const auto* note = std::get_if<exchange::Noted>(&effect);
    if (note != nullptr && note->kind == exchange::Noted::Kind::kIgnored && note->source) {
      return note->cause;
    }
  }
  return exchange::IgnoreCause::kNone;
}

void SetOffer(const exchange::State& state, const exchange::Call* call, OfferId id,
              TraceStep& step) {
  step.offer = id;
  const exchange::Offer* offer = call == nullptr ? nullptr : FindOffer(*call, id);
  if (offer == nullptr) return;
  step.agent = AgentLogin(state, offer->agent);
  step.desk_present = offer->desk_present;
  step.pop_mode = offer->pop_mode;
  if (offer->first_call != call->name) step.first_call = offer->first_call;
  const auto connection = call->connections.find(offer->connection);
  if (connection != call->connections.end()) step.device = connection->second.device;
}

// What the step of the call says itself is not kept twice.
void SetReservation(ReservationTraceStep reservation, TraceStep& step) {
  step.agent = std::exchange(reservation.agent, {});
  reservation.at = {};
  reservation.sequence = {};
  step.reservation = std::move(reservation);
}

}  // namespace

void CallTracer::Take(Sequence sequence, const exchange::Input& input,
                      const exchange::Effects& effects, const exchange::State& state) {
  const Entry entry{sequence, input, effects, state};
  if (const auto* event = std::get_if<exchange::TelephonyEvent>(&input.body)) {
    TakeEvent(entry, *event);
  } else if (const auto* command = std::get_if<exchange::DeskCommand>(&input.body)) {
    TakeCommand(entry, *command);
  }
  TakeEffects(entry);
  ForgetBudgets(state);
}

void CallTracer::TakeEvent(const Entry& entry, const exchange::TelephonyEvent& event) {
  const std::string switch_id = SwitchIdOf(event.body);
  TakeBeginnings(entry, event, switch_id);
  if (switch_id.empty()) return;
  const exchange::Call* call = CallOf(entry.state, event.source, switch_id);
  const exchange::IgnoreCause cause = CauseOf(entry.effects);
  const bool effective = call != nullptr && Changes(entry.effects, call->id) &&
                         cause != exchange::IgnoreCause::kAgentRingsAlready;
  TraceStep step = StepOf(event, effective ? TraceKind::kEvent : TraceKind::kIgnored);
  step.at = entry.input.wall;
  step.sequence = entry.sequence;
  if (!effective) step.cause = cause;
  if (call == nullptr) return AddStray(event.source, switch_id, std::move(step));
  if (TellsOfCaller(event.body)) step.caller = Traced(call->caller);
  Add(call->id, std::move(step));
}

// Calls that the entry began. Of another one than the event names (listed by the switch, or what a
// caller was moved to) the event is a step, too.
void CallTracer::TakeBeginnings(const Entry& entry, const exchange::TelephonyEvent& event,
                                const std::string& switch_id) {
  const CallId first{entry.sequence.value * exchange::kCallsPerEntryMax};
  for (auto it = entry.state.calls.lower_bound(first); it != entry.state.calls.end(); ++it) {
    const exchange::Call& call = it->second;
    Gathered& gathered = steps_[call.id];
    gathered.source = event.source;
    gathered.switch_id = call.switch_id;
    if (call.switch_id == switch_id) continue;
    TraceStep step = StepOf(event, TraceKind::kEvent);
    step.at = entry.input.wall;
    step.sequence = entry.sequence;
    step.caller = Traced(call.caller);
    Add(call.id, std::move(step));
  }
}

void CallTracer::TakeCommand(const Entry& entry, const exchange::DeskCommand& command) {
  TraceStep step;
  step.at = entry.input.wall;
  step.sequence = entry.sequence;
  if (const auto* shown = std::get_if<exchange::PopShown>(&command)) {
    step.kind = TraceKind::kShown;
    step.source_time = shown->painted;
    for (const exchange::Effect& effect : entry.effects) {  // The first report alone has one.
      const auto* changed = std::get_if<exchange::CallChanged>(&effect);
      const exchange::Call* call =
          changed == nullptr ? nullptr : FindCall(entry.state, changed->call);
      if (call == nullptr || FindOffer(*call, shown->offer) == nullptr) continue;
      SetOffer(entry.state, call, shown->offer, step);
      return Add(call->id, std::move(step));
    }
  } else if (const auto* chosen = std::get_if<exchange::ChooseCaller>(&command)) {
    step.kind = TraceKind::kChosen;
    step.agent = chosen->agent;
    step.caller =
        TracedCaller{.match = chosen->customer ? exchange::Match::kChosen : exchange::Match::kNone};
    Add(chosen->call, std::move(step));
  } else if (const auto* completed = std::get_if<exchange::CompleteWrapUp>(&command)) {
    step.kind = TraceKind::kCompleted;
    step.agent = completed->agent;
    step.detail = completed->disposition;
    Add(completed->call, std::move(step));
  }
}

void CallTracer::TakeEffects(const Entry& entry) {
  const auto* event = std::get_if<exchange::TelephonyEvent>(&entry.input.body);
  const exchange::Call* of_event =
      event == nullptr ? nullptr : CallOf(entry.state, event->source, SwitchIdOf(event->body));
  for (const exchange::Effect& effect : entry.effects) {
    TraceStep step;
    step.at = entry.input.wall;
    step.sequence = entry.sequence;
    if (const auto* opened = std::get_if<exchange::OfferOpened>(&effect)) {
      step.kind = TraceKind::kOffered;
      SetOffer(entry.state, FindCall(entry.state, opened->call), opened->offer, step);
      Add(opened->call, std::move(step));
    } else if (const auto* closed = std::get_if<exchange::OfferClosed>(&effect)) {
      step.kind = TraceKind::kClosed;
      SetOffer(entry.state, FindCall(entry.state, closed->call), closed->offer, step);
      step.state = closed->state;
      if (closed->answered_by != closed->agent) {
        step.detail = AgentLogin(entry.state, closed->answered_by);
      }
      Add(closed->call, std::move(step));
    } else if (const auto* ended = std::get_if<exchange::CallEnded>(&effect)) {
      step.kind = TraceKind::kEnded;
      step.end = ended->end;
      const exchange::Call* call = FindCall(entry.state, ended->call);
      const exchange::Call* into = call == nullptr ? nullptr : FindCall(entry.state, call->parent);
      if (into != nullptr) step.detail = into->name;
      Add(ended->call, std::move(step));
    } else if (const auto* overflowed = std::get_if<exchange::CallOverflowed>(&effect)) {
      step.kind = TraceKind::kOverflowed;
      step.detail = QueueName(entry.state, overflowed->from);
      step.overflow = overflowed->rule;
      Add(overflowed->call, std::move(step));
    } else if (const auto* foretold = std::get_if<exchange::WaitForetold>(&effect)) {
      step.kind = TraceKind::kForetold;
      step.detail = QueueName(entry.state, foretold->queue);
      step.foretold_p50 = foretold->p50;
      step.foretold_p90 = foretold->p90;
      Add(foretold->call, std::move(step));
    } else if (const auto* made = std::get_if<exchange::ReservationOpened>(&effect)) {
      const exchange::Reservation& reservation = made->reservation;
      if (reservation.work.kind != exchange::WorkKind::kCall) continue;
      step.kind = TraceKind::kReserved;
      SetReservation(OpenedStep(entry.sequence, reservation, entry.state), step);
      Add(CallId{reservation.work.id}, std::move(step));
    } else if (const auto* over = std::get_if<exchange::ReservationEnded>(&effect)) {
      if (over->work.kind != exchange::WorkKind::kCall) continue;
      step.kind = TraceKind::kReleased;
      SetReservation(EndedStep(entry.sequence, entry.input.wall, *over, entry.state), step);
      Add(CallId{over->work.id}, std::move(step));
    } else if (const auto* note = std::get_if<exchange::Noted>(&effect)) {
      TakeNote(entry, *note, of_event);
    }
  }
}

void CallTracer::TakeNote(const Entry& entry, const exchange::Noted& note,
                          const exchange::Call* call) {
  if (call == nullptr || !note.source) return;
  TraceStep step;
  step.at = entry.input.wall;
  step.sequence = entry.sequence;
  switch (note.kind) {
    case exchange::Noted::Kind::kUnmappedDevice:
      step.kind = TraceKind::kUnmapped;
      step.device = note.text;
      break;
    case exchange::Noted::Kind::kLimit:
      step.kind = TraceKind::kLimit;
      step.detail = note.text;
      break;
    case exchange::Noted::Kind::kStub:     // The timeline begins in the middle.
    case exchange::Noted::Kind::kIgnored:  // Stands in the event's own step.
      return;
  }
  Add(call->id, std::move(step));
}

void CallTracer::TakeRepeated(const exchange::TelephonyEvent& event, Sequence first, WallTime wall,
                              const exchange::State& state) {
  const std::string switch_id = SwitchIdOf(event.body);
  if (switch_id.empty()) return;
  TraceStep step = StepOf(event, TraceKind::kRepeated);
  step.at = wall;
  step.sequence = first;
  const exchange::Call* call = CallOf(state, event.source, switch_id);
  if (call == nullptr) return AddStray(event.source, switch_id, std::move(step));
  Add(call->id, std::move(step));
}

void CallTracer::TakeDelivery(const PopDelivery& delivery, const exchange::State& state) {
  const auto named = state.call_names.find(delivery.call);
  if (named == state.call_names.end() || deliveries_ >= kDeliveriesMax) return;
  ++deliveries_;
  const exchange::Call* call = FindCall(state, named->second);
  for (int merges = 0; call != nullptr && merges < kParentsMax; ++merges) {
    if (FindOffer(*call, delivery.offer) != nullptr) break;
    call = FindCall(state, call->parent);  // The offer went on with the call.
  }
  if (call == nullptr) return;
  TraceStep step;
  step.kind = TraceKind::kDelivered;
  step.at = delivery.at;
  SetOffer(state, call, delivery.offer, step);
  Add(call->id, std::move(step));
}

void CallTracer::AddStray(const std::string& source, const std::string& switch_id, TraceStep step) {
  if (step.at - strays_since_ >= kStrayWindow || step.at < strays_since_) {
    strays_since_ = step.at;
    strays_counted_ = 0;
  }
  if (++strays_counted_ > kStraysPerMinuteMax) return;  // T3.
  strays_[{source, switch_id}].push_back(std::move(step));
}

void CallTracer::Add(CallId call, TraceStep step) {
  Budget& budget = budgets_[call];
  const bool ended = step.kind == TraceKind::kEnded;
  const bool fits =
      ended || budget.steps < (IsImportant(step.kind) ? kImportantPerCallMax : kStepsPerCallMax);
  if (!fits) {  // T2.
    ++budget.left_out;
    return;
  }
  ++budget.steps;
  std::vector<TraceStep>& steps = steps_[call].steps;
  steps.push_back(std::move(step));
  if (!ended || budget.left_out == 0) return;
  TraceStep left_out = steps.back();
  left_out.kind = TraceKind::kLeftOut;
  left_out.count = std::exchange(budget.left_out, 0);
  steps.push_back(std::move(left_out));
}

void CallTracer::ForgetBudgets(const exchange::State& state) {
  if (budgets_.size() <= 2 * state.calls.size() + kBudgetsSlack) return;
  std::erase_if(budgets_, [&state](const auto& each) { return !state.calls.contains(each.first); });
}

std::vector<CallTraceRow> CallTracer::TakeRows(Sequence last, WallTime wall) {
  std::vector<CallTraceRow> rows;
  rows.reserve(steps_.size() + strays_.size());
  for (auto& [call, gathered] : steps_) {
    rows.push_back({call, std::move(gathered.source), std::move(gathered.switch_id), last, wall,
                    std::move(gathered.steps)});
  }
  for (auto& [key, steps] : strays_) {
    rows.push_back({CallId{}, key.first, key.second, last, wall, std::move(steps)});
  }
  steps_.clear();
  strays_.clear();
  deliveries_ = 0;
  return rows;
}

}  // namespace jackfield::engine
