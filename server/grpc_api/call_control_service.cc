#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <grpcpp/server_context.h>

#include "jackfield/v1/call_control_service.grpc.pb.h"

#include "server/base/control_characters.h"
#include "server/exchange/commands/desk_call_rules.h"
#include "server/grpc_api/ask_engine.h"
#include "server/grpc_api/audit.h"
#include "server/grpc_api/call_command_mapping.h"
#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/dial_rules.h"
#include "server/grpc_api/dial_throttle.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/request_log.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/services.h"
#include "server/ports/caller_memory.h"
#include "server/ports/clock.h"
#include "server/ports/engine.h"
#include "server/ports/numbers.h"
#include "server/ports/vault.h"
#include "server/security/redacted.h"

namespace jackfield::grpc_api {
namespace {

using exchange::CommandKind;

constexpr std::string_view kNeverInNumbers = ",;$&|{}[]<>\"'\\`=!?%@~_";

struct Method {
  std::string_view name;
  CommandKind kind;
};

// The calls that a request is about, by their names.
struct CallNames {
  std::string call;
  std::string consultation;  // Empty: none.
};

// What the exchange holds of them, and of who asks.
struct Place {
  std::string agent;  // Login.
  std::string team;
  std::string source;  // Of the call, or where one would begin.
  CallId call;
  CallId consultation;
};

// A number that somebody typed, and what is to be done with it.
struct Target {
  std::string field;
  std::string typed;
  std::string action;  // In the audit trail.
  std::string object;
};

// What is dialled for what was typed.
struct SealedNumber {
  exchange::PersonalText number;
  std::string key;  // CallerMemory::KeyOf()
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

  grpc::ServerUnaryReactor* TransferCall(grpc::CallbackServerContext* context,
                                         const v1::TransferCallRequest* request,
                                         v1::TransferCallResponse* response) override {
    return AskWithTarget<exchange::TransferBlind>(
        context, {"CallControlService/TransferCall", CommandKind::kTransfer}, *request, *response);
  }

  grpc::ServerUnaryReactor* ConsultCall(grpc::CallbackServerContext* context,
                                        const v1::ConsultCallRequest* request,
                                        v1::ConsultCallResponse* response) override {
    return AskWithTarget<exchange::Consult>(
        context, {"CallControlService/ConsultCall", CommandKind::kConsult}, *request, *response);
  }

  grpc::ServerUnaryReactor* DialNumber(grpc::CallbackServerContext* context,
                                       const v1::DialNumberRequest* request,
                                       v1::DialNumberResponse* response) override {
    return Once(
        context, "CallControlService/DialNumber", *request, *response,
        [this, request, response](const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim) {
          if (const Status fits = CheckTyped("number", request->number()); !fits) {
            return call->Finish(fits);
          }
          const auto ask = [this, call, claim, request, response](const Place& place) {
            Dial(call, claim, *request, place, *response);
          };
          Look(call, DialPlace, OnWorker(call, ask));
        });
  }

  grpc::ServerUnaryReactor* CompleteTransfer(grpc::CallbackServerContext* context,
                                             const v1::CompleteTransferRequest* request,
                                             v1::CompleteTransferResponse* response) override {
    return AskOfBoth<exchange::CompleteConsultation>(
        context, {"CallControlService/CompleteTransfer", CommandKind::kCompleteTransfer}, *request,
        *response);
  }

