#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <google/protobuf/message.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include "agent-client/connection/rpc_error.h"
#include "agent-client/connection/server_connection.h"
#include "server/app/cli/exit_code.h"
#include "server/app/cli/text_table.h"
#include "server/base/result.h"

namespace jackfield::cli {

// What is given before or after every verb.
struct GlobalOptions {
  client::ServerAddress server;
  std::string token_file;  // Empty: the session that `jackfield login` stored.
  bool json = false;
  bool quiet = false;
};

// What a verb works with: the options that all share, the output, and the way to the server.
//
// Data goes to standard output, messages to standard error. With `--json` the data is protobuf's
// JSON form of the response, one object a line.
//
// Thread safety: none; one per run. Fail() and Note() may be called from any thread.
class Program {
 public:
  GlobalOptions options;

  std::string version;  // Of this program.

  // The verb that the command line chose. Set while it is parsed, run after.
  std::function<ExitCode()> action;

  // Prints a response in JSON form.
  void PrintJson(const google::protobuf::Message& message) const;

  // Prints a table, or "none" as a message.
  void Print(const TextTable& table) const;

  // Prints one line of data that is not a table; escaped.
  void PrintLine(std::string_view text) const;

  // Prints a message for people, unless --quiet.
  void Note(std::string_view text) const;

  // Prints why something failed, and returns what the program ends with.
  ExitCode Fail(const Error& error) const;

  // Prints what is wrong, also with --quiet.
  void Complain(std::string_view text) const;

  // Whether something that cannot be undone may be done: `yes` was given, or somebody at a terminal
  // says so. Nobody is asked without a terminal; why it is not done is then complained of.
  bool Confirmed(std::string_view what, bool yes) const;

  // True when colours may be used on standard output: a terminal, and no NO_COLOR.
  bool may_colour() const;

  // True when a progress bar may be shown: a terminal, and not --quiet.
  bool may_show_progress() const;

  // The channel, opened once. Errors: kInvalidArgument, a certificate file that cannot be read.
  Result<std::shared_ptr<grpc::Channel>> Channel();

  // The credential to send. Empty: there is none, and the server will say so.
  // Errors: kInvalidArgument, a file that cannot be read.
  Result<std::string> Token();

  // Calls a unary method with credentials and a limit.
  template <typename Service, typename Stub, typename Request, typename Response>
  Result<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                     Response*),
                        const Request& request, Duration limit = client::kCallLimit) {
    const auto channel = Channel();
    if (!channel) return jackfield::Fail(channel);
    const auto token = Token();
    if (!token) return jackfield::Fail(token);
    const auto stub = Service::NewStub(*channel);
    grpc::ClientContext context;
    client::Prepare(context, *token, limit);
    Response response;
    const grpc::Status done = ((*stub).*method)(&context, request, &response);
    if (!done.ok()) return tl::unexpected<Error>(client::ToError(done));
    return response;
  }

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::optional<std::string> token_;
};

// `jackfield login` keeps its session here: ~/.config/jackfield/session, mode 0600. Its first line
// is the server that the secret of the second line belongs to; it is sent to no other.
std::string SessionPath();

// The secret that is stored for `target`. Empty: none.
std::string StoredSecret(const std::string& target);

}  // namespace jackfield::cli
