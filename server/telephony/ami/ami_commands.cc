#include "server/telephony/ami/ami_commands.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <utility>
#include <variant>

#include "server/telephony/ami/ami_values.h"

namespace jackfield::ami {
namespace {

using exchange::CommandKind;
using exchange::CommandOutcome;

constexpr std::size_t kConsultationParties = 3;  // Who is held, who consults, who is consulted.

tl::unexpected<Error> Refused(std::string reason) {
  return Fail(ErrorCode::kFailedPrecondition, std::move(reason), "the command cannot be done");
}

std::string ActionIdOf(CommandId command, int step) {
  return "jackfield-command-" + std::to_string(command.value) + "-" + std::to_string(step);
}

// As a phone dials it: there is no tone for the plus.
std::string AsTones(std::string_view target) {
  if (!target.starts_with('+')) return std::string(target);
  return std::string("00").append(target.substr(1));
}

// What is told for an action that the switch has refused.
std::string ReasonOf(std::string_view message) {
  const auto tells = [message](std::string_view words) {
    return message.find(words) != std::string_view::npos;
  };
  if (tells("Permission denied")) return "SWITCH_FORBIDS";
  if (tells("No such channel") || tells("does not exist") || tells("not found")) {
    return "CHANNEL_GONE";
  }
  return "SWITCH_REFUSED";
}

// The call whose consultation `body` begins or ends; "": it does neither.
std::string ConsultationOf(const exchange::CallCommandBody& body) {
  if (const auto* consult = std::get_if<exchange::ConsultCall>(&body)) return consult->call;
  if (const auto* cancel = std::get_if<exchange::CancelConsult>(&body)) return cancel->call;
  if (const auto* complete = std::get_if<exchange::CompleteTransfer>(&body)) return complete->call;
  return "";
}

}  // namespace

// Makes the steps of each command.
struct AmiCommands::Planner {
  AmiCommands& self;

