#include "server/exchange/commands/command_rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

template <typename Wanted>
std::vector<Wanted> Only(const Effects& effects) {
  std::vector<Wanted> only;
  for (const Effect& effect : effects) {
    if (const auto* each = std::get_if<Wanted>(&effect)) only.push_back(*each);
  }
  return only;
}

class CommandRulesTest : public testing::Test {
 protected:
  void SetUp() override {
    driver.Configure(SmallSite());
    driver.Tell(LinkUp{"e", {{CommandKind::kHold, CommandKind::kClear}}});
    driver.Tell(Originated{.call = "c1", .connection = "caller"});
    driver.Tell(Established{"c1", "m1", "PJSIP/1001", {}, {}});
  }
  CommandId IssueHold() {
    const auto effects = driver.Command(HoldConnection{"ana", driver.call("c1").id});
    return Only<CommandIssued>(effects.value()).at(0).command.id;
  }

  ExchangeDriver driver;
};

TEST_F(CommandRulesTest, ACommandIsIssuedOnceWithAnIdOfItsEntryAndFiveSeconds) {
  driver.Advance(Duration{1'000});
  const auto effects = driver.Command(HoldConnection{"ana", driver.call("c1").id});

  const auto issued = Only<CommandIssued>(effects.value());
  ASSERT_EQ(issued.size(), 1U);
  const CallCommand& command = issued[0].command;
  EXPECT_EQ(command.id, CommandId{5 * 4'096});  // The fifth entry.
  EXPECT_EQ(command.source, driver.state().source_names.at("pbx"));
  EXPECT_EQ(command.agent, driver.agent("ana").id);
  EXPECT_EQ(command.deadline, Instant(Duration{6'000}));
  EXPECT_EQ(command.body, CallCommandBody(HoldCall{"c1", "m1"}));
  EXPECT_EQ(driver.state().commands.at(command.id), command);
  EXPECT_EQ(driver.call("c1").connections.at("m1").state, ConnectionState::kConnected);  // K3.
}

TEST_F(CommandRulesTest, TheFirstOutcomeCountsAndALaterOneIsNoted) {  // K2.
  const CommandId id = IssueHold();

  const auto first =
      Only<CommandEnded>(driver.Tell(CommandResult{id, CommandOutcome::kRefused, "NO_CHANNEL"}));
  const Effects again = driver.Tell(CommandResult{id, CommandOutcome::kAccepted, ""});

  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0], (CommandEnded{id, driver.agent("ana").id, CommandOutcome::kRefused,
                                    "NO_CHANNEL", CommandKind::kHold}));
  EXPECT_TRUE(Only<CommandEnded>(again).empty());
  ASSERT_EQ(Only<Noted>(again).size(), 1U);
  EXPECT_EQ(Only<Noted>(again)[0].cause, IgnoreCause::kCommandNotOpen);
  EXPECT_TRUE(driver.state().commands.empty());
}

TEST_F(CommandRulesTest, AnOutcomeOfAnotherSourceChangesNothing) {  // K4.
  const CommandId id = IssueHold();
  Exchange exchange = driver.exchange();
  Input input{.now = Instant(Duration{100})};
  input.body =
      TelephonyEvent{.source = "other", .body = CommandResult{id, CommandOutcome::kAccepted, ""}};

  const auto effects = exchange.Apply(Sequence{99}, input);

  EXPECT_TRUE(Only<CommandEnded>(effects.value()).empty());
  EXPECT_TRUE(exchange.state().commands.contains(id));
}

TEST_F(CommandRulesTest, PastItsDeadlineTheOutcomeIsUnknownAndStaysSo) {  // K2.
  const CommandId id = IssueHold();
  driver.Advance(Duration{4'999});
  EXPECT_TRUE(Only<CommandEnded>(driver.FireTimers()).empty());
  driver.Advance(Duration{1});

  const auto ended = Only<CommandEnded>(driver.FireTimers());
  const Effects late = driver.Tell(CommandResult{id, CommandOutcome::kAccepted, ""});

  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].outcome, CommandOutcome::kUnknown);
  EXPECT_EQ(ended[0].reason, "DEADLINE_PASSED");
  EXPECT_TRUE(Only<CommandEnded>(late).empty());
}

TEST_F(CommandRulesTest, ACommandThatWasOpenAtARestartEndsAsUnknown) {  // K1.
  IssueHold();
  driver.Restart();
  driver.Advance(Duration{5'000});

  const Effects effects = driver.FireTimers();

  ASSERT_EQ(Only<CommandEnded>(effects).size(), 1U);
  EXPECT_EQ(Only<CommandEnded>(effects)[0].outcome, CommandOutcome::kUnknown);
  EXPECT_TRUE(Only<CommandIssued>(effects).empty());
}

TEST_F(CommandRulesTest, AnOutcomeDoesNotMendTheLinkNorMakeTheSourceHeard) {
  const CommandId id = IssueHold();
  driver.Tell(LinkDown{});
  const SourceId source = driver.state().source_names.at("pbx");
  const Moment heard = driver.state().sources.at(source).last_event;
  driver.Advance(Duration{1'000});

  driver.Tell(CommandResult{id, CommandOutcome::kRefused, "SOURCE_NOT_CONNECTED"});

  EXPECT_TRUE(driver.state().sources.at(source).link_lost());
  EXPECT_EQ(driver.state().sources.at(source).last_event, heard);
}

TEST_F(CommandRulesTest, ASourceIsAskedForNothingThatItHasNotSaidThatItCan) {
  const CallId call = driver.call("c1").id;
  const auto reason = [&](DeskCommand command) {
    const auto done = driver.Command(std::move(command));
    return done ? "" : done.error().reason;
  };
  driver.Tell(Held{"c1", "m1"});

  EXPECT_EQ(reason(RetrieveConnection{"ana", call}), "COMMAND_NOT_SUPPORTED");
  driver.Tell(LinkUp{"e", {{CommandKind::kRetrieve}}});
  EXPECT_EQ(reason(RetrieveConnection{"ana", call}), "");
  EXPECT_EQ(reason(HangUp{"ana", call}), "COMMAND_NOT_SUPPORTED");
  driver.Tell(LinkUp{"e", {}});  // Says nothing of it.
  EXPECT_EQ(reason(RetrieveConnection{"ana", call}), "");
  driver.Tell(LinkDown{});
  EXPECT_EQ(reason(RetrieveConnection{"ana", call}), "SOURCE_NOT_CONNECTED");
}

TEST_F(CommandRulesTest, BeyondTheLimitOfOpenCommandsNoneIsIssued) {
  Exchange exchange = driver.exchange();
  State state = exchange.state();
  Staffing staffing(state);
  Router router;
  const SourceId source = state.source_names.at("pbx");
  for (std::uint64_t n = 1; n < kCommandsOpenMax; ++n) state.commands[CommandId{n}] = {};
  Step step{.state = state,
            .sequence = Sequence{50'000},
            .staffing = staffing,
            .router = router,
            .effects = {}};

  EXPECT_TRUE(CheckCommand(state, state.sources.at(source), CommandKind::kHold).has_value());
  EXPECT_TRUE(IssueCommand(step, {.source = source, .body = HoldCall{"c1", "m1"}}));
  EXPECT_FALSE(IssueCommand(step, {.source = source, .body = HoldCall{"c1", "m1"}}));
  EXPECT_EQ(CheckCommand(state, state.sources.at(source), CommandKind::kHold).error().reason,
            "COMMANDS_FULL");
  EXPECT_EQ(Only<CommandIssued>(step.effects).size(), 1U);
  ASSERT_EQ(Only<Noted>(step.effects).size(), 1U);
  EXPECT_EQ(Only<Noted>(step.effects)[0].kind, Noted::Kind::kLimit);
}

}  // namespace
}  // namespace jackfield::exchange
