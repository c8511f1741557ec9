#include "server/engine/engine_thread.h"

#include <memory>
#include <string>
#include <vector>

#include <absl/synchronization/mutex.h>
#include <absl/synchronization/notification.h>
#include <absl/time/time.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/desk_witness.h"
#include "tests/support/engine_inputs.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_metrics.h"
#include "tests/support/fake_random.h"
#include "tests/support/fake_store.h"

namespace jackfield::engine {
namespace {

using fakes::DeskWitness;
using fakes::PbxEvent;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Error kDisk{ErrorCode::kUnavailable, "disk"};

// Collects answers, in the order in which they come: "OK" or the reason.
//
// Thread safety: thread-safe.
class Answers {
 public:
  // Fits Engine::Done and Engine::Published.
  auto Note() {
    return [this](const auto& status) {
      const absl::MutexLock lock(&mutex_);
      all_.push_back(status ? "OK" : status.error().reason);
    };
  }

  // What has come when `count` have, or after 10 s.
  std::vector<std::string> Await(std::size_t count) {
    const absl::MutexLock lock(&mutex_);
    const auto enough = [this, count] { return all_.size() >= count; };
    mutex_.AwaitWithTimeout(absl::Condition(&enough), absl::Seconds(10));
    return all_;
  }

 private:
  absl::Mutex mutex_;
  std::vector<std::string> all_;
};

class EngineThreadTest : public testing::Test {
 protected:
  EngineThreadTest() { Restart({}); }
  ~EngineThreadTest() override { store_.SetBlocked(false); }

  void Restart(EngineThreadOptions options) {
    engine_.reset();
    const EnginePorts ports{store_, clock_, random_, metrics_};
    auto core = EngineCore::Recover(ports);
    ASSERT_TRUE(core.has_value());
    options.retry_min = Duration{1};
    options.stop_max = Duration{20};
    engine_ = std::make_unique<EngineThread>(std::move(*core), ports, options);
  }

  void Publish(const std::string& id, exchange::TelephonyEventBody body) {
    engine_->Publish(PbxEvent(id, std::move(body)), answers_.Note());
  }

  // The committed state's last entry, as the engine says.
  Sequence Last() {
    Sequence last;
    absl::Notification seen;
    engine_->Inspect([&](const exchange::State& state) {
      last = state.last;
      seen.Notify();
    });
    EXPECT_TRUE(seen.WaitForNotificationWithTimeout(absl::Seconds(10)));
    return last;
  }

