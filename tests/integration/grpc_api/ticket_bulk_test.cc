#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "tests/support/api_site.h"

// `TicketService.ChangeTickets`, with the exchange, the store and the API as they are.
namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::FieldOf;
using test::ReasonOf;
using testing::ElementsAre;
using Outcome = v1::TicketChangeResult;
using Stub = v1::TicketService::Stub;

// The small centre with the queues "sales", of which "agent" is a member, and "billing".
v1::Configuration Centre() {
  v1::Configuration centre = ApiSite::SmallCentre();
  v1::QueueConfiguration& billing = *centre.add_queues();
  billing.set_queue_id("billing");
  billing.set_display_name("Billing");
  centre.mutable_agents(0)->add_queues()->set_queue_id("sales");
  return centre;
}

class TicketBulkTest : public testing::Test {
 protected:
  TicketBulkTest() : stub_(v1::TicketService::NewStub(site_.Connect())) {
    site_.Apply(Centre());
    agent_ = site_.SignIn("agent");
    chief_ = site_.SignIn("supervisor");
  }

  // Calls the method; the status of the call is kept in `status_`.
  template <typename Request, typename Response>
  Response Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               const Request& request, const std::string& secret) {
    Response response;
    status_ = ((*stub_).*method)(ApiSite::Context(secret).get(), request, &response);
    return response;
  }

  v1::Ticket Create(const std::string& queue) {
    v1::CreateTicketRequest request;
    request.mutable_ticket()->set_subject("of " + queue);
    request.mutable_ticket()->set_queue("queues/" + queue);
    return Ask(&Stub::CreateTicket, request, chief_).ticket();
  }

  v1::Ticket Get(const std::string& name) {
    v1::GetTicketRequest request;
    request.set_name(name);
    return Ask(&Stub::GetTicket, request, chief_).ticket();
  }

  void Resolve(const std::string& name) {
    v1::SetTicketStateRequest request;
    request.set_ticket(name);
    request.set_state(v1::Ticket::STATE_RESOLVED);
    request.set_comment("mended");
    Ask(&Stub::SetTicketState, request, chief_);
    ASSERT_TRUE(status_.ok()) << status_.error_message();
  }

  // All that may be seen, to be made urgent.
  static v1::ChangeTicketsRequest MakeUrgent() {
    v1::ChangeTicketsRequest request;
    request.mutable_filter();
    request.mutable_change()->set_priority(v1::Ticket::PRIORITY_URGENT);
    return request;
  }

  v1::ChangeTicketsResponse Change(const v1::ChangeTicketsRequest& request,
                                   const std::string& secret) {
    return Ask(&Stub::ChangeTickets, request, secret);
  }

  static std::vector<std::string> ReasonsOf(const v1::ChangeTicketsResponse& response) {
    std::vector<std::string> reasons;
    for (const v1::TicketChangeResult& each : response.results()) reasons.push_back(each.reason());
    return reasons;
  }

  ApiSite site_;
  std::unique_ptr<Stub> stub_;
  std::string agent_;
  std::string chief_;
  grpc::Status status_;
};

TEST_F(TicketBulkTest, APreviewTellsWhatWouldChangeAndChangesNothing) {
  Create("sales");
  Create("billing");
  v1::ChangeTicketsRequest request = MakeUrgent();
  request.set_validate_only(true);

  const v1::ChangeTicketsResponse response = Change(request, chief_);

  ASSERT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(response.changed_count(), 2);
  ASSERT_EQ(response.results_size(), 2);
  EXPECT_EQ(response.results(0).number(), 2);
  EXPECT_EQ(response.results(0).subject(), "of billing");
  EXPECT_EQ(response.results(0).changes(0).field(), "priority");
  EXPECT_EQ(response.results(0).changes(0).before(), "normal");
  EXPECT_EQ(response.results(0).changes(0).after(), "urgent");
  EXPECT_EQ(Get("tickets/1").priority(), v1::Ticket::PRIORITY_NORMAL);
}

TEST_F(TicketBulkTest, EachTicketIsChangedForItselfAndHasItInItsHistory) {
  Create("sales");
  const std::string done = Create("sales").name();
  Resolve(done);
  v1::ChangeTicketsRequest request;
  request.mutable_filter();
  request.mutable_change()->set_queue("queues/billing");

  const v1::ChangeTicketsResponse response = Change(request, chief_);

  ASSERT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(response.changed_count(), 1);
  EXPECT_EQ(response.refused_count(), 1);
  EXPECT_THAT(ReasonsOf(response), ElementsAre("TICKET_RESOLVED", ""));
  EXPECT_EQ(Get("tickets/1").queue(), "queues/billing");
  EXPECT_EQ(Get("tickets/2").queue(), "queues/sales");
  v1::ListTicketEntriesRequest list;
  list.set_ticket("tickets/1");
  const v1::TicketEntry entry = Ask(&Stub::ListTicketEntries, list, chief_).entries(0);
  EXPECT_EQ(entry.kind(), v1::TicketEntry::KIND_QUEUE_CHANGED);
  EXPECT_EQ(entry.actor(), "supervisor");
}

