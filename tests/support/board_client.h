#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include "jackfield/v1/supervision_service.grpc.pb.h"

#include "server/app/cli/board_model.h"
#include "tests/support/api_site.h"

namespace jackfield::test {

// A board over the network, which holds what it was told as `jackfield board --watch` does. Waits
// for 10 s at most.
//
// Thread safety: none; one per test.
class BoardClient {
 public:
  // Goes on after `board`, if it holds anything.
  BoardClient(const ApiSite& site, const std::string& secret, cli::BoardModel board = {})
      : board_(std::move(board)),
        context_(ApiSite::Context(secret)),
        stub_(v1::SupervisionService::NewStub(site.Connect())) {
    board_.BeginStream();
    v1::WatchBoardRequest request;
    request.set_resume_cursor(board_.cursor());
    reader_ = stub_->WatchBoard(context_.get(), request);
  }
  ~BoardClient() { Cut(); }
  BoardClient(const BoardClient&) = delete;
  BoardClient& operator=(const BoardClient&) = delete;

  // Reads until `done` holds of the board.
  template <typename Done>
  void Await(Done done) {
    while (!done(board_)) {
      if (!Read()) {
        ADD_FAILURE() << "the stream ended before";
        return;
      }
    }
  }
  void AwaitComplete() {
    Await([](const cli::BoardModel& board) { return board.complete(); });
  }
  // The next alert that is told in `state`.
  v1::Alert AwaitAlert(v1::Alert::State state) {
    while (Read()) {
      for (const v1::Alert& alert : last_.delta().alerts()) {
        if (alert.state() == state) return alert;
      }
    }
    ADD_FAILURE() << "the stream ended before";
    return {};
  }

  // The connection is lost.
  void Cut() {
    context_->TryCancel();
    while (reader_ != nullptr && reader_->Read(&last_)) continue;
    reader_.reset();
  }

  const cli::BoardModel& board() const { return board_; }
  // Snapshots that came.
  int snapshots() const { return snapshots_; }

 private:
  bool Read() {
    if (!reader_->Read(&last_)) return false;
    if (last_.snapshot_complete()) ++snapshots_;
    board_.Apply(last_);
    return true;
  }

  cli::BoardModel board_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<v1::SupervisionService::Stub> stub_;
  std::unique_ptr<grpc::ClientReader<v1::WatchBoardResponse>> reader_;
  v1::WatchBoardResponse last_;
  int snapshots_ = 0;
};

}  // namespace jackfield::test
