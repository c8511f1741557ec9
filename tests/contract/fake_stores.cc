#include "tests/contract/port_harness.h"
#include "tests/support/fake_store.h"
#include "tests/support/fake_tickets.h"

namespace jackfield {
namespace {

// The fake outlives the engines that a test starts on it, as a disk would.
//
// Thread safety: none; one per test.
class FakeHarness final : public StoreHarness {
 public:
  Store& store() override { return store_; }
  void Restart() override {}

 private:
  fakes::FakeStore store_;
};

// Thread safety: none; one per test.
class FakeTicketsHarness final : public TicketsHarness {
 public:
  Store& store() override { return store_; }
  Tickets& tickets() override { return tickets_; }

 private:
  fakes::FakeStore store_;
  fakes::FakeTickets tickets_{store_};
};

}  // namespace

std::unique_ptr<StoreHarness> MakeFakeStore() { return std::make_unique<FakeHarness>(); }

std::unique_ptr<TicketsHarness> MakeFakeTickets() { return std::make_unique<FakeTicketsHarness>(); }

}  // namespace jackfield
