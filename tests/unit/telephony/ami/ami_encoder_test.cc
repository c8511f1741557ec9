#include "server/telephony/ami/ami_encoder.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::ami {
namespace {

TEST(AmiEncoderTest, LoginIsOneActionThatAsksForEvents) {
  EXPECT_EQ(EncodeLogin({"cti", "s3:cret "}, "jf-1").value(),
            "Action: Login\r\nActionID: jf-1\r\nUsername: cti\r\nSecret: s3:cret \r\n"
            "Events: on\r\n\r\n");
}

TEST(AmiEncoderTest, ListActionsCarryTheirActionId) {
  EXPECT_EQ(EncodePing("jf-2").value(), "Action: Ping\r\nActionID: jf-2\r\n\r\n");
  EXPECT_EQ(EncodeQueueStatus("jf-3").value(), "Action: QueueStatus\r\nActionID: jf-3\r\n\r\n");
  EXPECT_EQ(EncodeQueueSummary("jf-4").value(), "Action: QueueSummary\r\nActionID: jf-4\r\n\r\n");
  EXPECT_EQ(EncodeCoreShowChannels("jf-5").value(),
            "Action: CoreShowChannels\r\nActionID: jf-5\r\n\r\n");
  EXPECT_EQ(EncodeLogoff("jf-6").value(), "Action: Logoff\r\nActionID: jf-6\r\n\r\n");
}

TEST(AmiEncoderTest, FilterExcludesTheNamedEvent) {
  EXPECT_EQ(
      EncodeFilter("!Event: Newexten", "jf-7").value(),
      "Action: Filter\r\nActionID: jf-7\r\nOperation: Add\r\nFilter: !Event: Newexten\r\n\r\n");
}

TEST(AmiEncoderTest, EveryControlCharacterIsRefused) {
  for (int byte = 0; byte < 0x20; ++byte) {
    const std::string secret = "a" + std::string(1, static_cast<char>(byte)) + "b";
    const auto encoded = EncodeLogin({"cti", secret}, "jf-1");
    ASSERT_FALSE(encoded) << byte;
    EXPECT_EQ(encoded.error().code, ErrorCode::kInvalidArgument);
  }
  EXPECT_FALSE(EncodeLogin({"cti", "a\x7F"}, "jf-1"));
  EXPECT_FALSE(EncodePing("1\r\nAction: Command"));
}

TEST(AmiEncoderTest, LettersBeyondAsciiPassAsTheyAre) {
  EXPECT_TRUE(EncodeLogin({"jürgen", "陈伟"}, "jf-1"));
}

TEST(AmiEncoderTest, LineAtTheLimitIsTakenAndAboveItRefused) {
  const std::string longest(kActionLineBytesMax - std::string("ActionID: ").size(), 'x');

  EXPECT_TRUE(EncodePing(longest));
  EXPECT_FALSE(EncodePing(longest + "x"));
}

TEST(AmiEncoderTest, RefusalDoesNotRepeatTheSecret) {
  const auto encoded = EncodeLogin({"cti", "hunter2\n"}, "jf-1");

  ASSERT_FALSE(encoded);
  EXPECT_EQ(encoded.error().message.find("hunter2"), std::string::npos);
}

}  // namespace
}  // namespace jackfield::ami