  Result<Steps> operator()(const exchange::ClearCall& c) const {
    const AmiCall* call = self.calls_.FindCall(self.calls_.CallOf(c.call));
    if (c.connection.empty() && call == nullptr) return Refused("CHANNEL_GONE");
    return Hangup(c.connection.empty() ? call->origin : c.connection, HangupCause::kNormal);
  }
  // Only what still rings: who has answered meanwhile must not be cut off.
  Result<Steps> operator()(const exchange::DeclineCall& c) const {
    const AmiChannel* channel = self.calls_.Find(c.connection);
    if (channel == nullptr) return Refused("CHANNEL_GONE");
    if (channel->ring != AmiRing::kRinging) return Refused("CALL_NOT_RINGING");
    return Hangup(c.connection, HangupCause::kRejected);
  }
  Result<Steps> operator()(const exchange::TransferCall& c) const {
    auto channel = Channel(c.connection);
    auto context = ContextName::Parse(self.contexts_.transfer);
    auto exten = Extension::Parse(c.target.bytes);
    if (!channel) return Fail(channel);
    if (!context) return Fail(context);
    if (!exten) return Fail(exten);
    return Steps{BlindTransferAction{*channel, *context, *exten}};
  }
  Result<Steps> operator()(const exchange::ConsultCall& c) const {
    auto channel = Channel(c.connection);
    auto context = ContextName::Parse(self.contexts_.transfer);
    auto exten = DtmfDigits::Parse(AsTones(c.target.bytes));
    if (!channel) return Fail(channel);
    if (!context) return Fail(context);
    if (!exten) return Fail(exten);
    return Steps{AtxferAction{*channel, *context, *exten}};
  }
  Result<Steps> operator()(const exchange::CompleteTransfer& c) const {
    const std::string held = self.calls_.CallOf(c.call);
    const std::string consultation = self.calls_.CallOf(c.consultation);
    if (held == consultation) {  // M4.
      const auto begun = self.consultations_.find(held);
      if (begun == self.consultations_.end() || !IsConsulted(held, begun->second)) {
        return Refused("CONSULTATION_UNKNOWN");
      }
      return Hangup(begun->second.by, HangupCause::kNormal);
    }
    const auto [one, other] = OutsideParties(held, consultation);
    if (one == nullptr || other == nullptr) return Refused("PARTIES_UNCLEAR");
    auto first = ChannelName::Parse(one->name);
    auto second = ChannelName::Parse(other->name);
    if (!first) return Fail(first);
    if (!second) return Fail(second);
    return Steps{BridgeAction{*first, *second}};
  }
  Result<Steps> operator()(const exchange::CancelConsult& c) const {
    const std::string held = self.calls_.CallOf(c.call);
    const auto begun = self.consultations_.find(held);
    if (begun == self.consultations_.end() || begun->second.by != c.connection ||
        IsOver(held, begun->second)) {  // M5.
      return Refused("CONSULTATION_UNKNOWN");
    }
    auto channel = Channel(c.connection);
    if (!channel) return Fail(channel);
    return Steps{CancelAtxferAction{*channel}};
  }
  Result<Steps> operator()(const exchange::DialNumber& c) const {
    auto device = DeviceName::Parse(c.device);
    auto context = ContextName::Parse(self.contexts_.dial);
    auto exten = Extension::Parse(c.number.bytes);
    if (!device) return Fail(device);
    if (!context) return Fail(context);
    if (!exten) return Fail(exten);
    return Steps{OriginateAction{*device, *context, *exten}};
  }
  Result<Steps> operator()(const exchange::PauseQueueMember& c) const {
    auto device = DeviceName::Parse(c.device);
    if (!device) return Fail(device);
    QueuePauseAction pause{std::nullopt, *device, c.paused, std::nullopt};
    if (!c.queue.empty()) {
      auto queue = QueueName::Parse(c.queue);
      if (!queue) return Fail(queue);
      pause.queue = *queue;
    }
    if (!c.reason.empty()) {
      auto reason = PauseReason::Parse(c.reason);
      if (!reason) return Fail(reason);
      pause.reason = *reason;
    }
    return Steps{std::move(pause)};
  }
  Result<Steps> operator()(const exchange::RouteCall& c) const {
    auto channel = Channel(c.leg);
    auto context = ContextName::Parse(self.contexts_.route);
    auto devices = DeviceList::Parse(c.devices);
    if (!channel) return Fail(channel);
    if (!context) return Fail(context);
    if (!devices) return Fail(devices);
    return Steps{SetvarAction{*channel, AmiVariable::kRouteDevices, *devices},
                 RedirectAction{*channel, *context}};
  }
  Result<Steps> operator()(const exchange::DivertCall& c) const {
    auto channel = Channel(c.leg);
    auto context = ContextName::Parse(self.contexts_.transfer);
    auto exten = Extension::Parse(c.target.bytes);
    if (!channel) return Fail(channel);
    if (!context) return Fail(context);
    if (!exten) return Fail(exten);
    return Steps{RedirectAction{*channel, *context, *exten}};
  }
  Result<Steps> operator()(const exchange::AddQueueMember& c) const {
    auto queue = QueueName::Parse(c.queue);
    auto device = DeviceName::Parse(c.device);
    if (!queue) return Fail(queue);
    if (!device) return Fail(device);
    return Steps{QueueAddAction{*queue, *device, c.paused}};
  }
  Result<Steps> operator()(const exchange::RemoveQueueMember& c) const {
    auto queue = QueueName::Parse(c.queue);
    auto device = DeviceName::Parse(c.device);
    if (!queue) return Fail(queue);
    if (!device) return Fail(device);
    return Steps{QueueRemoveAction{*queue, *device}};
  }
  // Not to be done by the manager interface: ami_action.h says why. Lists are read anyway.
  Result<Steps> operator()(const exchange::AnswerCall&) const { return NotSupported(); }
  Result<Steps> operator()(const exchange::HoldCall&) const { return NotSupported(); }
  Result<Steps> operator()(const exchange::RetrieveCall&) const { return NotSupported(); }
  Result<Steps> operator()(const exchange::JoinConference&) const { return NotSupported(); }
  Result<Steps> operator()(const exchange::TakeSnapshot&) const { return NotSupported(); }

