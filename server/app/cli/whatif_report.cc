#include "server/app/cli/whatif_report.h"

#include <algorithm>
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

// Of a group; a line is shown for each.
constexpr std::array<Figure, 2> kGroupFigures = {Figure::kAnswerSpeed, Figure::kWaitNinety};

const Line& LineOf(Figure figure) {
  return *std::find_if(kLines.begin(), kLines.end(),
                       [figure](const Line& line) { return line.figure == figure; });
}

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

// The cells of a line, after its label.
void AddCells(const Line& line, const Figures& happened, const std::vector<Figures>& replayed,
              std::vector<std::string>& row) {
  const std::optional<double> value = happened[line.figure];
  row.push_back(value ? Write(*value, line.unit, 0) : "");
  row.push_back(Simulated(replayed, line));
}

void Set(Struct& object, const std::string& key, double value) {
  (*object.mutable_fields())[key].set_number_value(value);
}

Struct JsonOf(const Figures& happened) {
  Struct object;
  for (const Line& line : kLines) {
    if (const auto value = happened[line.figure]) Set(object, line.key, *value);
  }
  return object;
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

Struct JsonOf(const WhatifGroup& group) {
  Struct object;
  auto& fields = *object.mutable_fields();
  fields["name"].set_string_value(group.name);
  *fields["happened"].mutable_struct_value() = JsonOf(group.happened);
  *fields["simulated"].mutable_struct_value() = JsonOf(group.replayed);
  *fields["what_if"].mutable_struct_value() = JsonOf(group.changed);
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
    std::vector<std::string> row{label};
    AddCells(line, report.happened, report.replayed, row);
    if (changed) row.push_back(Simulated(report.changed, line));
    table.AddRow(row);
  }
  for (const WhatifGroup& group : report.groups) {
    for (const Figure figure : kGroupFigures) {
      const Line& line = LineOf(figure);
      std::vector<std::string> row{group.name + ": " + line.label};
      AddCells(line, group.happened, group.replayed, row);
      row.push_back(Simulated(group.changed, line));
      table.AddRow(row);
    }
  }
  return table;
}

Struct JsonOf(const WhatifReport& report) {
  Struct object;
  auto& fields = *object.mutable_fields();
  fields["queue"].set_string_value(report.queue);
  Set(object, "threshold_s", std::chrono::duration<double>(report.threshold).count());
  Set(object, "run_count", static_cast<double>(report.replayed.size()));
  *fields["happened"].mutable_struct_value() = JsonOf(report.happened);
  *fields["simulated"].mutable_struct_value() = JsonOf(report.replayed);
  if (!report.changed.empty()) *fields["what_if"].mutable_struct_value() = JsonOf(report.changed);
  for (const WhatifGroup& group : report.groups) {
    *fields["groups"].mutable_list_value()->add_values()->mutable_struct_value() = JsonOf(group);
  }
  for (const std::string& assumption : report.assumptions) {
    fields["assumptions"].mutable_list_value()->add_values()->set_string_value(assumption);
  }
  return object;
}

std::string WriteSeconds(Duration time) {
  return Number(std::chrono::duration<double>(time).count(), 1) + " s";
}

}  // namespace jackfield::cli
