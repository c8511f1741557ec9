#pragma once

#include <functional>
#include <string>
#include <utility>

#include "server/app/cli/program.h"

namespace jackfield::cli {

// Adds the noun `name`, which does nothing without a verb.
inline CLI::App& AddNoun(CLI::App& app, const std::string& name, const std::string& description) {
  return *app.add_subcommand(name, description)->require_subcommand(1);
}

// Adds the verb `name`, which runs `action` when the command line names it.
inline CLI::App& AddVerb(CLI::App& app, const std::string& name, const std::string& description,
                         Program& program, std::function<ExitCode()> action) {
  CLI::App& verb = *app.add_subcommand(name, description);
  verb.callback([&program, action = std::move(action)] { program.action = action; });
  return verb;
}

// Collects the pages of a list into one response: `read` fetches the page of a token.
template <typename Response, typename Read>
Result<Response> ReadPages(const Read& read) {
  constexpr int kPagesMax = 10'000;
  Response all;
  std::string token;
  for (int page = 0; page < kPagesMax; ++page) {
    Result<Response> response = read(token);
    if (!response) return response;
    token = response->next_page_token();
    response->clear_next_page_token();
    all.MergeFrom(*response);
    if (token.empty()) return all;
  }
  return jackfield::Fail(ErrorCode::kResourceExhausted, "the list is too long to be shown");
}

}  // namespace jackfield::cli
