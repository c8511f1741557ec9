#include "server/grpc_api/ticket_commands.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/customer_mapping.h"
#include "server/grpc_api/pop_cards.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/session_mapping.h"
#include "server/grpc_api/ticket_change_mapping.h"
#include "server/grpc_api/ticket_errors.h"
#include "server/grpc_api/ticket_scope.h"
#include "server/ports/clock.h"
#include "server/ports/interactions.h"
#include "server/ports/random.h"

namespace jackfield::grpc_api {
namespace {

using exchange::PersonalText;
using exchange::TicketState;

constexpr int kSatisfactionMin = 1;
constexpr std::size_t kNameBytes = 16;

// R1.
VaultSubject SubjectOf(const std::string& ticket) {
  return {{}, std::string(kTicketSubject) + ticket};
}

void SetCustomer(const exchange::TicketCustomer& whose, exchange::CreateTicket& command) {
  command.customer = whose.customer;
  command.value_tier = whose.value_tier;
  command.preferred_agent = whose.preferred_agent;
  command.open_complaint = whose.open_complaint;
}

// A ticket in no queue is nobody's: whoever sees it may take it.
bool IsOfOthers(const std::string& queue, const TicketScope& scope) {
  return !queue.empty() &&
         std::find(scope.queues.begin(), scope.queues.end(), queue) == scope.queues.end();
}

}  // namespace

Result<PreparedCommand> TicketCommands::Of(const TicketAsker& asker,
                                           const v1::CreateTicketRequest& request) {
  Result<exchange::CreateTicket> command = NewTicketOf(request);
  if (!command) return Fail(command);
  command->actor = asker.principal.name();
  if (!request.ticket().customer().empty()) {
    const auto customer = CustomerOf(request.ticket().customer());
    if (!customer) return Fail(customer);
    SetCustomer(*customer, *command);
  }
  const Status linked = AddInteraction(request.interaction(), *command);
  if (!linked) return Fail(linked);
  command->name = RandomName(parts_.ports.random.Bytes(kNameBytes));
  const VaultSubject subject = SubjectOf(command->name);
  for (PersonalText* text :
       {&command->subject, &command->description, &command->complaint.promise}) {
    if (const Status sealed = Seal(subject, *text); !sealed) return Fail(sealed);
  }
  // Who would not see it any more watches it.
  const TicketRow made{
      .owner = command->owner, .queue = command->queue, .customer = command->customer};
  if (asker.sight && !IsInScope(made, *asker.sight)) command->watchers = {asker.sight->login};
  return PreparedCommand{*std::move(command)};
}

Result<PreparedCommand> TicketCommands::Of(const TicketAsker& asker,
                                           const v1::UpdateTicketRequest& request) {
  const Result<TicketRow> before = FindLiving("ticket.name", request.ticket().name(), asker);
  if (!before) return Fail(before);
  Result<exchange::UpdateTicket> changes = ChangesOf(request, *before);
  if (!changes) return Fail(changes);
  changes->actor = asker.principal.name();
  const VaultSubject subject = SubjectOf(before->name);
  if (ChangesCustomer(request)) {
    const auto customer = CustomerOf(request.ticket().customer());
    if (!customer) return Fail(customer);
    changes->customer = *customer;
  }
  if (changes->subject) {
    if (const Status sealed = Seal(subject, *changes->subject); !sealed) return Fail(sealed);
  }
  if (changes->complaint) {
    const Status sealed = Seal(subject, changes->complaint->promise);
    if (!sealed) return Fail(sealed);
  }
  return PreparedCommand{*std::move(changes)};
}

Result<PreparedCommand> TicketCommands::Of(const TicketAsker& asker,
                                           const v1::CommentTicketRequest& request) {
  const Result<TicketRow> row = FindLiving("ticket", request.ticket(), asker);
  if (!row) return Fail(row);
  Result<exchange::AddComment> comment = CommentOf(request);
  if (!comment) return Fail(comment);
  comment->actor = asker.principal.name();
  comment->ticket = row->ticket;
  const Status sealed = Seal(SubjectOf(row->name), comment->text);
  if (!sealed) return Fail(sealed);
  return PreparedCommand{*std::move(comment)};
}

Result<PreparedCommand> TicketCommands::Of(const TicketAsker& asker,
                                           const v1::AssignTicketRequest& request) {
  const Result<TicketRow> row = FindLiving("ticket", request.ticket(), asker);
  if (!row) return Fail(row);
  const Result<std::string> owner = OptionalIdOf("owner", "agents", request.owner());
  if (!owner) return Fail(owner);
  const auto revision = RevisionOf(request.etag());
  if (!revision) return Fail(revision);
  return PreparedCommand{
      exchange::AssignTicket{asker.principal.name(), row->ticket, *revision, *owner}};
}

Result<PreparedCommand> TicketCommands::Of(const TicketAsker& asker,
                                           const v1::TakeTicketRequest& request) {
  const Result<TicketRow> row = FindLiving("ticket", request.ticket(), asker);
  if (!row) return Fail(row);
  if (asker.sight && row->owner != asker.sight->login && IsOfOthers(row->queue, *asker.sight)) {
    return Fail(ErrorCode::kFailedPrecondition, "TICKET_OF_ANOTHER_QUEUE",
                "the ticket is in the queue \"" + row->queue + "\", which is not yours");
  }
  return PreparedCommand{exchange::TakeTicket{asker.principal.agent(), row->ticket, std::nullopt}};
}

Result<PreparedCommand> TicketCommands::Of(const TicketAsker& asker,
                                           const v1::SetTicketStateRequest& request) {
  const Result<TicketRow> row = views_.Find("ticket", request.ticket(), asker.sight);
  if (!row) return Fail(row);
  Result<exchange::SetTicketState> change =
      StateChangeOf(request, *row, parts_.ports.clock.WallNow());
  if (!change) return Fail(change);
  const bool done = change->state == TicketState::kClosed && row->state == change->state;
  if (done) return PreparedCommand{std::nullopt, row->ticket};
  if (const Status living = CheckNotClosed(*row); !living) return Fail(living);
  change->actor = asker.principal.name();
  const Status sealed = Seal(SubjectOf(row->name), change->text);
  if (!sealed) return Fail(sealed);
  return PreparedCommand{*std::move(change)};
}

Result<PreparedCommand> TicketCommands::Of(const TicketAsker& asker,
                                           const v1::MergeTicketsRequest& request) {
  const Result<TicketRow> into = FindLiving("ticket", request.ticket(), asker);
  if (!into) return Fail(into);
  const Result<TicketRow> row = views_.Find("merged", request.merged(), asker.sight);
  if (!row) return Fail(row);
  const bool done = row->merged_into.ticket && row->merged_into.ticket == into->ticket;
  if (done) return PreparedCommand{std::nullopt, into->ticket};
  if (const Status living = CheckNotClosed(*row); !living) return Fail(living);
  if (row->ticket == into->ticket) {
    return FailField("TICKET_SAME", "merged", "must be another ticket; check the number");
  }
  if (asker.sight && !row->owner.empty() && row->owner != asker.sight->login) {
    return Fail(ErrorCode::kPermissionDenied, "TICKET_OF_ANOTHER_AGENT",
                "agent \"" + row->owner + "\" has the ticket that would be closed; ask them");
  }
  return PreparedCommand{
      exchange::MergeTickets{asker.principal.name(), row->ticket, std::nullopt, into->ticket},
      into->ticket};
}

Result<PreparedCommand> TicketCommands::Of(const TicketAsker& asker,
                                           const v1::LinkTicketRequest& request) {
  const Result<TicketRow> row = FindLiving("ticket", request.ticket(), asker);
  if (!row) return Fail(row);
  const std::string actor = asker.principal.name();
  switch (request.other_case()) {
    case v1::LinkTicketRequest::kLinkedTicket: {
      const auto other = views_.Find("linked_ticket", request.linked_ticket(), asker.sight);
      if (!other) return Fail(other);
      if (other->ticket == row->ticket) {
        return FailField("TICKET_SAME", "linked_ticket", "must be another ticket");
      }
      if (request.remove()) {
        return PreparedCommand{
            exchange::UnlinkTickets{actor, row->ticket, std::nullopt, other->ticket}};
      }
      return PreparedCommand{
          exchange::LinkTickets{actor, row->ticket, std::nullopt, other->ticket}};
    }
    case v1::LinkTicketRequest::kInteraction: {
      if (request.remove()) {
        return FailField("FIELD_INVALID", "remove", "is for links with tickets only");
      }
      const Result<InteractionRow> interaction = FindInteraction(request.interaction());
      if (!interaction) return Fail(interaction);
      const bool called = interaction->direction == exchange::Direction::kOutbound;
      return PreparedCommand{exchange::LinkInteraction{
          actor, row->ticket, std::nullopt, interaction->name,
          called ? exchange::InteractionSide::kAgent : exchange::InteractionSide::kCustomer}};
    }
    case v1::LinkTicketRequest::OTHER_NOT_SET:
      break;
  }
  return FailField("FIELD_INVALID", "linked_ticket", "or `interaction` must be given");
}

Result<PreparedCommand> TicketCommands::Of(const TicketAsker& asker,
                                           const v1::SetTicketWatchRequest& request) {
  const Result<TicketRow> row = FindLiving("ticket", request.ticket(), asker);
  if (!row) return Fail(row);
  const std::string& login = asker.principal.login;
  if (request.stop()) {
    return PreparedCommand{exchange::UnwatchTicket{login, row->ticket, std::nullopt, login}};
  }
  return PreparedCommand{exchange::WatchTicket{login, row->ticket, std::nullopt, login}};
}

Result<PreparedCommand> TicketCommands::Of(const TicketAsker& asker,
                                           const v1::AttachToTicketRequest& request) {
  const Result<TicketRow> row = FindLiving("ticket", request.ticket(), asker);
  if (!row) return Fail(row);
  Result<exchange::AttachReference> attached = AttachmentOf(request);
  if (!attached) return Fail(attached);
  attached->actor = asker.principal.name();
  attached->ticket = row->ticket;
  for (PersonalText* text : {&attached->name, &attached->address}) {
    if (const Status sealed = Seal(SubjectOf(row->name), *text); !sealed) return Fail(sealed);
  }
  return PreparedCommand{*std::move(attached)};
}

Result<PreparedCommand> TicketCommands::Of(const TicketAsker& asker,
                                           const v1::RateTicketRequest& request) {
  const Result<TicketRow> row = views_.Find("ticket", request.ticket(), asker.sight);
  if (!row) return Fail(row);
  if (const Status whole = CheckNotMerged(*row); !whole) return Fail(whole);
  const int satisfaction = request.satisfaction();
  if (satisfaction < kSatisfactionMin ||
      satisfaction > static_cast<int>(exchange::kSatisfactionMax)) {
    return FailField("FIELD_INVALID", "satisfaction", "must be 1 (not at all) to 5 (very content)");
  }
  return PreparedCommand{exchange::RateTicket{asker.principal.name(), row->ticket, std::nullopt,
                                              static_cast<std::uint32_t>(satisfaction)}};
}

Result<exchange::ShowTicket> TicketCommands::Of(const security::Principal& principal,
                                                const v1::ShowTicketOnDeskRequest& request) {
  const Result<TicketRow> row = views_.Find("ticket", request.ticket(), std::nullopt);
  if (!row) return Fail(row);
  const Result<std::string> agent = IdOf("agent", "agents", request.agent());
  if (!agent) return Fail(agent);
  const SharedSite site = parts_.configuration.Current();
  if (!site->agents.contains(*agent)) {
    return Fail(ErrorCode::kNotFound, "AGENT_NOT_FOUND", "no agent has the login " + *agent);
  }
  return exchange::ShowTicket{principal.name(), row->ticket, std::nullopt, *agent};
}

Result<TicketRow> TicketCommands::FindLiving(const char* field, const std::string& name,
                                             const TicketAsker& asker) {
  Result<TicketRow> row = views_.Find(field, name, asker.sight);
  if (!row) return row;
  if (const Status living = CheckNotClosed(*row); !living) return Fail(living);
  return row;
}

Result<InteractionRow> TicketCommands::FindInteraction(const std::string& name) {
  Result<std::string> id = IdOf("interaction", "interactions", name);
  if (!id) id = IdOf("interaction", "calls", name);
  if (!id) return Fail(id);
  return parts_.ports.interactions.GetByName(*id);
}

Result<exchange::TicketCustomer> TicketCommands::CustomerOf(const std::string& name) {
  if (name.empty()) return exchange::TicketCustomer{};
  const Result<Customer> customer = views_.FindCustomer("ticket.customer", name);
  if (!customer) return Fail(customer);
  return CustomerOf(*customer);
}

exchange::TicketCustomer TicketCommands::CustomerOf(const Customer& customer) const {
  const SharedSite site = parts_.configuration.Current();
  const exchange::CustomerStanding standing = StandingOf(site->configuration, customer);
  return {customer.id, standing.value_tier, standing.preferred_agent, standing.open_complaint};
}

Status TicketCommands::AddInteraction(const std::string& name, exchange::CreateTicket& command) {
  if (name.empty()) return {};
  const Result<InteractionRow> interaction = FindInteraction(name);
  if (!interaction) return Fail(interaction);
  command.interactions = {interaction->name};
  if (command.customer || !interaction->caller.customer) return {};
  const Result<Customer> caller =
      parts_.cards.GetCustomer(views_.Now(interaction->caller.customer));
  if (!caller) return Fail(caller);
  SetCustomer(CustomerOf(*caller), command);
  return {};
}

Status TicketCommands::Seal(const VaultSubject& subject, PersonalText& text) const {
  Result<PersonalText> sealed = parts_.ports.vault.Seal(subject, text);
  if (!sealed) return Fail(sealed);
  text = *std::move(sealed);
  return {};
}

}  // namespace jackfield::grpc_api
