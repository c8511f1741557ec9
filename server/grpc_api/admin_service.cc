#include <map>
#include <memory>
#include <string>
#include <utility>

#include <grpcpp/server_context.h>

#include "jackfield/v1/admin_service.grpc.pb.h"

#include "server/grpc_api/agent_mapping.h"
#include "server/grpc_api/audit.h"
#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/configuration_difference.h"
#include "server/grpc_api/configuration_mapping.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/paging.h"
#include "server/grpc_api/queue_mapping.h"
#include "server/grpc_api/request_log.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/services.h"
#include "server/grpc_api/token_admin.h"
#include "server/grpc_api/user_admin.h"
#include "server/ports/engine.h"

namespace jackfield::grpc_api {
namespace {

v1::Agent AgentOf(const exchange::State& state, const exchange::Agent& agent) {
  v1::Agent proto;
  proto.set_name(NameOf("agents", agent.login));
  proto.set_login(agent.login);
  proto.set_display_name(agent.display_name);
  proto.set_team(agent.team);
  for (const std::string& device : agent.devices) proto.add_device_patterns(device);
  for (const auto& [id, membership] : agent.memberships) {
    const auto queue = state.queues.find(id);
    if (queue == state.queues.end()) continue;
    proto.add_queues(NameOf("queues", queue->second.configuration.name));
  }
  *proto.mutable_status() = ToStatus(agent);
  proto.set_pop_mode(ToProto(agent.pop_mode));
  proto.set_outside_working_hours(agent.routing.off_hours);
  return proto;
}

// Thread safety: thread-safe.
class AdminServiceImpl final : public v1::AdminService::CallbackService {
 public:
  explicit AdminServiceImpl(const ServiceParts& parts)
      : parts_(parts), users_(parts), tokens_(parts) {}

