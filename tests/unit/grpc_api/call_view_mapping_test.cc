#include "server/grpc_api/call_view_mapping.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

constexpr AgentId kAna{1};
constexpr QueueId kSales{5};

exchange::Moment At(std::int64_t seconds) {
  return {Instant{Duration{seconds * 1000}}, WallTime{Duration{seconds * 1000}}, false};
}

CallView Waiting() {
  CallView view;
  view.call.name = "c7";
  view.call.began = At(1);
  exchange::Leg leg;
  leg.queue = kSales;
  leg.entered = At(3);
  view.call.legs.push_back(leg);
  view.leg_queues = {"sales"};
  view.leg_queue_displays = {"Sales"};
  view.source = "pbx";
  return view;
}

TEST(CallViewMappingTest, AStayThatLastsHasNoEnd) {
  const v1::Call call = ToCall(Waiting(), v1::Pop());

  EXPECT_EQ(call.name(), "calls/c7");
  EXPECT_EQ(call.state(), v1::Call::STATE_WAITING);
  ASSERT_EQ(call.queue_legs_size(), 1);
  EXPECT_EQ(call.queue_legs(0).queue(), "queues/sales");
  EXPECT_FALSE(call.queue_legs(0).has_leave_time());
  EXPECT_FALSE(call.has_end_time());
}

TEST(CallViewMappingTest, AnAnsweredStayNamesTheAgentAndItsOffers) {
  CallView view = Waiting();
  exchange::Offer offer;
  offer.id = OfferId{0x20};
  offer.agent = kAna;
  offer.queue = kSales;
  offer.started = At(5);
  offer.ended = At(9);
  offer.state = exchange::OfferState::kAnswered;
  view.call.offers.push_back(offer);
  view.offer_agents = {"ana"};
  exchange::Leg& leg = view.call.legs[0];
  leg.state = exchange::LegState::kAnswered;
  leg.left = At(9);
  leg.agent = kAna;
  view.call.connections["a"].agent = kAna;
  view.call.connections["a"].state = exchange::ConnectionState::kConnected;

  const v1::Call call = ToCall(view, v1::Pop());

  EXPECT_EQ(call.state(), v1::Call::STATE_TALKING);
  EXPECT_EQ(call.queue_legs(0).outcome(), v1::QueueLeg::OUTCOME_ANSWERED);
  EXPECT_EQ(call.queue_legs(0).agent(), "agents/ana");
  EXPECT_EQ(call.queue_legs(0).wait_duration().seconds(), 6);
  ASSERT_EQ(call.queue_legs(0).offers_size(), 1);
  EXPECT_EQ(call.queue_legs(0).offers(0).state(), v1::Offer::STATE_ANSWERED);
  EXPECT_EQ(call.connections(0).agent(), "agents/ana");
}

TEST(CallViewMappingTest, AStayHasWhatWasForetoldOfItsWait) {
  CallView view = Waiting();
  const v1::QueueLeg without = ToCall(view, v1::Pop()).queue_legs(0);
  view.call.legs[0].foretold_p50 = Duration{42'000};
  view.call.legs[0].foretold_p90 = Duration{136'000};
  const v1::QueueLeg with = ToCall(view, v1::Pop()).queue_legs(0);

  EXPECT_FALSE(without.has_foretold_p50_duration());
  EXPECT_FALSE(without.has_foretold_p90_duration());
  EXPECT_EQ(with.foretold_p50_duration().seconds(), 42);
  EXPECT_EQ(with.foretold_p90_duration().seconds(), 136);
}

TEST(CallViewMappingTest, ALegWhoseEndNobodySawIsLost) {
  CallView view = Waiting();
  exchange::Leg& leg = view.call.legs[0];
  leg.state = exchange::LegState::kLeft;
  leg.cause = exchange::DequeueCause::kUnseen;

  EXPECT_EQ(ToCall(view, v1::Pop()).queue_legs(0).outcome(), v1::QueueLeg::OUTCOME_LOST);
}

TEST(CallViewMappingTest, ACallThatEndedIsEndedWhateverElseItWas) {
  CallView view = Waiting();
  view.call.end = exchange::CallEnd::kCleared;
  view.call.ended = At(20);

  const v1::Call call = ToCall(view, v1::Pop());

  EXPECT_EQ(call.state(), v1::Call::STATE_ENDED);
  EXPECT_EQ(call.end_time().seconds(), 20);
}

}  // namespace
}  // namespace jackfield::grpc_api
