#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <grpcpp/server_context.h>

#include "jackfield/v1/desk_service.grpc.pb.h"

#include "server/grpc_api/agent_mapping.h"
#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/configuration_mapping.h"
#include "server/grpc_api/customer_mapping.h"
#include "server/grpc_api/desk_feed.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/pop_cards.h"
#include "server/grpc_api/request_log.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/services.h"
#include "server/grpc_api/time_mapping.h"
#include "server/grpc_api/watch_desk_reactor.h"
#include "server/grpc_api/work_mapping.h"
#include "server/ports/caller_memory.h"
#include "server/ports/clock.h"
#include "server/ports/customers.h"
#include "server/ports/engine.h"
#include "server/ports/vault.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kNoteMax = 4'000;
constexpr int kOffersMax = 100;

// A call that is not known, to one who would write on its wrap-up: calls are kept for so long.
Error WrapUpGone() {
  return {ErrorCode::kFailedPrecondition, "the call ended more than 24 hours ago",
          "WRAP_UP_CLOSED"};
}

// A call of the agent's, as far as commands need it.
struct OwnPart {
  CallId call;
  VaultSubject subject;  // Who is written about.
  // Of the caller, as shown now.
  CustomerId customer;
  CustomerId denied;
  std::string number_key;
};

// Whom an agent has said that the caller is.
struct Choice {
  CustomerId customer;  // None: not the one shown.
  exchange::CustomerStanding standing;
};

// Whose key seals a note on the call.
VaultSubject SubjectOf(const exchange::Call& call) { return {call.caller.customer, call.name}; }

Error NotFound(const char* reason) {
  return {ErrorCode::kNotFound, "there is no such one", reason};
}

// Thread safety: thread-safe.
class DeskServiceImpl final : public v1::DeskService::CallbackService {
 public:
  explicit DeskServiceImpl(const ServiceParts& parts) : parts_(parts) {}

  grpc::ServerWriteReactor<v1::WatchDeskResponse>* WatchDesk(
      grpc::CallbackServerContext* context, const v1::WatchDeskRequest* request) override {
    return WatchDeskReactor::Start(parts_, *context, *request);
  }

  grpc::ServerUnaryReactor* GetDesk(grpc::CallbackServerContext* context, const v1::GetDeskRequest*,
                                    v1::GetDeskResponse* response) override {
    return parts_.gate.Serve(
        context, "DeskService/GetDesk", [this, response](const UnaryCallPtr& call) {
          const std::string login = call->principal().agent();
          parts_.ports.engine.GetDesk(
              login, [this, login, call, response](Result<DeskGlance> glance) {
                Deliver(call, [this, login, call, response, glance = std::move(glance)] {
                  if (!glance) return call->Finish(Fail(glance));
                  DeskFeed feed(parts_, glance->agent, login);
                  *response->mutable_desk() = feed.ToSnapshot(glance->desk);
                  call->Finish({});
                });
              });
        });
  }

  grpc::ServerUnaryReactor* SetAgentState(grpc::CallbackServerContext* context,
                                          const v1::SetAgentStateRequest* request,
                                          v1::SetAgentStateResponse* response) override {
    return Once(
        context, "DeskService/SetAgentState", *request, *response,
        [this, request, response](const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim) {
          const Result<exchange::AgentWish> wish = WishOf(request->state());
          if (!wish) return call->Finish(Fail(wish));
          const SharedSite site = parts_.configuration.Current();
          const Status reason = CheckReason(request->reason(), site->configuration);
          if (!reason) return call->Finish(reason);
          const std::string login = call->principal().agent();
          Command(call, exchange::SetAgentState{login, *wish, request->reason(), login},
                  [this, call, login, claim, response] {
                    AnswerStatus(call, login, claim, *response);
                  });
        });
  }

  grpc::ServerUnaryReactor* ReportPopShown(grpc::CallbackServerContext* context,
                                           const v1::ReportPopShownRequest* request,
                                           v1::ReportPopShownResponse*) override {
    return parts_.gate.Serve(
        context, "DeskService/ReportPopShown", [this, request](const UnaryCallPtr& call) {
          const Result<OfferId> offer = OfferIdOf("offer", request->offer());
          if (!offer) return call->Finish(Fail(offer));
          const WallTime now = parts_.ports.clock.WallNow();
          const WallTime painted =
              request->has_painted_time() ? FromProto(request->painted_time()) : now;
          Command(call,
                  exchange::PopShown{call->principal().agent(), *offer, std::min(painted, now)},
                  [call] { call->Finish({}); });
        });
  }

