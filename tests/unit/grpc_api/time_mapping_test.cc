#include "server/grpc_api/time_mapping.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

TEST(TimeMappingTest, ATimeComesBackAsItWas) {
  EXPECT_EQ(FromProto(ToProto(WallTime{Duration{1'772'442'000'123}})),
            WallTime{Duration{1'772'442'000'123}});
}

TEST(TimeMappingTest, ATimeBefore1970HasNanosecondsThatAreNotNegative) {
  const google::protobuf::Timestamp proto = ToProto(WallTime{Duration{-1}});

  EXPECT_EQ(proto.seconds(), -1);
  EXPECT_EQ(proto.nanos(), 999'000'000);
}

TEST(TimeMappingTest, ANegativeSpanHasBothPartsNegative) {
  const google::protobuf::Duration proto = ToProto(Duration{-1'500});

  EXPECT_EQ(proto.seconds(), -1);
  EXPECT_EQ(proto.nanos(), -500'000'000);
}

TEST(TimeMappingTest, ASpanThatDoesNotFitIsBroughtToTheNearestThatDoes) {
  google::protobuf::Duration proto;
  proto.set_seconds(9'000'000'000'000'000);

  EXPECT_EQ(FromProto(proto), Duration{253'402'300'799'000});
}

}  // namespace
}  // namespace jackfield::grpc_api
