#include "server/grpc_api/call_mapping.h"

namespace jackfield::grpc_api {

v1::Direction ToProto(exchange::Direction direction) {
  switch (direction) {
    case exchange::Direction::kUnknown:
      return v1::DIRECTION_UNSPECIFIED;
    case exchange::Direction::kInbound:
      return v1::DIRECTION_INBOUND;
    case exchange::Direction::kOutbound:
      return v1::DIRECTION_OUTBOUND;
    case exchange::Direction::kInternal:
      return v1::DIRECTION_INTERNAL;
  }
  return v1::DIRECTION_UNSPECIFIED;
}

v1::Presentation ToProto(exchange::Presentation presentation) {
  switch (presentation) {
    case exchange::Presentation::kUnknown:
      return v1::PRESENTATION_UNSPECIFIED;
    case exchange::Presentation::kPresented:
      return v1::PRESENTATION_PRESENTED;
    case exchange::Presentation::kWithheld:
      return v1::PRESENTATION_WITHHELD;
  }
  return v1::PRESENTATION_UNSPECIFIED;
}

v1::MatchKind ToProto(exchange::Match match) {
  switch (match) {
    case exchange::Match::kNone:
      return v1::MATCH_KIND_UNSPECIFIED;
    case exchange::Match::kExact:
      return v1::MATCH_KIND_EXACT;
    case exchange::Match::kOtherFormat:
      return v1::MATCH_KIND_OTHER_FORMAT;
    case exchange::Match::kExtensionStripped:
      return v1::MATCH_KIND_EXTENSION_STRIPPED;
    case exchange::Match::kChosen:
      return v1::MATCH_KIND_CHOSEN;
    case exchange::Match::kDenied:
      return v1::MATCH_KIND_DENIED;
    case exchange::Match::kAttachedId:
      return v1::MATCH_KIND_ATTACHED_ID;
    case exchange::Match::kConfirmedBefore:
      return v1::MATCH_KIND_CONFIRMED_BEFORE;
  }
  return v1::MATCH_KIND_UNSPECIFIED;
}

v1::CandidateReason ToProto(exchange::CandidateReason reason) {
  switch (reason) {
    case exchange::CandidateReason::kNone:
      return v1::CANDIDATE_REASON_UNSPECIFIED;
    case exchange::CandidateReason::kChosenBefore:
      return v1::CANDIDATE_REASON_CHOSEN_BEFORE;
    case exchange::CandidateReason::kSameAgent:
      return v1::CANDIDATE_REASON_SAME_AGENT;
    case exchange::CandidateReason::kSameQueue:
      return v1::CANDIDATE_REASON_SAME_QUEUE;
    case exchange::CandidateReason::kLastContact:
      return v1::CANDIDATE_REASON_LAST_CONTACT;
    case exchange::CandidateReason::kRole:
      return v1::CANDIDATE_REASON_ROLE;
  }
  return v1::CANDIDATE_REASON_UNSPECIFIED;
}

v1::Connection::State ToProto(exchange::ConnectionState state) {
  switch (state) {
    case exchange::ConnectionState::kNull:
      return v1::Connection::STATE_NULL;
    case exchange::ConnectionState::kInitiated:
      return v1::Connection::STATE_INITIATED;
    case exchange::ConnectionState::kAlerting:
      return v1::Connection::STATE_ALERTING;
    case exchange::ConnectionState::kConnected:
      return v1::Connection::STATE_CONNECTED;
    case exchange::ConnectionState::kHold:
      return v1::Connection::STATE_HOLD;
    case exchange::ConnectionState::kQueued:
      return v1::Connection::STATE_QUEUED;
    case exchange::ConnectionState::kFail:
      return v1::Connection::STATE_FAIL;
  }
  return v1::Connection::STATE_UNSPECIFIED;
}

v1::Offer::State ToProto(exchange::OfferState state) {
  switch (state) {
    case exchange::OfferState::kRinging:
      return v1::Offer::STATE_RINGING;
    case exchange::OfferState::kAnswered:
      return v1::Offer::STATE_ANSWERED;
    case exchange::OfferState::kNoAnswer:
      return v1::Offer::STATE_NO_ANSWER;
    case exchange::OfferState::kAnsweredElsewhere:
      return v1::Offer::STATE_ANSWERED_ELSEWHERE;
    case exchange::OfferState::kCallerGone:
      return v1::Offer::STATE_CALLER_GONE;
    case exchange::OfferState::kCancelled:
      return v1::Offer::STATE_CANCELLED;
    case exchange::OfferState::kExpired:
    case exchange::OfferState::kLost:
      return v1::Offer::STATE_LOST;
  }
  return v1::Offer::STATE_UNSPECIFIED;
}

v1::NumberType ToProto(LineKind kind) {
  switch (kind) {
    case LineKind::kUnknown:
      return v1::NUMBER_TYPE_UNSPECIFIED;
    case LineKind::kFixed:
      return v1::NUMBER_TYPE_FIXED_LINE;
    case LineKind::kMobile:
      return v1::NUMBER_TYPE_MOBILE;
    case LineKind::kFixedOrMobile:
      return v1::NUMBER_TYPE_FIXED_LINE_OR_MOBILE;
    case LineKind::kTollFree:
      return v1::NUMBER_TYPE_TOLL_FREE;
    case LineKind::kPremium:
      return v1::NUMBER_TYPE_PREMIUM_RATE;
    case LineKind::kShared:
      return v1::NUMBER_TYPE_SPECIAL_RATE;
    case LineKind::kInternet:
      return v1::NUMBER_TYPE_VOIP;
    case LineKind::kExtension:
      return v1::NUMBER_TYPE_EXTENSION;
  }
  return v1::NUMBER_TYPE_UNSPECIFIED;
}

v1::CallResult ToProto(CallResult result) {
  switch (result) {
    case CallResult::kNone:
      return v1::CALL_RESULT_UNSPECIFIED;
    case CallResult::kAnswered:
      return v1::CALL_RESULT_ANSWERED;
    case CallResult::kAbandoned:
      return v1::CALL_RESULT_ABANDONED;
    case CallResult::kUnanswered:
      return v1::CALL_RESULT_UNANSWERED;
    case CallResult::kRefused:
      return v1::CALL_RESULT_REFUSED;
    case CallResult::kLost:
      return v1::CALL_RESULT_LOST;
    case CallResult::kLeft:
      return v1::CALL_RESULT_LEFT;
  }
  return v1::CALL_RESULT_UNSPECIFIED;
}

v1::PhoneNumber ToPhoneNumber(const Numbers& numbers, const std::string& e164,
                              const std::string& raw) {
  v1::PhoneNumber number;
  if (e164.empty() && raw.empty()) return number;
  const ShownNumber shown = numbers.Show(e164, raw);
  number.set_raw(raw.empty() ? e164 : raw);
  number.set_e164(e164);
  number.set_formatted(shown.formatted.empty() ? number.raw() : shown.formatted);
  number.set_type(ToProto(shown.kind));
  number.set_place(shown.place);
  number.set_region_code(shown.region);
  return number;
}

}  // namespace jackfield::grpc_api
