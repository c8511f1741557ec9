#include "server/telephony/ami/ami_action.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace jackfield::ami {
namespace {

using std::string_literals::operator""s;

// What would end a line, separate arguments or be evaluated, alone and in company.
const std::vector<std::string> kHostile = {
    "",
    "1\r\nAction: Command",
    "1\n",
    "1\r",
    "\n1",
    "1\0"s,
    "1\0002"s,
    "1;2",
    "1;1;2",
    "1,2",
    "1,n,System(id)",
    "$1",
    "${SHELL(id)}",
    "$[1+1]",
    "{1",
    "1}",
    "(1",
    "1)",
    "1|2",
    "1&2",
    "PJSIP/1001&Local/1@x",
    "PJSIP/1001,30,m",
    "PJSIP/1001\r\nApplication: System",
    "1\"2",
    "1'2",
    "1\\2",
    "1`id`",
    "1<2>",
    "1=2",
    "1%2",
    "1!2",
    "1?2",
    "1\x7F",
    "1\x01",
    "1\t2",
    "1\x80",          // No UTF-8.
    "1\xC3",          // Cut off.
    "1\xC2\x85",      // NEXT LINE.
    "1\xE2\x80\xA8",  // LINE SEPARATOR.
    "1\xE2\x80\xAE",  // Turns the direction of text.
    std::string(257, '1'),
};

template <TextKind kKind>
void ExpectRefused(const std::string& field) {
  for (const std::string& text : kHostile) {
    const auto parsed = AmiText<kKind>::Parse(text);
    ASSERT_FALSE(parsed.has_value()) << field << ": " << text;
    EXPECT_EQ(parsed.error().reason, "ACTION_TEXT_INVALID");
    EXPECT_EQ(parsed.error().fields[0].field, field);
    EXPECT_FALSE(parsed.error().fields[0].rule.empty());
  }
}

TEST(AmiActionTest, HostileTextsAreRefusedInEveryField) {
  ExpectRefused<TextKind::kChannel>("channel");
  ExpectRefused<TextKind::kContext>("context");
  ExpectRefused<TextKind::kExtension>("extension");
  ExpectRefused<TextKind::kDtmf>("extension");
  ExpectRefused<TextKind::kQueue>("queue");
  ExpectRefused<TextKind::kDevice>("device");
  ExpectRefused<TextKind::kReason>("reason");
  for (const std::string& text : kHostile) {
    EXPECT_FALSE(DeviceList::Parse({"PJSIP/1001", text})) << text;
  }
}

TEST(AmiActionTest, TextsAreTakenUpToTheirLongestAndNoFurther) {
  EXPECT_TRUE(ChannelName::Parse("PJSIP/" + std::string(122, 'a')));
  EXPECT_FALSE(ChannelName::Parse("PJSIP/" + std::string(123, 'a')));
  EXPECT_TRUE(ContextName::Parse(std::string(79, 'a')));
  EXPECT_FALSE(ContextName::Parse(std::string(80, 'a')));
  EXPECT_TRUE(Extension::Parse(std::string(64, '1')));
  EXPECT_FALSE(Extension::Parse(std::string(65, '1')));
  EXPECT_TRUE(DtmfDigits::Parse(std::string(64, '1')));
  EXPECT_FALSE(DtmfDigits::Parse(std::string(65, '1')));
  EXPECT_TRUE(QueueName::Parse(std::string(80, 'q')));
  EXPECT_FALSE(QueueName::Parse(std::string(81, 'q')));
  EXPECT_TRUE(DeviceName::Parse("PJSIP/" + std::string(74, 'a')));
  EXPECT_FALSE(DeviceName::Parse("PJSIP/" + std::string(75, 'a')));
  EXPECT_TRUE(PauseReason::Parse(std::string(256, 'a')));
  EXPECT_FALSE(PauseReason::Parse(std::string(257, 'a')));
  EXPECT_TRUE(DeviceList::Parse(std::vector<std::string>(32, "PJSIP/1")));
  EXPECT_FALSE(DeviceList::Parse(std::vector<std::string>(33, "PJSIP/1")));
  EXPECT_FALSE(DeviceList::Parse({}));
}

TEST(AmiActionTest, WhatSwitchesAndPeopleWriteIsTaken) {
  for (const char* channel : {"PJSIP/1001-0000000a", "Local/2001@agents-00000006;2",
                              "Local/*8@agents-00000006;1", "DAHDI/i1/+4930123-5"}) {
    EXPECT_TRUE(ChannelName::Parse(channel)) << channel;
  }
  for (const char* device : {"PJSIP/1001", "Local/2001@agents/n", "PJSIP/trunk.de/sip:1"}) {
    EXPECT_TRUE(DeviceName::Parse(device)) << device;
  }
  EXPECT_FALSE(DeviceName::Parse("1001"));
  EXPECT_FALSE(DeviceName::Parse("/1001"));
  EXPECT_FALSE(DeviceName::Parse("PJSIP/"));
  EXPECT_FALSE(DeviceName::Parse("Local/1@x;1"));
  EXPECT_TRUE(Extension::Parse("+493012345"));
  EXPECT_TRUE(Extension::Parse("*72#"));
  EXPECT_FALSE(DtmfDigits::Parse("+493012345"));
  EXPECT_FALSE(DtmfDigits::Parse("12#"));
  EXPECT_TRUE(QueueName::Parse("sales north"));
  EXPECT_FALSE(QueueName::Parse(" sales"));
  EXPECT_TRUE(PauseReason::Parse("Mittagspause / kurz"));
  EXPECT_TRUE(PauseReason::Parse("午休"));
}

TEST(AmiActionTest, EachActionIsExactlyTheseBytes) {
  const ChannelName channel = *ChannelName::Parse("PJSIP/1001-0000000a");
  const ContextName context = *ContextName::Parse("jackfield-dial");
  const DeviceName device = *DeviceName::Parse("PJSIP/1001");
  const QueueName queue = *QueueName::Parse("sales");
  const std::vector<std::pair<AmiAction, std::string>> rows = {
      {HangupAction{channel, HangupCause::kNormal},
       "Action: Hangup\r\nActionID: a\r\nChannel: PJSIP/1001-0000000a\r\nCause: 16\r\n\r\n"},
      {HangupAction{channel, HangupCause::kRejected},
       "Action: Hangup\r\nActionID: a\r\nChannel: PJSIP/1001-0000000a\r\nCause: 21\r\n\r\n"},
      {RedirectAction{channel, context},
       "Action: Redirect\r\nActionID: a\r\nChannel: PJSIP/1001-0000000a\r\n"
       "Context: jackfield-dial\r\nExten: s\r\nPriority: 1\r\n\r\n"},
      {BlindTransferAction{channel, context, *Extension::Parse("+4930")},
       "Action: BlindTransfer\r\nActionID: a\r\nChannel: PJSIP/1001-0000000a\r\n"
       "Context: jackfield-dial\r\nExten: +4930\r\n\r\n"},
      {AtxferAction{channel, context, *DtmfDigits::Parse("1002")},
       "Action: Atxfer\r\nActionID: a\r\nChannel: PJSIP/1001-0000000a\r\n"
       "Context: jackfield-dial\r\nExten: 1002\r\n\r\n"},
      {CancelAtxferAction{channel},
       "Action: CancelAtxfer\r\nActionID: a\r\nChannel: PJSIP/1001-0000000a\r\n\r\n"},
      {BridgeAction{channel, *ChannelName::Parse("PJSIP/trunk-00000001")},
       "Action: Bridge\r\nActionID: a\r\nChannel1: PJSIP/1001-0000000a\r\n"
       "Channel2: PJSIP/trunk-00000001\r\nTone: no\r\n\r\n"},
      {OriginateAction{device, context, *Extension::Parse("+4930")},
       "Action: Originate\r\nActionID: a\r\nChannel: PJSIP/1001\r\nContext: jackfield-dial\r\n"
       "Exten: +4930\r\nPriority: 1\r\nTimeout: 30000\r\nAsync: true\r\n\r\n"},
      {QueuePauseAction{queue, device, true, *PauseReason::Parse("lunch")},
       "Action: QueuePause\r\nActionID: a\r\nQueue: sales\r\nInterface: PJSIP/1001\r\n"
       "Paused: true\r\nReason: lunch\r\n\r\n"},
      {QueuePauseAction{{}, device, false, {}},
       "Action: QueuePause\r\nActionID: a\r\nQueue: \r\nInterface: PJSIP/1001\r\n"
       "Paused: false\r\nReason: \r\n\r\n"},
      {QueueAddAction{queue, device, true},
       "Action: QueueAdd\r\nActionID: a\r\nQueue: sales\r\nInterface: PJSIP/1001\r\n"
       "Paused: true\r\n\r\n"},
      {QueueRemoveAction{queue, device},
       "Action: QueueRemove\r\nActionID: a\r\nQueue: sales\r\nInterface: PJSIP/1001\r\n\r\n"},
      {SetvarAction{channel, AmiVariable::kRouteDevices,
                    *DeviceList::Parse({"PJSIP/1001", "PJSIP/1002"})},
       "Action: Setvar\r\nActionID: a\r\nChannel: PJSIP/1001-0000000a\r\n"
       "Variable: JACKFIELD_ROUTE_DEVICES\r\nValue: PJSIP/1001&PJSIP/1002\r\n\r\n"},
  };
  for (const auto& [action, bytes] : rows) EXPECT_EQ(Encode(action, "a").value(), bytes);
}

TEST(AmiActionTest, AListOfDevicesThatIsTooLongForALineIsRefused) {
  const std::vector<std::string> devices(20, "PJSIP/" + std::string(50, 'a'));
  const SetvarAction action{*ChannelName::Parse("PJSIP/trunk-00000001"), AmiVariable::kRouteDevices,
                            *DeviceList::Parse(devices)};

  EXPECT_FALSE(Encode(action, "a"));
  EXPECT_FALSE(Encode(CancelAtxferAction{*ChannelName::Parse("PJSIP/1-1")}, "a\r\nAction: x"));
}

}  // namespace
}  // namespace jackfield::ami