  grpc::ServerUnaryReactor* CreateUser(grpc::CallbackServerContext* context,
                                       const v1::CreateUserRequest* request,
                                       v1::CreateUserResponse* response) override {
    return parts_.gate.ServeBlocking(context, "AdminService/CreateUser",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return users_.Create(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* GetUser(grpc::CallbackServerContext* context,
                                    const v1::GetUserRequest* request,
                                    v1::GetUserResponse* response) override {
    return parts_.gate.ServeBlocking(
        context, "AdminService/GetUser",
        [this, request, response](const UnaryCallPtr&) { return users_.Get(*request, *response); });
  }

  grpc::ServerUnaryReactor* ListUsers(grpc::CallbackServerContext* context,
                                      const v1::ListUsersRequest* request,
                                      v1::ListUsersResponse* response) override {
    return parts_.gate.ServeBlocking(context, "AdminService/ListUsers",
                                     [this, request, response](const UnaryCallPtr&) {
                                       return users_.List(*request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* UpdateUser(grpc::CallbackServerContext* context,
                                       const v1::UpdateUserRequest* request,
                                       v1::UpdateUserResponse* response) override {
    return parts_.gate.ServeBlocking(context, "AdminService/UpdateUser",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return users_.Update(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* SetUserPassword(grpc::CallbackServerContext* context,
                                            const v1::SetUserPasswordRequest* request,
                                            v1::SetUserPasswordResponse*) override {
    return parts_.gate.ServeBlocking(
        context, "AdminService/SetUserPassword",
        [this, request](const UnaryCallPtr& call) { return users_.SetPassword(call, *request); });
  }

  grpc::ServerUnaryReactor* DeleteUser(grpc::CallbackServerContext* context,
                                       const v1::DeleteUserRequest* request,
                                       v1::DeleteUserResponse* response) override {
    return parts_.gate.ServeBlocking(context, "AdminService/DeleteUser",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return users_.Delete(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* CreateToken(grpc::CallbackServerContext* context,
                                        const v1::CreateTokenRequest* request,
                                        v1::CreateTokenResponse* response) override {
    return parts_.gate.ServeBlocking(context, "AdminService/CreateToken",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return tokens_.Create(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* ListTokens(grpc::CallbackServerContext* context,
                                       const v1::ListTokensRequest* request,
                                       v1::ListTokensResponse* response) override {
    return parts_.gate.ServeBlocking(context, "AdminService/ListTokens",
                                     [this, request, response](const UnaryCallPtr&) {
                                       return tokens_.List(*request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* RevokeToken(grpc::CallbackServerContext* context,
                                        const v1::RevokeTokenRequest* request,
                                        v1::RevokeTokenResponse* response) override {
    return parts_.gate.ServeBlocking(context, "AdminService/RevokeToken",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return tokens_.Revoke(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* GetAgent(grpc::CallbackServerContext* context,
                                     const v1::GetAgentRequest* request,
                                     v1::GetAgentResponse* response) override {
    return Look(context, "AdminService/GetAgent",
                [request, response](const exchange::State& state) -> Status {
                  const Result<std::string> login = IdOf("name", "agents", request->name());
                  if (!login) return Fail(login);
                  const auto id = state.agent_logins.find(*login);
                  if (id == state.agent_logins.end()) {
                    return Fail(ErrorCode::kNotFound, "AGENT_NOT_FOUND", "there is no such agent");
                  }
                  *response->mutable_agent() = AgentOf(state, state.agents.at(id->second));
                  return {};
                });
  }

  grpc::ServerUnaryReactor* ListAgents(grpc::CallbackServerContext* context,
                                       const v1::ListAgentsRequest* request,
                                       v1::ListAgentsResponse* response) override {
    return Look(context, "AdminService/ListAgents",
                [request, response](const exchange::State& state) -> Status {
                  const Result<std::size_t> size = PageSize(request->page_size(), {});
                  if (!size) return Fail(size);
                  response->set_next_page_token(FillPage(
                      state.agent_logins, request->page_token(), *size,
                      [](const auto& entry) { return entry.first; },
                      [&state, response](const auto& entry) {
                        *response->add_agents() = AgentOf(state, state.agents.at(entry.second));
                      }));
                  return {};
                });
  }

  grpc::ServerUnaryReactor* GetQueue(grpc::CallbackServerContext* context,
                                     const v1::GetQueueRequest* request,
                                     v1::GetQueueResponse* response) override {
    return Look(context, "AdminService/GetQueue",
                [request, response,
                 site = parts_.configuration.Current()](const exchange::State& state) -> Status {
                  const Result<std::string> name = IdOf("name", "queues", request->name());
                  if (!name) return Fail(name);
                  const auto id = state.queue_names.find(*name);
                  if (id == state.queue_names.end()) {
                    return Fail(ErrorCode::kNotFound, "QUEUE_NOT_FOUND", "there is no such queue");
                  }
                  *response->mutable_queue() = ToQueue(state.queues.at(id->second), *site);
                  return {};
                });
  }

  grpc::ServerUnaryReactor* ListQueues(grpc::CallbackServerContext* context,
                                       const v1::ListQueuesRequest* request,
                                       v1::ListQueuesResponse* response) override {
    return Look(context, "AdminService/ListQueues",
                [request, response,
                 site = parts_.configuration.Current()](const exchange::State& state) -> Status {
                  const Result<std::size_t> size = PageSize(request->page_size(), {});
                  if (!size) return Fail(size);
                  response->set_next_page_token(FillPage(
                      state.queue_names, request->page_token(), *size,
                      [](const auto& entry) { return entry.first; },
                      [&state, response, &site](const auto& entry) {
                        *response->add_queues() = ToQueue(state.queues.at(entry.second), *site);
                      }));
                  return {};
                });
  }

  grpc::ServerUnaryReactor* GetConfiguration(grpc::CallbackServerContext* context,
                                             const v1::GetConfigurationRequest*,
                                             v1::GetConfigurationResponse* response) override {
    return parts_.gate.Serve(
        context, "AdminService/GetConfiguration", [this, response](const UnaryCallPtr& call) {
          *response->mutable_configuration() = parts_.configuration.Current()->configuration;
          call->Finish({});
        });
  }

  grpc::ServerUnaryReactor* ApplyConfiguration(grpc::CallbackServerContext* context,
                                               const v1::ApplyConfigurationRequest* request,
                                               v1::ApplyConfigurationResponse* response) override {
    return parts_.gate.ServeOnWorker(
        context, "AdminService/ApplyConfiguration",
        [this, request, response](const UnaryCallPtr& call) { Apply(call, *request, *response); });
  }

 private:
  // A question that the engine's state answers.
  grpc::ServerUnaryReactor* Look(grpc::CallbackServerContext* context, std::string_view method,
                                 std::function<Status(const exchange::State&)> look) {
    return parts_.gate.Serve(
        context, method, [this, look = std::move(look)](const UnaryCallPtr& call) {
          parts_.ports.engine.Inspect(
              [call, look](const exchange::State& state) { call->Finish(look(state)); });
        });
  }

  void Apply(const UnaryCallPtr& call, const v1::ApplyConfigurationRequest& request,
             v1::ApplyConfigurationResponse& response) {
    const v1::Configuration& document = request.configuration();
    const Status rules = CheckConfiguration(document);
    if (!rules) return call->Finish(FailWithin("configuration", rules));
    const SharedSite before = parts_.configuration.Current();
    for (auto& change : Difference(before->configuration, document)) {
      *response.add_changes() = std::move(change);
    }
    if (request.dry_run()) {
      *response.mutable_configuration() = document;
      response.mutable_configuration()->set_etag(before->configuration.etag());
      return call->Finish({});
    }
    const std::string count = std::to_string(response.changes_size()) + " changes";
    Result<RequestLog::ClaimPtr> claim = parts_.requests.Begin(call, request, response);
    if (!claim) return call->Finish(Fail(claim));
    if (*claim == nullptr) return call->Finish({});
    const Status audited = Audit(parts_, call, {"configuration.apply", "configuration", count});
    if (!audited) return call->Finish(audited);
    parts_.configuration.Apply(
        document, [this, call, claim = *std::move(claim), &response](const auto& site) {
          if (!site) return call->Finish(FailWithin("configuration", site));
          *response.mutable_configuration() = (*site)->configuration;
          FinishKept(parts_.workers, call, claim, response);
        });
  }

  const ServiceParts parts_;
  UserAdmin users_;
  TokenAdmin tokens_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeAdminService(const ServiceParts& parts) {
  return std::make_unique<AdminServiceImpl>(parts);
}

}  // namespace jackfield::grpc_api
