#include "server/grpc_api/interaction_views.h"

#include <algorithm>
#include <string>

#include "server/grpc_api/call_mapping.h"
#include "server/grpc_api/call_summary.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kSummaryMax = 120;
constexpr std::size_t kNoteMax = 4'000;
constexpr int kLegsMax = 32;
constexpr int kOffersMax = 64;

std::string AgentName(const SiteDocument& site, const std::string& login) {
  const auto found = site.agents.find(login);
  return found == site.agents.end() ? login : found->second;
}

v1::QueueLeg::Outcome OutcomeOf(LegOutcome outcome) {
  switch (outcome) {
    case LegOutcome::kWaiting:
      return v1::QueueLeg::OUTCOME_UNSPECIFIED;
    case LegOutcome::kAnswered:
      return v1::QueueLeg::OUTCOME_ANSWERED;
    case LegOutcome::kAbandoned:
      return v1::QueueLeg::OUTCOME_ABANDONED;
    case LegOutcome::kTimedOut:
      return v1::QueueLeg::OUTCOME_TIMED_OUT;
    case LegOutcome::kExitKey:
      return v1::QueueLeg::OUTCOME_EXIT_KEY;
    case LegOutcome::kExitEmpty:
      return v1::QueueLeg::OUTCOME_EXIT_EMPTY;
    case LegOutcome::kWithdrawn:
      return v1::QueueLeg::OUTCOME_WITHDRAWN;
    case LegOutcome::kLost:
      return v1::QueueLeg::OUTCOME_LOST;
    case LegOutcome::kOverflowed:
      return v1::QueueLeg::OUTCOME_OVERFLOWED;
  }
  return v1::QueueLeg::OUTCOME_UNSPECIFIED;
}

v1::Offer ToOffer(const InteractionRow& row, const InteractionOffer& offer) {
  v1::Offer proto;
  proto.set_name(OfferName(row.name, offer.id));
  proto.set_agent(NameOf("agents", offer.agent));
  proto.set_state(ToProto(offer.state));
  *proto.mutable_ring_start_time() = ToProto(offer.started);
  if (offer.state != exchange::OfferState::kRinging) {
    *proto.mutable_ring_end_time() = ToProto(offer.started + offer.rang);
  }
  if (offer.shown) *proto.mutable_painted_time() = ToProto(*offer.shown);
  return proto;
}

void AddLegs(const InteractionRow& row, const SiteDocument& site, InteractionDetail detail,
             v1::CallDetail& proto) {
  Duration waited{0};
  for (const InteractionLeg& leg : row.legs) {
    waited += leg.waited;
    if (proto.queue_legs_size() == kLegsMax) continue;
    v1::QueueLeg& added = *proto.add_queue_legs();
    added.set_queue(NameOf("queues", leg.queue));
    const auto queue = site.queues.find(leg.queue);
    added.set_queue_display_name(queue == site.queues.end() ? leg.queue
                                                            : queue->second.display_name());
    *added.mutable_enter_time() = ToProto(leg.entered);
    added.set_outcome(OutcomeOf(leg.outcome));
    if (leg.outcome != LegOutcome::kWaiting) {
      *added.mutable_leave_time() = ToProto(leg.entered + leg.waited);
      *added.mutable_wait_duration() = ToProto(leg.waited);
    }
    added.set_transferred_out(leg.transferred);
    if (leg.foretold_p50) *added.mutable_foretold_p50_duration() = ToProto(*leg.foretold_p50);
    if (leg.foretold_p90) *added.mutable_foretold_p90_duration() = ToProto(*leg.foretold_p90);
    if (leg.outcome == LegOutcome::kAnswered) {
      added.set_agent(NameOf("agents", leg.agent));
      *added.mutable_talk_duration() = ToProto(leg.talk);
      *added.mutable_hold_duration() = ToProto(leg.hold);
    }
    if (detail == InteractionDetail::kList) continue;
    const WallTime left = leg.entered + leg.waited;
    for (const InteractionOffer& offer : row.offers) {
      const bool within = offer.queue == leg.queue && offer.started >= leg.entered &&
                          (leg.outcome == LegOutcome::kWaiting || offer.started <= left);
      if (within && added.offers_size() < kOffersMax) *added.add_offers() = ToOffer(row, offer);
    }
  }
  *proto.mutable_wait_duration() = ToProto(waited);
}

