#include "server/http_api/rpc_bridge.h"

#include <memory>
#include <optional>
#include <string_view>

#include "server/http_api/connect_answer.h"
#include "server/http_api/json_codec.h"
#include "server/http_api/session_cookie.h"
#include "server/http_api/static_files.h"
#include "server/http_api/web_figures.h"
#include "server/ports/bridge_metadata.h"
#include "server/security/method_rules.h"

namespace jackfield::http_api {
namespace {

namespace http = boost::beast::http;
using boost::asio::awaitable;

constexpr const char* kGrpcWebType = "application/grpc-web+proto";
constexpr const char* kJsonType = "application/json";
constexpr const char* kProtoType = "application/proto";
// Arguments by reference of what is awaited have names: GCC 12 ends temporaries there twice.
const HeaderList kNothing;

// "/package.Service/Method"
bool IsMethodPath(std::string_view target) {
  const std::size_t slash = target.find('/', 1);
  if (!target.starts_with('/') || slash == std::string_view::npos) return false;
  return target.substr(1, slash - 1).find('.') != std::string_view::npos &&
         target.find_first_of("/?#%", slash + 1) == std::string_view::npos;
}

// W3. What a service sent before its answer to `request`, as header fields.
void AddInitialMetadata(const HeaderList& metadata, const HttpRequest& request,
                        HttpResponse& head) {
  for (const auto& [name, value] : metadata) {
    if (name != kSecretMetadata) {
      head.insert(name, value);
    } else if (!value.empty() || CredentialOf(request) == Credential::kCookie) {
      head.insert(http::field::set_cookie, SessionCookie(value));
    }
  }
}

HeaderList GrpcTrailers(const grpc::Status& status, HeaderList trailers) {
  trailers.emplace_back("grpc-status", std::to_string(static_cast<int>(status.error_code())));
  if (!status.error_message().empty()) {
    trailers.emplace_back("grpc-message", PercentEncoded(status.error_message()));
  }
  if (!status.error_details().empty()) {
    trailers.emplace_back("grpc-status-details-bin", ToBase64(status.error_details()));
  }
  return trailers;
}

std::string FormLabel(RpcForm form) {
  switch (form) {
    case RpcForm::kGrpcWeb:
      return "form=grpc_web";
    case RpcForm::kConnectJson:
      return "form=connect_json";
    case RpcForm::kConnectProto:
      return "form=connect_proto";
  }
  return "form=unknown";
}

// W4. Empty: it is carried.
std::string WhyNotCarried(const Result<MethodTypes>& method, RpcForm form) {
  if (!method) return method.error().message;
  if (method->requests_stream) return "a method with a stream of requests: only by gRPC";
  if (method->answers_stream && form != RpcForm::kGrpcWeb) {
    return "a method with a stream: call it by gRPC-Web";
  }
  return "";
}

// W5. Errors: kUnauthenticated (CREDENTIALS_MISSING). Whether they are right is the service's
// business, and so are methods that there are not.
Status CheckCredentials(const HttpRequest& request) {
  const std::string_view method = View(request.target());
  if (CredentialOf(request) != Credential::kNone) return {};
  if (security::FindMethodRule(method) == nullptr) return {};
  return security::CheckMayCall(nullptr, method);
}

// Who ended a stream of answers, for figures.
std::string_view EndLabel(const HttpStream& stream, const Status& written,
                          const BridgedCall& call) {
  if (stream.aborted()) return "by=stop";
  const bool unread = !written && written.error().code == ErrorCode::kDeadlineExceeded;
  if (unread || call.shed()) return "by=slow";
  return !written || call.cancelled() ? "by=client" : "by=server";
}

}  // namespace

bool RpcBridge::IsForBridge(const HttpRequest& request) {
  return request.method() == http::verb::post || request.method() == http::verb::options ||
         IsMethodPath(View(request.target()));
}

bool RpcBridge::WantsBody(const HttpRequest& head) {
  return head.method() != http::verb::post || CheckCredentials(head).has_value();
}

HttpResponse RpcBridge::Head(const Exchange& exchange, unsigned status,
                             const char* content_type) const {
  HttpResponse head(static_cast<http::status>(status), exchange.request.version());
  head.set(http::field::content_type, content_type);
  head.set(http::field::cache_control, "no-store");
  head.set(http::field::vary, "Origin");
  AddDataFields(head);
  if (!exchange.allowed_origin.empty()) {
    head.erase("Cross-Origin-Resource-Policy");
    head.set(http::field::access_control_allow_origin, exchange.allowed_origin);
    head.set(http::field::access_control_expose_headers, "*");
  }
  head.keep_alive(exchange.request.keep_alive());
  return head;
}

awaitable<bool> RpcBridge::Serve(HttpStream& stream, const HttpRequest& request,
                                 const std::string& client) {
  Exchange exchange{stream, request, client, ""};
  const std::string origin(View(request[http::field::origin]));
  const OriginRules::Verdict verdict =
      origins_.Judge(origin, View(request[http::field::host]), stream.tls());
  if (verdict == OriginRules::Verdict::kRefused) {  // W1.
    metrics_.Count(figures::kWebRefusedTotal, "reason=ORIGIN_NOT_ALLOWED");
    const Error refusal{ErrorCode::kPermissionDenied,
                        "pages of this origin may not call; an operator can list it in "
                        "listen.web_origins",
                        "ORIGIN_NOT_ALLOWED"};
    co_return co_await Refuse(exchange, refusal);
  }
  if (verdict == OriginRules::Verdict::kListed) exchange.allowed_origin = origin;
  if (request.method() == http::verb::options) co_return co_await Preflight(exchange);
  co_return co_await Call(exchange);
}

grpc::Status RpcBridge::EndOf(const BridgedCall& call) const {
  if (!call.shed()) return call.status();
  return to_status_({ErrorCode::kResourceExhausted,
                     "the answers were not read as fast as they came; open the stream again",
                     "SUBSCRIBER_TOO_SLOW"});
}

awaitable<bool> RpcBridge::Send(const Exchange& exchange, HttpResponse response) {
  response.prepare_payload();
  if (exchange.request.method() == http::verb::head) response.body().clear();
  const Status written = co_await exchange.stream.Write(std::move(response));
  co_return written.has_value() && exchange.request.keep_alive();
}

awaitable<bool> RpcBridge::Preflight(const Exchange& exchange) {
  HttpResponse answer = Head(exchange, 204, "text/plain");
  answer.erase(http::field::content_type);
  if (!exchange.allowed_origin.empty()) {
    answer.set(http::field::access_control_allow_methods, "POST");
    answer.set(http::field::access_control_allow_headers,
               exchange.request[http::field::access_control_request_headers]);
    answer.set(http::field::access_control_max_age, "7200");
  }
  const bool keep = answer.keep_alive();
  const Status written = co_await exchange.stream.Write(std::move(answer));
  co_return written.has_value() && keep;
}

awaitable<bool> RpcBridge::Call(const Exchange& exchange) {
  if (exchange.request.method() != http::verb::post ||
      !IsMethodPath(View(exchange.request.target()))) {
    HttpResponse answer = Head(exchange, 405, "text/plain; charset=utf-8");
    answer.set(http::field::allow, "POST");
    answer.body() = "call methods by POST /jackfield.v1.SomeService/SomeMethod\n";
    co_return co_await Send(exchange, std::move(answer));
  }
  const Result<RpcForm> form = FormOf(View(exchange.request[http::field::content_type]));
  if (!form) co_return co_await Refuse(exchange, form.error());
  const Result<MethodTypes> method = FindMethod(View(exchange.request.target()));
  if (const std::string why = WhyNotCarried(method, *form); !why.empty()) {  // W4.
    const grpc::Status unimplemented(grpc::StatusCode::UNIMPLEMENTED, why);
    co_return co_await RefuseStatus(exchange, unimplemented);
  }
  if (const Status may = CheckCredentials(exchange.request); !may) {  // W5.
    metrics_.Count(figures::kWebRefusedTotal, "reason=" + may.error().reason);
    co_return co_await Refuse(exchange, may.error());
  }
  Result<RpcRequest> request = ReadRpcRequest(exchange.request);
  if (!request) co_return co_await Refuse(exchange, request.error());
  metrics_.Count(figures::kWebCallsTotal, FormLabel(request->form));
  if (request->form == RpcForm::kGrpcWeb) {
    co_return co_await CallGrpcWeb(exchange, *request, *method);
  }
  co_return co_await CallConnect(exchange, *std::move(request), *method);
}

awaitable<bool> RpcBridge::CallGrpcWeb(const Exchange& exchange, const RpcRequest& request,
                                       const MethodTypes& method) {
  const std::shared_ptr<BridgedCall> call =
      BridgedCall::Start(stub_, executor_, request, exchange.client);
  exchange.stream.WatchClient([call] { call->Cancel(); });
  if (!method.answers_stream) co_return co_await AnswerGrpcWeb(exchange, call);
  std::optional<std::string> answer = co_await call->Next();
  HttpResponse head = Head(exchange, 200, kGrpcWebType);
  AddInitialMetadata(call->InitialMetadata(), exchange.request, head);
  Status written = co_await exchange.stream.WriteHead(std::move(head));
  while (written && answer) {
    std::string frame = MessageFrame(*answer);
    written = co_await exchange.stream.WritePiece(std::move(frame));
    if (written) answer = co_await call->Next();
  }
  const std::string_view ended = EndLabel(exchange.stream, written, *call);
  metrics_.Count(figures::kWebStreamsEndedTotal, ended);
  if (!written || call->cancelled()) {
    call->Cancel();
    co_return false;
  }
  std::string trailers = TrailersFrame(GrpcTrailers(EndOf(*call), call->Trailers()));
  written = co_await exchange.stream.WritePiece(std::move(trailers));
  if (written) written = co_await exchange.stream.WriteEnd();
  co_return written.has_value() && exchange.request.keep_alive();
}

awaitable<bool> RpcBridge::AnswerGrpcWeb(const Exchange& exchange,
                                         const std::shared_ptr<BridgedCall>& call) {
  std::string body;
  while (std::optional<std::string> answer = co_await call->Next()) body += MessageFrame(*answer);
  if (call->cancelled()) co_return false;
  HttpResponse response = Head(exchange, 200, kGrpcWebType);
  AddInitialMetadata(call->InitialMetadata(), exchange.request, response);
  body += TrailersFrame(GrpcTrailers(EndOf(*call), call->Trailers()));
  response.body() = std::move(body);
  co_return co_await Send(exchange, std::move(response));
}

awaitable<bool> RpcBridge::CallConnect(const Exchange& exchange, RpcRequest request,
                                       const MethodTypes& method) {
  const bool json = request.form == RpcForm::kConnectJson;
  if (json) {
    Result<std::string> binary = BinaryFromJson(method.request, request.message);
    if (!binary) co_return co_await Refuse(exchange, binary.error());
    request.message = *std::move(binary);
  }
  if (!request.time_out) request.time_out = kTimeOutDefault;  // W2.
  const std::shared_ptr<BridgedCall> call =
      BridgedCall::Start(stub_, executor_, request, exchange.client);
  exchange.stream.WatchClient([call] { call->Cancel(); });
  std::optional<std::string> answer;
  while (std::optional<std::string> next = co_await call->Next()) answer = std::move(next);
  if (const grpc::Status end = EndOf(*call); !end.ok()) {
    const HeaderList initial = call->InitialMetadata();
    const HeaderList trailers = call->Trailers();
    co_return co_await RefuseConnect(exchange, end, initial, trailers);
  }
  Result<std::string> body = answer.value_or("");
  if (json) body = JsonFromBinary(method.response, *body);
  if (!body) co_return co_await Refuse(exchange, body.error());
  HttpResponse response = Head(exchange, 200, json ? kJsonType : kProtoType);
  AddInitialMetadata(call->InitialMetadata(), exchange.request, response);
  for (const auto& [name, value] : call->Trailers()) response.insert("trailer-" + name, value);
  response.body() = *std::move(body);
  co_return co_await Send(exchange, std::move(response));
}

awaitable<bool> RpcBridge::RefuseConnect(const Exchange& exchange, const grpc::Status& status,
                                         const HeaderList& initial, const HeaderList& trailers) {
  ConnectError error = ToConnectError(status);
  HttpResponse response = Head(exchange, error.http_status, kJsonType);
  AddInitialMetadata(initial, exchange.request, response);
  for (const auto& [name, value] : trailers) response.insert("trailer-" + name, value);
  response.body() = std::move(error.json);
  co_return co_await Send(exchange, std::move(response));
}

awaitable<bool> RpcBridge::RefuseStatus(const Exchange& exchange, const grpc::Status& status) {
  const Result<RpcForm> form = FormOf(View(exchange.request[http::field::content_type]));
  if (!form || *form != RpcForm::kGrpcWeb) {
    co_return co_await RefuseConnect(exchange, status, kNothing, kNothing);
  }
  HttpResponse response = Head(exchange, 200, kGrpcWebType);
  response.body() = TrailersFrame(GrpcTrailers(status, kNothing));
  co_return co_await Send(exchange, std::move(response));
}

awaitable<bool> RpcBridge::Refuse(const Exchange& exchange, const Error& error) {
  const grpc::Status status = to_status_(error);
  if (error.reason == "CONTENT_TYPE_UNKNOWN" || error.reason == "ENCODING_UNKNOWN") {
    HttpResponse response = Head(exchange, 415, kJsonType);
    response.set("Accept-Post", "application/json, application/proto, application/grpc-web+proto");
    response.body() = ToConnectError(status).json;
    co_return co_await Send(exchange, std::move(response));
  }
  co_return co_await RefuseStatus(exchange, status);
}

}  // namespace jackfield::http_api
