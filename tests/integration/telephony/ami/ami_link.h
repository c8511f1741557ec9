#pragma once

#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "server/telephony/ami/ami_connector.h"
#include "tests/support/ami_replay_server.h"
#include "tests/support/fake_metrics.h"
#include "tests/support/fake_random.h"
#include "tests/support/machine_clock.h"
#include "tests/support/telephony_event_text.h"

namespace jackfield::ami {

// A connector and the replay server it talks to over TCP, both on the test's own thread.
//
// Thread safety: none; one per test.
class AmiLink {
 public:
  using Seconds = std::chrono::seconds;

  AmiLink(const test::AmiReplayCapture& capture, test::AmiReplayOptions options,
          Duration silence_max = Duration(10'000), bool acts = false) {
    auto opened = test::AmiReplayServer::Open(io_, capture, std::move(options),
                                              [this] { replay_done_ = true; });
    server_ = std::move(opened.value());
    AmiConnectorOptions connector;
    connector.source = "pbx";
    connector.host = "127.0.0.1";
    connector.port = server_->port();
    connector.username = "cti";
    connector.secret = "right";
    connector.silence_max = silence_max;
    connector.event_filters = {"!Event: RTCP"};
    connector.acts = acts;
    connector_ = std::make_unique<AmiConnector>(
        io_.get_executor(), connector, AmiConnector::Outside{clock_, random_, metrics_},
        [this](exchange::TelephonyEvent event) { events_.push_back(std::move(event)); });
  }

  ~AmiLink() {
    connector_->Stop();
    server_->Stop();
    (void)RunUntil([this] { return run_ended_; });
  }

  void Start() {
    boost::asio::co_spawn(io_, connector_->Run(), [this](const std::exception_ptr& error) {
      run_ended_ = true;
      if (error) std::rethrow_exception(error);
    });
  }

  // Runs both sides until `done` holds; false when that took longer than the limit.
  bool RunUntil(const std::function<bool()>& done, Seconds limit = Seconds(20)) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!done()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      io_.restart();
      io_.run_one_for(std::chrono::milliseconds(20));
    }
    return true;
  }

  // How many of the events said so far begin with `text`.
  int CountOf(std::string_view text) const {
    return static_cast<int>(
        std::count_if(events_.begin(), events_.end(), [&](const exchange::TelephonyEvent& event) {
          return test::TextOf(event.body).starts_with(text);
        }));
  }

  std::vector<std::string> Texts() const {
    std::vector<std::string> texts;
    for (const auto& event : events_) texts.push_back(test::TextOf(event.body));
    return texts;
  }

  // Hands the connector command 7, to be carried out within `left`.
  void Carry(exchange::CallCommandBody body, Duration left = Duration(5'000)) {
    connector_->Carry({.id = CommandId{7}, .body = std::move(body)}, clock_.Now() + left);
  }

  const std::vector<exchange::TelephonyEvent>& events() const { return events_; }
  AmiConnector& connector() { return *connector_; }
  test::AmiReplayServer& server() { return *server_; }
  const fakes::FakeMetrics& metrics() const { return metrics_; }
  bool replay_done() const { return replay_done_; }
  bool run_ended() const { return run_ended_; }

 private:
  boost::asio::io_context io_;
  test::MachineClock clock_;
  fakes::FakeRandom random_{1};
  fakes::FakeMetrics metrics_;
  std::vector<exchange::TelephonyEvent> events_;
  std::unique_ptr<test::AmiReplayServer> server_;
  std::unique_ptr<AmiConnector> connector_;
  bool replay_done_ = false;
  bool run_ended_ = false;
};

}  // namespace jackfield::ami
