#include "server/exchange/calendar/business_time.h"

#include <algorithm>

namespace jackfield::exchange {
namespace {

// No zone's clocks were ever set by more. So hours of a day may begin or end while the clocks show
// the day before or the day after, and no other.
constexpr std::chrono::days kClockChangeMax{1};

struct Span {
  WallTime begin{};
  WallTime end{};  // Not included.
};

// The hours that begin up to a limit, included, one after the other. What ended before `from` is
// left out, and each begins where the one before ended at the earliest, so that no time is there
// twice (Z3). Those that touch come one by one.
class OpenSpans {
 public:
  OpenSpans(const Calendar& calendar, WallTime from, WallTime limit)
      : calendar_(calendar),
        limit_(limit),
        past_(from),
        day_(DayOf(from) - kClockChangeMax),
        last_day_(DayOf(limit) + kClockChangeMax) {}

  std::optional<Span> Next() {
    for (; day_ <= last_day_; ++day_, index_ = 0) {
      const DayHours& hours = HoursOf(calendar_, day_);
      while (index_ < hours.size()) {
        const Span span = SpanOf(hours[index_]);
        const WallTime begin = std::max(span.begin, past_);
        if (begin > limit_) return std::nullopt;
        ++index_;
        if (span.end <= begin) continue;
        past_ = span.end;
        return Span{begin, span.end};
      }
    }
    return std::nullopt;
  }

 private:
  std::chrono::local_days DayOf(WallTime at) const {
    return std::chrono::floor<std::chrono::days>(ToLocal(calendar_.offsets, at));
  }

  // Z2. Of hours that are skipped, the end is not after the beginning.
  Span SpanOf(const OpenInterval& interval) const {
    return {ToUtc(calendar_.offsets, day_ + interval.open, LocalMeaning::kEarlier),
            ToUtc(calendar_.offsets, day_ + interval.close, LocalMeaning::kLater)};
  }

  const Calendar& calendar_;
  WallTime limit_;
  WallTime past_;
  std::chrono::local_days day_;
  std::chrono::local_days last_day_;
  std::size_t index_ = 0;  // Of the next hours of `day_`.
};

}  // namespace

bool IsOpen(const Calendar* calendar, WallTime at) {
  return calendar == nullptr || OpenSpans(*calendar, at, at).Next().has_value();
}

std::optional<WallTime> NextOpening(const Calendar* calendar, WallTime at) {
  if (calendar == nullptr) return std::nullopt;
  OpenSpans spans(*calendar, at, at + kOpeningHorizon);
  WallTime open_until = at;
  while (const std::optional<Span> span = spans.Next()) {
    if (span->begin > open_until) return span->begin;
    open_until = span->end;
  }
  return std::nullopt;
}

std::optional<WallTime> NextClosing(const Calendar* calendar, WallTime at) {
  if (calendar == nullptr) return std::nullopt;
  const WallTime limit = at + kOpeningHorizon;
  OpenSpans spans(*calendar, at, limit);
  std::optional<WallTime> closing;
  while (const std::optional<Span> span = spans.Next()) {
    if (closing && span->begin > *closing) break;
    closing = span->end;
  }
  return closing && *closing <= limit ? closing : std::nullopt;
}

Duration OpenTimeBetween(const Calendar* calendar, WallTime from, WallTime to) {
  if (to <= from) return Duration{0};
  if (calendar == nullptr) return to - from;
  const WallTime limit = std::min<WallTime>(to, from + kOpeningHorizon);
  OpenSpans spans(*calendar, from, limit);
  Duration open{0};
  while (const std::optional<Span> span = spans.Next()) {
    open += std::min(span->end, limit) - span->begin;
  }
  return open;
}

std::optional<WallTime> AfterOpenTime(const Calendar* calendar, WallTime from, Duration amount) {
  if (amount <= Duration{0}) return from;
  if (calendar == nullptr) return from + amount;
  const WallTime limit = from + kOpeningHorizon;
  OpenSpans spans(*calendar, from, limit);
  Duration left = amount;
  while (const std::optional<Span> span = spans.Next()) {
    if (span->end - span->begin < left) {
      left -= span->end - span->begin;
      continue;
    }
    const WallTime reached = span->begin + left;
    return reached <= limit ? std::optional(reached) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace jackfield::exchange
