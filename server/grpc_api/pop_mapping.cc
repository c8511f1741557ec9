#include "server/grpc_api/pop_mapping.h"

#include <algorithm>
#include <memory>
#include <string>

#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/desk_command_mapping.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

using exchange::ConnectionState;
using exchange::OfferState;

constexpr std::size_t kQueueNameMax = 64;
constexpr int kDispositionsMax = 9;
constexpr Duration kWrapUpDefault{30'000};

// The caller's stay in the offer's queue; nullptr for a direct call.
const exchange::Leg* LegOf(const exchange::Call& call, const exchange::Offer& offer) {
  if (!offer.queue) return nullptr;
  const auto found =
      std::find_if(call.legs.rbegin(), call.legs.rend(), [&offer](const exchange::Leg& leg) {
        return leg.queue == offer.queue && leg.entered.at <= offer.started.at;
      });
  return found == call.legs.rend() ? nullptr : &*found;
}

// The connection of the agent that counts: one that is not over before one that is.
const exchange::Connection* ConnectionOf(const exchange::Call& call, AgentId agent) {
  const exchange::Connection* best = nullptr;
  for (const auto& [id, connection] : call.connections) {
    if (connection.agent != agent) continue;
    if (best == nullptr || best->state == ConnectionState::kNull ||
        (connection.state != ConnectionState::kNull && connection.since.at > best->since.at)) {
      best = &connection;
    }
  }
  return best;
}

bool IsOver(const exchange::Call& call, const exchange::Connection* own) {
  return !call.live() || own == nullptr || own->state == ConnectionState::kNull ||
         own->state == ConnectionState::kFail;
}

void SetAnswered(const exchange::Call& call, const exchange::Offer& offer, AgentId agent,
                 v1::Pop& pop) {
  const exchange::Connection* own = ConnectionOf(call, agent);
  *pop.mutable_answer_time() = ToProto(offer.ended.wall);
  if (IsOver(call, own)) {
    pop.set_state(v1::Pop::STATE_ENDED);
  } else if (own->state == ConnectionState::kHold) {
    pop.set_state(v1::Pop::STATE_HELD);
    *pop.mutable_hold_since_time() = ToProto(own->since.wall);
  } else {
    pop.set_state(v1::Pop::STATE_CONNECTED);
  }
}

void AddDispositions(const SiteDocument& site, const v1::QueueConfiguration* queue, v1::Pop& pop) {
  for (const v1::DispositionOption& option : site.configuration.dispositions()) {
    if (pop.dispositions_size() == kDispositionsMax) return;
    const bool all = queue == nullptr || queue->dispositions_size() == 0;
    if (all ||
        std::count(queue->dispositions().begin(), queue->dispositions().end(), option.code()) > 0) {
      *pop.add_dispositions() = option;
    }
  }
}

void SetQueue(const PopView& view, const SiteDocument& site, v1::Pop& pop) {
  pop.set_queue(NameOf("queues", view.queue));
  pop.set_queue_display_name(FirstCharacters(view.queue_display, kQueueNameMax));
  const auto found = site.queues.find(view.queue);
  const v1::QueueConfiguration* queue = found == site.queues.end() ? nullptr : &found->second;
  AddDispositions(site, queue, pop);
  pop.set_policy(v1::Pop::POLICY_CARD);
  if (queue == nullptr) return;
  const bool card_only = view.offer.pop_mode == exchange::PopMode::kCardOnly;
  if (queue->pop_policy() != v1::Pop::POLICY_UNSPECIFIED && !card_only) {
    pop.set_policy(queue->pop_policy());
  }
  *pop.mutable_wrap_up_duration() =
      queue->has_wrap_up_duration() ? queue->wrap_up_duration() : ToProto(kWrapUpDefault);
}

}  // namespace

v1::Pop ToPop(const PopView& view, const v1::Pop& card, const Viewer& viewer,
              const SiteDocument& site) {
  const exchange::Call& call = view.call->call;
  v1::Pop pop = card;
  pop.set_offer(OfferName(view.offer.first_call, view.offer.id));
  pop.set_agent(NameOf("agents", viewer.login));
  pop.set_revision(viewer.revision);
  SetQueue(view, site, pop);
  pop.set_offer_number(static_cast<int>(std::max(1U, view.offer.number)));
  pop.set_offer_count(static_cast<int>(std::max(call.offer_count, view.offer.number)));
  *pop.mutable_ring_start_time() = ToProto(view.offer.started.wall);
  if (const exchange::Leg* leg = LegOf(call, view.offer)) {
    *pop.mutable_waited_duration() = ToProto(view.waited);
    *pop.mutable_waiting_since_time() = ToProto(leg->entered.wall);
  }
  if (view.offer.state == OfferState::kRinging) {
    pop.set_state(v1::Pop::STATE_RINGING);
    *pop.mutable_allowed_commands() = KindsForRing(*view.call, viewer.id);
    *pop.mutable_deadline_time() = ToProto(view.deadline);
  } else if (view.offer.state == OfferState::kAnswered) {
    SetAnswered(call, view.offer, viewer.id, pop);
  } else {
    pop.set_state(v1::Pop::STATE_ENDED);
  }
  FitPop(pop);
  return pop;
}

