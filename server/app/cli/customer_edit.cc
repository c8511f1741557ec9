#include "server/app/cli/customer_edit.h"

#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include "jackfield/v1/customer_service.grpc.pb.h"

#include "server/app/cli/customer_name.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::CustomerService;
using Stub = v1::CustomerService::Stub;

struct CreateOptions {
  std::string name;
  std::string company;
  std::string role;
  std::string tier;
  std::string language;
  std::string note;
  std::vector<std::string> numbers;
  std::vector<std::string> emails;
  std::vector<std::string> flags;
  std::vector<std::string> external_ids;
  bool yes = false;
};

struct MergeOptions {
  std::string target;
  std::string duplicate;
  bool yes = false;
};

template <typename Parts, typename Write>
std::string Joined(const Parts& parts, const Write& write) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : ", ") + write(part);
  return out;
}

void Print(const Program& program, const v1::Customer& customer) {
  TextTable table({"FIELD", "VALUE"});
  const auto add = [&table](const char* field, const std::string& value) {
    if (!value.empty()) table.AddRow({field, value});
  };
  add("customer", WriteId(customer.name()));
  add("name", customer.display_name());
  add("company", customer.company());
  add("role", customer.role());
  add("tier", customer.tier());
  add("flags", Joined(customer.flags(), [](const auto& flag) { return flag.code(); }));
  add("language", customer.language_code());
  add("note", customer.pinned_note());
  add("numbers", Joined(customer.numbers(), [](const v1::CustomerNumber& number) {
        const std::string label = number.label().empty() ? "" : " (" + number.label() + ")";
        return number.number().formatted() + label;
      }));
  add("emails", Joined(customer.email_addresses(), [](const std::string& text) { return text; }));
  add("external ids", Joined(customer.external_ids(), [](const v1::ExternalId& id) {
        return id.system() + ":" + id.value();
      }));
  add("created", WriteTime(customer.create_time()));
  add("changed", WriteTime(customer.update_time()));
  add("last contact", WriteTime(customer.last_contact_time()));
  add("merged into", WriteId(customer.merged_into()));
  program.Print(table);
}

// Prints a response that holds a customer.
template <typename Response>
ExitCode Answer(Program& program, const Result<Response>& response) {
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
  } else {
    Print(program, response->customer());
  }
  return ExitCode::kOk;
}

ExitCode Show(Program& program, const std::string& word) {
  const Result<v1::Customer> customer = FindCustomer(program, word);
  if (!customer) return program.Fail(customer.error());
  v1::GetCustomerResponse response;
  *response.mutable_customer() = *customer;
  return Answer<v1::GetCustomerResponse>(program, response);
}

template <typename Duplicates>
void NoteDuplicates(const Program& program, const Duplicates& duplicates) {
  for (const v1::PossibleDuplicate& duplicate : duplicates) {
    program.Note("May be the same as " + WriteId(duplicate.customer()) + ": " +
                 duplicate.display_name() +
                 (duplicate.company().empty() ? "" : ", " + duplicate.company()) + " (" +
                 WriteEnum(*v1::PossibleDuplicate::Reason_descriptor(), duplicate.reason()) + ")");
  }
}

// Errors: kInvalidArgument, an external id without a system.
Result<v1::Customer> CustomerOf(const CreateOptions& options) {
  v1::Customer customer;
  customer.set_display_name(options.name);
  customer.set_company(options.company);
  customer.set_role(options.role);
  customer.set_tier(options.tier);
  customer.set_language_code(options.language);
  customer.set_pinned_note(options.note);
  for (const std::string& number : options.numbers) {
    customer.add_numbers()->mutable_number()->set_raw(number);
  }
  for (const std::string& email : options.emails) customer.add_email_addresses(email);
  for (const std::string& flag : options.flags) customer.add_flags()->set_code(flag);
  for (const std::string& text : options.external_ids) {
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == text.size()) {
      return jackfield::Fail(ErrorCode::kInvalidArgument,
                             "--external-id is SYSTEM:ID, e.g. crm:4711; not '" + text + "'");
    }
    v1::ExternalId& id = *customer.add_external_ids();
    id.set_system(text.substr(0, colon));
    id.set_value(text.substr(colon + 1));
  }
  return customer;
}

// Whether somebody at a terminal has to say first that a customer is no other one.
Result<bool> MustAsk(Program& program, const v1::Customer& customer) {
  if (isatty(STDIN_FILENO) != 1) return false;
  v1::FindDuplicatesRequest request;
  *request.mutable_customer() = customer;
  const auto found = program.Call<Service>(&Stub::FindDuplicates, request);
  const bool unknown = !found && found.error().code == ErrorCode::kFailedPrecondition &&
                       found.error().reason.empty();  // A server that has no such method.
  if (unknown) return false;
  if (!found) return jackfield::Fail(found);
  NoteDuplicates(program, found->possible_duplicates());
  return !found->possible_duplicates().empty();
}

