#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "jackfield/v1/admin_service.grpc.pb.h"
#include "jackfield/v1/supervision_service.grpc.pb.h"

#include "tests/integration/grpc_api/ticket_fixture.h"
#include "tests/support/board_client.h"

// One ticket from the call that brings it to its end, with routing, service level, store and API as
// they are. It lives through the weekend in which Berlin sets its clocks forward: on Friday and
// Saturday Berlin is an hour ahead of UTC, on Monday two. All times are in UTC.
namespace jackfield::grpc_api {
namespace {

using testing::ElementsAreArray;

constexpr Duration kTick{1};

// "agent" takes the calls. The tickets of "support" want German, which ben and chen know.
constexpr const char* kCentre = R"(
  queues { queue_id: "sales" display_name: "Sales" wrap_up_duration { seconds: 300 }
           source_queues { source_id: "pbx" queue: "sales" } }
  queues { queue_id: "support" display_name: "Support"
           accept_deadline_duration { seconds: 30 }
           rings { skills { skill: "german" level_min: 50 } } }
  queues { queue_id: "escalations" display_name: "Escalations" }
  agents { login: "agent" display_name: "Anna" device_patterns: "PJSIP/1001"
           queues { queue_id: "support" } skills { skill: "german" level: 49 } }
  agents { login: "ben" display_name: "Ben"
           queues { queue_id: "support" } skills { skill: "german" level: 80 } }
  agents { login: "chen" display_name: "Chen" queues { queue_id: "support" }
           queues { queue_id: "escalations" } skills { skill: "german" level: 50 } }
  dispositions { code: "complaint" label: "Customer complains" }
  calendars {
    calendar_id: "office" time_zone: "Europe/Berlin"
    weekly_hours {
      weekdays: [WEEKDAY_MONDAY, WEEKDAY_TUESDAY, WEEKDAY_WEDNESDAY, WEEKDAY_THURSDAY,
                 WEEKDAY_FRIDAY]
      hours { open: "08:00" close: "18:00" }
    }
    weekly_hours { weekdays: WEEKDAY_SATURDAY hours { open: "09:00" close: "13:00" } }
  }
  ticket_plan {
    reopen_day_count: 3
    sla_policies {
      policy_id: "office" calendar_id: "office" warn_percent: 50
      first_response_duration { seconds: 3600 }
      next_response_duration { seconds: 3600 }
      resolution_duration { seconds: 43200 }
      on_warning { action: ACTION_NOTIFY_OWNER }
      on_warning { action: ACTION_NOTIFY_WATCHERS }
      on_breach { action: ACTION_RAISE_PRIORITY }
      on_breach { action: ACTION_MOVE_QUEUE queue_id: "escalations" }
      on_breach { action: ACTION_NOTIFY_WATCHERS }
      on_breach { action: ACTION_HAND_TO_SUPERVISORS }
    }
    triggers { cause: CAUSE_DISPOSITION disposition: "complaint" type: TYPE_COMPLAINT
               ticket_queue_id: "support" }
  })";

class TicketLifeTest : public TicketFixture {
 protected:
  void SetUp() override {
    v1::CreateUserRequest chen;
    chen.mutable_user()->set_login("chen");
    chen.mutable_user()->set_display_name("Chen");
    chen.mutable_user()->add_roles(v1::ROLE_AGENT);
    chen.set_password(test::ApiSite::kPassword);
    Ask<v1::AdminService>(&v1::AdminService::Stub::CreateUser, chen, "admin");
    Apply(kCentre);
    Customer erika;
    erika.display_name = "Erika Mustermann";
    erika.numbers.push_back({.raw = "+4930901820", .e164 = "+4930901820"});
    erika_ = "customers/" + site_.store().customers().Create(erika, std::nullopt)->name;
    // The longer somebody has waited for work, the earlier they are asked.
    GoTo("2026-03-27 11:00");
    for (const char* login : {"agent", "chen", "ben"}) {
      OpenDesk(login);
      BeReady(login);
      GoTo(clock_.WallNow() + Duration{60'000});
    }
    GoTo("2026-03-27 11:58");
  }

  // The customer calls; the agent is shown who it is, and answers.
  v1::Pop TakeCall(const std::string& call) {
    EXPECT_TRUE(pbx_->Wait(call, "+4930901820"));
    EXPECT_TRUE(pbx_->RingAt(call, "PJSIP/1001"));
    const v1::Pop pop = desk("agent").Await(Message::kPopOpened).pop_opened();
    EXPECT_TRUE(pbx_->Answer(call, "PJSIP/1001"));
    return pop;
  }

  void SetState(const std::string& login, v1::Ticket::State state, const std::string& why) {
    v1::SetTicketStateRequest request;
    request.set_ticket(ticket_);
    request.set_state(state);
    request.set_comment(why);
    Ask<Tickets>(&Tickets::Stub::SetTicketState, request, login);
  }

  v1::ListAlertsResponse Alerts() {
    return Ask<v1::SupervisionService>(&v1::SupervisionService::Stub::ListAlerts,
                                       v1::ListAlertsRequest(), "supervisor");
  }

  // What the agent's desk shows that was not seen yet.
  std::vector<v1::WorkNotice> Notices(const std::string& login) {
    const auto shown = Ask<Desks>(&Desks::Stub::GetDesk, v1::GetDeskRequest(), login);
    return {shown.desk().notices().begin(), shown.desk().notices().end()};
  }

  v1::Ticket Ticket() { return Get(ticket_); }
  std::string Resolution() { return Stands(Ticket(), Clock::KIND_RESOLUTION); }

  // From 12:00 on Friday, when it was made: chen lets it pass, ben takes it and answers.
  void IsRoutedToWhoHasTheSkill() {
    v1::SetTicketWatchRequest watch;
    watch.set_ticket(ticket_);
    Ask<Tickets>(&Tickets::Stub::SetTicketWatch, watch, "agent");
    const v1::WorkOffer first = AwaitOffer("chen");
    EXPECT_EQ(first.ticket().name(), ticket_);
    GoTo(fakes::Utc("2026-03-27 12:00:30") - kTick);
    EXPECT_EQ(Ticket().owner(), "");
    GoTo("2026-03-27 12:00:30");
    const auto passed = desk("chen").Await(Message::kWorkOfferClosed).work_offer_closed();
    EXPECT_EQ(passed.name(), first.name());
    EXPECT_EQ(passed.reason(), v1::WorkOfferClosed::REASON_DEADLINE);

    Accept(AwaitOffer("ben"), "ben");
    EXPECT_EQ(Ticket().owner(), "agents/ben");
    EXPECT_EQ(Ticket().state(), v1::Ticket::STATE_OPEN);
    GoTo("2026-03-27 12:10");
    v1::CommentTicketRequest answer;
    answer.set_ticket(ticket_);
    answer.set_text("We look for it.");
    answer.set_visibility(v1::TicketEntry::VISIBILITY_PUBLIC);
    Ask<Tickets>(&Tickets::Stub::CommentTicket, answer, "ben");
    EXPECT_EQ(Stands(Ticket(), Clock::KIND_FIRST_RESPONSE), "STATE_MET until nothing");
  }

  // 5 of its 12 hours are Friday's, 4 Saturday's; half of them are over at 9:00 on Saturday.
  void IsWarnedOf() {
    EXPECT_EQ(Resolution(), "STATE_RUNNING until 2026-03-30 09:00");
    GoTo(fakes::Utc("2026-03-28 09:00") - kTick);
    EXPECT_EQ(Resolution(), "STATE_RUNNING until 2026-03-30 09:00");
    GoTo("2026-03-28 09:00");
    EXPECT_EQ(Resolution(), "STATE_RUNNING warned until 2026-03-30 09:00");
    EXPECT_EQ(AwaitNotice("ben", v1::WorkNotice::KIND_CLOCK_WARNING).ticket().name(), ticket_);
    EXPECT_EQ(AwaitNotice("agent", v1::WorkNotice::KIND_CLOCK_WARNING).ticket().name(), ticket_);
    EXPECT_EQ(desk("agent").CountOf(Message::kWorkOfferOpened), 0) << "they know too little German";
  }

  // On Monday 10 hours are used when it begins to wait, for two hours and a half.
  void StandsStillWhileItIsPending() {
    GoTo("2026-03-30 07:00");
    SetState("ben", v1::Ticket::STATE_PENDING, "The carrier is asked.");
    EXPECT_EQ(Resolution(), "STATE_PAUSED warned until nothing");
    GoTo("2026-03-30 09:30");
    EXPECT_EQ(Resolution(), "STATE_PAUSED warned until nothing");
    SetState("ben", v1::Ticket::STATE_OPEN, "The carrier has it.");
    EXPECT_EQ(Resolution(), "STATE_RUNNING warned until 2026-03-30 11:30");
  }

  void IsBreachedAndEscalated() {
    GoTo(fakes::Utc("2026-03-30 11:30") - kTick);
    EXPECT_EQ(Resolution(), "STATE_RUNNING warned until 2026-03-30 11:30");
    test::BoardClient board(site_, site_.SignIn("supervisor"));
    board.AwaitComplete();
    GoTo("2026-03-30 11:30");
    const v1::Alert raised = board.AwaitAlert(v1::Alert::STATE_RAISED);
    EXPECT_EQ(raised.ticket().ticket(), ticket_);
    EXPECT_EQ(raised.ticket().cause(), v1::TicketAlert::CAUSE_SLA_BREACH);
    EXPECT_EQ(AwaitNotice("agent", v1::WorkNotice::KIND_CLOCK_BREACH).ticket().name(), ticket_);
    const v1::Ticket now = Ticket();
    EXPECT_EQ(Stands(now, Clock::KIND_RESOLUTION), "STATE_BREACHED warned until 2026-03-30 11:30");
    EXPECT_EQ(now.priority(), v1::Ticket::PRIORITY_HIGH);
    EXPECT_EQ(now.queue(), "queues/escalations");
    EXPECT_EQ(now.owner(), "");
    EXPECT_TRUE(now.with_supervisors());

    Accept(AwaitOffer("chen"), "chen");
    EXPECT_EQ(board.AwaitAlert(v1::Alert::STATE_CLEARED).name(), raised.name());
    EXPECT_EQ(Ticket().owner(), "agents/chen");
    EXPECT_FALSE(Ticket().with_supervisors());
    EXPECT_EQ(Alerts().alerts_size(), 1);
  }

  // On the second day of three.
  void IsReopenedByTheNextCall() {
    GoTo("2026-03-30 12:00");
    SetState("chen", v1::Ticket::STATE_RESOLVED, "It was found.");
    GoTo("2026-04-01 10:00");
    EXPECT_EQ(Ticket().state(), v1::Ticket::STATE_RESOLVED);
    const v1::Pop pop = TakeCall("c2");
    EXPECT_EQ(AwaitNotice("chen", v1::WorkNotice::KIND_REOPENED).ticket().name(), ticket_);
    const v1::Ticket now = Ticket();
    EXPECT_EQ(now.state(), v1::Ticket::STATE_OPEN);
    EXPECT_EQ(now.owner(), "agents/chen") << "who knows it goes on with it";
    ASSERT_EQ(now.interactions_size(), 2);
    second_call_ = now.interactions(0);
    EXPECT_EQ(second_call_, "interactions/" + pop.call().substr(6));
    EXPECT_EQ(Stands(now, Clock::KIND_NEXT_RESPONSE), "STATE_MET until nothing");
    EXPECT_TRUE(pbx_->End("c2"));
  }

  void IsClosedWhenNobodyComes() {
    GoTo("2026-04-01 12:00");
    SetState("chen", v1::Ticket::STATE_RESOLVED, "It is delivered.");
    Restart();
    GoTo(fakes::Utc("2026-04-04 12:00") - kTick);
    EXPECT_EQ(Ticket().state(), v1::Ticket::STATE_RESOLVED);
    GoTo("2026-04-04 12:00");
    EXPECT_EQ(Ticket().state(), v1::Ticket::STATE_CLOSED);
    TakeCall("c3");
    EXPECT_EQ(Ticket().state(), v1::Ticket::STATE_CLOSED) << "the next call comes too late";
    EXPECT_EQ(Alerts().alerts_size(), 1);
  }

  void LivesFromRoutingToItsEnd() {
    IsRoutedToWhoHasTheSkill();
    IsWarnedOf();
    Restart();
    EXPECT_EQ(Resolution(), "STATE_RUNNING warned until 2026-03-30 09:00");
    EXPECT_EQ(Notices("ben").size(), 1U) << "told once, and not seen yet";
    StandsStillWhileItIsPending();
    IsBreachedAndEscalated();
    Restart();
    IsReopenedByTheNextCall();
    IsClosedWhenNobodyComes();
  }

  // What its history tells, each thing once, when it `began` so.
  std::vector<std::string> Life(const std::string& began) const {
    return {
        began,
        "KIND_WATCHED agent agent ",
        "KIND_OWNER_CHANGED ben agents/ben ",
        "KIND_STATE_CHANGED ben open ",
        "KIND_COMMENTED ben  We look for it.",
        "KIND_CLOCK_WARNED (sla) resolution ",
        "KIND_STATE_CHANGED ben pending The carrier is asked.",
        "KIND_STATE_CHANGED ben open The carrier has it.",
        "KIND_CLOCK_BREACHED (sla) resolution ",
        "KIND_PRIORITY_CHANGED (sla) high ",
        "KIND_QUEUE_CHANGED (sla) queues/escalations ",
        "KIND_OWNER_CHANGED (sla)  ",
        "KIND_HANDED_TO_SUPERVISORS (sla)  ",
        "KIND_OWNER_CHANGED chen agents/chen ",
        "KIND_STATE_CHANGED chen resolved It was found.",
        "KIND_STATE_CHANGED (customer) open ",
        "KIND_INTERACTION (customer) " + second_call_ + " ",
        "KIND_STATE_CHANGED chen resolved It is delivered.",
        "KIND_STATE_CHANGED (timer) closed ",
    };
  }

  std::string erika_;
  std::string ticket_;
  std::string second_call_;  // The name of its interaction.
};

TEST_F(TicketLifeTest, ATicketThatAnAgentMakesDuringTheCall) {
  const v1::Pop pop = TakeCall("c1");
  GoTo("2026-03-27 12:00");
  v1::CreateTicketRequest request;
  request.mutable_ticket()->set_subject("Paket 包裹 verspätet");
  request.mutable_ticket()->set_type(v1::Ticket::TYPE_COMPLAINT);
  request.mutable_ticket()->set_queue("queues/support");
  request.set_interaction(pop.call());
  request.set_description("It did not come.");
  ticket_ = Ask<Tickets>(&Tickets::Stub::CreateTicket, request, "agent").ticket().name();
  ASSERT_TRUE(pbx_->End("c1"));
  ASSERT_EQ(Ticket().customer(), erika_);

  LivesFromRoutingToItsEnd();

  EXPECT_EQ(Ticket().subject(), "Paket 包裹 verspätet");
  EXPECT_THAT(HistoryOf(ticket_), ElementsAreArray(Life("KIND_CREATED agent  It did not come.")));
}

TEST_F(TicketLifeTest, ATicketThatTheOutcomeOfACallMakes) {
  const v1::Pop pop = TakeCall("c1");
  ASSERT_TRUE(pbx_->End("c1"));
  GoTo("2026-03-27 12:00");
  v1::CompleteWrapUpRequest request;
  request.set_call(pop.call());
  request.set_disposition("complaint");
  Ask<Desks>(&Desks::Stub::CompleteWrapUp, request, "agent");
  ASSERT_EQ(All().size(), 1U);
  ticket_ = All()[0].name();
  ASSERT_EQ(Ticket().customer(), erika_);

  LivesFromRoutingToItsEnd();

  EXPECT_EQ(Ticket().subject(), "Customer complains");
  EXPECT_THAT(HistoryOf(ticket_), ElementsAreArray(Life("KIND_CREATED (trigger)  ")));
}

}  // namespace
}  // namespace jackfield::grpc_api