  fakes::FakeStore store_;
  fakes::FakeClock clock_;
  fakes::FakeRandom random_{1};
  fakes::FakeMetrics metrics_;
  Answers answers_;
  std::unique_ptr<EngineThread> engine_;
};

TEST_F(EngineThreadTest, WhatGatheredIsOneBatchAnsweredAfterItsCommit) {
  Publish("e1", fakes::CallComesIn("c1"));
  Publish("e2", fakes::CallWaits("c1"));

  engine_->Start();

  EXPECT_THAT(answers_.Await(2), ElementsAre("OK", "OK"));
  EXPECT_EQ(store_.commits(), 1U);
}

TEST_F(EngineThreadTest, NothingIsAnsweredWhileTheCommitIsUnderWay) {
  engine_->Start();
  store_.SetBlocked(true);
  Publish("e1", fakes::CallComesIn("c1"));

  ASSERT_TRUE(store_.AwaitCommitsTried(1));
  EXPECT_THAT(answers_.Await(0), IsEmpty());

  store_.SetBlocked(false);
  EXPECT_THAT(answers_.Await(1), ElementsAre("OK"));
}

TEST_F(EngineThreadTest, WhatComesDuringACommitIsTheNextBatch) {
  engine_->Start();
  store_.SetBlocked(true);
  Publish("e1", fakes::CallComesIn("c1"));
  ASSERT_TRUE(store_.AwaitCommitsTried(1));
  Publish("e2", fakes::CallComesIn("c2"));
  Publish("e3", fakes::CallComesIn("c3"));

  store_.SetBlocked(false);

  EXPECT_THAT(answers_.Await(3), ElementsAre("OK", "OK", "OK"));
  EXPECT_EQ(store_.commits(), 2U);
}

TEST_F(EngineThreadTest, PostsBeyondTheMailboxAreRefusedAtOnce) {
  Restart({.mailbox_max = 2});
  Publish("e1", fakes::CallComesIn("c1"));
  Publish("e2", fakes::CallComesIn("c2"));

  Publish("e3", fakes::CallComesIn("c3"));

  EXPECT_THAT(answers_.Await(1), ElementsAre("MAILBOX_FULL"));
  engine_->Start();
  EXPECT_THAT(answers_.Await(3), ElementsAre("MAILBOX_FULL", "OK", "OK"));
}

TEST_F(EngineThreadTest, WhileTheStoreFailsPostsBeyondTheMailboxAreToldSo) {
  Restart({.mailbox_max = 1});
  store_.SetFailing(kDisk);
  engine_->Start();
  Publish("", fakes::CallComesIn("c1"));
  ASSERT_TRUE(store_.AwaitCommitsTried(2));  // By the second try it is known.
  Publish("", fakes::CallComesIn("c2"));

  Publish("", fakes::CallComesIn("c3"));

  EXPECT_THAT(answers_.Await(1), ElementsAre("STORE_UNAVAILABLE"));
  store_.SetFailing(std::nullopt);
  EXPECT_THAT(answers_.Await(3), ElementsAre("STORE_UNAVAILABLE", "OK", "OK"));
}

TEST_F(EngineThreadTest, AStoreThatFailsAndHealsLosesAndDoublesNothing) {
  engine_->Start();
  store_.SetFailing(kDisk);
  Publish("e1", fakes::CallComesIn("c1"));
  Publish("e2", fakes::CallWaits("c1"));
  Publish("e1", fakes::CallComesIn("c1"));

  store_.SetFailing(std::nullopt);

  EXPECT_THAT(answers_.Await(3), ElementsAre("OK", "OK", "OK"));
  EXPECT_THAT(store_.journal(), SizeIs(2));
}

// T3, fault F4.
TEST_F(EngineThreadTest, AfterTwoSecondsOfFailuresCallsAreShownFromMemoryUntilTheStoreWorks) {
  engine_->Configure(fakes::SmallCentre(), nullptr);
  engine_->Start();
  ASSERT_EQ(Last(), Sequence{1});
  store_.SetFailing(Error{ErrorCode::kResourceExhausted, "no room", "STORE_FULL"});
  Publish("", fakes::CallComesIn("c1"));
  ASSERT_TRUE(store_.AwaitCommitsTried(3));  // By the second try it has failed for a while.
  EXPECT_TRUE(engine_->saves());

  clock_.Advance(Duration{2'000});
  EXPECT_THAT(answers_.Await(1), ElementsAre("STORE_FULL"));
  engine_->Observe(PbxEvent("", fakes::CallComesIn("c2")), answers_.Note());
  engine_->Command(fakes::BecomesReady("ana"), answers_.Note());

  EXPECT_THAT(answers_.Await(3), ElementsAre("STORE_FULL", "OK", "STORE_FULL"));
  EXPECT_EQ(Last(), Sequence{3});
  EXPECT_FALSE(engine_->saves());
  EXPECT_THAT(store_.journal(), SizeIs(1));

  store_.SetFailing(std::nullopt);
  for (int looks = 0; looks < 10'000 && !engine_->saves(); ++looks) {
    clock_.Advance(Duration{100});
    Last();
  }
  Publish("e3", fakes::CallComesIn("c3"));

  EXPECT_THAT(answers_.Await(4), ElementsAre("STORE_FULL", "OK", "STORE_FULL", "OK"));
  EXPECT_THAT(store_.journal(), SizeIs(4));
}

TEST_F(EngineThreadTest, NothingIsShownFromMemoryWhenTheStoreIsDamaged) {
  engine_->Start();
  store_.SetFailing(Error{ErrorCode::kDataLoss, "damaged"});
  Publish("", fakes::CallComesIn("c1"));
  ASSERT_TRUE(store_.AwaitCommitsTried(1));

  clock_.Advance(Duration{10'000});
  ASSERT_TRUE(store_.AwaitCommitsTried(4));

  EXPECT_TRUE(engine_->saves());
  EXPECT_THAT(answers_.Await(0), IsEmpty());
}

TEST_F(EngineThreadTest, StopSavesWhatWasShownFromMemory) {
  engine_->Start();
  store_.SetFailing(kDisk);
  engine_->Observe(PbxEvent("", fakes::CallComesIn("c1")), answers_.Note());
  ASSERT_TRUE(store_.AwaitCommitsTried(2));
  clock_.Advance(Duration{2'000});
  EXPECT_THAT(answers_.Await(1), ElementsAre("OK"));

  store_.SetFailing(std::nullopt);
  engine_->Stop();

  EXPECT_THAT(store_.journal(), SizeIs(1));
  EXPECT_EQ(store_.snapshots(), 1U);
}

TEST_F(EngineThreadTest, ADeskSeesTheCommandThatWasPostedBeforeIt) {
  const auto desk = std::make_shared<DeskWitness>();
  engine_->Configure(fakes::SmallCentre(), answers_.Note());
  engine_->Command(fakes::BecomesReady("ana"), answers_.Note());
  engine_->WatchDesk("ana", 0, desk, answers_.Note());
  engine_->WatchDesk("nobody", 0, desk, answers_.Note());

  engine_->Start();

  EXPECT_THAT(answers_.Await(4), ElementsAre("OK", "OK", "OK", "AGENT_NOT_FOUND"));
  ASSERT_THAT(desk->All<DeskSnapshotView>(), SizeIs(1));
  EXPECT_EQ(desk->All<DeskSnapshotView>()[0].agent.state, exchange::AgentState::kReady);
}

TEST_F(EngineThreadTest, WhereCommandsGoIsKnownBeforeTheBatchThatIssuesThem) {
  class Sink final : public CallCommandSink {
   public:
    void Deliver(const exchange::CallCommand&, Duration) override { delivered.Notify(); }
    absl::Notification delivered;
  };
  exchange::Configuration centre = fakes::SmallCentre();
  centre.queues[0].member_control = exchange::MemberControl::kPause;
  exchange::SwitchSnapshot members;
  members.queues = {"sales"};
  members.members = {{"sales", "PJSIP/1001", /*paused=*/false, {}}};
  const auto sink = std::make_shared<Sink>();
  engine_->Configure(centre, answers_.Note());
  Publish("e1", exchange::LinkUp{"boot", {{exchange::CommandKind::kPauseMember}}});
  Publish("e2", members);  // Ana has not signed in, and is to be paused.
  engine_->SendCommands("pbx", sink);

  engine_->Start();

  EXPECT_TRUE(sink->delivered.WaitForNotificationWithTimeout(absl::Seconds(10)));
}

TEST_F(EngineThreadTest, InspectSeesCommittedEntriesOnly) {
  engine_->Start();
  store_.SetFailing(kDisk);
  Publish("", fakes::CallComesIn("c1"));
  ASSERT_TRUE(store_.AwaitCommitsTried(1));
  store_.SetFailing(std::nullopt);

  EXPECT_EQ(Last(), Sequence{1});
  EXPECT_THAT(store_.journal(), SizeIs(1));
}

TEST_F(EngineThreadTest, StopCommitsWhatWaitsAndWritesASnapshot) {
  Publish("e1", fakes::CallComesIn("c1"));
  Publish("e2", fakes::CallWaits("c1"));
  engine_->Start();

  engine_->Stop();

  EXPECT_THAT(answers_.Await(2), ElementsAre("OK", "OK"));
  EXPECT_EQ(store_.snapshots(), 1U);
}

TEST_F(EngineThreadTest, AfterStopPostsAreRefused) {
  engine_->Start();
  engine_->Stop();

  Publish("e1", fakes::CallComesIn("c1"));
  engine_->Inspect([](const exchange::State&) { FAIL() << "called after the end"; });

  EXPECT_THAT(answers_.Await(1), ElementsAre("SHUTTING_DOWN"));
}

TEST_F(EngineThreadTest, StopEndsAlthoughTheStoreFailsAndAnswersEveryPostOnce) {
  store_.SetFailing(kDisk);
  Publish("", fakes::CallComesIn("c1"));
  engine_->WatchDesk("ana", 0, std::make_shared<DeskWitness>(), answers_.Note());
  engine_->Start();
  ASSERT_TRUE(store_.AwaitCommitsTried(1));
  Publish("", fakes::CallComesIn("c2"));

  engine_->Stop();

  EXPECT_THAT(answers_.Await(3), SizeIs(3));
  EXPECT_THAT(answers_.Await(3), Each("STORE_UNAVAILABLE"));
  EXPECT_THAT(store_.journal(), IsEmpty());
}

TEST_F(EngineThreadTest, AnEngineThatWasNeverStartedAnswersItsPostsAtTheEnd) {
  Publish("e1", fakes::CallComesIn("c1"));

  engine_->Stop();

  EXPECT_THAT(answers_.Await(1), ElementsAre("SHUTTING_DOWN"));
}

TEST_F(EngineThreadTest, ATimerIsAppliedWithoutAnyPost) {
  Restart({.idle_max = Duration{5}});
  engine_->Start();
  engine_->Configure(fakes::SmallCentre(), answers_.Note());
  Publish("e1", fakes::CallComesIn("c1"));
  Publish("e2", fakes::CallWaits("c1"));
  Publish("e3", fakes::RingsAtAna("c1"));
  answers_.Await(4);
  const std::size_t commits = store_.commits();

  clock_.Advance(Duration{120'000});

  EXPECT_TRUE(store_.AwaitCommitsTried(commits + 1));
}

TEST_F(EngineThreadTest, ARestartGoesOnFromWhatWasAnswered) {
  engine_->Start();
  Publish("e1", fakes::CallComesIn("c1"));
  answers_.Await(1);

  Restart({});
  engine_->Start();
  Publish("e1", fakes::CallComesIn("c1"));

  EXPECT_THAT(answers_.Await(2), ElementsAre("OK", "OK"));
  EXPECT_EQ(Last(), Sequence{1});
}

TEST_F(EngineThreadTest, AWishThatIsRefusedSaysWhyAndOneAfterStopToo) {
  engine_->Start();

  engine_->Issue(exchange::HangUp{"nobody", CallId{1}}, answers_.Note());
  EXPECT_THAT(answers_.Await(1), ElementsAre("AGENT_NOT_FOUND"));
  engine_->Issue(exchange::HangUp{"nobody", CallId{1}}, nullptr);
  engine_->Stop();
  engine_->Issue(exchange::HangUp{"nobody", CallId{1}}, answers_.Note());

  EXPECT_THAT(answers_.Await(2), ElementsAre("AGENT_NOT_FOUND", "SHUTTING_DOWN"));
}

TEST_F(EngineThreadTest, WhoAsksForATicketIsToldOfItOrWhyNot) {
  engine_->Start();
  exchange::CreateTicket command;
  command.actor = "ana";
  command.subject = exchange::PersonalText(3, "sealed");
  absl::Notification told;
  TicketReceipt receipt;
  engine_->ChangeTicket(command, [&](const Result<TicketReceipt>& done) {
    if (done) receipt = *done;
    told.Notify();
  });
  ASSERT_TRUE(told.WaitForNotificationWithTimeout(absl::Seconds(10)));

  engine_->ChangeTicket(exchange::AssignTicket{"ana", TicketId{9}, {}, ""}, answers_.Note());
  engine_->ChangeTicket(command, nullptr);

  EXPECT_EQ(receipt.ticket, TicketId{1});
  EXPECT_THAT(answers_.Await(1), ElementsAre("TICKET_NOT_FOUND"));
  engine_->Stop();
  engine_->ChangeTicket(command, answers_.Note());
  EXPECT_THAT(answers_.Await(2), ElementsAre("TICKET_NOT_FOUND", "SHUTTING_DOWN"));
}

}  // namespace
}  // namespace jackfield::engine
