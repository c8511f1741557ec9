#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "jackfield/v1/callback_service.grpc.pb.h"

#include "server/app/cli/callback_list.h"
#include "server/app/cli/commands.h"
#include "server/app/cli/text_table.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::CallbacksService;
using Stub = v1::CallbacksService::Stub;

constexpr int kShownMax = 100;
constexpr int kPageMax = 500;

struct ListOptions {
  std::vector<std::string> states;
  std::vector<std::string> origins;
  std::string recovery;
  std::string queue;
  std::string agent;
  std::string customer;
  std::string list;
  std::string from;
  std::string until;
  int limit = kShownMax;
};

struct CreateOptions {
  std::string number;
  std::string queue;
  std::string origin;
  std::string note;
  std::string customer;
  std::string call;
  std::string ticket;
  std::string agent;
  std::string at;
  std::string since;
  std::string region;
};

struct ImportOptions {
  std::string file;
  std::string queue;
  std::string list;
  std::string at;
  std::string region;
};

// A callback, and what is said of it.
struct WordOptions {
  std::string callback;
  std::string word;
  std::string agent;
  std::string at;
};

std::string FullName(const std::string& collection, const std::string& id) {
  return id.empty() || id.find('/') != std::string::npos ? id : collection + "/" + id;
}

ExitCode Usage(const Program& program, const Error& error) {
  program.Complain(error.message);
  return ExitCode::kUsage;
}

std::string WriteNumber(const v1::Callback& callback) {
  const v1::PhoneNumber& number = callback.number();
  return number.formatted().empty() ? number.raw() : number.formatted();
}

void PrintCallback(const Program& program, const v1::Callback& callback) {
  TextTable table({"FIELD", "VALUE"});
  const auto add = [&table](const std::string& field, const std::string& value) {
    if (!value.empty()) table.AddRow({field, value});
  };
  add("callback", WriteId(callback.name()));
  add("number", WriteNumber(callback));
  add("customer", callback.display_name());
  add("queue", callback.queue_display_name());
  add("state", WriteEnum(*v1::Callback::State_descriptor(), callback.state()));
  add("origin", WriteEnum(*v1::Callback::Origin_descriptor(), callback.origin()));
  if (callback.end() != v1::Callback::END_UNSPECIFIED) {
    add("end", WriteEnum(*v1::Callback::End_descriptor(), callback.end()));
    add("recovered", callback.recovered() ? "yes" : "no");
  }
  add("agent", WriteId(callback.agent()));
  add("kept for", WriteId(callback.preferred_agent()));
  add("waits since", WriteTime(callback.wait_start_time()));
  add("not before", WriteTime(callback.earliest_time()));
  add("next attempt", WriteTime(callback.next_attempt_time()));
  add("list", callback.list_name());
  add("interaction", WriteId(callback.interaction()));
  add("ticket", WriteId(callback.ticket()));
  add("note", callback.note());
  for (const v1::CallbackAttempt& attempt : callback.attempts()) {
    add("attempt", WriteTime(attempt.start_time()) + " " + WriteId(attempt.agent()) + " " +
                       WriteEnum(*v1::CallbackAttempt::Outcome_descriptor(), attempt.outcome()) +
                       (attempt.outcome_assumed() ? " (assumed)" : ""));
  }
  program.Print(table);
}

// Prints a response that holds a callback.
template <typename Response>
ExitCode Answer(Program& program, const Result<Response>& response) {
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
  } else {
    PrintCallback(program, response->callback());
  }
  return ExitCode::kOk;
}

Result<v1::CallbackFilter> FilterOf(const ListOptions& options) {
  v1::CallbackFilter filter;
  for (const std::string& word : options.states) {
    const auto* const state = ReadEnum(*v1::Callback::State_descriptor(), word);
    if (state != nullptr) filter.add_states(static_cast<v1::Callback::State>(state->number()));
  }
  for (const std::string& word : options.origins) {
    const auto* const origin = ReadEnum(*v1::Callback::Origin_descriptor(), word);
    if (origin != nullptr) filter.add_origins(static_cast<v1::Callback::Origin>(origin->number()));
  }
  const auto* const recovery =
      ReadEnum(*v1::CallbackFilter::Recovery_descriptor(), options.recovery);
  if (recovery != nullptr) {
    filter.set_recovery(static_cast<v1::CallbackFilter::Recovery>(recovery->number()));
  }
  filter.set_queue(FullName("queues", options.queue));
  filter.set_agent(FullName("agents", options.agent));
  filter.set_customer(FullName("customers", options.customer));
  filter.set_list_name(options.list);
  if (!options.from.empty()) {
    const auto from = ReadTime(options.from);
    if (!from) return jackfield::Fail(from);
    *filter.mutable_start_time() = *from;
  }
  if (!options.until.empty()) {
    const auto until = ReadTime(options.until);
    if (!until) return jackfield::Fail(until);
    *filter.mutable_end_time() = *until;
  }
  return filter;
}

