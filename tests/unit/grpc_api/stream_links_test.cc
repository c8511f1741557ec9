#include "server/grpc_api/stream_links.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/ports/intake.h"

namespace jackfield::grpc_api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Writes down what it is told: "pbx up", "pbx lost", "pbx over".
class LinkWitness final : public Intake {
 public:
  void Accept(exchange::TelephonyEvent event, Engine::Published) override {
    const auto* const down = std::get_if<exchange::LinkDown>(&event.body);
    told.push_back(event.source + (down == nullptr ? " up" : down->said_all ? " over" : " lost"));
  }

  std::vector<std::string> told;
};

class StreamLinksTest : public testing::Test {
 protected:
  std::vector<std::string> Told() { return std::exchange(witness_.told, {}); }

  LinkWitness witness_;
  StreamLinks links_{witness_};
};

TEST_F(StreamLinksTest, TheFirstStreamBringsTheLinkUpAndTheLastTakesItDown) {
  links_.Open("pbx");
  EXPECT_THAT(Told(), ElementsAre("pbx up"));
  links_.Open("pbx");
  links_.Close("pbx", StreamEnd::kBroken);
  EXPECT_THAT(Told(), IsEmpty());
  links_.Close("pbx", StreamEnd::kBroken);
  EXPECT_THAT(Told(), ElementsAre("pbx lost"));
}

TEST_F(StreamLinksTest, TheEndOfTheLastStreamDecidesWhetherTheLinkIsLost) {
  links_.Open("pbx");
  links_.Open("pbx");
  links_.Close("pbx", StreamEnd::kBroken);
  links_.Close("pbx", StreamEnd::kSaidAll);

  EXPECT_THAT(Told(), ElementsAre("pbx up", "pbx over"));
}

TEST_F(StreamLinksTest, EachSourceHasALinkOfItsOwn) {
  links_.Open("pbx");
  links_.Open("cloud");
  links_.Close("pbx", StreamEnd::kBroken);

  EXPECT_THAT(Told(), ElementsAre("pbx up", "cloud up", "pbx lost"));
}

}  // namespace
}  // namespace jackfield::grpc_api
