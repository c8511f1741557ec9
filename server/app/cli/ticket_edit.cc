#include "server/app/cli/ticket_edit.h"

#include <memory>
#include <string>
#include <vector>

#include <google/protobuf/util/time_util.h>

#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "server/app/cli/ticket_complaint.h"
#include "server/app/cli/ticket_wording.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::TicketService;
using Stub = v1::TicketService::Stub;

struct CreateOptions {
  std::string subject;
  std::string type;
  std::string priority;
  std::string queue;
  std::string owner;
  std::string customer;
  std::string call;
  std::string description;
  std::vector<std::string> skills;
  std::vector<std::string> tags;
  ComplaintOptions complaint;
};

// A ticket, and a word or a text about it.
struct WordOptions {
  std::string ticket;
  std::string word;
  std::string until;
  bool is_public = false;
  bool by_customer = false;
  bool flag = false;  // What the verb's own flag says.
};

std::string FullName(const std::string& collection, const std::string& id) {
  return id.empty() || id.find('/') != std::string::npos ? id : collection + "/" + id;
}

v1::TicketEntry::Visibility VisibilityOf(const WordOptions& options) {
  return options.is_public ? v1::TicketEntry::VISIBILITY_PUBLIC
                           : v1::TicketEntry::VISIBILITY_INTERNAL;
}

ExitCode Usage(const Program& program, const Error& error) {
  program.Complain(error.message);
  return ExitCode::kUsage;
}

// "english:50", or "english" for any level.
Status AddSkill(const std::string& text, v1::Ticket& ticket) {
  const std::size_t colon = text.find(':');
  v1::TicketSkill& skill = *ticket.add_skills();
  skill.set_skill(text.substr(0, colon));
  if (colon == std::string::npos) return {};
  const std::string level = text.substr(colon + 1);
  const bool digits = !level.empty() && level.size() <= 3 &&
                      level.find_first_not_of("0123456789") == std::string::npos;
  if (!digits) {
    return jackfield::Fail(ErrorCode::kInvalidArgument,
                           "--skill is SKILL or SKILL:LEVEL, e.g. english:50; not '" + text + "'");
  }
  skill.set_level_min(std::stoi(level));
  return {};
}

Result<v1::CreateTicketRequest> RequestOf(const CreateOptions& options) {
  v1::CreateTicketRequest request;
  v1::Ticket& ticket = *request.mutable_ticket();
  ticket.set_subject(options.subject);
  ticket.set_queue(FullName("queues", options.queue));
  ticket.set_customer(FullName("customers", options.customer));
  for (const std::string& tag : options.tags) ticket.add_tags(tag);
  for (const std::string& skill : options.skills) {
    if (const Status added = AddSkill(skill, ticket); !added) return jackfield::Fail(added);
  }
  if (!options.type.empty()) {
    const auto* const type = ReadEnum(*v1::Ticket::Type_descriptor(), options.type);
    if (type != nullptr) ticket.set_type(static_cast<v1::Ticket::Type>(type->number()));
  }
  if (!options.priority.empty()) {
    const auto* const priority = ReadEnum(*v1::Ticket::Priority_descriptor(), options.priority);
    if (priority != nullptr) {
      ticket.set_priority(static_cast<v1::Ticket::Priority>(priority->number()));
    }
  }
  v1::Complaint complaint;
  if (const Status set = SetComplaint(options.complaint, complaint); !set) {
    return jackfield::Fail(set);
  }
  if (complaint.ByteSizeLong() > 0) *ticket.mutable_complaint() = complaint;
  request.set_owner(FullName("agents", options.owner));
  request.set_interaction(FullName("calls", options.call));
  request.set_description(options.description);
  return request;
}

ExitCode Create(Program& program, const CreateOptions& options) {
  const Result<v1::CreateTicketRequest> request = RequestOf(options);
  if (!request) return Usage(program, request.error());
  return AnswerTicket(program, program.Call<Service>(&Stub::CreateTicket, *request));
}

ExitCode Comment(Program& program, const WordOptions& options) {
  v1::CommentTicketRequest request;
  request.set_ticket(TicketName(options.ticket));
  request.set_text(options.word);
  request.set_visibility(VisibilityOf(options));
  request.set_by_customer(options.by_customer);
  return AnswerTicket(program, program.Call<Service>(&Stub::CommentTicket, request));
}

ExitCode Assign(Program& program, const WordOptions& options) {
  if (options.word.empty() != options.flag) {
    return Usage(program, {ErrorCode::kInvalidArgument,
                           "name the agent who is to have it, or say --nobody"});
  }
  v1::AssignTicketRequest request;
  request.set_ticket(TicketName(options.ticket));
  request.set_owner(FullName("agents", options.word));
  return AnswerTicket(program, program.Call<Service>(&Stub::AssignTicket, request));
}

