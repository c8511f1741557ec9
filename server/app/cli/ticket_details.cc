#include "server/app/cli/ticket_details.h"

#include <memory>
#include <optional>
#include <string>

#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "server/app/cli/ticket_complaint.h"
#include "server/app/cli/ticket_edit.h"
#include "server/app/cli/ticket_wording.h"
#include "server/app/cli/verb.h"

namespace jackfield::cli {
namespace {

using Service = v1::TicketService;
using Stub = v1::TicketService::Stub;

struct EditOptions {
  std::string ticket;
  std::optional<std::string> subject;
  std::optional<std::string> customer;
  ComplaintOptions complaint;
};

struct WatchOptions {
  std::string ticket;
  bool stop = false;
};

struct AttachOptions {
  std::string ticket;
  std::string uri;
  std::string display_name;
  bool is_public = false;
};

Result<v1::UpdateTicketRequest> RequestOf(const EditOptions& options) {
  v1::UpdateTicketRequest request;
  v1::Ticket& ticket = *request.mutable_ticket();
  ticket.set_name(TicketName(options.ticket));
  const auto changes = [&request](const char* field) {
    request.mutable_update_mask()->add_paths(field);
  };
  if (options.subject) {
    ticket.set_subject(*options.subject);
    changes("subject");
  }
  if (options.customer) {
    const bool whole =
        options.customer->empty() || options.customer->find('/') != std::string::npos;
    ticket.set_customer(whole ? *options.customer : "customers/" + *options.customer);
    changes("customer");
  }
  const ComplaintOptions& complaint = options.complaint;
  const Status set = SetComplaint(complaint, *ticket.mutable_complaint());
  if (!set) return Fail(set);
  if (complaint.severity) changes("complaint.severity");
  if (complaint.cause) changes("complaint.cause");
  if (complaint.promised_action) changes("complaint.promised_action");
  if (complaint.compensation) {
    changes("complaint.compensation_minor_units");
    changes("complaint.compensation_currency_code");
  }
  if (request.update_mask().paths().empty()) {
    return Fail(ErrorCode::kInvalidArgument, "say what is to be changed, e.g. --subject");
  }
  return request;
}

ExitCode Edit(Program& program, const EditOptions& options) {
  const Result<v1::UpdateTicketRequest> request = RequestOf(options);
  if (!request) {
    program.Complain(request.error().message);
    return ExitCode::kUsage;
  }
  return AnswerTicket(program, program.Call<Service>(&Stub::UpdateTicket, *request));
}

ExitCode Watch(Program& program, const WatchOptions& options) {
  v1::SetTicketWatchRequest request;
  request.set_ticket(TicketName(options.ticket));
  request.set_stop(options.stop);
  return AnswerTicket(program, program.Call<Service>(&Stub::SetTicketWatch, request));
}

ExitCode Attach(Program& program, const AttachOptions& options) {
  v1::AttachToTicketRequest request;
  request.set_ticket(TicketName(options.ticket));
  request.set_uri(options.uri);
  request.set_display_name(options.display_name);
  request.set_visibility(options.is_public ? v1::TicketEntry::VISIBILITY_PUBLIC
                                           : v1::TicketEntry::VISIBILITY_INTERNAL);
  return AnswerTicket(program, program.Call<Service>(&Stub::AttachToTicket, request));
}

void AddEdit(CLI::App& tickets, Program& program) {
  const auto options = std::make_shared<EditOptions>();
  CLI::App& edit = AddVerb(tickets, "edit", "Change what a ticket says", program,
                           [&program, options] { return Edit(program, *options); });
  edit.add_option("TICKET", options->ticket, "Its number, or tickets/ID")->required();
  edit.add_option("--subject", options->subject, "What is to be done, in one line");
  edit.add_option("--customer", options->customer, "Whose it is, its id; '' for nobody's");
  AddComplaintOptions(edit, options->complaint);
}

}  // namespace

void AddTicketDetails(CLI::App& tickets, Program& program) {
  AddEdit(tickets, program);
  const auto watched = std::make_shared<WatchOptions>();
  CLI::App& watch =
      AddVerb(tickets, "watch", "Be told of its clocks, and of what the customer does", program,
              [&program, watched] { return Watch(program, *watched); });
  watch.add_option("TICKET", watched->ticket, "Its number, or tickets/ID")->required();
  watch.add_flag("--stop", watched->stop, "No more");
  const auto attached = std::make_shared<AttachOptions>();
  CLI::App& attach = AddVerb(tickets, "attach", "Say where a file is that belongs to it", program,
                             [&program, attached] { return Attach(program, *attached); });
  attach.add_option("TICKET", attached->ticket, "Its number, or tickets/ID")->required();
  attach.add_option("NAME", attached->display_name, "Name of the file for people")->required();
  attach.add_option("URI", attached->uri, "Where it is kept, https://…")->required();
  attach.add_flag("--public", attached->is_public, "The customer may see it, too");
}

}  // namespace jackfield::cli
