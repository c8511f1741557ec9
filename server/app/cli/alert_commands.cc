#include <memory>
#include <string>

#include "jackfield/v1/supervision_service.grpc.pb.h"

#include "server/app/cli/alert_wording.h"
#include "server/app/cli/commands.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::SupervisionService;

struct ListOptions {
  std::string queue;
  std::string from;
  std::string to;
  bool raised = false;
};

std::string FullName(const std::string& collection, const std::string& id) {
  return id.empty() || id.find('/') != std::string::npos ? id : collection + "/" + id;
}

Result<v1::ListAlertsRequest> RequestOf(const ListOptions& options) {
  v1::ListAlertsRequest request;
  request.set_queue(FullName("queues", options.queue));
  request.set_raised_only(options.raised);
  if (!options.from.empty()) {
    const Result<google::protobuf::Timestamp> from = ReadTime(options.from);
    if (!from) return jackfield::Fail(from);
    *request.mutable_start_time() = *from;
  }
  if (!options.to.empty()) {
    const Result<google::protobuf::Timestamp> to = ReadTime(options.to);
    if (!to) return jackfield::Fail(to);
    *request.mutable_end_time() = *to;
  }
  return request;
}

TextTable AlertTable() {
  return TextTable(
      {"ALERT", "STATE", "QUEUE", "ABOUT", "VALUE", "RAISED", "CLEARED", "ACKNOWLEDGED BY"});
}

void AddAlert(TextTable& table, const v1::Alert& alert) {
  table.AddRow({WriteId(alert.name()), WriteEnum(*v1::Alert::State_descriptor(), alert.state()),
                WriteId(alert.queue()), WriteTopic(alert), WriteBreach(alert),
                WriteTime(alert.raise_time()), WriteTime(alert.clear_time()),
                alert.acknowledged_by()});
}

ExitCode List(Program& program, const ListOptions& options) {
  const Result<v1::ListAlertsRequest> first = RequestOf(options);
  if (!first) return program.Fail(first.error());
  const auto all = ReadPages<v1::ListAlertsResponse>([&](const std::string& token) {
    v1::ListAlertsRequest request = *first;
    request.set_page_token(token);
    return program.Call<Service>(&Service::Stub::ListAlerts, request);
  });
  if (!all) return program.Fail(all.error());
  if (program.options.json) {
    program.PrintJson(*all);
    return ExitCode::kOk;
  }
  TextTable table = AlertTable();
  for (const v1::Alert& alert : all->alerts()) AddAlert(table, alert);
  program.Print(table);
  return ExitCode::kOk;
}

ExitCode Acknowledge(Program& program, const std::string& id) {
  v1::AcknowledgeAlertRequest request;
  request.set_name(FullName("alerts", id));
  const auto response = program.Call<Service>(&Service::Stub::AcknowledgeAlert, request);
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  TextTable table = AlertTable();
  AddAlert(table, response->alert());
  program.Print(table);
  return ExitCode::kOk;
}

}  // namespace

void AddAlertCommands(CLI::App& app, Program& program) {
  CLI::App& alerts = AddNoun(app, "alerts", "What supervisors are, or were, to look at");
  const auto filter = std::make_shared<ListOptions>();
  CLI::App& list = AddVerb(alerts, "list", "Show alerts, the newest first", program,
                           [&program, filter] { return List(program, *filter); });
  list.add_option("--queue", filter->queue, "Only alerts of this queue");
  list.add_option("--from", filter->from, "Raised at this time or later");
  list.add_option("--to", filter->to, "Raised before this time");
  list.add_flag("--raised", filter->raised, "Only alerts that are raised");
  const auto id = std::make_shared<std::string>();
  CLI::App& acknowledge = AddVerb(alerts, "acknowledge", "Say that you take care of an alert",
                                  program, [&program, id] { return Acknowledge(program, *id); });
  acknowledge.add_option("ALERT", *id, "Its id, or alerts/ID")->required();
}

}  // namespace jackfield::cli
