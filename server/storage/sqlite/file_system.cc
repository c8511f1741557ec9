#include "server/storage/sqlite/file_system.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace jackfield::sqlite {
namespace {

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

struct FileSystem {
  std::uint64_t type;
  const char* name;
};

// linux/magic.h has some of them; those of cifs and 9p stand in the kernel's own sources.
constexpr FileSystem kUnsafe[] = {
    {0x6969, "NFS"},     {0x517b, "SMB"},         {0xff534d42, "CIFS"}, {0xfe534d42, "SMB2"},
    {0x01021997, "9p"},  {0x794c7630, "overlay"}, {0x65735546, "FUSE"}, {0x00c36400, "Ceph"},
    {0x5346414f, "AFS"}, {0x01161970, "GFS2"},
};

tl::unexpected<Error> FailedOn(const std::string& path) {
  return Fail(ErrorCode::kUnavailable, "STORE_UNAVAILABLE",
              path + ": " + std::generic_category().message(errno));
}

}  // namespace

std::optional<std::string> FileSystemWarning(std::uint64_t type) {
  for (const FileSystem& unsafe : kUnsafe) {
    if (unsafe.type == type) {
      return std::string("the data directory is on ") + unsafe.name +
             ", which does not keep the promises that a database needs; use a local disk";
    }
  }
  return std::nullopt;
}

Result<std::uint64_t> FileSystemOf(const std::string& path) {
  struct statfs facts {};
  if (statfs(path.c_str(), &facts) != 0) return FailedOn(path);
  return static_cast<std::uint32_t>(facts.f_type);
}

std::int64_t FileBytes(const std::string& path) {
  struct stat facts {};
  return stat(path.c_str(), &facts) == 0 ? facts.st_size : 0;
}

Result<std::int64_t> FreeBytes(const std::string& path) {
  struct statvfs facts {};
  if (statvfs(path.c_str(), &facts) != 0) return FailedOn(path);
  return static_cast<std::int64_t>(facts.f_bavail * facts.f_frsize);
}

Result<FileLock> FileLock::Take(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (descriptor < 0) return FailedOn(path);
  FileLock lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) return FailedOn(path);
  return Fail(ErrorCode::kFailedPrecondition, "STORE_IN_USE",
              path + ": another process uses this database");
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

Status SyncFile(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return FailedOn(path);
  Status synced;
  if (fsync(descriptor) != 0) {
    synced = errno == ENOSPC
                 ? Fail(ErrorCode::kResourceExhausted, "STORE_FULL", path + ": the disk is full")
                 : FailedOn(path);
  }
  close(descriptor);
  return synced;
}

Status SyncFolderOf(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return SyncFile(slash == std::string::npos ? "." : path.substr(0, slash + 1));
}

Status CreatePrivateFile(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (descriptor < 0) return FailedOn(path);
  close(descriptor);
  return {};
}

}  // namespace jackfield::sqlite
