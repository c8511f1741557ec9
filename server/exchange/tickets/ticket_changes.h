#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server/exchange/caller.h"
#include "server/exchange/step.h"
#include "server/exchange/tickets/ticket.h"
#include "server/exchange/tickets/ticket_command.h"

// The changes that a ticket can undergo, each with all that follows from it: entry of the history,
// timers, clocks, place in the routing. Whether one may be made is for those who call.
//
// Thread safety: pure functions of the step.
namespace jackfield::exchange {

// Detail of a timer's key.
enum class TicketTimer : std::uint8_t {
  kReminder = 0,
  kSla = 1,
  kClose = 2,
  kForget = 3,
};

// The step's time by the engine's clocks alone: tickets are people's, whatever source made the
// step.
Moment TicketMoment(const Step& step);

// Sets the timer for the wall time `at`; for the step's own time where that is past.
void SetTicketTimer(Step& step, const Ticket& ticket, TicketTimer timer, WallTime at);
void CancelTicketTimer(Step& step, const Ticket& ticket, TicketTimer timer);

// The ticket is another than before (T6).
void Touch(Step& step, Ticket& ticket);

// Adds `entry`, of which ticket, number and time are filled in here.
void NoteEntry(Step& step, Ticket& ticket, TicketNoted entry);

// Takes up `made` as a new ticket: its id, name, times and clocks are given here, and its state
// follows from its owner (T2). `first` becomes its first entry, kCreated. nullptr, with a note,
// where there are too many.
Ticket* MakeTicket(Step& step, Ticket made, TicketNoted first);
bool HasRoomForTicket(const Step& step);

struct StateChange {
  TicketState to = TicketState::kOpen;
  std::string who;
  PersonalText text = {};
  TicketVisibility visibility = TicketVisibility::kInternal;
  std::optional<WallTime> reminder = {};  // With kPending.
};
// Nothing where it is so.
void ChangeState(Step& step, Ticket& ticket, const StateChange& change);
void ChangeReminder(Step& step, Ticket& ticket, std::optional<WallTime> reminder,
                    std::string_view who);

// None: nobody's. Nothing where it is so, as with all below. The agent is told, unless they did it.
void ChangeOwner(Step& step, Ticket& ticket, AgentId owner, std::string_view who);

// Nobody has the ticket after it.
void ChangeQueue(Step& step, Ticket& ticket, QueueId queue, std::string_view who);
void ChangePriority(Step& step, Ticket& ticket, TicketPriority priority, std::string_view who);
void ChangeType(Step& step, Ticket& ticket, TicketType type, std::string_view who);
void ChangeCustomer(Step& step, Ticket& ticket, const TicketCustomer& whose, std::string_view who);
TicketCustomer CustomerOf(const Ticket& ticket);
// The directory has its customer otherwise: no entry of the history, as nobody changed the ticket.
void ChangeStanding(Step& step, Ticket& ticket, const CustomerStanding& standing);

void ChangeSubject(Step& step, Ticket& ticket, const PersonalText& subject, std::string_view who);
void ChangeTags(Step& step, Ticket& ticket, const std::set<std::string>& tags,
                std::string_view who);
void ChangeSkills(Step& step, Ticket& ticket, const std::vector<SkillRequirement>& skills,
                  std::string_view who);
void ChangeComplaint(Step& step, Ticket& ticket, const Complaint& complaint, std::string_view who);
void AddInteraction(Step& step, Ticket& ticket, const std::string& name, std::string_view who);

// When a resolved ticket is closed by itself, by the present plan.
WallTime ClosesAt(const Step& step, const Ticket& ticket);

// Tells the owner, if anybody is it, and whoever watches but for the agent `except`, a login. What
// agents are told is kept for them (ticket_notices.h).
void TellOwner(Step& step, const Ticket& ticket, TicketNoticeKind what,
               std::optional<SlaGoal> goal = {});
void TellWatchers(Step& step, const Ticket& ticket, TicketNoticeKind what,
                  std::optional<SlaGoal> goal = {}, std::string_view except = {});

// Login or name on the wire; empty: none.
std::string LoginOf(const Step& step, AgentId agent);
std::string NameOf(const Step& step, QueueId queue);

}  // namespace jackfield::exchange
