#include "tests/support/acting_switch.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <absl/synchronization/notification.h>
#include <boost/asio/post.hpp>

#include "server/base/check.h"
#include "tests/support/shared_data.h"

namespace jackfield::test {
namespace {

constexpr std::chrono::seconds kLimit{10};

bool Expired(std::chrono::steady_clock::time_point since) {
  return std::chrono::steady_clock::now() - since > kLimit;
}

// The caller's own thread waits meanwhile: the questions are not too many.
bool AwaitTrue(const std::function<bool()>& holds) {
  const auto began = std::chrono::steady_clock::now();
  while (!holds()) {
    if (Expired(began)) return false;
    std::this_thread::yield();
  }
  return true;
}

std::string Answered(const std::string& message) {
  return "Response: Success\r\nActionID: {id}\r\nMessage: " + message;
}

}  // namespace

AmiReplayOptions ActingSwitch::EverythingSucceeds() {
  AmiReplayOptions options;
  options.speed = 0;
  options.username = "cti";
  options.secret = "right";
  for (const char* action :
       {"Hangup", "Redirect", "BlindTransfer", "Atxfer", "CancelAtxfer", "Bridge", "Originate",
        "QueuePause", "QueueAdd", "QueueRemove", "Setvar"}) {
    options.answers[action] = {Answered("Done")};
  }
  return options;
}

ActingSwitch::ActingSwitch(ApiSite& site, AmiReplayCapture capture, AmiReplayOptions options,
                           const std::function<void(app::AmiSourceSettings&)>& change)
    : capture_(std::move(capture)), work_(io_.get_executor()) {
  server_ = std::move(AmiReplayServer::Open(io_, capture_, std::move(options)).value());
  app::TelephonySettings settings;
  app::AmiSourceSettings& pbx = settings.ami.emplace_back();
  pbx.name = "pbx";
  pbx.host = "127.0.0.1";
  pbx.port = server_->port();
  pbx.username = "cti";
  pbx.password = security::Secret("right");
  pbx.acts = true;
  if (change) change(pbx);
  thread_ = std::thread([this] { io_.run(); });
  sources_ = std::make_unique<app::TelephonySources>(
      settings, app::Machine{clock_, random_, metrics_},
      app::TelephonyPorts{site.intake(), site.engine(), site.store().keys()});
  sources_->Start();
  const bool linked = AwaitState(site, [](const exchange::State& state) {
    const auto source = state.source_names.find("pbx");
    return source != state.source_names.end() &&
           !state.sources.at(source->second).capabilities.empty();
  });
  JACKFIELD_CHECK(linked);
}

ActingSwitch::~ActingSwitch() {
  sources_->Stop();
  boost::asio::post(io_, [this] { server_->Stop(); });
  work_.reset();
  thread_.join();
}

std::vector<std::string> ActingSwitch::AwaitActions(std::size_t count) {
  std::vector<std::string> actions;
  static_cast<void>(AwaitTrue([&] {
    actions = Actions();
    return actions.size() >= count;
  }));
  return actions;
}

std::vector<std::string> ActingSwitch::Actions() {
  std::vector<std::string> actions;
  OnServer([&](const AmiReplayServer& server) { actions = server.actions(); });
  return actions;
}

std::set<std::string> ActingSwitch::OtherActions() {
  std::set<std::string> actions;
  OnServer([&](const AmiReplayServer& server) { actions = server.other_actions(); });
  return actions;
}

void ActingSwitch::OnServer(const std::function<void(const AmiReplayServer&)>& read) {
  absl::Notification done;
  boost::asio::post(io_, [&] {
    read(*server_);
    done.Notify();
  });
  done.WaitForNotification();
}

AmiReplayCapture Recording(const std::string& name, std::string_view end,
                           const std::vector<std::string>& devices) {
  std::ifstream file(std::string(JACKFIELD_TRANSCRIPTS_DIR) + "/" + name, std::ios::binary);
  JACKFIELD_CHECK(file.good());
  const std::string all{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::vector<std::pair<double, std::string>> events;
  std::size_t at = all.find('\n') + 1;  // Behind the greeting.
  while (at < all.size()) {
    const std::size_t next = std::min(all.find("\r\n\r\n", at), all.size() - 4) + 4;
    std::string block = all.substr(at, next - at);
    if (block.find(end) != std::string::npos) break;
    events.emplace_back(static_cast<double>(events.size()), std::move(block));
    at = next;
  }
  AmiReplaySnapshot status{0, {"Event: QueueParams\r\nQueue: sales\r\nServiceLevel: 20\r\n"}};
  for (const std::string& device : devices) {
    status.items.push_back("Event: QueueMember\r\nQueue: sales\r\nLocation: " + device +
                           "\r\nPaused: 0\r\n");
  }
  return AmiReplayCapture::Make(events, {std::move(status)});
}

std::optional<AmiReplayCapture> CallCentreUntil(double at_ms) {
  const std::string folder = SharedPath("captures/dev");
  if (!std::filesystem::exists(folder)) return std::nullopt;
  const auto whole = AmiReplayCapture::Load(folder);
  JACKFIELD_CHECK(whole.has_value());
  const std::string channel =
      "Privilege: call,all\r\nChannel: PJSIP/trunk-ffffffff\r\nChannelState: 6\r\n"
      "ChannelStateDesc: Up\r\nCallerIDNum: +4930901820\r\nExten: 18005550101\r\n"
      "Uniqueid: 1795369999.1\r\nLinkedid: 1795369999.1\r\n";
  return whole->Until(at_ms, {"Event: Newchannel\r\n" + channel + "\r\n",
                              "Event: QueueCallerJoin\r\n" + channel + "Queue: " + kLastQueue +
                                  "\r\nPosition: 1\r\nCount: 1\r\n\r\n"});
}

bool AwaitLastCaller(ApiSite& site) {
  return AwaitState(site, [](const exchange::State& state) {
    const auto& queues = state.sources.at(state.source_names.at("pbx")).queues;
    return queues.contains(kLastQueue);
  });
}

bool AwaitState(ApiSite& site, const std::function<bool(const exchange::State&)>& holds) {
  return AwaitTrue([&] {
    bool answer = false;
    absl::Notification done;
    site.engine().Inspect([&](const exchange::State& state) {
      answer = holds(state);
      done.Notify();
    });
    done.WaitForNotification();
    return answer;
  });
}

}  // namespace jackfield::test
