#include <memory>
#include <string>
#include <utility>

#include <absl/strings/ascii.h>
#include <grpcpp/server_context.h>

#include "jackfield/v1/session_service.grpc.pb.h"

#include "server/grpc_api/authenticator.h"
#include "server/grpc_api/bridge_metadata.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/round_trip.h"
#include "server/grpc_api/services.h"
#include "server/grpc_api/session_mapping.h"
#include "server/ports/accounts.h"
#include "server/ports/bridge_metadata.h"
#include "server/ports/clock.h"
#include "server/ports/random.h"
#include "server/security/password_hasher.h"
#include "server/security/sign_in_throttle.h"
#include "server/security/tokens.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kLoginBytesMax = 64;
constexpr std::size_t kTokenIdBytes = 16;

// "ipv4:10.0.0.7:51234" without the port: the throttle counts addresses.
std::string AddressOf(const std::string& peer) { return peer.substr(0, peer.rfind(':')); }

// A browser's session is kept in a cookie: its secret goes to the bridge, never to the page.
bool WantsCookie(const grpc::CallbackServerContext& context) {
  return ThroughBridge(context) && MetadataOf(context, kSessionMetadata) == "cookie";
}

// Thread safety: thread-safe.
class SessionServiceImpl final : public v1::SessionService::CallbackService {
 public:
  explicit SessionServiceImpl(const ServiceParts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* SignIn(grpc::CallbackServerContext* context,
                                   const v1::SignInRequest* request,
                                   v1::SignInResponse* response) override {
    return parts_.gate.ServeOnWorker(context, "SessionService/SignIn",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       SignInNow(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* SignOut(grpc::CallbackServerContext* context, const v1::SignOutRequest*,
                                    v1::SignOutResponse*) override {
    return parts_.gate.ServeBlocking(
        context, "SessionService/SignOut", [this](const UnaryCallPtr& call) {
          const Status deleted = parts_.ports.accounts.DeleteToken(call->principal().token_id);
          if (ThroughBridge(call->context()))
            call->context().AddInitialMetadata(kSecretMetadata, "");
          parts_.authenticator.Forget();
          return deleted;
        });
  }

  grpc::ServerUnaryReactor* WhoAmI(grpc::CallbackServerContext* context,
                                   const v1::WhoAmIRequest* request,
                                   v1::WhoAmIResponse* response) override {
    return parts_.gate.Serve(
        context, "SessionService/WhoAmI", [this, request, response](const UnaryCallPtr& call) {
          if (request->has_round_trip_duration()) {
            TakeRoundTrip(parts_, call->principal().agent(), request->round_trip_duration());
          }
          *response->mutable_principal() = ToPrincipal(*call->identity());
          if (call->identity()->token.session) {
            *response->mutable_session() = ToSession(*call->identity());
          }
          response->set_server_version(parts_.server_version);
          call->Finish({});
        });
  }

 private:
  void SignInNow(const UnaryCallPtr& call, const v1::SignInRequest& request,
                 v1::SignInResponse& response) {
    const std::string login = absl::AsciiStrToLower(request.login());
    const std::string peer = AddressOf(PeerOf(call->context()));
    if (login.empty() || login.size() > kLoginBytesMax) {
      return call->Finish(FailField("FIELD_INVALID", "login", "must have 1 to 64 characters"));
    }
    const Duration wait = throttle_.Begin(login, peer, parts_.ports.clock.Now());
    if (wait > Duration{0}) {
      return call->Finish({ErrorCode::kResourceExhausted, "too many attempts", "SIGN_IN_THROTTLED"},
                          wait);
    }
    const Result<UserRecord> user = CheckPassword(login, request.password());
    if (!user) return call->Finish(Fail(user));
    throttle_.Succeeded(login, peer, parts_.ports.clock.Now());
    const Status opened = OpenSession(*user, request.client_name(), response);
    if (opened && WantsCookie(call->context())) {
      call->context().AddInitialMetadata(kSecretMetadata, response.secret());
      response.clear_secret();
    }
    call->Finish(opened);
  }

  Result<UserRecord> CheckPassword(const std::string& login, const std::string& password) {
    Result<std::optional<UserRecord>> user = parts_.ports.accounts.FindUser(login);
    if (!user) return Fail(user);
    const bool may = *user && !(*user)->disabled &&
                     password.size() <= security::PasswordHasher::kPasswordBytesMax;
    // Without a hash it takes as long: the time does not tell who exists.
    const Result<bool> right =
        parts_.ports.passwords.Verify(may ? (*user)->password_hash : std::string(), password);
    if (!right) return Fail(right);
    if (!*right) {
      return Fail(ErrorCode::kUnauthenticated, "PASSWORD_WRONG", "login or password is wrong");
    }
    if (parts_.ports.passwords.NeedsRehash((*user)->password_hash)) {
      if (Result<std::string> hash = parts_.ports.passwords.Hash(password)) {
        (*user)->password_hash = *std::move(hash);
        if (const Status saved = parts_.ports.accounts.SaveUser(**user); !saved) return Fail(saved);
      }
    }
    return **std::move(user);
  }

  Status OpenSession(const UserRecord& user, const std::string& client,
                     v1::SignInResponse& response) {
    const std::string secret =
        security::SecretText(parts_.ports.random.Bytes(security::kSecretBytes));
    const WallTime now = parts_.ports.clock.WallNow();
    TokenRecord token;
    token.id = RandomName(parts_.ports.random.Bytes(kTokenIdBytes));
    token.secret_hash = security::SecretHash(secret);
    token.login = user.login;
    token.label = client.substr(0, kLoginBytesMax);
    token.session = true;
    token.created = now;
    token.last_used = now;
    token.expires = now + parts_.authenticator.limits().idle_max;
    if (const Status saved = parts_.ports.accounts.SaveToken(token); !saved) return saved;
    const Result<SharedIdentity> identity = parts_.authenticator.Resolve(token.secret_hash);
    if (!identity) return Fail(identity);
    *response.mutable_session() = ToSession(**identity);
    response.set_secret(secret);
    return {};
  }

  const ServiceParts parts_;
  security::SignInThrottle throttle_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeSessionService(const ServiceParts& parts) {
  return std::make_unique<SessionServiceImpl>(parts);
}

}  // namespace jackfield::grpc_api
