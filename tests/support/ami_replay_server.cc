#include "tests/support/ami_replay_server.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <set>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "tests/support/ami_replay_session.h"

namespace jackfield::test {
namespace {

using boost::asio::awaitable;
using std::chrono::steady_clock;

constexpr std::size_t kBehindBytes = 256 * 1024;
constexpr std::uint64_t kDuplicateOneIn = 4;
constexpr std::uint64_t kSwapOneIn = 2;

// The names of what an event is about: two events that share one must not change places.
std::set<std::string_view> SubjectsOf(std::string_view block) {
  std::set<std::string_view> subjects;
  for (std::size_t at = 0; at < block.size();) {
    const std::size_t end = std::min(block.find("\r\n", at), block.size());
    const std::string_view line = block.substr(at, end - at);
    at = end + 2;
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    const std::string_view key = line.substr(0, colon);
    const bool subject = key.ends_with("Channel") || key.ends_with("Uniqueid") ||
                         key.ends_with("UniqueID") || key == "Queue" || key == "Interface" ||
                         key == "MemberName" || key == "Device" || key == "StateInterface";
    if (subject) subjects.insert(line.substr(colon + 2));
  }
  return subjects;
}

bool ShareNothing(std::string_view a, std::string_view b) {
  const auto first = SubjectsOf(a);
  const auto second = SubjectsOf(b);
  return std::none_of(first.begin(), first.end(), [&](auto name) { return second.contains(name); });
}

// A coroutine of the server ends only with the server; what it throws ends the test program.
void RethrowIfAny(const std::exception_ptr& error) {
  if (error) std::rethrow_exception(error);
}

}  // namespace

Result<std::unique_ptr<AmiReplayServer>> AmiReplayServer::Open(boost::asio::io_context& io,
                                                               const AmiReplayCapture& capture,
                                                               AmiReplayOptions options,
                                                               std::function<void()> on_done) {
  std::unique_ptr<AmiReplayServer> server(
      new AmiReplayServer(io, capture, std::move(options), std::move(on_done)));
  boost::system::error_code error;
  const boost::asio::ip::tcp::endpoint place(boost::asio::ip::address_v4::loopback(),
                                             server->options_.port);
  auto& acceptor = server->acceptor_;
  acceptor.open(place.protocol(), error);
  if (!error) acceptor.set_option(boost::asio::ip::tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(place, error);
  if (!error) acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
  if (error) return Fail(ErrorCode::kUnavailable, error.message());
  boost::asio::co_spawn(io, server->Accept(), RethrowIfAny);
  boost::asio::co_spawn(io, server->Play(), RethrowIfAny);
  return server;
}

AmiReplayServer::AmiReplayServer(boost::asio::io_context& io, const AmiReplayCapture& capture,
                                 AmiReplayOptions options, std::function<void()> on_done)
    : io_(io),
      capture_(capture),
      options_(std::move(options)),
      on_done_(std::move(on_done)),
      acceptor_(io),
      signal_(io),
      chance_(options_.chunk_seed + 1),
      held_(options_.held) {
  PrepareOrder();
}

AmiReplayServer::~AmiReplayServer() = default;

void AmiReplayServer::Release() {
  if (!std::exchange(held_, false)) return;
  StartClockIfRunning();
}

void AmiReplayServer::StartClockIfRunning() {
  if (!Running()) return;
  started_ = steady_clock::now();
  Signal();
}

void AmiReplayServer::Stop() {
  stopped_ = true;
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  for (const auto& session : std::vector(sessions_)) session->Close();
  Signal();
}

void AmiReplayServer::PrepareOrder() {
  order_ = capture_.blocks();
  if (options_.swap_neighbours) {
    for (std::size_t i = 1; i < order_.size(); ++i) {
      AmiReplayBlock& before = order_[i - 1];
      AmiReplayBlock& after = order_[i];
      if (!chance_.OneIn(kSwapOneIn) || !ShareNothing(before.bytes, after.bytes)) continue;
      std::swap(before.bytes, after.bytes);  // The times stay in order.
      ++i;
    }
  }
  if (!options_.duplicate_blocks && !options_.each_block_twice) return;
  std::vector<AmiReplayBlock> doubled;
  for (const AmiReplayBlock& block : order_) {
    doubled.push_back(block);
    if (options_.each_block_twice || chance_.OneIn(kDuplicateOneIn)) doubled.push_back(block);
  }
  order_ = std::move(doubled);
}

awaitable<void> AmiReplayServer::Accept() {
  boost::system::error_code error;
  while (!stopped_) {
    auto socket = co_await acceptor_.async_accept(
        boost::asio::redirect_error(boost::asio::use_awaitable, error));
    if (error) co_return;
    if (Down()) continue;  // The socket closes here.
    const std::uint64_t seed = options_.chunk_seed == 0 ? 0 : chance_.Next();
    sessions_.push_back(std::make_shared<AmiReplaySession>(*this, std::move(socket), seed));
    std::shared_ptr<AmiReplaySession>(sessions_.back())->Start(capture_.greeting());
  }
}

awaitable<void> AmiReplayServer::Play() {
  while (!Running() && !stopped_) co_await WaitForSignal();  // R1.
  for (const AmiReplayBlock& block : order_) {
    co_await WaitUntilDue(block.at_ms);
    if (stopped_) co_return;
    now_ms_ = std::max(now_ms_, block.at_ms);
    CutIfDue(block);
    channels_.Take(block);
    queues_.Take(block);
    Emit(block);
  }
  while (!stopped_ && AnyBehind(0)) co_await WaitForSignal();
  if (on_done_ && !stopped_) on_done_();
}

double AmiReplayServer::NowMs() const {
  if (options_.speed <= 0 || !Running()) return now_ms_;
  const std::chrono::duration<double, std::milli> elapsed = steady_clock::now() - started_;
  return std::max(now_ms_, elapsed.count() * options_.speed);
}

awaitable<void> AmiReplayServer::WaitUntilDue(double at_ms) {
  if (options_.speed <= 0) {
    const bool down = at_ms < down_until_ms_;
    now_ms_ = std::max(now_ms_, at_ms);  // A cut ends although no block may be sent yet.
    while (!stopped_ && !down && (!AnyLoggedIn() || AnyBehind(kBehindBytes))) {
      co_await WaitForSignal();
    }
    co_return;
  }
  const auto offset = std::chrono::duration<double, std::milli>(at_ms / options_.speed);
  const auto due = started_ + std::chrono::duration_cast<steady_clock::duration>(offset);
  if (due <= steady_clock::now()) co_return;
  boost::system::error_code ignored;
  boost::asio::steady_timer timer(io_, due);
  co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

awaitable<void> AmiReplayServer::WaitForSignal() {
  // The limit covers a signal that came before the wait.
  constexpr std::chrono::milliseconds kLookAgain{5};
  boost::system::error_code ignored;
  signal_.expires_after(kLookAgain);
  co_await signal_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

void AmiReplayServer::CutIfDue(const AmiReplayBlock& block) {
  if (next_cut_ == options_.cuts.size() || block.at_ms < options_.cuts[next_cut_].at_ms) return;
  const AmiReplayCut& cut = options_.cuts[next_cut_++];
  down_until_ms_ = cut.at_ms + cut.down_ms;
  for (const auto& session : std::vector(sessions_)) {
    if (session->logged_in()) session->Send(block.bytes.substr(0, block.bytes.size() / 2));
    session->CloseAfterWrites();
  }
}

void AmiReplayServer::Emit(const AmiReplayBlock& block) {
  if (ValueIn(block.bytes, "Event") == "FullyBooted") booted_seen_ = true;
  if (Down() || !MayHear(block.bytes)) return;
  ++block_count_;
  const std::string stamped = options_.timestamps ? WithTimestamp(block) : std::string();
  for (const auto& session : std::vector(sessions_)) {
    if (session->logged_in()) session->Send(options_.timestamps ? stamped : block.bytes);
  }
}

bool AmiReplayServer::MayHear(std::string_view block) const {
  if (options_.reads.empty()) return true;
  const std::string_view privilege = ValueIn(block, "Privilege");
  const std::string_view kind = privilege.substr(0, privilege.find(','));
  return std::find(options_.reads.begin(), options_.reads.end(), kind) != options_.reads.end();
}

std::string AmiReplayServer::Commands(std::string_view action_id) const {
  // As Asterisk 22 words some of them: the actions that need exactly one right, and one of several.
  static constexpr std::array<std::array<std::string_view, 3>, 6> kActions = {{
      {"Command", "Execute Asterisk CLI Command.", "command"},
      {"Originate", "Originate a call.", "originate"},
      {"QueuePause", "Makes a queue member temporarily unavailable.", "agent"},
      {"Reload", "Send a reload event.", "system"},
      {"Redirect", "Redirect (transfer) a call.", "call"},
      {"UpdateConfig", "Update basic configuration.", "config"},
  }};
  std::string answer = "Response: Success\r\nActionID: ";
  answer.append(action_id).append("\r\nPing: Keepalive command.  (Priv: <none>)\r\n");
  answer += "Status: List channel status.  (Priv: system,call,reporting,all)\r\n";
  for (const auto& [action, synopsis, right] : kActions) {
    const auto& writes = options_.writes;
    const bool may =
        writes.empty() || std::find(writes.begin(), writes.end(), right) != writes.end();
    if (!may) continue;
    answer.append(action).append(": ").append(synopsis).append("  (Priv: ").append(right);
    answer += ",all)\r\n";
  }
  for (const auto& [action, blocks] : options_.answers) {
    answer.append(action).append(": As scripted.  (Priv: call,all)\r\n");
  }
  return answer + "\r\n";
}

std::string AmiReplayServer::WithTimestamp(const AmiReplayBlock& block) const {
  // Asterisk writes it after Privilege, which is the second line.
  std::string bytes(block.bytes);
  std::array<char, 64> line{};
  std::snprintf(line.data(), line.size(), "Timestamp: %.6f\r\n",
                capture_.wall_seconds_at_0() + block.at_ms / 1000);
  const std::size_t first = bytes.find("\r\n") + 2;
  const bool privilege = std::string_view(bytes).substr(first).starts_with("Privilege:");
  bytes.insert(privilege ? bytes.find("\r\n", first) + 2 : first, line.data());
  return bytes;
}

bool AmiReplayServer::AnyLoggedIn() const {
  return std::any_of(sessions_.begin(), sessions_.end(),
                     [](const auto& session) { return session->logged_in(); });
}

bool AmiReplayServer::AnyBehind(std::size_t bytes) const {
  return std::any_of(sessions_.begin(), sessions_.end(),
                     [&](const auto& session) { return session->backlog() > bytes; });
}

void AmiReplayServer::TakeLogin(AmiReplaySession& session) {
  if (login_count_++ == 0) StartClockIfRunning();
  // A later login hears at once that Asterisk is up, if the account may know.
  if (booted_seen_ && MayHear(BootedEvent())) session.Send(BootedEvent());
  Signal();
}

std::string AmiReplayServer::BootedEvent() const {
  const std::string uptime = std::to_string(static_cast<long>(NowMs() / 1000));
  return "Event: FullyBooted\r\nPrivilege: system,all\r\nUptime: " + uptime +
         "\r\nLastReload: " + uptime + "\r\nStatus: Fully Booted\r\n\r\n";
}

std::string AmiReplayServer::AnswerList(std::string_view action, std::string_view action_id) {
  if (action == "listcommands") return Commands(action_id);
  const AmiReplaySnapshot* snapshot = capture_.NearestSnapshot(NowMs());
  std::vector<std::string> status;
  if (snapshot != nullptr) status = queues_.Corrected(snapshot->items, NowMs());
  if (action == "coreshowchannels" && !options_.no_core_show_channels) {
    return ListAnswer(channels_.Items("CoreShowChannel", NowMs()), "Channels will follow",
                      "CoreShowChannelsComplete", action_id);
  }
  if (action == "status") {
    return ListAnswer(channels_.Items("Status", NowMs()), "Channel status will follow",
                      "StatusComplete", action_id);
  }
  if (action == "queuestatus") {
    return ListAnswer(status, "Queue status will follow", "QueueStatusComplete", action_id);
  }
  if (action == "queuesummary" && ++summary_count_ > options_.summaries_refused) {
    return ListAnswer(SummaryItems(status), "Queue summary will follow", "QueueSummaryComplete",
                      action_id);
  }
  return {};
}

void AmiReplayServer::Forget(const AmiReplaySession& session) {
  std::erase_if(sessions_, [&](const auto& held) { return held.get() == &session; });
}

}  // namespace jackfield::test
