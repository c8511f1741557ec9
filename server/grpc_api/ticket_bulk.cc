#include "server/grpc_api/ticket_bulk.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <absl/base/thread_annotations.h>
#include <absl/synchronization/mutex.h>

#include "server/grpc_api/ask_engine.h"
#include "server/grpc_api/audit.h"
#include "server/grpc_api/pop_cards.h"
#include "server/grpc_api/ticket_change_mapping.h"
#include "server/grpc_api/ticket_errors.h"
#include "server/grpc_api/worker_pool.h"
#include "server/ports/engine.h"

namespace jackfield::grpc_api {
namespace {

using Outcome = v1::TicketChangeResult;

constexpr std::size_t kPage = 500;

// Whether the engine cannot take the commands that follow, either (R2).
bool EndsRun(const Error& error) {
  switch (error.code) {
    case ErrorCode::kUnavailable:
    case ErrorCode::kResourceExhausted:
    case ErrorCode::kDeadlineExceeded:
    case ErrorCode::kDataLoss:
      return true;
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kNotFound:
    case ErrorCode::kAlreadyExists:
    case ErrorCode::kUnauthenticated:
    case ErrorCode::kPermissionDenied:
    case ErrorCode::kFailedPrecondition:
    case ErrorCode::kAborted:
      return false;
  }
  return true;
}

void Answer(std::vector<BulkPlan> plans, v1::ChangeTicketsResponse& response) {
  int changed = 0;
  int unchanged = 0;
  for (BulkPlan& plan : plans) {
    changed += plan.result.outcome() == Outcome::OUTCOME_CHANGED ? 1 : 0;
    unchanged += plan.result.outcome() == Outcome::OUTCOME_UNCHANGED ? 1 : 0;
    *response.add_results() = std::move(plan.result);
  }
  response.set_changed_count(changed);
  response.set_unchanged_count(unchanged);
  response.set_refused_count(static_cast<int>(plans.size()) - changed - unchanged);
}

// The commands of one change, a few at a time.
//
// Lifetime: shared by the commands that are under way; the last one answers the call.
//
// Thread safety: thread-safe.
class Run : public std::enable_shared_from_this<Run> {
 public:
  Run(Engine& engine, UnaryCallPtr call, std::vector<BulkPlan> plans,
      v1::ChangeTicketsResponse& response)
      : engine_(engine), call_(std::move(call)), response_(response), plans_(std::move(plans)) {}

  void Start() {
    for (std::size_t i = 0; i < TicketBulk::kUnderWayMax; ++i) SendNext();
  }

 private:
  struct Due {
    std::size_t place = 0;
    exchange::TicketCommand command;
  };

  void SendNext() ABSL_LOCKS_EXCLUDED(mutex_) {
    std::optional<Due> due = TakeDue();
    if (!due) return AnswerIfDone();
    engine_.ChangeTicket(std::move(due->command),
                         [self = shared_from_this(), place = due->place](const auto& receipt) {
                           self->Note(place, receipt);
                           self->SendNext();
                         });
  }

  std::optional<Due> TakeDue() ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    for (; next_ < plans_.size(); ++next_) {
      BulkPlan& plan = plans_[next_];
      if (!plan.command) continue;
      if (ended_) {
        SetRefused(*ended_, plan.result);
        continue;
      }
      ++under_way_;
      return Due{next_++, *std::move(plan.command)};
    }
    return std::nullopt;
  }

  void Note(std::size_t place, const Result<TicketReceipt>& receipt) ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    --under_way_;
    if (receipt) {
      may_have_changed_ = true;
      return;
    }
    const Error& error = receipt.error();
    SetRefused(TicketWireError(error), plans_[place].result);
    if (!EndsRun(error)) return;
    const bool in_doubt = error.code == ErrorCode::kDeadlineExceeded;
    may_have_changed_ = may_have_changed_ || in_doubt;
    if (ended_) return;
    // What comes after it was not begun, and is not in doubt.
    ended_ = in_doubt ? Error{ErrorCode::kUnavailable, "the store failed before it was begun",
                              "STORE_UNAVAILABLE"}
                      : error;
  }

  void AnswerIfDone() ABSL_LOCKS_EXCLUDED(mutex_) {
    std::optional<Error> failed;
    {
      const absl::MutexLock lock(&mutex_);
      if (answered_ || under_way_ > 0 || next_ < plans_.size()) return;
      answered_ = true;
      if (ended_ && !may_have_changed_) failed = ended_;
      if (!failed) Answer(std::move(plans_), response_);
    }
    call_->Finish(failed ? Status(tl::unexpected<Error>(*failed)) : Status());
  }

