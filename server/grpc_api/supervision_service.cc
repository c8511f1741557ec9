#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include <grpcpp/server_context.h>

#include "jackfield/v1/supervision_service.grpc.pb.h"

#include "server/grpc_api/agent_mapping.h"
#include "server/grpc_api/alert_calls.h"
#include "server/grpc_api/audit.h"
#include "server/grpc_api/board_feed.h"
#include "server/grpc_api/board_writer.h"
#include "server/grpc_api/call_explainer.h"
#include "server/grpc_api/call_view_mapping.h"
#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/paging.h"
#include "server/grpc_api/pop_cards.h"
#include "server/grpc_api/request_log.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/services.h"
#include "server/grpc_api/watch_board_reactor.h"
#include "server/grpc_api/worker_pool.h"
#include "server/ports/engine.h"

namespace jackfield::grpc_api {
namespace {

bool Concerns(const exchange::State& state, const exchange::Call& call, const std::string& queue,
              const std::string& agent) {
  if (!queue.empty()) {
    const auto id = state.queue_names.find(queue);
    const bool in_queue = id != state.queue_names.end() &&
                          std::any_of(call.legs.begin(), call.legs.end(),
                                      [&id](const auto& leg) { return leg.queue == id->second; });
    if (!in_queue) return false;
  }
  if (agent.empty()) return true;
  const auto id = state.agent_logins.find(agent);
  if (id == state.agent_logins.end()) return false;
  return std::any_of(call.connections.begin(), call.connections.end(),
                     [&id](const auto& entry) { return entry.second.agent == id->second; });
}

// Thread safety: thread-safe.
class SupervisionServiceImpl final : public v1::SupervisionService::CallbackService {
 public:
  explicit SupervisionServiceImpl(const ServiceParts& parts)
      : parts_(parts), explainer_(parts), alerts_(parts) {}

  grpc::ServerUnaryReactor* GetBoard(grpc::CallbackServerContext* context,
                                     const v1::GetBoardRequest* request,
                                     v1::GetBoardResponse* response) override {
    return parts_.gate.Serve(
        context, "SupervisionService/GetBoard",
        [this, request, response](const UnaryCallPtr& call) {
          Result<BoardScope> scope = ScopeOf(request->filter(), call->principal());
          if (!scope) return call->Finish(Fail(scope));
          parts_.ports.engine.GetBoard([this, call, response, scope = *std::move(scope)](
                                           const Result<BoardUpdate>& board) {
            if (!board) return call->Finish(Fail(board));
            BoardFeed feed(scope);
            feed.Take(*board);
            PostOrRefuse(call, [this, call, response, scope, news = feed.TakeNews()] {
              BoardWriter writer(scope, PeopleOf(parts_.cards));
              *response->mutable_board() = writer.WriteWhole(news, *parts_.configuration.Current());
              response->set_cursor(news.cursor);
              call->Finish({});
            });
          });
        });
  }

  grpc::ServerWriteReactor<v1::WatchBoardResponse>* WatchBoard(
      grpc::CallbackServerContext* context, const v1::WatchBoardRequest* request) override {
    return WatchBoardReactor::Start(parts_, *context, *request);
  }

  grpc::ServerUnaryReactor* ChangeAgentState(grpc::CallbackServerContext* context,
                                             const v1::ChangeAgentStateRequest* request,
                                             v1::ChangeAgentStateResponse* response) override {
    return parts_.gate.ServeOnWorker(
        context, "SupervisionService/ChangeAgentState",
        [this, request, response](const UnaryCallPtr& call) {
          const Result<std::string> login = IdOf("agent", "agents", request->agent());
          if (!login) return call->Finish(Fail(login));
          const Result<exchange::AgentWish> wish = WishOf(request->state());
          if (!wish) return call->Finish(Fail(wish));
          const SharedSite site = parts_.configuration.Current();
          const Status reason = CheckReason(request->reason(), site->configuration);
          if (!reason) return call->Finish(reason);
          CheckTeam(call, *login, [this, call, request, response, login = *login, wish = *wish] {
            const auto claim = parts_.requests.Begin(call, *request, *response);
            if (!claim) return call->Finish(Fail(claim));
            if (*claim == nullptr) return call->Finish({});
            ChangeState(call, *request, {login, wish, request->reason(), call->principal().name()},
                        *response, *claim);
          });
        });
  }

  grpc::ServerUnaryReactor* ListCalls(grpc::CallbackServerContext* context,
                                      const v1::ListCallsRequest* request,
                                      v1::ListCallsResponse* response) override {
    return parts_.gate.Serve(
        context, "SupervisionService/ListCalls",
        [this, request, response](const UnaryCallPtr& call) {
          const Result<std::size_t> size = PageSize(request->page_size(), {});
          const Result<std::string> queue = OptionalIdOf("queue", "queues", request->queue());
          const Result<std::string> agent = OptionalIdOf("agent", "agents", request->agent());
          if (!size) return call->Finish(Fail(size));
          if (!queue) return call->Finish(Fail(queue));
          if (!agent) return call->Finish(Fail(agent));
          const auto choose = [call, request, response, size = *size, queue = *queue,
                               agent = *agent](const exchange::State& state) {
            std::vector<CallId> ids;
            std::uint64_t after = 0;
            if (!request->page_token().empty()) {
              const auto known = state.call_names.find(request->page_token());
              if (known != state.call_names.end()) after = known->second.value;
            }
            for (auto it = state.calls.upper_bound(CallId{after}); it != state.calls.end(); ++it) {
              if (!it->second.live() || !Concerns(state, it->second, queue, agent)) continue;
              if (ids.size() == size) {
                response->set_next_page_token(state.calls.at(ids.back()).name);
                break;
              }
              ids.push_back(it->first);
            }
            return ids;
          };
          parts_.ports.engine.GetCalls(choose, [this, call, response](auto calls) {
            Deliver(call, std::move(calls), [this, response](const CallView& view) {
              *response->add_calls() = ToCall(view, *parts_.cards.Get(view));
            });
          });
        });
  }

