#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "server/exchange/routing/routing_rules.h"
#include "server/exchange/tickets/sla.h"
#include "server/exchange/tickets/ticket_changes.h"
#include "server/exchange/tickets/ticket_checks.h"
#include "server/exchange/tickets/ticket_notices.h"
#include "server/exchange/tickets/ticket_rules.h"
#include "server/exchange/tickets/ticket_sight.h"
#include "server/exchange/tickets/ticket_words.h"
#include "server/exchange/tickets/ticket_work.h"

namespace jackfield::exchange {
namespace {

std::string NumberOf(TicketId ticket) { return std::to_string(ticket.value); }

// Takes over from `from` what there is room for.
template <typename T>
void Fill(std::set<T>& into, const std::set<T>& from, std::size_t count_max) {
  for (const T& each : from) {
    if (into.size() < count_max) into.insert(each);
  }
}

void NoteLink(Step& step, Ticket& ticket, TicketEntryKind what, TicketId other,
              const std::string& who) {
  NoteEntry(step, ticket, {.what = what, .who = who, .after = NumberOf(other)});
}

struct Commands {
  Step& step;

  Status operator()(const CreateTicket& command) const {
    if (const Status sound = CheckNewTicket(command); !sound) return sound;
    Ticket made{.subject = command.subject, .type = command.type, .priority = command.priority};
    made.name = command.name;
    if (!command.queue.empty()) {
      const Result<QueueId> queue = QueueFor(step, command.queue);
      if (!queue) return Fail(queue);
      made.queue = *queue;
    }
    if (!command.owner.empty()) {
      const Result<AgentId> owner = AgentFor(step, command.owner);
      if (!owner) return Fail(owner);
      made.owner = *owner;
    }
    if (!HasRoomForTicket(step)) {
      return Fail(ErrorCode::kResourceExhausted, "TICKETS_FULL",
                  "there are " + std::to_string(kTicketsMax) + " tickets; close some first");
    }
    made.skills = command.skills;
    made.tags = command.tags;
    made.customer = command.customer;
    made.value_tier = command.value_tier;
    made.preferred_agent = command.preferred_agent;
    made.open_complaint = command.open_complaint;
    made.interactions = command.interactions;
    made.watchers = command.watchers;
    made.complaint = command.complaint;
    MakeTicket(step, std::move(made),
               {.what = TicketEntryKind::kCreated,
                .who = command.actor,
                .text = command.description,
                .visibility = command.visibility});
    return {};
  }
  Status operator()(const UpdateTicket& command) const {
    const Result<Ticket*> found = TicketFor(step, command.ticket, command.revision);
    if (!found) return Fail(found);
    Ticket& ticket = **found;
    if (const Status sound = CheckUpdate(ticket, command); !sound) return sound;
    const Result<QueueId> queue = QueueAfter(ticket, command);
    if (!queue) return Fail(queue);
    CatchUpTicket(step, ticket);
    const std::string& who = command.actor;
    if (command.subject) ChangeSubject(step, ticket, *command.subject, who);
    if (command.type) ChangeType(step, ticket, *command.type, who);
    if (command.priority) ChangePriority(step, ticket, *command.priority, who);
    if (command.skills) ChangeSkills(step, ticket, *command.skills, who);
    if (command.tags) ChangeTags(step, ticket, *command.tags, who);
    if (command.complaint) ChangeComplaint(step, ticket, *command.complaint, who);
    if (command.customer) ChangeCustomer(step, ticket, *command.customer, who);
    if (command.queue) ChangeQueue(step, ticket, *queue, who);
    return {};
  }
  Status operator()(const AddComment& command) const {
    const Result<Ticket*> found = TicketFor(step, command.ticket, command.revision);
    if (!found) return Fail(found);
    Ticket& ticket = **found;
    const Status sound = CheckRequiredText("text", command.text, kTicketTextBytesMax);
    if (!sound) return sound;
    if (const Status room = CheckHistory(ticket); !room) return room;
    CatchUpTicket(step, ticket);
    if (command.author == CommentAuthor::kCustomer) {
      TakeCustomersComment(ticket, command);
    } else {
      TakeStaffComment(ticket, command);
    }
    return {};
  }
  Status operator()(const AssignTicket& command) const {
    const Result<Ticket*> found = TicketFor(step, command.ticket, command.revision);
    if (!found) return Fail(found);
    if (const Status open = CheckNotResolved(**found); !open) return open;
    AgentId owner;
    if (!command.owner.empty()) {
      const Result<AgentId> agent = AgentFor(step, command.owner);
      if (!agent) return Fail(agent);
      owner = *agent;
    }
    CatchUpTicket(step, **found);
    ChangeOwner(step, **found, owner, command.actor);
    return {};
  }
  Status operator()(const MoveTicket& command) const {
    const Result<Ticket*> found = TicketFor(step, command.ticket, command.revision);
    if (!found) return Fail(found);
    if (const Status open = CheckNotResolved(**found); !open) return open;
    const Result<QueueId> queue = QueueToMoveTo(command.queue);
    if (!queue) return Fail(queue);
    CatchUpTicket(step, **found);
    ChangeQueue(step, **found, *queue, command.actor);
    return {};
  }
  Status operator()(const SetTicketState& command) const {
    const TicketScope scope =
        command.state == TicketState::kClosed ? TicketScope::kClosedToo : TicketScope::kLiveOnly;
    const Result<Ticket*> found = TicketFor(step, command.ticket, command.revision, scope);
    if (!found) return Fail(found);
    Ticket& ticket = **found;
    if (const Status sound = CheckStateChange(step, ticket, command); !sound) return sound;
    CatchUpTicket(step, ticket);
    if (ticket.state == TicketState::kPending && command.state == TicketState::kPending) {
      ChangeReminder(step, ticket, command.reminder, command.actor);
      return {};
    }
    const StateChange change{.to = command.state,
                             .who = command.actor,
                             .text = command.text,
                             .visibility = command.visibility,
                             .reminder = command.reminder};
    const bool tells = command.visibility == TicketVisibility::kPublic && !command.text.empty();
    if (tells && ticket.state != command.state) Answer(step, ticket);  // S2.
    if (command.state == TicketState::kOpen) {
      Reopen(step, ticket, change);
    } else {
      ChangeState(step, ticket, change);
    }
    return {};
  }
  Status operator()(const MergeTickets& command) const {
    const Result<Ticket*> found = TicketFor(step, command.ticket, command.revision);
    if (!found) return Fail(found);
    if (command.into == command.ticket) return Same("into");
    const Result<Ticket*> into = TicketFor(step, command.into, std::nullopt);
    if (!into) return Fail(into);
    const CustomerId one = (*found)->customer;
    const CustomerId other = (*into)->customer;
    if (one && other && one != other) {
      return Fail(ErrorCode::kFailedPrecondition, "TICKET_OF_ANOTHER_CUSTOMER",
                  "the tickets are of two customers; correct the customer, or link them");
    }
    CatchUpTicket(step, **found);
    CatchUpTicket(step, **into);
    Merge(**found, **into, command.actor);
    return {};
  }
  Status operator()(const LinkTickets& command) const {
    const Result<Ticket*> found = TicketFor(step, command.ticket, command.revision);
    if (!found) return Fail(found);
    if (command.other == command.ticket) return Same("other");
    if (!command.other || command.other.value > step.state.tickets_made) {
      return Fail(ErrorCode::kNotFound, "TICKET_NOT_FOUND",
                  "there never was a ticket " + NumberOf(command.other));
    }
    Ticket* other = FindTicket(step, command.other);
    if (LacksRoom(**found, command.other) ||
        (other != nullptr && LacksRoom(*other, command.ticket))) {
      return Fail(ErrorCode::kResourceExhausted, "TICKET_LINKS_FULL",
                  "a ticket has at most " + std::to_string(kTicketLinksMax) +
                      " links; take one away first");
    }
    Link(**found, command.other, command.actor);
    if (other != nullptr) Link(*other, command.ticket, command.actor);
    return {};
  }
  Status operator()(const UnlinkTickets& command) const {
    const Result<Ticket*> found = TicketFor(step, command.ticket, command.revision);
    if (!found) return Fail(found);
    Unlink(**found, command.other, command.actor);
    Ticket* other = FindTicket(step, command.other);
    if (other != nullptr) Unlink(*other, command.ticket, command.actor);
    return {};
  }
  Status operator()(const LinkInteraction& command) const {
    const Result<Ticket*> found = TicketFor(step, command.ticket, command.revision);
    if (!found) return Fail(found);
    const Status sound = CheckInteraction("interaction", command.interaction);
    if (!sound) return sound;
    const auto& known = (*found)->interactions;
    if (std::find(known.begin(), known.end(), command.interaction) != known.end()) return {};
    CatchUpTicket(step, **found);
    AddInteraction(step, **found, command.interaction, command.actor);
    if (command.side == InteractionSide::kAgent) {
      Answer(step, **found);  // S2.
      BeginWork(**found, command.actor);
    }
    return {};
  }
  Status operator()(const WatchTicket& command) const {
    const Result<Ticket*> found = TicketFor(step, command.ticket, command.revision);
    if (!found) return Fail(found);
    if (const Status sound = CheckLogin("watcher", command.watcher); !sound) return sound;
    std::set<std::string>& watchers = (*found)->watchers;
    if (watchers.contains(command.watcher)) return {};
    if (watchers.size() >= kTicketWatchersMax) {
      return Fail(ErrorCode::kResourceExhausted, "TICKET_WATCHERS_FULL",
                  "a ticket has at most " + std::to_string(kTicketWatchersMax) +
                      " watchers; take one off first");
    }
    watchers.insert(command.watcher);
    NoteEntry(step, **found,
              {.what = TicketEntryKind::kWatched, .who = command.actor, .after = command.watcher});
    return {};
  }
  Status operator()(const UnwatchTicket& command) const {
    const Result<Ticket*> found = TicketFor(step, command.ticket, command.revision);
    if (!found) return Fail(found);
    if ((*found)->watchers.erase(command.watcher) == 0) return {};
    DropNotices(step, DeclaredAgent(step.state, command.watcher), **found);
    NoteEntry(
        step, **found,
        {.what = TicketEntryKind::kUnwatched, .who = command.actor, .after = command.watcher});
    return {};
  }
  Status operator()(const AttachReference& command) const {
    const Result<Ticket*> found = TicketFor(step, command.ticket, command.revision);
    if (!found) return Fail(found);
    Ticket& ticket = **found;
    const Status sound = CheckRequiredText("name", command.name, kTicketReferenceBytesMax);
    if (!sound) return sound;
    if (const Status address = CheckAddress(command.address); !address) return address;
    if (const Status room = CheckHistory(ticket); !room) return room;
    if (ticket.references >= kTicketReferencesMax) {
      return Fail(ErrorCode::kResourceExhausted, "TICKET_REFERENCES_FULL",
                  "a ticket has at most " + std::to_string(kTicketReferencesMax) +
                      " attachments; write further ones into a comment");
    }
    ++ticket.references;
    NoteEntry(step, ticket,
              {.what = TicketEntryKind::kAttached,
               .who = command.actor,
               .text = command.name,
               .reference = command.address,
               .visibility = command.visibility});
    return {};
  }
  Status operator()(const RateTicket& command) const {
    const Result<Ticket*> found =
        TicketFor(step, command.ticket, command.revision, TicketScope::kClosedToo);
    if (!found) return Fail(found);
    Ticket& ticket = **found;
    if (command.satisfaction < 1 || command.satisfaction > kSatisfactionMax) {
      return FailField("SATISFACTION_RANGE", "satisfaction",
                       "must be 1, not at all, to 5, fully; ask the customer");
    }
    if (ticket.state != TicketState::kResolved && ticket.state != TicketState::kClosed) {
      return Fail(ErrorCode::kFailedPrecondition, "TICKET_NOT_RESOLVED",
                  "the ticket is not resolved, so nothing can be rated; resolve it first");
    }
    if (ticket.satisfaction == command.satisfaction) return {};
    ticket.satisfaction = command.satisfaction;
    NoteEntry(step, ticket,
              {.what = TicketEntryKind::kRated,
               .who = command.actor,
               .after = std::to_string(command.satisfaction)});
    return {};
  }
  Status operator()(const TakeTicket& command) const {
    const Result<AgentId> agent = AgentFor(step, command.actor);
    if (!agent) return Fail(agent);
    const Result<Ticket*> found = TicketFor(step, command.ticket, command.revision);
    if (!found) return Fail(found);
    Ticket& ticket = **found;
    if (const Status open = CheckNotResolved(ticket); !open) return open;
    if (ticket.owner && ticket.owner != *agent) {
      return Fail(ErrorCode::kFailedPrecondition, "TICKET_TAKEN",
                  "agent \"" + LoginOf(step, ticket.owner) + "\" has it; choose another one");
    }
    CatchUpTicket(step, ticket);
    ChangeOwner(step, ticket, *agent, command.actor);
    return {};
  }
  Status operator()(const AcceptTicket& command) const {
    const Result<AgentId> agent = AgentFor(step, command.actor);
    if (!agent) return Fail(agent);
    return AcceptReservation(step, *agent, command.reservation);
  }
  Status operator()(const DeclineTicket& command) const {
    const Result<AgentId> agent = AgentFor(step, command.actor);
    if (!agent) return Fail(agent);
    return DeclineReservation(step, *agent, command.reservation);
  }
  Status operator()(const ShowTicket& command) const {
    const Result<AgentId> agent = AgentFor(step, command.agent);
    if (!agent) return Fail(agent);
    const Result<Ticket*> found =
        TicketFor(step, command.ticket, command.revision, TicketScope::kClosedToo);
    if (!found) return Fail(found);
    if (!MaySee(step.state, step.state.agents.at(*agent), **found)) {
      return Fail(ErrorCode::kFailedPrecondition, "TICKET_NOT_SEEN_BY_AGENT",
                  "agent \"" + command.agent + "\" may not see the ticket; assign it first");
    }
    Notify(step, *agent, **found, TicketNoticeKind::kShown);
    return {};
  }

