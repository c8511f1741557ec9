#include "server/grpc_api/user_admin.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "server/grpc_api/account_mapping.h"
#include "server/grpc_api/audit.h"
#include "server/grpc_api/authenticator.h"
#include "server/grpc_api/paging.h"
#include "server/grpc_api/request_log.h"
#include "server/grpc_api/resource_names.h"
#include "server/ports/clock.h"
#include "server/security/password_hasher.h"

namespace jackfield::grpc_api {
namespace {

Status CheckEtag(const std::string& etag, const UserRecord& user) {
  if (etag.empty() || etag == std::to_string(user.revision)) return {};
  return Fail(ErrorCode::kAborted, "ETAG_MISMATCH", "the user was changed meanwhile");
}

// The user as it would be after the update.
// Errors: kInvalidArgument (UPDATE_MASK_INVALID).
Result<v1::User> Merged(const UserRecord& before, const v1::UpdateUserRequest& request) {
  v1::User merged = ToProto(before);
  std::vector<std::string> paths(request.update_mask().paths().begin(),
                                 request.update_mask().paths().end());
  const v1::User& change = request.user();
  if (paths.empty()) {
    if (!change.display_name().empty()) paths.emplace_back("display_name");
    if (change.roles_size() > 0) paths.emplace_back("roles");
    if (change.teams_size() > 0) paths.emplace_back("teams");
    if (change.disabled()) paths.emplace_back("disabled");
  }
  for (const std::string& path : paths) {
    if (path == "display_name") {
      merged.set_display_name(change.display_name());
    } else if (path == "roles") {
      *merged.mutable_roles() = change.roles();
    } else if (path == "teams") {
      *merged.mutable_teams() = change.teams();
    } else if (path == "disabled") {
      merged.set_disabled(change.disabled());
    } else {
      return FailField("UPDATE_MASK_INVALID", "update_mask", path + " cannot be changed");
    }
  }
  return merged;
}

}  // namespace

Status UserAdmin::Create(const UnaryCallPtr& call, const v1::CreateUserRequest& request,
                         v1::CreateUserResponse& response) {
  const Result<RequestLog::ClaimPtr> claim = parts_.requests.Begin(call, request, response);
  if (!claim) return Fail(claim);
  if (*claim == nullptr) return {};
  Result<UserRecord> user = FromProto(request.user());
  if (!user) return Fail(user);
  const Status strong = security::PasswordHasher::CheckStrength("password", request.password());
  if (!strong) return strong;
  const Result<std::optional<UserRecord>> taken = parts_.ports.accounts.FindUser(user->login);
  if (!taken) return Fail(taken);
  if (*taken) {
    return Fail(ErrorCode::kAlreadyExists, "LOGIN_TAKEN", "another user has the login");
  }
  Result<std::string> hash = parts_.ports.passwords.Hash(request.password());
  if (!hash) return Fail(hash);
  user->password_hash = *std::move(hash);
  user->created = parts_.ports.clock.WallNow();
  const Status audited =
      Audit(parts_, call, {"users.create", NameOf("users", user->login), user->role});
  if (!audited) return audited;
  if (const Status saved = Save(*user); !saved) return saved;
  Result<UserRecord> created = Find(NameOf("users", user->login));
  if (!created) return Fail(created);
  *response.mutable_user() = ToProto(*created);
  return (*claim)->Keep(response);
}

Status UserAdmin::Get(const v1::GetUserRequest& request, v1::GetUserResponse& response) {
  const Result<UserRecord> user = Find(request.name());
  if (!user) return Fail(user);
  *response.mutable_user() = ToProto(*user);
  return {};
}

Status UserAdmin::List(const v1::ListUsersRequest& request, v1::ListUsersResponse& response) {
  const Result<std::size_t> size = PageSize(request.page_size(), {});
  if (!size) return Fail(size);
  Result<std::vector<UserRecord>> users = parts_.ports.accounts.ListUsers();
  if (!users) return Fail(users);
  std::sort(users->begin(), users->end(),
            [](const UserRecord& a, const UserRecord& b) { return a.login < b.login; });
  response.set_next_page_token(FillPage(
      *users, request.page_token(), *size, [](const UserRecord& user) { return user.login; },
      [&response](const UserRecord& user) { *response.add_users() = ToProto(user); }));
  return {};
}

Status UserAdmin::Update(const UnaryCallPtr& call, const v1::UpdateUserRequest& request,
                         v1::UpdateUserResponse& response) {
  const Result<RequestLog::ClaimPtr> claim = parts_.requests.Begin(call, request, response);
  if (!claim) return Fail(claim);
  if (*claim == nullptr) return {};
  Result<UserRecord> user = Find(request.user().name());
  if (!user) return Fail(user);
  if (const Status same = CheckEtag(request.user().etag(), *user); !same) return same;
  const Result<v1::User> merged = Merged(*user, request);
  if (!merged) return Fail(merged);
  Result<UserRecord> changed = FromProto(*merged);
  if (!changed) return Fail(changed);
  if (IsAdmin(*user) && !IsAdmin(*changed)) {
    if (const Status left = CheckOthersAdminister(user->login); !left) return left;  // R1
  }
  const std::string name = NameOf("users", user->login);
  const std::string detail = changed->role + (changed->disabled ? ", disabled" : "");
  if (const Status audited = Audit(parts_, call, {"users.update", name, detail}); !audited) {
    return audited;
  }
  changed->password_hash = user->password_hash;
  changed->created = user->created;
  changed->revision = user->revision;
  if (const Status saved = Save(*changed); !saved) return saved;
  if (changed->disabled) {
    const Status ended = parts_.ports.accounts.DeleteSessionsOf(user->login);  // R2
    if (!ended) return ended;
  }
  const Result<UserRecord> after = Find(name);
  if (!after) return Fail(after);
  *response.mutable_user() = ToProto(*after);
  return (*claim)->Keep(response);
}

Status UserAdmin::SetPassword(const UnaryCallPtr& call, const v1::SetUserPasswordRequest& request) {
  Result<UserRecord> user = Find(request.name());
  if (!user) return Fail(user);
  const Status strong = security::PasswordHasher::CheckStrength("password", request.password());
  if (!strong) return strong;
  Result<std::string> hash = parts_.ports.passwords.Hash(request.password());
  if (!hash) return Fail(hash);
  user->password_hash = *std::move(hash);
  const Status audited = Audit(parts_, call, {"users.set_password", request.name(), ""});
  if (!audited) return audited;
  const std::string login = user->login;
  if (const Status saved = Save(*std::move(user)); !saved) return saved;
  const Status ended = parts_.ports.accounts.DeleteSessionsOf(login);  // R2
  parts_.authenticator.Forget();
  return ended;
}

Status UserAdmin::Delete(const UnaryCallPtr& call, const v1::DeleteUserRequest& request,
                         v1::DeleteUserResponse& response) {
  const Result<RequestLog::ClaimPtr> claim = parts_.requests.Begin(call, request, response);
  if (!claim) return Fail(claim);
  if (*claim == nullptr) return {};
  const Result<UserRecord> user = Find(request.name());
  if (!user) return Fail(user);
  if (const Status same = CheckEtag(request.etag(), *user); !same) return same;
  if (IsAdmin(*user)) {
    if (const Status left = CheckOthersAdminister(user->login); !left) return left;  // R1
  }
  const Status audited = Audit(parts_, call, {"users.delete", request.name(), ""});
  if (!audited) return audited;
  const Status ended = parts_.ports.accounts.DeleteSessionsOf(user->login);  // R2
  if (!ended) return ended;
  const Status deleted = parts_.ports.accounts.DeleteUser(user->login);
  parts_.authenticator.Forget();
  if (!deleted) return deleted;
  return (*claim)->Keep(response);
}

Result<UserRecord> UserAdmin::Find(const std::string& name) {
  const Result<std::string> login = IdOf("name", "users", name);
  if (!login) return Fail(login);
  Result<std::optional<UserRecord>> user = parts_.ports.accounts.FindUser(*login);
  if (!user) return Fail(user);
  if (!*user) return Fail(ErrorCode::kNotFound, "USER_NOT_FOUND", "there is no such user");
  return **std::move(user);
}

Status UserAdmin::CheckOthersAdminister(const std::string& login) {
  const Result<std::vector<UserRecord>> users = parts_.ports.accounts.ListUsers();
  if (!users) return Fail(users);
  const bool left = std::any_of(users->begin(), users->end(), [&login](const UserRecord& user) {
    return user.login != login && IsAdmin(user);
  });
  if (left) return {};
  return Fail(ErrorCode::kFailedPrecondition, "LAST_ADMIN", "nobody else may administer");
}

Status UserAdmin::Save(UserRecord user) {
  ++user.revision;
  user.updated = parts_.ports.clock.WallNow();
  const Status saved = parts_.ports.accounts.SaveUser(user);
  parts_.authenticator.Forget();
  return saved;
}

}  // namespace jackfield::grpc_api
