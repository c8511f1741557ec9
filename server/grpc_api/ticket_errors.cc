#include "server/grpc_api/ticket_errors.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace jackfield::grpc_api {
namespace {

// `field`: of the requests; empty: the one that the exchange names, if any.
struct WireReason {
  std::string_view inner;
  std::string_view wire;
  std::string_view field = {};
};
constexpr auto kReasons = std::to_array<WireReason>({
    {"TICKET_CHANGED_MEANWHILE", "ETAG_MISMATCH", "etag"},
    {"TICKET_REFERENCES_FULL", "TICKET_ATTACHMENTS_FULL"},
    {"RESOLUTION_REQUIRED", "RESOLUTION_REQUIRED", "comment"},
    {"REMINDER_RANGE", "FIELD_INVALID", "reminder_time"},
    {"REMINDER_NOT_ALLOWED", "FIELD_INVALID", "reminder_time"},
    {"STATE_UNKNOWN", "FIELD_INVALID", "state"},
    {"SATISFACTION_RANGE", "FIELD_INVALID", "satisfaction"},
    {"COMPLAINT_INVALID", "FIELD_INVALID", "ticket.complaint"},
    {"QUEUE_REQUIRED", "FIELD_INVALID", "ticket.queue"},
    {"QUEUE_NOT_FOUND", "QUEUE_NOT_FOUND", "ticket.queue"},
    {"AGENT_NOT_FOUND", "AGENT_NOT_FOUND", "owner"},
    {"TICKET_OF_ANOTHER_CUSTOMER", "TICKET_OF_ANOTHER_CUSTOMER", "merged"},
    {"TICKET_SAME", "TICKET_SAME"},
});

}  // namespace

Error TicketWireError(const Error& error) {
  Error wire = error;
  if (error.reason == "TICKET_NOT_FOUND") {
    return {ErrorCode::kFailedPrecondition, "the ticket was closed, which is final",
            "TICKET_CLOSED"};
  }
  const auto* const known =
      std::find_if(kReasons.begin(), kReasons.end(),
                   [&error](const WireReason& each) { return each.inner == error.reason; });
  if (known == kReasons.end()) {
    if (wire.code == ErrorCode::kInvalidArgument) wire.reason = "FIELD_INVALID";
    return wire;
  }
  wire.reason = known->wire;
  if (known->field.empty()) return wire;
  const std::string rule = wire.fields.empty() ? wire.message : wire.fields.front().rule;
  wire.fields = {{std::string(known->field), rule}};
  if (wire.code == ErrorCode::kInvalidArgument) wire.message = wire.fields[0].field + ": " + rule;
  return wire;
}

Status CheckNotMerged(const TicketRow& row) {
  if (!row.merged_into.ticket) return {};
  return Fail(ErrorCode::kFailedPrecondition, "TICKET_MERGED",
              "the ticket became part of ticket " + std::to_string(row.merged_into.ticket.value) +
                  "; go on there");
}

Status CheckNotClosed(const TicketRow& row) {
  if (const Status whole = CheckNotMerged(row); !whole) return whole;
  if (row.state != exchange::TicketState::kClosed) return {};
  return Fail(ErrorCode::kFailedPrecondition, "TICKET_CLOSED",
              "the ticket is closed, which is final; create another, and link them");
}

}  // namespace jackfield::grpc_api
