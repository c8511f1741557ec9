#include "server/grpc_api/routing_plan_mapping.h"

#include <map>
#include <set>

#include "server/exchange/commands/call_command.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

using Range = DocumentCheck::Range;

constexpr Duration kSecond{1'000};
constexpr Duration kHour{3'600'000};
constexpr Duration kWaitMax = 7 * 24 * kHour;
constexpr Duration kLastAgentMax = 90 * 24 * kHour;
constexpr std::size_t kSkillNameMax = 32;
constexpr std::size_t kTierNameMax = 32;
constexpr int kRingQueuesMax = 16;
constexpr int kAgentQueuesMax = 256;
constexpr int kTiersMax = 16;
constexpr int kRankDefault = 1;
constexpr int kLevelMinDefault = 1;
constexpr Range kPoints{0, exchange::kWorkPriorityMax};
constexpr Range kLevels{1, exchange::kSkillLevelMax};
constexpr Range kRanks{1, 1'000};
constexpr Range kTicketCapacities{0, 50};
constexpr Range kOverflowCallers{1, 10'000};

static_assert(static_cast<int>(exchange::OverflowCause::kWait) == v1::OverflowRule::CAUSE_WAIT);

using Names = std::set<std::string>;

Names QueuesOf(const v1::Configuration& configuration) {
  Names declared;
  for (const v1::QueueConfiguration& queue : configuration.queues()) {
    declared.insert(queue.queue_id());
  }
  return declared;
}

void CheckQueue(const std::string& field, const std::string& queue, const Names& declared,
                DocumentCheck& check) {
  if (declared.contains(queue)) return;
  check.Refuse(field, "is no queue of this document: declare '" + queue + "', or take it out here");
}

void CheckSkill(const std::string& field, const std::string& skill, Names& known,
                DocumentCheck& check) {
  check.Word(field, skill, kSkillNameMax, "_-");
  if (!known.insert(skill).second) check.Refuse(field, "stands there twice: take one out");
}

// `before`: when the ring before it begins; nullptr for the first.
void CheckBegin(const std::string& field, Duration after, const Duration* before,
                DocumentCheck& check) {
  check.Time(field, after, {Duration{0}, kWaitMax});
  if (before == nullptr && after != Duration{0}) {
    check.Refuse(field, "must be 0 in the first ring: what is asked until then goes before it");
  }
  if (before != nullptr && after <= *before) {
    check.Refuse(field, "must be more than in the ring before it");
  }
}

void CheckRing(const std::string& at, const v1::RoutingRing& ring, const std::string& own_queue,
               const Names& declared, DocumentCheck& check) {
  check.Count(at + "skills", ring.skills_size(), static_cast<int>(exchange::kSkillsPerRingMax));
  Names skills;
  for (int i = 0; i < ring.skills_size(); ++i) {
    const v1::SkillRequirement& required = ring.skills(i);
    const std::string skill = EntryAt(at + "skills", i);
    CheckSkill(skill + "skill", required.skill(), skills, check);
    if (required.has_level_min()) check.Number(skill + "level_min", required.level_min(), kLevels);
  }
  check.Count(at + "queue_ids", ring.queue_ids_size(), kRingQueuesMax);
  Names queues;
  for (const std::string& queue : ring.queue_ids()) {
    CheckQueue(at + "queue_ids", queue, declared, check);
    check.Unique(at + "queue_ids", queues, queue);
    if (queue == own_queue) {
      check.Refuse(at + "queue_ids", "is the ring's own queue, which is asked anyway: take it out");
    }
  }
}

void CheckPlan(const std::string& at, const v1::QueueConfiguration& queue, const Names& declared,
               DocumentCheck& check) {
  if (!v1::QueueMode_IsValid(queue.mode())) {
    check.Refuse(at + "mode", "must be a mode that this server knows: observed or directed");
  }
  if (!v1::RoutingStrategy_IsValid(queue.strategy())) {
    check.Refuse(at + "strategy", "must be a strategy that this server knows");
  }
  check.Number(at + "priority", queue.priority(), kPoints);
  check.Count(at + "rings", queue.rings_size(), static_cast<int>(exchange::kRingsMax));
  Duration before{0};
  for (int i = 0; i < queue.rings_size(); ++i) {
    const v1::RoutingRing& ring = queue.rings(i);
    const std::string ring_at = EntryAt(at + "rings", i);
    const Duration after = FromProto(ring.after_duration());
    CheckBegin(ring_at + "after_duration", after, i == 0 ? nullptr : &before, check);
    CheckRing(ring_at, ring, queue.queue_id(), declared, check);
    before = after;
  }
  check.Time(at + "preferred_agent_duration", FromProto(queue.preferred_agent_duration()),
             {Duration{0}, kWaitMax});
  if (queue.has_accept_deadline_duration()) {
    check.Time(at + "accept_deadline_duration", FromProto(queue.accept_deadline_duration()),
               {5 * kSecond, kHour});
  }
}

using Modes = std::map<std::string, v1::QueueMode>;

Modes ModesOf(const v1::Configuration& configuration) {
  Modes modes;
  for (const v1::QueueConfiguration& queue : configuration.queues()) {
    modes.emplace(queue.queue_id(), queue.mode());
  }
  return modes;
}

void CheckTarget(const std::string& at, const v1::OverflowRule& rule, const std::string& own_queue,
                 const Modes& modes, DocumentCheck& check) {
  switch (rule.target_case()) {
    case v1::OverflowRule::kQueueId: {
      const auto mode = modes.find(rule.queue_id());
      if (mode == modes.end()) {
        check.Refuse(at + "queue_id", "is no queue of this document: declare '" + rule.queue_id() +
                                          "', or name another one");
      } else if (rule.queue_id() == own_queue) {
        check.Refuse(at + "queue_id", "is the queue that the caller is in: name another one");
      } else if (mode->second != v1::QUEUE_MODE_DIRECTED) {
        check.Refuse(at + "queue_id",
                     "must be a queue with the mode directed: only such a queue "
                     "can be given a caller");
      }
      return;
    }
    case v1::OverflowRule::kNumber:
      if (const Status sound = exchange::CheckDialTarget(rule.number(), ""); !sound) {
        check.Refuse(at + "number", sound.error().fields.at(0).rule);
      }
      return;
    case v1::OverflowRule::TARGET_NOT_SET:
      check.Refuse(at + "queue_id", "must be there, or number: where callers go");
      return;
  }
}

void CheckOverflowRule(const std::string& at, const v1::OverflowRule& rule, DocumentCheck& check) {
  using Rule = v1::OverflowRule;
  if (rule.cause() == Rule::CAUSE_UNSPECIFIED || !Rule::Cause_IsValid(rule.cause())) {
    check.Refuse(at + "cause", "must be there, and one that this server knows");
    return;
  }
  const bool by_time =
      rule.cause() == Rule::CAUSE_WAIT || rule.cause() == Rule::CAUSE_EXPECTED_WAIT;
  if (by_time) {
    check.Time(at + "limit_duration", FromProto(rule.limit_duration()), {kSecond, 24 * kHour});
  } else if (rule.has_limit_duration()) {
    check.Refuse(at + "limit_duration", "belongs to wait and expected_wait only: take it out");
  }
  if (rule.cause() == Rule::CAUSE_LENGTH) {
    check.Number(at + "caller_count", rule.caller_count(), kOverflowCallers);
  } else if (rule.caller_count() != 0) {
    check.Refuse(at + "caller_count", "belongs to length only: take it out");
  }
}

void CheckOverflow(const std::string& at, const v1::QueueConfiguration& queue, const Modes& modes,
                   DocumentCheck& check) {
  const std::string list = at + "overflow_rules";
  check.Count(list, queue.overflow_rules_size(), static_cast<int>(exchange::kOverflowRulesMax));
  if (queue.overflow_rules_size() > 0 && queue.mode() != v1::QUEUE_MODE_DIRECTED) {
    check.Refuse(list, "belong to queues with the mode directed only: take them out, or set mode");
  }
  for (int i = 0; i < queue.overflow_rules_size(); ++i) {
    const v1::OverflowRule& rule = queue.overflow_rules(i);
    CheckOverflowRule(EntryAt(list, i), rule, check);
    CheckTarget(EntryAt(list, i), rule, queue.queue_id(), modes, check);
    const bool never =
        rule.cause() == v1::OverflowRule::CAUSE_CLOSED && queue.calendar_id().empty();
    if (never) {
      check.Refuse(EntryAt(list, i) + "cause",
                   "never holds, for the queue is always open: set calendar_id, or take it out");
    }
  }
}

void CheckAgent(const std::string& at, const v1::AgentConfiguration& agent, const Names& declared,
                DocumentCheck& check) {
  check.Count(at + "queues", agent.queues_size(), kAgentQueuesMax);
  Names queues;
  for (int i = 0; i < agent.queues_size(); ++i) {
    const v1::QueueMembership& membership = agent.queues(i);
    const std::string queue = EntryAt(at + "queues", i);
    CheckQueue(queue + "queue_id", membership.queue_id(), declared, check);
    check.Unique(queue + "queue_id", queues, membership.queue_id());
    if (membership.has_rank()) check.Number(queue + "rank", membership.rank(), kRanks);
  }
  check.Count(at + "skills", agent.skills_size(), static_cast<int>(exchange::kSkillsPerAgentMax));
  Names skills;
  for (int i = 0; i < agent.skills_size(); ++i) {
    const std::string skill = EntryAt(at + "skills", i);
    CheckSkill(skill + "skill", agent.skills(i).skill(), skills, check);
    check.Number(skill + "level", agent.skills(i).level(), kLevels);
  }
  check.Number(at + "ticket_capacity", agent.ticket_capacity(), kTicketCapacities);
}

void CheckRules(const v1::RoutingRules& rules, DocumentCheck& check) {
  const std::string at = "routing_rules.";
  if (rules.has_ageing_points_per_minute()) {
    check.Number(at + "ageing_points_per_minute", rules.ageing_points_per_minute(), {1, 1'000});
  }
  check.Number(at + "passed_offer_count_max", rules.passed_offer_count_max(), {0, 100});
  check.Time(at + "pass_pause_duration", FromProto(rules.pass_pause_duration()),
             {Duration{0}, kHour});
  check.Time(at + "last_agent_duration", FromProto(rules.last_agent_duration()),
             {Duration{0}, kLastAgentMax});
  check.Number(at + "complaint_bonus_points", rules.complaint_bonus_points(), kPoints);
  check.Count(at + "tier_bonuses", rules.tier_bonuses_size(), kTiersMax);
  Names tiers;
  for (int i = 0; i < rules.tier_bonuses_size(); ++i) {
    const v1::TierBonus& bonus = rules.tier_bonuses(i);
    const std::string tier = EntryAt(at + "tier_bonuses", i);
    check.Text(tier + "tier", bonus.tier(), 1, kTierNameMax);
    check.Unique(tier + "tier", tiers, bonus.tier());
    check.Number(tier + "points", bonus.points(), kPoints);
  }
}

exchange::OverflowRule ToExchange(const v1::OverflowRule& rule) {
  exchange::OverflowRule mapped;
  mapped.cause = static_cast<exchange::OverflowCause>(rule.cause());
  mapped.limit = FromProto(rule.limit_duration());
  mapped.callers = static_cast<std::uint32_t>(rule.caller_count());
  mapped.queue = rule.queue_id();
  mapped.number = rule.number();
  return mapped;
}

exchange::RoutingRing ToExchange(const v1::RoutingRing& ring) {
  exchange::RoutingRing mapped;
  mapped.after = FromProto(ring.after_duration());
  for (const v1::SkillRequirement& required : ring.skills()) {
    const int level = required.has_level_min() ? required.level_min() : kLevelMinDefault;
    mapped.skills.push_back({required.skill(), static_cast<std::uint32_t>(level)});
  }
  mapped.queues.assign(ring.queue_ids().begin(), ring.queue_ids().end());
  return mapped;
}

}  // namespace

void CheckRouting(const v1::Configuration& configuration, DocumentCheck& check) {
  const Names declared = QueuesOf(configuration);
  const Modes modes = ModesOf(configuration);
  for (int i = 0; i < configuration.queues_size(); ++i) {
    CheckPlan(EntryAt("queues", i), configuration.queues(i), declared, check);
    CheckOverflow(EntryAt("queues", i), configuration.queues(i), modes, check);
  }
  for (int i = 0; i < configuration.agents_size(); ++i) {
    CheckAgent(EntryAt("agents", i), configuration.agents(i), declared, check);
  }
  CheckRules(configuration.routing_rules(), check);
}

exchange::RoutingPlan ToRoutingPlan(const v1::QueueConfiguration& queue) {
  exchange::RoutingPlan plan;
  // The numbers of both are one more on the wire, where 0 is not stated.
  if (queue.mode() != v1::QUEUE_MODE_UNSPECIFIED && v1::QueueMode_IsValid(queue.mode())) {
    plan.mode = static_cast<exchange::QueueMode>(queue.mode() - 1);
  }
  if (queue.strategy() != v1::ROUTING_STRATEGY_UNSPECIFIED &&
      v1::RoutingStrategy_IsValid(queue.strategy())) {
    plan.strategy = static_cast<exchange::RoutingStrategy>(queue.strategy() - 1);
  }
  plan.priority = queue.priority();
  for (const v1::RoutingRing& ring : queue.rings()) plan.rings.push_back(ToExchange(ring));
  plan.preferred_limit = FromProto(queue.preferred_agent_duration());
  if (queue.has_accept_deadline_duration()) {
    plan.accept_limit = FromProto(queue.accept_deadline_duration());
  }
  for (const v1::OverflowRule& rule : queue.overflow_rules()) {
    plan.overflow.push_back(ToExchange(rule));
  }
  return plan;
}

std::vector<exchange::QueueMember> ToQueueMembers(const v1::AgentConfiguration& agent) {
  std::vector<exchange::QueueMember> members;
  for (const v1::QueueMembership& membership : agent.queues()) {
    const int rank = membership.has_rank() ? membership.rank() : kRankDefault;
    members.push_back({membership.queue_id(), static_cast<std::uint32_t>(rank)});
  }
  return members;
}

std::map<std::string, std::uint32_t> ToSkills(const v1::AgentConfiguration& agent) {
  std::map<std::string, std::uint32_t> levels;
  for (const v1::AgentSkill& skill : agent.skills()) {
    levels[skill.skill()] = static_cast<std::uint32_t>(skill.level());
  }
  return levels;
}

std::uint32_t TicketCapacityOf(const v1::AgentConfiguration& agent) {
  if (!agent.has_ticket_capacity()) return exchange::AgentConfiguration().ticket_capacity;
  return static_cast<std::uint32_t>(agent.ticket_capacity());
}

exchange::RoutingRules ToRoutingRules(const v1::Configuration& configuration) {
  const v1::RoutingRules& given = configuration.routing_rules();
  const v1::TelephonyThresholds& thresholds = configuration.telephony_thresholds();
  exchange::RoutingRules rules;
  if (given.has_ageing_points_per_minute()) {
    rules.ageing_per_minute = static_cast<std::uint32_t>(given.ageing_points_per_minute());
  }
  if (given.has_passed_offer_count_max()) {
    rules.passes_max = static_cast<std::uint32_t>(given.passed_offer_count_max());
  }
  if (thresholds.has_reserved_deadline_duration()) {
    rules.reserve_limit = FromProto(thresholds.reserved_deadline_duration());
  }
  if (given.has_pass_pause_duration()) rules.pass_pause = FromProto(given.pass_pause_duration());
  rules.complaint_priority = given.complaint_bonus_points();
  rules.last_agent_limit = FromProto(given.last_agent_duration());
  for (const v1::TierBonus& bonus : given.tier_bonuses()) {
    rules.tier_priorities.push_back(bonus.points());
  }
  return rules;
}

}  // namespace jackfield::grpc_api
