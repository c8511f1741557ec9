#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/desk_service.grpc.pb.h"
#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "tests/support/api_site.h"
#include "tests/support/desk_client.h"

// `TicketService.ExplainTicket`, with the routing, the store and the API as they are.
namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::DeskClient;
using test::ReasonOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using Desk = v1::DeskService;
using Message = v1::WatchDeskResponse;
using Step = v1::TicketExplanationStep;
using Tickets = v1::TicketService;

// The small centre with the queue "sales", of which "agent" is a member, and a policy.
v1::Configuration Centre() {
  v1::Configuration centre = ApiSite::SmallCentre();
  centre.mutable_agents(0)->add_queues()->set_queue_id("sales");
  v1::SlaPolicy& policy = *centre.mutable_ticket_plan()->add_sla_policies();
  policy.set_policy_id("quick");
  policy.mutable_first_response_duration()->set_seconds(3'600);
  return centre;
}

class TicketExplainTest : public testing::Test {
 protected:
  TicketExplainTest() {
    site_.Apply(Centre());
    agent_ = site_.SignIn("agent");
    chief_ = site_.SignIn("supervisor");
  }

  // Calls the method; the status of the call is kept in `status_`.
  template <typename Service, typename Stub, typename Request, typename Response>
  Response Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               const Request& request, const std::string& secret) {
    Response response;
    const auto stub = Service::NewStub(site_.Connect());
    status_ = ((*stub).*method)(ApiSite::Context(secret).get(), request, &response);
    return response;
  }

  v1::Ticket Create(const std::string& queue) {
    v1::CreateTicketRequest request;
    request.mutable_ticket()->set_subject("a secret wish");
    request.mutable_ticket()->set_queue(queue);
    return Ask<Tickets>(&Tickets::Stub::CreateTicket, request, chief_).ticket();
  }

  v1::TicketExplanation Explain(const std::string& name, const std::string& secret) {
    v1::ExplainTicketRequest request;
    request.set_name(name);
    return Ask<Tickets>(&Tickets::Stub::ExplainTicket, request, secret).explanation();
  }

  void BeReady() {
    v1::SetAgentStateRequest request;
    request.set_state(v1::AgentStatus::STATE_READY);
    Ask<Desk>(&Desk::Stub::SetAgentState, request, agent_);
    ASSERT_TRUE(status_.ok()) << status_.error_message();
  }

  static std::vector<std::string> TextsOf(const v1::TicketExplanation& explanation) {
    std::vector<std::string> texts;
    for (const Step& step : explanation.steps()) texts.push_back(step.text());
    return texts;
  }

  ApiSite site_;
  std::string agent_;
  std::string chief_;
  grpc::Status status_;
};

TEST_F(TicketExplainTest, ATicketThatWaitsSaysWhatKeepsItFromEachAgent) {
  Create("queues/sales");

  const v1::TicketExplanation explanation = Explain("tickets/1", chief_);

  ASSERT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(explanation.ticket().number(), 1);
  EXPECT_THAT(explanation.verdict(), HasSubstr("nobody of 1 can have it now (1 not signed in)"));
  EXPECT_EQ(explanation.wait().queue(), "queues/sales");
  ASSERT_EQ(explanation.wait().candidates_size(), 1);
  EXPECT_EQ(explanation.wait().candidates(0).agent(), "agents/agent");
  EXPECT_EQ(explanation.wait().candidates(0).obstacle(), v1::WorkCandidate::OBSTACLE_SIGNED_OFF);
  ASSERT_EQ(explanation.clocks_size(), 1);
  EXPECT_EQ(explanation.clocks(0).policy(), "quick");
  EXPECT_THAT(TextsOf(explanation), Contains("supervisor created it"));
}

TEST_F(TicketExplainTest, AnAcceptedOfferIsToldFromTheChoiceToTheOwner) {
  DeskClient desk(site_, agent_);
  desk.Await(Message::kHeartbeat);
  BeReady();
  Create("queues/sales");
  v1::AcceptWorkOfferRequest accept;
  accept.set_name(desk.Await(Message::kWorkOfferOpened).work_offer_opened().name());
  Ask<Desk>(&Desk::Stub::AcceptWorkOffer, accept, agent_);
  ASSERT_TRUE(status_.ok()) << status_.error_message();

  const v1::TicketExplanation explanation = Explain("tickets/1", chief_);

  EXPECT_EQ(explanation.verdict(), "agent has it, and accepted an offer.");
  EXPECT_FALSE(explanation.has_wait());
  EXPECT_THAT(TextsOf(explanation), Contains(HasSubstr("of those who could have it, agent was idle "
                                                       "the longest")));
  EXPECT_THAT(TextsOf(explanation), Contains("The offer to agent was over: accepted"));
}

TEST_F(TicketExplainTest, NothingOfTheCustomersIsInTheTexts) {
  Create("queues/sales");

  v1::TicketExplanation explanation = Explain("tickets/1", chief_);

  EXPECT_EQ(explanation.ticket().subject(), "a secret wish");
  explanation.clear_ticket();
  EXPECT_THAT(explanation.DebugString(), Not(HasSubstr("secret")));
}

TEST_F(TicketExplainTest, ItIsForSupervisorsAndOfTicketsThatThereAre) {
  Create("queues/sales");

  Explain("tickets/1", agent_);
  EXPECT_EQ(ReasonOf(status_), "ROLE_NOT_ALLOWED");
  Explain("tickets/2", chief_);
  EXPECT_EQ(ReasonOf(status_), "TICKET_NOT_FOUND");
  Explain("1", chief_);
  EXPECT_EQ(ReasonOf(status_), "FIELD_INVALID");
}

}  // namespace
}  // namespace jackfield::grpc_api
