#include "server/grpc_api/ticket_change_mapping.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "server/exchange/tickets/ticket_rules.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

using exchange::PersonalText;

constexpr std::size_t kSubjectMax = 200;
constexpr std::size_t kTextMax = 4'000;
constexpr std::size_t kPromiseMax = 1'000;
constexpr std::size_t kWordMax = 32;
constexpr std::size_t kFileNameMax = 128;
constexpr std::size_t kUriMax = 1'024;
constexpr std::string_view kScheme = "https://";
constexpr std::string_view kWordSigns = "_-";
constexpr std::size_t kCurrencyLetters = 3;
constexpr std::string_view kComplaint = "complaint";
constexpr std::string_view kComplaintPrefix = "complaint.";

// Those of the first level, and those of a complaint.
constexpr auto kFields = std::to_array<std::string_view>(
    {"subject", "type", "priority", "customer", "queue", "skills", "tags", kComplaint});
constexpr auto kComplaintFields =
    std::to_array<std::string_view>({"severity", "cause", "promised_action",
                                     "compensation_minor_units", "compensation_currency_code"});

template <typename List>
bool Has(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

Status FieldErrors(const DocumentCheck& check) {
  Status status = check.status();
  if (!status) status.error().reason = "FIELD_INVALID";
  return status;
}

Status CheckText(const std::string& field, const std::string& text, std::size_t min,
                 std::size_t max) {
  DocumentCheck check;
  check.Text(field, text, min, max);
  return FieldErrors(check);
}

Result<PersonalText> ReadSubject(const v1::Ticket& ticket) {
  const Status sound = CheckText("ticket.subject", ticket.subject(), 1, kSubjectMax);
  if (!sound) return Fail(sound);
  return PersonalText(ticket.subject());
}

Result<exchange::TicketType> ReadType(const v1::Ticket& ticket) {
  if (ticket.type() == v1::Ticket::TYPE_UNSPECIFIED) return exchange::TicketType::kQuestion;
  if (v1::Ticket::Type_IsValid(ticket.type())) {
    return static_cast<exchange::TicketType>(ticket.type());
  }
  return FailField("FIELD_INVALID", "ticket.type", "is not known");
}

Result<exchange::TicketPriority> ReadPriority(const v1::Ticket& ticket) {
  if (ticket.priority() == v1::Ticket::PRIORITY_UNSPECIFIED) {
    return exchange::TicketPriority::kNormal;
  }
  if (v1::Ticket::Priority_IsValid(ticket.priority())) {
    return static_cast<exchange::TicketPriority>(ticket.priority());
  }
  return FailField("FIELD_INVALID", "ticket.priority", "is not known");
}

Result<std::vector<exchange::SkillRequirement>> ReadSkills(const v1::Ticket& ticket) {
  DocumentCheck check;
  check.Count("ticket.skills", ticket.skills_size(), static_cast<int>(exchange::kSkillsPerRingMax));
  std::set<std::string> known;
  std::vector<exchange::SkillRequirement> skills;
  for (int i = 0; i < ticket.skills_size(); ++i) {
    const v1::TicketSkill& skill = ticket.skills(i);
    const std::string at = EntryAt("ticket.skills", i);
    const int level = skill.level_min() == 0 ? 1 : skill.level_min();
    check.Word(at + "skill", skill.skill(), kWordMax, kWordSigns);
    check.Unique(at + "skill", known, skill.skill());
    check.Number(at + "level_min", level, {1, exchange::kSkillLevelMax});
    skills.push_back({skill.skill(), static_cast<std::uint32_t>(level)});
  }
  const Status sound = FieldErrors(check);
  if (!sound) return Fail(sound);
  return skills;
}

Result<std::set<std::string>> ReadTags(const v1::Ticket& ticket) {
  DocumentCheck check;
  check.Count("ticket.tags", ticket.tags_size(), static_cast<int>(exchange::kTicketTagsMax));
  for (const std::string& tag : ticket.tags()) {
    check.Word("ticket.tags", tag, kWordMax, kWordSigns);
  }
  const Status sound = FieldErrors(check);
  if (!sound) return Fail(sound);
  return std::set<std::string>(ticket.tags().begin(), ticket.tags().end());
}

bool IsCurrency(const std::string& code) {
  return code.size() == kCurrencyLetters && std::all_of(code.begin(), code.end(), [](char letter) {
           return letter >= 'A' && letter <= 'Z';
         });
}

Status CheckComplaint(const v1::Complaint& complaint) {
  DocumentCheck check;
  check.Number("ticket.complaint.severity", complaint.severity(),
               {0, exchange::kComplaintSeverityMax});
  if (!complaint.cause().empty()) {
    check.Word("ticket.complaint.cause", complaint.cause(), kWordMax, kWordSigns);
  }
  check.Text("ticket.complaint.promised_action", complaint.promised_action(), 0, kPromiseMax);
  if (complaint.compensation_minor_units() < 0) {
    check.Refuse("ticket.complaint.compensation_minor_units", "must not be negative");
  }
  return FieldErrors(check);
}

// The compensation and its currency, once both are known.
Status CheckCompensation(const exchange::Complaint& complaint) {
  const bool none = complaint.compensation_minor == 0 && complaint.currency.empty();
  if (none || IsCurrency(complaint.currency)) return {};
  return FailField("FIELD_INVALID", "ticket.complaint.compensation_currency_code",
                   "must be a code of ISO 4217, e.g. EUR or CNY");
}

// `before` with the fields that `wanted` says yes to.
template <typename Wanted>
Result<exchange::Complaint> ReadComplaint(const v1::Complaint& complaint,
                                          const exchange::Complaint& before, const Wanted& wanted) {
  if (const Status sound = CheckComplaint(complaint); !sound) return Fail(sound);
  exchange::Complaint read = before;
  if (wanted("severity")) read.severity = static_cast<std::uint32_t>(complaint.severity());
  if (wanted("cause")) read.cause = complaint.cause();
  if (wanted("promised_action")) read.promise = PersonalText(complaint.promised_action());
  if (wanted("compensation_minor_units")) {
    read.compensation_minor = complaint.compensation_minor_units();
  }
  if (wanted("compensation_currency_code")) {
    read.currency = complaint.compensation_currency_code();
  }
  if (const Status money = CheckCompensation(read); !money) return Fail(money);
  return read;
}

Result<exchange::TicketVisibility> ReadVisibility(const std::string& field, int visibility) {
  if (!v1::TicketEntry::Visibility_IsValid(visibility)) {
    return FailField("FIELD_INVALID", field, "is not known");
  }
  return visibility == v1::TicketEntry::VISIBILITY_PUBLIC ? exchange::TicketVisibility::kPublic
                                                          : exchange::TicketVisibility::kInternal;
}

// A complaint that says something belongs to tickets of that type.
Status CheckComplaintFits(const exchange::Complaint& complaint, exchange::TicketType type) {
  if (type == exchange::TicketType::kComplaint || complaint == exchange::Complaint{}) return {};
  return FailField("FIELD_INVALID", "ticket.complaint",
                   "is for tickets of the type complaint only; set the type, or leave it out");
}

Status CheckMask(const google::protobuf::FieldMask& mask) {
  if (mask.paths().empty()) {
    return FailField("UPDATE_MASK_INVALID", "update_mask", "must name what is to be changed");
  }
  for (const std::string& path : mask.paths()) {
    const bool of_complaint = path.starts_with(kComplaintPrefix) &&
                              Has(kComplaintFields, path.substr(kComplaintPrefix.size()));
    if (of_complaint || Has(kFields, path)) continue;
    return FailField("UPDATE_MASK_INVALID", "update_mask", path + " cannot be changed");
  }
  return {};
}

// Puts the value that `read` gives into `into`.
template <typename T>
Status Take(Result<T> read, std::optional<T>& into) {
  if (!read) return Fail(read);
  into = *std::move(read);
  return {};
}

// A complaint of which only fields are given counts for the ticket as it was seen.
Status TakeComplaint(const v1::UpdateTicketRequest& request, const TicketRow& before,
                     exchange::UpdateTicket& changes) {
  const auto& paths = request.update_mask().paths();
  const bool whole = Has(paths, kComplaint);
  const auto wanted = [&](std::string_view field) {
    return whole || Has(paths, std::string(kComplaintPrefix) + std::string(field));
  };
  if (std::none_of(kComplaintFields.begin(), kComplaintFields.end(), wanted)) return {};
  if (!whole && !changes.revision) changes.revision = before.revision;
  const Status taken = Take(ReadComplaint(request.ticket().complaint(), before.complaint, wanted),
                            changes.complaint);
  if (!taken) return taken;
  return CheckComplaintFits(*changes.complaint, changes.type.value_or(before.type));
}

Status CheckReminder(const v1::SetTicketStateRequest& request, WallTime now) {
  if (!request.has_reminder_time()) return {};
  if (request.state() != v1::Ticket::STATE_PENDING) {
    return FailField("FIELD_INVALID", "reminder_time", "is for the state pending only");
  }
  const WallTime reminder = FromProto(request.reminder_time());
  if (reminder > now && reminder <= now + exchange::kReminderMax) return {};
  return FailField("FIELD_INVALID", "reminder_time",
                   "must be in the future, and at most 366 days away");
}

Result<exchange::TicketState> ReadState(const v1::SetTicketStateRequest& request) {
  switch (request.state()) {
    case v1::Ticket::STATE_OPEN:
      return exchange::TicketState::kOpen;
    case v1::Ticket::STATE_PENDING:
      return exchange::TicketState::kPending;
    case v1::Ticket::STATE_RESOLVED:
      return exchange::TicketState::kResolved;
    case v1::Ticket::STATE_CLOSED:
      return exchange::TicketState::kClosed;
    case v1::Ticket::STATE_UNSPECIFIED:
    case v1::Ticket::STATE_NEW:
    case v1::Ticket_State_Ticket_State_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Ticket_State_Ticket_State_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return FailField("FIELD_INVALID", "state", "must be open, pending, resolved or closed");
}

}  // namespace

Result<exchange::CreateTicket> NewTicketOf(const v1::CreateTicketRequest& request) {
  const v1::Ticket& ticket = request.ticket();
  const auto subject = ReadSubject(ticket);
  const auto type = ReadType(ticket);
  const auto priority = ReadPriority(ticket);
  auto skills = ReadSkills(ticket);
  auto tags = ReadTags(ticket);
  auto queue = OptionalIdOf("ticket.queue", "queues", ticket.queue());
  auto owner = OptionalIdOf("owner", "agents", request.owner());
  const auto complaint =
      ReadComplaint(ticket.complaint(), {}, [](std::string_view) { return true; });
  const auto visibility =
      ReadVisibility("description_visibility", request.description_visibility());
  const Status text = CheckText("description", request.description(), 0, kTextMax);
  if (!subject) return Fail(subject);
  if (!type) return Fail(type);
  if (!priority) return Fail(priority);
  if (!skills) return Fail(skills);
  if (!tags) return Fail(tags);
  if (!queue) return Fail(queue);
  if (!owner) return Fail(owner);
  if (!complaint) return Fail(complaint);
  if (!visibility) return Fail(visibility);
  if (!text) return Fail(text);
  if (const Status fits = CheckComplaintFits(*complaint, *type); !fits) return Fail(fits);
  return exchange::CreateTicket{.subject = *subject,
                                .description = PersonalText(request.description()),
                                .visibility = *visibility,
                                .type = *type,
                                .priority = *priority,
                                .queue = *std::move(queue),
                                .owner = *std::move(owner),
                                .skills = *std::move(skills),
                                .tags = *std::move(tags),
                                .complaint = *complaint};
}

Result<exchange::UpdateTicket> ChangesOf(const v1::UpdateTicketRequest& request,
                                         const TicketRow& before) {
  if (const Status mask = CheckMask(request.update_mask()); !mask) return Fail(mask);
  const v1::Ticket& ticket = request.ticket();
  const auto named = [&](std::string_view field) {
    return Has(request.update_mask().paths(), field);
  };
  exchange::UpdateTicket changes{.ticket = before.ticket};
  const auto revision = RevisionOf(ticket.etag());
  if (!revision) return Fail(revision);
  changes.revision = *revision;
  Status step;
  if (named("subject")) step = Take(ReadSubject(ticket), changes.subject);
  if (step && named("type")) step = Take(ReadType(ticket), changes.type);
  if (step && named("priority")) step = Take(ReadPriority(ticket), changes.priority);
  if (step && named("skills")) step = Take(ReadSkills(ticket), changes.skills);
  if (step && named("tags")) step = Take(ReadTags(ticket), changes.tags);
  if (step && named("queue")) {
    step = Take(IdOf("ticket.queue", "queues", ticket.queue()), changes.queue);
  }
  if (step) step = TakeComplaint(request, before, changes);
  if (!step) return Fail(step);
  return changes;
}

bool ChangesCustomer(const v1::UpdateTicketRequest& request) {
  return Has(request.update_mask().paths(), "customer");
}

Result<exchange::AddComment> CommentOf(const v1::CommentTicketRequest& request) {
  const Status text = CheckText("text", request.text(), 1, kTextMax);
  if (!text) return Fail(text);
  const auto visibility = ReadVisibility("visibility", request.visibility());
  if (!visibility) return Fail(visibility);
  return exchange::AddComment{.text = PersonalText(request.text()),
                              .visibility = *visibility,
                              .author = request.by_customer() ? exchange::CommentAuthor::kCustomer
                                                              : exchange::CommentAuthor::kStaff};
}

Result<exchange::SetTicketState> StateChangeOf(const v1::SetTicketStateRequest& request,
                                               const TicketRow& before, WallTime now) {
  const auto state = ReadState(request);
  if (!state) return Fail(state);
  if (const Status reminder = CheckReminder(request, now); !reminder) return Fail(reminder);
  const Status text = CheckText("comment", request.comment(), 0, kTextMax);
  if (!text) return Fail(text);
  const bool resolves = *state == exchange::TicketState::kResolved && before.state != *state;
  if (resolves && request.comment().empty()) {
    return FailField("RESOLUTION_REQUIRED", "comment",
                     "must not be empty when a ticket is resolved; say what was done");
  }
  const auto visibility = ReadVisibility("comment_visibility", request.comment_visibility());
  if (!visibility) return Fail(visibility);
  const auto revision = RevisionOf(request.etag());
  if (!revision) return Fail(revision);
  exchange::SetTicketState change{.ticket = before.ticket,
                                  .revision = *revision,
                                  .state = *state,
                                  .text = PersonalText(request.comment()),
                                  .visibility = *visibility};
  if (request.has_reminder_time()) change.reminder = FromProto(request.reminder_time());
  return change;
}

Result<exchange::AttachReference> AttachmentOf(const v1::AttachToTicketRequest& request) {
  DocumentCheck check;
  check.Text("display_name", request.display_name(), 1, kFileNameMax);
  check.Text("uri", request.uri(), kScheme.size() + 1, kUriMax);
  if (!request.uri().starts_with(kScheme)) {
    check.Refuse("uri", "must begin with https://");
  }
  if (const Status sound = FieldErrors(check); !sound) return Fail(sound);
  const auto visibility = ReadVisibility("visibility", request.visibility());
  if (!visibility) return Fail(visibility);
  return exchange::AttachReference{.name = PersonalText(request.display_name()),
                                   .address = PersonalText(request.uri()),
                                   .visibility = *visibility};
}

Result<std::optional<std::uint64_t>> RevisionOf(const std::string& etag) {
  if (etag.empty()) return std::nullopt;
  std::uint64_t revision = 0;
  const char* const end = etag.data() + etag.size();
  const auto read = std::from_chars(etag.data(), end, revision);
  if (read.ec == std::errc() && read.ptr == end) return revision;
  return Fail(ErrorCode::kAborted, "ETAG_MISMATCH", "the etag is none of a ticket; get it again");
}

std::uint32_t ValueTierOf(const v1::Configuration& configuration, const std::string& tier) {
  const auto& bonuses = configuration.routing_rules().tier_bonuses();
  const auto found = std::find_if(bonuses.begin(), bonuses.end(),
                                  [&](const v1::TierBonus& bonus) { return bonus.tier() == tier; });
  return found == bonuses.end() ? 0 : static_cast<std::uint32_t>(found - bonuses.begin()) + 1;
}

}  // namespace jackfield::grpc_api
