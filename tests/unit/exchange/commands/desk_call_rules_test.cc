#include "server/exchange/commands/desk_call_rules.h"

#include <set>
#include <string>
#include <utility>
#include <variant>

#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

const std::set<CommandKind> kAll = {CommandKind::kAnswer,           CommandKind::kHold,
                                    CommandKind::kRetrieve,         CommandKind::kClear,
                                    CommandKind::kTransfer,         CommandKind::kConsult,
                                    CommandKind::kCompleteTransfer, CommandKind::kConference,
                                    CommandKind::kDecline,          CommandKind::kDial,
                                    CommandKind::kCancelConsult};

// Ana's phone rings for c1; she talks in c2, and holds c3. Bo has no part in any of them.
class DeskCallRulesTest : public testing::Test {
 protected:
  void SetUp() override {
    driver.Configure(SmallSite());
    driver.Tell(LinkUp{"e", kAll});
    for (const std::string call : {"c1", "c2", "c3"}) {
      driver.Tell(Originated{.call = call, .connection = call + "-caller"});
      driver.Tell(Delivered{call, call + "-ana", "PJSIP/1001", {}, {}});
    }
    driver.Tell(Established{"c2", "c2-ana", "PJSIP/1001", {}, {}});
    driver.Tell(Established{"c3", "c3-ana", "PJSIP/1001", {}, {}});
    driver.Tell(Held{"c3", "c3-ana"});
  }
  CallId Id(const std::string& call) const { return driver.call(call).id; }
  // The command that `wish` issues, or the reason why it does not.
  std::variant<CallCommandBody, std::string> Ask(DeskCommand wish) {
    const std::string before = driver.exchange().Save();
    const auto done = driver.Command(std::move(wish));
    if (!done) {
      EXPECT_EQ(driver.exchange().Save(), before) << "X2: a refused command changes nothing";
      return done.error().reason;
    }
    for (const Effect& effect : *done) {
      if (const auto* issued = std::get_if<CommandIssued>(&effect)) return issued->command.body;
    }
    return std::string("nothing");
  }
  static std::variant<CallCommandBody, std::string> Issues(CallCommandBody body) { return body; }
  static std::variant<CallCommandBody, std::string> Refused(std::string reason) { return reason; }

  ExchangeDriver driver;
};

TEST_F(DeskCallRulesTest, EachWishIssuesTheCommandForTheAgentsOwnPart) {
  const PersonalText target("1002");
  EXPECT_EQ(Ask(AnswerRing{"ana", Id("c1")}), Issues(AnswerCall{"c1", "c1-ana"}));
  EXPECT_EQ(Ask(DeclineRing{"ana", Id("c1")}), Issues(DeclineCall{"c1", "c1-ana"}));
  EXPECT_EQ(Ask(HoldConnection{"ana", Id("c2")}), Issues(HoldCall{"c2", "c2-ana"}));
  EXPECT_EQ(Ask(RetrieveConnection{"ana", Id("c3")}), Issues(RetrieveCall{"c3", "c3-ana"}));
  EXPECT_EQ(Ask(HangUp{"ana", Id("c2")}), Issues(ClearCall{"c2", "c2-ana"}));
  EXPECT_EQ(Ask(HangUp{"ana", Id("c3")}), Issues(ClearCall{"c3", "c3-ana"}));
  EXPECT_EQ(Ask(TransferBlind{"ana", Id("c2"), target}),
            Issues(TransferCall{"c2", "c2-ana", target}));
  EXPECT_EQ(Ask(Consult{"ana", Id("c2"), target}), Issues(ConsultCall{"c2", "c2-ana", target}));
  EXPECT_EQ(Ask(CompleteConsultation{"ana", Id("c3"), Id("c2")}),
            Issues(CompleteTransfer{"c3", "c2"}));
  EXPECT_EQ(Ask(CompleteConsultation{"ana", Id("c3"), {}}), Issues(CompleteTransfer{"c3", "c3"}));
  EXPECT_EQ(Ask(Conference{"ana", Id("c3"), Id("c2")}), Issues(JoinConference{"c3", "c2"}));
  EXPECT_EQ(Ask(CancelConsultation{"ana", Id("c3")}), Issues(CancelConsult{"c3", "c3-ana"}));
  EXPECT_EQ(Ask(Dial{"ana", "", target}), Issues(DialNumber{"PJSIP/1001", target}));
  EXPECT_EQ(Ask(Dial{"ana", "PJSIP/1001", target}), Issues(DialNumber{"PJSIP/1001", target}));
}

