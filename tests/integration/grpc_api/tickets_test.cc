#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/customer_service.grpc.pb.h"
#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "tests/support/api_site.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::FieldOf;
using test::ReasonOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Stub = v1::TicketService::Stub;

// The small centre with the queues "sales", of which "agent" is a member, and "billing", of "ben".
v1::Configuration Centre() {
  v1::Configuration centre = ApiSite::SmallCentre();
  v1::QueueConfiguration& billing = *centre.add_queues();
  billing.set_queue_id("billing");
  billing.set_display_name("Billing");
  centre.mutable_agents(0)->add_queues()->set_queue_id("sales");
  centre.mutable_agents(1)->add_queues()->set_queue_id("billing");
  centre.mutable_routing_rules()->add_tier_bonuses()->set_tier("silver");
  centre.mutable_routing_rules()->add_tier_bonuses()->set_tier("gold");
  return centre;
}

class TicketsTest : public testing::Test {
 protected:
  TicketsTest() : stub_(v1::TicketService::NewStub(site_.Connect())) {
    site_.Apply(Centre());
    agent_ = site_.SignIn("agent");
    ben_ = site_.SignIn("ben");
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

  v1::Ticket Create(const std::string& subject, const std::string& queue,
                    const std::string& secret) {
    v1::CreateTicketRequest request;
    request.mutable_ticket()->set_subject(subject);
    request.mutable_ticket()->set_queue(queue.empty() ? "" : "queues/" + queue);
    const v1::Ticket ticket = Ask(&Stub::CreateTicket, request, secret).ticket();
    EXPECT_TRUE(status_.ok()) << status_.error_message();
    return ticket;
  }

  v1::Ticket Get(const std::string& name, const std::string& secret) {
    v1::GetTicketRequest request;
    request.set_name(name);
    return Ask(&Stub::GetTicket, request, secret).ticket();
  }

  v1::Ticket SetState(const v1::Ticket& ticket, v1::Ticket::State state,
                      const std::string& comment) {
    v1::SetTicketStateRequest request;
    request.set_ticket(ticket.name());
    request.set_state(state);
    request.set_comment(comment);
    return Ask(&Stub::SetTicketState, request, chief_).ticket();
  }

  std::vector<std::string> SubjectsFor(const v1::TicketFilter& filter, const std::string& secret) {
    v1::ListTicketsRequest request;
    *request.mutable_filter() = filter;
    std::vector<std::string> subjects;
    const v1::ListTicketsResponse page = Ask(&Stub::ListTickets, request, secret);
    for (const v1::Ticket& ticket : page.tickets()) subjects.push_back(ticket.subject());
    return subjects;
  }

  // Kinds and texts, the oldest first.
  std::vector<std::string> HistoryOf(const v1::Ticket& ticket) {
    v1::ListTicketEntriesRequest request;
    request.set_ticket(ticket.name());
    std::vector<std::string> lines;
    const v1::ListTicketEntriesResponse page = Ask(&Stub::ListTicketEntries, request, chief_);
    for (const v1::TicketEntry& entry : page.entries()) {
      lines.insert(lines.begin(), v1::TicketEntry::Kind_Name(entry.kind()) + " " + entry.actor() +
                                      " " + entry.after() + " " + entry.text());
    }
    return lines;
  }

  // Who did what with tickets, as the audit trail has it.
  std::vector<std::string> AuditedActs() {
    std::vector<std::string> acts;
    const auto read = site_.store().database().Read([&](sqlite::Connection& connection) -> Status {
      auto found = connection.Prepare(
          "SELECT actor || ' ' || action FROM audit WHERE action LIKE 'tickets.%' ORDER BY rowid");
      while (found.Step()) acts.push_back(found.Value<std::string>());
      return {};
    });
    EXPECT_TRUE(read.has_value());
    return acts;
  }

  ApiSite site_;
  std::unique_ptr<Stub> stub_;
  std::string agent_;
  std::string ben_;
  std::string chief_;
  grpc::Status status_;
};

TEST_F(TicketsTest, ATicketIsMadeAndReadByNameAndByNumber) {
  v1::CreateTicketRequest request;
  request.mutable_ticket()->set_subject("Paket verspätet 包裹");
  request.mutable_ticket()->set_queue("queues/sales");
  request.mutable_ticket()->add_tags("late");
  request.set_description("It did not come.");
  const v1::Ticket made = Ask(&Stub::CreateTicket, request, agent_).ticket();
  ASSERT_TRUE(status_.ok()) << status_.error_message();

  EXPECT_EQ(made.number(), 1);
  EXPECT_EQ(made.subject(), "Paket verspätet 包裹");
  EXPECT_EQ(made.state(), v1::Ticket::STATE_NEW);
  EXPECT_EQ(made.queue_display_name(), "Sales");
  EXPECT_EQ(Get(made.name(), agent_).etag(), made.etag());
  EXPECT_EQ(Get("tickets/1", agent_).name(), made.name());
  EXPECT_THAT(HistoryOf(made), ElementsAre("KIND_CREATED agent  It did not come."));
}

TEST_F(TicketsTest, TextsAreSealedInTheStore) {
  const v1::Ticket made = Create("a secret wish", "sales", agent_);

  const TicketRow row = site_.store().tickets().GetByNumber(TicketId{1}).value();

  EXPECT_EQ(made.subject(), "a secret wish");
  EXPECT_FALSE(row.subject.in_the_clear());
  EXPECT_EQ(row.subject.bytes.find("secret"), std::string::npos);
}

TEST_F(TicketsTest, ATicketIsCreatedOnceForEachRequestId) {
  v1::CreateTicketRequest request;
  request.mutable_ticket()->set_subject("once");
  request.set_request_id("r1");

  EXPECT_EQ(Ask(&Stub::CreateTicket, request, agent_).ticket().number(), 1);
  EXPECT_EQ(Ask(&Stub::CreateTicket, request, agent_).ticket().number(), 1);
  request.mutable_ticket()->set_subject("twice");
  Ask(&Stub::CreateTicket, request, agent_);
  EXPECT_EQ(ReasonOf(status_), "REQUEST_ID_REUSED");
}

TEST_F(TicketsTest, AnAgentSeesTheirQueuesTheirOwnAndWhatTheyWatch) {
  const v1::Ticket sales = Create("of sales", "sales", chief_);
  const v1::Ticket billing = Create("of billing", "billing", chief_);

  EXPECT_THAT(SubjectsFor({}, agent_), ElementsAre("of sales"));
  EXPECT_THAT(SubjectsFor({}, ben_), ElementsAre("of billing"));
  EXPECT_THAT(SubjectsFor({}, chief_), ElementsAre("of billing", "of sales"));
  Get(billing.name(), agent_);
  EXPECT_EQ(ReasonOf(status_), "TICKET_NOT_FOUND");

  v1::AssignTicketRequest assign;
  assign.set_ticket(billing.name());
  assign.set_owner("agents/agent");
  Ask(&Stub::AssignTicket, assign, chief_);
  EXPECT_TRUE(status_.ok());
  EXPECT_THAT(SubjectsFor({}, agent_), ElementsAre("of billing", "of sales"));

  v1::SetTicketWatchRequest watch;
  watch.set_ticket(billing.name());
  Ask(&Stub::SetTicketWatch, watch, agent_);
  assign.clear_owner();
  Ask(&Stub::AssignTicket, assign, chief_);
  EXPECT_THAT(SubjectsFor({}, agent_), ElementsAre("of billing", "of sales"));
}

TEST_F(TicketsTest, WhoMakesATicketForAnotherQueueWatchesIt) {
  const v1::Ticket made = Create("for billing", "billing", agent_);

  EXPECT_THAT(made.watchers(), ElementsAre("agent"));
  EXPECT_EQ(Get(made.name(), agent_).number(), 1);
  EXPECT_THAT(Create("for sales", "sales", agent_).watchers(), IsEmpty());
}

TEST_F(TicketsTest, AnUpdateChangesWhatItsMaskNamesAndWantsTheTicketAsItWas) {
  const v1::Ticket made = Create("wrong words", "sales", agent_);
  v1::UpdateTicketRequest request;
  *request.mutable_ticket() = made;
  request.mutable_ticket()->set_subject("right words");
  request.mutable_ticket()->set_priority(v1::Ticket::PRIORITY_URGENT);
  request.mutable_ticket()->set_queue("queues/billing");
  request.mutable_update_mask()->add_paths("subject");
  request.mutable_update_mask()->add_paths("queue");

  const v1::Ticket after = Ask(&Stub::UpdateTicket, request, agent_).ticket();
  EXPECT_EQ(after.subject(), "right words");
  EXPECT_EQ(after.queue(), "queues/billing");
  EXPECT_EQ(after.priority(), v1::Ticket::PRIORITY_NORMAL);

  Ask(&Stub::UpdateTicket, request, chief_);
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(ReasonOf(status_), "ETAG_MISMATCH");
  EXPECT_EQ(FieldOf(status_), "etag");
}

TEST_F(TicketsTest, AnUpdateWithAQueueThatThereIsNotChangesNothing) {
  const v1::Ticket made = Create("stays", "sales", agent_);
  v1::UpdateTicketRequest request;
  request.mutable_ticket()->set_name(made.name());
  request.mutable_ticket()->set_subject("other");
  request.mutable_ticket()->set_queue("queues/none");
  request.mutable_update_mask()->add_paths("subject");
  request.mutable_update_mask()->add_paths("queue");

  Ask(&Stub::UpdateTicket, request, agent_);

  EXPECT_EQ(status_.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(status_), "QUEUE_NOT_FOUND");
  EXPECT_EQ(FieldOf(status_), "ticket.queue");
  EXPECT_EQ(Get(made.name(), agent_).subject(), "stays");
}

TEST_F(TicketsTest, ATicketIsResolvedRatedReopenedAndClosed) {
  const v1::Ticket made = Create("broken", "sales", agent_);

  SetState(made, v1::Ticket::STATE_RESOLVED, "");
  EXPECT_EQ(ReasonOf(status_), "RESOLUTION_REQUIRED");
  EXPECT_EQ(FieldOf(status_), "comment");
  SetState(made, v1::Ticket::STATE_CLOSED, "");
  EXPECT_EQ(ReasonOf(status_), "TICKET_STATE_NOT_ALLOWED");
  v1::RateTicketRequest rate;
  rate.set_ticket(made.name());
  rate.set_satisfaction(4);
  Ask(&Stub::RateTicket, rate, chief_);
  EXPECT_EQ(ReasonOf(status_), "TICKET_NOT_RESOLVED");

  EXPECT_EQ(SetState(made, v1::Ticket::STATE_RESOLVED, "mended").state(),
            v1::Ticket::STATE_RESOLVED);
  EXPECT_EQ(Ask(&Stub::RateTicket, rate, chief_).ticket().satisfaction(), 4);
  v1::CommentTicketRequest comment;
  comment.set_ticket(made.name());
  comment.set_text("broken again");
  comment.set_by_customer(true);
  EXPECT_EQ(Ask(&Stub::CommentTicket, comment, chief_).ticket().state(), v1::Ticket::STATE_OPEN);
  SetState(made, v1::Ticket::STATE_RESOLVED, "a new one");
  EXPECT_EQ(SetState(made, v1::Ticket::STATE_CLOSED, "").state(), v1::Ticket::STATE_CLOSED);
  EXPECT_EQ(SetState(made, v1::Ticket::STATE_CLOSED, "").state(), v1::Ticket::STATE_CLOSED);
  Ask(&Stub::CommentTicket, comment, chief_);
  EXPECT_EQ(ReasonOf(status_), "TICKET_CLOSED");
  EXPECT_EQ(HistoryOf(made).at(1), "KIND_STATE_CHANGED supervisor resolved mended");
}

TEST_F(TicketsTest, ATicketIsTakenByAnAgentUnlessAnotherHasIt) {
  v1::TakeTicketRequest take;
  take.set_ticket(Create("to be taken", "sales", chief_).name());

  EXPECT_EQ(Ask(&Stub::TakeTicket, take, agent_).ticket().owner(), "agents/agent");
  EXPECT_EQ(Ask(&Stub::TakeTicket, take, agent_).ticket().state(), v1::Ticket::STATE_OPEN);

  v1::CreateTicketRequest create;
  create.mutable_ticket()->set_subject("of ben");
  create.mutable_ticket()->set_queue("queues/sales");
  create.set_owner("agents/ben");
  take.set_ticket(Ask(&Stub::CreateTicket, create, chief_).ticket().name());
  Ask(&Stub::TakeTicket, take, agent_);
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(ReasonOf(status_), "TICKET_TAKEN");
}

TEST_F(TicketsTest, ATicketIsTakenFromAQueueOfTheAgentsOrFromNone) {
  const v1::Ticket watched = Create("for billing", "billing", agent_);
  v1::TakeTicketRequest take;
  take.set_ticket(watched.name());
  Ask(&Stub::TakeTicket, take, agent_);
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(ReasonOf(status_), "TICKET_OF_ANOTHER_QUEUE");
  EXPECT_EQ(Get(watched.name(), agent_).owner(), "");

  v1::AssignTicketRequest assign;
  assign.set_ticket(watched.name());
  assign.set_owner("agents/agent");
  Ask(&Stub::AssignTicket, assign, chief_);
  EXPECT_EQ(Ask(&Stub::TakeTicket, take, agent_).ticket().owner(), "agents/agent")
      << "their own, again";
  take.set_ticket(Create("for nobody", "", agent_).name());
  EXPECT_EQ(Ask(&Stub::TakeTicket, take, agent_).ticket().owner(), "agents/agent");
}

TEST_F(TicketsTest, AMergedTicketSaysWhereItGoesOn) {
  const v1::Ticket into = Create("first", "sales", agent_);
  const v1::Ticket merged = Create("second", "sales", agent_);
  v1::MergeTicketsRequest request;
  request.set_ticket(into.name());
  request.set_merged(merged.name());

  EXPECT_EQ(Ask(&Stub::MergeTickets, request, agent_).ticket().name(), into.name());
  EXPECT_EQ(Ask(&Stub::MergeTickets, request, agent_).ticket().name(), into.name());
  EXPECT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(Get(merged.name(), agent_).merged_into(), into.name());
  v1::CommentTicketRequest comment;
  comment.set_ticket(merged.name());
  comment.set_text("late");
  Ask(&Stub::CommentTicket, comment, agent_);
  EXPECT_EQ(ReasonOf(status_), "TICKET_MERGED");
}

TEST_F(TicketsTest, AnAgentMergesWhatTheyHaveAndNotWhatAnotherHas) {
  const v1::Ticket into = Create("first", "sales", agent_);
  v1::CreateTicketRequest create;
  create.mutable_ticket()->set_subject("second");
  create.mutable_ticket()->set_queue("queues/sales");
  create.set_owner("agents/ben");
  const v1::Ticket merged = Ask(&Stub::CreateTicket, create, chief_).ticket();
  v1::MergeTicketsRequest request;
  request.set_ticket(into.name());
  request.set_merged(merged.name());

  Ask(&Stub::MergeTickets, request, agent_);
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(ReasonOf(status_), "TICKET_OF_ANOTHER_AGENT");
  Ask(&Stub::MergeTickets, request, chief_);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
}

TEST_F(TicketsTest, LinksAreSeenOnBothSidesAndTakenOff) {
  const v1::Ticket one = Create("one", "sales", agent_);
  const v1::Ticket other = Create("other", "sales", agent_);
  v1::LinkTicketRequest link;
  link.set_ticket(one.name());
  link.set_linked_ticket(other.name());

  EXPECT_THAT(Ask(&Stub::LinkTicket, link, agent_).ticket().linked_tickets(),
              ElementsAre(other.name()));
  EXPECT_THAT(Get(other.name(), agent_).linked_tickets(), ElementsAre(one.name()));
  link.set_remove(true);
  EXPECT_THAT(Ask(&Stub::LinkTicket, link, agent_).ticket().linked_tickets(), IsEmpty());
  link.set_remove(false);
  link.set_linked_ticket(one.name());
  Ask(&Stub::LinkTicket, link, agent_);
  EXPECT_EQ(ReasonOf(status_), "TICKET_SAME");
  link.set_interaction("calls/" + std::string(32, 'a'));
  Ask(&Stub::LinkTicket, link, agent_);
  EXPECT_EQ(ReasonOf(status_), "INTERACTION_NOT_FOUND");
}

TEST_F(TicketsTest, ACommentIsAnsweredWithTheNumberOfItsEntry) {
  v1::CommentTicketRequest comment;
  comment.set_ticket(Create("to be commented", "sales", agent_).name());
  comment.set_text("begun");

  const v1::CommentTicketResponse begun = Ask(&Stub::CommentTicket, comment, agent_);
  comment.set_text("goes on");
  const v1::CommentTicketResponse next = Ask(&Stub::CommentTicket, comment, agent_);

  EXPECT_EQ(begun.ticket().state(), v1::Ticket::STATE_OPEN) << "an entry of its own, after it";
  EXPECT_EQ(begun.entry_number(), 2);
  EXPECT_EQ(next.entry_number(), 4);
}

TEST_F(TicketsTest, WhatIsDoneIsAnsweredAlsoWhereTheAnswerCannotBeKept) {
  const auto break_it = [](sqlite::Connection& connection) -> Status {
    connection
        .Prepare(
            "CREATE TRIGGER full BEFORE INSERT ON request_record"
            " BEGIN SELECT RAISE(ABORT, 'full'); END")
        .Run();
    return {};
  };
  const Status broken = site_.store().database().Write(sqlite::Urgency::kBulk, break_it);
  ASSERT_TRUE(broken.has_value());
  v1::CreateTicketRequest request;
  request.mutable_ticket()->set_subject("made all the same");
  request.set_request_id("r1");

  const v1::Ticket made = Ask(&Stub::CreateTicket, request, agent_).ticket();

  EXPECT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(made.number(), 1);
}

TEST_F(TicketsTest, AnAttachmentIsAnEntryWithItsAddress) {
  const v1::Ticket made = Create("with a photo", "sales", agent_);
  v1::AttachToTicketRequest attach;
  attach.set_ticket(made.name());
  attach.set_display_name("photo.jpg");
  attach.set_uri("https://files.example/1");

  EXPECT_EQ(Ask(&Stub::AttachToTicket, attach, agent_).ticket().attachment_count(), 1);
  v1::ListTicketEntriesRequest list;
  list.set_ticket(made.name());
  const v1::TicketEntry entry = Ask(&Stub::ListTicketEntries, list, agent_).entries(0);
  EXPECT_EQ(entry.text(), "photo.jpg");
  EXPECT_EQ(entry.uri(), "https://files.example/1");
}

TEST_F(TicketsTest, ATicketHasItsCustomerAndWhatTheyAreWorth) {
  const auto customers = v1::CustomerService::NewStub(site_.Connect());
  v1::CreateCustomerRequest erika;
  erika.mutable_customer()->set_display_name("Erika");
  erika.mutable_customer()->set_tier("gold");
  v1::CreateCustomerResponse created;
  ASSERT_TRUE(customers->CreateCustomer(ApiSite::Context(agent_).get(), erika, &created).ok());
  v1::CreateTicketRequest request;
  request.mutable_ticket()->set_subject("hers");
  request.mutable_ticket()->set_customer(created.customer().name());

  const v1::Ticket ticket = Ask(&Stub::CreateTicket, request, chief_).ticket();
  EXPECT_EQ(ticket.customer(), created.customer().name());
  EXPECT_EQ(ticket.customer_display_name(), "Erika");
  EXPECT_EQ(ticket.customer_tier(), 2);
  v1::TicketFilter filter;
  filter.set_customer(created.customer().name());
  EXPECT_THAT(SubjectsFor(filter, chief_), ElementsAre("hers"));
  request.mutable_ticket()->set_customer("customers/" + std::string(32, 'a'));
  Ask(&Stub::CreateTicket, request, chief_);
  EXPECT_EQ(ReasonOf(status_), "CUSTOMER_NOT_FOUND");
}

TEST_F(TicketsTest, WithACustomerAllThatTheirTicketsSayIsErasedAlsoWhatIsOlderThanTheyAre) {
  const auto customers = v1::CustomerService::NewStub(site_.Connect());
  v1::CreateCustomerRequest erika;
  erika.mutable_customer()->set_display_name("Erika");
  v1::CreateCustomerResponse created;
  ASSERT_TRUE(customers->CreateCustomer(ApiSite::Context(agent_).get(), erika, &created).ok());
  v1::CreateTicketRequest request;
  request.mutable_ticket()->set_subject("of nobody yet");
  request.set_description("a secret wish");
  const v1::Ticket made = Ask(&Stub::CreateTicket, request, chief_).ticket();
  v1::CommentTicketRequest comment;
  comment.set_ticket(made.name());
  comment.set_text("a hidden hope");
  Ask(&Stub::CommentTicket, comment, chief_);
  v1::UpdateTicketRequest update;
  update.mutable_ticket()->set_name(made.name());
  update.mutable_ticket()->set_customer(created.customer().name());
  update.mutable_update_mask()->add_paths("customer");
  Ask(&Stub::UpdateTicket, update, chief_);
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  while (site_.store().tickets().IndexStep().value()) {
  }
  v1::TicketFilter filter;
  filter.set_query("secret");
  ASSERT_THAT(SubjectsFor(filter, chief_), ElementsAre("of nobody yet"));

  const CustomerId id = site_.store().tickets().GetByNumber(TicketId{1}).value().customer;
  ASSERT_TRUE(site_.store().keys().Erase({id, ""}));

  EXPECT_EQ(Get(made.name(), chief_).subject(), "");
  EXPECT_THAT(SubjectsFor(filter, chief_), IsEmpty());
  for (const std::string& line : HistoryOf(made)) {
    EXPECT_THAT(line, Not(HasSubstr("secret")));
    EXPECT_THAT(line, Not(HasSubstr("hidden")));
  }
}

TEST_F(TicketsTest, TicketsAreFoundByWordsOfSubjectAndComments) {
  const v1::Ticket made = Create("Paket verspätet", "sales", agent_);
  Create("something else", "sales", agent_);
  v1::CommentTicketRequest comment;
  comment.set_ticket(made.name());
  comment.set_text("包裹还没有到");
  Ask(&Stub::CommentTicket, comment, agent_);
  while (site_.store().tickets().IndexStep().value()) {
  }

  v1::TicketFilter filter;
  for (const char* query : {"verspät", "包裹"}) {
    filter.set_query(query);
    EXPECT_THAT(SubjectsFor(filter, agent_), ElementsAre("Paket verspätet")) << query;
    EXPECT_THAT(SubjectsFor(filter, ben_), IsEmpty()) << query;
  }
  filter.set_query("x");
  SubjectsFor(filter, agent_);
  EXPECT_EQ(ReasonOf(status_), "FIELD_INVALID");
  EXPECT_EQ(FieldOf(status_), "filter.query");
}

TEST_F(TicketsTest, MoreThanThirtySearchesInAMinuteAreRefused) {
  v1::TicketFilter filter;
  filter.set_query("parcel");
  for (int i = 0; i < 30; ++i) SubjectsFor(filter, agent_);
  ASSERT_TRUE(status_.ok());
  SubjectsFor(filter, agent_);
  EXPECT_EQ(ReasonOf(status_), "SEARCH_THROTTLED");
  SubjectsFor({}, agent_);
  EXPECT_TRUE(status_.ok());
}

TEST_F(TicketsTest, AProgramNeedsTheRightToTickets) {
  const std::string crm = site_.TokenOf("");
  const std::string source = site_.TokenOf("pbx");

  EXPECT_EQ(Create("of a program", "sales", crm).number(), 1);
  EXPECT_THAT(SubjectsFor({}, crm), ElementsAre("of a program"));
  SubjectsFor({}, source);
  EXPECT_EQ(ReasonOf(status_), "ROLE_NOT_ALLOWED");
}

TEST_F(TicketsTest, WhatIsSeenIsInTheAuditTrail) {
  const v1::Ticket made = Create("watched over", "sales", agent_);
  Get(made.name(), agent_);

  v1::ListTicketsRequest request;
  request.set_page_size(500);
  Ask(&Stub::ListTickets, request, chief_);

  EXPECT_THAT(AuditedActs(), ElementsAre("agent tickets.view", "supervisor tickets.export"));
}

TEST_F(TicketsTest, ALongPageAfterAShortOneIsInTheAuditTrailToo) {
  Create("one", "sales", agent_);
  Create("other", "sales", agent_);
  v1::ListTicketsRequest request;
  request.set_page_size(1);
  request.set_page_token(Ask(&Stub::ListTickets, request, chief_).next_page_token());
  EXPECT_THAT(AuditedActs(), IsEmpty());
  request.set_page_size(101);

  EXPECT_EQ(Ask(&Stub::ListTickets, request, chief_).tickets_size(), 1);

  EXPECT_THAT(AuditedActs(), ElementsAre("supervisor tickets.export"));
}

}  // namespace
}  // namespace jackfield::grpc_api
