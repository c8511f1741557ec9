#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/engine/batch_changes.h"
#include "server/engine/board_hub.h"
#include "server/engine/call_tracer.h"
#include "server/engine/command_dispatch.h"
#include "server/engine/desk_hub.h"
#include "server/engine/recovery.h"
#include "server/engine/snapshot_saver.h"
#include "server/engine/ticket_tracer.h"
#include "server/engine/unsaved_batches.h"
#include "server/exchange/exchange.h"
#include "server/ports/clock.h"
#include "server/ports/engine.h"
#include "server/ports/metrics.h"
#include "server/ports/random.h"
#include "server/ports/store.h"

namespace jackfield::engine {

constexpr std::size_t kBatchInputsMax = 512;  // Inputs of one commit.
constexpr std::size_t kBatchBytesMax = std::size_t{1}
                                       << 20;  // Of journal entries, one may go over.
// Between snapshots: at least the first, at most the second (see R5).
constexpr std::uint64_t kSnapshotEntries = 10'000;
constexpr std::uint64_t kSnapshotEntriesMax = 50'000;
constexpr Duration kSnapshotPeriod{60'000};
constexpr Duration kTraceWaitMax{500};  // For a commit that takes traces along (see R8).

// What the engine needs of the world. All outlive it.
struct EnginePorts {
  Store& store;
  const Clock& clock;
  Random& random;
  Metrics& metrics;
};

// What an input came to: of an event its receipt, of a TicketCommand `ticket`, of a CallbackCommand
// `callback`, of a wish that acts on the switch `issued`; of the others only that it is on the
// disk.
struct Outcome : Receipt {
  TicketReceipt ticket = {};
  CommandId issued = {};  // The first command to a source that it has issued; none.
  CallbackReceipt callback = {};
};

// One input for the exchange, and who wants to know when it is on the disk. `done` may be empty.
struct Mail {
  using Done = std::function<void(Result<Outcome>)>;

  std::variant<exchange::TelephonyEvent, exchange::DeskCommand, exchange::Configuration,
               exchange::TicketCommand, exchange::CallbackCommand>
      request;
  Done done;
  bool observed = false;  // An event of Engine::Observe(): `done` promises nothing.
};

// The engine without its thread: takes inputs in order, applies them to the exchange, commits what
// they change, and then tells those concerned. The engine thread drives it in service, a simulation
// under simulated time.
//
// Rules:
//  R1. Nothing is answered and nothing is shown before the commit that holds it. A refusal, too,
//      waits: it may rest on an input of the same batch.
//      While the store cannot commit, R6 stands in its place.
//  R2. A commit that failed is tried again as it is; no input is applied meanwhile, but by R6.
//  R3. (source, event id) takes effect once: a repeated one is answered OK and changes nothing.
//  R4. Answers come in the order of the inputs; updates in the order of the journal.
//  R5. A snapshot is due after kSnapshotPeriod, where there is anything new, or after
//      kSnapshotEntries entries that are as many bytes as the last snapshot was, or after
//      kSnapshotEntriesMax; Housekeep() takes it. Why not at once: live work goes first. Why by
//      bytes: the state of a busy site is much larger than ten thousand entries, and saving it
//      would be more work for the disk than they were.
//  R6. After GoOnUnsaved() calls are shown from memory: observed events, timers and the coming and
//      going of desks are applied, told, and kept until SaveUnsaved() has committed them, in order.
//      Everything that is answered for is refused and changes nothing, so that nothing is
//      acknowledged that may be lost. Why: an agent needs the caller's name also while the disk is
//      full; a source that waits for an answer can tell it again (fault F4).
//  R7. When no more can be kept everything is refused, observed events too, and time stands still.
//      The switch's own lists set right what was missed.
//  R8. What explains calls and offers is committed with its entries. What has none (a repeated
//      event, a delivery) waits for the next commit, and after kTraceWaitMax is one of its own; it
//      is lost with the process, and when the store refuses it. Why: a pop must not cost a second
//      write.
//
//  R9. Commands to sources are handed over after their commit, at most once: those of a replay, and
//      those that are shown from memory (R6), never. Who refuses them is told as an observed event.
//
// Flow: Add() inputs, Advance() until it succeeds, Housekeep() when there is nothing else to do.
// `done`, subscribers and `look` are called from within Advance(), WatchDesk(), WatchBoard() and
// Inspect(), and must not call back into this object.
//
// Thread safety: confined to the engine thread.
class EngineCore {
 public:
  // Restores what the store holds: the newest snapshot and the journal after it. An empty store
  // gives an empty exchange. Desks that were connected are pending() to be closed.
  // Errors: kUnavailable; kDataLoss.
  static Result<std::unique_ptr<EngineCore>> Recover(const EnginePorts& ports);

  EngineCore(const EngineCore&) = delete;
  EngineCore& operator=(const EngineCore&) = delete;
  ~EngineCore() = default;

  void Add(Mail mail) { mails_.push_back(std::move(mail)); }

  // Carries on until all added inputs, and the timers that are due, are committed and told.
  // Errors: those of the store; nothing is lost, call it again later; none while unsaved(). Without
  // inputs and due timers it does nothing.
  Status Advance();

  // The store has refused the batch that waits, with `cause`, and may go on to: from now on rule R6
  // holds, until EndUnsaved(). Those who wait are told `cause`, or where
  // their command took effect kDeadlineExceeded (CHANGE_NOT_SAVED). Does nothing in that state.
  void GoOnUnsaved(const Error& cause);

  // Commits one batch of what is kept, if anything is. Errors: those of the store; try again later.
  Status SaveUnsaved();

  // Rule R1 holds again. Requires that everything is saved.
  void EndUnsaved();

  // Rule R6 holds.
  bool unsaved() const { return unsaved_cause_.has_value(); }
  std::size_t unsaved_entries() const { return unsaved_.entries(); }

  // Gives up what is not committed: answers each waiting `done` with `error`. For the end of the
  // process; the object is of no further use.
  void Abandon(const Error& error);

  // Inputs wait to be committed: Advance() is to be called.
  bool pending() const { return staged_.has_value() || !mails_.empty(); }

  // When Advance() has a timer to apply, on the line of Clock::Now(); nullopt: never.
  std::optional<Instant> NextWake() const;

  // As those of Engine. Require !pending(): they see the committed state.
  Status WatchDesk(const std::string& agent, std::int64_t resume_cursor,
                   std::weak_ptr<DeskSubscriber> subscriber);
  Result<DeskGlance> GetDesk(const std::string& agent) const;
  void NoteDelivery(const PopDelivery& delivery);
  void NoteRoundTrip(const std::string& agent, Duration round_trip);
  void WatchBoard(std::int64_t resume_cursor, std::weak_ptr<BoardSubscriber> subscriber);
  void SendCommands(const std::string& source, std::weak_ptr<CallCommandSink> sink) {
    commands_.Send(source, std::move(sink));
  }
  void SetDays(DayBegin day_begin);
  void Inspect(const std::function<void(const exchange::State&)>& look) const;

  // Work for idle moments: a snapshot where one is due, and one small step of trimming the journal;
  // tells boards that an interval began. Requires !pending(). Returns whether it would at once have
  // more to do. Failures are counted and tried again at the next time.
  bool Housekeep();

  // Commits traces that wait for an entry (R8), if there are any. Requires !pending(). For the end
  // of the process; Advance() does it when it is time.
  void SaveTraces();

  // Twice as much was written as a snapshot is due after: Housekeep() although busy.
  bool SnapshotOverdue() const;

  // Writes a snapshot of what is not in one yet. Requires !pending(). Errors: those of the store.
  Status SaveSnapshot();

  // Housekeep() gives its snapshots to `saver` from now on, which outlives this; nullptr: it saves
  // them itself.
  void SaveSnapshotsBy(SnapshotSaver* saver) { saver_ = saver; }

  const exchange::Exchange& exchange() const { return exchange_; }

 private:
  struct Answer {
    enum class Kind { kObserved, kEvent, kOther };

    Mail::Done done;
    Result<Outcome> result;
    Kind kind = Kind::kOther;
  };

  // A batch that was applied and is not committed.
  struct Staged {
    CommitBatch commit;
    BatchChanges changes;
    std::vector<Answer> answers;
    std::map<std::pair<std::string, std::string>, Sequence> events;  // (source, id) of `commit`.
    std::size_t bytes = 0;
    WallTime wall{};
  };

  EngineCore(const EnginePorts& ports, Recovered recovered);

  Instant EngineNow() const;

  // Moves inputs from `mails_` into a new `staged_`, within the limits of a batch.
  // Errors: those of the store, when it could not tell of the first input whether it is repeated.
  Status Stage();
  // False: there are more than one batch takes, and inputs have to wait for them.
  bool StageDueTimers(Staged& staged);
  bool TimersAreDue() const;
  // The entry that `event` became when it came before; nullopt: it is new. Errors: those of the
  // store.
  Result<std::optional<Sequence>> Earlier(const Staged& staged,
                                          const exchange::TelephonyEvent& event) const;
  // Begins a snapshot, which need not be saved when it returns.
  void BeginSnapshot();
  StoredSnapshot TakeSnapshot();
  // Whether `times` as much was written as makes a snapshot due (R5).
  bool SnapshotWorth(std::uint64_t times) const;
  Status StageMail(Staged& staged, Mail& mail);
  Status StageEvent(Staged& staged, Mail& mail);
  Result<Outcome> ApplyMail(Staged& staged, Mail& mail);
  // Whether `mail` is refused while unsaved (R6).
  bool MustWait(const Mail& mail) const;
  // An input of this moment that has `body`, and from which whatever it makes gets its names.
  exchange::Input InputOf(const Staged& staged, decltype(exchange::Input::body) body);
  // Applies `input` as the next entry; returns what it changed. Errors: those of Exchange::Apply().
  Result<exchange::Effects> Apply(Staged& staged, const exchange::Input& input);

  // When SaveTraces() is due; nullopt: nothing waits.
  std::optional<Instant> TracesDue() const;
  void TracesWait();

  Status Commit();
  Status CommitBatchOnce(const CommitBatch& batch);
  void Deliver();
  void DeliverCommands(const BatchChanges& changes);
  void CountNotes(const BatchChanges& changes) const;
  void CountAlerts(const BatchChanges& changes) const;

  const EnginePorts ports_;
  exchange::Exchange exchange_;
  const Instant engine_start_;  // Engine time when the process began, …
  const Instant clock_start_;   // … and what the clock said then.
  std::deque<Mail> mails_;
  std::optional<Staged> staged_;
  std::optional<Error> unsaved_cause_;  // What is told to those who want an answer.
  UnsavedBatches unsaved_{kBatchInputsMax};
  CallTracer tracer_;
  TicketTracer ticket_tracer_;
  std::optional<Instant> traces_since_;  // By the clock: since when some wait for an entry.
  DeskHub desks_;
  BoardHub boards_;
  CommandDispatch commands_;
  Sequence snapshot_sequence_;      // The last entry of the newest snapshot.
  std::size_t snapshot_bytes_ = 0;  // Of that snapshot.
  std::size_t journal_bytes_ = 0;   // Of the entries since.
  SnapshotSaver* saver_ = nullptr;
  Instant snapshot_at_;  // By the clock.
  bool trimming_ = false;
  WallTime last_wall_{};  // Of the last entry.
};

}  // namespace jackfield::engine
