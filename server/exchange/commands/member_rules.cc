#include "server/exchange/commands/member_rules.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "server/exchange/commands/command_rules.h"
#include "server/exchange/device.h"

namespace jackfield::exchange {
namespace {

constexpr const char* kWrapUpReason = "wrap-up";
constexpr const char* kCallbackReason = "callback";

TimerKey DueTimer(SourceId source) { return {TimerKind::kMembersDue, source.value, 0}; }

// A queue as one source knows it.
struct QueueAt {
  const Source* source = nullptr;
  std::string name;
};

// A queue that nobody declares any more is the switch's own.
MemberControl ControlOf(const Queue& queue) {
  return queue.configured ? queue.configuration.member_control : MemberControl::kSwitch;
}

MemberControl ControlOf(const State& state, QueueId queue) {
  return ControlOf(state.queues.at(queue));
}

// F1.
const Idle& Wished(const Agent& agent) { return agent.pending ? *agent.pending : agent.idle; }

bool IsToBePaused(const Agent& agent) {
  return agent.wrap_up.has_value() || agent.routing.callback ||
         Wished(agent).state != IdleState::kReady;
}

std::string PauseReasonOf(const Agent& agent) {
  if (Wished(agent).state != IdleState::kReady) return Wished(agent).reason;
  return agent.wrap_up ? kWrapUpReason : kCallbackReason;
}

bool IsToBeMember(const Agent& agent) { return Wished(agent).state != IdleState::kLoggedOff; }

bool IsSnapshotDue(const Step& step, const Source& source) {
  return step.clock.at < source.members_due;
}

void DropOldAsks(const Step& step, Followed& followed) {
  std::erase_if(followed.asks, [&](const MemberAsk& ask) { return ask.until <= step.clock.at; });
}

Followed& FollowedOf(const Step& step, Agent& agent, QueueId queue) {
  const auto known = agent.followed.find(queue);
  if (known != agent.followed.end()) {
    DropOldAsks(step, known->second);
    return known->second;
  }
  const auto membership = agent.memberships.find(queue);
  const bool member = membership != agent.memberships.end();
  return agent.followed[queue] =
             Followed{.member = member, .paused = member && membership->second.paused, .asks = {}};
}

std::optional<std::string> NameAt(const Source& source, QueueId queue) {
  for (const auto& [name, id] : source.queues) {
    if (id == queue) return name;
  }
  return std::nullopt;
}

// Asks the source once (F2); false: it cannot be asked now.
bool AskFor(Step& step, const Agent& agent, const Source& source, CallCommandBody body,
            std::pair<MemberWish, Followed*> ask) {
  const bool waits = IsSnapshotDue(step, source);  // Then it is asked for what differs.
  if (waits || !CheckCommand(step.state, source, KindOf(body))) return false;
  const CommandId id = IssueCommand(
      step, {.source = source.id, .agent = agent.id, .reserved = {}, .body = std::move(body)});
  if (!id) return false;
  auto& asks = ask.second->asks;
  if (asks.size() >= kMemberAsksMax) asks.erase(asks.begin());
  asks.push_back({id, ask.first, step.clock.at + kEchoLimit});
  return true;
}

void FollowPause(Step& step, Agent& agent, QueueId queue, const Membership& membership) {
  Followed& followed = FollowedOf(step, agent, queue);
  const bool listed = ControlOf(step.state, queue) == MemberControl::kMembership;
  if (listed && !followed.member) return;  // It was told to be none.
  const bool paused = IsToBePaused(agent);
  if (paused == followed.paused) return;
  if (followed.asks.empty() && membership.paused == paused) {
    followed.paused = paused;
    return;
  }
  const auto source = step.state.sources.find(membership.source);
  if (source == step.state.sources.end()) return;
  const auto name = NameAt(source->second, queue);
  if (!name) return;
  std::string reason = paused ? PauseReasonOf(agent) : std::string();
  const auto wish = paused ? MemberWish::kPause : MemberWish::kUnpause;
  if (AskFor(step, agent, source->second,
             PauseQueueMember{*name, membership.device, paused, std::move(reason)},
             {wish, &followed})) {
    followed.paused = paused;
  }
}

// The first source that has the queue and a device of the agent, and can be asked.
std::pair<QueueAt, std::string> PlaceFor(const State& state, const Agent& agent, QueueId queue,
                                         CommandKind kind) {
  for (const auto& [id, source] : state.sources) {
    const auto name = NameAt(source, queue);
    if (!name || !CheckCommand(state, source, kind)) continue;
    for (const std::string& declared : agent.devices) {
      const DeclaredDevice device = SplitDevice(declared);
      if (device.source.empty() || device.source == source.name) {
        return {{&source, *name}, device.name};
      }
    }
  }
  return {};
}

void FollowMembership(Step& step, Agent& agent, QueueId queue) {
  Followed& followed = FollowedOf(step, agent, queue);
  const bool member = IsToBeMember(agent);
  if (member == followed.member) return;
  if (followed.asks.empty() && agent.memberships.contains(queue) == member) {
    followed.member = member;
    return;
  }
  const CommandKind kind = member ? CommandKind::kAddMember : CommandKind::kRemoveMember;
  const auto [at, device] = PlaceFor(step.state, agent, queue, kind);
  if (at.source == nullptr) return;
  const bool paused = IsToBePaused(agent);
  CallCommandBody body = RemoveQueueMember{at.name, device};
  if (member) body = AddQueueMember{at.name, device, paused};
  const auto wish = member ? MemberWish::kAdd : MemberWish::kRemove;
  if (!AskFor(step, agent, *at.source, std::move(body), {wish, &followed})) return;
  followed.member = member;
  followed.paused = member && paused;
}

void Settle(Step& step, Agent& agent) {
  for (const auto& [queue, rank] : agent.routing.ranks) {
    if (ControlOf(step.state, queue) == MemberControl::kMembership) {
      FollowMembership(step, agent, queue);
    }
  }
  for (const auto& [queue, membership] : agent.memberships) {
    if (ControlOf(step.state, queue) != MemberControl::kSwitch) {
      FollowPause(step, agent, queue, membership);
    }
  }
}

}  // namespace

bool IsEcho(Step& step, Agent& agent, const Queue& queue, MemberWish told) {
  if (ControlOf(queue) == MemberControl::kSwitch) return false;
  if (step.source != nullptr && IsSnapshotDue(step, *step.source)) return true;  // F4.
  auto& asks = FollowedOf(step, agent, queue.id).asks;
  const auto asked = std::find_if(asks.begin(), asks.end(),
                                  [told](const MemberAsk& ask) { return ask.wish == told; });
  if (asked == asks.end()) return false;
  asks.erase(asks.begin(), asked + 1);  // Those before it are told no more.
  return true;
}

void AdoptMemberControls(Step& step) {
  const auto& queues = step.state.queues;
  step.state.members_follow = std::any_of(queues.begin(), queues.end(), [](const auto& queue) {
    return ControlOf(queue.second) != MemberControl::kSwitch;
  });
  for (auto& [id, agent] : step.state.agents) {
    std::erase_if(agent.followed, [&](const auto& entry) {
      return ControlOf(step.state, entry.first) == MemberControl::kSwitch;
    });
  }
}

void AwaitMembers(Step& step) {
  step.source->members_due = step.clock.at + kSnapshotWait;
  step.state.timers.Set(DueTimer(step.source->id), SourceId{}, step.clock, kSnapshotWait);
}

void OnMembersDue(Step& step, SourceId source) {
  step.state.sources.at(source).members_due = {};
  TellMembersLeft(step);
}

void TellMembersAnew(Step& step) {
  if (!IsSnapshotDue(step, *step.source)) return;
  step.source->members_due = {};
  step.state.timers.Cancel(DueTimer(step.source->id));
  for (auto& [id, agent] : step.state.agents) {
    const std::size_t before = agent.followed.size();
    std::erase_if(agent.followed,
                  [&](const auto& entry) { return NameAt(*step.source, entry.first).has_value(); });
    const bool follows = before > 0 || !agent.memberships.empty() || !agent.routing.ranks.empty();
    if (follows) step.Tell(AgentChanged{id});
  }
}

void TellMembersLeft(Step& step) {
  for (const auto& [id, agent] : step.state.agents) {
    if (!agent.followed.empty()) step.Tell(AgentChanged{id});
  }
}

void DropMemberAsk(Step& step, const CallCommand& command) {
  const auto agent = step.state.agents.find(command.agent);
  if (agent == step.state.agents.end()) return;
  for (auto& [queue, followed] : agent->second.followed) {
    std::erase_if(followed.asks, [&](const MemberAsk& ask) { return ask.command == command.id; });
  }
}

void SettleMembers(Step& step) {
  if (!step.state.members_follow) return;
  std::set<AgentId> changed;
  for (const Effect& effect : step.effects) {
    if (const auto* agent = std::get_if<AgentChanged>(&effect)) changed.insert(agent->agent);
  }
  for (const AgentId id : changed) Settle(step, step.state.agents.at(id));
}

}  // namespace jackfield::exchange
