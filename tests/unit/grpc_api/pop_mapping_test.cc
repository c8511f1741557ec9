#include "server/grpc_api/pop_mapping.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using exchange::ConnectionState;

constexpr AgentId kAna{1};
constexpr AgentId kBen{2};
constexpr QueueId kSales{5};

exchange::Moment At(std::int64_t seconds) {
  return {Instant{Duration{seconds * 1000}}, WallTime{Duration{seconds * 1000}}, false};
}

exchange::Offer OfferOf(AgentId agent, exchange::OfferState state) {
  exchange::Offer offer;
  offer.id = OfferId{0x20};
  offer.first_call = "c7";
  offer.agent = agent;
  offer.queue = kSales;
  offer.number = 2;
  offer.started = At(10);
  offer.ended = At(14);
  offer.state = state;
  return offer;
}

// A call that waits in "sales" since second 3 and was offered to Ana.
std::shared_ptr<CallView> CallWith(exchange::OfferState state) {
  auto view = std::make_shared<CallView>();
  view->call.id = CallId{7};
  view->call.name = "c7";
  view->call.offer_count = 3;
  exchange::Leg leg;
  leg.queue = kSales;
  leg.entered = At(3);
  view->call.legs.push_back(leg);
  view->leg_queues = {"sales"};
  view->leg_queue_displays = {"Sales"};
  view->call.offers.push_back(OfferOf(kAna, state));
  view->offer_agents = {"ana"};
  return view;
}

void Connect(CallView& view, AgentId agent, ConnectionState state) {
  exchange::Connection connection;
  connection.agent = agent;
  connection.state = state;
  connection.since = At(15);
  connection.established = At(14);
  view.call.connections["leg" + std::to_string(agent.value)] = connection;
}

const SiteDocument kSite{v1::Configuration()};

