#include "server/grpc_api/ticket_explanation_mapping.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>

#include "server/exchange/tickets/ticket_words.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/ticket_explanation_words.h"
#include "server/grpc_api/ticket_mapping.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

using exchange::AgentObstacle;
using exchange::TicketEntryKind;
using exchange::TicketState;
using Step = v1::TicketExplanationStep;

constexpr std::size_t kStepsMax = 500;
constexpr std::size_t kTextMax = 512;
constexpr std::size_t kShortTextMax = 256;
constexpr std::size_t kCandidateTextMax = 128;

// Their numbers are the same.
static_assert(static_cast<int>(AgentObstacle::kHasOffer) ==
              v1::TicketCandidate::OBSTACLE_HAS_OFFER);
static_assert(static_cast<int>(AgentObstacle::kKeptForOther) ==
              v1::TicketCandidate::OBSTACLE_KEPT_FOR_OTHER);
static_assert(static_cast<int>(AgentObstacle::kOffHours) ==
              v1::TicketCandidate::OBSTACLE_OFF_HOURS);

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

Step ToStep(const TicketTraceStep& offer) {
  Step step;
  *step.mutable_time() = ToProto(offer.at);
  step.set_kind(offer.kind == TicketTraceKind::kOffered ? Step::KIND_OFFERED
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
  for (const TicketTraceStep& offer : record.offers) {
    const int turn = offer.kind == TicketTraceKind::kEnded ? 0 : 2;
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

v1::TicketWait ToWait(const exchange::WorkStanding& standing) {
  v1::TicketWait wait;
  wait.set_queue(NameOf("queues", standing.queue));
  *wait.mutable_start_time() = ToProto(standing.entered);
  wait.set_priority(standing.priority);
  wait.set_ahead_count(static_cast<int>(standing.ahead));
  for (const exchange::SkillRequirement& skill : standing.skills) {
    v1::TicketSkill& added = *wait.add_skills();
    added.set_skill(skill.skill);
    added.set_level_min(static_cast<int>(skill.level_min));
  }
  for (const std::string& queue : standing.queues) {
    wait.add_asked_queues(NameOf("queues", queue));
  }
  wait.set_kept_for(NameOf("agents", standing.kept_for));
  wait.set_offer_count(static_cast<int>(standing.offer_count));
  for (const exchange::AgentStanding& agent : standing.agents) {
    v1::TicketCandidate& candidate = *wait.add_candidates();
    candidate.set_agent(NameOf("agents", agent.agent));
    candidate.set_obstacle(static_cast<v1::TicketCandidate::Obstacle>(agent.obstacle));
    candidate.set_text(FirstCharacters(WordsOf(agent), kCandidateTextMax));
  }
  wait.set_candidate_count(static_cast<int>(standing.agent_count));
  return wait;
}

std::string_view ShortWords(AgentObstacle obstacle) {
  switch (obstacle) {
    case AgentObstacle::kNone:
      return "free";
    case AgentObstacle::kHasOffer:
      return "offered";
    case AgentObstacle::kSkill:
      return "without the skills";
    case AgentObstacle::kSignedOff:
      return "not signed in";
    case AgentObstacle::kPaused:
      return "paused";
    case AgentObstacle::kNotReady:
      return "not ready";
    case AgentObstacle::kOffHours:
      return "outside working hours";
    case AgentObstacle::kBusy:
      return "busy with a call";
    case AgentObstacle::kNoDesk:
      return "without a desk";
    case AgentObstacle::kFull:
      return "with as many tickets as they may have";
    case AgentObstacle::kPassed:
      return "who let it pass";
    case AgentObstacle::kKeptForOther:
      return "waiting for the preferred agent";
  }
  return "";
}

// "2 not signed in, 1 not ready".
std::string CountsOf(const exchange::WorkStanding& standing) {
  std::map<AgentObstacle, int> counts;
  for (const exchange::AgentStanding& agent : standing.agents) ++counts[agent.obstacle];
  std::string text;
  for (const auto& [obstacle, count] : counts) {
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " +
            std::string(ShortWords(obstacle));
  }
  return text;
}

std::string OfferedTo(const exchange::WorkStanding& standing) {
  std::string agents;
  for (const exchange::AgentStanding& agent : standing.agents) {
    if (agent.obstacle != AgentObstacle::kHasOffer) continue;
    agents += (agents.empty() ? "" : ", ") + agent.agent;
  }
  return agents;
}

std::string WaitVerdict(const exchange::WorkStanding& standing, WallTime now) {
  std::string text =
      "It has waited in " + standing.queue + " for " + RoughWords(Duration(now - standing.entered));
  const std::string offered = OfferedTo(standing);
  if (!offered.empty()) return text + ", and is offered to " + offered + " now.";
  if (standing.held) return text + ", and is held back.";
  if (standing.agent_count == 0) return text + ": no agent is a member of the queue.";
  text += ": nobody of " + std::to_string(standing.agent_count) + " can have it now (" +
          CountsOf(standing) + ").";
  if (!standing.skills.empty()) text += " It asks for " + WordsOf(standing.skills) + ".";
  return text;
}

// How the owner came by it: by the entry that says so, and by the offer that was accepted.
std::string OwnerVerdict(const TicketRecord& record) {
  const std::string& owner = record.row.owner;
  const auto entry =
      std::find_if(record.entries.rbegin(), record.entries.rend(), [&](const TicketEntryRow& each) {
        return each.what == TicketEntryKind::kOwnerChanged && each.after == owner;
      });
  if (entry == record.entries.rend()) return owner + " has it.";
  const auto offer =
      std::find_if(record.offers.rbegin(), record.offers.rend(), [&](const TicketTraceStep& each) {
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
  if (record.wait) return WaitVerdict(*record.wait, now);
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
