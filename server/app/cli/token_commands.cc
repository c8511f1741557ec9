#include <memory>
#include <vector>

#include "jackfield/v1/admin_service.grpc.pb.h"

#include "server/app/cli/commands.h"
#include "server/app/cli/verb.h"
#include "server/app/cli/wording.h"
#include "server/app/small_file.h"

namespace jackfield::cli {
namespace {

using Service = v1::AdminService;
using Stub = v1::AdminService::Stub;

struct TokenOptions {
  std::string display_name;
  std::string role = "integration";
  std::string source;
  bool customers = false;
  bool tickets = false;
  bool desk_shows = false;
  std::vector<std::string> queues;
  std::string expire;
  std::string secret_file;
};

std::string Named(const std::string& collection, const std::string& id) {
  return id.empty() || id.find('/') != std::string::npos ? id : collection + "/" + id;
}

TextTable TokenTable() {
  return TextTable({"TOKEN", "FOR", "ROLE", "SOURCE", "CREATED", "LAST USED", "REVOKED"});
}

void AddToken(TextTable& table, const v1::Token& token) {
  table.AddRow({WriteId(token.name()), token.display_name(),
                WriteEnum(*v1::Role_descriptor(), token.role()), WriteId(token.source()),
                WriteTime(token.create_time()), WriteTime(token.use_time()),
                WriteTime(token.revoke_time())});
}

ExitCode List(Program& program) {
  const auto all = ReadPages<v1::ListTokensResponse>([&](const std::string& token) {
    v1::ListTokensRequest request;
    request.set_page_token(token);
    return program.Call<Service>(&Stub::ListTokens, request);
  });
  if (!all) return program.Fail(all.error());
  if (program.options.json) {
    program.PrintJson(*all);
    return ExitCode::kOk;
  }
  TextTable table = TokenTable();
  for (const v1::Token& token : all->tokens()) AddToken(table, token);
  program.Print(table);
  return ExitCode::kOk;
}

Result<v1::CreateTokenRequest> ToRequest(const TokenOptions& options) {
  v1::CreateTokenRequest request;
  v1::Token& token = *request.mutable_token();
  const auto* const role = ReadEnum(*v1::Role_descriptor(), options.role);
  if (role == nullptr) return Fail(ErrorCode::kInvalidArgument, "no role " + options.role);
  token.set_display_name(options.display_name);
  token.set_role(static_cast<v1::Role>(role->number()));
  token.set_source(Named("sources", options.source));
  token.set_customers_allowed(options.customers);
  token.set_tickets_allowed(options.tickets);
  token.set_desk_shows_allowed(options.desk_shows);
  for (const std::string& queue : options.queues) token.add_queues(Named("queues", queue));
  if (!options.expire.empty()) {
    const auto expire = ReadTime(options.expire);
    if (!expire) return Fail(expire);
    *token.mutable_expire_time() = *expire;
  }
  return request;
}

// With --secret-file the secret goes there (mode 0600), and nowhere else.
ExitCode Create(Program& program, const TokenOptions& options) {
  const auto request = ToRequest(options);
  if (!request) {
    program.Fail(request.error());
    return ExitCode::kUsage;
  }
  auto response = program.Call<Service>(&Stub::CreateToken, *request);
  if (!response) return program.Fail(response.error());
  const std::string secret = response->secret();
  if (!options.secret_file.empty()) {
    const Status written = app::WritePrivateFile(options.secret_file, secret + "\n");
    if (!written) return program.Fail(written.error());
    response->clear_secret();
  }
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  program.Note("Token " + WriteId(response->token().name()) + " is created." +
               (options.secret_file.empty() ? " Its secret is shown this once:" : ""));
  if (options.secret_file.empty()) program.PrintLine(secret);
  return ExitCode::kOk;
}

ExitCode Revoke(Program& program, const std::string& id, bool yes) {
  if (!program.Confirmed("This ends the token " + id + " and its streams.", yes)) {
    return ExitCode::kUsage;
  }
  v1::RevokeTokenRequest request;
  request.set_name(Named("tokens", id));
  const auto response = program.Call<Service>(&Stub::RevokeToken, request);
  if (!response) return program.Fail(response.error());
  if (program.options.json) {
    program.PrintJson(*response);
    return ExitCode::kOk;
  }
  TextTable table = TokenTable();
  AddToken(table, response->token());
  program.Print(table);
  return ExitCode::kOk;
}

}  // namespace

void AddTokenCommands(CLI::App& app, Program& program) {
  CLI::App& tokens = AddNoun(app, "tokens", "Credentials of programs and of boards on the wall");
  AddVerb(tokens, "list", "Show all tokens, without secrets", program,
          [&program] { return List(program); });
  const auto options = std::make_shared<TokenOptions>();
  CLI::App& create = AddVerb(tokens, "create", "Create a token; its secret is shown once", program,
                             [&program, options] { return Create(program, *options); });
  create.add_option("NAME", options->display_name, "What it is for")->required();
  create.add_option("--role", options->role, "What it may do")
      ->capture_default_str()
      ->check(CLI::IsMember({"integration", "kiosk"}));
  create.add_option("--source", options->source, "The source that it may publish for");
  create.add_flag("--customers", options->customers, "May read and write customers");
  create.add_flag("--tickets", options->tickets, "May read and write tickets");
  create.add_flag("--desk-shows", options->desk_shows, "May show tickets on agents' desks");
  create.add_option("--queue", options->queues, "A queue that the board shows; may be repeated");
  create.add_option("--expire", options->expire, "When it ends");
  create.add_option("--secret-file", options->secret_file,
                    "Write the secret to this file, mode 0600, instead of showing it");
  const auto id = std::make_shared<std::string>();
  const auto yes = std::make_shared<bool>(false);
  CLI::App& revoke = AddVerb(tokens, "revoke", "End a token and its streams", program,
                             [&program, id, yes] { return Revoke(program, *id, *yes); });
  revoke.add_option("TOKEN", *id, "Its id, or tokens/ID")->required();
  revoke.add_flag("--yes", *yes, "Do not ask");
}

}  // namespace jackfield::cli
