#include "server/app/cli/ticket_lists.h"

#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "server/app/cli/csv_writer.h"
#include "server/app/cli/export_file.h"
#include "server/app/cli/progress_meter.h"
#include "server/app/cli/saved_view_commands.h"
#include "server/app/cli/saved_view_text.h"
#include "server/app/cli/ticket_choice.h"
#include "server/app/cli/ticket_update.h"
#include "server/app/cli/ticket_wording.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::TicketService;
using Stub = v1::TicketService::Stub;

constexpr int kPageSize = 500;
constexpr int kShownMax = 100;

struct Question {
  TicketChoice choice;
  std::string view;   // Name of a saved view; empty: `choice` is asked for.
  std::string order;  // Empty: the usual one, or that of the view.
};

struct ListOptions {
  Question question;
  int limit = kShownMax;
};

struct ExportOptions {
  Question question;
  std::string file;  // Empty: standard output.
};

google::protobuf::Timestamp Now() { return google::protobuf::util::TimeUtil::GetCurrentTime(); }

// A command line that is wrong has no reason of the server.
ExitCode Failed(const Program& program, const Error& error) {
  if (error.code != ErrorCode::kInvalidArgument || !error.reason.empty()) {
    return program.Fail(error);
  }
  program.Complain(error.message);
  return ExitCode::kUsage;
}

// Errors: kInvalidArgument without reason, where the command line is wrong; those of AskForView().
Result<v1::ListTicketsRequest> Read(Program& program, const Question& question) {
  v1::ListTicketsRequest request;
  if (question.view.empty()) {
    Result<v1::TicketFilter> filter = ToFilter(question.choice, Now());
    if (!filter) return jackfield::Fail(filter);
    *request.mutable_filter() = *std::move(filter);
  } else if (question.choice != TicketChoice{}) {
    return jackfield::Fail(ErrorCode::kInvalidArgument, "name a view, or filters; not both");
  } else {
    const Result<v1::SavedView> view = AskForView(program, question.view);
    if (!view) return jackfield::Fail(view);
    request = RequestOf(*view, Now());
  }
  if (!question.order.empty()) request.set_order(ReadOrder(question.order));
  return request;
}

ExitCode List(Program& program, const ListOptions& options) {
  Result<v1::ListTicketsRequest> request = Read(program, options.question);
  if (!request) return Failed(program, request.error());
  request->set_page_size(options.limit);
  const auto response = program.Call<Service>(&Stub::ListTickets, *request);
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  TextTable table({"TICKET", "STATE", "PRIORITY", "TYPE", "QUEUE", "OWNER", "CLOCK", "SUBJECT"});
  const auto now = Now();
  for (const v1::Ticket& ticket : response->tickets()) {
    table.AddRow({std::to_string(ticket.number()),
                  WriteEnum(*v1::Ticket::State_descriptor(), ticket.state()),
                  WriteEnum(*v1::Ticket::Priority_descriptor(), ticket.priority()),
                  WriteEnum(*v1::Ticket::Type_descriptor(), ticket.type()), WriteId(ticket.queue()),
                  WriteId(ticket.owner()), WriteNextClock(ticket, now), ticket.subject()});
  }
  program.Print(table);
  if (!response->next_page_token().empty()) program.Note("There are more; see --limit.");
  return ExitCode::kOk;
}

// Reads page after page, as long as `take` is content.
template <typename Take>
Status ReadAll(Program& program, v1::ListTicketsRequest request, const Take& take) {
  request.set_page_size(kPageSize);
  do {
    const auto page = program.Call<Service>(&Stub::ListTickets, request);
    if (!page) return jackfield::Fail(page);
    request.set_page_token(page->next_page_token());
    if (const Status taken = take(*page); !taken) return taken;
  } while (!request.page_token().empty());
  return {};
}

std::string TextOf(const Program& program, const v1::ListTicketsResponse& page) {
  std::string text;
  for (const v1::Ticket& ticket : page.tickets()) {
    if (!program.options.json) {
      text += CsvLine(ticket);
      continue;
    }
    std::string line;
    if (google::protobuf::util::MessageToJsonString(ticket, &line).ok()) text += line + '\n';
  }
  return text;
}

ExitCode Export(Program& program, const ExportOptions& options) {
  const Result<v1::ListTicketsRequest> request = Read(program, options.question);
  if (!request) return Failed(program, request.error());
  std::unique_ptr<ExportFile> file;
  if (!options.file.empty()) {
    auto opened = ExportFile::Open(options.file, "tickets", ExportFile::Start::kAnew);
    if (!opened) return program.Fail(opened.error());
    file = *std::move(opened);
  }
  const auto write = [&file](const std::string& text, std::int64_t rows) -> Status {
    if (file == nullptr) {
      std::cout << text << std::flush;
      return std::cout ? Status()
                       : jackfield::Fail(ErrorCode::kUnavailable, "the output cannot be written");
    }
    ExportPlace place = file->place();
    place.rows += rows;
    return file->Append(text, place);
  };
  ProgressMeter meter("tickets", ProgressMeter::FormFor(program.options.quiet));
  std::int64_t rows = 0;
  Status done = program.options.json ? Status() : write(CsvHeading(*v1::Ticket::descriptor()), 0);
  if (done) {
    done = ReadAll(program, *request, [&](const v1::ListTicketsResponse& page) -> Status {
      const Status written = write(TextOf(program, page), page.tickets_size());
      if (!written) return written;
      rows += page.tickets_size();
      meter.Show({Duration{0}, rows, rows, 0});
      return {};
    });
  }
  if (done && file != nullptr) done = file->Commit();
  meter.Hide();
  if (!done) return program.Fail(done.error());
  program.Note(WriteCount(rows) + " tickets");
  return ExitCode::kOk;
}

// What is listed: the filters, or the view, and in which order.
void AddQuestion(CLI::App& verb, Question& question) {
  AddChoice(verb, question.choice);
  verb.add_option("--view", question.view, "Those of a saved view, instead of filters");
  AddOrder(verb, question.order);
}

}  // namespace

void AddTicketLists(CLI::App& tickets, Program& program) {
  const auto options = std::make_shared<ListOptions>();
  CLI::App& list = AddVerb(tickets, "list", "Show tickets", program,
                           [&program, options] { return List(program, *options); });
  AddQuestion(list, options->question);
  list.add_option("--limit", options->limit, "How many at most")
      ->capture_default_str()
      ->check(CLI::Range(1, kPageSize));
  AddTicketUpdate(tickets, program);
  const auto exported = std::make_shared<ExportOptions>();
  CLI::App& verb = AddVerb(tickets, "export", "Write tickets as CSV, or with --json", program,
                           [&program, exported] { return Export(program, *exported); });
  AddQuestion(verb, exported->question);
  verb.add_option("--out", exported->file, "File; without it standard output");
}

}  // namespace jackfield::cli
