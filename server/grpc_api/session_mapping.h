#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jackfield/v1/session.pb.h"
#include "jackfield/v1/user.pb.h"

#include "server/grpc_api/authenticator.h"
#include "server/security/role.h"

// Who somebody is, on the wire. All are pure functions.
namespace jackfield::grpc_api {

v1::Role ToProto(security::Role role);
// nullopt: not a role.
std::optional<security::Role> FromProto(v1::Role role);

v1::Principal ToPrincipal(const Identity& identity);
v1::Session ToSession(const Identity& identity);

// Random bytes as the id of a resource: hexadecimal.
std::string RandomName(std::string_view bytes);

}  // namespace jackfield::grpc_api
