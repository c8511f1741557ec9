#include "server/app/cli/alert_wording.h"

#include <cmath>

#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

bool IsBelow(v1::AlertRule::Figure figure) {
  return figure == v1::AlertRule::FIGURE_SERVICE_LEVEL_RATIO ||
         figure == v1::AlertRule::FIGURE_READY_COUNT ||
         figure == v1::AlertRule::FIGURE_STAFFED_COUNT;
}

std::string WriteCause(v1::TicketAlert::Cause cause) {
  switch (cause) {
    case v1::TicketAlert::CAUSE_COMPLAINT:
      return "complaint";
    case v1::TicketAlert::CAUSE_SLA_WARNING:
      return "goal in danger";
    case v1::TicketAlert::CAUSE_SLA_BREACH:
      return "goal missed";
    case v1::TicketAlert::CAUSE_UNSPECIFIED:
    case v1::TicketAlert_Cause_TicketAlert_Cause_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::TicketAlert_Cause_TicketAlert_Cause_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return std::to_string(static_cast<int>(cause));  // Of a newer server.
}

}  // namespace

std::string WriteFigure(v1::AlertRule::Figure figure) {
  switch (figure) {
    case v1::AlertRule::FIGURE_WAITING_COUNT:
      return "waiting";
    case v1::AlertRule::FIGURE_LONGEST_WAIT_SECONDS:
      return "longest wait";
    case v1::AlertRule::FIGURE_SERVICE_LEVEL_RATIO:
      return "service level";
    case v1::AlertRule::FIGURE_ABANDONED_RATIO:
      return "abandoned";
    case v1::AlertRule::FIGURE_READY_COUNT:
      return "ready";
    case v1::AlertRule::FIGURE_STAFFED_COUNT:
      return "staffed";
    case v1::AlertRule::FIGURE_UNSPECIFIED:
    case v1::AlertRule_Figure_AlertRule_Figure_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::AlertRule_Figure_AlertRule_Figure_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return std::to_string(static_cast<int>(figure));  // Of a newer server.
}

std::string WriteFigureValue(v1::AlertRule::Figure figure, double value) {
  if (figure == v1::AlertRule::FIGURE_LONGEST_WAIT_SECONDS) {
    google::protobuf::Duration span;
    span.set_seconds(static_cast<std::int64_t>(value));
    return WriteSpan(span);
  }
  const bool ratio = figure == v1::AlertRule::FIGURE_SERVICE_LEVEL_RATIO ||
                     figure == v1::AlertRule::FIGURE_ABANDONED_RATIO;
  return ratio ? WriteRatio(value) : std::to_string(std::llround(value));
}

std::string WriteTopic(const v1::Alert& alert) {
  if (alert.has_ticket()) return WriteCause(alert.ticket().cause());
  return WriteFigure(alert.rule().figure());
}

std::string WriteBreach(const v1::Alert& alert) {
  if (alert.has_ticket()) return "ticket " + std::to_string(alert.ticket().number());
  const v1::AlertRule& rule = alert.rule();
  return WriteFigureValue(rule.figure(), alert.raised_value()) +
         (IsBelow(rule.figure()) ? " under " : " over ") +
         WriteFigureValue(rule.figure(), rule.limit());
}

}  // namespace jackfield::cli
