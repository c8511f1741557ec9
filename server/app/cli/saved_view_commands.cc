#include "server/app/cli/saved_view_commands.h"

#include <algorithm>
#include <memory>

#include "jackfield/v1/saved_view_service.grpc.pb.h"

#include "server/app/cli/saved_view_text.h"
#include "server/app/cli/ticket_update.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::SavedViewService;
using Stub = v1::SavedViewService::Stub;

struct SaveOptions {
  std::string name;
  TicketChoice choice;
  std::string order;
  bool shared = false;
};

struct DeleteOptions {
  std::string name;
  bool yes = false;
};

std::string WriteWhose(const v1::SavedView& view) {
  return view.shared() ? "shared, of " + WriteId(view.owner()) : "private";
}

ExitCode List(Program& program) {
  const auto response = program.Call<Service>(&Stub::ListSavedViews, v1::ListSavedViewsRequest());
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  TextTable table({"VIEW", "WHOSE", "CHANGED", "ASKS FOR"});
  for (const v1::SavedView& view : response->saved_views()) {
    table.AddRow({view.display_name(), WriteWhose(view), WriteTime(view.update_time()),
                  WriteQuestion(view)});
  }
  program.Print(table);
  return ExitCode::kOk;
}

ExitCode Show(Program& program, const std::string& name) {
  const auto view = AskForView(program, name);
  if (!view) return program.Fail(view.error());
  if (program.options.json) {
    program.PrintJson(*view);
    return ExitCode::kOk;
  }
  TextTable table({"FIELD", "VALUE"});
  table.AddRow({"view", view->display_name()});
  table.AddRow({"name", view->name()});
  table.AddRow({"whose", WriteWhose(*view)});
  table.AddRow({"created", WriteTime(view->create_time())});
  table.AddRow({"changed", WriteTime(view->update_time())});
  table.AddRow({"asks for", WriteQuestion(*view)});
  program.Print(table);
  return ExitCode::kOk;
}

// Prints what the server saved.
template <typename Response>
ExitCode Saved(const Program& program, const Result<Response>& response) {
  if (!response) return program.Fail(response.error());
  if (program.options.json) program.PrintJson(*response);
  program.Note("saved '" + response->saved_view().display_name() + "', " +
               WriteWhose(response->saved_view()));
  return ExitCode::kOk;
}

// The view that there is of that name: a shared one, or one of whoever asks.
Result<std::string> Before(Program& program, const SaveOptions& options) {
  const auto views = program.Call<Service>(&Stub::ListSavedViews, v1::ListSavedViewsRequest());
  if (!views) return jackfield::Fail(views);
  const auto& all = views->saved_views();
  const auto found = std::find_if(all.begin(), all.end(), [&options](const v1::SavedView& view) {
    return view.shared() == options.shared && view.display_name() == options.name;
  });
  return found == all.end() ? std::string() : found->name();
}

ExitCode Save(Program& program, const SaveOptions& options) {
  Result<v1::SavedView> view = ToSavedView(options.choice, options.order);
  if (!view) {
    program.Complain(view.error().message);
    return ExitCode::kUsage;
  }
  const Result<std::string> before = Before(program, options);
  if (!before) return program.Fail(before.error());
  view->set_display_name(options.name);
  view->set_shared(options.shared);
  if (before->empty()) {
    v1::CreateSavedViewRequest request;
    *request.mutable_saved_view() = *view;
    return Saved(program, program.Call<Service>(&Stub::CreateSavedView, request));
  }
  v1::UpdateSavedViewRequest request;
  *request.mutable_saved_view() = *view;
  request.mutable_saved_view()->set_name(*before);
  for (const char* path : {"filter", "due_within_duration", "order"}) {
    request.mutable_update_mask()->add_paths(path);
  }
  return Saved(program, program.Call<Service>(&Stub::UpdateSavedView, request));
}

ExitCode Delete(Program& program, const DeleteOptions& options) {
  const auto view = AskForView(program, options.name);
  if (!view) return program.Fail(view.error());
  const std::string what =
      "This deletes the view '" + view->display_name() + "', " + WriteWhose(*view) + ".";
  if (!program.Confirmed(what, options.yes)) return ExitCode::kUsage;
  v1::DeleteSavedViewRequest request;
  request.set_name(view->name());
  request.set_etag(view->etag());
  const auto response = program.Call<Service>(&Stub::DeleteSavedView, request);
  if (!response) return program.Fail(response.error());
  if (program.options.json) program.PrintJson(*response);
  program.Note("deleted");
  return ExitCode::kOk;
}

}  // namespace

Result<v1::SavedView> AskForView(Program& program, const std::string& word) {
  const auto views = program.Call<Service>(&Stub::ListSavedViews, v1::ListSavedViewsRequest());
  if (!views) return jackfield::Fail(views);
  return FindView(*views, word);
}

void AddSavedViews(CLI::App& tickets, Program& program) {
  CLI::App& views = AddNoun(tickets, "views", "Filters of the list of tickets, kept by name");
  AddVerb(views, "list", "Show your views and the shared ones", program,
          [&program] { return List(program); });
  const auto saved = std::make_shared<SaveOptions>();
  CLI::App& save = AddVerb(views, "save", "Save filters as a view, or change what a view asks for",
                           program, [&program, saved] { return Save(program, *saved); });
  save.add_option("NAME", saved->name, "Its name, up to 64 characters")->required();
  save.add_flag("--shared", saved->shared, "For everybody; for supervisors and admins");
  AddChoice(save, saved->choice);
  AddOrder(save, saved->order);
  const auto shown = std::make_shared<std::string>();
  CLI::App& show = AddVerb(views, "show", "Show one view", program,
                           [&program, shown] { return Show(program, *shown); });
  show.add_option("NAME", *shown, "Its name, or savedViews/ID")->required();
  const auto deleted = std::make_shared<DeleteOptions>();
  CLI::App& remove = AddVerb(views, "delete", "Delete one view", program,
                             [&program, deleted] { return Delete(program, *deleted); });
  remove.add_option("NAME", deleted->name, "Its name, or savedViews/ID")->required();
  remove.add_flag("--yes", deleted->yes, "Do not ask");
}

}  // namespace jackfield::cli
