#include "server/app/cli/ticket_explanation_text.h"

#include <string_view>

#include "server/app/cli/fact_lines.h"
#include "server/app/cli/wording.h"
#include "server/app/cli/work_wait_text.h"

namespace jackfield::cli {
namespace {

using Lines = std::vector<std::string>;
using Step = v1::TicketExplanationStep;

constexpr std::size_t kStepLabelColumns = 9;  // As wide as the widest.

std::string_view LabelOf(Step::Kind kind) {
  switch (kind) {
    case Step::KIND_CHANGED:
      return "changed";
    case Step::KIND_RULE:
      return "rule";
    case Step::KIND_CLOCK:
      return "clock";
    case Step::KIND_ESCALATED:
      return "escalated";
    case Step::KIND_OFFERED:
      return "offered";
    case Step::KIND_OFFER_CLOSED:
      return "over";
    default:
      return "";
  }
}

void AddTicket(const v1::Ticket& ticket, Lines& lines) {
  if (ticket.number() > 0) AddFact("ticket", std::to_string(ticket.number()), lines);
  AddFact("subject", ticket.subject(), lines);
  if (ticket.state() != v1::Ticket::STATE_UNSPECIFIED) {
    AddFact("state", WriteEnum(*v1::Ticket::State_descriptor(), ticket.state()), lines);
  }
  AddFact("queue", WriteId(ticket.queue()), lines);
  AddFact("owner", WriteId(ticket.owner()), lines);
}

bool RanOut(const v1::Ticket& ticket, v1::TicketClock::Kind kind) {
  for (const v1::TicketClock& clock : ticket.clocks()) {
    if (clock.kind() == kind) return clock.state() == v1::TicketClock::STATE_BREACHED;
  }
  return false;
}

void AddClocks(const v1::TicketExplanation& explanation, Lines& lines) {
  for (const v1::TicketClockExplanation& clock : explanation.clocks()) {
    AddFact(RanOut(explanation.ticket(), clock.kind()) ? "! clock" : "clock", clock.text(), lines);
  }
}

std::string WriteStep(const Step& step) {
  std::string label(LabelOf(step.kind()));
  label.resize(kStepLabelColumns, ' ');
  return "  " + WriteTime(step.time()) + "  " + label + "  " + step.text();
}

}  // namespace

std::vector<std::string> WriteExplanation(const v1::TicketExplanation& explanation) {
  Lines lines;
  AddWrapped("", explanation.verdict(), lines);
  lines.emplace_back();
  AddTicket(explanation.ticket(), lines);
  if (explanation.has_wait()) AddWait(explanation.wait(), lines);
  AddClocks(explanation, lines);
  AddCandidates(explanation.wait(), lines);
  if (explanation.steps().empty()) return lines;
  lines.emplace_back();
  for (const Step& step : explanation.steps()) lines.push_back(WriteStep(step));
  return lines;
}

}  // namespace jackfield::cli
