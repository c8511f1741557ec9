#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/app/configuration.h"
#include "server/base/time.h"

namespace jackfield::app {

// One event of the log as it was written: a short phrase, then key=value pairs, whose values stand
// in quotes where they hold spaces: `ami session lost source=pbx reason="timed out"`.
struct LogEvent {
  std::string phrase;
  std::vector<std::pair<std::string, std::string>> pairs;

  bool operator==(const LogEvent&) const = default;
};

// Takes a written event apart. Never fails: what does not look like a pair belongs to the phrase,
// or to the value before it.
//
// Thread safety: pure function.
LogEvent ParseLogEvent(std::string_view text);

// When, how important, and what.
struct LogLine {
  WallTime at{};
  std::string_view level;
  std::string_view text;
};

// The line in `format`, with its end. It is one line whatever the texts hold.
//
// Thread safety: pure function.
std::string FormatLogLine(const LogLine& line, LogFormat format);

// "2026-11-22T18:11:00.123Z".
//
// Thread safety: pure function.
std::string FormatTime(WallTime time);

}  // namespace jackfield::app