 private:
  static Result<Steps> NotSupported() { return Refused("COMMAND_NOT_SUPPORTED"); }

  Result<ChannelName> Channel(const std::string& connection) const {
    const AmiChannel* channel = self.calls_.Find(connection);
    if (channel == nullptr) return Refused("CHANNEL_GONE");
    return ChannelName::Parse(channel->name);
  }
  Result<Steps> Hangup(const std::string& connection, HangupCause cause) const {
    auto channel = Channel(connection);
    if (!channel) return Fail(channel);
    return Steps{HangupAction{*channel, cause}};
  }

  // Everybody in the call but the sides of Local channels that run the dialplan.
  std::vector<const AmiChannel*> PartiesOf(const std::string& id) const {
    std::vector<const AmiChannel*> parties;
    const AmiCall* call = self.calls_.FindCall(id);
    if (call == nullptr) return parties;
    for (const std::string& uniqueid : call->live) {
      const AmiChannel* channel = self.calls_.Find(uniqueid);
      if (channel != nullptr && !IsSecondLocalHalf(channel->name)) parties.push_back(channel);
    }
    return parties;
  }
  static bool HasNewcomer(const std::vector<const AmiChannel*>& parties,
                          const Consultation& begun) {
    return std::any_of(parties.begin(), parties.end(), [&](const AmiChannel* party) {
      return !begun.before.contains(party->uniqueid);
    });
  }
  // Whether hanging up for the agent leaves who is held with who was consulted.
  bool IsConsulted(const std::string& held, const Consultation& begun) const {
    const auto parties = PartiesOf(held);
    return HasNewcomer(parties, begun) && parties.size() >= kConsultationParties;
  }
  // Whether somebody came, and nobody of them is left: busy, declined, or hung up.
  bool IsOver(const std::string& held, const Consultation& begun) const {
    const AmiCall* call = self.calls_.FindCall(held);
    return call != nullptr && call->taken_in > begun.taken_in &&
           !HasNewcomer(PartiesOf(held), begun);
  }
  // The one party of each call whose device is not in the other, which is the agent's; nullptr:
  // there is none, or more than one.
  std::pair<const AmiChannel*, const AmiChannel*> OutsideParties(const std::string& held,
                                                                 const std::string& other) const {
    const auto here = PartiesOf(held);
    const auto there = PartiesOf(other);
    const auto only = [](const auto& parties, const auto& beside) {
      const AmiChannel* found = nullptr;
      for (const AmiChannel* party : parties) {
        const bool of_agent = std::any_of(beside.begin(), beside.end(), [&](const auto* each) {
          return each->device == party->device;
        });
        if (of_agent) continue;
        if (found != nullptr) return static_cast<const AmiChannel*>(nullptr);
        found = party;
      }
      return found;
    };
    return {only(here, there), only(there, here)};
  }
};

std::set<CommandKind> AmiCommands::Capabilities(const AmiMessage& list_of_commands) {
  std::set<CommandKind> kinds;
  const auto may = [&](std::string_view action) { return list_of_commands.Has(action); };
  const auto add = [&](bool can, std::initializer_list<CommandKind> more) {
    if (can) kinds.insert(more);
  };
  add(may("Hangup"), {CommandKind::kClear, CommandKind::kDecline});
  add(may("BlindTransfer"), {CommandKind::kTransfer});
  add(may("Atxfer"), {CommandKind::kConsult});
  add(may("Hangup") && may("Bridge"), {CommandKind::kCompleteTransfer});
  add(may("CancelAtxfer"), {CommandKind::kCancelConsult});
  add(may("Originate"), {CommandKind::kDial});
  add(may("QueuePause"), {CommandKind::kPauseMember});
  add(may("Setvar") && may("Redirect"), {CommandKind::kRoute});
  add(may("Redirect"), {CommandKind::kDivert});
  add(may("QueueAdd"), {CommandKind::kAddMember});
  add(may("QueueRemove"), {CommandKind::kRemoveMember});
  return kinds;
}

Result<AmiCommands::Steps> AmiCommands::StepsOf(const exchange::CallCommandBody& body) {
  return std::visit(Planner{*this}, body);
}

void AmiCommands::Begin(const exchange::CallCommand& command, Instant deadline) {
  if (open_.size() >= kOpenMax) return Refuse(command.id, "TOO_MANY_COMMANDS");
  Result<Steps> steps = StepsOf(command.body);
  if (!steps) return Refuse(command.id, steps.error().reason);
  Open open{.command = command.id, .deadline = deadline, .rest = *std::move(steps)};
  open.about = calls_.CallOf(ConsultationOf(command.body));
  if (const auto* consult = std::get_if<exchange::ConsultCall>(&command.body)) {
    const AmiCall* call = calls_.FindCall(open.about);
    open.consults = Consultation{.by = consult->connection};
    if (call != nullptr) {
      open.consults->before = call->live;
      open.consults->taken_in = call->taken_in;
    }
  }
  SendNext(std::move(open));
}

void AmiCommands::SendNext(Open open) {
  std::string action_id = ActionIdOf(open.command, ++open.step);
  Result<std::string> bytes = Encode(open.rest.front(), action_id);
  if (!bytes) return Refuse(open.command, "ACTION_TEXT_INVALID");
  actions_.push_back(*std::move(bytes));
  open_.emplace(std::move(action_id), std::move(open));
}

bool AmiCommands::TakeResponse(const AmiMessage& response, Instant now) {
  const auto found = open_.find(response.Get("ActionID"));
  if (found == open_.end() || found->second.verdict) return false;
  if (response.name != "Success") {
    End(found->second, CommandOutcome::kRefused, ReasonOf(response.Get("Message")));
    open_.erase(found);
    return true;
  }
  Open& open = found->second;
  if (std::holds_alternative<OriginateAction>(open.rest.front())) {
    open.verdict = std::min(now + kVerdictAfter, open.deadline);  // M3.
    return true;
  }
  open.rest.pop_front();
  if (open.rest.empty()) {
    Accept(found);
  } else if (open.deadline <= now) {
    GiveUp(found);  // M1.
  } else {
    SendNext(std::move(open_.extract(found).mapped()));  // M2.
  }
  return true;
}

void AmiCommands::TakeOriginated(const AmiMessage& event) {
  const auto found = open_.find(event.Get("ActionID"));
  if (found == open_.end()) return;
  if (event.Get("Response") == "Success") return Accept(found);
  End(found->second, CommandOutcome::kRefused, "DEVICE_DID_NOT_ANSWER");
  open_.erase(found);
}

void AmiCommands::Tick(Instant now) {
  for (auto open = open_.begin(); open != open_.end();) {
    const auto next = std::next(open);
    if (open->second.verdict && *open->second.verdict <= now) {
      Accept(open);
    } else if (open->second.deadline <= now) {
      GiveUp(open);
    }
    open = next;
  }
}

void AmiCommands::Lose() {
  actions_.clear();
  for (const auto& [action_id, open] : std::exchange(open_, {})) {
    End(open, CommandOutcome::kUnknown, "LINK_LOST");
  }
}

void AmiCommands::Accept(OpenByAction::iterator open) {
  Remember(open->second);
  End(open->second, CommandOutcome::kAccepted, "");
  open_.erase(open);
}

void AmiCommands::GiveUp(OpenByAction::iterator open) {
  End(open->second, CommandOutcome::kUnknown, "SWITCH_SILENT");
  open_.erase(open);
}

void AmiCommands::Remember(const Open& open) {
  if (open.about.empty()) return;
  consultations_.erase(open.about);
  if (!open.consults) return;
  std::erase_if(consultations_,
                [this](const auto& each) { return calls_.Find(each.second.by) == nullptr; });
  if (consultations_.size() < kConsultationsMax) consultations_.emplace(open.about, *open.consults);
}

void AmiCommands::End(const Open& open, CommandOutcome outcome, std::string reason) {
  results_.push_back({open.command, outcome, std::move(reason)});
}

void AmiCommands::Refuse(CommandId command, std::string reason) {
  results_.push_back({command, CommandOutcome::kRefused, std::move(reason)});
}

}  // namespace jackfield::ami
