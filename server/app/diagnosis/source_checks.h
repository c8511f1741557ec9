#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/base/time.h"
#include "server/ports/diagnostics.h"
#include "server/telephony/ami/ami_rights.h"

// What is known of the telephone systems and of the people, judged.
//
// Thread safety: pure functions.
namespace jackfield::app {

// A number as the source might write it, and how it is read.
struct NumberSample {
  std::string raw;
  std::string e164;     // Certain; empty: it is not.
  std::string assumed;  // The likeliest reading where none is certain; empty: there is none.
  std::string why;
};

// What is known of one source.
struct SourceFacts {
  std::string name;
  std::optional<ami::AmiLinkFacts> link;  // Of AMI sources.
  bool linked = false;                    // As the exchange knows it.
  std::optional<WallTime> last_event;
  std::vector<std::string> foreign_queues;        // That it reports and nobody configured.
  std::map<std::string, std::uint64_t> unmapped;  // Rings by device that is nobody's.
  std::string region;                             // By whose rules numbers are read; may be empty.
  std::vector<NumberSample> samples;
};

// All checks of one source, in a fixed order; their names begin with "source.NAME.".
std::vector<CheckFinding> JudgeSource(const SourceFacts& facts, WallTime now);

// Who is configured, and who may sign in. All lists are logins.
struct PeopleFacts {
  std::vector<std::string> agents_without_devices;
  std::vector<std::string> agents_without_users;  // They cannot sign in at a desk.
  std::vector<std::string> users_without_agents;  // Users with the role agent and no desk.
};
CheckFinding JudgeDevicesOfAgents(const PeopleFacts& facts);
CheckFinding JudgeUsersOfAgents(const PeopleFacts& facts);

}  // namespace jackfield::app
