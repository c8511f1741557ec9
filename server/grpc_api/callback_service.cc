#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <grpcpp/server_context.h>

#include "jackfield/v1/callback_service.grpc.pb.h"

#include "server/grpc_api/ask_engine.h"
#include "server/grpc_api/audit.h"
#include "server/grpc_api/callback_drafts.h"
#include "server/grpc_api/callback_mapping.h"
#include "server/grpc_api/callback_views.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/paging.h"
#include "server/grpc_api/pop_cards.h"
#include "server/grpc_api/request_log.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/services.h"
#include "server/grpc_api/ticket_scope.h"
#include "server/grpc_api/ticket_views.h"
#include "server/grpc_api/time_mapping.h"
#include "server/ports/callbacks.h"
#include "server/ports/caller_memory.h"
#include "server/ports/engine.h"

namespace jackfield::grpc_api {
namespace {

constexpr PageLimits kListPage{50, 500};

using Sight = CallbackViews::Sight;

// Who sees some tickets sees the callbacks of the same queues.
Sight SightOf(const TicketViews::Sight& tickets) {
  if (!tickets) return std::nullopt;
  return CallbackScope{tickets->login, tickets->queues};
}

// A command, or what to answer without one.
using Prepared = Result<std::optional<exchange::CallbackCommand>>;

// Thread safety: thread-safe.
class CallbackServiceImpl final : public v1::CallbacksService::CallbackService {
 public:
  explicit CallbackServiceImpl(const ServiceParts& parts)
      : parts_(parts), drafts_(parts_), views_(parts_) {}

  grpc::ServerUnaryReactor* CreateCallback(grpc::CallbackServerContext* context,
                                           const v1::CreateCallbackRequest* request,
                                           v1::CreateCallbackResponse* response) override {
    return Once(context, "CallbacksService/CreateCallback", *request, *response,
                [this, request, response](const Asked& asked) {
                  auto command =
                      drafts_.Of(*request, asked.call->principal().name(), asked.tickets);
                  if (!command) return asked.call->Finish(Fail(command));
                  CarryOut(asked, *std::move(command), *response);
                });
  }

  grpc::ServerUnaryReactor* ImportCallbackList(grpc::CallbackServerContext* context,
                                               const v1::ImportCallbackListRequest* request,
                                               v1::ImportCallbackListResponse* response) override {
    return Once(
        context, "CallbacksService/ImportCallbackList", *request, *response,
        [this, request, response](const Asked& asked) { Import(asked, *request, *response); });
  }

  grpc::ServerUnaryReactor* GetCallback(grpc::CallbackServerContext* context,
                                        const v1::GetCallbackRequest* request,
                                        v1::GetCallbackResponse* response) override {
    return Look(context, "CallbacksService/GetCallback",
                [this, request, response](const UnaryCallPtr& call, const Sight& sight) {
                  return Get(call, sight, *request, *response);
                });
  }

  grpc::ServerUnaryReactor* ListCallbacks(grpc::CallbackServerContext* context,
                                          const v1::ListCallbacksRequest* request,
                                          v1::ListCallbacksResponse* response) override {
    return Look(context, "CallbacksService/ListCallbacks",
                [this, request, response](const UnaryCallPtr& call, const Sight& sight) {
                  return List(call, sight, *request, *response);
                });
  }

  grpc::ServerUnaryReactor* CancelCallback(grpc::CallbackServerContext* context,
                                           const v1::CancelCallbackRequest* request,
                                           v1::CancelCallbackResponse* response) override {
    return Change(context, "CallbacksService/CancelCallback", *request, *response,
                  [](const Asked& asked, const CallbackRow& row) -> Prepared {
                    if (row.end == exchange::CallbackEnd::kTakenBack) return std::nullopt;
                    return exchange::CancelCallback{asked.call->principal().name(), row.callback,
                                                    asked.tickets.has_value()};
                  });
  }

  grpc::ServerUnaryReactor* RescheduleCallback(grpc::CallbackServerContext* context,
                                               const v1::RescheduleCallbackRequest* request,
                                               v1::RescheduleCallbackResponse* response) override {
    return Change(context, "CallbacksService/RescheduleCallback", *request, *response,
                  [request](const Asked& asked, const CallbackRow& row) -> Prepared {
                    const auto agent =
                        OptionalIdOf("preferred_agent", "agents", request->preferred_agent());
                    if (!agent) return Fail(agent);
                    exchange::RescheduleCallback command{asked.call->principal().name(),
                                                         row.callback, std::nullopt, *agent};
                    if (request->has_earliest_time()) {
                      command.earliest = FromProto(request->earliest_time());
                    }
                    return command;
                  });
  }

