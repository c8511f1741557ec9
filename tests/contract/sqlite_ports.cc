#include "tests/contract/port_harness.h"
#include "tests/support/sqlite_site.h"

namespace jackfield {
namespace {

// Thread safety: none; one per test.
class SqliteStoreHarness final : public StoreHarness {
 public:
  Store& store() override { return site_.store(); }
  void Restart() override { site_.Restart(); }

 private:
  fakes::SqliteSite site_;
};

// Thread safety: none; one per test.
class SqliteDirectoryHarness final : public DirectoryHarness {
 public:
  Store& store() override { return site_.store(); }
  Customers& customers() override { return site_.customers(); }
  Imports& imports() override { return site_.imports(); }
  Interactions& interactions() override { return site_.interactions(); }
  Accounts& accounts() override { return site_.accounts(); }
  SavedViews& saved_views() override { return site_.saved_views(); }
  void Advance(Duration by) override { site_.clock().Advance(by); }

 private:
  fakes::SqliteSite site_;
};

// Thread safety: none; one per test.
class SqliteTicketsHarness final : public TicketsHarness {
 public:
  Store& store() override { return site_.store(); }
  Tickets& tickets() override { return site_.tickets(); }

 private:
  fakes::SqliteSite site_;
};

}  // namespace

std::unique_ptr<StoreHarness> MakeSqliteStore() { return std::make_unique<SqliteStoreHarness>(); }

std::unique_ptr<DirectoryHarness> MakeSqliteDirectory() {
  return std::make_unique<SqliteDirectoryHarness>();
}

std::unique_ptr<TicketsHarness> MakeSqliteTickets() {
  return std::make_unique<SqliteTicketsHarness>();
}

}  // namespace jackfield
