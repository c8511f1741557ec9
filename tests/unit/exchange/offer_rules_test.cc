#include "server/exchange/offer_rules.h"

#include <variant>

#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

std::size_t Opened(const Effects& effects) {
  std::size_t count = 0;
  for (const Effect& effect : effects)
    count += std::holds_alternative<OfferOpened>(effect) ? 1U : 0U;
  return count;
}
std::vector<OfferClosed> Closed(const Effects& effects) {
  std::vector<OfferClosed> closed;
  for (const Effect& effect : effects) {
    if (const auto* each = std::get_if<OfferClosed>(&effect)) closed.push_back(*each);
  }
  return closed;
}

class OfferRulesTest : public testing::Test {
 protected:
  void SetUp() override {
    driver.Configure(SmallSite());
    driver.Tell(Originated{.call = "c1", .connection = "caller"});
    driver.Tell(Queued{"c1", "caller", "sales"});
  }
  Effects RingAna() {
    return driver.Tell(Delivered{"c1", "m1", "PJSIP/1001-0000000e", "sales", "caller"});
  }
  Effects RingBo() { return driver.Tell(Delivered{"c1", "m2", "PJSIP/1002", "sales", "caller"}); }
  ExchangeDriver driver;
};

// Ana is ready at a desk; the switch distributes "sales".
class PassedRingTest : public OfferRulesTest {
 protected:
  void SetUp() override {
    OfferRulesTest::SetUp();
    SignIn("ana");
  }
  void SignIn(const std::string& agent) {
    driver.Command(DeskOpened{agent, "desk"}).value();
    driver.Command(SetAgentState{agent, AgentWish::kReady, {}, agent}).value();
  }
  void Ring(const std::string& member) {
    driver.Tell(Delivered{"c1", member, "PJSIP/1001", "sales", "caller"});
  }
  void RingInVain(const std::string& member, RingEnd cause = RingEnd::kNoAnswer) {
    Ring(member);
    driver.Tell(RingEnded{"c1", member, cause});
  }
  std::uint32_t passes() const { return driver.agent("ana").routing.passes; }
};

// O6, W7.
TEST_F(PassedRingTest, ThreeRingsInARowThatAreNotAnsweredMakeNotReady) {
  RingInVain("m1");
  RingInVain("m2");
  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);

  RingInVain("m3");

  EXPECT_EQ(driver.agent("ana").state, AgentState::kNotReady);
  EXPECT_EQ(driver.agent("ana").idle.reason, "offers passed");
  EXPECT_EQ(driver.agent("ana").cause, StateCause::kDeadline);
}

TEST_F(PassedRingTest, ARingThatIsAnsweredEndsTheRow) {
  RingInVain("m1");
  RingInVain("m2");
  EXPECT_EQ(passes(), 2U);
  Ring("m3");

  driver.Tell(Established{"c1", "m3", "PJSIP/1001", "sales", "caller"});

  EXPECT_EQ(passes(), 0U);
}

TEST_F(PassedRingTest, ARingThatEndsOtherwiseIsNoPass) {
  RingInVain("m1", RingEnd::kCallerGone);
  RingInVain("m2", RingEnd::kAnsweredElsewhere);
  RingInVain("m3", RingEnd::kCancelled);

  EXPECT_EQ(passes(), 0U);
}

TEST_F(PassedRingTest, ThatNobodyAnsweredCountsOnceAlsoWhenItIsSaidAfterTheRing) {
  RingInVain("m1", RingEnd::kCancelled);

  driver.Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});
  driver.Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});

  EXPECT_EQ(passes(), 1U);
}

TEST_F(PassedRingTest, ARingBesideAnotherCallIsNoPass) {
  driver.Tell(Originated{.call = "c2", .connection = "c2-caller"});
  driver.Tell(Delivered{"c2", "own", "PJSIP/1001", {}, {}});
  driver.Tell(Established{"c2", "own", "PJSIP/1001", {}, {}});

  RingInVain("m1");

  EXPECT_EQ(passes(), 0U);
}

TEST_F(PassedRingTest, ADirectCallThatIsNotAnsweredIsNoPass) {
  driver.Tell(Originated{.call = "c2", .connection = "c2-caller"});
  driver.Tell(Delivered{"c2", "own", "PJSIP/1001", {}, {}});
  driver.Tell(RingEnded{"c2", "own", RingEnd::kNoAnswer});

  EXPECT_EQ(passes(), 0U);
}

TEST_F(PassedRingTest, WithoutADeskTheSwitchAloneSaysWhoIsReady) {
  driver.Tell(MemberAdded{"sales", "PJSIP/1002", false, {}});
  ASSERT_EQ(driver.agent("bo").state, AgentState::kReady);
  RingBo();

  driver.Tell(RingEnded{"c1", "m2", RingEnd::kNoAnswer});

  EXPECT_EQ(driver.agent("bo").routing.passes, 0U);
}