std::optional<PopView> AnsweredPop(const CallView& call, AgentId agent) {
  const auto found = std::find_if(
      call.call.offers.rbegin(), call.call.offers.rend(), [agent](const exchange::Offer& offer) {
        return offer.agent == agent && offer.state == OfferState::kAnswered;
      });
  if (found == call.call.offers.rend()) return std::nullopt;
  PopView view;
  // Without ownership: the view is used while `call` lives.
  view.call = SharedCall(SharedCall(), &call);
  view.offer = *found;
  if (const exchange::Leg* leg = LegOf(call.call, *found)) {
    const auto place = static_cast<std::size_t>(leg - call.call.legs.data());
    if (place < call.leg_queues.size()) view.queue = call.leg_queues[place];
    if (place < call.leg_queue_displays.size()) view.queue_display = call.leg_queue_displays[place];
    view.waited = Elapsed(leg->entered, found->started);
  }
  return view;
}

v1::OwnCall ToOwnCall(const CallView& call, const v1::Pop& card, const Viewer& viewer) {
  v1::OwnCall own;
  own.set_call(NameOf("calls", call.call.name));
  own.set_revision(viewer.revision);
  *own.mutable_caller() = card.caller();
  if (const auto pop = AnsweredPop(call, viewer.id)) {
    own.set_offer(OfferName(pop->offer.first_call, pop->offer.id));
    own.set_queue_display_name(FirstCharacters(pop->queue_display, kQueueNameMax));
  }
  const exchange::Connection* connection = ConnectionOf(call.call, viewer.id);
  if (IsOver(call.call, connection)) {
    own.set_state(v1::OwnCall::STATE_ENDED);
    const exchange::Moment since = connection != nullptr ? connection->since : call.call.ended;
    *own.mutable_since_time() = ToProto(since.wall);
    return own;
  }
  const bool talks = connection->state == ConnectionState::kConnected;
  const bool holds = connection->state == ConnectionState::kHold;
  own.set_state(talks   ? v1::OwnCall::STATE_CONNECTED
                : holds ? v1::OwnCall::STATE_HELD
                        : v1::OwnCall::STATE_DIALLING);
  const exchange::Moment began = talks || holds ? connection->established : connection->since;
  *own.mutable_start_time() = ToProto(began.wall);
  *own.mutable_since_time() = ToProto(connection->since.wall);
  *own.mutable_allowed_commands() = KindsForCall(call, viewer.id);
  return own;
}

v1::PopClosed::Reason ToReason(OfferState state) {
  switch (state) {
    case OfferState::kRinging:
      return v1::PopClosed::REASON_CANCELLED;
    case OfferState::kAnswered:
      return v1::PopClosed::REASON_ANSWERED_BY_YOU;
    case OfferState::kNoAnswer:
      return v1::PopClosed::REASON_NO_ANSWER;
    case OfferState::kAnsweredElsewhere:
      return v1::PopClosed::REASON_ANSWERED_ELSEWHERE;
    case OfferState::kCallerGone:
      return v1::PopClosed::REASON_CALLER_GONE;
    case OfferState::kCancelled:
      return v1::PopClosed::REASON_CANCELLED;
    case OfferState::kExpired:
      return v1::PopClosed::REASON_DEADLINE;
    case OfferState::kLost:
      return v1::PopClosed::REASON_LOST;
  }
  return v1::PopClosed::REASON_CANCELLED;
}

void FitPop(v1::Pop& pop) {
  const auto fits = [&pop] { return pop.ByteSizeLong() <= kPopBytesMax; };
  while (!fits() && pop.recent_interactions_size() > 0) {
    pop.mutable_recent_interactions()->RemoveLast();  // The newest stand first.
  }
  while (!fits() && pop.open_tickets_size() > 0) pop.mutable_open_tickets()->RemoveLast();
  if (!fits()) pop.clear_dispositions();
  while (!fits() && pop.attached_size() > 0) pop.mutable_attached()->RemoveLast();
  while (!fits() && !pop.pinned_note().empty()) {
    pop.set_pinned_note(FirstCharacters(pop.pinned_note(), CharacterCount(pop.pinned_note()) / 2));
  }
  if (fits()) return;
  for (auto& candidate : *pop.mutable_caller()->mutable_candidates()) candidate.clear_company();
}

}  // namespace jackfield::grpc_api
