#include "server/app/cli/whatif_report.h"

#include <array>
#include <cstdio>
#include <optional>

namespace jackfield::cli {
namespace {

using google::protobuf::Struct;
using whatif::Estimate;
using whatif::Figure;
using whatif::Figures;

enum class Unit { kCount, kShare, kSeconds };

struct Line {
  Figure figure;
  const char* label;
  const char* key;
  Unit unit;
};

constexpr std::array<Line, 10> kLines = {{
    {Figure::kOffered, "offered", "offered_count", Unit::kCount},
    {Figure::kAnswered, "answered", "answered_count", Unit::kCount},
    {Figure::kAbandoned, "abandoned", "abandoned_count", Unit::kCount},
    {Figure::kServiceLevel, "service level", "service_level_ratio", Unit::kShare},
    {Figure::kAbandonedShare, "abandoned of answered and abandoned", "abandoned_ratio",
     Unit::kShare},
    {Figure::kAnswerSpeed, "mean wait of the answered", "answered_wait_mean_s", Unit::kSeconds},
    {Figure::kWaitMedian, "half of them waited at most", "answered_wait_p50_s", Unit::kSeconds},
    {Figure::kWaitNinety, "nine of ten waited at most", "answered_wait_p90_s", Unit::kSeconds},
    {Figure::kWaitMax, "longest wait", "wait_max_s", Unit::kSeconds},
    {Figure::kOccupancy, "occupancy", "occupancy_ratio", Unit::kShare},
}};

std::string Number(double value, int places) {
  char text[48];
  std::snprintf(text, sizeof text, "%.*f", places, value);
  return text;
}

std::string Write(double value, Unit unit, int count_places) {
  constexpr double kPercent = 100;
  switch (unit) {
    case Unit::kCount:
      return Number(value, count_places);
    case Unit::kShare:
      return Number(value * kPercent, 1) + " %";
    case Unit::kSeconds:
      return Number(value, 1) + " s";
  }
  return {};
}

std::string Simulated(const std::vector<Figures>& runs, const Line& line) {
  const std::optional<Estimate> estimate = EstimateOf(runs, line.figure);
  if (!estimate) return {};
  const std::string mean = Write(estimate->mean, line.unit, 1);
  if (!estimate->half_width) return mean;
  return mean + " ± " + Write(*estimate->half_width, line.unit, 1);
}

void Set(Struct& object, const std::string& key, double value) {
  (*object.mutable_fields())[key].set_number_value(value);
}

Struct JsonOf(const std::vector<Figures>& runs) {
  Struct object;
  for (const Line& line : kLines) {
    const std::optional<Estimate> estimate = EstimateOf(runs, line.figure);
    if (!estimate) continue;
    Struct& figure = *(*object.mutable_fields())[line.key].mutable_struct_value();
    Set(figure, "mean", estimate->mean);
    if (estimate->half_width) Set(figure, "half_width", *estimate->half_width);
  }
  return object;
}

}  // namespace

TextTable TableOf(const WhatifReport& report) {
  std::vector<std::string> heading{"FIGURE", "HAPPENED", "SIMULATED AS IT WAS"};
  const bool changed = !report.changed.empty();
  if (changed) heading.emplace_back("WHAT IF");
  TextTable table(heading);
  for (const Line& line : kLines) {
    std::string label = line.label;
    if (line.figure == Figure::kServiceLevel) label += " (" + WriteSeconds(report.threshold) + ")";
    const std::optional<double> happened = report.happened[line.figure];
    std::vector<std::string> row{label, happened ? Write(*happened, line.unit, 0) : "",
                                 Simulated(report.replayed, line)};
    if (changed) row.push_back(Simulated(report.changed, line));
    table.AddRow(row);
  }
  return table;
}

Struct JsonOf(const WhatifReport& report) {
  Struct object;
  auto& fields = *object.mutable_fields();
  fields["queue"].set_string_value(report.queue);
  Set(object, "threshold_s", std::chrono::duration<double>(report.threshold).count());
  Set(object, "run_count", static_cast<double>(report.replayed.size()));
  Struct& happened = *fields["happened"].mutable_struct_value();
  for (const Line& line : kLines) {
    if (const auto value = report.happened[line.figure]) Set(happened, line.key, *value);
  }
  *fields["simulated"].mutable_struct_value() = JsonOf(report.replayed);
  if (!report.changed.empty()) *fields["what_if"].mutable_struct_value() = JsonOf(report.changed);
  for (const std::string& assumption : report.assumptions) {
    fields["assumptions"].mutable_list_value()->add_values()->set_string_value(assumption);
  }
  return object;
}

std::string WriteSeconds(Duration time) {
  return Number(std::chrono::duration<double>(time).count(), 1) + " s";
}

}  // namespace jackfield::cli
