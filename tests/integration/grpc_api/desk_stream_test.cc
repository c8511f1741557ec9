#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "tests/support/api_site.h"
#include "tests/support/desk_client.h"
#include "tests/support/switch_client.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::DeskClient;
using test::ReasonOf;

class DeskStreamTest : public testing::Test {
 protected:
  DeskStreamTest() {
    site_.Apply(ApiSite::SmallCentre());
    agent_ = site_.SignIn("agent");
  }

  void Ring(const std::string& call, const std::string& number, const std::string& device,
            v1::Presentation presentation = v1::PRESENTATION_PRESENTED) {
    ASSERT_TRUE(pbx_.Wait(call, number, presentation));
    ASSERT_TRUE(pbx_.RingAt(call, device));
  }

  Customer AddCustomer(const std::string& name, const std::string& e164) {
    Customer customer;
    customer.display_name = name;
    customer.pinned_note = "Speaks Cantonese.";
    customer.numbers.push_back({.raw = e164, .e164 = e164});
    return site_.store().customers().Create(customer, std::nullopt).value();
  }

  void SetPopMode(v1::PopMode mode) {
    v1::SetPopModeRequest request;
    request.set_pop_mode(mode);
    v1::SetPopModeResponse response;
    const auto stub = v1::DeskService::NewStub(site_.Connect());
    ASSERT_TRUE(stub->SetPopMode(ApiSite::Context(agent_).get(), request, &response).ok());
    EXPECT_EQ(response.agent().pop_mode(), mode);
  }

  ApiSite site_;
  test::SwitchClient pbx_{site_};
  std::string agent_;
};

TEST_F(DeskStreamTest, ADeskBeginsWithASnapshotAndAHeartbeat) {
  DeskClient desk(site_, agent_);

  const v1::DeskSnapshot snapshot = desk.Await(v1::WatchDeskResponse::kSnapshot).snapshot();

  EXPECT_EQ(snapshot.agent().name(), "agents/agent");
  EXPECT_EQ(snapshot.not_ready_reasons(0).code(), "lunch");
  EXPECT_TRUE(desk.Await(v1::WatchDeskResponse::kHeartbeat).has_heartbeat());
  EXPECT_EQ(site_.metrics().GaugeOf("jackfield_stream_clients", "kind=desk"), 1);
}

TEST_F(DeskStreamTest, ACallThatRingsPopsWithItsCustomerAndGoesWhenAnsweredElsewhere) {
  const Customer erika = AddCustomer("Erika Mustermann", "+4930901820");
  DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);

  Ring("c1", "030901820", "PJSIP/1001");
  const v1::Pop pop = desk.Await(v1::WatchDeskResponse::kPopOpened).pop_opened();
  ASSERT_TRUE(pbx_.RingAt("c1", "PJSIP/1002"));
  ASSERT_TRUE(pbx_.Answer("c1", "PJSIP/1002"));
  const v1::PopClosed closed = desk.Await(v1::WatchDeskResponse::kPopClosed).pop_closed();

  EXPECT_EQ(pop.state(), v1::Pop::STATE_RINGING);
  EXPECT_EQ(pop.queue(), "queues/sales");
  EXPECT_EQ(pop.queue_display_name(), "Sales");
  EXPECT_EQ(pop.caller().display_name(), "Erika Mustermann");
  EXPECT_EQ(pop.caller().customer(), "customers/" + erika.name);
  EXPECT_EQ(pop.caller().number().e164(), "+4930901820");
  EXPECT_EQ(pop.caller().number().formatted(), "+49 30 901820");
  EXPECT_EQ(pop.pinned_note(), "Speaks Cantonese.");
  EXPECT_LE(pop.ByteSizeLong(), 8'192U);
  EXPECT_EQ(closed.offer(), pop.offer());
  EXPECT_EQ(closed.reason(), v1::PopClosed::REASON_ANSWERED_ELSEWHERE);
  EXPECT_EQ(closed.answered_by_display_name(), "ben Smith");
}

