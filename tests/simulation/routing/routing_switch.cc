#include "tests/simulation/routing/routing_switch.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

namespace jackfield::sim {

using exchange::DequeueCause;
using exchange::RingEnd;

void RoutingSwitch::Say(exchange::TelephonyEventBody body) {
  if (!linked_) return;
  if (chance_.OneIn(200)) return;
  if (chance_.OneIn(25)) {
    agenda_.In(Upto(4), [this, body] { SayLate(body); });
    return;
  }
  if (chance_.OneIn(40)) tell_(body);
  tell_(std::move(body));
}

void RoutingSwitch::SayLate(const exchange::TelephonyEventBody& body) {
  if (linked_) tell_(body);
}

void RoutingSwitch::Connect() {
  using exchange::CommandKind;
  linked_ = true;
  std::set<CommandKind> can{CommandKind::kDial};
  if (!chance_.OneIn(10)) can.insert(CommandKind::kRoute);
  if (!chance_.OneIn(8)) can.insert(CommandKind::kDivert);
  tell_(exchange::LinkUp{"boot" + std::to_string(epoch_), can});
  SaySnapshot();
}

void RoutingSwitch::CutLink() {
  if (!linked_) return;
  linked_ = false;
  tell_(exchange::LinkDown{});
  if (chance_.OneIn(5)) Restart();
  agenda_.In(Upto(15), [this] {
    if (!linked_) Connect();
  });
}

void RoutingSwitch::Restart() {
  calls_.clear();
  ++epoch_;
}

void RoutingSwitch::SaySnapshot() {
  exchange::SwitchSnapshot snapshot;
  snapshot.queues = queues_;
  for (const auto& [id, call] : calls_) {
    exchange::SnapshotCall listed{id, call.caller, call.dialled, {}};
    listed.connections.push_back({call.connection, call.device, false});
    for (const auto& [connection, party] : call.parties) {
      listed.connections.push_back({connection, party.device, party.rings});
    }
    snapshot.calls.push_back(listed);
    if (call.queue.empty() || call.routed) continue;
    snapshot.waiting.push_back({call.queue, id, call.connection, agenda_.now() - call.entered});
  }
  for (const auto& [member, paused] : members_) {
    snapshot.members.push_back({member.first, member.second, paused, {}});
  }
  tell_(snapshot);
}

void RoutingSwitch::Arrive(const exchange::Caller& caller) {
  const std::string id = name_ + std::to_string(++made_);
  Call& call = calls_[id];
  call.caller = caller;
  call.connection = id + "-in";
  Say(exchange::Originated{id, exchange::Direction::kInbound, caller, {}, call.connection, ""});
  EnterQueue(id, PickQueue());
  agenda_.In(chance_.Exponential(Duration(120'000)), [this, id] {
    const auto known = calls_.find(id);
    if (known != calls_.end() && !known->second.queue.empty()) LeaveQueue(id);
  });
}

void RoutingSwitch::EnterQueue(const std::string& id, const std::string& queue) {
  Call& call = calls_.at(id);
  call.queue = queue;
  call.routed = false;
  call.entered = agenda_.now();
  Say(exchange::Queued{id, call.connection, queue});
}

// The caller gives up, presses a key, or goes on to another queue.
void RoutingSwitch::LeaveQueue(const std::string& id) {
  Call& call = calls_.at(id);
  if (chance_.OneIn(3)) return HangUp(id);
  const bool goes_on = chance_.OneIn(3);
  const bool by_key = chance_.OneIn(3);
  const DequeueCause cause = by_key    ? DequeueCause::kExitKey
                             : goes_on ? DequeueCause::kTimedOut
                                       : DequeueCause::kAbandoned;
  Say(exchange::Dequeued{id, call.connection, call.queue, cause});
  call.queue.clear();
  if (goes_on) return EnterQueue(id, PickQueue());
  if (!by_key) return HangUp(id);
  agenda_.In(Upto(8), [this, id] { HangUp(id); });
}

void RoutingSwitch::CallOut(const exchange::PersonalText& number) {
  if (!phones_.empty()) CallFrom(phones_[chance_.Below(phones_.size())], number);
}

void RoutingSwitch::CallFrom(const std::string& device, const exchange::PersonalText& number) {
  const std::string id = name_ + std::to_string(++made_);
  Call& call = calls_[id];
  call.connection = id + "-out";
  call.device = device;
  call.dialled = number;
  Say(exchange::Originated{
      id, exchange::Direction::kOutbound, {}, number, call.connection, device});
  if (!chance_.OneIn(3)) {
    agenda_.In(Upto(15), [this, id] { Connect(id, id + "-far"); });
  }
  agenda_.In(Upto(40), [this, id] { HangUp(id); });
}

// Who was called answers.
void RoutingSwitch::Connect(const std::string& id, const std::string& connection) {
  const auto known = calls_.find(id);
  if (known == calls_.end()) return;
  known->second.parties[connection] = {"", false};
  Say(exchange::Established{id, connection, "", "", ""});
}

void RoutingSwitch::LearnCaller(const exchange::Caller& caller) {
  for (auto& [id, call] : calls_) {
    if (call.queue.empty() || !chance_.OneIn(3)) continue;
    exchange::Caller better = caller;
    if (!call.caller.number_key.empty()) {
      better.number = call.caller.number;
      better.number_key = call.caller.number_key;
      better.calling_code = call.caller.calling_code;
      better.customer = call.caller.customer;
    }
    call.caller = better;
    return Say(exchange::CallInformation{id, better, {}, {}, {}});
  }
}

void RoutingSwitch::HandOver() {
  const auto from = std::find_if(calls_.begin(), calls_.end(), [](const auto& entry) {
    const Call& call = entry.second;
    return !call.queue.empty() && !call.routed && call.parties.empty();
  });
  if (from == calls_.end()) return;
  const std::string before = from->first;
  const std::string id = name_ + std::to_string(++made_);
  Call call = from->second;
  const std::string leg = std::exchange(call.connection, id + "-in");
  if (chance_.OneIn(2)) call.caller.value_tier = 1;
  calls_.erase(from);
  calls_[id] = call;
  Say(exchange::Originated{
      id, exchange::Direction::kInbound, call.caller, {}, call.connection, ""});
  Say(exchange::LegMoved{before, leg, call.queue, id, call.connection});
  Say(exchange::CallCleared{before});
  agenda_.In(chance_.Exponential(Duration(60'000)), [this, id] { HangUp(id); });
}

void RoutingSwitch::RingMember() {
  std::vector<std::string> waiting;
  for (const auto& [id, call] : calls_) {
    if (!call.queue.empty() && !call.routed) waiting.push_back(id);
  }
  if (waiting.empty() || phones_.empty()) return;
  const std::string& id = waiting[chance_.Below(waiting.size())];
  Ring(id, phones_[chance_.Below(phones_.size())], /*names_queue=*/true);
}

void RoutingSwitch::ChangeMember() {
  if (phones_.empty()) return;
  const std::pair member{PickQueue(), phones_[chance_.Below(phones_.size())]};
  const auto known = members_.find(member);
  if (known == members_.end()) {
    members_[member] = false;
    return Say(exchange::MemberAdded{member.first, member.second, false, {}});
  }
  if (chance_.OneIn(4)) {
    members_.erase(known);
    return Say(exchange::MemberRemoved{member.first, member.second});
  }
  known->second = !known->second;
  Say(exchange::MemberPaused{member.first, member.second, known->second, {}});
}

void RoutingSwitch::Carry(const exchange::CallCommand& command) {
  if (!linked_ || chance_.OneIn(10)) return;
  const bool refuses = chance_.OneIn(10);
  if (refuses || chance_.OneIn(2)) {
    const auto outcome =
        refuses ? exchange::CommandOutcome::kRefused : exchange::CommandOutcome::kAccepted;
    agenda_.In(Upto(2), [this, id = command.id, outcome] {
      if (linked_) tell_(exchange::CommandResult{id, outcome, {}});
    });
  }
  if (refuses) return;
  if (const auto* route = std::get_if<exchange::RouteCall>(&command.body)) Route(*route);
  if (const auto* divert = std::get_if<exchange::DivertCall>(&command.body)) Divert(*divert);
  const auto* dial = std::get_if<exchange::DialNumber>(&command.body);
  if (dial == nullptr) return;
  agenda_.In(Upto(3), [this, dialled = *dial] { CallFrom(dialled.device, dialled.number); });
}

// The caller leaves the queue for somewhere else, or does not.
void RoutingSwitch::Divert(const exchange::DivertCall& divert) {
  if (chance_.OneIn(4)) return;
  agenda_.In(Upto(4), [this, id = divert.call] {
    const auto known = calls_.find(id);
    if (known == calls_.end() || known->second.queue.empty()) return;
    const std::string queue = std::exchange(known->second.queue, {});
    const auto cause = chance_.OneIn(2) ? DequeueCause::kWithdrawn : DequeueCause::kUnknown;
    Say(exchange::Dequeued{id, known->second.connection, queue, cause});
    if (chance_.OneIn(2)) Connect(id, id + "-there");
    agenda_.In(Upto(20), [this, id] { HangUp(id); });
  });
}

void RoutingSwitch::Route(const exchange::RouteCall& route) {
  const Duration delay = chance_.OneIn(12) ? Upto(20) : Upto(2);
  const bool errs = chance_.OneIn(20) && !phones_.empty();
  std::vector<std::string> devices = route.devices;
  if (errs) devices = {phones_[chance_.Below(phones_.size())]};
  const bool takes_out = chance_.OneIn(2);
  agenda_.In(delay, [this, call = route.call, devices, takes_out] {
    if (takes_out) TakeOut(call);
    for (const std::string& device : devices) Ring(call, device, chance_.OneIn(4));
  });
}

void RoutingSwitch::TakeOut(const std::string& id) {
  const auto known = calls_.find(id);
  if (known == calls_.end() || known->second.queue.empty() || known->second.routed) return;
  Call& call = known->second;
  call.routed = true;
  const auto cause = chance_.OneIn(4) ? DequeueCause::kWithdrawn : DequeueCause::kUnknown;
  Say(exchange::Dequeued{id, call.connection, call.queue, cause});
  agenda_.In(Duration(40'000), [this, id] { BringBack(id); });
}

void RoutingSwitch::BringBack(const std::string& id) {
  const auto known = calls_.find(id);
  if (known == calls_.end() || known->second.queue.empty() || !known->second.routed) return;
  known->second.routed = false;
  Say(exchange::Queued{id, known->second.connection, known->second.queue});
}

void RoutingSwitch::Ring(const std::string& id, const std::string& device, bool names_queue) {
  const auto known = calls_.find(id);
  if (known == calls_.end() || known->second.queue.empty()) return;
  Call& call = known->second;
  const std::string connection = id + "-" + std::to_string(++made_);
  call.parties[connection] = {device, true};
  Say(exchange::Delivered{id, connection, device, names_queue ? call.queue : "",
                          names_queue ? call.connection : ""});
  switch (chance_.Below(8)) {
    case 0:
      return;  // Nobody says how it ends.
    case 1:
      return agenda_.In(Upto(30), [=, this] { EndRing(id, connection, RingEnd::kNoAnswer); });
    case 2:
      return agenda_.In(Upto(3), [=, this] { EndRing(id, connection, RingEnd::kNoAnswer); });
    case 3: {
      const auto cause = static_cast<RingEnd>(chance_.Below(5));
      return agenda_.In(Upto(20), [=, this] { EndRing(id, connection, cause); });
    }
    default:
      return agenda_.In(Upto(15), [=, this] { Answer(id, connection); });
  }
}

void RoutingSwitch::EndRing(const std::string& id, const std::string& connection, RingEnd cause) {
  const auto known = calls_.find(id);
  if (known == calls_.end() || known->second.parties.erase(connection) == 0) return;
  Say(exchange::RingEnded{id, connection, cause});
  if (chance_.OneIn(2)) Say(exchange::ConnectionCleared{id, connection});
  const auto& parties = known->second.parties;
  const bool rings = std::any_of(parties.begin(), parties.end(),
                                 [](const auto& party) { return party.second.rings; });
  if (!rings) BringBack(id);
}

void RoutingSwitch::Answer(const std::string& id, const std::string& connection) {
  const auto known = calls_.find(id);
  if (known == calls_.end() || known->second.queue.empty()) return;
  Call& call = known->second;
  const auto party = call.parties.find(connection);
  if (party == call.parties.end() || !party->second.rings) return;
  party->second.rings = false;
  call.queue.clear();
  call.routed = false;
  const bool names_queue = chance_.OneIn(4);
  Say(exchange::Established{id, connection, party->second.device, "",
                            names_queue ? call.connection : ""});
  std::vector<std::string> others;
  for (const auto& [other, each] : call.parties) {
    if (each.rings) others.push_back(other);
  }
  for (const std::string& other : others) EndRing(id, other, RingEnd::kAnsweredElsewhere);
  agenda_.In(Upto(60), [=, this] { EndTalk(id, connection); });
}

// The caller is passed on, or it is over.
void RoutingSwitch::EndTalk(const std::string& id, const std::string& connection) {
  const auto known = calls_.find(id);
  if (known == calls_.end()) return;
  const bool passed_on = chance_.OneIn(6) && known->second.queue.empty();
  if (passed_on) EnterQueue(id, PickQueue());
  known->second.parties.erase(connection);
  Say(exchange::ConnectionCleared{id, connection});
  if (!passed_on && known->second.queue.empty()) HangUp(id);
}

void RoutingSwitch::HangUp(const std::string& id) {
  const auto known = calls_.find(id);
  if (known == calls_.end()) return;
  if (chance_.OneIn(2)) Say(exchange::ConnectionCleared{id, known->second.connection});
  calls_.erase(known);
  Say(exchange::CallCleared{id});
}

void RoutingSwitch::GoHome() {
  calls_.clear();
  if (!linked_) return Connect();
  SaySnapshot();
}

}  // namespace jackfield::sim
