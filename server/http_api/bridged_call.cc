#include "server/http_api/bridged_call.h"

#include <map>
#include <utility>
#include <vector>

#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <grpc/support/time.h>

#include "server/ports/bridge_metadata.h"

namespace jackfield::http_api {
namespace {

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string ToBytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

HeaderList ToHeaders(const std::multimap<grpc::string_ref, grpc::string_ref>& metadata) {
  HeaderList headers;
  for (const auto& [name_ref, value_ref] : metadata) {
    std::string name(name_ref.data(), name_ref.size());
    if (name.starts_with("grpc-") || name == "content-type" || name == "user-agent") continue;
    std::string value(value_ref.data(), value_ref.size());
    if (name.ends_with("-bin")) value = ToBase64(value);
    headers.emplace_back(std::move(name), std::move(value));
  }
  return headers;
}

}  // namespace

std::shared_ptr<BridgedCall> BridgedCall::Start(RpcStub& stub,
                                                const boost::asio::any_io_executor& executor,
                                                const RpcRequest& request,
                                                const std::string& peer) {
  const std::shared_ptr<BridgedCall> call(new BridgedCall(executor, request.message));
  call->self_ = call;
  for (const auto& [name, value] : request.metadata) call->context_.AddMetadata(name, value);
  call->context_.AddMetadata(kPeerMetadata, peer);
  if (request.time_out) {
    call->context_.set_deadline(
        gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                     gpr_time_from_millis(request.time_out->count(), GPR_TIMESPAN)));
  }
  stub.PrepareBidiStreamingCall(&call->context_, request.method, {}, call.get());
  call->StartWriteLast(&call->request_, {});
  call->StartRead(&call->answer_);
  call->StartCall();
  return call;
}

BridgedCall::BridgedCall(const boost::asio::any_io_executor& executor, const std::string& message)
    : executor_(boost::asio::prefer(executor, boost::asio::execution::outstanding_work.tracked)),
      changed_(executor, boost::asio::steady_timer::time_point::max()),
      request_(ToBuffer(message)) {}

boost::asio::awaitable<std::optional<std::string>> BridgedCall::Next() {
  const std::shared_ptr<BridgedCall> self = self_;  // Stays while this waits.
  std::optional<std::string> answer = Take();
  while (!answer && !done_) {
    boost::system::error_code woken;
    co_await changed_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
    answer = Take();
  }
  co_return answer;
}

void BridgedCall::Cancel() {
  if (done_ || cancelled_) return;
  cancelled_ = true;
  context_.TryCancel();
}

bool BridgedCall::shed() const {
  const absl::MutexLock lock(&mutex_);
  return shed_;
}

bool BridgedCall::Keep(std::string answer) {
  const absl::MutexLock lock(&mutex_);
  if (shed_) return false;
  if (waiting_.size() >= kAnswersMax || waiting_bytes_ + answer.size() > kBytesMax) {  // B1.
    shed_ = true;
    waiting_.clear();
    return false;
  }
  waiting_bytes_ += answer.size();
  waiting_.push_back(std::move(answer));
  return true;
}

std::optional<std::string> BridgedCall::Take() {
  const absl::MutexLock lock(&mutex_);
  if (waiting_.empty()) return std::nullopt;
  std::string answer = std::move(waiting_.front());
  waiting_.pop_front();
  waiting_bytes_ -= answer.size();
  return answer;
}

void BridgedCall::OnReadDone(bool ok) {
  if (!ok) return;
  if (Keep(ToBytes(answer_))) {
    boost::asio::post(executor_, [self = self_] { self->changed_.cancel(); });
  } else {
    context_.TryCancel();
  }
  StartRead(&answer_);  // B3.
}

void BridgedCall::OnDone(const grpc::Status& status) {
  boost::asio::post(executor_, [self = self_, status] {
    self->status_ = status;
    self->done_ = true;
    self->changed_.cancel();
    self->self_.reset();
  });
}

HeaderList BridgedCall::InitialMetadata() const {
  return ToHeaders(context_.GetServerInitialMetadata());
}

HeaderList BridgedCall::Trailers() const { return ToHeaders(context_.GetServerTrailingMetadata()); }

}  // namespace jackfield::http_api
