#include "server/http_api/header_progress.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::http_api {
namespace {

bool MayBecomeOne(std::string_view) { return false; }

TEST(HeaderProgressTest, ItIsSettledWhenTheHeaderHasEnded) {
  HeaderProgress progress(MayBecomeOne);

  EXPECT_FALSE(progress.IsSettled("GET / HTTP/1.1\r\nHost: x"));
  EXPECT_TRUE(progress.IsSettled("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
}

TEST(HeaderProgressTest, TheEndMayComeInPieces) {
  const std::string header = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  for (std::size_t cut = 1; cut < header.size(); ++cut) {
    HeaderProgress progress(MayBecomeOne);
    EXPECT_FALSE(progress.IsSettled(header.substr(0, cut))) << cut;
    EXPECT_TRUE(progress.IsSettled(header)) << cut;
  }
}

TEST(HeaderProgressTest, BytesBehindTheHeaderDoNotMatter) {
  EXPECT_TRUE(HeaderProgress(MayBecomeOne).IsSettled("GET / HTTP/1.1\r\n\r\nbody"));
}

TEST(HeaderProgressTest, WhatIsHopelessAtFirstIsSettledAtOnce) {
  HeaderProgress progress([](std::string_view) { return true; });

  EXPECT_TRUE(progress.IsSettled("\x16"));
}

// A person who types at a terminal is told at the end of the first line.
TEST(HeaderProgressTest, TheFirstLineIsJudgedWhenItEnds) {
  HeaderProgress progress([](std::string_view begun) { return begun.ends_with('\n'); });

  EXPECT_FALSE(progress.IsSettled("hello"));
  EXPECT_TRUE(progress.IsSettled("hello\n"));
}

// H1. 8 KiB that come byte by byte are looked at about twice, not 4,096 times.
TEST(HeaderProgressTest, AHeaderThatDripsIsJudgedAFewTimesOnly) {
  std::size_t judged_bytes = 0;
  int judged = 0;
  HeaderProgress progress([&](std::string_view begun) {
    judged_bytes += begun.size();
    ++judged;
    return false;
  });
  const std::string header = "GET / HTTP/1.1\r\nX: " + std::string(8'192 - 19, 'x');
  ASSERT_EQ(header.size(), 8'192U);

  for (std::size_t size = 1; size <= header.size(); ++size) {
    EXPECT_FALSE(progress.IsSettled({header.data(), size}));
  }

  EXPECT_LE(judged, 15);
  EXPECT_LE(judged_bytes, 2 * header.size());
}

// H1. The same when every byte ends a line.
TEST(HeaderProgressTest, LinesThatDripAreJudgedAFewTimesOnly) {
  int judged = 0;
  HeaderProgress progress([&](std::string_view) {
    ++judged;
    return false;
  });
  const std::string lines(8'192, '\n');

  for (std::size_t size = 1; size <= lines.size(); ++size) {
    EXPECT_FALSE(progress.IsSettled({lines.data(), size}));
  }

  EXPECT_LE(judged, 15);
}

}  // namespace
}  // namespace jackfield::http_api
