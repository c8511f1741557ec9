#include "tests/contract/store_harness.h"
#include "tests/support/sqlite_site.h"

namespace jackfield {
namespace {

// Thread safety: none; one per test.
class SqliteHarness final : public StoreHarness {
 public:
  Store& store() override { return site_.store(); }
  void Restart() override { site_.Restart(); }

 private:
  fakes::SqliteSite site_;
};

}  // namespace

std::unique_ptr<StoreHarness> MakeSqliteStore() { return std::make_unique<SqliteHarness>(); }

}  // namespace jackfield
