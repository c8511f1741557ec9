#include "server/exchange/desk_rules.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

class DeskRulesTest : public testing::Test {
 protected:
  void SetUp() override {
    driver.Configure(SmallSite());
    driver.Tell(Originated{.call = "c1", .connection = "caller"});
    driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  }
  CallId call() const { return driver.call("c1").id; }
  // After it the agent is in wrap-up, for ten seconds.
  void TalkInQueueAndHangUp(const std::string& call) {
    driver.Tell(CallCleared{"c1"});
    driver.Tell(MemberAdded{"sales", "PJSIP/1001"});
    driver.Tell(Originated{.call = call, .connection = "caller"});
    driver.Tell(Queued{call, "caller", "sales"});
    driver.Tell(Delivered{call, "m2", "PJSIP/1001", "sales", "caller"});
    driver.Tell(Established{call, "m2", "PJSIP/1001", "sales", "caller"});
    driver.Tell(ConnectionCleared{call, "m2"});
  }
  std::string ReasonOf(DeskCommand command) {
    const std::string before = driver.exchange().Save();
    const Result<Effects> done = driver.Command(std::move(command));
    EXPECT_EQ(driver.exchange().Save(), before) << "X2: a refused command changes nothing";
    return done ? "" : done.error().reason;
  }
  ExchangeDriver driver;
};

