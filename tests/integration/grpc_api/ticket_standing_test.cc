#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/customer_service.grpc.pb.h"
#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "tests/support/api_site.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;

constexpr int kSilver = 1;
constexpr int kGold = 2;

// The small centre, to which customers of the tiers "silver" and "gold" are worth something.
v1::Configuration Centre() {
  v1::Configuration centre = ApiSite::SmallCentre();
  centre.mutable_routing_rules()->add_tier_bonuses()->set_tier("silver");
  centre.mutable_routing_rules()->add_tier_bonuses()->set_tier("gold");
  return centre;
}

class TicketStandingTest : public testing::Test {
 protected:
  TicketStandingTest()
      : tickets_(v1::TicketService::NewStub(site_.Connect())),
        customers_(v1::CustomerService::NewStub(site_.Connect())) {
    site_.Apply(Centre());
    agent_ = site_.SignIn("agent");
    chief_ = site_.SignIn("supervisor");
  }

  // The new customer's name.
  std::string CreateCustomer(const std::string& display_name, const std::string& tier) {
    v1::CreateCustomerRequest request;
    request.mutable_customer()->set_display_name(display_name);
    request.mutable_customer()->set_tier(tier);
    v1::CreateCustomerResponse created;
    EXPECT_TRUE(customers_->CreateCustomer(ApiSite::Context(agent_).get(), request, &created).ok());
    return created.customer().name();
  }

  void SetTier(const std::string& customer, const std::string& tier) {
    v1::UpdateCustomerRequest request;
    request.mutable_customer()->set_name(customer);
    request.mutable_customer()->set_tier(tier);
    v1::UpdateCustomerResponse updated;
    EXPECT_TRUE(customers_->UpdateCustomer(ApiSite::Context(agent_).get(), request, &updated).ok());
  }

  void Merge(const std::string& target, const std::string& duplicate) {
    v1::MergeCustomersRequest request;
    request.set_target(target);
    request.set_duplicate(duplicate);
    v1::MergeCustomersResponse merged;
    EXPECT_TRUE(customers_->MergeCustomers(ApiSite::Context(chief_).get(), request, &merged).ok());
  }

  void Unmerge(const std::string& duplicate) {
    v1::UnmergeCustomerRequest request;
    request.set_name(duplicate);
    v1::UnmergeCustomerResponse apart;
    EXPECT_TRUE(customers_->UnmergeCustomer(ApiSite::Context(chief_).get(), request, &apart).ok());
  }

  // The one customer of the file, whom another system knows as 1.
  void Import(const std::string& tier) {
    const auto context = ApiSite::Context(importer_);
    const auto stream = customers_->ImportCustomers(context.get());
    v1::ImportCustomersRequest request;
    request.mutable_options()->set_import_id("");
    stream->Write(request);
    v1::Customer& erika = *request.mutable_rows()->add_rows()->mutable_customer();
    erika.set_display_name("Erika");
    erika.set_tier(tier);
    v1::ExternalId& id = *erika.add_external_ids();
    id.set_system("crm");
    id.set_value("1");
    stream->Write(request);
    stream->WritesDone();
    v1::ImportCustomersResponse response;
    while (stream->Read(&response)) {
    }
    EXPECT_TRUE(stream->Finish().ok());
  }

  v1::Ticket TicketOf(const std::string& customer) {
    v1::CreateTicketRequest request;
    request.mutable_ticket()->set_subject("Late");
    request.mutable_ticket()->set_customer(customer);
    v1::CreateTicketResponse created;
    EXPECT_TRUE(tickets_->CreateTicket(ApiSite::Context(chief_).get(), request, &created).ok());
    return created.ticket();
  }

  // What its customer is worth, as an act answers that comes after all before it.
  int TierAfter(const v1::Ticket& ticket, v1::Ticket::State state) {
    v1::SetTicketStateRequest request;
    request.set_ticket(ticket.name());
    request.set_state(state);
    v1::SetTicketStateResponse changed;
    EXPECT_TRUE(tickets_->SetTicketState(ApiSite::Context(chief_).get(), request, &changed).ok());
    return changed.ticket().customer_tier();
  }

  ApiSite site_;
  std::unique_ptr<v1::TicketService::Stub> tickets_;
  std::unique_ptr<v1::CustomerService::Stub> customers_;
  std::string agent_;
  std::string chief_;
  std::string importer_ = site_.TokenOf("");
};

TEST_F(TicketStandingTest, ATicketFollowsWhatItsCustomerIsWorthLater) {
  const std::string erika = CreateCustomer("Erika", "gold");
  const v1::Ticket ticket = TicketOf(erika);

  SetTier(erika, "silver");

  EXPECT_EQ(TierAfter(ticket, v1::Ticket::STATE_OPEN), kSilver);
}

TEST_F(TicketStandingTest, ATicketOfADuplicateFollowsWhatTheTwoAreTogetherAndApartAgain) {
  const std::string erika = CreateCustomer("Erika", "gold");
  const std::string duplicate = CreateCustomer("E. Muster", "silver");
  const v1::Ticket ticket = TicketOf(duplicate);
  EXPECT_EQ(ticket.customer_tier(), kSilver);

  Merge(erika, duplicate);
  EXPECT_EQ(TierAfter(ticket, v1::Ticket::STATE_OPEN), kGold);

  Unmerge(duplicate);
  EXPECT_EQ(TierAfter(ticket, v1::Ticket::STATE_PENDING), kSilver);
}

TEST_F(TicketStandingTest, ATicketOfADuplicateFollowsALaterChangeOfWhomItWasMergedInto) {
  const std::string erika = CreateCustomer("Erika", "silver");
  const std::string duplicate = CreateCustomer("E. Muster", "silver");
  const v1::Ticket ticket = TicketOf(duplicate);
  Merge(erika, duplicate);

  SetTier(erika, "gold");

  EXPECT_EQ(TierAfter(ticket, v1::Ticket::STATE_OPEN), kGold);
}

TEST_F(TicketStandingTest, ATicketFollowsAnImportThatChangesWhatItsCustomerIsWorth) {
  Import("silver");
  const v1::Ticket ticket =
      TicketOf("customers/" + site_.store().customers().GetByExternalId("crm", "1").value().name);
  EXPECT_EQ(ticket.customer_tier(), kSilver);

  Import("gold");

  EXPECT_EQ(TierAfter(ticket, v1::Ticket::STATE_OPEN), kGold);
}

}  // namespace
}  // namespace jackfield::grpc_api
