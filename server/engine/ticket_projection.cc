#include "server/engine/ticket_projection.h"

#include <optional>
#include <variant>

#include "server/engine/names.h"

namespace jackfield::engine {
namespace {

template <typename Command>
concept NamesTicket = requires(const Command& command) {
  command.ticket;
};

template <typename Command>
concept AnswersOffer = requires(const Command& command) {
  command.reservation;
};

std::optional<WallTime> WallOf(const std::optional<exchange::Moment>& moment) {
  return moment ? std::optional(moment->wall) : std::nullopt;
}

TicketLink LinkTo(const exchange::State& state, TicketId id) {
  const auto found = state.tickets.find(id);
  return {id, found == state.tickets.end() ? std::string() : found->second.name};
}

// The ticket of the entry that begins its history: the first one, whatever followed from it.
TicketId MadeBy(const exchange::Effects& effects) {
  for (const exchange::Effect& effect : effects) {
    if (const auto* noted = std::get_if<exchange::TicketNoted>(&effect)) return noted->ticket;
  }
  return {};
}

// The ticket that the reservation was for, if that ended now.
TicketId ReservedBy(const exchange::Effects& effects, ReservationId reservation) {
  for (const exchange::Effect& effect : effects) {
    const auto* ended = std::get_if<exchange::ReservationEnded>(&effect);
    if (ended == nullptr || ended->reservation != reservation) continue;
    if (ended->work.kind == exchange::WorkKind::kTicket) return TicketId{ended->work.id};
  }
  return {};
}

TicketId TicketOf(const exchange::TicketCommand& command, const exchange::Effects& effects) {
  return std::visit(
      [&effects](const auto& each) {
        if constexpr (NamesTicket<decltype(each)>) {
          return each.ticket;
        } else if constexpr (AnswersOffer<decltype(each)>) {
          return ReservedBy(effects, each.reservation);
        } else {
          return MadeBy(effects);
        }
      },
      command);
}

// Other entries may come before and after it: of clocks, and of what follows from a comment.
std::uint32_t CommentIn(const exchange::Effects& effects, TicketId ticket) {
  for (const exchange::Effect& effect : effects) {
    const auto* noted = std::get_if<exchange::TicketNoted>(&effect);
    if (noted == nullptr || noted->ticket != ticket) continue;
    if (noted->what == exchange::TicketEntryKind::kCommented) return noted->number;
  }
  return 0;
}

}  // namespace

TicketRow ProjectTicket(const exchange::State& state, const exchange::Ticket& ticket) {
  TicketRow row;
  row.ticket = ticket.id;
  row.name = ticket.name;
  row.subject = ticket.subject;
  row.type = ticket.type;
  row.priority = ticket.priority;
  row.state = ticket.state;
  row.owner = AgentLogin(state, ticket.owner);
  row.owner_display_name = AgentDisplayName(state, ticket.owner);
  row.queue = QueueName(state, ticket.queue);
  row.queue_display_name = QueueDisplayName(state, ticket.queue);
  row.skills = ticket.skills;
  row.tags = ticket.tags;
  row.customer = ticket.customer;
  row.value_tier = ticket.value_tier;
  row.interactions = ticket.interactions;
  for (const TicketId other : ticket.links) row.links.push_back(LinkTo(state, other));
  if (ticket.merged_into) row.merged_into = LinkTo(state, ticket.merged_into);
  row.watchers = ticket.watchers;
  row.complaint = ticket.complaint;
  row.satisfaction = ticket.satisfaction;
  row.created = ticket.times.created.wall;
  row.updated = ticket.times.updated.wall;
  row.first_response = WallOf(ticket.times.first_response);
  row.resolved = WallOf(ticket.times.resolved);
  row.closed = WallOf(ticket.times.closed);
  row.reminder = ticket.reminder;
  row.clocks = ticket.clocks;
  row.with_supervisors = ticket.with_supervisors;
  row.references = ticket.references;
  row.entries = ticket.entries;
  row.revision = ticket.revision;
  return row;
}

TicketEntryRow ProjectTicketEntry(const exchange::TicketNoted& entry) {
  return {entry.ticket,    entry.number,     entry.what,   entry.who,   entry.text,
          entry.reference, entry.visibility, entry.before, entry.after, entry.at.wall};
}

void ProjectTickets(const exchange::State& state, const BatchChanges& changes, CommitBatch& batch) {
  for (const TicketId id : changes.tickets()) {
    const exchange::Ticket* ticket = changes.FindTicket(state, id);
    if (ticket != nullptr) batch.tickets.push_back(ProjectTicket(state, *ticket));
  }
  for (const exchange::TicketNoted& entry : changes.ticket_entries()) {
    batch.ticket_entries.push_back(ProjectTicketEntry(entry));
  }
}

TicketReceipt ReceiptOf(const exchange::State& state, const exchange::TicketCommand& command,
                        const exchange::Effects& effects) {
  const auto found = state.tickets.find(TicketOf(command, effects));
  if (found == state.tickets.end()) return {};
  const exchange::Ticket& ticket = found->second;
  return {ticket.id, ticket.name, ticket.revision, ticket.entries, CommentIn(effects, ticket.id)};
}

}  // namespace jackfield::engine
