#include "server/engine/snapshot_saver.h"

#include <utility>

#include <pthread.h>
#include <spdlog/spdlog.h>

#include "server/base/check.h"
#include "server/ports/figures.h"

namespace jackfield::engine {

SnapshotSaver::SnapshotSaver(Store& store, Metrics& metrics) : store_(store), metrics_(metrics) {
  thread_ = std::thread([this] { Run(); });
}

SnapshotSaver::~SnapshotSaver() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
    changed_.Signal();
  }
  thread_.join();
}

bool SnapshotSaver::busy() const {
  const absl::MutexLock lock(&mutex_);
  return snapshot_.has_value();
}

void SnapshotSaver::Save(StoredSnapshot snapshot) {
  const absl::MutexLock lock(&mutex_);
  JACKFIELD_CHECK(!snapshot_);
  snapshot_ = std::move(snapshot);
  changed_.Signal();
}

void SnapshotSaver::Run() {
  pthread_setname_np(pthread_self(), "snapshot");
  while (Await()) {
    StoredSnapshot snapshot;
    {
      const absl::MutexLock lock(&mutex_);
      std::swap(snapshot, *snapshot_);  // It stays busy.
    }
    if (const Status saved = store_.SaveSnapshot(snapshot); !saved) {
      metrics_.Count(figures::kStoreFailuresTotal, "step=snapshot");
      spdlog::warn("snapshot not saved error=\"{}\"", saved.error().message);
    }
    const absl::MutexLock lock(&mutex_);
    snapshot_.reset();
  }
}

bool SnapshotSaver::Await() {
  const absl::MutexLock lock(&mutex_);
  while (!snapshot_ && !stopping_) changed_.Wait(&mutex_);
  return snapshot_.has_value();
}

}  // namespace jackfield::engine
