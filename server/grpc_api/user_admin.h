#pragma once

#include <string>

#include "jackfield/v1/admin_service.pb.h"

#include "server/base/result.h"
#include "server/grpc_api/parts.h"
#include "server/grpc_api/unary_call.h"
#include "server/ports/accounts.h"

namespace jackfield::grpc_api {

// What AdminService does with users. Every change is in the audit trail before it is made.
//
// Rules:
//  R1. Somebody who may administer is always left (LAST_ADMIN).
//  R2. A changed password, a disabled and a deleted user end all sessions of the user.
//
// Thread safety: thread-safe; blocks on the store.
class UserAdmin {
 public:
  explicit UserAdmin(const ServiceParts& parts) : parts_(parts) {}

  Status Create(const UnaryCallPtr& call, const v1::CreateUserRequest& request,
                v1::CreateUserResponse& response);
  Status Get(const v1::GetUserRequest& request, v1::GetUserResponse& response);
  Status List(const v1::ListUsersRequest& request, v1::ListUsersResponse& response);
  Status Update(const UnaryCallPtr& call, const v1::UpdateUserRequest& request,
                v1::UpdateUserResponse& response);
  Status SetPassword(const UnaryCallPtr& call, const v1::SetUserPasswordRequest& request);
  Status Delete(const UnaryCallPtr& call, const v1::DeleteUserRequest& request,
                v1::DeleteUserResponse& response);

 private:
  // Errors: kNotFound (USER_NOT_FOUND).
  Result<UserRecord> Find(const std::string& name);
  // Whether somebody else than `login` may administer. Errors: kFailedPrecondition (LAST_ADMIN).
  Status CheckOthersAdminister(const std::string& login);
  Status Save(UserRecord user);

  const ServiceParts parts_;
};

}  // namespace jackfield::grpc_api
