#include "server/grpc_api/work_mapping.h"

#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::string_view kWorkOffers = "workOffers";
constexpr std::string_view kNotices = "workNotices";
constexpr std::size_t kQueueNameMax = 64;

v1::WorkNotice::Kind KindOf(exchange::TicketNoticeKind what) {
  switch (what) {
    case exchange::TicketNoticeKind::kAssigned:
      return v1::WorkNotice::KIND_ASSIGNED;
    case exchange::TicketNoticeKind::kReminderDue:
      return v1::WorkNotice::KIND_REMINDER;
    case exchange::TicketNoticeKind::kReopened:
      return v1::WorkNotice::KIND_REOPENED;
    case exchange::TicketNoticeKind::kCustomerReplied:
    case exchange::TicketNoticeKind::kCommented:
      return v1::WorkNotice::KIND_COMMENT;
    case exchange::TicketNoticeKind::kSlaWarning:
      return v1::WorkNotice::KIND_CLOCK_WARNING;
    case exchange::TicketNoticeKind::kSlaBreach:
      return v1::WorkNotice::KIND_CLOCK_BREACH;
    case exchange::TicketNoticeKind::kShown:
      return v1::WorkNotice::KIND_SHOW;
  }
  return v1::WorkNotice::KIND_UNSPECIFIED;
}

}  // namespace

std::string WorkOfferName(ReservationId reservation) {
  return NumberedName(kWorkOffers, reservation.value);
}

Result<ReservationId> WorkOfferIdOf(const std::string& name) {
  const Result<std::uint64_t> number = NumberOf("name", kWorkOffers, name);
  if (!number) return Fail(number);
  return ReservationId{*number};
}

v1::WorkOffer ToWorkOffer(const WorkOfferView& view) {
  v1::WorkOffer offer;
  offer.set_name(WorkOfferName(view.reservation));
  offer.set_queue_display_name(FirstCharacters(view.queue_display, kQueueNameMax));
  *offer.mutable_start_time() = ToProto(view.began);
  *offer.mutable_deadline_time() = ToProto(view.deadline);
  return offer;
}

v1::WorkOfferClosed::Reason ToReason(exchange::ReservationEnd end) {
  switch (end) {
    case exchange::ReservationEnd::kAccepted:
      return v1::WorkOfferClosed::REASON_ACCEPTED;
    case exchange::ReservationEnd::kDeclined:
      return v1::WorkOfferClosed::REASON_DECLINED;
    case exchange::ReservationEnd::kPassed:
      return v1::WorkOfferClosed::REASON_DEADLINE;
    case exchange::ReservationEnd::kTaken:
      return v1::WorkOfferClosed::REASON_TAKEN;
    case exchange::ReservationEnd::kAgentGone:
      return v1::WorkOfferClosed::REASON_NOT_READY;
    case exchange::ReservationEnd::kPreempted:
      return v1::WorkOfferClosed::REASON_CALL_CAME;
    case exchange::ReservationEnd::kNone:
    case exchange::ReservationEnd::kWithdrawn:
    case exchange::ReservationEnd::kUndeliverable:
      return v1::WorkOfferClosed::REASON_WITHDRAWN;
  }
  return v1::WorkOfferClosed::REASON_WITHDRAWN;
}

std::string NoticeName(NoticeId notice) { return NumberedName(kNotices, notice.value); }

Result<NoticeId> NoticeIdOf(const std::string& name) {
  const Result<std::uint64_t> number = NumberOf("names", kNotices, name);
  if (!number) return Fail(number);
  return NoticeId{*number};
}

v1::WorkNotice ToNotice(const NoticeView& view) {
  v1::WorkNotice notice;
  notice.set_name(NoticeName(view.notice));
  notice.set_kind(KindOf(view.what));
  *notice.mutable_time() = ToProto(view.at);
  return notice;
}

Error WorkOfferWireError(const Error& error) {
  if (error.reason == "RESERVATION_NOT_FOUND" || error.reason == "RESERVATION_OF_ANOTHER_AGENT") {
    return {ErrorCode::kNotFound, "there is no such offer", "WORK_OFFER_NOT_FOUND"};
  }
  if (error.reason == "RESERVATION_OVER") {
    return {ErrorCode::kFailedPrecondition, "the offer has ended otherwise", "WORK_OFFER_OVER"};
  }
  if (error.reason == "AGENT_NOT_FOUND") {
    return {ErrorCode::kPermissionDenied, error.message, "NOT_AN_AGENT"};
  }
  return error;
}

}  // namespace jackfield::grpc_api
