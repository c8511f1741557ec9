#include "agent-client/terminal/pop_command/command_words.h"

#include <algorithm>
#include <utility>

namespace jackfield::client {
namespace {

bool IsSpace(char letter) { return letter == ' ' || letter == '\t' || letter == '\n'; }

bool IsBad(unsigned char byte) { return byte < 0x20 || byte == 0x7F; }

// The length up to which `text` can be cut without cutting a character of UTF-8 in two.
std::size_t WholeUpTo(std::string_view text, std::size_t bytes_max) {
  std::size_t end = std::min(text.size(), bytes_max);
  if (end == text.size()) return end;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return end;
}

// Control characters of both sets become spaces; NUL cannot be told from the end of a value.
std::string Clean(std::string_view text) {
  std::string out(text.substr(0, WholeUpTo(text, kValueBytesMax)));
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (IsBad(static_cast<unsigned char>(out[i]))) out[i] = ' ';
    // U+0080 to U+009F.
    const bool second =
        out[i] == '\xC2' && i + 1 < out.size() && static_cast<unsigned char>(out[i + 1]) < 0xA0;
    if (second) {
      out[i] = ' ';
      out[i + 1] = ' ';
    }
  }
  return out;
}

std::string_view IdOf(std::string_view name) { return name.substr(name.rfind('/') + 1); }

}  // namespace

Result<std::vector<std::string>> SplitWords(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  bool begun = false;
  char quote = '\0';
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char letter = command[i];
    if (letter == '\\' && quote != '\'' && i + 1 < command.size()) {
      word += command[++i];
      begun = true;
    } else if (quote != '\0') {
      if (letter == quote) {
        quote = '\0';
      } else {
        word += letter;
      }
    } else if (letter == '\'' || letter == '"') {
      quote = letter;
      begun = true;
    } else if (IsSpace(letter)) {
      if (begun) words.push_back(std::exchange(word, {}));
      begun = false;
    } else {
      word += letter;
      begun = true;
    }
  }
  if (quote != '\0') return FailField("OPTION_INVALID", "--on-pop", "a quote is not closed");
  if (begun) words.push_back(std::move(word));
  if (words.empty()) return FailField("OPTION_INVALID", "--on-pop", "names no command");
  return words;
}

std::vector<std::string> PopVariables(const desk::Pop& pop) {
  const desk::Caller& caller = pop.caller;
  const std::string& number = caller.number.e164.empty() ? caller.number.raw : caller.number.e164;
  std::string attached;
  for (const desk::Attached& value : pop.attached) {
    if (value.masked) continue;
    attached += (attached.empty() ? "" : "; ") + value.label + "=" + value.value;
  }
  const std::pair<const char*, std::string_view> fields[] = {
      {"JACKFIELD_CALL", IdOf(pop.call)},
      {"JACKFIELD_OFFER", IdOf(pop.offer)},
      {"JACKFIELD_NUMBER", number},
      {"JACKFIELD_NUMBER_FORMATTED", caller.number.formatted},
      {"JACKFIELD_NAME", caller.display_name},
      {"JACKFIELD_COMPANY", caller.company},
      {"JACKFIELD_CUSTOMER", IdOf(caller.customer)},
      {"JACKFIELD_QUEUE", IdOf(pop.queue)},
      {"JACKFIELD_QUEUE_NAME", pop.queue_display_name},
      {"JACKFIELD_DIALLED", pop.dialled.e164.empty() ? pop.dialled.raw : pop.dialled.e164},
      {"JACKFIELD_DIALLED_LABEL", pop.dialled_label},
      {"JACKFIELD_ATTACHED", attached},
      {"JACKFIELD_URI", pop.open_uri},
  };
  std::vector<std::string> variables;
  for (const auto& [name, value] : fields)
    variables.push_back(std::string(name) + "=" + Clean(value));
  return variables;
}

}  // namespace jackfield::client
