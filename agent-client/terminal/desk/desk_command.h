#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agent-client/terminal/desk/desk_values.h"

// What a desk asks to be carried out. Names as in proto/jackfield/v1.
namespace jackfield::desk {

struct SetAgentState {
  AgentState state = AgentState::kReady;
  std::string reason;
};
struct ReportPopShown {
  std::string offer;
};
struct SaveWrapUpNote {
  std::string call;
  std::string note;
  std::int64_t revision = 0;
};
struct CompleteWrapUp {
  std::string call;
  std::string disposition;
  std::string note;
};
struct ExtendWrapUp {
  std::string call;
};
struct ChooseCaller {
  std::string call;
  std::string customer;  // Empty: not the one shown.
};
struct SetPopMode {
  PopMode mode = PopMode::kOn;
};
struct AcknowledgeMissed {
  std::vector<std::string> offers;  // Empty: all.
};
struct SearchCustomers {
  std::string query;
};
struct ReadTimeline {
  std::string customer;
  Channel channel = Channel::kUnknown;  // kUnknown: all.
  std::string page_token;
};
struct ReadInteraction {
  std::string name;
};
// A customer as typed.
struct CustomerDraft {
  std::string display_name;
  std::string company;
  std::string number;
  std::string email_address;
};
struct FindDuplicates {
  CustomerDraft customer;
};
struct CreateCustomer {
  CustomerDraft customer;
};

struct AcceptWorkOffer {
  std::string name;
};
struct DeclineWorkOffer {
  std::string name;
};
struct AcknowledgeNotices {
  std::vector<std::string> names;
};
// How an attempt to reach somebody ended. `next_attempt`: when they wish to be called again.
struct CompleteCallback {
  std::string callback;
  AttemptOutcome outcome = AttemptOutcome::kNone;
  std::optional<WallTime> next_attempt;
};
struct ReturnCallback {
  std::string callback;
};
struct CancelCallback {
  std::string callback;
};
// Those that the agent may see.
struct ListCallbacks {
  CallbackGroup group = CallbackGroup::kLive;
};
// For the agent.
struct TakeCallback {
  std::string callback;
};
struct RescheduleCallback {
  std::string callback;
  std::string preferred;             // Whom it is kept for. Empty: anybody.
  std::optional<WallTime> earliest;  // Absent: at once.
};
// One of the methods of CallControlService: the one of `kind`.
struct ControlCall {
  CallCommand kind = CallCommand::kNone;
  std::string call;          // Empty: to dial.
  std::string consultation;  // To complete, or to make a conference.
  std::string target;        // Number to transfer to, to consult, or to dial.
  bool operator==(const ControlCall&) const = default;
};
// Tickets that are not done: of a customer, else those that nobody has.
struct ListTickets {
  std::string customer;
};
struct ListTicketEntries {
  std::string ticket;
  std::string page_token;
};
struct CommentTicket {
  std::string ticket;
  std::string text;
  bool is_public = false;
};
struct SetTicketState {
  std::string ticket;
  TicketState state = TicketState::kOpen;
  std::optional<WallTime> reminder;  // Of a pending one.
  std::string comment;
  bool is_public = false;  // The comment.
};
// For the agent.
struct TakeTicket {
  std::string ticket;
};
// As it is now.
struct ReadTicket {
  std::string ticket;
};
// Of a ticket as it was seen: only if it is still that. Absent fields stay as they are.
struct UpdateTicket {
  std::string ticket;
  std::string etag;
  std::optional<std::string> subject;
  std::optional<TicketType> type;
  std::optional<TicketPriority> priority;
  std::optional<int> severity;  // From here on: of a complaint only.
  std::optional<std::string> cause;
  std::optional<std::string> promised_action;
};
// To an agent; empty: back to its queue. Only if it is still the one that was seen.
struct AssignTicket {
  std::string ticket;
  std::string owner;
  std::string etag;
};
// How content the customer was, 1 to 5.
struct RateTicket {
  std::string ticket;
  int satisfaction = 0;
};
// A ticket as typed.
struct CreateTicket {
  std::string subject;
  std::string description;
  TicketType type = TicketType::kQuestion;
  TicketPriority priority = TicketPriority::kNormal;
  std::string queue;        // Empty: none.
  std::string owner;        // Empty: whoever the queue offers it to.
  std::string customer;     // Empty: the one of the call.
  std::string interaction;  // The call it came from. Empty: none.
};

// Things of this machine, without an answer.
struct RingBell {};
struct OpenPop {  // Runs the command of --on-pop.
  Pop pop;
};
struct Reconnect {};  // At once, without the pause.
struct Redraw {};
struct Quit {};

using Act = std::variant<
    SetAgentState, ReportPopShown, SaveWrapUpNote, CompleteWrapUp, ExtendWrapUp, ChooseCaller,
    SetPopMode, AcknowledgeMissed, SearchCustomers, ReadTimeline, ReadInteraction, FindDuplicates,
    CreateCustomer, AcceptWorkOffer, DeclineWorkOffer, AcknowledgeNotices, CompleteCallback,
    ReturnCallback, CancelCallback, ListCallbacks, TakeCallback, RescheduleCallback, ControlCall,
    ListTickets, ListTicketEntries, CommentTicket, SetTicketState, TakeTicket, CreateTicket,
    ReadTicket, UpdateTicket, AssignTicket, RateTicket, RingBell, OpenPop, Reconnect, Redraw, Quit>;

struct Command {
  std::uint64_t id = 0;   // Given back in `Answer::command`.
  std::uint64_t key = 0;  // The same for an act that is repeated: names the request to the server.
  Act act;
};

}  // namespace jackfield::desk
