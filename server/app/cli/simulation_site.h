#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "jackfield/v1/configuration.pb.h"

#include "server/app/simulate/scenario.h"
#include "server/base/result.h"

namespace jackfield::cli {

// The queues and agents of a configuration, as `source` would know them. An agent is a member of
// the queue whose id is the agent's team; of all queues when there is none of that name. Every
// second queue rings all its members at once. Agents without a device are left out.
// Errors: kInvalidArgument when the source has no queue, or nobody has a device.
//
// Thread safety: pure function.
Result<simulate::Scenario> ScenarioOf(const v1::Configuration& configuration,
                                      const std::string& source);

// Those who may call: the first number of each row of a CSV file of customers.
// Errors: kInvalidArgument when it cannot be read.
Result<std::vector<simulate::ScenarioCaller>> ReadCallers(std::istream& input);

}  // namespace jackfield::cli
