#include "server/exchange/tickets/ticket_checks.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "server/exchange/tickets/ticket_rules.h"
#include "server/exchange/tickets/ticket_words.h"

namespace jackfield::exchange {
namespace {

constexpr std::size_t kNameDigits = 32;
constexpr std::size_t kCurrencyLetters = 3;
constexpr std::size_t kStates = 5;

// T1, by the state before: new, open, pending, resolved, closed after. The same again is allowed,
// and changes nothing.
constexpr std::array<std::array<bool, kStates>, kStates> kAllowed{{
    {true, true, true, true, false},     // From new.
    {false, true, true, true, false},    // From open.
    {false, true, true, true, false},    // From pending.
    {false, true, false, true, true},    // From resolved.
    {false, false, false, false, true},  // From closed.
}};

std::size_t IndexOf(TicketState state) { return static_cast<std::size_t>(state) - 1; }

// A word of the site: it stands between spaces in the history.
bool IsWord(const std::string& word) {
  return !word.empty() && word.size() <= kTicketWordBytesMax &&
         std::none_of(word.begin(), word.end(), [](char each) {
           const auto byte = static_cast<unsigned char>(each);
           return byte <= ' ' || byte == 0x7f;
         });
}

std::string AtMost(std::size_t count) {
  return "there may be at most " + std::to_string(count) + "; leave some out";
}

std::string BytesAtMost(std::size_t bytes) {
  return "must have at most " + std::to_string(bytes) + " bytes; shorten it";
}

Status CheckCompensation(const Complaint& complaint) {
  if (complaint.compensation_minor < 0) {
    return FailField("COMPLAINT_INVALID", "complaint.compensation_minor",
                     "must not be negative; write what the customer gets");
  }
  const std::string& currency = complaint.currency;
  const bool is_code = currency.size() == kCurrencyLetters &&
                       std::all_of(currency.begin(), currency.end(),
                                   [](char letter) { return letter >= 'A' && letter <= 'Z'; });
  const bool may_be_empty = complaint.compensation_minor == 0;
  if (is_code || (may_be_empty && currency.empty())) return {};
  return FailField("COMPLAINT_INVALID", "complaint.currency",
                   "must be a code of ISO 4217 in capitals; write EUR or CNY, for example");
}

Status CheckReminder(const Step& step, const SetTicketState& command) {
  if (!command.reminder) return {};
  if (command.state != TicketState::kPending) {
    return FailField("REMINDER_NOT_ALLOWED", "reminder",
                     "is for the state pending only; leave it out, or set pending");
  }
  const WallTime now = TicketMoment(step).wall;
  if (*command.reminder > now && *command.reminder <= now + kReminderMax) return {};
  return FailField("REMINDER_RANGE", "reminder",
                   "must be in the future, and at most 366 days away; choose another time");
}

bool IsWireName(const std::string& name) {
  return name.size() == kNameDigits && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

Result<Ticket*> TicketFor(Step& step, TicketId id, const std::optional<std::uint64_t>& revision,
                          TicketScope scope) {
  Ticket* ticket = FindTicket(step, id);
  const std::string number = std::to_string(id.value);
  if (ticket == nullptr) {
    return Fail(ErrorCode::kNotFound, "TICKET_NOT_FOUND",
                "no ticket " + number + " is live, or was closed lately");
  }
  if (scope == TicketScope::kLiveOnly && IsOver(step, *ticket)) {
    return Fail(ErrorCode::kFailedPrecondition, "TICKET_CLOSED",
                "ticket " + number + " is closed, which is final; create another, and link them");
  }
  if (revision && *revision != ticket->revision) {
    return Fail(ErrorCode::kAborted, "TICKET_CHANGED_MEANWHILE",
                "ticket " + number + " was changed meanwhile; read it again, and decide anew");
  }
  return ticket;
}

Result<AgentId> AgentFor(const Step& step, const std::string& login) {
  const auto known = step.state.agent_logins.find(login);
  if (known == step.state.agent_logins.end() || !step.state.agents.at(known->second).configured) {
    return Fail(ErrorCode::kNotFound, "AGENT_NOT_FOUND",
                "no agent \"" + login + "\"; declare it with `jackfield apply`");
  }
  return known->second;
}

Result<QueueId> QueueFor(const Step& step, const std::string& name) {
  const auto known = step.state.queue_names.find(name);
  if (known == step.state.queue_names.end()) {
    return Fail(ErrorCode::kNotFound, "QUEUE_NOT_FOUND",
                "no queue \"" + name + "\"; declare it with `jackfield apply`");
  }
  return known->second;
}

Status CheckText(const char* field, const PersonalText& text, std::size_t bytes_max) {
  if (text.bytes.size() <= bytes_max) return {};
  return FailField("TEXT_TOO_LONG", field, BytesAtMost(bytes_max));
}

Status CheckRequiredText(const char* field, const PersonalText& text, std::size_t bytes_max) {
  if (text.empty()) return FailField("TEXT_REQUIRED", field, "must not be empty; write something");
  return CheckText(field, text, bytes_max);
}

Status CheckSubject(const PersonalText& subject) {
  if (subject.empty()) {
    return FailField("SUBJECT_REQUIRED", "subject",
                     "must not be empty; say in one line what is to be done");
  }
  return CheckText("subject", subject, kTicketSubjectBytesMax);
}

Status CheckType(TicketType type) {
  if (!WordOf(type).empty()) return {};
  return FailField("TYPE_UNKNOWN", "type",
                   "must be question, incident, complaint, callback or task; choose one");
}

Status CheckPriority(TicketPriority priority) {
  if (!WordOf(priority).empty()) return {};
  return FailField("PRIORITY_UNKNOWN", "priority",
                   "must be low, normal, high or urgent; choose one");
}

Status CheckSkills(const std::vector<SkillRequirement>& skills) {
  if (skills.size() > kSkillsPerRingMax) {
    return FailField("TICKET_LIMIT", "skills", AtMost(kSkillsPerRingMax));
  }
  std::set<std::string> seen;
  for (const SkillRequirement& each : skills) {
    if (!IsWord(each.skill) || !seen.insert(each.skill).second) {
      return FailField(
          "SKILL_INVALID", "skills",
          "must be words without spaces, each once; name them as in the configuration");
    }
    if (each.level_min < 1 || each.level_min > kSkillLevelMax) {
      return FailField("SKILL_INVALID", "skills",
                       "must have a level from 1 to " + std::to_string(kSkillLevelMax) +
                           "; 1 asks for the skill at all");
    }
  }
  return {};
}

Status CheckTags(const std::set<std::string>& tags) {
  if (tags.size() > kTicketTagsMax)
    return FailField("TICKET_LIMIT", "tags", AtMost(kTicketTagsMax));
  if (std::all_of(tags.begin(), tags.end(), IsWord)) return {};
  return FailField("TAG_INVALID", "tags",
                   "must be words of 1 to 64 bytes without spaces; write late-delivery");
}

Status CheckTier(std::uint32_t value_tier) {
  if (value_tier <= kValueTierMax) return {};
  return FailField("VALUE_TIER_RANGE", "value_tier",
                   "must be at most " + std::to_string(kValueTierMax) + "; 0 stands for none");
}

Status CheckLogin(const char* field, const std::string& login) {
  if (IsWord(login)) return {};
  return FailField("LOGIN_INVALID", field,
                   "must be a login of 1 to 64 bytes without spaces; look it up");
}

Status CheckInteraction(const char* field, const std::string& name) {
  if (IsWireName(name)) return {};
  return FailField("INTERACTION_INVALID", field,
                   "must be a name of 32 hexadecimal digits; copy it from the log of calls");
}

Status CheckComplaint(const Complaint& complaint, TicketType type) {
  if (complaint == Complaint{}) return {};
  if (type != TicketType::kComplaint) {
    return FailField("COMPLAINT_INVALID", "complaint",
                     "is for tickets of the type complaint only; set the type, or leave it out");
  }
  if (complaint.severity > kComplaintSeverityMax) {
    return FailField("COMPLAINT_INVALID", "complaint.severity",
                     "must be 1 to 4; 0 stands for not judged yet");
  }
  if (!complaint.cause.empty() && !IsWord(complaint.cause)) {
    return FailField("COMPLAINT_INVALID", "complaint.cause",
                     "must be a code of 1 to 64 bytes without spaces; write late-delivery");
  }
  if (const Status money = CheckCompensation(complaint); !money) return money;
  return CheckText("complaint.promise", complaint.promise, kTicketTextBytesMax);
}

Status CheckAddress(const PersonalText& address) {
  const Status given = CheckRequiredText("address", address, kTicketReferenceBytesMax);
  if (!given) return given;
  constexpr std::string_view kScheme = "https://";
  const bool secure = address.bytes.starts_with(kScheme) && address.bytes.size() > kScheme.size();
  if (!address.in_the_clear() || secure) return {};
  return FailField("ADDRESS_INVALID", "address",
                   "must be an address that begins with https://; copy it from the browser");
}

Status CheckHistory(const Ticket& ticket) {
  if (ticket.entries < kTicketEntriesMax) return {};
  return Fail(ErrorCode::kResourceExhausted, "TICKET_HISTORY_FULL",
              "the ticket has " + std::to_string(kTicketEntriesMax) +
                  " entries; create another, and link them");
}

Status CheckStateChange(const Step& step, const Ticket& ticket, const SetTicketState& command) {
  if (WordOf(command.state).empty()) {
    return FailField("STATE_UNKNOWN", "state",
                     "must be open, pending, resolved or closed; choose one");
  }
  if (!kAllowed[IndexOf(ticket.state)][IndexOf(command.state)]) {
    return Fail(ErrorCode::kFailedPrecondition, "TICKET_STATE_NOT_ALLOWED",
                "a ticket that is " + std::string(WordOf(ticket.state)) + " cannot become " +
                    std::string(WordOf(command.state)) +
                    "; close what is resolved, and open what is resolved before it waits");
  }
  const bool resolves =
      command.state == TicketState::kResolved && ticket.state != TicketState::kResolved;
  if (resolves && command.text.empty()) {
    return FailField("RESOLUTION_REQUIRED", "text",
                     "must not be empty when a ticket is resolved; say what was done");
  }
  if (const Status reminder = CheckReminder(step, command); !reminder) return reminder;
  return CheckText("text", command.text, kTicketTextBytesMax);
}

Status CheckNotResolved(const Ticket& ticket) {
  if (ticket.state != TicketState::kResolved) return {};
  return Fail(ErrorCode::kFailedPrecondition, "TICKET_RESOLVED",
              "the ticket is resolved, and nobody is to work on it; open it again first");
}

Status CheckNewTicket(const CreateTicket& command) {
  if (command.watchers.size() > kTicketWatchersMax) {
    return FailField("TICKET_LIMIT", "watchers", AtMost(kTicketWatchersMax));
  }
  if (command.interactions.size() > kTicketInteractionsMax) {
    return FailField("TICKET_LIMIT", "interactions", AtMost(kTicketInteractionsMax));
  }
  for (const std::string& watcher : command.watchers) {
    if (const Status login = CheckLogin("watchers", watcher); !login) return login;
  }
  if (!command.name.empty() && !IsWireName(command.name)) {
    return FailField("NAME_INVALID", "name", "must be empty or 32 hexadecimal digits");
  }
  for (const std::string& each : command.interactions) {
    if (const Status name = CheckInteraction("interactions", each); !name) return name;
  }
  for (const Status& each :
       {CheckSubject(command.subject), CheckType(command.type), CheckPriority(command.priority),
        CheckText("description", command.description, kTicketTextBytesMax),
        CheckSkills(command.skills), CheckTags(command.tags), CheckTier(command.value_tier),
        CheckComplaint(command.complaint, command.type)}) {
    if (!each) return each;
  }
  return {};
}

Status CheckUpdate(const Ticket& ticket, const UpdateTicket& command) {
  const Complaint complaint = command.complaint.value_or(Complaint{});
  for (const Status& each : {command.subject ? CheckSubject(*command.subject) : Status{},
                             command.type ? CheckType(*command.type) : Status{},
                             command.priority ? CheckPriority(*command.priority) : Status{},
                             command.skills ? CheckSkills(*command.skills) : Status{},
                             command.tags ? CheckTags(*command.tags) : Status{},
                             command.customer ? CheckTier(command.customer->value_tier) : Status{},
                             CheckComplaint(complaint, command.type.value_or(ticket.type))}) {
    if (!each) return each;
  }
  return {};
}

}  // namespace jackfield::exchange
