#include "server/grpc_api/token_admin.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "server/grpc_api/account_mapping.h"
#include "server/grpc_api/audit.h"
#include "server/grpc_api/authenticator.h"
#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/paging.h"
#include "server/grpc_api/request_log.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/session_mapping.h"
#include "server/ports/clock.h"
#include "server/ports/random.h"
#include "server/security/tokens.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kTokenIdBytes = 16;

}  // namespace

Status TokenAdmin::Create(const UnaryCallPtr& call, const v1::CreateTokenRequest& request,
                          v1::CreateTokenResponse& response) {
  const Result<RequestLog::ClaimPtr> claim = parts_.requests.Begin(call, request, response);
  if (!claim) return Fail(claim);
  if (*claim == nullptr) {
    response.Clear();
    return Fail(ErrorCode::kAlreadyExists, "SECRET_ALREADY_SHOWN",
                "the token was created before; its secret is not kept");
  }
  Result<TokenRecord> token = FromProto(request.token());
  if (!token) return Fail(token);
  if (const Status scope = CheckScope(*token); !scope) return scope;
  const std::string secret =
      security::SecretText(parts_.ports.random.Bytes(security::kSecretBytes));
  token->id = RandomName(parts_.ports.random.Bytes(kTokenIdBytes));
  token->secret_hash = security::SecretHash(secret);
  token->created = parts_.ports.clock.WallNow();
  const Status audited =
      Audit(parts_, call, {"tokens.create", NameOf("tokens", token->id), token->role});
  if (!audited) return audited;
  if (const Status saved = parts_.ports.accounts.SaveToken(*token); !saved) return saved;
  *response.mutable_token() = ToProto(*token);
  if (const Status noted = (*claim)->Keep(response); !noted) return noted;
  response.set_secret(secret);  // After it was kept without.
  return {};
}

Status TokenAdmin::List(const v1::ListTokensRequest& request, v1::ListTokensResponse& response) {
  const Result<std::size_t> size = PageSize(request.page_size(), {});
  if (!size) return Fail(size);
  Result<std::vector<TokenRecord>> tokens = parts_.ports.accounts.ListTokens();
  if (!tokens) return Fail(tokens);
  const WallTime oldest = parts_.ports.clock.WallNow() - kRevokedListed;
  std::erase_if(*tokens, [oldest](const TokenRecord& token) {
    return token.revoked && *token.revoked < oldest;
  });
  // The newest first: the key falls with the time of creation.
  const auto key = [](const TokenRecord& token) {
    constexpr std::int64_t kFarFuture = 9'999'999'999'999;
    std::string age = std::to_string(kFarFuture - token.created.time_since_epoch().count());
    return std::string(13 - std::min<std::size_t>(13, age.size()), '0') + age + token.id;
  };
  std::sort(tokens->begin(), tokens->end(),
            [&key](const TokenRecord& a, const TokenRecord& b) { return key(a) < key(b); });
  response.set_next_page_token(
      FillPage(*tokens, request.page_token(), *size, key,
               [&response](const TokenRecord& token) { *response.add_tokens() = ToProto(token); }));
  return {};
}

Status TokenAdmin::Revoke(const UnaryCallPtr& call, const v1::RevokeTokenRequest& request,
                          v1::RevokeTokenResponse& response) {
  const Result<RequestLog::ClaimPtr> claim = parts_.requests.Begin(call, request, response);
  if (!claim) return Fail(claim);
  if (*claim == nullptr) return {};
  const Result<std::string> id = IdOf("name", "tokens", request.name());
  if (!id) return Fail(id);
  Result<std::vector<TokenRecord>> tokens = parts_.ports.accounts.ListTokens();
  if (!tokens) return Fail(tokens);
  const auto token = std::find_if(tokens->begin(), tokens->end(),
                                  [&id](const TokenRecord& known) { return known.id == *id; });
  if (token == tokens->end()) {
    return Fail(ErrorCode::kNotFound, "TOKEN_NOT_FOUND", "there is no such token");
  }
  if (!token->revoked) {
    const Status audited = Audit(parts_, call, {"tokens.revoke", request.name(), ""});
    if (!audited) return audited;
    token->revoked = parts_.ports.clock.WallNow();
    const Status saved = parts_.ports.accounts.SaveToken(*token);
    parts_.authenticator.Forget();
    if (!saved) return saved;
  }
  *response.mutable_token() = ToProto(*token);
  return (*claim)->Keep(response);
}

Status TokenAdmin::CheckScope(const TokenRecord& token) const {
  const SharedSite site = parts_.configuration.Current();
  const auto& sources = site->configuration.sources();
  const bool known =
      token.source.empty() || parts_.sources.contains(token.source) ||
      std::any_of(sources.begin(), sources.end(), [&token](const v1::SourceConfiguration& source) {
        return source.source_id() == token.source;
      });
  if (!known) {
    return Fail(ErrorCode::kNotFound, "SOURCE_NOT_FOUND", "there is no source " + token.source);
  }
  for (const std::string& queue : token.queues) {
    if (site->queues.contains(queue)) continue;
    return Fail(ErrorCode::kNotFound, "QUEUE_NOT_FOUND", "there is no queue " + queue);
  }
  return {};
}

}  // namespace jackfield::grpc_api
