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
  for (const BoardQueue& queue : update.queues) {
    if (!scope_.Shows(queue)) continue;
    news_.queues.insert_or_assign(queue.name, queue);  // R1
    news_.queue_revisions[queue.name] = update.cursor;
  }
  for (const BoardAgent& agent : update.agents) {
    news_.agents.erase(agent.login);
    news_.hidden_agents.erase(agent.login);
    if (!scope_.Shows(agent)) {
      news_.hidden_agents.insert(agent.login);
      continue;
    }
    news_.agents.insert_or_assign(agent.login, agent);
    news_.agent_revisions[agent.login] = update.cursor;
  }
  for (const BoardSource& source : update.sources) {
    news_.sources.insert_or_assign(source.name, source);
  }
}

BoardNews BoardFeed::TakeNews() {
  BoardNews news = std::exchange(news_, {});
  news_.cursor = news.cursor;
  has_news_ = false;
  return news;
}

}  // namespace jackfield::grpc_api
