#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/engine/engine_core.h"
#include "tests/support/engine_inputs.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_metrics.h"
#include "tests/support/fake_random.h"
#include "tests/support/fake_store.h"

// Commands to sources are sent at most once (R9).
namespace jackfield::engine {
namespace {

using fakes::PbxEvent;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Error kFull{ErrorCode::kResourceExhausted, "no room", "STORE_FULL"};

class Sink final : public CallCommandSink {
 public:
  void Deliver(const exchange::CallCommand& command, Duration) override {
    taken.push_back(command);
  }
  std::vector<exchange::CallCommand> taken;
};

class EngineCoreCommandsTest : public testing::Test {
 protected:
  EngineCoreCommandsTest() {
    Restart();
    core_->SendCommands("pbx", sink_);
    core_->Add({fakes::SmallCentre(), nullptr});
    Event(exchange::LinkUp{"e", {{exchange::CommandKind::kClear}}});
    Event(fakes::CallComesIn("c1"));
    Event(fakes::RingsAtAna("c1"));
    Event(fakes::AnaAnswers("c1"));
    EXPECT_TRUE(core_->Advance().has_value());
  }

  void Restart() {
    core_.reset();
    auto recovered = EngineCore::Recover({store_, clock_, random_, metrics_});
    ASSERT_TRUE(recovered.has_value());
    core_ = std::move(*recovered);
  }
  void Event(exchange::TelephonyEventBody body) {
    core_->Add({PbxEvent("", std::move(body)), nullptr, true});
  }
  void AskToHangUp() {
    const CallId call = core_->exchange().state().calls.begin()->first;
    core_->Add({exchange::HangUp{"ana", call}, [this](const Result<Receipt>& done) {
                  answers_.push_back(done ? "OK" : done.error().reason);
                }});
  }
  std::size_t open() const { return core_->exchange().state().commands.size(); }

  fakes::FakeStore store_;
  fakes::FakeClock clock_;
  fakes::FakeRandom random_{1};
  fakes::FakeMetrics metrics_;
  std::shared_ptr<Sink> sink_ = std::make_shared<Sink>();
  std::unique_ptr<EngineCore> core_;
  std::vector<std::string> answers_;
};

TEST_F(EngineCoreCommandsTest, WhoAsksIsToldWhichCommandWasIssued) {
  const CallId call = core_->exchange().state().calls.begin()->first;
  CommandId issued;
  core_->Add({exchange::HangUp{"ana", call},
              [&issued](const Result<Outcome>& done) { issued = done.value().issued; }});
  CommandId none{1};
  core_->Add({exchange::SetPopMode{"ana", exchange::PopMode::kOff},
              [&none](const Result<Outcome>& done) { none = done.value().issued; }});

  ASSERT_TRUE(core_->Advance().has_value());

  ASSERT_THAT(sink_->taken, SizeIs(1));
  EXPECT_EQ(issued, sink_->taken.front().id);
  EXPECT_EQ(none, CommandId());
}

TEST_F(EngineCoreCommandsTest, ACommandIsSentOnceAfterItsCommit) {
  store_.SetFailing(kFull);
  AskToHangUp();
  EXPECT_FALSE(core_->Advance().has_value());
  EXPECT_THAT(sink_->taken, IsEmpty());
  store_.SetFailing(std::nullopt);

  ASSERT_TRUE(core_->Advance().has_value());
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_THAT(answers_, ElementsAre("OK"));
  EXPECT_THAT(sink_->taken, SizeIs(1));
  EXPECT_EQ(open(), 1U);
}

TEST_F(EngineCoreCommandsTest, WithoutASinkTheCommandIsRefusedAtOnce) {
  sink_.reset();
  AskToHangUp();

  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_EQ(open(), 0U);
}

TEST_F(EngineCoreCommandsTest, AReplayedCommandIsNotSentAgainAndEndsByItsDeadline) {
  AskToHangUp();
  ASSERT_TRUE(core_->Advance().has_value());
  Restart();
  core_->SendCommands("pbx", sink_);

  ASSERT_TRUE(core_->Advance().has_value());
  EXPECT_EQ(open(), 1U);
  clock_.Advance(Duration{5'000});
  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_THAT(sink_->taken, SizeIs(1));
  EXPECT_EQ(open(), 0U);
}

TEST_F(EngineCoreCommandsTest, WhatIsShownFromMemoryOnlyIsNotSent) {
  AskToHangUp();
  store_.SetFailing(kFull);
  ASSERT_FALSE(core_->Advance().has_value());
  core_->GoOnUnsaved(kFull);

  ASSERT_TRUE(core_->Advance().has_value());

  EXPECT_THAT(answers_, ElementsAre("CHANGE_NOT_SAVED"));
  EXPECT_THAT(sink_->taken, IsEmpty());
  EXPECT_EQ(open(), 0U);
}

}  // namespace
}  // namespace jackfield::engine