TEST_F(DeskCallRulesTest, WhatDoesNotFitTheStateIsRefusedAndSaysWhy) {
  const PersonalText target("1002");
  EXPECT_EQ(Ask(AnswerRing{"ana", Id("c2")}), Refused("CALL_NOT_RINGING"));
  EXPECT_EQ(Ask(DeclineRing{"ana", Id("c3")}), Refused("CALL_NOT_RINGING"));
  EXPECT_EQ(Ask(HoldConnection{"ana", Id("c1")}), Refused("CALL_NOT_CONNECTED"));
  EXPECT_EQ(Ask(HoldConnection{"ana", Id("c3")}), Refused("CALL_NOT_CONNECTED"));
  EXPECT_EQ(Ask(RetrieveConnection{"ana", Id("c2")}), Refused("CALL_NOT_HELD"));
  EXPECT_EQ(Ask(HangUp{"ana", Id("c1")}), Refused("CALL_NOT_CONNECTED"));
  EXPECT_EQ(Ask(TransferBlind{"ana", Id("c1"), target}), Refused("CALL_NOT_CONNECTED"));
  EXPECT_EQ(Ask(Consult{"ana", Id("c3"), target}), Refused("CALL_NOT_CONNECTED"));
  EXPECT_EQ(Ask(CompleteConsultation{"ana", Id("c3"), Id("c1")}), Refused("CALL_NOT_CONNECTED"));
  EXPECT_EQ(Ask(Conference{"ana", Id("c1"), Id("c2")}), Refused("CALL_NOT_CONNECTED"));
  EXPECT_EQ(Ask(HangUp{"bo", Id("c2")}), Refused("CALL_OF_ANOTHER_AGENT"));
  EXPECT_EQ(Ask(HangUp{"nobody", Id("c2")}), Refused("AGENT_NOT_FOUND"));
  EXPECT_EQ(Ask(HangUp{"ana", CallId{1}}), Refused("CALL_NOT_FOUND"));
  EXPECT_EQ(Ask(Dial{"nobody", "", target}), Refused("AGENT_NOT_FOUND"));
  EXPECT_EQ(Ask(Dial{"ana", "PJSIP/1002", target}), Refused("DEVICE_NOT_FOUND"));
  driver.Tell(CallCleared{"c2"});
  EXPECT_EQ(Ask(HangUp{"ana", Id("c2")}), Refused("CALL_OVER"));
}

TEST_F(DeskCallRulesTest, ATargetThatIsMissingOrNotDiallableIsRefusedAndASealedOneIsNot) {
  const PersonalText hostile("1002\r\nAction: Command");
  const PersonalText sealed(7, "\x01\x02\x03");
  EXPECT_EQ(Ask(TransferBlind{"ana", Id("c2"), {}}), Refused("DIAL_TARGET_INVALID"));
  EXPECT_EQ(Ask(Consult{"ana", Id("c2"), hostile}), Refused("DIAL_TARGET_INVALID"));
  EXPECT_EQ(Ask(Dial{"ana", "", hostile}), Refused("DIAL_TARGET_INVALID"));
  EXPECT_EQ(Ask(TransferBlind{"ana", Id("c2"), sealed}),
            Issues(TransferCall{"c2", "c2-ana", sealed}));
}

TEST_F(DeskCallRulesTest, ADeviceOfAnotherSourceIsDialledThereOnly) {
  Configuration site = SmallSite();
  site.agents[0].devices = {"elsewhere:PJSIP/9", "pbx:PJSIP/1001"};
  driver.Configure(site);

  EXPECT_EQ(Ask(Dial{"ana", "", PersonalText("1002")}),
            Issues(DialNumber{"PJSIP/1001", PersonalText("1002")}));
  EXPECT_EQ(Ask(Dial{"ana", "elsewhere:PJSIP/9", PersonalText("1002")}),
            Refused("SOURCE_NOT_CONNECTED"));
}

