#include "server/app/diagnosis/source_checks.h"

#include <algorithm>
#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

using Outcome = CheckFinding::Outcome;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;

constexpr WallTime kNow{Duration{1'795'363'452'000}};

// A switch that is as it should be.
SourceFacts Well() {
  ami::AmiLinkFacts link;
  link.ready = true;
  link.since = kNow - minutes(5);
  link.version = "Asterisk Call Manager/11.0.0";
  link.heard = {"agent", "call", "system"};
  link.heard_queue_call = true;
  link.acts = ami::AmiRights{"agent", "call"};
  link.last_event = kNow - seconds(3);
  link.clock_ahead = Duration{12};
  SourceFacts facts;
  facts.name = "PBX";
  facts.link = link;
  facts.linked = true;
  facts.last_event = link.last_event;
  facts.region = "DE";
  facts.samples = {{.raw = "030 123456", .e164 = "", .assumed = "+4930123456", .why = ""}};
  return facts;
}

// What the check "source.pbx.`aspect`" says.
CheckFinding Judge(const SourceFacts& facts, const std::string& aspect) {
  const auto findings = JudgeSource(facts, kNow);
  const auto found = std::find_if(findings.begin(), findings.end(), [&](const auto& finding) {
    return finding.check == "source.pbx." + aspect;
  });
  return found == findings.end() ? CheckFinding{} : *found;
}

TEST(SourceChecksTest, AllIsWellWithASwitchAsItShouldBe) {
  for (const CheckFinding& finding : JudgeSource(Well(), kNow)) {
    EXPECT_EQ(finding.outcome, Outcome::kOk) << finding.check << ": " << finding.summary;
  }
  EXPECT_EQ(Judge(Well(), "link").summary, "connected for 300 s to Asterisk Call Manager/11.0.0");
  EXPECT_EQ(Judge(Well(), "events").summary, "the last event came 3 s ago");
}

TEST(SourceChecksTest, RefusedLoginSaysWhereToLook) {
  SourceFacts facts = Well();
  facts.link->ready = false;
  facts.link->refused = true;
  facts.link->trouble = "login refused: Authentication failed";

  EXPECT_EQ(Judge(facts, "link").outcome, Outcome::kFailed);
  EXPECT_EQ(Judge(facts, "link").fix, "see source.pbx.login");
  EXPECT_EQ(Judge(facts, "login").outcome, Outcome::kFailed);
  EXPECT_THAT(Judge(facts, "login").fix, HasSubstr("manager.conf"));
  EXPECT_EQ(Judge(facts, "rights").outcome, Outcome::kSkipped);
  EXPECT_EQ(Judge(facts, "events").outcome, Outcome::kSkipped);
}

TEST(SourceChecksTest, SwitchThatDoesNotAnswerIsNoMatterOfTheLogin) {
  SourceFacts facts = Well();
  facts.link->ready = false;
  facts.link->trouble = "Connection refused";

  EXPECT_THAT(Judge(facts, "link").summary, HasSubstr("Connection refused"));
  EXPECT_EQ(Judge(facts, "login").outcome, Outcome::kSkipped);
}

TEST(SourceChecksTest, EachRightThatCanTakeOverTheSwitchIsNamed) {
  for (const char* right : {"command", "config", "originate", "system", "all"}) {
    SourceFacts facts = Well();
    facts.link->acts->emplace(right);

    EXPECT_EQ(Judge(facts, "rights").outcome, Outcome::kWarning) << right;
    EXPECT_THAT(Judge(facts, "rights").summary, HasSubstr(right));
  }
}

TEST(SourceChecksTest, TheRightToDialIsNoDangerWhereCommandsAreCarriedOut) {
  SourceFacts facts = Well();
  facts.link->may_dial = true;
  facts.link->acts->emplace("originate");

  EXPECT_EQ(Judge(facts, "rights").outcome, Outcome::kOk);

  facts.link->acts->emplace("command");
  EXPECT_EQ(Judge(facts, "rights").outcome, Outcome::kWarning);
}

TEST(SourceChecksTest, RightsThatTheSwitchDoesNotTellAreNotJudged) {
  SourceFacts facts = Well();
  facts.link->acts.reset();

  EXPECT_EQ(Judge(facts, "rights").outcome, Outcome::kSkipped);
}

