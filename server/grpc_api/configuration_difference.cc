#include "server/grpc_api/configuration_difference.h"

#include <map>
#include <string>
#include <utility>

#include <google/protobuf/util/message_differencer.h>

namespace jackfield::grpc_api {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// One object of a document under the name that it has in a list of changes.
using Subjects = std::vector<std::pair<std::string, const Message*>>;

template <typename List, typename Key>
void AddSubjects(const char* collection, const List& list, Key key, Subjects& subjects) {
  for (const auto& entry : list) {
    subjects.emplace_back(std::string(collection) + "/" + key(entry), &entry);
  }
}

Subjects SubjectsOf(const v1::Configuration& document) {
  Subjects subjects;
  AddSubjects(
      "sources", document.sources(), [](const auto& e) { return e.source_id(); }, subjects);
  AddSubjects(
      "queues", document.queues(), [](const auto& e) { return e.queue_id(); }, subjects);
  AddSubjects(
      "agents", document.agents(), [](const auto& e) { return e.login(); }, subjects);
  AddSubjects(
      "calendars", document.calendars(), [](const auto& e) { return e.calendar_id(); }, subjects);
  AddSubjects(
      "dispositions", document.dispositions(), [](const auto& e) { return e.code(); }, subjects);
  AddSubjects(
      "not_ready_reasons", document.not_ready_reasons(), [](const auto& e) { return e.code(); },
      subjects);
  AddSubjects(
      "dialled_numbers", document.dialled_numbers(), [](const auto& e) { return e.number(); },
      subjects);
  AddSubjects(
      "attached_values", document.attached_values(), [](const auto& e) { return e.name(); },
      subjects);
  AddSubjects(
      "desk_links", document.desk_links(), [](const auto& e) { return e.label(); }, subjects);
  AddSubjects(
      "dial_rules", document.dial_rules(),
      [](const auto& e) { return e.team().empty() ? "*" : e.team(); }, subjects);
  AddSubjects(
      "sla_policies", document.ticket_plan().sla_policies(),
      [](const auto& e) { return e.policy_id(); }, subjects);
  subjects.emplace_back("telephony_thresholds", &document.telephony_thresholds());
  subjects.emplace_back("routing_rules", &document.routing_rules());
  subjects.emplace_back("ticket_plan", &document.ticket_plan());
  return subjects;
}

// A field that only one of the two has is another, also where that one has zero in it: the default
// of what is not stated need not be zero.
bool IsInOneOnly(const FieldDescriptor& field, const Message& before, const Message& after) {
  return field.has_presence() && before.GetReflection()->HasField(before, &field) !=
                                     after.GetReflection()->HasField(after, &field);
}

// The fields of two messages of one type that are not equal.
std::vector<std::string> ChangedFields(const Message& before, const Message& after) {
  std::vector<std::string> changed;
  const auto* descriptor = before.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    google::protobuf::util::MessageDifferencer differencer;
    const FieldDescriptor* field = descriptor->field(i);
    if (IsInOneOnly(*field, before, after) ||
        !differencer.CompareWithFields(before, after, {field}, {field})) {
      changed.push_back(field->name());
    }
  }
  return changed;
}

v1::ConfigurationChange Change(const std::string& subject, v1::ConfigurationChange::Kind kind) {
  v1::ConfigurationChange change;
  change.set_subject(subject);
  change.set_kind(kind);
  return change;
}

void AddSiteChange(const v1::Configuration& before, const v1::Configuration& after,
                   std::vector<v1::ConfigurationChange>& changes) {
  v1::ConfigurationChange site = Change("site", v1::ConfigurationChange::KIND_CHANGED);
  if (before.site_display_name() != after.site_display_name()) {
    site.add_fields("site_display_name");
  }
  if (before.time_zone() != after.time_zone()) site.add_fields("time_zone");
  if (site.fields_size() > 0) changes.push_back(std::move(site));
}

}  // namespace

std::vector<v1::ConfigurationChange> Difference(const v1::Configuration& before,
                                                const v1::Configuration& after) {
  std::vector<v1::ConfigurationChange> changes;
  AddSiteChange(before, after, changes);
  const Subjects known = SubjectsOf(before);
  std::map<std::string, const Message*> gone(known.begin(), known.end());
  for (const auto& [subject, message] : SubjectsOf(after)) {
    const auto found = gone.find(subject);
    if (found == gone.end()) {
      changes.push_back(Change(subject, v1::ConfigurationChange::KIND_ADDED));
      continue;
    }
    const std::vector<std::string> fields = ChangedFields(*found->second, *message);
    gone.erase(found);
    if (fields.empty()) continue;
    v1::ConfigurationChange change = Change(subject, v1::ConfigurationChange::KIND_CHANGED);
    for (const std::string& field : fields) change.add_fields(field);
    changes.push_back(std::move(change));
  }
  for (const auto& [subject, message] : known) {
    if (gone.contains(subject)) {
      changes.push_back(Change(subject, v1::ConfigurationChange::KIND_REMOVED));
    }
  }
  return changes;
}

}  // namespace jackfield::grpc_api