ExitCode SetState(Program& program, v1::Ticket::State state, const WordOptions& options) {
  v1::SetTicketStateRequest request;
  request.set_ticket(TicketName(options.ticket));
  request.set_state(state);
  request.set_comment(options.word);
  request.set_comment_visibility(VisibilityOf(options));
  if (!options.until.empty()) {
    const auto until = ReadTime(options.until);
    if (!until) return Usage(program, until.error());
    *request.mutable_reminder_time() = *until;
  }
  return AnswerTicket(program, program.Call<Service>(&Stub::SetTicketState, request));
}

ExitCode Merge(Program& program, const WordOptions& options) {
  const std::string what =
      "This closes ticket " + options.word + " for good, as a part of " + options.ticket + ".";
  if (!program.Confirmed(what, options.flag)) return ExitCode::kUsage;
  v1::MergeTicketsRequest request;
  request.set_ticket(TicketName(options.ticket));
  request.set_merged(TicketName(options.word));
  return AnswerTicket(program, program.Call<Service>(&Stub::MergeTickets, request));
}

ExitCode Link(Program& program, const WordOptions& options) {
  v1::LinkTicketRequest request;
  request.set_ticket(TicketName(options.ticket));
  const std::string& other = options.word;
  if (other.starts_with("calls/") || other.starts_with("interactions/")) {
    request.set_interaction(other);
  } else {
    request.set_linked_ticket(TicketName(other));
  }
  request.set_remove(options.flag);
  return AnswerTicket(program, program.Call<Service>(&Stub::LinkTicket, request));
}

ExitCode Rate(Program& program, const std::string& ticket, int satisfaction) {
  v1::RateTicketRequest request;
  request.set_ticket(TicketName(ticket));
  request.set_satisfaction(satisfaction);
  return AnswerTicket(program, program.Call<Service>(&Stub::RateTicket, request));
}

// A verb with the ticket first.
using WordAction = ExitCode (*)(Program&, const WordOptions&);
struct WordVerb {
  CLI::App& verb;
  std::shared_ptr<WordOptions> options;
};
WordVerb AddWordVerb(CLI::App& tickets, const std::string& name, const std::string& description,
                     Program& program, WordAction action) {
  auto options = std::make_shared<WordOptions>();
  CLI::App& verb = AddVerb(tickets, name, description, program,
                           [&program, options, action] { return action(program, *options); });
  verb.add_option("TICKET", options->ticket, "Its number, or tickets/ID")->required();
  return {verb, std::move(options)};
}

void AddPublic(const WordVerb& added) {
  added.verb.add_flag("--public", added.options->is_public, "The customer may read it, too");
}

void AddCreate(CLI::App& tickets, Program& program) {
  const auto options = std::make_shared<CreateOptions>();
  CLI::App& create = AddVerb(tickets, "create", "Create a ticket", program,
                             [&program, options] { return Create(program, *options); });
  create.add_option("SUBJECT", options->subject, "What is to be done, in one line")->required();
  create.add_option("--type", options->type, "What kind of work it is")
      ->check(CLI::IsMember(EnumNames(*v1::Ticket::Type_descriptor())));
  create.add_option("--priority", options->priority, "How urgent it is")
      ->check(CLI::IsMember(EnumNames(*v1::Ticket::Priority_descriptor())));
  create.add_option("--queue", options->queue, "The queue that distributes it");
  create.add_option("--owner", options->owner, "The agent who has it at once");
  create.add_option("--customer", options->customer, "Whose it is, its id");
  create.add_option("--call", options->call, "The call that it came from, its id");
  create.add_option("--description", options->description, "What there is to say about it");
  create.add_option("--skill", options->skills, "SKILL or SKILL:LEVEL; may be repeated");
  create.add_option("--tag", options->tags, "A word of the site; may be repeated");
  AddComplaintOptions(create, options->complaint);
}

void AddStates(CLI::App& tickets, Program& program) {
  const WordVerb resolve = AddWordVerb(
      tickets, "resolve", "Say that it is done, and how", program,
      [](Program& with, const auto& o) { return SetState(with, v1::Ticket::STATE_RESOLVED, o); });
  resolve.verb.add_option("TEXT", resolve.options->word, "How it was resolved")->required();
  AddPublic(resolve);
  const WordVerb reopen = AddWordVerb(
      tickets, "reopen", "Open it again", program,
      [](Program& with, const auto& o) { return SetState(with, v1::Ticket::STATE_OPEN, o); });
  reopen.verb.add_option("TEXT", reopen.options->word, "Why");
  AddPublic(reopen);
  const WordVerb pending = AddWordVerb(
      tickets, "pending", "Let it wait for the customer, or for a time", program,
      [](Program& with, const auto& o) { return SetState(with, v1::Ticket::STATE_PENDING, o); });
  pending.verb.add_option("TEXT", pending.options->word, "Why");
  pending.verb.add_option("--until", pending.options->until, "When it opens again by itself");
  AddPublic(pending);
  const WordVerb close = AddWordVerb(
      tickets, "close", "Close what is resolved, for good", program,
      [](Program& with, const auto& o) { return SetState(with, v1::Ticket::STATE_CLOSED, o); });
  close.verb.add_option("TEXT", close.options->word, "Why");
}

