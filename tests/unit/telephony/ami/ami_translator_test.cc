#include "server/telephony/ami/ami_translator.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/telephony/ami/ami_script.h"

namespace jackfield::ami {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A caller from outside who waits in a queue, and a member's phone that rings for it.
constexpr std::string_view kCaller = " Channel=PJSIP/trunk-00000001 Uniqueid=9.1 Linkedid=9.1";
constexpr std::string_view kMember =
    " DestChannel=PJSIP/1001-00000002 DestUniqueid=9.2 DestLinkedid=9.1 Interface=PJSIP/1001";
constexpr std::string_view kMemberSelf = " Channel=PJSIP/1001-00000002 Uniqueid=9.2 Linkedid=9.1";

std::string Event(std::string_view name, std::string_view fields, std::string_view more = "") {
  return std::string(name).append(fields).append(more);
}

void JoinQueue(AmiScript& script) {
  script.Tell(Event("Newchannel", kCaller, " CallerIDNum=+4930901820 Exten=18005550101"));
  script.Tell(Event("QueueCallerJoin", kCaller, " Queue=sales"));
}

void Ring(AmiScript& script) {
  script.Tell(Event("AgentCalled", kCaller, std::string(kMember) + " Queue=sales"));
}

void Answer(AmiScript& script) {
  Ring(script);
  script.Tell(Event("DialEnd", kCaller, std::string(kMember) + " DialStatus=ANSWER"));
  script.Tell(Event("QueueCallerLeave", kCaller, " Queue=sales"));
  script.Tell(Event("AgentConnect", kCaller, std::string(kMember) + " Queue=sales"));
}

TEST(AmiTranslatorTest, CallIsAnnouncedWithTheFirstThingToSayOfIt) {
  AmiScript script;

  EXPECT_THAT(script.Tell(Event("Newchannel", kCaller,
                                " CallerIDNum=+4930901820 CallerIDName=Ann Exten=18005550101")),
              IsEmpty());
  EXPECT_THAT(script.Tell(Event("QueueCallerJoin", kCaller, " Queue=sales")),
              ElementsAre("Originated call=9.1 direction=inbound number=+4930901820 name=Ann "
                          "dialled=18005550101 connection=9.1",
                          "Queued call=9.1 leg=9.1 queue=sales"));
}

TEST(AmiTranslatorTest, CallOfWhichNothingIsSaidIsAnnouncedAfterHalfASecond) {
  AmiScript script;
  script.Tell(Event("Newchannel", kCaller, " CallerIDNum=+4930901820"));

  script.Pass(Duration(500));

  EXPECT_THAT(script.Tell("PeerStatus Peer=x"),
              IsEmpty());  // Left aside by the filter: time passes with what is translated.
  EXPECT_THAT(script.Tell("QueueMemberPause Queue=q Interface=PJSIP/1 Paused=1"),
              ElementsAre("Originated call=9.1 direction=inbound number=+4930901820 connection=9.1",
                          "MemberPaused queue=q device=PJSIP/1 paused=yes"));
}

TEST(AmiTranslatorTest, QuietSourceDoesNotDelayAnAnnouncementForEver) {
  AmiScript script;
  script.Tell(Event("Newchannel", kCaller, " CallerIDNum=+4930901820 Timestamp=100.5"));

  script.Pass(Duration(2'000));
  script.translator().Tick(script.now());

  EXPECT_THAT(
      script.Said(),
      ElementsAre("Originated call=9.1 direction=inbound number=+4930901820 connection=9.1"));
}

TEST(AmiTranslatorTest, WithheldNumberIsNeverSaidEvenWhenItFollowsTheChannel) {
  AmiScript script;
  script.Tell(Event("Newchannel", kCaller, " CallerIDNum=+4930901820 CallerIDName=Ann"));
  script.Tell(Event("NewCallerid", kCaller,
                    " CallerIDNum=+4930901820 CallerIDName=Ann CID-CallingPres=35~(Prohibited)"));

  EXPECT_THAT(script.Tell(Event("QueueCallerJoin", kCaller, " Queue=sales")),
              ElementsAre("Originated call=9.1 direction=inbound caller=withheld connection=9.1",
                          "Queued call=9.1 leg=9.1 queue=sales"));
  EXPECT_THAT(script.Tell(Event("NewCallerid", kCaller, " CallerIDNum=+4930901820")), IsEmpty());
}

TEST(AmiTranslatorTest, NumberThatAMembersChannelCallsProhibitedIsWithheld) {
  AmiScript script;
  JoinQueue(script);
  const std::string half = " Channel=Local/2001@agents-00000001;2 Uniqueid=9.3 Linkedid=9.1";

  EXPECT_THAT(script.Tell(Event("NewCallerid", half,
                                " CallerIDNum=+4930000000 CID-CallingPres=32~(Prohibited)")),
              IsEmpty());
  EXPECT_THAT(script.Tell(Event("NewCallerid", half,
                                " CallerIDNum=+4930901820 CID-CallingPres=32~(Prohibited)")),
              ElementsAre("CallInformation call=9.1 caller=withheld"));
}

TEST(AmiTranslatorTest, AgentWhoCallsIsAnnouncedAtOnce) {
  AmiScript script;

  EXPECT_THAT(script.Tell("Newchannel Channel=PJSIP/1001-00000004 Uniqueid=9.4 Linkedid=9.4 "
                          "CallerIDNum=1001 Exten=8002"),
              ElementsAre("Originated call=9.4 direction=internal number=1001 dialled=8002 "
                          "connection=9.4 device=PJSIP/1001"));
}

TEST(AmiTranslatorTest, NumberFoundLaterIsSaidOfTheCall) {
  AmiScript script;
  script.Tell(Event("Newchannel", kCaller, " CallerIDNum=<unknown>"));
  script.Tell(Event("QueueCallerJoin", kCaller, " Queue=sales"));

  EXPECT_THAT(script.Tell(Event("NewCallerid", kCaller, " CallerIDNum=+4930901820")),
              ElementsAre("CallInformation call=9.1 number=+4930901820"));
}

TEST(AmiTranslatorTest, DoubledJoinIsOneStay) {
  AmiScript script;
  JoinQueue(script);

  EXPECT_THAT(script.Tell(Event("QueueCallerJoin", kCaller, " Queue=sales")), IsEmpty());
}

TEST(AmiTranslatorTest, HangupBeforeTheAbandonMakesItAnAbandon) {
  AmiScript script;
  JoinQueue(script);
  script.Tell(Event("HangupRequest", kCaller));

  EXPECT_THAT(script.Tell(Event("QueueCallerAbandon", kCaller, " Queue=sales")),
              ElementsAre("Dequeued call=9.1 leg=9.1 queue=sales cause=abandoned"));
  EXPECT_THAT(script.Tell(Event("QueueCallerAbandon", kCaller, " Queue=sales")), IsEmpty());
  EXPECT_THAT(script.Tell(Event("QueueCallerLeave", kCaller, " Queue=sales")), IsEmpty());
}

struct StatusCase {
  std::string status;
  std::string cause;
};

class AmiTranslatorStatusTest : public testing::TestWithParam<StatusCase> {};

TEST_P(AmiTranslatorStatusTest, QueueStatusSaysWhyTheQueueLetGo) {
  AmiScript script;
  JoinQueue(script);

  EXPECT_THAT(script.Tell(Event("QueueCallerAbandon", kCaller, " Queue=sales")),
              ElementsAre("Dequeued call=9.1 leg=9.1 queue=sales cause=unknown"));
  EXPECT_THAT(script.Tell(Event("QueueCallerLeave", kCaller, " Queue=sales")), IsEmpty());
  EXPECT_THAT(
      script.Tell(Event("VarSet", kCaller, " Variable=QUEUESTATUS Value=" + GetParam().status)),
      ElementsAre("Dequeued call=9.1 leg=9.1 queue=sales cause=" + GetParam().cause));
}

INSTANTIATE_TEST_SUITE_P(Statuses, AmiTranslatorStatusTest,
                         testing::Values(StatusCase{"TIMEOUT", "timed_out"},
                                         StatusCase{"LEAVEEMPTY", "exit_empty"},
                                         StatusCase{"LEAVEUNAVAIL", "exit_empty"},
                                         StatusCase{"WITHDRAW", "withdrawn"}));

TEST(AmiTranslatorTest, LeaveWithoutAbandonOrAnswerIsTheExitKey) {
  AmiScript script;
  JoinQueue(script);

  EXPECT_THAT(script.Tell(Event("QueueCallerLeave", kCaller, " Queue=sales")),
              ElementsAre("Dequeued call=9.1 leg=9.1 queue=sales cause=exit_key"));
}

TEST(AmiTranslatorTest, FullQueueIsNamedByTheApplicationLine) {
  AmiScript script;
  script.Tell(Event("Newchannel", kCaller, " CallerIDNum=+4930901820"));
  script.Tell(Event("Newexten", kCaller, " Application=Queue AppData=vip,tT,,,25"));

  EXPECT_THAT(script.Tell(Event("VarSet", kCaller, " Variable=QUEUESTATUS Value=FULL")),
              ElementsAre("Originated call=9.1 direction=inbound number=+4930901820 connection=9.1",
                          "QueueRefused call=9.1 queue=vip cause=full"));
  EXPECT_THAT(script.Tell(Event("VarSet", kCaller, " Variable=QUEUESTATUS Value=FULL")), IsEmpty());
}

TEST(AmiTranslatorTest, RingAndAnswerOfAMemberNameQueueAndLeg) {
  AmiScript script;
  JoinQueue(script);

  EXPECT_THAT(
      script.Tell(Event("AgentCalled", kCaller, std::string(kMember) + " Queue=sales")),
      ElementsAre("Delivered call=9.1 connection=9.2 device=PJSIP/1001 queue=sales leg=9.1"));
  EXPECT_THAT(script.Tell(Event("DialBegin", kCaller, kMember)), IsEmpty());
  EXPECT_THAT(script.Tell(Event("DialEnd", kCaller, std::string(kMember) + " DialStatus=ANSWER")),
              IsEmpty());
  EXPECT_THAT(script.Tell(Event("QueueCallerLeave", kCaller, " Queue=sales")), IsEmpty());
  EXPECT_THAT(
      script.Tell(Event("AgentConnect", kCaller, std::string(kMember) + " Queue=sales")),
      ElementsAre("Established call=9.1 connection=9.2 device=PJSIP/1001 queue=sales leg=9.1"));
  EXPECT_THAT(script.Tell(Event("AgentConnect", kCaller, std::string(kMember) + " Queue=sales")),
              IsEmpty());
}

TEST(AmiTranslatorTest, BusyMemberIsOneNoAnswerThoughTheDialEndsFirst) {
  AmiScript script;
  JoinQueue(script);
  Ring(script);

  EXPECT_THAT(script.Tell(Event("DialEnd", kCaller, std::string(kMember) + " DialStatus=BUSY")),
              ElementsAre("RingEnded call=9.1 connection=9.2 cause=cancelled"));
  EXPECT_THAT(script.Tell(Event("AgentRingNoAnswer", kCaller, kMember)),
              ElementsAre("RingEnded call=9.1 connection=9.2 cause=no_answer"));
  EXPECT_THAT(script.Tell(Event("AgentRingNoAnswer", kCaller, kMember)), IsEmpty());
}

TEST(AmiTranslatorTest, MemberThatStillRingsWhenAnotherAnswersHasNotFailed) {
  AmiScript script;
  JoinQueue(script);
  const std::string other =
      " DestChannel=PJSIP/1002-00000003 DestUniqueid=9.3 DestLinkedid=9.1 Interface=PJSIP/1002";
  Ring(script);
  script.Tell(Event("AgentCalled", kCaller, other + " Queue=sales"));
  script.Tell(Event("DialEnd", kCaller, std::string(kMember) + " DialStatus=ANSWER"));

  EXPECT_THAT(script.Tell(Event("DialEnd", kCaller, other + " DialStatus=CANCEL")),
              ElementsAre("RingEnded call=9.1 connection=9.3 cause=answered_elsewhere"));
  EXPECT_THAT(script.Tell(Event("DialEnd", kCaller, other + " DialStatus=CANCEL")), IsEmpty());
}

TEST(AmiTranslatorTest, RingEndsWithTheCallerWhoHangsUp) {
  AmiScript script;
  JoinQueue(script);
  Ring(script);
  script.Tell(Event("HangupRequest", kCaller));

  EXPECT_THAT(script.Tell(Event("DialEnd", kCaller, std::string(kMember) + " DialStatus=CANCEL")),
              ElementsAre("RingEnded call=9.1 connection=9.2 cause=caller_gone"));
}

TEST(AmiTranslatorTest, CompletionWithoutChannelsIsFoundByQueueAndDevice) {
  AmiScript script;
  JoinQueue(script);
  Answer(script);

  EXPECT_THAT(script.Tell("AgentComplete Queue=sales Interface=PJSIP/1001 Reason=transfer"),
              ElementsAre("LegCompleted queue=sales device=PJSIP/1001 by_transfer=yes"));
}

TEST(AmiTranslatorTest, IdentifiersThatLeaveAreClean) {
  AmiScript script;

  EXPECT_THAT(script.Tell("AgentComplete Uniqueid=9\x01 Linkedid=9\xFF Queue=q Interface=PJSIP/1"),
              ElementsAre("LegCompleted call=9\xEF\xBF\xBD leg=9  queue=q device=PJSIP/1"));
}

TEST(AmiTranslatorTest, ConnectionsEndWithTheirChannelsAndTheCallWithTheLast) {
  AmiScript script;
  JoinQueue(script);
  Answer(script);

  EXPECT_THAT(script.Tell(Event("Hangup", kMemberSelf)),
              ElementsAre("ConnectionCleared call=9.1 connection=9.2"));
  EXPECT_THAT(script.Tell(Event("Hangup", kCaller)),
              ElementsAre("ConnectionCleared call=9.1 connection=9.1", "CallCleared call=9.1"));
}

TEST(AmiTranslatorTest, EventsAfterTheHangupBringNoChannelBack) {
  AmiScript script;
  JoinQueue(script);
  script.Tell(Event("Hangup", kCaller));

  EXPECT_THAT(script.Tell(Event("NewCallerid", kCaller, " CallerIDNum=+4930901820")), IsEmpty());
  EXPECT_THAT(script.Tell(Event("QueueCallerJoin", kCaller, " Queue=sales")), IsEmpty());
  EXPECT_THAT(script.Tell(Event("Hangup", kCaller)), IsEmpty());
}

TEST(AmiTranslatorTest, WaitingCallerWhoseChannelEndsUnseenHasAbandoned) {
  AmiScript script;
  JoinQueue(script);

  EXPECT_THAT(script.Tell(Event("Hangup", kCaller)),
              ElementsAre("Dequeued call=9.1 leg=9.1 queue=sales cause=abandoned",
                          "ConnectionCleared call=9.1 connection=9.1", "CallCleared call=9.1"));
}

TEST(AmiTranslatorTest, UnholdWithoutHoldSaysNothing) {
  AmiScript script;
  JoinQueue(script);
  Answer(script);

  EXPECT_THAT(script.Tell(Event("Unhold", kMemberSelf)), IsEmpty());
  EXPECT_THAT(script.Tell(Event("Hold", kMemberSelf)), ElementsAre("Held call=9.1 connection=9.2"));
  EXPECT_THAT(script.Tell(Event("Hold", kMemberSelf)), IsEmpty());
  EXPECT_THAT(script.Tell(Event("Unhold", kMemberSelf)),
              ElementsAre("Retrieved call=9.1 connection=9.2"));
}

TEST(AmiTranslatorTest, BlindTransferNamesWhoAndWhere) {
  AmiScript script;
  JoinQueue(script);
  Answer(script);
  const std::string transfer =
      "BlindTransfer Result=Success TransfererUniqueid=9.2 TransfererLinkedid=9.1 "
      "TransfererChannel=PJSIP/1001-00000002 TransfereeUniqueid=9.1 TransfereeLinkedid=9.1 "
      "TransfereeChannel=PJSIP/trunk-00000001 Extension=8003";

  EXPECT_THAT(script.Tell(transfer),
              ElementsAre("Transferred call=9.1 kind=blind by=9.2 target=8003"));
  EXPECT_THAT(script.Tell(transfer), IsEmpty());
}

TEST(AmiTranslatorTest, AttendedTransferIntoAQueueMovesTheWaitingLeg) {
  AmiScript script;
  JoinQueue(script);
  Answer(script);
  script.Tell(
      "Newchannel Channel=PJSIP/1001-00000004 Uniqueid=9.4 Linkedid=9.4 CallerIDNum=1001 "
      "Exten=8002");
  script.Tell(
      "QueueCallerJoin Channel=PJSIP/1001-00000004 Uniqueid=9.4 Linkedid=9.4 Queue=support");

  EXPECT_THAT(
      script.Tell("AttendedTransfer Result=Success DestType=App DestApp=Queue "
                  "OrigTransfererUniqueid=9.2 OrigTransfererLinkedid=9.1 "
                  "OrigTransfererChannel=PJSIP/1001-00000002 SecondTransfererUniqueid=9.4 "
                  "SecondTransfererLinkedid=9.4 SecondTransfererChannel=PJSIP/1001-00000004 "
                  "TransfereeUniqueid=9.1 TransfereeLinkedid=9.1 "
                  "TransfereeChannel=PJSIP/trunk-00000001"),
      ElementsAre("LegMoved call=9.4 leg=9.4 queue=support to_call=9.1 to_leg=9.1",
                  "Transferred call=9.1 kind=consultation by=9.2 consultation=9.4 target=8002"));
  EXPECT_THAT(script.Tell("Hangup Channel=PJSIP/1001-00000004 Uniqueid=9.4 Linkedid=9.4"),
              ElementsAre("ConnectionCleared call=9.1 connection=9.4"));
  EXPECT_THAT(script.Tell(Event("QueueCallerLeave", kCaller, " Queue=support")),
              ElementsAre("Dequeued call=9.1 leg=9.1 queue=support cause=exit_key"));
}

TEST(AmiTranslatorTest, CallsThatGrowTogetherBecomeOneAfterAWhile) {
  AmiScript script;
  JoinQueue(script);
  script.Tell(
      "Newchannel Channel=PJSIP/1008-00000005 Uniqueid=9.5 Linkedid=9.5 CallerIDNum=1008 "
      "Exten=701");
  script.Tell("Hold Channel=PJSIP/1008-00000005 Uniqueid=9.5 Linkedid=9.5");
  script.Tell("BridgeEnter Channel=PJSIP/1008-00000005 Uniqueid=9.5 Linkedid=9.1");

  script.Pass(Duration(300));

  EXPECT_THAT(script.Tell("Unhold Channel=PJSIP/1008-00000005 Uniqueid=9.5 Linkedid=9.1"),
              ElementsAre("Transferred call=9.1 kind=consultation consultation=9.5",
                          "Retrieved call=9.1 connection=9.5"));
}

TEST(AmiTranslatorTest, ParkingSpaceIsSaidOnce) {
  AmiScript script;
  JoinQueue(script);
  const std::string parkee =
      " ParkeeUniqueid=9.1 ParkeeLinkedid=9.1 ParkeeChannel=PJSIP/trunk-00000001 ParkingSpace=701";

  EXPECT_THAT(script.Tell("ParkedCall" + parkee), ElementsAre("Parked call=9.1 place=701"));
  EXPECT_THAT(script.Tell("ParkedCall" + parkee), IsEmpty());
  EXPECT_THAT(script.Tell("ParkedCallTimeOut" + parkee), ElementsAre("Unparked call=9.1"));
}

TEST(AmiTranslatorTest, OptimizedLocalMemberEndsWithThePhoneBehindIt) {
  AmiScript script;
  JoinQueue(script);
  const std::string half =
      " DestChannel=Local/2001@agents-00000001;1 DestUniqueid=9.6 DestLinkedid=9.1 "
      "Interface=Local/2001@agents Queue=sales";
  script.Tell(Event("AgentCalled", kCaller, half));
  script.Tell(Event("AgentConnect", kCaller, half));
  script.Tell("Newchannel Channel=PJSIP/2001-00000007 Uniqueid=9.7 Linkedid=9.1");
  script.Tell(
      "LocalOptimizationBegin LocalOneUniqueid=9.6 LocalTwoUniqueid=9.8 "
      "SourceUniqueid=9.7");

  EXPECT_THAT(script.Tell("Hangup Channel=Local/2001@agents-00000001;1 Uniqueid=9.6 Linkedid=9.1"),
              IsEmpty());
  EXPECT_THAT(script.Tell("Hangup Channel=PJSIP/2001-00000007 Uniqueid=9.7 Linkedid=9.1"),
              ElementsAre("ConnectionCleared call=9.1 connection=9.6"));
}

TEST(AmiTranslatorTest, MembersComeGoAndPause) {
  AmiScript script;

  EXPECT_THAT(script.Tell("QueueMemberAdded Queue=sales Interface=Local/2001@agents/n Paused=0"),
              ElementsAre("MemberAdded queue=sales device=Local/2001@agents"));
  EXPECT_THAT(
      script.Tell(
          "QueueMemberPause Queue=sales Interface=PJSIP/1 Paused=1 PausedReason=Lunch~time"),
      ElementsAre("MemberPaused queue=sales device=PJSIP/1 paused=yes reason=Lunch time"));
  EXPECT_THAT(
      script.Tell("QueueMemberPause Queue=sales Interface=PJSIP/1 Paused=0 PausedReason=Back"),
      ElementsAre("MemberPaused queue=sales device=PJSIP/1 paused=no reason=Back"));
  EXPECT_THAT(script.Tell("QueueMemberRemoved Queue=sales Interface=PJSIP/1"),
              ElementsAre("MemberRemoved queue=sales device=PJSIP/1"));
}

TEST(AmiTranslatorTest, AttachedVariablesComeWithTheCallOnce) {
  AmiScript script({"UCID"});
  script.Tell(Event("Newchannel", kCaller, " CallerIDNum=+4930901820"));
  script.Tell(Event("VarSet", kCaller, " Variable=__UCID Value=JF-1"));
  script.Tell(Event("VarSet", kCaller, " Variable=SECRET Value=x"));

  EXPECT_THAT(
      script.Tell(Event("QueueCallerJoin", kCaller,
                        " Queue=sales ChanVariable=UCID=JF-1 ChanVariable=DNIS=1")),
      ElementsAre("Originated call=9.1 direction=inbound number=+4930901820 connection=9.1",
                  "CallInformation call=9.1 UCID=JF-1", "Queued call=9.1 leg=9.1 queue=sales"));
}

TEST(AmiTranslatorTest, ARingTellsTheVariablesOfACallWhoseBeginningWasNotSeen) {
  AmiScript script({"UCID"});

  const auto said = script.Tell(
      Event("AgentCalled", kCaller, std::string(kMember) + " Queue=sales ChanVariable=UCID=JF-1"));

  EXPECT_THAT(said, Contains("CallInformation call=9.1 UCID=JF-1"));
}

TEST(AmiTranslatorTest, NothingIsSaidBeforeTheLinkIsReady) {
  AmiScript script;
  script.translator().TakeLinkLost(script.now());
  EXPECT_THAT(script.Said(), ElementsAre("LinkDown"));

  EXPECT_THAT(script.Tell("QueueMemberPause Queue=q Interface=PJSIP/1 Paused=1"), IsEmpty());
  script.translator().TakeLinkReady(script.now());

  EXPECT_THAT(script.Said(),
              ElementsAre("LinkUp", "MemberPaused queue=q device=PJSIP/1 paused=yes"));
}

TEST(AmiTranslatorTest, RestartBeginsAnEpoch) {  // R3.
  AmiScript script;
  JoinQueue(script);
  script.Tell("FullyBooted Status=Fully~Booted Uptime=500 LastReload=500");
  script.translator().TakeLinkLost(script.now());
  (void)script.Said();

  script.Tell("FullyBooted Status=Fully~Booted Uptime=3 LastReload=3");
  script.translator().TakeLinkReady(script.now());

  EXPECT_THAT(script.Said(), ElementsAre("LinkUp epoch=booted-997"));
  EXPECT_THAT(script.Tell(Event("Hangup", kCaller)), IsEmpty());
}

TEST(AmiTranslatorTest, LoginWithoutRestartKeepsTheEpoch) {
  AmiScript script;
  script.Tell("FullyBooted Status=Fully~Booted Uptime=500 LastReload=500");
  script.translator().TakeLinkLost(script.now());
  (void)script.Said();
  script.Pass(Duration(60'000));

  script.Tell("FullyBooted Status=Fully~Booted Uptime=561 LastReload=561");
  script.translator().TakeLinkReady(script.now());

  EXPECT_THAT(script.Said(), ElementsAre("LinkUp"));
}

TEST(AmiTranslatorTest, ReloadAndBootAskForTheListsAgain) {
  for (const char* event : {"Reload Module=app_queue.so", "FullyBooted Uptime=0"}) {
    AmiScript script;
    ASSERT_FALSE(script.translator().snapshot_wanted());

    script.Tell(event);

    EXPECT_TRUE(script.translator().snapshot_wanted()) << event;
  }
}

TEST(AmiTranslatorTest, ChannelNumbersThatBeginAnewTellARestartToo) {  // R3.
  AmiScript script;
  script.Tell("Newchannel Channel=PJSIP/x-00000001 Uniqueid=100.700 Linkedid=100.700");

  EXPECT_THAT(script.Tell("Newchannel Channel=PJSIP/x-00000001 Uniqueid=200.0 Linkedid=200.0"),
              ElementsAre("LinkUp epoch=channel-200.0"));
  EXPECT_TRUE(script.translator().snapshot_wanted());
}

TEST(AmiTranslatorTest, UnknownEventsAreCountedAndKnownOnesLeftAside) {
  AmiScript script;

  script.Tell("SomethingNew Key=1");
  script.Tell("RTCPSent To=1");

  EXPECT_EQ(script.translator().counters().unknown, 1U);
  EXPECT_EQ(script.translator().counters().left_aside, 1U);
}

}  // namespace
}  // namespace jackfield::ami