TEST_F(TicketBulkTest, AgainNothingChanges) {
  Create("sales");
  Change(MakeUrgent(), chief_);
  const std::string etag = Get("tickets/1").etag();

  const v1::ChangeTicketsResponse response = Change(MakeUrgent(), chief_);

  EXPECT_EQ(response.unchanged_count(), 1);
  EXPECT_EQ(response.results(0).outcome(), Outcome::OUTCOME_UNCHANGED);
  EXPECT_EQ(Get("tickets/1").etag(), etag);
}

TEST_F(TicketBulkTest, NamedTicketsAreChangedOnlyAsTheyWereSeen) {
  const v1::Ticket seen = Create("sales");
  const v1::Ticket changed = Create("sales");
  Resolve(changed.name());
  v1::ChangeTicketsRequest request;
  request.mutable_change()->add_added_tags("seen");
  for (const v1::Ticket& ticket : {seen, changed}) {
    v1::TicketVersion& version = *request.add_tickets();
    version.set_ticket(ticket.name());
    version.set_etag(ticket.etag());
  }
  request.add_tickets()->set_ticket("tickets/77");

  const v1::ChangeTicketsResponse response = Change(request, chief_);

  EXPECT_THAT(ReasonsOf(response), ElementsAre("", "ETAG_MISMATCH", "TICKET_NOT_FOUND"));
  EXPECT_EQ(response.results(2).ticket(), "tickets/77");
  EXPECT_THAT(Get(seen.name()).tags(), ElementsAre("seen"));
}

TEST_F(TicketBulkTest, ManyAreChangedInOneCall) {
  for (int i = 0; i < 70; ++i) Create("billing");

  EXPECT_EQ(Change(MakeUrgent(), chief_).changed_count(), 70);
  EXPECT_EQ(Get("tickets/1").priority(), v1::Ticket::PRIORITY_URGENT);
  EXPECT_EQ(Get("tickets/70").priority(), v1::Ticket::PRIORITY_URGENT);
}

TEST_F(TicketBulkTest, AnAgentChangesWhatTheySee) {
  Create("sales");
  const v1::Ticket hidden = Create("billing");

  EXPECT_EQ(Change(MakeUrgent(), agent_).changed_count(), 1);

  EXPECT_EQ(Get(hidden.name()).priority(), v1::Ticket::PRIORITY_NORMAL);
  v1::ChangeTicketsRequest named = MakeUrgent();
  named.clear_filter();
  named.add_tickets()->set_ticket(hidden.name());
  EXPECT_THAT(ReasonsOf(Change(named, agent_)), ElementsAre("TICKET_NOT_FOUND"));
}

TEST_F(TicketBulkTest, WhatIsMeantMustBeSaidOnce) {
  Create("sales");
  v1::ChangeTicketsRequest none = MakeUrgent();
  none.clear_filter();
  v1::ChangeTicketsRequest both = MakeUrgent();
  both.add_tickets()->set_ticket("tickets/1");
  v1::ChangeTicketsRequest twice = none;
  twice.add_tickets()->set_ticket("tickets/1");
  twice.add_tickets()->set_ticket("tickets/1");
  v1::ChangeTicketsRequest many = none;
  for (int i = 0; i < 1'001; ++i) many.add_tickets()->set_ticket("tickets/" + std::to_string(i));

  for (const v1::ChangeTicketsRequest& request : {none, both, twice, many}) {
    Change(request, chief_);
    EXPECT_EQ(ReasonOf(status_), "FIELD_INVALID");
    EXPECT_EQ(FieldOf(status_), "tickets");
  }
}

TEST_F(TicketBulkTest, AQueueOrAnAgentThatThereIsNotIsToldBeforeAnythingIsChanged) {
  Create("sales");
  v1::ChangeTicketsRequest request = MakeUrgent();
  request.mutable_change()->set_queue("queues/none");
  Change(request, chief_);
  EXPECT_EQ(ReasonOf(status_), "QUEUE_NOT_FOUND");
  request.mutable_change()->Clear();
  request.mutable_change()->set_owner("agents/nobody");
  Change(request, chief_);
  EXPECT_EQ(ReasonOf(status_), "AGENT_NOT_FOUND");
  EXPECT_EQ(Get("tickets/1").priority(), v1::Ticket::PRIORITY_NORMAL);
}

TEST_F(TicketBulkTest, AnOwnerIsGivenAndTakenAway) {
  Create("sales");
  v1::ChangeTicketsRequest request;
  request.mutable_filter();
  request.mutable_change()->set_owner("agents/agent");

  EXPECT_EQ(Change(request, chief_).changed_count(), 1);
  EXPECT_EQ(Get("tickets/1").owner(), "agents/agent");
  request.mutable_change()->set_owner("agents/-");
  EXPECT_EQ(Change(request, chief_).changed_count(), 1);
  EXPECT_EQ(Get("tickets/1").owner(), "");
}

}  // namespace
}  // namespace jackfield::grpc_api
