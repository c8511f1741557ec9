#include "server/app/nearest_name.h"

#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

const std::vector<std::string> kKnown = {"grpc", "ops", "insecure", "connections_max"};

TEST(NearestNameTest, SlipsOfTheFingerFindTheirName) {
  EXPECT_EQ(NearestName("grcp", kKnown), "grpc");
  EXPECT_EQ(NearestName("gprc", kKnown), "grpc");
  EXPECT_EQ(NearestName("insecur", kKnown), "insecure");
  EXPECT_EQ(NearestName("conections_max", kKnown), "connections_max");
  EXPECT_EQ(NearestName("opps", kKnown), "ops");
}

TEST(NearestNameTest, OtherWordsHaveNone) {
  EXPECT_EQ(NearestName("colour", kKnown), "");
  EXPECT_EQ(NearestName("", kKnown), "");
  EXPECT_EQ(NearestName("xy", kKnown), "");
  EXPECT_EQ(NearestName(std::string(10'000, 'x'), kKnown), "");
}

}  // namespace
}  // namespace jackfield::app
