#include "agent-client/terminal/desk/ticket_edit.h"

#include <gtest/gtest.h>

#include "tests/unit/terminal/desk/desk_player.h"
#include "tests/unit/terminal/desk/work_samples.h"

namespace jackfield::desk {
namespace {

Ticket Complaining() {
  Ticket ticket = TicketOfAna(1);
  ticket.type = TicketType::kComplaint;
  ticket.complaint = Complaint{2, "depot", "a refund\nby Friday", 0, {}};
  ticket.etag = "e1";
  return ticket;
}

// A desk whose form of this ticket is open.
DeskPlayer DeskAtForm(const Ticket& ticket) {
  DeskPlayer desk;
  Snapshot snapshot = SnapshotOfAna();
  snapshot.tickets = {ticket};
  desk.Apply(Update{snapshot});
  desk.Type("t");
  desk.Press(Key::Kind::kEnter);
  desk.Type("e");
  return desk;
}

TEST(TicketEditTest, OnlyWhatWasChangedIsSent) {  // E1
  DeskPlayer desk = DeskAtForm(Complaining());
  desk.Type("!");
  desk.Press(Key::Kind::kTab);
  desk.Press(Key::Kind::kTab);
  desk.Press(Key::Kind::kRight);
  desk.Press(Key::Kind::kTab);
  desk.Type("  ");
  desk.Press(Key::Kind::kEnter);

  ASSERT_EQ(desk.Asked<UpdateTicket>().size(), 1U);
  const UpdateTicket update = desk.Asked<UpdateTicket>().back();
  EXPECT_EQ(update.ticket, "tickets/t1");
  EXPECT_EQ(update.etag, "e1");
  EXPECT_EQ(update.subject, "Delivery late!");
  EXPECT_EQ(update.priority, TicketPriority::kHigh);
  EXPECT_EQ(update.severity, 4);
  EXPECT_FALSE(update.type);
  EXPECT_FALSE(update.cause);
  EXPECT_FALSE(update.promised_action);
}

TEST(TicketEditTest, WhatTheServerHasIsShownAndTheFormIsLeft) {
  DeskPlayer desk = DeskAtForm(Complaining());
  desk.Type("!");
  desk.Press(Key::Kind::kEnter);
  Ticket now = Complaining();
  now.subject = "Delivery late!";
  now.etag = "e2";
  desk.Give<UpdateTicket>(AnswerValue{TicketNow{now}});

  EXPECT_EQ(TopLayer(desk.state()), Layer::kTicket);
  EXPECT_EQ(desk.state().ticket.ticket.subject, "Delivery late!");
  EXPECT_EQ(desk.state().toast->say, Say::kTicketSaved);
  desk.Type("e");
  EXPECT_EQ(desk.state().ticket_edit.seen.etag, "e2");
}

TEST(TicketEditTest, NothingChangedIsNotSent) {
  DeskPlayer desk = DeskAtForm(Complaining());
  desk.Press(Key::Kind::kEnter);

  EXPECT_TRUE(desk.Asked<UpdateTicket>().empty());
  EXPECT_EQ(TopLayer(desk.state()), Layer::kTicket);
}

TEST(TicketEditTest, ATicketKeepsASubject) {
  DeskPlayer desk = DeskAtForm(Complaining());
  desk.Press(Key::Kind::kControl, U'u');
  desk.Press(Key::Kind::kEnter);

  EXPECT_TRUE(desk.Asked<UpdateTicket>().empty());
  EXPECT_EQ(desk.state().toast->say, Say::kSubjectRequired);
  EXPECT_EQ(TopLayer(desk.state()), Layer::kTicketEdit);
}

TEST(TicketEditTest, OnlyComplaintsHaveTheFieldsOfOne) {
  DeskPlayer desk = DeskAtForm(TicketOfAna(1));
  desk.Press(Key::Kind::kBackTab);
  EXPECT_EQ(desk.state().ticket_edit.field, TicketEdit::Field::kPriority) << "the last one";
  desk.Press(Key::Kind::kBackTab);
  desk.Type("  ");  // From a question on to a complaint.
  desk.Press(Key::Kind::kTab);
  desk.Press(Key::Kind::kTab);
  desk.Press(Key::Kind::kTab);
  desk.Type("depot");
  desk.Press(Key::Kind::kTab);
  desk.Type("a refund");
  desk.Press(Key::Kind::kEnter);

  ASSERT_EQ(desk.Asked<UpdateTicket>().size(), 1U);
  const UpdateTicket update = desk.Asked<UpdateTicket>().back();
  EXPECT_EQ(update.type, TicketType::kComplaint);
  EXPECT_EQ(update.cause, "depot");
  EXPECT_EQ(update.promised_action, "a refund");
  EXPECT_FALSE(update.severity);
}

TEST(TicketEditTest, OneThatWasChangedMeanwhileIsReadAgainAndWhatWasTypedStays) {  // E2
  DeskPlayer desk = DeskAtForm(Complaining());
  desk.Type("!");
  desk.Press(Key::Kind::kEnter);
  const std::uint64_t key = desk.commands.back().key;
  desk.Give<UpdateTicket>(Fail(ErrorCode::kAborted, "ETAG_MISMATCH", "it was changed"));
  EXPECT_EQ(desk.state().toast->say, Say::kTicketMeanwhile);
  ASSERT_EQ(desk.Asked<ReadTicket>().size(), 1U);
  Ticket now = Complaining();
  now.priority = TicketPriority::kUrgent;
  now.etag = "e2";
  desk.Give<ReadTicket>(AnswerValue{TicketNow{now}});
  EXPECT_EQ(desk.state().ticket_edit.subject.utf8(), "Delivery late!");
  EXPECT_EQ(desk.state().ticket_edit.priority, TicketPriority::kUrgent);
  desk.Press(Key::Kind::kEnter);

  ASSERT_EQ(desk.Asked<UpdateTicket>().size(), 2U);
  EXPECT_EQ(desk.Asked<UpdateTicket>().back().etag, "e2");
  EXPECT_EQ(desk.Asked<UpdateTicket>().back().subject, "Delivery late!");
  EXPECT_FALSE(desk.Asked<UpdateTicket>().back().priority) << "somebody else's change stays";
  EXPECT_NE(desk.commands.back().key, key) << "another request";
}

TEST(TicketEditTest, WhatWasTypedStaysUntilTheServerHasIt) {  // E3
  DeskPlayer desk = DeskAtForm(Complaining());
  desk.Type("!");
  desk.Press(Key::Kind::kEnter);
  const std::uint64_t key = desk.commands.back().key;
  desk.Give<UpdateTicket>(Fail(ErrorCode::kDeadlineExceeded, "late"));
  desk.Press(Key::Kind::kEscape);
  desk.Type("e");
  EXPECT_EQ(desk.state().ticket_edit.subject.utf8(), "Delivery late!");
  desk.Press(Key::Kind::kEnter);

  EXPECT_EQ(desk.commands.back().key, key) << "the server does it once";
}

TEST(TicketEditTest, OneThatIsClosedIsNotChanged) {
  Ticket closed = Complaining();
  closed.state = TicketState::kClosed;
  DeskPlayer desk = DeskAtForm(closed);
  desk.Type("a");

  EXPECT_EQ(TopLayer(desk.state()), Layer::kTicket);
}

}  // namespace
}  // namespace jackfield::desk
