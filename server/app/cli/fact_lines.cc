#include "server/app/cli/fact_lines.h"

#include <algorithm>
#include <cstddef>

#include "server/app/cli/text_table.h"

namespace jackfield::cli {
namespace {

constexpr std::size_t kColumns = 78;
constexpr std::size_t kLabelColumns = 10;

}  // namespace

void AddWrapped(std::string_view label, std::string_view text, std::vector<std::string>& lines) {
  std::string line(label);
  const std::string indent(label.size(), ' ');
  bool fresh = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!fresh && DisplayWidth(line) + 1 + DisplayWidth(word) > kColumns) {
      lines.push_back(line);
      line = indent;
      fresh = true;
    }
    if (!fresh) line += ' ';
    line += word;
    fresh = false;
  }
  lines.push_back(line);
}

void AddFact(std::string_view label, std::string_view text, std::vector<std::string>& lines) {
  if (text.empty()) return;
  std::string head(label);
  head.resize(std::max(kLabelColumns, head.size()), ' ');
  AddWrapped(head, text, lines);
}

}  // namespace jackfield::cli
