#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include <boost/property_tree/json_parser.hpp>
#include <boost/property_tree/ptree.hpp>
#include <gtest/gtest.h>

#include "server/exchange/exchange.h"
#include "server/telephony/ami/ami_parser.h"
#include "server/telephony/ami/ami_translator.h"
#include "tests/support/ami_replay_capture.h"
#include "tests/support/ami_replay_lists.h"
#include "tests/support/shared_data.h"

// Two minutes of a real Asterisk, through parser, translator and exchange, against the figures that
// Asterisk itself wrote (queue_log). Counts are equal; times within a second a leg, because the
// queue_log has whole seconds.
namespace jackfield::exchange {
namespace {

using boost::property_tree::ptree;

const std::map<std::string, std::string> kDevices = {
    {"Alice Novak", "PJSIP/1001"},         {"Bob O'Neill", "PJSIP/1002"},
    {"Jürgen Weiß", "PJSIP/1003"},         {"Dana Scully", "PJSIP/1004"},
    {"Erin Walsh", "PJSIP/1005"},          {"Nobody Home", "PJSIP/1006"},
    {"Night Owl", "PJSIP/1007"},           {"陈伟", "Local/2001@agents"},
    {"Maria García", "Local/2002@agents"}, {"Ravi Kumar", "Local/2003@agents"},
    {"Sam Lee", "Local/2004@agents"},      {"Priya Raman", "Local/3001@agentpool"}};

// How the stream is disturbed on its way. None of these may change a figure.
enum class Disturbance { kNone, kEachBlockTwice, kWithTimestamps };

class Site {
 public:
  Site() {
    Configuration site;
    for (const auto& [name, device] : kDevices) {
      site.agents.push_back({.login = name, .display_name = name, .devices = {device}});
    }
    Apply(site, 0);
    translator_.TakeLinkReady(WallTime{});
  }

  void Play(const test::AmiReplayCapture& capture, Disturbance disturbance) {
    ASSERT_TRUE(parser_.Feed(capture.greeting()));
    FeedLists(capture);
    for (const test::AmiReplayBlock& block : capture.blocks()) {
      std::string bytes(block.bytes);
      if (disturbance == Disturbance::kWithTimestamps) {
        const double wall = capture.wall_seconds_at_0() + block.at_ms / 1000;
        bytes.insert(bytes.find("\r\n") + 2, "Timestamp: " + std::to_string(wall) + "\r\n");
      }
      Feed(bytes, block.at_ms);
      if (disturbance == Disturbance::kEachBlockTwice) Feed(bytes, block.at_ms);
    }
    End(capture.blocks().back().at_ms + 10'000);
  }

  const State& state() const { return exchange_.state(); }
  const std::vector<std::string>& offers() const { return offers_; }

  QueueCounters Counted(const std::string& name) const {
    QueueCounters sum;
    for (const auto& [interval, each] : state().queues.at(state().queue_names.at(name)).intervals) {
      sum.offered += each.offered;
      sum.answered += each.answered;
      sum.answered_within += each.answered_within;
      sum.abandoned += each.abandoned;
      sum.timed_out += each.timed_out;
      sum.exit_key += each.exit_key;
      sum.exit_empty += each.exit_empty;
      sum.withdrawn += each.withdrawn;
      sum.lost += each.lost;
      sum.wait_answered += each.wait_answered;
      sum.wait_abandoned += each.wait_abandoned;
      sum.talk += each.talk + each.hold;
    }
    return sum;
  }
  AgentCounters CountedAgent(const std::string& name) const {
    AgentCounters sum;
    for (const auto& [key, each] : state().agents.at(state().agent_logins.at(name)).intervals) {
      if (key.second) sum.answered += each.answered;
      sum.ring_no_answers += each.ring_no_answers;
      sum.pauses += each.pauses;
    }
    return sum;
  }

 private:
  // What the connector asks for when the link is up: it brings the members and the thresholds.
  void FeedLists(const test::AmiReplayCapture& capture) {
    translator_.BeginSnapshot();
    Feed(test::ListAnswer({}, "", "CoreShowChannelsComplete", "1"), 0);
    Feed(test::ListAnswer(capture.NearestSnapshot(0)->items, "", "QueueStatusComplete", "2"), 0);
  }
  void Feed(std::string_view bytes, double at_ms) {
    ASSERT_TRUE(parser_.Feed(bytes));
    const WallTime received{Duration(static_cast<long long>(at_ms))};
    while (const auto message = parser_.Next()) translator_.Take(*message, received);
    Drain(at_ms);
  }
  void End(double at_ms) {
    translator_.Tick(WallTime{Duration(static_cast<long long>(at_ms))});
    Drain(at_ms);
  }
  void Drain(double at_ms) {
    for (TelephonyEvent& event : translator_.TakeEvents()) Apply(std::move(event), at_ms);
  }
  template <typename Body>
  void Apply(Body body, double at_ms) {
    const Duration now{static_cast<long long>(at_ms)};
    Input input{.now = Instant(now), .wall = WallTime(now), .names = {1, sequence_}};
    input.body = std::move(body);
    const Result<Effects> effects = exchange_.Apply(Sequence{++sequence_}, input);
    ASSERT_TRUE(effects);
    for (const Effect& effect : *effects) {
      const auto* opened = std::get_if<OfferOpened>(&effect);
      if (opened != nullptr) offers_.push_back(exchange_.FindAgent(opened->agent)->login);
    }
  }

  Exchange exchange_;
  std::uint64_t sequence_ = 0;
  std::vector<std::string> offers_;  // Logins, in order.
  ami::AmiTranslator translator_{{"pbx", {}}};
  ami::AmiParser parser_{[this](std::string_view event, std::string_view block) {
    return translator_.Wants(event, block);
  }};
};

struct Case {
  const char* folder;
  Disturbance disturbance;
  const char* name;
};

class CaptureFiguresTest : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    const std::filesystem::path captures = test::SharedPath("captures/dev");
    if (!std::filesystem::exists(captures)) GTEST_SKIP() << "no captures at " << captures;
    boost::property_tree::read_json((captures / "truth.json").string(), truth_);
    auto loaded = test::AmiReplayCapture::Load((captures / GetParam().folder).string());
    ASSERT_TRUE(loaded) << loaded.error().message;
    site_.Play(*loaded, GetParam().disturbance);
    capture_.emplace(std::move(*loaded));
  }

