#include "server/grpc_api/authenticator.h"

#include <algorithm>
#include <utility>

namespace jackfield::grpc_api {
namespace {

tl::unexpected<Error> Unknown() {
  return Fail(ErrorCode::kUnauthenticated, "CREDENTIALS_INVALID",
              "the secret is not known, was revoked or has expired");
}

tl::unexpected<Error> Expired() {
  return Fail(ErrorCode::kUnauthenticated, "SESSION_EXPIRED", "the session has ended");
}

}  // namespace

std::optional<SharedIdentity> Authenticator::Recall(const std::string& secret_hash) {
  const Instant now = clock_.Now();
  const absl::MutexLock lock(&mutex_);
  const auto found = entries_.find(secret_hash);
  if (found == entries_.end() || now - found->second.asked >= kStaleness) return std::nullopt;
  return found->second.identity;
}

Result<SharedIdentity> Authenticator::Resolve(const std::string& secret_hash) {
  if (auto known = Recall(secret_hash)) return *std::move(known);
  const Instant asked = clock_.Now();
  Result<SharedIdentity> identity = AskStore(secret_hash);
  const absl::MutexLock lock(&mutex_);
  if (!identity) {
    entries_.erase(secret_hash);
    return identity;
  }
  if (entries_.size() >= kEntriesMax) entries_.clear();
  entries_[secret_hash] = {*identity, asked};
  return identity;
}

void Authenticator::Forget() {
  const absl::MutexLock lock(&mutex_);
  entries_.clear();
}

Result<SharedIdentity> Authenticator::AskStore(const std::string& secret_hash) {
  Result<std::optional<TokenRecord>> found = accounts_.FindToken(secret_hash);
  if (!found) return Fail(found);
  if (!*found) return Unknown();
  TokenRecord token = **std::move(found);
  if (token.revoked) return Unknown();
  if (token.expires && *token.expires <= clock_.WallNow()) {
    if (token.session) return Expired();
    return Unknown();
  }
  if (const Status noted = NoteUse(token); !noted) return Fail(noted);
  if (token.session) return OfPerson(std::move(token));
  const auto roles = security::ParseRoles(token.role);
  Identity identity;
  identity.principal.token_id = token.id;
  identity.principal.roles = roles.value_or(security::Roles());
  identity.principal.source = token.source;
  identity.principal.customers_allowed = token.customers_allowed;
  identity.principal.tickets_allowed = token.tickets_allowed;
  identity.principal.desk_shows_allowed = token.desk_shows_allowed;
  identity.principal.queues = token.queues;
  identity.display_name = token.label;
  identity.token = std::move(token);
  return std::make_shared<const Identity>(std::move(identity));
}

Result<SharedIdentity> Authenticator::OfPerson(TokenRecord token) {
  Result<std::optional<UserRecord>> user = accounts_.FindUser(token.login);
  if (!user) return Fail(user);
  if (!*user || (*user)->disabled) return Expired();
  Identity identity;
  identity.principal.login = token.login;
  identity.principal.token_id = token.id;
  identity.principal.roles = security::ParseRoles((*user)->role).value_or(security::Roles());
  identity.principal.teams = (*user)->teams;
  identity.display_name = (*user)->display_name;
  identity.token = std::move(token);
  return std::make_shared<const Identity>(std::move(identity));
}

Status Authenticator::NoteUse(TokenRecord& token) {
  const WallTime now = clock_.WallNow();
  if (token.last_used && now - *token.last_used < kUseStep) return {};
  token.last_used = now;
  if (token.session) {
    token.expires = std::min(token.created + limits_.lifetime_max, now + limits_.idle_max);
  }
  return accounts_.NoteTokenUse(token);
}

}  // namespace jackfield::grpc_api
