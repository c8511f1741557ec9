#include <algorithm>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include <boost/property_tree/json_parser.hpp>
#include <boost/property_tree/ptree.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <regex.h>

#include "server/telephony/ami/ami_parser.h"
#include "server/telephony/ami/ami_translator.h"
#include "tests/support/ami_replay_capture.h"
#include "tests/support/ami_replay_lists.h"
#include "tests/transcripts/queue_counter.h"

// Two minutes of a real Asterisk, translated and counted, against the figures of its own queue_log.
// The capture is not part of the repository; without it these tests are skipped.
namespace jackfield::test {

void PrintTo(const QueueCounter::Queue& q, std::ostream* out) {
  *out << "offered " << q.offered << " answered " << q.answered << " abandoned " << q.abandoned
       << " timed_out " << q.timed_out << " exit_key " << q.exit_key << " exit_empty "
       << q.exit_empty << " withdrawn " << q.withdrawn << " full " << q.refused_full << " empty "
       << q.refused_empty;
}

void PrintTo(const QueueCounter::Agent& a, std::ostream* out) {
  *out << "answered " << a.answered << " completed " << a.completed << " no_answer " << a.no_answer
       << " pauses " << a.pauses;
}

namespace {

using boost::property_tree::ptree;

std::string CapturesFolder() {
  const char* shared = std::getenv("JACKFIELD_SHARED");
  return std::string(shared != nullptr ? shared : JACKFIELD_SHARED_DIR) + "/captures";
}

ptree Truth() {
  ptree truth;
  boost::property_tree::read_json(CapturesFolder() + "/dev/truth.json", truth);
  return truth;
}

std::map<std::string, QueueCounter::Queue> TrueQueues() {
  std::map<std::string, QueueCounter::Queue> queues;
  const ptree truth = Truth();
  for (const auto& [name, figures] : truth.get_child("queues")) {
    const auto count = [&](const char* key) { return figures.get<int>(key); };
    queues[name] = {count("offered"),  count("answered"),   count("abandoned"), count("timed_out"),
                    count("exit_key"), count("exit_empty"), count("withdrawn")};
  }
  return queues;
}

std::map<std::string, QueueCounter::Agent> TrueAgents() {
  const std::map<std::string, std::string> devices = {
      {"Alice Novak", "PJSIP/1001"},         {"Bob O'Neill", "PJSIP/1002"},
      {"Jürgen Weiß", "PJSIP/1003"},         {"Dana Scully", "PJSIP/1004"},
      {"Erin Walsh", "PJSIP/1005"},          {"Nobody Home", "PJSIP/1006"},
      {"Night Owl", "PJSIP/1007"},           {"陈伟", "Local/2001@agents"},
      {"Maria García", "Local/2002@agents"}, {"Ravi Kumar", "Local/2003@agents"},
      {"Sam Lee", "Local/2004@agents"},      {"Priya Raman", "Local/3001@agentpool"}};
  std::map<std::string, QueueCounter::Agent> agents;
  const ptree truth = Truth();
  for (const auto& [name, figures] : truth.get_child("agents")) {
    const auto count = [&](const char* key) { return figures.get<int>(key); };
    agents[devices.at(name)] = {count("answered"), count("completed"), count("ringnoanswer"),
                                count("pauses")};
  }
  return agents;
}

// The figures of the queue_log know no refused callers.
std::map<std::string, QueueCounter::Queue> WithoutRefusals(const QueueCounter& counter) {
  auto queues = counter.queues;
  for (auto& [name, queue] : queues) queue.refused_full = queue.refused_empty = 0;
  return queues;
}

// Feeds blocks of AMI to a translator and counts what it says.
class Reader {
 public:
  explicit Reader(const AmiReplayCapture& capture) : capture_(capture) {
    EXPECT_TRUE(parser_.Feed(capture.greeting()));
    translator_.TakeLinkReady(WallTime{});
  }

