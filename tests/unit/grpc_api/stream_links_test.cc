#include "server/grpc_api/stream_links.h"

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/ports/intake.h"
#include "tests/support/fake_engine.h"

namespace jackfield::grpc_api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Writes down what it is told: "pbx up", "pbx up 2" (with the kinds of commands), "pbx lost", "pbx
// over".
class LinkWitness final : public Intake {
 public:
  void Accept(exchange::TelephonyEvent event, Engine::Published) override {
    const auto* const down = std::get_if<exchange::LinkDown>(&event.body);
    std::string text = event.source + (down == nullptr  ? " up"
                                       : down->said_all ? " over"
                                                        : " lost");
    if (const auto* const up = std::get_if<exchange::LinkUp>(&event.body)) {
      for (const auto kind : up->capabilities.value())
        text += " " + std::to_string(static_cast<int>(kind));
    }
    told.push_back(std::move(text));
  }

  std::vector<std::string> told;
};

class Sink final : public CallCommandSink {
 public:
  void Deliver(const exchange::CallCommand&, Duration) override {}
};

class StreamLinksTest : public testing::Test {
 protected:
  std::vector<std::string> Told() { return std::exchange(witness_.told, {}); }

  LinkWitness witness_;
  fakes::FakeEngine engine_;
  StreamLinks links_{witness_, engine_};
};

TEST_F(StreamLinksTest, TheFirstStreamBringsTheLinkUpAndTheLastTakesItDown) {
  const auto first = links_.Open("pbx", {});
  EXPECT_THAT(Told(), ElementsAre("pbx up"));
  const auto second = links_.Open("pbx", {});
  links_.Close("pbx", first, StreamEnd::kBroken);
  EXPECT_THAT(Told(), IsEmpty());
  links_.Close("pbx", second, StreamEnd::kBroken);
  EXPECT_THAT(Told(), ElementsAre("pbx lost"));
}

TEST_F(StreamLinksTest, TheEndOfTheLastStreamDecidesWhetherTheLinkIsLost) {
  const auto first = links_.Open("pbx", {});
  const auto second = links_.Open("pbx", {});
  links_.Close("pbx", first, StreamEnd::kBroken);
  links_.Close("pbx", second, StreamEnd::kSaidAll);

  EXPECT_THAT(Told(), ElementsAre("pbx up", "pbx over"));
}

TEST_F(StreamLinksTest, EachSourceHasALinkOfItsOwn) {
  const auto pbx = links_.Open("pbx", {});
  links_.Open("cloud", {});
  links_.Close("pbx", pbx, StreamEnd::kBroken);

  EXPECT_THAT(Told(), ElementsAre("pbx up", "cloud up", "pbx lost"));
}

TEST_F(StreamLinksTest, CommandsGoToTheNewestStreamThatCarriesAnyOut) {
  const auto older = std::make_shared<Sink>();
  const auto newer = std::make_shared<Sink>();
  const auto first = links_.Open("pbx", {{exchange::CommandKind::kHold}, older});
  EXPECT_EQ(engine_.SinkOf("pbx"), older);
  const auto second = links_.Open("pbx", {{exchange::CommandKind::kClear}, newer});
  EXPECT_EQ(engine_.SinkOf("pbx"), newer);
  const auto third = links_.Open("pbx", {});
  EXPECT_EQ(engine_.SinkOf("pbx"), newer);
  EXPECT_THAT(Told(), ElementsAre("pbx up 2", "pbx up 4"));

  links_.Close("pbx", second, StreamEnd::kBroken);
  EXPECT_EQ(engine_.SinkOf("pbx"), older);
  EXPECT_THAT(Told(), ElementsAre("pbx up 2"));
  links_.Close("pbx", first, StreamEnd::kBroken);
  EXPECT_EQ(engine_.SinkOf("pbx"), nullptr);
  EXPECT_THAT(Told(), ElementsAre("pbx up"));
  links_.Close("pbx", third, StreamEnd::kBroken);
  EXPECT_THAT(Told(), ElementsAre("pbx lost"));
}

}  // namespace
}  // namespace jackfield::grpc_api
