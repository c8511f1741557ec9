#include <chrono>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/interaction_service.grpc.pb.h"
#include "jackfield/v1/report_service.grpc.pb.h"
#include "jackfield/v1/session_service.grpc.pb.h"
#include "jackfield/v1/supervision_service.grpc.pb.h"
#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "server/ports/accounts.h"
#include "server/security/tokens.h"
#include "tests/support/api_site.h"
#include "tests/support/desk_client.h"
#include "tests/support/switch_client.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::ReasonOf;
using testing::ElementsAre;

class FloorTest : public testing::Test {
 protected:
  FloorTest() {
    site_.Apply(ApiSite::SmallCentre());
    agent_ = site_.SignIn("agent");
    supervisor_ = site_.SignIn("supervisor");
  }

  v1::BoardSnapshot GetBoard(const std::string& secret) {
    const auto stub = v1::SupervisionService::NewStub(site_.Connect());
    v1::GetBoardResponse response;
    const grpc::Status status = stub->GetBoard(ApiSite::Context(secret).get(), {}, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.board();
  }

  // The agent takes a call that ends, and completes the wrap-up.
  void TakeACall() {
    test::DeskClient desk(site_, agent_);
    desk.Await(v1::WatchDeskResponse::kHeartbeat);
    ASSERT_TRUE(pbx_.Wait("c1", "+4930901820"));
    ASSERT_TRUE(pbx_.RingAt("c1", "PJSIP/1001"));
    ASSERT_TRUE(pbx_.Answer("c1", "PJSIP/1001"));
    ASSERT_TRUE(pbx_.End("c1"));
    const std::string call =
        desk.Await(v1::WatchDeskResponse::kWrapUpOpened).wrap_up_opened().call();
    const auto stub = v1::DeskService::NewStub(site_.Connect());
    v1::CompleteWrapUpRequest request;
    request.set_call(call);
    request.set_disposition("solved");
    request.set_note("Parcel was late.");
    v1::CompleteWrapUpResponse response;
    const grpc::Status status =
        stub->CompleteWrapUp(ApiSite::Context(agent_).get(), request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    const v1::WrapUp closed = desk.Await(v1::WatchDeskResponse::kWrapUpClosed).wrap_up_closed();
    EXPECT_EQ(closed.state(), v1::WrapUp::STATE_COMPLETED);
    EXPECT_EQ(closed.note(), "Parcel was late.");
  }

  ApiSite site_;
  test::SwitchClient pbx_{site_};
  std::string agent_;
  std::string supervisor_;
};

TEST_F(FloorTest, TheBoardShowsWhoWaits) {
  ASSERT_TRUE(pbx_.Wait("c1", "+4930901820"));

  const v1::BoardSnapshot board = GetBoard(supervisor_);

  ASSERT_EQ(board.queues_size(), 1);
  EXPECT_EQ(board.queues(0).queue().name(), "queues/sales");
  EXPECT_EQ(board.queues(0).waiting_count(), 1);
  EXPECT_EQ(board.queues(0).interval_counts().offered_count(), 1);
  ASSERT_EQ(board.waiting_calls_size(), 1);
  EXPECT_EQ(board.waiting_calls(0).number().e164(), "+4930901820");
  EXPECT_EQ(board.agents_size(), 2);
  EXPECT_TRUE(board.sources(0).has_last_event_time());
  EXPECT_EQ(board.site().time_zone(), "UTC");
  EXPECT_EQ(board.site().not_ready_reasons(0).label(), "Lunch");
}

TEST_F(FloorTest, TheBoardShowsWhoTalksAndWhatAgentsDidToday) {
  ASSERT_TRUE(pbx_.Wait("c1", "+4930901820"));
  ASSERT_TRUE(pbx_.RingAt("c1", "PJSIP/1001"));
  ASSERT_TRUE(pbx_.Answer("c1", "PJSIP/1001"));
  const v1::BoardSnapshot talking = GetBoard(supervisor_);
  ASSERT_TRUE(pbx_.End("c1"));
  const v1::BoardSnapshot over = GetBoard(supervisor_);

  ASSERT_EQ(talking.queues_size(), 1);
  EXPECT_EQ(talking.queues(0).talking_count(), 1);
  EXPECT_EQ(over.queues(0).talking_count(), 0);
  ASSERT_EQ(talking.agents(0).agent(), "agents/agent");
  EXPECT_TRUE(talking.agents(0).has_call_since_time());
  EXPECT_EQ(talking.agents(0).call_queue(), "queues/sales");
  EXPECT_EQ(over.agents(0).day_counts().answered_count(), 1);
  EXPECT_EQ(over.agents(0).day_counts().handled_count(), 1);
}

TEST_F(FloorTest, AnalystsAndTheWallDoNotSeeWhoWaits) {
  ASSERT_TRUE(pbx_.Wait("c1", "+4930901820"));

  const v1::BoardSnapshot analyst = GetBoard(site_.SignIn("analyst"));
  const v1::BoardSnapshot wall = GetBoard(site_.TokenOf("", "kiosk"));

  ASSERT_EQ(analyst.waiting_calls_size(), 1);
  EXPECT_FALSE(analyst.waiting_calls(0).has_number());
  ASSERT_EQ(wall.waiting_calls_size(), 1);
  EXPECT_FALSE(wall.waiting_calls(0).has_number());
}

TEST_F(FloorTest, ABoardOnTheWallNamesNobody) {
  const v1::BoardSnapshot board = GetBoard(site_.TokenOf("", "kiosk"));

  ASSERT_EQ(board.agents_size(), 2);
  EXPECT_EQ(board.agents(0).display_name(), "");
}

TEST_F(FloorTest, AWatchedBoardBeginsWithASnapshotAndGoesOnWithDeltas) {
  const auto stub = v1::SupervisionService::NewStub(site_.Connect());
  const auto context = ApiSite::Context(supervisor_);
  const auto reader = stub->WatchBoard(context.get(), {});
  v1::WatchBoardResponse message;
  bool complete = false;
  while (!complete && reader->Read(&message)) complete = message.snapshot_complete();

  ASSERT_TRUE(pbx_.Wait("c1", "+4930901820"));
  int waiting = 0;
  while (waiting == 0 && reader->Read(&message)) {
    if (message.has_delta()) waiting = message.delta().waiting_calls_size();
  }
  ASSERT_TRUE(pbx_.End("c1"));
  int removed = 0;
  while (removed == 0 && reader->Read(&message)) {
    if (message.has_delta()) removed = message.delta().removed_waiting_calls_size();
  }
  context->TryCancel();
  while (reader->Read(&message)) continue;

  EXPECT_TRUE(complete);
  EXPECT_EQ(waiting, 1);
  EXPECT_EQ(removed, 1);
}

TEST_F(FloorTest, LiveCallsAreListedAndGotByName) {
  ASSERT_TRUE(pbx_.Wait("c1", "+4930901820"));
  const auto stub = v1::SupervisionService::NewStub(site_.Connect());
  v1::ListCallsResponse list;
  ASSERT_TRUE(stub->ListCalls(ApiSite::Context(supervisor_).get(), {}, &list).ok());
  ASSERT_EQ(list.calls_size(), 1);
  v1::GetCallRequest request;
  request.set_name(list.calls(0).name());
  v1::GetCallResponse got;
  ASSERT_TRUE(stub->GetCall(ApiSite::Context(supervisor_).get(), request, &got).ok());
  request.set_name("calls/none");
  const grpc::Status none = stub->GetCall(ApiSite::Context(supervisor_).get(), request, &got);

  EXPECT_EQ(list.calls(0).state(), v1::Call::STATE_WAITING);
  EXPECT_EQ(list.calls(0).source(), "sources/pbx");
  EXPECT_EQ(list.calls(0).caller().number().e164(), "+4930901820");
  EXPECT_EQ(ReasonOf(none), "CALL_NOT_FOUND");
}

TEST_F(FloorTest, TheBoardShowsTheRoundTripThatADeskTells) {
  test::DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  const auto sessions = v1::SessionService::NewStub(site_.Connect());
  v1::WhoAmIRequest request;
  request.mutable_round_trip_duration()->set_nanos(35'000'000);
  v1::WhoAmIResponse response;

  const bool without = GetBoard(supervisor_).agents(0).has_desk_round_trip_duration();
  ASSERT_TRUE(sessions->WhoAmI(ApiSite::Context(agent_).get(), request, &response).ok());
  const v1::BoardSnapshot board = GetBoard(supervisor_);

  EXPECT_FALSE(without);
  EXPECT_EQ(board.agents(0).agent(), "agents/agent");
  EXPECT_EQ(board.agents(0).desk_round_trip_duration().nanos(), 35'000'000);
  EXPECT_FALSE(board.agents(1).has_desk_round_trip_duration());
  EXPECT_EQ(site_.metrics().CountOf("jackfield_client_rtt_seconds"), 1U);
}

TEST_F(FloorTest, ASupervisorChangesTheStateOfAnAgent) {
  const auto stub = v1::SupervisionService::NewStub(site_.Connect());
  v1::ChangeAgentStateRequest request;
  request.set_agent("agents/agent");
  request.set_state(v1::AgentStatus::STATE_NOT_READY);
  request.set_reason("lunch");
  v1::ChangeAgentStateResponse response;
  test::DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);

  const grpc::Status status =
      stub->ChangeAgentState(ApiSite::Context(supervisor_).get(), request, &response);
  const v1::AgentStatus told =
      desk.Await(v1::WatchDeskResponse::kAgentChanged).agent_changed().status();
  const v1::BoardSnapshot board = GetBoard(supervisor_);

  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.status().state(), v1::AgentStatus::STATE_NOT_READY);
  EXPECT_EQ(response.status().reason(), "lunch");
  EXPECT_EQ(response.status().cause(), v1::AgentStatus::CAUSE_SUPERVISOR);
  EXPECT_EQ(told.reason(), "lunch");
  EXPECT_EQ(told.cause(), v1::AgentStatus::CAUSE_SUPERVISOR);
  EXPECT_EQ(board.agents(0).status().cause(), v1::AgentStatus::CAUSE_SUPERVISOR);
}

