#include "server/app/small_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace jackfield::app {
namespace {

// Closes a descriptor at the end of a scope.
//
// Thread safety: none; one per descriptor.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }

  int value() const { return value_; }

 private:
  const int value_;
};

tl::unexpected<Error> FailedWith(int error, const std::string& path) {
  const ErrorCode code = error == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnavailable;
  return Fail(code, path + ": " + std::generic_category().message(error));
}

Status WriteAll(int file, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FailedWith(errno, path);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (fsync(file) != 0) return FailedWith(errno, path);
  return {};
}

}  // namespace

Result<SmallFile> ReadSmallFile(const std::string& path, std::size_t bytes_max) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.value() < 0) return FailedWith(errno, path);
  struct stat about {};
  if (fstat(file.value(), &about) != 0) return FailedWith(errno, path);
  if (!S_ISREG(about.st_mode)) return Fail(ErrorCode::kUnavailable, path + ": is not a file");
  SmallFile content;
  content.world_readable = (about.st_mode & S_IROTH) != 0;
  std::array<char, 16'384> part{};
  for (;;) {
    const ssize_t count = read(file.value(), part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FailedWith(errno, path);
    if (count == 0) return content;
    content.text.append(part.data(), static_cast<std::size_t>(count));
    if (content.text.size() > bytes_max) {
      return Fail(ErrorCode::kResourceExhausted,
                  path + ": is larger than " + std::to_string(bytes_max) + " bytes");
    }
  }
}

Status WritePrivateFile(const std::string& path, const std::string& text) {
  const std::string beside = path + ".new";
  unlink(beside.c_str());
  {
    const Descriptor file(open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file.value() < 0) return FailedWith(errno, beside);
    const Status written = WriteAll(file.value(), text, beside);
    if (!written) return written;
  }
  if (rename(beside.c_str(), path.c_str()) != 0) return FailedWith(errno, path);
  return {};
}

std::vector<std::string> ListFiles(const std::string& folder, const std::string& ending,
                                   std::size_t count_max) {
  std::vector<std::string> paths;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().filename().string().ends_with(ending)) paths.push_back(entry->path());
  }
  std::sort(paths.begin(), paths.end());
  if (paths.size() > count_max) paths.resize(count_max);
  return paths;
}

}  // namespace jackfield::app
