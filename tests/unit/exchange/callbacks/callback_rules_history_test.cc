// Any history of callbacks keeps them single and in the customers' hours, and a restart changes
// nothing.
#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "server/exchange/calendar/business_time.h"
#include "server/exchange/callbacks/callback_parties.h"
#include "server/exchange/callbacks/callback_work.h"
#include "tests/support/callback_site.h"

namespace jackfield::exchange {
namespace {

constexpr std::uint64_t kPeople = 4;

std::uint64_t AnyPerson() { return *rc::gen::inRange<std::uint64_t>(1, kPeople + 1); }
CallbackId AnyCallback() { return CallbackId{*rc::gen::inRange<std::uint64_t>(1, 12)}; }
std::string AnyAgent() { return *rc::gen::element<std::string>("ana", "bo", "chen"); }

CreateCallback AnyNewCallback(const ExchangeDriver& driver) {
  CreateCallback command = NewCallbackFor(AnyPerson());
  command.queue = *rc::gen::element<std::string>("support", "sales");
  if (*rc::gen::inRange(0, 3) == 0) {
    command.earliest = ExchangeDriver::kStart + driver.now() + *rc::gen::inRange(1, 30) * kHour;
  }
  if (*rc::gen::inRange(0, 3) == 0) command.preferred = AnyAgent();
  return command;
}

CallbackCommand AnyCommand(const ExchangeDriver& driver) {
  switch (*rc::gen::inRange(0, 8)) {
    case 0:
    case 1:
    case 2:
      return AnyNewCallback(driver);
    case 3:
      return TakeCallback{AnyAgent(), AnyCallback()};
    case 4:
      return ReturnCallback{AnyAgent(), AnyCallback()};
    case 5:
      return CancelCallback{"chief", AnyCallback()};
    case 6:
      return RescheduleCallback{"chief", AnyCallback(), std::nullopt, ""};
    default: {
      CompleteAttempt complete{AnyAgent(), AnyCallback(),
                               static_cast<AttemptOutcome>(*rc::gen::inRange(1, 8)), std::nullopt};
      if (*rc::gen::inRange(0, 2) == 0) {
        complete.next_attempt =
            ExchangeDriver::kStart + driver.now() + *rc::gen::inRange(0, 30) * kHour;
      }
      return complete;
    }
  }
}

TelephonyEventBody AnyEvent() {
  const std::string call = "c" + std::to_string(*rc::gen::inRange<std::uint64_t>(0, 40));
  const std::string device = *rc::gen::element<std::string>("PJSIP/1001", "PJSIP/1002");
  const std::uint64_t person = AnyPerson();
  switch (*rc::gen::inRange(0, 6)) {
    case 0: {
      Originated in{.call = call, .direction = Direction::kInbound};
      in.caller.presentation = Presentation::kPresented;
      in.caller.number = PersonalText(person, "sealed");
      in.caller.number_key = "n" + std::to_string(person);
      in.connection = "caller";
      return in;
    }
    case 1:
      return Originated{.call = call,
                        .direction = Direction::kOutbound,
                        .dialled = PersonalText(person, "sealed"),
                        .connection = "agent",
                        .device = device};
    case 2:
      return Queued{.call = call, .leg = "caller", .queue = "support"};
    case 3:
      return Established{.call = call, .connection = "other", .device = device};
    case 4:
      return Transferred{.call = call,
                         .kind = TransferKind::kConsultation,
                         .consultation = "c" + std::to_string(*rc::gen::inRange(0, 40))};
    default:
      return CallCleared{.call = call};
  }
}

// A change for several drivers.
struct Change {
  Duration wait{0};
  std::optional<CallbackCommand> command;
  std::optional<TelephonyEventBody> event;
  std::optional<DeskCommand> desk;
  std::optional<std::size_t> answer;  // Which of the open reservations is accepted.

  void ApplyTo(ExchangeDriver& driver) const {
    driver.Advance(wait);
    if (command) {
      static_cast<void>(driver.Ask(*command));
    } else if (event) {
      driver.Tell(*event);
    } else if (desk) {
      static_cast<void>(driver.Command(*desk));
    } else if (answer) {
      Answer(driver);
    }
    driver.FireTimers();
  }

