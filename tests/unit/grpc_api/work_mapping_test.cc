#include "server/grpc_api/work_mapping.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using exchange::ReservationEnd;
using exchange::TicketNoticeKind;

TEST(WorkMappingTest, AnOfferOfWorkHasItsNameQueueAndTimes) {
  WorkOfferView view;
  view.reservation = ReservationId{0x2a};
  view.queue_display = "Sales";
  view.began = WallTime{Duration{10'000}};
  view.deadline = WallTime{Duration{40'000}};

  const v1::WorkOffer offer = ToWorkOffer(view);

  EXPECT_EQ(offer.name(), "workOffers/2a");
  EXPECT_EQ(WorkOfferIdOf(offer.name()).value(), ReservationId{0x2a});
  EXPECT_EQ(offer.queue_display_name(), "Sales");
  EXPECT_EQ(offer.start_time().seconds(), 10);
  EXPECT_EQ(offer.deadline_time().seconds(), 40);
}

TEST(WorkMappingTest, EachEndOfAReservationHasItsReason) {
  const struct {
    ReservationEnd end;
    v1::WorkOfferClosed::Reason reason;
  } cases[] = {
      {ReservationEnd::kAccepted, v1::WorkOfferClosed::REASON_ACCEPTED},
      {ReservationEnd::kDeclined, v1::WorkOfferClosed::REASON_DECLINED},
      {ReservationEnd::kPassed, v1::WorkOfferClosed::REASON_DEADLINE},
      {ReservationEnd::kTaken, v1::WorkOfferClosed::REASON_TAKEN},
      {ReservationEnd::kWithdrawn, v1::WorkOfferClosed::REASON_WITHDRAWN},
      {ReservationEnd::kUndeliverable, v1::WorkOfferClosed::REASON_WITHDRAWN},
      {ReservationEnd::kAgentGone, v1::WorkOfferClosed::REASON_NOT_READY},
      {ReservationEnd::kPreempted, v1::WorkOfferClosed::REASON_CALL_CAME},
  };
  for (const auto& each : cases) EXPECT_EQ(ToReason(each.end), each.reason);
}

TEST(WorkMappingTest, ANoticeHasItsNameKindAndTime) {
  const struct {
    TicketNoticeKind what;
    v1::WorkNotice::Kind kind;
  } cases[] = {
      {TicketNoticeKind::kAssigned, v1::WorkNotice::KIND_ASSIGNED},
      {TicketNoticeKind::kReminderDue, v1::WorkNotice::KIND_REMINDER},
      {TicketNoticeKind::kReopened, v1::WorkNotice::KIND_REOPENED},
      {TicketNoticeKind::kCustomerReplied, v1::WorkNotice::KIND_COMMENT},
      {TicketNoticeKind::kCommented, v1::WorkNotice::KIND_COMMENT},
      {TicketNoticeKind::kSlaWarning, v1::WorkNotice::KIND_CLOCK_WARNING},
      {TicketNoticeKind::kSlaBreach, v1::WorkNotice::KIND_CLOCK_BREACH},
      {TicketNoticeKind::kShown, v1::WorkNotice::KIND_SHOW},
  };
  for (const auto& each : cases) {
    NoticeView view;
    view.notice = NoticeId{0x1f};
    view.what = each.what;
    view.at = WallTime{Duration{7'000}};

    const v1::WorkNotice notice = ToNotice(view);

    EXPECT_EQ(notice.name(), "workNotices/1f");
    EXPECT_EQ(notice.kind(), each.kind);
    EXPECT_EQ(notice.time().seconds(), 7);
  }
  EXPECT_EQ(NoticeIdOf("workNotices/1f").value(), NoticeId{0x1f});
  EXPECT_EQ(NoticeIdOf("workOffers/1f").error().fields[0].field, "names");
}

TEST(WorkMappingTest, AnOfferToSomebodyElseIsNone) {
  const auto reason = [](ErrorCode code, const char* inner) {
    return WorkOfferWireError({code, "words", inner}).reason;
  };

  EXPECT_EQ(reason(ErrorCode::kNotFound, "RESERVATION_NOT_FOUND"), "WORK_OFFER_NOT_FOUND");
  EXPECT_EQ(reason(ErrorCode::kPermissionDenied, "RESERVATION_OF_ANOTHER_AGENT"),
            "WORK_OFFER_NOT_FOUND");
  EXPECT_EQ(reason(ErrorCode::kFailedPrecondition, "RESERVATION_OVER"), "WORK_OFFER_OVER");
  EXPECT_EQ(reason(ErrorCode::kNotFound, "AGENT_NOT_FOUND"), "NOT_AN_AGENT");
  EXPECT_EQ(reason(ErrorCode::kUnavailable, "STORE_UNAVAILABLE"), "STORE_UNAVAILABLE");
  EXPECT_EQ(
      WorkOfferWireError({ErrorCode::kPermissionDenied, "", "RESERVATION_OF_ANOTHER_AGENT"}).code,
      ErrorCode::kNotFound);
}

}  // namespace
}  // namespace jackfield::grpc_api
