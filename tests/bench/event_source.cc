#include "tests/bench/event_source.h"

#include <algorithm>
#include <utility>

#include <absl/time/time.h>

namespace jackfield::bench {

EventSource::EventSource(const std::shared_ptr<grpc::Channel>& channel, const std::string& token)
    : stub_(v1::TelephonyService::NewStub(channel)) {
  context_.AddMetadata("authorization", "Bearer " + token);
  stub_->async()->StreamCallEvents(&context_, this);
  request_.mutable_hello()->set_client_name("bench");
  StartWrite(&request_);
  StartRead(&response_);
  StartCall();
}

EventSource::~EventSource() {
  context_.TryCancel();
  const absl::MutexLock lock(&mutex_);
  while (!done_) changed_.Wait(&mutex_);
}

void EventSource::Send(std::vector<v1::CallEvent> events) {
  {
    const absl::MutexLock lock(&mutex_);
    for (v1::CallEvent& event : events) waiting_.push_back(std::move(event));
  }
  Pump();
}

bool EventSource::AwaitRoom(std::size_t waiting_max, std::chrono::milliseconds limit) {
  const absl::Time end = absl::Now() + absl::FromChrono(limit);
  const absl::MutexLock lock(&mutex_);
  while (!done_) {
    const std::size_t open = waiting_.size() + static_cast<std::size_t>(sent_ - acknowledged_);
    if (open <= waiting_max) return true;
    if (changed_.WaitWithDeadline(&mutex_, end)) return false;
  }
  return false;
}

std::int64_t EventSource::acknowledged() const {
  const absl::MutexLock lock(&mutex_);
  return acknowledged_;
}

std::int64_t EventSource::rejected() const {
  const absl::MutexLock lock(&mutex_);
  return rejected_;
}

std::string EventSource::end() const {
  const absl::MutexLock lock(&mutex_);
  return end_;
}

void EventSource::OnWriteDone(bool ok) {
  {
    const absl::MutexLock lock(&mutex_);
    writing_ = false;
  }
  if (ok) Pump();
}

void EventSource::OnReadDone(bool ok) {
  if (!ok) return;
  {
    const absl::MutexLock lock(&mutex_);
    if (response_.has_ready()) in_flight_max_ = response_.ready().in_flight_max();
    if (response_.has_ack()) acknowledged_ = response_.ack().stream_sequence();
    if (response_.has_rejected()) ++rejected_;
    changed_.SignalAll();
  }
  StartRead(&response_);
  Pump();
}

void EventSource::OnDone(const grpc::Status& status) {
  const absl::MutexLock lock(&mutex_);
  end_ = "the stream ended: " + status.error_message();
  done_ = true;
  changed_.SignalAll();
}

void EventSource::Pump() {
  bool more = false;
  {
    const absl::MutexLock lock(&mutex_);
    if (writing_ || done_ || waiting_.empty() || sent_ - acknowledged_ >= in_flight_max_) return;
    writing_ = true;
    v1::StreamedCallEvent& event = *request_.mutable_event();
    event.set_stream_sequence(++sent_);
    *event.mutable_event() = std::move(waiting_.front());
    waiting_.pop_front();
    more = !waiting_.empty() && sent_ - acknowledged_ < in_flight_max_;
  }
  // What follows at once goes out together with it.
  StartWrite(&request_, more ? grpc::WriteOptions().set_buffer_hint() : grpc::WriteOptions());
}

}  // namespace jackfield::bench