  void Feed(std::string_view bytes, double at_ms) {
    ASSERT_TRUE(parser_.Feed(bytes));
    const WallTime received{Duration(static_cast<long long>(at_ms))};
    while (const auto message = parser_.Next()) translator_.Take(*message, received);
    for (const auto& event : translator_.TakeEvents()) {
      counter_.Take(event);
      const auto* dequeued = std::get_if<exchange::Dequeued>(&event.body);
      if (dequeued != nullptr && dequeued->cause == exchange::DequeueCause::kExitKey) {
        left_by_key_.insert(dequeued->leg);
      }
    }
  }

  void FeedLists(const AmiReplayChannels& channels, double at_ms) {
    const AmiReplaySnapshot* status = capture_.NearestSnapshot(at_ms);
    ASSERT_NE(status, nullptr);
    FeedLists(channels, status->items, at_ms);
  }

  void FeedLists(const AmiReplayChannels& channels, const std::vector<std::string>& status_items,
                 double at_ms) {
    translator_.BeginSnapshot();
    Feed(ListAnswer(channels.Items("CoreShowChannel", at_ms), "", "CoreShowChannelsComplete", "1"),
         at_ms);
    Feed(ListAnswer(status_items, "", "QueueStatusComplete", "2"), at_ms);
  }

  ami::AmiTranslator& translator() { return translator_; }
  const ami::AmiParser& parser() const { return parser_; }
  QueueCounter& counter() { return counter_; }
  const std::set<std::string>& left_by_key() const { return left_by_key_; }

 private:
  const AmiReplayCapture& capture_;
  ami::AmiTranslator translator_{{"pbx", {}}};
  ami::AmiParser parser_{[this](std::string_view event, std::string_view block) {
    return translator_.Wants(event, block);
  }};
  QueueCounter counter_;
  std::set<std::string> left_by_key_;
};

class AmiCaptureTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(CapturesFolder() + "/dev/truth.json")) {
      GTEST_SKIP() << "no captures at " << CapturesFolder();
    }
    auto loaded = AmiReplayCapture::Load(CapturesFolder() + GetParam());
    ASSERT_TRUE(loaded) << loaded.error().message;
    capture_.emplace(std::move(*loaded));
  }

  std::optional<AmiReplayCapture> capture_;
};

TEST_P(AmiCaptureTest, FiguresEqualThoseOfTheQueueLog) {
  Reader reader(*capture_);
  reader.FeedLists({}, 0);

  for (const AmiReplayBlock& block : capture_->blocks()) reader.Feed(block.bytes, block.at_ms);

  EXPECT_EQ(WithoutRefusals(reader.counter()), TrueQueues());
  EXPECT_EQ(reader.counter().agents, TrueAgents());
  EXPECT_EQ(reader.counter().waiting_count(), 0);
  EXPECT_EQ(reader.counter().queues["vip"].refused_full, 5);
  EXPECT_EQ(reader.counter().queues["nightdesk"].refused_empty, 2);
}

TEST_P(AmiCaptureTest, NothingIsDroppedOrUnknown) {
  Reader reader(*capture_);

  for (const AmiReplayBlock& block : capture_->blocks()) reader.Feed(block.bytes, block.at_ms);

  EXPECT_EQ(reader.parser().counters().dropped(), 0U);
  EXPECT_EQ(reader.translator().counters().unknown, 0U);
}

TEST_P(AmiCaptureTest, ListsInTheMiddleChangeNoFigure) {
  Reader reader(*capture_);
  AmiReplayChannels channels;
  double next_ms = 0;

  for (const AmiReplayBlock& block : capture_->blocks()) {
    if (block.at_ms > next_ms) {
      reader.FeedLists(channels, block.at_ms);
      next_ms = block.at_ms + 700;
    }
    channels.Take(block);
    reader.Feed(block.bytes, block.at_ms);
  }

  EXPECT_GT(reader.counter().snapshot_count, 100);
  EXPECT_EQ(WithoutRefusals(reader.counter()), TrueQueues());
  EXPECT_EQ(reader.counter().waiting_count(), 0);
}

