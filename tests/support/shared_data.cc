#include "tests/support/shared_data.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace jackfield::test {

std::string SharedPath(std::string_view path) {
  const char* const named = std::getenv("JACKFIELD_SHARED");
  return std::filesystem::path(named != nullptr ? named : JACKFIELD_SHARED_DIR) / path;
}

std::optional<std::vector<std::string>> SharedLines(std::string_view path) {
  std::ifstream file(SharedPath(path));
  if (!file) return std::nullopt;
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (line.ends_with('\r')) line.pop_back();
    lines.push_back(line);
  }
  return lines;
}

}  // namespace jackfield::test