  grpc::ServerUnaryReactor* SaveWrapUpNote(grpc::CallbackServerContext* context,
                                           const v1::SaveWrapUpNoteRequest* request,
                                           v1::SaveWrapUpNoteResponse* response) override {
    return parts_.gate.Serve(
        context, "DeskService/SaveWrapUpNote", [this, request, response](const UnaryCallPtr& call) {
          if (const Status note = CheckNote(request->note()); !note) return call->Finish(note);
          if (request->note_revision() < 1) {
            return call->Finish(FailField("FIELD_INVALID", "note_revision", "must be 1 or more"));
          }
          const auto save = [this, call, request, response](const OwnPart& part) {
            Result<exchange::PersonalText> note = Seal(part, request->note());
            if (!note) return call->Finish(Fail(note));
            Command(call,
                    exchange::SaveNote{call->principal().agent(), part.call, *std::move(note),
                                       request->note_revision()},
                    [this, call, id = part.call, response] { AnswerNote(call, id, *response); });
          };
          WithCall(call, request->call(), WrapUpGone(), save);
        });
  }

  grpc::ServerUnaryReactor* CompleteWrapUp(grpc::CallbackServerContext* context,
                                           const v1::CompleteWrapUpRequest* request,
                                           v1::CompleteWrapUpResponse* response) override {
    return Once(
        context, "DeskService/CompleteWrapUp", *request, *response,
        [this, request, response](const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim) {
          if (const Status note = CheckNote(request->note()); !note) return call->Finish(note);
          if (const Status rule = CheckDisposition(*request); !rule) return call->Finish(rule);
          WithCall(call, request->call(), WrapUpGone(),
                   [this, call, claim, request, response](const OwnPart& part) {
                     Result<exchange::PersonalText> note = Seal(part, request->note());
                     if (!note) return call->Finish(Fail(note));
                     claim->SealFor({part.customer, part.subject.number, part.number_key});
                     const std::string login = call->principal().agent();
                     Command(call,
                             exchange::CompleteWrapUp{login, part.call, request->disposition(),
                                                      *std::move(note)},
                             [this, call, login, claim, request, response] {
                               v1::WrapUp& wrap_up = *response->mutable_wrap_up();
                               wrap_up.set_call(request->call());
                               wrap_up.set_agent(NameOf("agents", login));
                               wrap_up.set_state(v1::WrapUp::STATE_COMPLETED);
                               wrap_up.set_disposition(request->disposition());
                               wrap_up.set_note(request->note());
                               AnswerStatus(call, login, claim, *response);
                             });
                   });
        });
  }

  grpc::ServerUnaryReactor* ExtendWrapUp(grpc::CallbackServerContext* context,
                                         const v1::ExtendWrapUpRequest* request,
                                         v1::ExtendWrapUpResponse* response) override {
    return Once(
        context, "DeskService/ExtendWrapUp", *request, *response,
        [this, request, response](const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim) {
          const SharedSite site = parts_.configuration.Current();
          const ExtensionLimits limits = ExtensionLimitsOf(site->configuration);
          const auto extend = [this, call, claim, response, limits](const OwnPart& part) {
            claim->SealFor({part.customer, part.subject.number, part.number_key});
            const std::string login = call->principal().agent();
            Command(call, exchange::ExtendWrapUp{login, part.call, limits.step, limits.times_max},
                    [this, call, login, claim, response] {
                      AnswerWrapUp(call, login, claim, *response);
                    });
          };
          WithCall(call, request->call(), WrapUpGone(), extend);
        });
  }

  grpc::ServerUnaryReactor* ChooseCaller(grpc::CallbackServerContext* context,
                                         const v1::ChooseCallerRequest* request,
                                         v1::ChooseCallerResponse* response) override {
    return OnceOnWorker(
        context, "DeskService/ChooseCaller", *request, *response,
        [this, request, response](const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim) {
          const Result<Choice> choice = ChoiceOf(*request);
          if (!choice) return call->Finish(Fail(choice));
          WithCall(call, request->call(), NotFound("CALL_NOT_FOUND"),
                   [this, call, claim, request, response, choice = *choice](const OwnPart& part) {
                     const CustomerId customer = choice.customer;
                     Command(
                         call,
                         exchange::ChooseCaller{call->principal().agent(), part.call, customer,
                                                choice.standing},
                         [this, call, claim, request, response, part, customer] {
                           Deliver(call, [this, call, claim, request, response, part, customer] {
                             const Status kept =
                                 RememberCaller(call, request->call(), part, customer);
                             if (!kept) return call->Finish(kept);
                             claim->SealFor({customer, part.subject.number, part.number_key});
                             AnswerCaller(call, part.call, claim, *response);
                           });
                         });
                   });
        });
  }

