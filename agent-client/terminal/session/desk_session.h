#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <grpcpp/channel.h>

#include "jackfield/v1/desk_service.pb.h"

#include "agent-client/connection/server_connection.h"
#include "server/base/result.h"

namespace jackfield::client {

// How the link to the server stands, for the desk to show.
enum class LinkState : std::uint8_t {
  kConnecting = 0,
  kLive = 1,          // Up to date: everything up to now was received.
  kReconnecting = 2,  // Lost; comes back by itself.
  kReplaced = 3,      // A newer desk of the same agent took over. Final.
  kRefused = 4,       // The password is not accepted, or the login is no agent's. Final.
};

// Watches one agent's desk for as long as the program runs: signs in, resumes after the last
// complete cursor, notices a silent link, and comes back with jitter.
//
// Rules:
//  D1. A link without a message for kSilenceMax is dead, whatever the operating system says.
//  D2. Only the cursor of a complete commit is resumed from.
//  D3. An agent's newer desk wins; this one does not come back by itself.
//
// Thread safety: thread-safe. The callbacks are called on the session's own thread.
class DeskSession {
 public:
  static constexpr Duration kSilenceMax{10'000};

  struct Credentials {
    std::string login;
    std::string password;
    std::string token = {};  // Of a session that was opened with them. Empty: sign in.
  };
  struct Callbacks {
    std::function<void(const v1::WatchDeskResponse&)> on_update;  // Heartbeats included.
    std::function<void(LinkState, const std::string& detail)> on_link;
  };

  DeskSession(std::shared_ptr<grpc::Channel> channel, Credentials credentials, Callbacks callbacks);
  ~DeskSession();

  void Start();
  // Ends the stream and the thread. Returns when no callback runs any more.
  void Stop();

  // Tries to come back at once, without what is left of the pause.
  void ReconnectNow();

  // The secret of the session. Empty: not signed in now.
  std::string token();

  // Calls the unary method `full_name`, e.g. "jackfield.v1.DeskService.SetAgentState", with the
  // JSON form of its request; returns the JSON form of its response.
  // Errors: kInvalidArgument (METHOD_UNKNOWN, REQUEST_MALFORMED), and those of the method.
  Result<std::string> Invoke(const std::string& full_name, const std::string& request_json);

 private:
  void Run();
  // One stream, from its start to its end. Returns why it ended.
  Error RunStream();
  Result<std::string> Token();
  void ForgetToken();
  // Waits for `pause`, or until Stop(). Returns false when stopping.
  bool Wait(Duration pause);

  const std::shared_ptr<grpc::Channel> channel_;
  const Credentials credentials_;
  const Callbacks callbacks_;

  std::mutex mutex_;  // Protects what follows.
  std::condition_variable stopped_;
  bool stopping_ = false;
  bool at_once_ = false;  // The pause is over.
  std::string token_;
  grpc::ClientContext* stream_ = nullptr;  // Of the stream in progress, to cancel it.

  std::int64_t cursor_ = 0;  // Session thread only.
  int failures_ = 0;         // Session thread only: in a row.
  std::thread thread_;
};

}  // namespace jackfield::client
