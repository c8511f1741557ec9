#include "server/grpc_api/dial_rules.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using google::protobuf::TextFormat;
using testing::ElementsAre;
using testing::IsEmpty;

v1::Configuration Document(const std::string& text) {
  v1::Configuration document;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &document)) << text;
  return document;
}

std::vector<std::string> FieldsAtFault(const std::string& text) {
  DocumentCheck check;
  CheckDialRules(Document(text), check);
  const Status status = check.status();
  std::vector<std::string> fields;
  if (status) return fields;
  for (const FieldViolation& violation : status.error().fields) {
    fields.push_back(violation.field);
  }
  return fields;
}

bool May(const DialRights& rights, const std::string& digits, LineKind kind) {
  const Status may = CheckMayDial(rights, {digits, kind});
  if (!may) {
    EXPECT_EQ(may.error().reason, "NUMBER_NOT_ALLOWED");
  }
  return may.has_value();
}

constexpr const char* kTwoTeams = R"(
  dial_rules { prefixes: "+49" prefixes: "20" }
  dial_rules {
    team: "travel" prefixes: "+" number_types: NUMBER_TYPE_MOBILE
    number_types: NUMBER_TYPE_PREMIUM_RATE dial_count_per_minute_max: 3
  }
)";

TEST(DialRulesTest, WithoutARuleExtensionsMayBeDialledAndNothingElse) {
  const DialRights rights = DialRightsOf(Document(""), "travel");

  EXPECT_TRUE(May(rights, "2001", LineKind::kExtension));
  EXPECT_FALSE(May(rights, "+4930901820", LineKind::kFixed));
  EXPECT_EQ(rights.per_minute, 10U);
}

TEST(DialRulesTest, WhatMayBeDialledBeginsAsTheRuleSaysAndIsOfItsTypes) {
  const DialRights rights = DialRightsOf(Document(kTwoTeams), "sales");

  EXPECT_TRUE(May(rights, "+4930901820", LineKind::kFixed));
  EXPECT_TRUE(May(rights, "+4915112345678", LineKind::kMobile));
  EXPECT_TRUE(May(rights, "+498001234567", LineKind::kTollFree));
  EXPECT_FALSE(May(rights, "+499001123456", LineKind::kPremium));
  EXPECT_FALSE(May(rights, "+491801234567", LineKind::kShared));
  EXPECT_FALSE(May(rights, "+4930", LineKind::kUnknown));
  EXPECT_FALSE(May(rights, "+442079460251", LineKind::kFixed));
  EXPECT_TRUE(May(rights, "2001", LineKind::kExtension));
  EXPECT_FALSE(May(rights, "112", LineKind::kExtension));
}

TEST(DialRulesTest, ATeamHasItsOwnRuleInsteadOfTheOneOfAll) {
  const DialRights rights = DialRightsOf(Document(kTwoTeams), "travel");

  EXPECT_TRUE(May(rights, "+447911123456", LineKind::kMobile));
  EXPECT_TRUE(May(rights, "+499001123456", LineKind::kPremium));
  EXPECT_FALSE(May(rights, "+442079460251", LineKind::kFixed));
  EXPECT_FALSE(May(rights, "2001", LineKind::kExtension));
  EXPECT_EQ(rights.per_minute, 3U);
}

TEST(DialRulesTest, RulesThatCannotBeAreRefusedByTheirField) {
  EXPECT_THAT(FieldsAtFault(kTwoTeams), IsEmpty());
  EXPECT_THAT(FieldsAtFault(R"(dial_rules { prefixes: "+" prefixes: "+4930" prefixes: "0" })"),
              IsEmpty());
  for (const char* prefix : {"", "*4", "+49 30", "4+9", "12345678901234567"}) {
    const std::string rule = std::string("dial_rules { prefixes: \"") + prefix + "\" }";
    EXPECT_THAT(FieldsAtFault(rule), ElementsAre("dial_rules[0].prefixes")) << prefix;
  }
  EXPECT_THAT(FieldsAtFault("dial_rules { number_types: NUMBER_TYPE_EXTENSION }"),
              ElementsAre("dial_rules[0].number_types"));
  EXPECT_THAT(FieldsAtFault("dial_rules { dial_count_per_minute_max: 0 }"),
              ElementsAre("dial_rules[0].dial_count_per_minute_max"));
  EXPECT_THAT(FieldsAtFault("dial_rules { dial_count_per_minute_max: 61 }"),
              ElementsAre("dial_rules[0].dial_count_per_minute_max"));
  EXPECT_THAT(FieldsAtFault(R"(dial_rules { team: "a" } dial_rules { team: "a" })"),
              ElementsAre("dial_rules[1].team"));
}

}  // namespace
}  // namespace jackfield::grpc_api