ExitCode List(Program& program, const ListOptions& options) {
  Result<v1::CallbackFilter> filter = FilterOf(options);
  if (!filter) return Usage(program, filter.error());
  v1::ListCallbacksRequest request;
  *request.mutable_filter() = *std::move(filter);
  request.set_page_size(options.limit);
  const auto response = program.Call<Service>(&Stub::ListCallbacks, request);
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  TextTable table({"CALLBACK", "STATE", "ORIGIN", "QUEUE", "NUMBER", "CUSTOMER", "AGENT",
                   "ATTEMPTS", "RECOVERED", "SINCE"});
  for (const v1::Callback& callback : response->callbacks()) {
    table.AddRow({WriteId(callback.name()),
                  WriteEnum(*v1::Callback::State_descriptor(), callback.state()),
                  WriteEnum(*v1::Callback::Origin_descriptor(), callback.origin()),
                  WriteId(callback.queue()), WriteNumber(callback), callback.display_name(),
                  WriteId(callback.agent()), std::to_string(callback.attempts_size()),
                  callback.recovered() ? "yes" : "no", WriteTime(callback.wait_start_time())});
  }
  program.Print(table);
  if (!response->next_page_token().empty()) program.Note("There are more; see --limit.");
  return ExitCode::kOk;
}

ExitCode Create(Program& program, const CreateOptions& options) {
  v1::CreateCallbackRequest request;
  v1::Callback& callback = *request.mutable_callback();
  callback.mutable_number()->set_raw(options.number);
  callback.set_queue(FullName("queues", options.queue));
  callback.set_customer(FullName("customers", options.customer));
  callback.set_preferred_agent(FullName("agents", options.agent));
  callback.set_note(options.note);
  const auto* const origin = ReadEnum(*v1::Callback::Origin_descriptor(), options.origin);
  if (origin != nullptr) callback.set_origin(static_cast<v1::Callback::Origin>(origin->number()));
  if (!options.at.empty()) {
    const auto at = ReadTime(options.at);
    if (!at) return Usage(program, at.error());
    *callback.mutable_earliest_time() = *at;
  }
  if (!options.since.empty()) {
    const auto since = ReadTime(options.since);
    if (!since) return Usage(program, since.error());
    *callback.mutable_wait_start_time() = *since;
  }
  request.set_interaction(FullName("calls", options.call));
  request.set_ticket(FullName("tickets", options.ticket));
  request.set_region_code(options.region);
  return Answer(program, program.Call<Service>(&Stub::CreateCallback, request));
}

ExitCode Import(Program& program, const ImportOptions& options) {
  std::ifstream file(options.file, std::ios::binary);
  if (!file) return Usage(program, {ErrorCode::kNotFound, "cannot read " + options.file});
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  Result<v1::ImportCallbackListRequest> request = ReadCallbackList(text);
  if (!request) return Usage(program, request.error());
  request->set_queue(FullName("queues", options.queue));
  request->set_list_name(options.list);
  request->set_region_code(options.region);
  if (!options.at.empty()) {
    const auto at = ReadTime(options.at);
    if (!at) return Usage(program, at.error());
    *request->mutable_earliest_time() = *at;
  }
  const auto response = program.Call<Service>(&Stub::ImportCallbackList, *request);
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  program.PrintLine(std::to_string(response->created_count()) + " created, " +
                    std::to_string(response->skipped_count()) + " there already, " +
                    std::to_string(response->do_not_call_count()) + " not to be called, " +
                    std::to_string(response->invalid_rows_size()) + " not readable");
  for (const int row : response->invalid_rows()) {
    program.Note("Row " + std::to_string(row) + " has no number that can be called.");
  }
  return ExitCode::kOk;
}

ExitCode Show(Program& program, const WordOptions& options) {
  v1::GetCallbackRequest request;
  request.set_name(FullName("callbacks", options.callback));
  return Answer(program, program.Call<Service>(&Stub::GetCallback, request));
}

ExitCode Cancel(Program& program, const WordOptions& options) {
  v1::CancelCallbackRequest request;
  request.set_callback(FullName("callbacks", options.callback));
  return Answer(program, program.Call<Service>(&Stub::CancelCallback, request));
}

ExitCode Move(Program& program, const WordOptions& options) {
  v1::RescheduleCallbackRequest request;
  request.set_callback(FullName("callbacks", options.callback));
  request.set_preferred_agent(FullName("agents", options.agent));
  if (!options.at.empty()) {
    const auto at = ReadTime(options.at);
    if (!at) return Usage(program, at.error());
    *request.mutable_earliest_time() = *at;
  }
  return Answer(program, program.Call<Service>(&Stub::RescheduleCallback, request));
}

