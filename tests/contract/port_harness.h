#pragma once

#include <memory>

#include "server/base/time.h"
#include "server/ports/accounts.h"
#include "server/ports/customers.h"
#include "server/ports/imports.h"
#include "server/ports/interactions.h"
#include "server/ports/saved_views.h"
#include "server/ports/store.h"
#include "server/ports/tickets.h"

namespace jackfield {

// One implementation of Store under the contract.
//
// Thread safety: none; one per test.
class StoreHarness {
 public:
  virtual ~StoreHarness() = default;
  virtual Store& store() = 0;
  // What a restart of the program does to it. References to the store end.
  virtual void Restart() = 0;
};

// One implementation of the ports that are read and written beside the engine.
//
// Thread safety: none; one per test.
class DirectoryHarness {
 public:
  virtual ~DirectoryHarness() = default;
  virtual Store& store() = 0;
  virtual Customers& customers() = 0;
  virtual Imports& imports() = 0;
  virtual Interactions& interactions() = 0;
  virtual Accounts& accounts() = 0;
  virtual SavedViews& saved_views() = 0;
  // Time passes.
  virtual void Advance(Duration by) = 0;
};

// One implementation of Tickets, and the store that it reads.
//
// Thread safety: none; one per test.
class TicketsHarness {
 public:
  virtual ~TicketsHarness() = default;
  virtual Store& store() = 0;
  virtual Tickets& tickets() = 0;
};

template <typename Harness>
struct Kind {
  const char* name;
  std::unique_ptr<Harness> (*make)();
};

std::unique_ptr<StoreHarness> MakeSqliteStore();
std::unique_ptr<StoreHarness> MakeFakeStore();
std::unique_ptr<DirectoryHarness> MakeSqliteDirectory();
std::unique_ptr<TicketsHarness> MakeSqliteTickets();
std::unique_ptr<TicketsHarness> MakeFakeTickets();

}  // namespace jackfield
