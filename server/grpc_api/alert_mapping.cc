#include "server/grpc_api/alert_mapping.h"

#include <charconv>
#include <cmath>
#include <set>
#include <system_error>

#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr double kMillion = 1'000'000;
constexpr double kLimitMax = 1'000'000;
constexpr Duration kSpanMax{3'600'000};

bool IsRatio(v1::AlertRule::Figure figure) {
  return figure == v1::AlertRule::FIGURE_SERVICE_LEVEL_RATIO ||
         figure == v1::AlertRule::FIGURE_ABANDONED_RATIO;
}

void CheckAlertRule(const std::string& at, const v1::AlertRule& rule, DocumentCheck& check) {
  const bool known = rule.figure() != v1::AlertRule::FIGURE_UNSPECIFIED &&
                     v1::AlertRule::Figure_IsValid(rule.figure());
  if (!known) check.Refuse(at + "figure", "must be a figure that this server knows");
  const bool ratio = IsRatio(rule.figure());
  if (!(rule.limit() >= 0 && rule.limit() <= (ratio ? 1 : kLimitMax))) {
    check.Refuse(at + "limit", ratio ? "must be from 0 to 1" : "must be from 0 to 1000000");
  }
  if (rule.has_raise_after_duration()) {
    check.Time(at + "raise_after_duration", FromProto(rule.raise_after_duration()),
               {Duration{0}, kSpanMax});
  }
  if (rule.has_clear_after_duration()) {
    check.Time(at + "clear_after_duration", FromProto(rule.clear_after_duration()),
               {Duration{0}, kSpanMax});
  }
}

v1::TicketAlert ToProto(const exchange::TicketAlert& alert) {
  v1::TicketAlert proto;
  proto.set_ticket(NameOf("tickets", alert.name));
  proto.set_number(static_cast<std::int64_t>(alert.ticket.value));
  proto.set_cause(static_cast<v1::TicketAlert::Cause>(alert.cause));  // The same numbers.
  return proto;
}

}  // namespace

void CheckAlertRules(const std::string& field,
                     const google::protobuf::RepeatedPtrField<v1::AlertRule>& rules,
                     DocumentCheck& check) {
  check.Count(field, rules.size(), static_cast<int>(exchange::kAlertRulesMax));
  std::set<std::string> figures;
  for (int i = 0; i < rules.size(); ++i) {
    const std::string at = field + "[" + std::to_string(i) + "].";
    CheckAlertRule(at, rules[i], check);
    if (!figures.insert(std::to_string(rules[i].figure())).second) {
      check.Refuse(at + "figure", "stands in two rules of the queue");
    }
  }
}

v1::AlertRule ToProto(const exchange::AlertRule& rule) {
  v1::AlertRule proto;
  proto.set_figure(static_cast<v1::AlertRule::Figure>(rule.figure));  // The same numbers.
  proto.set_limit(static_cast<double>(rule.limit_millionths) / kMillion);
  *proto.mutable_raise_after_duration() = ToProto(rule.raise_after);
  *proto.mutable_clear_after_duration() = ToProto(rule.clear_after);
  return proto;
}

v1::Alert ToProto(const AlertRow& row, AlertPeople people) {
  const exchange::Alert& alert = row.alert;
  v1::Alert proto;
  proto.set_name(NameOf("alerts", std::to_string(alert.id.value)));
  if (!row.queue.empty()) proto.set_queue(NameOf("queues", row.queue));
  proto.set_queue_display_name(row.queue_display_name);
  if (alert.ticket) {
    *proto.mutable_ticket() = ToProto(*alert.ticket);
  } else {
    *proto.mutable_rule() = ToProto(alert.rule);
  }
  proto.set_state(alert.cleared ? v1::Alert::STATE_CLEARED : v1::Alert::STATE_RAISED);
  proto.set_raised_value(static_cast<double>(alert.raised_value_millionths) / kMillion);
  *proto.mutable_raise_time() = ToProto(alert.raised);
  if (alert.cleared) *proto.mutable_clear_time() = ToProto(*alert.cleared);
  if (alert.acknowledged) *proto.mutable_acknowledge_time() = ToProto(*alert.acknowledged);
  if (people == AlertPeople::kShown) proto.set_acknowledged_by(alert.acknowledged_by);
  proto.set_revision(static_cast<std::int64_t>(alert.revision));
  return proto;
}

exchange::AlertRule ToExchange(const v1::AlertRule& rule) {
  exchange::AlertRule mapped;
  mapped.figure = static_cast<exchange::AlertFigure>(rule.figure());  // The same numbers.
  mapped.limit_millionths = std::llround(rule.limit() * kMillion);
  if (rule.has_raise_after_duration()) mapped.raise_after = FromProto(rule.raise_after_duration());
  if (rule.has_clear_after_duration()) mapped.clear_after = FromProto(rule.clear_after_duration());
  return mapped;
}

Result<AlertId> AlertIdOf(std::string_view field, std::string_view name) {
  const Result<std::string> id = IdOf(field, "alerts", name);
  if (!id) return Fail(id);
  AlertId alert;
  const char* const end = id->data() + id->size();
  const auto read = std::from_chars(id->data(), end, alert.value);
  if (read.ec != std::errc() || read.ptr != end || (alert.value >> 63U) != 0) {
    return FailField("FIELD_INVALID", std::string(field), "must be the name of an alert");
  }
  return alert;
}

}  // namespace jackfield::grpc_api
