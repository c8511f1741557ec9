#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <grpcpp/server_context.h>

#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "server/grpc_api/ask_engine.h"
#include "server/grpc_api/audit.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/paging.h"
#include "server/grpc_api/request_log.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/search_throttle.h"
#include "server/grpc_api/services.h"
#include "server/grpc_api/ticket_bulk.h"
#include "server/grpc_api/ticket_commands.h"
#include "server/grpc_api/ticket_errors.h"
#include "server/grpc_api/ticket_explainer.h"
#include "server/grpc_api/ticket_filter_mapping.h"
#include "server/grpc_api/ticket_scope.h"
#include "server/grpc_api/ticket_views.h"
#include "server/grpc_api/worker_pool.h"
#include "server/ports/clock.h"
#include "server/ports/engine.h"
#include "server/ports/tickets.h"

namespace jackfield::grpc_api {
namespace {

constexpr PageLimits kListPage{50, 500};
constexpr PageLimits kEntryPage{50, 200};
// Longer pages are not for reading on a screen.
constexpr std::size_t kScreenPage = 100;

using Sight = TicketViews::Sight;

// Thread safety: thread-safe.
class TicketServiceImpl final : public v1::TicketService::CallbackService {
 public:
  explicit TicketServiceImpl(const ServiceParts& parts)
      : parts_(parts),
        views_(parts_),
        commands_(parts_, views_),
        bulk_(parts_, views_),
        explainer_(parts_, views_) {}

  grpc::ServerUnaryReactor* CreateTicket(grpc::CallbackServerContext* context,
                                         const v1::CreateTicketRequest* request,
                                         v1::CreateTicketResponse* response) override {
    return Change(context, "TicketService/CreateTicket", *request, *response);
  }

  grpc::ServerUnaryReactor* GetTicket(grpc::CallbackServerContext* context,
                                      const v1::GetTicketRequest* request,
                                      v1::GetTicketResponse* response) override {
    return Look(context, "TicketService/GetTicket",
                [this, request, response](const UnaryCallPtr& call, const Sight& sight) {
                  return Get(call, sight, *request, *response);
                });
  }

  grpc::ServerUnaryReactor* ListTickets(grpc::CallbackServerContext* context,
                                        const v1::ListTicketsRequest* request,
                                        v1::ListTicketsResponse* response) override {
    return parts_.gate.ServeOnWorker(
        context, "TicketService/ListTickets", [this, request, response](const UnaryCallPtr& call) {
          if (IsThrottled(call, request->filter(), request->page_token())) return;
          WithSight(call, [this, call, request, response](const Sight& sight) {
            call->Finish(List(call, sight, *request, *response));
          });
        });
  }

  grpc::ServerUnaryReactor* ListTicketEntries(grpc::CallbackServerContext* context,
                                              const v1::ListTicketEntriesRequest* request,
                                              v1::ListTicketEntriesResponse* response) override {
    return Look(context, "TicketService/ListTicketEntries",
                [this, request, response](const UnaryCallPtr&, const Sight& sight) {
                  return ListEntries(sight, *request, *response);
                });
  }

