#include <memory>
#include <vector>

#include "jackfield/v1/supervision_service.grpc.pb.h"

#include "server/app/cli/commands.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::SupervisionService;

struct BoardOptions {
  std::vector<std::string> queues;
  std::vector<std::string> teams;
};

// The formula that the queue shows first.
std::string WriteServiceLevel(const v1::BoardQueue& queue) {
  const v1::ServiceLevels& levels = queue.day_ratios().service_levels();
  switch (queue.queue().service_level_formula()) {
    case v1::SERVICE_LEVEL_FORMULA_ANSWERED_ONLY:
      return levels.has_answered_only_ratio() ? WriteRatio(levels.answered_only_ratio()) : "";
    case v1::SERVICE_LEVEL_FORMULA_ABANDONS_IGNORED:
      return levels.has_abandons_ignored_ratio() ? WriteRatio(levels.abandons_ignored_ratio()) : "";
    case v1::SERVICE_LEVEL_FORMULA_ABANDONS_POSITIVE:
      return levels.has_abandons_positive_ratio() ? WriteRatio(levels.abandons_positive_ratio())
                                                  : "";
    case v1::SERVICE_LEVEL_FORMULA_SHORT_ABANDONS_DROPPED:
      return levels.has_short_abandons_dropped_ratio()
                 ? WriteRatio(levels.short_abandons_dropped_ratio())
                 : "";
    case v1::SERVICE_LEVEL_FORMULA_UNSPECIFIED:
    case v1::SERVICE_LEVEL_FORMULA_ABANDONS_NEGATIVE:
    case v1::ServiceLevelFormula_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::ServiceLevelFormula_INT_MAX_SENTINEL_DO_NOT_USE_:
      return levels.has_abandons_negative_ratio() ? WriteRatio(levels.abandons_negative_ratio())
                                                  : "";
  }
  return {};
}

void PrintQueues(const Program& program, const v1::BoardSnapshot& board) {
  TextTable table({"QUEUE", "WAITING", "TALKING", "READY", "STAFFED", "OFFERED", "ANSWERED",
                   "ABANDONED", "SERVICE LEVEL"});
  for (const v1::BoardQueue& queue : board.queues()) {
    const v1::QueueCounts& day = queue.day_counts();
    table.AddRow({WriteId(queue.queue().name()), std::to_string(queue.waiting_count()),
                  std::to_string(queue.talking_count()), std::to_string(queue.ready_count()),
                  std::to_string(queue.staffed_count()), std::to_string(day.offered_count()),
                  std::to_string(day.answered_count()), std::to_string(day.abandoned_count()),
                  WriteServiceLevel(queue) + (queue.stale() ? " (stale)" : "")});
  }
  program.Print(table);
}

void PrintAgents(const Program& program, const v1::BoardSnapshot& board) {
  TextTable table({"AGENT", "STATE", "REASON", "SINCE", "QUEUE", "ANSWERED", "MISSED"});
  for (const v1::BoardAgent& agent : board.agents()) {
    table.AddRow({WriteId(agent.agent()),
                  WriteEnum(*v1::AgentStatus::State_descriptor(), agent.status().state()),
                  agent.status().reason(), WriteTime(agent.status().since_time()),
                  WriteId(agent.call_queue()), std::to_string(agent.day_counts().answered_count()),
                  std::to_string(agent.day_counts().ring_no_answer_count())});
  }
  program.Print(table);
}

void PrintWaiting(const Program& program, const v1::BoardSnapshot& board) {
  TextTable table({"QUEUE", "PLACE", "SINCE", "CALLER"});
  for (const v1::BoardWaitingCall& call : board.waiting_calls()) {
    table.AddRow({WriteId(call.queue()), std::to_string(call.position()),
                  WriteTime(call.waiting_since_time()),
                  call.caller_display_name().empty() ? call.number().formatted()
                                                     : call.caller_display_name()});
  }
  if (!table.empty()) program.Print(table);
}

ExitCode Show(Program& program, const BoardOptions& options) {
  v1::GetBoardRequest request;
  for (const std::string& queue : options.queues) {
    request.mutable_filter()->add_queues(queue.find('/') == std::string::npos ? "queues/" + queue
                                                                              : queue);
  }
  for (const std::string& team : options.teams) request.mutable_filter()->add_teams(team);
  const auto response = program.Call<Service>(&Service::Stub::GetBoard, request);
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  PrintQueues(program, response->board());
  program.PrintLine("");
  PrintAgents(program, response->board());
  program.PrintLine("");
  PrintWaiting(program, response->board());
  return ExitCode::kOk;
}

}  // namespace

void AddBoardCommand(CLI::App& app, Program& program) {
  const auto options = std::make_shared<BoardOptions>();
  CLI::App& board = AddVerb(app, "board", "Show queues, agents and who waits, now", program,
                            [&program, options] { return Show(program, *options); });
  board.add_option("--queue", options->queues, "Only these queues");
  board.add_option("--team", options->teams, "Only agents of these teams");
}

}  // namespace jackfield::cli