TEST_F(DeskStreamTest, AnAnsweredPopGoesOnAsAnOwnCallUntilTheCallEnds) {
  DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  Ring("c1", "030901820", "PJSIP/1001");
  const std::string offer = desk.Await(v1::WatchDeskResponse::kPopOpened).pop_opened().offer();

  ASSERT_TRUE(pbx_.Answer("c1", "PJSIP/1001"));
  const v1::OwnCall call = desk.Await(v1::WatchDeskResponse::kCallChanged).call_changed();
  const v1::Pop talking = desk.Await(v1::WatchDeskResponse::kPopUpdated).pop_updated();
  ASSERT_TRUE(pbx_.End("c1"));
  const v1::PopClosed closed = desk.Await(v1::WatchDeskResponse::kPopClosed).pop_closed();
  const v1::WrapUp wrap_up = desk.Await(v1::WatchDeskResponse::kWrapUpOpened).wrap_up_opened();

  EXPECT_EQ(call.state(), v1::OwnCall::STATE_CONNECTED);
  EXPECT_EQ(call.offer(), offer);
  EXPECT_EQ(talking.offer(), offer);
  EXPECT_EQ(talking.state(), v1::Pop::STATE_CONNECTED);
  EXPECT_EQ(closed.offer(), offer);
  EXPECT_EQ(closed.reason(), v1::PopClosed::REASON_ANSWERED_BY_YOU);
  EXPECT_EQ(wrap_up.state(), v1::WrapUp::STATE_OPEN);
  EXPECT_EQ(wrap_up.call(), call.call());
  EXPECT_EQ(wrap_up.extensions_left_count(), 10);
}

TEST_F(DeskStreamTest, AWrapUpIsExtendedAsOftenAsTheSiteAllows) {
  v1::Configuration centre = ApiSite::SmallCentre();
  centre.mutable_telephony_thresholds()->set_wrap_up_extension_count_max(1);
  site_.Apply(centre);
  DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  Ring("c1", "030901820", "PJSIP/1001");
  ASSERT_TRUE(pbx_.Answer("c1", "PJSIP/1001"));
  ASSERT_TRUE(pbx_.End("c1"));
  const v1::WrapUp open = desk.Await(v1::WatchDeskResponse::kWrapUpOpened).wrap_up_opened();
  const auto stub = v1::DeskService::NewStub(site_.Connect());
  v1::ExtendWrapUpRequest request;
  request.set_call(open.call());
  v1::ExtendWrapUpResponse once;
  v1::ExtendWrapUpResponse twice;
  v1::ExtendWrapUpResponse of_none;

  ASSERT_TRUE(stub->ExtendWrapUp(ApiSite::Context(agent_).get(), request, &once).ok());
  const grpc::Status more = stub->ExtendWrapUp(ApiSite::Context(agent_).get(), request, &twice);
  request.set_call("calls/0123456789abcdef0123456789abcdef");
  const grpc::Status gone = stub->ExtendWrapUp(ApiSite::Context(agent_).get(), request, &of_none);

  EXPECT_EQ(open.extensions_left_count(), 1);
  EXPECT_EQ(once.wrap_up().call(), open.call());
  EXPECT_EQ(once.wrap_up().extensions_left_count(), 0);
  EXPECT_EQ(once.wrap_up().deadline_time().seconds() - open.deadline_time().seconds(), 60);
  EXPECT_EQ(ReasonOf(more), "WRAP_UP_EXTENSIONS_USED");
  EXPECT_EQ(ReasonOf(gone), "WRAP_UP_CLOSED");
}

TEST_F(DeskStreamTest, WithPopsSwitchedOffAnAnsweredCallIsAnOwnCallAndNoPop) {
  DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  SetPopMode(v1::POP_MODE_OFF);
  EXPECT_EQ(desk.Await(v1::WatchDeskResponse::kAgentChanged).agent_changed().pop_mode(),
            v1::POP_MODE_OFF);

  Ring("c1", "030901820", "PJSIP/1001");
  ASSERT_TRUE(pbx_.Answer("c1", "PJSIP/1001"));
  const v1::OwnCall call = desk.Await(v1::WatchDeskResponse::kCallChanged).call_changed();
  DeskClient again(site_, agent_);
  const v1::DeskSnapshot snapshot = again.Await(v1::WatchDeskResponse::kSnapshot).snapshot();
  ASSERT_TRUE(pbx_.End("c1"));
  again.Await(v1::WatchDeskResponse::kWrapUpOpened);

  EXPECT_EQ(call.state(), v1::OwnCall::STATE_CONNECTED);
  EXPECT_EQ(snapshot.calls_size(), 1);
  EXPECT_EQ(snapshot.pops_size(), 0);
  EXPECT_EQ(desk.CountOf(v1::WatchDeskResponse::kPopOpened), 0);
  EXPECT_EQ(again.CountOf(v1::WatchDeskResponse::kPopUpdated), 0);
  EXPECT_EQ(again.CountOf(v1::WatchDeskResponse::kPopClosed), 0);
}

