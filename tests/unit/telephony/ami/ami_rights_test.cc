#include "server/telephony/ami/ami_rights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::ami {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What ListCommands tells, as the parser hands it out.
AmiRights RightsIn(const std::string& lines) {
  AmiParser parser;
  EXPECT_TRUE(
      parser.Feed("Asterisk Call Manager/11.0.0\r\nResponse: Success\r\n" + lines + "\r\n"));
  const auto message = parser.Next();
  return message ? RightsToAct(*message) : AmiRights{"no message"};
}

TEST(AmiRightsTest, ActionThatNeedsOneRightTellsIt) {
  EXPECT_THAT(RightsIn("QueuePause: Pauses a member.  (Priv: agent,all)\r\n"
                       "Originate: Originate a call.  (Priv: originate,all)\r\n"),
              ElementsAre("agent", "originate"));
}

TEST(AmiRightsTest, ActionThatNeedsNoneOrOneOfSeveralTellsNothing) {
  EXPECT_THAT(RightsIn("Ping: Keepalive command.  (Priv: <none>)\r\n"
                       "Status: List channel status.  (Priv: system,call,reporting,all)\r\n"
                       "Odd: No rights at all\r\nOdder: Not closed (Priv: command,all\r\n"),
              IsEmpty());
}

TEST(AmiRightsTest, WhoCanTakeOverTheSwitchHasAll) {
  EXPECT_THAT(RightsIn("A: a (Priv: command,all)\r\nB: b (Priv: config,all)\r\n"
                       "C: c (Priv: originate,all)\r\nD: d (Priv: system,all)\r\n"),
              ElementsAre("all", "command", "config", "originate", "system"));
}

TEST(AmiRightsTest, ClassOfAnEventIsItsFirstPrivilege) {
  AmiParser parser;
  ASSERT_TRUE(
      parser.Feed("Asterisk Call Manager/11.0.0\r\n"
                  "Event: Hangup\r\nPrivilege: call,all\r\n\r\n"
                  "Event: Odd\r\nPrivilege: all\r\n\r\n"));
  EXPECT_EQ(ClassOf(*parser.Next()), "call");
  EXPECT_EQ(ClassOf(*parser.Next()), "");
}

}  // namespace
}  // namespace jackfield::ami
