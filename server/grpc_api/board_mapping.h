#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "jackfield/v1/board.pb.h"
#include "jackfield/v1/caller.pb.h"

#include "server/exchange/caller.h"
#include "server/exchange/personal_text.h"
#include "server/grpc_api/configuration_book.h"
#include "server/ports/alerts.h"
#include "server/ports/board_view.h"

// Boards on the wire. All are pure functions.
namespace jackfield::grpc_api {

// What is found out about people for a board. Both may block on the store.
struct BoardPeople {
  std::function<v1::Caller(const exchange::Caller&)> caller;
  std::function<std::string(const exchange::PersonalText&)> open;  // Empty where it cannot be had.
};

// What of a board one viewer sees.
struct BoardScope {
  std::set<std::string> queues;  // Empty: all.
  std::set<std::string> teams;   // Empty: all.
  bool names = true;             // Names of agents, and their own words.
  bool callers = true;           // Who waits.
  bool tickets = true;           // Alerts about tickets.

  bool ShowsQueue(const std::string& queue) const {
    return queues.empty() || queues.contains(queue);
  }
  bool Shows(const BoardAgent& agent) const;
  bool Shows(const BoardPlace& place) const;  // An agent who was there.
  bool Shows(const AlertRow& row) const;
};

v1::BoardSite ToBoardSite(const SiteDocument& site);
v1::BoardQueue ToProto(const BoardQueue& queue, const SiteDocument& site);
v1::BoardAgent ToProto(const BoardAgent& agent, const BoardScope& scope, const BoardPeople& people);
v1::BoardSource ToProto(const BoardSource& source);
// Without who waits.
v1::BoardWaitingCall ToProto(const BoardQueue& queue, const BoardWaiting& waiting, int position);
void SetCaller(const v1::Caller& caller, v1::BoardWaitingCall& proto);
// Devices of `source` that are no agent's, those that rang last first; at most `most`.
std::vector<v1::BoardUnmappedDevice> UnmappedOf(const BoardSource& source, std::size_t most);

}  // namespace jackfield::grpc_api
