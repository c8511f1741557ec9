#pragma once

#include <memory>

#include "server/ports/store.h"

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

struct StoreKind {
  const char* name;
  std::unique_ptr<StoreHarness> (*make)();
};

std::unique_ptr<StoreHarness> MakeSqliteStore();
std::unique_ptr<StoreHarness> MakeFakeStore();

}  // namespace jackfield
