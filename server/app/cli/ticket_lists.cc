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
#include "server/app/cli/ticket_bulk_edit.h"
#include "server/app/cli/ticket_choice.h"
#include "server/app/cli/ticket_wording.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::TicketService;
using Stub = v1::TicketService::Stub;

constexpr int kPageSize = 500;
constexpr int kShownMax = 100;
constexpr int kUpdatedMax = 10'000;

struct ListOptions {
  TicketChoice choice;
  std::string order;
  int limit = kShownMax;
};

struct UpdateOptions {
  TicketChoice choice;
  TicketBulkEdit edit;
  bool dry_run = false;
  bool yes = false;
};

struct ExportOptions {
  TicketChoice choice;
  std::string file;  // Empty: standard output.
};

google::protobuf::Timestamp Now() { return google::protobuf::util::TimeUtil::GetCurrentTime(); }

ExitCode Usage(const Program& program, const Error& error) {
  program.Complain(error.message);
  return ExitCode::kUsage;
}

ExitCode List(Program& program, const ListOptions& options) {
  Result<v1::TicketFilter> filter = ToFilter(options.choice, Now());
  if (!filter) return Usage(program, filter.error());
  v1::ListTicketsRequest request;
  *request.mutable_filter() = *std::move(filter);
  request.set_page_size(options.limit);
  const auto* const order = ReadEnum(*v1::ListTicketsRequest::Order_descriptor(), options.order);
  if (order != nullptr) {
    request.set_order(static_cast<v1::ListTicketsRequest::Order>(order->number()));
  }
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

// Reads page after page, as long as `take` says true.
template <typename Take>
Status ReadAll(Program& program, const v1::TicketFilter& filter, const Take& take) {
  v1::ListTicketsRequest request;
  *request.mutable_filter() = filter;
  request.set_page_size(kPageSize);
  do {
    const auto page = program.Call<Service>(&Stub::ListTickets, request);
    if (!page) return jackfield::Fail(page);
    request.set_page_token(page->next_page_token());
    const Result<bool> more = take(*page);
    if (!more) return jackfield::Fail(more);
    if (!*more) return {};
  } while (!request.page_token().empty());
  return {};
}

struct Planned {
  v1::Ticket ticket;
  PlannedEdit edit;
};

// Everything is read before anything is changed: a change may move a ticket out of the list.
Result<std::vector<Planned>> PlanAll(Program& program, const v1::TicketFilter& filter,
                                     const TicketBulkEdit& edit) {
  std::vector<Planned> all;
  const Status read =
      ReadAll(program, filter, [&](const v1::ListTicketsResponse& page) -> Result<bool> {
        for (const v1::Ticket& ticket : page.tickets()) {
          Result<PlannedEdit> planned = PlanEdit(ticket, edit);
          if (!planned) return jackfield::Fail(planned);
          if (planned->empty()) continue;
          if (all.size() == static_cast<std::size_t>(kUpdatedMax)) {
            return jackfield::Fail(
                ErrorCode::kResourceExhausted,
                "more than " + WriteCount(kUpdatedMax) + " tickets are meant; narrow the filter");
          }
          all.push_back({ticket, *std::move(planned)});
        }
        return true;
      });
  if (!read) return jackfield::Fail(read);
  return all;
}

// With --json the requests that would be sent.
void Preview(const Program& program, const std::vector<Planned>& all) {
  if (program.options.json) {
    for (const Planned& each : all) program.PrintJson(each.edit.request);
    return;
  }
  TextTable table({"TICKET", "SUBJECT", "CHANGES"});
  for (const Planned& each : all) {
    table.AddRow({std::to_string(each.ticket.number()), each.ticket.subject(), each.edit.changes});
  }
  program.Print(table);
}

ExitCode ChangeAll(Program& program, const std::vector<Planned>& all) {
  ProgressMeter meter("tickets", ProgressMeter::FormFor(program.options.quiet));
  std::int64_t done = 0;
  std::int64_t refused = 0;
  const auto count = static_cast<std::int64_t>(all.size());
  for (const Planned& each : all) {
    const auto response = program.Call<Service>(&Stub::UpdateTicket, each.edit.request);
    if (!response) {
      meter.Hide();
      program.Complain("ticket " + std::to_string(each.ticket.number()) + ": " +
                       response.error().message);
      ++refused;
    } else {
      if (program.options.json) program.PrintJson(*response);
      ++done;
    }
    meter.Show({Duration{0}, done + refused, done + refused, count});
  }
  meter.Hide();
  program.Note(WriteCount(done) + " tickets changed, " + WriteCount(refused) + " refused");
  if (refused == 0) return ExitCode::kOk;
  return done == 0 ? ExitCode::kFailed : ExitCode::kPartlyDone;
}

ExitCode Update(Program& program, const UpdateOptions& options) {
  const Result<v1::TicketFilter> filter = ToFilter(options.choice, Now());
  if (!filter) return Usage(program, filter.error());
  if (options.edit.empty()) {
    return Usage(program, {ErrorCode::kInvalidArgument, "say what is to be changed, see --help"});
  }
  const Result<PlannedEdit> sound = PlanEdit({}, options.edit);
  if (!sound) return Usage(program, sound.error());
  const auto all = PlanAll(program, *filter, options.edit);
  if (!all) return program.Fail(all.error());
  if (options.dry_run) {
    Preview(program, *all);
    program.Note(WriteCount(static_cast<std::int64_t>(all->size())) +
                 " tickets would be changed; nothing was");
    return ExitCode::kOk;
  }
  const std::string what =
      "This changes " + WriteCount(static_cast<std::int64_t>(all->size())) + " tickets.";
  if (!all->empty() && !program.Confirmed(what, options.yes)) return ExitCode::kUsage;
  return ChangeAll(program, *all);
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
  const Result<v1::TicketFilter> filter = ToFilter(options.choice, Now());
  if (!filter) return Usage(program, filter.error());
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
    done = ReadAll(program, *filter, [&](const v1::ListTicketsResponse& page) -> Result<bool> {
      const Status written = write(TextOf(program, page), page.tickets_size());
      if (!written) return jackfield::Fail(written);
      rows += page.tickets_size();
      meter.Show({Duration{0}, rows, rows, 0});
      return true;
    });
  }
  if (done && file != nullptr) done = file->Commit();
  meter.Hide();
  if (!done) return program.Fail(done.error());
  program.Note(WriteCount(rows) + " tickets");
  return ExitCode::kOk;
}

