#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <grpcpp/server_context.h>

#include "jackfield/v1/interaction_service.grpc.pb.h"

#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/interaction_views.h"
#include "server/grpc_api/paging.h"
#include "server/grpc_api/pop_cards.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/services.h"
#include "server/grpc_api/time_mapping.h"
#include "server/ports/caller_memory.h"
#include "server/ports/customers.h"
#include "server/ports/interactions.h"
#include "server/ports/numbers.h"
#include "server/ports/tickets.h"
#include "server/security/method_rules.h"

namespace jackfield::grpc_api {
namespace {

constexpr PageLimits kTimelinePage{20, 100};
constexpr PageLimits kListPage{50, 500};
constexpr std::size_t kDispositionMax = 32;
constexpr std::size_t kNumberMax = 64;
constexpr int kTicketsMax = 8;
constexpr std::string_view kListTickets = "/jackfield.v1.TicketService/ListTickets";

// Those that interactions belong to, by the interaction's name.
using TicketNames = std::map<std::string, std::vector<std::string>>;

// Only calls are logged: a filter for other channels finds nothing.
template <typename Channels>
bool WantsCalls(const Channels& channels) {
  return channels.empty() ||
         std::find(channels.begin(), channels.end(), v1::CHANNEL_CALL) != channels.end();
}

// Whether whoever asks may see only what has to do with them.
bool IsOnlyAgent(const security::Principal& principal) {
  return principal.roles == security::Roles{security::Role::kAgent};
}

// Thread safety: thread-safe.
class InteractionServiceImpl final : public v1::InteractionService::CallbackService {
 public:
  explicit InteractionServiceImpl(const ServiceParts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* GetTimeline(grpc::CallbackServerContext* context,
                                        const v1::GetTimelineRequest* request,
                                        v1::GetTimelineResponse* response) override {
    return parts_.gate.ServeBlocking(context, "InteractionService/GetTimeline",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return Timeline(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* GetInteraction(grpc::CallbackServerContext* context,
                                           const v1::GetInteractionRequest* request,
                                           v1::GetInteractionResponse* response) override {
    return parts_.gate.ServeBlocking(context, "InteractionService/GetInteraction",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return Get(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* ListInteractions(grpc::CallbackServerContext* context,
                                             const v1::ListInteractionsRequest* request,
                                             v1::ListInteractionsResponse* response) override {
    return parts_.gate.ServeBlocking(context, "InteractionService/ListInteractions",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return List(call, *request, *response);
                                     });
  }

 private:
  Status Timeline(const UnaryCallPtr& call, const v1::GetTimelineRequest& request,
                  v1::GetTimelineResponse& response) {
    const Result<std::size_t> size = PageSize(request.page_size(), kTimelinePage);
    if (!size) return Fail(size);
    const Result<std::string> name = IdOf("customer", "customers", request.customer());
    if (!name) return Fail(name);
    const Result<Customer> customer = parts_.ports.customers.GetByName(*name);
    if (!customer) return Fail(customer);
    if (!WantsCalls(request.channels())) return {};
    InteractionFilter filter;
    filter.customer = customer->id;
    return Fill(call, filter, *size, request.page_token(), response);
  }

  Status Get(const UnaryCallPtr& call, const v1::GetInteractionRequest& request,
             v1::GetInteractionResponse& response) {
    Result<std::string> name = IdOf("name", "interactions", request.name());
    if (!name) name = IdOf("name", "calls", request.name());
    if (!name) return Fail(name);
    const Result<InteractionRow> row = parts_.ports.interactions.GetByName(*name);
    if (!row) return Fail(row);
    const auto tickets = TicketsOf(call->principal(), {row->name});
    if (!tickets) return Fail(tickets);
    *response.mutable_interaction() = Map(*row, *tickets, InteractionDetail::kFull);
    return {};
  }

  Status List(const UnaryCallPtr& call, const v1::ListInteractionsRequest& request,
              v1::ListInteractionsResponse& response) {
    const Result<std::size_t> size = PageSize(request.page_size(), kListPage);
    if (!size) return Fail(size);
    Result<InteractionFilter> filter = FilterOf(request.filter());
    if (!filter) return Fail(filter);
    // Of a customer whom they have to do with, agents see everything.
    if (IsOnlyAgent(call->principal()) && !filter->customer) {
      if (filter->agent.empty()) filter->agent = call->principal().agent();
      if (filter->agent != call->principal().agent()) return {};
    }
    if (!WantsCalls(request.filter().channels())) return {};
    return Fill(call, *filter, *size, request.page_token(), response);
  }

  // Blocks on the store for the customer.
  Result<InteractionFilter> FilterOf(const v1::InteractionFilter& request) {
    InteractionFilter filter;
    const Result<std::string> agent = OptionalIdOf("filter.agent", "agents", request.agent());
    const Result<std::string> queue = OptionalIdOf("filter.queue", "queues", request.queue());
    const Result<std::string> customer =
        OptionalIdOf("filter.customer", "customers", request.customer());
    if (!agent) return Fail(agent);
    if (!queue) return Fail(queue);
    if (!customer) return Fail(customer);
    filter.agent = *agent;
    filter.queue = *queue;
    if (!customer->empty()) {
      const Result<Customer> known = parts_.ports.customers.GetByName(*customer);
      if (!known) return Fail(known);
      filter.customer = known->id;
    }
    if (request.has_start_time()) filter.from = FromProto(request.start_time());
    if (request.has_end_time()) filter.until = FromProto(request.end_time());
    if (filter.from && filter.until && *filter.until <= *filter.from) {
      return FailField("TIME_RANGE_INVALID", "filter.end_time", "must be after start_time");
    }
    if (request.number().size() > kNumberMax) {
      return FailField("FIELD_INVALID", "filter.number", "must have at most 64 characters");
    }
    if (!request.number().empty()) {
      const std::vector<std::string> forms = parts_.ports.numbers.LookUpForms(
          request.number(), jackfield::InteractionFilter::kNumberKeysMax);
      if (forms.empty()) {
        return FailField("FIELD_INVALID", "filter.number", "must have digits of a number");
      }
      for (const std::string& form : forms) {
        filter.number_keys.push_back(parts_.ports.memory.KeyOf(form));
      }
    }
    if (const Status outcome = AddOutcome(request, filter); !outcome) return Fail(outcome);
    return filter;
  }

  static Status AddOutcome(const v1::InteractionFilter& request, InteractionFilter& filter) {
    switch (request.direction()) {
      case v1::DIRECTION_UNSPECIFIED:
        break;
      case v1::DIRECTION_INBOUND:
        filter.direction = exchange::Direction::kInbound;
        break;
      case v1::DIRECTION_OUTBOUND:
        filter.direction = exchange::Direction::kOutbound;
        break;
      case v1::DIRECTION_INTERNAL:
        filter.direction = exchange::Direction::kInternal;
        break;
      case v1::Direction_INT_MIN_SENTINEL_DO_NOT_USE_:
      case v1::Direction_INT_MAX_SENTINEL_DO_NOT_USE_:
        return FailField("FIELD_INVALID", "filter.direction", "is not known");
    }
    for (const int result : request.call_results()) {
      if (result == v1::CALL_RESULT_UNSPECIFIED || !v1::CallResult_IsValid(result)) {
        return FailField("FIELD_INVALID", "filter.call_results", "has one that is not known");
      }
      filter.results.push_back(static_cast<CallResult>(result));
    }
    if (request.disposition().size() > kDispositionMax) {
      return FailField("FIELD_INVALID", "filter.disposition", "must have at most 32 characters");
    }
    filter.disposition = request.disposition();
    return {};
  }

  template <typename Response>
  Status Fill(const UnaryCallPtr& call, const InteractionFilter& filter, std::size_t size,
              const std::string& page_token, Response& response) {
    const Result<InteractionPage> page = parts_.ports.interactions.List(filter, size, page_token);
    if (!page) return Fail(page);
    std::vector<std::string> names;
    for (const InteractionRow& row : page->interactions) names.push_back(row.name);
    const auto tickets = TicketsOf(call->principal(), names);
    if (!tickets) return Fail(tickets);
    for (const InteractionRow& row : page->interactions) {
      *response.add_interactions() = Map(row, *tickets, InteractionDetail::kList);
    }
    response.set_next_page_token(page->next_page_token);
    return {};
  }

  // None for who may not list tickets. Blocks on the store.
  Result<TicketNames> TicketsOf(const security::Principal& principal,
                                const std::vector<std::string>& interactions) {
    if (!security::CheckMayCall(&principal, kListTickets)) return TicketNames{};
    return parts_.ports.tickets.TicketsOf(interactions);
  }

  v1::Interaction Map(const InteractionRow& row, const TicketNames& tickets,
                      InteractionDetail detail) {
    v1::Interaction interaction = ToInteraction(row, *parts_.configuration.Current(), parts_.cards,
                                                parts_.ports.numbers, detail);
    const auto belongs = tickets.find(row.name);
    if (belongs == tickets.end()) return interaction;
    for (const std::string& ticket : belongs->second) {
      if (interaction.tickets_size() < kTicketsMax) {
        interaction.add_tickets(NameOf("tickets", ticket));
      }
    }
    return interaction;
  }

  const ServiceParts parts_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeInteractionService(const ServiceParts& parts) {
  return std::make_unique<InteractionServiceImpl>(parts);
}

}  // namespace jackfield::grpc_api
