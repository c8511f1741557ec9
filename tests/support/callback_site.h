#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "tests/support/ticket_site.h"

namespace jackfield::exchange {

constexpr Duration kSecond{1'000};
constexpr Duration kMinute{60'000};
constexpr Duration kHour{3'600'000};

// SmallSite with a queue "support" of ana and bo. Its callbacks have five minutes for the call,
// three for the outcome, three attempts, an hour after no answer, ten minutes after busy.
inline Configuration CallbackSite() {
  Configuration site = SmallSite();
  site.queues.push_back({.name = "support"});
  site.agents[0].queues = {{.queue = "support"}};
  site.agents[1].queues = {{.queue = "support"}};
  return site;
}

// Open from 9:00 to 17:00 UTC, every day. The driver begins at 12:00.
inline Calendar DayHoursCalendar(std::string name) {
  Calendar calendar{.name = std::move(name), .time_zone = "UTC"};
  for (DayHours& day : calendar.week) day = {{std::chrono::hours{9}, std::chrono::hours{17}}};
  return calendar;
}

// Of the person whose texts key 7 seals, and whose number is known as "n7".
inline CreateCallback NewCallbackFor(std::uint64_t person = 7) {
  return {.actor = "chief",
          .number = PersonalText(person, "sealed"),
          .number_key = "n" + std::to_string(person),
          .queue = "support"};
}

// The open reservation of the agent for a callback; none: there is none.
inline ReservationId OfferTo(const ExchangeDriver& driver, const std::string& agent) {
  for (const ReservationId id : driver.agent(agent).routing.reserved_calls) {
    const Reservation& open = driver.state().reservations.at(id);
    if (open.work.kind == WorkKind::kCallback) return id;
  }
  return {};
}

// The callback that the agent is offered; 0: none.
inline std::uint64_t OfferedTo(const ExchangeDriver& driver, const std::string& agent) {
  const ReservationId id = OfferTo(driver, agent);
  return id ? driver.state().reservations.at(id).work.id : 0;
}

inline void Accept(ExchangeDriver& driver, const std::string& agent) {
  driver.Ask(AcceptCallback{agent, OfferTo(driver, agent)}).value();
}

inline Result<Effects> Complete(ExchangeDriver& driver, const std::string& agent,
                                std::uint64_t callback, AttemptOutcome outcome) {
  return driver.Ask(CompleteAttempt{agent, CallbackId{callback}, outcome, std::nullopt});
}

// A call from outside by that person.
inline void Ring(ExchangeDriver& driver, const std::string& call, std::uint64_t person = 7) {
  Originated begun{.call = call, .direction = Direction::kInbound};
  begun.caller.presentation = Presentation::kPresented;
  begun.caller.number = PersonalText(person, "sealed");
  begun.caller.number_key = "n" + std::to_string(person);
  begun.connection = call + "-caller";
  driver.Tell(begun);
}

// The agent at `device` calls that person.
inline void CallOut(ExchangeDriver& driver, const std::string& call, const std::string& device,
                    std::uint64_t person = 7) {
  driver.Tell(Originated{.call = call,
                         .direction = Direction::kOutbound,
                         .dialled = PersonalText(person, "sealed"),
                         .connection = call + "-agent",
                         .device = device});
}

// The customer answers that call.
inline void Answer(ExchangeDriver& driver, const std::string& call) {
  driver.Tell(Established{.call = call, .connection = call + "-customer", .device = "PJSIP/trunk"});
}

inline void End(ExchangeDriver& driver, const std::string& call) {
  driver.Tell(CallCleared{.call = call});
}

}  // namespace jackfield::exchange
