#include "server/grpc_api/ask_engine.h"

#include <memory>
#include <utility>

namespace jackfield::grpc_api {
namespace {

// Shared by the copies of one question; the last one that goes unasked refuses it.
//
// Thread safety: confined to the thread that asks, or drops the question.
class Question {
 public:
  Question(std::function<void(const exchange::State&)> look,
           std::function<void(const Error&)> refused)
      : look_(std::move(look)), refused_(std::move(refused)) {}
  ~Question() {
    if (asked_) return;
    refused_({ErrorCode::kUnavailable, "the engine takes no questions now", "SERVER_STOPPING"});
  }

  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;

  void Ask(const exchange::State& state) {
    asked_ = true;
    look_(state);
  }

 private:
  std::function<void(const exchange::State&)> look_;
  std::function<void(const Error&)> refused_;
  bool asked_ = false;
};

}  // namespace

void AskEngine(Engine& engine, std::function<void(const exchange::State&)> look,
               std::function<void(const Error&)> refused) {
  auto question = std::make_shared<Question>(std::move(look), std::move(refused));
  engine.Inspect(
      [question = std::move(question)](const exchange::State& state) { question->Ask(state); });
}

}  // namespace jackfield::grpc_api
