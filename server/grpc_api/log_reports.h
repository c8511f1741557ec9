#pragma once

#include <functional>
#include <set>
#include <string>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "jackfield/v1/report_service.pb.h"

#include "server/base/result.h"
#include "server/grpc_api/parts.h"
#include "server/grpc_api/unary_call.h"
#include "server/ports/call_log.h"

namespace jackfield::grpc_api {

// Ids of `names`, which are of `collection`; none: all are meant. Whether they exist is asked of
// the document, of the live queues, and of the stored figures, which outlive both. Blocks.
// Errors: kInvalidArgument (FIELD_INVALID); kNotFound (QUEUE_NOT_FOUND); those of CallLog.
Result<std::set<std::string>> QueueIdsOf(
    const ServiceParts& parts, const google::protobuf::RepeatedPtrField<std::string>& names);

// The reports that are read from the log of interactions.
//
// Rules:
//  R1. At most kRunningMax run at a time; a further one is refused (STORE_BUSY). Why: they run on
//      the workers that desks wait for, and a year takes seconds.
//  R2. The log is read in small steps (CallLog), and no further once nobody waits for the answer.
//  R3. Who reads figures only is told of no person.
//
// Thread safety: thread-safe; blocks on the store.
class LogReports {
 public:
  static constexpr int kRunningMax = 2;

  explicit LogReports(const ServiceParts& parts) : parts_(parts) {}

  Status Calls(const UnaryCallPtr& call, const v1::GetCallReportRequest& request,
               v1::GetCallReportResponse& response);
  Status Dispositions(const UnaryCallPtr& call, const v1::GetDispositionReportRequest& request,
                      v1::GetDispositionReportResponse& response);
  Status RepeatCallers(const UnaryCallPtr& call, const v1::GetRepeatCallerReportRequest& request,
                       v1::GetRepeatCallerReportResponse& response);
  Status MissedCalls(const UnaryCallPtr& call, const v1::GetMissedCallReportRequest& request,
                     v1::GetMissedCallReportResponse& response);

 private:
  // Calls `take` with each call that began in [from, until), in order, until it fails.
  // Errors: those of `take` and of CallLog; kResourceExhausted (STORE_BUSY);
  // kDeadlineExceeded when nobody waits any more.
  using Take = std::function<Status(const LoggedCall&)>;
  Status Read(const UnaryCallPtr& call, WallTime from, WallTime until, const Take& take)
      ABSL_LOCKS_EXCLUDED(mutex_);
  Status ReadSteps(const UnaryCallPtr& call, WallTime from, WallTime until, const Take& take);

  // R3. Adds the calls to the response.
  Status AddUnrecovered(const UnaryCallPtr& call, const std::vector<CallId>& calls,
                        v1::GetMissedCallReportResponse& response);

  const ServiceParts parts_;
  absl::Mutex mutex_;
  int running_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace jackfield::grpc_api
