#include "server/telephony/ami/ami_action.h"

#include <algorithm>

#include "server/exchange/commands/call_command.h"
#include "server/telephony/ami/ami_encoder.h"
#include "server/telephony/ami/ami_parser.h"

namespace jackfield::ami {
namespace {

constexpr std::string_view kOfNames = "_-.";
constexpr std::string_view kOfDevices = "/@._+*#:-";
constexpr std::string_view kOfReasons = " _.:/-";

bool IsDigit(char letter) { return letter >= '0' && letter <= '9'; }
bool IsAsciiLetter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

// Whether `text` has letters, digits and characters of `more` only.
bool HasOnly(std::string_view text, std::string_view more) {
  return std::all_of(text.begin(), text.end(), [more](char letter) {
    return IsDigit(letter) || IsAsciiLetter(letter) || more.find(letter) != std::string_view::npos;
  });
}

// The technology comes first: "PJSIP/…".
bool IsDevice(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < text.size() &&
         HasOnly(text.substr(0, slash), "") && HasOnly(text, kOfDevices);
}

bool IsChannel(std::string_view text) {
  if (text.ends_with(";1") || text.ends_with(";2")) text.remove_suffix(2);
  return IsDevice(text);
}

bool IsQueue(std::string_view text) {
  return HasOnly(text, "_-. ") && !text.starts_with(' ') && !text.ends_with(' ');
}

// Control characters beyond ASCII, and what some take as the end of a line.
bool HasHiddenLineEnd(std::string_view text) {
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    if (text[at] == '\xC2' && static_cast<unsigned char>(text[at + 1]) < 0xA0) return true;
  }
  return text.find("\xE2\x80\xA8") != std::string_view::npos ||
         text.find("\xE2\x80\xA9") != std::string_view::npos;
}

// Letters beyond ASCII are taken as they are, where they are well-formed.
bool IsReason(std::string_view text) {
  if (CleanText(text, text.size()) != text || HasHiddenLineEnd(text)) return false;
  return std::all_of(text.begin(), text.end(), [](char letter) {
    return static_cast<signed char>(letter) < 0 || HasOnly({&letter, 1}, kOfReasons);
  });
}

bool IsDtmf(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char letter) { return IsDigit(letter) || letter == '*'; });
}

struct Rule {
  std::string_view field;
  std::size_t bytes_max;
  std::string_view words;
  bool (*holds)(std::string_view text);
};

Rule RuleOf(TextKind kind) {
  switch (kind) {
    case TextKind::kChannel:
      return {"channel", 128, "must be a channel, as PJSIP/1001-0000000a", IsChannel};
    case TextKind::kContext:
      return {"context", 79, "must have letters, digits, _ - and . only",
              [](std::string_view text) { return HasOnly(text, kOfNames); }};
    case TextKind::kExtension:
      return {"extension", exchange::kDialTargetMax,
              "must have digits, * and #, and + in front only", [](std::string_view text) {
                return exchange::CheckDialTarget(text, "extension").has_value();
              }};
    case TextKind::kDtmf:
      return {"extension", exchange::kDialTargetMax, "must have digits and * only", IsDtmf};
    case TextKind::kQueue:
      return {"queue", 80, "must have letters, digits, spaces inside, _ - and . only", IsQueue};
    case TextKind::kDevice:
      return {"device", 80, "must be a device, as PJSIP/1001", IsDevice};
    case TextKind::kReason:
      return {"reason", 256, "must have letters, digits, spaces, _ . : / and - only", IsReason};
  }
  return {};
}

std::string_view NameOf(AmiVariable variable) {
  switch (variable) {
    case AmiVariable::kRouteDevices:
      return "JACKFIELD_ROUTE_DEVICES";
  }
  return "";
}

std::string_view YesOrNo(bool yes) { return yes ? "true" : "false"; }

struct Encoder {
  std::string_view id;

