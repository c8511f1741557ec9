#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/customer_service.grpc.pb.h"

#include "tests/support/api_site.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::ReasonOf;
using testing::ElementsAre;

// One stream of ImportCustomers.
//
// Thread safety: none; one per test.
class ImportClient {
 public:
  ImportClient(v1::CustomerService::Stub& stub, const std::string& secret, const std::string& id,
               bool dry_run = false)
      : context_(ApiSite::Context(secret)), stream_(stub.ImportCustomers(context_.get())) {
    v1::ImportCustomersRequest request;
    request.mutable_options()->set_import_id(id);
    request.mutable_options()->set_dry_run(dry_run);
    stream_->Write(request);
  }

  // Sends a row for each name in one message; an empty name is at fault.
  void Send(const std::vector<std::pair<int, std::string>>& rows) {
    v1::ImportCustomersRequest request;
    for (const auto& [line, name] : rows) {
      v1::CustomerImportRow& row = *request.mutable_rows()->add_rows();
      row.set_line(line);
      row.mutable_customer()->set_display_name(name);
      row.mutable_customer()->add_numbers()->mutable_number()->set_raw("+49309018" +
                                                                       std::to_string(1000 + line));
    }
    stream_->Write(request);
  }

  // Reads until the server has dealt with a message more: there is something to say about it.
  v1::ImportCustomersResponse Read() {
    v1::ImportCustomersResponse response;
    stream_->Read(&response);
    return response;
  }

  // Ends the stream; `summary` is the last message.
  grpc::Status End() {
    stream_->WritesDone();
    return Rest();
  }
  grpc::Status Rest() {
    v1::ImportCustomersResponse response;
    while (stream_->Read(&response)) {
      if (response.has_start()) start = response.start();
      if (response.has_rejected_row()) refused.push_back(response.rejected_row().line());
      if (response.has_duplicate_row()) duplicates.push_back(response.duplicate_row());
      if (response.has_summary()) summary = response.summary();
    }
    return stream_->Finish();
  }
  void Break() {
    context_->TryCancel();
    static_cast<void>(Rest());
  }

  v1::CustomerImportStart start;
  std::vector<std::int64_t> refused;
  std::vector<v1::DuplicateImportRow> duplicates;
  v1::CustomerImportSummary summary;

 private:
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::ImportCustomersRequest, v1::ImportCustomersResponse>>
      stream_;
};

class CustomerImportTest : public testing::Test {
 protected:
  CustomerImportTest()
      : stub_(v1::CustomerService::NewStub(site_.Connect())), token_(site_.TokenOf("")) {}

  std::int64_t Count() { return site_.store().customers().Count().value(); }

  ApiSite site_;
  std::unique_ptr<v1::CustomerService::Stub> stub_;
  std::string token_;
};

TEST_F(CustomerImportTest, AnImportThatBrokeOffGoesOnAndTellsAgainWhatItRefused) {
  ImportClient first(*stub_, token_, "file-1");
  first.Send({{2, "Ana"}, {3, ""}});
  EXPECT_TRUE(first.Read().has_start());
  EXPECT_EQ(first.Read().rejected_row().line(), 3);
  first.Break();

  // The broken stream may live for a moment.
  std::unique_ptr<ImportClient> second;
  do {
    second = std::make_unique<ImportClient>(*stub_, token_, "file-1");
    second->Send({{2, "Ana"}, {3, ""}, {4, "Ben"}, {5, ""}});
  } while (ReasonOf(second->End()) == "IMPORT_IN_PROGRESS");

  EXPECT_EQ(second->start.done_line(), 3);
  EXPECT_EQ(second->start.done_summary().created_count(), 1);
  EXPECT_EQ(second->start.done_summary().rejected_count(), 1);
  EXPECT_THAT(second->refused, ElementsAre(3, 5));
  EXPECT_EQ(second->summary.row_count(), 4);
  EXPECT_EQ(second->summary.created_count(), 2);
  EXPECT_EQ(Count(), 2);
}

TEST_F(CustomerImportTest, AnImportWithoutAnIdBeginsAnew) {
  for (int i = 0; i < 2; ++i) {
    ImportClient client(*stub_, token_, "");
    client.Send({{2, "Ana"}});
    EXPECT_TRUE(client.End().ok());
    EXPECT_EQ(client.start.done_line(), 0);
  }

  EXPECT_EQ(Count(), 2);
}

