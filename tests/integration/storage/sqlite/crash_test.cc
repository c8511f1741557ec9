#include <csignal>
#include <cstdint>
#include <optional>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/sqlite_site.h"

// Fault F1: the process is killed while it commits.
namespace jackfield {
namespace {

constexpr std::uint64_t kEntriesPerBatch = 3;

// The n-th batch: three entries, and a row of the log that says n.
CommitBatch BatchNumber(std::uint64_t n) {
  CommitBatch batch;
  for (std::uint64_t i = 1; i <= kEntriesPerBatch; ++i) {
    const std::uint64_t sequence = (n - 1) * kEntriesPerBatch + i;
    batch.entries.push_back(
        {Sequence{sequence}, "pbx", "event " + std::to_string(sequence), std::string(500, 'x')});
  }
  InteractionRow& row = batch.interactions.emplace_back();
  row.call = CallId{1};
  row.name = "call";
  row.talk = Duration{static_cast<std::int64_t>(n)};
  return batch;
}

// Commits batch after batch and reports each on `pipe` when it is acknowledged; never returns.
[[noreturn]] void CommitForever(const std::string& path, int pipe) {
  fakes::FakeClock clock;
  fakes::FakeRandom random(1);
  auto database = sqlite::Database::Open({.path = path});
  auto keys = database ? sqlite::SubjectKeys::Open(**database, random) : Fail(database);
  auto store = keys ? sqlite::SqliteStore::Open(**database, **keys, clock, {}) : Fail(keys);
  if (!store) _exit(1);
  for (std::uint64_t n = (*store)->last().value / kEntriesPerBatch + 1;; ++n) {
    if (!(*store)->Commit(BatchNumber(n))) _exit(2);
    if (write(pipe, &n, sizeof(n)) != sizeof(n)) _exit(3);
  }
}

// Runs a child that commits, kills it once `reports` batches were acknowledged, and returns the
// last one that it acknowledged before it died.
std::optional<std::uint64_t> KillAfter(const std::string& path, int reports) {
  int ends[2];
  if (pipe(ends) != 0) return std::nullopt;
  const pid_t child = fork();
  if (child == 0) CommitForever(path, ends[1]);
  close(ends[1]);
  std::optional<std::uint64_t> last;
  std::uint64_t n = 0;
  for (int got = 0; read(ends[0], &n, sizeof(n)) == sizeof(n);) {
    last = n;
    if (++got == reports) kill(child, SIGKILL);
  }
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return last;
}

class CrashTest : public testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(Moments, CrashTest, testing::Values(1, 2, 3, 10, 40));

TEST_P(CrashTest, EveryAcknowledgedBatchIsThereAndNoneIsHalf) {
  fakes::SqliteSite site;
  site.Stop();
  ASSERT_TRUE(KillAfter(site.path(), GetParam()).has_value());
  const std::optional<std::uint64_t> acknowledged = KillAfter(site.path(), GetParam());

  site.Start();

  ASSERT_TRUE(acknowledged.has_value());
  std::uint64_t entries = 0;
  ASSERT_TRUE(site.store().ReadJournal(Sequence{0}, [&](const JournalEntry&) {
    ++entries;
    return Status{};
  }));
  EXPECT_GE(entries, *acknowledged * kEntriesPerBatch);
  EXPECT_LE(entries, (*acknowledged + 1) * kEntriesPerBatch);
  EXPECT_EQ(entries % kEntriesPerBatch, 0U);
  const InteractionRow row = site.interactions().GetByName("call").value();
  EXPECT_EQ(row.talk, Duration{static_cast<std::int64_t>(entries / kEntriesPerBatch)});
  EXPECT_TRUE(site.store().FindEvent("pbx", "event " + std::to_string(entries)).value());
}

}  // namespace
}  // namespace jackfield
