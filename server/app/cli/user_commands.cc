#include <memory>
#include <vector>

#include "jackfield/v1/admin_service.grpc.pb.h"

#include "server/app/cli/commands.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using Service = v1::AdminService;
using Stub = v1::AdminService::Stub;

struct UserOptions {
  std::string login;
  std::string display_name;
  std::vector<std::string> roles;
  std::vector<std::string> teams;
  std::string password_file;
  bool yes = false;
};

std::string UserName(const std::string& login) {
  return login.starts_with("users/") ? login : "users/" + login;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

void AddUser(TextTable& table, const v1::User& user) {
  std::vector<std::string> roles;
  for (const int role : user.roles()) roles.push_back(WriteEnum(*v1::Role_descriptor(), role));
  table.AddRow({user.login(), user.display_name(), Joined(roles),
                Joined({user.teams().begin(), user.teams().end()}),
                user.disabled() ? "disabled" : "", WriteTime(user.sign_in_time())});
}

TextTable UserTable() {
  return TextTable({"LOGIN", "NAME", "ROLES", "TEAMS", "", "LAST SIGNED IN"});
}

// Prints a response that holds one user.
template <typename Response>
ExitCode Answer(Program& program, const Result<Response>& response) {
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  TextTable table = UserTable();
  AddUser(table, response->user());
  program.Print(table);
  return ExitCode::kOk;
}

// Prints a response that holds nothing.
template <typename Response>
ExitCode AnswerDone(Program& program, const Result<Response>& response, const std::string& done) {
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
  } else {
    program.Note(done);
  }
  return ExitCode::kOk;
}

ExitCode List(Program& program) {
  const auto all = ReadPages<v1::ListUsersResponse>([&](const std::string& token) {
    v1::ListUsersRequest request;
    request.set_page_token(token);
    return program.Call<Service>(&Stub::ListUsers, request);
  });
  if (!all) return program.Fail(all.error());
  if (program.options.json) {
    program.PrintJson(*all);
    return ExitCode::kOk;
  }
  TextTable table = UserTable();
  for (const v1::User& user : all->users()) AddUser(table, user);
  program.Print(table);
  return ExitCode::kOk;
}

ExitCode Show(Program& program, const UserOptions& options) {
  v1::GetUserRequest request;
  request.set_name(UserName(options.login));
  return Answer(program, program.Call<Service>(&Stub::GetUser, request));
}

ExitCode Add(Program& program, const UserOptions& options) {
  const auto password = client::ReadSecretFile(options.password_file);
  if (!password) return program.Fail(password.error());
  v1::CreateUserRequest request;
  request.set_password(*password);
  v1::User& user = *request.mutable_user();
  user.set_login(options.login);
  user.set_display_name(options.display_name.empty() ? options.login : options.display_name);
  for (const std::string& name : options.roles) {
    const auto* const role = ReadEnum(*v1::Role_descriptor(), name);
    if (role == nullptr) return ExitCode::kUsage;  // The option is checked to be one.
    user.add_roles(static_cast<v1::Role>(role->number()));
  }
  for (const std::string& team : options.teams) user.add_teams(team);
  return Answer(program, program.Call<Service>(&Stub::CreateUser, request));
}

ExitCode SetPassword(Program& program, const UserOptions& options) {
  const auto password = client::ReadSecretFile(options.password_file);
  if (!password) return program.Fail(password.error());
  v1::SetUserPasswordRequest request;
  request.set_name(UserName(options.login));
  request.set_password(*password);
  return AnswerDone(program, program.Call<Service>(&Stub::SetUserPassword, request),
                    "The password is set; open sessions have ended.");
}

ExitCode SetDisabled(Program& program, const UserOptions& options, bool disabled) {
  v1::UpdateUserRequest request;
  request.mutable_user()->set_name(UserName(options.login));
  request.mutable_user()->set_disabled(disabled);
  request.mutable_update_mask()->add_paths("disabled");
  return Answer(program, program.Call<Service>(&Stub::UpdateUser, request));
}

ExitCode Disable(Program& program, const UserOptions& options) {
  return SetDisabled(program, options, true);
}

ExitCode Enable(Program& program, const UserOptions& options) {
  return SetDisabled(program, options, false);
}

ExitCode Delete(Program& program, const UserOptions& options) {
  const std::string what = "This deletes the user " + options.login + ".";
  if (!program.Confirmed(what, options.yes)) return ExitCode::kUsage;
  v1::DeleteUserRequest request;
  request.set_name(UserName(options.login));
  return AnswerDone(program, program.Call<Service>(&Stub::DeleteUser, request),
                    "The user is deleted.");
}

// A verb about one user, whose login is its argument.
struct UserVerb {
  const char* name;
  const char* description;
  ExitCode (*run)(Program&, const UserOptions&);
};

CLI::App& AddUserVerb(CLI::App& users, Program& program,
                      const std::shared_ptr<UserOptions>& options, const UserVerb& verb) {
  CLI::App& added = AddVerb(users, verb.name, verb.description, program,
                            [&program, options, run = verb.run] { return run(program, *options); });
  added.add_option("LOGIN", options->login, "The user")->required();
  return added;
}

}  // namespace

void AddUserCommands(CLI::App& app, Program& program) {
  CLI::App& users = AddNoun(app, "users", "People who sign in");
  const auto options = std::make_shared<UserOptions>();
  AddVerb(users, "list", "Show all users", program, [&program] { return List(program); });
  AddUserVerb(users, program, options, {"show", "Show one user", Show});
  CLI::App& add = AddUserVerb(users, program, options, {"add", "Add a user", Add});
  add.add_option("--name", options->display_name, "Name for people; without it, the login");
  add.add_option("--role", options->roles, "What the user may do; may be repeated")
      ->required()
      ->check(CLI::IsMember({"agent", "supervisor", "analyst", "admin"}));
  add.add_option("--team", options->teams, "Team that a supervisor looks after; may be repeated");
  add.add_option("--password-file", options->password_file, "File that holds the password")
      ->required();
  CLI::App& set_password =
      AddUserVerb(users, program, options, {"set-password", "Set a user's password", SetPassword});
  set_password.add_option("--password-file", options->password_file, "File that holds it")
      ->required();
  AddUserVerb(users, program, options, {"disable", "Let a user sign in no more", Disable});
  AddUserVerb(users, program, options, {"enable", "Let a user sign in again", Enable});
  CLI::App& remove = AddUserVerb(users, program, options, {"delete", "Delete a user", Delete});
  remove.add_flag("--yes", options->yes, "Do not ask");
}

}  // namespace jackfield::cli
