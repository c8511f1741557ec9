#include "server/grpc_api/ticket_scope.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using security::Role;

constexpr CustomerId kErika{5};

security::Principal With(security::Roles roles) {
  security::Principal principal;
  principal.roles = roles;
  return principal;
}

exchange::State CentreWithAna() {
  exchange::State state;
  for (const auto& [number, name] : {std::pair(1, "support"), {2, "sales"}, {3, "billing"}}) {
    exchange::Queue& queue = state.queues[QueueId{static_cast<std::uint64_t>(number)}];
    queue.configuration.name = name;
  }
  exchange::Agent& ana = state.agents[AgentId{1}];
  ana.login = "ana";
  ana.routing.ranks[QueueId{1}] = 1;
  ana.memberships[QueueId{2}] = {};
  state.agent_logins["ana"] = AgentId{1};
  return state;
}

void AddCall(exchange::State& state, std::uint64_t call, CustomerId customer) {
  state.calls[CallId{call}].caller.customer = customer;
}

TEST(TicketScopeTest, OnlyAgentsWhoAreNothingElseSeeSomeTickets) {
  EXPECT_FALSE(SeesAllTickets(With({Role::kAgent})));
  EXPECT_FALSE(SeesAllTickets(With({Role::kAgent, Role::kAnalyst})));
  EXPECT_TRUE(SeesAllTickets(With({Role::kAgent, Role::kSupervisor})));
  EXPECT_TRUE(SeesAllTickets(With({Role::kAdmin})));
  EXPECT_TRUE(SeesAllTickets(With({Role::kIntegration})));
}

TEST(TicketScopeTest, AnAgentSeesQueuesThatAreDeclaredAndThoseOfTheSwitch) {
  const TicketScope scope = ScopeOf(CentreWithAna(), "ana").value();

  EXPECT_EQ(scope.login, "ana");
  EXPECT_THAT(scope.queues, testing::ElementsAre("sales", "support"));
  EXPECT_THAT(scope.customers, testing::IsEmpty());
}

TEST(TicketScopeTest, AnAgentSeesCustomersOfTheirCallsOfTheWrapUpAndOfWhatWasMissed) {
  exchange::State state = CentreWithAna();
  AddCall(state, 11, CustomerId{7});
  AddCall(state, 12, CustomerId{8});
  AddCall(state, 13, CustomerId{9});
  AddCall(state, 14, CustomerId{10});  // Of somebody else.
  AddCall(state, 15, CustomerId{});    // Of nobody who is known.
  exchange::Agent& ana = state.agents.at(AgentId{1});
  ana.busy = {{CallId{11}, "a"}, {CallId{15}, "b"}};
  ana.wrap_up = exchange::WrapUp{.call = CallId{12}};
  ana.missed = {{OfferId{1}, CallId{13}}};

  EXPECT_THAT(ScopeOf(state, "ana").value().customers,
              testing::ElementsAre(CustomerId{7}, CustomerId{8}, CustomerId{9}));
}

TEST(TicketScopeTest, WhoIsNoAgentSeesNothing) {
  const auto scope = ScopeOf(CentreWithAna(), "bo");

  ASSERT_FALSE(scope.has_value());
  EXPECT_EQ(scope.error().code, ErrorCode::kPermissionDenied);
  EXPECT_EQ(scope.error().reason, "NOT_AN_AGENT");
}

TEST(TicketScopeTest, OneReasonToSeeATicketIsEnough) {
  const TicketScope scope{"ana", {"support"}, {kErika}};

  EXPECT_TRUE(IsInScope({.owner = "ana"}, scope));
  EXPECT_TRUE(IsInScope({.queue = "support"}, scope));
  EXPECT_TRUE(IsInScope({.customer = kErika}, scope));
  EXPECT_TRUE(IsInScope({.watchers = {"ana"}}, scope));
  EXPECT_FALSE(IsInScope({}, scope));
  EXPECT_FALSE(IsInScope({.owner = "bo", .queue = "sales", .customer = CustomerId{6}}, scope));
}

}  // namespace
}  // namespace jackfield::grpc_api
