#include "tests/support/failing_disk.h"

#include <atomic>
#include <map>

#include <sqlite3.h>

namespace jackfield::fakes {
namespace {

// SQLite's callbacks have no place for a pointer of ours.
sqlite3_vfs* g_real = nullptr;
sqlite3_vfs g_failing;
// Sequentially consistent: set by the test, read by the thread that writes.
std::atomic<bool> g_fail_syncs = false;
std::atomic<bool> g_full = false;
std::map<const sqlite3_io_methods*, sqlite3_io_methods> g_patched;
std::map<const sqlite3_io_methods*, const sqlite3_io_methods*> g_original;

int Sync(sqlite3_file* file, int flags) {
  if (g_fail_syncs) return SQLITE_IOERR_FSYNC;
  return g_original.at(file->pMethods)->xSync(file, flags);
}

int Write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  if (g_full) return SQLITE_FULL;
  return g_original.at(file->pMethods)->xWrite(file, bytes, count, offset);
}

// Opens as the real one does, and puts our Sync() and Write() into the methods of the file.
int Open(sqlite3_vfs* /*self*/, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const int code = g_real->xOpen(g_real, name, file, flags, out_flags);
  if (code != SQLITE_OK || file->pMethods == nullptr) return code;
  const auto [place, fresh] = g_patched.try_emplace(file->pMethods, *file->pMethods);
  if (fresh) {
    place->second.xSync = &Sync;
    place->second.xWrite = &Write;
    g_original[&place->second] = file->pMethods;
  }
  file->pMethods = &place->second;
  return code;
}

}  // namespace

FailingDisk::FailingDisk() {
  g_real = sqlite3_vfs_find(nullptr);
  g_failing = *g_real;
  g_failing.zName = "failing";
  g_failing.xOpen = &Open;
  sqlite3_vfs_register(&g_failing, 1);
}

FailingDisk::~FailingDisk() {
  g_fail_syncs = false;
  g_full = false;
  sqlite3_vfs_unregister(&g_failing);
}

void FailingDisk::FailSyncs(bool failing) { g_fail_syncs = failing; }

void FailingDisk::SetFull(bool full) { g_full = full; }

}  // namespace jackfield::fakes
