#include <algorithm>
#include <memory>

#include "jackfield/v1/interaction_service.grpc.pb.h"

#include "server/app/cli/commands.h"
#include "server/app/cli/customer_name.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::InteractionService;

constexpr int kPageMax = 100;
constexpr int kLimitMax = 10'000;

struct HistoryOptions {
  std::string word;
  int limit = 20;
};

std::string QueueOf(const v1::CallDetail& call) {
  if (call.queue_legs().empty()) return {};
  return call.queue_legs(call.queue_legs_size() - 1).queue_display_name();
}

std::string CallerOf(const v1::Caller& caller) {
  if (caller.presentation() == v1::PRESENTATION_WITHHELD) return "(withheld)";
  const std::string& number = caller.number().formatted();
  return number.empty() ? caller.display_name() : number;
}

void Print(const Program& program, const v1::ListInteractionsResponse& all) {
  TextTable table(
      {"BEGAN", "DIRECTION", "RESULT", "NUMBER", "QUEUE", "AGENT", "TALK", "OUTCOME", "NOTE"});
  for (const v1::Interaction& one : all.interactions()) {
    const v1::CallDetail& call = one.call();
    table.AddRow({WriteTime(one.start_time()),
                  WriteEnum(*v1::Direction_descriptor(), one.direction()),
                  WriteEnum(*v1::CallResult_descriptor(), call.result()), CallerOf(call.caller()),
                  QueueOf(call), one.agent_display_name(), WriteSpan(call.talk_duration()),
                  one.disposition_label(), one.summary()});
  }
  program.Print(table);
}

// Pages of `read` until there are as many as wanted.
template <typename Read>
ExitCode Show(Program& program, int limit, const Read& read) {
  v1::ListInteractionsResponse all;
  std::string token;
  do {
    const int size = std::min(kPageMax, limit - all.interactions_size());
    auto page = read(size, token);
    if (!page) return program.Fail(page.error());
    token = page->next_page_token();
    all.mutable_interactions()->MergeFrom(page->interactions());
  } while (!token.empty() && all.interactions_size() < limit);
  if (program.options.json) {
    program.PrintJson(all);
    return ExitCode::kOk;
  }
  Print(program, all);
  if (!token.empty()) program.Note("There are more; say so with --limit.");
  return ExitCode::kOk;
}

ExitCode ShowNumber(Program& program, const HistoryOptions& options) {
  return Show(program, options.limit, [&](int size, const std::string& token) {
    v1::ListInteractionsRequest request;
    request.mutable_filter()->set_number(options.word);
    request.set_page_size(size);
    request.set_page_token(token);
    return program.Call<Service>(&Service::Stub::ListInteractions, request);
  });
}

ExitCode ShowCustomer(Program& program, const HistoryOptions& options) {
  const Result<v1::Customer> customer = FindCustomer(program, options.word);
  if (!customer) return program.Fail(customer.error());
  return Show(program, options.limit, [&](int size, const std::string& token) {
    v1::GetTimelineRequest request;
    request.set_customer(customer->name());
    request.set_page_size(size);
    request.set_page_token(token);
    return program.Call<Service>(&Service::Stub::GetTimeline, request);
  });
}

}  // namespace

void AddHistoryCommand(CLI::App& app, Program& program) {
  const auto options = std::make_shared<HistoryOptions>();
  CLI::App& history =
      AddVerb(app, "history", "Show earlier calls of a number or a customer, the newest first",
              program, [&program, options] {
                const bool name = WordKindOf(options->word) == CustomerWord::kName;
                return !name && IsNumber(options->word) ? ShowNumber(program, *options)
                                                        : ShowCustomer(program, *options);
              });
  history
      .add_option("NUMBER_OR_CUSTOMER", options->word,
                  "A number in any form, a customer, or SYSTEM:ID of one")
      ->required();
  history.add_option("--limit", options->limit, "How many at most")
      ->check(CLI::Range(1, kLimitMax))
      ->capture_default_str();
}

}  // namespace jackfield::cli
