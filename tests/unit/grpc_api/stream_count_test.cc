#include "server/grpc_api/stream_count.h"

#include <optional>

#include <gtest/gtest.h>

#include "tests/support/fake_metrics.h"

namespace jackfield::grpc_api {
namespace {

TEST(StreamCountTest, TheFigureOfAKindFollowsItsOpenStreams) {
  fakes::FakeMetrics metrics;
  StreamCounts streams(metrics);
  const auto figure = [&metrics](const char* label) {
    return metrics.GaugeOf("jackfield_stream_clients", label);
  };

  std::optional<StreamCount::Entry> first(streams.desks);
  const StreamCount::Entry second(streams.desks);
  const StreamCount::Entry board(streams.boards);
  const double both = figure("kind=desk");
  first.reset();

  EXPECT_EQ(both, 2);
  EXPECT_EQ(figure("kind=desk"), 1);
  EXPECT_EQ(figure("kind=board"), 1);
  EXPECT_EQ(figure("kind=telephony"), 0);
  EXPECT_EQ(streams.desks.count(), 1);
}

}  // namespace
}  // namespace jackfield::grpc_api