TEST_F(DeskCallRulesTest, TwoCallsOfDifferentSourcesAreNotJoined) {
  Exchange exchange = driver.exchange();
  const auto apply = [&](std::uint64_t sequence, auto body) {
    Input input{.now = Instant(Duration{1'000}), .names = {2, sequence}};
    input.body = std::move(body);
    return exchange.Apply(Sequence{sequence}, input);
  };
  ASSERT_TRUE(apply(90, TelephonyEvent{.source = "other", .body = Originated{.call = "x"}}));
  ASSERT_TRUE(apply(
      91, TelephonyEvent{.source = "other", .body = Established{"x", "m", "PJSIP/1001", {}, {}}}));

  const auto joined = apply(92, DeskCommand(Conference{"ana", Id("c3"), CallId{90 * 4'096}}));

  ASSERT_FALSE(joined.has_value());
  EXPECT_EQ(joined.error().reason, "CONSULTATION_ELSEWHERE");
}

TEST_F(DeskCallRulesTest, WhatMayBeAskedForFollowsFromTheAgentsPartAndTheSource) {
  using Kinds = std::set<CommandKind>;
  const AgentId ana = driver.agent("ana").id;
  const auto allowed = [&](const std::string& call, const Kinds& can) {
    return AllowedCommands(driver.call(call), ana, can);
  };

  EXPECT_EQ(allowed("c1", kAll), (Kinds{CommandKind::kAnswer, CommandKind::kDecline}));
  EXPECT_EQ(allowed("c2", kAll),
            (Kinds{CommandKind::kHold, CommandKind::kClear, CommandKind::kTransfer,
                   CommandKind::kConsult, CommandKind::kCompleteTransfer, CommandKind::kConference,
                   CommandKind::kCancelConsult}));
  EXPECT_EQ(allowed("c3", kAll), (Kinds{CommandKind::kRetrieve, CommandKind::kClear,
                                        CommandKind::kTransfer, CommandKind::kCompleteTransfer,
                                        CommandKind::kConference, CommandKind::kCancelConsult}));
  EXPECT_EQ(allowed("c2", {CommandKind::kHold, CommandKind::kRetrieve}), Kinds{CommandKind::kHold});
  EXPECT_TRUE(AllowedCommands(driver.call("c2"), driver.agent("bo").id, kAll).empty());

  driver.Tell(CallCleared{.call = "c2"});
  EXPECT_TRUE(allowed("c2", kAll).empty());
}

TEST_F(DeskCallRulesTest, ASourceWithoutALinkCanBeToldNothing) {
  const auto source = [this] {
    return driver.state().sources.at(driver.state().source_names.at("pbx"));
  };
  EXPECT_EQ(CommandsOf(source()), kAll);
  EXPECT_TRUE(CanDial(driver.state(), driver.agent("ana")));

  driver.Tell(LinkDown{});

  EXPECT_TRUE(CommandsOf(source()).empty());
  EXPECT_FALSE(CanDial(driver.state(), driver.agent("ana")));
}

TEST_F(DeskCallRulesTest, WhoHasNoDeviceOfTheSourceCannotDial) {
  Agent agent = driver.agent("ana");
  agent.devices = {"pbx:PJSIP/1001"};
  EXPECT_TRUE(CanDial(driver.state(), agent));
  agent.devices = {"other:PJSIP/1001"};
  EXPECT_FALSE(CanDial(driver.state(), agent));
  agent.devices = {};
  EXPECT_FALSE(CanDial(driver.state(), agent));
}

TEST_F(DeskCallRulesTest, WhatTheRulesCommandIsNotAskedAtDesks) {
  for (const CommandKind kind : kAll) EXPECT_TRUE(IsAskedAtDesks(kind));
  for (const CommandKind kind :
       {CommandKind::kPauseMember, CommandKind::kSnapshot, CommandKind::kRoute,
        CommandKind::kAddMember, CommandKind::kRemoveMember}) {
    EXPECT_FALSE(IsAskedAtDesks(kind));
  }
}

}  // namespace
}  // namespace jackfield::exchange