  grpc::ServerUnaryReactor* TakeCallback(grpc::CallbackServerContext* context,
                                         const v1::TakeCallbackRequest* request,
                                         v1::TakeCallbackResponse* response) override {
    return Change(context, "CallbacksService/TakeCallback", *request, *response,
                  [](const Asked& asked, const CallbackRow& row) -> Prepared {
                    return exchange::TakeCallback{asked.call->principal().agent(), row.callback};
                  });
  }

  grpc::ServerUnaryReactor* ReturnCallback(grpc::CallbackServerContext* context,
                                           const v1::ReturnCallbackRequest* request,
                                           v1::ReturnCallbackResponse* response) override {
    return Change(context, "CallbacksService/ReturnCallback", *request, *response,
                  [](const Asked& asked, const CallbackRow& row) -> Prepared {
                    return exchange::ReturnCallback{asked.call->principal().agent(), row.callback};
                  });
  }

  grpc::ServerUnaryReactor* CompleteCallback(grpc::CallbackServerContext* context,
                                             const v1::CompleteCallbackRequest* request,
                                             v1::CompleteCallbackResponse* response) override {
    return Change(context, "CallbacksService/CompleteCallback", *request, *response,
                  [request](const Asked& asked, const CallbackRow& row) -> Prepared {
                    const auto outcome = OutcomeOf(request->outcome());
                    if (!outcome) return Fail(outcome);
                    exchange::CompleteAttempt command{asked.call->principal().agent(), row.callback,
                                                      *outcome, std::nullopt};
                    if (request->has_next_attempt_time()) {
                      command.next_attempt = FromProto(request->next_attempt_time());
                    }
                    return command;
                  });
  }

 private:
  // A call that changes something, who asks, and what they see.
  struct Asked {
    UnaryCallPtr call;
    RequestLog::ClaimPtr claim;
    TicketViews::Sight tickets;  // Of an agent only.
  };

  // The callback that was changed.
  struct Done {
    CallbackId callback;
    std::string name;
  };

  // A method that only reads; `work` runs on a worker.
  using Work = std::function<Status(const UnaryCallPtr&, const Sight&)>;
  grpc::ServerUnaryReactor* Look(grpc::CallbackServerContext* context, std::string_view method,
                                 Work work) {
    return parts_.gate.ServeOnWorker(
        context, method, [this, work = std::move(work)](const UnaryCallPtr& call) {
          WithSight(call, [call, work](const TicketViews::Sight& tickets) {
            call->Finish(work(call, SightOf(tickets)));
          });
        });
  }

  // `work` once for each request id.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Once(grpc::CallbackServerContext* context, std::string_view method,
                                 const Request& request, Response& response,
                                 std::function<void(const Asked&)> work) {
    return parts_.gate.ServeOnWorker(
        context, method,
        [this, &request, &response, work = std::move(work)](const UnaryCallPtr& call) {
          const auto claim = parts_.requests.Begin(call, request, response);
          if (!claim) return call->Finish(Fail(claim));
          if (*claim == nullptr) return call->Finish({});
          WithSight(call, [call, claim = *claim, work](const TicketViews::Sight& tickets) {
            work({call, claim, tickets});
          });
        });
  }

  // A change of the callback that the request names.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Change(
      grpc::CallbackServerContext* context, std::string_view method, const Request& request,
      Response& response, std::function<Prepared(const Asked&, const CallbackRow&)> prepare) {
    return Once(context, method, request, response,
                [this, &request, &response, prepare = std::move(prepare)](const Asked& asked) {
                  const auto row =
                      views_.Find("callback", request.callback(), SightOf(asked.tickets));
                  if (!row) return asked.call->Finish(Fail(row));
                  Prepared command = prepare(asked, *row);
                  if (!command) return asked.call->Finish(Fail(command));
                  if (!*command) return Answer(asked, {row->callback, row->name}, response);
                  CarryOut(asked, **std::move(command), response);
                });
  }

  // It is done, whether or not the answer can be read and kept: whoever asked must be told so, for
  // who is told of a failure asks again, and then it may be done twice.
  template <typename Response>
  void Answer(const Asked& asked, const Done& done, Response& response) {
    const Result<CallbackRow> row = parts_.ports.callbacks.GetById(done.callback);
    if (row) {
      *response.mutable_callback() = views_.Show(*row);
      const std::string number = parts_.cards.Open(row->number);
      asked.claim->SealFor({row->customer, number, parts_.ports.memory.KeyOf(number)});
    } else {
      response.mutable_callback()->set_name(NameOf("callbacks", done.name));
    }
    static_cast<void>(asked.claim->Keep(response));
    asked.call->Finish({});
  }

