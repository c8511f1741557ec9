#include "server/app/cli/report_tables.h"

#include <string>
#include <utility>
#include <vector>

#include <google/protobuf/util/time_util.h>

#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Cells = std::vector<std::string>;

std::string WriteCount(std::int64_t count) { return std::to_string(count); }

template <typename Message>
std::string WriteOptionalSpan(bool there, const Message& span) {
  return there ? WriteSpan(span) : std::string();
}

std::string WriteOptionalRatio(bool there, double ratio) {
  return there ? WriteRatio(ratio) : std::string();
}

// "+0:10" where callers waited longer than was foretold.
std::string WriteError(const google::protobuf::Duration& error) {
  const bool shorter = error.seconds() < 0;
  return (shorter ? "-" : "+") + WriteSpan(shorter ? -error : error);
}

std::string WriteOpen(bool open) { return open ? "not over" : ""; }

Cells CellsOf(const v1::QueueReportRow& row) {
  const v1::QueueCounts& counts = row.counts();
  const v1::QueueRatios& ratios = row.ratios();
  const v1::ServiceLevels& levels = ratios.service_levels();
  return {
      WriteId(row.queue()),
      WriteCount(counts.offered_count()),
      WriteCount(counts.answered_count()),
      WriteCount(counts.abandoned_count()),
      WriteCount(counts.overflowed_count()),
      WriteOptionalRatio(levels.has_abandons_negative_ratio(), levels.abandons_negative_ratio()),
      WriteOptionalSpan(ratios.has_answered_wait_mean_duration(),
                        ratios.answered_wait_mean_duration()),
      WriteOptionalSpan(ratios.has_foretold_wait_mean_duration(),
                        ratios.foretold_wait_mean_duration()),
      WriteOptionalRatio(ratios.has_foretold_p90_ratio(), ratios.foretold_p90_ratio()),
      WriteOptionalSpan(ratios.has_handle_mean_duration(), ratios.handle_mean_duration())};
}

Cells ForetoldCells(const v1::QueueReportRow& row) {
  const v1::QueueCounts& counts = row.counts();
  const v1::QueueRatios& ratios = row.ratios();
  return {WriteId(row.queue()),
          WriteCount(counts.foretold_offered_count()),
          WriteCount(counts.foretold_count()),
          WriteCount(counts.foretold_p50_count()),
          WriteCount(counts.foretold_p90_count()),
          WriteCount(counts.foretold_count() - counts.foretold_p90_count()),
          WriteOptionalSpan(ratios.has_foretold_wait_mean_duration(),
                            ratios.foretold_wait_mean_duration()),
          WriteOptionalSpan(ratios.has_foretold_actual_mean_duration(),
                            ratios.foretold_actual_mean_duration()),
          ratios.has_foretold_error_mean_duration()
              ? WriteError(ratios.foretold_error_mean_duration())
              : std::string(),
          WriteCount(counts.foretold_abandoned_count()),
          WriteCount(counts.foretold_overflowed_count())};
}

Cells CellsOf(const v1::AgentReportRow& row) {
  const v1::AgentCounts& counts = row.counts();
  const v1::AgentRatios& ratios = row.ratios();
  return {WriteId(row.agent()),
          WriteCount(counts.offer_count()),
          WriteCount(counts.answered_count()),
          WriteCount(counts.ring_no_answer_count()),
          WriteSpan(counts.talk_duration()),
          WriteOptionalSpan(ratios.has_handle_mean_duration(), ratios.handle_mean_duration()),
          WriteOptionalRatio(ratios.has_occupancy_ratio(), ratios.occupancy_ratio())};
}

Cells CellsOf(const v1::CallReportRow& row) {
  const std::string direction = WriteEnum(*v1::Direction_descriptor(), row.direction());
  return {direction.empty() ? "not known" : direction,
          WriteCount(row.call_count()),
          WriteCount(row.answered_count()),
          WriteCount(row.abandoned_count()),
          WriteCount(row.unanswered_count()),
          WriteCount(row.refused_count()),
          WriteCount(row.left_count()),
          WriteCount(row.lost_count()),
          WriteCount(row.open_count()),
          WriteCount(row.identified_count()),
          WriteCount(row.withheld_count()),
          WriteSpan(row.talk_duration()),
          WriteSpan(row.wait_duration())};
}

Cells CellsOf(const v1::DispositionReportRow& row) {
  const bool none = row.disposition().empty();
  return {none ? "–" : row.disposition(), none ? "none given" : row.disposition_label(),
          WriteCount(row.call_count()), WriteSpan(row.talk_duration())};
}

