#pragma once

#include <string>
#include <string_view>

#include "server/base/result.h"

// The JSON form of the contract's messages (protobuf.dev/programming-guides/json), by the
// descriptors that are linked into the program: no code of its own for any method.
namespace jackfield::http_api {

// What is known of a method, "/jackfield.v1.DeskService/GetDesk".
struct MethodTypes {
  // Full names of messages, "jackfield.v1.GetDeskRequest"; they stay while the program runs.
  std::string_view request;
  std::string_view response;
  bool requests_stream = false;
  bool answers_stream = false;
};

// The method of this path, spelt exactly so, of a service of the contract. Why not of others:
// health and reflection are not for browsers, and need no credentials. Errors: kNotFound
// (METHOD_NOT_FOUND).
//
// Thread safety: pure function.
Result<MethodTypes> FindMethod(std::string_view method);

// Errors: kInvalidArgument (FIELD_INVALID) with the path of the field and the rule, also for a
// field that the message does not have: a misspelt one would be lost without a word.
//
// Thread safety: pure function.
Result<std::string> BinaryFromJson(std::string_view type, std::string_view json);

// Errors: kDataLoss when the bytes are no such message.
//
// Thread safety: pure function.
Result<std::string> JsonFromBinary(std::string_view type, std::string_view bytes);

}  // namespace jackfield::http_api
