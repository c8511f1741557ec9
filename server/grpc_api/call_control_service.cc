#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <grpcpp/server_context.h>

#include "jackfield/v1/call_control_service.grpc.pb.h"

#include "server/grpc_api/ask_engine.h"
#include "server/grpc_api/call_command_mapping.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/request_log.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/services.h"
#include "server/ports/engine.h"

namespace jackfield::grpc_api {
namespace {

using exchange::CommandKind;

struct Method {
  std::string_view name;
  CommandKind kind;
};

// The calls that a request is about, by their names, and what is asked of whoever called.
struct CallNames {
  std::string call;
  std::string consultation;  // Empty: none.
};

// What the exchange holds of them.
struct Place {
  std::string agent;  // Login.
  CallId call;
  CallId consultation;
};

// Thread safety: thread-safe.
class CallControlServiceImpl final : public v1::CallControlService::CallbackService {
 public:
  explicit CallControlServiceImpl(const ServiceParts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* AnswerCall(grpc::CallbackServerContext* context,
                                       const v1::AnswerCallRequest* request,
                                       v1::AnswerCallResponse* response) override {
    return AskOfPart<exchange::AnswerRing>(
        context, {"CallControlService/AnswerCall", CommandKind::kAnswer}, *request, *response);
  }

  grpc::ServerUnaryReactor* DeclineCall(grpc::CallbackServerContext* context,
                                        const v1::DeclineCallRequest* request,
                                        v1::DeclineCallResponse* response) override {
    return AskOfPart<exchange::DeclineRing>(
        context, {"CallControlService/DeclineCall", CommandKind::kDecline}, *request, *response);
  }

  grpc::ServerUnaryReactor* HoldCall(grpc::CallbackServerContext* context,
                                     const v1::HoldCallRequest* request,
                                     v1::HoldCallResponse* response) override {
    return AskOfPart<exchange::HoldConnection>(
        context, {"CallControlService/HoldCall", CommandKind::kHold}, *request, *response);
  }

  grpc::ServerUnaryReactor* RetrieveCall(grpc::CallbackServerContext* context,
                                         const v1::RetrieveCallRequest* request,
                                         v1::RetrieveCallResponse* response) override {
    return AskOfPart<exchange::RetrieveConnection>(
        context, {"CallControlService/RetrieveCall", CommandKind::kRetrieve}, *request, *response);
  }

  grpc::ServerUnaryReactor* HangUpCall(grpc::CallbackServerContext* context,
                                       const v1::HangUpCallRequest* request,
                                       v1::HangUpCallResponse* response) override {
    return AskOfPart<exchange::HangUp>(
        context, {"CallControlService/HangUpCall", CommandKind::kClear}, *request, *response);
  }

  grpc::ServerUnaryReactor* CompleteTransfer(grpc::CallbackServerContext* context,
                                             const v1::CompleteTransferRequest* request,
                                             v1::CompleteTransferResponse* response) override {
    return AskOfBoth<exchange::CompleteConsultation>(
        context, {"CallControlService/CompleteTransfer", CommandKind::kCompleteTransfer}, *request,
        *response);
  }

  grpc::ServerUnaryReactor* ConferenceCall(grpc::CallbackServerContext* context,
                                           const v1::ConferenceCallRequest* request,
                                           v1::ConferenceCallResponse* response) override {
    return AskOfBoth<exchange::Conference>(
        context, {"CallControlService/ConferenceCall", CommandKind::kConference}, *request,
        *response);
  }

 private:
  // What a method does, once for each request id. May block.
  using Act = std::function<void(const UnaryCallPtr&, const RequestLog::ClaimPtr&)>;
  using WithPlace = std::function<void(const Place&)>;

  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Once(grpc::CallbackServerContext* context, std::string_view method,
                                 const Request& request, Response& response, Act act) {
    return parts_.gate.ServeOnWorker(
        context, method,
        [this, &request, &response, act = std::move(act)](const UnaryCallPtr& call) {
          const auto claim = parts_.requests.Begin(call, request, response);
          if (!claim) return call->Finish(Fail(claim));
          if (*claim == nullptr) return call->Finish({});
          act(call, *claim);
        });
  }

  // A wish about the agent's own part in a call that says nothing else.
  template <typename Wish, typename Request, typename Response>
  grpc::ServerUnaryReactor* AskOfPart(grpc::CallbackServerContext* context, const Method& method,
                                      const Request& request, Response& response) {
    return Once(context, method.name, request, response,
                [this, kind = method.kind, &request, &response](const UnaryCallPtr& call,
                                                                const RequestLog::ClaimPtr& claim) {
                  Find(call, {request.call(), ""},
                       [this, call, claim, kind, &response](const Place& place) {
                         Issue(call, claim, Wish{place.agent, place.call}, kind, response);
                       });
                });
  }

  // A wish about the held call and the consultation.
  template <typename Wish, typename Request, typename Response>
  grpc::ServerUnaryReactor* AskOfBoth(grpc::CallbackServerContext* context, const Method& method,
                                      const Request& request, Response& response) {
    return Once(context, method.name, request, response,
                [this, kind = method.kind, &request, &response](const UnaryCallPtr& call,
                                                                const RequestLog::ClaimPtr& claim) {
                  if (request.consultation().empty()) {
                    return call->Finish(FailField("FIELD_INVALID", "consultation", "must be set"));
                  }
                  Find(call, {request.call(), request.consultation()},
                       [this, call, claim, kind, &response](const Place& place) {
                         Issue(call, claim, Wish{place.agent, place.call, place.consultation}, kind,
                               response);
                       });
                });
  }

  // `then` on the engine thread, with the calls of those names; else the call is answered why not.
  void Find(const UnaryCallPtr& call, const CallNames& names, WithPlace then) {
    const Result<std::string> id = IdOf("call", "calls", names.call);
    if (!id) return call->Finish(Fail(id));
    const auto other = OptionalIdOf("consultation", "calls", names.consultation);
    if (!other) return call->Finish(Fail(other));
    AskEngine(
        parts_.ports.engine,
        [call, ids = CallNames{*id, *other}, then = std::move(then)](const exchange::State& state) {
          const Result<Place> place = PlaceOf(state, call->principal().agent(), ids);
          if (!place) return call->Finish(Fail(place));
          then(*place);
        },
        [call](const Error& refused) { call->Finish(tl::unexpected<Error>(refused)); });
  }

  // Errors: kPermissionDenied (NOT_AN_AGENT); kNotFound (CALL_NOT_FOUND).
  static Result<Place> PlaceOf(const exchange::State& state, const std::string& login,
                               const CallNames& ids) {
    if (!state.agent_logins.contains(login)) {
      return Fail(ErrorCode::kPermissionDenied, "NOT_AN_AGENT", "no agent has the login " + login);
    }
    Place place{login, {}, {}};
    const auto call = state.call_names.find(ids.call);
    if (call == state.call_names.end()) return NotFound("call");
    place.call = call->second;
    if (ids.consultation.empty()) return place;
    const auto consultation = state.call_names.find(ids.consultation);
    if (consultation == state.call_names.end()) return NotFound("consultation");
    place.consultation = consultation->second;
    return place;
  }

  static tl::unexpected<Error> NotFound(const std::string& field) {
    return Fail(ErrorCode::kNotFound, "CALL_NOT_FOUND", field + ": there is no such call");
  }

  template <typename Response>
  void Issue(const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim,
             exchange::DeskCommand wish, CommandKind kind, Response& response) {
    parts_.ports.engine.Issue(
        std::move(wish), [this, call, claim, kind, &response](const Result<CommandId>& issued) {
          if (!issued) return call->Finish(Fail(issued));
          response.mutable_command()->set_command_id(CommandName(*issued));
          response.mutable_command()->set_kind(ToProto(kind));
          Answer(call, claim, response);
        });
  }

  // The command is on its way, whether or not the answer can be kept: whoever asked must be told
  // so, for who is told of a failure asks again, and then it would be done twice.
  void Answer(const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim,
              const google::protobuf::Message& response) {
    if (claim->empty()) return call->Finish({});
    const bool posted = parts_.workers.Post([call, claim, &response] {
      static_cast<void>(claim->Keep(response));
      call->Finish({});
    });
    if (!posted) call->Finish({});
  }

  const ServiceParts parts_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCallControlService(const ServiceParts& parts) {
  return std::make_unique<CallControlServiceImpl>(parts);
}

}  // namespace jackfield::grpc_api
