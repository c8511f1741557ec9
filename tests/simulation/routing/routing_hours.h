#pragma once

#include <string>

#include "server/exchange/configuration.h"

// The reference of opening hours: minute by minute, as one reads them off a clock on the wall.
//
// The clocks of simulated sites are never set: what follows from that is shown by the tables of
// business_time_test.cc.
namespace jackfield::sim {

// A calendar by the configuration's name of it. Empty, or not declared: always open.
//
// Thread safety: immutable value.
class Hours {
 public:
  // `configuration` outlives it.
  Hours(const exchange::Configuration& configuration, const std::string& name);

  bool IsOpen(WallTime at) const;

  // How long it is open from `from` to `to`.
  Duration OpenBetween(WallTime from, WallTime to) const;

  // The first moment at which it is closed, from `from` on, and not after `limit`: that otherwise.
  WallTime FirstClosed(WallTime from, WallTime limit) const;

 private:
  const exchange::Calendar* calendar_ = nullptr;
};

}  // namespace jackfield::sim
