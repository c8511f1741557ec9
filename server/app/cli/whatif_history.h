#pragma once

#include <string>
#include <vector>

#include "jackfield/v1/interaction.pb.h"
#include "jackfield/v1/queue.pb.h"
#include "jackfield/v1/report.pb.h"

#include "server/app/whatif/outcome.h"
#include "server/app/whatif/replay.h"
#include "server/app/whatif/staffing_plan.h"
#include "server/base/time.h"
#include "server/exchange/configuration.h"

// What `jackfield whatif` makes of what the server tells: callers, staffing, and what came of it.
//
// Thread safety: pure functions.
namespace jackfield::cli {

// The time that is asked about, in whole intervals.
struct WhatifTime {
  WallTime lead_in{};  // Before `from`: is simulated, and not counted.
  WallTime from{};
  WallTime to{};

  bool operator==(const WhatifTime&) const = default;
};

// How long before the time that counts the simulation begins, so that the callers and agents of
// before are there.
constexpr Duration kLeadIn{30 * 60 * 1000};

// `from` taken down and `to` taken up to a whole interval, as reports do.
WhatifTime WhatifTimeOf(WallTime from, WallTime to);

// Who was in the queue, and the agents who answered there.
struct QueueHistory {
  // By which callers are told apart, from value tier 1 on. Callers of another one have none.
  std::vector<std::string> tiers;
  std::vector<whatif::PastStay> stays;
  // Who answered, and from when until when they were with the caller, wrap-up included.
  struct Work {
    std::string agent;  // `agents/{agent}`.
    WallTime from{};
    WallTime to{};
    bool operator==(const Work&) const = default;
  };
  std::vector<Work> work;
};

// Adds the call's stays in `queue` (`queues/{queue}`) that began in the time, lead-in included.
void AddTo(QueueHistory& history, const v1::CallDetail& call, const std::string& queue,
           const WhatifTime& time);

// The time of agents that the queue had in each interval: what the agents who answered there, by
// `rows`, were ready or rung, and what their calls of the queue took. What they did for other
// queues is left out, and so are agents who answered no call of the queue.
struct StaffingHistory {
  std::vector<whatif::StaffedTime> staffed;  // Each interval of the time.
  Duration busy{0};        // Of the intervals that count: rung, with callers, in wrap-up.
  Duration ready{0};       // Of the intervals that count.
  std::size_t agents = 0;  // That answered a call of the queue.
};
StaffingHistory StaffingOf(const QueueHistory& history, const std::vector<v1::AgentReportRow>& rows,
                           const WhatifTime& time);

// The queue as it is configured now, so far as it matters here.
exchange::QueueConfiguration QueueOf(const v1::Queue& queue);

// What happened: counts of the report, waits of the stays. The counts that depend on the threshold
// are made anew from the stays when it is not the one that counted them (`recount`).
whatif::Outcome HappenedOf(const v1::QueueCounts& counts, const QueueHistory& history,
                           const StaffingHistory& staffing, const WhatifTime& time);
void Recount(whatif::Outcome& outcome, const QueueHistory& history, const WhatifTime& time,
             Duration threshold);

// Mean ring before an answer, as the agents' reports have it: ringing for each offer.
Duration RingOf(const std::vector<v1::AgentReportRow>& rows);

}  // namespace jackfield::cli
