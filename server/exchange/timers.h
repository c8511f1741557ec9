#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/exchange/moment.h"

namespace jackfield::exchange {

enum class TimerKind : std::uint8_t {
  kOfferDeadline = 0,  // subject: offer, detail: call.
  kThreshold = 1,      // subject: call, detail: index of the leg.
  kWrapUpEnd = 2,      // subject: agent.
  kWatchdog = 3,       // subject: call.
  kForget = 4,         // subject: ended call.
  kDeskGrace = 5,      // subject: agent.
  kAlerts = 6,         // subject: queue.
  kMissedForget = 7,   // subject: agent.
  // Of routing/, see WorkTimer() for what is in them.
  kReservationDeadline = 8,  // subject: reservation.
  kRingReached = 9,          // subject, detail: item of work.
  kPassPause = 10,           // subject, detail: item of work and agent.
  kPreferredOver = 11,       // subject, detail: item of work.
  kOverflow = 12,            // subject, detail: item of work.
  kWorkingHours = 13,        // Of all agents; no subject.
  kTicket = 20,              // subject: ticket, detail: TicketTimer.
  kCallback = 21,            // subject: callback, detail: see callback_rules.cc.
  kCommandDeadline = 30,     // subject: command.
  kMembersDue = 31,          // subject: source.
};

struct TimerKey {
  TimerKind kind = TimerKind::kWatchdog;
  std::uint64_t subject = 0;
  std::uint64_t detail = 0;

  auto operator<=>(const TimerKey&) const = default;
  JACKFIELD_FIELDS(kind, subject, detail)
};

// All timers of the exchange, on two kinds of time line: the engine's, and one for each source that
// tells its own time. A source's timers run on its latest event time, moved on by the engine's
// clock from when that event came. A replay at any speed therefore gives what real time gave.
// Where the engine's clock alone says that a source's timer is due, it waits kLateEvents longer: an
// event that decides the matter may still be under way.
//
// Thread safety: none; one per exchange.
class Timers {
 public:
  static constexpr Duration kLateEvents{1'000};

  struct Due {
    TimerKey key;
    Moment when;  // The moment the timer was set for, not the one at which it was noticed.
  };

  // Sets, or moves, the timer to `delay` after `from`. It runs on the time line of `source` when
  // `from` was told by that source, else on the engine's, as that of no source (0) does; also on
  // the engine's, while the source's clock is behind what it told before.
  void Set(const TimerKey& key, SourceId source, const Moment& from, Duration delay);
  void Cancel(const TimerKey& key);

  // `source` told the time `moment.wall`: what it set for up to then is due.
  void Observe(SourceId source, const Moment& moment);

  // Takes the next timer that is due at `now` (and `wall`), in the order of their time.
  std::optional<Due> TakeDue(Instant now, WallTime wall);

  // When TakeDue() will next have something; nullopt: never.
  std::optional<Instant> Next() const;

  // `moment` in engine time, as far as is known, as Set() would take it: for people.
  Instant Estimate(SourceId source, const Moment& moment) const;

  bool operator==(const Timers&) const = default;
  JACKFIELD_FIELDS(lines_, places_)

 private:
  // A time line: what the source said last, and when. The engine's own has source 0.
  struct Line {
    WallTime latest{};
    Instant latest_at{};
    std::set<std::pair<std::int64_t, TimerKey>> queue;  // Milliseconds on this line.

    bool operator==(const Line&) const = default;
    JACKFIELD_FIELDS(latest, latest_at, queue)
  };

  // When the first timer of `line` is due, in engine time.
  static Instant FirstDue(SourceId source, const Line& line);

  std::map<SourceId, Line> lines_;
  std::map<TimerKey, std::pair<SourceId, std::int64_t>> places_;
};

}  // namespace jackfield::exchange
