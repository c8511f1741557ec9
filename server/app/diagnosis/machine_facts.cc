#include "server/app/diagnosis/machine_facts.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <system_error>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <unistd.h>

namespace jackfield::app {
namespace {

constexpr int kWritesMax = 100;
constexpr std::chrono::seconds kMeasureMax{2};
constexpr std::size_t kWriteBytes = 4'096;
constexpr std::uint32_t kPermissionBits = 07777;

tl::unexpected<Error> FailedOn(const std::string& path) {
  return Fail(ErrorCode::kUnavailable, path + ": " + std::generic_category().message(errno));
}

// A file that is gone when its user is.
//
// Thread safety: none; one per measurement.
class ScratchFile {
 public:
  explicit ScratchFile(std::string path)
      : path_(std::move(path)),
        descriptor_(
            open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR)) {}
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() {
    if (descriptor_ < 0) return;
    close(descriptor_);
    unlink(path_.c_str());
  }

  bool opened() const { return descriptor_ >= 0; }
  // One write at the front of the file, brought to the disk.
  bool WriteThrough(const std::array<char, kWriteBytes>& bytes) const {
    const auto size = static_cast<ssize_t>(bytes.size());
    return pwrite(descriptor_, bytes.data(), bytes.size(), 0) == size &&
           fdatasync(descriptor_) == 0;
  }

 private:
  const std::string path_;
  const int descriptor_;
};

}  // namespace

std::uint64_t OpenFilesMax() {
  rlimit limit{};
  return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}

Result<SyncFacts> MeasureSync(const std::string& folder) {
  using Clock = std::chrono::steady_clock;
  const std::string path = folder + "/doctor." + std::to_string(getpid()) + ".tmp";
  const ScratchFile file(path);
  if (!file.opened()) return FailedOn(path);
  const std::array<char, kWriteBytes> bytes{};
  std::vector<double> times_ms;
  const Clock::time_point begin = Clock::now();
  for (int i = 0; i < kWritesMax && Clock::now() - begin < kMeasureMax; ++i) {
    const Clock::time_point before = Clock::now();
    if (!file.WriteThrough(bytes)) return FailedOn(path);
    times_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - before).count());
  }
  std::sort(times_ms.begin(), times_ms.end());
  const std::size_t last = times_ms.size() - 1;
  return SyncFacts{.p50_ms = times_ms[last / 2], .p99_ms = times_ms[last * 99 / 100]};
}

Result<std::vector<AccessFacts>> ReadAccess(const Configuration& configuration) {
  const std::string& folder = configuration.server.data_dir;
  std::vector<std::string> paths = {folder, folder + "/jackfield.db"};
  for (const AmiSourceSettings& ami : configuration.telephony.ami) {
    if (!ami.password_file.empty()) paths.push_back(ami.password_file);
  }
  if (!configuration.tls.key_file.empty()) paths.push_back(configuration.tls.key_file);
  std::vector<AccessFacts> facts;
  for (const std::string& path : paths) {
    struct stat file {};
    if (stat(path.c_str(), &file) != 0) return FailedOn(path);
    facts.push_back({path, file.st_mode & kPermissionBits});
  }
  return facts;
}

std::optional<bool> ClockIsSynchronised() {
  timex facts{};
  const int state = adjtimex(&facts);
  if (state < 0) return std::nullopt;
  return state != TIME_ERROR && (facts.status & STA_UNSYNC) == 0;
}

}  // namespace jackfield::app
