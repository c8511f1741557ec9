#include "server/grpc_api/in_flight.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

TEST(InFlightTest, WhatIsCommittedOutOfOrderIsAcknowledgedInOrder) {
  InFlight events;
  ASSERT_TRUE(events.Take(1));
  ASSERT_TRUE(events.Take(2));
  ASSERT_TRUE(events.Take(3));

  events.Finish(2, {});
  EXPECT_EQ(events.TakeAck(), std::nullopt);
  events.Finish(1, {});
  EXPECT_EQ(events.TakeAck(), 2);
  EXPECT_EQ(events.TakeAck(), std::nullopt);
  events.Finish(3, {});
  EXPECT_EQ(events.TakeAck(), 3);
  EXPECT_TRUE(events.idle());
}

TEST(InFlightTest, NumbersHaveNoGapsAndDoNotRepeat) {
  InFlight events;
  ASSERT_TRUE(events.Take(1));

  EXPECT_EQ(events.Take(3).error().reason, "STREAM_SEQUENCE_INVALID");
  EXPECT_EQ(events.Take(1).error().reason, "STREAM_SEQUENCE_INVALID");
}

TEST(InFlightTest, ARefusalIsToldOnce) {
  InFlight events;
  ASSERT_TRUE(events.Take(1));

  events.Finish(1, Fail(ErrorCode::kInvalidArgument, "EVENT_INVALID", "no"));

  EXPECT_FALSE(events.idle());
  EXPECT_EQ(events.TakeRefusal()->sequence, 1);
  EXPECT_FALSE(events.TakeRefusal().has_value());
  EXPECT_EQ(events.TakeAck(), 1);
}

TEST(InFlightTest, ItIsFullAtTheLimitAndNotBelow) {
  InFlight events;
  for (std::size_t i = 1; i < InFlight::kMax; ++i) {
    ASSERT_TRUE(events.Take(static_cast<std::int64_t>(i)));
  }
  EXPECT_FALSE(events.full());
  ASSERT_TRUE(events.Take(static_cast<std::int64_t>(InFlight::kMax)));
  EXPECT_TRUE(events.full());
  events.Finish(1, {});
  EXPECT_FALSE(events.full());
}

}  // namespace
}  // namespace jackfield::grpc_api