Cells CellsOf(const v1::RepeatCallerReportRow& row) {
  return {WriteCount(row.call_count()), WriteCount(row.caller_count()),
          WriteCount(row.repeat_call_count()), WriteCount(row.repeat_caller_count()),
          WriteOptionalRatio(row.has_repeat_call_ratio(), row.repeat_call_ratio())};
}

Cells CellsOf(const v1::MissedCallReportRow& row) {
  return {WriteCount(row.missed_count()),
          WriteCount(row.recovered_count()),
          WriteCount(row.recovered_inbound_count()),
          WriteCount(row.recovered_outbound_count()),
          WriteCount(row.remaining_count()),
          WriteCount(row.pending_count()),
          WriteOptionalSpan(row.has_recovery_mean_duration(), row.recovery_mean_duration())};
}

// `heading` is that of `cells_of`; when it was and whether it may change stand around.
template <typename Response, typename CellsOfRow>
TextTable Table(const Response& report, Cells heading, CellsOfRow cells_of) {
  heading.insert(heading.begin(), "FROM");
  heading.push_back("OPEN");
  TextTable table(heading);
  const auto add = [&table, &cells_of](const std::string& from, const auto& row) {
    Cells cells = cells_of(row);
    cells.insert(cells.begin(), from);
    cells.push_back(WriteOpen(row.open()));
    table.AddRow(cells);
  };
  for (const auto& row : report.rows()) add(WriteTime(row.start_time()), row);
  if (report.rows_size() == report.totals_size()) return table;  // It is the whole already.
  for (const auto& row : report.totals()) add("TOTAL", row);
  return table;
}

template <typename Response>
TextTable Table(const Response& report, Cells heading) {
  return Table(report, std::move(heading), [](const auto& row) { return CellsOf(row); });
}

}  // namespace

TextTable TableOf(const v1::GetQueueReportResponse& report) {
  return Table(report, {"QUEUE", "OFFERED", "ANSWERED", "ABANDONED", "ELSEWHERE", "SERVICE LEVEL",
                        "ASA", "EXPECTED", "IN P90", "AHT"});
}

TextTable ForetoldTable(const v1::GetQueueReportResponse& report) {
  return Table(report,
               {"QUEUE", "FORETOLD", "ANSWERED", "WITHIN P50", "WITHIN P90", "LONGER", "MEAN P50",
                "MEAN WAIT", "ERROR", "ABANDONED", "ELSEWHERE"},
               ForetoldCells);
}

TextTable TableOf(const v1::GetAgentReportResponse& report) {
  return Table(report, {"AGENT", "OFFERS", "ANSWERED", "MISSED", "TALK", "AHT", "OCCUPANCY"});
}

TextTable TableOf(const v1::GetCallReportResponse& report) {
  return Table(report, {"DIRECTION", "CALLS", "ANSWERED", "ABANDONED", "UNANSWERED", "REFUSED",
                        "LEFT", "LOST", "LIVE", "KNOWN", "WITHHELD", "TALK", "WAIT"});
}

TextTable TableOf(const v1::GetDispositionReportResponse& report) {
  return Table(report, {"DISPOSITION", "LABEL", "CALLS", "TALK"});
}

TextTable TableOf(const v1::GetRepeatCallerReportResponse& report) {
  return Table(report, {"CALLS", "CALLERS", "REPEATED CALLS", "BY CALLERS", "RATIO"});
}

TextTable TableOf(const v1::GetMissedCallReportResponse& report) {
  return Table(report, {"MISSED", "RECOVERED", "CALLED AGAIN", "CALLED BACK", "NOT REACHED",
                        "TIME LEFT", "MEAN TIME"});
}

TextTable UnrecoveredTable(const v1::GetMissedCallReportResponse& report) {
  TextTable table({"SINCE", "CALLER", "NUMBER", "QUEUE", "WAITED", "CUSTOMER", "INTERACTION"});
  for (const v1::UnrecoveredCall& call : report.unrecovered_calls()) {
    const v1::PhoneNumber& number = call.number();
    table.AddRow({WriteTime(call.start_time()), call.caller_display_name(),
                  number.formatted().empty() ? number.raw() : number.formatted(),
                  WriteId(call.queue()), WriteSpan(call.wait_duration()), WriteId(call.customer()),
                  WriteId(call.interaction())});
  }
  return table;
}

}  // namespace jackfield::cli