TEST_F(DeskStreamTest, APopThatIsOpenStaysWhenPopsAreSwitchedOff) {
  DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  Ring("c1", "030901820", "PJSIP/1001");
  const std::string offer = desk.Await(v1::WatchDeskResponse::kPopOpened).pop_opened().offer();

  SetPopMode(v1::POP_MODE_OFF);
  DeskClient again(site_, agent_);
  const v1::DeskSnapshot snapshot = again.Await(v1::WatchDeskResponse::kSnapshot).snapshot();
  ASSERT_TRUE(pbx_.End("c1"));

  ASSERT_EQ(snapshot.pops_size(), 1);
  EXPECT_EQ(snapshot.pops(0).offer(), offer);
  EXPECT_EQ(again.Await(v1::WatchDeskResponse::kPopClosed).pop_closed().offer(), offer);
}

TEST_F(DeskStreamTest, APopModeThatIsNotListedIsRefused) {
  v1::SetPopModeRequest request;
  v1::SetPopModeResponse response;
  const auto stub = v1::DeskService::NewStub(site_.Connect());

  EXPECT_EQ(ReasonOf(stub->SetPopMode(ApiSite::Context(agent_).get(), request, &response)),
            "FIELD_INVALID");
}

TEST_F(DeskStreamTest, AWithheldCallerIsShownWithoutNumberNameAndCustomer) {
  AddCustomer("Erika Mustermann", "+4930901820");
  DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);

  Ring("c1", "030901820", "PJSIP/1001", v1::PRESENTATION_WITHHELD);
  const v1::Pop pop = desk.Await(v1::WatchDeskResponse::kPopOpened).pop_opened();

  EXPECT_EQ(pop.caller().presentation(), v1::PRESENTATION_WITHHELD);
  EXPECT_FALSE(pop.caller().has_number());
  const std::string bytes = pop.SerializeAsString();
  EXPECT_THAT(bytes, testing::Not(testing::HasSubstr("901820")));
  EXPECT_THAT(bytes, testing::Not(testing::HasSubstr("Erika")));
  EXPECT_THAT(bytes, testing::Not(testing::HasSubstr("customers/")));
}

TEST_F(DeskStreamTest, AWithheldCallerWhomTheAgentNamedIsShownWithoutTheNumber) {
  const Customer erika = AddCustomer("Erika Mustermann", "+4930901820");
  DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  Ring("c1", "030901820", "PJSIP/1001", v1::PRESENTATION_WITHHELD);
  v1::ChooseCallerRequest request;
  request.set_call(desk.Await(v1::WatchDeskResponse::kPopOpened).pop_opened().call());
  request.set_customer("customers/" + erika.name);
  v1::ChooseCallerResponse response;
  const auto stub = v1::DeskService::NewStub(site_.Connect());

  ASSERT_TRUE(stub->ChooseCaller(ApiSite::Context(agent_).get(), request, &response).ok());
  const v1::Pop pop = desk.Await(v1::WatchDeskResponse::kPopUpdated).pop_updated();

  EXPECT_EQ(response.caller().customer(), request.customer());
  EXPECT_EQ(pop.caller().customer(), request.customer());
  EXPECT_EQ(pop.caller().display_name(), "Erika Mustermann");
  EXPECT_EQ(pop.caller().presentation(), v1::PRESENTATION_WITHHELD);
  EXPECT_FALSE(pop.caller().has_number());
  EXPECT_THAT(pop.SerializeAsString(), testing::Not(testing::HasSubstr("901820")));
}

