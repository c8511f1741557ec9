#include <future>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/call_control_service.grpc.pb.h"
#include "jackfield/v1/callback_service.grpc.pb.h"
#include "jackfield/v1/customer_service.grpc.pb.h"
#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "server/exchange/desk_command.h"
#include "server/ports/call_commands.h"
#include "tests/support/api_site.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::FieldOf;
using test::ReasonOf;
using testing::ElementsAre;
using Stub = v1::CallbacksService::Stub;

// The small centre with the queues "sales", of which "agent" is a member, and "billing", of "ben".
v1::Configuration Centre() {
  v1::Configuration centre = ApiSite::SmallCentre();
  v1::QueueConfiguration& billing = *centre.add_queues();
  billing.set_queue_id("billing");
  billing.set_display_name("Billing");
  centre.mutable_agents(0)->add_queues()->set_queue_id("sales");
  centre.mutable_agents(1)->add_queues()->set_queue_id("billing");
  return centre;
}

// A switch that takes every command, and says nothing of it.
struct QuietSwitch final : CallCommandSink {
  void Deliver(const exchange::CallCommand&, Duration) override {}
};

class CallbacksTest : public testing::Test {
 protected:
  CallbacksTest()
      : channel_(site_.Connect()),
        stub_(v1::CallbacksService::NewStub(channel_)),
        customers_(v1::CustomerService::NewStub(channel_)) {
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

  static v1::CreateCallbackRequest NewFor(const std::string& number, const std::string& queue) {
    v1::CreateCallbackRequest request;
    request.mutable_callback()->mutable_number()->set_raw(number);
    request.mutable_callback()->set_queue("queues/" + queue);
    return request;
  }
  v1::Callback Create(const std::string& number, const std::string& queue) {
    const v1::Callback made = Ask(&Stub::CreateCallback, NewFor(number, queue), chief_).callback();
    EXPECT_TRUE(status_.ok()) << status_.error_message();
    return made;
  }
  v1::Callback Get(const std::string& name, const std::string& secret) {
    v1::GetCallbackRequest request;
    request.set_name(name);
    return Ask(&Stub::GetCallback, request, secret).callback();
  }
  std::vector<std::string> NumbersFor(const std::string& secret) {
    std::vector<std::string> numbers;
    const auto page = Ask(&Stub::ListCallbacks, v1::ListCallbacksRequest(), secret);
    for (const v1::Callback& each : page.callbacks()) numbers.push_back(each.number().e164());
    return numbers;
  }
  // The agent is Ready, at no desk: nothing is offered, and they pick from the list.
  void BecomeReady() {
    site_.engine().Command(
        exchange::SetAgentState{"agent", exchange::AgentWish::kReady, {}, "agent"}, nullptr);
  }
  v1::Callback Take(const v1::Callback& callback) {
    v1::TakeCallbackRequest request;
    request.set_callback(callback.name());
    return Ask(&Stub::TakeCallback, request, agent_).callback();
  }
  v1::Callback Complete(const v1::Callback& callback, v1::CallbackAttempt::Outcome outcome) {
    v1::CompleteCallbackRequest request;
    request.set_callback(callback.name());
    request.set_outcome(outcome);
    return Ask(&Stub::CompleteCallback, request, agent_).callback();
  }
  // The switch tells this, and it is stored.
  void Observe(exchange::TelephonyEventBody body) {
    std::promise<void> stored;
    site_.engine().Observe({"pbx", "", std::nullopt, std::move(body)},
                           [&stored](const Status&) { stored.set_value(); });
    stored.get_future().wait();
  }
  std::string CustomerWith(const std::string& number, const std::string& flag) {
    v1::CreateCustomerRequest request;
    request.mutable_customer()->set_display_name("Lena Blum");
    request.mutable_customer()->add_numbers()->mutable_number()->set_raw(number);
    if (!flag.empty()) request.mutable_customer()->add_flags()->set_code(flag);
    v1::CreateCustomerResponse response;
    const grpc::Status status =
        customers_->CreateCustomer(ApiSite::Context(chief_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.customer().name();
  }

  ApiSite site_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Stub> stub_;
  std::unique_ptr<v1::CustomerService::Stub> customers_;
  std::string agent_;
  std::string ben_;
  std::string chief_;
  grpc::Status status_;
};

TEST_F(CallbacksTest, OneIsCreatedTakenAndReached) {
  const v1::Callback made = Create("+4930901820", "sales");
  EXPECT_EQ(made.state(), v1::Callback::STATE_WAITING);
  EXPECT_EQ(made.number().e164(), "+4930901820");
  EXPECT_EQ(made.queue_display_name(), "Sales");

  BecomeReady();
  const v1::Callback taken = Take(made);
  EXPECT_EQ(taken.state(), v1::Callback::STATE_IN_PROGRESS) << status_.error_message();
  EXPECT_EQ(taken.agent(), "agents/agent");
  EXPECT_TRUE(taken.has_lease_expire_time());

  const v1::Callback reached = Complete(made, v1::CallbackAttempt::OUTCOME_REACHED);
  EXPECT_EQ(reached.state(), v1::Callback::STATE_REACHED) << status_.error_message();
  EXPECT_TRUE(reached.recovered());
  EXPECT_EQ(site_.store().callbacks().GetById(CallbackId{1}).value().end,
            exchange::CallbackEnd::kReached);
}

TEST_F(CallbacksTest, WhoDialsItsNumberCallsForIt) {
  v1::Configuration centre = Centre();
  centre.add_dial_rules()->add_prefixes("+49");
  site_.Apply(centre);
  const auto pbx = std::make_shared<QuietSwitch>();
  site_.engine().SendCommands("pbx", pbx);
  const exchange::LinkUp up{"e", std::set{exchange::CommandKind::kDial}};
  Observe(up);
  const v1::Callback made = Create("+4930901820", "sales");
  BecomeReady();
  Take(made);

  v1::DialNumberRequest number;
  number.set_number("+49 30 901820");
  v1::DialNumberResponse response;
  const auto control = v1::CallControlService::NewStub(channel_);
  ASSERT_TRUE(control->DialNumber(ApiSite::Context(agent_).get(), number, &response).ok());
  EXPECT_EQ(ReasonOf(control->DialNumber(ApiSite::Context(agent_).get(), number, &response)),
            "CALLBACK_DIALLED_ALREADY");
  exchange::Originated out{.call = "out", .direction = exchange::Direction::kOutbound};
  out.connection = "phone";
  out.device = "PJSIP/1001";
  Observe(out);

  EXPECT_FALSE(Get(made.name(), agent_).has_lease_expire_time()) << "they are calling";
}

TEST_F(CallbacksTest, WhoAskedForAnotherTimeIsCalledThen) {
  const v1::Callback made = Create("+4930901820", "sales");
  BecomeReady();
  Take(made);
  v1::CompleteCallbackRequest later;
  later.set_callback(made.name());
  later.set_outcome(v1::CallbackAttempt::OUTCOME_LATER);

  Ask(&Stub::CompleteCallback, later, agent_);
  EXPECT_EQ(ReasonOf(status_), "FIELD_INVALID");
  EXPECT_EQ(FieldOf(status_), "next_attempt_time");
  later.mutable_next_attempt_time()->set_seconds(made.create_time().seconds() - 1);
  Ask(&Stub::CompleteCallback, later, agent_);
  EXPECT_EQ(FieldOf(status_), "next_attempt_time");
  later.mutable_next_attempt_time()->set_seconds(made.create_time().seconds() + 604'801);
  Ask(&Stub::CompleteCallback, later, agent_);
  EXPECT_EQ(FieldOf(status_), "next_attempt_time") << "it is given up by then";
  later.mutable_next_attempt_time()->set_seconds(made.create_time().seconds() + 7'200);
  const v1::Callback put_off = Ask(&Stub::CompleteCallback, later, agent_).callback();

  EXPECT_EQ(put_off.state(), v1::Callback::STATE_SCHEDULED) << status_.error_message();
  EXPECT_EQ(put_off.next_attempt_time().seconds(), made.create_time().seconds() + 7'200);
  const CallbackRow row = site_.store().callbacks().GetById(CallbackId{1}).value();
  EXPECT_EQ(row.attempts[0].outcome, exchange::AttemptOutcome::kLater);
  Ask(&Stub::CompleteCallback, later, agent_);
  EXPECT_TRUE(status_.ok()) << "twice is as once";
}

TEST_F(CallbacksTest, AnAgentDoesNotTakeBackWhatAnotherHas) {
  v1::CreateCallbackRequest request = NewFor("+4930901820", "sales");
  request.mutable_callback()->set_preferred_agent("agents/ben");  // Who sees it for that.
  const v1::Callback made = Ask(&Stub::CreateCallback, request, chief_).callback();
  BecomeReady();
  Take(made);
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  v1::CancelCallbackRequest cancel;
  cancel.set_callback(made.name());

  Ask(&Stub::CancelCallback, cancel, ben_);
  EXPECT_EQ(ReasonOf(status_), "CALLBACK_OF_ANOTHER_AGENT");
  EXPECT_EQ(Get(made.name(), chief_).state(), v1::Callback::STATE_IN_PROGRESS);

  EXPECT_EQ(Ask(&Stub::CancelCallback, cancel, chief_).callback().end(),
            v1::Callback::END_TAKEN_BACK);
}

TEST_F(CallbacksTest, TextsAreSealedInTheStore) {
  v1::CreateCallbackRequest request = NewFor("+4930901820", "sales");
  request.mutable_callback()->set_note("a secret wish");
  EXPECT_EQ(Ask(&Stub::CreateCallback, request, chief_).callback().note(), "a secret wish");

  const CallbackRow row = site_.store().callbacks().GetById(CallbackId{1}).value();
  EXPECT_FALSE(row.number.in_the_clear());
  EXPECT_EQ(row.number.bytes.find("901820"), std::string::npos);
  EXPECT_EQ(row.note.bytes.find("secret"), std::string::npos);
}

TEST_F(CallbacksTest, ANumberHasOneInAQueueAndARequestIsDoneOnce) {
  v1::CreateCallbackRequest request = NewFor("+4930901820", "sales");
  request.set_request_id("r1");
  const std::string name = Ask(&Stub::CreateCallback, request, chief_).callback().name();
  EXPECT_EQ(Ask(&Stub::CreateCallback, request, chief_).callback().name(), name);
  request.set_request_id("r2");
  Ask(&Stub::CreateCallback, request, chief_);
  EXPECT_EQ(ReasonOf(status_), "CALLBACK_EXISTS");
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::ALREADY_EXISTS);
}

TEST_F(CallbacksTest, WhatIsDoneIsNoErrorThoughItsAnswerCannotBeKept) {
  const auto no_room = [](sqlite::Connection& connection) -> Status {
    connection
        .Prepare(
            "CREATE TRIGGER no_room BEFORE INSERT ON request_record "
            "BEGIN SELECT RAISE(ABORT, 'no room'); END")
        .Run();
    return {};
  };
  ASSERT_TRUE(site_.store().database().Write(sqlite::Urgency::kBulk, no_room));
  v1::CreateCallbackRequest request = NewFor("+4930901820", "sales");
  request.set_request_id("r1");

  const v1::Callback made = Ask(&Stub::CreateCallback, request, chief_).callback();

  EXPECT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(made.name(), Get(made.name(), chief_).name());
  v1::ImportCallbackListRequest list;
  list.set_queue("queues/sales");
  list.set_list_name("spring");
  list.add_rows()->set_number("+4930901821");
  list.set_request_id("r2");
  EXPECT_EQ(Ask(&Stub::ImportCallbackList, list, chief_).created_count(), 1);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
}

TEST_F(CallbacksTest, WhatIsWrongIsRefused) {
  Ask(&Stub::CreateCallback, NewFor("+4930901820", "nowhere"), chief_);
  EXPECT_EQ(ReasonOf(status_), "QUEUE_NOT_FOUND");
  Ask(&Stub::CreateCallback, NewFor("x", "sales"), chief_);
  EXPECT_EQ(ReasonOf(status_), "NUMBER_INVALID");
  EXPECT_EQ(FieldOf(status_), "callback.number.raw");
}

TEST_F(CallbacksTest, AnAgentSeesThoseOfTheirQueues) {
  const v1::Callback made = Create("+4930901820", "sales");
  Create("+4930901821", "billing");
  EXPECT_THAT(NumbersFor(agent_), ElementsAre("+4930901820"));
  EXPECT_THAT(NumbersFor(ben_), ElementsAre("+4930901821"));
  EXPECT_THAT(NumbersFor(chief_), ElementsAre("+4930901821", "+4930901820"));
  Get(made.name(), ben_);
  EXPECT_EQ(ReasonOf(status_), "CALLBACK_NOT_FOUND");
}

TEST_F(CallbacksTest, ItsTicketIsNamedByNumberOrNameByWhoeverMaySeeIt) {
  v1::CreateTicketRequest ticket;
  ticket.mutable_ticket()->set_subject("Parcel");
  ticket.mutable_ticket()->set_queue("queues/billing");
  v1::CreateTicketResponse made;
  const auto tickets = v1::TicketService::NewStub(channel_);
  const auto status = tickets->CreateTicket(ApiSite::Context(chief_).get(), ticket, &made);
  ASSERT_TRUE(status.ok()) << status.error_message();

  v1::CreateCallbackRequest request = NewFor("+4930901820", "sales");
  request.set_ticket(made.ticket().name());
  Ask(&Stub::CreateCallback, request, agent_);
  EXPECT_EQ(ReasonOf(status_), "TICKET_NOT_FOUND") << "it is in Ben's queue";

  request.set_ticket("tickets/" + std::to_string(made.ticket().number()));
  EXPECT_EQ(Ask(&Stub::CreateCallback, request, ben_).callback().ticket(), made.ticket().name())
      << status_.error_message();
}

TEST_F(CallbacksTest, ACustomerWhoIsNotToBeCalledIsCalledOnlyWhereTheyAskForIt) {
  CustomerWith("+4930901820", "do_not_call");
  v1::CreateCallbackRequest request = NewFor("+4930901820", "sales");
  Ask(&Stub::CreateCallback, request, chief_);
  EXPECT_EQ(ReasonOf(status_), "DO_NOT_CALL");
  request.mutable_callback()->set_origin(v1::Callback::ORIGIN_QUEUE);
  Ask(&Stub::CreateCallback, request, chief_);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
}

TEST_F(CallbacksTest, OneKnownByItsNumberEndsWhenACustomerWithItIsNotToBeCalled) {
  const v1::Callback made = Create("+4930901820", "sales");
  EXPECT_EQ(made.customer(), "");

  CustomerWith("+4930901820", "do_not_call");

  EXPECT_EQ(Get(made.name(), chief_).end(), v1::Callback::END_DO_NOT_CALL);
}

TEST_F(CallbacksTest, OneOfANumberThatSomebodyElseHasTooDoesNotEnd) {
  CustomerWith("+4930901820", "");
  CustomerWith("+4930901820", "");
  const v1::Callback made = Create("+4930901820", "sales");
  EXPECT_EQ(made.customer(), "");

  CustomerWith("+4930901820", "do_not_call");

  EXPECT_EQ(Get(made.name(), chief_).state(), v1::Callback::STATE_WAITING);
}

TEST_F(CallbacksTest, OneEndsWhenItsNumberIsLinkedToACustomerWhoIsNotToBeCalled) {
  const v1::Callback made = Create("+4930901820", "sales");
  v1::LinkNumberRequest link;
  link.set_customer(CustomerWith("+4930901821", "do_not_call"));
  link.mutable_number()->mutable_number()->set_raw("+4930901820");
  v1::LinkNumberResponse linked;
  const auto status = customers_->LinkNumber(ApiSite::Context(chief_).get(), link, &linked);
  ASSERT_TRUE(status.ok()) << status.error_message();

  EXPECT_EQ(Get(made.name(), chief_).end(), v1::Callback::END_DO_NOT_CALL);
}

TEST_F(CallbacksTest, OneEndsWhenItsCustomerIsMergedWithOneWhoIsNotToBeCalled) {
  v1::MergeCustomersRequest merge;
  merge.set_duplicate(CustomerWith("+4930901820", ""));
  const v1::Callback made = Create("+4930901820", "sales");
  EXPECT_EQ(made.customer(), merge.duplicate());
  merge.set_target(CustomerWith("+4930901821", "do_not_call"));
  v1::MergeCustomersResponse merged;
  const auto status = customers_->MergeCustomers(ApiSite::Context(chief_).get(), merge, &merged);
  ASSERT_TRUE(status.ok()) << status.error_message();

  EXPECT_EQ(Get(made.name(), chief_).end(), v1::Callback::END_DO_NOT_CALL);
}

TEST_F(CallbacksTest, OneEndsWhenAnImportSaysThatItsCustomerIsNotToBeCalled) {
  const v1::Callback made = Create("+4930901820", "sales");
  const auto context = ApiSite::StreamContext(site_.TokenOf(""));
  const auto stream = customers_->ImportCustomers(context.get());
  v1::ImportCustomersRequest request;
  request.mutable_options();
  stream->Write(request);
  v1::CustomerImportRow& row = *request.mutable_rows()->add_rows();
  row.set_line(1);
  row.mutable_customer()->set_display_name("Lena Blum");
  row.mutable_customer()->add_numbers()->mutable_number()->set_raw("+4930901820");
  row.mutable_customer()->add_flags()->set_code("do_not_call");
  stream->Write(request);
  stream->WritesDone();
  v1::ImportCustomersResponse response;
  while (!response.has_summary() && stream->Read(&response)) continue;
  EXPECT_EQ(response.summary().created_count(), 1);
  ASSERT_TRUE(stream->Finish().ok());

  EXPECT_EQ(Get(made.name(), chief_).end(), v1::Callback::END_DO_NOT_CALL);
}

TEST_F(CallbacksTest, OfAListThoseAreMadeWhoMayBeCalled) {
  CustomerWith("+4930901820", "do_not_call");
  Create("+4930901822", "sales");
  v1::ImportCallbackListRequest request;
  request.set_queue("queues/sales");
  request.set_list_name("spring");
  request.add_rows()->set_number("+4930901820");
  request.add_rows()->set_number("+4930901821");
  request.add_rows()->set_number("no number");
  request.add_rows()->set_number("+4930901822");
  const auto response = Ask(&Stub::ImportCallbackList, request, chief_);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(response.created_count(), 1);
  EXPECT_EQ(response.do_not_call_count(), 1);
  EXPECT_EQ(response.skipped_count(), 1);
  EXPECT_THAT(response.invalid_rows(), ElementsAre(3));
}

TEST_F(CallbacksTest, AListHasANameOf64CharactersOfAnyScript) {
  std::string name;
  for (int i = 0; i < 64; ++i) name += "春";
  v1::ImportCallbackListRequest request;
  request.set_queue("queues/sales");
  request.set_list_name(name);
  request.add_rows()->set_number("+4930901821");
  EXPECT_EQ(Ask(&Stub::ImportCallbackList, request, chief_).created_count(), 1);
  EXPECT_EQ(site_.store().callbacks().GetById(CallbackId{1}).value().list, name);
}

TEST_F(CallbacksTest, AListForAQueueThatIsNotThereIsRefused) {
  v1::ImportCallbackListRequest request;
  request.set_queue("queues/nowhere");
  request.set_list_name("spring");
  request.add_rows()->set_number("+4930901821");
  Ask(&Stub::ImportCallbackList, request, chief_);
  EXPECT_EQ(ReasonOf(status_), "QUEUE_NOT_FOUND");
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(CallbacksTest, WhatIsSeenIsInTheAuditTrail) {
  const v1::Callback made = Create("+4930901820", "sales");
  Get(made.name(), agent_);
  NumbersFor(chief_);

  std::vector<std::string> acts;
  const auto read = site_.store().database().Read([&](sqlite::Connection& connection) -> Status {
    auto found = connection.Prepare(
        "SELECT actor || ' ' || action || ' ' || detail FROM audit "
        "WHERE action LIKE 'callbacks.%' ORDER BY rowid");
    while (found.Step()) acts.push_back(found.Value<std::string>());
    return {};
  });
  ASSERT_TRUE(read.has_value());
  EXPECT_THAT(acts, ElementsAre("agent callbacks.view ", "supervisor callbacks.list 1 found"));
}

TEST_F(CallbacksTest, OneIsMovedAndTakenBack) {
  const v1::Callback made = Create("+4930901820", "sales");
  v1::RescheduleCallbackRequest move;
  move.set_callback(made.name());
  move.mutable_earliest_time()->set_seconds(made.create_time().seconds() + 3600);
  const v1::Callback moved = Ask(&Stub::RescheduleCallback, move, chief_).callback();
  EXPECT_EQ(moved.state(), v1::Callback::STATE_SCHEDULED) << status_.error_message();

  v1::CancelCallbackRequest cancel;
  cancel.set_callback(made.name());
  EXPECT_EQ(Ask(&Stub::CancelCallback, cancel, chief_).callback().end(),
            v1::Callback::END_TAKEN_BACK);
  Ask(&Stub::CancelCallback, cancel, chief_);
  EXPECT_TRUE(status_.ok()) << "twice is as once";
  Ask(&Stub::RescheduleCallback, move, chief_);
  EXPECT_EQ(ReasonOf(status_), "CALLBACK_OVER");
}

}  // namespace
}  // namespace jackfield::grpc_api
