#pragma once

#include <string>

#include "agent-client/terminal/desk/desk_values.h"

// Work for the desk's tests.
namespace jackfield::desk {

inline constexpr Duration kTestMinute{60'000};

// A ticket of Ana's that is open, with a clock that is due at `due`.
inline Ticket TicketOfAna(std::int64_t number, WallTime due = WallTime(Duration{7'800'000})) {
  Ticket ticket;
  ticket.name = "tickets/t" + std::to_string(number);
  ticket.number = number;
  ticket.subject = "Delivery late";
  ticket.state = TicketState::kOpen;
  ticket.type = TicketType::kQuestion;
  ticket.priority = TicketPriority::kNormal;
  ticket.owner = "agents/ana";
  ticket.owner_display_name = "Ana Vidal";
  ticket.clocks = {{ClockKind::kResolution, ClockState::kRunning, due, false, false}};
  return ticket;
}

inline WorkOffer OfferOf(const std::string& name, Ticket ticket) {
  ticket.owner.clear();
  ticket.owner_display_name.clear();
  return {name, std::move(ticket), "Sales", WallTime(Duration{0}), WallTime(Duration{30'000})};
}

inline Callback CallbackToWang() {
  Callback callback;
  callback.name = "callbacks/b1";
  callback.number = {"+86 138 0013 8000", "+8613800138000", "013800138000", {}, {}};
  callback.display_name = "Wang";
  callback.queue_display_name = "Sales";
  callback.note = "about the invoice";
  callback.state = CallbackState::kWaiting;
  callback.origin = CallbackOrigin::kQueue;
  callback.waiting_since = WallTime(Duration{0});
  return callback;
}

// The same, in Ana's hands, with a minute to call.
inline Callback CallbackOfAna() {
  Callback callback = CallbackToWang();
  callback.state = CallbackState::kInProgress;
  callback.agent = "agents/ana";
  callback.attempts = {{"agents/ana", std::nullopt, AttemptOutcome::kNone, false}};
  callback.lease = WallTime(kTestMinute);
  return callback;
}

inline WorkOffer OfferOfCallback(const std::string& name) {
  return {name, CallbackToWang(), "Sales", WallTime(Duration{0}), WallTime(Duration{30'000})};
}

inline WorkNotice NoticeOf(const std::string& name, WorkNotice::Kind kind, Ticket ticket) {
  return {name, kind, std::move(ticket), WallTime(Duration{0})};
}

inline Snapshot SnapshotOfAna() {
  Snapshot snapshot;
  snapshot.agent.name = "agents/ana";
  snapshot.agent.state = AgentState::kReady;
  snapshot.queues = {{"queues/sales", "Sales", 0, {}, false}};
  return snapshot;
}

}  // namespace jackfield::desk
