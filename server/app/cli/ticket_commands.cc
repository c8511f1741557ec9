#include <memory>
#include <string>

#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "server/app/cli/commands.h"
#include "server/app/cli/saved_view_commands.h"
#include "server/app/cli/ticket_details.h"
#include "server/app/cli/ticket_edit.h"
#include "server/app/cli/ticket_explanation_text.h"
#include "server/app/cli/ticket_lists.h"
#include "server/app/cli/ticket_wording.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::TicketService;
using Stub = v1::TicketService::Stub;

constexpr int kEntriesUsual = 50;
constexpr int kEntriesMax = 200;

struct ShowOptions {
  std::string ticket;
  int entries = kEntriesUsual;
};

void PrintEntries(const Program& program, const v1::ListTicketEntriesResponse& history) {
  TextTable table({"ENTRY", "TIME", "WHO", "WHAT", "TEXT"});
  for (const v1::TicketEntry& entry : history.entries()) {
    table.AddRow({std::to_string(entry.number()), WriteTime(entry.time()), entry.actor(),
                  WriteEntry(entry), entry.text()});
  }
  program.Print(table);
}

ExitCode Show(Program& program, const ShowOptions& options) {
  v1::GetTicketRequest get;
  get.set_name(TicketName(options.ticket));
  const auto ticket = program.Call<Service>(&Stub::GetTicket, get);
  if (!ticket) return program.Fail(ticket.error());
  v1::ListTicketEntriesRequest list;
  list.set_ticket(ticket->ticket().name());
  list.set_page_size(options.entries);
  const auto history = program.Call<Service>(&Stub::ListTicketEntries, list);
  if (!history) return program.Fail(history.error());
  if (program.options.json) {
    program.PrintJson(*ticket);
    program.PrintJson(*history);
    return ExitCode::kOk;
  }
  PrintTicket(program, ticket->ticket());
  program.PrintLine("");
  PrintEntries(program, *history);
  if (!history->next_page_token().empty()) program.Note("There are older entries; see --entries.");
  return ExitCode::kOk;
}

ExitCode Explain(Program& program, const std::string& written) {
  v1::ExplainTicketRequest request;
  request.set_name(TicketName(written));
  const auto response = program.Call<Service>(&Stub::ExplainTicket, request);
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  for (const std::string& line : WriteExplanation(response->explanation())) {
    program.PrintLine(line);
  }
  return ExitCode::kOk;
}

}  // namespace

void AddTicketCommands(CLI::App& app, Program& program) {
  CLI::App& tickets = AddNoun(app, "tickets", "Work that has to be done: cases and complaints");
  AddTicketLists(tickets, program);
  AddSavedViews(tickets, program);
  const auto options = std::make_shared<ShowOptions>();
  CLI::App& show = AddVerb(tickets, "show", "Show one ticket, its clocks and its history", program,
                           [&program, options] { return Show(program, *options); });
  show.add_option("TICKET", options->ticket, "Its number, or tickets/ID")->required();
  show.add_option("--entries", options->entries, "How many of the newest entries")
      ->capture_default_str()
      ->check(CLI::Range(1, kEntriesMax));
  const auto explained = std::make_shared<std::string>();
  CLI::App& explain =
      AddVerb(tickets, "explain", "Say who was offered a ticket and why, and what its clocks did",
              program, [&program, explained] { return Explain(program, *explained); });
  explain.add_option("TICKET", *explained, "Its number, or tickets/ID")->required();
  AddTicketEdits(tickets, program);
  AddTicketDetails(tickets, program);
}

}  // namespace jackfield::cli
