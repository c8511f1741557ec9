#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "jackfield/v1/report_service.grpc.pb.h"

#include "server/app/cli/commands.h"
#include "server/app/cli/csv_writer.h"
#include "server/app/cli/report_tables.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::ReportService;

// What the server gives a call at most: a report over a year may need it.
constexpr Duration kReportLimit{30'000};

struct ReportOptions {
  std::string from;
  std::string to;
  std::string interval = "total";
  std::vector<std::string> only;
  std::string window = "7d";
  bool csv = false;
  bool list = false;
  bool foretold = false;
};

// Sets what all requests have.
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

template <typename Request>
Status FillWindow(Request& request, const ReportOptions& options) {
  const auto window = ReadSpan(options.window);
  if (!window) {
    return Fail(ErrorCode::kInvalidArgument, "--window is a time like 7d, or 12h");
  }
  *request.mutable_window_duration() = *window;
  return {};
}

std::string Named(const std::string& collection, const std::string& id) {
  return id.find('/') == std::string::npos ? collection + "/" + id : id;
}

template <typename Rows>
void PrintCsv(const google::protobuf::Descriptor& type, const Rows& rows) {
  std::cout << CsvHeading(type);
  for (const auto& row : rows) std::cout << CsvLine(row);
  std::cout << std::flush;
}

// All rows in the form that was asked for.
template <typename Response>
ExitCode Print(const Program& program, const ReportOptions& options,
               const Result<Response>& response) {
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
  } else if (options.csv) {
    PrintCsv(*Response::descriptor()->FindFieldByName("rows")->message_type(), response->rows());
  } else {
    program.Print(TableOf(*response));
  }
  return ExitCode::kOk;
}

template <typename Request, typename Response>
Result<Response> ReadAll(Program& program,
                         grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
                         Request& request) {
  return ReadPages<Response>([&](const std::string& token) {
    request.set_page_token(token);
    return program.Call<Service>(method, request, kReportLimit);
  });
}

ExitCode ReportQueues(Program& program, const ReportOptions& options) {
  v1::GetQueueReportRequest request;
  const Status filled = Fill(request, options);
  if (!filled) return program.Fail(filled.error()), ExitCode::kUsage;
  for (const std::string& id : options.only) request.add_queues(Named("queues", id));
  const auto response = ReadAll(program, &Service::Stub::GetQueueReport, request);
  if (!options.foretold || !response || program.options.json || options.csv) {
    return Print(program, options, response);
  }
  program.Print(ForetoldTable(*response));
  return ExitCode::kOk;
}

ExitCode ReportAgents(Program& program, const ReportOptions& options) {
  v1::GetAgentReportRequest request;
  const Status filled = Fill(request, options);
  if (!filled) return program.Fail(filled.error()), ExitCode::kUsage;
  for (const std::string& id : options.only) request.add_agents(Named("agents", id));
  return Print(program, options, ReadAll(program, &Service::Stub::GetAgentReport, request));
}

ExitCode ReportCalls(Program& program, const ReportOptions& options) {
  v1::GetCallReportRequest request;
  const Status filled = Fill(request, options);
  if (!filled) return program.Fail(filled.error()), ExitCode::kUsage;
  for (const std::string& id : options.only) request.add_queues(Named("queues", id));
  return Print(program, options,
               program.Call<Service>(&Service::Stub::GetCallReport, request, kReportLimit));
}

ExitCode ReportDispositions(Program& program, const ReportOptions& options) {
  v1::GetDispositionReportRequest request;
  const Status filled = Fill(request, options);
  if (!filled) return program.Fail(filled.error()), ExitCode::kUsage;
  for (const std::string& id : options.only) request.add_queues(Named("queues", id));
  return Print(program, options,
               program.Call<Service>(&Service::Stub::GetDispositionReport, request, kReportLimit));
}

ExitCode ReportRepeatCallers(Program& program, const ReportOptions& options) {
  v1::GetRepeatCallerReportRequest request;
  Status filled = Fill(request, options);
  if (filled) filled = FillWindow(request, options);
  if (!filled) return program.Fail(filled.error()), ExitCode::kUsage;
  for (const std::string& id : options.only) request.add_queues(Named("queues", id));
  return Print(program, options,
               program.Call<Service>(&Service::Stub::GetRepeatCallerReport, request, kReportLimit));
}

