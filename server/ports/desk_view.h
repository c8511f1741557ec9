#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/agent.h"
#include "server/exchange/call.h"
#include "server/exchange/commands/call_command.h"
#include "server/exchange/configuration.h"
#include "server/exchange/routing/work.h"
#include "server/ports/callback_row.h"
#include "server/ports/ticket_row.h"

// What a desk is told. Plain data, made on the engine thread; texts of persons are still sealed.
namespace jackfield {

constexpr std::size_t kTicketsShownMax = 100;  // On a desk.

// A call with the names that its ids stand for, shared by all who are told of it.
struct CallView {
  exchange::Call call;
  std::vector<std::string> leg_queues;          // Name of the queue of each leg.
  std::vector<std::string> leg_queue_displays;  // Its display name.
  std::vector<std::string> offer_agents;        // Login of the agent of each offer.
  std::vector<std::string> leg_agents;          // Display name of who answered each leg, or "".
  std::string source;
  std::set<exchange::CommandKind> can;  // What the source can be told to do; nothing unlinked.
};
using SharedCall = std::shared_ptr<const CallView>;

// One offer at one agent: what a pop shows.
struct PopView {
  SharedCall call;
  exchange::Offer offer;
  std::string queue;  // Name; empty for a direct call.
  std::string queue_display;
  Duration waited{0};   // Of the caller in the queue, when the ring began.
  WallTime deadline{};  // When the offer ends by itself, at the latest.
};

struct PopClosedView {
  OfferId offer;
  std::string first_call;  // As of the offer.
  std::string call_name;
  exchange::OfferState state = exchange::OfferState::kCancelled;
  std::string answered_by;  // Display name of the winner; empty: nobody, or this agent.
  bool missed = false;      // It stands in the missed list now.
  bool call_over = false;   // No DeskCallView of the call follows: the agent's part is over.
  Duration rang{0};
};

struct WrapUpView {
  SharedCall call;
  std::string queue_display;
  WallTime began{};
  WallTime until{};  // When it ends by itself.
  std::uint32_t extensions = 0;
};

struct AgentView {
  std::string login;
  std::string display_name;
  exchange::AgentState state = exchange::AgentState::kLoggedOff;
  exchange::Idle idle;
  std::optional<exchange::Idle> pending;
  WallTime since{};
  exchange::StateCause cause = exchange::StateCause::kUnknown;  // Of `state`.
  std::optional<WrapUpView> wrap_up;
  std::vector<std::string> queues;  // Names of the queues it is a member of.
  exchange::PopMode pop_mode = exchange::PopMode::kOn;
  bool off_hours = false;  // It is outside their working hours.
};

struct MissedView {
  OfferId offer;
  std::string first_call;  // As of the offer; empty once the call is forgotten.
  SharedCall call;         // Empty once the call is forgotten, and where it was told before.
  exchange::OfferState state = exchange::OfferState::kNoAnswer;
  WallTime at{};
  Duration rang{0};
};

// A ticket as it is, shared by all who are told of it.
using SharedTicket = std::shared_ptr<const TicketRow>;
// The same of a callback.
using SharedCallback = std::shared_ptr<const CallbackRow>;

// Work that is offered to the agent: a reservation that is open, of a ticket or of a callback.
struct WorkOfferView {
  ReservationId reservation;
  SharedTicket ticket;      // nullptr: it is of a callback.
  SharedCallback callback;  // nullptr: it is of a ticket.
  std::string queue_display;
  WallTime began{};
  WallTime deadline{};  // When it goes to somebody else.
};

// Something that the agent is told until they have seen it.
struct NoticeView {
  NoticeId notice;
  exchange::TicketNoticeKind what = exchange::TicketNoticeKind::kAssigned;
  SharedTicket ticket;  // As it is now.
  WallTime at{};
};

// Everything a desk shows.
struct DeskSnapshotView {
  AgentView agent;
  std::vector<PopView> pops;       // Open offers.
  std::vector<SharedCall> calls;   // The agent's connected calls and those in wrap-up.
  std::vector<MissedView> missed;  // Newest last.
  std::size_t missed_count = 0;    // With those that are not listed.
  std::vector<std::string> not_ready_reasons;
  std::vector<exchange::DispositionConfiguration> dispositions;
  std::vector<WorkOfferView> work_offers;  // Oldest first.
  // The agent's that are new, open or pending, the one whose clock is due first first; at most
  // kTicketsShownMax.
  std::vector<SharedTicket> tickets;
  std::vector<NoticeView> notices;           // Newest last.
  std::set<exchange::CommandKind> commands;  // That can be asked for without a call.
  SharedCallback callback;                   // That the agent has. nullptr: none.
};

struct PopOpenedView {
  PopView pop;
};
struct PopUpdatedView {
  PopView pop;
};
// A call of the agent's changed; over for the agent when `gone`.
struct DeskCallView {
  SharedCall call;
  bool gone = false;
};
struct MissedListView {
  std::vector<MissedView> missed;  // All of them; newest last.
  std::size_t count = 0;           // With those that are not listed.
};

struct WorkOfferOpenedView {
  WorkOfferView offer;
};
struct WorkOfferClosedView {
  ReservationId reservation;
  exchange::ReservationEnd end = exchange::ReservationEnd::kNone;
};
// A ticket of the agent's changed. No longer theirs, or done, when `gone`; of one that they may not
// see any more only what it needs to be taken off the list.
struct DeskTicketView {
  SharedTicket ticket;
  bool gone = false;
};

// The callback that the agent has changed. No longer theirs, or over, when it is not in progress or
// another has it.
struct DeskCallbackView {
  SharedCallback callback;
};

struct NoticeAddedView {
  NoticeView notice;
};
struct NoticesRemovedView {
  std::vector<NoticeId> notices;
};
// What became of a command that the agent gave.
struct CommandEndedView {
  CommandId command;
  exchange::CommandKind kind = exchange::CommandKind::kAnswer;
  exchange::CommandOutcome outcome = exchange::CommandOutcome::kUnknown;
  std::string reason;  // UPPER_SNAKE_CASE; empty: none was told.
};
// What can be asked for without a call, all of it.
struct AllowedCommandsView {
  std::set<exchange::CommandKind> commands;
};

using DeskChange =
    std::variant<DeskSnapshotView, PopOpenedView, PopUpdatedView, PopClosedView, DeskCallView,
                 AgentView, MissedListView, WorkOfferOpenedView, WorkOfferClosedView,
                 DeskTicketView, NoticeAddedView, NoticesRemovedView, CommandEndedView,
                 AllowedCommandsView, DeskCallbackView>;

// One numbered change. `cursor` grows strictly on a stream.
struct DeskUpdate {
  std::int64_t cursor = 0;
  DeskChange change;
};

}  // namespace jackfield
