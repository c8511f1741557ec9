#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/admin_service.grpc.pb.h"
#include "jackfield/v1/saved_view_service.grpc.pb.h"

#include "tests/support/api_site.h"

// `SavedViewService`, with the store and the API as they are.
namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::FieldOf;
using test::ReasonOf;
using testing::ElementsAre;
using testing::IsEmpty;
using Stub = v1::SavedViewService::Stub;

class SavedViewsTest : public testing::Test {
 protected:
  SavedViewsTest() : stub_(v1::SavedViewService::NewStub(site_.Connect())) {
    agent_ = site_.SignIn("agent");
    chief_ = site_.SignIn("supervisor");
    admin_ = site_.SignIn("admin");
  }

  // Calls the method; the status of the call is kept in `status_`.
  template <typename Request, typename Response>
  Response Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               const Request& request, const std::string& secret) {
    Response response;
    status_ = ((*stub_).*method)(ApiSite::Context(secret).get(), request, &response);
    return response;
  }

  static v1::CreateSavedViewRequest New(const std::string& name, bool shared = false) {
    v1::CreateSavedViewRequest request;
    request.mutable_saved_view()->set_display_name(name);
    request.mutable_saved_view()->set_shared(shared);
    request.mutable_saved_view()->mutable_filter()->set_breached(true);
    return request;
  }

  v1::SavedView Create(const v1::CreateSavedViewRequest& request, const std::string& secret) {
    return Ask(&Stub::CreateSavedView, request, secret).saved_view();
  }

  std::vector<std::string> NamesFor(const std::string& secret) {
    std::vector<std::string> names;
    const v1::ListSavedViewsResponse response =
        Ask(&Stub::ListSavedViews, v1::ListSavedViewsRequest(), secret);
    for (const auto& view : response.saved_views()) names.push_back(view.display_name());
    return names;
  }

  v1::SavedView Rename(const v1::SavedView& view, const std::string& name,
                       const std::string& secret) {
    v1::UpdateSavedViewRequest request;
    *request.mutable_saved_view() = view;
    request.mutable_saved_view()->set_display_name(name);
    request.mutable_update_mask()->add_paths("display_name");
    return Ask(&Stub::UpdateSavedView, request, secret).saved_view();
  }

  v1::SavedView Share(const v1::SavedView& view, bool shared, const std::string& secret) {
    v1::UpdateSavedViewRequest request;
    request.mutable_saved_view()->set_name(view.name());
    request.mutable_saved_view()->set_shared(shared);
    request.mutable_update_mask()->add_paths("shared");
    return Ask(&Stub::UpdateSavedView, request, secret).saved_view();
  }

  void Delete(const std::string& name, const std::string& secret, const std::string& etag = "") {
    v1::DeleteSavedViewRequest request;
    request.set_name(name);
    request.set_etag(etag);
    Ask(&Stub::DeleteSavedView, request, secret);
  }

  // Who did what, as the audit trail has it.
  std::vector<std::string> AuditedActs() {
    std::vector<std::string> acts;
    const auto read = site_.store().database().Read([&](sqlite::Connection& connection) -> Status {
      auto found = connection.Prepare(
          "SELECT actor || ' ' || action || ' ' || detail FROM audit "
          "WHERE action LIKE 'saved_views.%' ORDER BY rowid");
      while (found.Step()) acts.push_back(found.Value<std::string>());
      return {};
    });
    EXPECT_TRUE(read);
    return acts;
  }

  ApiSite site_;
  std::unique_ptr<Stub> stub_;
  std::string agent_;
  std::string chief_;
  std::string admin_;
  grpc::Status status_;
};

TEST_F(SavedViewsTest, AViewIsThereAfterARestart) {
  const v1::SavedView view = Create(New("Breached"), agent_);
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  site_.Restart();
  stub_ = v1::SavedViewService::NewStub(site_.Connect());

  const auto response = Ask(&Stub::ListSavedViews, {}, agent_);

  ASSERT_EQ(response.saved_views_size(), 1);
  EXPECT_EQ(response.saved_views(0).name(), view.name());
  EXPECT_EQ(response.saved_views(0).owner(), "users/agent");
  EXPECT_TRUE(response.saved_views(0).filter().breached());
  EXPECT_TRUE(response.saved_views(0).changeable());
}

TEST_F(SavedViewsTest, APrivateViewIsTheOwnersAlone) {
  const v1::SavedView view = Create(New("Mine"), agent_);

  EXPECT_THAT(NamesFor(chief_), IsEmpty());
  Rename(view, "Yours", chief_);
  EXPECT_EQ(ReasonOf(status_), "SAVED_VIEW_NOT_FOUND");
  Delete(view.name(), admin_);
  EXPECT_EQ(ReasonOf(status_), "SAVED_VIEW_NOT_FOUND");
  EXPECT_THAT(NamesFor(agent_), ElementsAre("Mine"));
}

