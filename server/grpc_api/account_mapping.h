#pragma once

#include "jackfield/v1/token.pb.h"
#include "jackfield/v1/user.pb.h"

#include "server/base/result.h"
#include "server/ports/accounts.h"

// Users and tokens on the wire. All are pure functions.
namespace jackfield::grpc_api {

v1::User ToProto(const UserRecord& user);
v1::Token ToProto(const TokenRecord& token);

// A new user, without password.
// Errors: kInvalidArgument (FIELD_INVALID).
Result<UserRecord> FromProto(const v1::User& user);

// A new token, without secret.
// Errors: kInvalidArgument (FIELD_INVALID).
Result<TokenRecord> FromProto(const v1::Token& token);

// Whether the user may administer.
bool IsAdmin(const UserRecord& user);

}  // namespace jackfield::grpc_api
