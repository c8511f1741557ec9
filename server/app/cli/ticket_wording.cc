#include "server/app/cli/ticket_wording.h"

#include <algorithm>
#include <cstdint>

#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::string_view kCollection = "tickets/";

Duration Between(const google::protobuf::Timestamp& from, const google::protobuf::Timestamp& to) {
  return Duration((to.seconds() - from.seconds()) * 1'000 +
                  (to.nanos() - from.nanos()) / 1'000'000);
}

// "2 h", "2 h 10 min": the second where it is not 0.
std::string WriteTwo(std::int64_t large, const char* unit, std::int64_t small, const char* part) {
  std::string text = std::to_string(large) + " " + unit;
  if (small > 0) text += " " + std::to_string(small) + " " + part;
  return text;
}

std::string Spaced(std::string word) {
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

bool IsRunning(const v1::TicketClock& clock) {
  return clock.has_due_time() && !clock.has_stop_time();
}

bool IsEarlier(const v1::TicketClock& one, const v1::TicketClock& other) {
  return Between(one.due_time(), other.due_time()) > Duration{0};
}

}  // namespace

std::string WriteRough(Duration span) {
  const std::int64_t seconds = span.count() / 1'000;
  if (seconds < kMinute) return "less than 1 min";
  if (seconds < kHour) return std::to_string(seconds / kMinute) + " min";
  if (seconds < kDay) return WriteTwo(seconds / kHour, "h", seconds % kHour / kMinute, "min");
  return WriteTwo(seconds / kDay, "d", seconds % kDay / kHour, "h");
}

std::string WriteClock(const v1::TicketClock& clock, const google::protobuf::Timestamp& now) {
  const bool running = IsRunning(clock);
  switch (clock.state()) {
    case v1::TicketClock::STATE_RUNNING:
      if (!running) break;
      return (Between(now, clock.due_time()) > Duration{0}
                  ? "due in " + WriteRough(Between(now, clock.due_time()))
                  : "due now") +
             (clock.warned() ? ", warned" : "");
    case v1::TicketClock::STATE_BREACHED:
      if (running) return "breached " + WriteRough(Between(clock.due_time(), now)) + " ago";
      return clock.has_stop_time() ? "breached, stopped " + WriteTime(clock.stop_time())
                                   : "breached, stands still";
    case v1::TicketClock::STATE_PAUSED:
      return "stands still";
    case v1::TicketClock::STATE_MET:
      return "met";
    case v1::TicketClock::STATE_UNSPECIFIED:
    case v1::TicketClock_State_TicketClock_State_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::TicketClock_State_TicketClock_State_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return WriteEnum(*v1::TicketClock::State_descriptor(), clock.state());
}

std::string WriteNextClock(const v1::Ticket& ticket, const google::protobuf::Timestamp& now) {
  const v1::TicketClock* next = nullptr;
  for (const v1::TicketClock& clock : ticket.clocks()) {
    if (!IsRunning(clock)) continue;
    if (next == nullptr || IsEarlier(clock, *next)) next = &clock;
  }
  if (next == nullptr) return {};
  return Spaced(WriteEnum(*v1::TicketClock::Kind_descriptor(), next->kind())) + " " +
         WriteClock(*next, now);
}

std::string WriteEntry(const v1::TicketEntry& entry) {
  std::string what = Spaced(WriteEnum(*v1::TicketEntry::Kind_descriptor(), entry.kind()));
  if (entry.visibility() == v1::TicketEntry::VISIBILITY_PUBLIC) what += " (public)";
  if (!entry.after().empty()) what += ": " + entry.after();
  if (!entry.before().empty()) {
    what += (entry.after().empty() ? ": none, was " : ", was ") + entry.before();
  }
  if (!entry.uri().empty()) what += ": " + entry.uri();
  return what;
}

std::string TicketName(std::string_view word) {
  if (word.starts_with(kCollection)) return std::string(word);
  if (word.starts_with('#')) word.remove_prefix(1);
  return std::string(kCollection) + std::string(word);
}

}  // namespace jackfield::cli
