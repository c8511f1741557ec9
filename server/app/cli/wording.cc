#include "server/app/cli/wording.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <ctime>

#include <google/protobuf/util/time_util.h>

namespace jackfield::cli {
namespace {

using google::protobuf::util::TimeUtil;

constexpr int kHoursOfDay = 24;
constexpr std::int64_t kSpanMax = 1'000'000'000;  // Of any unit.

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& letter : out) {
    letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return out;
}

// "SERVICE_LEVEL_FORMULA_" from "SERVICE_LEVEL_FORMULA_UNSPECIFIED".
std::string Prefix(const google::protobuf::EnumDescriptor& type) {
  constexpr std::string_view kUnspecified = "UNSPECIFIED";
  const std::string& first = type.value(0)->name();
  return first.substr(0, first.size() - std::min(first.size(), kUnspecified.size()));
}

}  // namespace

std::string WriteTime(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0) return {};
  const std::time_t seconds = time.seconds();
  std::tm parts{};
  if (gmtime_r(&seconds, &parts) == nullptr) return {};
  char text[32];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
  return {text, size};
}

std::string WriteSpan(const google::protobuf::Duration& span) {
  const long long seconds = span.seconds();
  char text[48];
  if (seconds >= 3600) {
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60,
                  seconds % 60);
  } else {
    std::snprintf(text, sizeof text, "%lld:%02lld", seconds / 60, seconds % 60);
  }
  return text;
}

std::string WriteSince(const google::protobuf::Timestamp& since, WallTime now) {
  const WallTime from(Duration(TimeUtil::TimestampToMilliseconds(since)));
  google::protobuf::Duration span;
  span.set_seconds(std::max(now - from, Duration{0}).count() / 1'000);
  return WriteSpan(span);
}

std::string WriteRatio(double ratio) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f %%", ratio * 100);
  return text;
}

std::string WriteEnum(const google::protobuf::EnumDescriptor& type, int value) {
  const google::protobuf::EnumValueDescriptor* const known = type.FindValueByNumber(value);
  if (known == nullptr) return std::to_string(value);
  return known->number() == 0 ? "" : Lower(known->name().substr(Prefix(type).size()));
}

const google::protobuf::EnumValueDescriptor* ReadEnum(const google::protobuf::EnumDescriptor& type,
                                                      std::string_view text) {
  std::string wanted(text);
  std::replace(wanted.begin(), wanted.end(), '-', '_');
  for (int i = 0; i < type.value_count(); ++i) {
    const google::protobuf::EnumValueDescriptor* const value = type.value(i);
    if (value->number() == 0) continue;
    if (value->name() == text || Lower(value->name().substr(Prefix(type).size())) == wanted) {
      return value;
    }
  }
  return nullptr;
}

std::vector<std::string> EnumNames(const google::protobuf::EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    std::string name = WriteEnum(type, type.value(i)->number());
    if (!name.empty()) names.push_back(std::move(name));
  }
  return names;
}

std::string ListEnum(const google::protobuf::EnumDescriptor& type) {
  std::string out;
  for (const std::string& name : EnumNames(type)) out += (out.empty() ? "" : ", ") + name;
  return out;
}

std::optional<google::protobuf::Duration> ReadSpan(std::string_view text) {
  std::int64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, count);
  if (read.ec != std::errc{} || count < 0 || count > kSpanMax) return std::nullopt;
  const std::string_view unit(read.ptr, static_cast<std::size_t>(end - read.ptr));
  if (unit == "ms") return TimeUtil::MillisecondsToDuration(count);
  if (unit == "s") return TimeUtil::SecondsToDuration(count);
  if (unit == "m") return TimeUtil::MinutesToDuration(count);
  if (unit == "h") return TimeUtil::HoursToDuration(count);
  if (unit == "d") return TimeUtil::HoursToDuration(count * kHoursOfDay);
  return std::nullopt;
}

Result<google::protobuf::Timestamp> ReadTime(const std::string& text) {
  constexpr std::size_t kDateLetters = 10;
  google::protobuf::Timestamp time;
  const std::string full = text.size() == kDateLetters ? text + "T00:00:00Z" : text;
  if (!TimeUtil::FromString(full, &time)) {
    return Fail(ErrorCode::kInvalidArgument,
                "'" + text + "' is not a time; write 2026-11-22 or 2026-11-22T14:00:00Z");
  }
  return time;
}

std::string WriteId(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  return std::string(slash == std::string_view::npos ? name : name.substr(slash + 1));
}

}  // namespace jackfield::cli
