#include "server/app/whatif/patience.h"

#include <algorithm>
#include <cmath>

namespace jackfield::whatif {
namespace {

double Count(Duration time) { return static_cast<double>(time.count()); }

}  // namespace

PatienceCurve::PatienceCurve(std::vector<ObservedWait> waits) {
  std::sort(waits.begin(), waits.end(),
            [](const ObservedWait& a, const ObservedWait& b) { return a.wait < b.wait; });
  Duration waited{0};
  double gave_up = 0;
  double survival = 1;
  for (std::size_t i = 0; i < waits.size();) {
    const auto at_risk = static_cast<double>(waits.size() - i);
    double here = 0;
    const Duration wait = waits[i].wait;
    for (; i < waits.size() && waits[i].wait == wait; ++i) {
      if (waits[i].gave_up) ++here;
      waited += wait;
    }
    if (here <= 0) continue;
    gave_up += here;
    survival *= 1 - here / at_risk;
    steps_.push_back({wait, survival});
  }
  if (waited > Duration{0}) rate_ = gave_up / Count(waited);
}

double PatienceCurve::Survival(Duration wait) const {
  const auto after = std::find_if(steps_.begin(), steps_.end(),
                                  [wait](const Step& step) { return step.wait > wait; });
  if (after == steps_.begin()) return 1;
  const Step& last = *std::prev(after);
  if (after != steps_.end()) return last.survival;
  return last.survival * std::exp(-rate_ * Count(wait - last.wait));
}

std::optional<Duration> PatienceCurve::Draw(double share, Duration beyond) const {
  if (steps_.empty()) return std::nullopt;
  const double target = share * Survival(beyond);
  const auto step = std::find_if(steps_.begin(), steps_.end(), [&](const Step& each) {
    return each.wait > beyond && each.survival <= target;
  });
  if (step != steps_.end()) return step->wait;
  if (rate_ <= 0 || target <= 0) return std::nullopt;
  const Step& last = steps_.back();
  const double further = -std::log(target / last.survival) / rate_;
  return std::max(beyond, last.wait + Duration(static_cast<Duration::rep>(further)));
}

}  // namespace jackfield::whatif
