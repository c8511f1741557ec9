#include "tests/bench/unary_call.h"

#include <string_view>
#include <utility>

#include <google/protobuf/util/json_util.h>
#include <grpcpp/client_context.h>

#include "jackfield/v1/interaction_service.grpc.pb.h"
#include "jackfield/v1/session_service.grpc.pb.h"

#include "tests/support/http_client.h"

namespace jackfield::bench {
namespace {

constexpr std::chrono::seconds kTimeOut{10};
constexpr std::size_t kRefusalBytesMax = 200;
constexpr std::size_t kFrameHead = 5;  // A byte of flags, four of length.

template <typename Stub, typename Request, typename Response>
using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

template <typename Stub, typename Request, typename Response>
UnaryCall Native(std::shared_ptr<Stub> stub, Method<Stub, Request, Response> method,
                 const Request& request, const std::string& secret) {
  return [stub = std::move(stub), method, request, bearer = "Bearer " + secret] {
    grpc::ClientContext context;
    context.AddMetadata("authorization", bearer);
    context.set_deadline(std::chrono::system_clock::now() + kTimeOut);
    Response response;
    const grpc::Status status = (*stub.*method)(&context, request, &response);
    return UnaryAnswer{status.ok() ? "" : "refused: " + status.error_message(),
                       response.ByteSizeLong()};
  };
}

template <typename Service, typename Request, typename Response>
UnaryQuestion Ask(const char* name, const char* path, const Request& request,
                  Method<typename Service::Stub, Request, Response> method) {
  UnaryQuestion question{.name = name, .path = path, .message = request.SerializeAsString()};
  static_cast<void>(google::protobuf::util::MessageToJsonString(request, &question.json));
  question.native = [method, request](const std::shared_ptr<grpc::Channel>& channel,
                                      const std::string& secret) {
    return Native<typename Service::Stub>(Service::NewStub(channel), method, request, secret);
  };
  return question;
}

std::string Frame(const std::string& message) {
  const std::size_t size = message.size();
  std::string frame(1, '\0');
  for (const int shift : {24, 16, 8, 0}) frame.push_back(static_cast<char>(size >> shift & 0xFF));
  return frame + message;
}

// What a refusal says from `from` on, fit for a line of JSON.
std::string Refusal(std::string_view body, std::size_t from) {
  std::string text = "refused: ";
  for (const char letter : body.substr(from, kRefusalBytesMax)) {
    const bool plain = letter >= ' ' && letter != '"' && letter != '\\' && letter != '\x7F';
    text.push_back(plain ? letter : ' ');
  }
  return text;
}

// How long the message of the first frame is, in a body whose last frame states success.
UnaryAnswer ReadFrames(std::string_view body) {
  const std::size_t status = body.rfind("grpc-status:");
  if (status == body.npos || body.size() <= kFrameHead) return {"the call has no end", 0};
  const std::size_t value = body.find_first_not_of(' ', status + 12);
  if (value == body.npos || body[value] != '0' || body[0] != '\0')
    return {Refusal(body, status), 0};
  std::size_t bytes = 0;
  for (std::size_t i = 1; i < kFrameHead; ++i)
    bytes = bytes << 8 | static_cast<unsigned char>(body[i]);
  return {"", bytes};
}

}  // namespace

UnaryQuestion AskWhoAmI() {
  return Ask<v1::SessionService, v1::WhoAmIRequest, v1::WhoAmIResponse>(
      "who_am_i", "/jackfield.v1.SessionService/WhoAmI", {}, &v1::SessionService::Stub::WhoAmI);
}

UnaryQuestion AskInteractions(int count) {
  v1::ListInteractionsRequest request;
  request.set_page_size(count);
  return Ask<v1::InteractionService, v1::ListInteractionsRequest, v1::ListInteractionsResponse>(
      "list_interactions", "/jackfield.v1.InteractionService/ListInteractions", request,
      &v1::InteractionService::Stub::ListInteractions);
}

UnaryCall OverGrpcWeb(const UnaryQuestion& question, std::uint16_t port,
                      const std::string& secret) {
  return [client = std::make_shared<test::HttpClient>(port), path = question.path,
          body = Frame(question.message), bearer = "Bearer " + secret] {
    const auto response = client->Post(path, body,
                                       {{"content-type", "application/grpc-web+proto"},
                                        {"x-grpc-web", "1"},
                                        {"grpc-timeout", "10S"},
                                        {"authorization", bearer}});
    return ReadFrames(response.body());
  };
}

UnaryCall OverConnect(const UnaryQuestion& question, std::uint16_t port,
                      const std::string& secret) {
  return [client = std::make_shared<test::HttpClient>(port), path = question.path,
          body = question.json, bearer = "Bearer " + secret] {
    const auto response = client->Post(path, body,
                                       {{"content-type", "application/json"},
                                        {"connect-protocol-version", "1"},
                                        {"connect-timeout-ms", "10000"},
                                        {"authorization", bearer}});
    const std::string& answer = response.body();
    return UnaryAnswer{response.result_int() == 200 ? "" : Refusal(answer, 0), answer.size()};
  };
}

}  // namespace jackfield::bench
