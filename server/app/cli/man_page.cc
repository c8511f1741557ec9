#include "server/app/cli/man_page.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

namespace jackfield::cli {
namespace {

// `text` as one line of roff that is no request.
std::string Escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\n') {
      out += ' ';
    } else {
      out += c;
    }
  }
  const bool request = out.starts_with('.') || out.starts_with('\'');
  return request ? "\\&" + out : out;
}

// `text` line by line; empty lines begin a paragraph.
std::string Paragraphs(const std::string& text) {
  std::string out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    out += line.empty() ? ".PP\n" : Escape(line) + "\n";
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

std::string Upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

// Every command has --help; it is shown once.
bool IsShown(const CLI::App& app, const CLI::Option& option) {
  return !option.get_group().empty() &&
         (app.get_parent() == nullptr || &option != app.get_help_ptr());
}

std::string ValueName(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  return type.substr(0, type.find(':'));
}

// "jackfield users add LOGIN".
std::string UsageOf(const CLI::App& app) {
  std::string usage = app.get_name();
  for (const CLI::App* outer = app.get_parent(); outer != nullptr; outer = outer->get_parent()) {
    usage = outer->get_name() + " " + usage;
  }
  for (const CLI::Option* option : app.get_options({})) {
    if (!option->get_positional() || !IsShown(app, *option)) continue;
    const std::string name = option->get_single_name();
    usage += option->get_required() ? " " + name : " [" + name + "]";
  }
  return usage;
}

// What else there is to say of an option: its choices, its default, the variable that sets it.
std::string Remarks(const CLI::Option& option) {
  std::string remarks;
  const std::string type = option.get_type_name();
  if (const std::size_t rule = type.find(':'); rule != std::string::npos) {
    remarks += " One of " + type.substr(rule + 1) + ".";
  }
  if (!option.get_default_str().empty()) remarks += " Default: " + option.get_default_str() + ".";
  if (!option.get_envname().empty()) remarks += " Environment: " + option.get_envname() + ".";
  return remarks;
}

std::string OptionsOf(const CLI::App& app) {
  std::string out;
  for (const CLI::Option* option : app.get_options({})) {
    if (!IsShown(app, *option)) continue;
    std::string name = option->get_positional() ? option->get_single_name() : "";
    for (const std::string& letter : option->get_snames()) {
      name += (name.empty() ? "" : ", ") + ("-" + letter);
    }
    for (const std::string& word : option->get_lnames()) {
      name += (name.empty() ? "" : ", ") + ("--" + word);
    }
    const bool value = !option->get_positional() && option->get_items_expected_max() != 0;
    out += ".TP\n\\fB" + Escape(name) + "\\fR";
    if (value) out += " \\fI" + Escape(ValueName(*option)) + "\\fR";
    const std::string text = option->get_description() + "." + Remarks(*option);
    out += "\n" + Escape(text) + "\n";
  }
  return out;
}

// Each verb in `app` as a section of its own.
std::string CommandsOf(const CLI::App& app) {
  std::string out;
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_group().empty()) continue;
    const bool noun = !command->get_subcommands({}).empty();
    if (!noun) {
      out += ".SS \"" + Escape(UsageOf(*command)) + "\"\n" + Escape(command->get_description()) +
             ".\n" + OptionsOf(*command);
    }
    out += CommandsOf(*command);
  }
  return out;
}

}  // namespace

std::string ManPage(const CLI::App& app, const std::string& version) {
  const std::string name = app.get_name();
  const std::string commands = CommandsOf(app);
  std::string description = app.get_description();
  std::string what = description.substr(0, description.find('.'));
  what.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(what.front())));
  std::string page = ".TH " + Upper(name) + " 1 \"\" \"Jackfield " + version +
                     "\" Jackfield\n.nh\n" + ".SH NAME\n" + Escape(name) + " \\- " + Escape(what) +
                     "\n" + ".SH SYNOPSIS\n\\fB" + Escape(name) + "\\fR [\\fIOPTION\\fR]..." +
                     (commands.empty() ? "" : " \\fICOMMAND\\fR [\\fIARGUMENT\\fR]...") + "\n" +
                     ".SH DESCRIPTION\n" + Paragraphs(description) + ".SH OPTIONS\n" +
                     OptionsOf(app);
  if (!commands.empty()) page += ".SH COMMANDS\n" + commands;
  if (!app.get_footer().empty()) page += ".SH NOTES\n" + Paragraphs(app.get_footer());
  return page;
}

}  // namespace jackfield::cli
