#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/agent.h"
#include "server/exchange/counters.h"

// What a board is told. Whole rows: a newer one of the same name replaces the older.
namespace jackfield {

struct BoardWaiting {
  std::string call_name;
  WallTime since{};
};

struct BoardQueue {
  std::string name;
  std::string display_name;
  Duration service_level_threshold{0};
  Duration short_abandon_threshold{0};
  std::uint32_t service_level_target_permille = 0;
  std::vector<BoardWaiting> waiting;  // Longest first.
  std::uint32_t ringing = 0;          // Waiting calls that ring somewhere.
  std::uint32_t members = 0;
  std::uint32_t ready = 0;
  std::uint32_t paused = 0;
  std::uint32_t busy = 0;
  bool stale = false;   // The link to a source that feeds it is lost: old figures, perhaps.
  WallTime interval{};  // Start of `current`.
  exchange::QueueCounters current;
  exchange::QueueCounters day;  // Since midnight UTC of `interval`.
};

struct BoardAgent {
  std::string login;
  std::string display_name;
  std::string team;
  exchange::AgentState state = exchange::AgentState::kLoggedOff;
  exchange::Idle idle;
  std::string pending;  // "", "ready", "not_ready" or "logged_off".
  WallTime since{};
  std::string call_name;  // Of the call it talks on, or "".
  std::string queue;      // Of that call, or "".
  bool desk_connected = false;
  std::vector<std::string> queues;
};

struct BoardSource {
  std::string name;
  bool linked = false;
  WallTime since{};                                       // Of `linked`; 0: it never was linked.
  std::map<std::string, std::uint64_t> unmapped_devices;  // Device → rings.
};

// Rows that are new or changed; at first all of them.
struct BoardUpdate {
  std::int64_t cursor = 0;
  bool snapshot = false;  // These rows are all there is.
  WallTime wall{};        // The server's time.
  std::vector<BoardQueue> queues;
  std::vector<BoardAgent> agents;
  std::vector<BoardSource> sources;
};

}  // namespace jackfield