TEST_F(FloorTest, NotReadyMayBeWithoutAReasonButNotWithAnUnknownOne) {
  const auto desk = v1::DeskService::NewStub(site_.Connect());
  const auto floor = v1::SupervisionService::NewStub(site_.Connect());
  v1::SetAgentStateRequest own;
  own.set_state(v1::AgentStatus::STATE_NOT_READY);
  v1::ChangeAgentStateRequest other;
  other.set_agent("agents/agent");
  other.set_state(v1::AgentStatus::STATE_NOT_READY);
  v1::SetAgentStateResponse set;
  v1::ChangeAgentStateResponse changed;

  const grpc::Status plain = desk->SetAgentState(ApiSite::Context(agent_).get(), own, &set);
  own.set_reason("holiday");
  const grpc::Status unknown = desk->SetAgentState(ApiSite::Context(agent_).get(), own, &set);
  other.set_reason("holiday");
  const grpc::Status unknown_too =
      floor->ChangeAgentState(ApiSite::Context(supervisor_).get(), other, &changed);

  EXPECT_TRUE(plain.ok()) << plain.error_message();
  EXPECT_EQ(set.status().state(), v1::AgentStatus::STATE_NOT_READY);
  EXPECT_EQ(set.status().reason(), "");
  EXPECT_EQ(ReasonOf(unknown), "NOT_READY_REASON_UNKNOWN");
  EXPECT_EQ(ReasonOf(unknown_too), "NOT_READY_REASON_UNKNOWN");
}

