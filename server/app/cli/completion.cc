#include "server/app/cli/completion.h"

#include <algorithm>

namespace jackfield::cli {
namespace {

bool IsHidden(const CLI::Option& option) { return option.get_group().empty(); }

bool IsFlag(const CLI::Option& option) { return option.get_items_expected_max() == 0; }

// Where on the command line the cursor is.
struct Place {
  const CLI::App* at = nullptr;
  const CLI::Option* value_of = nullptr;  // The option whose value comes next.
  std::size_t arguments = 0;              // That were given to `at`.
};

// The option `name`, "--json", of `app` or of what it is part of.
const CLI::Option* FindOption(const CLI::App* app, const std::string& name) {
  for (; app != nullptr; app = app->get_parent()) {
    const CLI::Option* const option = app->get_option_no_throw(name);
    if (option != nullptr) return option;
  }
  return nullptr;
}

const CLI::App* FindCommand(const CLI::App& app, const std::string& name) {
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_name() == name) return command;
  }
  return nullptr;
}

void Step(Place& place, const std::string& word) {
  if (word == "=") return;  // bash makes a word of it.
  if (place.value_of != nullptr) {
    place.value_of = nullptr;
  } else if (word.starts_with('-')) {
    const CLI::Option* const option = FindOption(place.at, word.substr(0, word.find('=')));
    const bool open = option != nullptr && !IsFlag(*option) && word.find('=') == std::string::npos;
    if (open) place.value_of = option;
  } else if (const CLI::App* const command = FindCommand(*place.at, word)) {
    place.at = command;
    place.arguments = 0;
  } else {
    ++place.arguments;
  }
}

void AddValues(const CLI::Option& option, Completion& completion) {
  for (std::string& value : ChoicesOf(option))
    completion.candidates.push_back({std::move(value), ""});
  completion.files = completion.files || TakesFile(option);
}

void AddOptions(const CLI::App* app, Completion& completion) {
  for (; app != nullptr; app = app->get_parent()) {
    for (const CLI::Option* option : app->get_options({})) {
      if (IsHidden(*option) || option->get_lnames().empty()) continue;
      const bool again = option == app->get_help_ptr() && !completion.candidates.empty();
      if (again) continue;
      completion.candidates.push_back(
          {"--" + option->get_lnames().front(), option->get_description()});
    }
  }
}

void AddCommands(const CLI::App& app, Completion& completion) {
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_group().empty()) continue;
    completion.candidates.push_back({command->get_name(), command->get_description()});
  }
}

// The argument of `app` that comes next; the last one may take more than one word.
void AddArgument(const Place& place, Completion& completion) {
  std::size_t index = 0;
  for (const CLI::Option* option : place.at->get_options({})) {
    if (!option->get_positional()) continue;
    const bool more = option->get_expected_max() > 1;
    if (index++ == place.arguments || more) return AddValues(*option, completion);
  }
}

}  // namespace

std::vector<std::string> ChoicesOf(const CLI::Option& option) {
  std::vector<std::string> choices;
  const std::string type = option.get_type_name();  // "TEXT:{bash,zsh,fish}"
  const std::size_t begin = type.find('{');
  const std::size_t end = type.rfind('}');
  if (begin == std::string::npos || end == std::string::npos) return choices;
  std::string_view rest = std::string_view(type).substr(begin + 1, end - begin - 1);
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    choices.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return choices;
}

bool TakesFile(const CLI::Option& option) {
  const std::string name = option.get_single_name();
  const std::string type = option.get_type_name();
  return !IsFlag(option) && (type == "FILE" || type == "FOLDER" || name == "FILE" ||
                             name == "SITE" || name.ends_with("-file"));
}

Completion Complete(const CLI::App& app, const std::vector<std::string>& words) {
  Place place{.at = &app};
  for (std::size_t i = 0; i + 1 < words.size(); ++i) Step(place, words[i]);
  std::string typed = words.empty() ? "" : words.back();
  if (typed == "=") typed.clear();
  Completion completion;
  if (place.value_of != nullptr) {
    AddValues(*place.value_of, completion);
  } else if (typed.starts_with('-')) {
    AddOptions(place.at, completion);
  } else {
    AddCommands(*place.at, completion);
    AddArgument(place, completion);
  }
  std::erase_if(completion.candidates, [&typed](const Completion::Candidate& candidate) {
    return !candidate.word.starts_with(typed);
  });
  return completion;
}

std::string WriteCompletion(const Completion& completion) {
  std::string text = completion.files ? "files\n" : "words\n";
  for (const Completion::Candidate& candidate : completion.candidates) {
    text += candidate.word + "\t" + candidate.description + "\n";
  }
  return text;
}

}  // namespace jackfield::cli
