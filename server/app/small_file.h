#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "server/base/result.h"

// The few small files that a start reads and writes.
namespace jackfield::app {

struct SmallFile {
  std::string text;
  bool world_readable = false;  // Anybody on this machine may read it.
};

// Reads a regular file. Errors: kNotFound; kUnavailable with the system's reason;
// kResourceExhausted when it has more than `bytes_max`.
Result<SmallFile> ReadSmallFile(const std::string& path, std::size_t bytes_max);

// Writes a file that only its owner can read (mode 0600), complete or not at all: a new file that
// takes the place of `path`. Errors: kUnavailable with the system's reason.
Status WritePrivateFile(const std::string& path, const std::string& text);

// The paths of the files in `folder` whose names end in `ending`, sorted by name, at most
// `count_max` of them. A folder that does not exist holds none.
std::vector<std::string> ListFiles(const std::string& folder, const std::string& ending,
                                   std::size_t count_max);

}  // namespace jackfield::app
