#include "server/app/whatif/replay.h"

#include <algorithm>
#include <utility>

namespace jackfield::whatif {
namespace {

std::vector<ObservedWait> WaitsOf(const std::vector<PastStay>& stays) {
  std::vector<ObservedWait> waits;
  for (const PastStay& stay : stays) {
    waits.push_back({stay.wait, stay.end == PastStay::End::kAbandoned});
  }
  return waits;
}

std::vector<PastStay> Sorted(std::vector<PastStay> stays) {
  std::stable_sort(stays.begin(), stays.end(),
                   [](const PastStay& a, const PastStay& b) { return a.entered < b.entered; });
  return stays;
}

}  // namespace

CallerSource::CallerSource(std::vector<PastStay> stays)
    : stays_(Sorted(std::move(stays))), patience_(WaitsOf(stays_)) {
  for (const PastStay& stay : stays_) {
    if (stay.handling) {
      worked_.push_back({*stay.handling, stay.after_call_work});
    } else {
      ++unknown_handling_;
    }
  }
}

std::vector<Arrival> CallerSource::Draw(std::uint64_t seed) const {
  simulate::Prng prng(seed);
  std::vector<Arrival> arrivals;
  arrivals.reserve(stays_.size());
  for (const PastStay& stay : stays_) {
    simulate::Prng own(prng.Next());  // D3.
    arrivals.push_back(Draw(stay, own));
  }
  return arrivals;
}

Arrival CallerSource::Draw(const PastStay& stay, simulate::Prng& prng) const {
  Arrival arrival{.when = stay.entered, .caller_class = stay.caller_class};
  const std::uint64_t which = prng.Next();
  const double share = 1.0 - prng.Unit();
  if (stay.handling) {
    arrival.handling = *stay.handling;
    arrival.after_call_work = stay.after_call_work;
  } else if (!worked_.empty()) {
    const Worked& like = worked_[which % worked_.size()];
    arrival.handling = like.handling;
    arrival.after_call_work = like.after_call_work;
  }
  switch (stay.end) {
    case PastStay::End::kAnswered:
    case PastStay::End::kUnseen:
      arrival.patience = patience_.Draw(share, stay.wait);
      return arrival;
    case PastStay::End::kAbandoned:
      arrival.patience = stay.wait;
      return arrival;
    case PastStay::End::kLeft:
      arrival.patience = stay.wait;
      arrival.leaves_by = stay.cause;
      return arrival;
  }
  return arrival;
}

}  // namespace jackfield::whatif