void AddLinks(CLI::App& tickets, Program& program) {
  const WordVerb merge =
      AddWordVerb(tickets, "merge", "Make another ticket part of this one", program, Merge);
  merge.verb.add_option("MERGED", merge.options->word, "The one that is closed")->required();
  merge.verb.add_flag("--yes", merge.options->flag, "Do not ask");
  const WordVerb link = AddWordVerb(
      tickets, "link", "Say that it belongs to another ticket, or to a call", program, Link);
  link.verb
      .add_option("OTHER", link.options->word, "A ticket's number, calls/ID or interactions/ID")
      ->required();
  link.verb.add_flag("--remove", link.options->flag, "Take the link with a ticket off");
}

}  // namespace

void PrintTicket(const Program& program, const v1::Ticket& ticket) {
  TextTable table({"FIELD", "VALUE"});
  const auto add = [&table](const std::string& field, const std::string& value) {
    if (!value.empty()) table.AddRow({field, value});
  };
  const auto joined = [](const auto& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
  };
  add("ticket", std::to_string(ticket.number()));
  add("id", WriteId(ticket.name()));
  add("subject", ticket.subject());
  add("state", WriteEnum(*v1::Ticket::State_descriptor(), ticket.state()));
  add("type", WriteEnum(*v1::Ticket::Type_descriptor(), ticket.type()));
  add("priority", WriteEnum(*v1::Ticket::Priority_descriptor(), ticket.priority()));
  add("customer", ticket.customer_display_name());
  add("queue", ticket.queue_display_name());
  add("owner", WriteId(ticket.owner()));
  add("tags", joined(ticket.tags()));
  for (const v1::TicketSkill& skill : ticket.skills()) {
    add("skill", skill.skill() + ":" + std::to_string(skill.level_min()));
  }
  const auto now = google::protobuf::util::TimeUtil::GetCurrentTime();
  for (const v1::TicketClock& clock : ticket.clocks()) {
    std::string name = WriteEnum(*v1::TicketClock::Kind_descriptor(), clock.kind());
    for (char& letter : name) letter = letter == '_' ? ' ' : letter;
    add(name, WriteClock(clock, now));
  }
  add("reminder", WriteTime(ticket.reminder_time()));
  if (ticket.complaint().severity() > 0) {
    add("severity", std::to_string(ticket.complaint().severity()));
  }
  add("cause", ticket.complaint().cause());
  add("promised", ticket.complaint().promised_action());
  add("compensation", WriteCompensation(ticket.complaint()));
  if (ticket.satisfaction() > 0) add("satisfaction", std::to_string(ticket.satisfaction()));
  add("merged into", WriteId(ticket.merged_into()));
  for (const std::string& linked : ticket.linked_tickets()) add("linked to", linked);
  for (const std::string& interaction : ticket.interactions()) add("belongs to", interaction);
  add("watchers", joined(ticket.watchers()));
  add("created", WriteTime(ticket.create_time()));
  add("changed", WriteTime(ticket.update_time()));
  add("resolved", WriteTime(ticket.resolve_time()));
  add("closed", WriteTime(ticket.close_time()));
  program.Print(table);
}

void AddTicketEdits(CLI::App& tickets, Program& program) {
  AddCreate(tickets, program);
  const WordVerb comment = AddWordVerb(tickets, "comment", "Write a comment", program, Comment);
  comment.verb.add_option("TEXT", comment.options->word, "The words")->required();
  AddPublic(comment);
  comment.verb.add_flag("--by-customer", comment.options->by_customer,
                        "These are the customer's words; they wait for an answer");
  const WordVerb assign =
      AddWordVerb(tickets, "assign", "Give it to an agent, or back to its queue", program, Assign);
  assign.verb.add_option("AGENT", assign.options->word, "Who is to have it");
  assign.verb.add_flag("--nobody", assign.options->flag, "Back to its queue");
  AddStates(tickets, program);
  AddLinks(tickets, program);
  const auto rated = std::make_shared<std::string>();
  const auto satisfaction = std::make_shared<int>(0);
  CLI::App& rate =
      AddVerb(tickets, "rate", "Say how content the customer was", program,
              [&program, rated, satisfaction] { return Rate(program, *rated, *satisfaction); });
  rate.add_option("TICKET", *rated, "Its number, or tickets/ID")->required();
  rate.add_option("SATISFACTION", *satisfaction, "1 (not at all) to 5 (very content)")
      ->required()
      ->check(CLI::Range(1, 5));
}

}  // namespace jackfield::cli
