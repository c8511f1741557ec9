#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "jackfield/v1/supervision_service.grpc.pb.h"

#include "server/app/cli/alert_wording.h"
#include "server/app/cli/board_model.h"
#include "server/app/cli/board_reason.h"
#include "server/app/cli/board_screen.h"
#include "server/app/cli/board_tickets.h"
#include "server/app/cli/board_watch.h"
#include "server/app/cli/commands.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::SupervisionService;

struct BoardOptions {
  std::vector<std::string> queues;
  std::vector<std::string> teams;
  bool watch = false;
};

std::string WriteServiceLevel(const v1::BoardQueue& queue) {
  const auto level = ServiceLevelOf(queue.queue(), queue.day_ratios());
  return level ? WriteRatio(*level) : std::string();
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

void PrintTickets(const Program& program, const v1::BoardSnapshot& board) {
  TextTable table(TicketHeading());
  for (const v1::BoardQueue& queue : board.queues()) {
    if (queue.has_tickets()) table.AddRow(TicketCells(queue, WallTimeOf(board.server_time())));
  }
  if (table.empty()) return;
  program.Print(table);
  program.PrintLine("");
}

void PrintAgents(const Program& program, const v1::BoardSnapshot& board) {
  const bool tickets = std::any_of(board.agents().begin(), board.agents().end(), HasTickets);
  std::vector<std::string> heading{"AGENT", "STATE",    "REASON", "SINCE",
                                   "QUEUE", "ANSWERED", "MISSED"};
  if (tickets) heading.emplace_back("TICKETS");
  TextTable table(std::move(heading));
  for (const v1::BoardAgent& agent : board.agents()) {
    std::vector<std::string> cells{
        WriteId(agent.agent()),
        WriteEnum(*v1::AgentStatus::State_descriptor(), agent.status().state()),
        WriteReason(agent),
        WriteTime(agent.status().since_time()),
        WriteId(agent.call_queue()),
        std::to_string(agent.day_counts().answered_count()),
        std::to_string(agent.day_counts().ring_no_answer_count())};
    if (tickets) cells.push_back(WriteTicketLoad(agent));
    table.AddRow(cells);
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

void PrintAlerts(const Program& program, const v1::BoardSnapshot& board) {
  TextTable table({"ALERT", "QUEUE", "ABOUT", "VALUE", "SINCE", "ACKNOWLEDGED BY"});
  for (const v1::Alert& alert : board.alerts()) {
    table.AddRow({WriteId(alert.name()), WriteId(alert.queue()), WriteTopic(alert),
                  WriteBreach(alert), WriteTime(alert.raise_time()), alert.acknowledged_by()});
  }
  if (table.empty()) return;
  program.Print(table);
  program.PrintLine("");
}

v1::BoardFilter FilterOf(const BoardOptions& options) {
  v1::BoardFilter filter;
  for (const std::string& queue : options.queues) {
    filter.add_queues(queue.find('/') == std::string::npos ? "queues/" + queue : queue);
  }
  for (const std::string& team : options.teams) filter.add_teams(team);
  return filter;
}

ExitCode Show(Program& program, const BoardOptions& options) {
  if (options.watch) return WatchBoard(program, FilterOf(options));
  v1::GetBoardRequest request;
  *request.mutable_filter() = FilterOf(options);
  const auto response = program.Call<Service>(&Service::Stub::GetBoard, request);
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  PrintAlerts(program, response->board());
  PrintQueues(program, response->board());
  program.PrintLine("");
  PrintTickets(program, response->board());
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
  board.add_flag("--watch", options->watch,
                 "Keep showing it, until Ctrl-C; with --json each message as a line");
}

}  // namespace jackfield::cli
