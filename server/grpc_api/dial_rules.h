#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "jackfield/v1/configuration.pb.h"

#include "server/base/result.h"
#include "server/grpc_api/configuration_check.h"
#include "server/ports/numbers.h"

// What agents may dial, by the administrator's document. All are pure functions.
namespace jackfield::grpc_api {

// What agents of one team may dial.
struct DialRights {
  bool any_extension = false;
  std::vector<std::string> prefixes;  // Of E.164 numbers with plus, of extensions without.
  std::set<LineKind> kinds;           // Extensions apart.
  std::size_t per_minute = 10;
};

// Whether the rules keep what stands in dial_rule.proto.
void CheckDialRules(const v1::Configuration& configuration, DocumentCheck& check);

// By a document that was checked. The rule of the team, else the one without a team; none: any
// extension, and nothing else.
DialRights DialRightsOf(const v1::Configuration& configuration, const std::string& team);

// Errors: kPermissionDenied (NUMBER_NOT_ALLOWED).
Status CheckMayDial(const DialRights& rights, const DialledNumber& number);

}  // namespace jackfield::grpc_api