void AddParts(const InteractionRow& row, const SiteDocument& site, PopCards& cards,
              v1::CallDetail& proto) {
  for (const InteractionOffer& offer : row.offers) {
    if (offer.state == exchange::OfferState::kAnswered && proto.agent_parts_size() < kLegsMax) {
      v1::AgentPart& part = *proto.add_agent_parts();
      part.set_agent(NameOf("agents", offer.agent));
      part.set_agent_display_name(AgentName(site, offer.agent));
      part.set_queue(NameOf("queues", offer.queue));
      *part.mutable_answer_time() = ToProto(offer.started + offer.rang);
      for (const InteractionAfterCall& after : row.after) {
        if (after.agent != offer.agent) continue;
        part.set_disposition(after.disposition);
        part.set_note(FirstCharacters(cards.Open(after.note), kNoteMax));
      }
    }
    const bool direct = offer.queue.empty() && proto.direct_offers_size() < kLegsMax;
    if (direct) *proto.add_direct_offers() = ToOffer(row, offer);
  }
}

}  // namespace

v1::Interaction ToInteraction(const InteractionRow& row, const SiteDocument& site, PopCards& cards,
                              const Numbers& numbers, InteractionDetail detail) {
  v1::Interaction proto;
  proto.set_name(NameOf("interactions", row.name));
  proto.set_channel(v1::CHANNEL_CALL);
  proto.set_direction(ToProto(row.direction));
  *proto.mutable_start_time() = ToProto(row.started);
  if (row.ended) *proto.mutable_end_time() = ToProto(*row.ended);
  proto.set_agent(NameOf("agents", row.agent));
  if (!row.agent.empty()) proto.set_agent_display_name(AgentName(site, row.agent));
  if (!row.after.empty()) {
    const InteractionAfterCall& after = row.after.back();
    proto.set_disposition(after.disposition);
    const auto label = site.dispositions.find(after.disposition);
    proto.set_disposition_label(label == site.dispositions.end() ? after.disposition
                                                                 : label->second.label());
    proto.set_note(FirstCharacters(cards.Open(after.note), kNoteMax));
  }
  const auto open = [&cards](const exchange::PersonalText& text) { return cards.Open(text); };
  proto.set_summary(FirstCharacters(SummaryOf(row, site, numbers, open), kSummaryMax));
  v1::CallDetail& call = *proto.mutable_call();
  call.set_call(NameOf("calls", row.name));
  call.set_result(ToProto(row.result));
  *call.mutable_caller() = cards.CallerOf(row.caller);
  proto.set_customer(call.caller().customer());
  const std::string dialled = cards.Open(row.dialled);
  if (!dialled.empty()) {
    const std::string e164 = dialled.front() == '+' ? dialled : std::string();
    *call.mutable_dialled() = ToPhoneNumber(numbers, e164, dialled);
    const auto label = site.dialled_labels.find(dialled);
    if (label != site.dialled_labels.end()) call.set_dialled_label(label->second);
  }
  AddLegs(row, site, detail, call);
  if (detail == InteractionDetail::kFull) AddParts(row, site, cards, call);
  *call.mutable_talk_duration() = ToProto(row.talk);
  *call.mutable_hold_duration() = ToProto(row.hold);
  call.set_source(NameOf("sources", row.source));
  call.set_stub(row.origin == exchange::Origin::kUnknown);
  return proto;
}

}  // namespace jackfield::grpc_api
