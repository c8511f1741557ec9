#pragma once

#include "jackfield/v1/report_service.pb.h"

#include "server/app/cli/text_table.h"

// Reports as tables for people: a line for each row, and where there are several the whole below
// them. A line whose figures may still change says so.
//
// Thread safety: pure functions.
namespace jackfield::cli {

TextTable TableOf(const v1::GetQueueReportResponse& report);
TextTable TableOf(const v1::GetAgentReportResponse& report);
TextTable TableOf(const v1::GetCallReportResponse& report);
TextTable TableOf(const v1::GetDispositionReportResponse& report);
TextTable TableOf(const v1::GetRepeatCallerReportResponse& report);
TextTable TableOf(const v1::GetMissedCallReportResponse& report);

// What was foretold of waits, and what they were.
TextTable ForetoldTable(const v1::GetQueueReportResponse& report);

// Those who are still to be called back.
TextTable UnrecoveredTable(const v1::GetMissedCallReportResponse& report);

}  // namespace jackfield::cli
