#pragma once

#include <optional>
#include <string>

#include "jackfield/v1/ticket_service.pb.h"

#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/exchange/tickets/ticket_command.h"
#include "server/grpc_api/parts.h"
#include "server/grpc_api/ticket_views.h"
#include "server/ports/interaction_row.h"
#include "server/ports/vault.h"
#include "server/security/principal.h"

namespace jackfield::grpc_api {

// Who asks for a change of a ticket.
struct TicketAsker {
  const security::Principal& principal;
  TicketViews::Sight sight;
};

// What is to be done; nullopt: nothing is left to be. And which ticket is answered with; none: the
// one that it is done to.
struct PreparedCommand {
  std::optional<exchange::TicketCommand> command;
  TicketId shown = {};
};

// Makes commands of requests: finds what they name, checks what they say, and seals their texts.
//
// Rules:
//  R1. Texts are sealed with a key of the ticket's own, which goes with its customer. Why: who that
//      is may be known later than the first text, or be corrected, and a history is never written
//      again.
//
// Errors of all: kInvalidArgument (FIELD_INVALID); kNotFound (TICKET_NOT_FOUND);
// kFailedPrecondition (TICKET_CLOSED, TICKET_MERGED); those of store and vault; and those that the
// contract states of the method.
//
// Thread safety: thread-safe; blocks on the store.
class TicketCommands {
 public:
  TicketCommands(const ServiceParts& parts, TicketViews& views) : parts_(parts), views_(views) {}

  Result<PreparedCommand> Of(const TicketAsker& asker, const v1::CreateTicketRequest& request);
  Result<PreparedCommand> Of(const TicketAsker& asker, const v1::UpdateTicketRequest& request);
  Result<PreparedCommand> Of(const TicketAsker& asker, const v1::CommentTicketRequest& request);
  Result<PreparedCommand> Of(const TicketAsker& asker, const v1::AssignTicketRequest& request);
  Result<PreparedCommand> Of(const TicketAsker& asker, const v1::TakeTicketRequest& request);
  Result<PreparedCommand> Of(const TicketAsker& asker, const v1::SetTicketStateRequest& request);
  Result<PreparedCommand> Of(const TicketAsker& asker, const v1::MergeTicketsRequest& request);
  Result<PreparedCommand> Of(const TicketAsker& asker, const v1::LinkTicketRequest& request);
  Result<PreparedCommand> Of(const TicketAsker& asker, const v1::SetTicketWatchRequest& request);
  Result<PreparedCommand> Of(const TicketAsker& asker, const v1::AttachToTicketRequest& request);
  Result<PreparedCommand> Of(const TicketAsker& asker, const v1::RateTicketRequest& request);

  // For programs, which see all tickets.
  Result<exchange::ShowTicket> Of(const security::Principal& principal,
                                  const v1::ShowTicketOnDeskRequest& request);

 private:
  // A ticket that may still be changed.
  Result<TicketRow> FindLiving(const char* field, const std::string& name,
                               const TicketAsker& asker);
  // Errors: kNotFound (INTERACTION_NOT_FOUND).
  Result<InteractionRow> FindInteraction(const std::string& name);
  Result<exchange::TicketCustomer> CustomerOf(const std::string& name);
  exchange::TicketCustomer CustomerOf(const Customer& customer) const;
  Status AddInteraction(const std::string& name, exchange::CreateTicket& command);
  Status Seal(const VaultSubject& subject, exchange::PersonalText& text) const;

  const ServiceParts parts_;
  TicketViews& views_;
};

}  // namespace jackfield::grpc_api
