#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/app/whatif/staffing_plan.h"
#include "server/base/result.h"
#include "server/base/time.h"
#include "server/exchange/routing/routing_plan.h"

// What `jackfield whatif` is told to have different.
//
// Thread safety: pure functions.
namespace jackfield::cli {

// As they were typed. Empty: as it was.
struct WhatifChangeTexts {
  std::string agents;    // "12", "+2" or "-2".
  std::string staffing;  // "08:00=12,17:30=4".
  std::string rings;     // "english>=50,60s:english,120s:any".
  std::string skills;    // "4*english=80,3*english=30+german=60".
  std::string priority;  // "gold=300,complaint=200".
  std::string weight;    // "5".
  std::string strategy;  // One of StrategyNames().
  std::string threshold;
  std::string wrap_up;
  std::string ring;
};

// What is to be different. Absent, or empty: as it was.
struct WhatifChange {
  whatif::StaffingChange staffing;
  std::vector<whatif::DayStep> day;
  std::optional<exchange::RoutingStrategy> strategy;
  std::optional<Duration> threshold;
  std::optional<Duration> wrap_up;
  std::optional<Duration> ring;
  std::vector<exchange::RoutingRing> rings;
  // Of the agents, in the order in which they sign on.
  std::vector<std::map<std::string, std::uint32_t>> skills;
  // Tiers of customers, from value tier 1 on, and what raises the priority of callers; empty with
  // the rules that none is raised by: all are answered in their order.
  std::vector<std::string> tiers;
  exchange::RoutingRules rules;

  bool changes_the_order() const { return !tiers.empty() || rules.complaint_priority > 0; }
  // Whether another simulation is needed to know what comes of it; a threshold only counts anew.
  bool changes_the_course() const {
    return staffing.kind != whatif::StaffingChange::Kind::kNone || !day.empty() || strategy ||
           wrap_up || ring || !rings.empty() || changes_the_order();
  }
};

// Errors: kInvalidArgument, with the option at fault and how it is to be written. Rings that ask
// for skills need agents who have some, and the other way round; agents and staffing exclude each
// other; a weight needs a priority.
Result<WhatifChange> ReadWhatifChange(const WhatifChangeTexts& texts);

// For the help of the command line.
std::vector<std::string> StrategyNames();

}  // namespace jackfield::cli
