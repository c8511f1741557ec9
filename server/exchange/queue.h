#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/exchange/configuration.h"
#include "server/exchange/counters.h"
#include "server/exchange/moment.h"
#include "server/exchange/personal_text.h"

namespace jackfield::exchange {

constexpr std::size_t kIntervalsKept = 100;  // Per queue or agent: a day and an hour.
constexpr Duration kDefaultServiceLevelThreshold{20'000};
constexpr std::size_t kForeignMembersMax = 10'000;  // Per queue; further ones are not remembered.

// A device that a source reported as a member: whose, and its name.
using ForeignMember = std::pair<SourceId, std::string>;

struct Queue {
  QueueId id;
  QueueConfiguration configuration;
  bool configured = false;                             // False: reported by a source only.
  Duration reported_threshold{0};                      // The source's own; 0: not reported.
  std::set<std::pair<CallId, std::uint32_t>> waiting;  // Legs that wait: call and index of the leg.
  std::set<ForeignMember> foreign_members;             // Devices of no agent.
  std::map<WallTime, QueueCounters> intervals;         // By start; the last kIntervalsKept.
  std::map<ForeignMember, PersonalText> foreign_paused;  // Those that are paused, with the reason.

  Duration service_level_threshold() const {
    if (configuration.service_level_threshold) return *configuration.service_level_threshold;
    return reported_threshold > Duration{0} ? reported_threshold : kDefaultServiceLevelThreshold;
  }

  bool operator==(const Queue&) const = default;
  JACKFIELD_FIELDS(id, configuration, configured, reported_threshold, waiting, foreign_members,
                   intervals, foreign_paused)
};

}  // namespace jackfield::exchange