void AddList(CLI::App& callbacks, Program& program) {
  const auto options = std::make_shared<ListOptions>();
  CLI::App& list = AddVerb(callbacks, "list", "Show callbacks, missed calls among them", program,
                           [&program, options] { return List(program, *options); });
  list.add_option("--state", options->states, "Where they are; may be repeated")
      ->check(CLI::IsMember(EnumNames(*v1::Callback::State_descriptor())));
  list.add_option("--origin", options->origins, "Why somebody is to be called; may be repeated")
      ->check(CLI::IsMember(EnumNames(*v1::Callback::Origin_descriptor())));
  list.add_option("--recovery", options->recovery, "Whether the customer was reached")
      ->check(CLI::IsMember(EnumNames(*v1::CallbackFilter::Recovery_descriptor())));
  list.add_option("--queue", options->queue, "Of this queue");
  list.add_option("--agent", options->agent, "That this agent has");
  list.add_option("--customer", options->customer, "Of this customer, the id");
  list.add_option("--list", options->list, "That came with this list");
  list.add_option("--from", options->from, "Created at or after this time");
  list.add_option("--until", options->until, "Created before this time");
  list.add_option("--limit", options->limit, "How many at most")
      ->capture_default_str()
      ->check(CLI::Range(1, kPageMax));
}

void AddCreate(CLI::App& callbacks, Program& program) {
  const auto options = std::make_shared<CreateOptions>();
  CLI::App& create = AddVerb(callbacks, "create", "Have somebody called", program,
                             [&program, options] { return Create(program, *options); });
  create.add_option("NUMBER", options->number, "Whom to call")->required();
  create.add_option("--queue", options->queue, "The queue whose agents call")->required();
  create.add_option("--origin", options->origin, "Why")
      ->check(CLI::IsMember(EnumNames(*v1::Callback::Origin_descriptor())));
  create.add_option("--note", options->note, "What it is about");
  create.add_option("--customer", options->customer, "Who it is, the id");
  create.add_option("--call", options->call, "The call that it comes from, its id");
  create.add_option("--ticket", options->ticket, "The ticket that it belongs to, its id");
  create.add_option("--agent", options->agent, "The agent whom it is kept for");
  create.add_option("--at", options->at, "Not before this time");
  create.add_option("--since", options->since, "Since when the customer waits");
  create.add_option("--region", options->region, "In whose style the number is, e.g. DE");
}

void AddImport(CLI::App& callbacks, Program& program) {
  const auto options = std::make_shared<ImportOptions>();
  CLI::App& verb = AddVerb(callbacks, "import", "Have the numbers of a small list called", program,
                           [&program, options] { return Import(program, *options); });
  verb.add_option("FILE", options->file,
                  "CSV with a header: number, and if need be customer and note")
      ->required();
  verb.add_option("--queue", options->queue, "The queue whose agents call")->required();
  verb.add_option("--list", options->list, "Name of the list")->required();
  verb.add_option("--at", options->at, "Not before this time");
  verb.add_option("--region", options->region, "In whose style the numbers are, e.g. DE");
}

using WordAction = ExitCode (*)(Program&, const WordOptions&);

std::pair<CLI::App*, std::shared_ptr<WordOptions>> AddWordVerb(CLI::App& callbacks,
                                                               const std::string& name,
                                                               const std::string& description,
                                                               Program& program,
                                                               WordAction action) {
  auto options = std::make_shared<WordOptions>();
  CLI::App& verb = AddVerb(callbacks, name, description, program,
                           [&program, options, action] { return action(program, *options); });
  verb.add_option("CALLBACK", options->callback, "Its id, or callbacks/ID")->required();
  return {&verb, std::move(options)};
}

}  // namespace

void AddCallbackCommands(CLI::App& app, Program& program) {
  CLI::App& callbacks = AddNoun(app, "callbacks", "Who is to be called, and who was reached");
  AddList(callbacks, program);
  AddWordVerb(callbacks, "show", "Show one callback and its attempts", program, Show);
  AddCreate(callbacks, program);
  AddImport(callbacks, program);
  AddWordVerb(callbacks, "cancel", "Take it back", program, Cancel);
  const auto move =
      AddWordVerb(callbacks, "move", "Move it to another time, or agent", program, Move);
  move.first->add_option("--at", move.second->at, "Not before this time; without it at once");
  move.first->add_option("--agent", move.second->agent, "The agent whom it is kept for");
}

}  // namespace jackfield::cli
