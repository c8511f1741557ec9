#include <array>
#include <ctime>
#include <sstream>
#include <thread>

#include "tests/bench/load.h"
#include "tests/bench/unary_call.h"

namespace jackfield::bench {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr milliseconds kLimit{20'000};
constexpr int kInteractions = 10;                     // In one answer: some kilobytes.
constexpr std::array<std::size_t, 2> kClients{1, 8};  // At a time.
constexpr std::size_t kForms = 3;
constexpr std::array<const char*, kForms> kFormNames{"native", "grpc_web", "connect_json"};

// How much time the server has had on the processors; 0: it is not there.
nanoseconds ProcessorTime(int process) {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) return {};
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

// Clients of one form, each with its own connection.
//
// Thread safety: none; its threads are within.
class Clients {
 public:
  Clients(std::vector<UnaryCall> calls, int server_process)
      : calls_(std::move(calls)), server_process_(server_process) {}

  // All clients call, each as soon as it has its answer. `counts`: the figures are kept.
  std::string Run(nanoseconds span, bool counts) {
    std::vector<Part> parts(calls_.size());
    const nanoseconds processor = ProcessorTime(server_process_);
    const Clock::time_point begin = Clock::now();
    {
      std::vector<std::thread> threads;
      for (std::size_t i = 0; i < calls_.size(); ++i) {
        threads.emplace_back([&, i] { parts[i] = Repeat(calls_[i], begin + span); });
      }
      for (std::thread& thread : threads) thread.join();
    }
    std::string error;
    for (const Part& part : parts) {
      if (!part.error.empty()) error = part.error;
      bytes_ = part.bytes;
      if (!counts) continue;
      for (const nanoseconds one : part.spans) latencies_.Add(one);
    }
    if (counts) {
      took_ += Clock::now() - begin;
      processor_ += ProcessorTime(server_process_) - processor;
    }
    return error;
  }

  std::string ToJson() const {
    const auto count = static_cast<double>(latencies_.count());
    const std::chrono::duration<double> took = took_;
    const std::chrono::duration<double, std::micro> processor = processor_;
    std::ostringstream json;
    json << "{\"calls\": " << latencies_.count()
         << ", \"calls_per_s\": " << static_cast<std::int64_t>(count / took.count()) << ", "
         << latencies_.ToJson()
         << ", \"server_processor_us\": " << static_cast<std::int64_t>(processor.count() / count)
         << ", \"answer_bytes\": " << bytes_ << "}";
    return json.str();
  }

 private:
  struct Part {
    std::vector<nanoseconds> spans;
    std::size_t bytes = 0;
    std::string error;
  };

  static Part Repeat(const UnaryCall& call, Clock::time_point end) {
    Part part;
    for (Clock::time_point now = Clock::now(); now < end && part.error.empty();) {
      UnaryAnswer answer = call();
      const Clock::time_point answered = Clock::now();
      part.spans.push_back(answered - now);
      part.bytes = answer.bytes;
      part.error = std::move(answer.error);
      now = answered;
    }
    return part;
  }

  const std::vector<UnaryCall> calls_;
  const int server_process_;
  Latencies latencies_;
  nanoseconds took_{0};
  nanoseconds processor_{0};
  std::size_t bytes_ = 0;
};

Clients Open(const LoadOptions& options, const UnaryQuestion& question, std::size_t form,
             std::size_t count) {
  std::vector<UnaryCall> calls;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& secret = options.secrets[i % options.secrets.size()];
    if (form == 0) calls.push_back(question.native(OpenConnection(options.server), secret));
    if (form == 1) calls.push_back(OverGrpcWeb(question, options.web_port, secret));
    if (form == 2) calls.push_back(OverConnect(question, options.web_port, secret));
  }
  return {std::move(calls), options.server_process};
}

// The forms take turns, so that what else the machine does concerns all. The first round warms up.
std::string Compare(const LoadOptions& options, const UnaryQuestion& question, std::size_t count,
                    std::ostringstream& json) {
  std::vector<Clients> forms;
  for (std::size_t form = 0; form < kForms; ++form) {
    forms.push_back(Open(options, question, form, count));
  }
  for (int round = 0; round <= options.rounds; ++round) {
    for (Clients& clients : forms) {
      const std::string error = clients.Run(options.duration, round > 0);
      if (!error.empty()) return question.name + ": " + error;
    }
  }
  json << "\"clients_" << count << "\": {";
  for (std::size_t form = 0; form < kForms; ++form) {
    json << (form == 0 ? "\"" : ", \"") << kFormNames[form] << "\": " << forms[form].ToJson();
  }
  json << "}";
  return "";
}

// Calls that the agents whose sessions are used have had, so that there is something to list.
std::string MakeHistory(const LoadOptions& options) {
  const int agents = static_cast<int>(kClients.back());
  EventSource source(OpenConnection(options.server), options.tokens.front());
  const CallPlan plan(ShapeOf(options, 0, agents));
  std::string error = Furnish(source, options, plan);
  for (std::int64_t call = 0; call < kInteractions * agents; ++call) {
    source.Send(plan.Ring(call));
    source.Send(plan.Answer(call));
    source.Send(plan.End(call));
  }
  if (error.empty() && !source.AwaitRoom(0, kLimit)) error = "events are not acknowledged";
  return error;
}

}  // namespace

std::string MeasureUnary(const LoadOptions& options) {
  std::string error = MakeHistory(options);
  std::ostringstream json;
  json << "{";
  for (const UnaryQuestion& question : {AskWhoAmI(), AskInteractions(kInteractions)}) {
    json << "\"" << question.name << "\": {";
    for (const std::size_t count : kClients) {
      if (count != kClients.front()) json << ", ";
      if (error.empty()) error = Compare(options, question, count, json);
    }
    json << "}, ";
  }
  json << "\"error\": \"" << error << "\"}";
  return json.str();
}

}  // namespace jackfield::bench
