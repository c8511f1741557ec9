#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "jackfield/v1/configuration.pb.h"

#include "server/exchange/configuration.h"
#include "server/grpc_api/configuration_check.h"

// What the administrator's document says about routing. All are pure functions.
namespace jackfield::grpc_api {

// Whether queues, agents and the site's rules keep what stands in routing.proto, and name only
// queues that are declared.
void CheckRouting(const v1::Configuration& configuration, DocumentCheck& check);

// The following are of a document that was checked. What it leaves open is set.

exchange::RoutingPlan ToRoutingPlan(const v1::QueueConfiguration& queue);

std::vector<exchange::QueueMember> ToQueueMembers(const v1::AgentConfiguration& agent);

// Levels by skill.
std::map<std::string, std::uint32_t> ToSkills(const v1::AgentConfiguration& agent);

std::uint32_t TicketCapacityOf(const v1::AgentConfiguration& agent);

// Tier 1 is the first of the document's tier_bonuses.
exchange::RoutingRules ToRoutingRules(const v1::Configuration& configuration);

}  // namespace jackfield::grpc_api
