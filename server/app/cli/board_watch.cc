#include "server/app/cli/board_watch.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>
#include <absl/time/time.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "jackfield/v1/supervision_service.grpc.pb.h"

#include "server/app/cli/board_model.h"
#include "server/app/cli/board_screen.h"
#include "server/app/cli/interruption.h"

namespace jackfield::cli {
namespace {

constexpr Duration kRedrawInterval{250};
constexpr Duration kReopenMin{500};    // From a lost stream to the next try, doubled …
constexpr Duration kReopenMax{8'000};  // … up to this.
constexpr std::size_t kColumnsMin = 20;
constexpr std::size_t kColumnsMax = 400;
constexpr std::size_t kLinesMin = 4;
constexpr std::size_t kLinesMax = 200;

constexpr std::string_view kEnterScreen = "\x1b[?1049h\x1b[?25l";
constexpr std::string_view kLeaveScreen = "\x1b[?25h\x1b[?1049l";

using SteadyTime = std::chrono::steady_clock::time_point;

SteadyTime Now() { return std::chrono::steady_clock::now(); }

Duration Since(SteadyTime then) { return std::chrono::duration_cast<Duration>(Now() - then); }

// The same request would be refused again.
bool IsFinal(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kNotFound:
    case ErrorCode::kPermissionDenied:
    case ErrorCode::kUnauthenticated:
    case ErrorCode::kFailedPrecondition:
      return true;
    case ErrorCode::kAlreadyExists:
    case ErrorCode::kAborted:
    case ErrorCode::kResourceExhausted:
    case ErrorCode::kUnavailable:
    case ErrorCode::kDeadlineExceeded:
    case ErrorCode::kDataLoss:
      return false;
  }
  return false;
}

// Reads the stream on a thread of its own, which ends with the verb.
//
// Thread safety: thread-safe.
class BoardReader {
 public:
  BoardReader(Program& program, std::shared_ptr<grpc::Channel> channel, std::string token,
              v1::BoardFilter filter)
      : program_(program),
        token_(std::move(token)),
        filter_(std::move(filter)),
        stub_(v1::SupervisionService::NewStub(channel)),
        thread_([this] { Run(); }) {}

  ~BoardReader() {
    {
      const absl::MutexLock lock(&mutex_);
      stopping_ = true;
      if (context_ != nullptr) context_->TryCancel();
    }
    thread_.join();
  }

  BoardReader(const BoardReader&) = delete;
  BoardReader& operator=(const BoardReader&) = delete;

  // Why the stream cannot go on; nullopt: it does, or tries to.
  std::optional<Error> failure() const ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    return failure_;
  }

  std::vector<ScreenLine> Draw(BoardView view) const ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    view.age = Since(heard_);
    const Duration ticked = view.age >= kBoardStaleAfter ? Duration{0} : Since(timed_);
    view.now = model_.server_time().value_or(WallTime{}) + ticked;
    return DrawBoard(model_, view);
  }

 private:
  void Run() {
    Duration wait = kReopenMin;
    while (!stopping()) {
      const bool read = ReadStream();
      wait = read ? kReopenMin : std::min(wait * 2, kReopenMax);
      const absl::MutexLock lock(&mutex_);
      if (failure_) return;
      mutex_.AwaitWithTimeout(absl::Condition(&stopping_), absl::Milliseconds(wait.count()));
    }
  }

