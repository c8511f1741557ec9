#include "server/telephony/ami/ami_parser.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::ami {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kGreeting = "Asterisk Call Manager/11.0.0\r\n";

// The names of all messages in `bytes`, fed in pieces of `piece` bytes.
std::vector<std::string> NamesIn(AmiParser& parser, std::string_view bytes, std::size_t piece) {
  std::vector<std::string> names;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    EXPECT_TRUE(parser.Feed(bytes.substr(0, piece)));
    while (const auto message = parser.Next()) names.emplace_back(message->name);
  }
  return names;
}

std::vector<std::string> NamesIn(AmiParser& parser, std::string_view bytes) {
  return NamesIn(parser, bytes, bytes.size());
}

std::string Greeted(std::string_view blocks) { return std::string(kGreeting).append(blocks); }

TEST(AmiParserTest, MessagesAreTheSameWhereverTheChunksEnd) {
  const std::string stream = Greeted(
      "Response: Success\r\nMessage: Authentication accepted\r\n\r\n"
      "Event: Newchannel\r\nChannel: PJSIP/1001-00000001\r\n\r\n"
      "Event: Hangup\r\nCause: 16\r\n\r\n");

  for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
    AmiParser parser;
    EXPECT_THAT(NamesIn(parser, stream, piece), ElementsAre("Success", "Newchannel", "Hangup"))
        << "in pieces of " << piece;
  }
}

TEST(AmiParserTest, ValuesAreFoundByKeyWithoutRegardToCase) {
  AmiParser parser;
  ASSERT_TRUE(parser.Feed(Greeted("Event: Hangup\r\nCause-txt: Normal: Clearing\r\nX:y\r\n\r\n")));

  const auto message = parser.Next();

  ASSERT_TRUE(message);
  EXPECT_EQ(message->Get("cause-TXT"), "Normal: Clearing");
  EXPECT_EQ(message->Get("X"), "y");
  EXPECT_EQ(message->Get("Missing"), "");
  EXPECT_TRUE(message->Has("x"));
  EXPECT_FALSE(message->Has("Missing"));
}

TEST(AmiParserTest, EventDecidesBeforeResponse) {
  AmiParser parser;
  ASSERT_TRUE(parser.Feed(Greeted("Event: OriginateResponse\r\nResponse: Failure\r\n\r\n")));

  const auto message = parser.Next();

  ASSERT_TRUE(message);
  EXPECT_EQ(message->kind, AmiMessage::Kind::kEvent);
  EXPECT_EQ(message->name, "OriginateResponse");
}

TEST(AmiParserTest, BareLineFeedInTheAnswerToParkEndsNoMessage) {
  AmiParser parser;

  const auto names =
      NamesIn(parser, Greeted("Response: Success\r\nMessage: Park successful\n\r\n\r\n"
                              "Event: ParkedCall\r\n\r\n"));

  EXPECT_THAT(names, ElementsAre("Success", "ParkedCall"));
  EXPECT_EQ(parser.counters().dropped(), 0U);
}

TEST(AmiParserTest, BareLineFeedInACallersNameForgesNoLine) {  // R1.
  AmiParser parser;
  ASSERT_TRUE(parser.Feed(Greeted("Event: Newchannel\r\nCallerIDName: x\nExten: 666\r\n\r\n")));

  const auto message = parser.Next();

  ASSERT_TRUE(message);
  EXPECT_EQ(message->Get("Exten"), "");
  EXPECT_EQ(message->Get("CallerIDName"), "x\nExten: 666");
}

TEST(AmiParserTest, PeerThatGreetsWithBareLineFeedIsReadByLineFeeds) {  // R1.
  AmiParser parser;

  const auto names = NamesIn(parser, "Asterisk Call Manager/5.0\nEvent: A\n\nEvent: B\n\n");

  EXPECT_THAT(names, ElementsAre("A", "B"));
}

TEST(AmiParserTest, RepeatedIdentityHeaderDropsTheMessageAndKeepsTheLink) {  // R2.
  for (const std::string_view key : {"Event", "Uniqueid", "Linkedid", "Channel", "Queue",
                                     "DestUniqueid", "DestChannel", "dEsTlInKeDiD"}) {
    AmiParser parser;
    const std::string line = std::string(key) + ": a\r\n";

    const auto names =
        NamesIn(parser, Greeted("Event: Newchannel\r\n" + line + line + "\r\nEvent: Next\r\n\r\n"));

    EXPECT_THAT(names, ElementsAre("Next")) << key;
    EXPECT_EQ(parser.counters().repeated_identity, 1U) << key;
    EXPECT_EQ(parser.counters().last_drop, AmiDropReason::kRepeatedIdentity) << key;
  }
}

