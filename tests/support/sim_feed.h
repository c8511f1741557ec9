#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "server/app/simulate/prng.h"
#include "server/exchange/telephony_event.h"
#include "tests/support/sim_switch.h"

namespace jackfield::sim {

using simulate::Prng;

// How a source reports.
enum class FeedKind : std::uint8_t {
  // Gives ids, and sends again what was not acknowledged: nothing is lost, all may come again.
  kSure,
  // Gives no ids and sends once; nothing is lost while the server runs.
  kPlain,
  // As kPlain, and it loses events, also the links to it; snapshots repair that.
  kLossy,
};

// What lies between a switch and the server: doubles, swaps, delays and loses events, by chance and
// within what its kind of source may do.
//
// Thread safety: none; one per simulated switch.
class SimFeed {
 public:
  SimFeed(FeedKind kind, bool timed) : kind_(kind), timed_(timed) {}

  // Takes what happened at the switch. Events of a cut link are kept back (kSure) or lost.
  void Collect(Prng& chance, const std::vector<exchange::TelephonyEvent>& news);

  // What arrives at the server now, in this order.
  std::vector<exchange::TelephonyEvent> Arrive(Prng& chance);

  // The server has it on its disk.
  void Acknowledge(const exchange::TelephonyEvent& event);

  // The link breaks; later it is there again, and a snapshot follows.
  void Cut(const SimSwitch& pbx, WallTime now);
  void Restore(const SimSwitch& pbx, WallTime now);

  // Asks for a snapshot, as a source does from time to time.
  void Resync(const SimSwitch& pbx, WallTime now);

  // The switch starts again; the link is lost with it.
  void RestartSwitch(SimSwitch& pbx, WallTime now);

  // The server died: what was under way is gone.
  void ServerDied(const SimSwitch& pbx, WallTime now);

  // The server refused what it had not acknowledged: that is sent again (kSure).
  void SendAgain();

  // No faults from now on.
  void Calm() { calm_ = true; }

  FeedKind kind() const { return kind_; }
  bool timed() const { return timed_; }
  bool linked() const { return linked_; }
  bool idle() const { return linked_ && waiting_.empty() && unacknowledged_.empty(); }
  // Something was lost since the last snapshot arrived.
  bool doubtful() const { return doubtful_; }

 private:
  void Queue(exchange::TelephonyEvent event);
  void RememberEnd(const exchange::TelephonyEvent& event);
  void SwapNeighbours(Prng& chance, std::vector<exchange::TelephonyEvent>& events) const;

  const FeedKind kind_;
  const bool timed_;
  bool linked_ = true;
  bool calm_ = false;
  bool doubtful_ = false;
  std::uint64_t last_id_ = 0;
  std::deque<exchange::TelephonyEvent> waiting_;                      // Not yet arrived.
  std::deque<exchange::TelephonyEvent> held_back_;                    // While the link is cut.
  std::map<std::uint64_t, exchange::TelephonyEvent> unacknowledged_;  // kSure: by id.
  std::deque<exchange::TelephonyEvent> repeatable_;  // What may come again at any time.
  std::map<std::string, std::vector<exchange::TelephonyEvent>> of_live_calls_;
};

}  // namespace jackfield::sim
