#include "server/exchange/alert_rules.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::int64_t kMillion = 1'000'000;

// What became of an alert: when, by the engine's clock in milliseconds from the start.
struct Turn {
  std::int64_t at_ms;
  enum class Kind { kRaised, kAcknowledged, kCleared } kind;

  bool operator==(const Turn&) const = default;
};
using Kind = Turn::Kind;

void PrintTo(const Turn& turn, std::ostream* out) {
  *out << (turn.kind == Kind::kRaised    ? "raised"
           : turn.kind == Kind::kCleared ? "cleared"
                                         : "acknowledged")
       << " at " << turn.at_ms << " ms";
}

// The queue "sales" with one rule, and callers and agents who come and go at literal times.
//
// Thread safety: none; one per test.
class AlertScene {
 public:
  explicit AlertScene(const AlertRule& rule, bool restarts = false) : restarts_(restarts) {
    SetRules({rule});
  }

  void SetRules(std::vector<AlertRule> rules) {
    Configuration site = SmallSite();
    site.queues[0].alert_rules = std::move(rules);
    Configure(site);
  }
  void Configure(Configuration site) {
    driver_.Configure(std::move(site));
    Collect();
  }

  // Lets time pass up to `at_ms`; each timer is noticed when it is due.
  void RunTo(std::int64_t at_ms) {
    const Instant end{Duration{at_ms}};
    for (auto due = driver_.exchange().NextTimer(); due && *due <= end;
         due = driver_.exchange().NextTimer()) {
      driver_.Advance(due->time_since_epoch() - driver_.now());
      Keep(driver_.FireTimers());
    }
    driver_.Advance(Duration{at_ms} - driver_.now());
  }

  // So many callers wait from now on: new ones come, the oldest go.
  void SetWaiting(std::size_t count) {
    while (waiting_.size() < count) {
      waiting_.push_back("c" + std::to_string(++calls_));
      Tell(Queued{waiting_.back(), waiting_.back() + "-caller", "sales"});
    }
    while (waiting_.size() > count) Leave(DequeueCause::kWithdrawn);
  }
  // The caller who came first leaves.
  void Leave(DequeueCause cause) {
    const std::string call = waiting_.front();
    waiting_.erase(waiting_.begin());
    Tell(Dequeued{call, call + "-caller", "sales", cause});
  }
  void Tell(TelephonyEventBody body) { Keep(driver_.Tell(std::move(body))); }
  Status Acknowledge(AlertId alert, const std::string& actor) {
    Result<Effects> effects = driver_.Command(AcknowledgeAlert{alert, actor});
    if (!effects) return Fail(effects);
    Keep(*effects);
    return {};
  }

  const std::vector<Turn>& turns() const { return turns_; }
  const std::vector<Alert>& alerts() const { return alerts_; }  // As each was told.
  const ExchangeDriver& driver() const { return driver_; }

 private:
  // Configure() keeps no effects: what it raised or cleared is seen in the state.
  void Collect() {
    const auto raised = driver_.state().alerts;
    for (const auto& [id, alert] : raised_) {
      if (!raised.contains(id)) turns_.push_back({driver_.now().count(), Kind::kCleared});
    }
    for (const auto& [id, alert] : raised) {
      if (!raised_.contains(id)) turns_.push_back({driver_.now().count(), Kind::kRaised});
    }
    raised_ = raised;
  }

  void Keep(const Effects& effects) {
    for (const Effect& effect : effects) {
      const auto* changed = std::get_if<AlertChanged>(&effect);
      if (changed == nullptr) continue;
      const Alert& alert = changed->alert;
      const Kind kind = alert.cleared        ? Kind::kCleared
                        : alert.acknowledged ? Kind::kAcknowledged
                                             : Kind::kRaised;
      const WallTime at = alert.cleared.value_or(alert.acknowledged.value_or(alert.raised));
      turns_.push_back({(at - ExchangeDriver::kStart).count(), kind});
      alerts_.push_back(alert);
    }
    if (restarts_) driver_.Restart();
    raised_ = driver_.state().alerts;
  }

  const bool restarts_;
  ExchangeDriver driver_{/*source_times=*/false};
  std::vector<std::string> waiting_;
  int calls_ = 0;
  std::vector<Turn> turns_;
  std::vector<Alert> alerts_;
  std::map<AlertId, Alert> raised_;
};

AlertRule MoreThanTwoWaiting() {
  return {.figure = AlertFigure::kWaitingCount, .limit_millionths = 2 * kMillion};
}

