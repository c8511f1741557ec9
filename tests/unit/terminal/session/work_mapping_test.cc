#include "agent-client/terminal/session/work_mapping.h"

#include <gtest/gtest.h>

#include "agent-client/terminal/session/desk_mapping.h"

namespace jackfield::client {
namespace {

template <typename Kind>
const Kind& As(const std::optional<desk::Update>& update) {
  return std::get<Kind>(update.value());
}

v1::Ticket Twelve() {
  v1::Ticket ticket;
  ticket.set_name("tickets/t12");
  ticket.set_number(12);
  ticket.set_subject("Delivery late");
  ticket.set_state(v1::Ticket::STATE_PENDING);
  ticket.set_type(v1::Ticket::TYPE_COMPLAINT);
  ticket.set_priority(v1::Ticket::PRIORITY_HIGH);
  ticket.set_owner("agents/ana");
  ticket.mutable_reminder_time()->set_seconds(60);
  v1::TicketClock& clock = *ticket.add_clocks();
  clock.set_kind(v1::TicketClock::KIND_RESOLUTION);
  clock.set_state(v1::TicketClock::STATE_RUNNING);
  clock.mutable_due_time()->set_seconds(90);
  ticket.mutable_complaint()->set_promised_action("a refund");
  ticket.set_satisfaction(4);
  ticket.set_etag("e1");
  return ticket;
}

TEST(WorkMappingTest, ATicketKeepsWhatIsShownOfIt) {
  const desk::Ticket ticket = ToTicket(Twelve());

  EXPECT_EQ(ticket.number, 12);
  EXPECT_EQ(ticket.state, desk::TicketState::kPending);
  EXPECT_EQ(ticket.type, desk::TicketType::kComplaint);
  EXPECT_EQ(ticket.priority, desk::TicketPriority::kHigh);
  EXPECT_EQ(ticket.reminder, WallTime(Duration{60'000}));
  ASSERT_EQ(ticket.clocks.size(), 1U);
  EXPECT_EQ(ticket.clocks[0].kind, desk::ClockKind::kResolution);
  EXPECT_EQ(ticket.clocks[0].due, WallTime(Duration{90'000}));
  EXPECT_FALSE(ticket.clocks[0].stopped);
  ASSERT_TRUE(ticket.complaint);
  EXPECT_EQ(ticket.complaint->promised_action, "a refund");
  EXPECT_EQ(ticket.satisfaction, 4);
  EXPECT_EQ(ticket.etag, "e1");
  EXPECT_FALSE(ToTicket({}).complaint);
}

v1::Callback CallbackOfAna() {
  v1::Callback callback;
  callback.set_name("callbacks/b1");
  callback.mutable_number()->set_raw("+8613800138000");
  callback.set_state(v1::Callback::STATE_IN_PROGRESS);
  callback.set_origin(v1::Callback::ORIGIN_PROMISE);
  callback.set_agent("agents/ana");
  callback.set_held(true);
  callback.mutable_lease_expire_time()->set_seconds(60);
  callback.set_preferred_agent("agents/ben");
  callback.mutable_earliest_time()->set_seconds(70);
  callback.mutable_next_attempt_time()->set_seconds(80);
  v1::CallbackAttempt& attempt = *callback.add_attempts();
  attempt.set_agent("agents/ben");
  attempt.mutable_start_time()->set_seconds(30);
  attempt.set_outcome(v1::CallbackAttempt::OUTCOME_BUSY);
  attempt.set_outcome_assumed(true);
  return callback;
}

TEST(WorkMappingTest, ACallbackKeepsItsAttemptsAndItsTime) {
  v1::WatchDeskResponse message;
  *message.mutable_callback_changed() = CallbackOfAna();

  const desk::Callback callback = As<desk::CallbackChanged>(ToUpdate(message)).callback;

  EXPECT_EQ(callback.state, desk::CallbackState::kInProgress);
  EXPECT_EQ(callback.origin, desk::CallbackOrigin::kPromise);
  EXPECT_EQ(callback.agent, "agents/ana");
  EXPECT_EQ(callback.lease, WallTime(Duration{60'000}));
  EXPECT_EQ(callback.preferred, "agents/ben");
  EXPECT_EQ(callback.earliest, WallTime(Duration{70'000}));
  EXPECT_EQ(callback.next_attempt, WallTime(Duration{80'000}));
  EXPECT_TRUE(callback.held);
  ASSERT_EQ(callback.attempts.size(), 1U);
  EXPECT_EQ(callback.attempts[0].agent, "agents/ben");
  EXPECT_EQ(callback.attempts[0].start, WallTime(Duration{30'000}));
  EXPECT_EQ(callback.attempts[0].outcome, desk::AttemptOutcome::kBusy);
  EXPECT_TRUE(callback.attempts[0].assumed);
}

TEST(WorkMappingTest, ASnapshotHasTheCallbackOfTheAgentWhereThereIsOne) {
  v1::WatchDeskResponse message;
  message.mutable_snapshot();
  EXPECT_FALSE(As<desk::Snapshot>(ToUpdate(message)).callback);

  *message.mutable_snapshot()->mutable_callback() = CallbackOfAna();

  EXPECT_EQ(As<desk::Snapshot>(ToUpdate(message)).callback->name, "callbacks/b1");
}

TEST(WorkMappingTest, AnAnswerWithNothingButANameIsNoCallback) {
  v1::Callback name_only;
  name_only.set_name("callbacks/b1");

  EXPECT_TRUE(std::holds_alternative<desk::Done>(ToCallbackAnswer(name_only)));
  EXPECT_EQ(std::get<desk::CallbackNow>(ToCallbackAnswer(CallbackOfAna())).callback.agent,
            "agents/ana");
}

TEST(WorkMappingTest, WhatCameOfACallbackIsARequest) {
  const v1::CompleteCallbackRequest later =
      FromOutcome({"callbacks/b1", desk::AttemptOutcome::kLater, WallTime(Duration{90'000})});

  EXPECT_EQ(later.callback(), "callbacks/b1");
  EXPECT_EQ(later.outcome(), v1::CallbackAttempt::OUTCOME_LATER);
  EXPECT_EQ(later.next_attempt_time().seconds(), 90);
  EXPECT_FALSE(
      FromOutcome({"callbacks/b1", desk::AttemptOutcome::kReached, {}}).has_next_attempt_time());
}

TEST(WorkMappingTest, AListOfCallbacksIsAskedForByState) {
  using Group = desk::CallbackGroup;
  const auto states = [](Group group) {
    const auto request = FromCallbackList({group});
    return std::vector<int>(request.filter().states().begin(), request.filter().states().end());
  };
  EXPECT_EQ(states(Group::kLive),
            (std::vector<int>{v1::Callback::STATE_WAITING, v1::Callback::STATE_SCHEDULED,
                              v1::Callback::STATE_IN_PROGRESS}));
  EXPECT_EQ(states(Group::kDue), std::vector<int>{v1::Callback::STATE_WAITING});
  EXPECT_EQ(states(Group::kLater), std::vector<int>{v1::Callback::STATE_SCHEDULED});
  EXPECT_EQ(states(Group::kInProgress), std::vector<int>{v1::Callback::STATE_IN_PROGRESS});
}

TEST(WorkMappingTest, AnotherTimeForACallbackIsARequest) {
  const auto move = FromMove({"callbacks/b1", "agents/ben", WallTime(Duration{90'000})});
  EXPECT_EQ(move.callback(), "callbacks/b1");
  EXPECT_EQ(move.preferred_agent(), "agents/ben");
  EXPECT_EQ(move.earliest_time().seconds(), 90);
  EXPECT_FALSE(FromMove({"callbacks/b1", "", std::nullopt}).has_earliest_time());
}

TEST(WorkMappingTest, ASnapshotBringsWorkAndWhatThePhoneCan) {
  v1::WatchDeskResponse message;
  v1::DeskSnapshot& snapshot = *message.mutable_snapshot();
  *snapshot.add_work_offers()->mutable_ticket() = Twelve();
  *snapshot.add_tickets() = Twelve();
  snapshot.add_notices()->set_kind(v1::WorkNotice::KIND_COMMENT);
  snapshot.add_allowed_commands(v1::CALL_COMMAND_KIND_DIAL);
  snapshot.add_calls()->add_allowed_commands(v1::CALL_COMMAND_KIND_CLEAR);
  snapshot.add_pops()->add_allowed_commands(v1::CALL_COMMAND_KIND_ANSWER);
  *snapshot.mutable_pops(0)->add_open_tickets() = Twelve();

  const auto ours = As<desk::Snapshot>(ToUpdate(message));

  EXPECT_EQ(std::get<desk::Ticket>(ours.offers.at(0).work).number, 12);
  EXPECT_EQ(ours.tickets.at(0).number, 12);
  EXPECT_EQ(ours.notices.at(0).kind, desk::WorkNotice::Kind::kComment);
  EXPECT_EQ(ours.allowed, std::vector{desk::CallCommand::kDial});
  EXPECT_EQ(ours.calls.at(0).allowed, std::vector{desk::CallCommand::kHangUp});
  EXPECT_EQ(ours.pops.at(0).allowed, std::vector{desk::CallCommand::kAnswer});
  EXPECT_EQ(ours.pops.at(0).tickets.at(0).number, 12);
}

TEST(WorkMappingTest, EachChangeOfWorkIsTold) {
  v1::WatchDeskResponse message;
  message.mutable_work_offer_opened()->mutable_callback()->set_note("invoice");
  EXPECT_EQ(std::get<desk::Callback>(As<desk::WorkOffer>(ToUpdate(message)).work).note, "invoice");
  message.mutable_work_offer_closed()->set_reason(v1::WorkOfferClosed::REASON_CALL_CAME);
  EXPECT_EQ(As<desk::WorkOfferClosed>(ToUpdate(message)).reason, desk::WorkOfferEnd::kCallCame);
  *message.mutable_ticket_changed() = Twelve();
  EXPECT_EQ(As<desk::TicketChanged>(ToUpdate(message)).ticket.number, 12);
  message.mutable_notice_added()->set_name("workNotices/1");
  EXPECT_EQ(As<desk::NoticeAdded>(ToUpdate(message)).notice.name, "workNotices/1");
  message.mutable_notices_removed()->add_names("workNotices/1");
  EXPECT_EQ(As<desk::NoticesRemoved>(ToUpdate(message)).names.at(0), "workNotices/1");
  message.mutable_command_ended()->set_outcome(v1::CallCommandResult::OUTCOME_REFUSED);
  EXPECT_EQ(As<desk::CommandEnded>(ToUpdate(message)).outcome, desk::CommandOutcome::kRefused);
  message.mutable_allowed_commands_changed()->add_kinds(v1::CALL_COMMAND_KIND_DIAL);
  EXPECT_EQ(As<desk::AllowedCommands>(ToUpdate(message)).kinds,
            std::vector{desk::CallCommand::kDial});
}

TEST(WorkMappingTest, AValueOfANewerServerIsTakenForWhatTheContractSays) {
  v1::CommandEnded ended;
  ended.set_outcome(static_cast<v1::CallCommandResult::Outcome>(99));
  v1::WorkOfferClosed closed;
  closed.set_reason(static_cast<v1::WorkOfferClosed::Reason>(99));
  v1::Ticket ticket;
  ticket.set_state(static_cast<v1::Ticket::State>(99));
  google::protobuf::RepeatedField<int> kinds;
  kinds.Add(v1::CALL_COMMAND_KIND_ROUTE);
  kinds.Add(99);
  kinds.Add(v1::CALL_COMMAND_KIND_HOLD);
  kinds.Add(v1::CALL_COMMAND_KIND_CANCEL_CONSULT);

  EXPECT_EQ(ToCommandEnded(ended).outcome, desk::CommandOutcome::kUnknown);
  EXPECT_EQ(ToWorkOfferClosed(closed).reason, desk::WorkOfferEnd::kUnknown);
  EXPECT_EQ(ToTicket(ticket).state, desk::TicketState::kUnknown);
  EXPECT_EQ(ToCommands(kinds),
            (std::vector{desk::CallCommand::kHold, desk::CallCommand::kCancelConsult}));
}

TEST(WorkMappingTest, AnOfferOfWorkOfANewerKindIsNoneOfATicket) {
  v1::WatchDeskResponse opened;
  opened.mutable_work_offer_opened()->set_name("workOffers/1");
  v1::WatchDeskResponse whole;
  whole.mutable_snapshot()->add_work_offers()->set_name("workOffers/1");
  *whole.mutable_snapshot()->add_work_offers()->mutable_ticket() = Twelve();

  EXPECT_FALSE(ToUpdate(opened));
  EXPECT_EQ(As<desk::Snapshot>(ToUpdate(whole)).offers.size(), 1U);
}

TEST(WorkMappingTest, AnOutcomeThatIsNotKnownStaysSo) {
  v1::CommandEnded ended;
  ended.set_kind(v1::CALL_COMMAND_KIND_TRANSFER);
  ended.set_outcome(v1::CallCommandResult::OUTCOME_UNKNOWN);

  EXPECT_EQ(ToCommandEnded(ended).outcome, desk::CommandOutcome::kUnknown);
  EXPECT_EQ(ToCommandEnded(ended).kind, desk::CallCommand::kTransfer);
}

TEST(WorkMappingTest, WhatIsTypedIsARequest) {
  desk::SetTicketState change{"tickets/t12", desk::TicketState::kPending,
                              WallTime(Duration{61'500}), "asked", false};
  const v1::SetTicketStateRequest set = FromChange(change);
  EXPECT_EQ(set.state(), v1::Ticket::STATE_PENDING);
  EXPECT_EQ(set.reminder_time().seconds(), 61);
  EXPECT_EQ(set.reminder_time().nanos(), 500'000'000);
  EXPECT_EQ(set.comment_visibility(), v1::TicketEntry::VISIBILITY_INTERNAL);

  desk::CreateTicket draft;
  draft.subject = "Late";
  draft.type = desk::TicketType::kTask;
  draft.interaction = "calls/c1";
  draft.owner = "agents/ana";
  const v1::CreateTicketRequest create = FromDraft(draft);
  EXPECT_EQ(create.ticket().subject(), "Late");
  EXPECT_EQ(create.ticket().type(), v1::Ticket::TYPE_TASK);
  EXPECT_EQ(create.interaction(), "calls/c1");
  EXPECT_EQ(create.owner(), "agents/ana");
}

TEST(WorkMappingTest, AnUpdateOfATicketNamesWhatItChanges) {
  desk::UpdateTicket update;
  update.ticket = "tickets/t12";
  update.etag = "e1";
  update.priority = desk::TicketPriority::kUrgent;
  update.cause = "";
  const v1::UpdateTicketRequest request = FromEdit(update);
  const auto& paths = request.update_mask().paths();
  EXPECT_EQ(request.ticket().name(), "tickets/t12");
  EXPECT_EQ(request.ticket().etag(), "e1");
  EXPECT_EQ(request.ticket().priority(), v1::Ticket::PRIORITY_URGENT);
  EXPECT_EQ(std::vector<std::string>(paths.begin(), paths.end()),
            (std::vector<std::string>{"priority", "complaint.cause"}));

  update = {};
  update.subject = "Late";
  update.type = desk::TicketType::kComplaint;
  update.severity = 3;
  update.promised_action = "a refund";
  const v1::UpdateTicketRequest whole = FromEdit(update);
  EXPECT_EQ(whole.update_mask().paths_size(), 4);
  EXPECT_EQ(whole.ticket().subject(), "Late");
  EXPECT_EQ(whole.ticket().type(), v1::Ticket::TYPE_COMPLAINT);
  EXPECT_EQ(whole.ticket().complaint().severity(), 3);
  EXPECT_EQ(whole.ticket().complaint().promised_action(), "a refund");
}

TEST(WorkMappingTest, ListsAreOfWhatIsNotDone) {
  const v1::ListTicketsRequest free = FromList({});
  EXPECT_EQ(free.filter().owner(), "agents/-");
  EXPECT_EQ(free.filter().states_size(), 3);
  const v1::ListTicketsRequest of_wang = FromList({"customers/w"});
  EXPECT_EQ(of_wang.filter().owner(), "");
  EXPECT_EQ(of_wang.filter().customer(), "customers/w");
}

}  // namespace
}  // namespace jackfield::client
