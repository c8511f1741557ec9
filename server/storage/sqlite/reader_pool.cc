#include "server/storage/sqlite/reader_pool.h"

#include <algorithm>
#include <utility>

#include <absl/time/time.h>

namespace jackfield::sqlite {

Result<ReaderPool::Loan> ReaderPool::Borrow() {
  {
    const absl::MutexLock lock(&mutex_);
    if (!mutex_.AwaitWithTimeout(absl::Condition(this, &ReaderPool::HasRoom),
                                 absl::FromChrono(kWaitMax))) {
      return Fail(ErrorCode::kUnavailable, "STORE_UNAVAILABLE",
                  "all reading connections are in use");
    }
    ++lent_;
    if (!idle_.empty()) {
      std::unique_ptr<Connection> connection = std::move(idle_.back());
      idle_.pop_back();
      busy_.push_back(connection.get());
      return Loan(*this, std::move(connection));
    }
  }
  auto opened = Connection::Open(path_, Connection::Mode::kReader, busy_timeout_);
  const absl::MutexLock lock(&mutex_);
  if (!opened) {
    --lent_;
    return Fail(opened);
  }
  busy_.push_back(opened->get());
  return Loan(*this, std::move(*opened));
}

void ReaderPool::InterruptAll() {
  const absl::MutexLock lock(&mutex_);
  for (Connection* connection : busy_) connection->Interrupt();
}

void ReaderPool::GiveBack(std::unique_ptr<Connection> connection, bool keep) {
  const absl::MutexLock lock(&mutex_);
  --lent_;
  std::erase(busy_, connection.get());
  if (keep) idle_.push_back(std::move(connection));
}

}  // namespace jackfield::sqlite
