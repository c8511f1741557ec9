#include "server/exchange/commands/call_command.h"

#include <algorithm>
#include <variant>

namespace jackfield::exchange {
namespace {

bool IsDialled(char letter) {
  return (letter >= '0' && letter <= '9') || letter == '*' || letter == '#';
}

struct Kinds {
  CommandKind operator()(const AnswerCall&) const { return CommandKind::kAnswer; }
  CommandKind operator()(const HoldCall&) const { return CommandKind::kHold; }
  CommandKind operator()(const RetrieveCall&) const { return CommandKind::kRetrieve; }
  CommandKind operator()(const ClearCall&) const { return CommandKind::kClear; }
  CommandKind operator()(const TransferCall&) const { return CommandKind::kTransfer; }
  CommandKind operator()(const ConsultCall&) const { return CommandKind::kConsult; }
  CommandKind operator()(const CompleteTransfer&) const { return CommandKind::kCompleteTransfer; }
  CommandKind operator()(const JoinConference&) const { return CommandKind::kConference; }
  CommandKind operator()(const DeclineCall&) const { return CommandKind::kDecline; }
  CommandKind operator()(const DialNumber&) const { return CommandKind::kDial; }
  CommandKind operator()(const PauseQueueMember&) const { return CommandKind::kPauseMember; }
  CommandKind operator()(const TakeSnapshot&) const { return CommandKind::kSnapshot; }
  CommandKind operator()(const RouteCall&) const { return CommandKind::kRoute; }
  CommandKind operator()(const AddQueueMember&) const { return CommandKind::kAddMember; }
  CommandKind operator()(const RemoveQueueMember&) const { return CommandKind::kRemoveMember; }
  CommandKind operator()(const CancelConsult&) const { return CommandKind::kCancelConsult; }
  CommandKind operator()(const DivertCall&) const { return CommandKind::kDivert; }
};

}  // namespace

CommandKind KindOf(const CallCommandBody& body) { return std::visit(Kinds(), body); }

std::vector<PersonalText*> TextsOf(CallCommandBody& body) {
  return std::visit(
      [](auto& command) -> std::vector<PersonalText*> {
        if constexpr (requires { command.target; }) return {&command.target};
        if constexpr (requires { command.number; }) return {&command.number};
        return {};
      },
      body);
}

Status CheckDialTarget(std::string_view target, const std::string& field) {
  std::string_view digits = target;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  const bool clean = std::all_of(digits.begin(), digits.end(), IsDialled);
  if (clean && !digits.empty() && target.size() <= kDialTargetMax) return {};
  return FailField("DIAL_TARGET_INVALID", field,
                   "must have 1 to 64 characters: digits, * and #, and + only in front");
}

}  // namespace jackfield::exchange
