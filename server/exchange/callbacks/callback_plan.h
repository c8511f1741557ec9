#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "server/base/archive.h"
#include "server/base/time.h"

// How the callbacks of a queue are made and carried out, as an administrator has declared it. Plain
// data; the rules are in callback_rules.h.
namespace jackfield::exchange {

constexpr std::uint32_t kCallbackAttemptsMax = 16;  // That are counted, of one callback.
constexpr std::uint32_t kCallingCodeMax = 999;      // Country codes of ITU-T E.164.
constexpr std::size_t kCallingCodesMax = 250;       // Of one plan.

// Of one queue.
struct CallbackPlan {
  bool on_exit_key = false;             // A caller who leaves the queue by a key gets one.
  bool on_missed_call = false;          // A call of the queue that no agent answered makes one.
  std::uint32_t attempts_max = 3;       // 1 to kCallbackAttemptsMax.
  Duration no_answer_pause{3'600'000};  // Until the next attempt, after such an outcome.
  Duration busy_pause{600'000};         // As the next two.
  Duration not_them_pause{7'200'000};
  Duration failed_pause{600'000};
  Duration lease{300'000};            // From accepting it to the call; above 0.
  Duration outcome_limit{180'000};    // From the end of the call to its outcome; above 0.
  Duration preferred_limit{900'000};  // How long it is kept for its preferred agent; 0: not.
  Duration expire_after{7LL * 24 * 3600'000};  // Then it is given up, since its earliest time.
  std::string calendar;  // Hours in which customers are called. Empty: those of the queue.
  // The same for the numbers of a country, by its calling code: that is where the customer is.
  std::map<std::uint32_t, std::string> calendars_by_code;  // At most kCallingCodesMax.

  bool operator==(const CallbackPlan&) const = default;
  JACKFIELD_FIELDS(on_exit_key, on_missed_call, attempts_max, no_answer_pause, busy_pause,
                   not_them_pause, failed_pause, lease, outcome_limit, preferred_limit,
                   expire_after, calendar, calendars_by_code)
};

}  // namespace jackfield::exchange
