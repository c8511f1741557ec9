#pragma once

#include <map>
#include <set>
#include <string>

#include "server/exchange/exchange.h"

namespace jackfield::sim {

// The naive model of the pop switch: folds the journal into what each agent had chosen when each
// offer began. Of the exchange it takes who offered what to whom, and who was logged off.
//
// Thread safety: none; one per simulation.
class PopOracle {
 public:
  // Entry `input` was applied, with `effects`; `after` is the state then.
  void Take(const exchange::Input& input, const exchange::Effects& effects,
            const exchange::State& after);

  // Whether the offer is for the desk to show.
  bool Pops(OfferId offer) const { return !hidden_.contains(offer); }

  exchange::PopMode ModeOf(const std::string& agent) const;

 private:
  std::map<std::string, exchange::PopMode> modes_;  // By login; absent: on.
  std::set<std::string> logged_off_;                // After the last entry.
  std::set<OfferId> hidden_;
};

}  // namespace jackfield::sim
