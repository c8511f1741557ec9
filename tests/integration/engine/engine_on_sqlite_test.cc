#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <absl/synchronization/blocking_counter.h>
#include <absl/synchronization/notification.h>
#include <absl/time/time.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/base/archive.h"
#include "server/engine/engine_thread.h"
#include "server/engine/recovery.h"
#include "server/intake/intake_thread.h"
#include "tests/support/desk_witness.h"
#include "tests/support/engine_inputs.h"
#include "tests/support/failing_disk.h"
#include "tests/support/fake_metrics.h"
#include "tests/support/sqlite_site.h"

// Intake, engine and a real SQLite file together.
namespace jackfield::engine {
namespace {

using exchange::PersonalText;
using testing::IsEmpty;
using testing::SizeIs;

constexpr int kCalls = 40;
constexpr int kEventsPerCall = 5;

class EngineOnSqliteTest : public testing::Test {
 protected:
  EngineOnSqliteTest() { Start(); }
  ~EngineOnSqliteTest() override { Stop(); }

  void Start() {
    const EnginePorts ports{site_.store(), site_.clock(), site_.random(), metrics_};
    auto core = EngineCore::Recover(ports);
    ASSERT_TRUE(core.has_value());
    engine_ = std::make_unique<EngineThread>(std::move(*core), ports);
    resolver_ = std::move(
        *intake::CallerResolver::Prepare({}, site_.customers(), site_.memory(), metrics_));
    intake_ = std::make_unique<intake::IntakeThread>(
        intake::IntakePorts{*resolver_, site_.keys(), *engine_, metrics_, site_.clock()});
    engine_->Start();
    intake_->Start();
  }

  void Stop() {
    if (intake_ != nullptr) intake_->Stop();
    if (engine_ != nullptr) engine_->Stop();
    intake_.reset();
    engine_.reset();
  }

  void Restart() {
    Stop();
    site_.Restart();
    Start();
  }

  void Configure() {
    absl::Notification done;
    engine_->Configure(fakes::SmallCentre(), [&done](const Status& status) {
      EXPECT_TRUE(status.has_value());
      done.Notify();
    });
    ASSERT_TRUE(done.WaitForNotificationWithTimeout(absl::Seconds(10)));
  }

  // Publishes the whole life of kCalls calls and waits until all of it is on the disk.
  void RunCalls(const std::string& source) {
    absl::BlockingCounter waiting(kCalls * kEventsPerCall);
    for (int number = 0; number < kCalls; ++number) {
      const std::string call = source + "-" + std::to_string(number);
      const std::vector<exchange::TelephonyEventBody> life = {
          Begin(call), fakes::CallWaits(call), fakes::RingsAtAna(call), fakes::AnaAnswers(call),
          fakes::CallEnds(call)};
      for (std::size_t step = 0; step < life.size(); ++step) {
        exchange::TelephonyEvent event =
            fakes::PbxEvent(call + "/" + std::to_string(step), life[step]);
        event.source = source;
        intake_->Accept(std::move(event), [&waiting](const Result<Receipt>& receipt) {
          EXPECT_TRUE(receipt.has_value());
          waiting.DecrementCount();
        });
      }
    }
    waiting.Wait();
    StateBytes();  // Answers come before updates: this question is asked after both.
  }

  std::shared_ptr<fakes::DeskWitness> WatchAna(std::int64_t resume_cursor) {
    auto desk = std::make_shared<fakes::DeskWitness>();
    absl::Notification watching;
    engine_->WatchDesk("ana", resume_cursor, desk, [&watching](const Status& status) {
      EXPECT_TRUE(status.has_value());
      watching.Notify();
    });
    EXPECT_TRUE(watching.WaitForNotificationWithTimeout(absl::Seconds(10)));
    return desk;
  }

  static exchange::TelephonyEventBody Begin(const std::string& call) {
    auto begun = std::get<exchange::Originated>(fakes::CallComesIn(call));
    begun.caller.presentation = exchange::Presentation::kPresented;
    begun.caller.number = PersonalText("+4930901820");
    begun.caller.name = PersonalText("Li Wei");
    return begun;
  }

  // The committed state, as bytes.
  std::string StateBytes() {
    std::string bytes;
    absl::Notification seen;
    engine_->Inspect([&](const exchange::State& state) {
      bytes = ToArchive(state);
      seen.Notify();
    });
    EXPECT_TRUE(seen.WaitForNotificationWithTimeout(absl::Seconds(10)));
    return bytes;
  }

  fakes::SqliteSite site_;
  fakes::FakeMetrics metrics_;
  std::unique_ptr<intake::CallerResolver> resolver_;
  std::unique_ptr<EngineThread> engine_;
  std::unique_ptr<intake::IntakeThread> intake_;
};

class EngineOnFullDiskTest : public testing::Test {
 protected:
  EngineOnFullDiskTest() { Start(); }
  ~EngineOnFullDiskTest() override { engine_.reset(); }

  void Start() {
    engine_.reset();
    const EnginePorts ports{site_.store(), site_.clock(), site_.random(), metrics_};
    auto core = EngineCore::Recover(ports);
    ASSERT_TRUE(core.has_value());
    EngineThreadOptions options;
    options.retry_min = options.retry_max = Duration{1};
    options.go_on_after = Duration{0};
    engine_ = std::make_unique<EngineThread>(std::move(*core), ports, options);
    engine_->Start();
  }