 private:
  static Status Same(const char* field) {
    return FailField("TICKET_SAME", field,
                     "must be another ticket than `ticket`; check the number");
  }

  Result<QueueId> QueueToMoveTo(const std::string& name) const {
    if (name.empty()) {
      return FailField("QUEUE_REQUIRED", "queue", "must not be empty; name the queue to move to");
    }
    return QueueFor(step, name);
  }

  // The queue that the ticket is to be in after the command.
  Result<QueueId> QueueAfter(const Ticket& ticket, const UpdateTicket& command) const {
    if (!command.queue) return ticket.queue;
    const Result<QueueId> queue = QueueToMoveTo(*command.queue);
    if (!queue || *queue == ticket.queue) return queue;
    if (const Status open = CheckNotResolved(ticket); !open) return Fail(open);
    return queue;
  }

  // The comment comes before what follows from it.
  void TakeStaffComment(Ticket& ticket, const AddComment& command) const {
    NoteEntry(step, ticket,
              {.what = TicketEntryKind::kCommented,
               .who = command.actor,
               .text = command.text,
               .visibility = command.visibility});
    if (command.visibility == TicketVisibility::kPublic) Answer(step, ticket);  // S2.
    BeginWork(ticket, command.actor);
    TellOfComment(step, ticket, command.actor);
  }