  template <typename Response>
  void CarryOut(const Asked& asked, exchange::CallbackCommand command, Response& response) {
    const bool creates = std::holds_alternative<exchange::CreateCallback>(command);
    const std::string_view at = creates ? "callback." : "";
    auto done = [this, asked, at, &response](const Result<CallbackReceipt>& receipt) {
      if (!receipt) {
        return asked.call->Finish(tl::unexpected<Error>(CallbackWireError(receipt.error(), at)));
      }
      const Done what{receipt->callback, receipt->name};
      const bool posted =
          parts_.workers.Post([this, asked, what, &response] { Answer(asked, what, response); });
      if (posted) return;
      response.mutable_callback()->set_name(NameOf("callbacks", what.name));
      asked.call->Finish({});
    };
    parts_.ports.engine.ChangeCallback(std::move(command), std::move(done));
  }

  void Import(const Asked& asked, const v1::ImportCallbackListRequest& request,
              v1::ImportCallbackListResponse& response) {
    auto draft = drafts_.Of(request, asked.call->principal().name());
    if (!draft) return asked.call->Finish(Fail(draft));
    const Status audited = Audit(
        parts_, asked.call,
        {"callbacks.import", "callbacks", std::to_string(draft->command.rows.size()) + " rows"});
    if (!audited) return asked.call->Finish(audited);
    response.set_do_not_call_count(draft->do_not_call);
    response.mutable_invalid_rows()->Assign(draft->invalid.begin(), draft->invalid.end());
    const auto rows = static_cast<std::int32_t>(draft->command.rows.size());
    if (rows == 0) return asked.call->Finish(asked.claim->Keep(response));
    auto done = [this, asked, rows, &response](const Result<CallbackReceipt>& receipt) {
      if (!receipt) {
        return asked.call->Finish(tl::unexpected<Error>(CallbackWireError(receipt.error(), "")));
      }
      response.set_created_count(static_cast<std::int32_t>(receipt->made));
      response.set_skipped_count(rows - response.created_count());
      const bool posted = parts_.workers.Post([asked, &response] {
        static_cast<void>(asked.claim->Keep(response));
        asked.call->Finish({});
      });
      if (!posted) asked.call->Finish({});
    };
    parts_.ports.engine.ChangeCallback(std::move(draft->command), std::move(done));
  }

  // `then` on a worker, with what whoever calls may see.
  void WithSight(const UnaryCallPtr& call, std::function<void(const TicketViews::Sight&)> then) {
    if (SeesAllTickets(call->principal())) return then(std::nullopt);
    AskEngine(
        parts_.ports.engine,
        [this, call, then = std::move(then)](const exchange::State& state) {
          Result<TicketScope> scope = ScopeOf(state, call->principal().agent());
          if (!scope) return call->Finish(Fail(scope));
          Deliver(call, [then, scope = *std::move(scope)] { then(scope); });
        },
        [call](const Error& error) { call->Finish(tl::unexpected<Error>(error)); });
  }

  // `work` on a worker, because it may block.
  void Deliver(const UnaryCallPtr& call, std::function<void()> work) {
    if (parts_.workers.Post(std::move(work))) return;
    call->Finish(Fail(ErrorCode::kResourceExhausted, "STORE_BUSY", "too many calls wait"));
  }

  Status Get(const UnaryCallPtr& call, const Sight& sight, const v1::GetCallbackRequest& request,
             v1::GetCallbackResponse& response) {
    const Result<CallbackRow> row = views_.Find("name", request.name(), sight);
    if (!row) return Fail(row);
    const Status audited =
        Audit(parts_, call, {"callbacks.view", NameOf("callbacks", row->name), ""});
    if (!audited) return audited;
    *response.mutable_callback() = views_.Show(*row);
    return {};
  }

  Status List(const UnaryCallPtr& call, const Sight& sight, const v1::ListCallbacksRequest& request,
              v1::ListCallbacksResponse& response) {
    const Result<std::size_t> size = PageSize(request.page_size(), kListPage);
    if (!size) return Fail(size);
    Result<CallbackFilter> filter = FilterOf(request.filter());
    if (!filter) return Fail(filter);
    if (!request.filter().customer().empty()) {
      const auto customer = drafts_.FindCustomer("filter.customer", request.filter().customer());
      if (!customer) return Fail(customer);
      filter->customer = customer->id;
    }
    filter->scope = sight;
    const Result<CallbackPage> page =
        parts_.ports.callbacks.List(*filter, *size, request.page_token());
    if (!page) return Fail(page);
    for (const CallbackRow& row : page->callbacks) *response.add_callbacks() = views_.Show(row);
    response.set_next_page_token(page->next_page_token);
    return Audit(
        parts_, call,
        {"callbacks.list", "callbacks", std::to_string(page->callbacks.size()) + " found"});
  }

  const ServiceParts parts_;
  CallbackDrafts drafts_;
  CallbackViews views_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCallbackService(const ServiceParts& parts) {
  return std::make_unique<CallbackServiceImpl>(parts);
}

}  // namespace jackfield::grpc_api
