#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent-client/terminal/screen/desk_layout.h"
#include "tests/unit/terminal/desk/desk_player.h"
#include "tests/unit/terminal/desk/work_samples.h"

namespace jackfield::screen {
namespace {

using desk::CallCommand;
using desk::Update;
using testing::HasSubstr;
using testing::Not;

std::tm Utc(WallTime time) {
  const std::time_t seconds = time.time_since_epoch().count() / 1'000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return utc;
}

Frame Draw(const desk::DeskPlayer& player, int rows = 24, int columns = 80, bool compact = false) {
  return DrawDesk(player.state(), {rows, columns, compact, Utc});
}

std::string Text(const desk::DeskPlayer& player) { return Draw(player).grid.Text(); }

// A desk of Ana's with two tickets; the server's clock says 00:00:00.
desk::DeskPlayer DeskOfAna() {
  desk::DeskPlayer player;
  desk::Snapshot snapshot = desk::SnapshotOfAna();
  snapshot.tickets = {desk::TicketOfAna(12), desk::TicketOfAna(13, WallTime(Duration{-60'000}))};
  snapshot.tickets[1].clocks[0].state = desk::ClockState::kBreached;
  snapshot.tickets[1].priority = desk::TicketPriority::kUrgent;
  player.Apply(Update{snapshot});
  return player;
}

TEST(DeskLayoutWorkTest, AnOfferIsALineWithItsCountdownAndItsKeys) {
  desk::DeskPlayer player = DeskOfAna();
  player.Apply(Update{desk::OfferOf("workOffers/1", desk::TicketOfAna(14))});

  const std::string line = Draw(player).grid.Text(1);

  EXPECT_THAT(line, HasSubstr("⚑ Ticket #14 Delivery late · Sales"));
  EXPECT_THAT(line, HasSubstr("−00:30  Y take  D leave  V look"));
}

TEST(DeskLayoutWorkTest, WhileSomethingIsTypedTheKeysAreThoseWithAlt) {
  desk::DeskPlayer player = DeskOfAna();
  player.Apply(Update{desk::OfferOf("workOffers/1", desk::TicketOfAna(14))});
  player.Type("/");

  EXPECT_THAT(Draw(player).grid.Text(1), HasSubstr("Alt-Y take  Alt-D leave"));
}

TEST(DeskLayoutWorkTest, ANoticeIsALineUnderTheOfferAndTheRing) {
  desk::DeskPlayer player = DeskOfAna();
  player.Type("/");
  player.Apply(Update{desk::PopOpened{desk::RingingPop()}});
  player.Apply(Update{desk::OfferOf("workOffers/1", desk::TicketOfAna(14))});
  player.Apply(Update{desk::NoticeAdded{desk::NoticeOf(
      "workNotices/1", desk::WorkNotice::Kind::kClockBreach, desk::TicketOfAna(13))}});

  const Grid grid = Draw(player).grid;

  EXPECT_THAT(grid.Text(1), HasSubstr("rings for Sales"));
  EXPECT_THAT(grid.Text(2), HasSubstr("⚑ Ticket #14"));
  EXPECT_THAT(grid.Text(3), HasSubstr("! Breached: #13 Delivery late"));
  EXPECT_THAT(grid.Text(3), HasSubstr("Alt-G seen"));
}

TEST(DeskLayoutWorkTest, TheListHasNumberStateSubjectAndClock) {
  desk::DeskPlayer player = DeskOfAna();
  player.Type("t");

  const std::string text = Text(player);

  EXPECT_THAT(text, HasSubstr("Mine"));
  EXPECT_THAT(text, HasSubstr("#12     open       Delivery late"));
  EXPECT_THAT(text, HasSubstr("due in 2 h 10 min"));
  EXPECT_THAT(text, HasSubstr("#13     open     ‼ Delivery late"));
  EXPECT_THAT(text, HasSubstr("breached"));
}

TEST(DeskLayoutWorkTest, ATicketShowsItsFactsItsHistoryAndWhatCanBeDone) {
  desk::DeskPlayer player = DeskOfAna();
  player.Type("tj");
  player.Press(desk::Key::Kind::kEnter);
  desk::TicketEntry entry;
  entry.kind = desk::EntryKind::kCommented;
  entry.actor_display_name = "Bert";
  entry.text = "the depot \x1b[2J knows";
  player.Give<desk::ListTicketEntries>(desk::AnswerValue{desk::EntriesListed{{entry}, ""}});

  const std::string text = Text(player);

  EXPECT_THAT(text, HasSubstr("#12 Delivery late"));
  EXPECT_THAT(text, HasSubstr("State         open · question · normal"));
  EXPECT_THAT(text, HasSubstr("Has it        Ana Vidal"));
  EXPECT_THAT(text, HasSubstr("Resolution    due in 2 h 10 min"));
  EXPECT_THAT(text, HasSubstr("Bert · comment"));
  EXPECT_THAT(text, HasSubstr("the depot \uFFFD[2J knows"));
  EXPECT_THAT(text, HasSubstr("C comment  P pending  R resolve  E edit  A assign  Esc back"));
}

TEST(DeskLayoutWorkTest, TheCardShowsTheTicketsOfTheCaller) {
  desk::DeskPlayer player = DeskOfAna();
  desk::Pop pop = desk::RingingPop();
  pop.open_tickets = 2;
  pop.tickets = {desk::TicketOfAna(12)};
  pop.tickets[0].complaint =
      desk::Complaint{.severity = 3, .promised_action = "a refund by Friday"};
  player.Apply(Update{desk::PopOpened{pop}});

  EXPECT_THAT(Text(player), HasSubstr("2 open cases"));
  EXPECT_THAT(Text(player), HasSubstr("⚑ #12 Delivery late · open"));
  EXPECT_THAT(Text(player), HasSubstr("promised: a refund by Friday"));
}

TEST(DeskLayoutWorkTest, KeysOfThePhoneAreThereOnlyWhereItCan) {
  desk::DeskPlayer player = DeskOfAna();
  desk::Pop pop = desk::RingingPop();
  player.Apply(Update{desk::PopOpened{pop}});
  EXPECT_THAT(Text(player), Not(HasSubstr("U answer")));

  pop.revision = 2;
  pop.allowed = {CallCommand::kAnswer};
  player.Apply(Update{desk::PopUpdated{pop}});

  EXPECT_THAT(Text(player), HasSubstr("U answer"));
  EXPECT_THAT(Text(player), Not(HasSubstr("L hold")));
  player.Type("c");
  EXPECT_THAT(Text(player), HasSubstr("A Answer"));
  EXPECT_THAT(Text(player), Not(HasSubstr("Hang up")));
}

TEST(DeskLayoutWorkTest, ANewTicketSaysWhoseItWillBe) {
  desk::DeskPlayer player = DeskOfAna();
  player.Type("tnLate");

  const Frame frame = Draw(player);

  EXPECT_THAT(frame.grid.Text(), HasSubstr("New ticket"));
  EXPECT_THAT(frame.grid.Text(), HasSubstr("Subject     Late"));
  EXPECT_THAT(frame.grid.Text(), HasSubstr("For         me"));
  EXPECT_TRUE(frame.cursor.has_value());
}

TEST(DeskLayoutWorkTest, ACommentSaysWhoMayReadIt) {
  desk::DeskPlayer player = DeskOfAna();
  player.Type("t");
  player.Press(desk::Key::Kind::kEnter);
  player.Type("c");
  EXPECT_THAT(Text(player), HasSubstr("For colleagues only"));
  player.Press(desk::Key::Kind::kTab);
  EXPECT_THAT(Text(player), HasSubstr("The customer may read it"));
}

TEST(DeskLayoutWorkTest, TheFormOfAComplaintHasItsFields) {
  desk::DeskPlayer player = DeskOfAna();
  desk::Ticket ticket = desk::TicketOfAna(12);
  ticket.type = desk::TicketType::kComplaint;
  ticket.complaint =
      desk::Complaint{.severity = 3, .cause = "depot", .promised_action = "a refund"};
  player.Apply(Update{desk::TicketChanged{ticket}});
  player.Type("tj");
  player.Press(desk::Key::Kind::kEnter);
  player.Type("e");

  const Frame frame = Draw(player);

  EXPECT_THAT(frame.grid.Text(), HasSubstr("Subject     Delivery late"));
  EXPECT_THAT(frame.grid.Text(), HasSubstr("Type        complaint"));
  EXPECT_THAT(frame.grid.Text(), HasSubstr("Severity    3"));
  EXPECT_THAT(frame.grid.Text(), HasSubstr("Cause       depot"));
  EXPECT_THAT(frame.grid.Text(), HasSubstr("a refund"));
  EXPECT_TRUE(frame.cursor.has_value());
}

TEST(DeskLayoutWorkTest, ALoginIsAskedForWhereATicketIsAssigned) {
  desk::DeskPlayer player = DeskOfAna();
  player.Type("t");
  player.Press(desk::Key::Kind::kEnter);
  player.Type("aben");

  const Frame frame = Draw(player);

  EXPECT_THAT(frame.grid.Text(), HasSubstr("Login       ben"));
  EXPECT_THAT(frame.grid.Text(), HasSubstr("Empty: nobody has it"));
  EXPECT_TRUE(frame.cursor.has_value());
}

TEST(DeskLayoutWorkTest, AllKeysOfATicketFitANarrowScreen) {
  desk::DeskPlayer player = DeskOfAna();
  player.Type("t");
  player.Press(desk::Key::Kind::kEnter);
  desk::Ticket pending = desk::TicketOfAna(13);
  pending.state = desk::TicketState::kPending;
  pending.owner.clear();
  player.Apply(Update{desk::TicketChanged{pending}});

  EXPECT_THAT(Text(player), HasSubstr("C comment  P pending  R resolve  O open  T take  E edit  "
                                      "A assign  Esc back"));
}

TEST(DeskLayoutWorkTest, ATicketThatIsResolvedShowsHowContentTheCustomerWas) {
  desk::DeskPlayer player = DeskOfAna();
  player.Type("t");
  player.Press(desk::Key::Kind::kEnter);
  desk::Ticket resolved = desk::TicketOfAna(13);
  resolved.state = desk::TicketState::kResolved;
  resolved.satisfaction = 4;
  player.Apply(Update{desk::TicketChanged{resolved}});

  EXPECT_THAT(Text(player), HasSubstr("Content       4 of 5"));
  EXPECT_THAT(Text(player), HasSubstr("S how content  Esc back"));
  player.Type("s");
  EXPECT_THAT(Text(player), HasSubstr("1: not at all, 5: very"));
  EXPECT_THAT(Text(player), Not(HasSubstr("Alt-Enter")));
}

TEST(DeskLayoutWorkTest, WhoQuitsIsToldOfChangesThatAreNotSent) {
  desk::DeskPlayer player = DeskOfAna();
  player.Type("t");
  player.Press(desk::Key::Kind::kEnter);
  player.Type("e");
  player.Press(desk::Key::Kind::kControl, U'c');
  EXPECT_THAT(Text(player), HasSubstr("Close this desk?"));
  EXPECT_THAT(Text(player), Not(HasSubstr("not sent yet"))) << "nothing is changed";
  player.Press(desk::Key::Kind::kEscape);
  player.Type("!");
  player.Press(desk::Key::Kind::kControl, U'c');

  EXPECT_THAT(Text(player), HasSubstr("Words for a ticket are not sent yet."));
}

TEST(DeskLayoutWorkTest, AllOfItFitsAnySize) {
  desk::DeskPlayer player = DeskOfAna();
  player.Apply(Update{desk::OfferOf("workOffers/1", desk::TicketOfAna(14))});
  player.Apply(Update{desk::NoticeAdded{
      desk::NoticeOf("workNotices/1", desk::WorkNotice::Kind::kReminder, desk::TicketOfAna(13))}});
  player.Type("tn");
  player.Press(desk::Key::Kind::kEscape);
  player.Press(desk::Key::Kind::kEnter);
  desk::Ticket complaint = player.state().ticket.ticket;
  complaint.type = desk::TicketType::kComplaint;
  player.Apply(Update{desk::TicketChanged{complaint}});
  for (const char* const letter : {"p", "a", "e"}) {
    player.Type(letter);
    for (const int rows : {1, 2, 3, 5, 24, 80}) {
      for (const int columns : {1, 2, 7, 20, 59, 60, 80, 119, 120, 300}) {
        const Frame frame = Draw(player, rows, columns);
        EXPECT_EQ(frame.grid.rows(), rows);
        EXPECT_EQ(frame.grid.columns(), columns);
      }
    }
    player.Press(desk::Key::Kind::kEscape);
  }
}

TEST(DeskLayoutWorkTest, TheStripLeavesTheCallItsLines) {
  desk::DeskPlayer player = DeskOfAna();
  player.Apply(Update{desk::PopOpened{desk::RingingPop()}});
  player.Apply(Update{desk::OfferOf("workOffers/1", desk::TicketOfAna(14))});
  player.Apply(Update{desk::NoticeAdded{
      desk::NoticeOf("workNotices/1", desk::WorkNotice::Kind::kReminder, desk::TicketOfAna(13))}});

  const std::string text = Draw(player, 7, 80, true).grid.Text();

  EXPECT_THAT(text, HasSubstr("⚑ Ticket #14"));
  EXPECT_THAT(text, HasSubstr("RINGING"));
  EXPECT_THAT(text, HasSubstr("+86 138 0013 8000"));
}

TEST(DeskLayoutWorkTest, TheListOfKeysHasRoomOnASmallScreen) {
  desk::DeskPlayer player = DeskOfAna();
  player.Apply(Update{desk::OfferOf("workOffers/1", desk::TicketOfAna(14))});
  player.Type("?");

  EXPECT_THAT(Text(player), HasSubstr("Q Ctrl-C  quit"));
  EXPECT_THAT(Text(player), HasSubstr("Y D       take, leave work offered"));
  EXPECT_THAT(Text(player), HasSubstr("Alt with the letter works while you type."));
}

}  // namespace
}  // namespace jackfield::screen
