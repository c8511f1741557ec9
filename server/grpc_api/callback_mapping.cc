#include "server/grpc_api/callback_mapping.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kQueueMax = 64;
constexpr std::size_t kNoteMax = 500;
constexpr Duration kSecond{1'000};
constexpr Duration kMinute{60'000};
constexpr Duration kHour{3'600'000};
constexpr Duration kDay{24 * 3'600'000};

// The values of the contract are those of the exchange.
static_assert(v1::Callback::STATE_CANCELLED ==
              static_cast<int>(exchange::CallbackState::kCancelled));
static_assert(v1::Callback::ORIGIN_LIST == static_cast<int>(exchange::CallbackOrigin::kList));
static_assert(v1::Callback::END_DO_NOT_CALL == static_cast<int>(exchange::CallbackEnd::kDoNotCall));
static_assert(v1::CallbackAttempt::OUTCOME_LATER ==
              static_cast<int>(exchange::AttemptOutcome::kLater));

void AddAttempts(const CallbackRow& row, v1::Callback& proto) {
  for (const CallbackAttemptRow& attempt : row.attempts) {
    v1::CallbackAttempt& each = *proto.add_attempts();
    each.set_agent(NameOf("agents", attempt.agent));
    if (attempt.dialled) *each.mutable_start_time() = ToProto(*attempt.dialled);
    each.set_outcome(static_cast<v1::CallbackAttempt::Outcome>(attempt.outcome));
    each.set_call(NameOf("calls", attempt.call));
    each.set_outcome_assumed(attempt.assumed);
  }
}

void AddTimes(const CallbackRow& row, v1::Callback& proto) {
  *proto.mutable_wait_start_time() = ToProto(row.wait_start);
  if (row.earliest) *proto.mutable_earliest_time() = ToProto(*row.earliest);
  if (row.next_attempt) *proto.mutable_next_attempt_time() = ToProto(*row.next_attempt);
  if (row.lease_until) *proto.mutable_lease_expire_time() = ToProto(*row.lease_until);
  *proto.mutable_create_time() = ToProto(row.created);
  if (row.ended) *proto.mutable_end_time() = ToProto(*row.ended);
}

std::optional<bool> RecoveredOf(v1::CallbackFilter::Recovery recovery) {
  if (recovery == v1::CallbackFilter::RECOVERY_RECOVERED) return true;
  if (recovery == v1::CallbackFilter::RECOVERY_REMAINING) return false;
  return std::nullopt;
}

struct SpanOf {
  std::string_view field;
  bool given = false;
  Duration value{0};
  DocumentCheck::Span range;
};

void CheckPlan(const std::string& at, const v1::CallbackPlan& plan, DocumentCheck& check) {
  const DocumentCheck::Span pause{kMinute, 7 * kDay};
  const DocumentCheck::Span work{10 * kSecond, kHour};
  check.Number(at + "attempts_max", plan.attempts_max(), {0, exchange::kCallbackAttemptsMax});
  for (const SpanOf& each : {
           SpanOf{"no_answer_pause_duration", plan.has_no_answer_pause_duration(),
                  FromProto(plan.no_answer_pause_duration()), pause},
           SpanOf{"busy_pause_duration", plan.has_busy_pause_duration(),
                  FromProto(plan.busy_pause_duration()), pause},
           SpanOf{"not_them_pause_duration", plan.has_not_them_pause_duration(),
                  FromProto(plan.not_them_pause_duration()), pause},
           SpanOf{"failed_pause_duration", plan.has_failed_pause_duration(),
                  FromProto(plan.failed_pause_duration()), pause},
           SpanOf{"preview_duration", plan.has_preview_duration(),
                  FromProto(plan.preview_duration()), work},
           SpanOf{"outcome_duration", plan.has_outcome_duration(),
                  FromProto(plan.outcome_duration()), work},
           SpanOf{"preferred_agent_duration",
                  plan.has_preferred_agent_duration(),
                  FromProto(plan.preferred_agent_duration()),
                  {Duration{0}, 7 * kDay}},
           SpanOf{"expiry_duration",
                  plan.has_expiry_duration(),
                  FromProto(plan.expiry_duration()),
                  {kHour, 90 * kDay}},
       }) {
    if (each.given) check.Time(at + std::string(each.field), each.value, each.range);
  }
}

void CheckCalendars(const std::string& at, const v1::CallbackPlan& plan,
                    const std::set<std::string>& calendars, DocumentCheck& check) {
  constexpr std::string_view kRule = "must be the id of a calendar of this document";
  if (!plan.calendar_id().empty() && !calendars.contains(plan.calendar_id())) {
    check.Refuse(at + "calendar_id", std::string(kRule));
  }
  check.Count(at + "calling_hours", plan.calling_hours_size(),
              static_cast<int>(exchange::kCallingCodesMax));
  std::set<std::string> codes;
  for (int i = 0; i < plan.calling_hours_size(); ++i) {
    const v1::CallingHours& hours = plan.calling_hours(i);
    const std::string entry = EntryAt(at + "calling_hours", i);
    check.Number(entry + "calling_code", hours.calling_code(), {1, exchange::kCallingCodeMax});
    check.Unique(entry + "calling_code", codes, std::to_string(hours.calling_code()));
    if (!calendars.contains(hours.calendar_id())) {
      check.Refuse(entry + "calendar_id", std::string(kRule));
    }
  }
}

}  // namespace

v1::Callback ToCallback(const CallbackRow& row, const std::string& note) {
  v1::Callback proto;
  proto.set_name(NameOf("callbacks", row.name));
  proto.set_queue(NameOf("queues", row.queue));
  proto.set_queue_display_name(FirstCharacters(row.queue_display_name, kQueueMax));
  proto.set_state(static_cast<v1::Callback::State>(row.state));
  proto.set_origin(static_cast<v1::Callback::Origin>(row.origin));
  proto.set_note(FirstCharacters(note, kNoteMax));
  proto.set_preferred_agent(NameOf("agents", row.preferred));
  proto.set_agent(NameOf("agents", row.agent));
  AddAttempts(row, proto);
  AddTimes(row, proto);
  proto.set_ticket(NameOf("tickets", row.ticket));
  proto.set_end(static_cast<v1::Callback::End>(row.end));
  proto.set_recovered(exchange::IsRecovered(row.end));
  proto.set_interaction(NameOf("interactions", row.call));
  proto.set_list_name(row.list);
  proto.set_held(row.held);
  return proto;
}

Result<CallbackFilter> FilterOf(const v1::CallbackFilter& filter) {
  CallbackFilter mapped;
  for (const int state : filter.states()) {
    if (state == 0 || !v1::Callback::State_IsValid(state)) {
      return FailField("FIELD_INVALID", "filter.states", "is not known");
    }
    mapped.states.push_back(static_cast<exchange::CallbackState>(state));
  }
  for (const int origin : filter.origins()) {
    if (origin == 0 || !v1::Callback::Origin_IsValid(origin)) {
      return FailField("FIELD_INVALID", "filter.origins", "is not known");
    }
    mapped.origins.push_back(static_cast<exchange::CallbackOrigin>(origin));
  }
  const auto queue = OptionalIdOf("filter.queue", "queues", filter.queue());
  if (!queue) return Fail(queue);
  mapped.queue = *queue;
  const auto agent = OptionalIdOf("filter.agent", "agents", filter.agent());
  if (!agent) return Fail(agent);
  mapped.agent = *agent;
  mapped.list = filter.list_name();
  mapped.recovered = RecoveredOf(filter.recovery());
  if (filter.has_start_time()) mapped.from = FromProto(filter.start_time());
  if (filter.has_end_time()) mapped.until = FromProto(filter.end_time());
  if (mapped.from && mapped.until && *mapped.until <= *mapped.from) {
    return FailField("TIME_RANGE_INVALID", "filter.end_time", "must be after start_time");
  }
  return mapped;
}

Result<exchange::CallbackOrigin> OriginOf(v1::Callback::Origin origin) {
  if (origin == v1::Callback::ORIGIN_UNSPECIFIED) return exchange::CallbackOrigin::kPromise;
  if (v1::Callback::Origin_IsValid(origin)) return static_cast<exchange::CallbackOrigin>(origin);
  return FailField("FIELD_INVALID", "callback.origin", "is not known");
}

Result<exchange::AttemptOutcome> OutcomeOf(v1::CallbackAttempt::Outcome outcome) {
  const bool known = outcome != v1::CallbackAttempt::OUTCOME_UNSPECIFIED &&
                     v1::CallbackAttempt::Outcome_IsValid(outcome);
  if (known) return static_cast<exchange::AttemptOutcome>(outcome);
  return FailField("FIELD_INVALID", "outcome", "must say how the attempt ended");
}

std::uint32_t CallingCodeOf(const std::string& e164, const std::string& national_digits) {
  constexpr std::size_t kCodeDigitsMax = 3;
  const bool fits = !national_digits.empty() && e164.size() > national_digits.size() + 1 &&
                    e164.front() == '+' && e164.ends_with(national_digits);
  if (!fits) return 0;
  const std::string code = e164.substr(1, e164.size() - 1 - national_digits.size());
  const bool digits =
      code.size() <= kCodeDigitsMax &&
      std::all_of(code.begin(), code.end(), [](char each) { return each >= '0' && each <= '9'; });
  std::uint32_t number = 0;
  for (const char each : code) number = number * 10 + static_cast<std::uint32_t>(each - '0');
  return digits ? number : 0;
}

bool IsNotToBeCalled(const Customer& customer) {
  const auto& flags = customer.flags;
  return std::find(flags.begin(), flags.end(), kDoNotCallFlag) != flags.end();
}

void CheckCallbackPlans(const v1::Configuration& configuration, DocumentCheck& check) {
  std::set<std::string> calendars;
  for (const auto& calendar : configuration.calendars()) calendars.insert(calendar.calendar_id());
  for (int i = 0; i < configuration.queues_size(); ++i) {
    if (!configuration.queues(i).has_callback_plan()) continue;
    const v1::CallbackPlan& plan = configuration.queues(i).callback_plan();
    const std::string at = EntryAt("queues", i) + "callback_plan.";
    CheckPlan(at, plan, check);
    CheckCalendars(at, plan, calendars, check);
  }
}

exchange::CallbackPlan ToCallbackPlan(const v1::QueueConfiguration& queue) {
  const v1::CallbackPlan& plan = queue.callback_plan();
  exchange::CallbackPlan mapped;
  mapped.on_exit_key = plan.on_exit_key();
  mapped.on_missed_call = plan.on_missed_call();
  if (plan.attempts_max() > 0) {
    mapped.attempts_max = static_cast<std::uint32_t>(plan.attempts_max());
  }
  const auto take = [](bool given, const google::protobuf::Duration& from, Duration& to) {
    if (given) to = FromProto(from);
  };
  take(plan.has_no_answer_pause_duration(), plan.no_answer_pause_duration(),
       mapped.no_answer_pause);
  take(plan.has_busy_pause_duration(), plan.busy_pause_duration(), mapped.busy_pause);
  take(plan.has_not_them_pause_duration(), plan.not_them_pause_duration(), mapped.not_them_pause);
  take(plan.has_failed_pause_duration(), plan.failed_pause_duration(), mapped.failed_pause);
  take(plan.has_preview_duration(), plan.preview_duration(), mapped.lease);
  take(plan.has_outcome_duration(), plan.outcome_duration(), mapped.outcome_limit);
  take(plan.has_preferred_agent_duration(), plan.preferred_agent_duration(),
       mapped.preferred_limit);
  take(plan.has_expiry_duration(), plan.expiry_duration(), mapped.expire_after);
  mapped.calendar = plan.calendar_id();
  for (const v1::CallingHours& hours : plan.calling_hours()) {
    mapped.calendars_by_code[static_cast<std::uint32_t>(hours.calling_code())] =
        hours.calendar_id();
  }
  return mapped;
}

Error CallbackWireError(const Error& error, std::string_view at) {
  // Fields of commands, and of the requests.
  struct WireField {
    std::string_view inner;
    std::string_view field;
  };
  constexpr auto kFields = std::to_array<WireField>({
      {"wait_start", "wait_start_time"},
      {"earliest", "earliest_time"},
      {"next_attempt", "next_attempt_time"},
      {"outcome", "outcome"},
  });
  Error wire = error;
  if (error.reason == "QUEUE_NOT_FOUND" || error.reason == "AGENT_NOT_FOUND") return wire;
  if (wire.code == ErrorCode::kInvalidArgument) wire.reason = "FIELD_INVALID";
  if (wire.fields.empty()) return wire;
  const auto* const known =
      std::find_if(kFields.begin(), kFields.end(),
                   [&wire](const WireField& each) { return each.inner == wire.fields[0].field; });
  if (known == kFields.end()) return wire;
  const std::string rule = wire.fields[0].rule;
  wire.fields = {{std::string(at) + std::string(known->field), rule}};
  wire.message = wire.fields[0].field + ": " + rule;
  return wire;
}

}  // namespace jackfield::grpc_api
