#include "server/grpc_api/ticket_bulk_plan.h"

#include <string_view>
#include <utility>

#include <google/protobuf/repeated_ptr_field.h>

#include "server/exchange/tickets/ticket_words.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/status_mapping.h"
#include "server/grpc_api/ticket_errors.h"
#include "server/grpc_api/ticket_mapping.h"

namespace jackfield::grpc_api {
namespace {

using exchange::TicketState;
using Tags = google::protobuf::RepeatedPtrField<std::string>;

constexpr std::size_t kTagMax = 32;
constexpr std::string_view kTagSigns = "_-";
constexpr std::string_view kNobody = "-";
constexpr std::size_t kMessageMax = 256;

Result<std::set<std::string>> ReadTags(const std::string& field, const Tags& tags) {
  DocumentCheck check;
  check.Count(field, tags.size(), static_cast<int>(exchange::kTicketTagsMax));
  for (const std::string& tag : tags) check.Word(field, tag, kTagMax, kTagSigns);
  Status sound = check.status();
  if (!sound) {
    sound.error().reason = "FIELD_INVALID";
    return Fail(sound);
  }
  return std::set<std::string>(tags.begin(), tags.end());
}

Status AddKinds(const v1::TicketChange& change, BulkChange& read) {
  if (change.priority() != v1::Ticket::PRIORITY_UNSPECIFIED) {
    if (!v1::Ticket::Priority_IsValid(change.priority())) {
      return FailField("FIELD_INVALID", "change.priority", "is not known");
    }
    read.priority = static_cast<exchange::TicketPriority>(change.priority());
  }
  if (change.type() == v1::Ticket::TYPE_UNSPECIFIED) return {};
  if (!v1::Ticket::Type_IsValid(change.type())) {
    return FailField("FIELD_INVALID", "change.type", "is not known");
  }
  read.type = static_cast<exchange::TicketType>(change.type());
  return {};
}

Status AddTags(const v1::TicketChange& change, BulkChange& read) {
  auto added = ReadTags("change.added_tags", change.added_tags());
  if (!added) return Fail(added);
  auto removed = ReadTags("change.removed_tags", change.removed_tags());
  if (!removed) return Fail(removed);
  for (const std::string& tag : *removed) {
    if (added->contains(tag)) {
      return FailField("FIELD_INVALID", "change.removed_tags", "has " + tag + ", which is added");
    }
  }
  read.added_tags = *std::move(added);
  read.removed_tags = *std::move(removed);
  return {};
}

Status AddPlaces(const v1::TicketChange& change, BulkChange& read) {
  Result<std::string> queue = OptionalIdOf("change.queue", "queues", change.queue());
  if (!queue) return Fail(queue);
  read.queue = *std::move(queue);
  if (change.owner().empty()) return {};
  Result<std::string> owner = IdOf("change.owner", "agents", change.owner());
  if (!owner) return Fail(owner);
  read.owner = *owner == kNobody ? std::string() : *std::move(owner);
  return {};
}

bool ChangesFields(const BulkChange& change) {
  return change.priority || change.type || !change.queue.empty() || !change.added_tags.empty() ||
         !change.removed_tags.empty();
}

std::string Joined(const std::set<std::string>& tags) {
  std::string text;
  for (const std::string& tag : tags) text += (text.empty() ? "" : " ") + tag;
  return text;
}

std::set<std::string> TagsAfter(const BulkChange& change, const TicketRow& row) {
  std::set<std::string> tags = row.tags;
  for (const std::string& tag : change.removed_tags) tags.erase(tag);
  tags.insert(change.added_tags.begin(), change.added_tags.end());
  return tags;
}

// Gathers what changes of one ticket.
//
// Thread safety: none; one per ticket.
class Changes {
 public:
  explicit Changes(v1::TicketChangeResult& result) : result_(result) {}

  // Whether it changes at all.
  bool Add(std::string_view field, std::string_view before, std::string_view after) {
    if (before == after) return false;
    v1::TicketFieldChange& change = *result_.add_changes();
    change.set_field(std::string(field));
    change.set_before(std::string(before));
    change.set_after(std::string(after));
    return true;
  }

  bool empty() const { return result_.changes().empty(); }

