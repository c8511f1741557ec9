#include "server/telephony/ami/ami_values.h"

#include <gtest/gtest.h>

namespace jackfield::ami {
namespace {

using exchange::Presentation;

TEST(AmiValuesTest, DeviceIsTheChannelWithoutItsEndings) {
  EXPECT_EQ(DeviceOf("PJSIP/1001-0000000a"), "PJSIP/1001");
  EXPECT_EQ(DeviceOf("PJSIP/1001"), "PJSIP/1001");
  EXPECT_EQ(DeviceOf("Local/2001@agents-00000004;1"), "Local/2001@agents");
  EXPECT_EQ(DeviceOf("Local/2001@agents/n"), "Local/2001@agents");
  EXPECT_EQ(DeviceOf("PJSIP/trunk-carrier-00000004"), "PJSIP/trunk-carrier");
  EXPECT_EQ(DeviceOf("PJSIP/trunk-east"), "PJSIP/trunk-east");
  EXPECT_EQ(DeviceOf(""), "");
}

TEST(AmiValuesTest, OnlyTheDialplanSideOfALocalChannelIsHidden) {
  EXPECT_TRUE(IsSecondLocalHalf("Local/2001@agents-00000004;2"));
  EXPECT_FALSE(IsSecondLocalHalf("Local/2001@agents-00000004;1"));
  EXPECT_FALSE(IsSecondLocalHalf("PJSIP/x;2"));
}

TEST(AmiValuesTest, LocalHalvesShareAllButTheLastDigit) {
  EXPECT_TRUE(AreLocalHalves("Local/x@y-00000001;1", "Local/x@y-00000001;2"));
  EXPECT_FALSE(AreLocalHalves("Local/x@y-00000001;1", "Local/x@y-00000001;1"));
  EXPECT_FALSE(AreLocalHalves("Local/x@y-00000001;1", "Local/x@y-00000002;2"));
  EXPECT_FALSE(AreLocalHalves("PJSIP/x-00000001;1", "PJSIP/x-00000001;2"));
}

TEST(AmiValuesTest, PresentedCallerKeepsNumberAndName) {
  const auto caller = CallerOf("+4930901820", "Ann", "0 (Presentation Allowed, Not Screened)");

  EXPECT_EQ(caller.presentation, Presentation::kPresented);
  EXPECT_EQ(caller.number.bytes, "+4930901820");
  EXPECT_EQ(caller.name.bytes, "Ann");
}

TEST(AmiValuesTest, ProhibitedPresentationTakesNumberAndNameAway) {
  for (const char* presentation : {"32 (Prohibited)", "35 (Prohibited, Network Number)"}) {
    const auto caller = CallerOf("+4930901820", "Ann", presentation);
    EXPECT_EQ(caller.presentation, Presentation::kWithheld) << presentation;
    EXPECT_TRUE(caller.number.empty());
    EXPECT_TRUE(caller.name.empty());
  }
}

TEST(AmiValuesTest, AnonymousIsWithheld) {
  EXPECT_EQ(CallerOf("anonymous", "Anonymous", "").presentation, Presentation::kWithheld);
}

TEST(AmiValuesTest, AbsentNumberIsUnknownInEverySpelling) {
  for (const char* number : {"", "<unknown>", "unknown", "s"}) {
    const auto caller = CallerOf(number, "<unknown>", "67 (Number Unavailable)");
    EXPECT_EQ(caller.presentation, Presentation::kUnknown) << number;
    EXPECT_TRUE(caller.number.empty());
    EXPECT_TRUE(caller.name.empty());
  }
}

TEST(AmiValuesTest, NameThatRepeatsTheNumberIsNoName) {
  EXPECT_TRUE(CallerOf("02079460251", "02079460251", "").name.empty());
}

TEST(AmiValuesTest, DialledNumbersAreNumbers) {
  EXPECT_EQ(DialledOf("+4930901820"), "+4930901820");
  EXPECT_EQ(DialledOf("*45"), "*45");
  EXPECT_EQ(DialledOf("s"), "");
  EXPECT_EQ(DialledOf("_attended"), "");
  EXPECT_EQ(DialledOf(""), "");
}

TEST(AmiValuesTest, ExtensionsHaveAtMostSixDigits) {
  EXPECT_TRUE(IsExtension("1"));
  EXPECT_TRUE(IsExtension("123456"));
  EXPECT_TRUE(IsExtension("*45"));
  EXPECT_FALSE(IsExtension("1234567"));
  EXPECT_FALSE(IsExtension("+49301"));
  EXPECT_FALSE(IsExtension(""));
}

TEST(AmiValuesTest, TimestampIsReadToTheMillisecond) {
  const std::vector<AmiField> fields = {{"Timestamp", "1795363452.405962"}};
  const std::vector<AmiField> short_fraction = {{"Timestamp", "12.5"}};
  const std::vector<AmiField> damaged = {{"Timestamp", "soon"}};
  const std::vector<AmiField> far = {{"Timestamp", "17953634922084558.0"}};

  EXPECT_EQ(TimestampOf({AmiMessage::Kind::kEvent, "x", &fields}),
            WallTime(Duration(1'795'363'452'405)));
  EXPECT_EQ(TimestampOf({AmiMessage::Kind::kEvent, "x", &short_fraction}),
            WallTime(Duration(12'500)));
  EXPECT_EQ(TimestampOf({AmiMessage::Kind::kEvent, "x", &damaged}), std::nullopt);
  EXPECT_EQ(TimestampOf({AmiMessage::Kind::kEvent, "x", &far}), std::nullopt);
}

TEST(AmiValuesTest, QueueStandsFirstInTheApplicationLine) {
  EXPECT_EQ(QueueOfAppData("support,tT,,,60"), "support");
  EXPECT_EQ(QueueOfAppData("support"), "support");
}

}  // namespace
}  // namespace jackfield::ami
