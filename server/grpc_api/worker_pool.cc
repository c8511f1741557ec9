#include "server/grpc_api/worker_pool.h"

#include <utility>

#include <pthread.h>

namespace jackfield::grpc_api {

WorkerPool::WorkerPool(const std::string& name, Size size) : waiting_max_(size.waiting_max) {
  threads_.reserve(size.threads);
  for (std::size_t i = 0; i < size.threads; ++i) {
    threads_.emplace_back([this] { Run(); });
    pthread_setname_np(threads_.back().native_handle(), name.substr(0, 15).c_str());
  }
}

WorkerPool::~WorkerPool() { Stop(); }

bool WorkerPool::Post(Task task) {
  const absl::MutexLock lock(&mutex_);
  if (!MayTakeMore()) return false;
  tasks_.push_back(std::move(task));
  return true;
}

WorkerPool::RoomPtr WorkerPool::KeepRoom() {
  {
    const absl::MutexLock lock(&mutex_);
    if (!MayTakeMore()) return nullptr;
    ++kept_;
  }
  return std::make_shared<Room>(*this);
}

bool WorkerPool::PostKept(Task task) {
  const absl::MutexLock lock(&mutex_);
  if (stopping_) return false;
  tasks_.push_back(std::move(task));
  return true;
}

void WorkerPool::GiveBack() {
  const absl::MutexLock lock(&mutex_);
  --kept_;
}

void WorkerPool::Stop() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void WorkerPool::Run() {
  for (;;) {
    Task task;
    {
      const absl::MutexLock lock(&mutex_, absl::Condition(this, &WorkerPool::Due));
      if (tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }
}

}  // namespace jackfield::grpc_api
