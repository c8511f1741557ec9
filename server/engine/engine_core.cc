#include "server/engine/engine_core.h"

#include <algorithm>
#include <utility>

#include "server/base/check.h"
#include "server/engine/call_views.h"
#include "server/engine/callback_projection.h"
#include "server/engine/interaction_projection.h"
#include "server/engine/ticket_projection.h"
#include "server/ports/figures.h"

namespace jackfield::engine {
namespace {

// Time that passed while no process ran, as far as the wall clock can be believed.
constexpr Duration kDowntimeMax{24LL * 3600 * 1000};

// How far one TimersDue goes at most beyond the first timer that is due. After a long stop time is
// caught up in steps. Why: a call that ends by a timer must not be forgotten by the same entry, or
// its end would be missing in the log; the exchange remembers ended calls for longer than this.
constexpr Duration kTimerStepMax{60'000};

Duration Downtime(const Recovered& recovered, WallTime now) {
  if (!recovered.last_wall) return Duration{0};
  return std::clamp(Duration(now - *recovered.last_wall), Duration{0}, kDowntimeMax);
}

CommandId FirstIssued(const exchange::Effects& effects) {
  for (const exchange::Effect& effect : effects) {
    if (const auto* issued = std::get_if<exchange::CommandIssued>(&effect)) {
      return issued->command.id;
    }
  }
  return {};
}

std::string_view WordOf(exchange::Noted::Kind kind) {
  switch (kind) {
    case exchange::Noted::Kind::kUnmappedDevice:
      return "kind=unmapped_device";
    case exchange::Noted::Kind::kStub:
      return "kind=stub";
    case exchange::Noted::Kind::kIgnored:
      return "kind=ignored";
    case exchange::Noted::Kind::kLimit:
      return "kind=limit";
  }
  return "";
}

}  // namespace

Result<std::unique_ptr<EngineCore>> EngineCore::Recover(const EnginePorts& ports) {
  auto recovered = RecoverExchange(ports.store);
  if (!recovered) return Fail(recovered);
  return std::unique_ptr<EngineCore>(new EngineCore(ports, std::move(*recovered)));
}

EngineCore::EngineCore(const EnginePorts& ports, Recovered recovered)
    : ports_(ports),
      exchange_(std::move(recovered.exchange)),
      engine_start_(exchange_.state().now + Downtime(recovered, ports.clock.WallNow())),
      clock_start_(ports.clock.Now()),
      desks_(exchange_.state()),
      boards_(exchange_.state()),
      snapshot_sequence_(recovered.snapshot),
      snapshot_bytes_(recovered.snapshot_bytes),
      journal_bytes_(recovered.journal_bytes),
      snapshot_at_(clock_start_),
      last_wall_(recovered.last_wall.value_or(WallTime{})) {
  // Desks went with the process that they were connected to; each comes back or is missed.
  for (const auto& [id, agent] : exchange_.state().agents) {
    if (!agent.desk.empty()) Add({exchange::DeskClosed{agent.login, agent.desk}, nullptr});
  }
}

Status EngineCore::Advance() {
  do {
    if (!staged_) {
      if (Status staged = Stage(); !staged) return staged;
    }
    if (Status committed = Commit(); !committed) return committed;
    Deliver();
    ports_.store.Settle(false);
  } while (!mails_.empty() || TimersAreDue());
  if (const auto due = TracesDue(); due && *due <= ports_.clock.Now()) SaveTraces();
  return {};
}

void EngineCore::Abandon(const Error& error) {
  std::vector<Mail::Done> waiting;
  if (staged_) {
    for (Answer& answer : staged_->answers) waiting.push_back(std::move(answer.done));
  }
  for (Mail& mail : mails_) waiting.push_back(std::move(mail.done));
  staged_.reset();
  mails_.clear();
  for (const Mail::Done& done : waiting) {
    if (done) done(tl::unexpected<Error>(error));
  }
}

std::optional<Instant> EngineCore::NextWake() const {
  const std::optional<Instant> timer = exchange_.NextTimer();
  if (!timer || unsaved_.full()) return TracesDue();
  const Instant wake = clock_start_ + (*timer - engine_start_);
  return std::min(wake, TracesDue().value_or(wake));
}

std::optional<Instant> EngineCore::TracesDue() const {
  if (!traces_since_ || unsaved()) return std::nullopt;
  return *traces_since_ + kTraceWaitMax;
}

void EngineCore::TracesWait() {
  if (!traces_since_ && !tracer_.empty()) traces_since_ = ports_.clock.Now();
}

void EngineCore::SaveTraces() {
  traces_since_.reset();
  if (tracer_.empty() || unsaved()) return;
  CommitBatch batch;
  batch.traces = tracer_.TakeRows(exchange_.state().last, ports_.clock.WallNow());
  if (!ports_.store.Commit(batch)) ports_.metrics.Count(figures::kStoreFailuresTotal, "step=trace");
}

void EngineCore::NoteDelivery(const PopDelivery& delivery) {
  JACKFIELD_CHECK(!pending());
  tracer_.TakeDelivery(delivery, exchange_.state());
  TracesWait();
}

void EngineCore::NoteRoundTrip(const std::string& agent, Duration round_trip) {
  JACKFIELD_CHECK(!pending());
  const exchange::Agent* found = exchange_.FindAgentByLogin(agent);
  if (found == nullptr) return;
  boards_.NoteRoundTrip(exchange_.state(), ports_.clock.WallNow(), found->id, round_trip);
}

Status EngineCore::WatchDesk(const std::string& agent, std::int64_t resume_cursor,
                             std::weak_ptr<DeskSubscriber> subscriber) {
  JACKFIELD_CHECK(!pending());
  const exchange::Agent* found = exchange_.FindAgentByLogin(agent);
  if (found == nullptr || !found->configured) {
    return Fail(ErrorCode::kNotFound, "AGENT_NOT_FOUND", "no such agent");
  }
  desks_.Watch(exchange_.state(), found->id, resume_cursor, std::move(subscriber));
  return {};
}

Result<DeskGlance> EngineCore::GetDesk(const std::string& agent) const {
  JACKFIELD_CHECK(!pending());
  const exchange::Agent* found = exchange_.FindAgentByLogin(agent);
  if (found == nullptr) {
    return Fail(ErrorCode::kNotFound, "AGENT_NOT_FOUND", "there is no agent " + agent);
  }
  const BatchChanges nothing;
  CallViews views(exchange_.state(), nothing);
  return DeskGlance{found->id, desks_.Snapshot(exchange_.state(), *found, views)};
}

void EngineCore::WatchBoard(std::int64_t resume_cursor, std::weak_ptr<BoardSubscriber> subscriber) {
  JACKFIELD_CHECK(!pending());
  boards_.Watch(exchange_.state(), ports_.clock.WallNow(), resume_cursor, std::move(subscriber));
}

void EngineCore::SetDays(DayBegin day_begin) {
  JACKFIELD_CHECK(!pending());
  boards_.SetDays(exchange_.state(), ports_.clock.WallNow(), std::move(day_begin));
}

void EngineCore::Inspect(const std::function<void(const exchange::State&)>& look) const {
  JACKFIELD_CHECK(!pending());
  look(exchange_.state());
}

bool EngineCore::Housekeep() {
  JACKFIELD_CHECK(!pending());
  boards_.BeginInterval(exchange_.state(), ports_.clock.WallNow());
  if (unsaved()) return false;
  ports_.store.Settle(true);
  const bool old = ports_.clock.Now() - snapshot_at_ >= kSnapshotPeriod;
  const bool busy = saver_ != nullptr && saver_->busy();
  if (!busy && (SnapshotWorth(1) || (old && exchange_.state().last != snapshot_sequence_))) {
    BeginSnapshot();
    trimming_ = true;
  }
  if (!trimming_) return false;
  const Result<bool> more = ports_.store.TrimStep();
  if (!more) ports_.metrics.Count(figures::kStoreFailuresTotal, "step=trim");
  trimming_ = more.value_or(false);
  return trimming_;
}

bool EngineCore::SnapshotOverdue() const {
  if (pending() || unsaved() || (saver_ != nullptr && saver_->busy())) return false;
  return SnapshotWorth(2);
}

void EngineCore::BeginSnapshot() {
  if (saver_ != nullptr) return saver_->Save(TakeSnapshot());
  if (SaveSnapshot()) return;
  ports_.metrics.Count(figures::kStoreFailuresTotal, "step=snapshot");
}

// R5.
bool EngineCore::SnapshotWorth(std::uint64_t times) const {
  const std::uint64_t entries = exchange_.state().last.value - snapshot_sequence_.value;
  return entries >= kSnapshotEntriesMax ||
         (entries >= times * kSnapshotEntries && journal_bytes_ >= times * snapshot_bytes_);
}

Status EngineCore::SaveSnapshot() {
  JACKFIELD_CHECK(!pending());
  if (unsaved()) return tl::unexpected<Error>(*unsaved_cause_);
  if (exchange_.state().last == snapshot_sequence_) return {};
  const Sequence before = snapshot_sequence_;
  Status saved = ports_.store.SaveSnapshot(TakeSnapshot());
  if (!saved) snapshot_sequence_ = before;
  return saved;
}

StoredSnapshot EngineCore::TakeSnapshot() {
  StoredSnapshot snapshot{exchange_.state().last, PackSnapshot(exchange_, last_wall_)};
  snapshot_sequence_ = snapshot.sequence;
  snapshot_bytes_ = snapshot.state.size();
  journal_bytes_ = 0;
  snapshot_at_ = ports_.clock.Now();
  return snapshot;
}

bool EngineCore::TimersAreDue() const {
  if (unsaved_.full()) return false;  // R7.
  const std::optional<Instant> next = exchange_.NextTimer();
  return next && *next <= EngineNow() && exchange_.state().now < EngineNow();
}

Instant EngineCore::EngineNow() const {
  const Duration passed = std::max(ports_.clock.Now() - clock_start_, Duration{0});
  return std::max(engine_start_ + passed, exchange_.state().now);
}

Status EngineCore::Stage() {
  Staged staged;
  staged.wall = ports_.clock.WallNow();
  const bool caught_up = StageDueTimers(staged);
  while (caught_up && !mails_.empty() && staged.answers.size() < kBatchInputsMax &&
         staged.bytes < kBatchBytesMax) {
    if (Status taken = StageMail(staged, mails_.front()); !taken) {
      if (staged.commit.entries.empty() && staged.answers.empty()) return taken;
      break;  // What was applied is committed first; this one is asked about again.
    }
    mails_.pop_front();
  }
  ProjectRows(exchange_.state(), staged.changes, staged.commit);
  ProjectTickets(exchange_.state(), staged.changes, staged.commit);
  ProjectCallbacks(exchange_.state(), staged.changes, staged.commit);
  if (!staged.commit.entries.empty()) {
    staged.commit.traces = tracer_.TakeRows(exchange_.state().last, staged.wall);
    staged.commit.ticket_traces = ticket_tracer_.TakeRows(exchange_.state().last, staged.wall);
    traces_since_.reset();
  }
  staged_ = std::move(staged);
  return {};
}

bool EngineCore::StageDueTimers(Staged& staged) {
  if (unsaved_.full()) return true;  // R7.
  const Instant present = EngineNow();
  Instant reached{};
  while (reached < present) {
    const std::optional<Instant> next = exchange_.NextTimer();
    if (!next || *next > present) return true;
    if (staged.commit.entries.size() >= kBatchInputsMax) return false;
    reached = std::min(present, std::max(*next, exchange_.state().now) + kTimerStepMax);
    exchange::Input input = InputOf(staged, exchange::TimersDue{});
    input.now = reached;
    input.wall = staged.wall - (present - reached);
    JACKFIELD_CHECK(Apply(staged, input).has_value());
  }
  return true;
}

Status EngineCore::StageMail(Staged& staged, Mail& mail) {
  if (MustWait(mail)) {
    ports_.metrics.Count(figures::kUnsavedRefusedTotal, "");
    staged.answers.push_back({std::move(mail.done), tl::unexpected<Error>(*unsaved_cause_)});
    return {};
  }
  if (std::holds_alternative<exchange::TelephonyEvent>(mail.request)) {
    return StageEvent(staged, mail);
  }
  Result<Outcome> outcome = ApplyMail(staged, mail);
  if (!outcome) ports_.metrics.Count(figures::kCommandsRefusedTotal, "");
  staged.answers.push_back({std::move(mail.done), std::move(outcome)});
  return {};
}

Result<Outcome> EngineCore::ApplyMail(Staged& staged, Mail& mail) {
  exchange::Input input = InputOf(staged, {});
  if (auto* command = std::get_if<exchange::DeskCommand>(&mail.request)) {
    input.body = std::move(*command);
  } else if (auto* ticket = std::get_if<exchange::TicketCommand>(&mail.request)) {
    input.body = std::move(*ticket);
  } else if (auto* callback = std::get_if<exchange::CallbackCommand>(&mail.request)) {
    input.body = std::move(*callback);
  } else {
    input.body = std::get<exchange::Configuration>(std::move(mail.request));
  }
  const std::uint64_t callbacks_before = exchange_.state().callbacks_made;
  const auto effects = Apply(staged, input);
  if (!effects) return Fail(effects);
  Outcome outcome{{exchange_.state().last}, {}, FirstIssued(*effects)};
  if (const auto* command = std::get_if<exchange::TicketCommand>(&input.body)) {
    outcome.ticket = ReceiptOf(exchange_.state(), *command, *effects);
  }
  if (const auto* command = std::get_if<exchange::CallbackCommand>(&input.body)) {
    outcome.callback = ReceiptOf(exchange_.state(), *command, *effects, callbacks_before);
  }
  return outcome;
}

Status EngineCore::StageEvent(Staged& staged, Mail& mail) {
  auto& event = std::get<exchange::TelephonyEvent>(mail.request);
  const Answer::Kind kind = mail.observed ? Answer::Kind::kObserved : Answer::Kind::kEvent;
  const Result<std::optional<Sequence>> earlier = Earlier(staged, event);
  if (!earlier) return Fail(earlier);
  if (*earlier) {
    ports_.metrics.Count(figures::kEventsRepeatedTotal, "");
    tracer_.TakeRepeated(event, **earlier, staged.wall, exchange_.state());
    TracesWait();
    staged.answers.push_back({std::move(mail.done), Outcome{{**earlier, true}, {}, {}}, kind});
    return {};
  }
  const auto applied = Apply(staged, InputOf(staged, std::move(event)));
  JACKFIELD_CHECK(applied.has_value());  // X2: an event is never refused.
  staged.answers.push_back({std::move(mail.done), Outcome{{exchange_.state().last}, {}, {}}, kind});
  return {};
}

// An observed event with an id is not let in: what is kept is not asked for repetitions.
bool EngineCore::MustWait(const Mail& mail) const {
  if (!unsaved()) return false;
  if (unsaved_.full()) return true;  // R7.
  if (const auto* event = std::get_if<exchange::TelephonyEvent>(&mail.request)) {
    return !mail.observed || !event->id.empty();
  }
  // That a desk is there is true as long as this process lives; that is all its answer says.
  const auto* command = std::get_if<exchange::DeskCommand>(&mail.request);
  return command == nullptr || !(std::holds_alternative<exchange::DeskOpened>(*command) ||
                                 std::holds_alternative<exchange::DeskClosed>(*command));
}

Result<std::optional<Sequence>> EngineCore::Earlier(const Staged& staged,
                                                    const exchange::TelephonyEvent& event) const {
  if (event.id.empty()) return std::nullopt;
  const auto found = staged.events.find({event.source, event.id});
  if (found != staged.events.end()) return found->second;
  return ports_.store.FindEvent(event.source, event.id);
}

// Any input may make something that has a name: a timer that is due, too, makes tickets.
exchange::Input EngineCore::InputOf(const Staged& staged, decltype(exchange::Input::body) body) {
  exchange::Input input;
  input.now = EngineNow();
  input.wall = staged.wall;
  input.names = {ports_.random.Bits(), ports_.random.Bits()};
  input.body = std::move(body);
  return input;
}

Result<exchange::Effects> EngineCore::Apply(Staged& staged, const exchange::Input& input) {
  const Sequence sequence{exchange_.state().last.value + 1};
  auto effects = exchange_.Apply(sequence, input);
  if (!effects) return Fail(effects);
  tracer_.Take(sequence, input, *effects, exchange_.state());
  ticket_tracer_.Take(sequence, input, *effects, exchange_.state());
  JournalEntry entry;
  entry.sequence = sequence;
  if (const auto* event = std::get_if<exchange::TelephonyEvent>(&input.body)) {
    entry.source = event->source;
    entry.event_id = event->id;
    if (!event->id.empty()) {
      staged.events.emplace(std::pair(event->source, event->id), sequence);
    }
  }
  entry.input = ToArchive(input);
  staged.bytes += entry.input.size();
  staged.commit.entries.push_back(std::move(entry));
  staged.changes.Add(*effects, exchange_.state());
  if (std::holds_alternative<exchange::Configuration>(input.body)) {
    staged.changes.AddConfiguration();
  }
  return effects;
}

Status EngineCore::Commit() {
  if (staged_->commit.entries.empty()) return {};
  if (unsaved()) {
    unsaved_.Add(std::move(staged_->commit));
  } else if (Status committed = CommitBatchOnce(staged_->commit); !committed) {
    return committed;
  }
  last_wall_ = staged_->wall;
  journal_bytes_ += staged_->bytes;
  return {};
}

Status EngineCore::CommitBatchOnce(const CommitBatch& batch) {
  const Instant before = ports_.clock.Now();
  if (Status committed = ports_.store.Commit(batch); !committed) {
    ports_.metrics.Count(figures::kStoreFailuresTotal, "step=commit");
    return committed;
  }
  const std::chrono::duration<double> took = ports_.clock.Now() - before;
  ports_.metrics.Observe(figures::kCommitSeconds, "", took.count());
  ports_.metrics.Count(figures::kJournalEntriesTotal, "", batch.entries.size());
  return {};
}

void EngineCore::GoOnUnsaved(const Error& cause) {
  if (unsaved()) return;
  unsaved_cause_ = cause;
  const bool applied = staged_ && !staged_->commit.entries.empty();
  const Sequence saved = applied ? Sequence{staged_->commit.entries.front().sequence.value - 1}
                                 : exchange_.state().last;
  desks_.HoldCursors(saved);
  boards_.HoldCursors(saved);
  if (!staged_) return;
  for (Answer& answer : staged_->answers) {
    if (answer.kind == Answer::Kind::kEvent) {
      answer.result = tl::unexpected<Error>(cause);  // It counts as repeated when it comes again.
    } else if (answer.kind == Answer::Kind::kOther && answer.result) {
      answer.result = Fail(ErrorCode::kDeadlineExceeded, "CHANGE_NOT_SAVED",
                           "it is done, but not saved: " + cause.message);
    }
  }
}

Status EngineCore::SaveUnsaved() {
  if (unsaved_.empty()) return {};
  if (Status saved = CommitBatchOnce(unsaved_.front()); !saved) return saved;
  unsaved_.RemoveFront();
  return {};
}

void EngineCore::EndUnsaved() {
  JACKFIELD_CHECK(unsaved_.empty());
  unsaved_cause_.reset();
  desks_.ReleaseCursors();
  boards_.ReleaseCursors();
}

void EngineCore::Deliver() {
  Staged staged = std::move(*staged_);
  staged_.reset();
  for (Answer& answer : staged.answers) {
    if (answer.done) answer.done(std::move(answer.result));
  }
  if (staged.changes.empty()) return;
  const exchange::State& state = exchange_.state();
  CallViews views(state, staged.changes);
  desks_.Deliver(state, staged.changes, views);
  boards_.Deliver(state, staged.changes, staged.wall);
  DeliverCommands(staged.changes);
  CountNotes(staged.changes);
  CountAlerts(staged.changes);
}

void EngineCore::DeliverCommands(const BatchChanges& changes) {  // R9.
  if (changes.commands().empty()) return;
  auto refusals =
      commands_.Deliver(exchange_.state(), changes.commands(), EngineNow(), unsaved_cause_);
  for (exchange::TelephonyEvent& refusal : refusals) Add({std::move(refusal), nullptr, true});
}

void EngineCore::CountAlerts(const BatchChanges& changes) const {
  if (changes.alerts().empty()) return;
  for (const auto& [id, alert] : changes.alerts()) {
    ports_.metrics.Count(figures::kAlertChangesTotal, alert.cleared        ? "state=cleared"
                                                      : alert.acknowledged ? "state=acknowledged"
                                                                           : "state=raised");
  }
  ports_.metrics.Gauge(figures::kAlertsRaised, "",
                       static_cast<double>(exchange_.state().alerts.size()));
}

void EngineCore::CountNotes(const BatchChanges& changes) const {
  for (const exchange::Noted& note : changes.notes()) {
    ports_.metrics.Count(figures::kNotesTotal, WordOf(note.kind));
  }
}

}  // namespace jackfield::engine
