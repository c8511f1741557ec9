#pragma once

#include <string>

#include <grpcpp/support/status.h>

// Errors as Connect writes them (connectrpc.com/docs/protocol, "Unary response").
namespace jackfield::http_api {

struct ConnectError {
  unsigned http_status = 500;
  std::string json;  // {"code": …, "message": …, "details": […]}
};

// `status` is not OK. Its details come in base64, and readable beside (`debug`), so that a person
// at a shell sees which field is at fault.
//
// Thread safety: pure function.
ConnectError ToConnectError(const grpc::Status& status);

}  // namespace jackfield::http_api