TEST(AmiParserTest, FirstUniqueidOfAUserEventWins) {  // R2.
  AmiParser parser;
  ASSERT_TRUE(parser.Feed(
      Greeted("Event: UserEvent\r\nUniqueid: first\r\nUserEvent: X\r\nUniqueid: second\r\n\r\n")));

  const auto message = parser.Next();

  ASSERT_TRUE(message);
  EXPECT_EQ(message->Get("Uniqueid"), "first");
}

TEST(AmiParserTest, RepeatedChannelVariablesAreNormal) {
  AmiParser parser;

  const auto names =
      NamesIn(parser, Greeted("Event: Hangup\r\nChanVariable: A=1\r\nChanVariable: B=2\r\n"
                              "DestChanVariable: A=1\r\nDestChanVariable: B=2\r\n\r\n"));

  EXPECT_THAT(names, ElementsAre("Hangup"));
}

TEST(AmiParserTest, BlockOfAMebibyteIsDroppedAndTheNextIsRead) {  // R3.
  AmiParser parser;
  const std::string huge = "Event: Huge\r\nData: " + std::string(1 << 20, 'x') + "\r\n\r\n";

  const auto names = NamesIn(parser, Greeted(huge + "Event: Next\r\n\r\n"), 65'536);

  EXPECT_THAT(names, ElementsAre("Next"));
  EXPECT_EQ(parser.counters().blocks_too_long, 1U);
}

TEST(AmiParserTest, BlockOfAMebibyteInOneChunkIsDroppedToo) {  // R3.
  AmiParser parser;
  const std::string huge = "Event: Huge\r\nData: " + std::string(1 << 20, 'x') + "\r\n\r\n";

  const auto names = NamesIn(parser, Greeted(huge + "Event: Next\r\n\r\n"));

  EXPECT_THAT(names, ElementsAre("Next"));
  EXPECT_EQ(parser.counters().blocks_too_long, 1U);
}

TEST(AmiParserTest, LineAtTheLimitIsTakenAndAboveItIsDropped) {  // R3.
  constexpr std::string_view kKey = "Data: ";
  const std::string longest(AmiParser::kLineBytesMax - kKey.size(), 'x');
  AmiParser parser;

  const auto names = NamesIn(parser, Greeted("Event: At\r\nData: " + longest + "\r\n\r\n" +
                                             "Event: Above\r\nData: " + longest + "x\r\n\r\n"));

  EXPECT_THAT(names, ElementsAre("At"));
  EXPECT_EQ(parser.counters().lines_too_long, 1U);
}

TEST(AmiParserTest, FieldsAtTheLimitAreTakenAndAboveItDropped) {  // R3.
  std::string fields;
  for (std::size_t i = 1; i < AmiParser::kFieldsMax; ++i) fields += "V: 1\r\n";
  AmiParser parser;

  const auto names = NamesIn(parser, Greeted("Event: At\r\n" + fields + "\r\n" +
                                             "Event: Above\r\n" + fields + "V: 1\r\n\r\n"));

  EXPECT_THAT(names, ElementsAre("At"));
  EXPECT_EQ(parser.counters().too_many_fields, 1U);
}

TEST(AmiParserTest, BlockWithoutEventOrResponseIsDropped) {
  AmiParser parser;

  const auto names = NamesIn(parser, Greeted("Exten: 1\r\nContext: x\r\n\r\nEvent: A\r\n\r\n"));

  EXPECT_THAT(names, ElementsAre("A"));
  EXPECT_EQ(parser.counters().unclassified, 1U);
}

TEST(AmiParserTest, LinesWithoutColonAreCountedAndSkipped) {
  AmiParser parser;

  const auto names = NamesIn(parser, Greeted("Event: A\r\nno colon here\r\n\r\n"));

  EXPECT_THAT(names, ElementsAre("A"));
  EXPECT_EQ(parser.counters().lines_without_colon, 1U);
}

TEST(AmiParserTest, ExtraBlankLinesAreNoMessages) {
  AmiParser parser;

  const auto names = NamesIn(parser, Greeted("\r\n\r\n\r\nEvent: A\r\n\r\n\r\nEvent: B\r\n\r\n"));

  EXPECT_THAT(names, ElementsAre("A", "B"));
  EXPECT_EQ(parser.counters().dropped(), 0U);
}

TEST(AmiParserTest, FilterKeepsEventsBackButNeverResponses) {
  AmiParser parser([](std::string_view event, std::string_view) { return event == "Hangup"; });

  const auto names = NamesIn(
      parser, Greeted("Event: VarSet\r\n\r\nResponse: Success\r\n\r\nEvent: Hangup\r\n\r\n"));

  EXPECT_THAT(names, ElementsAre("Success", "Hangup"));
  EXPECT_EQ(parser.counters().filtered, 1U);
}

TEST(AmiParserTest, FilterSeesAnEventThatDoesNotStandFirst) {
  AmiParser parser([](std::string_view event, std::string_view) { return event == "Hangup"; });

  const auto names = NamesIn(
      parser, Greeted("Privilege: x\r\nEvent: VarSet\r\n\r\nA: b\r\nevent: Hangup\r\n\r\n"));

  EXPECT_THAT(names, ElementsAre("Hangup"));
}

TEST(AmiParserTest, StreamOfSomethingElseIsRefused) {
  AmiParser parser;

  const Status fed = parser.Feed("HTTP/1.1 400 Bad Request\r\n");

  ASSERT_FALSE(fed);
  EXPECT_EQ(fed.error().code, ErrorCode::kDataLoss);
  EXPECT_FALSE(parser.Feed("Asterisk Call Manager/11.0.0\r\n"));
  EXPECT_FALSE(parser.Next());
}

TEST(AmiParserTest, EndlessGreetingIsRefused) {
  AmiParser parser;

  EXPECT_FALSE(parser.Feed("Asterisk" + std::string(AmiParser::kGreetingBytesMax, 'x')));
}

TEST(AmiParserTest, GreetingIsKept) {
  AmiParser parser;
  EXPECT_EQ(parser.greeting(), "");

  ASSERT_TRUE(parser.Feed(kGreeting));

  EXPECT_EQ(parser.greeting(), "Asterisk Call Manager/11.0.0");
}

TEST(AmiParserTest, MessageCutByTheEndOfTheStreamIsNeverHandedOut) {
  AmiParser parser;

  const auto names = NamesIn(parser, Greeted("Event: A\r\nChannel: PJSIP/1001-0000000"));

  EXPECT_THAT(names, IsEmpty());
}

TEST(CleanTextTest, GoodTextStaysAsItIs) {
  EXPECT_EQ(CleanText("Jürgen Weiß 陈伟 😀"), "Jürgen Weiß 陈伟 😀");
}

TEST(CleanTextTest, BadUtf8BecomesReplacementCharacters) {
  EXPECT_EQ(CleanText("a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(CleanText("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD");           // Overlong.
  EXPECT_EQ(CleanText("\xE2\x82"), "\xEF\xBF\xBD\xEF\xBF\xBD");           // Cut.
  EXPECT_EQ(CleanText("\xED\xA0\x80").substr(0, 3), "\xEF\xBF\xBD");      // Surrogate.
  EXPECT_EQ(CleanText("\xF5\x80\x80\x80").substr(0, 3), "\xEF\xBF\xBD");  // Above U+10FFFF.
}

TEST(CleanTextTest, ControlCharactersAndNulBecomeSpaces) {
  EXPECT_EQ(CleanText(std::string_view("a\0b\x1B\x7F\nc", 7)), "a b   c");
}

TEST(CleanTextTest, CharactersThatTurnTheTextAroundAreTakenOut) {
  EXPECT_EQ(CleanText("a\u202Eb\u2066c\u061Cd"), "abcd");
}

TEST(CleanTextTest, LongTextIsCutBetweenCharacters) {
  EXPECT_EQ(CleanText("ab\xC3\xBC", 3), "ab");
  EXPECT_EQ(CleanText("ab\xC3\xBC", 4), "ab\xC3\xBC");
}

}  // namespace
}  // namespace jackfield::ami