TEST(PopMappingTest, ARingingOfferTellsQueueWaitAndDeadline) {
  PopView view;
  view.call = CallWith(exchange::OfferState::kRinging);
  view.offer = view.call->call.offers[0];
  view.queue = "sales";
  view.queue_display = "Sales";
  view.waited = Duration{7'000};
  view.deadline = WallTime{Duration{100'000}};

  const v1::Pop pop = ToPop(view, v1::Pop(), {kAna, "ana", 42}, kSite);

  EXPECT_EQ(pop.offer(), "calls/c7/offers/20");
  EXPECT_EQ(pop.agent(), "agents/ana");
  EXPECT_EQ(pop.state(), v1::Pop::STATE_RINGING);
  EXPECT_EQ(pop.queue(), "queues/sales");
  EXPECT_EQ(pop.offer_number(), 2);
  EXPECT_EQ(pop.offer_count(), 3);
  EXPECT_EQ(pop.waited_duration().seconds(), 7);
  EXPECT_EQ(pop.waiting_since_time().seconds(), 3);
  EXPECT_EQ(pop.deadline_time().seconds(), 100);
  EXPECT_EQ(pop.revision(), 42);
}

TEST(PopMappingTest, CardOnlyComesBeforeThePolicyOfTheQueue) {
  SiteDocument site{v1::Configuration()};
  site.queues["sales"].set_pop_policy(v1::Pop::POLICY_OPEN_ON_ANSWER);
  PopView view;
  view.call = CallWith(exchange::OfferState::kRinging);
  view.offer = view.call->call.offers[0];
  view.queue = "sales";

  EXPECT_EQ(ToPop(view, v1::Pop(), {kAna, "ana", 1}, site).policy(),
            v1::Pop::POLICY_OPEN_ON_ANSWER);
  view.offer.pop_mode = exchange::PopMode::kCardOnly;
  EXPECT_EQ(ToPop(view, v1::Pop(), {kAna, "ana", 1}, site).policy(), v1::Pop::POLICY_CARD);
}

TEST(PopMappingTest, AnAnsweredOfferIsConnectedHeldOrEndedAsTheAgentsPartIs) {
  const auto call = CallWith(exchange::OfferState::kAnswered);
  const auto state = [&call] {
    return ToPop(*AnsweredPop(*call, kAna), v1::Pop(), {kAna, "ana", 1}, kSite).state();
  };

  Connect(*call, kAna, ConnectionState::kConnected);
  EXPECT_EQ(state(), v1::Pop::STATE_CONNECTED);
  Connect(*call, kAna, ConnectionState::kHold);
  EXPECT_EQ(state(), v1::Pop::STATE_HELD);
  Connect(*call, kAna, ConnectionState::kNull);
  EXPECT_EQ(state(), v1::Pop::STATE_ENDED);
}

TEST(PopMappingTest, AnAnsweredPopIsOfTheAgentWhoAnsweredOnly) {
  const auto call = CallWith(exchange::OfferState::kAnswered);

  EXPECT_TRUE(AnsweredPop(*call, kAna).has_value());
  EXPECT_FALSE(AnsweredPop(*call, kBen).has_value());
  EXPECT_EQ(AnsweredPop(*call, kAna)->queue_display, "Sales");
}

TEST(PopMappingTest, AnOwnCallIsDialledThenConnectedThenEnded) {
  const auto call = std::make_shared<CallView>();
  call->call.name = "c7";
  const auto state = [&call] { return ToOwnCall(*call, v1::Pop(), {kAna, "ana", 1}).state(); };

  Connect(*call, kAna, ConnectionState::kInitiated);
  EXPECT_EQ(state(), v1::OwnCall::STATE_DIALLING);
  Connect(*call, kAna, ConnectionState::kConnected);
  EXPECT_EQ(state(), v1::OwnCall::STATE_CONNECTED);
  Connect(*call, kAna, ConnectionState::kNull);
  Connect(*call, kBen, ConnectionState::kConnected);
  EXPECT_EQ(state(), v1::OwnCall::STATE_ENDED);
}

TEST(PopMappingTest, ATooLargePopLosesTheOldestContactsFirstAndTheNoteLast) {
  v1::Pop pop;
  for (int i = 0; i < 5; ++i) {
    pop.add_recent_interactions()->set_summary(std::string(1'000, static_cast<char>('a' + i)));
  }
  pop.add_dispositions()->set_label("kept");
  pop.set_pinned_note(std::string(2'000, 'n'));
  pop.mutable_caller()->set_display_name(std::string(4'000, 'x'));

  FitPop(pop);

  EXPECT_LE(pop.ByteSizeLong(), kPopBytesMax);
  ASSERT_EQ(pop.recent_interactions_size(), 2);
  EXPECT_EQ(pop.recent_interactions(0).summary()[0], 'a');
  EXPECT_EQ(pop.dispositions_size(), 1);
  EXPECT_EQ(pop.pinned_note().size(), 2'000U);
}

TEST(PopMappingTest, TheLargestPossiblePopFits) {
  v1::Pop pop;
  for (int i = 0; i < 16; ++i) pop.add_attached()->set_value(std::string(1'024, 'v'));
  for (int i = 0; i < 5; ++i) {
    v1::CallerCandidate& candidate = *pop.mutable_caller()->add_candidates();
    candidate.set_display_name(std::string(320, 'd'));
    candidate.set_company(std::string(320, 'c'));
    candidate.set_formatted_number(std::string(256, '1'));
  }
  pop.set_pinned_note(std::string(2'000, 'n'));

  FitPop(pop);

  EXPECT_LE(pop.ByteSizeLong(), kPopBytesMax);
  EXPECT_EQ(pop.caller().candidates_size(), 5);
}

TEST(PopMappingTest, AnExpiredOfferClosesByItsDeadline) {
  EXPECT_EQ(ToReason(exchange::OfferState::kExpired), v1::PopClosed::REASON_DEADLINE);
  EXPECT_EQ(ToReason(exchange::OfferState::kCallerGone), v1::PopClosed::REASON_CALLER_GONE);
}

TEST(PopMappingTest, OpenTicketsGoAfterTheContactsAndTheOldestFirst) {
  v1::Pop pop;
  pop.add_recent_interactions()->set_summary("gone");
  for (int i = 0; i < 5; ++i) {
    pop.add_open_tickets()->set_subject(std::string(2'000, static_cast<char>('a' + i)));
  }
  pop.set_open_ticket_count(7);
  pop.add_dispositions()->set_label("kept");

  FitPop(pop);

  EXPECT_EQ(pop.recent_interactions_size(), 0);
  ASSERT_EQ(pop.open_tickets_size(), 4);
  EXPECT_EQ(pop.open_tickets(0).subject()[0], 'a');
  EXPECT_EQ(pop.open_ticket_count(), 7);
  EXPECT_EQ(pop.dispositions_size(), 1);
}

TEST(PopMappingTest, ARingAndAnAnsweredCallSayWhatMayBeAskedForOfEach) {
  const auto call = CallWith(exchange::OfferState::kRinging);
  call->can = {exchange::CommandKind::kAnswer, exchange::CommandKind::kHold,
               exchange::CommandKind::kClear};
  Connect(*call, kAna, ConnectionState::kAlerting);
  PopView view;
  view.call = call;
  view.offer = call->call.offers[0];

  const v1::Pop pop = ToPop(view, v1::Pop(), {kAna, "ana", 1}, kSite);
  Connect(*call, kAna, ConnectionState::kConnected);
  const v1::OwnCall own = ToOwnCall(*call, v1::Pop(), {kAna, "ana", 2});

  ASSERT_EQ(pop.allowed_commands_size(), 1);
  EXPECT_EQ(pop.allowed_commands(0), v1::CALL_COMMAND_KIND_ANSWER);
  ASSERT_EQ(own.allowed_commands_size(), 2);
  EXPECT_EQ(own.allowed_commands(0), v1::CALL_COMMAND_KIND_HOLD);
  EXPECT_EQ(own.allowed_commands(1), v1::CALL_COMMAND_KIND_CLEAR);
}

}  // namespace
}  // namespace jackfield::grpc_api
