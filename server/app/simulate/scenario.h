#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/base/time.h"

namespace jackfield::simulate {

struct ScenarioQueue {
  std::string name;       // The source's name of the queue.
  std::string target;     // What is dialled to transfer into it.
  bool ring_all = false;  // All idle members ring at once; otherwise one after another.
  Duration wrap_up{30'000};
  bool directed = false;  // Rings nobody by itself: callers wait for commands.
};

struct ScenarioAgent {
  std::string device;
  std::string extension;
  std::vector<std::size_t> queues;  // Indices of Scenario::queues.
};

struct ScenarioCaller {
  std::string number;
  std::string name;  // As the network sends it; mostly empty.
};

// The call centre that is simulated, and how much goes on in it.
//
// Thread safety: immutable value.
struct Scenario {
  std::vector<ScenarioQueue> queues;    // At least 1.
  std::vector<ScenarioAgent> agents;    // At least 1.
  std::vector<ScenarioCaller> callers;  // Known ones. Empty: all callers are unknown.
  std::vector<std::string> dialled;     // Numbers that callers dial. Empty: none is reported.
  std::vector<std::string> pause_reasons;

  WallTime start{};
  double calls_per_minute = 6;  // At the busiest time of the day.
  Duration talk_mean{170'000};  // Of a call that is neither held nor transferred.
  bool by_time_of_day = true;   // False: as busy at night.
  std::int64_t calls_max = 0;   // 0: without end.
  std::uint64_t seed = 1;
  std::string epoch;  // In event ids; differs from run to run.
};

}  // namespace jackfield::simulate
