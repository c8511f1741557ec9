#include "server/grpc_api/board_feed.h"

#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr int kUnmappedMax = 200;

template <typename Message>
void AddSource(const BoardSource& source, Message& message) {
  *message.add_sources() = ToProto(source);
  for (const auto& [device, rings] : source.unmapped_devices) {
    if (message.unmapped_devices_size() == kUnmappedMax) return;
    *message.add_unmapped_devices() = ToProto(source.name, device, rings);
  }
}

}  // namespace

void BoardFeed::Take(const BoardUpdate& update) {
  if (update.snapshot) {  // R2
    queues_.clear();
    agents_.clear();
    sources_.clear();
    snapshot_ = true;
  }
  cursor_ = update.cursor;
  wall_ = update.wall;
  has_news_ = true;
  for (const BoardQueue& queue : update.queues) {
    if (scope_.Shows(queue)) queues_.insert_or_assign(queue.name, queue);  // R1
  }
  for (const BoardAgent& agent : update.agents) {
    if (scope_.Shows(agent)) agents_.insert_or_assign(agent.login, agent);
  }
  for (const BoardSource& source : update.sources) sources_.insert_or_assign(source.name, source);
}

template <typename Message>
void BoardFeed::AddWaiting(const BoardQueue& queue, Message& message) {
  std::set<std::string>& known = waiting_[queue.name];
  known.clear();
  int position = 0;
  for (const BoardWaiting& waiting : queue.waiting) {
    *message.add_waiting_calls() = ToProto(queue, waiting, ++position);
    known.insert(waiting.call_name);
  }
}

BoardFeed::Messages BoardFeed::Flush(const SiteDocument& site) {
  if (!has_news_) return {};
  Messages messages;
  if (snapshot_) {
    messages = FlushParts(site);
  } else {
    messages.push_back(FlushDelta(site));
  }
  for (v1::WatchBoardResponse& message : messages) message.set_cursor(cursor_);
  has_news_ = false;
  snapshot_ = false;
  queues_.clear();
  agents_.clear();
  sources_.clear();
  return messages;
}

v1::BoardSnapshot BoardFeed::FlushSnapshot(const SiteDocument& site) {
  v1::BoardSnapshot whole;
  for (v1::WatchBoardResponse& message : Flush(site)) {
    if (message.has_snapshot_part()) whole.MergeFrom(message.snapshot_part());
  }
  return whole;
}

BoardFeed::Messages BoardFeed::FlushParts(const SiteDocument& site) {
  waiting_.clear();
  Messages messages(1);
  int rows = 0;
  const auto part = [&]() -> v1::BoardSnapshot& {
    if (++rows > kRowsPerMessageMax) {
      messages.emplace_back();
      rows = 1;
    }
    return *messages.back().mutable_snapshot_part();
  };
  *part().mutable_server_time() = ToProto(wall_);
  for (const auto& [name, queue] : queues_) {
    v1::BoardSnapshot& snapshot = part();
    *snapshot.add_queues() = ToProto(queue, site);
    AddWaiting(queue, snapshot);
  }
  for (const auto& [login, agent] : agents_) *part().add_agents() = ToProto(agent, scope_);
  for (const auto& [name, source] : sources_) AddSource(source, part());
  messages.emplace_back().set_snapshot_complete(true);
  return messages;
}

v1::WatchBoardResponse BoardFeed::FlushDelta(const SiteDocument& site) {
  v1::WatchBoardResponse message;
  v1::BoardDelta& delta = *message.mutable_delta();
  for (const auto& [name, queue] : queues_) {
    *delta.add_queues() = ToProto(queue, site);
    std::set<std::string> gone = waiting_[name];
    AddWaiting(queue, delta);
    for (const std::string& call : waiting_[name]) gone.erase(call);
    for (const std::string& call : gone) {
      v1::BoardWaitingCall& removed = *delta.add_removed_waiting_calls();
      removed.set_call(NameOf("calls", call));
      removed.set_queue(NameOf("queues", name));
    }
  }
  for (const auto& [login, agent] : agents_) *delta.add_agents() = ToProto(agent, scope_);
  for (const auto& [name, source] : sources_) AddSource(source, delta);
  return message;
}

}  // namespace jackfield::grpc_api
