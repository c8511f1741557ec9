#include "tests/simulation/routing/routing_world.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include "tests/simulation/routing/routing_site.h"
#include "tests/simulation/routing/routing_witness.h"
#include "tests/simulation/trace.h"

namespace jackfield::sim {
namespace {

using exchange::TimerKind;

constexpr Duration kDay{360'000};
constexpr std::uint64_t kInputsMax = 8'000;  // More than any day has.
constexpr std::size_t kTraceMax = 60;
constexpr std::uint64_t kLateWorlds = 3;  // One in so many.

// Between two inputs there is room for the timers that the second exchange notices by itself.
constexpr std::uint64_t kSequencesPerInput = 16;

bool ConcernsRouting(TimerKind kind) {
  switch (kind) {
    case TimerKind::kOfferDeadline:
    case TimerKind::kWrapUpEnd:
    case TimerKind::kWatchdog:
    case TimerKind::kDeskGrace:
    case TimerKind::kCommandDeadline:
    case TimerKind::kReservationDeadline:
    case TimerKind::kRingReached:
    case TimerKind::kPassPause:
    case TimerKind::kPreferredOver:
    case TimerKind::kOverflow:
    case TimerKind::kWorkingHours:
    case TimerKind::kTicket:
    case TimerKind::kCallback:
      return true;
    case TimerKind::kThreshold:
    case TimerKind::kForget:
    case TimerKind::kAlerts:
    case TimerKind::kMissedForget:
    case TimerKind::kMembersDue:
      return false;
  }
  return true;
}

// What names something that another entry has made, or is refused where something is overdue.
bool IsCommand(const exchange::Input& input) {
  const auto* event = std::get_if<exchange::TelephonyEvent>(&input.body);
  if (event != nullptr) return std::holds_alternative<exchange::CommandResult>(event->body);
  return std::holds_alternative<exchange::DeskCommand>(input.body) ||
         std::holds_alternative<exchange::TicketCommand>(input.body) ||
         std::holds_alternative<exchange::CallbackCommand>(input.body);
}

exchange::CommandResult* ResultIn(exchange::Input& input) {
  auto* event = std::get_if<exchange::TelephonyEvent>(&input.body);
  return event == nullptr ? nullptr : std::get_if<exchange::CommandResult>(&event->body);
}

// The reservation that the command answers; nullptr: it answers none.
ReservationId* AnswerIn(exchange::Input& input) {
  if (auto* of_ticket = std::get_if<exchange::TicketCommand>(&input.body)) {
    if (auto* accept = std::get_if<exchange::AcceptTicket>(of_ticket)) return &accept->reservation;
    auto* decline = std::get_if<exchange::DeclineTicket>(of_ticket);
    return decline == nullptr ? nullptr : &decline->reservation;
  }
  if (auto* of_callback = std::get_if<exchange::CallbackCommand>(&input.body)) {
    auto* accept = std::get_if<exchange::AcceptCallback>(of_callback);
    if (accept != nullptr) return &accept->reservation;
    auto* decline = std::get_if<exchange::DeclineCallback>(of_callback);
    return decline == nullptr ? nullptr : &decline->reservation;
  }
  return nullptr;
}

bool IsSame(const exchange::CallCommand& one, const exchange::CallCommand& other) {
  return one.source == other.source && one.body == other.body;
}

// The same command has another name where another entry issued it. Of several that say the same it
// is the one with as many newer ones.
void TranslateResult(const exchange::State& on_time, const exchange::State& late,
                     exchange::CommandResult& result) {
  const auto meant = on_time.commands.find(std::exchange(result.command, CommandId{}));
  if (meant == on_time.commands.end()) return;
  auto newer = std::count_if(std::next(meant), on_time.commands.end(), [&meant](const auto& each) {
    return IsSame(each.second, meant->second);
  });
  for (auto each = late.commands.rbegin(); each != late.commands.rend(); ++each) {
    if (!IsSame(each->second, meant->second)) continue;
    if (newer-- == 0) result.command = each->first;
  }
}

// The same reservation has another name where another entry made it.
void TranslateAnswer(const exchange::State& on_time, const exchange::State& late,
                     exchange::Input& input) {
  ReservationId* const answer = AnswerIn(input);
  if (answer == nullptr) return;
  ReservationId& named = *answer;
  const auto meant = on_time.reservations.find(std::exchange(named, ReservationId{}));
  if (meant == on_time.reservations.end()) return;
  for (const auto& [id, open] : late.reservations) {
    const bool same = open.work == meant->second.work && open.agent == meant->second.agent;
    if (same) named = id;
  }
}

}  // namespace

RoutingWorld::RoutingWorld(std::uint64_t seed, RoutingFault fault)
    : chance_(seed), exchange_(fault) {
  agenda_.MoveTo(Instant(Duration(1'000'000 + chance_.Below(1'000'000))));
  if (chance_.OneIn(kLateWorlds) && fault == RoutingFault::kNone) late_.emplace();
  has_tickets_ = chance_.OneIn(2);
  traits_ = AnyTraits(chance_);
  // When it is noticed late, the switch is told late, and has as much time as ever.
  if (late_) traits_.diversion = false;
  const bool two = chance_.OneIn(4);
  for (const char* const name : {kNearSource, kFarSource}) {
    if (name == kFarSource && !two) break;
    switches_.push_back(std::make_unique<RoutingSwitch>(
        name, chance_, agenda_, [this, name](exchange::TelephonyEventBody body) {
          Apply(exchange::TelephonyEvent{name, {}, {}, std::move(body)});
        }));
  }
}

std::string RoutingWorld::Run() {
  site_ = MakeSite(chance_, traits_);
  // The far source is known by name in any case: its phones cannot be reached from the near one.
  Apply(exchange::TelephonyEvent{kFarSource, {}, {}, exchange::LinkUp{"boot1"}});
  TellSwitches();
  Apply(site_);
  for (const auto& each : switches_) each->Connect();
  Callers();
  People();
  Disturbances();
  if (has_tickets_) Tickets();
  if (traits_.callbacks) {
    Callbacks();
    Directory();
  }
  RunUpto(agenda_.now() + kDay);
  if (failure_.empty()) GoHome();
  return failure_;
}

void RoutingWorld::Fail(const std::string& what) {
  if (failure_.empty()) failure_ = what;
}

void RoutingWorld::RunUpto(Instant time) {
  while (failure_.empty() && agenda_.next() && *agenda_.next() <= time) {
    FireTimersUpto(*agenda_.next());
    if (!failure_.empty()) return;
    agenda_.RunNext();
    CarryOut();
    if (inputs_ > kInputsMax) Fail("the day does not end");
  }
  FireTimersUpto(time);
}

void RoutingWorld::FireTimersUpto(Instant time) {
  while (failure_.empty() && exchange_.NextTimer() && *exchange_.NextTimer() <= time) {
    agenda_.MoveTo(*exchange_.NextTimer());
    Apply(exchange::TimersDue{});
    CarryOut();
  }
  agenda_.MoveTo(time);
}

int RoutingWorld::TimersDue() const {
  exchange::Timers timers = exchange_.state().timers;
  int due = 0;
  while (const auto next = timers.TakeDue(agenda_.now(), WallTime{})) {
    if (ConcernsRouting(next->key.kind)) ++due;
  }
  return due;
}

void RoutingWorld::Apply(Body body) {
  // Several inputs may come in one moment: what the first has made due comes before the second.
  const bool timer = std::holds_alternative<exchange::TimersDue>(body);
  if (!timer && exchange_.NextTimer() && *exchange_.NextTimer() <= agenda_.now()) {
    Apply(exchange::TimersDue{});
  }
  if (!failure_.empty()) return;
  const WallTime wall(kDawn + agenda_.now().time_since_epoch());
  const exchange::Input input{
      agenda_.now(), wall, {chance_.Next(), chance_.Next()}, std::move(body)};
  const int timers = TimersDue();
  const Sequence sequence{++inputs_ * kSequencesPerInput};
  trace_.push_back(Describe(Sequence{inputs_}, input));
  if (trace_.size() > kTraceMax) trace_.pop_front();
  FollowLate(input);
  const auto effects = exchange_.Apply(sequence, input);
  if (effects) Judge(input, *effects, timers);
}

void RoutingWorld::Judge(const exchange::Input& input, const exchange::Effects& effects,
                         int timers) {
  oracle_.Take(input, effects, exchange_.state(), timers);
  Fail(oracle_.wrong());
  const bool timer = std::holds_alternative<exchange::TimersDue>(input.body);
  if (!late_ || timer || IsCommand(input)) return;
  Fail(RoutingDifference(exchange_.state(), late_->state()));
}

// It does not wake by itself; a command finds nothing overdue.
void RoutingWorld::FollowLate(const exchange::Input& input) {
  if (!late_ || std::holds_alternative<exchange::TimersDue>(input.body)) return;
  exchange::Input late = input;
  if (IsCommand(input)) {
    late.body = exchange::TimersDue{};
    if (!late_->Apply(Sequence{inputs_ * kSequencesPerInput - 1}, late)) Fail("refused timers");
    late.body = input.body;
    TranslateAnswer(exchange_.state(), late_->state(), late);
    if (auto* result = ResultIn(late)) {
      TranslateResult(exchange_.state(), late_->state(), *result);
    }
  }
  // What is refused is judged where it is on time.
  const auto done = late_->Apply(Sequence{inputs_ * kSequencesPerInput}, late);
  if (!done && !IsCommand(input)) Fail("refused an event");
}

// The switches get the commands that were issued for them.
void RoutingWorld::CarryOut() {
  const auto& commands = exchange_.state().commands;
  for (auto next = commands.upper_bound(last_command_); next != commands.end(); ++next) {
    last_command_ = next->first;
    const std::string& source = exchange_.state().sources.at(next->second.source).name;
    for (const auto& each : switches_) {
      if (each->name() == source) each->Carry(next->second);
    }
  }
  AnswerOffers();
}

void RoutingWorld::Restart() {
  if (!exchange_.Restart()) Fail("the saved state cannot be restored");
}

void RoutingWorld::Reconfigure() {
  ChangeSite(chance_, traits_, site_);
  TellSwitches();
  Apply(site_);
}

void RoutingWorld::TellSwitches() {
  std::vector<std::string> queues;
  for (const auto& queue : site_.queues) queues.push_back(queue.name);
  for (const auto& each : switches_) {
    each->SetQueues(queues);
    each->SetPhones(PhonesAt(site_, each->name()));
  }
}

// Everybody has hung up: nothing waits any more, and nobody is reserved.
void RoutingWorld::GoHome() {
  agenda_.Clear();
  for (const auto& each : switches_) each->GoHome();
  ResolveTickets();
  CancelCallbacks();
  const exchange::State& state = exchange_.state();
  if (!failure_.empty()) return;
  if (!state.work.empty()) Fail("something waits after everybody has hung up");
  if (!state.reservations.empty()) Fail("somebody is reserved after everybody has hung up");
  exchange::Timers timers = state.timers;
  while (const auto left = timers.TakeDue(Instant(agenda_.now() + 100 * kDay), WallTime{})) {
    const bool of_work =
        left->key.kind >= TimerKind::kReservationDeadline && left->key.kind <= TimerKind::kOverflow;
    if (of_work) Fail("a timer of work is left");
  }
}

}  // namespace jackfield::sim