TEST(SourceChecksTest, MissingClassOfEventsIsNamed) {
  SourceFacts facts = Well();
  facts.link->heard = {"agent", "system"};
  EXPECT_EQ(Judge(facts, "events").outcome, Outcome::kFailed);
  EXPECT_THAT(Judge(facts, "events").summary, HasSubstr("read=call is missing"));

  facts.link->heard = {"call", "system"};
  facts.link->heard_queue_call = false;
  EXPECT_EQ(Judge(facts, "events").outcome, Outcome::kOk);
  facts.link->listed_waiting = true;
  EXPECT_THAT(Judge(facts, "events").summary, HasSubstr("read=agent is missing"));

  facts = Well();
  facts.link->heard = {"agent", "call"};
  EXPECT_EQ(Judge(facts, "events").outcome, Outcome::kWarning);
  EXPECT_THAT(Judge(facts, "events").summary, HasSubstr("read=system is missing"));
}

TEST(SourceChecksTest, NothingIsMissingRightAfterTheLogin) {
  SourceFacts facts = Well();
  facts.link->since = kNow - seconds(1);
  facts.link->heard.clear();
  facts.link->heard_queue_call = false;

  EXPECT_EQ(Judge(facts, "events").outcome, Outcome::kOk);
}

TEST(SourceChecksTest, ClockOfTheSwitchMayBeTwoSecondsOff) {
  SourceFacts facts = Well();
  facts.link->clock_ahead = Duration{-2'000};
  EXPECT_EQ(Judge(facts, "clock").outcome, Outcome::kOk);
  facts.link->clock_ahead = Duration{-2'001};
  EXPECT_EQ(Judge(facts, "clock").outcome, Outcome::kWarning);
  facts.link->clock_ahead.reset();
  EXPECT_EQ(Judge(facts, "clock").outcome, Outcome::kSkipped);
}

TEST(SourceChecksTest, QueuesAndDevicesOfNobodyAreListed) {
  SourceFacts facts = Well();
  facts.foreign_queues = {"a", "b", "c", "d", "e", "f", "g"};
  facts.unmapped = {{"PJSIP/1009", 4}, {"PJSIP/1010", 2}};

  EXPECT_THAT(Judge(facts, "queues").summary, HasSubstr("a, b, c, d, e and 2 more"));
  EXPECT_THAT(Judge(facts, "devices").summary, HasSubstr("6 rings popped nowhere"));
  EXPECT_EQ(Judge(facts, "devices").values.at("device_count"), "2");
}

TEST(SourceChecksTest, NumbersNeedARegionAndAReadingForEachSample) {
  SourceFacts facts = Well();
  EXPECT_EQ(Judge(facts, "numbers").summary, "030 123456 is +4930123456 (assumed)");

  facts.samples.push_back({.raw = "0170 1", .e164 = "", .assumed = "", .why = "too short"});
  EXPECT_EQ(Judge(facts, "numbers").outcome, Outcome::kWarning);
  EXPECT_THAT(Judge(facts, "numbers").summary, HasSubstr("0170 1 is no number: too short"));

  facts.region.clear();
  EXPECT_THAT(Judge(facts, "numbers").summary, HasSubstr("no region is set"));
}

TEST(SourceChecksTest, SourceThatPublishesHasNoLoginOfOurs) {
  SourceFacts facts = Well();
  facts.link.reset();
  facts.linked = false;

  EXPECT_EQ(Judge(facts, "link").outcome, Outcome::kWarning);
  EXPECT_EQ(Judge(facts, "login").check, "");
  EXPECT_EQ(Judge(facts, "rights").check, "");
}

TEST(SourceChecksTest, PeopleWhoCannotWorkAreNamed) {
  EXPECT_EQ(JudgeDevicesOfAgents({}).outcome, Outcome::kOk);
  EXPECT_EQ(JudgeUsersOfAgents({}).outcome, Outcome::kOk);
  EXPECT_THAT(JudgeDevicesOfAgents({.agents_without_devices = {"ana"}}).summary, HasSubstr("ana"));
  EXPECT_THAT(JudgeUsersOfAgents({.agents_without_users = {"ben"}}).summary,
              HasSubstr("cannot sign in: ben"));
  EXPECT_THAT(JudgeUsersOfAgents({.users_without_agents = {"eve"}}).summary, HasSubstr("eve"));
}

}  // namespace
}  // namespace jackfield::app
