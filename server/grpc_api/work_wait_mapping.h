#pragma once

#include "jackfield/v1/work_wait.pb.h"

#include "server/exchange/routing/work_standing.h"

namespace jackfield::grpc_api {

// Thread safety: pure function.
v1::WorkWait ToWait(const exchange::WorkStanding& standing);

}  // namespace jackfield::grpc_api
