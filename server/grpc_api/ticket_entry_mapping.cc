#include "server/grpc_api/ticket_entry_mapping.h"

#include <algorithm>
#include <charconv>
#include <string>

#include <google/protobuf/util/time_util.h>

#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

using Kind = exchange::TicketEntryKind;

constexpr std::size_t kTextMax = 4'000;

// UTC milliseconds as RFC 3339; empty stays empty.
std::string TimeText(const std::string& milliseconds) {
  std::int64_t value = 0;
  const char* const end = milliseconds.data() + milliseconds.size();
  const auto read = std::from_chars(milliseconds.data(), end, value);
  if (milliseconds.empty() || read.ec != std::errc() || read.ptr != end) return {};
  return google::protobuf::util::TimeUtil::ToString(ToProto(WallTime(Duration(value))));
}

// The goal's words as one word: "first_response".
std::string GoalText(std::string words) {
  std::replace(words.begin(), words.end(), ' ', '_');
  return words;
}

// What stood in `before` or `after`, as programs name it.
std::string ValueOf(Kind kind, const std::string& value) {
  switch (kind) {
    case Kind::kOwnerChanged:
      return NameOf("agents", value);
    case Kind::kQueueChanged:
      return NameOf("queues", value);
    case Kind::kLinked:
    case Kind::kUnlinked:
    case Kind::kMergedInto:
    case Kind::kMergedFrom:
      return NameOf("tickets", value);
    case Kind::kInteraction:
      return NameOf("interactions", value);
    case Kind::kReminderSet:
      return TimeText(value);
    case Kind::kSlaWarned:
    case Kind::kSlaBreached:
      return GoalText(value);
    case Kind::kCreated:
    case Kind::kCommented:
    case Kind::kStateChanged:
    case Kind::kPriorityChanged:
    case Kind::kTypeChanged:
    case Kind::kSubjectChanged:
    case Kind::kTagged:
    case Kind::kSkillsChanged:
    case Kind::kCustomerChanged:
    case Kind::kComplaintChanged:
    case Kind::kWatched:
    case Kind::kUnwatched:
    case Kind::kAttached:
    case Kind::kRated:
    case Kind::kHandedToSupervisors:
      return value;
  }
  return value;
}

}  // namespace

v1::TicketEntry::Kind ToProto(exchange::TicketEntryKind kind) {
  switch (kind) {
    case Kind::kCreated:
      return v1::TicketEntry::KIND_CREATED;
    case Kind::kCommented:
      return v1::TicketEntry::KIND_COMMENTED;
    case Kind::kStateChanged:
      return v1::TicketEntry::KIND_STATE_CHANGED;
    case Kind::kOwnerChanged:
      return v1::TicketEntry::KIND_OWNER_CHANGED;
    case Kind::kQueueChanged:
      return v1::TicketEntry::KIND_QUEUE_CHANGED;
    case Kind::kPriorityChanged:
      return v1::TicketEntry::KIND_PRIORITY_CHANGED;
    case Kind::kTypeChanged:
      return v1::TicketEntry::KIND_TYPE_CHANGED;
    case Kind::kSubjectChanged:
      return v1::TicketEntry::KIND_SUBJECT_CHANGED;
    case Kind::kTagged:
      return v1::TicketEntry::KIND_TAGS_CHANGED;
    case Kind::kSkillsChanged:
      return v1::TicketEntry::KIND_SKILLS_CHANGED;
    case Kind::kCustomerChanged:
      return v1::TicketEntry::KIND_CUSTOMER_CHANGED;
    case Kind::kComplaintChanged:
      return v1::TicketEntry::KIND_COMPLAINT_CHANGED;
    case Kind::kLinked:
      return v1::TicketEntry::KIND_LINKED;
    case Kind::kUnlinked:
      return v1::TicketEntry::KIND_UNLINKED;
    case Kind::kMergedInto:
      return v1::TicketEntry::KIND_MERGED_INTO;
    case Kind::kMergedFrom:
      return v1::TicketEntry::KIND_MERGED_FROM;
    case Kind::kInteraction:
      return v1::TicketEntry::KIND_INTERACTION;
    case Kind::kWatched:
      return v1::TicketEntry::KIND_WATCHED;
    case Kind::kUnwatched:
      return v1::TicketEntry::KIND_UNWATCHED;
    case Kind::kAttached:
      return v1::TicketEntry::KIND_ATTACHED;
    case Kind::kRated:
      return v1::TicketEntry::KIND_RATED;
    case Kind::kReminderSet:
      return v1::TicketEntry::KIND_REMINDER_SET;
    case Kind::kSlaWarned:
      return v1::TicketEntry::KIND_CLOCK_WARNED;
    case Kind::kSlaBreached:
      return v1::TicketEntry::KIND_CLOCK_BREACHED;
    case Kind::kHandedToSupervisors:
      return v1::TicketEntry::KIND_HANDED_TO_SUPERVISORS;
  }
  return v1::TicketEntry::KIND_UNSPECIFIED;
}

v1::TicketEntry ToEntry(const TicketEntryRow& row, const OpenText& open) {
  v1::TicketEntry proto;
  proto.set_number(static_cast<int>(row.number));
  proto.set_kind(ToProto(row.what));
  *proto.mutable_time() = ToProto(row.at);
  proto.set_actor(row.who);
  proto.set_visibility(ToProto(row.visibility));
  proto.set_text(FirstCharacters(open(row.text), kTextMax));
  proto.set_before(ValueOf(row.what, row.before));
  proto.set_after(ValueOf(row.what, row.after));
  proto.set_uri(open(row.reference));
  return proto;
}

}  // namespace jackfield::grpc_api