TEST_F(PassedRingTest, APauseByTheSwitchItselfIsTakenOver) {
  Configuration site = SmallSite();
  site.routing.passes_max = 1;
  driver.Configure(site);
  driver.Tell(MemberAdded{"sales", "PJSIP/1001", false, {}});

  RingInVain("m1");
  driver.Tell(MemberPaused{"sales", "PJSIP/1001", true, PersonalText("Auto-Pause")});

  EXPECT_EQ(driver.agent("ana").state, AgentState::kNotReady);
  EXPECT_EQ(driver.agent("ana").idle.detail, PersonalText("Auto-Pause"));
}

TEST_F(PassedRingTest, WithoutALimitNobodyBecomesNotReady) {
  Configuration site = SmallSite();
  site.routing.passes_max = 0;
  driver.Configure(site);
  RingInVain("m1");
  RingInVain("m2");
  RingInVain("m3");
  RingInVain("m4");

  EXPECT_EQ(driver.agent("ana").state, AgentState::kReady);
}

// O1.
TEST_F(OfferRulesTest, RingAtAnAgentsDeviceOpensAnOffer) {
  EXPECT_EQ(Opened(RingAna()), 1U);
  EXPECT_EQ(driver.agent("ana").state, AgentState::kAlerting);
}

TEST_F(OfferRulesTest, SameRingAgainOpensNone) {
  RingAna();
  EXPECT_EQ(Opened(RingAna()), 0U);
}

TEST_F(OfferRulesTest, PhoneBehindTheMemberOpensNoSecondOffer) {
  RingAna();
  EXPECT_EQ(Opened(driver.Tell(Delivered{"c1", "phone", "PJSIP/1001", {}, {}})), 0U);
}

TEST_F(OfferRulesTest, RingAtADeviceOfNobodyIsListedAndOpensNone) {
  const Effects effects = driver.Tell(Delivered{"c1", "m9", "PJSIP/9999", "sales", "caller"});

  EXPECT_EQ(Opened(effects), 0U);
  EXPECT_EQ(driver.state().sources.begin()->second.unmapped_devices.at("PJSIP/9999"), 1U);
  EXPECT_EQ(driver.state().sources.begin()->second.unmapped_rang.count("PJSIP/9999"), 1U);
}

// O2.
TEST_F(OfferRulesTest, OfferThatNobodyEndsIsOverAtItsDeadline) {
  RingAna();
  driver.Advance(Duration{62'000});
  const std::vector<OfferClosed> closed = Closed(driver.FireTimers());

  ASSERT_EQ(closed.size(), 1U);
  EXPECT_EQ(closed[0].state, OfferState::kExpired);
  EXPECT_EQ(driver.agent("ana").state, AgentState::kLoggedOff);
  EXPECT_EQ(driver.agent("ana").missed.size(), 1U);
}

// C3. The server was away while the agent answered, and the source tells it afterwards.
TEST_F(OfferRulesTest, AnswerThatIsToldAfterTheOfferExpiredCountsAndIsNotMissed) {
  RingAna();
  driver.Advance(Duration{62'000});
  driver.FireTimers();
  driver.Tell(Established{"c1", "m1", "PJSIP/1001", "sales", "caller"});

  EXPECT_EQ(driver.counted("sales").answered, 1U);
  EXPECT_EQ(driver.call("c1").offers[0].state, OfferState::kExpired);
  EXPECT_EQ(driver.agent("ana").state, AgentState::kConnected);
  EXPECT_TRUE(driver.agent("ana").missed.empty());
  driver.Tell(CallCleared{"c1"});
  EXPECT_EQ(driver.counted("sales").completed, 1U);
  EXPECT_EQ(driver.counted("sales").abandoned, 0U);
}

TEST_F(OfferRulesTest, NobodyAnswersARingThatRangOut) {
  RingAna();
  driver.Advance(Duration{62'000});
  driver.FireTimers();
  driver.Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});
  driver.Tell(Established{"c1", "m1", "PJSIP/1001", "sales", "caller"});

  EXPECT_EQ(driver.counted("sales").answered, 0U);
  EXPECT_EQ(driver.counted("sales").ring_no_answers, 1U);
}

TEST_F(OfferRulesTest, EndOfAnOfferIsFinal) {
  RingAna();
  driver.Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});

  EXPECT_TRUE(Closed(driver.Tell(RingEnded{"c1", "m1", RingEnd::kCancelled})).empty());
  EXPECT_EQ(Opened(RingAna()), 0U);
  EXPECT_EQ(driver.call("c1").offers[0].state, OfferState::kNoAnswer);
}

TEST_F(OfferRulesTest, CallerWhoGivesUpEndsTheOfferAsMissed) {
  RingAna();
  const auto closed =
      Closed(driver.Tell(Dequeued{"c1", "caller", "sales", DequeueCause::kAbandoned}));

  ASSERT_EQ(closed.size(), 1U);
  EXPECT_EQ(closed[0].state, OfferState::kCallerGone);
  EXPECT_EQ(driver.agent("ana").missed.size(), 1U);
}

// O3.
TEST_F(OfferRulesTest, AnswerEndsTheOtherOffersOfTheQueueWithTheWinnersName) {
  RingAna();
  RingBo();
  const auto closed = Closed(driver.Tell(Established{"c1", "m2", "PJSIP/1002", "sales", "caller"}));

  ASSERT_EQ(closed.size(), 2U);
  EXPECT_EQ(closed[0].state, OfferState::kAnsweredElsewhere);
  EXPECT_EQ(closed[0].answered_by, driver.agent("bo").id);
  EXPECT_EQ(closed[1].state, OfferState::kAnswered);
  EXPECT_TRUE(driver.agent("ana").missed.empty());
  EXPECT_TRUE(driver.agent("ana").busy.empty());
}

// O4.
TEST_F(OfferRulesTest, NoAnswerCountsOnceAlsoWhenItIsSaidAfterTheRingEnded) {
  RingAna();
  driver.Tell(RingEnded{"c1", "m1", RingEnd::kCancelled});
  driver.Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});
  driver.Tell(RingEnded{"c1", "m1", RingEnd::kNoAnswer});

  EXPECT_EQ(driver.counted("sales").ring_no_answers, 1U);
}