TEST_F(DeskStreamTest, ADeskIsToldHowManyWaitInItsQueuesAtFirstAndWhenItChanges) {
  v1::CallEvent member;
  member.mutable_member_added()->set_queue("sales");
  member.mutable_member_added()->set_device("PJSIP/1001");
  ASSERT_TRUE(pbx_.Publish(member).ok());
  ASSERT_TRUE(pbx_.Wait("c1", "+4930901820"));

  DeskClient desk(site_, agent_);
  const v1::DeskSnapshot snapshot = desk.Await(v1::WatchDeskResponse::kSnapshot).snapshot();
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  ASSERT_TRUE(pbx_.Wait("c2", "+4930901821"));
  const v1::QueueSummary more = desk.Await(v1::WatchDeskResponse::kQueueChanged).queue_changed();

  ASSERT_EQ(snapshot.queues_size(), 1);
  EXPECT_EQ(snapshot.queues(0).queue(), "queues/sales");
  EXPECT_EQ(snapshot.queues(0).waiting_count(), 1);
  EXPECT_TRUE(snapshot.queues(0).has_longest_waiting_since_time());
  EXPECT_EQ(more.queue(), "queues/sales");
  EXPECT_EQ(more.display_name(), "Sales");
  EXPECT_EQ(more.waiting_count(), 2);
}

