#include "server/app/cli/program.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>

#include <google/protobuf/util/json_util.h>
#include <unistd.h>

#include "server/app/small_file.h"

namespace jackfield::cli {
namespace {

constexpr std::size_t kSessionBytesMax = 4096;

// Escapes each line of a message; its own line ends stay.
std::string EscapeLines(std::string_view text) {
  std::string out;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    if (!out.empty()) out += '\n';
    out += EscapeText(line);
  }
  return out;
}

}  // namespace

void Program::PrintJson(const google::protobuf::Message& message) const {
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text).ok()) text = "{}";
  std::cout << text + '\n' << std::flush;  // One write: lines of two threads stay whole.
}

void Program::Print(const TextTable& table) const {
  if (table.empty()) return Note("none");
  std::cout << table.Render(may_colour() ? TextTable::Heading::kBold : TextTable::Heading::kPlain)
            << std::flush;
}

void Program::PrintLine(std::string_view text) const {
  std::cout << EscapeText(text) + '\n' << std::flush;
}

void Program::Note(std::string_view text) const {
  if (!options.quiet) std::cerr << EscapeLines(text) + "\n";
}

ExitCode Program::Fail(const Error& error) const {
  const std::string why = EscapeLines(client::Describe(error));
  std::cerr << "jackfield: " + (why.empty() ? "refused by the server, without a reason" : why) +
                   "\n";
  if (error.reason == "CREDENTIALS_MISSING" || error.reason == "SESSION_EXPIRED") {
    Note("Sign in with `jackfield login`, or give --token-file.");
  }
  return ExitCodeOf(error);
}

void Program::Complain(std::string_view text) const {
  std::cerr << "jackfield: " + EscapeLines(text) + "\n";
}

bool Program::Confirmed(std::string_view what, bool yes) const {
  if (yes) return true;
  if (isatty(STDIN_FILENO) != 1 || isatty(STDERR_FILENO) != 1) {
    Complain(std::string(what) + " Say so with --yes.");
    return false;
  }
  std::cerr << EscapeLines(what) + " Go on? [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "yes";
}

// https://no-color.org: set and not empty.
bool Program::may_colour() const {
  const char* const no_color = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) == 1 && (no_color == nullptr || *no_color == '\0');
}

bool Program::may_show_progress() const { return !options.quiet && isatty(STDERR_FILENO) == 1; }

Result<std::shared_ptr<grpc::Channel>> Program::Channel() {
  if (channel_ == nullptr) {
    auto opened = client::OpenChannel(options.server);
    if (!opened) return jackfield::Fail(opened);
    channel_ = std::move(*opened);
  }
  return channel_;
}

Result<std::string> Program::Token() {
  if (!token_) {
    if (options.token_file.empty()) {
      token_ = StoredSecret(options.server.target);
    } else {
      auto secret = client::ReadSecretFile(options.token_file);
      if (!secret) return jackfield::Fail(secret);
      token_ = std::move(*secret);
    }
  }
  return *token_;
}

std::string SessionPath() {
  const char* const configured = std::getenv("XDG_CONFIG_HOME");
  const char* const home = std::getenv("HOME");
  std::filesystem::path folder = configured != nullptr && *configured != '\0' ? configured
                                 : home != nullptr ? std::filesystem::path(home) / ".config"
                                                   : std::filesystem::path("/root/.config");
  return folder / "jackfield" / "session";
}

std::string StoredSecret(const std::string& target) {
  const auto file = app::ReadSmallFile(SessionPath(), kSessionBytesMax);
  if (!file) return {};
  std::istringstream lines(file->text);
  std::string server;
  std::string secret;
  if (!std::getline(lines, server) || !std::getline(lines, secret)) return {};
  return server == target ? secret : std::string();
}

}  // namespace jackfield::cli
