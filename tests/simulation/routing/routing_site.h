#pragma once

#include <string>
#include <vector>

#include "server/app/simulate/prng.h"
#include "server/exchange/configuration.h"
#include "tests/simulation/routing/routing_plans.h"

// Sites for the simulation of the routing: queues, agents and rules, as an administrator might
// declare them on a good or on a bad day.
//
// Thread safety: pure function of the generator, each of them.
namespace jackfield::sim {

inline constexpr char kNearSource[] = "near";
inline constexpr char kFarSource[] = "far";

SiteTraits AnyTraits(simulate::Prng& chance);

exchange::Configuration MakeSite(simulate::Prng& chance, const SiteTraits& traits);

// Somebody changes a thing or two.
void ChangeSite(simulate::Prng& chance, const SiteTraits& traits, exchange::Configuration& site);

// All phones at the source.
std::vector<std::string> PhonesAt(const exchange::Configuration& site, const std::string& source);

}  // namespace jackfield::sim
