#pragma once

#include <cstdint>
#include <string>

#include "server/app/simulate/prng.h"
#include "server/exchange/configuration.h"

// The rules of a simulated site: how its queues find agents, call back and send on, and until when
// its tickets are to be answered.
//
// Thread safety: pure function of the generator, each of them.
namespace jackfield::sim {

inline constexpr const char* kCalendars[] = {"office", "evening"};
inline constexpr const char* kSkills[] = {"english", "billing", "technical"};

// What a site does besides distributing callers.
struct SiteTraits {
  bool callbacks = false;  // Callers are called back.
  bool overflow = false;   // They are sent on elsewhere.
  bool diversion = false;  // Also to where only the switch can send them.
  bool goals = false;      // Tickets are to be answered in time.
  bool shifts = false;     // Some agents have working hours.
};

// The queue of this number, from 0 on.
std::string QueueName(std::uint64_t number);

// One of the calendars, or always open.
std::string AnyHours(simulate::Prng& chance);

// With odd milliseconds, so that two deadlines seldom fall together.
Duration Seconds(simulate::Prng& chance, std::int64_t least, std::int64_t most);

// Of queue number `queue` of `queues`.
exchange::RoutingPlan MakeRoutingPlan(simulate::Prng& chance, const SiteTraits& traits,
                                      std::uint64_t queue, std::uint64_t queues);

exchange::CallbackPlan MakeCallbackPlan(simulate::Prng& chance);

exchange::TicketPlan MakeTicketPlan(simulate::Prng& chance, std::uint64_t queues);

}  // namespace jackfield::sim
