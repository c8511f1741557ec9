#include "server/http_api/grpc_web_frames.h"

#include <gtest/gtest.h>

namespace jackfield::http_api {
namespace {

using namespace std::literals;

TEST(GrpcWebFramesTest, AMessageStandsBehindFlagsAndLength) {
  EXPECT_EQ(MessageFrame("abc"), "\x00\x00\x00\x00\x03"s + "abc");
  EXPECT_EQ(MessageFrame(""), "\x00\x00\x00\x00\x00"s);
  EXPECT_EQ(MessageFrame(std::string(0x01020304 & 0xFFFF, 'x')).substr(0, 5),
            "\x00\x00\x00\x03\x04"s);
}

TEST(GrpcWebFramesTest, TrailersAreLinesInAFrameOfTheirOwn) {
  EXPECT_EQ(TrailersFrame({{"grpc-status", "0"}, {"x", "y"}}),
            "\x80\x00\x00\x00\x16"s + "grpc-status: 0\r\nx: y\r\n");
}

TEST(GrpcWebFramesTest, ARequestIsExactlyOneFrame) {
  EXPECT_EQ(ReadRequestFrame("\x00\x00\x00\x00\x03"s + "abc").value(), "abc");
  EXPECT_EQ(ReadRequestFrame("\x00\x00\x00\x00\x00"s).value(), "");
}

TEST(GrpcWebFramesTest, WhatIsNotOneWholeUncompressedFrameIsRefused) {
  const std::string bodies[] = {
      ""s,
      "\x00\x00\x00\x00"s,
      "\x00\x00\x00\x00\x03"s + "ab",    // Too short.
      "\x00\x00\x00\x00\x03"s + "abcd",  // More behind it.
      "\x01\x00\x00\x00\x03"s + "abc",   // Compressed.
      "\x80\x00\x00\x00\x03"s + "abc",   // Trailers.
      "\x00\xFF\xFF\xFF\xFF"s + "abc",   // A length that nobody has.
  };
  for (const std::string& body : bodies) {
    const Result<std::string_view> read = ReadRequestFrame(body);
    ASSERT_FALSE(read) << body.size();
    EXPECT_EQ(read.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(read.error().reason, "FRAME_INVALID");
    EXPECT_EQ(read.error().fields.at(0).field, "body");
  }
}

TEST(GrpcWebFramesTest, AMessageForPeopleIsWrittenInAscii) {
  EXPECT_EQ(PercentEncoded("no such call"), "no such call");
  EXPECT_EQ(PercentEncoded("50 %\r\n\x7F"), "50 %25%0D%0A%7F");
  EXPECT_EQ(PercentEncoded("Müller"), "M%C3%BCller");
}

TEST(GrpcWebFramesTest, Base64IsReadWithAndWithoutItsEnd) {
  EXPECT_EQ(ToBase64("\xFB\xFF"), "+/8");
  EXPECT_EQ(ToBase64(""), "");
  EXPECT_EQ(FromBase64("+/8").value(), "\xFB\xFF");
  EXPECT_EQ(FromBase64("+/8=").value(), "\xFB\xFF");
  EXPECT_EQ(FromBase64("").value(), "");
  EXPECT_FALSE(FromBase64("a*b"));
  EXPECT_FALSE(FromBase64("a"));
}

}  // namespace
}  // namespace jackfield::http_api