// W1: how many wait from which time on, and what comes of it until 120 s.
struct WaitingCase {
  const char* name;
  AlertRule rule;
  std::vector<std::pair<std::int64_t, std::size_t>> waiting;
  std::vector<Turn> turns;
};

class AlertHoldTest : public testing::TestWithParam<WaitingCase> {
 protected:
  static std::vector<Turn> Play(bool restarts) {
    AlertScene scene(GetParam().rule, restarts);
    for (const auto& [at_ms, count] : GetParam().waiting) {
      scene.RunTo(at_ms);
      scene.SetWaiting(count);
    }
    scene.RunTo(120'000);
    return scene.turns();
  }
};

TEST_P(AlertHoldTest, ThresholdsRaiseAndClearAsTheTableSays) {
  EXPECT_EQ(Play(/*restarts=*/false), GetParam().turns);
}

TEST_P(AlertHoldTest, ARestartAfterEachInputChangesNothing) {
  EXPECT_EQ(Play(/*restarts=*/true), GetParam().turns);
}

AlertRule WithSpans(Duration raise_after, Duration clear_after) {
  AlertRule rule = MoreThanTwoWaiting();
  rule.raise_after = raise_after;
  rule.clear_after = clear_after;
  return rule;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, AlertHoldTest,
    testing::Values(
        WaitingCase{"AtTheLimitIsWithin", MoreThanTwoWaiting(), {{0, 2}}, {}},
        WaitingCase{"BeyondForTheSpanRaises",
                    MoreThanTwoWaiting(),
                    {{1'000, 3}},
                    {{11'000, Kind::kRaised}}},
        WaitingCase{"BeyondForLessDoesNot", MoreThanTwoWaiting(), {{1'000, 3}, {10'999, 2}}, {}},
        WaitingCase{"BackAtTheLastMomentIsTooLate",
                    MoreThanTwoWaiting(),
                    {{1'000, 3}, {11'000, 2}},
                    {{11'000, Kind::kRaised}, {31'000, Kind::kCleared}}},
        WaitingCase{"FlappingBelowTheSpanNeverRaises",
                    MoreThanTwoWaiting(),
                    {{0, 3}, {9'000, 2}, {9'001, 3}, {18'000, 1}, {19'000, 4}, {28'999, 0}},
                    {}},
        WaitingCase{"MoreBeyondIsNoBreak",
                    MoreThanTwoWaiting(),
                    {{0, 3}, {5'000, 7}, {9'000, 4}},
                    {{10'000, Kind::kRaised}}},
        WaitingCase{"WithinForTheSpanClears",
                    MoreThanTwoWaiting(),
                    {{0, 3}, {15'000, 2}},
                    {{10'000, Kind::kRaised}, {35'000, Kind::kCleared}}},
        WaitingCase{"WithinForLessKeepsIt",
                    MoreThanTwoWaiting(),
                    {{0, 3}, {15'000, 2}, {34'999, 3}, {40'000, 0}, {59'000, 3}},
                    {{10'000, Kind::kRaised}}},
        WaitingCase{"AgainBeyondIsAnotherAlert",
                    MoreThanTwoWaiting(),
                    {{0, 3}, {15'000, 0}, {50'000, 3}},
                    {{10'000, Kind::kRaised}, {35'000, Kind::kCleared}, {60'000, Kind::kRaised}}},
        WaitingCase{"WithoutSpansAtOnce",
                    WithSpans(Duration{0}, Duration{0}),
                    {{1'000, 3}, {2'000, 2}, {3'000, 3}},
                    {{1'000, Kind::kRaised}, {2'000, Kind::kCleared}, {3'000, Kind::kRaised}}},
        WaitingCase{"SpansOfTheirOwn",
                    WithSpans(Duration{3'000}, Duration{5'000}),
                    {{1'000, 3}, {10'000, 1}},
                    {{4'000, Kind::kRaised}, {15'000, Kind::kCleared}}}),
    [](const auto& each) { return each.param.name; });

// W2.
TEST(AlertRulesTest, AWaitPassesItsLimitByTimeAlone) {
  AlertScene scene({.figure = AlertFigure::kLongestWait, .limit_millionths = 60 * kMillion});
  scene.RunTo(5'000);
  scene.SetWaiting(1);

  scene.RunTo(100'000);

  // Beyond from 65.001 s on, raised after 10 s of it.
  EXPECT_THAT(scene.turns(), ElementsAre(Turn{75'001, Kind::kRaised}));
  EXPECT_EQ(scene.alerts()[0].raised_value_millionths, 70'001'000);
}

TEST(AlertRulesTest, AWaitThatEndsAtItsLimitRaisesNothing) {
  AlertScene scene({.figure = AlertFigure::kLongestWait,
                    .limit_millionths = 60 * kMillion,
                    .raise_after = Duration{0}});
  scene.SetWaiting(1);

  scene.RunTo(60'000);
  scene.SetWaiting(0);
  scene.RunTo(200'000);

  EXPECT_THAT(scene.turns(), IsEmpty());
}

TEST(AlertRulesTest, TheNextCallerInLineMayBeWithinTheLimit) {
  AlertScene scene({.figure = AlertFigure::kLongestWait,
                    .limit_millionths = 60 * kMillion,
                    .raise_after = Duration{0},
                    .clear_after = Duration{1'000}});
  scene.SetWaiting(1);
  scene.RunTo(50'000);
  scene.SetWaiting(2);
  scene.RunTo(70'000);
  scene.SetWaiting(1);  // The first one goes; the second one waits for 20 s.

  scene.RunTo(111'000);

  EXPECT_THAT(scene.turns(), ElementsAre(Turn{60'001, Kind::kRaised}, Turn{71'000, Kind::kCleared},
                                         Turn{110'001, Kind::kRaised}));
}

TEST(AlertRulesTest, TheServiceLevelAtItsLimitIsWithinAndBelowIsBeyond) {
  AlertScene scene({.figure = AlertFigure::kServiceLevel,
                    .limit_millionths = 500'000,
                    .raise_after = Duration{0}});
  scene.SetWaiting(3);
  scene.Tell(Delivered{"c1", "m1", "PJSIP/1001", "sales", "c1-caller"});
  scene.Tell(Established{"c1", "m1", "PJSIP/1001", "sales", "c1-caller"});
  EXPECT_THAT(scene.turns(), IsEmpty()) << "1 of 1";

  scene.RunTo(20'001);  // T of 20 s passes for the two others, at one time: 1 of 3.

  EXPECT_THAT(scene.turns(), ElementsAre(Turn{20'001, Kind::kRaised}));
  EXPECT_THAT(scene.alerts()[0].raised_value_millionths, testing::AnyOf(500'000, 333'333));
}

// W1: an interval without calls has no data. W2: it begins by time alone.
TEST(AlertRulesTest, WithTheNextIntervalAFigureHasNoData) {
  AlertScene scene({.figure = AlertFigure::kAbandonedRatio,
                    .limit_millionths = 0,
                    .raise_after = Duration{0},
                    .clear_after = Duration{0}});
  scene.SetWaiting(1);
  scene.RunTo(1'000);
  scene.Leave(DequeueCause::kAbandoned);

  scene.RunTo(2'000'000);

  EXPECT_THAT(scene.turns(),
              ElementsAre(Turn{1'000, Kind::kRaised}, Turn{900'000, Kind::kCleared}));
}

TEST(AlertRulesTest, TheServiceLevelIsThatOfTheFormula) {
  AlertScene scene({.figure = AlertFigure::kServiceLevel,
                    .limit_millionths = 900'000,
                    .raise_after = Duration{0}});
  Configuration site = SmallSite();
  site.queues[0].service_level_formula = ServiceLevelFormula::kAbandonsPositive;
  site.queues[0].alert_rules = {{.figure = AlertFigure::kServiceLevel,
                                 .limit_millionths = 900'000,
                                 .raise_after = Duration{0}}};
  scene.Configure(site);
  scene.SetWaiting(1);

  scene.Leave(DequeueCause::kAbandoned);  // Within T: 0 % by the default, 100 % by this one.

  EXPECT_THAT(scene.turns(), IsEmpty());
}

TEST(AlertRulesTest, FewerAgentsThanTheLimitAreBeyond) {
  AlertScene ready({.figure = AlertFigure::kReadyCount, .limit_millionths = 1 * kMillion});
  AlertScene staffed({.figure = AlertFigure::kStaffedCount, .limit_millionths = 2 * kMillion});
  for (AlertScene* scene : {&ready, &staffed}) {
    scene->Tell(MemberAdded{"sales", "PJSIP/1001", false, {}});
    scene->Tell(MemberAdded{"sales", "PJSIP/9999", false, {}});  // Of no agent.
    scene->RunTo(30'000);
    EXPECT_THAT(scene->turns(), IsEmpty());
  }

  for (AlertScene* scene : {&ready, &staffed}) {
    scene->Tell(MemberPaused{"sales", "PJSIP/1001", true, {}});
    scene->RunTo(60'000);
  }
  EXPECT_THAT(ready.turns(), ElementsAre(Turn{40'000, Kind::kRaised}));
  EXPECT_THAT(staffed.turns(), IsEmpty());

  staffed.Tell(MemberRemoved{"sales", "PJSIP/1001"});
  staffed.RunTo(90'000);
  EXPECT_THAT(staffed.turns(), ElementsAre(Turn{70'000, Kind::kRaised}));
}

// W3.
TEST(AlertRulesTest, ARuleThatIsTakenAwayClearsItsAlertAtOnce) {
  AlertScene scene(MoreThanTwoWaiting());
  scene.SetWaiting(3);
  scene.RunTo(15'000);

  scene.SetRules({});
  scene.RunTo(60'000);

  EXPECT_THAT(scene.turns(),
              ElementsAre(Turn{10'000, Kind::kRaised}, Turn{15'000, Kind::kCleared}));
  EXPECT_THAT(scene.driver().queue("sales").alerts, IsEmpty());
}

TEST(AlertRulesTest, AQueueThatIsTakenAwayClearsItsAlertsAtOnce) {
  AlertScene scene(MoreThanTwoWaiting());
  scene.SetWaiting(3);
  scene.RunTo(15'000);

  Configuration site = SmallSite();
  site.queues.clear();
  scene.Configure(site);

  EXPECT_THAT(scene.turns(),
              ElementsAre(Turn{10'000, Kind::kRaised}, Turn{15'000, Kind::kCleared}));
}

TEST(AlertRulesTest, AnotherLimitBeginsTheSpanAnew) {
  AlertScene scene(MoreThanTwoWaiting());
  scene.SetWaiting(4);
  scene.RunTo(8'000);

  AlertRule stricter = MoreThanTwoWaiting();
  stricter.limit_millionths = 1 * kMillion;
  scene.SetRules({stricter});
  scene.RunTo(60'000);

  EXPECT_THAT(scene.turns(), ElementsAre(Turn{18'000, Kind::kRaised}));
}

TEST(AlertRulesTest, AnAlertThatIsRaisedIsClearedByTheNewLimitAndKeepsItsRule) {
  AlertScene scene(MoreThanTwoWaiting());
  scene.SetWaiting(4);
  scene.RunTo(15'000);

  AlertRule looser = MoreThanTwoWaiting();
  looser.limit_millionths = 5 * kMillion;
  scene.SetRules({looser});
  scene.RunTo(60'000);

  EXPECT_THAT(scene.turns(),
              ElementsAre(Turn{10'000, Kind::kRaised}, Turn{35'000, Kind::kCleared}));
  EXPECT_EQ(scene.alerts().back().rule, MoreThanTwoWaiting());
}

TEST(AlertRulesTest, TheSameConfigurationAgainIsNoBreak) {
  AlertScene scene(MoreThanTwoWaiting());
  scene.SetWaiting(3);
  scene.RunTo(8'000);

  scene.SetRules({MoreThanTwoWaiting()});
  scene.RunTo(60'000);

  EXPECT_THAT(scene.turns(), ElementsAre(Turn{10'000, Kind::kRaised}));
}

TEST(AlertRulesTest, EachRuleOfAQueueHasItsOwnAlert) {
  AlertScene scene(MoreThanTwoWaiting());
  scene.SetRules({MoreThanTwoWaiting(),
                  {.figure = AlertFigure::kStaffedCount, .limit_millionths = 1 * kMillion}});
  scene.SetWaiting(3);

  scene.RunTo(60'000);

  EXPECT_THAT(scene.driver().state().alerts, SizeIs(2));
  EXPECT_NE(scene.alerts()[0].id, scene.alerts()[1].id);
}

// W4.
TEST(AlertRulesTest, OnlyTheFirstAcknowledgementCounts) {
  AlertScene scene(MoreThanTwoWaiting());
  scene.SetWaiting(3);
  scene.RunTo(12'000);
  const AlertId alert = scene.alerts()[0].id;

  EXPECT_TRUE(scene.Acknowledge(alert, "sue"));
  scene.RunTo(13'000);
  EXPECT_TRUE(scene.Acknowledge(alert, "sam"));

  EXPECT_THAT(scene.turns(),
              ElementsAre(Turn{10'000, Kind::kRaised}, Turn{12'000, Kind::kAcknowledged}));
  EXPECT_EQ(scene.driver().state().alerts.at(alert).acknowledged_by, "sue");
  EXPECT_EQ(scene.alerts().back().revision, 2U);
}

TEST(AlertRulesTest, AnAlertThatIsNotRaisedCannotBeAcknowledged) {
  AlertScene scene(MoreThanTwoWaiting());

  const Status refused = scene.Acknowledge(AlertId{7}, "sue");

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(refused.error().reason, "ALERT_NOT_FOUND");
}

}  // namespace
}  // namespace jackfield::exchange
