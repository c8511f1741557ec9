#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/base/result.h"
#include "server/exchange/step.h"
#include "server/exchange/tickets/ticket_command.h"

// Whether a command about tickets may be carried out. Each error names the field, the rule, and
// what to do; which there are stands in ticket_command.h.
//
// Thread safety: pure functions.
namespace jackfield::exchange {

// The ticket, if it may be changed by who knows it as `revision`. Also closed, with kClosedToo.
enum class TicketScope : std::uint8_t { kLiveOnly = 0, kClosedToo = 1 };
Result<Ticket*> TicketFor(Step& step, TicketId id, const std::optional<std::uint64_t>& revision,
                          TicketScope scope = TicketScope::kLiveOnly);

// The agent of that login, who has to be declared. Queues may also be reported by a source only.
Result<AgentId> AgentFor(const Step& step, const std::string& login);
Result<QueueId> QueueFor(const Step& step, const std::string& name);

Status CheckText(const char* field, const PersonalText& text, std::size_t bytes_max);
// TEXT_REQUIRED, too.
Status CheckRequiredText(const char* field, const PersonalText& text, std::size_t bytes_max);
Status CheckSubject(const PersonalText& subject);
Status CheckType(TicketType type);
Status CheckPriority(TicketPriority priority);
Status CheckSkills(const std::vector<SkillRequirement>& skills);
Status CheckTags(const std::set<std::string>& tags);
Status CheckTier(std::uint32_t value_tier);
Status CheckLogin(const char* field, const std::string& login);
Status CheckInteraction(const char* field, const std::string& name);
Status CheckComplaint(const Complaint& complaint, TicketType type);
Status CheckAddress(const PersonalText& address);

// Whether one more entry of the history may be made by a person.
Status CheckHistory(const Ticket& ticket);

// T1: whether `ticket` may be brought into the state, and what else SetTicketState asks.
Status CheckStateChange(const Step& step, const Ticket& ticket, const SetTicketState& command);

// What makes no sense where a ticket is resolved.
Status CheckNotResolved(const Ticket& ticket);

Status CheckNewTicket(const CreateTicket& command);
Status CheckUpdate(const Ticket& ticket, const UpdateTicket& command);

}  // namespace jackfield::exchange
