#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

namespace jackfield::cli {

// What may stand where the cursor is.
struct Completion {
  struct Candidate {
    std::string word;
    std::string description;

    bool operator==(const Candidate&) const = default;
  };

  std::vector<Candidate> candidates;
  bool files = false;  // Names of files, too.

  bool operator==(const Completion&) const = default;
};

// What may follow on a command line. `words` stand after the program's name; the last one is being
// typed and may be empty. All comes from the tree of commands itself: verbs, options, and the
// values of options that are a choice.
//
// Thread safety: pure function.
Completion Complete(const CLI::App& app, const std::vector<std::string>& words);

// As the scripts read it: "files" or "words", then each candidate as "word<TAB>description".
//
// Thread safety: pure function.
std::string WriteCompletion(const Completion& completion);

// The script for "bash", "zsh" or "fish"; empty: it is another. It asks the program at each use.
//
// Thread safety: pure function.
std::string_view CompletionScript(std::string_view shell);

// What the scripts ask with: `jackfield __complete WORD...`.
inline constexpr std::string_view kCompletionWord = "__complete";

// The values of an option that is a choice, from the rule that it is checked by; empty: it is none.
//
// Thread safety: pure function.
std::vector<std::string> ChoicesOf(const CLI::Option& option);

// Whether the option is a file or folder, by its name for people.
//
// Thread safety: pure function.
bool TakesFile(const CLI::Option& option);

}  // namespace jackfield::cli
