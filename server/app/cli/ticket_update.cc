#include "server/app/cli/ticket_update.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <google/protobuf/util/time_util.h>

#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "server/app/cli/progress_meter.h"
#include "server/app/cli/ticket_bulk_edit.h"
#include "server/app/cli/ticket_wording.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::TicketService;
using Stub = v1::TicketService::Stub;
using Outcome = v1::TicketChangeResult;

// Of one call: so many changes are made well within its limit.
constexpr int kChangedAtOnce = 50;

struct UpdateOptions {
  std::vector<std::string> tickets;  // Empty: those of the filters.
  TicketChoice choice;
  TicketBulkEdit edit;
  bool dry_run = false;
  bool yes = false;
};

// What became of all, so far.
struct Tally {
  std::int64_t done = 0;
  std::int64_t refused = 0;
};

ExitCode Usage(const Program& program, const Error& error) {
  program.Complain(error.message);
  return ExitCode::kUsage;
}

Result<v1::ChangeTicketsRequest> RequestOf(const UpdateOptions& options) {
  if (options.edit.empty()) {
    return jackfield::Fail(ErrorCode::kInvalidArgument, "say what is to be changed, see --help");
  }
  v1::ChangeTicketsRequest request;
  const auto change = ToChange(options.edit);
  if (!change) return jackfield::Fail(change);
  *request.mutable_change() = *change;
  for (const std::string& ticket : options.tickets) {
    request.add_tickets()->set_ticket(TicketName(ticket));
  }
  if (!options.tickets.empty() && options.choice != TicketChoice{}) {
    return jackfield::Fail(ErrorCode::kInvalidArgument, "name tickets, or filter them; not both");
  }
  if (!options.tickets.empty()) return request;
  const auto filter = ToFilter(options.choice, google::protobuf::util::TimeUtil::GetCurrentTime());
  if (!filter) return jackfield::Fail(filter);
  *request.mutable_filter() = *filter;
  return request;
}

bool IsRefused(const v1::TicketChangeResult& result) {
  return result.outcome() != Outcome::OUTCOME_CHANGED &&
         result.outcome() != Outcome::OUTCOME_UNCHANGED;
}

// What stays as it is is left out.
void Preview(const Program& program, const v1::ChangeTicketsResponse& planned) {
  if (program.options.json) return program.PrintJson(planned);
  TextTable table({"TICKET", "SUBJECT", "CHANGES"});
  for (const v1::TicketChangeResult& each : planned.results()) {
    if (each.outcome() == Outcome::OUTCOME_UNCHANGED) continue;
    table.AddRow({each.number() == 0 ? WriteId(each.ticket()) : std::to_string(each.number()),
                  each.subject(), WriteResult(each)});
  }
  program.Print(table);
}

void Complain(const Program& program, const v1::TicketChangeResult& refused) {
  const std::string ticket =
      refused.number() == 0 ? WriteId(refused.ticket()) : std::to_string(refused.number());
  program.Complain("ticket " + ticket + ": " + WriteResult(refused));
}

// Those that would be changed, just as they were found, in requests of a few.
std::vector<v1::ChangeTicketsRequest> RequestsFor(const v1::ChangeTicketsResponse& planned,
                                                  const v1::TicketChange& change) {
  std::vector<v1::ChangeTicketsRequest> requests;
  for (const v1::TicketChangeResult& each : planned.results()) {
    if (each.outcome() != Outcome::OUTCOME_CHANGED) continue;
    if (requests.empty() || requests.back().tickets_size() == kChangedAtOnce) {
      *requests.emplace_back().mutable_change() = change;
    }
    v1::TicketVersion& version = *requests.back().add_tickets();
    version.set_ticket(each.ticket());
    version.set_etag(each.etag());
  }
  return requests;
}

