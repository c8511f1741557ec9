#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/grpc_api/ticket_fixture.h"

// Tickets that calls make by themselves, from the telephone system's events to the desks.
namespace jackfield::grpc_api {
namespace {

using testing::IsEmpty;

constexpr Duration kTick{1};
constexpr Duration kMinute{60'000};

constexpr const char* kCentre = R"(
  queues { queue_id: "sales" display_name: "Sales"
           source_queues { source_id: "pbx" queue: "sales" } }
  agents { login: "agent" display_name: "Anna" device_patterns: "PJSIP/1001"
           queues { queue_id: "sales" } }
  ticket_plan {
    sla_policies {
      policy_id: "quick"
      first_response_duration { seconds: 600 }
      on_breach { action: ACTION_NOTIFY_OWNER }
    }
    triggers { cause: CAUSE_MISSED_CALL queue_id: "sales" type: TYPE_CALLBACK
               priority: PRIORITY_HIGH }
    triggers { cause: CAUSE_LONG_HOLD at_least_duration { seconds: 60 } subject: "Held for long" }
  })";

class TicketTriggersTest : public TicketFixture {
 protected:
  void SetUp() override {
    Apply(kCentre);
    OpenDesk("agent");
  }

  void Pass(Duration span) { GoTo(clock_.WallNow() + span); }

  bool Hold(const std::string& call) {
    v1::CallEvent event;
    event.mutable_held()->set_call(call);
    event.mutable_held()->set_connection(call + "PJSIP/1001");
    return pbx_->Publish(event).ok();
  }
  bool Retrieve(const std::string& call) {
    v1::CallEvent event;
    event.mutable_retrieved()->set_call(call);
    event.mutable_retrieved()->set_connection(call + "PJSIP/1001");
    return pbx_->Publish(event).ok();
  }
};

TEST_F(TicketTriggersTest, AMissedCallIsATicketWhoseBreachIsToldOnTheDeskOfWhoTookIt) {
  BeReady("agent");
  ASSERT_TRUE(pbx_->Wait("c1", "+4930901820"));
  ASSERT_TRUE(pbx_->End("c1"));
  const v1::WorkOffer offer = AwaitOffer("agent");
  const std::string ticket = offer.ticket().name();
  Accept(offer, "agent");

  EXPECT_EQ(offer.ticket().subject(), "Missed call");
  EXPECT_EQ(offer.ticket().type(), v1::Ticket::TYPE_CALLBACK);
  EXPECT_EQ(offer.ticket().priority(), v1::Ticket::PRIORITY_HIGH);
  EXPECT_EQ(offer.ticket().interactions_size(), 1);
  EXPECT_EQ(HistoryOf(ticket).front(), "KIND_CREATED (trigger)  ");

  Pass(10 * kMinute - kTick);
  EXPECT_EQ(Stands(Get(ticket), Clock::KIND_FIRST_RESPONSE),
            "STATE_RUNNING warned until 2026-03-02 09:10");
  Pass(kTick);
  const v1::WorkNotice told = AwaitNotice("agent", v1::WorkNotice::KIND_CLOCK_BREACH);

  EXPECT_EQ(told.ticket().name(), ticket);
  EXPECT_EQ(fakes::Text(FromProto(told.time())), "2026-03-02 09:10");
  EXPECT_EQ(Stands(Get(ticket), Clock::KIND_FIRST_RESPONSE),
            "STATE_BREACHED warned until 2026-03-02 09:10");
}

TEST_F(TicketTriggersTest, WhatIsToldAgainAfterARestartMakesNoSecondTicket) {
  ASSERT_TRUE(pbx_->Wait("c1", "+4930901820"));
  ASSERT_TRUE(pbx_->End("c1"));
  ASSERT_EQ(All().size(), 1U);
  const std::string ticket = All()[0].name();
  Restart();

  ASSERT_TRUE(pbx_->End("c1"));

  ASSERT_EQ(All().size(), 1U);
  EXPECT_EQ(All()[0].name(), ticket);
}

TEST_F(TicketTriggersTest, ALongHoldIsATicketWhenItIsOver) {
  ASSERT_TRUE(pbx_->Wait("c1", "+4930901820"));
  ASSERT_TRUE(pbx_->RingAt("c1", "PJSIP/1001"));
  ASSERT_TRUE(pbx_->Answer("c1", "PJSIP/1001"));
  ASSERT_TRUE(Hold("c1"));
  Pass(kMinute - kTick);
  ASSERT_TRUE(Retrieve("c1"));
  EXPECT_THAT(All(), IsEmpty());

  ASSERT_TRUE(Hold("c1"));
  Pass(kMinute);
  EXPECT_THAT(All(), IsEmpty());
  ASSERT_TRUE(Retrieve("c1"));

  ASSERT_EQ(All().size(), 1U);
  EXPECT_EQ(All()[0].subject(), "Held for long");
  EXPECT_EQ(All()[0].type(), v1::Ticket::TYPE_TASK);
  EXPECT_EQ(All()[0].queue(), "queues/sales");
  ASSERT_TRUE(pbx_->End("c1"));
  EXPECT_EQ(All().size(), 1U) << "the call was answered: it is not missed";
}

}  // namespace
}  // namespace jackfield::grpc_api
