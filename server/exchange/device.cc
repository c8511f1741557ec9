#include "server/exchange/device.h"

#include <algorithm>

namespace jackfield::exchange {
namespace {

constexpr std::size_t kChannelDigits = 8;  // Asterisk numbers channels with %08x.

bool IsHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool EndsWithChannelNumber(std::string_view text) {
  if (text.size() <= kChannelDigits + 1) return false;
  const std::string_view tail = text.substr(text.size() - kChannelDigits - 1);
  return tail.front() == '-' && std::all_of(tail.begin() + 1, tail.end(), IsHex);
}

}  // namespace

std::string NormaliseDevice(std::string_view device) {
  if (device.ends_with(";1") || device.ends_with(";2")) device.remove_suffix(2);
  if (EndsWithChannelNumber(device)) device.remove_suffix(kChannelDigits + 1);
  if (device.ends_with("/n")) device.remove_suffix(2);
  return std::string(device);
}

DeclaredDevice SplitDevice(const std::string& declared) {
  const std::size_t colon = declared.find(':');
  if (colon == std::string::npos || colon > declared.find('/')) return {{}, declared};
  return {declared.substr(0, colon), declared.substr(colon + 1)};
}

}  // namespace jackfield::exchange
