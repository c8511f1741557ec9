#include "server/grpc_api/watch_board_reactor.h"

#include <utility>

#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/pop_cards.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr int kFilterMax = 64;

// Of what is asked for, what is allowed; `allowed` empty: all.
std::set<std::string> Within(std::set<std::string> asked, const std::vector<std::string>& allowed) {
  const std::set<std::string> may(allowed.begin(), allowed.end());
  if (may.empty()) return asked;
  if (asked.empty()) return may;
  std::erase_if(asked, [&may](const std::string& name) { return !may.contains(name); });
  // Nothing in common: a name that no queue has, because empty stands for all.
  if (asked.empty()) asked.insert("");
  return asked;
}

}  // namespace

Result<BoardScope> ScopeOf(const v1::BoardFilter& filter, const security::Principal& principal) {
  if (filter.queues_size() > kFilterMax || filter.teams_size() > kFilterMax) {
    return FailField("FIELD_INVALID", "filter", "must have at most 64 queues and 64 teams");
  }
  BoardScope scope;
  for (const std::string& name : filter.queues()) {
    Result<std::string> queue = IdOf("filter.queues", "queues", name);
    if (!queue) return Fail(queue);
    scope.queues.insert(*std::move(queue));
  }
  scope.queues = Within(std::move(scope.queues), principal.queues);
  scope.teams.insert(filter.teams().begin(), filter.teams().end());
  const bool supervises_only = principal.roles == security::Roles{security::Role::kSupervisor};
  if (supervises_only) scope.teams = Within(std::move(scope.teams), principal.teams);
  scope.names = !principal.roles.Contains(security::Role::kKiosk);
  scope.callers = principal.roles.Contains(security::Role::kSupervisor) ||
                  principal.roles.Contains(security::Role::kAdmin);
  scope.tickets = scope.callers;
  return scope;
}

BoardPeople PeopleOf(PopCards& cards) {
  return {[&cards](const exchange::Caller& caller) { return cards.CallerOf(caller); },
          [&cards](const exchange::PersonalText& text) { return cards.Open(text); }};
}

WatchBoardReactor* WatchBoardReactor::Start(const ServiceParts& parts,
                                            grpc::CallbackServerContext& context,
                                            const v1::WatchBoardRequest& request) {
  auto reactor = std::make_shared<WatchBoardReactor>(parts, context, request);
  reactor->Begin(reactor);
  return reactor.get();
}

WatchBoardReactor::WatchBoardReactor(const ServiceParts& parts,
                                     grpc::CallbackServerContext& context,
                                     v1::WatchBoardRequest request)
    : WatchReactor(parts, context, {"SupervisionService/WatchBoard", "board"}),
      request_(std::move(request)) {}

void WatchBoardReactor::OnAdmitted(const SharedIdentity& identity) {
  Result<BoardScope> scope = ScopeOf(request_.filter(), identity->principal);
  if (!scope) return Close(Fail(scope));
  counted_.emplace(parts().streams.boards);
  writer_.emplace(*scope, PeopleOf(parts().cards));
  {
    const absl::MutexLock lock(&feed_mutex_);
    feed_.emplace(*std::move(scope));
  }
  parts().ports.engine.WatchBoard(request_.resume_cursor(),
                                  std::static_pointer_cast<WatchBoardReactor>(shared_from_this()));
}

void WatchBoardReactor::OnBoard(const BoardUpdate& update) {
  {
    const absl::MutexLock lock(&feed_mutex_);
    feed_->Take(update);
  }
  Wake();
}

bool WatchBoardReactor::HasWork() {
  const absl::MutexLock lock(&feed_mutex_);
  return feed_ && feed_->HasNews() && parts().ports.clock.Now() >= due_at_;  // R1
}

WatchBoardReactor::Messages WatchBoardReactor::MakeMessages() {
  const SharedSite site = parts().configuration.Current();
  BoardNews news;
  {
    const absl::MutexLock lock(&feed_mutex_);
    due_at_ = parts().ports.clock.Now() + kUpdateInterval;
    news = feed_->TakeNews();
  }
  return writer_->Write(news, *site);  // R2
}

WatchBoardReactor::Messages WatchBoardReactor::MakeHeartbeat() {
  Messages messages(1);
  *messages.front().mutable_heartbeat()->mutable_server_time() =
      ToProto(parts().ports.clock.WallNow());
  const absl::MutexLock lock(&feed_mutex_);
  if (feed_) messages.front().set_cursor(feed_->cursor());
  return messages;
}

}  // namespace jackfield::grpc_api