  bool stopping() const ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    return stopping_;
  }

  // Until the stream ends. True: something came.
  bool ReadStream() ABSL_LOCKS_EXCLUDED(mutex_) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token_);
    v1::WatchBoardRequest request;
    *request.mutable_filter() = filter_;
    {
      const absl::MutexLock lock(&mutex_);
      if (stopping_) return false;
      context_ = &context;
      model_.BeginStream();
      request.set_resume_cursor(model_.cursor());
    }
    const auto stream = stub_->WatchBoard(&context, request);
    v1::WatchBoardResponse message;
    bool came = false;
    while (stream->Read(&message)) {
      came = true;
      Take(message);
    }
    const grpc::Status ended = stream->Finish();
    const absl::MutexLock lock(&mutex_);
    context_ = nullptr;
    const Error error = client::ToError(ended);
    if (!stopping_ && !ended.ok() && IsFinal(error.code)) failure_ = error;
    return came;
  }

  void Take(const v1::WatchBoardResponse& message) ABSL_LOCKS_EXCLUDED(mutex_) {
    if (program_.options.json) program_.PrintJson(message);
    const absl::MutexLock lock(&mutex_);
    const auto before = model_.server_time();
    model_.Apply(message);
    heard_ = Now();
    if (model_.server_time() != before) timed_ = heard_;
  }

  Program& program_;
  const std::string token_;
  const v1::BoardFilter filter_;
  const std::unique_ptr<v1::SupervisionService::Stub> stub_;

  mutable absl::Mutex mutex_;
  BoardModel model_ ABSL_GUARDED_BY(mutex_);
  SteadyTime heard_ ABSL_GUARDED_BY(mutex_) = Now();  // The last message, …
  SteadyTime timed_ ABSL_GUARDED_BY(mutex_) = Now();  // … and the last that told the time.
  std::optional<Error> failure_ ABSL_GUARDED_BY(mutex_);
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mutex_) = nullptr;  // Of the open stream.
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

BoardView ViewOfTerminal() {
  BoardView view;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) {
    view.columns = std::clamp<std::size_t>(size.ws_col, kColumnsMin, kColumnsMax);
    view.lines = std::clamp<std::size_t>(size.ws_row, kLinesMin, kLinesMax);
  }
  return view;
}

std::string_view ColourOf(ScreenLine::Tone tone) {
  switch (tone) {
    case ScreenLine::Tone::kPlain:
      return "";
    case ScreenLine::Tone::kHeading:
      return "\x1b[1m";
    case ScreenLine::Tone::kGood:
      return "\x1b[32m";
    case ScreenLine::Tone::kBad:
      return "\x1b[1;31m";
    case ScreenLine::Tone::kDim:
      return "\x1b[2m";
    case ScreenLine::Tone::kLoud:
      return "\x1b[1;37;41m";
  }
  return "";
}

// One write for the whole screen. Each line is cut off behind its end, the rest below the last.
void Show(const std::vector<ScreenLine>& lines, bool colours) {
  std::string out = "\x1b[H";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) out += "\r\n";
    const std::string_view colour = colours ? ColourOf(lines[i].tone) : std::string_view();
    out += std::string(colour) + lines[i].text + (colour.empty() ? "" : "\x1b[0m") + "\x1b[K";
  }
  out += "\x1b[J";
  std::cout << out << std::flush;
}

}  // namespace

ExitCode WatchBoard(Program& program, const v1::BoardFilter& filter) {
  const bool draws = !program.options.json;
  if (draws && isatty(STDOUT_FILENO) != 1) {
    return program.Fail(
        {ErrorCode::kInvalidArgument, "--watch draws in a terminal; elsewhere it needs --json"});
  }
  HoldInterruptions();
  const auto channel = program.Channel();
  if (!channel) return program.Fail(channel.error());
  const auto token = program.Token();
  if (!token) return program.Fail(token.error());
  const char* const no_color = std::getenv("NO_COLOR");
  const bool colours = no_color == nullptr || *no_color == '\0';
  std::optional<Error> failure;
  if (draws) std::cout << kEnterScreen << std::flush;
  {
    const BoardReader reader(program, *channel, *token, filter);
    do {
      if (draws) Show(reader.Draw(ViewOfTerminal()), colours);
      failure = reader.failure();
    } while (!failure && !InterruptedWithin(kRedrawInterval));
  }
  if (draws) std::cout << kLeaveScreen << std::flush;
  return failure ? program.Fail(*failure) : ExitCode::kOk;
}

}  // namespace jackfield::cli
