#pragma once

#include <grpcpp/support/status.h>

#include "server/base/result.h"
#include "server/base/time.h"

namespace jackfield::v1 {
class Rejection;
}  // namespace jackfield::v1

// The one place where errors get their form on the wire (server/docs/api-errors.md).
namespace jackfield::grpc_api {

// At most so many fields at fault are told.
inline constexpr int kFieldViolationsMax = 32;

// `error` with the reason that the contract has for it. The inner parts know a few reasons of their
// own; some of those have another code on the wire, too.
//
// Thread safety: pure function.
Error WireError(const Error& error);

// With google.rpc.Status in its details: ErrorInfo always; BadRequest with the fields at fault;
// RetryInfo where waiting helps. `retry_delay` 0: the usual delay of the code.
//
// Thread safety: pure function.
grpc::Status ToGrpcStatus(const Error& error, Duration retry_delay = Duration{0});
grpc::Status ToGrpcStatus(const Status& status);

// The same for one item of a stream.
//
// Thread safety: pure function.
v1::Rejection ToRejection(const Error& error);

}  // namespace jackfield::grpc_api
