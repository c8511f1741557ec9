#include "server/grpc_api/search_query.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

TEST(SearchQueryTest, SpacesAroundItDoNotMakeAQueryLongEnough) {
  EXPECT_FALSE(CheckQuery("query", " er ", 3).has_value());
  EXPECT_FALSE(CheckQuery("query", "   ", 1).has_value());
  EXPECT_TRUE(CheckQuery("query", " eri ", 3).has_value());
}

TEST(SearchQueryTest, OneSignIsEnoughWhereItIsAWord) {
  EXPECT_TRUE(CheckQuery("query", "伟", 3).has_value());
  EXPECT_FALSE(CheckQuery("query", "é", 2).has_value());
}

TEST(SearchQueryTest, At201CharactersItIsTooLongAndTheFieldIsNamed) {
  EXPECT_TRUE(CheckQuery("query", std::string(200, 'x'), 3).has_value());
  const Status longer = CheckQuery("filter.query", std::string(201, 'x'), 3);

  ASSERT_FALSE(longer.has_value());
  EXPECT_EQ(longer.error().reason, "FIELD_INVALID");
  EXPECT_EQ(longer.error().fields.at(0).field, "filter.query");
}

}  // namespace
}  // namespace jackfield::grpc_api
