#include "server/app/log_line.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include "server/security/redacted.h"

namespace jackfield::app {
namespace {

bool IsKeyCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.';
}

// The bytes of the key that `text` begins with, when `=` follows it; 0: none.
std::size_t KeyBytes(std::string_view text) {
  const auto* const end = std::find_if_not(text.begin(), text.end(), IsKeyCharacter);
  const auto bytes = static_cast<std::size_t>(end - text.begin());
  return end != text.end() && *end == '=' ? bytes : 0;
}

// Takes the value off the front of `text`: up to the closing quote, or up to the next space.
std::string TakeValue(std::string_view& text) {
  const bool quoted = text.starts_with('"');
  if (quoted) text.remove_prefix(1);
  std::size_t end = text.find(quoted ? '"' : ' ');
  // A quote within the value is followed by more than a space.
  while (quoted && end != std::string_view::npos && end + 1 < text.size() && text[end + 1] != ' ') {
    end = text.find('"', end + 1);
  }
  end = std::min(end, text.size());
  std::string value(text.substr(0, end));
  text.remove_prefix(std::min(end + (quoted ? 1 : 0), text.size()));
  return value;
}

std::string Quoted(std::string_view text) { return '"' + security::Escaped(text) + '"'; }

std::string LogfmtValue(std::string_view value) {
  const bool bare = !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
    return c > ' ' && c < 0x7F && c != '"' && c != '\\' && c != '=';
  });
  return bare ? std::string(value) : Quoted(value);
}

}  // namespace

LogEvent ParseLogEvent(std::string_view text) {
  LogEvent event;
  while (!text.empty()) {
    if (text.front() == ' ') {
      text.remove_prefix(1);
      continue;
    }
    const std::size_t key_bytes = KeyBytes(text);
    if (key_bytes > 0) {
      std::string key(text.substr(0, key_bytes));
      text.remove_prefix(key_bytes + 1);
      event.pairs.emplace_back(std::move(key), TakeValue(text));
      continue;
    }
    const std::size_t end = std::min(text.find(' '), text.size());
    std::string& into = event.pairs.empty() ? event.phrase : event.pairs.back().second;
    if (!into.empty()) into += ' ';
    into += text.substr(0, end);
    text.remove_prefix(end);
  }
  return event;
}

std::string FormatLogLine(const LogLine& line, LogFormat format) {
  const LogEvent event = ParseLogEvent(line.text);
  std::string text;
  switch (format) {
    case LogFormat::kLogfmt:
      text = "ts=" + FormatTime(line.at) + " level=" + std::string(line.level) +
             " msg=" + Quoted(event.phrase);
      for (const auto& [key, value] : event.pairs) text += " " + key + "=" + LogfmtValue(value);
      return text + "\n";
    case LogFormat::kJson:
      text = "{\"ts\":\"" + FormatTime(line.at) + "\",\"level\":\"" + std::string(line.level) +
             "\",\"msg\":" + Quoted(event.phrase);
      for (const auto& [key, value] : event.pairs) text += ",\"" + key + "\":" + Quoted(value);
      return text + "}\n";
  }
  return text;
}

std::string FormatTime(WallTime time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const std::time_t whole = seconds.time_since_epoch().count();
  std::tm parts{};
  gmtime_r(&whole, &parts);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::array<char, 8> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%03dZ",
                static_cast<int>((time - seconds).count()));
  return std::string(text.data(), length) + fraction.data();
}

}  // namespace jackfield::app
