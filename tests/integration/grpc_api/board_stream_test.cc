#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "tests/support/api_site.h"
#include "tests/support/board_client.h"
#include "tests/support/switch_client.h"

namespace jackfield::grpc_api {
namespace {

using test::ApiSite;
using test::BoardClient;

class BoardStreamTest : public testing::Test {
 protected:
  BoardStreamTest() { site_.Apply(ApiSite::SmallCentre()); }

  static auto Waiting(std::size_t count) {
    return [count](const cli::BoardModel& board) { return board.waiting().size() == count; };
  }

  ApiSite site_;
  test::SwitchClient pbx_{site_};
  std::string supervisor_ = site_.SignIn("supervisor");
};

TEST_F(BoardStreamTest, AStreamThatWasCutGoesOnWithoutAGapAndWithoutASnapshot) {
  ASSERT_TRUE(pbx_.Wait("c1", "+4930901820"));
  ASSERT_TRUE(pbx_.Wait("c2", "+4930901821"));
  BoardClient first(site_, supervisor_);
  first.Await(Waiting(2));
  first.AwaitComplete();
  first.Cut();
  ASSERT_TRUE(pbx_.End("c1"));
  ASSERT_TRUE(pbx_.Wait("c3", "+4930901822"));

  BoardClient second(site_, supervisor_, first.board());
  second.Await([](const cli::BoardModel& board) {
    return board.queues().at("queues/sales").day_counts().offered_count() == 3;
  });
  // A call that was held from before the cut is taken out, too.
  ASSERT_TRUE(pbx_.End("c2"));
  second.Await(Waiting(1));

  EXPECT_EQ(second.snapshots(), 0);
  EXPECT_EQ(second.board().queues().at("queues/sales").waiting_count(), 1);
  BoardClient fresh(site_, supervisor_);
  fresh.AwaitComplete();
  ASSERT_EQ(fresh.board().waiting().size(), 1U);
  EXPECT_EQ(fresh.board().waiting().begin()->first, second.board().waiting().begin()->first);
}

TEST_F(BoardStreamTest, AfterANewConfigurationAStreamBeginsWithASnapshot) {
  BoardClient first(site_, supervisor_);
  first.AwaitComplete();
  first.Cut();
  v1::Configuration other = ApiSite::SmallCentre();
  other.mutable_queues(0)->set_display_name("Sales and more");
  site_.Apply(other);

  BoardClient second(site_, supervisor_, first.board());
  second.Await([](const cli::BoardModel& board) {
    return board.queues().at("queues/sales").queue().display_name() == "Sales and more";
  });

  EXPECT_EQ(second.snapshots(), 1);
}

// A board that is not read holds up itself alone.
TEST_F(BoardStreamTest, AReaderThatIsSlowSlowsNobody) {
  BoardClient slow(site_, supervisor_);  // Reads nothing.
  BoardClient quick(site_, supervisor_);
  quick.AwaitComplete();
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(pbx_.Wait("c" + std::to_string(i), "+4930901820"));
  }

  quick.Await(Waiting(100));
  EXPECT_EQ(quick.board().waiting().size(), 100U);

  slow.Await(Waiting(100));
  EXPECT_EQ(slow.board().waiting().size(), 100U);
}

}  // namespace
}  // namespace jackfield::grpc_api
