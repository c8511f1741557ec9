// What happens at the switch after a caller waits or talks: leaving, holding, transferring, ending.

#include <algorithm>

#include "tests/support/sim_switch.h"

namespace jackfield::sim {
namespace {

using exchange::DequeueCause;
using exchange::PersonalText;
using exchange::RingEnd;
using State = SimSwitch::Party::State;

}  // namespace

bool SimSwitch::LeaveQueue(Prng& chance) {
  const auto place = PickWaiting(chance);
  if (!place) return false;
  const auto& [id, leg] = *place;
  constexpr DequeueCause kCauses[] = {DequeueCause::kTimedOut, DequeueCause::kExitKey,
                                      DequeueCause::kExitEmpty, DequeueCause::kWithdrawn,
                                      DequeueCause::kUnknown};
  const DequeueCause cause = kCauses[chance.Below(std::size(kCauses))];
  const std::string queue = calls_[id].waiting[leg];
  calls_[id].waiting.erase(leg);
  EndRingsOf(id, leg, RingEnd::kCallerGone);
  Tell(exchange::Dequeued{id, leg, queue, cause});
  if (cause == DequeueCause::kUnknown && chance.OneIn(2)) {
    Tell(exchange::Dequeued{id, leg, queue, DequeueCause::kTimedOut});
  }
  return true;
}

bool SimSwitch::Abandon(Prng& chance) {
  const auto place = PickWaiting(chance);
  if (!place) return false;
  EndCall(chance, place->first);
  return true;
}

bool SimSwitch::HoldOrRetrieve(Prng& chance) {
  const bool hold = chance.OneIn(2);
  const auto place = PickParty(chance, hold ? State::kUp : State::kHeld, true);
  if (!place || HasConsultation(place->first)) return false;
  const auto& [id, connection] = *place;
  Party& party = calls_[id].parties[connection];
  party.state = hold ? State::kHeld : State::kUp;
  if (hold) {
    Tell(exchange::Held{id, connection});
  } else {
    Tell(exchange::Retrieved{id, connection});
  }
  return true;
}

void SimSwitch::CompleteLeg(Party& party, bool by_transfer) {
  if (party.leg.empty() || party.completed) return;
  party.completed = true;
  Tell(exchange::LegCompleted{party.leg_call, party.leg, party.queue, party.device, by_transfer});
}

void SimSwitch::Clear(const std::string& call, const std::string& connection) {
  calls_[call].parties.erase(connection);
  Tell(exchange::ConnectionCleared{call, connection});
}

bool SimSwitch::AgentLeaves(Prng& chance) {
  const auto place = PickParty(chance, State::kUp, true);
  if (!place) return false;
  const auto& [id, connection] = *place;
  const bool begun_by_it = CallerOf(id).empty();
  if (begun_by_it || HasConsultation(id) || !calls_[id].consults_for.empty()) return false;
  CompleteLeg(calls_[id].parties[connection], false);
  Clear(id, connection);
  return true;
}

void SimSwitch::EndCall(Prng& chance, const std::string& call_id) {
  const std::string id = call_id;
  std::vector<std::string> consultations;
  for (const auto& [other, call] : calls_) {
    if (call.consults_for == id) consultations.push_back(other);
  }
  for (const std::string& other : consultations) EndCall(chance, other);
  Call& call = calls_[id];
  const auto waiting = std::exchange(call.waiting, {});
  EndRingsOf(id, "", RingEnd::kCallerGone);
  for (const auto& [leg, queue] : waiting) {
    if (chance.OneIn(3)) continue;  // That the call is cleared says it.
    Tell(exchange::Dequeued{id, leg, queue, DequeueCause::kAbandoned});
  }
  const bool late_account = chance.OneIn(3);
  std::vector<std::string> left;
  for (auto& [connection, party] : call.parties) {
    if (!late_account) CompleteLeg(party, false);
    left.push_back(connection);
  }
  std::vector<Party> parties;
  for (const std::string& connection : left) {
    parties.push_back(call.parties[connection]);
    Clear(id, connection);
  }
  Tell(exchange::CallCleared{id});
  for (Party& party : parties) CompleteLeg(party, false);
  calls_.erase(id);
}

bool SimSwitch::HangUp(Prng& chance) {
  const auto id = PickCall(chance);
  if (!id) return false;
  EndCall(chance, *id);
  return true;
}

bool SimSwitch::BlindTransfer(Prng& chance) {
  const auto place = PickParty(chance, State::kUp, true);
  if (!place) return false;
  const auto& [id, connection] = *place;
  const std::string caller = CallerOf(id);
  if (caller.empty() || HasConsultation(id) || !calls_[id].waiting.empty()) return false;
  Tell(exchange::Transferred{id, exchange::TransferKind::kBlind, connection, "",
                             PersonalText("8000")});
  CompleteLeg(calls_[id].parties[connection], true);
  Clear(id, connection);
  if (HasAgent(calls_[id])) return true;
  const std::vector<std::string> free = FreeDevices();
  if (chance.OneIn(2) || free.empty()) {
    Join(id, caller, options_.queues[chance.Below(options_.queues.size())].name);
  } else {
    RingDevice(id, free[chance.Below(free.size())], {});
  }
  return true;
}

bool SimSwitch::Consult(Prng& chance) {
  const auto place = PickParty(chance, State::kUp, true);
  if (!place) return false;
  const auto& [first, connection] = *place;
  if (CallerOf(first).empty() || HasConsultation(first) || !calls_[first].consults_for.empty() ||
      !calls_[first].waiting.empty()) {
    return false;
  }
  const std::vector<std::string> free = FreeDevices();
  Party& party = calls_[first].parties[connection];
  party.state = State::kHeld;
  Tell(exchange::Held{first, connection});
  const std::string second = NewCall();
  const std::string own = NewConnection(second);
  Call& call = calls_[second];
  call.consults_for = first;
  call.consults_by = connection;
  call.consults_own = own;
  call.parties[own] =
      Party{calls_[first].parties[connection].device, State::kUp, now_, "", "", "", false};
  Tell(exchange::Originated{second,
                            exchange::Direction::kInternal,
                            {},
                            PersonalText("100"),
                            own,
                            call.parties[own].device});
  if (chance.OneIn(3) || free.empty()) {
    Join(second, own, options_.queues[chance.Below(options_.queues.size())].name);
  } else {
    RingDevice(second, free[chance.Below(free.size())], {});
  }
  return true;
}

bool SimSwitch::EndConsultation(Prng& chance) {
  std::vector<std::string> consultations;
  for (const auto& [id, call] : calls_) {
    if (!call.consults_for.empty()) consultations.push_back(id);
  }
  if (consultations.empty()) return false;
  const std::string second = consultations[chance.Below(consultations.size())];
  const std::string first = calls_[second].consults_for;
  if (chance.OneIn(4)) {
    const std::string by = calls_[second].consults_by;
    EndCall(chance, second);
    calls_[first].parties[by].state = State::kUp;
    Tell(exchange::Retrieved{first, by});
    return true;
  }
  if (!calls_[first].waiting.empty()) return false;
  const auto rings =
      std::any_of(calls_[second].parties.begin(), calls_[second].parties.end(),
                  [](const auto& party) { return party.second.state == State::kRinging; });
  if (rings && calls_[second].waiting.empty()) return false;  // Only what was answered is joined.
  MergeConsultation(first, second, chance.OneIn(4) && calls_[second].waiting.empty());
  return true;
}

void SimSwitch::MergeConsultation(const std::string& first, const std::string& second,
                                  bool conference) {
  Call& into = calls_[first];
  Call& from = calls_[second];
  const std::string own = from.consults_own;
  const std::string by = from.consults_by;
  const std::string caller = CallerOf(first);
  for (const auto& [leg, queue] : std::exchange(from.waiting, {})) {
    Tell(exchange::LegMoved{second, leg, queue, first, caller});
    into.waiting[caller] = queue;
    into.waiting_since[caller] = from.waiting_since[leg];
    for (auto& [connection, party] : from.parties) {
      if (party.leg != leg) continue;
      party.leg = caller;
      party.leg_call = first;
    }
  }
  if (conference) {
    Tell(exchange::Conferenced{first, second});
  } else {
    Tell(exchange::Transferred{first, exchange::TransferKind::kConsultation, by, second,
                               PersonalText("100")});
  }
  into.parties.merge(from.parties);
  calls_.erase(second);
  if (conference) {
    into.parties[by].state = State::kUp;
    Tell(exchange::Retrieved{first, by});
    return;
  }
  CompleteLeg(into.parties[by], true);
  Clear(first, by);
  Clear(first, own);
}

bool SimSwitch::Park(Prng& chance) {
  const auto id = PickCall(chance);
  if (!id) return false;
  Call& call = calls_[*id];
  if (call.parked) {
    call.parked = false;
    Tell(exchange::Unparked{*id});
    return true;
  }
  const bool rings = std::any_of(call.parties.begin(), call.parties.end(), [](const auto& party) {
    return party.second.state == State::kRinging;
  });
  if (HasAgent(call) || rings || CallerOf(*id).empty() || !call.waiting.empty()) return false;
  call.parked = true;
  Tell(exchange::Parked{*id, "701"});
  return true;
}

bool SimSwitch::Describe(Prng& chance) {
  const auto id = PickCall(chance);
  if (!id) return false;
  exchange::CallInformation more;
  more.call = *id;
  more.attached = {{"account", PersonalText(std::to_string(chance.Below(9)))}};
  if (chance.OneIn(4)) {
    calls_[*id].caller.presentation = exchange::Presentation::kWithheld;
    more.caller = calls_[*id].caller;
  }
  Tell(std::move(more));
  return true;
}

bool SimSwitch::ChangeMember(Prng& chance) {
  const std::string& queue = options_.queues[chance.Below(options_.queues.size())].name;
  const std::string& device = options_.devices[chance.Below(options_.devices.size())];
  const auto member = members_.find({queue, device});
  if (member == members_.end()) {
    members_[{queue, device}] = false;
    Tell(exchange::MemberAdded{queue, device, false, {}});
  } else if (chance.OneIn(4)) {
    members_.erase(member);
    Tell(exchange::MemberRemoved{queue, device});
  } else if (member->second || chance.OneIn(2)) {
    member->second = !member->second;
    Tell(exchange::MemberPaused{queue, device, member->second,
                                PersonalText(member->second ? "lunch" : "")});
  } else {
    return false;
  }
  return true;
}

std::optional<SimSwitch::Place> SimSwitch::PickParty(Prng& chance, State state,
                                                     bool agents_only) const {
  std::vector<Place> found;
  for (const auto& [id, call] : calls_) {
    for (const auto& [connection, party] : call.parties) {
      if (party.state != state || (agents_only && party.device.empty())) continue;
      if (agents_only && !call.consults_for.empty()) continue;
      found.emplace_back(id, connection);
    }
  }
  if (found.empty()) return std::nullopt;
  return found[chance.Below(found.size())];
}

std::optional<std::string> SimSwitch::PickCall(Prng& chance) const {
  if (calls_.empty()) return std::nullopt;
  return std::next(calls_.begin(), static_cast<std::ptrdiff_t>(chance.Below(calls_.size())))->first;
}

std::optional<SimSwitch::Place> SimSwitch::PickWaiting(Prng& chance) const {
  std::vector<Place> found;
  for (const auto& [id, call] : calls_) {
    for (const auto& [leg, queue] : call.waiting) found.emplace_back(id, leg);
  }
  if (found.empty()) return std::nullopt;
  return found[chance.Below(found.size())];
}

std::vector<std::string> SimSwitch::FreeDevices() const {
  std::set<std::string> busy;
  for (const auto& [id, call] : calls_) {
    for (const auto& [connection, party] : call.parties) busy.insert(party.device);
  }
  std::vector<std::string> free;
  for (const std::string& device : options_.devices) {
    if (!busy.contains(device)) free.push_back(device);
  }
  return free;
}

bool SimSwitch::HasAgent(const Call& call) const {
  return std::any_of(call.parties.begin(), call.parties.end(),
                     [](const auto& party) { return !party.second.device.empty(); });
}

bool SimSwitch::HasConsultation(const std::string& call) const {
  return std::any_of(calls_.begin(), calls_.end(),
                     [&](const auto& other) { return other.second.consults_for == call; });
}

const std::string& SimSwitch::CallerOf(const std::string& call) const {
  static const std::string kNobody;
  const auto& parties = calls_.at(call).parties;
  const auto found = std::find_if(parties.begin(), parties.end(),
                                  [](const auto& party) { return party.second.device.empty(); });
  return found == parties.end() ? kNobody : found->first;
}

}  // namespace jackfield::sim
