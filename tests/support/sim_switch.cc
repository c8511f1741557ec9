#include "tests/support/sim_switch.h"

#include <algorithm>

namespace jackfield::sim {
namespace {

using exchange::PersonalText;
using exchange::RingEnd;
using State = SimSwitch::Party::State;

constexpr Duration kRingMax{25'000};
constexpr std::uint64_t kNumbers = 50;

template <typename T>
const T& Pick(Prng& chance, const std::vector<T>& from) {
  return from[chance.Below(from.size())];
}

}  // namespace

SimSwitch::SimSwitch(SimSwitchOptions options) : options_(std::move(options)) {}

void SimSwitch::Tell(exchange::TelephonyEventBody body) {
  news_.push_back({options_.name, "", now_, std::move(body)});
}

std::vector<exchange::TelephonyEvent> SimSwitch::TakeNews() { return std::exchange(news_, {}); }

void SimSwitch::Act(Prng& chance, WallTime now) {
  constexpr int kTries = 4;
  now_ = now;
  bool (SimSwitch::*const things[])(Prng&) = {&SimSwitch::BeginInbound,
                                              &SimSwitch::BeginInbound,
                                              &SimSwitch::BeginOutbound,
                                              &SimSwitch::EnterQueue,
                                              &SimSwitch::EnterQueue,
                                              &SimSwitch::Ring,
                                              &SimSwitch::Ring,
                                              &SimSwitch::Ring,
                                              &SimSwitch::RingDirectly,
                                              &SimSwitch::Answer,
                                              &SimSwitch::Answer,
                                              &SimSwitch::Answer,
                                              &SimSwitch::RingOut,
                                              &SimSwitch::LeaveQueue,
                                              &SimSwitch::Abandon,
                                              &SimSwitch::HangUp,
                                              &SimSwitch::HoldOrRetrieve,
                                              &SimSwitch::AgentLeaves,
                                              &SimSwitch::BlindTransfer,
                                              &SimSwitch::Consult,
                                              &SimSwitch::Consult,
                                              &SimSwitch::Park,
                                              &SimSwitch::EndConsultation,
                                              &SimSwitch::EndConsultation,
                                              &SimSwitch::Describe,
                                              &SimSwitch::ChangeMember};
  for (int i = 0; i < kTries; ++i) {
    if ((this->*things[chance.Below(std::size(things))])(chance)) return;
  }
}

void SimSwitch::EndLongRings(WallTime now) {
  now_ = now;
  std::vector<Place> over;
  for (const auto& [id, call] : calls_) {
    for (const auto& [connection, party] : call.parties) {
      if (party.state == State::kRinging && now - party.since >= kRingMax) {
        over.emplace_back(id, connection);
      }
    }
  }
  for (const auto& [call, connection] : over) EndRing(call, connection, RingEnd::kNoAnswer);
}

void SimSwitch::Restart(WallTime now) {
  now_ = now;
  calls_.clear();
  last_call_ = 0;
  last_connection_ = 0;
  ++boots_;
}

void SimSwitch::HangUpAll(Prng& chance, WallTime now) {
  now_ = now;
  while (!calls_.empty()) EndCall(chance, calls_.begin()->first);
}

exchange::TelephonyEvent SimSwitch::TakeLinkUp(WallTime now) const {
  return {options_.name, "", now, exchange::LinkUp{epoch()}};
}

exchange::TelephonyEvent SimSwitch::TakeLinkDown(WallTime now) const {
  return {options_.name, "", now, exchange::LinkDown{}};
}

exchange::TelephonyEvent SimSwitch::TakeSnapshot(WallTime now) const {
  exchange::SwitchSnapshot snapshot;
  for (const SimQueue& queue : options_.queues) snapshot.queues.push_back(queue.name);
  for (const auto& [id, call] : calls_) {
    exchange::SnapshotCall live{id, call.caller, PersonalText(call.dialled), {}};
    for (const auto& [connection, party] : call.parties) {
      live.connections.push_back({connection, party.device, party.state == State::kRinging});
    }
    snapshot.calls.push_back(std::move(live));
    for (const auto& [leg, queue] : call.waiting) {
      snapshot.waiting.push_back({queue, id, leg, now - call.waiting_since.at(leg)});
    }
  }
  for (const auto& [member, paused] : members_) {
    snapshot.members.push_back({member.first, member.second, paused, {}});
  }
  return {options_.name, "", now, std::move(snapshot)};
}

bool SimSwitch::anything_rings() const {
  return std::any_of(calls_.begin(), calls_.end(), [](const auto& call) {
    const auto& parties = call.second.parties;
    return std::any_of(parties.begin(), parties.end(),
                       [](const auto& party) { return party.second.state == State::kRinging; });
  });
}

std::string SimSwitch::NewCall() { return "c" + std::to_string(++last_call_); }

std::string SimSwitch::NewConnection(const std::string& call) {
  constexpr std::uint64_t kFirst = 100'000;  // So that text order is order of creation.
  return call + "." + std::to_string(kFirst + ++last_connection_);
}

bool SimSwitch::BeginInbound(Prng& chance) {
  if (calls_.size() >= options_.calls_max) return false;
  const std::string id = NewCall();
  const std::string connection = NewConnection(id);
  Call& call = calls_[id];
  call.parties[connection] = Party{"", State::kUp, now_, "", "", "", false};
  call.dialled = "800" + std::to_string(chance.Below(3));
  if (!chance.OneIn(5)) {
    const std::string number = std::to_string(chance.Below(kNumbers));
    call.caller.presentation = exchange::Presentation::kPresented;
    call.caller.number = PersonalText("030" + number);
    call.caller.e164 = PersonalText("+4930" + number);
  }
  Tell(exchange::Originated{id, exchange::Direction::kInbound, call.caller,
                            PersonalText(call.dialled), connection, ""});
  if (!chance.OneIn(4)) Join(id, connection, Pick(chance, options_.queues).name);
  return true;
}

bool SimSwitch::BeginOutbound(Prng& chance) {
  const std::vector<std::string> free = FreeDevices();
  if (free.empty() || calls_.size() >= options_.calls_max) return false;
  const std::string id = NewCall();
  const std::string connection = NewConnection(id);
  const std::string& device = Pick(chance, free);
  Call& call = calls_[id];
  call.parties[connection] = Party{device, State::kUp, now_, "", "", "", false};
  call.dialled = "0171" + std::to_string(chance.Below(kNumbers));
  Tell(exchange::Originated{id, exchange::Direction::kOutbound, call.caller,
                            PersonalText(call.dialled), connection, device});
  if (chance.OneIn(3)) return true;  // Nobody answers.
  const std::string other = NewConnection(id);
  call.parties[other] = Party{"", State::kUp, now_, "", "", "", false};
  Tell(exchange::Established{id, other, "", "", ""});
  return true;
}

void SimSwitch::Join(const std::string& call, const std::string& connection,
                     const std::string& queue) {
  calls_[call].waiting[connection] = queue;
  calls_[call].waiting_since[connection] = now_;
  Tell(exchange::Queued{call, connection, queue});
}

bool SimSwitch::EnterQueue(Prng& chance) {
  const auto id = PickCall(chance);
  if (!id) return false;
  const Call& call = calls_[*id];
  const std::string& caller = CallerOf(*id);
  if (caller.empty() || HasAgent(call) || !call.waiting.empty() || call.parked) return false;
  const std::string& queue = Pick(chance, options_.queues).name;
  if (chance.OneIn(6)) {
    const bool full = chance.OneIn(2);
    const auto cause = full ? exchange::RefusalCause::kFull : exchange::RefusalCause::kEmpty;
    Tell(exchange::QueueRefused{*id, queue, cause});
  } else {
    Join(*id, caller, queue);
  }
  return true;
}

void SimSwitch::RingDevice(const std::string& call, const std::string& device,
                           const Place& queue_and_leg) {
  const std::string connection = NewConnection(call);
  calls_[call].parties[connection] =
      Party{device, State::kRinging, now_, queue_and_leg.first, queue_and_leg.second, call, false};
  Tell(exchange::Delivered{call, connection, device, queue_and_leg.first, queue_and_leg.second});
}

bool SimSwitch::Ring(Prng& chance) {
  const auto place = PickWaiting(chance);
  if (!place) return false;
  const auto& [id, leg] = *place;
  for (const auto& [connection, party] : calls_[id].parties) {
    if (party.state == State::kRinging && party.leg == leg) return false;
  }
  const std::string queue = calls_[id].waiting[leg];
  std::vector<std::string> free;
  for (const std::string& device : FreeDevices()) {
    const auto member = members_.find({queue, device});
    if (member != members_.end() && !member->second) free.push_back(device);
  }
  if (free.empty()) return false;
  const auto declared = std::find_if(options_.queues.begin(), options_.queues.end(),
                                     [&](const SimQueue& one) { return one.name == queue; });
  if (!declared->ring_all) free = {Pick(chance, free)};
  for (const std::string& device : free) RingDevice(id, device, {queue, leg});
  return true;
}

bool SimSwitch::RingDirectly(Prng& chance) {
  const auto id = PickCall(chance);
  const std::vector<std::string> free = FreeDevices();
  if (!id || free.empty()) return false;
  const Call& call = calls_[*id];
  if (CallerOf(*id).empty() || HasAgent(call) || !call.waiting.empty() || call.parked) return false;
  RingDevice(*id, Pick(chance, free), {});
  return true;
}

bool SimSwitch::Answer(Prng& chance) {
  const auto place = PickParty(chance, State::kRinging, false);
  if (!place) return false;
  const auto& [id, connection] = *place;
  Party& party = calls_[id].parties[connection];
  party.state = State::kUp;
  party.since = now_;
  Tell(exchange::Established{id, connection, party.device, party.queue, party.leg});
  if (party.leg.empty()) return true;
  calls_[id].waiting.erase(party.leg);
  EndRingsOf(id, party.leg, RingEnd::kAnsweredElsewhere);
  return true;
}

void SimSwitch::EndRing(const std::string& call, const std::string& connection, RingEnd cause) {
  calls_[call].parties.erase(connection);
  Tell(exchange::RingEnded{call, connection, cause});
  Tell(exchange::ConnectionCleared{call, connection});
}

void SimSwitch::EndRingsOf(const std::string& call, const std::string& leg, RingEnd cause) {
  std::vector<std::string> over;
  for (const auto& [connection, party] : calls_[call].parties) {
    if (party.state == State::kRinging && (leg.empty() || party.leg == leg)) {
      over.push_back(connection);
    }
  }
  for (const std::string& connection : over) EndRing(call, connection, cause);
}

bool SimSwitch::RingOut(Prng& chance) {
  const auto place = PickParty(chance, State::kRinging, false);
  if (!place) return false;
  EndRing(place->first, place->second, chance.OneIn(5) ? RingEnd::kCancelled : RingEnd::kNoAnswer);
  return true;
}

}  // namespace jackfield::sim
