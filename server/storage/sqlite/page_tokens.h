#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "server/base/archive.h"
#include "server/base/result.h"

namespace jackfield::sqlite {

// Page tokens: the place where a list goes on, signed with a secret of this installation together
// with what was asked, so that a token can neither be made up nor be used for another question.
//
// Thread safety: immutable value.
class PageTokens {
 public:
  static constexpr std::size_t kTokenBytesMax = 512;

  explicit PageTokens(std::string secret) : secret_(std::move(secret)) {}

  // `question` is everything that the place depends on: the list's name and its filters.
  template <typename Place>
  std::string Make(std::string_view question, const Place& place) const {
    return Sign(question, ToArchive(place));
  }
  // Errors: kInvalidArgument (PAGE_TOKEN_INVALID).
  template <typename Place>
  Result<Place> Read(std::string_view question, std::string_view token) const {
    const auto bytes = Check(question, token);
    if (!bytes) return Fail(bytes);
    auto place = FromArchive<Place>(*bytes);
    if (!place) return Refused();
    return place;
  }

 private:
  static tl::unexpected<Error> Refused();
  std::string Sign(std::string_view question, const std::string& place) const;
  Result<std::string> Check(std::string_view question, std::string_view token) const;

  const std::string secret_;
};

}  // namespace jackfield::sqlite
