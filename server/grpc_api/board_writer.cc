#include "server/grpc_api/board_writer.h"

#include "server/grpc_api/alert_mapping.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {

BoardWriter::Messages BoardWriter::Write(const BoardNews& news, const SiteDocument& site) {
  Messages messages;
  if (news.snapshot) {
    messages = WriteParts(news, site);
  } else {
    messages.push_back(WriteDelta(news, site));
    if (messages.back().delta().ByteSizeLong() == 0) messages.clear();
  }
  for (v1::WatchBoardResponse& message : messages) message.set_cursor(news.cursor);
  return messages;
}

v1::BoardSnapshot BoardWriter::WriteWhole(const BoardNews& news, const SiteDocument& site) {
  v1::BoardSnapshot whole;
  for (v1::WatchBoardResponse& message : Write(news, site)) {
    if (message.has_snapshot_part()) whole.MergeFrom(message.snapshot_part());
  }
  return whole;
}

v1::BoardQueue BoardWriter::QueueRow(const BoardNews& news, const BoardQueue& queue,
                                     const SiteDocument& site) {
  v1::BoardQueue row = ToProto(queue, site);
  row.set_revision(news.queue_revisions.at(queue.name));
  return row;
}

v1::BoardAgent BoardWriter::AgentRow(const BoardNews& news, const BoardAgent& agent) {
  v1::BoardAgent row = ToProto(agent, scope_, people_);
  row.set_revision(news.agent_revisions.at(agent.login));
  return row;
}

template <typename Message>
void BoardWriter::AddWaiting(const BoardQueue& queue, Message& message) {
  HeldCalls& held = held_[queue.name];
  HeldCalls now;
  int position = 0;
  for (const BoardWaiting& waiting : queue.waiting) {
    Held entry{waiting, ++position};
    const auto before = held.find(waiting.call_name);
    if (before == held.end() || before->second != entry) {  // R1
      v1::BoardWaitingCall& added = *message.add_waiting_calls();
      added = ToProto(queue, waiting, position);
      if (scope_.callers) SetCaller(people_.caller(waiting.caller), added);  // R2
    }
    now.emplace(waiting.call_name, std::move(entry));
  }
  held = std::move(now);
}

template <typename Message>
void BoardWriter::AddSource(const BoardSource& source, Message& message) {
  *message.add_sources() = ToProto(source);
  for (v1::BoardUnmappedDevice& device : UnmappedOf(source, kUnmappedMax)) {
    *message.add_unmapped_devices() = std::move(device);
  }
}

v1::Alert BoardWriter::AlertOf(const AlertRow& row) const {
  return ToProto(row, scope_.names ? AlertPeople::kShown : AlertPeople::kHidden);
}

BoardWriter::Messages BoardWriter::WriteParts(const BoardNews& news, const SiteDocument& site) {
  held_.clear();
  Messages messages(1);
  int rows = 0;
  const auto part = [&]() -> v1::BoardSnapshot& {
    if (++rows > kRowsPerMessageMax) {
      messages.emplace_back();
      rows = 1;
    }
    return *messages.back().mutable_snapshot_part();
  };
  v1::BoardSnapshot& first = part();
  *first.mutable_server_time() = ToProto(news.wall);
  *first.mutable_site() = ToBoardSite(site);
  for (const auto& [name, queue] : news.queues) {
    v1::BoardSnapshot& snapshot = part();
    *snapshot.add_queues() = QueueRow(news, queue, site);
    AddWaiting(queue, snapshot);
  }
  for (const auto& [login, agent] : news.agents) *part().add_agents() = AgentRow(news, agent);
  for (const auto& [name, source] : news.sources) AddSource(source, part());
  // Cleared ones may have come while the snapshot waited.
  for (auto row = news.alerts.rbegin(); row != news.alerts.rend(); ++row) {
    if (!row->second.alert.cleared) *part().add_alerts() = AlertOf(row->second);
  }
  messages.emplace_back().set_snapshot_complete(true);
  return messages;
}

v1::WatchBoardResponse BoardWriter::WriteDelta(const BoardNews& news, const SiteDocument& site) {
  v1::WatchBoardResponse message;
  v1::BoardDelta& delta = *message.mutable_delta();
  for (const auto& [name, queue] : news.queues) {
    *delta.add_queues() = QueueRow(news, queue, site);
    AddWaiting(queue, delta);
  }
  for (const BoardWaitEnded& ended : news.waits_ended) {
    v1::BoardWaitingCall& removed = *delta.add_removed_waiting_calls();
    removed.set_call(NameOf("calls", ended.call_name));
    removed.set_queue(NameOf("queues", ended.queue));
  }
  for (const auto& [login, agent] : news.agents) *delta.add_agents() = AgentRow(news, agent);
  for (const std::string& login : news.hidden_agents) {
    delta.add_removed_agents(NameOf("agents", login));
  }
  for (const auto& [name, source] : news.sources) AddSource(source, delta);
  for (const auto& [id, row] : news.alerts) *delta.add_alerts() = AlertOf(row);
  return message;
}

}  // namespace jackfield::grpc_api
