#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/engine/engine_core.h"
#include "tests/support/engine_inputs.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_metrics.h"
#include "tests/support/fake_random.h"
#include "tests/support/fake_store.h"

// The way of callbacks through the engine: command, journal, row, receipt.
namespace jackfield::engine {
namespace {

using exchange::PersonalText;
using testing::ElementsAre;
using testing::SizeIs;

class EngineCoreCallbacksTest : public testing::Test {
 protected:
  EngineCoreCallbacksTest() {
    Restart();
    core_->Add({fakes::SmallCentre(), nullptr});
    EXPECT_TRUE(core_->Advance().has_value());
  }

  void Restart() {
    core_.reset();
    auto recovered = EngineCore::Recover({store_, clock_, random_, metrics_});
    ASSERT_TRUE(recovered.has_value());
    core_ = std::move(*recovered);
  }

  void Add(exchange::CallbackCommand command) {
    core_->Add({std::move(command), [this](const Result<Outcome>& outcome) {
                  if (outcome) receipts_.push_back(outcome->callback);
                  if (!outcome) refusals_.push_back(outcome.error().reason);
                }});
  }
  static exchange::CreateCallback NewFor(std::uint64_t person) {
    return {.actor = "chief",
            .number = PersonalText(person, "sealed number"),
            .number_key = "n" + std::to_string(person),
            .queue = "sales"};
  }
  void Advance() { ASSERT_TRUE(core_->Advance().has_value()); }

  fakes::FakeStore store_;
  fakes::FakeClock clock_;
  fakes::FakeRandom random_{1};
  fakes::FakeMetrics metrics_;
  std::unique_ptr<EngineCore> core_;
  std::vector<CallbackReceipt> receipts_;
  std::vector<std::string> refusals_;
};

TEST_F(EngineCoreCallbacksTest, ANewOneIsToldWhenItIsOnTheDisk) {
  Add(NewFor(3));
  EXPECT_THAT(receipts_, SizeIs(0));
  Advance();

  ASSERT_THAT(receipts_, SizeIs(1));
  EXPECT_EQ(receipts_[0].callback, CallbackId{1});
  EXPECT_EQ(receipts_[0].made, 1U);
  ASSERT_THAT(store_.callbacks(), SizeIs(1));
  const CallbackRow row = store_.callbacks()[0];
  EXPECT_EQ(row.name, receipts_[0].name);
  EXPECT_EQ(row.name.size(), 32U);
  EXPECT_EQ(row.number, PersonalText(3, "sealed number"));
  EXPECT_EQ(row.queue, "sales");
  EXPECT_EQ(row.state, exchange::CallbackState::kWaiting);
}

TEST_F(EngineCoreCallbacksTest, OfAListTheReceiptSaysHowManyAreNew) {
  Add(NewFor(3));
  Add(exchange::ImportCallbacks{"chief", {NewFor(3), NewFor(4), NewFor(5)}});
  Advance();
  ASSERT_THAT(receipts_, SizeIs(2));
  EXPECT_EQ(receipts_[1].made, 2U);
  EXPECT_EQ(receipts_[1].callback, CallbackId{2});
}

TEST_F(EngineCoreCallbacksTest, ARefusalHasItsReason) {
  Add(exchange::CancelCallback{"chief", CallbackId{9}});
  Advance();
  EXPECT_THAT(refusals_, ElementsAre("CALLBACK_NOT_FOUND"));
}

TEST_F(EngineCoreCallbacksTest, AnotherProcessGoesOnWithThem) {
  Add(NewFor(3));
  Advance();
  Restart();
  Add(exchange::CancelCallback{"chief", CallbackId{1}});
  Advance();
  ASSERT_THAT(store_.callbacks(), SizeIs(1));
  EXPECT_EQ(store_.callbacks()[0].end, exchange::CallbackEnd::kTakenBack);
  EXPECT_EQ(store_.callbacks()[0].ended_by, "chief");
}

}  // namespace
}  // namespace jackfield::engine