  grpc::ServerUnaryReactor* SetPopMode(grpc::CallbackServerContext* context,
                                       const v1::SetPopModeRequest* request,
                                       v1::SetPopModeResponse* response) override {
    return Once(
        context, "DeskService/SetPopMode", *request, *response,
        [this, request, response](const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim) {
          const Result<exchange::PopMode> mode = PopModeOf(request->pop_mode());
          if (!mode) return call->Finish(Fail(mode));
          const std::string login = call->principal().agent();
          Command(call, exchange::SetPopMode{login, *mode}, [this, call, login, claim, response] {
            AnswerAgent(call, login, claim, *response);
          });
        });
  }

  grpc::ServerUnaryReactor* AcknowledgeMissed(grpc::CallbackServerContext* context,
                                              const v1::AcknowledgeMissedRequest* request,
                                              v1::AcknowledgeMissedResponse* response) override {
    return Once(
        context, "DeskService/AcknowledgeMissed", *request, *response,
        [this, request, response](const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim) {
          const std::string login = call->principal().agent();
          exchange::AcknowledgeMissed seen{login, {}};
          if (request->offers_size() > kOffersMax) {
            return call->Finish(FailField("FIELD_INVALID", "offers", "must have at most 100"));
          }
          for (const std::string& name : request->offers()) {
            const Result<OfferId> offer = OfferIdOf("offers", name);
            if (!offer) return call->Finish(Fail(offer));
            seen.offers.push_back(*offer);
          }
          Command(call, std::move(seen), [this, call, login, claim, response] {
            WithAgent(call, login, [this, call, claim, response](const exchange::Agent& agent) {
              response->set_missed_call_count(static_cast<int>(agent.missed_count()));
              FinishKept(parts_.workers, call, claim, *response);
            });
          });
        });
  }

  grpc::ServerUnaryReactor* AcceptWorkOffer(grpc::CallbackServerContext* context,
                                            const v1::AcceptWorkOfferRequest* request,
                                            v1::AcceptWorkOfferResponse* response) override {
    return AnswerOffer<exchange::AcceptTicket>(context, "DeskService/AcceptWorkOffer", *request,
                                               *response);
  }

  grpc::ServerUnaryReactor* DeclineWorkOffer(grpc::CallbackServerContext* context,
                                             const v1::DeclineWorkOfferRequest* request,
                                             v1::DeclineWorkOfferResponse* response) override {
    return AnswerOffer<exchange::DeclineTicket>(context, "DeskService/DeclineWorkOffer", *request,
                                                *response);
  }

  grpc::ServerUnaryReactor* AcknowledgeNotices(grpc::CallbackServerContext* context,
                                               const v1::AcknowledgeNoticesRequest* request,
                                               v1::AcknowledgeNoticesResponse* response) override {
    return Once(
        context, "DeskService/AcknowledgeNotices", *request, *response,
        [this, request, response](const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim) {
          exchange::AcknowledgeNotices seen{call->principal().agent(), {}};
          if (request->names_size() > static_cast<int>(exchange::kNoticesMax)) {
            return call->Finish(FailField("FIELD_INVALID", "names", "must have at most 50"));
          }
          for (const std::string& name : request->names()) {
            const Result<NoticeId> notice = NoticeIdOf(name);
            if (!notice) return call->Finish(Fail(notice));
            seen.notices.push_back(*notice);
          }
          Command(call, std::move(seen), [this, call, claim, response] {
            FinishKept(parts_.workers, call, claim, *response);
          });
        });
  }

 private:
  // What a method does, once for each request id.
  using Act = std::function<void(const UnaryCallPtr&, const RequestLog::ClaimPtr&)>;

