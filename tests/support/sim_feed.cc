#include "tests/support/sim_feed.h"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>

namespace jackfield::sim {
namespace {

using exchange::TelephonyEvent;

constexpr std::size_t kRepeatableMax = 60;

// The call that an event is about, if it concerns this one call and nothing else.
std::string OnlyCallOf(const TelephonyEvent& event) {
  return std::visit(
      [](const auto& body) -> std::string {
        using Body = std::decay_t<decltype(body)>;
        // The agent of a leg may have come with it into another call.
        constexpr bool kOfSeveral = std::is_same_v<Body, exchange::LegCompleted> ||
                                    std::is_same_v<Body, exchange::Transferred> ||
                                    std::is_same_v<Body, exchange::Conferenced> ||
                                    std::is_same_v<Body, exchange::LegMoved>;
        if constexpr (requires { body.call; } && !kOfSeveral) {
          return body.call;
        } else {
          return "";
        }
      },
      event.body);
}

}  // namespace

void SimFeed::Queue(TelephonyEvent event) {
  if (!timed_) event.time.reset();
  if (kind_ == FeedKind::kSure) {
    event.id = std::to_string(++last_id_);
    unacknowledged_.emplace(last_id_, event);
  }
  waiting_.push_back(std::move(event));
}

void SimFeed::Collect(Prng& chance, const std::vector<TelephonyEvent>& news) {
  for (const TelephonyEvent& event : news) {
    if (kind_ == FeedKind::kLossy && (!linked_ || (!calm_ && chance.OneIn(30)))) {
      doubtful_ = true;
      continue;
    }
    if (!linked_) {
      held_back_.push_back(event);
      continue;
    }
    Queue(event);
  }
}

// A source without ids may repeat what belongs to a call that is over: that changes nothing.
void SimFeed::RememberEnd(const TelephonyEvent& event) {
  if (kind_ != FeedKind::kPlain) return;
  if (std::holds_alternative<exchange::LinkUp>(event.body)) {
    repeatable_.clear();  // After a restart their ids name other calls.
    of_live_calls_.clear();
  }
  const std::string call = OnlyCallOf(event);
  if (call.empty()) return;
  of_live_calls_[call].push_back(event);
  if (!std::holds_alternative<exchange::CallCleared>(event.body)) return;
  for (TelephonyEvent& one : of_live_calls_[call]) repeatable_.push_back(std::move(one));
  of_live_calls_.erase(call);
  while (repeatable_.size() > kRepeatableMax) repeatable_.pop_front();
}

void SimFeed::SwapNeighbours(Prng& chance, std::vector<TelephonyEvent>& events) const {
  for (std::size_t i = 1; i < events.size(); ++i) {
    const std::string first = OnlyCallOf(events[i - 1]);
    const std::string second = OnlyCallOf(events[i]);
    if (first.empty() || second.empty() || first == second || !chance.OneIn(3)) continue;
    std::swap(events[i - 1], events[i]);
  }
}

std::vector<TelephonyEvent> SimFeed::Arrive(Prng& chance) {
  std::vector<TelephonyEvent> arrived;
  const bool all = calm_ || !chance.OneIn(4);
  std::size_t count = all ? waiting_.size() : chance.Below(waiting_.size() + 1);
  for (; count > 0; --count) {
    arrived.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  if (calm_) return arrived;
  SwapNeighbours(chance, arrived);
  const std::size_t again = chance.Below(4 * repeatable_.size() + 1);  // Mostly none.
  std::vector<TelephonyEvent> doubled;
  for (const TelephonyEvent& event : arrived) {
    RememberEnd(event);
    doubled.push_back(event);
    if (chance.OneIn(8)) doubled.push_back(event);
  }
  if (linked_ && again < repeatable_.size()) {
    doubled.push_back(repeatable_[again]);
  }
  return doubled;
}

void SimFeed::Acknowledge(const TelephonyEvent& event) {
  if (event.id.empty()) return;
  if (unacknowledged_.erase(std::stoull(event.id)) == 0) return;
  repeatable_.push_back(event);
  if (repeatable_.size() > kRepeatableMax) repeatable_.pop_front();
}

void SimFeed::Cut(const SimSwitch& pbx, WallTime now) {
  if (!std::exchange(linked_, false)) return;
  Queue(pbx.TakeLinkDown(now));
}

void SimFeed::Restore(const SimSwitch& pbx, WallTime now) {
  if (std::exchange(linked_, true)) return;
  for (TelephonyEvent& event : std::exchange(held_back_, {})) {
    Queue(std::move(event));
  }
  Queue(pbx.TakeLinkUp(now));
  Queue(pbx.TakeSnapshot(now));
  doubtful_ = false;
}

void SimFeed::Resync(const SimSwitch& pbx, WallTime now) {
  if (!linked_) return;
  Queue(pbx.TakeSnapshot(now));
  doubtful_ = false;
}

void SimFeed::RestartSwitch(SimSwitch& pbx, WallTime now) {
  Cut(pbx, now);
  pbx.Restart(now);
  Restore(pbx, now);
}

void SimFeed::SendAgain() {
  if (kind_ != FeedKind::kSure) return;
  waiting_.clear();
  for (const auto& [id, event] : unacknowledged_) waiting_.push_back(event);
}

void SimFeed::ServerDied(const SimSwitch& pbx, WallTime now) {
  if (kind_ == FeedKind::kSure) return SendAgain();
  waiting_.clear();
  Cut(pbx, now);
  if (kind_ == FeedKind::kLossy) doubtful_ = true;
}

}  // namespace jackfield::sim
