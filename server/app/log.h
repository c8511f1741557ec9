#pragma once

#include "server/app/configuration.h"

namespace jackfield::app {

// Makes spdlog write events as FormatLogLine() does, to standard error. Called once, before the
// first thread; SetLogLevel() at any time.
void StartLog(const LogSettings& settings);
void SetLogLevel(LogLevel level);

}  // namespace jackfield::app
