#include "server/telephony/ami/ami_translator.h"

#include <algorithm>
#include <array>
#include <utility>

#include "server/telephony/ami/ami_values.h"

namespace jackfield::ami {
namespace {

using enum AmiEventType;

// A source is quiet when nothing came in for this long.
constexpr Duration kQuiet{2'000};
// Uptime is in whole seconds, and clocks drift: a start later by less than this is the same start.
constexpr Duration kBootTolerance{10'000};
constexpr long long kUptimeMax = 10'000'000'000;  // Seconds; three centuries.
// Newchannel of neighbouring channels may swap places; a restart begins again at 0.
constexpr long long kNumbersOutOfOrderMax = 50;

// Which function takes which event.
template <typename Target>
struct Row {
  AmiEventType type;
  void (Target::*take)(const AmiMessage&);
};

constexpr std::array<Row<AmiCallEvents>, 18> kCallRows = {{
    {kNewchannel, &AmiCallEvents::Newchannel},
    {kNewCallerid, &AmiCallEvents::NewCallerid},
    {kNewexten, &AmiCallEvents::Newexten},
    {kNewstate, &AmiCallEvents::Seen},
    {kBridgeEnter, &AmiCallEvents::Seen},
    {kHangupRequest, &AmiCallEvents::HangupRequest},
    {kHangup, &AmiCallEvents::Hangup},
    {kDialBegin, &AmiCallEvents::DialBegin},
    {kDialEnd, &AmiCallEvents::DialEnd},
    {kHold, &AmiCallEvents::Hold},
    {kUnhold, &AmiCallEvents::Unhold},
    {kBlindTransfer, &AmiCallEvents::BlindTransfer},
    {kAttendedTransfer, &AmiCallEvents::AttendedTransfer},
    {kParkedCall, &AmiCallEvents::ParkedCall},
    {kParkedCallTimeOut, &AmiCallEvents::ParkedCallOver},
    {kParkedCallGiveUp, &AmiCallEvents::ParkedCallOver},
    {kUnParkedCall, &AmiCallEvents::ParkedCallOver},
    {kLocalOptimizationBegin, &AmiCallEvents::LocalOptimizationBegin},
}};

constexpr std::array<Row<AmiQueueEvents>, 12> kQueueRows = {{
    {kQueueCallerJoin, &AmiQueueEvents::CallerJoin},
    {kQueueCallerAbandon, &AmiQueueEvents::CallerAbandon},
    {kQueueCallerLeave, &AmiQueueEvents::CallerLeave},
    {kAgentCalled, &AmiQueueEvents::AgentCalled},
    {kAgentConnect, &AmiQueueEvents::AgentConnect},
    {kAgentRingNoAnswer, &AmiQueueEvents::AgentRingNoAnswer},
    {kAgentComplete, &AmiQueueEvents::AgentComplete},
    {kVarSet, &AmiQueueEvents::VarSet},
    {kQueueMemberAdded, &AmiQueueEvents::MemberAdded},
    {kQueueMemberRemoved, &AmiQueueEvents::MemberRemoved},
    {kQueueMemberPause, &AmiQueueEvents::MemberPause},
    {kQueueMemberStatus, &AmiQueueEvents::MemberStatus},
}};

constexpr std::array<Row<AmiLists>, 8> kListRows = {{
    {kCoreShowChannel, &AmiLists::CoreShowChannel},
    {kStatus, &AmiLists::CoreShowChannel},
    {kStatusComplete, &AmiLists::CoreShowChannelsComplete},
    {kCoreShowChannelsComplete, &AmiLists::CoreShowChannelsComplete},
    {kQueueParams, &AmiLists::QueueParams},
    {kQueueMember, &AmiLists::QueueMember},
    {kQueueEntry, &AmiLists::QueueEntry},
    {kQueueStatusComplete, &AmiLists::QueueStatusComplete},
}};

template <typename Target, std::size_t kCount>
void TakeBy(const std::array<Row<Target>, kCount>& rows, Target& target, AmiEventType type,
            const AmiMessage& message) {
  for (const Row<Target>& row : rows) {
    if (row.type == type) (target.*row.take)(message);
  }
}

bool Contains(std::string_view block, std::string_view text) {
  return block.find(text) != std::string_view::npos;
}

}  // namespace

AmiTranslator::AmiTranslator(AmiTranslatorOptions options) : model_(std::move(options)) {}

bool AmiTranslator::Wants(std::string_view event, std::string_view block) {
  const AmiEventType type = EventTypeOf(event);
  if (type == kUnknown) ++counters_.unknown;
  if (type == kLeftAside) ++counters_.left_aside;
  if (type == kUnknown || type == kLeftAside) return false;
  if (type != kVarSet && type != kNewexten) return true;
  // Seven in ten bytes are of these two kinds; nearly all of them are dropped unparsed.
  calls_.NoteDialplan();
  const bool wanted =
      type == kVarSet ? WantsVariable(block) : Contains(block, "\nApplication: Queue");
  if (!wanted) ++counters_.left_aside;
  return wanted;
}

bool AmiTranslator::WantsVariable(std::string_view block) const {
  constexpr std::string_view kKey = "\nVariable: ";
  const std::size_t at = block.find(kKey);
  if (at == std::string_view::npos) return false;
  std::string_view variable = block.substr(at + kKey.size());
  variable = variable.substr(0, variable.find_first_of("\r\n"));
  while (variable.starts_with('_')) variable.remove_prefix(1);
  const auto& attached = model_.options().attached_variables;
  return variable == "QUEUESTATUS" ||
         std::find(attached.begin(), attached.end(), variable) != attached.end();
}

void AmiTranslator::Take(const AmiMessage& message, WallTime received) {
  last_received_ = received;
  // The answer to Ping has a Timestamp even where events have none: it does not count.
  const bool event = message.kind == AmiMessage::Kind::kEvent;
  model_.AdvanceTo(event ? TimestampOf(message) : std::nullopt, received);
  if (!event) return;
  ++counters_.translated;
  Dispatch(EventTypeOf(message.name), message);
}

void AmiTranslator::Dispatch(AmiEventType type, const AmiMessage& message) {
  if (type == kNewchannel) NoteChannelNumber(message);
  if (type == kFullyBooted) TakeFullyBooted(message);
  // Members come back from the switch's memory, and go with a reload, without an event of their
  // own.
  if (type == kFullyBooted || type == kReload) lists_.WantAgain();
  // A channel that began to be dialled unseen is noticed when it rings.
  const bool rings = type == kDialState && message.Get("DialStatus") == "RINGING";
  TakeBy(kCallRows, calls_, rings ? kDialBegin : type, message);
  TakeBy(kQueueRows, queues_, type, message);
  TakeBy(kListRows, lists_, type, message);
}

void AmiTranslator::TakeFullyBooted(const AmiMessage& message) {
  const auto uptime = NumberOf(message.Get("Uptime"));
  if (!uptime || *uptime < 0 || *uptime > kUptimeMax) return;
  const WallTime booted = model_.now() - std::chrono::seconds(*uptime);
  const bool again = booted_ && booted - *booted_ > kBootTolerance;
  booted_ = booted;
  if (!again) return;
  const auto second = std::chrono::duration_cast<std::chrono::seconds>(booted.time_since_epoch());
  BeginEpoch("booted-" + std::to_string(second.count()));
}

void AmiTranslator::NoteChannelNumber(const AmiMessage& message) {
  const std::string_view uniqueid = message.Get("Uniqueid");
  const auto number = NumberOf(uniqueid.substr(uniqueid.rfind('.') + 1));
  if (!number) return;
  if (*number + kNumbersOutOfOrderMax < channel_number_max_) {
    BeginEpoch("channel-" + IdentifierOf(uniqueid));
  }
  channel_number_max_ = std::max(channel_number_max_, *number);
}

void AmiTranslator::BeginEpoch(std::string epoch) {  // R3.
  epoch_ = std::move(epoch);
  channel_number_max_ = 0;
  model_.Forget();
  lists_.WantAgain();
  if (model_.ready()) model_.SetReady(epoch_);
}

void AmiTranslator::TakeLinkReady(WallTime received) {
  last_received_ = received;
  model_.AdvanceTo(std::nullopt, received);
  model_.SetReady(epoch_);
}

void AmiTranslator::TakeLinkLost(WallTime received) {
  model_.AdvanceTo(std::nullopt, received);
  model_.SetLost();
}

void AmiTranslator::Tick(WallTime received) {
  model_.AdvanceTo(std::nullopt, received);
  if (received - last_received_ >= kQuiet) model_.FlushWaiting();
}

AmiTranslatorCounters AmiTranslator::counters() const {
  AmiTranslatorCounters counters = counters_;
  counters.held_dropped = model_.held_dropped_count();
  counters.refused = model_.refused_channel_count();
  counters.snapshots = lists_.snapshot_count();
  return counters;
}

}  // namespace jackfield::ami
