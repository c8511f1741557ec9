#include <iostream>
#include <memory>
#include <vector>

#include "jackfield/v1/report_service.grpc.pb.h"

#include "server/app/cli/commands.h"
#include "server/app/cli/csv_writer.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::ReportService;

struct ReportOptions {
  std::string from;
  std::string to;
  std::string interval = "total";
  std::vector<std::string> only;
  bool csv = false;
};

// Sets what both requests have.
template <typename Request>
Status Fill(Request& request, const ReportOptions& options) {
  const auto from = ReadTime(options.from);
  if (!from) return Fail(from);
  const auto to = ReadTime(options.to);
  if (!to) return Fail(to);
  const auto* const interval = ReadEnum(*v1::ReportInterval_descriptor(), options.interval);
  if (interval == nullptr) {
    return Fail(ErrorCode::kInvalidArgument,
                "--interval is one of: " + ListEnum(*v1::ReportInterval_descriptor()));
  }
  *request.mutable_start_time() = *from;
  *request.mutable_end_time() = *to;
  request.set_interval(static_cast<v1::ReportInterval>(interval->number()));
  return {};
}

std::string Named(const std::string& collection, const std::string& id) {
  return id.find('/') == std::string::npos ? collection + "/" + id : id;
}

// All rows in the form that was asked for. False: as a table, which is the caller's matter.
template <typename Response>
bool PrintRaw(const Program& program, const ReportOptions& options, const Response& all) {
  if (program.options.json) {
    program.PrintJson(all);
    return true;
  }
  if (!options.csv) return false;
  std::cout << CsvHeading(*all.GetDescriptor()->FindFieldByName("rows")->message_type());
  for (const auto& row : all.rows()) std::cout << CsvLine(row);
  std::cout << std::flush;
  return true;
}

template <typename Message>
std::string WriteOptionalSpan(bool there, const Message& span) {
  return there ? WriteSpan(span) : std::string();
}

void AddQueueRow(TextTable& table, const v1::QueueReportRow& row) {
  const v1::QueueCounts& counts = row.counts();
  const v1::QueueRatios& ratios = row.ratios();
  const v1::ServiceLevels& levels = ratios.service_levels();
  table.AddRow(
      {WriteTime(row.start_time()), WriteId(row.queue()), std::to_string(counts.offered_count()),
       std::to_string(counts.answered_count()), std::to_string(counts.abandoned_count()),
       levels.has_abandons_negative_ratio() ? WriteRatio(levels.abandons_negative_ratio()) : "",
       WriteOptionalSpan(ratios.has_answered_wait_mean_duration(),
                         ratios.answered_wait_mean_duration()),
       WriteOptionalSpan(ratios.has_handle_mean_duration(), ratios.handle_mean_duration())});
}

ExitCode ReportQueues(Program& program, const ReportOptions& options) {
  v1::GetQueueReportRequest request;
  const Status filled = Fill(request, options);
  if (!filled) return program.Fail(filled.error()), ExitCode::kUsage;
  for (const std::string& id : options.only) request.add_queues(Named("queues", id));
  const auto all = ReadPages<v1::GetQueueReportResponse>([&](const std::string& token) {
    request.set_page_token(token);
    return program.Call<Service>(&Service::Stub::GetQueueReport, request);
  });
  if (!all) return program.Fail(all.error());
  if (PrintRaw(program, options, *all)) return ExitCode::kOk;
  TextTable table(
      {"FROM", "QUEUE", "OFFERED", "ANSWERED", "ABANDONED", "SERVICE LEVEL", "ASA", "AHT"});
  for (const v1::QueueReportRow& row : all->rows()) AddQueueRow(table, row);
  program.Print(table);
  return ExitCode::kOk;
}

void AddAgentRow(TextTable& table, const v1::AgentReportRow& row) {
  const v1::AgentCounts& counts = row.counts();
  const v1::AgentRatios& ratios = row.ratios();
  table.AddRow({WriteTime(row.start_time()), WriteId(row.agent()),
                std::to_string(counts.offer_count()), std::to_string(counts.answered_count()),
                std::to_string(counts.ring_no_answer_count()), WriteSpan(counts.talk_duration()),
                WriteOptionalSpan(ratios.has_handle_mean_duration(), ratios.handle_mean_duration()),
                ratios.has_occupancy_ratio() ? WriteRatio(ratios.occupancy_ratio()) : ""});
}

ExitCode ReportAgents(Program& program, const ReportOptions& options) {
  v1::GetAgentReportRequest request;
  const Status filled = Fill(request, options);
  if (!filled) return program.Fail(filled.error()), ExitCode::kUsage;
  for (const std::string& id : options.only) request.add_agents(Named("agents", id));
  const auto all = ReadPages<v1::GetAgentReportResponse>([&](const std::string& token) {
    request.set_page_token(token);
    return program.Call<Service>(&Service::Stub::GetAgentReport, request);
  });
  if (!all) return program.Fail(all.error());
  if (PrintRaw(program, options, *all)) return ExitCode::kOk;
  TextTable table({"FROM", "AGENT", "OFFERS", "ANSWERED", "MISSED", "TALK", "AHT", "OCCUPANCY"});
  for (const v1::AgentReportRow& row : all->rows()) AddAgentRow(table, row);
  program.Print(table);
  return ExitCode::kOk;
}

void AddReport(CLI::App& report, Program& program, const std::string& noun,
               ExitCode (*run)(Program&, const ReportOptions&)) {
  const auto options = std::make_shared<ReportOptions>();
  CLI::App& verb = AddVerb(report, noun, "Figures of " + noun, program,
                           [&program, options, run] { return run(program, *options); });
  verb.add_option("--from", options->from, "Beginning: 2026-11-22, or 2026-11-22T14:00:00Z")
      ->required();
  verb.add_option("--to", options->to, "End, not included")->required();
  verb.add_option("--interval", options->interval, "How long each row's time is")
      ->check(CLI::IsMember(EnumNames(*v1::ReportInterval_descriptor())))
      ->capture_default_str();
  verb.add_option("--only", options->only, "Only these " + noun);
  verb.add_flag("--csv", options->csv, "Every figure, as comma-separated values");
}

}  // namespace

void AddReportCommands(CLI::App& app, Program& program) {
  CLI::App& report = AddNoun(app, "report", "Figures of the past, the same that the boards showed");
  AddReport(report, program, "queues", ReportQueues);
  AddReport(report, program, "agents", ReportAgents);
}

}  // namespace jackfield::cli
