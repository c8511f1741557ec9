#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "server/base/time.h"

namespace jackfield::ami {

// How a caller's stay in a queue stands.
enum class AmiLegState : std::uint8_t {
  kWaiting,
  kAnswering,  // A member's channel answered; AgentConnect is to follow.
  kUndecided,  // Left unanswered, and the exchange was told so; QUEUESTATUS is to say why.
  kOver,       // Answered, or left for a known cause.
};

// The latest stay of one connection in a queue. Keyed by the connection's Uniqueid: a connection
// waits in one queue at a time, and a further join begins the next stay.
//
// Thread safety: immutable value.
struct AmiLeg {
  std::string queue;
  AmiLegState state = AmiLegState::kWaiting;
  WallTime joined{};
  WallTime changed{};    // When `state` became what it is.
  bool missing = false;  // A snapshot did not list it once, or it left and nothing says how.
  // Only one list has named it since the link is there: it may have been about to end then.
  bool listed_once = false;
};

inline bool IsWaiting(const AmiLeg& leg) {
  return leg.state == AmiLegState::kWaiting || leg.state == AmiLegState::kAnswering;
}

// The stays in queues, as the stream of events tells. At most one per channel of the call table,
// which bounds it.
//
// Thread safety: none; one per translator.
class AmiQueueLegs {
 public:
  AmiLeg* Find(std::string_view leg) {
    const auto found = legs_.find(leg);
    return found == legs_.end() ? nullptr : &found->second;
  }

  // The leg while it waits, else nullptr.
  AmiLeg* FindWaiting(std::string_view leg) {
    AmiLeg* found = Find(leg);
    return found != nullptr && IsWaiting(*found) ? found : nullptr;
  }

  void Begin(const std::string& leg, const std::string& queue, WallTime now) {
    legs_[leg] = {queue, AmiLegState::kWaiting, now, now, false, false};
  }

  static void Change(AmiLeg& leg, AmiLegState state, WallTime now) {
    leg.state = state;
    leg.changed = now;
  }

  // The stay of `from` goes on as that of `to`; what `to` had before is over.
  void Move(const std::string& from, const std::string& to) {
    const auto found = legs_.find(from);
    if (found == legs_.end() || from == to) return;
    legs_[to] = found->second;
    legs_.erase(from);
  }

  void Remove(std::string_view leg) {
    const auto found = legs_.find(leg);
    if (found != legs_.end()) legs_.erase(found);
  }

  void Clear() { legs_.clear(); }

  const std::map<std::string, AmiLeg, std::less<>>& legs() const { return legs_; }

 private:
  std::map<std::string, AmiLeg, std::less<>> legs_;
};

}  // namespace jackfield::ami
