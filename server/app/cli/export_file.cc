#include "server/app/cli/export_file.h"

#include <filesystem>
#include <sstream>
#include <system_error>
#include <utility>

#include "server/app/small_file.h"

namespace jackfield::cli {
namespace {

constexpr std::size_t kPlaceBytesMax = 4096;

std::string ToText(const ExportPlace& place) {
  std::ostringstream text;
  text << place.origin << '\n'
       << place.page_token << '\n'
       << place.bytes << ' ' << place.rows << ' ' << place.rows_all << '\n';
  return text.str();
}

bool Parse(const std::string& text, ExportPlace& place) {
  std::istringstream lines(text);
  return std::getline(lines, place.origin) && std::getline(lines, place.page_token) &&
         lines >> place.bytes >> place.rows >> place.rows_all && place.bytes >= 0;
}

Error Unwritable(const std::string& path) {
  return {ErrorCode::kUnavailable, path + " cannot be written"};
}

}  // namespace

ExportFile::ExportFile(std::string path, ExportPlace place)
    : path_(std::move(path)), place_(std::move(place)) {}

Result<std::unique_ptr<ExportFile>> ExportFile::Open(const std::string& path,
                                                     const std::string& origin, Start start) {
  ExportPlace place;
  place.origin = origin;
  std::unique_ptr<ExportFile> file(new ExportFile(path, place));
  const auto left = app::ReadSmallFile(file->place_file(), kPlaceBytesMax);
  if (start == Start::kGoOn && left && Parse(left->text, place)) {
    if (place.origin != origin) {
      return Fail(ErrorCode::kFailedPrecondition,
                  file->part() +
                      " is of another server or in another form: remove it, or leave "
                      "out --resume");
    }
    file->place_ = place;
  }
  std::error_code error;
  // What was written after the place was remembered is written again.
  if (file->place_.bytes > 0) {
    std::filesystem::resize_file(file->part(), static_cast<std::uintmax_t>(file->place_.bytes),
                                 error);
  } else {
    std::filesystem::remove(file->part(), error);
  }
  const auto mode = std::ios::binary | std::ios::app;
  if (!error) file->file_.open(file->part(), mode);
  if (error || !file->file_) {
    return Fail(ErrorCode::kInvalidArgument, file->part() + " cannot be written");
  }
  return file;
}

Status ExportFile::Append(std::string_view text, ExportPlace place) {
  file_ << text << std::flush;
  if (!file_) return tl::unexpected<Error>(Unwritable(part()));
  place.origin = place_.origin;
  place.bytes = place_.bytes + static_cast<std::int64_t>(text.size());
  place_ = std::move(place);
  return app::WritePrivateFile(place_file(), ToText(place_));
}

Status ExportFile::Commit() {
  file_.close();
  std::error_code error;
  if (file_) std::filesystem::rename(part(), path_, error);
  if (!file_ || error) return tl::unexpected<Error>(Unwritable(path_));
  std::filesystem::remove(place_file(), error);
  return {};
}

}  // namespace jackfield::cli
