// The people of the simulated call centre, at their desks.

#include <iterator>
#include <utility>

#include "tests/simulation/world.h"

namespace jackfield::sim {
namespace {

template <typename Map>
auto PickKey(Prng& chance, const Map& from) {
  return std::next(from.begin(), static_cast<std::ptrdiff_t>(chance.Below(from.size())))->first;
}

}  // namespace

void World::RunDesk(Prng& chance, SimDesk& desk) {
  const std::string session = desk.agent() + std::to_string(desk_sessions_);
  if (desk.connected()) {
    if (!chance.OneIn(8)) return DeskActs(chance, desk);
    desk.Disconnect();
    return Command(exchange::DeskClosed{desk.agent(), session}, {});
  }
  Command(exchange::DeskOpened{desk.agent(), desk.agent() + std::to_string(++desk_sessions_)}, {});
  to_watch_.insert(desk.agent());
}

// A desk is told of what is committed, so it is connected between two batches.
void World::WatchDesks() {
  if (engine_->pending()) return;
  for (auto& desk : desks_) {
    if (to_watch_.erase(desk->agent()) == 0 || desk->connected()) continue;
    const std::int64_t cursor = desk->cursor() % 3 == 0 ? 0 : desk->cursor();
    if (!engine_->WatchDesk(desk->agent(), cursor, desk->Connect())) Fail("a desk was refused");
  }
}

void World::DeskActs(Prng& chance, SimDesk& desk) {
  const std::string& agent = desk.agent();
  const OfferId offer =
      desk.pops().empty() ? OfferId{chance.Below(9)} : PickKey(chance, desk.pops());
  const CallId call =
      desk.calls().empty() ? CallId{chance.Below(9)} : PickKey(chance, desk.calls());
  const std::set<std::string> of_call{"CALL_NOT_FOUND", "CALL_OF_ANOTHER_AGENT"};
  const std::set<std::string> of_wrap_up{"WRAP_UP_NOT_FOUND", "WRAP_UP_CLOSED"};
  switch (chance.Below(11)) {
    case 0:
      return Command(exchange::SetAgentState{agent, exchange::AgentWish::kReady, "", agent}, {});
    case 1:
      return Command(exchange::SetAgentState{agent, exchange::AgentWish::kNotReady,
                                             chance.OneIn(3) ? "" : "lunch", "chief"},
                     {});
    case 2:
      return Command(exchange::PopShown{agent, offer, clock_.WallNow()}, {"OFFER_NOT_FOUND"});
    case 3:
      return Command(exchange::SaveNote{agent, call, exchange::PersonalText("called back")},
                     of_wrap_up);
    case 4: {
      std::set<std::string> refusals = of_wrap_up;
      refusals.insert("DISPOSITION_UNKNOWN");
      const std::string disposition = chance.OneIn(4) ? "nothing" : "sold";
      return Command(exchange::CompleteWrapUp{agent, call, disposition, {}}, refusals);
    }
    case 5:
      return Command(exchange::ExtendWrapUp{agent, call, Duration(5'000), 3},
                     {"WRAP_UP_NOT_FOUND", "WRAP_UP_CLOSED", "WRAP_UP_EXTENSIONS_USED"});
    case 6:
      return Command(exchange::ChooseCaller{agent, call, CustomerId{chance.Below(3)}}, of_call);
    case 7:
      return Command(exchange::AcknowledgeMissed{agent, {offer}}, {});
    case 8:
      return Command(exchange::SetPopMode{agent, static_cast<exchange::PopMode>(chance.Below(3))},
                     {});
    case 9:  // More often on than off, so that there is something to be told.
      return Command(exchange::SetPopMode{agent, exchange::PopMode::kOn}, {});
    default:
      if (chance.OneIn(2)) {
        return Command(exchange::SetAgentState{agent, exchange::AgentWish::kLoggedOff, "", agent},
                       {});
      }
      return Command(exchange::SetAgentState{"nobody", exchange::AgentWish::kReady, "", agent},
                     {"AGENT_NOT_FOUND"});
  }
}

void World::Command(exchange::DeskCommand command, std::set<std::string> may_refuse) {
  engine_->Add(
      {std::move(command), [this, refusals = std::move(may_refuse)](const Result<Receipt>& status) {
         if (status || refusals.contains(status.error().reason)) return;
         if (engine_->unsaved()) return;  // STORE_FULL or CHANGE_NOT_SAVED.
         Fail("a desk was refused: " + status.error().reason + ", " + status.error().message);
       }});
}

}  // namespace jackfield::sim
