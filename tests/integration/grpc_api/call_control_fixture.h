#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/call_control_service.grpc.pb.h"
#include "jackfield/v1/desk_service.grpc.pb.h"

#include "tests/support/acting_switch.h"
#include "tests/support/api_site.h"

namespace jackfield::grpc_api {

// The API with an Asterisk behind it, and an agent who asks for things at it.
//
// Thread safety: none; one per test.
class CallControlFixture : public testing::Test {
 protected:
  CallControlFixture() {
    site_.Apply(Centre());
    agent_ = site_.SignIn("agent");
  }

  // "agent" at the devices of the recordings. Extensions and numbers of Germany may be dialled.
  static v1::Configuration Centre() {
    v1::Configuration centre = test::ApiSite::SmallCentre();
    centre.mutable_agents(0)->clear_device_patterns();
    centre.mutable_agents(0)->add_device_patterns("PJSIP/1004");
    centre.mutable_agents(0)->add_device_patterns("Local/2002@agents");
    v1::DialRule& rule = *centre.add_dial_rules();
    for (const char* prefix : {"+49", "2", "5"}) rule.add_prefixes(prefix);
    return centre;
  }

  // Plays the recording until the agent's own connection is in `state`.
  void Play(test::AmiReplayCapture capture, exchange::ConnectionState state,
            test::AmiReplayOptions options = test::ActingSwitch::EverythingSucceeds()) {
    pbx_ = std::make_unique<test::ActingSwitch>(site_, std::move(capture), std::move(options));
    ASSERT_TRUE(AwaitCall("agent", state));
  }

  // Waits until the agent's own connection is in `state`, and takes that call.
  bool AwaitCall(const std::string& login, exchange::ConnectionState state) {
    call_.clear();
    return test::AwaitState(site_, [&](const exchange::State& all) {
      for (const auto& [id, call] : all.calls) {
        for (const auto& [name, connection] : call.connections) {
          const bool own = connection.agent == all.agent_logins.at(login);
          if (own && connection.state == state) call_ = "calls/" + call.name;
        }
      }
      return !call_.empty();
    });
  }

  using Stub = v1::CallControlService::Stub;

  template <typename Request, typename Response>
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

  // The id of the command that was issued.
  template <typename Request, typename Response>
  std::string Ask(Method<Request, Response> method, const Request& request) {
    Response response;
    const grpc::Status status =
        (stub_.get()->*method)(test::ApiSite::Context(agent_).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.command().command_id();
  }

  // The reason of the refusal; empty: there was none.
  template <typename Request, typename Response>
  std::string Refusal(Method<Request, Response> method, const Request& request) {
    Response response;
    const grpc::Status status =
        (stub_.get()->*method)(test::ApiSite::Context(agent_).get(), request, &response);
    return status.ok() ? "" : test::ReasonOf(status);
  }

  template <typename Request>
  Request Of() const {
    Request request;
    request.set_call(call_);
    return request;
  }
  // The switch keeps the consultation in the call that is held.
  template <typename Request>
  Request OfBoth() const {
    Request request = Of<Request>();
    request.set_consultation(call_);
    return request;
  }
  template <typename Request>
  Request To(const std::string& target) const {
    Request request = Of<Request>();
    request.set_target(target);
    return request;
  }

  void SetState(v1::AgentStatus::State state, const std::string& reason) {
    v1::SetAgentStateRequest request;
    request.set_state(state);
    request.set_reason(reason);
    v1::SetAgentStateResponse response;
    const auto desk = v1::DeskService::NewStub(site_.Connect());
    EXPECT_TRUE(desk->SetAgentState(test::ApiSite::Context(agent_).get(), request, &response).ok());
  }

  static std::string Head(const std::string& action, const std::string& command_id) {
    return "Action: " + action + "\r\nActionID: jackfield-command-" + command_id + "-1\r\n";
  }

  // The action without its ActionID.
  static std::string Unnumbered(const std::string& action) {
    const std::size_t id = action.find("ActionID: jackfield-command-");
    if (id == std::string::npos) return "no command: " + action;
    return action.substr(0, id) + action.substr(action.find('\n', id) + 1);
  }
  // The first `count` that come, or those that have come after 10 s.
  std::vector<std::string> AwaitUnnumbered(std::size_t count) {
    std::vector<std::string> actions;
    for (const std::string& action : pbx_->AwaitActions(count)) {
      actions.push_back(Unnumbered(action));
    }
    return actions;
  }

  bool AwaitOutcomes() {
    return test::AwaitState(site_,
                            [](const exchange::State& state) { return state.commands.empty(); });
  }

  std::vector<std::string> AuditLines() {
    std::vector<std::string> lines;
    const Status read = site_.store().database().Read([&](sqlite::Connection& audit) -> Status {
      auto found = audit.Prepare(
          "SELECT actor || ' ' || action || ' ' || object || ' ' || detail FROM audit"
          " WHERE action LIKE 'calls.%' ORDER BY rowid");
      while (found.Step()) lines.push_back(found.Value<std::string>());
      return {};
    });
    EXPECT_TRUE(read.has_value());
    return lines;
  }

  test::ApiSite site_;
  std::string agent_;
  std::unique_ptr<v1::CallControlService::Stub> stub_ =
      v1::CallControlService::NewStub(site_.Connect());
  std::unique_ptr<test::ActingSwitch> pbx_;
  std::string call_;  // The agent's, `calls/{call}`.
};

}  // namespace jackfield::grpc_api
