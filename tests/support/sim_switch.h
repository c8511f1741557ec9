#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/app/simulate/prng.h"
#include "server/base/time.h"
#include "server/exchange/telephony_event.h"

namespace jackfield::sim {

using simulate::Prng;

struct SimQueue {
  std::string name;
  bool ring_all = false;  // Otherwise one member at a time.
};

struct SimSwitchOptions {
  std::string name;  // Of the source.
  std::vector<SimQueue> queues;
  std::vector<std::string> devices;  // Of agents; the last ones may be nobody's.
  std::size_t calls_max = 6;         // Calls at a time.
};

// A telephone system: callers, queues that ring agents, agents who answer, hold, transfer and hang
// up, all by chance. It makes the true history, each event with the true time and in true order,
// and knows what is live. What becomes of the events on their way is not its business.
//
// Thread safety: none; one per simulation.
class SimSwitch {
 public:
  struct Party {
    enum class State : std::uint8_t { kUp, kRinging, kHeld };

    std::string device;  // Empty: from outside.
    State state = State::kUp;
    WallTime since{};
    std::string queue;  // Of the leg that it rings for, or answered.
    std::string leg;
    std::string leg_call;    // Where that leg stands.
    bool completed = false;  // The answered leg is over.
  };
  struct Call {
    std::map<std::string, Party> parties;        // By connection.
    std::map<std::string, std::string> waiting;  // Connection to queue.
    std::map<std::string, WallTime> waiting_since;
    std::string consults_for;  // The call that this one is a consultation of.
    std::string consults_by;   // The agent's connection there,
    std::string consults_own;  // and here.
    bool parked = false;
    exchange::Caller caller;
    std::string dialled;
  };

  explicit SimSwitch(SimSwitchOptions options);

  // One thing happens at `now`, if chance finds one that can.
  void Act(Prng& chance, WallTime now);

  // Every ring that has lasted too long ends; to be called at least every few seconds.
  void EndLongRings(WallTime now);

  // The process dies and starts again: every call is gone, ids begin from the beginning.
  void Restart(WallTime now);

  // Every call ends.
  void HangUpAll(Prng& chance, WallTime now);

  // What happened since the last time it was asked.
  std::vector<exchange::TelephonyEvent> TakeNews();

  exchange::TelephonyEvent TakeSnapshot(WallTime now) const;
  exchange::TelephonyEvent TakeLinkUp(WallTime now) const;
  exchange::TelephonyEvent TakeLinkDown(WallTime now) const;

  const std::string& name() const { return options_.name; }
  std::string epoch() const { return "boot" + std::to_string(boots_); }
  const std::map<std::string, Call>& calls() const { return calls_; }
  const std::vector<SimQueue>& queues() const { return options_.queues; }
  bool anything_rings() const;

 private:
  using Place = std::pair<std::string, std::string>;  // Call and connection.

  void Tell(exchange::TelephonyEventBody body);

  // Each makes one thing happen; false: nothing for it to happen to.
  bool BeginInbound(Prng& chance);
  bool BeginOutbound(Prng& chance);
  bool EnterQueue(Prng& chance);
  bool Ring(Prng& chance);
  bool RingDirectly(Prng& chance);
  bool Answer(Prng& chance);
  bool RingOut(Prng& chance);
  bool LeaveQueue(Prng& chance);
  bool Abandon(Prng& chance);
  bool HoldOrRetrieve(Prng& chance);
  bool AgentLeaves(Prng& chance);
  bool HangUp(Prng& chance);
  bool BlindTransfer(Prng& chance);
  bool Consult(Prng& chance);
  bool EndConsultation(Prng& chance);
  bool Park(Prng& chance);
  bool Describe(Prng& chance);
  bool ChangeMember(Prng& chance);

  // Steps that these share.
  void Join(const std::string& call, const std::string& connection, const std::string& queue);
  void RingDevice(const std::string& call, const std::string& device, const Place& queue_and_leg);
  void EndRing(const std::string& call, const std::string& connection, exchange::RingEnd cause);
  void EndRingsOf(const std::string& call, const std::string& leg, exchange::RingEnd cause);
  void CompleteLeg(Party& party, bool by_transfer);
  void Clear(const std::string& call, const std::string& connection);
  void EndCall(Prng& chance, const std::string& call);
  void MergeConsultation(const std::string& call, const std::string& other, bool conference);
  std::string NewCall();
  std::string NewConnection(const std::string& call);

  std::optional<Place> PickParty(Prng& chance, Party::State state, bool agents_only) const;
  std::optional<std::string> PickCall(Prng& chance) const;
  std::optional<Place> PickWaiting(Prng& chance) const;
  std::vector<std::string> FreeDevices() const;
  bool HasAgent(const Call& call) const;
  bool HasConsultation(const std::string& call) const;
  const std::string& CallerOf(const std::string& call) const;

  SimSwitchOptions options_;
  WallTime now_{};
  std::uint64_t boots_ = 1;
  std::uint64_t last_call_ = 0;
  std::uint64_t last_connection_ = 0;
  std::map<std::string, Call> calls_;
  std::map<Place, bool> members_;  // Queue and device; whether paused.
  std::vector<exchange::TelephonyEvent> news_;
};

}  // namespace jackfield::sim
