#include "server/grpc_api/callback_drafts.h"

#include <utility>

#include "server/grpc_api/callback_mapping.h"
#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/customer_mapping.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"
#include "server/ports/caller_memory.h"
#include "server/ports/interactions.h"
#include "server/ports/vault.h"

namespace jackfield::grpc_api {
namespace {

using exchange::PersonalText;

constexpr std::size_t kNoteMax = 500;
constexpr std::size_t kListNameMax = 64;
constexpr const char* kCustomerField = "callback.customer";

Status FieldErrors(const DocumentCheck& check) {
  Status status = check.status();
  if (!status) status.error().reason = "FIELD_INVALID";
  return status;
}

}  // namespace

// As NormalizedNumber::LookUpForm().
std::string NumberKeyOf(const ServiceParts& parts, const CustomerNumber& number) {
  if (!number.e164.empty()) {
    const std::string extension = number.extension.empty() ? "" : ";ext=" + number.extension;
    return parts.ports.memory.KeyOf(number.e164 + extension);
  }
  const auto forms = parts.ports.numbers.LookUpForms(number.raw, 1);
  return forms.empty() ? std::string() : parts.ports.memory.KeyOf(forms.front());
}

Result<exchange::CreateCallback> CallbackDrafts::Of(const v1::CreateCallbackRequest& request,
                                                    const std::string& actor,
                                                    const TicketViews::Sight& sight) {
  const v1::Callback& wanted = request.callback();
  DocumentCheck check;
  check.Text("callback.note", wanted.note(), 0, kNoteMax);
  if (const Status sound = FieldErrors(check); !sound) return Fail(sound);
  exchange::CreateCallback command;
  command.actor = actor;
  command.note = PersonalText(wanted.note());
  const auto queue = IdOf("callback.queue", "queues", wanted.queue());
  if (!queue) return Fail(queue);
  command.queue = *queue;
  const auto origin = OriginOf(wanted.origin());
  if (!origin) return Fail(origin);
  command.origin = *origin;
  const auto agent = OptionalIdOf("callback.preferred_agent", "agents", wanted.preferred_agent());
  if (!agent) return Fail(agent);
  command.preferred = *agent;
  if (wanted.has_wait_start_time()) command.wait_start = FromProto(wanted.wait_start_time());
  if (wanted.has_earliest_time()) command.earliest = FromProto(wanted.earliest_time());
  std::optional<Customer> customer;
  if (!wanted.customer().empty()) {
    Result<Customer> found = FindCustomer(kCustomerField, wanted.customer());
    if (!found) return Fail(found);
    customer = *std::move(found);
  }
  if (const Status added = AddTicket(request, sight, command); !added) return Fail(added);
  if (const Status added = AddOrigin(request, customer, command); !added) return Fail(added);
  const Status addressed =
      Address({"callback.number.raw", wanted.number().raw(), request.region_code()},
              std::move(customer), command);
  if (!addressed) return Fail(addressed);
  return command;
}

Result<CallbackListDraft> CallbackDrafts::Of(const v1::ImportCallbackListRequest& request,
                                             const std::string& actor) {
  const auto queue = IdOf("queue", "queues", request.queue());
  if (!queue) return Fail(queue);
  DocumentCheck check;
  check.Text("list_name", request.list_name(), 1, kListNameMax);
  check.Count("rows", request.rows_size(), static_cast<int>(exchange::kCallbackListMax));
  if (request.rows().empty()) check.Refuse("rows", "must have 1 to 1,000 rows");
  for (int i = 0; i < request.rows_size(); ++i) {
    check.Text(EntryAt("rows", i) + "note", request.rows(i).note(), 0, kNoteMax);
  }
  if (const Status sound = FieldErrors(check); !sound) return Fail(sound);
  CallbackListDraft draft;
  draft.command.actor = actor;
  for (int i = 0; i < request.rows_size(); ++i) {
    const v1::CallbackListRow& row = request.rows(i);
    exchange::CreateCallback command;
    command.actor = actor;
    command.queue = *queue;
    command.origin = exchange::CallbackOrigin::kList;
    command.list = request.list_name();
    command.note = PersonalText(row.note());
    if (request.has_earliest_time()) command.earliest = FromProto(request.earliest_time());
    std::optional<Customer> customer;
    Status made;
    if (!row.customer().empty()) {
      Result<Customer> found = FindCustomer("rows.customer", row.customer());
      if (found) customer = *std::move(found);
      if (!found) made = Fail(found);
    }
    if (made) {
      made = Address({"rows.number", row.number(), request.region_code()}, std::move(customer),
                     command);
    }
    if (made) {
      draft.command.rows.push_back(std::move(command));
    } else if (made.error().reason == "DO_NOT_CALL") {
      ++draft.do_not_call;
    } else if (made.error().code == ErrorCode::kInvalidArgument ||
               made.error().code == ErrorCode::kNotFound) {
      draft.invalid.push_back(i + 1);
    } else {
      return Fail(made);
    }
  }
  return draft;
}

Result<Customer> CallbackDrafts::FindCustomer(const char* field, const std::string& name) {
  const Result<std::string> id = IdOf(field, "customers", name);
  if (!id) return Fail(id);
  Result<Customer> customer = parts_.ports.customers.GetByName(*id);
  if (!customer || !customer->merged_into) return customer;
  return parts_.ports.customers.Get(customer->merged_into);
}

Status CallbackDrafts::AddTicket(const v1::CreateCallbackRequest& request,
                                 const TicketViews::Sight& sight,
                                 exchange::CreateCallback& command) {
  if (request.ticket().empty()) return {};
  const Result<TicketRow> ticket = tickets_.Find("ticket", request.ticket(), sight);
  if (!ticket) return Fail(ticket);
  command.ticket = ticket->name;
  return {};
}

Status CallbackDrafts::AddOrigin(const v1::CreateCallbackRequest& request,
                                 std::optional<Customer>& customer,
                                 exchange::CreateCallback& command) {
  if (request.interaction().empty()) return {};
  Result<std::string> id = IdOf("interaction", "interactions", request.interaction());
  if (!id) id = IdOf("interaction", "calls", request.interaction());
  if (!id) return Fail(id);
  const Result<InteractionRow> interaction = parts_.ports.interactions.GetByName(*id);
  if (!interaction) return Fail(interaction);
  command.call = interaction->name;
  if (customer || !interaction->caller.customer) return {};
  const Result<Customer> caller = parts_.ports.customers.Get(interaction->caller.customer);
  if (caller) customer = *caller;
  return {};
}

Status CallbackDrafts::Address(const Written& written, std::optional<Customer> customer,
                               exchange::CreateCallback& command) {
  const SharedSite site = parts_.configuration.Current();
  const Result<CustomerNumber> number =
      parts_.ports.numbers.Read(written.field, written.raw, written.region);
  if (!number) return Fail(number);
  if (!customer) customer = HolderOf(*number);
  if (customer) {
    if (IsNotToBeCalled(*customer) && command.origin != exchange::CallbackOrigin::kQueue) {
      return Fail(ErrorCode::kFailedPrecondition, "DO_NOT_CALL",
                  "the customer does not want to be called");
    }
    command.customer = customer->id;
    const exchange::CustomerStanding standing = StandingOf(site->configuration, *customer);
    command.value_tier = standing.value_tier;
    command.open_complaint = standing.open_complaint;
  }
  command.number = PersonalText(number->e164.empty() ? number->raw : number->e164);
  command.number_key = NumberKeyOf(parts_, *number);
  command.calling_code = CallingCodeOf(number->e164, number->national_digits);
  return SealTexts(command.number.bytes, command);
}

std::optional<Customer> CallbackDrafts::HolderOf(const CustomerNumber& number) {
  if (number.e164.empty()) return std::nullopt;
  const auto holders = parts_.ports.customers.FindByE164(number.e164);
  if (!holders || holders->size() != 1) return std::nullopt;
  Result<Customer> customer = parts_.ports.customers.Get(holders->front().customer);
  return customer ? std::optional(*std::move(customer)) : std::nullopt;
}

Status CallbackDrafts::SealTexts(const std::string& number,
                                 exchange::CreateCallback& command) const {
  const VaultSubject subject{command.customer, number, command.number_key};
  for (PersonalText* text : {&command.number, &command.note}) {
    Result<PersonalText> sealed = parts_.ports.vault.Seal(subject, *text);
    if (!sealed) return Fail(sealed);
    *text = *std::move(sealed);
  }
  return {};
}

}  // namespace jackfield::grpc_api