void AddChoice(CLI::App& verb, TicketChoice& choice) {
  verb.add_option("--query", choice.query, "Words of subjects and comments");
  verb.add_option("--state", choice.states,
                  "Only this state; may be repeated. Usual: new, open, pending")
      ->check(CLI::IsMember(EnumNames(*v1::Ticket::State_descriptor())));
  verb.add_flag("--all", choice.all, "Also those that are resolved and closed");
  verb.add_option("--type", choice.types, "Only this type; may be repeated")
      ->check(CLI::IsMember(EnumNames(*v1::Ticket::Type_descriptor())));
  verb.add_option("--priority-min", choice.priority_min, "This priority or a higher one")
      ->check(CLI::IsMember(EnumNames(*v1::Ticket::Priority_descriptor())));
  verb.add_option("--queue", choice.queue, "Only of this queue");
  verb.add_option("--owner", choice.owner, "Only of this agent; - for those that nobody has");
  verb.add_option("--customer", choice.customer, "Only of this customer, its id");
  verb.add_option("--tag", choice.tag, "Only with this tag");
  verb.add_flag("--watched", choice.watched, "Only those that you watch");
  verb.add_flag("--breached", choice.breached, "Only those with a clock that ran out");
  verb.add_option("--due-within", choice.due_within, "Only those due within this span, e.g. 4h");
  verb.add_option("--from", choice.from, "Created at this time or later");
  verb.add_option("--to", choice.to, "Created before this time");
}

void AddUpdate(CLI::App& tickets, Program& program) {
  const auto options = std::make_shared<UpdateOptions>();
  CLI::App& update = AddVerb(tickets, "update", "Change all tickets that the filter finds", program,
                             [&program, options] { return Update(program, *options); });
  AddChoice(update, options->choice);
  update.add_option("--set-priority", options->edit.priority, "Their priority")
      ->check(CLI::IsMember(EnumNames(*v1::Ticket::Priority_descriptor())));
  update.add_option("--set-type", options->edit.type, "Their type")
      ->check(CLI::IsMember(EnumNames(*v1::Ticket::Type_descriptor())));
  update.add_option("--set-queue", options->edit.queue, "Their queue; nobody has them then");
  update.add_option("--add-tag", options->edit.tags_added, "A tag; may be repeated");
  update.add_option("--remove-tag", options->edit.tags_removed, "A tag; may be repeated");
  update.add_flag("--dry-run", options->dry_run, "Only show what would be changed");
  update.add_flag("--yes", options->yes, "Do not ask");
}

}  // namespace

void AddTicketLists(CLI::App& tickets, Program& program) {
  const auto options = std::make_shared<ListOptions>();
  CLI::App& list = AddVerb(tickets, "list", "Show tickets", program,
                           [&program, options] { return List(program, *options); });
  AddChoice(list, options->choice);
  list.add_option("--order", options->order, "Usual: the newest first")
      ->check(CLI::IsMember(EnumNames(*v1::ListTicketsRequest::Order_descriptor())));
  list.add_option("--limit", options->limit, "How many at most")
      ->capture_default_str()
      ->check(CLI::Range(1, kPageSize));
  AddUpdate(tickets, program);
  const auto exported = std::make_shared<ExportOptions>();
  CLI::App& verb = AddVerb(tickets, "export", "Write tickets as CSV, or with --json", program,
                           [&program, exported] { return Export(program, *exported); });
  AddChoice(verb, exported->choice);
  verb.add_option("--out", exported->file, "File; without it standard output");
}

}  // namespace jackfield::cli
