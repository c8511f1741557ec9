#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"
#include "tests/unit/exchange/routing/work_driver.h"

namespace jackfield::exchange {

inline const std::set<CommandKind> kRoutes = {CommandKind::kRoute};

// Callers of the directed queue "sales" of Ana and Bo, and a switch that routes.
//
// Thread safety: none; one per test.
class CallWorkTest : public testing::Test {
 protected:
  // Ana is ready before Bo.
  void SetUp() override { Begin(DirectedSite()); }
  void Begin(Configuration site) {
    driver.emplace();
    driver->Configure(std::move(site));
    driver->Tell(LinkUp{"epoch", kRoutes});
    Ready("ana");
    driver->Advance(Duration{1'000});
    Ready("bo");
    driver->Advance(Duration{1'000});
  }
  void Ready(const std::string& login) {
    ASSERT_TRUE(driver->Command(DeskOpened{login, "desk-" + login}));
    ASSERT_TRUE(driver->Command(SetAgentState{login, AgentWish::kReady, {}, login}));
  }
  void Wait(const std::string& call, const std::string& queue = "sales") {
    driver->Tell(Originated{.call = call, .connection = call + "-caller"});
    driver->Tell(Queued{call, call + "-caller", queue});
  }
  // A caller in the queue "sales" who prefers the agent.
  void WaitFor(const std::string& preferred) {
    Caller caller{.presentation = Presentation::kPresented, .number = PersonalText("+49301")};
    caller.preferred_agent = preferred;
    driver->Tell(Originated{.call = "c1", .caller = caller, .connection = "caller"});
    driver->Tell(Queued{"c1", "caller", "sales"});
  }
  void Pass(Duration by) {
    driver->Advance(by);
    driver->FireTimers();
  }
  AgentState StateOf(const std::string& login) const { return driver->agent(login).state; }
  // Login of the agent who is reserved for the call's first stay; empty: not exactly one.
  std::string ReservedFor(const std::string& call) const {
    const auto item = driver->state().work.find({WorkKind::kCall, driver->call(call).id.value, 0});
    if (item == driver->state().work.end() || item->second.reserved.size() != 1) return {};
    const Reservation& open = driver->state().reservations.at(*item->second.reserved.begin());
    return driver->state().agents.at(open.agent).login;
  }
  const RouteCall& LastRoute() const {
    return std::get<RouteCall>(driver->state().commands.rbegin()->second.body);
  }

  std::optional<ExchangeDriver> driver;
};

}  // namespace jackfield::exchange
