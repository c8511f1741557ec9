#pragma once

#include <memory>

#include <gtest/gtest.h>

#include "server/engine/board_hub.h"
#include "tests/support/desk_witness.h"
#include "tests/support/sample_state.h"

namespace jackfield::engine {

// A hub, one board, and the state that both are told of.
//
// Thread safety: none; one per test.
class BoardHubFixture : public testing::Test {
 protected:
  void Deliver(const exchange::Effects& effects, int seconds) {
    ++state_.last.value;
    BatchChanges changes;
    changes.Add(effects, state_);
    hub_.Deliver(state_, changes, fakes::WallAt(seconds));
  }

  exchange::State state_ = fakes::SampleState();
  BoardHub hub_{state_};
  std::shared_ptr<fakes::BoardWitness> board_ = std::make_shared<fakes::BoardWitness>();
};

}  // namespace jackfield::engine
