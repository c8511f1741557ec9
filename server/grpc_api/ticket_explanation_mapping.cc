#include "server/grpc_api/ticket_explanation_mapping.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "server/exchange/tickets/ticket_words.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/routing_words.h"
#include "server/grpc_api/ticket_explanation_words.h"
#include "server/grpc_api/ticket_mapping.h"
#include "server/grpc_api/time_mapping.h"
#include "server/grpc_api/work_wait_mapping.h"

namespace jackfield::grpc_api {
namespace {

using exchange::TicketEntryKind;
using exchange::TicketState;
using Step = v1::TicketExplanationStep;

constexpr std::size_t kStepsMax = 500;
constexpr std::size_t kTextMax = 512;
constexpr std::size_t kShortTextMax = 256;

Step::Kind KindOf(const TicketEntryRow& entry) {
  const bool clock =
      entry.what == TicketEntryKind::kSlaWarned || entry.what == TicketEntryKind::kSlaBreached;
  if (clock) return Step::KIND_CLOCK;
  if (entry.who == exchange::kBySla) return Step::KIND_ESCALATED;
  const bool rule = entry.who == exchange::kByTimer || entry.who == exchange::kByTrigger ||
                    entry.who == exchange::kByConfiguration;
  return rule ? Step::KIND_RULE : Step::KIND_CHANGED;
}

Step ToStep(const TicketEntryRow& entry) {
  Step step;
  *step.mutable_time() = ToProto(entry.at);
  step.set_kind(KindOf(entry));
  step.set_text(FirstCharacters(WordsOf(entry), kTextMax));
  step.set_entry_number(static_cast<int>(entry.number));
  return step;
}

Step ToStep(const ReservationTraceStep& offer) {
  Step step;
  *step.mutable_time() = ToProto(offer.at);
  step.set_kind(offer.kind == ReservationTraceKind::kOffered ? Step::KIND_OFFERED
                                                             : Step::KIND_OFFER_CLOSED);
  step.set_text(FirstCharacters(WordsOf(offer), kTextMax));
  step.set_agent(NameOf("agents", offer.agent));
  step.set_journal_sequence(static_cast<std::int64_t>(offer.sequence.value));
  return step;
}

// Of what happened at once, the end of an offer comes before what follows from it, and an offer
// after what led to it.
struct Placed {
  WallTime at{};
  int turn = 0;
  Step step;
};

void AddSteps(const TicketRecord& record, v1::TicketExplanation& explanation) {
  std::vector<Placed> steps;
  for (const TicketEntryRow& entry : record.entries) steps.push_back({entry.at, 1, ToStep(entry)});
  for (const ReservationTraceStep& offer : record.offers) {
    const int turn = offer.kind == ReservationTraceKind::kEnded ? 0 : 2;
    steps.push_back({offer.at, turn, ToStep(offer)});
  }
  std::stable_sort(steps.begin(), steps.end(), [](const Placed& one, const Placed& other) {
    return one.at != other.at ? one.at < other.at : one.turn < other.turn;
  });
  const std::size_t first = std::max(steps.size(), kStepsMax) - kStepsMax;
  for (std::size_t i = first; i < steps.size(); ++i) {
    *explanation.add_steps() = std::move(steps[i].step);
  }
}

void AddClocks(const TicketRecord& record, v1::TicketExplanation& explanation) {
  for (const auto& [goal, clock] : record.row.clocks) {
    if (clock.goal <= Duration{0}) continue;
    v1::TicketClockExplanation& added = *explanation.add_clocks();
    added.set_kind(ToProto(goal));
    added.set_policy(record.policy);
    added.set_text(FirstCharacters(WordsOf(goal, clock, record.policy), kShortTextMax));
  }
}

// How the owner came by it: by the entry that says so, and by the offer that was accepted.
std::string OwnerVerdict(const TicketRecord& record) {
  const std::string& owner = record.row.owner;
  const auto entry =
      std::find_if(record.entries.rbegin(), record.entries.rend(), [&](const TicketEntryRow& each) {
        return each.what == TicketEntryKind::kOwnerChanged && each.after == owner;
      });
  if (entry == record.entries.rend()) return owner + " has it.";
  const auto offer = std::find_if(
      record.offers.rbegin(), record.offers.rend(), [&](const ReservationTraceStep& each) {
        return each.agent == owner && each.end == exchange::ReservationEnd::kAccepted;
      });
  const bool accepted = offer != record.offers.rend() && entry->who == owner &&
                        offer->at <= entry->at && entry->at - offer->at < Duration{1'000};
  if (accepted) return owner + " has it, and accepted an offer.";
  if (entry->who == owner) return owner + " has it, and took it by hand.";
  return owner + " has it: " + WordsOf(*entry) + ".";
}

std::string StandVerdict(const TicketRecord& record, WallTime now) {
  const TicketRow& row = record.row;
  if (row.merged_into.ticket) {
    return "It became part of ticket " + std::to_string(row.merged_into.ticket.value) + ".";
  }
  const std::string had = row.owner.empty() ? "." : "; " + row.owner + " had it.";
  switch (row.state) {
    case TicketState::kResolved:
      return "It is resolved" + had;
    case TicketState::kClosed:
      return "It is closed" + had;
    case TicketState::kPending:
      return std::string("It is pending, waits for ") +
             (row.reminder ? "its reminder" : "the customer") + ", and is offered to nobody" +
             (row.owner.empty() ? "." : "; " + row.owner + " has it.");
    case TicketState::kNew:
    case TicketState::kOpen:
      break;
  }
  if (!row.owner.empty()) return OwnerVerdict(record);
  if (record.wait) return WordsOf(*record.wait, now);
  if (row.queue.empty()) {
    return "Nobody has it, and it is in no queue: it is offered to nobody. Put it into a queue, or "
           "give it to somebody.";
  }
  return "Nobody has it, and it does not wait in " + row.queue + ": too much work waits.";
}

std::string ClockVerdict(const TicketRow& row) {
  std::string late;
  for (const auto& [goal, clock] : row.clocks) {
    if (!clock.breached) continue;
    late += (late.empty() ? "" : " and the ") + std::string(exchange::WordOf(goal));
  }
  return late.empty() ? late : " The time of the " + late + " ran out.";
}

}  // namespace

v1::TicketExplanation ToExplanation(const TicketRecord& record, WallTime now) {
  v1::TicketExplanation explanation;
  explanation.set_verdict(
      FirstCharacters(StandVerdict(record, now) + ClockVerdict(record.row), kTextMax));
  AddSteps(record, explanation);
  if (record.wait) *explanation.mutable_wait() = ToWait(*record.wait);
  AddClocks(record, explanation);
  return explanation;
}

}  // namespace jackfield::grpc_api
