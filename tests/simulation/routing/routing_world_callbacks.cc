// What people do with callbacks in the simulated site.

#include <string>
#include <vector>

#include "tests/simulation/routing/routing_world.h"

namespace jackfield::sim {
namespace {

using exchange::AttemptOutcome;
using exchange::Callback;
using exchange::CallbackCommand;
using exchange::CallbackOrigin;
using exchange::CallbackState;

constexpr char kChief[] = "chief";

}  // namespace

void RoutingWorld::Callbacks() {
  if (chance_.OneIn(4)) CreateCallback();
  std::vector<Callback> live;
  for (const auto& [id, callback] : exchange_.state().callbacks) {
    const bool had = callback.state == CallbackState::kInProgress;
    if (callback.live()) live.insert(live.end(), had ? 3 : 1, callback);
  }
  if (!live.empty()) WorkOnCallback(live[chance_.Below(live.size())]);
  agenda_.In(chance_.Exponential(Duration(4'000)), [this] { Callbacks(); });
}

void RoutingWorld::CreateCallback() {
  const WallTime now(kDawn + agenda_.now().time_since_epoch());
  const exchange::Caller person = MakePerson(chance_.Below(kPersons));
  exchange::CreateCallback create{.actor = kChief,
                                  .number = person.number,
                                  .number_key = person.number_key,
                                  .customer = person.customer};
  create.calling_code = person.calling_code;
  create.value_tier = static_cast<std::uint32_t>(chance_.Below(4));
  create.queue = site_.queues[chance_.Below(site_.queues.size())].name;
  create.origin = static_cast<CallbackOrigin>(1 + chance_.Below(4));
  if (chance_.OneIn(3)) create.preferred = PickAgent();
  if (chance_.OneIn(3)) create.wait_start = now - chance_.Between({}, Duration(300'000));
  if (chance_.OneIn(3)) create.earliest = now + chance_.Between({}, Duration(90'000));
  if (!chance_.OneIn(5)) return Apply(CallbackCommand(create));
  exchange::CreateCallback other = create;
  const exchange::Caller neighbour = MakePerson(chance_.Below(kPersons));
  other.number = neighbour.number;
  other.number_key = neighbour.number_key;
  other.customer = neighbour.customer;
  other.calling_code = neighbour.calling_code;
  Apply(CallbackCommand(exchange::ImportCallbacks{kChief, {create, other}}));
}

void RoutingWorld::WorkOnCallback(const Callback& callback) {
  if (callback.state == CallbackState::kInProgress && !chance_.OneIn(12)) {
    return CallBack(callback);
  }
  switch (chance_.Below(12)) {
    case 0:
      return Apply(CallbackCommand(exchange::CancelCallback{kChief, callback.id}));
    case 1: {
      const WallTime now(kDawn + agenda_.now().time_since_epoch());
      exchange::RescheduleCallback reschedule{kChief, callback.id, {}, {}};
      if (chance_.OneIn(2)) reschedule.earliest = now + chance_.Between({}, Duration(60'000));
      if (chance_.OneIn(2)) reschedule.preferred = PickAgent();
      return Apply(CallbackCommand(reschedule));
    }
    case 2: {
      if (!chance_.OneIn(4)) return;
      exchange::ForbidCallbacks forbid{kChief, {}, {callback.number_key}};
      if (callback.customer) forbid.customers = {callback.customer};
      return Apply(CallbackCommand(forbid));
    }
    default:
      return Apply(CallbackCommand(exchange::TakeCallback{PickAgent(), callback.id}));
  }
}

// What the agent does who has it, or somebody who means to have it.
void RoutingWorld::CallBack(const Callback& callback) {
  const exchange::Agent& holder = exchange_.state().agents.at(callback.agent);
  const std::string login = chance_.OneIn(20) ? PickAgent() : holder.login;
  switch (chance_.Below(8)) {
    case 0:
      return Apply(CallbackCommand(exchange::ReturnCallback{login, callback.id}));
    case 1:
    case 2: {
      exchange::CompleteAttempt complete{login, callback.id, {}, {}};
      complete.outcome = static_cast<AttemptOutcome>(1 + chance_.Below(7));
      const bool names_time = complete.outcome == AttemptOutcome::kLater || chance_.OneIn(4);
      const WallTime now(kDawn + agenda_.now().time_since_epoch());
      if (names_time) complete.next_attempt = now + chance_.Between({}, Duration(60'000));
      return Apply(CallbackCommand(complete));
    }
    case 3:  // By the phone.
      for (const std::string& device : holder.devices) {
        if (device.find(':') != std::string::npos) continue;
        return switches_.front()->CallFrom(device, callback.number);
      }
      return;
    default:
      return Apply(
          exchange::DeskCommand(exchange::Dial{login, "", callback.number, callback.number_key}));
  }
}

void RoutingWorld::CancelCallbacks() {
  std::vector<CallbackId> all;
  for (const auto& [id, callback] : exchange_.state().callbacks) {
    if (callback.live()) all.push_back(id);
  }
  for (const CallbackId id : all) {
    Apply(CallbackCommand(exchange::CancelCallback{kChief, id}));
  }
}

}  // namespace jackfield::sim