  grpc::ServerUnaryReactor* CancelConsultation(grpc::CallbackServerContext* context,
                                               const v1::CancelConsultationRequest* request,
                                               v1::CancelConsultationResponse* response) override {
    return AskOfPart<exchange::CancelConsultation>(
        context, {"CallControlService/CancelConsultation", CommandKind::kCancelConsult}, *request,
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

  // The same with a number to call.
  template <typename Wish, typename Request, typename Response>
  grpc::ServerUnaryReactor* AskWithTarget(grpc::CallbackServerContext* context,
                                          const Method& method, const Request& request,
                                          Response& response) {
    return Once(
        context, method.name, request, response,
        [this, kind = method.kind, &request, &response](const UnaryCallPtr& call,
                                                        const RequestLog::ClaimPtr& claim) {
          if (const Status fits = CheckTyped("target", request.target()); !fits) {
            return call->Finish(fits);
          }
          const Target target{"target", request.target(),
                              kind == CommandKind::kConsult ? "calls.consult" : "calls.transfer",
                              request.call()};
          Find(call, {request.call(), ""},
               OnWorker(call, [this, call, claim, kind, target, &response](const Place& place) {
                 const auto sealed = NumberFor(call, place, target);
                 if (!sealed) return;
                 Issue(call, claim, Wish{place.agent, place.call, sealed->number}, kind, response);
               }));
        });
  }

  // On a worker.
  void Dial(const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim,
            const v1::DialNumberRequest& request, const Place& place,
            v1::DialNumberResponse& response) {
    const Target target{"number", request.number(), "calls.dial", NameOf("agents", place.agent)};
    const auto sealed = NumberFor(call, place, target);
    if (!sealed) return;
    exchange::Dial dial{place.agent, "", sealed->number, sealed->key};
    Issue(call, claim, std::move(dial), CommandKind::kDial, response);
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
    Look(
        call,
        [ids = CallNames{*id, *other}](const exchange::State& state, const exchange::Agent& agent) {
          return PlaceOf(state, agent, ids);
        },
        std::move(then));
  }

  // `then` on the engine thread, with what `look` finds there of the agent who asks.
  using LookAt = std::function<Result<Place>(const exchange::State&, const exchange::Agent&)>;
  void Look(const UnaryCallPtr& call, LookAt look, WithPlace then) {
    AskEngine(
        parts_.ports.engine,
        [call, look = std::move(look), then = std::move(then)](const exchange::State& state) {
          const std::string login = call->principal().agent();
          const auto known = state.agent_logins.find(login);
          if (known == state.agent_logins.end()) {
            return call->Finish(Fail(ErrorCode::kPermissionDenied, "NOT_AN_AGENT",
                                     "no agent has the login " + login));
          }
          const Result<Place> place = look(state, state.agents.at(known->second));
          if (!place) return call->Finish(Fail(place));
          then(*place);
        },
        [call](const Error& refused) { call->Finish(tl::unexpected<Error>(refused)); });
  }

  // Errors: kNotFound (CALL_NOT_FOUND).
  static Result<Place> PlaceOf(const exchange::State& state, const exchange::Agent& agent,
                               const CallNames& ids) {
    Place place{.agent = agent.login, .team = agent.team};
    const auto call = state.call_names.find(ids.call);
    if (call == state.call_names.end()) return NotFound("call");
    place.call = call->second;
    place.source = state.sources.at(state.calls.at(call->second).source).name;
    if (ids.consultation.empty()) return place;
    const auto consultation = state.call_names.find(ids.consultation);
    if (consultation == state.call_names.end()) return NotFound("consultation");
    place.consultation = consultation->second;
    return place;
  }

  // Errors: those of DialPlaceOf().
  static Result<Place> DialPlace(const exchange::State& state, const exchange::Agent& agent) {
    const auto place = exchange::DialPlaceOf(state, agent, "");
    if (!place) return Fail(place);
    return Place{
        .agent = agent.login, .team = agent.team, .source = state.sources.at(place->source).name};
  }

  static tl::unexpected<Error> NotFound(const std::string& field) {
    return Fail(ErrorCode::kNotFound, "CALL_NOT_FOUND", field + ": there is no such call");
  }

  // `work` on a worker, because it may block.
  WithPlace OnWorker(const UnaryCallPtr& call, WithPlace work) {
    return [this, call, work = std::move(work)](const Place& place) {
      if (parts_.workers.Post([work, place] { work(place); })) return;
      call->Finish(Fail(ErrorCode::kResourceExhausted, "STORE_BUSY", "too many calls wait"));
    };
  }

  // What people write between digits is left out later; what means something to a switch must not
  // be in it at all, lest something else is dialled than was meant.
  static Status CheckTyped(const char* field, const std::string& typed) {
    const std::size_t count = CharacterCount(typed);
    if (count < 1 || count > exchange::kDialTargetMax) {
      return FailField("FIELD_INVALID", field, "must have 1 to 64 characters");
    }
    const bool foreign = std::any_of(typed.begin(), typed.end(), [](char letter) {
      return IsControl(letter) || kNeverInNumbers.find(letter) != std::string_view::npos;
    });
    if (!foreign) return {};
    return FailField("FIELD_INVALID", field, "must be a number as people write it");
  }

  DialRights RightsOf(const Place& place) const {
    return DialRightsOf(parts_.configuration.Current()->configuration, place.team);
  }

  // What is dialled for what was typed, sealed, and in the audit trail; nothing: `call` is answered
  // why not. Whatever calls a number counts, be it by a transfer. Blocks on the store.
  std::optional<SealedNumber> NumberFor(const UnaryCallPtr& call, const Place& place,
                                        const Target& target) {
    const Result<DialledNumber> number = Allowed(place, target);
    if (!number) return Refuse(call, number.error());
    const std::optional<Duration> wait =
        throttle_.Take(place.agent, RightsOf(place).per_minute, parts_.ports.clock.Now());
    if (wait) {
      call->Finish(
          {ErrorCode::kResourceExhausted, "too many calls within a minute", "DIAL_THROTTLED"},
          *wait);
      return std::nullopt;
    }
    auto sealed = SealedAndAudited(call, target, *number);
    if (!sealed) return Refuse(call, sealed.error());
    return *std::move(sealed);
  }

  static std::nullopt_t Refuse(const UnaryCallPtr& call, const Error& why) {
    call->Finish(tl::unexpected<Error>(why));
    return std::nullopt;
  }

  // What is dialled for what was typed, if the agent may. Nothing of it is stored before this.
  // Errors: kInvalidArgument (NUMBER_INVALID for `number`, else FIELD_INVALID); kPermissionDenied
  // (NUMBER_NOT_ALLOWED).
  Result<DialledNumber> Allowed(const Place& place, const Target& target) const {
    Result<DialledNumber> number =
        parts_.ports.numbers.ReadDialled(target.field, target.typed, place.source);
    Status fits = number ? exchange::CheckDialTarget(number->digits, target.field) : Fail(number);
    if (!fits) {
      Error error = fits.error();
      error.reason = target.field == "number" ? "NUMBER_INVALID" : "FIELD_INVALID";
      return tl::unexpected<Error>(std::move(error));
    }
    if (const Status may = CheckMayDial(RightsOf(place), *number); !may) return Fail(may);
    return number;
  }

  // The act is in the audit trail before it is done. Blocks on the store.
  Result<SealedNumber> SealedAndAudited(const UnaryCallPtr& call, const Target& target,
                                        const DialledNumber& number) const {
    // Whoever claims the number later gets its key, too.
    const VaultSubject subject{{}, number.digits, parts_.ports.memory.KeyOf(number.digits)};
    auto sealed = parts_.ports.vault.Seal(subject, exchange::PersonalText(number.digits));
    if (!sealed) return Fail(sealed);
    const Status audited =
        Audit(parts_, call,
              {target.action, target.object, "to " + security::RedactedNumber(number.digits)});
    if (!audited) return Fail(audited);
    return SealedNumber{*std::move(sealed), subject.number_key};
  }

  template <typename Response>
  void Issue(const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim,
             exchange::DeskCommand wish, CommandKind kind, Response& response) {
    parts_.ports.engine.Issue(
        std::move(wish), [this, call, claim, kind, &response](const Result<CommandId>& issued) {
          if (!issued) return call->Finish(Fail(issued));
          response.mutable_command()->set_command_id(CommandName(*issued));
          response.mutable_command()->set_kind(ToProto(kind));
          FinishKept(parts_.workers, call, claim, response);
        });
  }

  const ServiceParts parts_;
  DialThrottle throttle_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCallControlService(const ServiceParts& parts) {
  return std::make_unique<CallControlServiceImpl>(parts);
}

}  // namespace jackfield::grpc_api
