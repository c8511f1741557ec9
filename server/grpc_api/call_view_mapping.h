#pragma once

#include "jackfield/v1/call.pb.h"
#include "jackfield/v1/pop.pb.h"

#include "server/ports/desk_view.h"

namespace jackfield::grpc_api {

// A call as supervisors see it; `card` has what was found out about its caller.
//
// Thread safety: pure function.
v1::Call ToCall(const CallView& view, const v1::Pop& card);

}  // namespace jackfield::grpc_api