TEST_F(SavedViewsTest, SharedViewsAreMadeAndChangedBySupervisorsAndAdmins) {
  Create(New("Ours", true), agent_);
  EXPECT_EQ(ReasonOf(status_), "SAVED_VIEW_SHARED");
  const v1::SavedView view = Create(New("Ours", true), chief_);
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_TRUE(view.changeable());

  const auto seen = Ask(&Stub::ListSavedViews, {}, agent_);
  ASSERT_EQ(seen.saved_views_size(), 1);
  EXPECT_FALSE(seen.saved_views(0).changeable());
  Rename(view, "Theirs", agent_);
  EXPECT_EQ(ReasonOf(status_), "SAVED_VIEW_SHARED");
  Delete(view.name(), agent_);
  EXPECT_EQ(ReasonOf(status_), "SAVED_VIEW_SHARED");

  Rename(view, "Theirs", admin_);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_THAT(NamesFor(agent_), ElementsAre("Theirs"));
  Delete(view.name(), admin_);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_THAT(NamesFor(agent_), IsEmpty());
}

TEST_F(SavedViewsTest, AnAgentSharesNoViewAndOnlyItsOwnerTakesASharedOneBack) {
  const v1::SavedView mine = Create(New("Mine"), agent_);
  Share(mine, true, agent_);
  EXPECT_EQ(ReasonOf(status_), "SAVED_VIEW_SHARED");
  const v1::SavedView ours = Create(New("Ours", true), chief_);

  Share(ours, false, admin_);
  EXPECT_EQ(ReasonOf(status_), "SAVED_VIEW_OF_ANOTHER");
  const v1::SavedView back = Share(ours, false, chief_);

  EXPECT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_FALSE(back.shared());
  EXPECT_THAT(NamesFor(admin_), IsEmpty());
}

TEST_F(SavedViewsTest, TheSameRequestAgainSavesOneView) {
  v1::CreateSavedViewRequest request = New("Mine");
  request.set_request_id("r1");

  const v1::SavedView first = Create(request, agent_);
  const v1::SavedView again = Create(request, agent_);

  EXPECT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(again.name(), first.name());
  EXPECT_THAT(NamesFor(agent_), ElementsAre("Mine"));
}

TEST_F(SavedViewsTest, TheSameDeletionAgainIsAnsweredAsTheFirst) {
  const v1::SavedView view = Create(New("Mine"), agent_);
  v1::DeleteSavedViewRequest request;
  request.set_name(view.name());
  request.set_request_id("r1");

  Ask(&Stub::DeleteSavedView, request, agent_);
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  Ask(&Stub::DeleteSavedView, request, agent_);

  EXPECT_TRUE(status_.ok()) << status_.error_message();
}

TEST_F(SavedViewsTest, ANameIsTakenOnce) {
  Create(New("Mine"), agent_);
  Create(New("Mine"), agent_);

  EXPECT_EQ(ReasonOf(status_), "SAVED_VIEW_EXISTS");
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::ALREADY_EXISTS);
}

TEST_F(SavedViewsTest, AChangeMadeMeanwhileIsNotOverwritten) {
  const v1::SavedView view = Create(New("Mine"), agent_);
  const v1::SavedView renamed = Rename(view, "Mine too", agent_);
  EXPECT_EQ(renamed.etag(), "2");

  Rename(view, "Other", agent_);
  EXPECT_EQ(ReasonOf(status_), "ETAG_MISMATCH");
  Delete(view.name(), agent_, view.etag());
  EXPECT_EQ(ReasonOf(status_), "ETAG_MISMATCH");
  EXPECT_THAT(NamesFor(agent_), ElementsAre("Mine too"));
}

TEST_F(SavedViewsTest, WhatIsWrongIsNamedByField) {
  v1::CreateSavedViewRequest request = New("Mine");
  request.mutable_saved_view()->mutable_filter()->set_owner("ana");

  Create(request, agent_);

  EXPECT_EQ(ReasonOf(status_), "FIELD_INVALID");
  EXPECT_EQ(FieldOf(status_), "saved_view.filter.owner");
}

TEST_F(SavedViewsTest, EachChangeIsInTheAuditTrail) {
  const v1::SavedView view = Create(New("Ours", true), chief_);
  Rename(view, "Theirs", admin_);
  Delete(view.name(), chief_);

  EXPECT_THAT(AuditedActs(),
              ElementsAre("supervisor saved_views.create shared", "admin saved_views.update shared",
                          "supervisor saved_views.delete shared"));
}

TEST_F(SavedViewsTest, ADeletedUserLeavesNothingButSharedViews) {
  Create(New("Mine"), chief_);
  Create(New("Ours", true), chief_);
  v1::DeleteUserRequest request;
  request.set_name("users/supervisor");
  v1::DeleteUserResponse response;
  const auto admins = v1::AdminService::NewStub(site_.Connect());
  ASSERT_TRUE(admins->DeleteUser(ApiSite::Context(admin_).get(), request, &response).ok());

  const auto left = site_.store().saved_views().ListFor("supervisor").value();

  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].display_name, "Ours");
}

}  // namespace
}  // namespace jackfield::grpc_api