  Result<std::string> operator()(const HangupAction& a) const {
    return EncodeAction(
        "Hangup", id,
        {{"Channel", a.channel.text()}, {"Cause", std::to_string(static_cast<int>(a.cause))}});
  }
  Result<std::string> operator()(const RedirectAction& a) const {
    return EncodeAction("Redirect", id,
                        {{"Channel", a.channel.text()},
                         {"Context", a.context.text()},
                         {"Exten", a.exten ? a.exten->text() : "s"},
                         {"Priority", "1"}});
  }
  Result<std::string> operator()(const BlindTransferAction& a) const {
    return EncodeAction(
        "BlindTransfer", id,
        {{"Channel", a.channel.text()}, {"Context", a.context.text()}, {"Exten", a.exten.text()}});
  }
  Result<std::string> operator()(const AtxferAction& a) const {
    return EncodeAction(
        "Atxfer", id,
        {{"Channel", a.channel.text()}, {"Context", a.context.text()}, {"Exten", a.exten.text()}});
  }
  Result<std::string> operator()(const CancelAtxferAction& a) const {
    return EncodeAction("CancelAtxfer", id, {{"Channel", a.channel.text()}});
  }
  Result<std::string> operator()(const BridgeAction& a) const {
    return EncodeAction("Bridge", id,
                        {{"Channel1", a.one.text()}, {"Channel2", a.other.text()}, {"Tone", "no"}});
  }
  Result<std::string> operator()(const OriginateAction& a) const {
    return EncodeAction("Originate", id,
                        {{"Channel", a.device.text()},
                         {"Context", a.context.text()},
                         {"Exten", a.exten.text()},
                         {"Priority", "1"},
                         {"Timeout", std::to_string(a.ring_limit.count())},
                         {"Async", "true"}});
  }
  // An empty value says nothing to Asterisk: as if the line were not there.
  Result<std::string> operator()(const QueuePauseAction& a) const {
    return EncodeAction("QueuePause", id,
                        {{"Queue", a.queue ? std::string_view(a.queue->text()) : ""},
                         {"Interface", a.device.text()},
                         {"Paused", YesOrNo(a.paused)},
                         {"Reason", a.reason ? std::string_view(a.reason->text()) : ""}});
  }
  Result<std::string> operator()(const QueueAddAction& a) const {
    return EncodeAction(
        "QueueAdd", id,
        {{"Queue", a.queue.text()}, {"Interface", a.device.text()}, {"Paused", YesOrNo(a.paused)}});
  }
  Result<std::string> operator()(const QueueRemoveAction& a) const {
    return EncodeAction("QueueRemove", id,
                        {{"Queue", a.queue.text()}, {"Interface", a.device.text()}});
  }
  Result<std::string> operator()(const SetvarAction& a) const {
    return EncodeAction("Setvar", id,
                        {{"Channel", a.channel.text()},
                         {"Variable", NameOf(a.variable)},
                         {"Value", a.value.text()}});
  }
};

}  // namespace

template <TextKind kKind>
Result<AmiText<kKind>> AmiText<kKind>::Parse(std::string_view text) {
  const Rule rule = RuleOf(kKind);
  if (!text.empty() && text.size() <= rule.bytes_max && rule.holds(text)) {
    return AmiText(std::string(text));
  }
  return FailField("ACTION_TEXT_INVALID", std::string(rule.field),
                   std::string(rule.words) + ", 1 to " + std::to_string(rule.bytes_max) + " bytes");
}

template class AmiText<TextKind::kChannel>;
template class AmiText<TextKind::kContext>;
template class AmiText<TextKind::kExtension>;
template class AmiText<TextKind::kDtmf>;
template class AmiText<TextKind::kQueue>;
template class AmiText<TextKind::kDevice>;
template class AmiText<TextKind::kReason>;

Result<DeviceList> DeviceList::Parse(const std::vector<std::string>& devices) {
  if (devices.empty() || devices.size() > kDevicesMax) {
    return FailField("ACTION_TEXT_INVALID", "devices", "must be 1 to 32 devices");
  }
  std::string list;
  for (const std::string& device : devices) {
    const auto parsed = DeviceName::Parse(device);
    if (!parsed) return Fail(parsed);
    if (!list.empty()) list += '&';
    list += parsed->text();
  }
  return DeviceList(std::move(list));
}

Result<std::string> Encode(const AmiAction& action, std::string_view action_id) {
  return std::visit(Encoder{action_id}, action);
}

}  // namespace jackfield::ami
