#include "server/exchange/commands/desk_call_rules.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "server/exchange/callbacks/callback_calls.h"
#include "server/exchange/commands/command_rules.h"
#include "server/exchange/desk_rules.h"
#include "server/exchange/device.h"

namespace jackfield::exchange {
namespace {

using enum ConnectionState;

// An agent's part in a live call.
struct Part {
  const Agent* agent = nullptr;
  const Call* call = nullptr;
  std::string connection;

  const std::string& switch_id() const { return call->switch_id; }
};

// States that a part must be in, and what is said where it is in none of them.
struct Needed {
  std::initializer_list<ConnectionState> states;
  std::string_view reason;
  std::string_view words;
};

constexpr std::string_view kNotRinging = "the call does not ring at the agent";
constexpr std::string_view kNotTalking = "the agent does not talk in the call";
constexpr std::string_view kNotPart = "the agent is not in the call";
constexpr std::string_view kNotHeld = "the agent does not hold the call";
constexpr Needed kRings{{kAlerting}, "CALL_NOT_RINGING", kNotRinging};
constexpr Needed kTalks{{kConnected}, "CALL_NOT_CONNECTED", kNotTalking};
constexpr Needed kHolds{{kHold}, "CALL_NOT_HELD", kNotHeld};
constexpr Needed kIsPart{{kConnected, kHold, kInitiated}, "CALL_NOT_CONNECTED", kNotPart};

// What Ask() needs of the agent's part in a call.
struct Possible {
  CommandKind kind;
  const Needed& needed;
};
constexpr Possible kPossible[] = {
    {CommandKind::kAnswer, kRings},      {CommandKind::kDecline, kRings},
    {CommandKind::kHold, kTalks},        {CommandKind::kRetrieve, kHolds},
    {CommandKind::kClear, kIsPart},      {CommandKind::kTransfer, kIsPart},
    {CommandKind::kConsult, kTalks},     {CommandKind::kCompleteTransfer, kIsPart},
    {CommandKind::kConference, kIsPart}, {CommandKind::kCancelConsult, kIsPart}};

// The agent's connection in one of the states; nullptr: there is none.
const std::string* ConnectionIn(const Call& call, AgentId agent, const Needed& needed) {
  for (const ConnectionState state : needed.states) {
    for (const auto& [name, connection] : call.connections) {
      if (connection.agent == agent && connection.state == state) return &name;
    }
  }
  return nullptr;
}

Result<Part> PartOf(Step& step, const std::string& login, CallId id, const Needed& needed) {
  const Result<Agent*> agent = AgentOf(step, login);
  if (!agent) return Fail(agent);
  const Result<Call*> call = CallOf(step, **agent, id);
  if (!call) return Fail(call);
  if (!(*call)->live()) {
    return Fail(ErrorCode::kFailedPrecondition, "CALL_OVER", "the call is over");
  }
  const std::string* connection = ConnectionIn(**call, (*agent)->id, needed);
  if (connection != nullptr) return Part{*agent, *call, *connection};
  return Fail(ErrorCode::kFailedPrecondition, std::string(needed.reason),
              std::string(needed.words));
}

Status CheckTarget(const PersonalText& target, const std::string& field) {
  // What is sealed was checked before (CheckDialTarget).
  if (!target.empty() && !target.in_the_clear()) return {};
  return CheckDialTarget(target.bytes, field);
}

Status IssueFor(Step& step, SourceId source, AgentId agent, CallCommandBody body) {
  const Status possible = CheckCommand(step.state, step.state.sources.at(source), KindOf(body));
  if (!possible) return possible;
  IssueCommand(step, {.source = source, .agent = agent, .reserved = {}, .body = std::move(body)});
  return {};
}

Status IssueFor(Step& step, const Part& part, CallCommandBody body) {
  return IssueFor(step, part.call->source, part.agent->id, std::move(body));
}

// A command about the agent's own part that says nothing else.
template <typename Body, typename Wish>
Status AskOfPart(Step& step, const Wish& wish, const Needed& needed) {
  const Result<Part> part = PartOf(step, wish.agent, wish.call, needed);
  if (!part) return Fail(part);
  return IssueFor(step, *part, Body{part->switch_id(), part->connection});
}

// The same with a target.
template <typename Body, typename Wish>
Status AskWithTarget(Step& step, const Wish& wish, const Needed& needed) {
  if (const Status fits = CheckTarget(wish.target, "target"); !fits) return fits;
  const Result<Part> part = PartOf(step, wish.agent, wish.call, needed);
  if (!part) return Fail(part);
  return IssueFor(step, *part, Body{part->switch_id(), part->connection, wish.target});
}

// A command about the held call and the consultation.
template <typename Body, typename Wish>
Status AskOfBoth(Step& step, const Wish& wish) {
  const Result<Part> held = PartOf(step, wish.agent, wish.call, kIsPart);
  if (!held) return Fail(held);
  if (!wish.consultation || wish.consultation == wish.call) {
    return IssueFor(step, *held, Body{held->switch_id(), held->switch_id()});
  }
  const Result<Part> other = PartOf(step, wish.agent, wish.consultation, kIsPart);
  if (!other) return Fail(other);
  if (other->call->source != held->call->source) {
    return Fail(ErrorCode::kFailedPrecondition, "CONSULTATION_ELSEWHERE",
                "the two calls are of different telephone systems");
  }
  return IssueFor(step, *held, Body{held->switch_id(), other->switch_id()});
}

bool IsAt(const DeclaredDevice& device, const Source& source) {
  return device.source.empty() || device.source == source.name;
}

// The device at the first source that can dial from it. Errors: why none can.
Result<DialPlace> PlaceAt(const State& state, const DeclaredDevice& device) {
  Status possible = Fail(ErrorCode::kUnavailable, "SOURCE_NOT_CONNECTED",
                         "the telephone system of the device is not connected");
  for (const auto& [id, source] : state.sources) {
    if (!IsAt(device, source)) continue;
    possible = CheckCommand(state, source, CommandKind::kDial);
    if (possible) return DialPlace{id, device.name};
  }
  return Fail(possible);
}

}  // namespace

Status Ask(Step& step, const AnswerRing& wish) { return AskOfPart<AnswerCall>(step, wish, kRings); }

Status Ask(Step& step, const DeclineRing& wish) {
  return AskOfPart<DeclineCall>(step, wish, kRings);
}

Status Ask(Step& step, const HoldConnection& wish) {
  return AskOfPart<HoldCall>(step, wish, kTalks);
}

Status Ask(Step& step, const RetrieveConnection& wish) {
  return AskOfPart<RetrieveCall>(step, wish, kHolds);
}

Status Ask(Step& step, const HangUp& wish) { return AskOfPart<ClearCall>(step, wish, kIsPart); }

Status Ask(Step& step, const TransferBlind& wish) {
  return AskWithTarget<TransferCall>(step, wish, kIsPart);
}

Status Ask(Step& step, const Consult& wish) {
  return AskWithTarget<ConsultCall>(step, wish, kTalks);
}

Status Ask(Step& step, const CompleteConsultation& wish) {
  return AskOfBoth<CompleteTransfer>(step, wish);
}

Status Ask(Step& step, const Conference& wish) { return AskOfBoth<JoinConference>(step, wish); }

Status Ask(Step& step, const CancelConsultation& wish) {
  return AskOfPart<CancelConsult>(step, wish, kIsPart);
}

Status Ask(Step& step, const Dial& wish) {
  if (const Status fits = CheckTarget(wish.number, "number"); !fits) return fits;
  const Result<Agent*> agent = AgentOf(step, wish.agent);
  if (!agent) return Fail(agent);
  const Result<DialPlace> place = DialPlaceOf(step.state, **agent, wish.device);
  if (!place) return Fail(place);
  const Result<Callback*> callback = CallbackToDial(step, **agent, wish.number_key);
  if (!callback) return Fail(callback);
  const CommandId issued = IssueCommand(step, {.source = place->source,
                                               .agent = (*agent)->id,
                                               .reserved = {},
                                               .body = DialNumber{place->device, wish.number}});
  if (*callback != nullptr) OnDialCommanded(step, **callback, issued);
  return {};
}

Result<DialPlace> DialPlaceOf(const State& state, const Agent& agent, const std::string& device) {
  Result<DialPlace> place =
      Fail(ErrorCode::kNotFound, "DEVICE_NOT_FOUND", "the agent has no such device");
  for (const std::string& declared : agent.devices) {
    if (!device.empty() && declared != NormaliseDevice(device)) continue;
    place = PlaceAt(state, SplitDevice(declared));
    if (place) return place;
  }
  return place;
}

std::set<CommandKind> CommandsOf(const Source& source) {
  return source.linked ? source.capabilities : std::set<CommandKind>();
}

std::set<CommandKind> AllowedCommands(const Call& call, AgentId agent,
                                      const std::set<CommandKind>& can) {
  std::set<CommandKind> allowed;
  if (!call.live()) return allowed;
  for (const Possible& possible : kPossible) {
    const bool fits = ConnectionIn(call, agent, possible.needed) != nullptr;
    if (fits && can.contains(possible.kind)) allowed.insert(possible.kind);
  }
  return allowed;
}

bool CanDial(const State& state, const Agent& agent) {
  return std::any_of(agent.devices.begin(), agent.devices.end(), [&state](const auto& declared) {
    const DeclaredDevice device = SplitDevice(declared);
    return std::any_of(state.sources.begin(), state.sources.end(), [&device](const auto& each) {
      return IsAt(device, each.second) && CommandsOf(each.second).contains(CommandKind::kDial);
    });
  });
}

bool IsAskedAtDesks(CommandKind kind) {
  switch (kind) {
    case CommandKind::kAnswer:
    case CommandKind::kHold:
    case CommandKind::kRetrieve:
    case CommandKind::kClear:
    case CommandKind::kTransfer:
    case CommandKind::kConsult:
    case CommandKind::kCompleteTransfer:
    case CommandKind::kConference:
    case CommandKind::kDecline:
    case CommandKind::kDial:
    case CommandKind::kCancelConsult:
      return true;
    case CommandKind::kPauseMember:
    case CommandKind::kSnapshot:
    case CommandKind::kRoute:
    case CommandKind::kDivert:
    case CommandKind::kAddMember:
    case CommandKind::kRemoveMember:
      return false;
  }
  return false;
}

}  // namespace jackfield::exchange