TEST_F(OfferRulesTest, LateRingOfAConnectionThatIsOverOpensNothing) {
  driver.Tell(Established{"c1", "m1", "PJSIP/1001", "sales", "caller"});
  driver.Tell(ConnectionCleared{"c1", "m1"});

  EXPECT_EQ(Opened(RingAna()), 0U);
}

TEST_F(OfferRulesTest, WhoHandsTheCallOnIsNotTheWinnerOfTheRingThatFollows) {
  RingAna();
  driver.Tell(Established{"c1", "m1", "PJSIP/1001", "sales", "caller"});
  driver.Tell(Transferred{"c1", TransferKind::kBlind, "m1", {}, {}});
  driver.Tell(ConnectionCleared{"c1", "m1"});
  driver.Tell(Delivered{"c1", "m3", "PJSIP/1002", {}, {}});

  const auto closed = Closed(driver.Tell(RingEnded{"c1", "m3", RingEnd::kCancelled}));

  ASSERT_EQ(closed.size(), 1U);
  EXPECT_EQ(closed[0].state, OfferState::kCancelled);
  EXPECT_FALSE(closed[0].answered_by);
}

// A source that says two things of one connection: it rings at an agent, and it waits in a queue.
TEST_F(OfferRulesTest, OfferEndsWithItsConnectionWhateverStateThatWasIn) {
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver.Tell(Queued{"c1", "m1", "sales"});
  driver.Tell(ConnectionCleared{"c1", "m1"});

  EXPECT_NE(driver.call("c1").offers[0].state, OfferState::kRinging);
}

TEST_F(OfferRulesTest, MergedCallTakesNoOfferWithoutItsConnection) {
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", {}, {}});
  driver.Tell(Queued{"c1", "m1", "sales"});
  driver.Tell(ConnectionCleared{"c1", "m1"});
  driver.Tell(Originated{.call = "c2", .connection = "other"});
  driver.Tell(Conferenced{"c2", "c1"});
  driver.Advance(Duration{3'600'000});
  driver.FireTimers();

  EXPECT_TRUE(driver.agent("ana").busy.empty());
}

TEST_F(OfferRulesTest, MissedCallsBeyondTheListAreCountedUntilAllAreSeen) {
  for (std::size_t n = 0; n <= kMissedMax; ++n) {
    const std::string call = "missed" + std::to_string(n);
    driver.Tell(Delivered{call, call + "-ana", "PJSIP/1001", {}, {}});
    driver.Tell(CallCleared{call});
  }
  const std::size_t listed = driver.agent("ana").missed.size();
  const std::size_t counted = driver.agent("ana").missed_count();
  const OfferId newest = driver.agent("ana").missed.back().offer;
  ASSERT_TRUE(driver.Command(AcknowledgeMissed{"ana", {newest}}));
  const std::size_t without_one = driver.agent("ana").missed_count();
  ASSERT_TRUE(driver.Command(AcknowledgeMissed{"ana", {}}));

  EXPECT_EQ(listed, 100U);
  EXPECT_EQ(counted, 101U);
  EXPECT_EQ(without_one, 100U);
  EXPECT_EQ(driver.agent("ana").missed_count(), 0U);
}

}  // namespace
}  // namespace jackfield::exchange
