#include "server/telephony/ami/ami_commands.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::ami {
namespace {

using exchange::CommandKind;
using exchange::PersonalText;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const std::string kId = "ActionID: jackfield-command-7-1\r\n";
const exchange::CompleteTransfer kComplete{"1.1", "1.1"};  // The consultation is in the same call.
const exchange::CancelConsult kCancel{"1.1", "1.2"};

// A call of a caller (1.1) with an agent (1.2), a consultation of the agent (2.1) with another
// phone (2.2), and a ring at a third one (3.1).
class AmiCommandsTest : public testing::Test {
 protected:
  AmiCommandsTest() {
    (void)parser_.Feed("Asterisk Call Manager/11.0.0\r\n");
    Channel("1.1", "1.1", "PJSIP/trunk-00000001");
    Channel("1.2", "1.1", "PJSIP/1001-00000002");
    Channel("2.1", "2.1", "PJSIP/1001-00000003");
    Channel("2.2", "2.1", "PJSIP/1002-00000004");
    Channel("3.1", "3.1", "PJSIP/1003-00000005").ring = AmiRing::kRinging;
    calls_.FindCall("1.1")->origin = "1.1";
  }
  AmiChannel& Channel(const std::string& id, const std::string& call, const std::string& name) {
    return *calls_.FindOrAdd(id, call, name);
  }
  // Begins command 7 at time 0, to be over at 5 s.
  void Begin(exchange::CallCommandBody body) {
    commands_.Begin({.id = CommandId{7}, .body = std::move(body)}, At(5'000));
  }
  std::vector<std::string> ActionsOf(exchange::CallCommandBody body) {
    Begin(std::move(body));
    return commands_.TakeActions();
  }
  // The reason why `body` is refused at once; "": it is not.
  std::string ReasonOf(exchange::CallCommandBody body) {
    AmiCommands commands(calls_, {});
    commands.Begin({.id = CommandId{7}, .body = std::move(body)}, At(5'000));
    const auto results = commands.TakeResults();
    if (results.empty()) return "";
    EXPECT_EQ(results[0].outcome, exchange::CommandOutcome::kRefused);
    EXPECT_THAT(commands.TakeActions(), IsEmpty());
    return results[0].reason;
  }
  // The agent consults, and the switch begins to call.
  void Consult() {
    Begin(exchange::ConsultCall{"1.1", "1.2", PersonalText("1002")});
    EXPECT_TRUE(Answer("Success", "Atxfer successfully queued"));
    (void)commands_.TakeActions();
    (void)commands_.TakeResults();
  }
  // As Results(), of what is over at once; "": it is under way. Nothing of it stays open.
  std::string RefusalOf(exchange::CallCommandBody body) {
    (void)commands_.TakeActions();
    (void)commands_.TakeResults();
    Begin(std::move(body));
    const auto results = Results();
    EXPECT_EQ(commands_.TakeActions().empty(), !results.empty());
    commands_.Lose();
    (void)commands_.TakeResults();
    return results.empty() ? "" : results[0];
  }
  static Instant At(int milliseconds) { return Instant(Duration{milliseconds}); }
  bool Answer(const std::string& response, const std::string& message, int step = 1,
              int now = 100) {
    bool taken = false;
    (void)parser_.Feed("Response: " + response + "\r\nActionID: jackfield-command-7-" +
                       std::to_string(step) + "\r\nMessage: " + message + "\r\n\r\n");
    while (const auto each = parser_.Next()) taken = commands_.TakeResponse(*each, At(now));
    return taken;
  }
  void Originated(const std::string& response) {
    (void)parser_.Feed("Event: OriginateResponse\r\nPrivilege: call,all\r\n" + kId +
                       "Response: " + response + "\r\nReason: 0\r\n\r\n");
    while (const auto each = parser_.Next()) commands_.TakeOriginated(*each);
  }
  // Each as "<outcome> <reason>": 1 accepted, 2 refused, 3 unknown.
  std::vector<std::string> Results() {
    std::vector<std::string> results;
    for (const auto& result : commands_.TakeResults()) {
      EXPECT_EQ(result.command, CommandId{7});
      results.push_back(std::to_string(static_cast<int>(result.outcome)) + " " + result.reason);
    }
    return results;
  }

  AmiParser parser_;
  AmiCallTable calls_;
  AmiCommands commands_{calls_, {}};
};

TEST_F(AmiCommandsTest, EachCommandIsExactlyTheseBytes) {
  const PersonalText target("1002");
  const std::vector<std::pair<exchange::CallCommandBody, std::string>> rows = {
      {exchange::ClearCall{"1.1", "1.2"},
       "Action: Hangup\r\n" + kId + "Channel: PJSIP/1001-00000002\r\nCause: 16\r\n\r\n"},
      {exchange::ClearCall{"1.1", ""},
       "Action: Hangup\r\n" + kId + "Channel: PJSIP/trunk-00000001\r\nCause: 16\r\n\r\n"},
      {exchange::DeclineCall{"3.1", "3.1"},
       "Action: Hangup\r\n" + kId + "Channel: PJSIP/1003-00000005\r\nCause: 21\r\n\r\n"},
      {exchange::TransferCall{"1.1", "1.2", target},
       "Action: BlindTransfer\r\n" + kId +
           "Channel: PJSIP/1001-00000002\r\nContext: jackfield-transfer\r\nExten: 1002\r\n\r\n"},
      {exchange::ConsultCall{"1.1", "1.2", target},
       "Action: Atxfer\r\n" + kId +
           "Channel: PJSIP/1001-00000002\r\nContext: jackfield-transfer\r\nExten: 1002\r\n\r\n"},
      {exchange::ConsultCall{"1.1", "1.2", PersonalText("+4930123")},
       "Action: Atxfer\r\n" + kId +
           "Channel: PJSIP/1001-00000002\r\nContext: jackfield-transfer\r\n"
           "Exten: 004930123\r\n\r\n"},
      {exchange::CompleteTransfer{"1.1", "2.1"},
       "Action: Bridge\r\n" + kId +
           "Channel1: PJSIP/trunk-00000001\r\nChannel2: PJSIP/1002-00000004\r\n"
           "Tone: no\r\n\r\n"},
      {exchange::DialNumber{"PJSIP/1001", PersonalText("+4930123")},
       "Action: Originate\r\n" + kId +
           "Channel: PJSIP/1001\r\nContext: jackfield-dial\r\nExten: +4930123\r\n"
           "Priority: 1\r\nTimeout: 30000\r\nAsync: true\r\n\r\n"},
      {exchange::PauseQueueMember{"sales", "PJSIP/1001", true, "lunch"},
       "Action: QueuePause\r\n" + kId +
           "Queue: sales\r\nInterface: PJSIP/1001\r\nPaused: true\r\nReason: lunch\r\n\r\n"},
      {exchange::PauseQueueMember{"", "PJSIP/1001", false, ""},
       "Action: QueuePause\r\n" + kId +
           "Queue: \r\nInterface: PJSIP/1001\r\nPaused: false\r\nReason: \r\n\r\n"},
      {exchange::RouteCall{"1.1", "1.1", {"PJSIP/1001", "PJSIP/1002"}},
       "Action: Setvar\r\n" + kId +
           "Channel: PJSIP/trunk-00000001\r\nVariable: JACKFIELD_ROUTE_DEVICES\r\n"
           "Value: PJSIP/1001&PJSIP/1002\r\n\r\n"},
      {exchange::DivertCall{"1.1", "1.1", PersonalText("*98")},
       "Action: Redirect\r\n" + kId +
           "Channel: PJSIP/trunk-00000001\r\nContext: jackfield-transfer\r\n"
           "Exten: *98\r\nPriority: 1\r\n\r\n"},
      {exchange::AddQueueMember{"sales", "PJSIP/1001", true},
       "Action: QueueAdd\r\n" + kId +
           "Queue: sales\r\nInterface: PJSIP/1001\r\nPaused: true\r\n\r\n"},
      {exchange::RemoveQueueMember{"sales", "PJSIP/1001"},
       "Action: QueueRemove\r\n" + kId + "Queue: sales\r\nInterface: PJSIP/1001\r\n\r\n"},
  };
  for (const auto& [body, bytes] : rows) {
    EXPECT_THAT(ActionsOf(body), ElementsAre(bytes));
    commands_.Lose();
  }
}

TEST_F(AmiCommandsTest, HostileTextsInAnyFieldThatSomebodySuppliesAreRefused) {
  for (const std::string hostile :
       {"1\r\nAction: Command", "1\n", "1;2", "1,2", "${X}", "1|2", "1&2", "(1)", "1\x01"}) {
    const PersonalText text(hostile);
    const std::string device = "PJSIP/" + hostile;
    EXPECT_NE(ReasonOf(exchange::TransferCall{"1.1", "1.2", text}), "") << hostile;
    EXPECT_NE(ReasonOf(exchange::ConsultCall{"1.1", "1.2", text}), "") << hostile;
    EXPECT_NE(ReasonOf(exchange::DialNumber{"PJSIP/1001", text}), "") << hostile;
    EXPECT_NE(ReasonOf(exchange::DialNumber{device, PersonalText("1")}), "") << hostile;
    EXPECT_NE(ReasonOf(exchange::PauseQueueMember{hostile, "PJSIP/1", true, ""}), "") << hostile;
    EXPECT_NE(ReasonOf(exchange::PauseQueueMember{"", device, true, ""}), "") << hostile;
    EXPECT_NE(ReasonOf(exchange::PauseQueueMember{"", "PJSIP/1", true, hostile}), "") << hostile;
    EXPECT_NE(ReasonOf(exchange::RouteCall{"1.1", "1.1", {"PJSIP/1", device}}), "") << hostile;
    EXPECT_NE(ReasonOf(exchange::DivertCall{"1.1", "1.1", text}), "") << hostile;
    EXPECT_NE(ReasonOf(exchange::AddQueueMember{hostile, "PJSIP/1", false}), "") << hostile;
    EXPECT_NE(ReasonOf(exchange::AddQueueMember{"sales", device, false}), "") << hostile;
    EXPECT_NE(ReasonOf(exchange::RemoveQueueMember{hostile, "PJSIP/1"}), "") << hostile;
    EXPECT_NE(ReasonOf(exchange::RemoveQueueMember{"sales", device}), "") << hostile;
  }
}

TEST_F(AmiCommandsTest, WhatCannotBeDoneIsRefusedWithItsReason) {
  EXPECT_EQ(ReasonOf(exchange::AnswerCall{"3.1", "3.1"}), "COMMAND_NOT_SUPPORTED");
  EXPECT_EQ(ReasonOf(exchange::HoldCall{"1.1", "1.2"}), "COMMAND_NOT_SUPPORTED");
  EXPECT_EQ(ReasonOf(exchange::RetrieveCall{"1.1", "1.2"}), "COMMAND_NOT_SUPPORTED");
  EXPECT_EQ(ReasonOf(exchange::JoinConference{"1.1", "2.1"}), "COMMAND_NOT_SUPPORTED");
  EXPECT_EQ(ReasonOf(exchange::TakeSnapshot{}), "COMMAND_NOT_SUPPORTED");
  EXPECT_EQ(ReasonOf(exchange::ClearCall{"1.1", "9.9"}), "CHANNEL_GONE");
  EXPECT_EQ(ReasonOf(exchange::ClearCall{"9.9", ""}), "CHANNEL_GONE");
  EXPECT_EQ(ReasonOf(exchange::DeclineCall{"1.1", "1.2"}), "CALL_NOT_RINGING");
  EXPECT_EQ(ReasonOf(exchange::CompleteTransfer{"1.1", "1.1"}), "CONSULTATION_UNKNOWN");
  EXPECT_EQ(ReasonOf(exchange::CompleteTransfer{"1.1", "3.1"}), "PARTIES_UNCLEAR");
  EXPECT_EQ(ReasonOf(exchange::CancelConsult{"1.1", "1.2"}), "CONSULTATION_UNKNOWN");
}

TEST_F(AmiCommandsTest, TheAnswerOfTheSwitchIsTheOutcome) {
  const std::vector<std::pair<std::pair<std::string, std::string>, std::string>> rows = {
      {{"Success", "Channel Hungup"}, "1 "},
      {{"Error", "No such channel"}, "2 CHANNEL_GONE"},
      {{"Error", "Permission denied"}, "2 SWITCH_FORBIDS"},
      {{"Error", "Something else"}, "2 SWITCH_REFUSED"},
  };
  for (const auto& [answer, outcome] : rows) {
    Begin(exchange::ClearCall{"1.1", "1.2"});
    EXPECT_TRUE(Answer(answer.first, answer.second));
    EXPECT_THAT(Results(), ElementsAre(outcome));
    EXPECT_FALSE(Answer(answer.first, answer.second)) << "a second answer is nobody's";
    EXPECT_THAT(Results(), IsEmpty());
  }
}

TEST_F(AmiCommandsTest, ACallerIsRoutedWhenTheListOfDevicesIsSet) {  // M2.
  ASSERT_THAT(ActionsOf(exchange::RouteCall{"1.1", "1.1", {"PJSIP/1001"}}), SizeIs(1));
  EXPECT_TRUE(Answer("Success", "Variable Set"));
  EXPECT_THAT(Results(), IsEmpty());
  EXPECT_THAT(commands_.TakeActions(),
              ElementsAre("Action: Redirect\r\nActionID: jackfield-command-7-2\r\n"
                          "Channel: PJSIP/trunk-00000001\r\nContext: jackfield-route\r\n"
                          "Exten: s\r\nPriority: 1\r\n\r\n"));

  EXPECT_TRUE(Answer("Success", "Redirect successful", 2));

  EXPECT_THAT(Results(), ElementsAre("1 "));
}

TEST_F(AmiCommandsTest, ACallerIsNotRoutedWhenTheListOfDevicesIsNotSet) {
  Begin(exchange::RouteCall{"1.1", "1.1", {"PJSIP/1001"}});
  (void)commands_.TakeActions();

  EXPECT_TRUE(Answer("Error", "No such channel"));

  EXPECT_THAT(Results(), ElementsAre("2 CHANNEL_GONE"));
  EXPECT_THAT(commands_.TakeActions(), IsEmpty());
}

TEST_F(AmiCommandsTest, ADialledCallIsAcceptedWhenItAnswersOrDoesNotFailSoon) {  // M3.
  const exchange::DialNumber dial{"PJSIP/1001", PersonalText("1002")};
  Begin(dial);
  EXPECT_TRUE(Answer("Success", "Originate successfully queued"));
  EXPECT_THAT(Results(), IsEmpty());
  Originated("Success");
  EXPECT_THAT(Results(), ElementsAre("1 "));

  Begin(dial);
  EXPECT_TRUE(Answer("Success", "Originate successfully queued"));
  Originated("Failure");
  EXPECT_THAT(Results(), ElementsAre("2 DEVICE_DID_NOT_ANSWER"));

  Begin(dial);
  EXPECT_TRUE(Answer("Success", "Originate successfully queued"));
  commands_.Tick(At(1'599));
  EXPECT_THAT(Results(), IsEmpty());
  commands_.Tick(At(1'600));
  EXPECT_THAT(Results(), ElementsAre("1 "));
  Originated("Failure");
  EXPECT_THAT(Results(), IsEmpty());
}

TEST_F(AmiCommandsTest, PastItsDeadlineTheOutcomeIsUnknownAndNothingMoreIsSent) {  // M1.
  Begin(exchange::RouteCall{"1.1", "1.1", {"PJSIP/1001"}});
  (void)commands_.TakeActions();
  commands_.Tick(At(4'999));
  EXPECT_THAT(Results(), IsEmpty());

  commands_.Tick(At(5'000));

  EXPECT_THAT(Results(), ElementsAre("3 SWITCH_SILENT"));
  EXPECT_FALSE(Answer("Success", "Variable Set"));
  EXPECT_THAT(commands_.TakeActions(), IsEmpty());
  EXPECT_THAT(Results(), IsEmpty());
}

TEST_F(AmiCommandsTest, AnAnswerAtTheDeadlineBringsNoFurtherAction) {  // M1.
  Begin(exchange::RouteCall{"1.1", "1.1", {"PJSIP/1001"}});
  (void)commands_.TakeActions();

  EXPECT_TRUE(Answer("Success", "Variable Set", 1, 5'000));

  EXPECT_THAT(commands_.TakeActions(), IsEmpty());
  EXPECT_THAT(Results(), ElementsAre("3 SWITCH_SILENT"));

  Begin(exchange::RouteCall{"1.1", "1.1", {"PJSIP/1001"}});
  (void)commands_.TakeActions();
  EXPECT_TRUE(Answer("Success", "Variable Set", 1, 4'999));
  EXPECT_THAT(commands_.TakeActions(), SizeIs(1));
}

TEST_F(AmiCommandsTest, WhatIsOpenWhenTheLinkIsLostIsUnknownAndNotSentAgain) {  // M1.
  Begin(exchange::ClearCall{"1.1", "1.2"});

  commands_.Lose();

  EXPECT_THAT(Results(), ElementsAre("3 LINK_LOST"));
  EXPECT_THAT(commands_.TakeActions(), IsEmpty());
  EXPECT_FALSE(Answer("Success", "Channel Hungup"));
}

TEST_F(AmiCommandsTest, AConsultationThatWasBegunHereIsCompletedByHangingUp) {  // M4.
  Consult();
  Channel("1.3", "1.1", "PJSIP/1002-00000006");

  EXPECT_THAT(ActionsOf(kComplete),
              ElementsAre("Action: Hangup\r\n" + kId +
                          "Channel: PJSIP/1001-00000002\r\nCause: 16\r\n\r\n"));
}

TEST_F(AmiCommandsTest, WhoIsHeldIsNotCutOffWhenTheConsultedPartyIsGone) {  // M4.
  Consult();
  EXPECT_EQ(RefusalOf(kComplete), "2 CONSULTATION_UNKNOWN") << "nobody has come yet";

  Channel("1.3", "1.1", "PJSIP/1002-00000006");
  calls_.Remove("1.3");
  EXPECT_EQ(RefusalOf(kComplete), "2 CONSULTATION_UNKNOWN") << "busy, or hung up";

  Channel("1.4", "1.1", "PJSIP/1002-00000007");
  calls_.Remove("1.1");
  EXPECT_EQ(RefusalOf(kComplete), "2 CONSULTATION_UNKNOWN") << "nobody is held";
}

// The phone behind the agent's Local channel is a third connection of the call.
TEST_F(AmiCommandsTest, WhoWasInTheCallBeforeIsNotTheConsultedParty) {  // M4.
  Channel("1.3", "1.1", "PJSIP/1001-00000006");
  Consult();

  EXPECT_EQ(RefusalOf(kComplete), "2 CONSULTATION_UNKNOWN");
}

TEST_F(AmiCommandsTest, AConsultationThatWasBegunHereIsCancelledByWhoBeganIt) {  // M5.
  Consult();

  EXPECT_THAT(ActionsOf(kCancel), ElementsAre("Action: CancelAtxfer\r\n" + kId +
                                              "Channel: PJSIP/1001-00000002\r\n\r\n"));
}

// Without one the digits of the feature would be played to the other side.
TEST_F(AmiCommandsTest, WhereThereIsNoConsultationNothingIsCancelled) {  // M5.
  EXPECT_EQ(RefusalOf(kCancel), "2 CONSULTATION_UNKNOWN");

  Consult();
  EXPECT_EQ(RefusalOf(exchange::CancelConsult{"1.1", "1.1"}), "2 CONSULTATION_UNKNOWN")
      << "begun by another connection";
  EXPECT_EQ(RefusalOf(exchange::CancelConsult{"2.1", "1.2"}), "2 CONSULTATION_UNKNOWN")
      << "of another call";
  calls_.Remove("1.2");
  EXPECT_EQ(RefusalOf(kCancel), "2 CHANNEL_GONE");
}

TEST_F(AmiCommandsTest, WhatIsOverIsNotCancelled) {  // M5.
  Consult();
  Channel("1.3", "1.1", "PJSIP/1002-00000006");
  Channel("1.4", "1.1", "PJSIP/1003-00000007");
  calls_.Remove("1.3");
  EXPECT_EQ(RefusalOf(kCancel), "") << "another phone rings still";

  calls_.Remove("1.4");
  EXPECT_EQ(RefusalOf(kCancel), "2 CONSULTATION_UNKNOWN") << "busy, declined, or hung up";
}

TEST_F(AmiCommandsTest, TheHalfOfALocalChannelThatRunsTheDialplanIsNoConsultedParty) {  // M5.
  Consult();
  Channel("1.3", "1.1", "Local/1002@jackfield-transfer-00000001;1");
  Channel("1.4", "1.1", "Local/1002@jackfield-transfer-00000001;2");
  EXPECT_EQ(RefusalOf(kCancel), "");

  calls_.Remove("1.3");
  EXPECT_EQ(RefusalOf(kCancel), "2 CONSULTATION_UNKNOWN");
}

TEST_F(AmiCommandsTest, AConsultationIsCancelledOnce) {  // M5.
  Consult();
  Begin(kCancel);
  EXPECT_TRUE(Answer("Success", "CancelAtxfer successfully queued"));

  EXPECT_EQ(RefusalOf(kCancel), "2 CONSULTATION_UNKNOWN");
}

TEST_F(AmiCommandsTest, AConsultationIsOverWhenItWasCancelled) {  // M4.
  Consult();
  Channel("1.3", "1.1", "PJSIP/1002-00000006");

  Begin(kCancel);
  EXPECT_TRUE(Answer("Error", "No such channel"));
  EXPECT_EQ(RefusalOf(kComplete), "") << "not cancelled";
  Begin(kCancel);
  EXPECT_TRUE(Answer("Success", "Atxfer cancelled"));

  EXPECT_EQ(RefusalOf(kComplete), "2 CONSULTATION_UNKNOWN");
}

TEST_F(AmiCommandsTest, AConsultationIsCompletedOnce) {  // M4.
  Consult();
  Channel("1.3", "1.1", "PJSIP/1002-00000006");

  Begin(kComplete);
  EXPECT_TRUE(Answer("Success", "Channel Hungup"));

  EXPECT_EQ(RefusalOf(kComplete), "2 CONSULTATION_UNKNOWN");
}

TEST_F(AmiCommandsTest, BeyondTheLimitOfOpenCommandsOneIsRefused) {
  for (std::uint64_t n = 0; n < AmiCommands::kOpenMax; ++n) {
    commands_.Begin({.id = CommandId{100 + n}, .body = exchange::ClearCall{"1.1", "1.2"}},
                    At(5'000));
  }
  EXPECT_THAT(commands_.TakeResults(), IsEmpty());

  Begin(exchange::ClearCall{"1.1", "1.2"});

  EXPECT_THAT(Results(), ElementsAre("2 TOO_MANY_COMMANDS"));
}

TEST_F(AmiCommandsTest, CapabilitiesAreWhatTheLoginsRightsAllowOfWhatCanBeDone) {
  const auto of = [this](const std::string& actions) {
    (void)parser_.Feed("Response: Success\r\nActionID: x\r\n" + actions + "\r\n");
    return AmiCommands::Capabilities(*parser_.Next());
  };
  EXPECT_THAT(of("Ping: Keepalive.  (Priv: <none>)\r\nCommand: Execute.  (Priv: command,all)\r\n"),
              IsEmpty());
  EXPECT_THAT(of("Hangup: Hang up.  (Priv: system,call,all)\r\n"),
              ElementsAre(CommandKind::kClear, CommandKind::kDecline));
  EXPECT_THAT(of("Redirect: Redirect.  (Priv: call,all)\r\n"), ElementsAre(CommandKind::kDivert));
  EXPECT_THAT(
      of("Hangup: x\r\nBlindTransfer: x\r\nAtxfer: x\r\nBridge: x\r\nCancelAtxfer: x\r\n"
         "Originate: x\r\nQueuePause: x\r\nSetvar: x\r\nRedirect: x\r\nQueueAdd: x\r\n"
         "QueueRemove: x\r\n"),
      ElementsAre(CommandKind::kClear, CommandKind::kTransfer, CommandKind::kConsult,
                  CommandKind::kCompleteTransfer, CommandKind::kDecline, CommandKind::kDial,
                  CommandKind::kPauseMember, CommandKind::kRoute, CommandKind::kAddMember,
                  CommandKind::kRemoveMember, CommandKind::kCancelConsult, CommandKind::kDivert));
}

}  // namespace
}  // namespace jackfield::ami
