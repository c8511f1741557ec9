#include "server/grpc_api/call_view_mapping.h"

#include <algorithm>
#include <string>

#include "server/grpc_api/call_mapping.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

using exchange::ConnectionState;

constexpr int kLegsMax = 32;
constexpr int kConnectionsMax = 32;
constexpr int kOffersMax = 64;
constexpr std::size_t kDisplayMax = 64;

std::string At(const std::vector<std::string>& names, std::size_t place) {
  return place < names.size() ? names[place] : std::string();
}

v1::Call::State StateOf(const exchange::Call& call) {
  if (!call.live()) return v1::Call::STATE_ENDED;
  if (!call.parked_at.empty()) return v1::Call::STATE_PARKED;
  bool talks = false;
  for (const auto& [id, connection] : call.connections) {
    if (!connection.agent) continue;
    if (connection.state == ConnectionState::kHold) return v1::Call::STATE_HELD;
    talks = talks || connection.state == ConnectionState::kConnected;
  }
  if (talks) return v1::Call::STATE_TALKING;
  const auto rings = [](const exchange::Offer& offer) {
    return offer.state == exchange::OfferState::kRinging;
  };
  if (std::any_of(call.offers.begin(), call.offers.end(), rings)) return v1::Call::STATE_OFFERED;
  const auto waits = [](const exchange::Leg& leg) {
    return leg.state == exchange::LegState::kWaiting;
  };
  if (std::any_of(call.legs.begin(), call.legs.end(), waits)) return v1::Call::STATE_WAITING;
  return v1::Call::STATE_ORIGINATED;
}

v1::QueueLeg::Outcome OutcomeOf(const exchange::Leg& leg) {
  switch (leg.state) {
    case exchange::LegState::kWaiting:
      return v1::QueueLeg::OUTCOME_UNSPECIFIED;
    case exchange::LegState::kAnswered:
      return v1::QueueLeg::OUTCOME_ANSWERED;
    case exchange::LegState::kLost:
      return v1::QueueLeg::OUTCOME_LOST;
    case exchange::LegState::kMoved:  // It goes on under another call.
      return v1::QueueLeg::OUTCOME_WITHDRAWN;
    case exchange::LegState::kLeft:
      break;
  }
  switch (leg.cause) {
    case exchange::DequeueCause::kAbandoned:
      return v1::QueueLeg::OUTCOME_ABANDONED;
    case exchange::DequeueCause::kTimedOut:
      return v1::QueueLeg::OUTCOME_TIMED_OUT;
    case exchange::DequeueCause::kExitKey:
      return v1::QueueLeg::OUTCOME_EXIT_KEY;
    case exchange::DequeueCause::kExitEmpty:
      return v1::QueueLeg::OUTCOME_EXIT_EMPTY;
    case exchange::DequeueCause::kOverflowed:
      return v1::QueueLeg::OUTCOME_OVERFLOWED;
    case exchange::DequeueCause::kUnseen:
      return v1::QueueLeg::OUTCOME_LOST;
    case exchange::DequeueCause::kUnknown:
    case exchange::DequeueCause::kWithdrawn:
      return v1::QueueLeg::OUTCOME_WITHDRAWN;
  }
  return v1::QueueLeg::OUTCOME_WITHDRAWN;
}

// The login of an agent who was offered the call; empty where it never was.
std::string LoginOf(const CallView& view, AgentId agent) {
  for (std::size_t i = 0; i < view.call.offers.size(); ++i) {
    if (view.call.offers[i].agent == agent) return At(view.offer_agents, i);
  }
  return {};
}

v1::Offer ToOffer(const CallView& view, std::size_t place) {
  const exchange::Offer& offer = view.call.offers[place];
  v1::Offer proto;
  proto.set_name(OfferName(offer.first_call, offer.id));
  proto.set_agent(NameOf("agents", At(view.offer_agents, place)));
  const auto connection = view.call.connections.find(offer.connection);
  if (connection != view.call.connections.end()) proto.set_device(connection->second.device);
  proto.set_state(ToProto(offer.state));
  *proto.mutable_ring_start_time() = ToProto(offer.started.wall);
  if (offer.state != exchange::OfferState::kRinging) {
    *proto.mutable_ring_end_time() = ToProto(offer.ended.wall);
  }
  if (offer.shown) *proto.mutable_painted_time() = ToProto(*offer.shown);
  return proto;
}