  Engine& engine_;
  const UnaryCallPtr call_;
  v1::ChangeTicketsResponse& response_;
  absl::Mutex mutex_;
  std::vector<BulkPlan> plans_ ABSL_GUARDED_BY(mutex_);
  std::size_t next_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t under_way_ ABSL_GUARDED_BY(mutex_) = 0;
  std::optional<Error> ended_ ABSL_GUARDED_BY(mutex_);
  bool may_have_changed_ ABSL_GUARDED_BY(mutex_) = false;
  bool answered_ ABSL_GUARDED_BY(mutex_) = false;
};

Status CheckChosen(const v1::ChangeTicketsRequest& request) {
  const bool named = request.tickets_size() > 0;
  if (named == request.has_filter()) {
    return FailField("FIELD_INVALID", "tickets", "or `filter` must be given, and not both");
  }
  if (request.tickets_size() > static_cast<int>(TicketBulk::kTicketsMax)) {
    return FailField("FIELD_INVALID", "tickets",
                     "must not have more than " + std::to_string(TicketBulk::kTicketsMax));
  }
  std::set<std::string> known;
  for (const v1::TicketVersion& each : request.tickets()) {
    if (known.insert(each.ticket()).second) continue;
    return FailField("FIELD_INVALID", "tickets", "must not name " + each.ticket() + " twice");
  }
  return {};
}

}  // namespace

void TicketBulk::Change(const Question& question) {
  const UnaryCallPtr& call = question.call;
  if (const Status chosen = CheckChosen(question.request); !chosen) return call->Finish(chosen);
  Result<BulkChange> change = BulkChangeOf(question.request.change());
  if (!change) return call->Finish(Fail(change));
  AskEngine(
      parts_.ports.engine,
      [this, job = Job{question, *std::move(change)}](const exchange::State& state) {
        const Status places = CheckPlaces(job.change, state);
        if (!places) return job.call->Finish(places);
        if (parts_.workers.Post([this, job] { Work(job); })) return;
        job.call->Finish(Fail(ErrorCode::kResourceExhausted, "STORE_BUSY", "too many calls wait"));
      },
      [call](const Error& error) { call->Finish(tl::unexpected<Error>(error)); });
}

void TicketBulk::Work(const Job& job) {
  Plans plans = job.request.has_filter() ? PlanOfFilter(job) : PlanOfNames(job);
  if (!plans) return job.call->Finish(Fail(plans));
  const bool only_told = job.request.validate_only();
  const Status audited =
      Audit(parts_, job.call,
            {only_told ? "tickets.preview" : "tickets.change", "tickets",
             std::to_string(plans->size()) + (only_told ? " found" : " to be changed")});
  if (!audited) return job.call->Finish(audited);
  if (only_told) {
    Answer(*std::move(plans), job.response);
    return job.call->Finish({});
  }
  std::make_shared<Run>(parts_.ports.engine, job.call, *std::move(plans), job.response)->Start();
}

TicketBulk::Plans TicketBulk::PlanOfFilter(const Job& job) {
  auto filter = views_.Read(job.request.filter(), job.call->principal().login);
  if (!filter) return Fail(filter);
  filter->scope = job.sight;
  std::vector<BulkPlan> plans;
  std::string token;
  do {
    const auto page = parts_.ports.tickets.List(*filter, TicketOrder::kNewest, kPage, token);
    if (!page) return Fail(page);
    for (const TicketRow& row : page->tickets) {
      if (plans.size() == kTicketsMax) {
        return FailField("TICKETS_TOO_MANY", "filter",
                         "fits more than " + std::to_string(kTicketsMax) + " tickets; narrow it");
      }
      plans.push_back(PlanFor(job, row, std::nullopt));
    }
    token = page->next_page_token;
  } while (!token.empty());
  return plans;
}

TicketBulk::Plans TicketBulk::PlanOfNames(const Job& job) {
  std::vector<BulkPlan> plans;
  plans.reserve(static_cast<std::size_t>(job.request.tickets_size()));
  for (const v1::TicketVersion& each : job.request.tickets()) {
    const auto refuse = [&](const Error& error) {
      plans.emplace_back().result.set_ticket(each.ticket());
      SetRefused(error, plans.back().result);
    };
    const auto revision = RevisionOf(each.etag());
    const auto row = views_.Find("tickets.ticket", each.ticket(), job.sight);
    if (!row && EndsRun(row.error())) return Fail(row);
    if (!row) {
      refuse(row.error());
    } else if (!revision) {
      refuse(revision.error());
    } else {
      plans.push_back(PlanFor(job, *row, *revision));
    }
  }
  return plans;
}

BulkPlan TicketBulk::PlanFor(const Job& job, const TicketRow& row,
                             const std::optional<std::uint64_t>& revision) {
  BulkPlan plan = PlanOf(job.change, row, revision, job.call->principal().name());
  plan.result.set_subject(parts_.cards.Open(row.subject));
  return plan;
}

}  // namespace jackfield::grpc_api