ExitCode ChangeAll(Program& program, const v1::ChangeTicketsResponse& planned,
                   const v1::TicketChange& change) {
  ProgressMeter meter("tickets", ProgressMeter::FormFor(program.options.quiet));
  Tally tally;
  const auto complain = [&](const v1::TicketChangeResult& result) {
    if (!IsRefused(result)) return;
    meter.Hide();
    Complain(program, result);
    ++tally.refused;
  };
  for (const v1::TicketChangeResult& each : planned.results()) complain(each);
  const std::int64_t all = planned.changed_count() + tally.refused;
  for (const v1::ChangeTicketsRequest& request : RequestsFor(planned, change)) {
    const auto response = program.Call<Service>(&Stub::ChangeTickets, request);
    if (!response) {
      meter.Hide();
      program.Note(WriteCount(tally.done) + " tickets changed before that");
      return program.Fail(response.error());
    }
    if (program.options.json) program.PrintJson(*response);
    for (const v1::TicketChangeResult& each : response->results()) complain(each);
    tally.done += response->changed_count();
    const std::int64_t so_far = tally.done + tally.refused;
    meter.Show({Duration{0}, so_far, so_far, all});
  }
  meter.Hide();
  program.Note(WriteCount(tally.done) + " tickets changed, " + WriteCount(tally.refused) +
               " refused");
  if (tally.refused == 0) return ExitCode::kOk;
  return tally.done == 0 ? ExitCode::kFailed : ExitCode::kPartlyDone;
}

ExitCode Update(Program& program, const UpdateOptions& options) {
  Result<v1::ChangeTicketsRequest> request = RequestOf(options);
  if (!request) return Usage(program, request.error());
  request->set_validate_only(true);
  const auto planned = program.Call<Service>(&Stub::ChangeTickets, *request);
  if (!planned) return program.Fail(planned.error());
  if (options.dry_run) {
    Preview(program, *planned);
    program.Note(WriteCount(planned->changed_count()) + " tickets would be changed, " +
                 WriteCount(planned->refused_count()) + " refused; nothing was");
    return ExitCode::kOk;
  }
  const std::string what = "This changes " + WriteCount(planned->changed_count()) + " tickets.";
  if (planned->changed_count() > 0 && !program.Confirmed(what, options.yes)) {
    return ExitCode::kUsage;
  }
  return ChangeAll(program, *planned, request->change());
}

}  // namespace

// Where tickets can be named an option takes the one word behind it, and no ticket.
void AddChoice(CLI::App& verb, TicketChoice& choice) {
  verb.add_option("--query", choice.query, "Words of subjects and comments");
  verb.add_option("--state", choice.states,
                  "Only this state; may be repeated. Usual: new, open, pending")
      ->allow_extra_args(false)
      ->check(CLI::IsMember(EnumNames(*v1::Ticket::State_descriptor())));
  verb.add_flag("--all", choice.all, "Also those that are resolved and closed");
  verb.add_option("--type", choice.types, "Only this type; may be repeated")
      ->allow_extra_args(false)
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

void AddOrder(CLI::App& verb, std::string& order) {
  verb.add_option("--order", order, "Usual: the newest first")
      ->check(CLI::IsMember(EnumNames(*v1::ListTicketsRequest::Order_descriptor())));
}

void AddTicketUpdate(CLI::App& tickets, Program& program) {
  const auto options = std::make_shared<UpdateOptions>();
  CLI::App& update =
      AddVerb(tickets, "update", "Change all tickets that are named, or that the filters find",
              program, [&program, options] { return Update(program, *options); });
  update.add_option("TICKET", options->tickets, "Numbers, or tickets/ID; instead of filters");
  AddChoice(update, options->choice);
  update.add_option("--set-priority", options->edit.priority, "Their priority")
      ->check(CLI::IsMember(EnumNames(*v1::Ticket::Priority_descriptor())));
  update.add_option("--set-type", options->edit.type, "Their type")
      ->check(CLI::IsMember(EnumNames(*v1::Ticket::Type_descriptor())));
  update.add_option("--set-queue", options->edit.queue, "Their queue; nobody has them then");
  update.add_option("--set-owner", options->edit.owner,
                    "Who is to have them; - for nobody. Not with other changes");
  update.add_option("--add-tag", options->edit.tags_added, "A tag; may be repeated")
      ->allow_extra_args(false);
  update.add_option("--remove-tag", options->edit.tags_removed, "A tag; may be repeated")
      ->allow_extra_args(false);
  update.add_flag("--dry-run,--preview", options->dry_run, "Only show what would be changed");
  update.add_flag("--yes", options->yes, "Do not ask");
}

}  // namespace jackfield::cli
