#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/customer_service.grpc.pb.h"
#include "jackfield/v1/desk_service.grpc.pb.h"
#include "jackfield/v1/interaction_service.grpc.pb.h"

#include "tests/support/api_site.h"
#include "tests/support/desk_client.h"
#include "tests/support/switch_client.h"

// Who calls, as a desk sees it: what is said of a caller is known at the next ring.
namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::ReasonOf;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kNumber = "+4930555777";
constexpr const char* kDevice = "PJSIP/1001";

class IdentificationTest : public testing::Test {
 protected:
  IdentificationTest()
      : customers_(v1::CustomerService::NewStub(site_.Connect())),
        desk_service_(v1::DeskService::NewStub(site_.Connect())),
        interactions_(v1::InteractionService::NewStub(site_.Connect())) {
    v1::Configuration configuration = ApiSite::SmallCentre();
    v1::AttachedValueConfiguration& account = *configuration.add_attached_values();
    account.set_name("account");
    account.set_label("Account");
    account.set_masked(true);
    account.set_external_id_system("crm");
    site_.Apply(configuration);
    agent_ = site_.SignIn("agent");
    supervisor_ = site_.SignIn("supervisor");
    desk_ = std::make_unique<test::DeskClient>(site_, agent_);
    desk_->Await(v1::WatchDeskResponse::kHeartbeat);
  }