TEST_F(CustomerImportTest, TheSameImportRunsOnOneStream) {
  ImportClient first(*stub_, token_, "file-1");
  EXPECT_TRUE(first.Read().has_start());
  ImportClient second(*stub_, token_, "file-1");
  ImportClient other(*stub_, token_, "file-2");
  ImportClient of_another(*stub_, site_.SignIn("admin"), "file-1");

  const grpc::Status refused = second.Rest();

  EXPECT_EQ(refused.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(ReasonOf(refused), "IMPORT_IN_PROGRESS");
  EXPECT_TRUE(other.End().ok());
  EXPECT_TRUE(of_another.End().ok());
  EXPECT_TRUE(first.End().ok());
}

TEST_F(CustomerImportTest, LinesOfAnImportThatMayGoOnMustGrow) {
  ImportClient client(*stub_, token_, "file-1");
  client.Send({{2, "Ana"}, {2, "Ben"}});

  EXPECT_EQ(ReasonOf(client.Rest()), "FIELD_INVALID");
  EXPECT_EQ(Count(), 0);
}

TEST_F(CustomerImportTest, AnImportIdOfOtherSignsIsRefused) {
  EXPECT_EQ(ReasonOf(ImportClient(*stub_, token_, "no spaces").Rest()), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(ImportClient(*stub_, token_, std::string(65, 'a')).Rest()), "FIELD_INVALID");
  EXPECT_TRUE(ImportClient(*stub_, token_, std::string(64, 'a')).End().ok());
}

TEST_F(CustomerImportTest, RowsThatMayBeOfSomebodyElseAreKeptAndTold) {
  ImportClient first(*stub_, token_, "");
  first.Send({{2, "Ana Vidal"}});
  ASSERT_TRUE(first.End().ok());

  ImportClient second(*stub_, token_, "");
  second.Send({{2, "VIDAL, Ana"}, {3, "Ben"}});
  ASSERT_TRUE(second.End().ok());

  ASSERT_EQ(second.duplicates.size(), 1U);
  EXPECT_EQ(second.duplicates[0].line(), 2);
  EXPECT_EQ(second.duplicates[0].duplicate().display_name(), "Ana Vidal");
  EXPECT_EQ(second.duplicates[0].duplicate().reason(),
            v1::PossibleDuplicate::REASON_NUMBER_AND_NAME);
  EXPECT_EQ(second.summary.possible_duplicate_count(), 1);
  EXPECT_EQ(second.summary.created_count(), 2);
}

TEST_F(CustomerImportTest, ADryRunWritesNothingAndLeavesNothingToGoOnAfter) {
  ImportClient rehearsal(*stub_, token_, "file-1", true);
  rehearsal.Send({{2, "Ana"}});
  ASSERT_TRUE(rehearsal.End().ok());
  ImportClient client(*stub_, token_, "file-1");
  ASSERT_TRUE(client.End().ok());

  EXPECT_EQ(rehearsal.summary.created_count(), 1);
  EXPECT_TRUE(rehearsal.summary.dry_run());
  EXPECT_EQ(client.start.done_line(), 0);
  EXPECT_EQ(Count(), 0);
}

TEST_F(CustomerImportTest, PagesOfAListHoldAllCustomersOnceAndTheFirstSaysHowMany) {
  ImportClient client(*stub_, token_, "");
  client.Send({{2, "Ana"}, {3, "Ben"}, {4, "Cleo"}});
  ASSERT_TRUE(client.End().ok());
  v1::ListCustomersRequest request;
  request.set_page_size(2);
  v1::ListCustomersResponse first;
  v1::ListCustomersResponse second;

  ASSERT_TRUE(stub_->ListCustomers(ApiSite::Context(token_).get(), request, &first).ok());
  request.set_page_token(first.next_page_token());
  ASSERT_TRUE(stub_->ListCustomers(ApiSite::Context(token_).get(), request, &second).ok());

  EXPECT_EQ(first.total_count(), 3);
  EXPECT_EQ(first.customers_size(), 2);
  EXPECT_EQ(second.total_count(), 0);
  ASSERT_EQ(second.customers_size(), 1);
  EXPECT_LT(first.customers(0).name(), first.customers(1).name());
  EXPECT_LT(first.customers(1).name(), second.customers(0).name());
  EXPECT_EQ(second.next_page_token(), "");
}

TEST_F(CustomerImportTest, WhoIsAboutToBeCreatedIsComparedWithThoseWhoAreThere) {
  const std::string agent = site_.SignIn("agent");
  v1::CreateCustomerRequest create;
  create.mutable_customer()->set_display_name("Ana Vidal");
  create.mutable_customer()->add_email_addresses("ana@example.org");
  v1::CreateCustomerResponse created;
  v1::CreateCustomerResponse again;
  v1::FindDuplicatesRequest find;
  find.mutable_customer()->add_email_addresses("ANA@example.org");
  v1::FindDuplicatesResponse found;
  v1::FindDuplicatesResponse of_others;

  ASSERT_TRUE(stub_->CreateCustomer(ApiSite::Context(agent).get(), create, &created).ok());
  ASSERT_TRUE(stub_->FindDuplicates(ApiSite::Context(agent).get(), find, &found).ok());
  find.mutable_customer()->set_name(created.customer().name());
  ASSERT_TRUE(stub_->FindDuplicates(ApiSite::Context(agent).get(), find, &of_others).ok());
  ASSERT_TRUE(stub_->CreateCustomer(ApiSite::Context(agent).get(), create, &again).ok());

  EXPECT_EQ(created.possible_duplicates_size(), 0);
  ASSERT_EQ(found.possible_duplicates_size(), 1);
  EXPECT_EQ(found.possible_duplicates(0).customer(), created.customer().name());
  EXPECT_EQ(found.possible_duplicates(0).reason(), v1::PossibleDuplicate::REASON_EMAIL_ADDRESS);
  EXPECT_EQ(of_others.possible_duplicates_size(), 0);
  ASSERT_EQ(again.possible_duplicates_size(), 1);
  EXPECT_EQ(again.possible_duplicates(0).customer(), created.customer().name());
}

TEST_F(CustomerImportTest, NothingToCompareIsRefused) {
  v1::FindDuplicatesResponse response;

  const grpc::Status status = stub_->FindDuplicates(ApiSite::Context(site_.SignIn("agent")).get(),
                                                    v1::FindDuplicatesRequest(), &response);

  EXPECT_EQ(ReasonOf(status), "FIELD_INVALID");
}

}  // namespace
}  // namespace jackfield::grpc_api
