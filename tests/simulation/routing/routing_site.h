#pragma once

#include <string>
#include <vector>

#include "server/app/simulate/prng.h"
#include "server/exchange/configuration.h"

// Sites for the simulation of the routing: queues, agents and rules, as an administrator might
// declare them on a good or on a bad day.
//
// Thread safety: pure function of the generator, each of them.
namespace jackfield::sim {

inline constexpr char kNearSource[] = "near";
inline constexpr char kFarSource[] = "far";

// What a site does besides distributing callers.
struct SiteTraits {
  bool callbacks = false;  // Callers are called back.
  bool overflow = false;   // They are sent on elsewhere.
  bool diversion = false;  // Also to where only the switch can send them.
  bool goals = false;      // Tickets are to be answered in time.
};

SiteTraits AnyTraits(simulate::Prng& chance);

exchange::Configuration MakeSite(simulate::Prng& chance, const SiteTraits& traits);

// Somebody changes a thing or two.
void ChangeSite(simulate::Prng& chance, const SiteTraits& traits, exchange::Configuration& site);

// All phones at the source.
std::vector<std::string> PhonesAt(const exchange::Configuration& site, const std::string& source);

}  // namespace jackfield::sim
