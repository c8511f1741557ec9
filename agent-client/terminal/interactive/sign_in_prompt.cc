#include "agent-client/terminal/interactive/sign_in_prompt.h"

#include <cstddef>
#include <iostream>

#include <termios.h>
#include <unistd.h>

#include "agent-client/connection/rpc_error.h"
#include "agent-client/connection/server_connection.h"

namespace jackfield::client {
namespace {

constexpr int kAttempts = 3;
constexpr std::size_t kTypedBytesMax = 256;

std::string ReadLine() {
  std::string line;
  std::getline(std::cin, line);
  return line.substr(0, kTypedBytesMax);
}

std::string Ask(const char* what) {
  std::cerr << what << std::flush;
  return ReadLine();
}

std::string AskHidden(const char* what) {
  termios before{};
  tcgetattr(STDIN_FILENO, &before);
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  std::string typed = Ask(what);
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
  std::cerr << '\n';
  return typed;
}

}  // namespace

Result<DeskSession::Credentials> AskCredentials(const std::shared_ptr<grpc::Channel>& channel,
                                                const std::string& login) {
  if (isatty(STDIN_FILENO) != 1) {
    return Fail(ErrorCode::kFailedPrecondition, "there is no terminal; give --password-file");
  }
  for (int attempt = 0; attempt < kAttempts && std::cin.good(); ++attempt) {
    DeskSession::Credentials typed;
    typed.login = login.empty() ? Ask("Login: ") : login;
    typed.password =
        AskHidden(login.empty() ? "Password: " : ("Password of " + login + ": ").c_str());
    if (typed.login.empty() || typed.password.empty()) continue;
    Result<std::string> token = SignIn(channel, typed.login, typed.password);
    if (token) {
      typed.token = std::move(*token);
      return typed;
    }
    if (token.error().code == ErrorCode::kUnavailable) return typed;
    if (token.error().code != ErrorCode::kUnauthenticated) return Fail(token);
    std::cerr << "Login or password is wrong.\n";
  }
  return Fail(ErrorCode::kUnauthenticated, "not signed in");
}

}  // namespace jackfield::client
