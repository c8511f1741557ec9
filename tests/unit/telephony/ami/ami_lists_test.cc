#include "server/telephony/ami/ami_lists.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/telephony/ami/ami_script.h"

namespace jackfield::ami {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kCaller = " Channel=PJSIP/trunk-00000001 Uniqueid=9.1 Linkedid=9.1";

std::string Event(std::string_view name, std::string_view fields, std::string_view more = "") {
  return std::string(name).append(fields).append(more);
}

std::string Channel(std::string_view more = "") {
  return Event("CoreShowChannel", kCaller,
               " ChannelStateDesc=Up CallerIDNum=+4930901820 Exten=18005550101")
      .append(more);
}

constexpr std::string_view kEntry =
    "QueueEntry Queue=sales Uniqueid=9.1 Wait=7 CallerIDNum=unknown";

// Both lists, with the given items; returns the snapshot's text, or "" when there was none.
std::string List(AmiScript& script, const std::vector<std::string>& channels,
                 const std::vector<std::string>& queues) {
  script.translator().BeginSnapshot();
  for (const auto& item : channels) script.Tell(item);
  script.Tell("CoreShowChannelsComplete ListItems=" + std::to_string(channels.size()));
  for (const auto& item : queues) script.Tell(item);
  const auto said = script.Tell("QueueStatusComplete ListItems=" + std::to_string(queues.size()));
  return said.empty() ? "" : said.back();
}

TEST(AmiListsTest, SnapshotNamesQueuesMembersCallsAndWhoWaits) {
  AmiScript script;
  script.translator().BeginSnapshot();
  script.Tell(Channel());
  script.Tell("CoreShowChannelsComplete ListItems=1");
  script.Tell("QueueParams Queue=sales ServiceLevel=20");
  script.Tell("QueueMember Queue=sales Location=Local/2001@agents/n Paused=1 PausedReason=Lunch");
  script.Tell(kEntry);

  EXPECT_THAT(script.Tell("QueueStatusComplete ListItems=3"),
              ElementsAre("QueueParameters queue=sales threshold_ms=20000",
                          "SwitchSnapshot\n"
                          "  call call=9.1 number=+4930901820 dialled=18005550101\n"
                          "    connection connection=9.1\n"
                          "  waiting queue=sales call=9.1 leg=9.1 waited_ms=7000\n"
                          "  member queue=sales device=Local/2001@agents paused=yes reason=Lunch\n"
                          "  queue sales"));
}

TEST(AmiListsTest, CallThatBeganUnseenIsNotClearedByOneOfItsChannelsBeforeTheFirstList) {
  constexpr std::string_view kAgent = " Channel=PJSIP/1001-00000002 Uniqueid=9.2 Linkedid=9.1";
  AmiScript script;
  script.Tell(Event("BridgeEnter", kAgent));

  EXPECT_THAT(script.Tell(Event("Hangup", kAgent)),
              Not(testing::Contains(HasSubstr("CallCleared"))));
  EXPECT_THAT(List(script, {Channel()}, {}), HasSubstr("call call=9.1"));
  script.Tell(Event("NewConnectedLine", kCaller));
  EXPECT_THAT(script.Tell(Event("Hangup", kCaller)), testing::Contains(HasSubstr("CallCleared")));
}

TEST(AmiListsTest, ListThatLacksItemsIsNotUsed) {
  AmiScript script;
  script.translator().BeginSnapshot();
  script.Tell("CoreShowChannelsComplete ListItems=1");

  EXPECT_THAT(script.Tell("QueueStatusComplete ListItems=0"), IsEmpty());
}

TEST(AmiListsTest, ItemsThatNameNothingAndThresholdsOfZeroAreLeftOut) {
  AmiScript script;
  script.translator().BeginSnapshot();
  script.Tell("CoreShowChannelsComplete ListItems=0");
  script.Tell("QueueParams Queue=sales ServiceLevel=0");
  script.Tell("QueueMember Queue=sales Location=");
  script.Tell("QueueEntry Queue= Uniqueid=9.1 Wait=-1");

  EXPECT_THAT(script.Tell("QueueStatusComplete ListItems=3"),
              ElementsAre("SwitchSnapshot\n  queue sales"));
}

TEST(AmiListsTest, ChannelThatTheListLacksIsGone) {
  AmiScript script;
  script.Tell(Event("Newchannel", kCaller, " CallerIDNum=+4930901820"));
  script.Tell(Event("QueueCallerJoin", kCaller, " Queue=sales"));
  script.Pass(AmiLists::kFresh);

  EXPECT_EQ(List(script, {}, {}), "SwitchSnapshot");
}

TEST(AmiListsTest, ChannelOfTheLastSecondsOutlivesAnOlderList) {  // R1.
  AmiScript script;
  script.Tell(Event("Newchannel", kCaller, " CallerIDNum=+4930901820"));
  script.Tell(Event("QueueCallerJoin", kCaller, " Queue=sales"));

  EXPECT_THAT(List(script, {}, {}), HasSubstr("waiting queue=sales call=9.1 leg=9.1"));
}

constexpr std::string_view kMember =
    " Channel=Local/2001@agents-00000001;1 Uniqueid=9.2 Linkedid=9.1";

TEST(AmiListsTest, ChannelThatNeitherRingsNorIsUpIsNoConnectionAndRingsLater) {  // R4.
  AmiScript script;
  script.Tell(Event("Newchannel", kMember, " ChannelStateDesc=Down"));
  const std::string created = Event("CoreShowChannel", kMember, " ChannelStateDesc=Down");
  const std::vector<std::string> queues = {"QueueParams Queue=sales", std::string(kEntry)};

  EXPECT_THAT(List(script, {Channel(), created}, queues), Not(HasSubstr("connection=9.2")));
  EXPECT_THAT(List(script, {Channel()}, queues), Not(HasSubstr("connection=9.2")));
  EXPECT_THAT(script.Tell("AgentCalled Queue=sales Interface=Local/2001@agents/n" +
                          Event(kCaller, " DestChannel=Local/2001@agents-00000001;1") +
                          " DestUniqueid=9.2 DestLinkedid=9.1 DestChannelStateDesc=Down"),
              testing::Contains(HasSubstr("Delivered call=9.1 connection=9.2")));
  EXPECT_THAT(List(script, {Channel(), created}, queues),
              HasSubstr("connection=9.2 device=Local/2001@agents ringing=yes"));
}

TEST(AmiListsTest, ChannelThatBeganToRingInTheGapRings) {
  AmiScript script;
  script.Tell(Event("Newchannel", kMember, " ChannelStateDesc=Down"));
  script.translator().TakeLinkLost(script.now());
  script.Pass(Duration(500));
  script.translator().TakeLinkReady(script.now());
  const std::string rings = Event("CoreShowChannel", kMember, " ChannelStateDesc=Ringing");

  EXPECT_THAT(List(script, {Channel(), rings}, {std::string(kEntry)}),
              HasSubstr("connection=9.2 device=Local/2001@agents ringing=yes"));
}

TEST(AmiListsTest, ChannelSeenBeforeTheLinkWasLostIsNotOfTheLastSeconds) {  // R1.
  AmiScript script;
  script.Tell(Event("Newchannel", kCaller, " CallerIDNum=+4930901820"));
  script.Tell(Event("QueueCallerJoin", kCaller, " Queue=sales"));
  script.translator().TakeLinkLost(script.now());
  script.Pass(Duration(500));
  script.translator().TakeLinkReady(script.now());

  EXPECT_EQ(List(script, {}, {}), "SwitchSnapshot");
}

// A caller who waits in the queue sales, and a link that is lost and there again without a list.
void LoseSightOfCaller(AmiScript& script) {
  script.Tell(Event("Newchannel", kCaller, " CallerIDNum=+4930901820"));
  script.Tell(Event("QueueCallerJoin", kCaller, " Queue=sales"));
  script.translator().TakeLinkLost(script.now());
  script.Pass(Duration(500));
  script.translator().TakeLinkReady(script.now());
  (void)script.Said();
}

TEST(AmiListsTest, WhoHangsUpBeforeTheFirstListAfterAGapIsNotSaidToHaveAbandoned) {
  AmiScript script;
  LoseSightOfCaller(script);

  EXPECT_THAT(script.Tell(Event("Hangup", kCaller)),
              testing::Contains("Dequeued call=9.1 leg=9.1 queue=sales cause=unseen"));
}

TEST(AmiListsTest, WhoLeavesTheQueueBeforeTheFirstListAfterAGapMayHaveBeenAnswered) {
  constexpr std::string_view kAnswer =
      " Queue=sales Interface=PJSIP/1001 DestChannel=PJSIP/1001-00000002 DestUniqueid=9.2"
      " DestLinkedid=9.1";
  AmiScript script;
  LoseSightOfCaller(script);

  EXPECT_THAT(script.Tell(Event("QueueCallerLeave", kCaller, " Queue=sales")), IsEmpty());
  EXPECT_THAT(script.Tell(Event("AgentConnect", kCaller, kAnswer)),
              testing::Contains(HasSubstr("Established call=9.1 connection=9.2")));
}

TEST(AmiListsTest, WhoTheFirstListAfterAGapNamesAsWaitingAbandonsByHangingUp) {
  AmiScript script;
  LoseSightOfCaller(script);
  List(script, {Channel()}, {std::string(kEntry)});

  EXPECT_THAT(script.Tell(Event("Hangup", kCaller)),
              testing::Contains("Dequeued call=9.1 leg=9.1 queue=sales cause=abandoned"));
}

TEST(AmiListsTest, CallerWhoLeftAMomentAgoIsNotBroughtBackByAnOlderList) {  // R1.
  AmiScript script;
  script.Tell(Event("Newchannel", kCaller, " CallerIDNum=+4930901820"));
  script.Tell(Event("QueueCallerJoin", kCaller, " Queue=sales"));
  script.Tell(Event("QueueCallerLeave", kCaller, " Queue=sales"));

  EXPECT_THAT(List(script, {Channel()}, {std::string(kEntry)}), Not(HasSubstr("waiting")));
}

TEST(AmiListsTest, LegIsClosedByTheSecondListThatMissesIt) {  // R2.
  AmiScript script;
  script.Tell(Event("Newchannel", kCaller, " CallerIDNum=+4930901820"));
  script.Tell(Event("QueueCallerJoin", kCaller, " Queue=sales"));
  script.Pass(AmiLists::kFresh);

  EXPECT_THAT(List(script, {Channel()}, {}), HasSubstr("waiting"));
  EXPECT_TRUE(script.translator().snapshot_wanted());
  EXPECT_THAT(List(script, {Channel()}, {}), Not(HasSubstr("waiting")));
  EXPECT_FALSE(script.translator().snapshot_wanted());
}

TEST(AmiListsTest, LegOfACallerWhoTalksIsClosedAtOnce) {  // R2.
  AmiScript script;
  script.Tell(Event("Newchannel", kCaller, " CallerIDNum=+4930901820"));
  script.Tell(Event("QueueCallerJoin", kCaller, " Queue=sales"));
  script.Pass(AmiLists::kFresh);

  EXPECT_THAT(List(script, {Channel(" BridgeId=b1")}, {}), Not(HasSubstr("waiting")));
}

TEST(AmiListsTest, LegAnsweredWhileTheLinkWasDownIsSaidToBe) {  // R2.
  AmiScript script;
  script.Tell(Event("Newchannel", kCaller, " CallerIDNum=+4930901820"));
  script.Tell(Event("QueueCallerJoin", kCaller, " Queue=sales"));
  script.Pass(AmiLists::kFresh);
  script.translator().BeginSnapshot();
  script.Tell(Channel(" BridgeId=b1"));
  script.Tell("CoreShowChannel Channel=PJSIP/1001-00000002 Uniqueid=9.2 Linkedid=9.1 BridgeId=b1");
  script.Tell("CoreShowChannelsComplete ListItems=2");
  script.Tell("QueueMember Queue=sales Location=PJSIP/1001");

  EXPECT_THAT(script.Tell("QueueStatusComplete ListItems=1").front(),
              "Established call=9.1 connection=9.2 device=PJSIP/1001 queue=sales leg=9.1");
}

TEST(AmiListsTest, ACallerWhoseMemberIsUpInTheListsIsAnsweredAndDidNotLeaveByTheKey) {  // R5.
  AmiScript script;
  const std::string member = Event("CoreShowChannel", kMember, " ChannelStateDesc=Up");
  const std::vector<std::string> queues = {"QueueMember Queue=sales Location=Local/2001@agents/n",
                                           std::string(kEntry)};
  List(script, {Channel(), member}, queues);
  List(script, {Channel(), member}, queues);

  EXPECT_THAT(script.Tell(Event("QueueCallerLeave", kCaller, " Queue=sales")), IsEmpty());
  EXPECT_THAT(script.Tell(Event("AgentConnect", kCaller,
                                " Queue=sales Interface=Local/2001@agents/n DestUniqueid=9.2 "
                                "DestLinkedid=9.1 DestChannel=Local/2001@agents-00000001;1")),
              testing::Contains(HasSubstr("Established")));
}

TEST(AmiListsTest, WhoLeavesAfterOneListDidSoForAReasonThatIsNotKnownYet) {  // R2 of queue events.
  AmiScript script;
  List(script, {Channel()}, {std::string(kEntry)});

  EXPECT_THAT(script.Tell(Event("QueueCallerLeave", kCaller, " Queue=sales")), IsEmpty());
  EXPECT_THAT(script.Tell(Event("VarSet", kCaller, " Variable=QUEUESTATUS Value=TIMEOUT")),
              ElementsAre(HasSubstr("cause=timed_out")));
}

TEST(AmiListsTest, WhoLeavesAfterTwoListsNamedThemLeftByTheKey) {
  AmiScript script;
  List(script, {Channel()}, {std::string(kEntry)});
  List(script, {Channel()}, {std::string(kEntry)});

  EXPECT_THAT(script.Tell(Event("QueueCallerLeave", kCaller, " Queue=sales")),
              ElementsAre(HasSubstr("cause=exit_key")));
}

TEST(AmiListsTest, AdoptedCallEndsLikeAnyOther) {
  AmiScript script;
  List(script, {Channel()}, {std::string(kEntry)});

  EXPECT_THAT(script.Tell(Event("HangupRequest", kCaller)), IsEmpty());
  EXPECT_THAT(script.Tell(Event("QueueCallerAbandon", kCaller, " Queue=sales")),
              ElementsAre("Dequeued call=9.1 leg=9.1 queue=sales cause=abandoned"));
  EXPECT_THAT(script.Tell(Event("Hangup", kCaller)),
              ElementsAre("ConnectionCleared call=9.1 connection=9.1", "CallCleared call=9.1"));
}

}  // namespace
}  // namespace jackfield::ami
