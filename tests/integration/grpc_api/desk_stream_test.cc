#include <deque>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/admin_service.grpc.pb.h"
#include "jackfield/v1/desk_service.grpc.pb.h"
#include "jackfield/v1/session_service.grpc.pb.h"
#include "jackfield/v1/telephony_service.grpc.pb.h"

#include "tests/support/api_site.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::ReasonOf;

// A desk that reads its stream. The stream ends with the object.
//
// Thread safety: none; one per test.
class Desk {
 public:
  Desk(const ApiSite& site, const std::string& secret, std::int64_t resume_cursor = 0)
      : stub_(v1::DeskService::NewStub(site.Connect())), context_(ApiSite::StreamContext(secret)) {
    // A test that waits for what never comes ends here.
    context_->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    v1::WatchDeskRequest request;
    request.set_resume_cursor(resume_cursor);
    reader_ = stub_->WatchDesk(context_.get(), request);
  }
  ~Desk() {
    context_->TryCancel();
    v1::WatchDeskResponse rest;
    while (reader_->Read(&rest)) continue;
  }

  // The next message of this kind, skipping others. Not set: the stream ended.
  v1::WatchDeskResponse Await(v1::WatchDeskResponse::UpdateCase kind) {
    v1::WatchDeskResponse message;
    while (reader_->Read(&message)) {
      if (message.cursor_complete()) cursor_ = message.cursor();
      if (message.update_case() == kind) return message;
    }
    return {};
  }

  grpc::Status End() {
    v1::WatchDeskResponse rest;
    while (reader_->Read(&rest)) continue;
    return reader_->Finish();
  }

  std::int64_t cursor() const { return cursor_; }

 private:
  std::unique_ptr<v1::DeskService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchDeskResponse>> reader_;
  std::int64_t cursor_ = 0;
};

class DeskStreamTest : public testing::Test {
 protected:
  DeskStreamTest() {
    site_.Apply(ApiSite::SmallCentre());
    pbx_ = site_.TokenOf("pbx");
    telephony_ = v1::TelephonyService::NewStub(site_.Connect());
    agent_ = site_.SignIn("agent");
  }

  grpc::Status Publish(const v1::CallEvent& event) {
    v1::PublishCallEventRequest request;
    *request.mutable_event() = event;
    v1::PublishCallEventResponse response;
    return telephony_->PublishCallEvent(ApiSite::Context(pbx_).get(), request, &response);
  }

  // A call from `number` comes in, waits in sales, and rings at the device.
  void Ring(const std::string& call, const std::string& number, const std::string& device,
            v1::Presentation presentation = v1::PRESENTATION_PRESENTED) {
    v1::CallEvent event;
    v1::OriginatedEvent& originated = *event.mutable_originated();
    originated.set_call(call);
    originated.set_direction(v1::DIRECTION_INBOUND);
    originated.mutable_caller()->set_number(number);
    originated.mutable_caller()->set_name("Erika Muster");
    originated.mutable_caller()->set_presentation(presentation);
    originated.set_dialled("+49302000");
    originated.set_connection(call + "-caller");
    ASSERT_TRUE(Publish(event).ok());
    v1::CallEvent queued;
    queued.mutable_queued()->set_call(call);
    queued.mutable_queued()->set_leg(call + "-caller");
    queued.mutable_queued()->set_queue("sales");
    ASSERT_TRUE(Publish(queued).ok());
    RingAt(call, device);
  }
  void RingAt(const std::string& call, const std::string& device) {
    v1::CallEvent event;
    v1::DeliveredEvent& delivered = *event.mutable_delivered();
    delivered.set_call(call);
    delivered.set_connection(call + device);
    delivered.set_device(device);
    delivered.set_queue("sales");
    delivered.set_leg(call + "-caller");
    ASSERT_TRUE(Publish(event).ok());
  }
  void Answer(const std::string& call, const std::string& device) {
    v1::CallEvent event;
    v1::EstablishedEvent& established = *event.mutable_established();
    established.set_call(call);
    established.set_connection(call + device);
    established.set_device(device);
    established.set_queue("sales");
    established.set_leg(call + "-caller");
    ASSERT_TRUE(Publish(event).ok());
  }
  void End(const std::string& call) {
    v1::CallEvent event;
    event.mutable_call_cleared()->set_call(call);
    ASSERT_TRUE(Publish(event).ok());
  }

