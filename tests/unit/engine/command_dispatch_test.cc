#include "server/engine/command_dispatch.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Sink final : public CallCommandSink {
 public:
  void Deliver(const exchange::CallCommand& command, Duration left) override {
    taken.emplace_back(command.id.value, left.count());
  }
  std::vector<std::pair<std::uint64_t, long>> taken;
};

class CommandDispatchTest : public testing::Test {
 protected:
  CommandDispatchTest() {
    for (const std::uint64_t id : {1UL, 2UL}) {
      exchange::Source& source = state_.sources[SourceId{id}];
      source.id = SourceId{id};
      source.name = id == 1 ? "pbx" : "other";
    }
  }
  static exchange::CallCommand To(std::uint64_t source, std::uint64_t id) {
    return {.id = CommandId{id},
            .source = SourceId{source},
            .deadline = Instant(Duration{5'000}),
            .body = exchange::HoldCall{"c1", "m1"}};
  }
  // Each as "<source> <command> <reason>".
  std::vector<std::string> Deliver(const std::vector<exchange::CallCommand>& commands, int now = 0,
                                   const std::optional<Error>& unsaved = {}) {
    std::vector<std::string> refused;
    for (const auto& event : dispatch_.Deliver(state_, commands, Instant(Duration{now}), unsaved)) {
      const auto& result = std::get<exchange::CommandResult>(event.body);
      EXPECT_EQ(result.outcome, exchange::CommandOutcome::kRefused);
      refused.push_back(event.source + " " + std::to_string(result.command.value) + " " +
                        result.reason);
    }
    return refused;
  }

  exchange::State state_;
  CommandDispatch dispatch_;
  std::shared_ptr<Sink> sink_ = std::make_shared<Sink>();
};

TEST_F(CommandDispatchTest, EachCommandGoesToItsSourceAndWhereThereIsNoneItIsRefused) {
  dispatch_.Send("pbx", sink_);

  EXPECT_THAT(Deliver({To(1, 10), To(2, 11), To(1, 12)}, 1'000),
              ElementsAre("other 11 SOURCE_NOT_CONNECTED"));

  EXPECT_THAT(sink_->taken, ElementsAre(std::pair(10U, 4'000), std::pair(12U, 4'000)));
}

TEST_F(CommandDispatchTest, ASinkThatIsGoneIsNone) {
  dispatch_.Send("pbx", sink_);
  sink_.reset();

  EXPECT_THAT(Deliver({To(1, 10)}), ElementsAre("pbx 10 SOURCE_NOT_CONNECTED"));
}

TEST_F(CommandDispatchTest, WhatIsLateIsNeitherSentNorRefused) {
  dispatch_.Send("pbx", sink_);

  EXPECT_THAT(Deliver({To(1, 10)}, 5'000), IsEmpty());
  EXPECT_THAT(sink_->taken, IsEmpty());
}

TEST_F(CommandDispatchTest, WhatIsNotSavedIsNotSent) {
  dispatch_.Send("pbx", sink_);

  EXPECT_THAT(Deliver({To(1, 10)}, 0, Error{ErrorCode::kResourceExhausted, "full", "STORE_FULL"}),
              ElementsAre("pbx 10 STORE_FULL"));
  EXPECT_THAT(sink_->taken, IsEmpty());
}

}  // namespace
}  // namespace jackfield::engine
