#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>  // Before awaitable.hpp: Boost 1.74 needs it.
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/app/simulate/prng.h"
#include "server/base/result.h"
#include "tests/support/ami_replay_capture.h"
#include "tests/support/ami_replay_lists.h"

namespace jackfield::test {

// The link is lost at `at_ms` of the capture, in the middle of a block, and connections are refused
// for the next `down_ms` of the capture. The blocks of that time are lost.
struct AmiReplayCut {
  double at_ms = 0;
  double down_ms = 0;
};

struct AmiReplayOptions {
  std::uint16_t port = 0;         // 0: any free one.
  double speed = 1;               // Capture time per real time; 0: as fast as the client reads.
  bool timestamps = false;        // Inserts "Timestamp:", as timestampevents = yes does.
  std::uint64_t chunk_seed = 0;   // Not 0: writes end anywhere, by this seed.
  bool duplicate_blocks = false;  // One block in four is sent twice.
  bool each_block_twice = false;  // In a row.
  bool swap_neighbours = false;   // Events without a common channel, bridge, queue or member.
  bool held = false;              // The clock stands still until Release().
  std::vector<AmiReplayCut> cuts;
  int summaries_refused = 0;           // So many QueueSummary come before the modules are loaded.
  bool mute = false;                   // Says nothing after a login, as a half-open link.
  bool no_core_show_channels = false;  // The account may only use Status.
  std::string username;                // "": every login is accepted.
  std::string secret;
  std::vector<std::string> reads;   // Classes of events that the account hears; empty: all.
  std::vector<std::string> writes;  // Rights to act, as ListCommands tells; empty: all.
  // Actions besides, by name, that ListCommands tells of: the blocks that answer each, without
  // their ends, "{id}" for the ActionID. None: there is no answer.
  std::map<std::string, std::vector<std::string>, std::less<>> answers;
};

class AmiReplaySession;

// An Asterisk manager that serves a capture: answers Login, Ping, Events, Filter, Logoff and the
// list actions, and plays the recorded events, to each session that is logged in.
//
// R1. The replay clock stands still until the first login, and until Release() where `held`. With
//     speed 0 it also stands whenever no session is logged in.
// R2. An answer never stands inside a block.
// R3. Lists answer for the moment of the replay clock: QueueStatus and QueueSummary from the
// nearest
//     snapshot, its callers put right by the stream, CoreShowChannels from the channels folded from
//     the stream.
//
// Lifetime: must outlive the run of the io_context, which it does not own.
//
// Thread safety: confined to the thread that runs the io_context.
class AmiReplayServer {
 public:
  // `capture` must outlive the server. `on_done` is called once, after the last block was written
  // to the sessions; sessions stay open.
  // Errors: kUnavailable when the port cannot be bound.
  static Result<std::unique_ptr<AmiReplayServer>> Open(boost::asio::io_context& io,
                                                       const AmiReplayCapture& capture,
                                                       AmiReplayOptions options,
                                                       std::function<void()> on_done = {});
  ~AmiReplayServer();

  // Lets the clock of a held replay run. Twice is as once.
  void Release();

  // Closes the listener and every session, and ends the replay.
  void Stop();

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  std::uint64_t login_count() const { return login_count_; }
  std::uint64_t block_count() const { return block_count_; }
  // The actions of AmiReplayOptions::answers that came, byte for byte but for the last line end.
  const std::vector<std::string>& actions() const { return actions_; }
  // The names of all other actions that came, as they were written, each once.
  const std::set<std::string>& other_actions() const { return other_actions_; }

 private:
  friend class AmiReplaySession;

  AmiReplayServer(boost::asio::io_context& io, const AmiReplayCapture& capture,
                  AmiReplayOptions options, std::function<void()> on_done);
  boost::asio::awaitable<void> Accept();
  boost::asio::awaitable<void> Play();
  boost::asio::awaitable<void> WaitUntilDue(double at_ms);
  boost::asio::awaitable<void> WaitForSignal();
  void PrepareOrder();
  void Emit(const AmiReplayBlock& block);
  // Whether the account may hear events of the class of `block`.
  bool MayHear(std::string_view block) const;
  void CutIfDue(const AmiReplayBlock& block);
  // The moment of the capture that is now.
  double NowMs() const;
  bool Down() const { return NowMs() < down_until_ms_; }
  bool Running() const { return login_count_ > 0 && !held_; }
  void StartClockIfRunning();
  bool AnyLoggedIn() const;
  bool AnyBehind(std::size_t bytes) const;
  void Signal() { signal_.cancel(); }
  std::string WithTimestamp(const AmiReplayBlock& block) const;

  // What sessions ask for.
  void TakeLogin(AmiReplaySession& session);
  std::string AnswerList(std::string_view action, std::string_view action_id);
  std::string BootedEvent() const;
  // The answer to ListCommands.
  std::string Commands(std::string_view action_id) const;
  void Forget(const AmiReplaySession& session);

  boost::asio::io_context& io_;
  const AmiReplayCapture& capture_;
  const AmiReplayOptions options_;
  const std::function<void()> on_done_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer signal_;  // Cancelled to wake the player.
  simulate::Prng chance_;
  std::vector<AmiReplayBlock> order_;  // The blocks as they are sent.
  std::vector<std::shared_ptr<AmiReplaySession>> sessions_;
  AmiReplayChannels channels_;
  AmiReplayQueues queues_;
  std::chrono::steady_clock::time_point started_;
  double now_ms_ = 0;
  double down_until_ms_ = -1;
  std::size_t next_cut_ = 0;
  bool booted_seen_ = false;
  bool held_ = false;
  bool stopped_ = false;
  int summary_count_ = 0;
  std::uint64_t login_count_ = 0;
  std::uint64_t block_count_ = 0;
  std::vector<std::string> actions_;
  std::set<std::string> other_actions_;
};

}  // namespace jackfield::test
