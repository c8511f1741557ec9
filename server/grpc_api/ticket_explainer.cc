#include "server/grpc_api/ticket_explainer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "server/exchange/tickets/sla.h"
#include "server/grpc_api/ask_engine.h"
#include "server/grpc_api/audit.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/worker_pool.h"
#include "server/ports/clock.h"
#include "server/ports/tickets.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kEntriesMax = 500;
constexpr std::size_t kEntryPage = 200;

// What the engine adds.
void AddStanding(const exchange::State& state, TicketRecord& record) {
  const exchange::WorkKey key{exchange::WorkKind::kTicket, record.row.ticket.value, 0};
  record.wait = exchange::StandingOf(state, key);
  const auto ticket = state.tickets.find(record.row.ticket);
  if (ticket == state.tickets.end()) return;  // Closed, and forgotten.
  const exchange::SlaPolicy* policy =
      exchange::PolicyFor(state.configuration.tickets, ticket->second, record.row.queue);
  if (policy != nullptr) record.policy = policy->name;
}

}  // namespace

void TicketExplainer::Explain(const UnaryCallPtr& call, const v1::ExplainTicketRequest& request,
                              v1::ExplainTicketResponse& response) {
  Result<TicketRecord> found = Find(request.name());
  if (!found) return call->Finish(Fail(found));
  const Status audited =
      Audit(parts_, call, {"tickets.view", NameOf("tickets", found->row.name), ""});
  if (!audited) return call->Finish(audited);
  const auto record = std::make_shared<TicketRecord>(*std::move(found));
  v1::TicketExplanation& explanation = *response.mutable_explanation();
  AskEngine(
      parts_.ports.engine,
      [this, call, record, &explanation](const exchange::State& state) {
        AddStanding(state, *record);
        const bool posted = parts_.workers.Post(
            [this, call, record, &explanation] { Answer(call, *record, explanation); });
        if (posted) return;
        call->Finish(Fail(ErrorCode::kResourceExhausted, "STORE_BUSY", "too many calls wait"));
      },
      [call](const Error& error) { call->Finish(tl::unexpected<Error>(error)); });
}

Result<TicketRecord> TicketExplainer::Find(const std::string& name) {
  Result<TicketRow> row = views_.Find("name", name, std::nullopt);
  if (!row) return Fail(row);
  auto entries = EntriesOf(row->ticket);
  if (!entries) return Fail(entries);
  auto offers = parts_.ports.tickets.Offers(row->ticket);
  if (!offers) return Fail(offers);
  return TicketRecord{*std::move(row), *std::move(entries), *std::move(offers), {}, {}};
}

Result<std::vector<TicketEntryRow>> TicketExplainer::EntriesOf(TicketId ticket) {
  std::vector<TicketEntryRow> entries;
  std::string token;
  do {
    auto page = parts_.ports.tickets.Entries(ticket, false, kEntryPage, token);
    if (!page) return Fail(page);
    std::move(page->entries.begin(), page->entries.end(), std::back_inserter(entries));
    token = std::move(page->next_page_token);
  } while (!token.empty() && entries.size() < kEntriesMax);
  std::reverse(entries.begin(), entries.end());
  return entries;
}

void TicketExplainer::Answer(const UnaryCallPtr& call, const TicketRecord& record,
                             v1::TicketExplanation& explanation) {
  explanation = ToExplanation(record, parts_.ports.clock.WallNow());
  *explanation.mutable_ticket() = views_.Show(record.row);
  call->Finish({});
}

}  // namespace jackfield::grpc_api
