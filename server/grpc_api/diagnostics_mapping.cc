#include "server/grpc_api/diagnostics_mapping.h"

#include <string>
#include <string_view>

#include "server/grpc_api/call_mapping.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kCheckTextMax = 512;  // Characters; here of bytes, which are never fewer.
constexpr std::size_t kValuesMax = 16;
constexpr std::size_t kRuleTextMax = 128;

// `text` cut to at most `bytes_max`, between characters of UTF-8.
std::string Cut(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  std::size_t size = bytes_max;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return std::string(text.substr(0, size));
}

v1::CheckResult::Outcome ToProto(CheckFinding::Outcome outcome) {
  switch (outcome) {
    case CheckFinding::Outcome::kOk:
      return v1::CheckResult::OUTCOME_OK;
    case CheckFinding::Outcome::kWarning:
      return v1::CheckResult::OUTCOME_WARNING;
    case CheckFinding::Outcome::kFailed:
      return v1::CheckResult::OUTCOME_FAILED;
    case CheckFinding::Outcome::kSkipped:
      return v1::CheckResult::OUTCOME_SKIPPED;
  }
  return v1::CheckResult::OUTCOME_UNSPECIFIED;
}

}  // namespace

v1::ServerStatus ToProto(const ServerFacts& facts) {
  v1::ServerStatus status;
  *status.mutable_start_time() = ToProto(facts.started);
  status.set_ready(facts.ready);
  status.set_store_degraded(facts.store_degraded);
  status.set_journal_sequence(facts.journal_sequence);
  status.set_store_bytes(facts.store_bytes);
  status.set_disk_free_bytes(facts.disk_free_bytes);
  status.set_customer_count(facts.customer_count);
  status.set_live_call_count(facts.live_call_count);
  status.set_desk_count(facts.desk_count);
  return status;
}

v1::ServerSetting ToProto(const SettingInForce& setting) {
  v1::ServerSetting wire;
  wire.set_key(setting.key);
  wire.set_value(setting.value);
  wire.set_origin(Cut(setting.origin, kCheckTextMax));
  return wire;
}

v1::CheckResult ToProto(const CheckFinding& finding) {
  v1::CheckResult wire;
  wire.set_check(finding.check);
  wire.set_outcome(ToProto(finding.outcome));
  wire.set_summary(Cut(finding.summary, kCheckTextMax));
  wire.set_fix(Cut(finding.fix, kCheckTextMax));
  for (const auto& [name, value] : finding.values) {
    if (wire.values().size() >= kValuesMax) break;
    (*wire.mutable_values())[name] = value;
  }
  return wire;
}

v1::NumberReading ToReading(const Numbers& numbers, const NumberTrial& trial) {
  v1::NumberReading reading;
  reading.set_presentation(ToProto(trial.presentation));
  reading.set_raw_number(trial.raw);
  if (trial.presentation == exchange::Presentation::kPresented) {
    *reading.mutable_number() = ToPhoneNumber(numbers, trial.e164, trial.raw);
  }
  for (const std::string& rule : trial.rules) reading.add_rules(Cut(rule, kRuleTextMax));
  reading.set_match(ToProto(trial.match));
  reading.set_customer_count(static_cast<std::int32_t>(trial.customer_count));
  for (const std::string& customer : trial.customers) {
    reading.add_customers(NameOf("customers", customer));
  }
  return reading;
}

}  // namespace jackfield::grpc_api