  void Answer(ExchangeDriver& driver) const {
    const auto& open = driver.state().reservations;
    if (open.empty()) return;
    const Reservation& one =
        std::next(open.begin(), static_cast<std::ptrdiff_t>(*answer % open.size()))->second;
    static_cast<void>(
        driver.Ask(AcceptCallback{driver.state().agents.at(one.agent).login, one.id}));
  }
};

Change AnyChange(const ExchangeDriver& driver) {
  Change change;
  change.wait = *rc::gen::element(Duration{0}, kSecond, 4 * kMinute, kHour, 9 * kHour);
  const int kind = *rc::gen::inRange(0, 20);
  if (kind < 8) {
    change.command = AnyCommand(driver);
  } else if (kind < 12) {
    change.event = AnyEvent();
  } else if (kind == 12) {
    change.desk = DeskOpened{AnyAgent(), "desk"};
  } else if (kind == 13) {
    change.desk = DeskClosed{AnyAgent(), "desk"};
  } else if (kind < 16) {
    change.desk = SetAgentState{AnyAgent(),
                                *rc::gen::element(AgentWish::kReady, AgentWish::kReady,
                                                  AgentWish::kNotReady, AgentWish::kLoggedOff),
                                {},
                                "chief"};
  } else {
    change.answer = *rc::gen::inRange<std::size_t>(0, 10);
  }
  return change;
}

Configuration AnySite() {
  Configuration site = CallbackSite();
  site.calendars = {DayHoursCalendar("day")};
  site.agents[2].queues = {{.queue = "sales"}, {.queue = "support"}};
  for (QueueConfiguration& queue : site.queues) {
    queue.callbacks.on_missed_call = *rc::gen::inRange(0, 2) == 0;
    queue.callbacks.calendar = *rc::gen::element<std::string>("", "day");
    queue.callbacks.attempts_max = *rc::gen::inRange<std::uint32_t>(1, 4);
  }
  return site;
}

// B1, B2: one agent for each that is in progress, one for each agent, one for each person.
void CheckSingle(const State& state) {
  std::map<CallbackId, AgentId> held;
  for (const auto& [id, agent] : state.agents) {
    if (!agent.routing.callback) continue;
    RC_ASSERT(held.emplace(agent.routing.callback, id).second);
  }
  for (const auto& [id, callback] : state.callbacks) {
    const bool leased = callback.state == CallbackState::kInProgress;
    RC_ASSERT(leased == held.contains(id));
    RC_ASSERT(leased == static_cast<bool>(callback.agent));
    if (!leased) continue;
    RC_ASSERT(held.at(id) == callback.agent);
    RC_ASSERT(callback.attempts.back().outcome == AttemptOutcome::kNone);
    RC_ASSERT(callback.lease_until || !callback.attempts.back().call.empty());
    for (const CallbackId other : CallbacksOf(state, PartyOf(callback))) {
      RC_ASSERT(other == id || state.callbacks.at(other).state != CallbackState::kInProgress);
    }
  }
}

// N2: who is on the line is not called.
void CheckHeld(const State& state) {
  for (const auto& [id, callback] : state.callbacks) {
    if (!callback.live()) continue;
    for (const CallId call : CallsOf(state, PartyOf(callback))) {
      RC_ASSERT(callback.callers.contains(call));
    }
  }
}

// H1, B5, B6: who waits may be called, and only then is anybody asked.
void CheckWork(const State& state, WallTime now) {
  std::size_t waiting = 0;
  for (const auto& [id, callback] : state.callbacks) {
    const auto item = state.work.find({WorkKind::kCallback, id.value, 0});
    const bool waits = callback.state == CallbackState::kWaiting;
    RC_ASSERT(waits == (item != state.work.end()));
    const std::uint32_t attempts_max = CallbackPlanOf(state, callback.queue).attempts_max;
    const auto wished =
        std::count_if(callback.attempts.begin(), callback.attempts.end(),
                      [](const auto& each) { return each.outcome == AttemptOutcome::kLater; });
    RC_ASSERT(callback.attempts.size() <= attempts_max + static_cast<std::size_t>(wished));
    RC_ASSERT(callback.attempts.size() <= kCallbackAttemptsMax);
    RC_ASSERT(callback.live() || callback.callers.empty());
    if (!waits) continue;
    ++waiting;
    RC_ASSERT(IsOpen(CallingHoursOf(state, callback), now));
    RC_ASSERT(callback.earliest.value_or(now) <= now);
    RC_ASSERT(item->second.held == IsHeld(state, callback));
    RC_ASSERT(!item->second.held || item->second.reserved.empty());
  }
  RC_ASSERT(state.work.size() == waiting);
}

void CheckIndexes(const State& state) {
  State rebuilt;
  for (const auto& [id, callback] : state.callbacks) {
    RC_ASSERT(state.callback_names.at(callback.name) == id);
    if (callback.live()) IndexCallback(rebuilt, callback);
    for (const CallId call : callback.callers) {
      RC_ASSERT(state.calls.at(call).live());
      RC_ASSERT(state.calls.at(call).callbacks.contains(id));
    }
  }
  rebuilt.calls = state.calls;
  for (auto& [id, call] : rebuilt.calls) {
    call.parties.clear();
    IndexCall(rebuilt, call);
  }
  RC_ASSERT(rebuilt.callbacks_of_party == state.callbacks_of_party);
  RC_ASSERT(rebuilt.calls_of_party == state.calls_of_party);
  RC_ASSERT(state.callback_names.size() == state.callbacks.size());
}

RC_GTEST_PROP(CallbackRulesHistoryTest, AnyHistoryKeepsTheRulesAndARestartChangesNothing, ()) {
  ExchangeDriver driver;
  ExchangeDriver restarted;
  const Configuration site = AnySite();
  driver.Configure(site);
  restarted.Configure(site);
  const int steps = *rc::gen::inRange(1, 60);
  for (int i = 0; i < steps; ++i) {
    const Change change = AnyChange(driver);
    change.ApplyTo(driver);
    change.ApplyTo(restarted);
    restarted.Restart();
    RC_ASSERT(driver.state() == restarted.state());
    CheckSingle(driver.state());
    CheckWork(driver.state(), ExchangeDriver::kStart + driver.now());
    CheckHeld(driver.state());
    CheckIndexes(driver.state());
  }
}

}  // namespace
}  // namespace jackfield::exchange
