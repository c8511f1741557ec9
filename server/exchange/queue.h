#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/exchange/alert.h"
#include "server/exchange/configuration.h"
#include "server/exchange/counters.h"
#include "server/exchange/moment.h"
#include "server/exchange/personal_text.h"

namespace jackfield::exchange {

constexpr std::size_t kIntervalsKept = 100;  // Per queue or agent: a day and an hour.
constexpr Duration kDefaultServiceLevelThreshold{20'000};
constexpr std::size_t kHandledKept = 32;  // Per queue: what the expected wait is reckoned from.
constexpr std::size_t kForeignMembersMax = 10'000;  // Per queue; further ones are not remembered.

// A device that a source reported as a member: whose, and its name.
using ForeignMember = std::pair<SourceId, std::string>;

// A call that an agent has handled, and how long it took: talk, hold and after-call work.
struct Handled {
  CallId call;
  AgentId agent;  // None: a device of no agent.
  Duration time{0};

  bool operator==(const Handled&) const = default;
  JACKFIELD_FIELDS(call, agent, time)
};

struct Queue {
  QueueId id;
  QueueConfiguration configuration;
  bool configured = false;                             // False: reported by a source only.
  Duration reported_threshold{0};                      // The source's own; 0: not reported.
  std::set<std::pair<CallId, std::uint32_t>> waiting;  // Legs that wait: call and index of the leg.
  std::set<ForeignMember> foreign_members;             // Devices of no agent.
  std::map<WallTime, QueueCounters> intervals;         // By start; the last kIntervalsKept.
  std::map<ForeignMember, PersonalText> foreign_paused;  // Those that are paused, with the reason.
  std::map<AlertFigure, AlertWatch> alerts;              // One for each rule.
  std::optional<Instant> alerts_due;                     // When they are to be looked at again.
  std::vector<Handled> handled;                          // Newest last; at most kHandledKept.

  Duration service_level_threshold() const {
    if (configuration.service_level_threshold) return *configuration.service_level_threshold;
    return reported_threshold > Duration{0} ? reported_threshold : kDefaultServiceLevelThreshold;
  }

  bool operator==(const Queue&) const = default;
  JACKFIELD_FIELDS(id, configuration, configured, reported_threshold, waiting, foreign_members,
                   intervals, foreign_paused, alerts, alerts_due, handled)
};

}  // namespace jackfield::exchange
