#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "server/base/time.h"
#include "server/exchange/queue.h"
#include "server/exchange/staffing.h"

namespace jackfield::exchange {

// How long a caller may have to wait: half of those in that place wait no longer than `p50`, nine
// of ten no longer than `p90`. A band and never a point, because a point is always wrong.
struct ExpectedWait {
  Duration p50{0};
  Duration p90{0};

  bool operator==(const ExpectedWait&) const = default;
};

// What a caller finds who enters a queue.
struct QueueLoad {
  std::uint32_t ahead = 0;  // Callers who are to be answered first.
  std::uint32_t ready = 0;  // Members who take a call at once.
  std::uint32_t busy = 0;   // Members who come free by and by.
};

// What somebody finds who enters `queue` with so many `ahead`. Staffing is that of before the step.
//
// Thread safety: pure function.
QueueLoad LoadOf(const Staffing& staffing, QueueId queue, std::size_t ahead);

// The wait to be expected, from the place in the queue, the agents and `handled`, the times that
// calls of the queue took of late. nullopt: nobody is there, or too few calls were handled.
//
// A ready agent for each caller ahead and one more: no wait. Otherwise the caller waits until
// m = ahead - ready + 1 of the n = ready + busy agents have come free. That is the time of m events
// of a Poisson process with the rate n / h, h being the mean of `handled`: an Erlang distribution
// with the shape m and the mean m * h / n (W. Whitt, Predicting Queueing Delays, Management Science
// 45 (1999), 870-888, for M/M/n in the order of arrival). Its quantiles by E. Wilson and M.
// Hilferty (The Distribution of Chi-Square, PNAS 17 (1931), 684-688), which err by less than 2 %
// here:
//   q = (m * h / n) * (1 - 1 / (9 m) + z / (3 sqrt(m)))^3, with z = 0 for p50, 1.2816 for p90.
//
// How long the caller has waited already is not asked: who has waited has a better place, and
// nothing else. So it never grows by waiting. Callers who give up, and agents who are shared with
// other queues, are not reckoned with.
//
// Thread safety: pure function.
std::optional<ExpectedWait> ExpectWait(const QueueLoad& load, std::span<const Handled> handled);

}  // namespace jackfield::exchange
