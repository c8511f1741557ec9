#include "server/grpc_api/time_mapping.h"

#include <algorithm>
#include <cstdint>

namespace jackfield::grpc_api {
namespace {

constexpr std::int64_t kNanosPerMilli = 1'000'000;
// 0001-01-01 to 9999-12-31, the range of google.protobuf.Timestamp; as good a limit for spans.
constexpr std::int64_t kSecondsMin = -62'135'596'800;
constexpr std::int64_t kSecondsMax = 253'402'300'799;

Duration Milliseconds(std::int64_t seconds, std::int32_t nanos) {
  return Duration{std::clamp(seconds, kSecondsMin, kSecondsMax) * 1000 + nanos / kNanosPerMilli};
}

}  // namespace

google::protobuf::Timestamp ToProto(WallTime time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  google::protobuf::Timestamp proto;
  proto.set_seconds(seconds.time_since_epoch().count());
  proto.set_nanos(static_cast<std::int32_t>((time - seconds).count() * kNanosPerMilli));
  return proto;
}

google::protobuf::Duration ToProto(Duration span) {
  google::protobuf::Duration proto;
  proto.set_seconds(span.count() / 1000);
  proto.set_nanos(static_cast<std::int32_t>(span.count() % 1000 * kNanosPerMilli));
  return proto;
}

WallTime FromProto(const google::protobuf::Timestamp& time) {
  return WallTime{Milliseconds(time.seconds(), time.nanos())};
}

Duration FromProto(const google::protobuf::Duration& span) {
  return Milliseconds(span.seconds(), span.nanos());
}

}  // namespace jackfield::grpc_api
