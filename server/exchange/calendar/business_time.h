#pragma once

#include <chrono>
#include <optional>

#include "server/base/time.h"
#include "server/exchange/calendar/opening_hours.h"

// What follows from opening hours: whether it is open, when that changes, and clocks that run only
// while it is.
//
// Rules:
//  Z1. Hours are those that the clocks show. On a day of 23 or 25 hours, what spans the change is
//      an hour shorter or longer than it looks.
//  Z2. Of a local time that comes twice, the first opens and the second closes. One that is skipped
//      is when the clocks are set: hours that lie wholly in it do not take place.
//  Z3. Hours that touch, or that Z2 makes overlap, are one: it neither closes between them nor
//      counts any time twice. Midnight is no exception.
//  Z4. Nothing looks further than kOpeningHorizon, and none costs more than the days up to what it
//      finds. Why: a calendar may never open again.
//
// No calendar (nullptr) is always open; one without hours never is. A calendar has to be sound
// (IsSound), and times are of the years 1 to 9999.
//
// Thread safety: pure functions.
namespace jackfield::exchange {

constexpr std::chrono::days kOpeningHorizon{400};

bool IsOpen(const Calendar* calendar, WallTime at);

// The first time after `at` at which it opens, having been closed, or closes, having been open.
// nullopt: that is not within the horizon; where it never closes it does not open either.
std::optional<WallTime> NextOpening(const Calendar* calendar, WallTime at);
std::optional<WallTime> NextClosing(const Calendar* calendar, WallTime at);

// How long it is open from `from` to `to`; 0 when `to` is before. Of what lies beyond the horizon
// nothing is counted, unless there is no calendar.
Duration OpenTimeBetween(const Calendar* calendar, WallTime from, WallTime to);

// When it has been open for `amount` since `from`: the end of an amount that fills the hours of a
// day is when that day closes. `from` itself when there is nothing to wait for. nullopt: that is
// not within the horizon; without a calendar there is none.
std::optional<WallTime> AfterOpenTime(const Calendar* calendar, WallTime from, Duration amount);

}  // namespace jackfield::exchange
