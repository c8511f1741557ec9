#include "server/telephony/ami/ami_values.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace jackfield::ami {
namespace {

constexpr std::size_t kIdentifierBytesMax = 200;  // Asterisk itself has 150 for a Uniqueid
constexpr std::size_t kQueueBytesMax = 128;       // and 80 for the name of a queue.
constexpr std::size_t kNumberBytesMax = 80;
constexpr std::size_t kNameBytesMax = 200;
constexpr std::size_t kExtensionDigitsMax = 6;
constexpr long long kSecondsMax = 100'000'000'000;  // In the year 5138.

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsHexDigit(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f'); }

bool IsAnyOf(std::string_view value, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return EqualsIgnoringCase(value, word); });
}

// Events write <unknown>, lists write unknown.
bool IsAbsent(std::string_view value) {
  return value.empty() || IsAnyOf(value, {"<unknown>", "unknown", "unavailable", "s"});
}

bool IsAnonymous(std::string_view number) {
  return IsAnyOf(number, {"anonymous", "restricted", "private", "withheld", "blocked"});
}

// CID-CallingPres is "35 (Presentation Prohibited, Network Number)": bits 6 and 7 of the number say
// 0 allowed, 1 restricted, 2 unavailable (ITU-T Q.951.3).
unsigned PresentationBits(std::string_view calling_presentation) {
  unsigned value = 0;
  std::from_chars(calling_presentation.data(),
                  calling_presentation.data() + calling_presentation.size(), value);
  return (value >> 5U) & 3U;
}

// The channel's name without the number that Asterisk appends: "-0000000a".
std::string_view WithoutSerial(std::string_view name) {
  constexpr std::size_t kSerialMin = 8;
  const std::size_t dash = name.rfind('-');
  if (dash == std::string_view::npos) return name;
  const std::string_view serial = name.substr(dash + 1);
  const bool hex = std::all_of(serial.begin(), serial.end(), IsHexDigit);
  return hex && serial.size() >= kSerialMin ? name.substr(0, dash) : name;
}

}  // namespace

std::string IdentifierOf(std::string_view value) { return CleanText(value, kIdentifierBytesMax); }

std::string QueueNameOf(std::string_view value) { return CleanText(value, kQueueBytesMax); }

std::string DeviceOf(std::string_view channel_or_interface) {
  std::string_view name = channel_or_interface;
  if (name.ends_with(";1") || name.ends_with(";2")) name.remove_suffix(2);
  name = WithoutSerial(name);
  if (name.starts_with("Local/")) name = name.substr(0, name.find('/', sizeof("Local/") - 1));
  return IdentifierOf(name);
}

bool IsSecondLocalHalf(std::string_view channel) {
  return channel.starts_with("Local/") && channel.ends_with(";2");
}

bool AreLocalHalves(std::string_view one, std::string_view other) {
  return one.size() == other.size() && one.starts_with("Local/") && one != other &&
         one.substr(0, one.size() - 1) == other.substr(0, other.size() - 1);
}

exchange::Caller CallerOf(std::string_view number, std::string_view name,
                          std::string_view calling_presentation) {
  constexpr unsigned kRestricted = 1;
  exchange::Caller caller;
  if (IsAnonymous(number) || PresentationBits(calling_presentation) == kRestricted) {
    caller.presentation = exchange::Presentation::kWithheld;
    return caller;
  }
  if (!IsAbsent(name) && name != number) {
    caller.name = exchange::PersonalText(CleanText(name, kNameBytesMax));
  }
  if (IsAbsent(number)) return caller;
  caller.presentation = exchange::Presentation::kPresented;
  caller.number = exchange::PersonalText(CleanText(number, kNumberBytesMax));
  return caller;
}

bool IsExtension(std::string_view number) {
  if (number.empty()) return false;
  if (number.front() == '*' || number.front() == '#') return true;
  return number.size() <= kExtensionDigitsMax && std::all_of(number.begin(), number.end(), IsDigit);
}

std::string DialledOf(std::string_view exten) {
  const auto in_number = [](char c) { return IsDigit(c) || c == '+' || c == '*' || c == '#'; };
  const bool number = std::any_of(exten.begin(), exten.end(), IsDigit) &&
                      std::all_of(exten.begin(), exten.end(), in_number);
  return number ? CleanText(exten, kNumberBytesMax) : std::string();
}

std::optional<WallTime> TimestampOf(const AmiMessage& message) {
  const std::string_view text = message.Get("Timestamp");
  const std::size_t dot = text.find('.');
  const auto seconds = NumberOf(text.substr(0, dot));
  if (!seconds || *seconds < 0 || *seconds > kSecondsMax) return std::nullopt;
  Duration time = std::chrono::seconds(*seconds);
  if (dot != std::string_view::npos) {
    std::string fraction(text.substr(dot + 1, 3));
    fraction.resize(3, '0');
    if (const auto milliseconds = NumberOf(fraction)) time += Duration(*milliseconds);
  }
  return WallTime(time);
}

std::string QueueOfAppData(std::string_view app_data) {
  return QueueNameOf(app_data.substr(0, app_data.find_first_of(",|")));
}

std::optional<long long> NumberOf(std::string_view text) {
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace jackfield::ami
