#include "server/exchange/timers.h"

#include <algorithm>

namespace jackfield::exchange {
namespace {

constexpr SourceId kEngineLine{};

// A source's clock that steps back further has been set: its line would call everything due.
constexpr Duration kStepBackMax{10'000};

Instant InstantOf(std::int64_t milliseconds) { return Instant(Duration(milliseconds)); }

}  // namespace

void Timers::Set(const TimerKey& key, SourceId source, const Moment& from, Duration delay) {
  Cancel(key);
  const bool may_be_on_source = from.by_source && source != kEngineLine;
  if (may_be_on_source) Observe(source, from);
  const bool on_source = may_be_on_source && from.wall + kStepBackMax >= lines_[source].latest;
  const SourceId line = on_source ? source : kEngineLine;
  const Duration base = on_source ? from.wall.time_since_epoch() : from.at.time_since_epoch();
  const std::int64_t when = (base + delay).count();
  lines_[line].queue.emplace(when, key);
  places_[key] = {line, when};
}

void Timers::Cancel(const TimerKey& key) {
  const auto place = places_.find(key);
  if (place == places_.end()) return;
  lines_[place->second.first].queue.erase({place->second.second, key});
  places_.erase(place);
}

void Timers::Observe(SourceId source, const Moment& moment) {
  if (!moment.by_source) return;
  Line& line = lines_[source];
  if (line.latest != WallTime{} && moment.wall < line.latest) return;
  line.latest = moment.wall;
  line.latest_at = moment.at;
}

Instant Timers::FirstDue(SourceId source, const Line& line) {
  const std::int64_t when = line.queue.begin()->first;
  if (source == kEngineLine) return InstantOf(when);
  const Duration ahead = Duration(when) - line.latest.time_since_epoch();
  return ahead <= Duration{0} ? line.latest_at : line.latest_at + ahead + kLateEvents;
}

std::optional<Timers::Due> Timers::TakeDue(Instant now, WallTime wall) {
  std::optional<std::pair<Instant, SourceId>> first;
  for (const auto& [source, line] : lines_) {
    if (line.queue.empty()) continue;
    const std::pair<Instant, SourceId> due{FirstDue(source, line), source};
    if (due.first <= now && (!first || due < *first)) first = due;
  }
  if (!first) return std::nullopt;

  const auto [when, key] = *lines_[first->second].queue.begin();
  Cancel(key);
  Moment moment{
      .at = std::min(first->first, now), .wall = WallTime(Duration(when)), .by_source = true};
  if (first->second == kEngineLine)
    moment = {InstantOf(when), wall - (now - InstantOf(when)), false};
  return Due{key, moment};
}

std::optional<Instant> Timers::Next() const {
  std::optional<Instant> next;
  for (const auto& [source, line] : lines_) {
    if (line.queue.empty()) continue;
    const Instant due = FirstDue(source, line);
    if (!next || due < *next) next = due;
  }
  return next;
}

Instant Timers::Estimate(SourceId source, const Moment& moment) const {
  const auto line = lines_.find(source);
  if (!moment.by_source || line == lines_.end()) return moment.at;
  if (moment.wall + kStepBackMax < line->second.latest) return moment.at;  // As Set().
  return line->second.latest_at + (moment.wall - line->second.latest);
}

}  // namespace jackfield::exchange