  grpc::ServerUnaryReactor* GetCall(grpc::CallbackServerContext* context,
                                    const v1::GetCallRequest* request,
                                    v1::GetCallResponse* response) override {
    return parts_.gate.Serve(
        context, "SupervisionService/GetCall", [this, request, response](const UnaryCallPtr& call) {
          const Result<std::string> name = IdOf("name", "calls", request->name());
          if (!name) return call->Finish(Fail(name));
          const auto choose = [name = *name](const exchange::State& state) {
            const auto known = state.call_names.find(name);
            return known == state.call_names.end() ? std::vector<CallId>()
                                                   : std::vector<CallId>{known->second};
          };
          parts_.ports.engine.GetCalls(choose, [this, call, response](auto calls) {
            if (calls && calls->empty()) {
              return call->Finish(
                  Fail(ErrorCode::kNotFound, "CALL_NOT_FOUND", "there is no such call"));
            }
            Deliver(call, std::move(calls), [this, response](const CallView& view) {
              *response->mutable_call() = ToCall(view, *parts_.cards.Get(view));
            });
          });
        });
  }

  grpc::ServerUnaryReactor* ExplainCall(grpc::CallbackServerContext* context,
                                        const v1::ExplainCallRequest* request,
                                        v1::ExplainCallResponse* response) override {
    return parts_.gate.ServeOnWorker(context, "SupervisionService/ExplainCall",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       explainer_.Explain(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* ListAlerts(grpc::CallbackServerContext* context,
                                       const v1::ListAlertsRequest* request,
                                       v1::ListAlertsResponse* response) override {
    return parts_.gate.Serve(context, "SupervisionService/ListAlerts",
                             [this, request, response](const UnaryCallPtr& call) {
                               alerts_.List(call, *request, *response);
                             });
  }

  grpc::ServerUnaryReactor* AcknowledgeAlert(grpc::CallbackServerContext* context,
                                             const v1::AcknowledgeAlertRequest* request,
                                             v1::AcknowledgeAlertResponse* response) override {
    return parts_.gate.ServeOnWorker(context, "SupervisionService/AcknowledgeAlert",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       alerts_.Acknowledge(call, *request, *response);
                                     });
  }

 private:
  // `add` for each call, on a worker; then the answer.
  void Deliver(const UnaryCallPtr& call, Result<std::vector<SharedCall>> calls,
               std::function<void(const CallView&)> add) {
    if (!calls) return call->Finish(Fail(calls));
    PostOrRefuse(call, [call, calls = *std::move(calls), add = std::move(add)] {
      for (const SharedCall& view : calls) add(*view);
      call->Finish({});
    });
  }

  // `work` on a worker, which finishes `call`.
  void PostOrRefuse(const UnaryCallPtr& call, std::function<void()> work) {
    if (parts_.workers.Post(std::move(work))) return;
    call->Finish(Fail(ErrorCode::kResourceExhausted, "STORE_BUSY", "too many calls wait"));
  }

  // `then` on a worker, when the agent is of the supervisor's teams.
  void CheckTeam(const UnaryCallPtr& call, const std::string& login, std::function<void()> then) {
    parts_.ports.engine.Inspect(
        [this, call, login, then = std::move(then)](const exchange::State& state) {
          const auto id = state.agent_logins.find(login);
          if (id == state.agent_logins.end()) {
            return call->Finish(
                Fail(ErrorCode::kNotFound, "AGENT_NOT_FOUND", "there is no such agent"));
          }
          const security::Principal& who = call->principal();
          const bool all = who.teams.empty() || who.roles.Contains(security::Role::kAdmin);
          const std::string& team = state.agents.at(id->second).team;
          if (!all && std::find(who.teams.begin(), who.teams.end(), team) == who.teams.end()) {
            return call->Finish(Fail(ErrorCode::kPermissionDenied, "TEAM_NOT_ALLOWED",
                                     "the agent is of another team"));
          }
          PostOrRefuse(call, then);
        });
  }

  void ChangeState(const UnaryCallPtr& call, const v1::ChangeAgentStateRequest& request,
                   exchange::SetAgentState command, v1::ChangeAgentStateResponse& response,
                   const RequestLog::ClaimPtr& claim) {
    std::string wish = v1::AgentStatus::State_Name(request.state());
    if (!request.reason().empty()) wish += " " + request.reason();
    const Status audited = Audit(parts_, call, {"agents.change_state", request.agent(), wish});
    if (!audited) return call->Finish(audited);
    const std::string login = command.agent;
    parts_.ports.engine.Command(
        std::move(command), [this, call, login, claim, &response](const Status& status) {
          if (!status) return call->Finish(status);
          parts_.ports.engine.Inspect(
              [this, call, login, claim, &response](const exchange::State& state) {
                const auto id = state.agent_logins.find(login);
                if (id != state.agent_logins.end()) {
                  *response.mutable_status() = ToStatus(state.agents.at(id->second));
                }
                FinishKept(parts_.workers, call, claim, response);
              });
        });
  }

  const ServiceParts parts_;
  const CallExplainer explainer_;
  const AlertCalls alerts_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeSupervisionService(const ServiceParts& parts) {
  return std::make_unique<SupervisionServiceImpl>(parts);
}

}  // namespace jackfield::grpc_api
