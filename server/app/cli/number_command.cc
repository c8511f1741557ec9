#include <memory>
#include <string>

#include "jackfield/v1/diagnostics_service.grpc.pb.h"

#include "server/app/cli/commands.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

struct NumberOptions {
  std::string number;
  std::string source;
};

std::string WriteMatch(const v1::NumberReading& reading) {
  const std::string match = WriteEnum(*v1::MatchKind_descriptor(), reading.match());
  const std::string count = std::to_string(reading.customer_count());
  return (match.empty() ? "nobody" : match) + ", " + count +
         (reading.customer_count() == 1 ? " customer" : " customers");
}

void Print(const Program& program, const v1::NumberReading& reading) {
  TextTable table({"", "READ AS"});
  const v1::PhoneNumber& number = reading.number();
  table.AddRow({"written", reading.raw_number()});
  const bool withheld = reading.presentation() == v1::PRESENTATION_WITHHELD;
  table.AddRow({"E.164", withheld                ? "(withheld)"
                         : number.e164().empty() ? "not certain"
                                                 : number.e164()});
  table.AddRow({"shown", number.formatted()});
  table.AddRow({"kind", WriteEnum(*v1::NumberType_descriptor(), number.type())});
  table.AddRow({"place", number.place()});
  for (int i = 0; i < reading.rules_size(); ++i) {
    table.AddRow({i == 0 ? "steps" : "", std::to_string(i + 1) + ". " + reading.rules(i)});
  }
  table.AddRow({"match", WriteMatch(reading)});
  for (const std::string& customer : reading.customers()) table.AddRow({"", customer});
  program.Print(table);
}

ExitCode Test(Program& program, const NumberOptions& options) {
  v1::TestNumberRequest request;
  request.set_number(options.number);
  const bool full = options.source.empty() || options.source.starts_with("sources/");
  request.set_source(full ? options.source : "sources/" + options.source);
  const auto response =
      program.Call<v1::DiagnosticsService>(&v1::DiagnosticsService::Stub::TestNumber, request);
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
  } else {
    Print(program, response->reading());
  }
  return ExitCode::kOk;
}

}  // namespace

void AddNumberCommands(CLI::App& app, Program& program) {
  CLI::App& number = AddNoun(app, "number", "How numbers are read");
  const auto options = std::make_shared<NumberOptions>();
  CLI::App& test =
      AddVerb(number, "test", "Show how a number is read, step by step, and who has it", program,
              [&program, options] { return Test(program, *options); });
  test.add_option("NUMBER", options->number, "The number as the source writes it")->required();
  test.add_option(
      "--source", options->source,
      "By the rules of this source; without it, only international numbers are certain");
}

}  // namespace jackfield::cli