// The blocks within `before` blocks of the moments at which somebody leaves a queue.
std::set<std::size_t> MomentsBeforeLeaving(const AmiReplayCapture& capture, std::size_t before) {
  std::set<std::size_t> moments;
  for (std::size_t i = 0; i < capture.blocks().size(); ++i) {
    if (ValueIn(capture.blocks()[i].bytes, "Event") != "QueueCallerLeave") continue;
    for (std::size_t at = i - std::min(i, before); at <= i; ++at) moments.insert(at);
  }
  return moments;
}

// A member has picked up, or the queue has given up, and who begins to listen now has not heard it.
TEST_P(AmiCaptureTest, ABeginningAtAnyMomentTakesNoOtherEndForTheExitKey) {
  constexpr std::size_t kBefore = 40;
  constexpr std::size_t kHeard = 120;
  const auto& blocks = capture_->blocks();
  Reader whole(*capture_);
  whole.FeedLists({}, 0);
  for (const AmiReplayBlock& block : blocks) whole.Feed(block.bytes, block.at_ms);
  ASSERT_GT(whole.left_by_key().size(), 3U);
  const std::set<std::size_t> moments = MomentsBeforeLeaving(*capture_, kBefore);
  AmiReplayChannels channels;
  AmiReplayQueues queues;

  for (std::size_t at = 0; at < blocks.size(); ++at) {
    if (moments.contains(at)) {
      Reader reader(*capture_);
      const double now_ms = blocks[at].at_ms;
      const AmiReplaySnapshot* status = capture_->NearestSnapshot(now_ms);
      reader.FeedLists(channels, queues.Corrected(status->items, now_ms), now_ms);
      for (std::size_t i = at; i < std::min(at + kHeard, blocks.size()); ++i) {
        reader.Feed(blocks[i].bytes, blocks[i].at_ms);
      }
      EXPECT_THAT(whole.left_by_key(), testing::IsSupersetOf(reader.left_by_key())) << at;
    }
    channels.Take(blocks[at]);
    queues.Take(blocks[at]);
  }
}

// What the account that deploy/ recommends is not sent: the manager.conf lines "eventfilter = !…",
// extended regular expressions over a whole event.
class ShippedFilters {
 public:
  ShippedFilters() {
    std::ifstream file(JACKFIELD_SOURCE_DIR "/deploy/asterisk/manager.d/jackfield.conf");
    constexpr std::string_view kLine = "eventfilter = !";
    for (std::string line; std::getline(file, line);) {
      if (!line.starts_with(kLine)) continue;
      const int failed =
          regcomp(&filters_.emplace_back(), line.c_str() + kLine.size(), REG_EXTENDED | REG_NOSUB);
      EXPECT_EQ(failed, 0) << line;
    }
  }
  ~ShippedFilters() {
    for (regex_t& filter : filters_) regfree(&filter);
  }

  bool Excludes(const std::string& block) const {
    return std::any_of(filters_.begin(), filters_.end(), [&](const regex_t& filter) {
      return regexec(&filter, block.c_str(), 0, nullptr, 0) == 0;
    });
  }

 private:
  std::deque<regex_t> filters_;
};

TEST_P(AmiCaptureTest, FiltersThatAreShippedCostNoFigure) {
  const ShippedFilters filters;
  Reader reader(*capture_);
  reader.FeedLists({}, 0);
  std::size_t bytes = 0;
  std::size_t bytes_sent = 0;

  for (const AmiReplayBlock& block : capture_->blocks()) {
    bytes += block.bytes.size();
    if (filters.Excludes(std::string(block.bytes))) continue;
    bytes_sent += block.bytes.size();
    reader.Feed(block.bytes, block.at_ms);
  }

  EXPECT_LT(bytes_sent, bytes / 2);
  EXPECT_EQ(WithoutRefusals(reader.counter()), TrueQueues());
  EXPECT_EQ(reader.counter().agents, TrueAgents());
  EXPECT_EQ(reader.counter().queues["vip"].refused_full, 5);
}

INSTANTIATE_TEST_SUITE_P(Accounts, AmiCaptureTest, testing::Values("/dev", "/dev/restricted"),
                         [](const auto& account) {
                           return std::string(account.param) == "/dev" ? "Full" : "Restricted";
                         });

}  // namespace
}  // namespace jackfield::test
