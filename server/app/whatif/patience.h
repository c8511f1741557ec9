#pragma once

#include <optional>
#include <vector>

#include "server/base/time.h"

namespace jackfield::whatif {

// How long a caller waited, and whether they gave up then. Who was answered, or left otherwise,
// would have waited longer: nobody knows how long.
struct ObservedWait {
  Duration wait{0};
  bool gave_up = false;

  bool operator==(const ObservedWait&) const = default;
};

// How long callers are willing to wait, estimated from waits of which most were cut short by an
// answer: the product-limit estimate (E. Kaplan, P. Meier, Nonparametric Estimation from Incomplete
// Observations, JASA 53 (1958), 457-481), which for call centres was done by L. Brown et al.,
// Statistical Analysis of a Telephone Call Center, JASA 100 (2005), 36-50. At each wait t at which
// d callers gave up, of n who had waited so long or longer:
//   S(t) = S(before) * (1 - d / n).
//
// Beyond the last wait at which somebody gave up nothing was seen. From there on callers are taken
// to give up at the mean rate of all, those who gave up for each second waited, which is where this
// is least certain. It supposes that patience does not depend on what is to be done (a caller who
// was answered is as patient as one who was not).
//
// Thread safety: immutable value.
class PatienceCurve {
 public:
  // In any order. None of them gave up: everybody waits for ever.
  explicit PatienceCurve(std::vector<ObservedWait> waits);

  // The share of callers who wait longer than this, 1 to 0.
  double Survival(Duration wait) const;

  // The patience of a caller who is known to wait longer than `beyond`; of such callers, the share
  // `share` (more than 0, at most 1) is more patient. nullopt: waits for ever.
  std::optional<Duration> Draw(double share, Duration beyond) const;

 private:
  struct Step {
    Duration wait{0};
    double survival = 1;  // After it.
  };

  std::vector<Step> steps_;  // By wait, which rises.
  double rate_ = 0;          // Of giving up after the last step, for each millisecond.
};

}  // namespace jackfield::whatif
