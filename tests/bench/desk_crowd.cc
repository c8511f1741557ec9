#include "tests/bench/desk_crowd.h"

#include <utility>

#include <absl/time/time.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include "jackfield/v1/desk_service.grpc.pb.h"

namespace jackfield::bench {
namespace {

std::shared_ptr<grpc::Channel> OwnConnection(const std::string& target) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // Not shared with the other desks.
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

// One desk.
//
// Thread safety: thread-safe.
class DeskCrowd::Desk final : public grpc::ClientReadReactor<v1::WatchDeskResponse> {
 public:
  Desk(DeskCrowd& crowd, int agent, const std::string& target, const std::string& secret)
      : crowd_(crowd), agent_(agent), stub_(v1::DeskService::NewStub(OwnConnection(target))) {
    context_.AddMetadata("authorization", "Bearer " + secret);
    context_.set_wait_for_ready(true);
    stub_->async()->WatchDesk(&context_, &request_, this);
    StartRead(&response_);
    StartCall();
  }

  void Cancel() { context_.TryCancel(); }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (response_.has_pop_opened()) {
      crowd_.on_pop_(agent_, response_.pop_opened(), Clock::now());
    }
    if (response_.has_snapshot()) crowd_.OnLive();
    if (!response_.has_heartbeat()) crowd_.OnMessage();
    StartRead(&response_);
  }
  void OnDone(const grpc::Status&) override { crowd_.OnEnd(); }

  DeskCrowd& crowd_;
  const int agent_;
  const std::unique_ptr<v1::DeskService::Stub> stub_;
  grpc::ClientContext context_;
  v1::WatchDeskRequest request_;
  v1::WatchDeskResponse response_;
};

DeskCrowd::DeskCrowd(const std::string& target, const std::vector<std::string>& secrets,
                     OnPop on_pop)
    : on_pop_(std::move(on_pop)) {
  for (const std::string& secret : secrets) {
    const int agent = static_cast<int>(desks_.size());
    desks_.push_back(std::make_unique<Desk>(*this, agent, target, secret));
  }
}

DeskCrowd::~DeskCrowd() {
  for (const auto& desk : desks_) desk->Cancel();
  const absl::MutexLock lock(&mutex_);
  while (ended_ < desks_.size()) changed_.Wait(&mutex_);
}

bool DeskCrowd::AwaitLive(std::chrono::milliseconds limit) {
  const absl::Time end = absl::Now() + absl::FromChrono(limit);
  const absl::MutexLock lock(&mutex_);
  while (live_ < desks_.size()) {
    if (ended_ > 0 || changed_.WaitWithDeadline(&mutex_, end)) return false;
  }
  return true;
}

std::size_t DeskCrowd::ended() const {
  const absl::MutexLock lock(&mutex_);
  return ended_;
}

std::int64_t DeskCrowd::messages() const {
  const absl::MutexLock lock(&mutex_);
  return messages_;
}

void DeskCrowd::OnLive() {
  const absl::MutexLock lock(&mutex_);
  ++live_;
  changed_.SignalAll();
}

void DeskCrowd::OnEnd() {
  const absl::MutexLock lock(&mutex_);
  ++ended_;
  changed_.SignalAll();
}

void DeskCrowd::OnMessage() {
  const absl::MutexLock lock(&mutex_);
  ++messages_;
}

}  // namespace jackfield::bench