  // T2.
  void BeginWork(Ticket& ticket, const std::string& who) const {
    if (ticket.state != TicketState::kNew) return;
    ChangeState(step, ticket, {.to = TicketState::kOpen, .who = who});
  }

  // T3, T4, S3.
  void TakeCustomersComment(Ticket& ticket, const AddComment& command) const {
    NoteEntry(step, ticket,
              {.what = TicketEntryKind::kCommented,
               .who = std::string(kByCustomer),
               .text = command.text,
               .visibility = TicketVisibility::kPublic});
    const bool done = ticket.state == TicketState::kResolved;
    if (done || ticket.state == TicketState::kPending) {
      Reopen(step, ticket, {.to = TicketState::kOpen, .who = std::string(kByCustomer)});
    }
    BeginNextResponse(step, ticket);
    if (done) return;  // They know.
    TellOwner(step, ticket, TicketNoticeKind::kCustomerReplied);
    TellWatchers(step, ticket, TicketNoticeKind::kCustomerReplied);
  }

  void Merge(Ticket& ticket, Ticket& into, const std::string& who) const {
    Fill(into.tags, ticket.tags, kTicketTagsMax);
    Fill(into.watchers, ticket.watchers, kTicketWatchersMax);
    Fill(into.links, ticket.links, kTicketLinksMax);
    into.links.erase(into.id);
    for (const std::string& name : ticket.interactions) {
      auto& all = into.interactions;
      const bool known = std::find(all.begin(), all.end(), name) != all.end();
      if (!known && all.size() < kTicketInteractionsMax) all.push_back(name);
    }
    TakeWaiting(ticket, into);
    NoteLink(step, into, TicketEntryKind::kMergedFrom, ticket.id, who);
    if (!into.customer) {
      ChangeCustomer(step, into, CustomerOf(ticket), who);
    }
    FitClocks(step, into);
    ticket.merged_into = into.id;
    NoteLink(step, ticket, TicketEntryKind::kMergedInto, into.id, who);
    ChangeState(step, ticket, {.to = TicketState::kClosed, .who = who});
  }

