#include "agent-client/terminal/desk/desk_state.h"

#include <algorithm>

namespace jackfield::desk {
namespace {

Item ItemOf(const Pop& pop) {
  const auto kind = pop.state == PopState::kRinging ? Item::Kind::kRinging : Item::Kind::kTalking;
  return {kind, {OfferId(pop.offer), pop.call}, &pop, nullptr, nullptr, nullptr};
}

bool Shows(const DeskState& state, const Pop& pop) {
  if (pop.state == PopState::kEnded) return false;
  return pop.state != PopState::kRinging || state.agent.pop_mode != PopMode::kOff;
}

void AddPops(const DeskState& state, Item::Kind kind, std::vector<Item>& items) {
  for (const Pop& pop : state.pops) {
    if (!Shows(state, pop)) continue;
    if (Item item = ItemOf(pop); item.kind == kind) items.push_back(item);
  }
}

bool Holds(const std::vector<Item>& items, const std::string& offer, const std::string& call) {
  return std::any_of(items.begin(), items.end(), [&](const Item& item) {
    return (!offer.empty() && item.key.offer == offer) || item.key.call == call;
  });
}

}  // namespace

std::vector<Item> ItemsOf(const DeskState& state) {
  std::vector<Item> items;
  AddPops(state, Item::Kind::kRinging, items);
  AddPops(state, Item::Kind::kTalking, items);
  for (const OwnCall& call : state.calls) {
    if (Holds(items, OfferId(call.offer), call.call)) continue;
    items.push_back(
        {Item::Kind::kTalking, {OfferId(call.offer), call.call}, nullptr, &call, nullptr, nullptr});
  }
  for (const WrapUp& wrap_up : state.wrap_ups) {
    if (Holds(items, {}, wrap_up.call)) continue;
    const auto card = state.cards.find(wrap_up.call);
    const Pop* const pop = card == state.cards.end() ? nullptr : &card->second;
    items.push_back({Item::Kind::kWrapUp, {{}, wrap_up.call}, pop, nullptr, &wrap_up, nullptr});
  }
  for (const Missed& missed : state.missed) {
    items.push_back(
        {Item::Kind::kMissed, {OfferId(missed.offer), {}}, nullptr, nullptr, nullptr, &missed});
  }
  return items;
}

std::optional<Item> FocusedItem(const DeskState& state) {
  const Focus& focus = state.focus;
  for (const Item& item : ItemsOf(state)) {
    if (!focus.offer.empty() && item.key.offer == focus.offer) return item;
    if (!focus.call.empty() && item.key.call == focus.call) return item;
  }
  return std::nullopt;
}

const Caller* CallerOf(const Item& item) {
  if (item.pop != nullptr) return &item.pop->caller;
  return item.call != nullptr ? &item.call->caller : nullptr;
}

std::string CustomerOf(const Item& item) {
  if (item.missed != nullptr) return item.missed->customer;
  const Caller* const caller = CallerOf(item);
  return caller == nullptr ? std::string() : caller->customer;
}

const std::vector<Outcome>& OutcomesOf(const Item& item) {
  static const std::vector<Outcome> kNone;
  if (item.wrap_up != nullptr) return item.wrap_up->outcomes;
  return item.pop != nullptr ? item.pop->outcomes : kNone;
}

int DigitOf(const std::vector<Outcome>& outcomes, std::size_t index) {
  if (outcomes[index].digit > 0) return outcomes[index].digit;
  const bool numbered = std::any_of(outcomes.begin(), outcomes.end(),
                                    [](const Outcome& outcome) { return outcome.digit > 0; });
  return !numbered && index < 9 ? static_cast<int>(index) + 1 : 0;
}

LinkLook LookOf(const DeskState& state) {
  const Link& link = state.link;
  if (link.stream == LinkChange::To::kReplaced) return LinkLook::kReplaced;
  if (link.stream == LinkChange::To::kRefused) return LinkLook::kRefused;
  if (!link.heard) {
    return state.now > kOfflineAfter ? LinkLook::kOffline : LinkLook::kConnecting;
  }
  const Duration age = state.now - *link.heard;
  if (age > kOfflineAfter) return LinkLook::kOffline;
  if (age > kLiveFor) return LinkLook::kReconnecting;
  if (link.stream != LinkChange::To::kLive) {
    const bool since = !link.lost || *link.heard > *link.lost;
    return since ? LinkLook::kCatchingUp : LinkLook::kReconnecting;
  }
  if (link.back && state.now - *link.back < kBackFor) return LinkLook::kBack;
  if (link.slow_since && state.now - *link.slow_since >= kSlowFor) return LinkLook::kSlow;
  return LinkLook::kLive;
}

bool IsLive(const DeskState& state) {
  const LinkLook look = LookOf(state);
  return look == LinkLook::kLive || look == LinkLook::kSlow || look == LinkLook::kBack;
}

WallTime ServerNow(const DeskState& state) {
  return state.link.server_time + (state.now - state.link.server_time_at);
}

WallTime LiveUntil(const DeskState& state) {
  const Uptime heard = state.link.heard.value_or(state.link.server_time_at);
  return state.link.server_time + (heard - state.link.server_time_at);
}

bool HasLayer(const DeskState& state, Layer layer) {
  return std::find(state.layers.begin(), state.layers.end(), layer) != state.layers.end();
}

std::optional<Layer> TopLayer(const DeskState& state) {
  if (state.layers.empty()) return std::nullopt;
  return state.layers.back();
}

bool IsTyping(const DeskState& state) { return !state.layers.empty(); }

}  // namespace jackfield::desk
