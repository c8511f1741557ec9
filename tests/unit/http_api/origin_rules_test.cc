#include "server/http_api/origin_rules.h"

#include <gtest/gtest.h>

namespace jackfield::http_api {
namespace {

using Verdict = OriginRules::Verdict;

TEST(OriginRulesTest, WhatIsNoBrowserIsNotAsked) {
  EXPECT_EQ(OriginRules({}).Judge("", "127.0.0.1:7780", false), Verdict::kSame);
}

TEST(OriginRulesTest, APageOfThisServerMayCall) {
  const OriginRules rules({});

  EXPECT_EQ(rules.Judge("http://127.0.0.1:7780", "127.0.0.1:7780", false), Verdict::kSame);
  EXPECT_EQ(rules.Judge("https://Desk.Example:7780", "desk.example:7780", true), Verdict::kSame);
  // A proxy has ended TLS.
  EXPECT_EQ(rules.Judge("https://desk.example", "desk.example", false), Verdict::kSame);
}

TEST(OriginRulesTest, APageOfAnotherSiteMayNot) {
  const OriginRules rules({});

  EXPECT_EQ(rules.Judge("https://evil.example", "desk.example", true), Verdict::kRefused);
  EXPECT_EQ(rules.Judge("https://desk.example.evil", "desk.example", true), Verdict::kRefused);
  EXPECT_EQ(rules.Judge("https://desk.example:444", "desk.example", true), Verdict::kRefused);
  EXPECT_EQ(rules.Judge("null", "desk.example", true), Verdict::kRefused);
  EXPECT_EQ(rules.Judge("https://", "", true), Verdict::kRefused);
  // An attacker on the way could have made this page.
  EXPECT_EQ(rules.Judge("http://desk.example", "desk.example", true), Verdict::kRefused);
}

TEST(OriginRulesTest, AListedOriginMayCall) {
  const OriginRules rules({"https://crm.example"});

  EXPECT_EQ(rules.Judge("https://crm.example", "desk.example", true), Verdict::kListed);
  EXPECT_EQ(rules.Judge("http://crm.example", "desk.example", true), Verdict::kRefused);
}

}  // namespace
}  // namespace jackfield::http_api
