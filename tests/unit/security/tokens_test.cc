#include "server/security/tokens.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::security {
namespace {

const std::string kBytes(32, '\xff');
const std::string kSecret = "jf_" + std::string(42, '_') + "8";

TEST(TokensTest, SecretIsPrefixedBase64Url) { EXPECT_EQ(SecretText(kBytes), kSecret); }

// Checked with `b2sum -l 256`.
TEST(TokensTest, HashIsBlake2b256InHexadecimal) {
  EXPECT_EQ(SecretHash("jf_example"),
            "f5632e28768e21faab7ce141558948607528cd697a43dad8bb18c544a09c3151");
}

TEST(TokensTest, BearerHeaderGivesItsSecret) {
  ASSERT_TRUE(ParseBearer("Bearer " + kSecret));
  const std::string header = "bearer " + kSecret;
  EXPECT_EQ(ParseBearer(header).value(), kSecret);
}

TEST(TokensTest, OtherHeadersAreUnauthenticated) {
  const std::string headers[] = {
      "",
      "Bearer ",
      "Bearer jf_short",
      "Basic " + kSecret,
      kSecret,
      "Bearer  " + kSecret,
      "Bearer " + kSecret + "x",
      "Bearer jx_" + kSecret.substr(3),
      "Bearer jf_" + std::string(42, '\n') + "8",
  };
  for (const std::string& header : headers) {
    const Result<std::string_view> secret = ParseBearer(header);
    ASSERT_FALSE(secret) << header;
    EXPECT_EQ(secret.error().code, ErrorCode::kUnauthenticated);
    EXPECT_EQ(secret.error().reason, "CREDENTIALS_INVALID");
  }
}

}  // namespace
}  // namespace jackfield::security
