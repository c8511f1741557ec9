#pragma once

#include <map>
#include <set>
#include <string>

#include "jackfield/v1/board.pb.h"

#include "server/grpc_api/configuration_book.h"
#include "server/ports/board_view.h"

// Boards on the wire. All are pure functions.
namespace jackfield::grpc_api {

// What of a board one viewer sees.
struct BoardScope {
  std::set<std::string> queues;  // Empty: all.
  std::set<std::string> teams;   // Empty: all.
  bool names = true;             // Names of agents.

  bool Shows(const BoardQueue& queue) const {
    return queues.empty() || queues.contains(queue.name);
  }
  bool Shows(const BoardAgent& agent) const;
};

v1::BoardQueue ToProto(const BoardQueue& queue, const SiteDocument& site);
v1::BoardAgent ToProto(const BoardAgent& agent, const BoardScope& scope);
v1::BoardSource ToProto(const BoardSource& source);
v1::BoardWaitingCall ToProto(const BoardQueue& queue, const BoardWaiting& waiting, int position);
v1::BoardUnmappedDevice ToProto(const std::string& source, const std::string& device,
                                std::uint64_t rings);

}  // namespace jackfield::grpc_api
