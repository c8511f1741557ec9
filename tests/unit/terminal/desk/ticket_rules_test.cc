#include "agent-client/terminal/desk/ticket_rules.h"

#include <gtest/gtest.h>

#include "agent-client/terminal/desk/work_state.h"
#include "tests/unit/terminal/desk/desk_player.h"
#include "tests/unit/terminal/desk/work_samples.h"

namespace jackfield::desk {
namespace {

using Which = TicketList::Which;

DeskPlayer DeskWithTickets() {
  DeskPlayer desk;
  Snapshot snapshot = SnapshotOfAna();
  snapshot.tickets = {TicketOfAna(1, WallTime(3 * kTestMinute)),
                      TicketOfAna(2, WallTime(5 * kTestMinute))};
  desk.Apply(Update{snapshot});
  desk.commands.clear();
  return desk;
}

Ticket OfNobody() {
  Ticket ticket = TicketOfAna(9);
  ticket.owner.clear();
  return ticket;
}

TEST(TicketRulesTest, TheListOpensOneWithItsHistory) {
  DeskPlayer desk = DeskWithTickets();
  desk.Type("tj");
  desk.Press(Key::Kind::kEnter);
  EXPECT_EQ(desk.state().layers, (std::vector{Layer::kTickets, Layer::kTicket}));
  ASSERT_EQ(desk.Asked<ListTicketEntries>().size(), 1U);
  EXPECT_EQ(desk.Asked<ListTicketEntries>().back().ticket, "tickets/t2");
  TicketEntry entry;
  entry.text = "where is it?";
  desk.Give<ListTicketEntries>(AnswerValue{EntriesListed{{entry}, ""}});

  ASSERT_EQ(desk.state().ticket.entries.size(), 1U);
  desk.Press(Key::Kind::kEscape);
  EXPECT_EQ(TopLayer(desk.state()), Layer::kTickets);
}

TEST(TicketRulesTest, AMarkBeyondAListThatShrankOpensItsLast) {
  DeskPlayer desk = DeskWithTickets();
  desk.Type("tj");
  Ticket done = TicketOfAna(2);
  done.state = TicketState::kClosed;
  desk.Apply(Update{TicketChanged{done}});
  desk.Press(Key::Kind::kEnter);

  EXPECT_EQ(desk.state().ticket.ticket.number, 1);
}

TEST(TicketRulesTest, WithoutACallTheNextListIsOfThoseThatNobodyHas) {
  DeskPlayer desk = DeskWithTickets();
  desk.Type("tf");
  ASSERT_EQ(desk.Asked<ListTickets>().size(), 1U);
  EXPECT_EQ(desk.Asked<ListTickets>().back().customer, "");
  EXPECT_EQ(desk.state().ticket_list.which, Which::kFree);
  desk.Give<ListTickets>(AnswerValue{TicketsListed{{OfNobody()}, true}});
  EXPECT_EQ(ListedTickets(desk.state()).front().number, 9);

  desk.Type("t");

  EXPECT_EQ(desk.Asked<TakeTicket>().back().ticket, "tickets/t9");
}

TEST(TicketRulesTest, WithACallerTheirTicketsComeFirst) {
  DeskPlayer desk = DeskWithTickets();
  Pop pop = RingingPop();
  pop.caller.customer = "customers/w";
  desk.Apply(Update{PopOpened{pop}});
  desk.Type("tf");
  EXPECT_EQ(desk.Asked<ListTickets>().back().customer, "customers/w");
  desk.Type("f");
  EXPECT_EQ(desk.Asked<ListTickets>().back().customer, "");
  desk.Type("f");
  EXPECT_EQ(desk.state().ticket_list.which, Which::kMine);
}

TEST(TicketRulesTest, AnAnswerToAnotherListIsNotShown) {
  DeskPlayer desk = DeskWithTickets();
  desk.Type("tff");
  desk.Give<ListTickets>(AnswerValue{TicketsListed{{OfNobody()}, false}});

  EXPECT_EQ(ListedTickets(desk.state()).size(), 2U);
  EXPECT_TRUE(desk.state().ticket_list.read.empty());
}

TEST(TicketRulesTest, AChangeOfTheOpenTicketReadsItsHistoryAgain) {
  DeskPlayer desk = DeskWithTickets();
  desk.Type("t");
  desk.Press(Key::Kind::kEnter);
  desk.Give<ListTicketEntries>(AnswerValue{EntriesListed{{TicketEntry{}}, ""}});
  Ticket changed = TicketOfAna(1);
  changed.updated = WallTime(kTestMinute);
  changed.state = TicketState::kPending;
  desk.Apply(Update{TicketChanged{changed}});

  EXPECT_EQ(desk.state().ticket.ticket.state, TicketState::kPending);
  EXPECT_EQ(desk.Asked<ListTicketEntries>().size(), 2U);
  EXPECT_EQ(desk.state().ticket.entries.size(), 1U);  // Until the answer comes.
}

TEST(TicketRulesTest, HistoryReadsOnBeforeItsEndIsReached) {
  DeskPlayer desk = DeskWithTickets();
  desk.Type("t");
  desk.Press(Key::Kind::kEnter);
  desk.Give<ListTicketEntries>(AnswerValue{EntriesListed{std::vector<TicketEntry>(50), "next"}});
  EXPECT_EQ(desk.Asked<ListTicketEntries>().size(), 1U);
  for (int i = 0; i < 3; ++i) desk.Press(Key::Kind::kPageDown);

  ASSERT_EQ(desk.Asked<ListTicketEntries>().size(), 2U);
  EXPECT_EQ(desk.Asked<ListTicketEntries>().back().page_token, "next");
}

TEST(TicketRulesTest, OneThatIsResolvedIsOpenedAgain) {
  DeskPlayer desk = DeskWithTickets();
  desk.Type("t");
  desk.Press(Key::Kind::kEnter);
  desk.Type("o");

  ASSERT_EQ(desk.Asked<SetTicketState>().size(), 1U);
  EXPECT_EQ(desk.Asked<SetTicketState>().back().ticket, "tickets/t1");
  EXPECT_EQ(desk.Asked<SetTicketState>().back().state, TicketState::kOpen);
}

}  // namespace
}  // namespace jackfield::desk
