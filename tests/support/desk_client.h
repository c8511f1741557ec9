#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>

#include "jackfield/v1/desk_service.grpc.pb.h"

#include "tests/support/api_site.h"

namespace jackfield::test {

// A desk that reads its stream. The stream ends with the object.
//
// Thread safety: none; one per test.
class DeskClient {
 public:
  DeskClient(const ApiSite& site, const std::string& secret, std::int64_t resume_cursor = 0)
      : stub_(v1::DeskService::NewStub(site.Connect())), context_(ApiSite::StreamContext(secret)) {
    // A test that waits for what never comes ends here.
    context_->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    v1::WatchDeskRequest request;
    request.set_resume_cursor(resume_cursor);
    reader_ = stub_->WatchDesk(context_.get(), request);
  }
  ~DeskClient() {
    context_->TryCancel();
    v1::WatchDeskResponse rest;
    while (reader_->Read(&rest)) continue;
  }

  DeskClient(const DeskClient&) = delete;
  DeskClient& operator=(const DeskClient&) = delete;

  // The next message of this kind, skipping others. Not set: the stream ended.
  v1::WatchDeskResponse Await(v1::WatchDeskResponse::UpdateCase kind) {
    v1::WatchDeskResponse message;
    while (reader_->Read(&message)) {
      if (message.cursor_complete()) cursor_ = message.cursor();
      ++counts_[message.update_case()];
      if (message.update_case() == kind) return message;
    }
    return {};
  }

  grpc::Status End() {
    v1::WatchDeskResponse rest;
    while (reader_->Read(&rest)) continue;
    return reader_->Finish();
  }

  // How many messages of this kind Await() has met so far.
  int CountOf(v1::WatchDeskResponse::UpdateCase kind) { return counts_[kind]; }

  // Of the last message that completed one.
  std::int64_t cursor() const { return cursor_; }

 private:
  std::unique_ptr<v1::DeskService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchDeskResponse>> reader_;
  std::int64_t cursor_ = 0;
  std::map<v1::WatchDeskResponse::UpdateCase, int> counts_;
};

}  // namespace jackfield::test