  v1::CreateCustomerResponse Create(const std::string& name, const std::string& number = kNumber,
                                    const std::string& account = "", const std::string& role = "") {
    v1::CreateCustomerRequest request;
    v1::Customer& customer = *request.mutable_customer();
    customer.set_display_name(name);
    customer.set_role(role);
    customer.add_numbers()->mutable_number()->set_raw(number);
    if (!account.empty()) {
      customer.add_external_ids()->set_system("crm");
      customer.mutable_external_ids(0)->set_value(account);
    }
    v1::CreateCustomerResponse response;
    const grpc::Status status =
        customers_->CreateCustomer(ApiSite::Context(agent_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  std::string NameOfNew(const std::string& name) { return Create(name).customer().name(); }

  // The pop of the next call of the number. The call goes on.
  v1::Pop Ring(const std::string& number = kNumber) {
    call_ = "c" + std::to_string(++calls_);
    EXPECT_TRUE(pbx_.Wait(call_, number));
    EXPECT_TRUE(pbx_.RingAt(call_, kDevice));
    return desk_->Await(v1::WatchDeskResponse::kPopOpened).pop_opened();
  }
  void HangUp() { EXPECT_TRUE(pbx_.End(call_)); }
  // The same, with a caller who hangs up.
  v1::Caller CallerOfNextRing() {
    const v1::Pop pop = Ring();
    HangUp();
    return pop.caller();
  }
  bool Attach(const std::string& name, const std::string& value) {
    v1::CallEvent event;
    event.mutable_call_information()->set_call(call_);
    v1::AttachedValue& attached = *event.mutable_call_information()->add_attached();
    attached.set_name(name);
    attached.set_value(value);
    return pbx_.Publish(event).ok();
  }
  v1::Caller Choose(const v1::Pop& pop, const std::string& customer) {
    v1::ChooseCallerRequest request;
    request.set_call(pop.call());
    if (customer.empty()) {
      request.set_not_them(true);
    } else {
      request.set_customer(customer);
    }
    v1::ChooseCallerResponse response;
    const grpc::Status status =
        desk_service_->ChooseCaller(ApiSite::Context(agent_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.caller();
  }
  v1::Caller NotThem(const v1::Pop& pop) { return Choose(pop, ""); }
  bool Merge(const std::string& target, const std::string& duplicate) {
    v1::MergeCustomersRequest request;
    request.set_target(target);
    request.set_duplicate(duplicate);
    v1::MergeCustomersResponse response;
    return customers_->MergeCustomers(ApiSite::Context(supervisor_).get(), request, &response).ok();
  }
  bool Link(const std::string& customer, const std::string& number = kNumber) {
    v1::LinkNumberRequest request;
    request.set_customer(customer);
    request.mutable_number()->mutable_number()->set_raw(number);
    v1::LinkNumberResponse response;
    return customers_->LinkNumber(ApiSite::Context(agent_).get(), request, &response).ok();
  }
  int CallsOf(const std::string& customer) {
    v1::GetTimelineRequest request;
    request.set_customer(customer);
    v1::GetTimelineResponse response;
    const grpc::Status status =
        interactions_->GetTimeline(ApiSite::Context(agent_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.interactions_size();
  }
  std::vector<std::string> CandidatesOf(const v1::Caller& caller) {
    std::vector<std::string> names;
    for (const v1::CallerCandidate& each : caller.candidates()) names.push_back(each.customer());
    return names;
  }

  ApiSite site_;
  test::SwitchClient pbx_{site_};
  std::unique_ptr<v1::CustomerService::Stub> customers_;
  std::unique_ptr<v1::DeskService::Stub> desk_service_;
  std::unique_ptr<v1::InteractionService::Stub> interactions_;
  std::string agent_;
  std::string supervisor_;
  std::unique_ptr<test::DeskClient> desk_;
  std::string call_;
  int calls_ = 0;
};

TEST_F(IdentificationTest, NotThemMakesTheNextCallOneOfAnUnknownCallerUntilTheyAreLinkedAnew) {
  const std::string erika = NameOfNew("Erika");
  const v1::Pop pop = Ring();
  ASSERT_EQ(pop.caller().customer(), erika);

  const v1::Caller answer = NotThem(pop);
  HangUp();
  EXPECT_EQ(answer.customer(), "");
  EXPECT_EQ(answer.match(), v1::MATCH_KIND_DENIED);

  const v1::Caller next = CallerOfNextRing();
  EXPECT_EQ(next.customer(), "");
  EXPECT_EQ(next.match(), v1::MATCH_KIND_DENIED);
  EXPECT_EQ(next.candidate_count(), 0);

  ASSERT_TRUE(Link(erika));
  const v1::Caller last = CallerOfNextRing();
  EXPECT_EQ(last.customer(), erika);
  EXPECT_EQ(last.match(), v1::MATCH_KIND_EXACT);
}

TEST_F(IdentificationTest, NotThemAfterAChoiceIsDeniedAndTheChoiceIsTakenBack) {
  const std::string erika = NameOfNew("Erika");
  const std::string max = NameOfNew("Max");
  const v1::Pop pop = Ring();
  EXPECT_EQ(Choose(pop, max).match(), v1::MATCH_KIND_CHOSEN);

  EXPECT_EQ(NotThem(pop).match(), v1::MATCH_KIND_DENIED);
  HangUp();

  const v1::Caller next = CallerOfNextRing();
  EXPECT_EQ(next.customer(), erika) << "Max has left the candidates.";
  EXPECT_EQ(next.candidate_count(), 1);
}

TEST_F(IdentificationTest, WhoWasChosenIsKnownAtTheNextCallWithHowManyThereAre) {
  const std::string erika = NameOfNew("Erika");
  const std::string max = NameOfNew("Max");
  const v1::Pop pop = Ring();
  EXPECT_THAT(CandidatesOf(pop.caller()), testing::UnorderedElementsAre(erika, max));
  Choose(pop, max);
  HangUp();

  const v1::Caller next = CallerOfNextRing();

  EXPECT_EQ(next.customer(), max);
  EXPECT_EQ(next.match(), v1::MATCH_KIND_CONFIRMED_BEFORE);
  EXPECT_EQ(next.candidate_count(), 2);
}

TEST_F(IdentificationTest, AChoiceFollowsAMergeAndALiveScreenToo) {
  const std::string erika = NameOfNew("Erika");
  const std::string max = NameOfNew("Max");
  const v1::Pop pop = Ring();
  Choose(pop, max);
  ASSERT_TRUE(Merge(erika, max));

  v1::GetDeskResponse desk;
  ASSERT_TRUE(desk_service_->GetDesk(ApiSite::Context(agent_).get(), {}, &desk).ok());
  HangUp();

  ASSERT_EQ(desk.desk().pops_size(), 1);
  EXPECT_EQ(desk.desk().pops(0).caller().customer(), erika);
  EXPECT_EQ(CallerOfNextRing().customer(), erika);

  v1::UnmergeCustomerRequest request;
  request.set_name(max);
  v1::UnmergeCustomerResponse response;
  ASSERT_TRUE(
      customers_->UnmergeCustomer(ApiSite::Context(supervisor_).get(), request, &response).ok());
  EXPECT_EQ(response.customer().name(), max);
  EXPECT_EQ(response.target().name(), erika);
  EXPECT_EQ(CallerOfNextRing().customer(), max);
}

TEST_F(IdentificationTest, CandidatesWhoWereMergedMeanwhileAreOneOnALiveScreen) {
  const std::string erika = NameOfNew("Erika");
  const std::string max = NameOfNew("Max");
  Ring();
  ASSERT_TRUE(Merge(erika, max));

  v1::GetDeskResponse desk;
  ASSERT_TRUE(desk_service_->GetDesk(ApiSite::Context(agent_).get(), {}, &desk).ok());

  ASSERT_EQ(desk.desk().pops_size(), 1);
  EXPECT_EQ(desk.desk().pops(0).caller().customer(), erika);
  EXPECT_THAT(CandidatesOf(desk.desk().pops(0).caller()), IsEmpty());
}

TEST_F(IdentificationTest, TheOrderOfCandidatesIsThatOfTheAgentWhoIsOfferedTheCall) {
  const std::string erika = NameOfNew("Erika");
  const std::string max = NameOfNew("Max");
  ASSERT_TRUE(Link(erika, "+4930555001"));
  ASSERT_TRUE(Link(max, "+4930555002"));
  Ring("+4930555001");
  ASSERT_TRUE(pbx_.Answer(call_, kDevice));
  HangUp();
  Ring("+4930555002");
  HangUp();

  const v1::Pop to_agent = Ring();
  test::DeskClient ben(site_, site_.SignIn("ben"));
  ben.Await(v1::WatchDeskResponse::kHeartbeat);
  ASSERT_TRUE(pbx_.RingAt(call_, "PJSIP/1002"));
  const v1::Pop to_ben = ben.Await(v1::WatchDeskResponse::kPopOpened).pop_opened();

  EXPECT_THAT(CandidatesOf(to_agent.caller()), ElementsAre(erika, max));
  EXPECT_EQ(to_agent.caller().candidates(0).reason(), v1::CANDIDATE_REASON_SAME_AGENT);
  EXPECT_THAT(CandidatesOf(to_ben.caller()), ElementsAre(max, erika));
  EXPECT_EQ(to_ben.caller().candidates(0).reason(), v1::CANDIDATE_REASON_LAST_CONTACT);
  EXPECT_TRUE(to_ben.caller().candidates(0).has_last_contact_time());
}

TEST_F(IdentificationTest, ACandidateWithARoleStandsFirstWhenNothingElseIsKnown) {
  NameOfNew("Erika");
  const std::string max = Create("Max", kNumber, "", "purchasing manager").customer().name();

  const v1::Caller caller = CallerOfNextRing();

  ASSERT_EQ(caller.candidates_size(), 2);
  EXPECT_EQ(caller.candidates(0).customer(), max);
  EXPECT_EQ(caller.candidates(0).role(), "purchasing manager");
  EXPECT_EQ(caller.candidates(0).reason(), v1::CANDIDATE_REASON_ROLE);
}

TEST_F(IdentificationTest, ACustomerWhoIsCreatedLaterHasTheEarlierCalls) {
  Ring();
  HangUp();
  Ring();
  HangUp();

  const v1::CreateCustomerResponse created = Create("Erika");

  EXPECT_EQ(created.claimed_interaction_count(), 2);
  EXPECT_EQ(CallsOf(created.customer().name()), 2);
  const v1::Pop pop = Ring();
  EXPECT_EQ(pop.calls_today_count(), 3);
  EXPECT_EQ(pop.recent_interactions_size(), 2);
}

TEST_F(IdentificationTest, AnAccountNumberIdentifiesWhoeverTheNumberBelongsTo) {
  NameOfNew("Erika");
  const std::string max = Create("Max", "+4930555000", "4711").customer().name();
  const v1::Pop pop = Ring();
  ASSERT_NE(pop.caller().customer(), max);

  ASSERT_TRUE(Attach("account", "4711"));
  const v1::Pop updated = desk_->Await(v1::WatchDeskResponse::kPopUpdated).pop_updated();

  EXPECT_EQ(updated.caller().customer(), max);
  EXPECT_EQ(updated.caller().match(), v1::MATCH_KIND_ATTACHED_ID);
  ASSERT_EQ(updated.attached_size(), 1);
  EXPECT_TRUE(updated.attached(0).masked());
  EXPECT_EQ(updated.attached(0).value(), "") << "What is masked is not shown.";
}

TEST_F(IdentificationTest, AnAccountNumberOfNobodyChangesNothing) {
  const std::string erika = NameOfNew("Erika");
  Ring();

  ASSERT_TRUE(Attach("account", "no such"));

  EXPECT_EQ(desk_->Await(v1::WatchDeskResponse::kPopUpdated).pop_updated().caller().customer(),
            erika);
}

TEST_F(IdentificationTest, CallsAreListedByTheirNumberHoweverItIsWritten) {
  Ring();
  HangUp();
  Ring("+4930555000");
  HangUp();
  const auto listed = [this](const std::string& number) {
    v1::ListInteractionsRequest request;
    request.mutable_filter()->set_number(number);
    v1::ListInteractionsResponse response;
    const grpc::Status status =
        interactions_->ListInteractions(ApiSite::Context(supervisor_).get(), request, &response);
    return status.ok() ? std::to_string(response.interactions_size()) : ReasonOf(status);
  };

  EXPECT_EQ(listed(kNumber), "1");
  EXPECT_EQ(listed("030 555777"), "1");
  EXPECT_EQ(listed("0049 30 555-777"), "1");
  EXPECT_EQ(listed("+4930555778"), "0");
  EXPECT_EQ(listed("anonymous"), "FIELD_INVALID");
  EXPECT_EQ(listed(std::string(65, '1')), "FIELD_INVALID");
}

}  // namespace
}  // namespace jackfield::grpc_api
