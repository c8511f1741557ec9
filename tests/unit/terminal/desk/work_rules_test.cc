#include "agent-client/terminal/desk/work_rules.h"

#include <gtest/gtest.h>

#include "tests/unit/terminal/desk/desk_player.h"
#include "tests/unit/terminal/desk/work_samples.h"

namespace jackfield::desk {
namespace {

// A live desk of Ana's.
DeskPlayer DeskOfAna() {
  DeskPlayer desk;
  desk.Apply(Update{SnapshotOfAna()});
  desk.commands.clear();
  return desk;
}

TEST(WorkRulesTest, AnOfferRingsOnceAndIsAcceptedOnce) {
  DeskPlayer desk = DeskOfAna();
  desk.Apply(Update{OfferOf("workOffers/1", TicketOfAna(12))});
  EXPECT_EQ(desk.Asked<RingBell>().size(), 1U);

  desk.Type("yy");

  ASSERT_EQ(desk.Asked<AcceptWorkOffer>().size(), 1U);
  EXPECT_EQ(desk.Asked<AcceptWorkOffer>().back().name, "workOffers/1");
}

TEST(WorkRulesTest, WhatWasAcceptedIsTheAgentsAndOpens) {
  DeskPlayer desk = DeskOfAna();
  desk.Apply(Update{OfferOf("workOffers/1", TicketOfAna(12))});
  desk.Type("y");
  desk.Give<AcceptWorkOffer>(AnswerValue{Done{}});

  EXPECT_TRUE(desk.state().offers.empty());
  EXPECT_EQ(desk.state().toast->say, Say::kWorkAccepted);
  EXPECT_EQ(desk.state().toast->name, "#12 Delivery late");
  EXPECT_EQ(TopLayer(desk.state()), Layer::kTicket);
  EXPECT_EQ(desk.Asked<ListTicketEntries>().back().ticket, "tickets/t12");
}

TEST(WorkRulesTest, AnOfferThatWasClosedNeverComesBack) {  // W1
  DeskPlayer desk = DeskOfAna();
  const WorkOffer offer = OfferOf("workOffers/1", TicketOfAna(12));
  desk.Apply(Update{offer});
  desk.Apply(Update{WorkOfferClosed{"workOffers/1", WorkOfferEnd::kTaken}});
  EXPECT_EQ(desk.state().toast->say, Say::kWorkTaken);

  desk.Apply(Update{offer});
  Snapshot snapshot = SnapshotOfAna();
  snapshot.offers = {offer};
  desk.Apply(Update{snapshot});

  EXPECT_TRUE(desk.state().offers.empty());
}

TEST(WorkRulesTest, AnOfferThatASnapshotLeavesOutIsOver) {  // W1
  DeskPlayer desk = DeskOfAna();
  const WorkOffer offer = OfferOf("workOffers/1", TicketOfAna(12));
  desk.Apply(Update{offer});
  desk.Apply(Update{SnapshotOfAna()});
  desk.Apply(Update{offer});

  EXPECT_TRUE(desk.state().offers.empty());
}

TEST(WorkRulesTest, AnOfferThatCameWhileTheDeskWasAwayRingsOnce) {
  DeskPlayer desk = DeskOfAna();
  Snapshot snapshot = SnapshotOfAna();
  snapshot.offers = {OfferOf("workOffers/1", TicketOfAna(12))};
  desk.Apply(Update{snapshot});
  desk.Apply(Update{snapshot});

  EXPECT_EQ(desk.state().offers.size(), 1U);
  EXPECT_EQ(desk.Asked<RingBell>().size(), 1U);
}

TEST(WorkRulesTest, AnOfferDoesNotTakeTheKeyboardAndIsAnsweredByAlt) {  // W2
  DeskPlayer desk = DeskOfAna();
  desk.Apply(Update{WrapUpChanged{OpenWrapUp()}});
  desk.Type("nhalf");
  desk.Apply(Update{OfferOf("workOffers/1", TicketOfAna(12))});
  desk.Type("yd");
  EXPECT_EQ(desk.state().drafts.at("calls/c1").note.utf8(), "halfyd");
  EXPECT_TRUE(desk.Asked<AcceptWorkOffer>().empty());

  desk.Press(Key::Kind::kAlt, U'd');

  EXPECT_EQ(desk.Asked<DeclineWorkOffer>().back().name, "workOffers/1");
  EXPECT_EQ(desk.state().drafts.at("calls/c1").note.utf8(), "halfyd");
}

TEST(WorkRulesTest, AnOfferThatIsOverWhenItIsAnsweredGoes) {
  DeskPlayer desk = DeskOfAna();
  desk.Apply(Update{OfferOf("workOffers/1", TicketOfAna(12))});
  desk.Type("y");
  desk.Give<AcceptWorkOffer>(Fail(ErrorCode::kFailedPrecondition, "WORK_OFFER_OVER", "over"));

  EXPECT_TRUE(desk.state().offers.empty());
  EXPECT_EQ(desk.state().toast->say, Say::kFailed);
}

TEST(WorkRulesTest, ThePageOfACallbackThatWasAcceptedOpensWhereNobodyTypes) {  // W2
  DeskPlayer desk = DeskOfAna();
  desk.Apply(Update{OfferOfCallback("workOffers/1")});
  desk.Apply(Update{WorkOfferClosed{"workOffers/1", WorkOfferEnd::kAccepted}});
  EXPECT_EQ(TopLayer(desk.state()), Layer::kCallback);

  desk.Press(Key::Kind::kEscape);
  desk.Type("/");
  desk.Apply(Update{OfferOfCallback("workOffers/2")});
  desk.Apply(Update{WorkOfferClosed{"workOffers/2", WorkOfferEnd::kAccepted}});

  EXPECT_EQ(TopLayer(desk.state()), Layer::kSearch);
}

TEST(WorkRulesTest, TicketsAreThoseOfTheAgentByTheClockThatIsDueFirst) {
  DeskPlayer desk = DeskOfAna();
  desk.Apply(Update{TicketChanged{TicketOfAna(1, WallTime(5 * kTestMinute))}});
  desk.Apply(Update{TicketChanged{TicketOfAna(2, WallTime(3 * kTestMinute))}});
  Ticket without = TicketOfAna(3);
  without.clocks.clear();
  desk.Apply(Update{TicketChanged{without}});
  Ticket of_another = TicketOfAna(4);
  of_another.owner = "agents/bert";
  desk.Apply(Update{TicketChanged{of_another}});

  ASSERT_EQ(desk.state().tickets.size(), 3U);
  EXPECT_EQ(desk.state().tickets[0].number, 2);
  EXPECT_EQ(desk.state().tickets[1].number, 1);
  EXPECT_EQ(desk.state().tickets[2].number, 3);

  Ticket done = TicketOfAna(2);
  done.state = TicketState::kResolved;
  desk.Apply(Update{TicketChanged{done}});
  EXPECT_EQ(desk.state().tickets.size(), 2U);
}

TEST(WorkRulesTest, ANoticeStaysUntilItIsSeen) {
  DeskPlayer desk = DeskOfAna();
  const auto kind = WorkNotice::Kind::kClockBreach;
  desk.Apply(Update{NoticeAdded{NoticeOf("workNotices/1", kind, TicketOfAna(1))}});
  desk.Apply(Update{NoticeAdded{NoticeOf("workNotices/2", kind, TicketOfAna(2))}});
  desk.Type("g");
  ASSERT_EQ(desk.Asked<AcknowledgeNotices>().size(), 1U);
  EXPECT_EQ(desk.Asked<AcknowledgeNotices>().back().names,
            std::vector<std::string>{"workNotices/2"});
  desk.Give<AcknowledgeNotices>(AnswerValue{Done{}});
  ASSERT_EQ(desk.state().notices.size(), 1U);

  desk.Apply(Update{NoticesRemoved{{"workNotices/1"}}});

  EXPECT_TRUE(desk.state().notices.empty());
}

TEST(WorkRulesTest, ATicketThatAProgramShowsOpensOnlyWhereNobodyTypes) {  // W2
  DeskPlayer desk = DeskOfAna();
  const auto show = WorkNotice::Kind::kShow;
  desk.Type("/");
  desk.Apply(Update{NoticeAdded{NoticeOf("workNotices/1", show, TicketOfAna(1))}});
  EXPECT_EQ(TopLayer(desk.state()), Layer::kSearch);
  desk.Press(Key::Kind::kEscape);

  desk.Apply(Update{NoticeAdded{NoticeOf("workNotices/2", show, TicketOfAna(2))}});

  EXPECT_EQ(TopLayer(desk.state()), Layer::kTicket);
  EXPECT_EQ(desk.state().ticket.ticket.number, 2);
}

TEST(WorkRulesTest, AnOutcomeThatIsNotKnownIsSaidToBe) {  // W3
  DeskPlayer desk = DeskOfAna();
  desk.Apply(
      Update{CommandEnded{"command-1", CallCommand::kTransfer, CommandOutcome::kUnknown, {}}});
  EXPECT_EQ(desk.state().toast->say, Say::kCommandUnknown);
  EXPECT_EQ(desk.state().toast->command, CallCommand::kTransfer);

  desk.Apply(
      Update{CommandEnded{"command-2", CallCommand::kHold, CommandOutcome::kRefused, "no such"}});
  EXPECT_EQ(desk.state().toast->say, Say::kCommandRefused);
  EXPECT_EQ(desk.state().toast->name, "no such");
}

TEST(WorkRulesTest, NothingIsAnsweredWhileTheLinkIsDown) {
  DeskPlayer desk = DeskOfAna();
  desk.Apply(Update{OfferOf("workOffers/1", TicketOfAna(12))});
  desk.Apply(LinkChange{LinkChange::To::kLost, {}});
  desk.Type("yd");

  EXPECT_TRUE(desk.Asked<AcceptWorkOffer>().empty());
  EXPECT_TRUE(desk.Asked<DeclineWorkOffer>().empty());
  EXPECT_EQ(desk.state().toast->say, Say::kNotLive);
}

}  // namespace
}  // namespace jackfield::desk
