#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/app/simulate/prng.h"

namespace jackfield::test {

class AmiReplayServer;

// One connection to the replay server.
//
// Lifetime: kept alive by its own outstanding reads and writes; `server` must outlive it.
//
// Thread safety: confined to the thread that runs the io_context.
class AmiReplaySession : public std::enable_shared_from_this<AmiReplaySession> {
 public:
  AmiReplaySession(AmiReplayServer& server, boost::asio::ip::tcp::socket socket,
                   std::uint64_t chunk_seed);

  void Start(std::string_view greeting);
  // Queues bytes. A client that is too far behind is dropped, as Asterisk drops it.
  void Send(std::string_view bytes);
  // Ends the stream as a lost process does: what is queued is sent, then FIN.
  void CloseAfterWrites();
  void Close();

  bool logged_in() const { return logged_in_ && open_ && !closing_; }
  bool open() const { return open_; }
  std::size_t backlog() const { return queued_.size() + writing_.size(); }

 private:
  void Read();
  void Write();
  void TakeLine(std::string_view line);
  void TakeAction();
  void Login();
  // Whether the action is one of AmiReplayOptions::answers; answers it.
  bool TakeScripted();
  void Answer(std::string_view response, std::string_view message);
  std::string_view Header(std::string_view key) const;

  AmiReplayServer& server_;
  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer refusal_;
  simulate::Prng chance_;
  const bool chunked_;
  std::array<char, 4096> input_;
  std::string line_;
  std::string raw_;                                         // The lines of the action.
  std::map<std::string, std::string, std::less<>> action_;  // Keys in lower case.
  std::string queued_;
  std::string writing_;
  bool open_ = true;
  bool logged_in_ = false;
  bool closing_ = false;
};

}  // namespace jackfield::test
