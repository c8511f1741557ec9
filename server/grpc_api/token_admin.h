#pragma once

#include "jackfield/v1/admin_service.pb.h"

#include "server/base/result.h"
#include "server/grpc_api/parts.h"
#include "server/grpc_api/unary_call.h"
#include "server/ports/accounts.h"

namespace jackfield::grpc_api {

// What AdminService does with tokens. Every change is in the audit trail before it is made.
//
// Thread safety: thread-safe; blocks on the store.
class TokenAdmin {
 public:
  static constexpr Duration kRevokedListed{90LL * 24 * 3600 * 1000};

  explicit TokenAdmin(const ServiceParts& parts) : parts_(parts) {}

  Status Create(const UnaryCallPtr& call, const v1::CreateTokenRequest& request,
                v1::CreateTokenResponse& response);
  Status List(const v1::ListTokensRequest& request, v1::ListTokensResponse& response);
  Status Revoke(const UnaryCallPtr& call, const v1::RevokeTokenRequest& request,
                v1::RevokeTokenResponse& response);

 private:
  // Whether source and queues of the token are configured.
  // Errors: kNotFound (SOURCE_NOT_FOUND, QUEUE_NOT_FOUND).
  Status CheckScope(const TokenRecord& token) const;

  const ServiceParts parts_;
};

}  // namespace jackfield::grpc_api