  ptree truth_;
  Site site_;
  std::optional<test::AmiReplayCapture> capture_;
};

TEST_P(CaptureFiguresTest, CountsOfEachQueueEqualThoseOfTheSwitch) {
  for (const auto& [name, figures] : truth_.get_child("queues")) {
    SCOPED_TRACE(name);
    const QueueCounters counted = site_.Counted(name);
    EXPECT_EQ(counted.offered, figures.get<std::uint64_t>("offered"));
    EXPECT_EQ(counted.answered, figures.get<std::uint64_t>("answered"));
    EXPECT_EQ(counted.abandoned, figures.get<std::uint64_t>("abandoned"));
    EXPECT_EQ(counted.timed_out, figures.get<std::uint64_t>("timed_out"));
    EXPECT_EQ(counted.exit_key, figures.get<std::uint64_t>("exit_key"));
    EXPECT_EQ(counted.exit_empty, figures.get<std::uint64_t>("exit_empty"));
    EXPECT_EQ(counted.withdrawn, figures.get<std::uint64_t>("withdrawn"));
    EXPECT_EQ(counted.lost, 0U);
  }
}

TEST_P(CaptureFiguresTest, CountsOfEachAgentEqualThoseOfTheSwitch) {
  for (const auto& [name, figures] : truth_.get_child("agents")) {
    SCOPED_TRACE(name);
    const AgentCounters counted = site_.CountedAgent(name);
    EXPECT_EQ(counted.answered, figures.get<std::uint64_t>("answered"));
    EXPECT_EQ(counted.ring_no_answers, figures.get<std::uint64_t>("ringnoanswer"));
    EXPECT_EQ(counted.pauses, figures.get<std::uint64_t>("pauses"));
  }
}

TEST_P(CaptureFiguresTest, WaitsAndTalkAreWithinASecondALeg) {
  for (const auto& [name, figures] : truth_.get_child("queues")) {
    SCOPED_TRACE(name);
    const QueueCounters counted = site_.Counted(name);
    const double legs = figures.get<double>("answered");
    const double waited = figures.get<double>("asa_seconds") * legs;
    EXPECT_NEAR(static_cast<double>(counted.wait_answered.count()) / 1000, waited, legs);
    const double talked = figures.get<double>("total_talk_seconds");
    EXPECT_NEAR(static_cast<double>(counted.talk.count()) / 1000, talked, legs);
    const double gave_up = figures.get<double>("abandoned");
    const double abandon_wait = figures.get<double>("mean_abandon_wait", 0.0) * gave_up;
    EXPECT_NEAR(static_cast<double>(counted.wait_abandoned.count()) / 1000, abandon_wait, gave_up);
  }
}

// How many answered legs of each queue waited within a second of `threshold`, by the queue_log.
std::map<std::string, int> LegsAtTheEdge(const ptree& queues) {
  std::map<std::string, int> at_the_edge;
  const auto lines = test::SharedLines("captures/dev/calls.jsonl");
  for (const std::string& line : lines.value()) {
    std::istringstream json(line);
    ptree call;
    boost::property_tree::read_json(json, call);
    for (const auto& [key, leg] : call.get_child("legs")) {
      if (leg.get<std::string>("answered", "false") != "true") continue;
      const auto queue = leg.get<std::string>("queue");
      const int threshold = queues.get<int>(queue + ".servicelevel_seconds");
      if (std::abs(leg.get<int>("wait") - threshold) <= 1) ++at_the_edge[queue];
    }
  }
  return at_the_edge;
}

// Those legs may fall on either side of the threshold in the queue_log.
TEST_P(CaptureFiguresTest, AnsweredWithinTheThresholdEqualsButForLegsAtItsEdge) {
  std::map<std::string, int> at_the_edge = LegsAtTheEdge(truth_.get_child("queues"));
  for (const auto& [name, figures] : truth_.get_child("queues")) {
    SCOPED_TRACE(name);
    const QueueId queue = site_.state().queue_names.at(name);
    const Duration threshold = site_.state().queues.at(queue).service_level_threshold();
    EXPECT_EQ(threshold.count(), figures.get<int>("servicelevel_seconds") * 1000);
    EXPECT_NEAR(static_cast<double>(site_.Counted(name).answered_within),
                figures.get<double>("answered_within_sl"), at_the_edge[name]);
  }
}

TEST_P(CaptureFiguresTest, OnePopForEachRingAtAnAgent) {
  std::map<std::string, int> rings;
  std::set<std::string> members;  // A ring is one member channel.
  for (const test::AmiReplayBlock& block : capture_->blocks()) {
    if (test::ValueIn(block.bytes, "Event") != "AgentCalled") continue;
    if (!members.emplace(test::ValueIn(block.bytes, "DestUniqueid")).second) continue;
    ++rings[std::string(test::ValueIn(block.bytes, "MemberName"))];
  }
  std::map<std::string, int> pops;
  for (const std::string& agent : site_.offers()) ++pops[agent];
  int rung = 0;
  for (const auto& [agent, count] : rings) {
    rung += count;
    EXPECT_GE(pops[agent], count) << agent;
  }
  EXPECT_EQ(rung, 160);
}

TEST_P(CaptureFiguresTest, NobodyWaitsAndNobodyIsBusyAtTheEnd) {
  for (const auto& [id, queue] : site_.state().queues) {
    EXPECT_TRUE(queue.waiting.empty()) << queue.configuration.name;
  }
  for (const auto& [id, agent] : site_.state().agents) {
    EXPECT_TRUE(agent.busy.empty()) << agent.login;
  }
  for (const auto& [id, call] : site_.state().calls) EXPECT_FALSE(call.live()) << call.switch_id;
}

INSTANTIATE_TEST_SUITE_P(Streams, CaptureFiguresTest,
                         testing::Values(Case{"", Disturbance::kNone, "AsRecorded"},
                                         Case{"", Disturbance::kEachBlockTwice, "EachBlockTwice"},
                                         Case{"", Disturbance::kWithTimestamps, "WithTimestamps"},
                                         Case{"restricted", Disturbance::kNone, "FewerRights"}),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace jackfield::exchange
