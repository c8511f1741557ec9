#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>  // Before awaitable.hpp: Boost 1.74 needs it.
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/base/result.h"
#include "server/base/time.h"
#include "server/exchange/commands/call_command.h"
#include "server/exchange/telephony_event.h"
#include "server/net/backoff.h"
#include "server/net/name_lookup.h"
#include "server/ports/clock.h"
#include "server/ports/metrics.h"
#include "server/ports/random.h"
#include "server/telephony/ami/ami_commands.h"
#include "server/telephony/ami/ami_parser.h"
#include "server/telephony/ami/ami_rights.h"
#include "server/telephony/ami/ami_translator.h"

namespace jackfield::ami {

struct AmiConnectorOptions {
  std::string source;  // The configured name; label of logs and figures.
  std::string host;
  std::uint16_t port = 5038;
  std::string username;
  std::string secret;               // Never logged.
  Duration connect_timeout{5'000};  // For the name, and again for the connection.
  Duration ping_interval{5'000};
  Duration silence_max{10'000};            // A live Asterisk answers a ping well within this time.
  std::vector<std::string> event_filters;  // As Asterisk's Filter action reads them.
  std::vector<std::string> attached_variables;  // Channel variables to report with calls.
  // Whether commands are carried out. Needs the contexts in the dialplan, and the rights to act.
  bool acts = false;
  AmiContexts contexts;
};

// Keeps one manager session to one Asterisk open: connects, logs in, waits until the switch answers
// for its queues, reads its lists, hands on what it reports, and begins again after any failure.
//
// R1. The reader waits for nothing but the socket: what is to be sent is put down and written by
//     another coroutine. Why: Asterisk drops a session that does not read for about three seconds.
// R2. Ready is who answers QueueSummary. Why: logins are accepted before the modules are loaded,
// and
//     an account without read=system never sees FullyBooted.
// R3. Lists are read after each login, again a few seconds later, then once a minute, or a few
//     seconds after the translator doubted what they said. Why: a list may have been taken a moment
//     before or after what the stream tells; the second one settles it.
// R4. A pause before each attempt, 0.5 s to 10 s, less up to half of it by chance; it grows until a
//     session has been ready for kStableSession. Why: a PBX that accepts and drops us at once must
//     not be asked twice a second, and many servers must not ask at once.
//
// R5. A command is sent on the session that is ready when it comes, or refused. What is open when
//     the session ends is unknown, and nothing of it is sent on another (AmiCommands, M1).
//
// Lifetime: `clock`, `random`, `metrics` and the connector outlive the coroutine Run().
//
// Thread safety: confined to the strand that Run() is spawned on. `sink` is called on that strand.
class AmiConnector {
 public:
  // Takes the events of one source in order. Must not block.
  using Sink = std::function<void(exchange::TelephonyEvent)>;

  struct Outside {
    Clock& clock;
    Random& random;
    Metrics& metrics;
  };

  AmiConnector(boost::asio::any_io_executor executor, AmiConnectorOptions options, Outside outside,
               Sink sink);
  ~AmiConnector();

  // Runs until Stop().
  boost::asio::awaitable<void> Run();

  // Ends the session in progress, or the pause, and with it Run(). Doing it twice is as once.
  void Stop();

  // Carries out a command, whose texts are in the clear, before `deadline` by the clock. What
  // became of it is handed to the sink, as a CommandResult. To be called on the strand.
  void Carry(const exchange::CallCommand& command, Instant deadline);

  // Whether the switch is connected and answers.
  bool ready() const;

  // Whether the first session has become ready, or was lost or never came about.
  bool tried() const { return tried_; }

  // What operators may want to know of the link.
  const AmiLinkFacts& facts() const { return facts_; }

 private:
  struct Session;

  boost::asio::awaitable<void> Pause();
  boost::asio::awaitable<Status> Connect(Session& session);
  // One session, from connect to loss. Returns why it was lost: a session has no other end.
  boost::asio::awaitable<Error> RunSession();
  boost::asio::awaitable<Error> Read(Session& session);
  boost::asio::awaitable<void> Keep(std::shared_ptr<Session> session);
  boost::asio::awaitable<Status> Flush(Session& session);

  void Take(Session& session, const AmiMessage& message);
  void TakeResponse(Session& session, const AmiMessage& message);
  void TakeLoginAnswer(Session& session, const AmiMessage& message);
  void TakeSummaryAnswer(Session& session, bool success);
  void TakeCommandsAnswer(const AmiMessage& message);
  void BecomeReady(Session& session);
  void AskForSummary(Session& session);
  void AskForLists(Session& session);
  void AskIfDue(Session& session);
  void Send(Session& session, Result<std::string> action);
  std::string NextActionId();
  void HandOn();
  // Sends what commands want to be sent, and hands on what became of them.
  void FlushCommands(Session& session);
  void HandOnResults();
  void ReportFigures(Session& session);
  void NoteEvent(const Session& session, const AmiMessage& event);
  void NoteLost(const Error& lost);
  WallTime Received() const;

  const boost::asio::any_io_executor executor_;
  const AmiConnectorOptions options_;
  const Outside outside_;
  const Sink sink_;
  AmiTranslator translator_;
  AmiCommands commands_;
  net::Backoff backoff_;
  net::NameLookup lookup_;
  boost::asio::steady_timer pause_;
  std::shared_ptr<Session> session_;
  // Wall time of the start, continued by the clock that never goes back.
  const WallTime started_wall_;
  const Instant started_;
  std::uint64_t action_count_ = 0;
  AmiTranslatorCounters reported_;
  AmiLinkFacts facts_;
  bool stopping_ = false;
  bool tried_ = false;
};

}  // namespace jackfield::ami
