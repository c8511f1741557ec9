#pragma once

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include "server/base/time.h"

// Times and spans on the wire. All are pure functions.
namespace jackfield::grpc_api {

google::protobuf::Timestamp ToProto(WallTime time);
google::protobuf::Duration ToProto(Duration span);

// Cut to whole milliseconds. What does not fit is brought to the nearest that does.
WallTime FromProto(const google::protobuf::Timestamp& time);
Duration FromProto(const google::protobuf::Duration& span);

}  // namespace jackfield::grpc_api
