#pragma once

#include <condition_variable>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "agent-client/terminal/pop_command/pop_command.h"
#include "agent-client/terminal/session/desk_session.h"

namespace jackfield::client {

// A desk for programs and tests: prints each event of the desk as one JSON line, and takes commands
// as JSON lines.
//
// Out, one object a line:
//   {"link":{"state":"live"}}                         how the link stands
//   {"cursor":"5","popOpened":{…}}                    WatchDeskResponse in protobuf's JSON form,
//                                                     without heartbeats
//   {"result":{"id":"7","response":{…}}}              what a command gave
//   {"result":{"id":"7","error":{"reason":…,"message":…}}}
// In, one object a line:
//   {"id":"7","method":"SetAgentState","request":{"state":"STATE_READY"}}
//   A method without a service is one of DeskService; others are given in full,
//   "CustomerService.SearchCustomers".
//
// A pop counts as shown when its line is written: the server is told so, once for each offer.
//
// Thread safety: thread-safe; Run() is called once.
class HeadlessDesk {
 public:
  static constexpr std::size_t kCommandBytesMax = 64 * 1024;

  // `out` must outlive the desk. `on_pop` is run for each ring, unless the agent wants none;
  // nullptr: nothing is.
  HeadlessDesk(std::shared_ptr<grpc::Channel> channel, DeskSession::Credentials credentials,
               std::ostream& out, std::unique_ptr<PopCommand> on_pop);

  // Watches and obeys until `in` ends, then goes on watching if `stay`, until Interrupt(). Returns
  // the exit code: 0, 1 when another desk took over, 4 when signing in was refused.
  int Run(std::istream& in, bool stay);

  // Lets Run() return 0. Safe to call from any thread.
  void Interrupt();

 private:
  void OnUpdate(const v1::WatchDeskResponse& update);
  void OnLink(LinkState state, const std::string& detail);
  void Obey(const std::string& line);
  void ReportShown(const v1::Pop& pop);
  void RunOnPop(const v1::Pop& pop);
  void WriteLine(const std::string& line);

  std::ostream& out_;
  std::mutex mutex_;  // Protects out_ and what follows.
  std::condition_variable ended_;
  bool over_ = false;
  int exit_code_ = 0;
  std::set<std::string> shown_;  // Last segment of the offers that were reported; session thread.
  const std::unique_ptr<PopCommand> on_pop_;
  v1::PopMode pop_mode_ = v1::POP_MODE_UNSPECIFIED;  // Session thread.
  DeskSession session_;
};

}  // namespace jackfield::client