TEST_F(DeskRulesTest, RefusedCommandsNameTheReasonAndChangeNothing) {
  EXPECT_EQ(ReasonOf(SetAgentState{"nobody", AgentWish::kReady, "", ""}), "AGENT_NOT_FOUND");
  EXPECT_EQ(ReasonOf(PopShown{"ana", OfferId{99}, {}}), "OFFER_NOT_FOUND");
  EXPECT_EQ(ReasonOf(SaveNote{"ana", CallId{99}, {}}), "WRAP_UP_CLOSED");
  EXPECT_EQ(ReasonOf(SaveNote{"bo", call(), {}}), "WRAP_UP_NOT_FOUND");
  EXPECT_EQ(ReasonOf(ChooseCaller{"ana", CallId{99}, {}}), "CALL_NOT_FOUND");
  EXPECT_EQ(ReasonOf(ChooseCaller{"bo", call(), {}}), "CALL_OF_ANOTHER_AGENT");
  EXPECT_EQ(ReasonOf(CompleteWrapUp{"ana", call(), "no such", {}}), "DISPOSITION_UNKNOWN");
  EXPECT_EQ(ReasonOf(ExtendWrapUp{"ana", call(), Duration{1'000}}), "WRAP_UP_CLOSED");
  EXPECT_EQ(ReasonOf(ExtendWrapUp{"bo", call(), Duration{1'000}}), "WRAP_UP_NOT_FOUND");
  EXPECT_EQ(ReasonOf(SetPopMode{"nobody", PopMode::kOff}), "AGENT_NOT_FOUND");
}

TEST_F(DeskRulesTest, NotReadyNeedsNoReason) {
  driver.Tell(CallCleared{"c1"});
  ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kNotReady, "lunch", "ana"}));
  ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kNotReady, "", "ana"}));

  EXPECT_EQ(driver.agent("ana").state, AgentState::kNotReady);
  EXPECT_EQ(driver.agent("ana").idle.reason, "");
}

TEST_F(DeskRulesTest, FirstReportOfAShownPopCounts) {
  const OfferId offer = driver.call("c1").offers[0].id;
  ASSERT_TRUE(driver.Command(PopShown{"ana", offer, ExchangeDriver::kStart}));
  ASSERT_TRUE(driver.Command(PopShown{"ana", offer, ExchangeDriver::kStart + Duration{5}}));

  EXPECT_EQ(driver.call("c1").offers[0].shown, ExchangeDriver::kStart);
}

TEST_F(DeskRulesTest, NoteAndOutcomeStandInTheCallsRecord) {
  ASSERT_TRUE(driver.Command(SaveNote{"ana", call(), PersonalText(1, "sealed")}));
  ASSERT_TRUE(driver.Command(CompleteWrapUp{"ana", call(), "solved", {}}));

  const AfterCall& after = driver.call("c1").after.at(driver.agent("ana").id);
  EXPECT_EQ(after.note, PersonalText(1, "sealed"));
  EXPECT_EQ(after.disposition, "solved");
}

TEST_F(DeskRulesTest, CompletedWrapUpTakesNoOtherOutcomeAndNoLaterNote) {
  ASSERT_TRUE(driver.Command(SaveNote{"ana", call(), PersonalText(1, "saved"), 1}));
  const CompleteWrapUp complete{"ana", call(), "solved", PersonalText(1, "whole")};
  ASSERT_TRUE(driver.Command(complete));
  ASSERT_TRUE(driver.Command(complete)) << "the same again";
  ASSERT_TRUE(driver.Command(SaveNote{"ana", call(), PersonalText(1, "saved"), 1})) << "late";

  EXPECT_EQ(ReasonOf(CompleteWrapUp{"ana", call(), "", {}}), "WRAP_UP_CLOSED");
  EXPECT_EQ(ReasonOf(SaveNote{"ana", call(), PersonalText(1, "later"), 2}), "WRAP_UP_CLOSED");
  EXPECT_EQ(driver.call("c1").after.at(driver.agent("ana").id).note, PersonalText(1, "whole"));
}

TEST_F(DeskRulesTest, WrapUpThatRanOutTakesItsOutcomeLater) {
  TalkInQueueAndHangUp("c2");
  driver.Advance(Duration{11'001});
  driver.FireTimers();
  ASSERT_FALSE(driver.agent("ana").wrap_up);

  const CallId late = driver.call("c2").id;
  ASSERT_TRUE(driver.Command(SaveNote{"ana", late, PersonalText(1, "late"), 1}));
  ASSERT_TRUE(driver.Command(CompleteWrapUp{"ana", late, "solved", {}}));
  EXPECT_EQ(driver.call("c2").after.at(driver.agent("ana").id).disposition, "solved");
}

TEST_F(DeskRulesTest, WrapUpIsExtendedAsOftenAsAllowed) {
  TalkInQueueAndHangUp("c2");
  const CallId after = driver.call("c2").id;
  const Duration step{60'000};
  const Instant before = driver.agent("ana").wrap_up->until;
  ASSERT_TRUE(driver.Command(ExtendWrapUp{"ana", after, step, 2}));
  ASSERT_TRUE(driver.Command(ExtendWrapUp{"ana", after, step, 2}));

  EXPECT_EQ(ReasonOf(ExtendWrapUp{"ana", after, step, 2}), "WRAP_UP_EXTENSIONS_USED");
  EXPECT_EQ(ReasonOf(ExtendWrapUp{"ana", call(), step, 9}), "WRAP_UP_CLOSED") << "another call";
  EXPECT_EQ(driver.agent("ana").wrap_up->extensions, 2U);
  EXPECT_EQ(driver.agent("ana").wrap_up->until, before + 2 * step);
}

TEST_F(DeskRulesTest, NoteWithALowerOrTheSameRevisionChangesNothing) {
  ASSERT_TRUE(driver.Command(SaveNote{"ana", call(), PersonalText(1, "second"), 2}));
  ASSERT_TRUE(driver.Command(SaveNote{"ana", call(), PersonalText(1, "first, late"), 1}));
  ASSERT_TRUE(driver.Command(SaveNote{"ana", call(), PersonalText(1, "second, again"), 2}));

  const AfterCall& after = driver.call("c1").after.at(driver.agent("ana").id);
  EXPECT_EQ(after.note, PersonalText(1, "second"));
  EXPECT_EQ(after.note_revision, 2);

  ASSERT_TRUE(driver.Command(SaveNote{"ana", call(), PersonalText(1, "third"), 3}));
  EXPECT_EQ(after.note, PersonalText(1, "third"));
  EXPECT_EQ(after.note_revision, 3);
}

TEST_F(DeskRulesTest, LostDeskIsNotReadyAfterTheGracePeriodAndFindsItsStateAgain) {
  ASSERT_TRUE(driver.Command(DeskOpened{"bo", "desk-1"}));
  ASSERT_TRUE(driver.Command(SetAgentState{"bo", AgentWish::kReady, "", "bo"}));
  ASSERT_TRUE(driver.Command(DeskClosed{"bo", "desk-1"}));
  driver.Advance(Duration{59'999});
  driver.FireTimers();
  EXPECT_EQ(driver.agent("bo").state, AgentState::kReady);

  driver.Advance(Duration{1});
  driver.FireTimers();
  EXPECT_EQ(driver.agent("bo").idle.reason, "connection lost");

  ASSERT_TRUE(driver.Command(DeskOpened{"bo", "desk-2"}));
  EXPECT_EQ(driver.agent("bo").state, AgentState::kReady);
}

TEST_F(DeskRulesTest, OlderDeskThatClosesDoesNotTakeTheNewerWithIt) {
  ASSERT_TRUE(driver.Command(DeskOpened{"bo", "desk-1"}));
  ASSERT_TRUE(driver.Command(DeskOpened{"bo", "desk-2"}));
  ASSERT_TRUE(driver.Command(DeskClosed{"bo", "desk-1"}));

  EXPECT_EQ(driver.agent("bo").desk, "desk-2");
}

TEST_F(DeskRulesTest, CallerWhoWasChosenStaysChosen) {
  ASSERT_TRUE(driver.Command(ChooseCaller{"ana", call(), CustomerId{5}}));
  driver.Tell(CallInformation{.call = "c1",
                              .caller = Caller{.presentation = Presentation::kPresented,
                                               .number = PersonalText("1"),
                                               .match = Match::kExact,
                                               .customer = CustomerId{6}}});

  EXPECT_EQ(driver.call("c1").caller.customer, CustomerId{5});
  EXPECT_EQ(driver.call("c1").caller.match, Match::kChosen);
}

TEST_F(DeskRulesTest, PopModeIsThatOfTheRingsToCome) {  // O5
  ASSERT_TRUE(driver.Command(SetPopMode{"ana", PopMode::kOff}));
  driver.Tell(Originated{.call = "c2", .connection = "caller2"});
  driver.Tell(Delivered{"c2", "m2", "PJSIP/1001", {}, {}});

  EXPECT_EQ(driver.agent("ana").pop_mode, PopMode::kOff);
  EXPECT_TRUE(driver.call("c1").offers[0].popped()) << "it rang before";
  EXPECT_FALSE(driver.call("c2").offers[0].popped());
}

TEST_F(DeskRulesTest, ARingThatIsNotPoppedHasAllItsOtherConsequences) {
  ASSERT_TRUE(driver.Command(SetPopMode{"bo", PopMode::kOff}));
  driver.Tell(Originated{.call = "c2", .connection = "caller2"});
  driver.Tell(Delivered{"c2", "m2", "PJSIP/1002", {}, {}});
  ASSERT_EQ(driver.agent("bo").state, AgentState::kAlerting);
  const Effects ended = driver.Tell(RingEnded{"c2", "m2", RingEnd::kNoAnswer});

  EXPECT_EQ(driver.agent("bo").missed.size(), 1U);
  const OfferId offer = driver.call("c2").offers[0].id;
  const OfferClosed closed{
      driver.agent("bo").id, driver.call("c2").id, offer, OfferState::kNoAnswer, AgentId{}, false};
  EXPECT_NE(std::find(ended.begin(), ended.end(), Effect(closed)), ended.end());
}

TEST_F(DeskRulesTest, PopsAreOnAgainAfterALogOff) {  // A5
  driver.Tell(CallCleared{"c1"});
  ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kReady, "", "ana"}));
  ASSERT_TRUE(driver.Command(SetPopMode{"ana", PopMode::kOff}));
  ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kNotReady, "lunch", "ana"}));
  const PopMode at_lunch = driver.agent("ana").pop_mode;
  ASSERT_TRUE(driver.Command(SetAgentState{"ana", AgentWish::kLoggedOff, "", "ana"}));

  EXPECT_EQ(at_lunch, PopMode::kOff);
  EXPECT_EQ(driver.agent("ana").pop_mode, PopMode::kOn);
}

}  // namespace
}  // namespace jackfield::exchange