TEST_F(DeskStreamTest, ANewerDeskOfTheAgentReplacesTheOlder) {
  DeskClient older(site_, agent_);
  older.Await(v1::WatchDeskResponse::kHeartbeat);

  DeskClient newer(site_, agent_);
  newer.Await(v1::WatchDeskResponse::kHeartbeat);
  const grpc::Status end = older.End();

  EXPECT_EQ(end.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(ReasonOf(end), "DESK_REPLACED");
}

TEST_F(DeskStreamTest, ADeskThatMissedAnOfferComesBackToASnapshotThatHasItOnce) {
  std::int64_t cursor = 0;
  {
    DeskClient desk(site_, agent_);
    desk.Await(v1::WatchDeskResponse::kHeartbeat);
    cursor = desk.cursor();
  }
  Ring("c1", "030901820", "PJSIP/1001");

  DeskClient back(site_, agent_, cursor);
  const v1::WatchDeskResponse snapshot = back.Await(v1::WatchDeskResponse::kSnapshot);

  EXPECT_GT(snapshot.cursor(), cursor);
  ASSERT_EQ(snapshot.snapshot().pops_size(), 1);
  EXPECT_EQ(snapshot.snapshot().pops(0).state(), v1::Pop::STATE_RINGING);
}

TEST_F(DeskStreamTest, TheEndOfAWrapUpClosesNoPopAtADeskThatCameBackDuringIt) {
  Ring("c1", "030901820", "PJSIP/1001");
  ASSERT_TRUE(pbx_.Answer("c1", "PJSIP/1001"));
  ASSERT_TRUE(pbx_.End("c1"));
  DeskClient back(site_, agent_);
  const v1::DeskSnapshot snapshot = back.Await(v1::WatchDeskResponse::kSnapshot).snapshot();

  v1::CompleteWrapUpRequest request;
  request.set_call(snapshot.wrap_ups(0).call());
  request.set_disposition("solved");
  v1::CompleteWrapUpResponse response;
  const auto stub = v1::DeskService::NewStub(site_.Connect());
  ASSERT_TRUE(stub->CompleteWrapUp(ApiSite::Context(agent_).get(), request, &response).ok());
  back.Await(v1::WatchDeskResponse::kWrapUpClosed);
  back.Await(v1::WatchDeskResponse::kHeartbeat);

  EXPECT_EQ(snapshot.pops_size(), 0);
  EXPECT_EQ(back.CountOf(v1::WatchDeskResponse::kPopClosed), 0);
  EXPECT_EQ(back.CountOf(v1::WatchDeskResponse::kCallChanged), 0);
}

TEST_F(DeskStreamTest, AHundredMissedCallsAreListedAndMoreAreCounted) {
  DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  for (int i = 0; i < 101; ++i) {
    Ring("c" + std::to_string(i), "030901820", "PJSIP/1001");
    ASSERT_TRUE(pbx_.End("c" + std::to_string(i)));
    desk.Await(v1::WatchDeskResponse::kMissedAdded);
  }
  const v1::MissedRemoved pushed =
      desk.Await(v1::WatchDeskResponse::kMissedRemoved).missed_removed();
  const auto stub = v1::DeskService::NewStub(site_.Connect());
  v1::GetDeskResponse got;
  ASSERT_TRUE(stub->GetDesk(ApiSite::Context(agent_).get(), {}, &got).ok());
  v1::AcknowledgeMissedResponse seen;
  ASSERT_TRUE(stub->AcknowledgeMissed(ApiSite::Context(agent_).get(), {}, &seen).ok());
  const v1::MissedRemoved removed =
      desk.Await(v1::WatchDeskResponse::kMissedRemoved).missed_removed();

  EXPECT_EQ(desk.CountOf(v1::WatchDeskResponse::kMissedAdded), 101);
  EXPECT_EQ(pushed.offers_size(), 1);
  EXPECT_EQ(pushed.missed_call_count(), 101);
  EXPECT_EQ(got.desk().missed_calls_size(), 100);
  EXPECT_EQ(got.desk().missed_call_count(), 101);
  EXPECT_EQ(seen.missed_call_count(), 0);
  EXPECT_EQ(removed.offers_size(), 100);
  EXPECT_EQ(removed.missed_call_count(), 0);
}

TEST_F(DeskStreamTest, AUserWithoutAnAgentOfTheSameLoginHasNoDesk) {
  v1::Configuration nobody = ApiSite::SmallCentre();
  nobody.clear_agents();
  ApiSite empty;
  empty.Apply(nobody);
  DeskClient desk(empty, empty.SignIn("agent"));

  const grpc::Status end = desk.End();

  EXPECT_EQ(end.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(ReasonOf(end), "NOT_AN_AGENT");
}

TEST_F(DeskStreamTest, AReaderThatFellBehindGetsASnapshotAndSlowsNobody) {
  DeskClient slow(site_, agent_);
  slow.Await(v1::WatchDeskResponse::kHeartbeat);
  DeskClient other(site_, site_.SignIn("ben"));
  other.Await(v1::WatchDeskResponse::kHeartbeat);
  Ring("c1", "030901820", "PJSIP/1001");
  const auto resyncs = [this] {
    return site_.metrics().CountOf("jackfield_stream_resync_total", "kind=desk");
  };

  // Each changes the pop, about 8 KiB, of a desk that does not read.
  v1::CallEvent event;
  event.mutable_call_information()->set_call("c1");
  for (int value = 0; value < 16; ++value) {
    event.mutable_call_information()->add_attached()->set_name("v" + std::to_string(value));
  }
  for (int i = 0; i < 3'000 && resyncs() == 0; ++i) {
    for (auto& attached : *event.mutable_call_information()->mutable_attached()) {
      attached.set_value(std::to_string(i) + std::string(400, 'x'));
    }
    ASSERT_TRUE(pbx_.Publish(event).ok());
  }
  EXPECT_EQ(resyncs(), 1U);
  ASSERT_TRUE(pbx_.Wait("c2", "+4930901821"));
  ASSERT_TRUE(pbx_.RingAt("c2", "PJSIP/1002"));
  const v1::Pop prompt = other.Await(v1::WatchDeskResponse::kPopOpened).pop_opened();
  const v1::Resync resync = slow.Await(v1::WatchDeskResponse::kResync).resync();
  const v1::DeskSnapshot snapshot = slow.Await(v1::WatchDeskResponse::kSnapshot).snapshot();

  EXPECT_EQ(prompt.caller().number().e164(), "+4930901821");
  EXPECT_EQ(resync.reason(), v1::Resync::REASON_TOO_SLOW);
  ASSERT_EQ(snapshot.pops_size(), 1);
  EXPECT_LE(snapshot.pops(0).ByteSizeLong(), 8'192U);
}

TEST_F(DeskStreamTest, StoppingTellsEveryDeskToComeBack) {
  DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);

  site_.api().Stop();
  const grpc::Status end = desk.End();

  EXPECT_EQ(end.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(end), "SERVER_STOPPING");
}

}  // namespace
}  // namespace jackfield::grpc_api
