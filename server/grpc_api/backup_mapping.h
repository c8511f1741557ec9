#pragma once

#include "jackfield/v1/diagnostics.pb.h"

#include "server/base/time.h"
#include "server/ports/backups.h"

// Copies of the store on the wire. All are pure functions.
namespace jackfield::grpc_api {

v1::Backup ToProto(const BackupRecord& record);
v1::WorkProgress ToProto(const WorkStep& step, Duration elapsed);

}  // namespace jackfield::grpc_api
