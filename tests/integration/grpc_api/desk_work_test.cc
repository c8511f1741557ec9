#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include <absl/time/clock.h>
#include <absl/time/time.h>
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/callback_service.grpc.pb.h"
#include "jackfield/v1/desk_service.grpc.pb.h"
#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "tests/support/api_site.h"
#include "tests/support/desk_client.h"
#include "tests/support/switch_client.h"

// What desks show of work, with the routing, the store and the API as they are.
namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::DeskClient;
using test::ReasonOf;
using Message = v1::WatchDeskResponse;

// The small centre with the queue "sales", of which both are members, and an agent "chen" who is
// not.
v1::Configuration Centre() {
  v1::Configuration centre = ApiSite::SmallCentre();
  v1::AgentConfiguration& chen = *centre.add_agents();
  chen.set_login("chen");
  chen.set_display_name("Chen");
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

  template <typename Request, typename Response>
  Response AskCallbacks(grpc::Status (v1::CallbacksService::Stub::*method)(grpc::ClientContext*,
                                                                           const Request&,
                                                                           Response*),
                        const Request& request, const std::string& secret) {
    return Ask<v1::CallbacksService>(method, request, secret);
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

  // A callback in the queue "sales", whose agents are asked at once.
  v1::Callback CreateCallback(const std::string& number) {
    v1::CreateCallbackRequest request;
    request.mutable_callback()->mutable_number()->set_raw(number);
    request.mutable_callback()->set_queue("queues/sales");
    request.mutable_callback()->set_note("about the bill");
    v1::Callback callback =
        AskCallbacks(&v1::CallbacksService::Stub::CreateCallback, request, chief_).callback();
    EXPECT_TRUE(status_.ok()) << status_.error_message();
    return callback;
  }

  void Assign(const v1::Ticket& ticket, const std::string& owner) {
    v1::AssignTicketRequest request;
    request.set_ticket(ticket.name());
    request.set_owner(owner);
    AskTickets(&v1::TicketService::Stub::AssignTicket, request, chief_);
    ASSERT_TRUE(status_.ok()) << status_.error_message();
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

TEST_F(DeskWorkTest, ACallbackIsOfferedAcceptedAndTheAgentsUntilItsOutcomeIsTold) {
  DeskClient desk(site_, agent_);
  desk.Await(Message::kHeartbeat);
  BeReady(agent_);

  const v1::Callback made = CreateCallback("+4930901820");
  const v1::WorkOffer offer = desk.Await(Message::kWorkOfferOpened).work_offer_opened();
  EXPECT_EQ(offer.callback().name(), made.name());
  EXPECT_EQ(offer.callback().number().e164(), "+4930901820");
  EXPECT_EQ(offer.callback().note(), "about the bill");
  EXPECT_FALSE(offer.has_ticket());
  EXPECT_EQ(Desk(agent_).work_offers(0).callback().name(), made.name());
  Accept(offer.name(), agent_);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(desk.Await(Message::kWorkOfferClosed).work_offer_closed().reason(),
            v1::WorkOfferClosed::REASON_ACCEPTED);
  const v1::Callback mine = desk.Await(Message::kCallbackChanged).callback_changed();
  EXPECT_EQ(mine.name(), made.name());
  EXPECT_EQ(mine.state(), v1::Callback::STATE_IN_PROGRESS);
  EXPECT_EQ(mine.agent(), "agents/agent");
  EXPECT_EQ(Desk(agent_).callback().name(), made.name()) << "a reload does not lose it";
  EXPECT_EQ(Desk(agent_).work_offers_size(), 0);

  v1::CompleteCallbackRequest done;
  done.set_callback(made.name());
  done.set_outcome(v1::CallbackAttempt::OUTCOME_REACHED);
  AskCallbacks(&v1::CallbacksService::Stub::CompleteCallback, done, agent_);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(desk.Await(Message::kCallbackChanged).callback_changed().state(),
            v1::Callback::STATE_REACHED);
  EXPECT_FALSE(Desk(agent_).has_callback());
}

TEST_F(DeskWorkTest, ADeclinedOfferGoesToSomebodyElseAndCannotBeAcceptedAnyMore) {
  DeskClient desk(site_, agent_);
  desk.Await(Message::kHeartbeat);
  BeReady(agent_);
  Create("Parcel");
  const std::string offer = desk.Await(Message::kWorkOfferOpened).work_offer_opened().name();
  DeskClient bens(site_, ben_);
  bens.Await(Message::kHeartbeat);
  BeReady(ben_);

  Decline(offer, agent_);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(desk.Await(Message::kWorkOfferClosed).work_offer_closed().reason(),
            v1::WorkOfferClosed::REASON_DECLINED);
  const std::string next = bens.Await(Message::kWorkOfferOpened).work_offer_opened().name();

  EXPECT_NE(next, offer);
  Decline(offer, agent_);
  EXPECT_TRUE(status_.ok()) << "the same again is safe";
  Accept(offer, agent_);
  EXPECT_EQ(ReasonOf(status_), "WORK_OFFER_OVER");
  Accept(next, agent_);
  EXPECT_EQ(ReasonOf(status_), "WORK_OFFER_NOT_FOUND") << "it is Ben's";
  Accept("workOffers/7fffffff", agent_);
  EXPECT_EQ(ReasonOf(status_), "WORK_OFFER_NOT_FOUND");
  Accept("workOffers/", agent_);
  EXPECT_EQ(ReasonOf(status_), "FIELD_INVALID");
}

TEST_F(DeskWorkTest, AnAcceptanceWithTheSameRequestIdIsOneAct) {
  DeskClient desk(site_, agent_);
  desk.Await(Message::kHeartbeat);
  BeReady(agent_);
  Create("Parcel");
  v1::AcceptWorkOfferRequest request;
  request.set_name(desk.Await(Message::kWorkOfferOpened).work_offer_opened().name());
  request.set_request_id("r1");

  AskDesk(&v1::DeskService::Stub::AcceptWorkOffer, request, agent_);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
  AskDesk(&v1::DeskService::Stub::AcceptWorkOffer, request, agent_);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
  request.set_name("workOffers/1");
  AskDesk(&v1::DeskService::Stub::AcceptWorkOffer, request, agent_);
  EXPECT_EQ(ReasonOf(status_), "REQUEST_ID_REUSED");
}

TEST_F(DeskWorkTest, AnOfferIsTakenBackWhenTheAgentIsNotReadyAnyMore) {
  DeskClient desk(site_, agent_);
  desk.Await(Message::kHeartbeat);
  BeReady(agent_);
  Create("Parcel");
  const std::string offer = desk.Await(Message::kWorkOfferOpened).work_offer_opened().name();
  EXPECT_EQ(Desk(agent_).work_offers(0).name(), offer);

  v1::SetAgentStateRequest request;
  request.set_state(v1::AgentStatus::STATE_NOT_READY);
  AskDesk(&v1::DeskService::Stub::SetAgentState, request, agent_);

  const v1::WorkOfferClosed closed = desk.Await(Message::kWorkOfferClosed).work_offer_closed();
  EXPECT_EQ(closed.name(), offer);
  EXPECT_EQ(closed.reason(), v1::WorkOfferClosed::REASON_NOT_READY);
}

TEST_F(DeskWorkTest, ATicketThatASupervisorGivesIsANoticeUntilItIsSeen) {
  const v1::Ticket made = Create("Parcel");
  DeskClient desk(site_, agent_);
  desk.Await(Message::kHeartbeat);

  Assign(made, "agents/agent");
  EXPECT_EQ(desk.Await(Message::kTicketChanged).ticket_changed().owner(), "agents/agent");
  const v1::WorkNotice notice = desk.Await(Message::kNoticeAdded).notice_added();
  EXPECT_EQ(notice.kind(), v1::WorkNotice::KIND_ASSIGNED);
  EXPECT_EQ(notice.ticket().name(), made.name());
  EXPECT_EQ(notice.ticket().subject(), "Parcel");
  EXPECT_EQ(Desk(agent_).notices(0).name(), notice.name());

  v1::AcknowledgeNoticesRequest request;
  request.add_names(notice.name());
  AskDesk(&v1::DeskService::Stub::AcknowledgeNotices, request, agent_);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
  const v1::NoticesRemoved removed = desk.Await(Message::kNoticesRemoved).notices_removed();
  EXPECT_THAT(removed.names(), testing::ElementsAre(notice.name()));
  EXPECT_EQ(Desk(agent_).notices_size(), 0);

  request.set_names(0, "workOffers/1");
  AskDesk(&v1::DeskService::Stub::AcknowledgeNotices, request, agent_);
  EXPECT_EQ(ReasonOf(status_), "FIELD_INVALID");
}

TEST_F(DeskWorkTest, ATicketThatIsTakenAwayLeavesTheList) {
  const v1::Ticket made = Create("Parcel");
  Assign(made, "agents/agent");
  DeskClient desk(site_, agent_);
  EXPECT_EQ(desk.Await(Message::kSnapshot).snapshot().tickets_size(), 1);
  desk.Await(Message::kHeartbeat);

  Assign(made, "agents/ben");

  const v1::Ticket gone = desk.Await(Message::kTicketChanged).ticket_changed();
  EXPECT_EQ(gone.name(), made.name());
  EXPECT_EQ(gone.owner(), "agents/ben");
  const v1::DeskSnapshot snapshot = Desk(agent_);
  EXPECT_EQ(snapshot.tickets_size(), 0);
  EXPECT_EQ(snapshot.notices_size(), 0);
}

TEST_F(DeskWorkTest, AfterARestartInTheMiddleNothingIsLostAndTheOfferComesAgain) {
  const v1::Ticket mine = Create("mine");
  Assign(mine, "agents/agent");
  std::int64_t cursor = 0;
  {
    DeskClient desk(site_, agent_);
    desk.Await(Message::kHeartbeat);
    BeReady(agent_);
    Create("offered");
    desk.Await(Message::kWorkOfferOpened);
    cursor = desk.cursor();
  }

  site_.Restart();
  DeskClient back(site_, agent_, cursor);
  const Message snapshot = back.Await(Message::kSnapshot);

  EXPECT_GT(snapshot.cursor(), cursor);
  ASSERT_EQ(snapshot.snapshot().tickets_size(), 1);
  EXPECT_EQ(snapshot.snapshot().tickets(0).name(), mine.name());
  ASSERT_EQ(snapshot.snapshot().notices_size(), 1);
  EXPECT_EQ(snapshot.snapshot().notices(0).kind(), v1::WorkNotice::KIND_ASSIGNED);
  v1::DeskSnapshot now = Desk(agent_);
  ASSERT_EQ(now.work_offers_size(), 1);
  EXPECT_EQ(now.work_offers(0).ticket().subject(), "offered");
  Accept(now.work_offers(0).name(), agent_);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(back.Await(Message::kTicketChanged).ticket_changed().subject(), "offered");
  EXPECT_EQ(Desk(agent_).tickets_size(), 2);
}

TEST_F(DeskWorkTest, AProgramWithTheRightShowsATicketOnADesk) {
  const v1::Ticket made = Create("Parcel");
  DeskClient desk(site_, agent_);
  desk.Await(Message::kHeartbeat);
  v1::ShowTicketOnDeskRequest request;
  request.set_ticket("tickets/" + std::to_string(made.number()));
  request.set_agent("agents/agent");
  const auto show = [&](const std::string& secret) {
    AskTickets(&v1::TicketService::Stub::ShowTicketOnDesk, request, secret);
    return ReasonOf(status_);
  };
  const std::string crm = site_.TokenOf("");

  EXPECT_EQ(show(crm), "");
  const v1::WorkNotice notice = desk.Await(Message::kNoticeAdded).notice_added();
  EXPECT_EQ(notice.kind(), v1::WorkNotice::KIND_SHOW);
  EXPECT_EQ(notice.ticket().name(), made.name());

  EXPECT_EQ(show(agent_), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(show(chief_), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(show(site_.TokenOf("pbx")), "ROLE_NOT_ALLOWED");
  request.set_agent("agents/nobody");
  EXPECT_EQ(show(crm), "AGENT_NOT_FOUND");
  request.set_agent("agents/chen");
  EXPECT_EQ(show(crm), "TICKET_NOT_SEEN_BY_AGENT");
  request.set_ticket("tickets/99");
  EXPECT_EQ(show(crm), "TICKET_NOT_FOUND");
}

TEST_F(DeskWorkTest, APopHasTheOpenTicketsOfItsCustomer) {
  Customer erika;
  erika.display_name = "Erika Mustermann";
  erika.numbers.push_back({.raw = "+4930901820", .e164 = "+4930901820"});
  erika = site_.store().customers().Create(erika, std::nullopt).value();
  for (int count = 1; count <= 6; ++count) {
    v1::CreateTicketRequest request;
    request.mutable_ticket()->set_subject("Parcel " + std::to_string(count));
    request.mutable_ticket()->set_customer("customers/" + erika.name);
    AskTickets(&v1::TicketService::Stub::CreateTicket, request, chief_);
    ASSERT_TRUE(status_.ok()) << status_.error_message();
  }
  test::SwitchClient pbx(site_);
  DeskClient desk(site_, agent_);
  desk.Await(Message::kHeartbeat);

  ASSERT_TRUE(pbx.Wait("c1", "+4930901820"));
  ASSERT_TRUE(pbx.RingAt("c1", "PJSIP/1001"));
  const v1::Pop pop = desk.Await(Message::kPopOpened).pop_opened();

  EXPECT_EQ(pop.caller().display_name(), "Erika Mustermann");
  EXPECT_EQ(pop.open_ticket_count(), 6);
  ASSERT_EQ(pop.open_tickets_size(), 5);
  EXPECT_EQ(pop.open_tickets(0).subject(), "Parcel 6");
  EXPECT_EQ(pop.open_tickets(4).subject(), "Parcel 2");
  EXPECT_LE(pop.ByteSizeLong(), 8'192U);
}

TEST_F(DeskWorkTest, APopHasTheTimeForWhichItsCustomerWasPromisedACall) {
  Customer erika;
  erika.display_name = "Erika Mustermann";
  erika.numbers.push_back({.raw = "+4930901820", .e164 = "+4930901820"});
  erika = site_.store().customers().Create(erika, std::nullopt).value();
  const std::int64_t tomorrow = absl::ToUnixSeconds(absl::Now()) + 86'400;
  v1::CreateCallbackRequest request;
  request.mutable_callback()->mutable_number()->set_raw("+4930901820");
  request.mutable_callback()->set_customer("customers/" + erika.name);
  request.mutable_callback()->set_queue("queues/sales");
  request.mutable_callback()->set_origin(v1::Callback::ORIGIN_PROMISE);
  request.mutable_callback()->mutable_earliest_time()->set_seconds(tomorrow);
  AskCallbacks(&v1::CallbacksService::Stub::CreateCallback, request, chief_);
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  test::SwitchClient pbx(site_);
  DeskClient desk(site_, agent_);
  desk.Await(Message::kHeartbeat);

  ASSERT_TRUE(pbx.Wait("c1", "+4930901820"));
  ASSERT_TRUE(pbx.RingAt("c1", "PJSIP/1001"));
  const v1::Pop pop = desk.Await(Message::kPopOpened).pop_opened();

  EXPECT_EQ(pop.next_appointment_time().seconds(), tomorrow);
}

TEST_F(DeskWorkTest, ADeskIsToldWhatMayBeAskedForAndWhatBecameOfIt) {
  DeskClient desk(site_, agent_);
  EXPECT_EQ(desk.Await(Message::kSnapshot).snapshot().allowed_commands_size(), 0);
  desk.Await(Message::kHeartbeat);

  // A source that says what it can, and is gone when it is told to do it.
  const exchange::LinkUp up{"e", std::set{exchange::CommandKind::kDial}};
  site_.engine().Observe({"pbx", "", std::nullopt, up}, [](const Status&) {});
  EXPECT_THAT(desk.Await(Message::kAllowedCommandsChanged).allowed_commands_changed().kinds(),
              testing::ElementsAre(v1::CALL_COMMAND_KIND_DIAL));
  site_.engine().Command(exchange::Dial{"agent", "", exchange::PersonalText("1002")},
                         [](const Status&) {});
  const v1::CommandEnded ended = desk.Await(Message::kCommandEnded).command_ended();

  EXPECT_EQ(ended.kind(), v1::CALL_COMMAND_KIND_DIAL);
  EXPECT_EQ(ended.outcome(), v1::CallCommandResult::OUTCOME_REFUSED);
  EXPECT_EQ(ended.message(), "the telephone system is not connected");
  EXPECT_THAT(Desk(agent_).allowed_commands(), testing::ElementsAre(v1::CALL_COMMAND_KIND_DIAL));
}

}  // namespace
}  // namespace jackfield::grpc_api
