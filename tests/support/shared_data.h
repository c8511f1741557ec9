#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jackfield::test {

// The lines of a file of captures or data, given by its path below the shared folder; nullopt where
// there is no such file, and a test that needs it is skipped. The folder is the environment
// variable JACKFIELD_SHARED, else the CMake variable JACKFIELD_SHARED_DIR.
//
// Thread safety: pure function, apart from the environment and the file.
std::optional<std::vector<std::string>> SharedLines(std::string_view path);

// The whole path of a file or folder below the shared folder, whether or not it is there.
//
// Thread safety: pure function, apart from the environment.
std::string SharedPath(std::string_view path);

}  // namespace jackfield::test