  grpc::ServerUnaryReactor* ExplainTicket(grpc::CallbackServerContext* context,
                                          const v1::ExplainTicketRequest* request,
                                          v1::ExplainTicketResponse* response) override {
    return parts_.gate.ServeOnWorker(context, "TicketService/ExplainTicket",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       explainer_.Explain(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* ChangeTickets(grpc::CallbackServerContext* context,
                                          const v1::ChangeTicketsRequest* request,
                                          v1::ChangeTicketsResponse* response) override {
    return parts_.gate.ServeOnWorker(
        context, "TicketService/ChangeTickets",
        [this, request, response](const UnaryCallPtr& call) {
          if (IsThrottled(call, request->filter(), "")) return;
          WithSight(call, [this, call, request, response](const Sight& sight) {
            bulk_.Change({call, sight, *request, *response});
          });
        });
  }

  grpc::ServerUnaryReactor* UpdateTicket(grpc::CallbackServerContext* context,
                                         const v1::UpdateTicketRequest* request,
                                         v1::UpdateTicketResponse* response) override {
    return Change(context, "TicketService/UpdateTicket", *request, *response);
  }

  grpc::ServerUnaryReactor* CommentTicket(grpc::CallbackServerContext* context,
                                          const v1::CommentTicketRequest* request,
                                          v1::CommentTicketResponse* response) override {
    return Change(context, "TicketService/CommentTicket", *request, *response);
  }

  grpc::ServerUnaryReactor* AssignTicket(grpc::CallbackServerContext* context,
                                         const v1::AssignTicketRequest* request,
                                         v1::AssignTicketResponse* response) override {
    return Change(context, "TicketService/AssignTicket", *request, *response);
  }

  grpc::ServerUnaryReactor* TakeTicket(grpc::CallbackServerContext* context,
                                       const v1::TakeTicketRequest* request,
                                       v1::TakeTicketResponse* response) override {
    return Change(context, "TicketService/TakeTicket", *request, *response);
  }

  grpc::ServerUnaryReactor* SetTicketState(grpc::CallbackServerContext* context,
                                           const v1::SetTicketStateRequest* request,
                                           v1::SetTicketStateResponse* response) override {
    return Change(context, "TicketService/SetTicketState", *request, *response);
  }

  grpc::ServerUnaryReactor* MergeTickets(grpc::CallbackServerContext* context,
                                         const v1::MergeTicketsRequest* request,
                                         v1::MergeTicketsResponse* response) override {
    return Change(context, "TicketService/MergeTickets", *request, *response);
  }

  grpc::ServerUnaryReactor* LinkTicket(grpc::CallbackServerContext* context,
                                       const v1::LinkTicketRequest* request,
                                       v1::LinkTicketResponse* response) override {
    return Change(context, "TicketService/LinkTicket", *request, *response);
  }

  grpc::ServerUnaryReactor* SetTicketWatch(grpc::CallbackServerContext* context,
                                           const v1::SetTicketWatchRequest* request,
                                           v1::SetTicketWatchResponse* response) override {
    return Change(context, "TicketService/SetTicketWatch", *request, *response);
  }

  grpc::ServerUnaryReactor* AttachToTicket(grpc::CallbackServerContext* context,
                                           const v1::AttachToTicketRequest* request,
                                           v1::AttachToTicketResponse* response) override {
    return Change(context, "TicketService/AttachToTicket", *request, *response);
  }

  grpc::ServerUnaryReactor* RateTicket(grpc::CallbackServerContext* context,
                                       const v1::RateTicketRequest* request,
                                       v1::RateTicketResponse* response) override {
    return Change(context, "TicketService/RateTicket", *request, *response);
  }

  grpc::ServerUnaryReactor* ShowTicketOnDesk(grpc::CallbackServerContext* context,
                                             const v1::ShowTicketOnDeskRequest* request,
                                             v1::ShowTicketOnDeskResponse* response) override {
    return parts_.gate.ServeOnWorker(
        context, "TicketService/ShowTicketOnDesk",
        [this, request, response](const UnaryCallPtr& call) {
          const auto claim = parts_.requests.Begin(call, *request, *response);
          if (!claim) return call->Finish(Fail(claim));
          if (*claim == nullptr) return call->Finish({});
          const auto show = commands_.Of(call->principal(), *request);
          if (!show) return call->Finish(Fail(show));
          const Status audited =
              Audit(parts_, call, {"tickets.show", request->ticket(), show->agent});
          if (!audited) return call->Finish(audited);
          parts_.ports.engine.ChangeTicket(
              *show, [this, call, claim = *claim, response](const Result<TicketReceipt>& receipt) {
                if (receipt) return FinishKept(parts_.workers, call, claim, *response);
                call->Finish(tl::unexpected<Error>(TicketWireError(receipt.error())));
              });
        });
  }

 private:
  // A method that only reads; `work` runs on a worker.
  using Work = std::function<Status(const UnaryCallPtr&, const Sight&)>;
  grpc::ServerUnaryReactor* Look(grpc::CallbackServerContext* context, std::string_view method,
                                 Work work) {
    return parts_.gate.ServeOnWorker(
        context, method, [this, work = std::move(work)](const UnaryCallPtr& call) {
          WithSight(call, [call, work](const Sight& sight) { call->Finish(work(call, sight)); });
        });
  }

  // A change, once for each request id; answers with the ticket after it.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Change(grpc::CallbackServerContext* context, std::string_view method,
                                   const Request& request, Response& response) {
    return parts_.gate.ServeOnWorker(
        context, method, [this, &request, &response](const UnaryCallPtr& call) {
          const auto claim = parts_.requests.Begin(call, request, response);
          if (!claim) return call->Finish(Fail(claim));
          if (*claim == nullptr) return call->Finish({});
          WithSight(call, [this, call, claim = *claim, &request, &response](const Sight& sight) {
            Result<PreparedCommand> prepared = commands_.Of({call->principal(), sight}, request);
            if (!prepared) return call->Finish(Fail(prepared));
            CarryOut(call, claim, *std::move(prepared), response);
          });
        });
  }

  // The change is made: whoever asked is told so, for who is told of a failure asks again, and then
  // it would be made twice. Of a ticket that cannot be read the answer has the number alone.
  template <typename Response>
  void Answer(const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim, TicketId ticket,
              Response& response) {
    const Result<TicketRow> row = parts_.ports.tickets.GetByNumber(ticket);
    if (row) {
      *response.mutable_ticket() = views_.Show(*row);
      claim->SealFor({row->customer, NameOf("tickets", row->name)});
    } else {
      response.mutable_ticket()->set_name(NameOf("tickets", std::to_string(ticket.value)));
      response.mutable_ticket()->set_number(static_cast<std::int64_t>(ticket.value));
    }
    static_cast<void>(claim->Keep(response));
    call->Finish({});
  }

  template <typename Response>
  void CarryOut(const UnaryCallPtr& call, const RequestLog::ClaimPtr& claim,
                PreparedCommand prepared, Response& response) {
    if (!prepared.command) return Answer(call, claim, prepared.shown, response);
    const WorkerPool::RoomPtr room = parts_.workers.KeepRoom();
    if (room == nullptr) return call->Finish(Busy());
    parts_.ports.engine.ChangeTicket(
        *std::move(prepared.command), [this, call, claim, room, shown = prepared.shown,
                                       &response](const Result<TicketReceipt>& receipt) {
          if (!receipt) {
            return call->Finish(tl::unexpected<Error>(TicketWireError(receipt.error())));
          }
          if constexpr (std::is_same_v<Response, v1::CommentTicketResponse>) {
            response.set_entry_number(static_cast<std::int32_t>(receipt->comment));
          }
          const TicketId ticket = shown ? shown : receipt->ticket;
          // Where the server stops meanwhile, the call is answered with that.
          static_cast<void>(room->Post(
              [this, call, claim, ticket, &response] { Answer(call, claim, ticket, response); }));
        });
  }

  // `then` on a worker, with what whoever calls may see.
  void WithSight(const UnaryCallPtr& call, std::function<void(const Sight&)> then) {
    if (SeesAllTickets(call->principal())) return then(std::nullopt);
    AskEngine(
        parts_.ports.engine,
        [this, call, then = std::move(then)](const exchange::State& state) {
          Result<TicketScope> scope = ScopeOf(state, call->principal().agent());
          if (!scope) return call->Finish(Fail(scope));
          Deliver(call, [this, then, scope = *std::move(scope)]() mutable {
            for (CustomerId& customer : scope.customers) customer = views_.Now(customer);
            then(std::move(scope));
          });
        },
        [call](const Error& error) { call->Finish(tl::unexpected<Error>(error)); });
  }

  // `work` on a worker, because it may block.
  void Deliver(const UnaryCallPtr& call, std::function<void()> work) {
    if (!parts_.workers.Post(std::move(work))) call->Finish(Busy());
  }
  static Status Busy() {
    return Fail(ErrorCode::kResourceExhausted, "STORE_BUSY", "too many calls wait");
  }

  // Whether whoever searches by words has to wait, and was told so; further pages are no search of
  // their own.
  bool IsThrottled(const UnaryCallPtr& call, const v1::TicketFilter& filter,
                   const std::string& page_token) {
    if (filter.query().empty() || !page_token.empty()) return false;
    const auto wait = throttle_.Take(call->principal().name(), parts_.ports.clock.Now());
    if (wait) {
      call->Finish(
          {ErrorCode::kResourceExhausted, "too many searches within a minute", "SEARCH_THROTTLED"},
          *wait);
    }
    return wait.has_value();
  }

  Status Get(const UnaryCallPtr& call, const Sight& sight, const v1::GetTicketRequest& request,
             v1::GetTicketResponse& response) {
    const Result<TicketRow> row = views_.Find("name", request.name(), sight);
    if (!row) return Fail(row);
    const Status audited = Audit(parts_, call, {"tickets.view", NameOf("tickets", row->name), ""});
    if (!audited) return audited;
    *response.mutable_ticket() = views_.Show(*row);
    return {};
  }

  Status List(const UnaryCallPtr& call, const Sight& sight, const v1::ListTicketsRequest& request,
              v1::ListTicketsResponse& response) {
    const Result<std::size_t> size = PageSize(request.page_size(), kListPage);
    if (!size) return Fail(size);
    const Result<TicketOrder> order = OrderOf(request.order());
    if (!order) return Fail(order);
    Result<TicketFilter> filter = views_.Read(request.filter(), call->principal().login);
    if (!filter) return Fail(filter);
    filter->scope = sight;
    const Result<TicketPage> page =
        parts_.ports.tickets.List(*filter, *order, *size, request.page_token());
    if (!page) return Fail(page);
    for (const TicketRow& row : page->tickets) *response.add_tickets() = views_.Show(row);
    response.set_next_page_token(page->next_page_token);
    // The first page of a search is the search; pages of any size may follow upon a short one.
    const bool searched = !filter->words.empty() && request.page_token().empty();
    if (!searched && *size <= kScreenPage) return {};
    return Audit(parts_, call,
                 {filter->words.empty() ? "tickets.export" : "tickets.search", "tickets",
                  std::to_string(page->tickets.size()) + " found"});
  }

  Status ListEntries(const Sight& sight, const v1::ListTicketEntriesRequest& request,
                     v1::ListTicketEntriesResponse& response) {
    const Result<std::size_t> size = PageSize(request.page_size(), kEntryPage);
    if (!size) return Fail(size);
    const Result<TicketRow> row = views_.Find("ticket", request.ticket(), sight);
    if (!row) return Fail(row);
    const Result<TicketEntryPage> page = parts_.ports.tickets.Entries(
        row->ticket, request.comments_only(), *size, request.page_token());
    if (!page) return Fail(page);
    for (const TicketEntryRow& entry : page->entries) {
      *response.add_entries() = views_.Show(entry);
    }
    response.set_next_page_token(page->next_page_token);
    return {};
  }

  const ServiceParts parts_;
  TicketViews views_;
  TicketCommands commands_;
  TicketBulk bulk_;
  TicketExplainer explainer_;
  SearchThrottle throttle_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeTicketService(const ServiceParts& parts) {
  return std::make_unique<TicketServiceImpl>(parts);
}

}  // namespace jackfield::grpc_api
