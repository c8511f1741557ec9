#include <memory>

#include "jackfield/v1/interaction_service.grpc.pb.h"
#include "jackfield/v1/supervision_service.grpc.pb.h"

#include "server/app/cli/commands.h"
#include "server/app/cli/explanation_text.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::SupervisionService;

struct ListOptions {
  std::string queue;
  std::string agent;
};

std::string FullName(const std::string& collection, const std::string& id) {
  return id.empty() || id.find('/') != std::string::npos ? id : collection + "/" + id;
}

std::string WriteCaller(const v1::Caller& caller) {
  if (caller.presentation() == v1::PRESENTATION_WITHHELD) return "(withheld)";
  const std::string number = caller.number().formatted();
  if (caller.display_name().empty()) return number;
  return caller.display_name() + (number.empty() ? "" : " " + number);
}

std::string WriteQueue(const v1::Call& call) {
  if (call.queue_legs().empty()) return {};
  return WriteId(call.queue_legs(call.queue_legs_size() - 1).queue());
}

std::string WriteAgents(const v1::Call& call) {
  std::string agents;
  for (const v1::Connection& connection : call.connections()) {
    if (connection.agent().empty()) continue;
    agents += (agents.empty() ? "" : ", ") + WriteId(connection.agent());
  }
  return agents;
}

TextTable CallTable() { return TextTable({"CALL", "STATE", "SINCE", "CALLER", "QUEUE", "AGENTS"}); }

void AddCall(TextTable& table, const v1::Call& call) {
  table.AddRow({WriteId(call.name()), WriteEnum(*v1::Call::State_descriptor(), call.state()),
                WriteTime(call.create_time()), WriteCaller(call.caller()), WriteQueue(call),
                WriteAgents(call)});
}

ExitCode List(Program& program, const ListOptions& options) {
  const auto all = ReadPages<v1::ListCallsResponse>([&](const std::string& token) {
    v1::ListCallsRequest request;
    request.set_queue(FullName("queues", options.queue));
    request.set_agent(FullName("agents", options.agent));
    request.set_page_token(token);
    return program.Call<Service>(&Service::Stub::ListCalls, request);
  });
  if (!all) return program.Fail(all.error());
  if (program.options.json) {
    program.PrintJson(*all);
    return ExitCode::kOk;
  }
  TextTable table = CallTable();
  for (const v1::Call& call : all->calls()) AddCall(table, call);
  program.Print(table);
  return ExitCode::kOk;
}

// "0:42–2:16": what half, and what nine of ten, were to wait at most.
std::string WriteForetold(const v1::QueueLeg& leg) {
  if (!leg.has_foretold_p50_duration() || !leg.has_foretold_p90_duration()) return {};
  return WriteSpan(leg.foretold_p50_duration()) + "–" + WriteSpan(leg.foretold_p90_duration());
}

void PrintLegs(const Program& program,
               const google::protobuf::RepeatedPtrField<v1::QueueLeg>& legs) {
  TextTable table({"QUEUE", "ENTERED", "EXPECTED", "WAITED", "OUTCOME", "AGENT"});
  for (const v1::QueueLeg& leg : legs) {
    table.AddRow({WriteId(leg.queue()), WriteTime(leg.enter_time()), WriteForetold(leg),
                  WriteSpan(leg.wait_duration()),
                  WriteEnum(*v1::QueueLeg::Outcome_descriptor(), leg.outcome()),
                  WriteId(leg.agent())});
  }
  if (!table.empty()) program.Print(table);
}

// A call that is over: its interaction.
ExitCode ShowEnded(Program& program, const std::string& name) {
  v1::GetInteractionRequest request;
  request.set_name(name);
  const auto response =
      program.Call<v1::InteractionService>(&v1::InteractionService::Stub::GetInteraction, request);
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  const v1::Interaction& interaction = response->interaction();
  TextTable table({"CALL", "RESULT", "BEGAN", "CALLER", "TALK", "AGENT", "DISPOSITION"});
  table.AddRow({WriteId(interaction.call().call()),
                WriteEnum(*v1::CallResult_descriptor(), interaction.call().result()),
                WriteTime(interaction.start_time()), WriteCaller(interaction.call().caller()),
                WriteSpan(interaction.call().talk_duration()), interaction.agent_display_name(),
                interaction.disposition_label()});
  program.Print(table);
  PrintLegs(program, interaction.call().queue_legs());
  return ExitCode::kOk;
}

ExitCode Show(Program& program, const std::string& id) {
  v1::GetCallRequest request;
  request.set_name(FullName("calls", id));
  const auto response = program.Call<Service>(&Service::Stub::GetCall, request);
  if (!response && response.error().code == ErrorCode::kNotFound) {
    return ShowEnded(program, request.name());
  }
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  TextTable table = CallTable();
  AddCall(table, response->call());
  program.Print(table);
  PrintLegs(program, response->call().queue_legs());
  return ExitCode::kOk;
}

ExitCode Explain(Program& program, const std::string& written) {
  v1::ExplainCallRequest request;
  request.set_name(ExplainedName(written));
  const auto response = program.Call<Service>(&Service::Stub::ExplainCall, request);
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  for (const std::string& line : WriteExplanation(response->explanation())) {
    program.PrintLine(line);
  }
  return ExitCode::kOk;
}

}  // namespace

void AddCallCommands(CLI::App& app, Program& program) {
  CLI::App& calls = AddNoun(app, "calls", "Calls that go on, and those that are over");
  const auto filter = std::make_shared<ListOptions>();
  CLI::App& list = AddVerb(calls, "list", "Show the calls that go on", program,
                           [&program, filter] { return List(program, *filter); });
  list.add_option("--queue", filter->queue, "Only calls of this queue");
  list.add_option("--agent", filter->agent, "Only calls of this agent");
  const auto id = std::make_shared<std::string>();
  CLI::App& show = AddVerb(calls, "show", "Show one call, also one that is over", program,
                           [&program, id] { return Show(program, *id); });
  show.add_option("CALL", *id, "Its id, or calls/ID")->required();
  const auto explained = std::make_shared<std::string>();
  CLI::App& explain =
      AddVerb(calls, "explain", "Say what became of a call, and why nothing popped", program,
              [&program, explained] { return Explain(program, *explained); });
  explain.add_option("CALL", *explained, "Its id, calls/ID, or SOURCE/ID as its source names it")
      ->required();
}

}  // namespace jackfield::cli