ExitCode Create(Program& program, const CreateOptions& options) {
  const Result<v1::Customer> customer = CustomerOf(options);
  if (!customer) {
    program.Note(customer.error().message);
    return ExitCode::kUsage;
  }
  if (!options.yes) {
    const Result<bool> ask = MustAsk(program, *customer);
    if (!ask) return program.Fail(ask.error());
    if (*ask) {
      program.Note("If it is somebody else, say so with --yes.");
      return ExitCode::kUsage;
    }
  }
  v1::CreateCustomerRequest request;
  *request.mutable_customer() = *customer;
  const auto response = program.Call<Service>(&Stub::CreateCustomer, request);
  const ExitCode answered = Answer(program, response);
  if (!response) return answered;
  if (!options.yes) NoteDuplicates(program, response->possible_duplicates());
  if (response->claimed_interaction_count() > 0) {
    program.Note("Earlier calls that are theirs now: " +
                 std::to_string(response->claimed_interaction_count()));
  }
  return answered;
}

ExitCode Merge(Program& program, const MergeOptions& options) {
  if (!options.yes) {
    program.Note("This makes two customers one. Say so with --yes.");
    return ExitCode::kUsage;
  }
  const Result<v1::Customer> target = FindCustomer(program, options.target);
  if (!target) return program.Fail(target.error());
  const Result<v1::Customer> duplicate = FindCustomer(program, options.duplicate);
  if (!duplicate) return program.Fail(duplicate.error());
  v1::MergeCustomersRequest request;
  request.set_target(target->name());
  request.set_duplicate(duplicate->name());
  return Answer(program, program.Call<Service>(&Stub::MergeCustomers, request));
}

ExitCode Unmerge(Program& program, const std::string& word) {
  const Result<v1::Customer> customer = FindCustomer(program, word);
  if (!customer) return program.Fail(customer.error());
  v1::UnmergeCustomerRequest request;
  request.set_name(customer->name());
  return Answer(program, program.Call<Service>(&Stub::UnmergeCustomer, request));
}

void AddCreate(CLI::App& customers, Program& program) {
  const auto options = std::make_shared<CreateOptions>();
  CLI::App& create = AddVerb(customers, "create", "Create a customer", program,
                             [&program, options] { return Create(program, *options); });
  create.add_option("NAME", options->name, "Name for people")->required();
  create.add_option("--company", options->company, "Company");
  create.add_option("--role", options->role, "Role there");
  create.add_option("--tier", options->tier, "Tier, e.g. gold");
  create.add_option("--language", options->language, "Language, e.g. zh-CN");
  create.add_option("--note", options->note, "Shown with every call");
  create.add_option("--number", options->numbers, "A number; may be repeated");
  create.add_option("--email", options->emails, "An e-mail address; may be repeated");
  create.add_option("--flag", options->flags, "A mark that agents must see; may be repeated");
  create.add_option("--external-id", options->external_ids,
                    "SYSTEM:ID, the key in another system; may be repeated");
  create.add_flag("--yes", options->yes, "Also when others may be the same");
}

}  // namespace

void AddCustomerEdits(CLI::App& customers, Program& program) {
  const auto word = std::make_shared<std::string>();
  CLI::App& show = AddVerb(customers, "show", "Show one customer", program,
                           [&program, word] { return Show(program, *word); });
  show.add_option("CUSTOMER", *word, "Its id, customers/ID, or SYSTEM:ID of another system")
      ->required();
  AddCreate(customers, program);
  const auto options = std::make_shared<MergeOptions>();
  CLI::App& merge = AddVerb(customers, "merge", "Merge a customer into another one", program,
                            [&program, options] { return Merge(program, *options); });
  merge.add_option("TARGET", options->target, "The customer that goes on")->required();
  merge.add_option("DUPLICATE", options->duplicate, "The one that becomes part of it")->required();
  merge.add_flag("--yes", options->yes, "Really");
  const auto merged = std::make_shared<std::string>();
  CLI::App& unmerge = AddVerb(customers, "unmerge", "Take a merged customer out again", program,
                              [&program, merged] { return Unmerge(program, *merged); });
  unmerge.add_option("CUSTOMER", *merged, "The one that was merged into another")->required();
}

}  // namespace jackfield::cli
