#pragma once

#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "server/base/result.h"

namespace jackfield::cli {

// Where a list that is being written stands.
struct ExportPlace {
  std::string origin;      // What the list is of, and its form; another one does not go on.
  std::string page_token;  // Of the next page. Empty: nothing is written yet, or all is.
  std::int64_t bytes = 0;  // Of the file that are right.
  std::int64_t rows = 0;
  std::int64_t rows_all = 0;
};

// A file that is there complete or not at all, and whose writing may go on after it broke off.
//
// What is written stands in `<path>.part`, and how far it is right in `<path>.part.place`; Commit()
// gives the file its name and removes the other.
//
// Thread safety: none; one per file.
class ExportFile {
 public:
  enum class Start { kAnew, kGoOn };

  // kGoOn: after what an earlier run left; from the beginning when it left nothing.
  // Errors: kFailedPrecondition when it left a list of another origin; kInvalidArgument when the
  // file cannot be written.
  static Result<std::unique_ptr<ExportFile>> Open(const std::string& path,
                                                  const std::string& origin, Start start);

  // Adds rows, and remembers that the list goes on at `place`, whose `bytes` are set here.
  // Errors: kUnavailable when they cannot be written.
  Status Append(std::string_view text, ExportPlace place);

  // Errors: kUnavailable.
  Status Commit();

  const ExportPlace& place() const { return place_; }

 private:
  ExportFile(std::string path, ExportPlace place);

  std::string part() const { return path_ + ".part"; }
  std::string place_file() const { return path_ + ".part.place"; }

  const std::string path_;
  ExportPlace place_;
  std::ofstream file_;
};

}  // namespace jackfield::cli
