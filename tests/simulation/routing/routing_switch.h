#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/app/simulate/prng.h"
#include "server/exchange/commands/call_command.h"
#include "server/exchange/telephony_event.h"
#include "tests/simulation/routing/routing_agenda.h"

namespace jackfield::sim {

// A telephone system whose callers wait until somebody says where they go. It is slow, loses
// commands, refuses them, rings somebody else, takes callers out of their queue to ring somebody,
// tells events late, twice or never, and its link breaks; after that it lists what is true.
//
// Thread safety: none; one per source of a simulation.
class RoutingSwitch {
 public:
  using Tell = std::function<void(exchange::TelephonyEventBody)>;

  // `chance` and `agenda` outlive the switch.
  RoutingSwitch(std::string name, simulate::Prng& chance, RoutingAgenda& agenda, Tell tell)
      : name_(std::move(name)), chance_(chance), agenda_(agenda), tell_(std::move(tell)) {}

  void SetQueues(std::vector<std::string> queues) { queues_ = std::move(queues); }
  void SetPhones(std::vector<std::string> phones) { phones_ = std::move(phones); }

  // The link comes up.
  void Connect();

  // Somebody calls, and waits for at most some minutes.
  void Arrive(const exchange::Caller& caller);

  // A phone is used for a call of its own. `number` may be empty.
  void CallOut(const exchange::PersonalText& number);
  void CallFrom(const std::string& device, const exchange::PersonalText& number);

  // More is known of somebody who waits.
  void LearnCaller(const exchange::Caller& caller);

  // Who waits hands the place over to a call that begins with it, as in an attended transfer.
  void HandOver();

  // It rings a phone for somebody who waits, and was not told to: the queue has members of its own.
  void RingMember();

  // A phone joins a queue of the switch, or is paused there, or leaves.
  void ChangeMember();

  // The link breaks, for a while.
  void CutLink();

  void Carry(const exchange::CallCommand& command);

  // Everybody hangs up, and the link is there.
  void GoHome();

  const std::string& name() const { return name_; }

 private:
  struct Party {
    std::string device;
    bool rings = false;
  };
  struct Call {
    exchange::Caller caller;
    std::string connection;  // The calling party's.
    std::string device;      // The same; empty: from outside.
    exchange::PersonalText dialled;
    std::string queue;    // In which it waits; empty: it does not.
    bool routed = false;  // The queue has let it go, and takes it back if nobody answers.
    Instant entered{};
    std::map<std::string, Party> parties;  // Besides the calling one.
  };

  // Tells the event, if the link is up; now and then late, twice, or never.
  void Say(exchange::TelephonyEventBody body);
  void SayLate(const exchange::TelephonyEventBody& body);

  void Route(const exchange::RouteCall& route);
  void Divert(const exchange::DivertCall& divert);
  void Connect(const std::string& id, const std::string& connection);

  void EnterQueue(const std::string& id, const std::string& queue);
  void LeaveQueue(const std::string& id);
  void TakeOut(const std::string& id);
  void BringBack(const std::string& id);
  void Ring(const std::string& id, const std::string& device, bool names_queue);
  void EndRing(const std::string& id, const std::string& connection, exchange::RingEnd cause);
  void Answer(const std::string& id, const std::string& connection);
  void EndTalk(const std::string& id, const std::string& connection);
  void HangUp(const std::string& id);
  void Restart();
  void SaySnapshot();

  std::string PickQueue() const { return queues_[chance_.Below(queues_.size())]; }
  Duration Upto(std::int64_t seconds) const {
    return chance_.Between(Duration{0}, Duration(seconds * 1'000));
  }

  const std::string name_;
  simulate::Prng& chance_;
  RoutingAgenda& agenda_;
  const Tell tell_;
  std::vector<std::string> queues_;
  std::vector<std::string> phones_;
  std::map<std::string, Call> calls_;
  std::map<std::pair<std::string, std::string>, bool> members_;  // Queue, device: paused.
  bool linked_ = false;
  std::uint64_t epoch_ = 1;
  std::uint64_t made_ = 0;  // Calls and connections so far.
};

}  // namespace jackfield::sim
