#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/admin_service.grpc.pb.h"
#include "jackfield/v1/callback_service.grpc.pb.h"
#include "jackfield/v1/customer_service.grpc.pb.h"
#include "jackfield/v1/desk_service.grpc.pb.h"
#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "tests/support/api_site.h"
#include "tests/support/desk_client.h"
#include "tests/support/switch_client.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::ReasonOf;
using testing::HasSubstr;
using testing::Not;

class RequestIdTest : public testing::Test {
 protected:
  RequestIdTest()
      : admins_(v1::AdminService::NewStub(site_.Connect())),
        desks_(v1::DeskService::NewStub(site_.Connect())),
        customers_(v1::CustomerService::NewStub(site_.Connect())),
        admin_(site_.SignIn("admin")),
        agent_(site_.SignIn("agent")) {
    site_.Apply(ApiSite::SmallCentre());
  }

  grpc::Status Rename(const std::string& name, const std::string& request_id, v1::User& user) {
    v1::UpdateUserRequest request;
    request.mutable_user()->set_name("users/ben");
    request.mutable_user()->set_display_name(name);
    request.set_request_id(request_id);
    v1::UpdateUserResponse response;
    const grpc::Status status =
        admins_->UpdateUser(ApiSite::Context(admin_).get(), request, &response);
    user = response.user();
    return status;
  }
  v1::AgentStatus SetState(v1::AgentStatus::State state, const std::string& request_id) {
    v1::SetAgentStateRequest request;
    request.set_state(state);
    if (state == v1::AgentStatus::STATE_NOT_READY) request.set_reason("lunch");
    request.set_request_id(request_id);
    v1::SetAgentStateResponse response;
    const grpc::Status status =
        desks_->SetAgentState(ApiSite::Context(agent_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.status();
  }

  v1::CreateCustomerResponse CreateErika(const std::string& request_id) {
    v1::CreateCustomerRequest request;
    request.mutable_customer()->set_display_name("Erika Muster");
    request.set_request_id(request_id);
    v1::CreateCustomerResponse response;
    status_ = customers_->CreateCustomer(ApiSite::Context(agent_).get(), request, &response);
    return response;
  }

  // What is kept of the answers, one after the other.
  std::string KeptAnswers() {
    std::string kept;
    const auto read = site_.store().database().Read([&](sqlite::Connection& connection) -> Status {
      auto found = connection.Prepare("SELECT response FROM request_record");
      while (found.Step()) kept += found.Value<std::string>();
      return {};
    });
    EXPECT_TRUE(read.has_value());
    EXPECT_NE(kept, "");
    return kept;
  }

  ApiSite site_;
  grpc::Status status_;
  std::unique_ptr<v1::AdminService::Stub> admins_;
  std::unique_ptr<v1::DeskService::Stub> desks_;
  std::unique_ptr<v1::CustomerService::Stub> customers_;
  std::string admin_;
  std::string agent_;
};

TEST_F(RequestIdTest, ARepeatedUpdateOfAUserGivesTheSameAnswerAndChangesNothing) {
  v1::User first;
  v1::User again;
  v1::User now;
  ASSERT_TRUE(Rename("Ben One", "r1", first).ok());
  ASSERT_TRUE(Rename("Ben Two", "r2", now).ok());

  ASSERT_TRUE(Rename("Ben One", "r1", again).ok());

  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  v1::GetUserRequest get;
  get.set_name("users/ben");
  v1::GetUserResponse after;
  ASSERT_TRUE(admins_->GetUser(ApiSite::Context(admin_).get(), get, &after).ok());
  EXPECT_EQ(after.user().display_name(), "Ben Two");
  EXPECT_EQ(after.user().etag(), now.etag());
}

TEST_F(RequestIdTest, TheSameIdWithAnotherRequestIsRefused) {
  v1::User user;
  ASSERT_TRUE(Rename("Ben One", "r1", user).ok());

  const grpc::Status status = Rename("Ben Two", "r1", user);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(status), "REQUEST_ID_REUSED");
}

TEST_F(RequestIdTest, WhatFailedMayBeTriedAgainWithTheSameId) {
  v1::CreateUserRequest request;
  request.mutable_user()->set_login("carla");
  request.mutable_user()->set_display_name("Carla");
  request.mutable_user()->add_roles(v1::ROLE_AGENT);
  request.set_password("short");
  request.set_request_id("r1");
  v1::CreateUserResponse response;
  const grpc::Status weak = admins_->CreateUser(ApiSite::Context(admin_).get(), request, &response);
  request.set_password("a fairly long one 9");

  const grpc::Status strong =
      admins_->CreateUser(ApiSite::Context(admin_).get(), request, &response);

  EXPECT_EQ(ReasonOf(weak), "PASSWORD_TOO_WEAK");
  EXPECT_TRUE(strong.ok()) << strong.error_message();
}

TEST_F(RequestIdTest, ARepeatedStateOfAnAgentIsAnsweredAndNotSetAgain) {
  const test::DeskClient desk(site_, agent_);
  const v1::AgentStatus ready = SetState(v1::AgentStatus::STATE_READY, "r1");
  SetState(v1::AgentStatus::STATE_NOT_READY, "r2");

  const v1::AgentStatus again = SetState(v1::AgentStatus::STATE_READY, "r1");

  v1::GetDeskResponse now;
  ASSERT_TRUE(desks_->GetDesk(ApiSite::Context(agent_).get(), {}, &now).ok());
  EXPECT_EQ(ready.state(), v1::AgentStatus::STATE_READY);
  EXPECT_EQ(again.SerializeAsString(), ready.SerializeAsString());
  EXPECT_EQ(now.desk().agent().status().state(), v1::AgentStatus::STATE_NOT_READY);
}

TEST_F(RequestIdTest, ARepeatedConfigurationIsAnsweredAndNotAppliedAgain) {
  const auto apply = [this](const std::string& display_name, const std::string& request_id) {
    v1::ApplyConfigurationRequest request;
    *request.mutable_configuration() = ApiSite::SmallCentre();
    request.mutable_configuration()->mutable_queues(0)->set_display_name(display_name);
    request.set_request_id(request_id);
    v1::ApplyConfigurationResponse response;
    const grpc::Status status =
        admins_->ApplyConfiguration(ApiSite::Context(admin_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  };
  const v1::ApplyConfigurationResponse first = apply("Sales One", "r1");
  apply("Sales Two", "r2");

  const v1::ApplyConfigurationResponse again = apply("Sales One", "r1");

  v1::GetConfigurationResponse now;
  ASSERT_TRUE(admins_->GetConfiguration(ApiSite::Context(admin_).get(), {}, &now).ok());
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(now.configuration().queues(0).display_name(), "Sales Two");
}

TEST_F(RequestIdTest, ARepeatedChoiceOfACallerIsAnsweredAndNotMadeAgain) {
  v1::CreateCustomerRequest create;
  create.mutable_customer()->set_display_name("Erika");
  v1::CreateCustomerResponse erika;
  ASSERT_TRUE(customers_->CreateCustomer(ApiSite::Context(agent_).get(), create, &erika).ok());
  test::SwitchClient pbx(site_);
  test::DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  ASSERT_TRUE(pbx.Wait("c1", "+4930555777"));
  ASSERT_TRUE(pbx.RingAt("c1", "PJSIP/1001"));
  const v1::Pop pop = desk.Await(v1::WatchDeskResponse::kPopOpened).pop_opened();
  const auto choose = [&](bool erika_is_it, const std::string& request_id) {
    v1::ChooseCallerRequest request;
    request.set_call(pop.call());
    if (erika_is_it) {
      request.set_customer(erika.customer().name());
    } else {
      request.set_not_them(true);
    }
    request.set_request_id(request_id);
    v1::ChooseCallerResponse response;
    EXPECT_TRUE(desks_->ChooseCaller(ApiSite::Context(agent_).get(), request, &response).ok());
    return response.caller().customer();
  };
  EXPECT_EQ(choose(true, "r1"), erika.customer().name());
  EXPECT_EQ(choose(false, "r2"), "");

  EXPECT_EQ(choose(true, "r1"), erika.customer().name());

  v1::GetDeskResponse now;
  ASSERT_TRUE(desks_->GetDesk(ApiSite::Context(agent_).get(), {}, &now).ok());
  ASSERT_EQ(now.desk().pops_size(), 1);
  EXPECT_EQ(now.desk().pops(0).caller().customer(), "");
}

TEST_F(RequestIdTest, AnswersWithTextsOfACustomerAreKeptSealed) {
  const v1::CreateCustomerResponse first = CreateErika("r1");

  EXPECT_THAT(KeptAnswers(), Not(HasSubstr("Erika")));
  EXPECT_EQ(CreateErika("r1").SerializeAsString(), first.SerializeAsString());
  EXPECT_TRUE(status_.ok()) << status_.error_message();
}

TEST_F(RequestIdTest, AnAnswerAboutWhoWasErasedIsNotGivenAgainAndNothingIsDone) {
  const std::string name = CreateErika("r1").customer().name();
  const std::string id = name.substr(std::string("customers/").size());
  const CustomerId erika = site_.store().customers().GetByName(id).value().id;
  ASSERT_TRUE(site_.store().keys().Erase({erika, ""}));

  CreateErika("r1");

  EXPECT_EQ(status_.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(status_), "PERSON_ERASED");
  EXPECT_EQ(site_.store().customers().Count().value(), 1);
}

TEST_F(RequestIdTest, AnswersWithTicketsAndCallbacksAreKeptSealed) {
  const std::string chief = site_.SignIn("supervisor");
  const auto tickets = v1::TicketService::NewStub(site_.Connect());
  v1::CreateTicketRequest ticket;
  ticket.mutable_ticket()->set_subject("a secret wish");
  ticket.set_request_id("r1");
  v1::CreateTicketResponse made;
  ASSERT_TRUE(tickets->CreateTicket(ApiSite::Context(chief).get(), ticket, &made).ok());
  const auto callbacks = v1::CallbacksService::NewStub(site_.Connect());
  v1::CreateCallbackRequest callback;
  callback.mutable_callback()->mutable_number()->set_raw("+4930901820");
  callback.mutable_callback()->set_queue("queues/sales");
  callback.mutable_callback()->set_note("a hidden hope");
  callback.set_request_id("r1");
  v1::CreateCallbackResponse called;
  ASSERT_TRUE(callbacks->CreateCallback(ApiSite::Context(chief).get(), callback, &called).ok());

  const std::string kept = KeptAnswers();
  EXPECT_THAT(kept, Not(HasSubstr("secret")));
  EXPECT_THAT(kept, Not(HasSubstr("hidden")));
  EXPECT_THAT(kept, Not(HasSubstr("901820")));
  v1::CreateTicketResponse ticket_again;
  v1::CreateCallbackResponse callback_again;
  ASSERT_TRUE(tickets->CreateTicket(ApiSite::Context(chief).get(), ticket, &ticket_again).ok());
  ASSERT_TRUE(
      callbacks->CreateCallback(ApiSite::Context(chief).get(), callback, &callback_again).ok());
  EXPECT_EQ(ticket_again.ticket().number(), made.ticket().number());
  EXPECT_EQ(ticket_again.ticket().subject(), "a secret wish");
  EXPECT_EQ(callback_again.callback().name(), called.callback().name());
  EXPECT_EQ(callback_again.callback().note(), "a hidden hope");
}

TEST_F(RequestIdTest, TheNoteOfAWrapUpIsKeptSealed) {
  test::SwitchClient pbx(site_);
  test::DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  ASSERT_TRUE(pbx.Wait("c1", "+4930901820"));
  ASSERT_TRUE(pbx.RingAt("c1", "PJSIP/1001"));
  ASSERT_TRUE(pbx.Answer("c1", "PJSIP/1001"));
  ASSERT_TRUE(pbx.End("c1"));
  v1::CompleteWrapUpRequest request;
  request.set_call(desk.Await(v1::WatchDeskResponse::kWrapUpOpened).wrap_up_opened().call());
  request.set_disposition("solved");
  request.set_note("Parcel was late.");
  request.set_request_id("r1");
  v1::CompleteWrapUpResponse first;
  ASSERT_TRUE(desks_->CompleteWrapUp(ApiSite::Context(agent_).get(), request, &first).ok());

  EXPECT_THAT(KeptAnswers(), Not(HasSubstr("Parcel")));
  v1::CompleteWrapUpResponse again;
  ASSERT_TRUE(desks_->CompleteWrapUp(ApiSite::Context(agent_).get(), request, &again).ok());
  EXPECT_EQ(again.wrap_up().note(), "Parcel was late.");
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
}

TEST_F(RequestIdTest, OfManyAtOnceOneIsDoneAndTheOthersGetItsAnswerOrAreToldToRepeat) {
  constexpr int kCallers = 8;
  v1::CreateCustomerRequest request;
  request.mutable_customer()->set_display_name("Erika");
  request.set_request_id("r1");
  std::vector<grpc::Status> statuses(kCallers);
  std::vector<v1::CreateCustomerResponse> answers(kCallers);
  std::vector<std::thread> callers;
  for (std::size_t i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      statuses[i] =
          customers_->CreateCustomer(ApiSite::Context(agent_).get(), request, &answers[i]);
    });
  }
  for (std::thread& caller : callers) caller.join();

  std::set<std::string> created;
  for (std::size_t i = 0; i < kCallers; ++i) {
    if (statuses[i].ok()) {
      created.insert(answers[i].customer().name());
    } else {
      EXPECT_EQ(ReasonOf(statuses[i]), "REQUEST_IN_PROGRESS");
      EXPECT_EQ(statuses[i].error_code(), grpc::StatusCode::ABORTED);
    }
  }
  v1::SearchCustomersRequest search;
  search.set_query("Erika");
  v1::SearchCustomersResponse found;
  ASSERT_TRUE(customers_->SearchCustomers(ApiSite::Context(agent_).get(), search, &found).ok());
  EXPECT_EQ(created.size(), 1U);
  EXPECT_EQ(found.customers_size(), 1);
}

}  // namespace
}  // namespace jackfield::grpc_api
