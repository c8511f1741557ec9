// What customers are to the routing: the points of what waits of theirs (C1, C2 of
// customer_rules.h).

#include <algorithm>
#include <variant>

#include "tests/simulation/routing/routing_oracle.h"

namespace jackfield::sim {

using exchange::WorkKey;
using exchange::WorkKind;

std::int32_t RoutingOracle::PointsOfTier(std::uint32_t tier) const {
  const auto& tiers = configuration_.routing.tier_priorities;
  return tier >= 1 && tier <= tiers.size() ? tiers[tier - 1] : 0;
}

std::int32_t RoutingOracle::PriorityOf(const WorkKey& key, QueueId queue) const {
  constexpr std::int32_t kPointsOfTickets[] = {0, 0, 100, 250, 500};  // By TicketPriority.
  std::int32_t points = Declared(queue)->routing.priority;
  bool complains = false;
  if (key.kind == WorkKind::kCall) {
    const exchange::Caller& caller = state_->calls.at(CallId{key.id}).caller;
    points += PointsOfTier(caller.value_tier);
    complains = caller.open_complaint;
  } else if (key.kind == WorkKind::kTicket) {
    const exchange::Ticket& ticket = state_->tickets.at(TicketId{key.id});
    points += PointsOfTier(ticket.value_tier);
    points += kPointsOfTickets[static_cast<std::size_t>(ticket.priority)];
    complains = ticket.type == exchange::TicketType::kComplaint;
  } else {
    const WaitingCallback& waiting = callbacks_.waiting().at(CallbackId{key.id});
    points += PointsOfTier(waiting.value_tier);
    complains = waiting.open_complaint;
  }
  if (complains) points += configuration_.routing.complaint_priority;
  return std::min(std::max(points, 0), exchange::kWorkPriorityMax);
}

// C2: it reaches their calls and callbacks at once.
void RoutingOracle::JudgeStanding(const exchange::Input& input) {
  const auto* command = std::get_if<exchange::DeskCommand>(&input.body);
  const auto* update =
      command == nullptr ? nullptr : std::get_if<exchange::UpdateStanding>(command);
  if (update == nullptr) return;
  const exchange::CustomerStanding& standing = update->standing;
  for (const auto& [id, call] : state_->calls) {
    if (!call.live() || call.caller.customer != update->customer) continue;
    exchange::Caller expected = call.caller;
    expected.SetStanding(standing);
    if (call.caller != expected) Fail("a caller does not follow the directory (C2)");
    ++tally_["callers followed the directory"];
  }
  for (const auto& [id, callback] : state_->callbacks) {
    if (!callback.live() || callback.customer != update->customer) continue;
    const bool follows = callback.value_tier == standing.value_tier &&
                         callback.open_complaint == standing.open_complaint;
    if (!follows) Fail("a callback does not follow the directory (C2)");
    ++tally_["callbacks followed the directory"];
  }
}

}  // namespace jackfield::sim
