#include "server/exchange/device.h"

#include <gtest/gtest.h>

namespace jackfield::exchange {
namespace {

TEST(DeviceTest, ChannelNumberIsDropped) {
  EXPECT_EQ(NormaliseDevice("PJSIP/1001-0000000e"), "PJSIP/1001");
}

TEST(DeviceTest, HalfOfALocalChannelIsItsDevice) {
  EXPECT_EQ(NormaliseDevice("Local/2001@agents-00000006;2"), "Local/2001@agents");
}

TEST(DeviceTest, OptionOfALocalMemberIsDropped) {
  EXPECT_EQ(NormaliseDevice("Local/2001@agents/n"), "Local/2001@agents");
}

TEST(DeviceTest, HyphenOfANameStays) {
  EXPECT_EQ(NormaliseDevice("PJSIP/trunk-carrier"), "PJSIP/trunk-carrier");
  EXPECT_EQ(NormaliseDevice("PJSIP/trunk-carrier-00000004"), "PJSIP/trunk-carrier");
}

TEST(DeviceTest, NothingButAChannelNumberStaysAsItIs) {
  EXPECT_EQ(NormaliseDevice("-0000000e"), "-0000000e");
}

TEST(DeviceTest, ADeclaredDeviceMayNameItsSource) {
  EXPECT_EQ(SplitDevice("PJSIP/1001").source, "");
  EXPECT_EQ(SplitDevice("PJSIP/1001").name, "PJSIP/1001");
  EXPECT_EQ(SplitDevice("pbx:PJSIP/1001").source, "pbx");
  EXPECT_EQ(SplitDevice("pbx:PJSIP/1001").name, "PJSIP/1001");
  EXPECT_EQ(SplitDevice("SIP/10.0.0.1:5060").source, "");
}

}  // namespace
}  // namespace jackfield::exchange
