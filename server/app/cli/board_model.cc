#include "server/app/cli/board_model.h"

#include <google/protobuf/util/time_util.h>

namespace jackfield::cli {

WallTime WallTimeOf(const google::protobuf::Timestamp& time) {
  return WallTime(Duration{google::protobuf::util::TimeUtil::TimestampToMilliseconds(time)});
}

void BoardModel::Apply(const v1::WatchBoardResponse& message) {
  if (message.has_snapshot_part()) {
    if (!coming_) coming_.emplace();
    const v1::BoardSnapshot& part = message.snapshot_part();
    if (part.has_server_time()) server_time_ = WallTimeOf(part.server_time());
    Put(part, *coming_);
  } else if (message.has_resync()) {
    coming_.reset();
  } else if (message.snapshot_complete()) {
    if (coming_) shown_ = *std::exchange(coming_, std::nullopt);  // R1
    complete_ = true;
  } else if (message.has_delta()) {
    Change(message.delta());
  } else if (message.has_heartbeat()) {
    server_time_ = WallTimeOf(message.heartbeat().server_time());
  }
  if (complete_ && !coming_ && message.cursor() > 0) cursor_ = message.cursor();
}

template <typename Message>
void BoardModel::Put(const Message& message, Rows& rows) {
  for (const auto& queue : message.queues()) rows.queues[queue.queue().name()] = queue;
  for (const auto& agent : message.agents()) rows.agents[agent.agent()] = agent;
  for (const auto& call : message.waiting_calls()) rows.waiting[{call.queue(), call.call()}] = call;
  for (const auto& source : message.sources()) rows.sources[source.source()] = source;
  for (const auto& alert : message.alerts()) {
    if (alert.state() == v1::Alert::STATE_CLEARED) {
      rows.alerts.erase(alert.name());
    } else {
      rows.alerts[alert.name()] = alert;
    }
  }
}

void BoardModel::Change(const v1::BoardDelta& delta) {
  for (const std::string& queue : delta.removed_queues()) shown_.queues.erase(queue);
  for (const std::string& agent : delta.removed_agents()) shown_.agents.erase(agent);
  for (const auto& call : delta.removed_waiting_calls()) {
    shown_.waiting.erase({call.queue(), call.call()});
  }
  Put(delta, shown_);
}

}  // namespace jackfield::cli
