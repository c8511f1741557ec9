#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/telephony/ami/ami_link.h"
#include "tests/support/ami_replay_capture.h"
#include "tests/transcripts/queue_counter.h"

// A recorded Asterisk over TCP, through the whole connector: as it was, cut into pieces, doubled,
// out of order, and with the link cut. Skipped without the capture.
namespace jackfield::ami {
namespace {

using test::AmiReplayCapture;
using test::AmiReplayOptions;
using test::QueueCounter;

class AmiReplayLinkTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* shared = std::getenv("JACKFIELD_SHARED");
    const std::string folder =
        std::string(shared != nullptr ? shared : JACKFIELD_SHARED_DIR) + "/captures/dev";
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no captures at " << folder;
    auto loaded = AmiReplayCapture::Load(folder);
    ASSERT_TRUE(loaded) << loaded.error().message;
    capture_.emplace(std::move(*loaded));
  }

  QueueCounter Count(const AmiReplayOptions& options) {
    AmiLink link(*capture_, options);
    link.Start();
    EXPECT_TRUE(link.RunUntil([&] { return link.replay_done(); }, AmiLink::Seconds(50)));
    // What is still on its way arrives within the read that the next answer wakes.
    const std::size_t before = link.events().size();
    (void)link.RunUntil([&] { return link.events().size() > before + 1'000'000; },
                        AmiLink::Seconds(1));
    QueueCounter counter;
    for (const auto& event : link.events()) counter.Take(event);
    return counter;
  }

  // "offered answered" of every queue, as queue_log has it.
  static std::map<std::string, std::pair<int, int>> True() {
    return {{"billing", {21, 15}},
            {"nightdesk", {7, 3}},
            {"sales", {55, 45}},
            {"support", {72, 56}},
            {"vip", {8, 7}}};
  }

  static std::map<std::string, std::pair<int, int>> Of(const QueueCounter& counter) {
    std::map<std::string, std::pair<int, int>> figures;
    for (const auto& [name, queue] : counter.queues) {
      figures[name] = {queue.offered, queue.answered};
    }
    return figures;
  }

  std::optional<AmiReplayCapture> capture_;
};

AmiReplayOptions Fast() {
  AmiReplayOptions options;
  options.speed = 0;
  options.timestamps = true;
  return options;
}

TEST_F(AmiReplayLinkTest, AsFastAsItReadsGivesTheFiguresOfRealTime) {
  const QueueCounter counter = Count(Fast());

  EXPECT_EQ(Of(counter), True());
  EXPECT_EQ(counter.waiting_count(), 0);
}

TEST_F(AmiReplayLinkTest, PiecesOfAnySizeChangeNothing) {
  AmiReplayOptions options = Fast();
  options.chunk_seed = 7;

  EXPECT_EQ(Of(Count(options)), True());
}

TEST_F(AmiReplayLinkTest, DoubledEventsChangeNothing) {
  AmiReplayOptions options = Fast();
  options.duplicate_blocks = true;
  const QueueCounter counter = Count(options);

  EXPECT_EQ(Of(counter), True());
  EXPECT_EQ(counter.waiting_count(), 0);
}

TEST_F(AmiReplayLinkTest, UnrelatedEventsInAnotherOrderChangeNothing) {
  AmiReplayOptions options = Fast();
  options.swap_neighbours = true;
  const QueueCounter counter = Count(options);

  EXPECT_EQ(Of(counter), True());
  EXPECT_EQ(counter.waiting_count(), 0);
}

TEST_F(AmiReplayLinkTest, NobodyIsLeftWaitingAfterTheLinkWasCutThreeTimes) {
  AmiReplayOptions options = Fast();
  options.cuts = {{30'000, 2'000}, {60'000, 5'000}, {90'000, 1'000}};
  const QueueCounter counter = Count(options);

  EXPECT_EQ(counter.waiting_count(), 0);
  EXPECT_GE(counter.snapshot_count, 4);
}

}  // namespace
}  // namespace jackfield::ami