  Customer AddCustomer(const std::string& name, const std::string& e164) {
    Customer customer;
    customer.display_name = name;
    customer.pinned_note = "Speaks Cantonese.";
    customer.numbers.push_back({.raw = e164, .e164 = e164});
    return site_.store().customers().Create(customer).value();
  }

  ApiSite site_;
  std::string pbx_;
  std::string agent_;
  std::unique_ptr<v1::TelephonyService::Stub> telephony_;
};

TEST_F(DeskStreamTest, ADeskBeginsWithASnapshotAndAHeartbeat) {
  Desk desk(site_, agent_);

  const v1::DeskSnapshot snapshot = desk.Await(v1::WatchDeskResponse::kSnapshot).snapshot();

  EXPECT_EQ(snapshot.agent().name(), "agents/agent");
  EXPECT_EQ(snapshot.not_ready_reasons(0).code(), "lunch");
  EXPECT_TRUE(desk.Await(v1::WatchDeskResponse::kHeartbeat).has_heartbeat());
}

TEST_F(DeskStreamTest, ACallThatRingsPopsWithItsCustomerAndGoesWhenAnsweredElsewhere) {
  const Customer erika = AddCustomer("Erika Mustermann", "+4930901820");
  Desk desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);

  Ring("c1", "030901820", "PJSIP/1001");
  const v1::Pop pop = desk.Await(v1::WatchDeskResponse::kPopOpened).pop_opened();
  RingAt("c1", "PJSIP/1002");
  Answer("c1", "PJSIP/1002");
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
  Desk desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  Ring("c1", "030901820", "PJSIP/1001");
  const std::string offer = desk.Await(v1::WatchDeskResponse::kPopOpened).pop_opened().offer();

  Answer("c1", "PJSIP/1001");
  const v1::OwnCall call = desk.Await(v1::WatchDeskResponse::kCallChanged).call_changed();
  const v1::Pop talking = desk.Await(v1::WatchDeskResponse::kPopUpdated).pop_updated();
  End("c1");
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
}

TEST_F(DeskStreamTest, AWithheldCallerIsShownWithoutNumberNameAndCustomer) {
  AddCustomer("Erika Mustermann", "+4930901820");
  Desk desk(site_, agent_);
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

TEST_F(DeskStreamTest, ANewerDeskOfTheAgentReplacesTheOlder) {
  Desk older(site_, agent_);
  older.Await(v1::WatchDeskResponse::kHeartbeat);

  Desk newer(site_, agent_);
  newer.Await(v1::WatchDeskResponse::kHeartbeat);
  const grpc::Status end = older.End();

  EXPECT_EQ(end.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(ReasonOf(end), "DESK_REPLACED");
}

TEST_F(DeskStreamTest, ADeskThatMissedAnOfferComesBackToASnapshotThatHasItOnce) {
  std::int64_t cursor = 0;
  {
    Desk desk(site_, agent_);
    desk.Await(v1::WatchDeskResponse::kHeartbeat);
    cursor = desk.cursor();
  }
  Ring("c1", "030901820", "PJSIP/1001");

  Desk back(site_, agent_, cursor);
  const v1::WatchDeskResponse snapshot = back.Await(v1::WatchDeskResponse::kSnapshot);

  EXPECT_GT(snapshot.cursor(), cursor);
  ASSERT_EQ(snapshot.snapshot().pops_size(), 1);
  EXPECT_EQ(snapshot.snapshot().pops(0).state(), v1::Pop::STATE_RINGING);
}

TEST_F(DeskStreamTest, AUserWithoutAnAgentOfTheSameLoginHasNoDesk) {
  v1::Configuration nobody = ApiSite::SmallCentre();
  nobody.clear_agents();
  ApiSite empty;
  empty.Apply(nobody);
  Desk desk(empty, empty.SignIn("agent"));

  const grpc::Status end = desk.End();

  EXPECT_EQ(end.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(ReasonOf(end), "NOT_AN_AGENT");
}

TEST_F(DeskStreamTest, StoppingTellsEveryDeskToComeBack) {
  Desk desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);

  site_.api().Stop();
  const grpc::Status end = desk.End();

  EXPECT_EQ(end.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(end), "SERVER_STOPPING");
}

}  // namespace
}  // namespace jackfield::grpc_api
