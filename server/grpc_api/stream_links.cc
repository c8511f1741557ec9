#include "server/grpc_api/stream_links.h"

#include <utility>

#include "server/base/check.h"
#include "server/ports/intake.h"

namespace jackfield::grpc_api {
namespace {

void Tell(Intake& intake, const std::string& source, exchange::TelephonyEventBody body) {
  exchange::TelephonyEvent event;
  event.source = source;
  event.body = std::move(body);
  intake.Accept(std::move(event), {});
}

}  // namespace

void StreamLinks::Open(const std::string& source) {
  const absl::MutexLock lock(&mutex_);
  if (++streams_[source] == 1) Tell(intake_, source, exchange::LinkUp{});
}

void StreamLinks::Close(const std::string& source, StreamEnd end) {
  const absl::MutexLock lock(&mutex_);
  const auto streams = streams_.find(source);
  JACKFIELD_CHECK(streams != streams_.end());
  if (--streams->second > 0) return;
  streams_.erase(streams);
  Tell(intake_, source, exchange::LinkDown{end == StreamEnd::kSaidAll});
}

}  // namespace jackfield::grpc_api