ExitCode ReportMissedCalls(Program& program, const ReportOptions& options) {
  v1::GetMissedCallReportRequest request;
  Status filled = Fill(request, options);
  if (filled) filled = FillWindow(request, options);
  if (!filled) return program.Fail(filled.error()), ExitCode::kUsage;
  for (const std::string& id : options.only) request.add_queues(Named("queues", id));
  const auto response =
      program.Call<Service>(&Service::Stub::GetMissedCallReport, request, kReportLimit);
  if (!options.list || !response || program.options.json) {
    return Print(program, options, response);
  }
  if (options.csv) {
    PrintCsv(*v1::UnrecoveredCall::descriptor(), response->unrecovered_calls());
  } else {
    program.Print(UnrecoveredTable(*response));
  }
  return ExitCode::kOk;
}

// "quarter-hour" as the name that it has, "quarter_hour".
std::string Underscored(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

struct ReportVerb {
  const char* noun;
  const char* description;
  ExitCode (*run)(Program&, const ReportOptions&);
};

// A verb, with the options that all have; it keeps `options`.
CLI::App& AddReport(CLI::App& report, Program& program, const ReportVerb& kind,
                    const std::shared_ptr<ReportOptions>& options) {
  CLI::App& verb = AddVerb(report, kind.noun, kind.description, program,
                           [&program, options, run = kind.run] { return run(program, *options); });
  verb.add_option("--from", options->from, "Beginning: 2026-11-22, or 2026-11-22T14:00:00+01:00")
      ->required();
  verb.add_option("--to", options->to, "End, not included")->required();
  verb.add_option("--interval", options->interval, "How long each row's time is")
      ->check(CLI::IsMember(EnumNames(*v1::ReportInterval_descriptor()), Underscored))
      ->capture_default_str();
  verb.add_flag("--csv", options->csv, "Every figure, as comma-separated values");
  return verb;
}

void AddQueueOption(CLI::App& verb, ReportOptions& options, const std::string& names) {
  verb.add_option(names, options.only, "Only of this queue; may be given several times");
}

void AddWindowOption(CLI::App& verb, ReportOptions& options, const std::string& description) {
  verb.add_option("--window", options.window, description)->capture_default_str();
}

}  // namespace

void AddReportCommands(CLI::App& app, Program& program) {
  CLI::App& report = AddNoun(app, "report", "Figures of the past, the same that the boards showed");
  const auto add = [&](const ReportVerb& kind) {
    const auto options = std::make_shared<ReportOptions>();
    CLI::App& verb = AddReport(report, program, kind, options);
    return std::pair<CLI::App&, ReportOptions&>(verb, *options);
  };
  const auto [queues, queue_options] = add({"queues", "Figures of queues", ReportQueues});
  AddQueueOption(queues, queue_options, "--queue,--only");
  queues.add_flag("--foretold", queue_options.foretold,
                  "What was foretold of waits, and what they were, instead of the other figures");
  const auto [agents, agent_options] = add({"agents", "Figures of agents", ReportAgents});
  agents.add_option("--agent,--only", agent_options.only,
                    "Only of this agent; may be given several times");
  const auto [calls, call_options] = add({"calls", "How calls ended, by direction", ReportCalls});
  AddQueueOption(calls, call_options, "--queue");
  const auto [dispositions, disposition_options] =
      add({"dispositions", "What calls were about", ReportDispositions});
  AddQueueOption(dispositions, disposition_options, "--queue");
  const auto [repeats, repeat_options] =
      add({"repeat-callers", "Who called again", ReportRepeatCallers});
  AddQueueOption(repeats, repeat_options, "--queue");
  AddWindowOption(repeats, repeat_options, "How long after a call the next one is a repeated one");
  const auto [missed, missed_options] =
      add({"missed-calls", "Missed calls, and who was reached later", ReportMissedCalls});
  AddQueueOption(missed, missed_options, "--queue");
  AddWindowOption(missed, missed_options, "How long after a missed call the caller may be reached");
  missed.add_flag("--list", missed_options.list,
                  "The newest calls whose callers were not reached, instead of figures");
}

}  // namespace jackfield::cli