TEST_F(FloorTest, ACallThatWasTakenStandsInReportAndLog) {
  TakeACall();
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
      std::chrono::system_clock::now().time_since_epoch());
  v1::GetQueueReportRequest request;
  request.mutable_start_time()->set_seconds(now.count() - 3'600);
  request.mutable_end_time()->set_seconds(now.count() + 3'600);
  const auto reports = v1::ReportService::NewStub(site_.Connect());
  v1::GetQueueReportResponse report;
  ASSERT_TRUE(reports->GetQueueReport(ApiSite::Context(supervisor_).get(), request, &report).ok());
  const auto interactions = v1::InteractionService::NewStub(site_.Connect());
  v1::ListInteractionsResponse list;
  ASSERT_TRUE(interactions->ListInteractions(ApiSite::Context(agent_).get(), {}, &list).ok());

  ASSERT_EQ(report.rows_size(), 1);
  EXPECT_EQ(report.rows(0).queue(), "queues/sales");
  EXPECT_EQ(report.rows(0).counts().offered_count(), 1);
  EXPECT_EQ(report.rows(0).counts().answered_count(), 1);
  EXPECT_DOUBLE_EQ(report.rows(0).ratios().service_levels().abandons_negative_ratio(), 1.0);
  EXPECT_TRUE(report.rows(0).open());
  ASSERT_EQ(list.interactions_size(), 1);
  EXPECT_EQ(list.interactions(0).call().result(), v1::CALL_RESULT_ANSWERED);
  EXPECT_EQ(list.interactions(0).disposition_label(), "Solved");
  EXPECT_EQ(list.interactions(0).note(), "Parcel was late.");
}

TEST_F(FloorTest, ACallNamesTheTicketsThatItBelongsTo) {
  TakeACall();
  const auto stub = v1::InteractionService::NewStub(site_.Connect());
  v1::ListInteractionsResponse list;
  ASSERT_TRUE(stub->ListInteractions(ApiSite::Context(supervisor_).get(), {}, &list).ok());
  ASSERT_EQ(list.interactions_size(), 1);
  EXPECT_EQ(list.interactions(0).tickets_size(), 0);
  v1::CreateTicketRequest create;
  create.mutable_ticket()->set_subject("Late parcel");
  create.set_interaction(list.interactions(0).name());
  v1::CreateTicketResponse created;
  const auto tickets = v1::TicketService::NewStub(site_.Connect());
  ASSERT_TRUE(tickets->CreateTicket(ApiSite::Context(supervisor_).get(), create, &created).ok());

  v1::ListInteractionsResponse after;
  ASSERT_TRUE(stub->ListInteractions(ApiSite::Context(supervisor_).get(), {}, &after).ok());
  EXPECT_THAT(after.interactions(0).tickets(), ElementsAre(created.ticket().name()));
  v1::GetInteractionRequest get;
  get.set_name(list.interactions(0).name());
  v1::GetInteractionResponse whole;
  ASSERT_TRUE(stub->GetInteraction(ApiSite::Context(supervisor_).get(), get, &whole).ok());
  EXPECT_THAT(whole.interaction().tickets(), ElementsAre(created.ticket().name()));

  const std::string blind =
      security::SecretText(site_.store().random().Bytes(security::kSecretBytes));
  TokenRecord token;
  token.id = std::string(32, 'b');
  token.secret_hash = security::SecretHash(blind);
  token.role = "integration";
  token.customers_allowed = true;
  ASSERT_TRUE(site_.store().accounts().SaveToken(token));
  ASSERT_TRUE(stub->ListInteractions(ApiSite::Context(blind).get(), {}, &after).ok());
  ASSERT_TRUE(stub->GetInteraction(ApiSite::Context(blind).get(), get, &whole).ok());
  ASSERT_EQ(after.interactions_size(), 1);
  EXPECT_EQ(after.interactions(0).tickets_size(), 0) << "may not list tickets";
  EXPECT_EQ(whole.interaction().tickets_size(), 0);
}

TEST_F(FloorTest, InteractionsAreListedByDirectionResultAndDisposition) {
  TakeACall();
  const auto stub = v1::InteractionService::NewStub(site_.Connect());
  const auto count = [&](const v1::InteractionFilter& filter) {
    v1::ListInteractionsRequest request;
    *request.mutable_filter() = filter;
    v1::ListInteractionsResponse response;
    const grpc::Status status =
        stub->ListInteractions(ApiSite::Context(supervisor_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.interactions_size();
  };
  v1::InteractionFilter fits;
  fits.set_direction(v1::DIRECTION_INBOUND);
  fits.add_call_results(v1::CALL_RESULT_ABANDONED);
  fits.add_call_results(v1::CALL_RESULT_ANSWERED);
  fits.set_disposition("solved");
  v1::InteractionFilter outbound;
  outbound.set_direction(v1::DIRECTION_OUTBOUND);
  v1::InteractionFilter abandoned;
  abandoned.add_call_results(v1::CALL_RESULT_ABANDONED);
  v1::InteractionFilter callback;
  callback.set_disposition("callback");

  EXPECT_EQ(count(fits), 1);
  EXPECT_EQ(count(outbound), 0);
  EXPECT_EQ(count(abandoned), 0);
  EXPECT_EQ(count(callback), 0);
}

TEST_F(FloorTest, ANoteThatComesLateDoesNotReplaceANewerOne) {
  test::DeskClient desk(site_, agent_);
  desk.Await(v1::WatchDeskResponse::kHeartbeat);
  ASSERT_TRUE(pbx_.Wait("c1", "+4930901820"));
  ASSERT_TRUE(pbx_.RingAt("c1", "PJSIP/1001"));
  ASSERT_TRUE(pbx_.Answer("c1", "PJSIP/1001"));
  ASSERT_TRUE(pbx_.End("c1"));
  const std::string call = desk.Await(v1::WatchDeskResponse::kWrapUpOpened).wrap_up_opened().call();
  const auto stub = v1::DeskService::NewStub(site_.Connect());
  const auto save = [&](const std::string& note, std::int64_t revision,
                        v1::SaveWrapUpNoteResponse& response) {
    v1::SaveWrapUpNoteRequest request;
    request.set_call(call);
    request.set_note(note);
    request.set_note_revision(revision);
    return stub->SaveWrapUpNote(ApiSite::Context(agent_).get(), request, &response);
  };
  v1::SaveWrapUpNoteResponse newer;
  v1::SaveWrapUpNoteResponse late;
  v1::SaveWrapUpNoteResponse none;

  ASSERT_TRUE(save("Parcel was late.", 2, newer).ok());
  ASSERT_TRUE(save("Parcel", 1, late).ok());
  const grpc::Status without = save("Parcel was", 0, none);
  v1::GetDeskResponse now;
  ASSERT_TRUE(stub->GetDesk(ApiSite::Context(agent_).get(), {}, &now).ok());

  EXPECT_EQ(newer.note_revision(), 2);
  EXPECT_EQ(late.note_revision(), 2);
  EXPECT_EQ(ReasonOf(without), "FIELD_INVALID");
  ASSERT_EQ(now.desk().wrap_ups_size(), 1);
  EXPECT_EQ(now.desk().wrap_ups(0).note(), "Parcel was late.");
  EXPECT_EQ(now.desk().wrap_ups(0).note_revision(), 2);
}

TEST_F(FloorTest, AReportEndsAfterItBegins) {
  const auto stub = v1::ReportService::NewStub(site_.Connect());
  v1::GetAgentReportRequest request;
  request.mutable_start_time()->set_seconds(1'000);
  request.mutable_end_time()->set_seconds(1'000);
  v1::GetAgentReportResponse response;

  const grpc::Status status =
      stub->GetAgentReport(ApiSite::Context(supervisor_).get(), request, &response);

  EXPECT_EQ(ReasonOf(status), "TIME_RANGE_INVALID");
}

}  // namespace
}  // namespace jackfield::grpc_api