  // `act` must not block: where there is no id, it runs on gRPC's thread.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Once(grpc::CallbackServerContext* context, std::string_view method,
                                 const Request& request, Response& response, Act act) {
    if (!request.request_id().empty()) {
      return OnceOnWorker(context, method, request, response, std::move(act));
    }
    return parts_.gate.Serve(context, method, [act = std::move(act)](const UnaryCallPtr& call) {
      act(call, std::make_shared<RequestLog::Claim>());
    });
  }

  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* OnceOnWorker(grpc::CallbackServerContext* context,
                                         std::string_view method, const Request& request,
                                         Response& response, Act act) {
    return parts_.gate.ServeOnWorker(
        context, method,
        [this, &request, &response, act = std::move(act)](const UnaryCallPtr& call) {
          const auto claim = parts_.requests.Begin(call, request, response);
          if (!claim) return call->Finish(Fail(claim));
          if (*claim == nullptr) return call->Finish({});
          act(call, *claim);
        });
  }

  // Accepts or declines work that is offered.
  template <typename Command, typename Request, typename Response>
  grpc::ServerUnaryReactor* AnswerOffer(grpc::CallbackServerContext* context,
                                        std::string_view method, const Request& request,
                                        Response& response) {
    return Once(
        context, method, request, response,
        [this, &request, &response](const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim) {
          const Result<ReservationId> offer = WorkOfferIdOf(request.name());
          if (!offer) return call->Finish(Fail(offer));
          parts_.ports.engine.ChangeTicket(
              Command{call->principal().agent(), *offer},
              [this, call, claim, &response](const Result<TicketReceipt>& receipt) {
                if (!receipt) {
                  return call->Finish(tl::unexpected<Error>(WorkOfferWireError(receipt.error())));
                }
                FinishKept(parts_.workers, call, claim, response);
              });
        });
  }

  // Sends the command; `then` answers, on the engine thread.
  void Command(const UnaryCallPtr& call, exchange::DeskCommand command,
               std::function<void()> then) {
    parts_.ports.engine.Command(std::move(command),
                                [call, then = std::move(then)](const Status& status) {
                                  if (!status) return call->Finish(status);
                                  then();
                                });
  }

  // `work` on a worker, because it may block.
  void Deliver(const UnaryCallPtr& call, std::function<void()> work) {
    if (parts_.workers.Post(std::move(work))) return;
    call->Finish(Fail(ErrorCode::kResourceExhausted, "STORE_BUSY", "too many calls wait"));
  }

  // `then` on the engine thread, with the agent as it is.
  void WithAgent(const UnaryCallPtr& call, const std::string& login,
                 std::function<void(const exchange::Agent&)> then) {
    parts_.ports.engine.Inspect(
        [call, login, then = std::move(then)](const exchange::State& state) {
          const auto id = state.agent_logins.find(login);
          const auto agent =
              id == state.agent_logins.end() ? state.agents.end() : state.agents.find(id->second);
          if (agent == state.agents.end()) {
            return call->Finish(Fail(ErrorCode::kPermissionDenied, "NOT_AN_AGENT",
                                     "no agent has the login " + login));
          }
          then(agent->second);
        });
  }

  // `then` on a worker, with the call of that name; `unknown` where there is none.
  void WithCall(const UnaryCallPtr& call, const std::string& name, const Error& unknown,
                std::function<void(const OwnPart&)> then) {
    const Result<std::string> id = IdOf("call", "calls", name);
    if (!id) return call->Finish(Fail(id));
    parts_.ports.engine.Inspect(
        [this, call, id = *id, unknown, then = std::move(then)](const exchange::State& state) {
          const auto named = state.call_names.find(id);
          const auto found =
              named == state.call_names.end() ? state.calls.end() : state.calls.find(named->second);
          if (found == state.calls.end()) return call->Finish(tl::unexpected<Error>(unknown));
          const exchange::Caller& caller = found->second.caller;
          const OwnPart part{found->first, SubjectOf(found->second), caller.customer, caller.denied,
                             caller.number_key};
          Deliver(call, [part, then] { then(part); });
        });
  }

  template <typename Response>
  void AnswerStatus(const UnaryCallPtr& call, const std::string& login,
                    const RequestLog::ClaimPtr& claim, Response& response) {
    WithAgent(call, login, [this, call, claim, &response](const exchange::Agent& agent) {
      *response.mutable_status() = ToStatus(agent);
      FinishKept(parts_.workers, call, claim, response);
    });
  }

  void AnswerAgent(const UnaryCallPtr& call, const std::string& login,
                   const RequestLog::ClaimPtr& claim, v1::SetPopModeResponse& response) {
    parts_.ports.engine.GetDesk(login,
                                [this, call, claim, &response](const Result<DeskGlance>& glance) {
                                  if (!glance) return call->Finish(Fail(glance));
                                  *response.mutable_agent() = ToAgent(glance->desk.agent);
                                  FinishKept(parts_.workers, call, claim, response);
                                });
  }

  void AnswerWrapUp(const UnaryCallPtr& call, const std::string& login,
                    const RequestLog::ClaimPtr& claim, v1::ExtendWrapUpResponse& response) {
    parts_.ports.engine.GetDesk(login, [this, call, login, claim,
                                        &response](Result<DeskGlance> glance) {
      Deliver(call, [this, call, login, claim, &response, glance = std::move(glance)] {
        if (!glance) return call->Finish(Fail(glance));
        if (const auto& wrap_up = glance->desk.agent.wrap_up; wrap_up) {
          *response.mutable_wrap_up() = DeskFeed(parts_, glance->agent, login).ToWrapUp(*wrap_up);
        }
        call->Finish(claim->Keep(response));
      });
    });
  }

  // With the revision that is kept, which may be that of a later save.
  void AnswerNote(const UnaryCallPtr& call, CallId id, v1::SaveWrapUpNoteResponse& response) {
    parts_.ports.engine.Inspect([this, call, id, &response](const exchange::State& state) {
      const auto agent = state.agent_logins.find(call->principal().agent());
      const auto known = state.calls.find(id);
      if (agent == state.agent_logins.end() || known == state.calls.end()) {
        return call->Finish(NotFoundStatus("WRAP_UP_NOT_FOUND"));
      }
      const auto after = known->second.after.find(agent->second);
      if (after != known->second.after.end()) {
        response.set_note_revision(after->second.note_revision);
      }
      *response.mutable_save_time() = ToProto(parts_.ports.clock.WallNow());
      call->Finish({});
    });
  }

  void AnswerCaller(const UnaryCallPtr& call, CallId id, const RequestLog::ClaimPtr& claim,
                    v1::ChooseCallerResponse& response) {
    parts_.ports.engine.Inspect([this, call, id, claim, &response](const exchange::State& state) {
      const auto found = state.calls.find(id);
      if (found == state.calls.end()) return call->Finish(NotFoundStatus("CALL_NOT_FOUND"));
      Deliver(call, [this, call, claim, caller = found->second.caller, &response] {
        *response.mutable_caller() = parts_.cards.CallerOf(caller);
        call->Finish(claim->Keep(response));
      });
    });
  }

  static Status NotFoundStatus(const char* reason) {
    return tl::unexpected<Error>(NotFound(reason));
  }

  static Status CheckNote(const std::string& note) {
    if (CharacterCount(note) <= kNoteMax) return {};
    return FailField("FIELD_INVALID", "note", "must have at most 4,000 characters");
  }

  Status CheckDisposition(const v1::CompleteWrapUpRequest& request) const {
    if (request.disposition().empty()) return {};
    const SharedSite site = parts_.configuration.Current();
    const auto found = site->dispositions.find(request.disposition());
    if (found == site->dispositions.end()) {
      return FailField("DISPOSITION_UNKNOWN", "disposition", "is not configured");
    }
    if (found->second.note_required() && request.has_note() && request.note().empty()) {
      return FailField("NOTE_REQUIRED", "note", "must be given with this disposition");
    }
    return {};
  }

  // For further calls of the number. After the call itself, so that what is refused there is not
  // remembered; if the process ends between the two, the client repeats the request, and what it is
  // about still stands in the call. Blocks on the store.
  Status RememberCaller(const UnaryCallPtr& call, const std::string& name, const OwnPart& part,
                        CustomerId customer) const {
    const CustomerId shown = part.customer ? part.customer : part.denied;
    const CallerChoice choice{customer ? customer : shown, !customer};
    std::string whom = "nobody of those shown";
    if (choice.customer) {
      const Result<Customer> known = parts_.cards.GetCustomer(choice.customer);
      if (!known) return Fail(known);
      whom = (choice.denied ? "not " : "") + NameOf("customers", known->name);
    }
    const Status remembered = parts_.ports.memory.Remember(
        part.number_key, choice,
        {parts_.ports.clock.WallNow(), call->principal().name(), "callers.choose", name, whom});
    if (remembered) parts_.customers_changed();
    return remembered;
  }

  // Blocks on the store.
  Result<Choice> ChoiceOf(const v1::ChooseCallerRequest& request) const {
    if (request.choice_case() == v1::ChooseCallerRequest::kNotThem && request.not_them()) {
      return Choice();
    }
    const Result<std::string> name = IdOf("customer", "customers", request.customer());
    if (!name) return Fail(name);
    Result<Customer> customer = parts_.ports.customers.GetByName(*name);
    if (customer && customer->merged_into) {
      customer = parts_.ports.customers.Get(customer->merged_into);
    }
    if (!customer) return Fail(customer);
    const SharedSite site = parts_.configuration.Current();
    return Choice{customer->id, StandingOf(site->configuration, *customer)};
  }

  // May block on the vault.
  Result<exchange::PersonalText> Seal(const OwnPart& part, const std::string& note) const {
    return parts_.ports.vault.Seal(part.subject, exchange::PersonalText(note));
  }

  const ServiceParts parts_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeDeskService(const ServiceParts& parts) {
  return std::make_unique<DeskServiceImpl>(parts);
}

}  // namespace jackfield::grpc_api
