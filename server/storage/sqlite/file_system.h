#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "server/base/result.h"

namespace jackfield::sqlite {

// What speaks against a database on the file system of this type (statfs(2), f_type): those of the
// network lose locks or writes, layered ones copy files behind our back (fault F10). nullopt:
// nothing.
//
// Thread safety: pure function.
std::optional<std::string> FileSystemWarning(std::uint64_t type);

// The type of the file system that holds `path`. Errors: kUnavailable.
Result<std::uint64_t> FileSystemOf(const std::string& path);

// The length of a file; 0 when there is none.
std::int64_t FileBytes(const std::string& path);

// How many bytes this process may still write on the file system that holds `path`.
// Errors: kUnavailable.
Result<std::int64_t> FreeBytes(const std::string& path);

// An open file on which this process alone holds the lock, until it ends.
//
// Thread safety: none; one per file.
class FileLock {
 public:
  // Creates the file where it is missing, readable by its owner only.
  // Errors: kFailedPrecondition (STORE_IN_USE) when another process holds the lock; kUnavailable.
  static Result<FileLock> Take(const std::string& path);

  FileLock(FileLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

// Waits until all of the file is on the disk. Errors: kUnavailable, kResourceExhausted
// (STORE_FULL).
Status SyncFile(const std::string& path);

// Waits until what was created, renamed or removed in the folder of `path` is on the disk.
// Errors: kUnavailable.
Status SyncFolderOf(const std::string& path);

// Creates an empty file readable by its owner only, unless it exists. Errors: kUnavailable.
Status CreatePrivateFile(const std::string& path);

}  // namespace jackfield::sqlite
