#include "server/grpc_api/search_query.h"

#include <algorithm>

#include "server/grpc_api/configuration_check.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kQueryMax = 200;

// In UTF-8, Chinese, Japanese and Korean begin with these bytes, and no other script of the basic
// plane does.
bool HasIdeographs(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](char byte) { return static_cast<unsigned char>(byte) >= 0xe3; });
}

}  // namespace

Status CheckQuery(const std::string& field, const std::string& query, std::size_t length_min) {
  const std::size_t length = CharacterCount(query);
  if (length > kQueryMax) {
    return FailField("FIELD_INVALID", field, "must have at most 200 characters");
  }
  const std::size_t begin = query.find_first_not_of(' ');
  const std::size_t end = query.find_last_not_of(' ');
  const std::string core =
      begin == std::string::npos ? std::string() : query.substr(begin, end - begin + 1);
  if (CharacterCount(core) >= length_min || HasIdeographs(core)) return {};
  return FailField("FIELD_INVALID", field,
                   "must have at least " + std::to_string(length_min) + " characters");
}

}  // namespace jackfield::grpc_api
