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

struct ListOptions {
  TicketChoice choice;
  std::string order;
  int limit = kShownMax;
};

struct ExportOptions {
  TicketChoice choice;
  std::string order;
  std::string file;  // Empty: standard output.
};

google::protobuf::Timestamp Now() { return google::protobuf::util::TimeUtil::GetCurrentTime(); }

ExitCode Usage(const Program& program, const Error& error) {
  program.Complain(error.message);
  return ExitCode::kUsage;
}

// The usual one for an empty word.
v1::ListTicketsRequest::Order OrderOf(const std::string& word) {
  const auto* const order = ReadEnum(*v1::ListTicketsRequest::Order_descriptor(), word);
  return order == nullptr ? v1::ListTicketsRequest::ORDER_UNSPECIFIED
                          : static_cast<v1::ListTicketsRequest::Order>(order->number());
}

ExitCode List(Program& program, const ListOptions& options) {
  Result<v1::TicketFilter> filter = ToFilter(options.choice, Now());
  if (!filter) return Usage(program, filter.error());
  v1::ListTicketsRequest request;
  *request.mutable_filter() = *std::move(filter);
  request.set_page_size(options.limit);
  request.set_order(OrderOf(options.order));
  const auto response = program.Call<Service>(&Stub::ListTickets, request);
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
  Result<v1::TicketFilter> filter = ToFilter(options.choice, Now());
  if (!filter) return Usage(program, filter.error());
  v1::ListTicketsRequest request;
  *request.mutable_filter() = *std::move(filter);
  request.set_order(OrderOf(options.order));
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
    done = ReadAll(program, request, [&](const v1::ListTicketsResponse& page) -> Status {
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

void AddOrder(CLI::App& verb, std::string& order) {
  verb.add_option("--order", order, "Usual: the newest first")
      ->check(CLI::IsMember(EnumNames(*v1::ListTicketsRequest::Order_descriptor())));
}

}  // namespace

void AddTicketLists(CLI::App& tickets, Program& program) {
  const auto options = std::make_shared<ListOptions>();
  CLI::App& list = AddVerb(tickets, "list", "Show tickets", program,
                           [&program, options] { return List(program, *options); });
  AddChoice(list, options->choice);
  AddOrder(list, options->order);
  list.add_option("--limit", options->limit, "How many at most")
      ->capture_default_str()
      ->check(CLI::Range(1, kPageSize));
  AddTicketUpdate(tickets, program);
  const auto exported = std::make_shared<ExportOptions>();
  CLI::App& verb = AddVerb(tickets, "export", "Write tickets as CSV, or with --json", program,
                           [&program, exported] { return Export(program, *exported); });
  AddChoice(verb, exported->choice);
  AddOrder(verb, exported->order);
  verb.add_option("--out", exported->file, "File; without it standard output");
}

}  // namespace jackfield::cli
