#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/customer_service.grpc.pb.h"

#include "tests/support/api_site.h"
#include "tests/support/desk_client.h"
#include "tests/support/switch_client.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::ReasonOf;

class CustomersTest : public testing::Test {
 protected:
  CustomersTest() : stub_(v1::CustomerService::NewStub(site_.Connect())) {
    site_.Apply(ApiSite::SmallCentre());
    agent_ = site_.SignIn("agent");
  }

  v1::Customer Create(const std::string& name, const std::string& number,
                      const std::string& request_id = "") {
    v1::CreateCustomerRequest request;
    request.mutable_customer()->set_display_name(name);
    request.mutable_customer()->add_numbers()->mutable_number()->set_raw(number);
    request.set_request_id(request_id);
    v1::CreateCustomerResponse response;
    const grpc::Status status =
        stub_->CreateCustomer(ApiSite::Context(agent_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.customer();
  }

  ApiSite site_;
  std::unique_ptr<v1::CustomerService::Stub> stub_;
  std::string agent_;
};

TEST_F(CustomersTest, ACustomerIsFoundByNameAndByNumber) {
  const v1::Customer erika = Create("Erika Mustermann", "+49 30 901820");
  const auto found = [this](const std::string& query) {
    v1::SearchCustomersRequest request;
    request.set_query(query);
    v1::SearchCustomersResponse response;
    EXPECT_TRUE(stub_->SearchCustomers(ApiSite::Context(agent_).get(), request, &response).ok());
    return response.customers_size() == 1 ? response.customers(0).name() : std::string();
  };

  EXPECT_EQ(erika.numbers(0).number().e164(), "+4930901820");
  EXPECT_EQ(found("muster"), erika.name());
  EXPECT_EQ(found("901820"), erika.name());
}

TEST_F(CustomersTest, EmailAddressesAreKeptChangedAndFound) {
  v1::CreateCustomerRequest create;
  create.mutable_customer()->set_display_name("Erika");
  create.mutable_customer()->add_email_addresses("erika@example.org");
  create.mutable_customer()->add_email_addresses("erika@example.org");
  v1::CreateCustomerResponse created;
  ASSERT_TRUE(stub_->CreateCustomer(ApiSite::Context(agent_).get(), create, &created).ok());
  v1::UpdateCustomerRequest update;
  update.mutable_customer()->set_name(created.customer().name());
  update.mutable_customer()->add_email_addresses("muster@example.com");
  v1::UpdateCustomerResponse updated;
  ASSERT_TRUE(stub_->UpdateCustomer(ApiSite::Context(agent_).get(), update, &updated).ok());
  v1::GetCustomerRequest get;
  get.set_name(created.customer().name());
  v1::GetCustomerResponse got;
  ASSERT_TRUE(stub_->GetCustomer(ApiSite::Context(agent_).get(), get, &got).ok());
  v1::SearchCustomersRequest search;
  search.set_query("muster@example.com");
  v1::SearchCustomersResponse found;
  ASSERT_TRUE(stub_->SearchCustomers(ApiSite::Context(agent_).get(), search, &found).ok());

  EXPECT_THAT(created.customer().email_addresses(), testing::ElementsAre("erika@example.org"));
  EXPECT_THAT(updated.customer().email_addresses(), testing::ElementsAre("muster@example.com"));
  EXPECT_THAT(got.customer().email_addresses(), testing::ElementsAre("muster@example.com"));
  ASSERT_EQ(found.customers_size(), 1);
  EXPECT_EQ(found.customers(0).name(), created.customer().name());
}

TEST_F(CustomersTest, WhatIsNoEmailAddressIsRefused) {
  for (const char* text : {"erika", "@example.org", "erika@", "a b@example.org", "a@b,c@d", ""}) {
    v1::CreateCustomerRequest request;
    request.mutable_customer()->set_display_name("Erika");
    request.mutable_customer()->add_email_addresses(text);
    v1::CreateCustomerResponse response;
    const grpc::Status status =
        stub_->CreateCustomer(ApiSite::Context(agent_).get(), request, &response);
    EXPECT_EQ(ReasonOf(status), "FIELD_INVALID") << text;
  }
}

TEST_F(CustomersTest, SearchesWithFewerThanThreeSignsOrTooManyInAMinuteAreRefused) {
  const auto search = [this](const std::string& query) {
    v1::SearchCustomersRequest request;
    request.set_query(query);
    v1::SearchCustomersResponse response;
    return stub_->SearchCustomers(ApiSite::Context(agent_).get(), request, &response);
  };

  EXPECT_EQ(ReasonOf(search(" er ")), "FIELD_INVALID");
  EXPECT_TRUE(search("伟").ok());
  for (int i = 1; i < 30; ++i) ASSERT_TRUE(search("erika").ok());
  const grpc::Status throttled = search("erika");

  EXPECT_EQ(throttled.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(throttled), "SEARCH_THROTTLED");
}

TEST_F(CustomersTest, ACustomerIsCreatedOnceForEachRequestId) {
  EXPECT_EQ(Create("Erika", "+4930901820", "r1").name(),
            Create("Erika", "+4930901820", "r1").name());
}

TEST_F(CustomersTest, AChangeMadeMeanwhileIsNotOverwritten) {
  const v1::Customer erika = Create("Erika", "+4930901820");
  v1::UpdateCustomerRequest request;
  request.mutable_customer()->set_name(erika.name());
  request.mutable_customer()->set_etag(erika.etag());
  request.mutable_customer()->set_company("Huaxin");
  v1::UpdateCustomerResponse first;
  ASSERT_TRUE(stub_->UpdateCustomer(ApiSite::Context(agent_).get(), request, &first).ok());

  v1::UpdateCustomerResponse second;
  const grpc::Status status =
      stub_->UpdateCustomer(ApiSite::Context(agent_).get(), request, &second);

  EXPECT_EQ(first.customer().company(), "Huaxin");
  EXPECT_EQ(first.customer().numbers(0).number().e164(), "+4930901820");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(ReasonOf(status), "ETAG_MISMATCH");
}

TEST_F(CustomersTest, ANewNumberOfACustomerIsKnownAtTheNextCall) {
  const v1::Customer erika = Create("Erika", "+4930901820");
  test::SwitchClient pbx(site_);
  test::DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  ASSERT_TRUE(pbx.Wait("c1", "+4930555777"));
  ASSERT_TRUE(pbx.RingAt("c1", "PJSIP/1001"));
  const v1::Pop unknown = desk.Await(v1::WatchDeskResponse::kPopOpened).pop_opened();

  v1::LinkNumberRequest link;
  link.set_customer(erika.name());
  link.mutable_number()->mutable_number()->set_raw("+4930555777");
  v1::LinkNumberResponse linked;
  ASSERT_TRUE(stub_->LinkNumber(ApiSite::Context(agent_).get(), link, &linked).ok());
  ASSERT_TRUE(pbx.End("c1"));
  ASSERT_TRUE(pbx.Wait("c2", "+4930555777"));
  ASSERT_TRUE(pbx.RingAt("c2", "PJSIP/1001"));
  const v1::Pop known = desk.Await(v1::WatchDeskResponse::kPopOpened).pop_opened();

  EXPECT_EQ(unknown.caller().customer(), "");
  EXPECT_EQ(known.caller().customer(), erika.name());
}

// Calls come from one number, one after the other; each shows who the server takes the caller for.
class CallerAtTheNextRingTest : public CustomersTest {
 protected:
  static constexpr const char* kNumber = "+4930555777";

  CallerAtTheNextRingTest() { desk_.Await(v1::WatchDeskResponse::kHeartbeat); }

  // The name of the customer whose pop the next call opens; empty: nobody known.
  std::string CallerOfNextRing() {
    const std::string call = "c" + std::to_string(++calls_);
    EXPECT_TRUE(pbx_.Wait(call, kNumber));
    EXPECT_TRUE(pbx_.RingAt(call, "PJSIP/1001"));
    const v1::Pop pop = desk_.Await(v1::WatchDeskResponse::kPopOpened).pop_opened();
    EXPECT_TRUE(pbx_.End(call));
    return pop.caller().customer();
  }
  void Import(const std::string& name) {
    const auto context = ApiSite::Context(site_.TokenOf(""));
    const auto stream = stub_->ImportCustomers(context.get());
    v1::ImportCustomersRequest request;
    request.mutable_options();
    stream->Write(request);
    v1::Customer& customer = *request.mutable_rows()->add_rows()->mutable_customer();
    customer.set_display_name(name);
    customer.add_numbers()->mutable_number()->set_raw(kNumber);
    stream->Write(request);
    stream->WritesDone();
    v1::ImportCustomersResponse response;
    while (stream->Read(&response)) continue;
    EXPECT_TRUE(stream->Finish().ok());
  }

  test::SwitchClient pbx_{site_};
  test::DeskClient desk_{site_, agent_};
  int calls_ = 0;
};

TEST_F(CallerAtTheNextRingTest, IsACustomerWhoWasCreatedAfterTheFirstCall) {
  EXPECT_EQ(CallerOfNextRing(), "");

  const v1::Customer erika = Create("Erika", kNumber);

  EXPECT_EQ(CallerOfNextRing(), erika.name());
}

TEST_F(CallerAtTheNextRingTest, IsACustomerWhoWasImportedAfterTheFirstCall) {
  EXPECT_EQ(CallerOfNextRing(), "");

  Import("Erika");

  EXPECT_NE(CallerOfNextRing(), "");
}

TEST_F(CallerAtTheNextRingTest, IsACustomerWhoseUpdateBroughtTheNumber) {
  const v1::Customer erika = Create("Erika", "+4930901820");
  EXPECT_EQ(CallerOfNextRing(), "");

  v1::UpdateCustomerRequest update;
  update.mutable_customer()->set_name(erika.name());
  update.mutable_customer()->add_numbers()->mutable_number()->set_raw(kNumber);
  v1::UpdateCustomerResponse updated;
  ASSERT_TRUE(stub_->UpdateCustomer(ApiSite::Context(agent_).get(), update, &updated).ok());

  EXPECT_EQ(CallerOfNextRing(), erika.name());
}

TEST_F(CallerAtTheNextRingTest, IsNobodyOnceTheNumberWasUnlinked) {
  const v1::Customer erika = Create("Erika", kNumber);
  EXPECT_EQ(CallerOfNextRing(), erika.name());

  v1::UnlinkNumberRequest unlink;
  unlink.set_customer(erika.name());
  unlink.set_number(kNumber);
  v1::UnlinkNumberResponse unlinked;
  ASSERT_TRUE(stub_->UnlinkNumber(ApiSite::Context(agent_).get(), unlink, &unlinked).ok());

  EXPECT_EQ(CallerOfNextRing(), "");
}

TEST_F(CallerAtTheNextRingTest, IsTheCustomerIntoWhomTheCallerWasMerged) {
  const v1::Customer erika = Create("Erika", "+4930901820");
  const v1::Customer twin = Create("E. Muster", kNumber);
  EXPECT_EQ(CallerOfNextRing(), twin.name());

  v1::MergeCustomersRequest merge;
  merge.set_target(erika.name());
  merge.set_duplicate(twin.name());
  v1::MergeCustomersResponse merged;
  const std::string supervisor = site_.SignIn("supervisor");
  ASSERT_TRUE(stub_->MergeCustomers(ApiSite::Context(supervisor).get(), merge, &merged).ok());

  EXPECT_EQ(CallerOfNextRing(), erika.name());
}

TEST_F(CustomersTest, AMergedCustomerSaysIntoWhich) {
  const v1::Customer erika = Create("Erika", "+4930901820");
  const v1::Customer twin = Create("E. Muster", "+4930901821");
  v1::MergeCustomersRequest request;
  request.set_target(erika.name());
  request.set_duplicate(twin.name());
  v1::MergeCustomersResponse merged;
  ASSERT_TRUE(
      stub_->MergeCustomers(ApiSite::Context(site_.SignIn("supervisor")).get(), request, &merged)
          .ok());

  v1::GetCustomerRequest get;
  get.set_name(twin.name());
  v1::GetCustomerResponse got;
  ASSERT_TRUE(stub_->GetCustomer(ApiSite::Context(agent_).get(), get, &got).ok());

  EXPECT_EQ(merged.customer().numbers_size(), 2);
  EXPECT_EQ(got.customer().merged_into(), erika.name());
}

TEST_F(CustomersTest, AnImportTellsRefusedRowsAndCountsAndRepeatedChangesNothing) {
  v1::CustomerImportSummary summaries[2];
  std::vector<std::int64_t> refused;
  for (v1::CustomerImportSummary& summary : summaries) {
    const auto context = ApiSite::Context(site_.TokenOf(""));
    const auto stream = stub_->ImportCustomers(context.get());
    v1::ImportCustomersRequest request;
    request.mutable_options()->set_default_region_code("DE");
    stream->Write(request);
    for (int line = 2; line <= 4; ++line) {
      v1::CustomerImportRow& row = *request.mutable_rows()->add_rows();
      row.set_line(line);
      row.mutable_customer()->set_display_name("Customer " + std::to_string(line));
      row.mutable_customer()->add_numbers()->mutable_number()->set_raw(
          line == 3 ? "no number" : "03090182" + std::to_string(line));
      v1::ExternalId& id = *row.mutable_customer()->add_external_ids();
      id.set_system("crm");
      id.set_value(std::to_string(line));
    }
    stream->Write(request);
    stream->WritesDone();
    v1::ImportCustomersResponse response;
    while (stream->Read(&response)) {
      if (response.has_rejected_row()) refused.push_back(response.rejected_row().line());
      if (response.has_summary()) summary = response.summary();
    }
    ASSERT_TRUE(stream->Finish().ok());
  }

  EXPECT_THAT(refused, testing::ElementsAre(3, 3));
  EXPECT_EQ(summaries[0].row_count(), 3);
  EXPECT_EQ(summaries[0].created_count(), 2);
  EXPECT_EQ(summaries[0].rejected_count(), 1);
  EXPECT_EQ(summaries[1].created_count(), 0);
  EXPECT_EQ(summaries[1].updated_count(), 0);
  EXPECT_EQ(summaries[1].unchanged_count(), 2);
}

TEST_F(CustomersTest, AnImportBeginsWithOptions) {
  const auto context = ApiSite::Context(site_.TokenOf(""));
  const auto stream = stub_->ImportCustomers(context.get());

  v1::ImportCustomersRequest request;
  request.mutable_rows();
  stream->Write(request);
  v1::ImportCustomersResponse response;
  EXPECT_FALSE(stream->Read(&response));

  EXPECT_EQ(ReasonOf(stream->Finish()), "IMPORT_OPTIONS_REQUIRED");
}

}  // namespace
}  // namespace jackfield::grpc_api
