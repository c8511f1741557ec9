#include <memory>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/desk_service.grpc.pb.h"
#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "tests/support/api_site.h"
#include "tests/support/desk_client.h"

// What desks show of work, with the routing, the store and the API as they are.
namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::DeskClient;
using test::ReasonOf;
using Message = v1::WatchDeskResponse;

// The small centre with the queue "sales", of which both are members.
v1::Configuration Centre() {
  v1::Configuration centre = ApiSite::SmallCentre();
  centre.mutable_agents(0)->add_queues()->set_queue_id("sales");
  centre.mutable_agents(1)->add_queues()->set_queue_id("sales");
  return centre;
}

class DeskWorkTest : public testing::Test {
 protected:
  DeskWorkTest() {
    site_.Apply(Centre());
    agent_ = site_.SignIn("agent");
    ben_ = site_.SignIn("ben");
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
  template <typename Request, typename Response>
  Response AskDesk(grpc::Status (v1::DeskService::Stub::*method)(grpc::ClientContext*,
                                                                 const Request&, Response*),
                   const Request& request, const std::string& secret) {
    return Ask<v1::DeskService>(method, request, secret);
  }
  template <typename Request, typename Response>
  Response AskTickets(grpc::Status (v1::TicketService::Stub::*method)(grpc::ClientContext*,
                                                                      const Request&, Response*),
                      const Request& request, const std::string& secret) {
    return Ask<v1::TicketService>(method, request, secret);
  }

  void BeReady(const std::string& secret) {
    v1::SetAgentStateRequest request;
    request.set_state(v1::AgentStatus::STATE_READY);
    AskDesk(&v1::DeskService::Stub::SetAgentState, request, secret);
    ASSERT_TRUE(status_.ok()) << status_.error_message();
  }

  // A ticket in the queue "sales", whose agents are asked at once.
  v1::Ticket Create(const std::string& subject) {
    v1::CreateTicketRequest request;
    request.mutable_ticket()->set_subject(subject);
    request.mutable_ticket()->set_queue("queues/sales");
    v1::Ticket ticket =
        AskTickets(&v1::TicketService::Stub::CreateTicket, request, chief_).ticket();
    EXPECT_TRUE(status_.ok()) << status_.error_message();
    return ticket;
  }

  void Accept(const std::string& offer, const std::string& secret) {
    v1::AcceptWorkOfferRequest request;
    request.set_name(offer);
    AskDesk(&v1::DeskService::Stub::AcceptWorkOffer, request, secret);
  }
  void Decline(const std::string& offer, const std::string& secret) {
    v1::DeclineWorkOfferRequest request;
    request.set_name(offer);
    AskDesk(&v1::DeskService::Stub::DeclineWorkOffer, request, secret);
  }

  v1::DeskSnapshot Desk(const std::string& secret) {
    return AskDesk(&v1::DeskService::Stub::GetDesk, v1::GetDeskRequest(), secret).desk();
  }

  ApiSite site_;
  std::string agent_;
  std::string ben_;
  std::string chief_;
  grpc::Status status_;
};

TEST_F(DeskWorkTest, ATicketIsOfferedAcceptedAndThenOnTheAgentsList) {
  DeskClient desk(site_, agent_);
  desk.Await(Message::kHeartbeat);
  BeReady(agent_);

  const v1::Ticket made = Create("Parcel 包裹");
  const v1::WorkOffer offer = desk.Await(Message::kWorkOfferOpened).work_offer_opened();
  Accept(offer.name(), agent_);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
  const v1::WorkOfferClosed closed = desk.Await(Message::kWorkOfferClosed).work_offer_closed();
  const v1::Ticket mine = desk.Await(Message::kTicketChanged).ticket_changed();

  EXPECT_EQ(offer.ticket().name(), made.name());
  EXPECT_EQ(offer.ticket().subject(), "Parcel 包裹");
  EXPECT_EQ(offer.queue_display_name(), "Sales");
  EXPECT_GT(offer.deadline_time().seconds(), offer.start_time().seconds());
  EXPECT_EQ(closed.name(), offer.name());
  EXPECT_EQ(closed.reason(), v1::WorkOfferClosed::REASON_ACCEPTED);
  EXPECT_EQ(mine.name(), made.name());
  EXPECT_EQ(mine.owner(), "agents/agent");
  EXPECT_EQ(mine.state(), v1::Ticket::STATE_OPEN);
  const v1::DeskSnapshot snapshot = Desk(agent_);
  ASSERT_EQ(snapshot.tickets_size(), 1);
  EXPECT_EQ(snapshot.tickets(0).name(), made.name());
  EXPECT_EQ(snapshot.work_offers_size(), 0);
}

}  // namespace
}  // namespace jackfield::grpc_api
