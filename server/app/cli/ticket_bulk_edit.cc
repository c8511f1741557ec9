#include "server/app/cli/ticket_bulk_edit.h"

#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

// The value of the word that the option holds.
Result<int> ValueOf(const google::protobuf::EnumDescriptor& type, const std::string& option,
                    const std::string& word) {
  const auto* const value = ReadEnum(type, word);
  if (value != nullptr) return value->number();
  return Fail(ErrorCode::kInvalidArgument,
              option + " is one of " + ListEnum(type) + "; not '" + word + "'");
}

std::string FullName(const std::string& collection, const std::string& id) {
  return id.empty() || id.find('/') != std::string::npos ? id : collection + "/" + id;
}

// A value without its collection; tags with commas between.
std::string WriteValue(const v1::TicketFieldChange& change, const std::string& value) {
  if (value.empty()) return "none";
  if (change.field() != "tags") return WriteId(value);
  std::string text;
  for (const char letter : value)
    text += letter == ' ' ? std::string(", ") : std::string(1, letter);
  return text;
}

}  // namespace

Result<v1::TicketChange> ToChange(const TicketBulkEdit& edit) {
  v1::TicketChange change;
  if (!edit.priority.empty()) {
    const auto value = ValueOf(*v1::Ticket::Priority_descriptor(), "--set-priority", edit.priority);
    if (!value) return Fail(value);
    change.set_priority(static_cast<v1::Ticket::Priority>(*value));
  }
  if (!edit.type.empty()) {
    const auto value = ValueOf(*v1::Ticket::Type_descriptor(), "--set-type", edit.type);
    if (!value) return Fail(value);
    change.set_type(static_cast<v1::Ticket::Type>(*value));
  }
  change.set_queue(FullName("queues", edit.queue));
  change.set_owner(FullName("agents", edit.owner));
  for (const std::string& tag : edit.tags_added) change.add_added_tags(tag);
  for (const std::string& tag : edit.tags_removed) change.add_removed_tags(tag);
  return change;
}

std::string WriteResult(const v1::TicketChangeResult& result) {
  if (result.outcome() == v1::TicketChangeResult::OUTCOME_UNCHANGED) return "is so already";
  if (result.outcome() == v1::TicketChangeResult::OUTCOME_REFUSED) {
    return "refused: " + result.message();
  }
  if (result.outcome() == v1::TicketChangeResult::OUTCOME_IN_DOUBT) {
    return "in doubt: " + result.message();
  }
  std::string text;
  for (const v1::TicketFieldChange& change : result.changes()) {
    text += (text.empty() ? "" : "; ") + change.field() + " " +
            WriteValue(change, change.before()) + " → " + WriteValue(change, change.after());
  }
  return text;
}

}  // namespace jackfield::cli
