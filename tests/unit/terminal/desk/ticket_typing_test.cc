#include "agent-client/terminal/desk/ticket_typing.h"

#include <gtest/gtest.h>

#include "tests/unit/terminal/desk/desk_player.h"
#include "tests/unit/terminal/desk/work_samples.h"

namespace jackfield::desk {
namespace {

// A desk whose page of ticket 1 is open.
DeskPlayer DeskAtTicket() {
  DeskPlayer desk;
  Snapshot snapshot = SnapshotOfAna();
  snapshot.tickets = {TicketOfAna(1)};
  snapshot.server_time = WallTime(Duration{1'000'000});
  desk.Apply(Update{snapshot});
  desk.Type("t");
  desk.Press(Key::Kind::kEnter);
  desk.commands.clear();
  return desk;
}

TEST(TicketTypingTest, SpansAreReadInMinutesHoursDaysAndWeeks) {
  struct Row {
    const char* text;
    std::int64_t ms;  // -1: not readable.
  };
  constexpr Row kRows[] = {{"45m", 2'700'000},  {"2h", 7'200'000},
                           {"2 h", 7'200'000},  {"1d 4h", 100'800'000},
                           {"1w", 604'800'000}, {"366d", 31'622'400'000},
                           {"366d1m", -1},      {"", -1},
                           {"2", -1},           {"h", -1},
                           {"2x", -1},          {"0h", -1},
                           {"-2h", -1},         {"9999999999999w", -1}};
  for (const Row& row : kRows) {
    const auto span = ReadSpan(row.text);
    EXPECT_EQ(span ? span->count() : -1, row.ms) << row.text;
  }
}

TEST(TicketTypingTest, ACommentIsForColleaguesUnlessItIsSaidOtherwise) {
  DeskPlayer desk = DeskAtTicket();
  desk.Type("cwill call");
  desk.Press(Key::Kind::kEnter);
  ASSERT_EQ(desk.Asked<CommentTicket>().size(), 1U);
  EXPECT_EQ(desk.Asked<CommentTicket>().back().text, "will call");
  EXPECT_FALSE(desk.Asked<CommentTicket>().back().is_public);
  desk.Give<CommentTicket>(AnswerValue{TicketNow{TicketOfAna(1)}});
  EXPECT_EQ(desk.state().toast->say, Say::kTicketSaved);
  EXPECT_EQ(TopLayer(desk.state()), Layer::kTicket);

  desk.Type("cdone");
  desk.Press(Key::Kind::kTab);
  desk.Press(Key::Kind::kEnter);

  EXPECT_TRUE(desk.Asked<CommentTicket>().back().is_public);
  EXPECT_EQ(desk.Asked<CommentTicket>().back().text, "done");
}

TEST(TicketTypingTest, WordsStayUntilTheServerHasThem) {  // T1
  DeskPlayer desk = DeskAtTicket();
  desk.Type("cfirst words");
  desk.Apply(Update{PopOpened{RingingPop()}});
  desk.Press(Key::Kind::kAlt, U'o');
  ASSERT_TRUE(desk.state().layers.empty());
  desk.Type("t");
  desk.Press(Key::Kind::kEnter);
  desk.Type("c");
  EXPECT_EQ(desk.state().ticket_prompt.text.utf8(), "first words");

  desk.Press(Key::Kind::kEnter);
  const std::uint64_t key = desk.commands.back().key;
  desk.Give<CommentTicket>(Fail(ErrorCode::kDeadlineExceeded, "late"));
  EXPECT_EQ(desk.state().ticket_prompt.text.utf8(), "first words");
  desk.Press(Key::Kind::kEnter);

  EXPECT_EQ(desk.commands.back().key, key);  // The server writes it once.
}

TEST(TicketTypingTest, PendingMayOpenAgainByItself) {
  DeskPlayer desk = DeskAtTicket();
  desk.Type("pasked the depot");
  desk.Press(Key::Kind::kTab);
  desk.Type("2x");
  desk.Press(Key::Kind::kEnter);
  EXPECT_EQ(desk.state().toast->say, Say::kSpanUnreadable);
  desk.Press(Key::Kind::kBackspace);
  desk.Type("h");
  desk.Press(Key::Kind::kEnter);

  ASSERT_EQ(desk.Asked<SetTicketState>().size(), 1U);
  const SetTicketState set = desk.Asked<SetTicketState>().back();
  EXPECT_EQ(set.state, TicketState::kPending);
  EXPECT_EQ(set.comment, "asked the depot");
  EXPECT_EQ(set.reminder, WallTime(Duration{8'200'000}));
}

TEST(TicketTypingTest, AResolutionNeedsWords) {
  DeskPlayer desk = DeskAtTicket();
  desk.Type("r");
  desk.Press(Key::Kind::kEnter);
  EXPECT_TRUE(desk.Asked<SetTicketState>().empty());
  EXPECT_EQ(desk.state().toast->say, Say::kResolutionRequired);
  desk.Type("sent again");
  desk.Press(Key::Kind::kEnter);

  EXPECT_EQ(desk.Asked<SetTicketState>().back().state, TicketState::kResolved);
  EXPECT_EQ(desk.Asked<SetTicketState>().back().comment, "sent again");
}

TEST(TicketTypingTest, ATicketIsAssignedByLoginAndGoesBackToItsQueueWithoutOne) {
  DeskPlayer desk = DeskAtTicket();
  desk.Type("aben");
  desk.Press(Key::Kind::kEnter);
  ASSERT_EQ(desk.Asked<AssignTicket>().size(), 1U);
  EXPECT_EQ(desk.Asked<AssignTicket>().back().ticket, "tickets/t1");
  EXPECT_EQ(desk.Asked<AssignTicket>().back().owner, "agents/ben");
  Ticket of_ben = TicketOfAna(1);
  of_ben.owner = "agents/ben";
  of_ben.etag = "e2";
  desk.Give<AssignTicket>(AnswerValue{TicketNow{of_ben}});
  EXPECT_EQ(TopLayer(desk.state()), Layer::kTicket);
  EXPECT_EQ(desk.state().ticket.ticket.owner, "agents/ben");
  desk.Type("a");
  desk.Press(Key::Kind::kEnter);

  EXPECT_EQ(desk.Asked<AssignTicket>().back().owner, "");
  EXPECT_EQ(desk.Asked<AssignTicket>().back().etag, "e2");
}

TEST(TicketTypingTest, OneThatIsOutOfSightOnceItIsAssignedIsToldAsSaved) {
  DeskPlayer desk = DeskAtTicket();
  desk.Type("aben");
  desk.Press(Key::Kind::kEnter);
  Ticket of_ben = TicketOfAna(1);
  of_ben.owner = "agents/ben";
  of_ben.updated = WallTime(Duration{1'000'000});
  desk.Give<AssignTicket>(AnswerValue{TicketNow{of_ben}});
  desk.Give<ListTicketEntries>(Fail(ErrorCode::kNotFound, "TICKET_NOT_FOUND", "no such ticket"));

  EXPECT_EQ(desk.state().toast->say, Say::kTicketSaved);
  EXPECT_TRUE(desk.state().ticket.failed) << "its history cannot be read";
}

TEST(TicketTypingTest, OneThatWasChangedMeanwhileIsReadBeforeItIsAssigned) {
  DeskPlayer desk = DeskAtTicket();
  desk.Type("aben");
  desk.Press(Key::Kind::kEnter);
  const std::uint64_t key = desk.commands.back().key;
  desk.Give<AssignTicket>(Fail(ErrorCode::kAborted, "ETAG_MISMATCH", "it was changed"));
  EXPECT_EQ(desk.state().toast->say, Say::kTicketMeanwhile);
  Ticket now = TicketOfAna(1);
  now.etag = "e2";
  desk.Give<ReadTicket>(AnswerValue{TicketNow{now}});
  EXPECT_EQ(desk.state().ticket_prompt.text.utf8(), "ben");
  desk.Press(Key::Kind::kEnter);

  EXPECT_EQ(desk.Asked<AssignTicket>().back().etag, "e2");
  EXPECT_NE(desk.commands.back().key, key) << "another request";
}

TEST(TicketTypingTest, AnAttemptToAssignIsTheSameRequestOnlyForTheSameTicket) {
  DeskPlayer desk = DeskAtTicket();
  desk.Type("aben");
  desk.Press(Key::Kind::kEnter);
  const std::uint64_t key = desk.commands.back().key;
  desk.Give<AssignTicket>(Fail(ErrorCode::kDeadlineExceeded, "late"));
  desk.Press(Key::Kind::kEnter);
  EXPECT_EQ(desk.commands.back().key, key) << "the server does it once";
  desk.Give<AssignTicket>(Fail(ErrorCode::kDeadlineExceeded, "late"));
  Ticket now = TicketOfAna(1);
  now.etag = "e2";
  desk.Apply(Update{TicketChanged{now}});
  desk.Press(Key::Kind::kEnter);

  EXPECT_EQ(desk.Asked<AssignTicket>().back().etag, "e2");
  EXPECT_NE(desk.commands.back().key, key) << "it is another request";
}

TEST(TicketTypingTest, HowContentTheCustomerWasIsOneOfFive) {
  DeskPlayer desk = DeskAtTicket();
  desk.Type("s");
  EXPECT_EQ(TopLayer(desk.state()), Layer::kTicket) << "it is not resolved";
  Ticket resolved = TicketOfAna(1);
  resolved.state = TicketState::kResolved;
  desk.Apply(Update{TicketChanged{resolved}});
  desk.Type("s6");
  desk.Press(Key::Kind::kEnter);
  EXPECT_EQ(desk.state().toast->say, Say::kSatisfactionRange);
  EXPECT_TRUE(desk.Asked<RateTicket>().empty());
  desk.Press(Key::Kind::kBackspace);
  desk.Type("4");
  desk.Press(Key::Kind::kEnter);

  ASSERT_EQ(desk.Asked<RateTicket>().size(), 1U);
  EXPECT_EQ(desk.Asked<RateTicket>().back().satisfaction, 4);
  desk.Give<RateTicket>(AnswerValue{TicketNow{resolved}});
  EXPECT_EQ(desk.state().toast->say, Say::kTicketSaved);
}

TEST(TicketTypingTest, ATicketOfTheCallHasItsCustomerAndQueue) {
  DeskPlayer desk;
  desk.Apply(Update{SnapshotOfAna()});
  Pop pop = RingingPop();
  pop.queue = "queues/sales";
  pop.caller.customer = "customers/w";
  desk.Apply(Update{PopOpened{pop}});
  desk.Type("tn");
  desk.Press(Key::Kind::kEnter);
  EXPECT_EQ(desk.state().toast->say, Say::kSubjectRequired);
  desk.Type("Late");
  desk.Press(Key::Kind::kEnter);

  ASSERT_EQ(desk.Asked<CreateTicket>().size(), 1U);
  const CreateTicket create = desk.Asked<CreateTicket>().back();
  EXPECT_EQ(create.subject, "Late");
  EXPECT_EQ(create.interaction, "calls/c1");
  EXPECT_EQ(create.customer, "customers/w");
  EXPECT_EQ(create.owner, "agents/ana");
  EXPECT_EQ(create.queue, "queues/sales");
  desk.Give<CreateTicket>(AnswerValue{TicketNow{TicketOfAna(77)}});
  EXPECT_EQ(desk.state().toast->count, 77);
  EXPECT_EQ(TopLayer(desk.state()), Layer::kTickets);
}

TEST(TicketTypingTest, ATicketByHandIsOfferedByTheQueueThatWasChosen) {
  DeskPlayer desk;
  desk.Apply(Update{SnapshotOfAna()});
  desk.Type("tnCall the depot");
  desk.Press(Key::Kind::kTab);
  desk.Press(Key::Kind::kTab);
  desk.Press(Key::Kind::kLeft);  // From question round to task.
  desk.Press(Key::Kind::kTab);
  desk.Press(Key::Kind::kRight);
  desk.Press(Key::Kind::kTab);
  desk.Press(Key::Kind::kRight);
  desk.Press(Key::Kind::kTab);
  desk.Type("today");
  desk.Press(Key::Kind::kEnter);

  ASSERT_EQ(desk.Asked<CreateTicket>().size(), 1U);
  const CreateTicket create = desk.Asked<CreateTicket>().back();
  EXPECT_EQ(create.type, TicketType::kTask);
  EXPECT_EQ(create.priority, TicketPriority::kHigh);
  EXPECT_EQ(create.queue, "queues/sales");
  EXPECT_EQ(create.owner, "");
  EXPECT_EQ(create.interaction, "");
  EXPECT_EQ(create.description, "today");
}

}  // namespace
}  // namespace jackfield::desk
