#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "server/base/result.h"
#include "server/base/time.h"

// The actions that change something at the switch: these, and no others.
//
// Rules:
//  A1. No value is a bare string: each field has a type with a closed alphabet and length, which
//      only its Parse() makes. So no text of a person can end a line (CR, LF, NUL), separate
//      arguments (`,` `|` `;` `&`) or be evaluated (`$` `{` `}` `(` `)` `"` `\`) on the way,
//      whatever the dialplan does with it.
//  A2. Where a call goes is a context that the administrator has configured, never one that was
//      asked for. Neither Application nor Data is ever sent; Command, and every action that reads
//      or writes configuration, is no action here.
//  A3. Variables have names of a closed set.
//
// Of what agents ask for, the manager interface cannot do, with PJSIP phones:
//   answer      a ringing phone answers itself; a NOTIFY that some phones take as a request to
//               (PJSIPNotify with `Event: talk`) is a private matter of their makers.
//   hold, retrieve  the phone holds, by re-INVITE; nothing in the manager does it in its place.
//   conference  three parties would have to be moved one by one, by actions of which a part may
//               fail and leave somebody alone; the feature code of a consultation
//               (`atxferthreeway`) can be dialled by the phone only.
// They are not among what the source says that it can (AmiCommands::Capabilities()).
namespace jackfield::ami {

enum class TextKind : std::uint8_t {
  kChannel,    // "PJSIP/1001-0000000a": 3 to 128 letters, digits and /@._+*#:-; ";1", ";2" at its
               // end.
  kContext,    // 1 to 79 letters, digits and _-.
  kExtension,  // What is dialled: CheckDialTarget() of the exchange.
  kDtmf,       // What Atxfer dials as tones: 1 to 64 digits and *.
  kQueue,      // 1 to 80 letters, digits, spaces inside, and _.-
  kDevice,     // "PJSIP/1001", "Local/2001@agents/n": as a channel, but at most 80, and no ";1".
  kReason,     // 1 to 256 bytes: letters of any language, digits, spaces and _.:/-
};

// A text of an action.
//
// Thread safety: immutable value.
template <TextKind kKind>
class AmiText {
 public:
  // Errors: kInvalidArgument (ACTION_TEXT_INVALID) with the field (the kind) and the rule.
  static Result<AmiText> Parse(std::string_view text);

  const std::string& text() const { return text_; }

  bool operator==(const AmiText&) const = default;

 private:
  explicit AmiText(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

using ChannelName = AmiText<TextKind::kChannel>;
using ContextName = AmiText<TextKind::kContext>;
using Extension = AmiText<TextKind::kExtension>;
using DtmfDigits = AmiText<TextKind::kDtmf>;
using QueueName = AmiText<TextKind::kQueue>;
using DeviceName = AmiText<TextKind::kDevice>;
using PauseReason = AmiText<TextKind::kReason>;

// Devices to ring at once, as the application Dial reads them: "PJSIP/1001&PJSIP/1002". The only
// place where `&` is written, by us.
//
// Thread safety: immutable value.
class DeviceList {
 public:
  static constexpr std::size_t kDevicesMax = 32;

  // Errors: kInvalidArgument as DeviceName::Parse(); also with none, or more than kDevicesMax.
  static Result<DeviceList> Parse(const std::vector<std::string>& devices);

  const std::string& text() const { return text_; }

 private:
  explicit DeviceList(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

// ITU-T Q.850.
enum class HangupCause : std::uint8_t { kNormal = 16, kRejected = 21 };

// Channel variables that the dialplan of deploy/asterisk reads.
enum class AmiVariable : std::uint8_t {
  kRouteDevices,  // JACKFIELD_ROUTE_DEVICES: whom to ring for a caller in the context for routing.
};

struct HangupAction {
  ChannelName channel;
  HangupCause cause = HangupCause::kNormal;
};
// Sends a channel to an extension, priority 1, of a context.
struct RedirectAction {
  ChannelName channel;
  ContextName context;
  std::optional<Extension> exten = std::nullopt;  // Absent: `s`.
};
// Transfers whoever talks with `channel`. Unlike Redirect it says so by an event of its own.
struct BlindTransferAction {
  ChannelName channel;
  ContextName context;
  Extension exten;
};
// Begins a consultation. Asterisk plays the digits into the channel as if the phone had sent them.
struct AtxferAction {
  ChannelName channel;
  ContextName context;
  DtmfDigits exten;
};
struct CancelAtxferAction {
  ChannelName channel;  // Who consults.
};
// Connects two channels, and takes each out of the call that it was in.
struct BridgeAction {
  ChannelName one;
  ChannelName other;
};
// Rings `device`, and sends it into `context` when it answers. Asynchronous: the answer comes at
// once, what became of it as an event OriginateResponse.
struct OriginateAction {
  DeviceName device;
  ContextName context;
  Extension exten;
  Duration ring_limit{30'000};
};
struct QueuePauseAction {
  std::optional<QueueName> queue;  // Absent: all queues of the device.
  DeviceName device;
  bool paused = false;
  std::optional<PauseReason> reason;
};
struct QueueAddAction {
  QueueName queue;
  DeviceName device;
  bool paused = false;
};
struct QueueRemoveAction {
  QueueName queue;
  DeviceName device;
};
struct SetvarAction {
  ChannelName channel;
  AmiVariable variable = AmiVariable::kRouteDevices;
  DeviceList value;
};

using AmiAction = std::variant<HangupAction, RedirectAction, BlindTransferAction, AtxferAction,
                               CancelAtxferAction, BridgeAction, OriginateAction, QueuePauseAction,
                               QueueAddAction, QueueRemoveAction, SetvarAction>;

// The action as bytes, by the one encoder (ami_encoder.h).
// Errors: kInvalidArgument when `action_id` holds a control character, or a line is too long: a
// long list of devices.
//
// Thread safety: pure function.
Result<std::string> Encode(const AmiAction& action, std::string_view action_id);

}  // namespace jackfield::ami
