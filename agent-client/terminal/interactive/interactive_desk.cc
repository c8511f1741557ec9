#include "agent-client/terminal/interactive/interactive_desk.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <ctime>
#include <utility>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "agent-client/terminal/screen/desk_layout.h"
#include "agent-client/terminal/session/desk_mapping.h"

namespace jackfield::client {
namespace {

constexpr int kTickMs = 250;
constexpr Duration kPingEach{5'000};
constexpr std::size_t kInboxMax = 10'000;
constexpr int kKeysMax = 4'096;  // Between two frames.
constexpr int kExitReplaced = 1;
constexpr int kExitRefused = 4;

std::int64_t SteadyMs() {
  return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

std::tm ToLocalTime(WallTime time) {
  const std::time_t seconds = time.time_since_epoch().count() / 1'000;
  std::tm local{};
  localtime_r(&seconds, &local);
  return local;
}

sigset_t SignalsOfDesk() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int one : {SIGINT, SIGTERM, SIGHUP, SIGWINCH}) sigaddset(&signals, one);
  return signals;
}

int OpenSignals() {
  const sigset_t signals = SignalsOfDesk();
  return signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
}

desk::LinkChange ToLinkChange(LinkState state, const std::string& detail) {
  using To = desk::LinkChange::To;
  switch (state) {
    case LinkState::kConnecting:
      return {To::kConnecting, detail};
    case LinkState::kLive:
      return {To::kLive, detail};
    case LinkState::kReconnecting:
      return {To::kLost, detail};
    case LinkState::kReplaced:
      return {To::kReplaced, detail};
    case LinkState::kRefused:
      return {To::kRefused, detail};
  }
  return {To::kLost, detail};
}

}  // namespace

InteractiveDesk::InteractiveDesk(std::shared_ptr<grpc::Channel> channel, Options options)
    : channel_(std::move(channel)),
      options_(std::move(options)),
      wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      signals_(OpenSignals()),
      began_ms_(SteadyMs()) {
  calls_ = std::make_unique<DeskCalls>(
      channel_, options_.run,
      DeskCalls::Callbacks{[this](desk::Answer answer) { Post(std::move(answer)); },
                           [this](Duration trip) { Post(desk::RoundTrip{trip}); },
                           [this] {
                             const std::lock_guard lock(session_mutex_);
                             return session_ == nullptr ? std::string() : session_->token();
                           }});
}

InteractiveDesk::~InteractiveDesk() {
  calls_.reset();
  session_.reset();
  close(wake_);
  close(signals_);
}

void InteractiveDesk::StartSession() {
  auto session = std::make_unique<DeskSession>(
      channel_, options_.credentials,
      DeskSession::Callbacks{[this](const v1::WatchDeskResponse& message) {
                               if (auto update = ToUpdate(message)) Post(std::move(*update));
                             },
                             [this](LinkState state, const std::string& detail) {
                               Post(ToLinkChange(state, detail));
                             }});
  {
    const std::lock_guard lock(session_mutex_);
    std::swap(session_, session);
  }
  session.reset();  // The one before, if there was one, ends first: a newer desk replaces an older.
  session_->Start();
}

InteractiveDesk::Ended InteractiveDesk::Run(screen::CursesTerminal& terminal) {
  terminal_ = &terminal;
  StartSession();
  while (!over_) {
    Show();
    CarryOut(std::exchange(commands_, {}));
    Wait();
    ReadSignals();
    for (const desk::Input& input : TakeInbox()) Take(input);
    ReadKeys();
    Take(desk::Tick{});
    if (Now() - pinged_ >= kPingEach && desk::IsLive(model_.state())) {
      pinged_ = Now();
      calls_->Ping();
    }
  }
  CarryOut(std::exchange(commands_, {}));
  session_->Stop();
  if (model_.state().link.stream == desk::LinkChange::To::kRefused) {
    ended_ = {kExitRefused, model_.state().link.detail};
  }
  if (model_.state().link.stream == desk::LinkChange::To::kReplaced) {
    ended_ = {kExitReplaced, "another desk of the same agent took over"};
  }
  return ended_;
}

void InteractiveDesk::Post(desk::Input input) {
  {
    const std::lock_guard lock(mutex_);
    // Run() empties it many times a second. What finds no room is a gap: then all begins anew.
    overflowed_ = overflowed_ || inbox_.size() >= kInboxMax;
    if (!overflowed_) inbox_.push_back(std::move(input));
  }
  eventfd_write(wake_, 1);
}

std::vector<desk::Input> InteractiveDesk::TakeInbox() {
  eventfd_t ignored = 0;
  eventfd_read(wake_, &ignored);
  bool gap = false;
  std::vector<desk::Input> inputs;
  {
    const std::lock_guard lock(mutex_);
    gap = std::exchange(overflowed_, false);
    inputs = std::exchange(inbox_, {});
  }
  if (gap) StartSession();
  return inputs;
}

void InteractiveDesk::Wait() {
  std::array<pollfd, 3> sources{pollfd{STDIN_FILENO, POLLIN, 0}, pollfd{wake_, POLLIN, 0},
                                pollfd{signals_, POLLIN, 0}};
  poll(sources.data(), sources.size(), kTickMs);
  if ((sources[0].revents & (POLLHUP | POLLERR)) != 0) over_ = true;  // The terminal is gone.
}

void InteractiveDesk::ReadSignals() {
  signalfd_siginfo signal{};
  while (read(signals_, &signal, sizeof signal) == static_cast<ssize_t>(sizeof signal)) {
    if (signal.ssi_signo == SIGWINCH) {
      terminal_->Resize();
    } else {
      over_ = true;
    }
  }
}

void InteractiveDesk::ReadKeys() {
  for (int i = 0; i < kKeysMax; ++i) {
    const screen::CursesTerminal::Typed typed = terminal_->ReadKey();
    if (!typed.any) return;
    if (typed.key) Take(*typed.key);
  }
}

void InteractiveDesk::Take(const desk::Input& input) {
  std::vector<desk::Command> commands = model_.Apply(input, Now());
  std::move(commands.begin(), commands.end(), std::back_inserter(commands_));
}

void InteractiveDesk::Show() {
  const screen::View view{terminal_->rows(), terminal_->columns(), options_.compact, ToLocalTime};
  terminal_->Show(screen::DrawDesk(model_.state(), view));
}

void InteractiveDesk::CarryOut(const std::vector<desk::Command>& commands) {
  for (const desk::Command& command : commands) CarryOut(command);
}

void InteractiveDesk::CarryOut(const desk::Command& command) {
  if (calls_->Start(command, desk::ServerNow(model_.state()))) return;
  if (std::holds_alternative<desk::RingBell>(command.act)) return terminal_->RingBell();
  if (std::holds_alternative<desk::Redraw>(command.act)) return terminal_->Forget();
  if (std::holds_alternative<desk::Quit>(command.act)) {
    over_ = true;
    return;
  }
  if (std::holds_alternative<desk::Reconnect>(command.act)) {
    const bool final = model_.state().link.stream == desk::LinkChange::To::kReplaced;
    return final ? StartSession() : session_->ReconnectNow();
  }
  const auto* const open = std::get_if<desk::OpenPop>(&command.act);
  if (open == nullptr || options_.on_pop == nullptr) return;
  if (const Status run = options_.on_pop->Run(open->pop); !run) {
    Post(desk::Notice{run.error().message});
  }
}

desk::Uptime InteractiveDesk::Now() const { return desk::Uptime{SteadyMs() - began_ms_}; }

}  // namespace jackfield::client
