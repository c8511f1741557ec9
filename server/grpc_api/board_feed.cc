#include "server/grpc_api/board_feed.h"

namespace jackfield::grpc_api {

void BoardFeed::Take(const BoardUpdate& update) {
  if (update.snapshot) {  // R2
    news_ = {};
    news_.snapshot = true;
  }
  news_.cursor = update.cursor;
  news_.wall = update.wall;
  has_news_ = true;
  for (const BoardWaitEnded& ended : update.waits_ended) {
    if (scope_.ShowsQueue(ended.queue)) news_.waits_ended.insert(ended);
  }
  for (const BoardQueue& queue : update.queues) {
    if (!scope_.ShowsQueue(queue.name)) continue;
    for (const BoardWaiting& waiting : queue.waiting) {  // It came back.
      news_.waits_ended.erase({queue.name, waiting.call_name});
    }
    news_.queues.insert_or_assign(queue.name, queue);  // R1
    news_.queue_revisions[queue.name] = update.cursor;
  }
  for (const BoardAgent& agent : update.agents) Take(agent, update.cursor);
  for (const AlertRow& row : update.alerts) {
    if (scope_.Shows(row)) news_.alerts.insert_or_assign(row.alert.id, row);
  }
  for (const BoardSource& source : update.sources) {
    news_.sources.insert_or_assign(source.name, source);
  }
}

void BoardFeed::Take(const BoardAgent& agent, std::int64_t cursor) {
  const bool waited = news_.agents.erase(agent.login) > 0;
  if (scope_.Shows(agent)) {
    news_.hidden_agents.erase(agent.login);
    news_.agents.insert_or_assign(agent.login, agent);
    news_.agent_revisions[agent.login] = cursor;
  } else if (waited || (agent.left && scope_.Shows(*agent.left))) {  // R3
    news_.hidden_agents.insert(agent.login);
  }
}

BoardNews BoardFeed::TakeNews() {
  BoardNews news = std::exchange(news_, {});
  cursor_ = news.cursor;
  has_news_ = false;
  return news;
}

}  // namespace jackfield::grpc_api
