#include "tests/support/ami_replay_session.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include "tests/support/ami_replay_server.h"

namespace jackfield::test {
namespace {

constexpr std::size_t kBacklogMax = 64 * 1024 * 1024;
constexpr std::size_t kActionLineMax = 1024;
constexpr std::size_t kActionHeadersMax = 128;
constexpr std::size_t kChunkMax = 3000;
constexpr std::chrono::seconds kRefusalDelay{1};  // Measured on a real Asterisk.

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

}  // namespace

AmiReplaySession::AmiReplaySession(AmiReplayServer& server, boost::asio::ip::tcp::socket socket,
                                   std::uint64_t chunk_seed)
    : server_(server),
      socket_(std::move(socket)),
      refusal_(socket_.get_executor()),
      chance_(chunk_seed),
      chunked_(chunk_seed != 0),
      input_() {}

void AmiReplaySession::Start(std::string_view greeting) {
  boost::system::error_code ignored;
  socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  Send(greeting);
  Read();
}

void AmiReplaySession::Send(std::string_view bytes) {
  if (!open_ || closing_ || (logged_in_ && server_.options_.mute)) return;
  if (backlog() + bytes.size() > kBacklogMax) return Close();
  queued_.append(bytes);
  if (writing_.empty()) Write();
}

void AmiReplaySession::CloseAfterWrites() {
  closing_ = true;
  if (backlog() == 0) Close();
}

void AmiReplaySession::Close() {
  if (!std::exchange(open_, false)) return;
  boost::system::error_code ignored;
  socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
  refusal_.cancel();
  server_.Forget(*this);
}

void AmiReplaySession::Read() {
  socket_.async_read_some(boost::asio::buffer(input_),
                          [self = shared_from_this()](auto error, std::size_t count) {
                            if (error) return self->Close();
                            for (const char c : std::string_view(self->input_.data(), count)) {
                              if (c == '\n') {
                                self->TakeLine(self->line_);
                                self->line_.clear();
                              } else if (c != '\r' && self->line_.size() < kActionLineMax) {
                                self->line_.push_back(c);
                              }
                            }
                            if (self->open_) self->Read();
                          });
}

void AmiReplaySession::Write() {
  if (!open_) return;
  if (queued_.empty()) {
    if (closing_) Close();
    server_.Signal();
    return;
  }
  if (chunked_) {
    const std::size_t size = std::min<std::size_t>(1 + chance_.Below(kChunkMax), queued_.size());
    writing_ = queued_.substr(0, size);
    queued_.erase(0, size);
  } else {
    writing_ = std::exchange(queued_, {});
  }
  boost::asio::async_write(socket_, boost::asio::buffer(writing_),
                           [self = shared_from_this()](auto error, std::size_t) {
                             if (error) return self->Close();
                             self->writing_.clear();
                             self->Write();
                           });
}

void AmiReplaySession::TakeLine(std::string_view line) {
  if (line.empty()) {
    TakeAction();
    action_.clear();
    raw_.clear();
    return;
  }
  raw_.append(line).append("\r\n");
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || action_.size() == kActionHeadersMax) return;
  std::string_view value = line.substr(colon + 1);
  while (value.starts_with(' ')) value.remove_prefix(1);
  action_.try_emplace(Lower(line.substr(0, colon)), value);
}

std::string_view AmiReplaySession::Header(std::string_view key) const {
  const auto found = action_.find(key);
  return found == action_.end() ? std::string_view() : std::string_view(found->second);
}

void AmiReplaySession::TakeAction() {
  const std::string action = Lower(Header("action"));
  if (!server_.options_.answers.contains(Header("action"))) {
    server_.other_actions_.emplace(Header("action"));
  }
  if (action.empty()) return Answer("Error", "Missing action in request");
  if (action == "login") return Login();
  if (!logged_in_) return Answer("Error", "Permission denied");
  if (action == "ping") {
    std::string pong = "Response: Success\r\n";
    if (!Header("actionid").empty()) pong.append("ActionID: ").append(Header("actionid")) += "\r\n";
    return Send(pong + "Ping: Pong\r\nTimestamp: 1795363452.405962\r\n\r\n");
  }
  if (action == "events") return Answer("Success", "Event mask set");
  if (action == "filter") return Answer("Success", "Filter Added");
  if (action == "logoff") {
    Answer("Goodbye", "Thanks for all the fish.");
    return CloseAfterWrites();
  }
  if (TakeScripted()) return;
  const std::string list = server_.AnswerList(action, Header("actionid"));
  if (!list.empty()) return Send(list);
  if (action == "coreshowchannels") return Answer("Error", "Permission denied");
  Answer("Error", "Invalid/unknown command: " + std::string(Header("action")) +
                      ". Use Action: ListCommands to show available commands.");
}

bool AmiReplaySession::TakeScripted() {
  constexpr std::string_view kId = "{id}";
  const auto scripted = server_.options_.answers.find(Header("action"));
  if (scripted == server_.options_.answers.end()) return false;
  server_.actions_.push_back(raw_);
  for (std::string block : scripted->second) {
    if (const std::size_t at = block.find(kId); at != std::string::npos) {
      block.replace(at, kId.size(), Header("actionid"));
    }
    Send(block + "\r\n\r\n");
  }
  return true;
}

void AmiReplaySession::Login() {
  const AmiReplayOptions& options = server_.options_;
  const bool right = Header("username") == options.username && Header("secret") == options.secret;
  if (!options.username.empty() && !right) {
    refusal_.expires_after(kRefusalDelay);
    refusal_.async_wait([self = shared_from_this(), action = action_](auto error) {
      if (error) return;
      self->action_ = action;
      self->Answer("Error", "Authentication failed");
      self->CloseAfterWrites();
    });
    return;
  }
  Answer("Success", "Authentication accepted");
  if (!std::exchange(logged_in_, true)) server_.TakeLogin(*this);
}

void AmiReplaySession::Answer(std::string_view response, std::string_view message) {
  std::string answer = "Response: ";
  answer.append(response).append("\r\n");
  if (!Header("actionid").empty()) answer.append("ActionID: ").append(Header("actionid")) += "\r\n";
  answer.append("Message: ").append(message).append("\r\n\r\n");
  Send(answer);
}

}  // namespace jackfield::test
