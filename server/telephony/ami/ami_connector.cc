#include "server/telephony/ami/ami_connector.h"

#include <array>
#include <charconv>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <spdlog/spdlog.h>

#include "server/net/stream_steps.h"
#include "server/telephony/ami/ami_encoder.h"
#include "server/telephony/ami/ami_values.h"

namespace jackfield::ami {
namespace {

using boost::asio::awaitable;
using boost::asio::redirect_error;
using boost::asio::use_awaitable;

constexpr std::size_t kReadBytes = 64 * 1024;
// Room for what a burst sends while this process is held up (measured: 8 MB outlast 8 s).
constexpr int kReceiveBufferBytes = 8 * 1024 * 1024;
constexpr std::size_t kOutboxBytesMax = 256 * 1024;
constexpr Duration kTick{500};
constexpr Duration kWriteTimeout{5'000};
constexpr Duration kSummaryAgainAfter{1'000};
constexpr int kSummaryAttemptsMax = 30;      // Then the switch has no queues at all.
constexpr Duration kListsAgainAfter{3'200};  // More than AmiLists::kFresh.
static_assert(kListsAgainAfter > AmiLists::kFresh);
constexpr Duration kListsEvery{60'000};
constexpr Duration kListsTimeout{30'000};
constexpr Duration kStableSession{5'000};
constexpr Duration kListSlack{2'000};  // What an event may be later than a list that tells of it.
constexpr std::size_t kClassBytesMax = 32;
constexpr std::string_view kOriginateResponse = "OriginateResponse";

// Coroutines of a session throw only what is a bug of this file.
void RethrowIfAny(const std::exception_ptr& error) {
  if (error) std::rethrow_exception(error);
}

}  // namespace

struct AmiConnector::Session {
  enum class Phase { kLogin, kSummary, kReady };

  Session(const boost::asio::any_io_executor& executor, AmiParser::Filter filter)
      : stream(executor), parser(std::move(filter)), wake(executor), ended(executor) {}

  boost::beast::tcp_stream stream;
  AmiParser parser;
  Phase phase = Phase::kLogin;
  std::string outbox;               // What is to be written.
  boost::asio::steady_timer wake;   // Cancelled to wake the keeper.
  boost::asio::steady_timer ended;  // Cancelled when the keeper has ended.
  bool over = false;
  bool keeper_over = false;
  std::optional<Error> failure;  // Why the session must end.

  std::string summary_id, channels_id, queues_id, commands_id;
  Instant pinged{}, summary_asked{}, lists_asked{}, became_ready{};
  bool summary_open = false;
  bool lists_open = false;
  bool status_instead = false;  // No right to CoreShowChannels.
  int summary_attempts = 0;
  std::uint64_t snapshots_at_start = 0;
  std::uint64_t snapshots_at_ask = 0;
  AmiParserCounters reported;

  void Close() {
    over = true;
    wake.cancel();
    stream.close();
  }
  void FailWith(ErrorCode code, std::string message) {
    failure = Error{code, std::move(message)};
    Close();
  }
};

AmiConnector::AmiConnector(boost::asio::any_io_executor executor, AmiConnectorOptions options,
                           Outside outside, Sink sink)
    : executor_(std::move(executor)),
      options_(std::move(options)),
      outside_(outside),
      sink_(std::move(sink)),
      translator_({options_.source, options_.attached_variables}),
      commands_(translator_.calls(), options_.contexts),
      lookup_(executor_),
      pause_(executor_),
      started_wall_(outside_.clock.WallNow()),
      started_(outside_.clock.Now()) {}

AmiConnector::~AmiConnector() = default;

bool AmiConnector::ready() const {
  return session_ != nullptr && session_->phase == Session::Phase::kReady;
}

void AmiConnector::Stop() {
  stopping_ = true;
  pause_.cancel();
  lookup_.Cancel();
  if (session_ != nullptr) session_->Close();
}

awaitable<void> AmiConnector::Run() {
  while (!stopping_) {
    const Error lost = co_await RunSession();
    tried_ = true;
    NoteLost(lost);
    outside_.metrics.Gauge("jackfield_ami_link_up", "source=" + options_.source, 0);
    outside_.metrics.Count("jackfield_ami_sessions_lost_total", "source=" + options_.source);
    if (stopping_) break;
    spdlog::warn("ami session lost source={} host={} reason=\"{}\"", options_.source, options_.host,
                 lost.message);
    co_await Pause();
  }
}

awaitable<void> AmiConnector::Pause() {
  const Duration longest = backoff_.Next();
  const auto half = static_cast<std::uint64_t>(longest.count() / 2);
  const Duration pause = longest - Duration(outside_.random.Bits() % (half + 1));  // R4.
  boost::system::error_code cancelled;
  pause_.expires_after(pause);
  co_await pause_.async_wait(redirect_error(use_awaitable, cancelled));
}

awaitable<Status> AmiConnector::Connect(Session& session) {
  const auto addresses =
      co_await lookup_.Find(options_.host, options_.port, options_.connect_timeout);
  if (!addresses) co_return Fail(addresses);
  if (session.over) co_return Fail(ErrorCode::kUnavailable, "stopped");
  co_return co_await net::Connect(session.stream, *addresses, options_.connect_timeout);
}

awaitable<Error> AmiConnector::RunSession() {
  const auto filter = [this](std::string_view event, std::string_view block) {
    return translator_.Wants(event, block) || (options_.acts && event == kOriginateResponse);
  };
  const auto session = std::make_shared<Session>(executor_, filter);
  session_ = session;
  const Status connected = co_await Connect(*session);
  if (!connected || session->over) {
    session_.reset();
    co_return connected ? Error{ErrorCode::kUnavailable, "stopped"} : connected.error();
  }
  boost::system::error_code ignored;
  session->stream.socket().set_option(
      boost::asio::socket_base::receive_buffer_size(kReceiveBufferBytes), ignored);
  session->stream.socket().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  Send(*session, EncodeLogin({options_.username, options_.secret}, NextActionId()));
  boost::asio::co_spawn(executor_, Keep(session), RethrowIfAny);

  const Error lost = co_await Read(*session);

  session->Close();
  while (!session->keeper_over) {
    session->ended.expires_after(kTick);
    co_await session->ended.async_wait(redirect_error(use_awaitable, ignored));
  }
  const bool was_ready = session->phase == Session::Phase::kReady;
  if (was_ready && outside_.clock.Now() - session->became_ready >= kStableSession) {
    backoff_.Reset();
  }
  commands_.Lose();  // R5.
  HandOnResults();
  translator_.TakeLinkLost(Received());
  HandOn();
  ReportFigures(*session);
  session_.reset();
  co_return session->failure.value_or(lost);
}

awaitable<Error> AmiConnector::Read(Session& session) {
  const auto buffer = std::make_unique<std::array<char, kReadBytes>>();
  while (!session.over) {
    const Result<std::size_t> read =
        co_await net::ReadSome(session.stream, *buffer, options_.silence_max);
    if (!read) co_return read.error();
    const Status fed = session.parser.Feed(std::string_view(buffer->data(), *read));
    if (!fed) co_return fed.error();
    while (const auto message = session.parser.Next()) Take(session, *message);
    HandOn();
  }
  co_return Error{ErrorCode::kUnavailable, "closed by this side"};
}

// Writes what is put down, and does what is due by time (R1).
awaitable<void> AmiConnector::Keep(std::shared_ptr<Session> session) {
  while (!session->over) {
    const Status flushed = co_await Flush(*session);
    if (!flushed && !session->over)
      session->FailWith(flushed.error().code, flushed.error().message);
    if (session->over) break;
    boost::system::error_code woken;
    session->wake.expires_after(kTick);
    co_await session->wake.async_wait(redirect_error(use_awaitable, woken));
    if (session->over) break;
    AskIfDue(*session);
    commands_.Tick(outside_.clock.Now());
    FlushCommands(*session);
    translator_.Tick(Received());
    HandOn();
    ReportFigures(*session);
  }
  session->keeper_over = true;
  session->ended.cancel();
}

awaitable<Status> AmiConnector::Flush(Session& session) {
  while (!session.outbox.empty() && !session.over) {
    const Status written =
        co_await net::WriteAll(session.stream, std::exchange(session.outbox, {}), kWriteTimeout);
    if (!written) co_return written;
  }
  co_return Status{};
}

void AmiConnector::Send(Session& session, Result<std::string> action) {
  if (!action) return session.FailWith(action.error().code, action.error().message);
  if (session.outbox.size() + action->size() > kOutboxBytesMax) {
    return session.FailWith(ErrorCode::kUnavailable, "the switch does not read");
  }
  session.outbox.append(*action);
  session.wake.cancel();
}

std::string AmiConnector::NextActionId() { return "jackfield-" + std::to_string(++action_count_); }

WallTime AmiConnector::Received() const {
  return started_wall_ + (outside_.clock.Now() - started_);
}

void AmiConnector::HandOn() {
  for (exchange::TelephonyEvent& event : translator_.TakeEvents()) sink_(std::move(event));
}

void AmiConnector::Carry(const exchange::CallCommand& command, Instant deadline) {
  if (!options_.acts || !ready()) {
    const exchange::CommandResult refused{command.id, exchange::CommandOutcome::kRefused,
                                          "SOURCE_NOT_CONNECTED"};
    return sink_({options_.source, "", std::nullopt, refused});
  }
  if (deadline <= outside_.clock.Now()) return;  // Never sent; its deadline ends it.
  commands_.Begin(command, deadline);
  FlushCommands(*session_);
}

void AmiConnector::FlushCommands(Session& session) {
  for (std::string& action : commands_.TakeActions()) Send(session, std::move(action));
  HandOnResults();
}

void AmiConnector::HandOnResults() {
  for (exchange::CommandResult& result : commands_.TakeResults()) {
    sink_({options_.source, "", std::nullopt, std::move(result)});
  }
}

void AmiConnector::Take(Session& session, const AmiMessage& message) {
  translator_.Take(message, Received());
  if (message.kind == AmiMessage::Kind::kResponse) return TakeResponse(session, message);
  if (options_.acts && message.name == kOriginateResponse) {
    commands_.TakeOriginated(message);
    FlushCommands(session);
  }
  NoteEvent(session, message);
}

void AmiConnector::NoteEvent(const Session& session, const AmiMessage& event) {
  const WallTime now = Received();
  facts_.last_event = now;
  if (session.phase == Session::Phase::kReady && event.name == "QueueEntry") {
    // Who has waited for less than we have listened must have been told of.
    long long waited_s = 0;
    const std::string_view wait = event.Get("Wait");
    std::from_chars(wait.data(), wait.data() + wait.size(), waited_s);
    const Duration listened = outside_.clock.Now() - session.became_ready;
    if (Duration(waited_s * 1'000) + kListSlack < listened) facts_.listed_waiting = true;
  }
  const std::string_view kind = ClassOf(event);
  if (kind.empty()) return;
  if (!facts_.heard.contains(kind)) facts_.heard.insert(CleanText(kind, kClassBytesMax));
  if (event.name == "QueueCallerJoin" || event.name == "AgentCalled") {
    facts_.heard_queue_call = true;
  }
  if (const auto stamped = TimestampOf(event)) facts_.clock_ahead = *stamped - now;
}

void AmiConnector::NoteLost(const Error& lost) {
  facts_.ready = false;
  facts_.refused = lost.code == ErrorCode::kFailedPrecondition;
  facts_.trouble = lost.message;
  facts_.since = Received();
}

void AmiConnector::TakeResponse(Session& session, const AmiMessage& message) {
  const std::string_view id = message.Get("ActionID");
  const bool success = message.name == "Success";
  if (session.phase == Session::Phase::kLogin) return TakeLoginAnswer(session, message);
  if (id == session.summary_id) return TakeSummaryAnswer(session, success);
  if (id == session.commands_id && success) return TakeCommandsAnswer(message);
  if (commands_.TakeResponse(message, outside_.clock.Now())) return FlushCommands(session);
  if (success || (id != session.channels_id && id != session.queues_id)) return;
  session.lists_open = false;
  spdlog::warn("ami list refused source={} message=\"{}\"", options_.source,
               CleanText(message.Get("Message")));
  if (id == session.channels_id && !std::exchange(session.status_instead, true)) {
    AskForLists(session);
  }
}

void AmiConnector::TakeLoginAnswer(Session& session, const AmiMessage& message) {
  if (message.name != "Success") {
    return session.FailWith(ErrorCode::kFailedPrecondition,
                            "login refused: " + CleanText(message.Get("Message")));
  }
  session.phase = Session::Phase::kSummary;
  facts_ = {};
  for (const std::string& filter : options_.event_filters) {
    Send(session, EncodeFilter(filter, NextActionId()));
  }
  AskForSummary(session);
}

void AmiConnector::AskForSummary(Session& session) {
  session.summary_id = NextActionId();
  session.summary_asked = outside_.clock.Now();
  session.summary_open = true;
  ++session.summary_attempts;
  Send(session, EncodeQueueSummary(session.summary_id));
}

void AmiConnector::TakeSummaryAnswer(Session& session, bool success) {
  session.summary_open = false;
  if (session.phase != Session::Phase::kSummary) return;
  if (success || session.summary_attempts >= kSummaryAttemptsMax) BecomeReady(session);  // R2.
}

void AmiConnector::TakeCommandsAnswer(const AmiMessage& message) {
  facts_.acts = RightsToAct(message);
  facts_.may_dial = options_.acts;
  if (options_.acts) translator_.SetCapabilities(AmiCommands::Capabilities(message));
}

void AmiConnector::BecomeReady(Session& session) {
  session.phase = Session::Phase::kReady;
  tried_ = true;
  session.became_ready = outside_.clock.Now();
  spdlog::info("ami session ready source={} host={} version=\"{}\"", options_.source, options_.host,
               session.parser.greeting());
  outside_.metrics.Gauge("jackfield_ami_link_up", "source=" + options_.source, 1);
  session.snapshots_at_start = translator_.counters().snapshots;
  translator_.TakeLinkReady(Received());
  facts_.ready = true;
  facts_.since = Received();
  facts_.version = session.parser.greeting();
  AskForLists(session);
  session.commands_id = NextActionId();
  Send(session, EncodeListCommands(session.commands_id));
}

void AmiConnector::AskForLists(Session& session) {
  session.channels_id = NextActionId();
  session.queues_id = NextActionId();
  session.lists_asked = outside_.clock.Now();
  session.lists_open = true;
  session.snapshots_at_ask = translator_.counters().snapshots;
  translator_.BeginSnapshot();
  Send(session, session.status_instead ? EncodeStatus(session.channels_id)
                                       : EncodeCoreShowChannels(session.channels_id));
  Send(session, EncodeQueueStatus(session.queues_id));
}

void AmiConnector::AskIfDue(Session& session) {
  const Instant now = outside_.clock.Now();
  if (session.phase == Session::Phase::kLogin) return;
  if (now - session.pinged >= options_.ping_interval) {
    session.pinged = now;
    Send(session, EncodePing(NextActionId()));
  }
  if (session.phase == Session::Phase::kSummary) {
    const bool due = now - session.summary_asked >= kSummaryAgainAfter;
    if (due && !session.summary_open) AskForSummary(session);
    return;
  }
  const std::uint64_t snapshots = translator_.counters().snapshots;
  const bool answered = snapshots != session.snapshots_at_ask;
  const Duration since = now - session.lists_asked;
  if (session.lists_open && !answered && since < kListsTimeout) return;
  session.lists_open = false;
  const bool doubted = translator_.snapshot_wanted() || snapshots == session.snapshots_at_start + 1;
  if ((doubted && since >= kListsAgainAfter) || since >= kListsEvery) AskForLists(session);  // R3.
}

void AmiConnector::ReportFigures(Session& session) {
  const std::string source = "source=" + options_.source;
  const auto count = [&](const char* name, std::uint64_t now, std::uint64_t before) {
    if (now != before) outside_.metrics.Count(name, source, now - before);
  };
  const AmiParserCounters parsed = session.parser.counters();
  const AmiTranslatorCounters translated = translator_.counters();
  count("jackfield_ami_messages_total", parsed.messages, session.reported.messages);
  count("jackfield_ami_messages_filtered_total", parsed.filtered, session.reported.filtered);
  count("jackfield_ami_blocks_dropped_total", parsed.dropped(), session.reported.dropped());
  count("jackfield_ami_events_unknown_total", translated.unknown, reported_.unknown);
  count("jackfield_ami_channels_refused_total", translated.refused, reported_.refused);
  if (parsed.dropped() != session.reported.dropped()) {
    spdlog::warn("ami blocks dropped source={} count={} last_reason={}", options_.source,
                 parsed.dropped() - session.reported.dropped(), static_cast<int>(parsed.last_drop));
  }
  session.reported = parsed;
  reported_ = translated;
}

}  // namespace jackfield::ami