// Whether the offer belongs to this stay and not to a later one in the same queue.
bool BelongsTo(const exchange::Leg& leg, const exchange::Offer& offer) {
  if (offer.queue != leg.queue || offer.started.at < leg.entered.at) return false;
  return leg.state == exchange::LegState::kWaiting || offer.started.at <= leg.left.at;
}

v1::QueueLeg ToLeg(const CallView& view, std::size_t place) {
  const exchange::Leg& leg = view.call.legs[place];
  v1::QueueLeg proto;
  proto.set_queue(NameOf("queues", At(view.leg_queues, place)));
  proto.set_queue_display_name(FirstCharacters(At(view.leg_queue_displays, place), kDisplayMax));
  *proto.mutable_enter_time() = ToProto(leg.entered.wall);
  proto.set_outcome(OutcomeOf(leg));
  if (leg.state != exchange::LegState::kWaiting) {
    *proto.mutable_leave_time() = ToProto(leg.left.wall);
    *proto.mutable_wait_duration() = ToProto(Elapsed(leg.entered, leg.left));
  }
  if (leg.state == exchange::LegState::kAnswered) {
    proto.set_agent(NameOf("agents", LoginOf(view, leg.agent)));
    *proto.mutable_talk_duration() = ToProto(leg.talk);
    *proto.mutable_hold_duration() = ToProto(leg.hold);
  }
  proto.set_transferred_out(leg.transferred);
  if (leg.foretold_p50) *proto.mutable_foretold_p50_duration() = ToProto(*leg.foretold_p50);
  if (leg.foretold_p90) *proto.mutable_foretold_p90_duration() = ToProto(*leg.foretold_p90);
  for (std::size_t i = 0; i < view.call.offers.size(); ++i) {
    if (proto.offers_size() == kOffersMax) break;
    if (BelongsTo(leg, view.call.offers[i])) *proto.add_offers() = ToOffer(view, i);
  }
  return proto;
}

}  // namespace

v1::Call ToCall(const CallView& view, const v1::Pop& card) {
  const exchange::Call& call = view.call;
  v1::Call proto;
  proto.set_name(NameOf("calls", call.name));
  proto.set_state(StateOf(call));
  proto.set_source(NameOf("sources", view.source));
  proto.set_source_call_id(call.switch_id);
  proto.set_direction(ToProto(call.direction));
  proto.set_stub(call.origin == exchange::Origin::kUnknown);
  *proto.mutable_caller() = card.caller();
  if (card.has_dialled()) *proto.mutable_dialled() = card.dialled();
  proto.set_dialled_label(card.dialled_label());
  *proto.mutable_attached() = card.attached();
  for (const auto& [id, connection] : call.connections) {
    if (connection.state == ConnectionState::kNull) continue;
    if (proto.connections_size() == kConnectionsMax) break;
    v1::Connection& added = *proto.add_connections();
    added.set_connection_id(id);
    added.set_device(connection.device);
    if (connection.agent) added.set_agent(NameOf("agents", LoginOf(view, connection.agent)));
    added.set_state(ToProto(connection.state));
    *added.mutable_since_time() = ToProto(connection.since.wall);
  }
  const std::size_t first = call.legs.size() > kLegsMax ? call.legs.size() - kLegsMax : 0;
  for (std::size_t i = first; i < call.legs.size(); ++i) {
    *proto.add_queue_legs() = ToLeg(view, i);
  }
  *proto.mutable_create_time() = ToProto(call.began.wall);
  if (!call.live()) *proto.mutable_end_time() = ToProto(call.ended.wall);
  *proto.mutable_update_time() = ToProto(call.last_event.wall);
  proto.set_revision(call.last_event.at.time_since_epoch().count());
  return proto;
}

}  // namespace jackfield::grpc_api