  // The answer to an event; observed, or of a source that waits for it.
  Status Publish(const std::string& id, exchange::TelephonyEventBody body) {
    Status answer;
    absl::Notification answered;
    const auto done = [&](const auto& result) {
      if (!result) answer = Fail(result);
      answered.Notify();
    };
    exchange::TelephonyEvent event = fakes::PbxEvent(id, std::move(body));
    if (id.empty()) {
      engine_->Observe(std::move(event), done);
    } else {
      engine_->Publish(std::move(event), done);
    }
    EXPECT_TRUE(answered.WaitForNotificationWithTimeout(absl::Seconds(10)));
    return answer;
  }

  fakes::FailingDisk disk_;
  fakes::SqliteSite site_;
  fakes::FakeMetrics metrics_;
  std::unique_ptr<EngineThread> engine_;
};

// Fault F4.
TEST_F(EngineOnFullDiskTest, PopsGoOnNothingIsAcknowledgedAndAllIsSavedOnceThereIsRoom) {
  absl::Notification configured;
  engine_->Configure(fakes::SmallCentre(), [&](const Status&) { configured.Notify(); });
  configured.WaitForNotification();
  ASSERT_TRUE(Publish("e1", fakes::CallComesIn("c1")));
  const auto ana = std::make_shared<fakes::DeskWitness>();
  engine_->WatchDesk("ana", 0, ana, nullptr);
  disk_.SetFull(true);

  const Status refused = Publish("e2", fakes::CallComesIn("c2"));
  EXPECT_TRUE(Publish("", fakes::CallWaits("c1")));
  EXPECT_TRUE(Publish("", fakes::RingsAtAna("c1")));

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kResourceExhausted);
  EXPECT_EQ(refused.error().reason, "STORE_FULL");
  EXPECT_FALSE(engine_->saves());
  for (int looks = 0; looks < 10'000 && ana->All<PopOpenedView>().empty(); ++looks) {
    std::this_thread::yield();
  }
  EXPECT_THAT(ana->All<PopOpenedView>(), SizeIs(1));
  EXPECT_EQ(site_.store().last(), Sequence{2});

  disk_.SetFull(false);
  Status again = Publish("e2", fakes::CallComesIn("c2"));
  for (int tries = 0; tries < 10'000 && !again; ++tries) {
    site_.clock().Advance(Duration{100});
    again = Publish("e2", fakes::CallComesIn("c2"));
  }
  EXPECT_TRUE(again);
  EXPECT_TRUE(engine_->saves());
  engine_.reset();
  site_.Restart();
  Start();

  absl::Notification seen;
  engine_->Inspect([&](const exchange::State& state) {
    EXPECT_EQ(state.calls.size(), 2U);
    EXPECT_EQ(state.last, Sequence{5});
    seen.Notify();
  });
  EXPECT_TRUE(seen.WaitForNotificationWithTimeout(absl::Seconds(10)));
}

TEST_F(EngineOnSqliteTest, ARestartGivesTheSameStateByteForByte) {
  Configure();
  RunCalls("pbx");
  const std::string before = StateBytes();

  Restart();

  EXPECT_EQ(StateBytes(), before);
}

TEST_F(EngineOnSqliteTest, TheWholeJournalReplayedGivesWhatTheSnapshotGives) {
  Configure();
  RunCalls("pbx");
  Stop();

  const auto recovered = RecoverExchange(site_.store());

  ASSERT_TRUE(recovered.has_value());
  EXPECT_GT(recovered->snapshot.value, 0U);
  const auto same = ReplayGives(site_.store(), recovered->exchange);
  ASSERT_TRUE(same.has_value());
  EXPECT_TRUE(*same);
}

TEST_F(EngineOnSqliteTest, ASourceThatRepeatsEverythingAfterARestartChangesNothing) {
  Configure();
  RunCalls("pbx");
  const std::string before = StateBytes();
  Restart();

  RunCalls("pbx");

  EXPECT_EQ(StateBytes(), before);
}

TEST_F(EngineOnSqliteTest, FourSourcesAtOnceLoseNothing) {
  Configure();
  std::vector<std::thread> sources;
  for (const std::string source : {"a", "b", "c", "d"}) {
    sources.emplace_back([this, source] { RunCalls(source); });
  }
  for (std::thread& source : sources) source.join();

  const auto page = site_.interactions().List({}, 4 * kCalls, "");

  ASSERT_TRUE(page.has_value());
  EXPECT_THAT(page->interactions, SizeIs(4 * kCalls));
  for (const InteractionRow& row : page->interactions) {
    EXPECT_EQ(row.agent, "ana");
    EXPECT_EQ(row.end, exchange::CallEnd::kCleared);
    EXPECT_FALSE(row.caller.name.in_the_clear());
    EXPECT_EQ(*site_.keys().Open(row.caller.name), "Li Wei");
  }
}

TEST_F(EngineOnSqliteTest, ADeskIsToldOfEachOfferOnceAlsoAcrossARestart) {
  Configure();
  const auto before = WatchAna(0);
  RunCalls("pbx");
  EXPECT_THAT(before->All<PopOpenedView>(), SizeIs(kCalls));
  EXPECT_THAT(before->All<PopClosedView>(), SizeIs(kCalls));
  const std::int64_t cursor = before->updates().back().cursor;

  Restart();
  const auto after = WatchAna(cursor);
  RunCalls("pbx");

  ASSERT_THAT(after->updates(), SizeIs(1));
  EXPECT_GT(after->updates()[0].cursor, cursor);
  ASSERT_THAT(after->All<DeskSnapshotView>(), SizeIs(1));
  EXPECT_THAT(after->All<DeskSnapshotView>()[0].pops, IsEmpty());
}

}  // namespace
}  // namespace jackfield::engine
