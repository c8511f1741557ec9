#include <atomic>
#include <fstream>
#include <iostream>
#include <memory>
#include <string_view>

#include <google/protobuf/util/json_util.h>

#include "server/app/cli/commands.h"
#include "server/app/cli/interruption.h"
#include "server/app/cli/verb.h"
#include "server/app/simulate/event_publisher.h"

namespace jackfield::cli {
namespace {

constexpr std::size_t kLineBytesMax = 1024 * 1024;  // A snapshot may be as long.
constexpr Duration kPublishLimit{30'000};

// Where the event stands in the request; what is in the line begins after it.
constexpr std::string_view kOuter = "event.";

// A line that is not an event is reported as the server would report it.
v1::Rejection RejectionOf(const std::string& problem) {
  v1::Rejection rejection;
  rejection.set_code(grpc::StatusCode::INVALID_ARGUMENT);
  rejection.set_reason("EVENT_INVALID");
  rejection.set_message(problem);
  return rejection;
}

Result<v1::CallEvent> ReadEvent(const std::string& line) {
  v1::CallEvent event;
  if (line.size() > kLineBytesMax) {
    return Fail(ErrorCode::kInvalidArgument, "the line is longer than 1 MiB");
  }
  const auto read = google::protobuf::util::JsonStringToMessage(line, &event);
  if (!read.ok()) return Fail(ErrorCode::kInvalidArgument, std::string(read.message()));
  return event;
}

// Publishes a file of events, a line each.
//
// Thread safety: none; one per run. PrintRejected() may be called from any thread.
class FilePublishing {
 public:
  FilePublishing(Program& program, std::string file) : program_(program), file_(std::move(file)) {}

  ExitCode Run();

 private:
  Status PublishAll(std::istream& input, simulate::EventPublisher& publisher);
  void PrintRejected(std::int64_t line, const v1::Rejection& error) const;
  ExitCode Report(const simulate::EventPublisher::Counts& counts) const;

  Program& program_;
  const std::string file_;
  std::int64_t published_ = 0;
  std::int64_t refused_here_ = 0;
};

void FilePublishing::PrintRejected(std::int64_t line, const v1::Rejection& error) const {
  if (program_.options.json) {
    v1::StreamCallEventsResponse response;
    response.mutable_rejected()->set_stream_sequence(line);
    *response.mutable_rejected()->mutable_error() = error;
    return program_.PrintJson(response);
  }
  const std::string place = file_ + ":" + std::to_string(line) + ": ";
  for (const v1::FieldViolation& violation : error.field_violations()) {
    std::string_view field = violation.field();
    if (field.starts_with(kOuter)) field.remove_prefix(kOuter.size());
    program_.PrintLine(place + std::string(field) + ": " + violation.description());
  }
  if (error.field_violations().empty()) program_.PrintLine(place + error.message());
}

Status FilePublishing::PublishAll(std::istream& input, simulate::EventPublisher& publisher) {
  std::int64_t number = 0;
  for (std::string line; std::getline(input, line) && !InterruptedWithin(Duration{0});) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    Result<v1::CallEvent> event = ReadEvent(line);
    if (!event) {
      ++refused_here_;
      PrintRejected(number, RejectionOf(event.error().message));
      continue;
    }
    const Status published = publisher.Publish(std::move(*event), number, kPublishLimit);
    if (!published) return published;
    ++published_;
  }
  const Status drained = publisher.Drain(kPublishLimit);
  if (drained) publisher.End();
  return drained;
}

ExitCode FilePublishing::Report(const simulate::EventPublisher::Counts& counts) const {
  const std::int64_t refused = refused_here_ + counts.rejected;
  program_.Note(std::to_string(published_ + refused_here_) +
                " events: " + std::to_string(counts.acknowledged - counts.rejected) + " taken, " +
                std::to_string(refused) + " refused");
  return refused == 0 ? ExitCode::kOk : ExitCode::kPartlyDone;
}

ExitCode FilePublishing::Run() {
  HoldInterruptions();
  std::ifstream opened;
  if (file_ != "-") {
    opened.open(file_, std::ios::binary);
    if (!opened) {
      return program_.Fail({ErrorCode::kInvalidArgument, file_ + " cannot be read"});
    }
  }
  const auto channel = program_.Channel();
  if (!channel) return program_.Fail(channel.error());
  const auto token = program_.Token();
  if (!token) return program_.Fail(token.error());
  simulate::EventPublisher publisher(
      *channel, {*token, "jackfield events publish"},
      [this](std::int64_t line, const v1::Rejection& error) { PrintRejected(line, error); });
  const Status done = PublishAll(file_ == "-" ? std::cin : opened, publisher);
  const ExitCode code = Report(publisher.counts());
  return done ? code : program_.Fail(done.error());
}

}  // namespace

void AddEventCommands(CLI::App& app, Program& program) {
  CLI::App& events = AddNoun(app, "events", "Events of telephone systems");
  const auto file = std::make_shared<std::string>();
  CLI::App& publish =
      AddVerb(events, "publish", "Publish events, one in JSON form a line; refused ones are listed",
              program, [&program, file] { return FilePublishing(program, *file).Run(); });
  publish.add_option("FILE", *file, "Lines of jackfield.v1.CallEvent; - is standard input")
      ->required();
}

}  // namespace jackfield::cli
