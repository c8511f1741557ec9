#include <memory>

#include "server/app/cli/commands.h"
#include "server/app/cli/customer_edit.h"
#include "server/app/cli/customer_export.h"
#include "server/app/cli/customer_import.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::CustomerService;

constexpr int kFoundMax = 100;

ExitCode Find(Program& program, const std::string& query) {
  v1::SearchCustomersRequest request;
  request.set_query(query);
  request.set_page_size(kFoundMax);
  const auto response = program.Call<Service>(&Service::Stub::SearchCustomers, request);
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  TextTable table({"CUSTOMER", "NAME", "COMPANY", "TIER", "NUMBERS"});
  for (const v1::Customer& customer : response->customers()) {
    std::string numbers;
    for (const v1::CustomerNumber& number : customer.numbers()) {
      numbers += (numbers.empty() ? "" : ", ") + number.number().formatted();
    }
    table.AddRow({WriteId(customer.name()), customer.display_name(), customer.company(),
                  customer.tier(), numbers});
  }
  program.Print(table);
  if (!response->next_page_token().empty()) program.Note("There are more; say more words.");
  return ExitCode::kOk;
}

void AddImport(CLI::App& customers, Program& program) {
  const auto options = std::make_shared<ImportOptions>();
  CLI::App& import =
      AddVerb(customers, "import", "Import a CSV file; one that broke off goes on where it stopped",
              program, [&program, options] { return CustomerImport(program, *options).Run(); });
  import.add_option("FILE", options->file, "CSV in UTF-8; the first line holds headings")
      ->required();
  import.add_option("--region", options->region,
                    "Country in whose style numbers without + are written, e.g. DE");
  import.add_option("--system", options->system, "System of the external ids")
      ->capture_default_str();
  import.add_option("--column", options->columns, "HEADING=FIELD; may be repeated");
  import.add_option("--rejects", options->rejects_file,
                    "Write refused rows to this CSV file, with line, field and rule");
  import.add_flag("--dry-run", options->dry_run, "Only check, write nothing");
  import.add_flag("--again", options->again,
                  "Import all of a file that was imported before, not what is left of it");
  import
      .add_option("--rejected-max", options->rejected_max,
                  "Stop after this many refused rows; 0: never")
      ->check(CLI::NonNegativeNumber);
}

void AddExport(CLI::App& customers, Program& program) {
  const auto options = std::make_shared<ExportOptions>();
  CLI::App& verb = AddVerb(
      customers, "export", "Write all customers as CSV that can be imported, or with --json",
      program, [&program, options] { return CustomerExport(program, *options).Run(); });
  CLI::Option* const out =
      verb.add_option("--out", options->file, "File; without it standard output");
  verb.add_flag("--resume", options->resume, "Go on with a file that broke off")->needs(out);
}

}  // namespace

void AddCustomerCommands(CLI::App& app, Program& program) {
  CLI::App& customers = AddNoun(app, "customers", "The customers and their numbers");
  const auto query = std::make_shared<std::string>();
  CLI::App& find = AddVerb(customers, "find", "Search by parts of names, companies or numbers",
                           program, [&program, query] { return Find(program, *query); });
  find.add_option("QUERY", *query, "Words, or digits of a number")->required();
  AddCustomerEdits(customers, program);
  AddImport(customers, program);
  AddExport(customers, program);
}

}  // namespace jackfield::cli
