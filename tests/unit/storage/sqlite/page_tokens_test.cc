#include "server/storage/sqlite/page_tokens.h"

#include <cstdint>
#include <string>

#include <gtest/gtest.h>

namespace jackfield::sqlite {
namespace {

const PageTokens kTokens{std::string(32, 's')};

TEST(PageTokensTest, ATokenReadsBackForTheSameQuestion) {
  const std::string token = kTokens.Make("list a", std::uint64_t{17});

  EXPECT_EQ(kTokens.Read<std::uint64_t>("list a", token).value(), 17U);
}

TEST(PageTokensTest, ATokenOfAnotherQuestionOrInstallationIsRefused) {
  const std::string token = kTokens.Make("list a", std::uint64_t{17});
  const PageTokens others{std::string(32, 't')};

  EXPECT_EQ(kTokens.Read<std::uint64_t>("list b", token).error().reason, "PAGE_TOKEN_INVALID");
  EXPECT_EQ(others.Read<std::uint64_t>("list a", token).error().reason, "PAGE_TOKEN_INVALID");
}

TEST(PageTokensTest, ATokenWithAnyCharacterChangedIsRefused) {
  const std::string token = kTokens.Make("list a", std::uint64_t{17});

  for (std::size_t i = 0; i + 1 < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(kTokens.Read<std::uint64_t>("list a", changed)) << i;
  }
}

TEST(PageTokensTest, WhatIsNoTokenIsRefused) {
  for (const char* text : {"", "A", "====", "AAAAAAAAAAAAAAAAAAAAAAAA", "not base64!"}) {
    EXPECT_FALSE(kTokens.Read<std::uint64_t>("list a", text)) << text;
  }
}

}  // namespace
}  // namespace jackfield::sqlite
