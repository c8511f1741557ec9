#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "server/base/check.h"

namespace jackfield::fakes {

// A folder of its own, deleted with everything in it at the end.
//
// Thread safety: immutable value.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "jackfield-XXXXXX").string();
    JACKFIELD_CHECK(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;  // What cannot be deleted is left to the system.
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string File(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace jackfield::fakes