  // A customer who waits for an answer goes on waiting, from when they asked.
  static void TakeWaiting(const Ticket& ticket, Ticket& into) {
    const auto asked = ticket.clocks.find(SlaGoal::kNextResponse);
    if (asked == ticket.clocks.end() || asked->second.stopped) return;
    const auto known = into.clocks.find(SlaGoal::kNextResponse);
    if (known != into.clocks.end() && !known->second.stopped) return;
    into.clocks[SlaGoal::kNextResponse] = asked->second;
  }

  static bool LacksRoom(const Ticket& ticket, TicketId other) {
    return ticket.links.size() >= kTicketLinksMax && !ticket.links.contains(other);
  }
  void Link(Ticket& ticket, TicketId other, const std::string& who) const {
    if (!ticket.links.insert(other).second) return;
    NoteLink(step, ticket, TicketEntryKind::kLinked, other, who);
  }
  void Unlink(Ticket& ticket, TicketId other, const std::string& who) const {
    if (ticket.links.erase(other) == 0) return;
    NoteLink(step, ticket, TicketEntryKind::kUnlinked, other, who);
  }
};

}  // namespace

Status ApplyTicketCommand(Step& step, const TicketCommand& command) {
  return std::visit(Commands{step}, command);
}

}  // namespace jackfield::exchange
