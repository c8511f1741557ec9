#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/exchange/callbacks/callback_command.h"
#include "server/exchange/configuration.h"
#include "server/exchange/desk_command.h"
#include "server/exchange/state.h"
#include "server/exchange/telephony_event.h"
#include "server/exchange/tickets/ticket_command.h"
#include "server/ports/board_view.h"
#include "server/ports/call_commands.h"
#include "server/ports/desk_view.h"

namespace jackfield {

// Is told what one desk has to show, in order, each after its commit.
//
// Thread safety: confined to the engine thread. Must not block, and must not call the engine.
class DeskSubscriber {
 public:
  virtual ~DeskSubscriber() = default;
  virtual void OnDesk(const DeskUpdate& update) = 0;

  // A newer desk of the same agent took over. Nothing follows.
  virtual void OnReplaced() = 0;
};

// Is told the changes of the board after each commit. Coalescing is the subscriber's.
//
// Thread safety: confined to the engine thread. Must not block, and must not call the engine.
class BoardSubscriber {
 public:
  virtual ~BoardSubscriber() = default;
  virtual void OnBoard(const BoardUpdate& update) = 0;
};

// Where an event stands in the journal.
struct Receipt {
  Sequence sequence;      // Of the entry that it became, the first time that it came.
  bool repeated = false;  // It had come before.
};

// What a command did to a ticket.
struct TicketReceipt {
  TicketId ticket;             // The command's; of CreateTicket the new one. See ChangeTicket().
  std::string name;            // Its wire name.
  std::uint64_t revision = 0;  // After the command, whether that changed anything or not.
  std::uint32_t entries = 0;   // Of its history, after the command: number of the newest.
  std::uint32_t comment = 0;   // Number of the entry that a comment became; 0: there was none.

  bool operator==(const TicketReceipt&) const = default;
};

// What a command did to a callback, or to several.
struct CallbackReceipt {
  CallbackId callback;         // The command's; of those that make some, the first new one.
  std::string name;            // Its wire name.
  std::uint64_t revision = 0;  // After the command.
  std::uint32_t made = 0;      // How many are new.

  bool operator==(const CallbackReceipt&) const = default;
};

// A pop that was written to the stream of a desk.
struct PopDelivery {
  std::string call;  // Name of the call that the offer began in.
  OfferId offer;
  WallTime at{};
};

// What a desk shows at one moment.
struct DeskGlance {
  AgentId agent;
  DeskSnapshotView desk;
};

// The way to the engine, for every adapter. Each call posts to the engine's mailbox and returns at
// once; `done` is called on the engine thread when the input is on the disk, or was refused.
//
// Errors that any of them may give: kResourceExhausted (MAILBOX_FULL) at once, when the mailbox is
// full; kUnavailable (STORE_UNAVAILABLE, SHUTTING_DOWN).
//
// Thread safety: thread-safe. Subscribers are held weakly.
class Engine {
 public:
  using Done = std::function<void(Status)>;
  using Published = std::function<void(Result<Receipt>)>;
  using TicketDone = std::function<void(Result<TicketReceipt>)>;
  using Issued = std::function<void(Result<CommandId>)>;
  using CallbackDone = std::function<void(Result<CallbackReceipt>)>;

  virtual ~Engine() = default;

  // Publishes an identified and sealed event. A repeated (source, id) is OK and does nothing.
  virtual void Publish(exchange::TelephonyEvent event, Published done) = 0;

  // The same for an event whose source waits for no answer and cannot tell it again. It is taken
  // also while the store cannot commit; `done` only says that it is through, not that it is kept.
  virtual void Observe(exchange::TelephonyEvent event, Done done) = 0;

  // Errors: those of the command (desk_command.h). The command's texts are sealed.
  virtual void Command(exchange::DeskCommand command, Done done) = 0;

  // The same for what an agent asks to be done at the switch: tells which command was issued.
  // Errors: as Command().
  virtual void Issue(exchange::DeskCommand wish, Issued done) = 0;

  // What is asked of tickets. Of MergeTickets the receipt is that of the ticket that was merged; of
  // AcceptTicket and DeclineTicket that of the ticket that was offered, or it names none where that
  // offer was over before.
  // Errors: those of the command (ticket_command.h). The command's texts are sealed.
  virtual void ChangeTicket(exchange::TicketCommand command, TicketDone done) = 0;

  // What is asked of callbacks. Of AcceptCallback and DeclineCallback the receipt is as that of the
  // same answers to tickets.
  // Errors: those of the command (callback_command.h). The command's texts are sealed.
  virtual void ChangeCallback(exchange::CallbackCommand command, CallbackDone done) = 0;

  virtual void Configure(exchange::Configuration configuration, Done done) = 0;

  // Boards count from these midnights on; at first those of UTC. Nothing is journaled: it is to be
  // told after each start. Where the mailbox is full nothing happens. Repeating is safe.
  virtual void SetDays(DayBegin day_begin) = 0;

  // Sends `subscriber` what the agent's desk missed after `resume_cursor`, or a snapshot where that
  // is not known any more (or 0), then every change. The caller sends DeskOpened by itself.
  // Errors through `done`: kNotFound (AGENT_NOT_FOUND).
  virtual void WatchDesk(std::string agent, std::int64_t resume_cursor,
                         std::weak_ptr<DeskSubscriber> subscriber, Done done) = 0;

  // Is kept for explanations, with the next commit or within a second. Where the mailbox is full,
  // or the store fails, it is dropped.
  virtual void NoteDelivery(PopDelivery delivery) = 0;

  // Boards are told the round trip of the agent's desk, as long as that is connected. Nothing is
  // journaled. Where the mailbox is full, or there is no such desk, nothing happens.
  virtual void NoteRoundTrip(std::string agent, Duration round_trip) = 0;

  // Sends `subscriber` the rows that changed after `resume_cursor`, or all rows where that is not
  // known any more (or 0), then every change.
  virtual void WatchBoard(std::int64_t resume_cursor,
                          std::weak_ptr<BoardSubscriber> subscriber) = 0;

  // Commands to `source` (its name) go to `sink` from now on, instead of the one before; to none
  // where it is gone or null: they are refused then (SOURCE_NOT_CONNECTED). Nothing is journaled:
  // it is to be told after each start, and before the source says LinkUp. Where the mailbox is full
  // nothing happens.
  virtual void SendCommands(std::string source, std::weak_ptr<CallCommandSink> sink) = 0;

  // All rows of the board as they are now.
  virtual void GetBoard(std::function<void(Result<BoardUpdate>)> done) = 0;

  // What the agent's desk shows now; nobody is replaced.
  // Errors through `done`: kNotFound (AGENT_NOT_FOUND).
  virtual void GetDesk(std::string agent, std::function<void(Result<DeskGlance>)> done) = 0;

  // The calls that `choose` names, with the names that their ids stand for; unknown ones are left
  // out. `choose` is as `look` of Inspect().
  virtual void GetCalls(std::function<std::vector<CallId>(const exchange::State&)> choose,
                        std::function<void(Result<std::vector<SharedCall>>)> done) = 0;

  // Calls `look` on the engine thread with the committed state. For answers to single questions;
  // `look` must be quick and must not keep the reference. Where the mailbox is full, or the engine
  // stops, `look` is destroyed without being called.
  virtual void Inspect(std::function<void(const exchange::State&)> look) = 0;

  // False while the store cannot commit: what is shown is not kept, and inputs that are answered
  // for, those to tickets among them, are refused with kResourceExhausted (STORE_FULL) or
  // kUnavailable (STORE_UNAVAILABLE).
  virtual bool saves() const = 0;
};

}  // namespace jackfield