 private:
  v1::TicketChangeResult& result_;
};

void AddOwner(const TicketRow& row, const std::string& owner, Changes& changes) {
  changes.Add("owner", NameOf("agents", row.owner), NameOf("agents", owner));
}

exchange::UpdateTicket UpdateOf(const BulkChange& change, const TicketRow& row, Changes& changes) {
  using exchange::WordOf;
  exchange::UpdateTicket update;
  const auto differs = [&](std::string_view field, auto before, auto after) {
    return changes.Add(field, WordOf(before), WordOf(after));
  };
  if (change.priority && differs("priority", row.priority, *change.priority)) {
    update.priority = change.priority;
  }
  if (change.type && differs("type", row.type, *change.type)) update.type = change.type;
  std::set<std::string> tags = TagsAfter(change, row);
  if (changes.Add("tags", Joined(row.tags), Joined(tags))) update.tags = std::move(tags);
  if (change.queue.empty() || change.queue == row.queue) return update;
  changes.Add("queue", NameOf("queues", row.queue), NameOf("queues", change.queue));
  AddOwner(row, {}, changes);
  update.queue = change.queue;
  return update;
}

Status CheckRow(const BulkChange& change, const TicketRow& row,
                const std::optional<std::uint64_t>& revision) {
  if (const Status living = CheckNotClosed(row); !living) return living;
  if (revision && *revision != row.revision) {
    return Fail(ErrorCode::kAborted, "ETAG_MISMATCH", "it was changed meanwhile; get it again");
  }
  const bool moves = (!change.queue.empty() && change.queue != row.queue) ||
                     (change.owner && *change.owner != row.owner);
  if (moves && row.state == TicketState::kResolved) {
    return Fail(ErrorCode::kFailedPrecondition, "TICKET_RESOLVED",
                "it is resolved, and nobody is to work on it; open it again first");
  }
  if (TagsAfter(change, row).size() <= exchange::kTicketTagsMax) return {};
  return FailField("FIELD_INVALID", "change.added_tags",
                   "would give it more than " + std::to_string(exchange::kTicketTagsMax) + " tags");
}

}  // namespace

Result<BulkChange> BulkChangeOf(const v1::TicketChange& change) {
  BulkChange read;
  for (const auto add : {AddKinds, AddTags, AddPlaces}) {
    if (const Status added = add(change, read); !added) return Fail(added);
  }
  if (!read.owner && !ChangesFields(read)) {
    return FailField("FIELD_INVALID", "change", "must say what is to be changed");
  }
  if (read.owner && ChangesFields(read)) {
    return FailField("FIELD_INVALID", "change.owner", "must not stand together with other fields");
  }
  return read;
}

Status CheckPlaces(const BulkChange& change, const exchange::State& state) {
  if (!change.queue.empty() && !state.queue_names.contains(change.queue)) {
    return Fail(ErrorCode::kNotFound, "QUEUE_NOT_FOUND", "there is no queue " + change.queue);
  }
  if (!change.owner || change.owner->empty()) return {};
  const auto id = state.agent_logins.find(*change.owner);
  const bool known = id != state.agent_logins.end() && state.agents.at(id->second).configured;
  if (known) return {};
  return Fail(ErrorCode::kNotFound, "AGENT_NOT_FOUND", "no agent has the login " + *change.owner);
}

BulkPlan PlanOf(const BulkChange& change, const TicketRow& row,
                const std::optional<std::uint64_t>& revision, const std::string& actor) {
  BulkPlan plan;
  plan.result.set_ticket(NameOf("tickets", row.name));
  plan.result.set_number(static_cast<std::int64_t>(row.ticket.value));
  plan.result.set_etag(EtagOf(row));
  if (const Status fits = CheckRow(change, row, revision); !fits) {
    SetRefused(fits.error(), plan.result);
    return plan;
  }
  Changes changes(plan.result);
  if (change.owner) {
    AddOwner(row, *change.owner, changes);
    const bool opens = !changes.empty() && !change.owner->empty() && row.state == TicketState::kNew;
    if (opens) changes.Add("state", WordOf(row.state), WordOf(TicketState::kOpen));
    plan.command = exchange::AssignTicket{actor, row.ticket, row.revision, *change.owner};
  } else {
    exchange::UpdateTicket update = UpdateOf(change, row, changes);
    update.actor = actor;
    update.ticket = row.ticket;
    update.revision = row.revision;
    plan.command = std::move(update);
  }
  plan.result.set_outcome(changes.empty() ? v1::TicketChangeResult::OUTCOME_UNCHANGED
                                          : v1::TicketChangeResult::OUTCOME_CHANGED);
  if (changes.empty()) plan.command.reset();
  return plan;
}

void SetRefused(const Error& error, v1::TicketChangeResult& result) {
  const bool in_doubt = error.code == ErrorCode::kDeadlineExceeded;
  result.set_outcome(in_doubt ? v1::TicketChangeResult::OUTCOME_IN_DOUBT
                              : v1::TicketChangeResult::OUTCOME_REFUSED);
  if (!in_doubt) result.clear_changes();
  result.set_reason(WireError(error).reason);
  result.set_message(FirstCharacters(error.message, kMessageMax));
}

}  // namespace jackfield::grpc_api
