#include "server/grpc_api/call_explainer.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "server/grpc_api/call_view_mapping.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/pop_cards.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/worker_pool.h"
#include "server/ports/call_trace.h"
#include "server/ports/clock.h"
#include "server/ports/engine.h"
#include "server/ports/interactions.h"
#include "server/ports/numbers.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kRuleMax = 128;
constexpr std::size_t kRulesMax = 8;

tl::unexpected<Error> NotFound() {
  return Fail(ErrorCode::kNotFound, "CALL_NOT_FOUND",
              "nothing is known of this call; what explains a call is kept for 7 days");
}

// Strays from before the call are of another one that had the same id.
void AddStrays(std::vector<TraceStep> strays, CallRecord& record) {
  const auto ours = [&record](const TraceStep& step) {
    return !record.row || step.at >= record.steps.front().at;
  };
  std::copy_if(std::make_move_iterator(strays.begin()), std::make_move_iterator(strays.end()),
               std::back_inserter(record.steps), ours);
}

// How the call waits for an agent whom the routing chooses; nullopt: it does not.
std::optional<exchange::WorkStanding> StandingOf(const exchange::State& state, CallId call) {
  const auto work = state.work.lower_bound({exchange::WorkKind::kCall, call.value, 0});
  const bool waits = work != state.work.end() && work->first.kind == exchange::WorkKind::kCall &&
                     work->first.id == call.value;
  return waits ? exchange::StandingOf(state, work->first) : std::nullopt;
}

}  // namespace

void CallExplainer::Explain(const UnaryCallPtr& call, const v1::ExplainCallRequest& request,
                            v1::ExplainCallResponse& response) const {
  Result<CallRecord> found = Find(request.name());
  if (!found) return call->Finish(Fail(found));
  v1::CallExplanation& explanation = *response.mutable_explanation();
  const auto record = std::make_shared<CallRecord>(*std::move(found));
  if (!record->row) {
    explanation = ToExplanation(*record, parts_.ports.clock.WallNow());
    return call->Finish({});
  }
  const auto choose = [record](const exchange::State& state) {
    record->wait = StandingOf(state, record->row->call);
    return std::vector<CallId>{record->row->call};
  };
  parts_.ports.engine.GetCalls(
      choose, [this, call, record, &explanation](const Result<std::vector<SharedCall>>& calls) {
        const bool held = calls && !calls->empty();
        const SharedCall view = held ? calls->front() : nullptr;
        const bool posted = parts_.workers.Post([this, call, record, view, &explanation] {
          Answer(*record, view, explanation);
          call->Finish({});
        });
        if (posted) return;
        call->Finish(Fail(ErrorCode::kResourceExhausted, "STORE_BUSY", "too many calls wait"));
      });
}

void CallExplainer::Answer(const CallRecord& record, const SharedCall& view,
                           v1::CallExplanation& explanation) const {
  explanation = ToExplanation(record, parts_.ports.clock.WallNow());
  AddNumbers(*record.row, *explanation.mutable_identification());
  if (view != nullptr) *explanation.mutable_call() = ToCall(*view, *parts_.cards.Get(*view));
}

Result<CallRecord> CallExplainer::Find(const std::string& name) const {
  const auto of_source = SourceCallOf(name);
  if (!of_source) {
    const Result<std::string> id = IdOf("name", "calls", name);
    if (!id) {
      return FailField("FIELD_INVALID", "name",
                       "must be a name of the form calls/{call} or sources/{source}/calls/{call}");
    }
    return FindByName(*id);
  }
  const auto kept = parts_.ports.traces.OfSourceCall(of_source->source, of_source->call);
  if (!kept) return Fail(kept);
  if (kept->call) return FindByName(*kept->call);
  if (kept->strays.empty()) return NotFound();
  return CallRecord{std::nullopt, kept->strays};
}

Result<CallRecord> CallExplainer::FindByName(const std::string& name) const {
  Result<InteractionRow> row = parts_.ports.interactions.GetByName(name);
  if (!row && row.error().code == ErrorCode::kNotFound) return NotFound();
  if (!row) return Fail(row);
  auto steps = parts_.ports.traces.OfCall(row->call);
  if (!steps) return Fail(steps);
  if (steps->empty()) return NotFound();
  auto kept = parts_.ports.traces.OfSourceCall(row->source, row->switch_id);
  if (!kept) return Fail(kept);
  CallRecord record{std::move(*row), std::move(*steps)};
  // A later call under the same id has the strays to itself.
  if (kept->call == record.row->name) AddStrays(std::move(kept->strays), record);
  return record;
}

void CallExplainer::AddNumbers(const InteractionRow& row,
                               v1::IdentificationExplanation& known) const {
  if (row.caller.presentation == exchange::Presentation::kWithheld) return;
  const std::string raw = parts_.cards.Open(row.caller.number);
  known.set_raw_number(raw);
  known.set_e164_number(parts_.cards.Open(row.caller.e164));
  if (raw.empty()) return;
  for (const std::string& rule : parts_.ports.numbers.Explain(row.source, raw)) {
    if (known.rules_size() == static_cast<int>(kRulesMax)) return;
    known.add_rules(FirstCharacters(rule, kRuleMax));
  }
}

}  // namespace jackfield::grpc_api
