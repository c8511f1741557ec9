#include "server/storage/sqlite/page_tokens.h"

#include <sodium.h>

#include "server/storage/sqlite/secrets.h"

namespace jackfield::sqlite {
namespace {

constexpr int kForm = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

// Lengths stand before texts, so that no two pairs sign alike.
std::string SignedText(std::string_view question, const std::string& place) {
  return ToArchive(std::pair(std::string(question), place));
}

}  // namespace

tl::unexpected<Error> PageTokens::Refused() {
  return FailField("PAGE_TOKEN_INVALID", "page_token",
                   "must be the next_page_token of the same request's former page");
}

std::string PageTokens::Sign(std::string_view question, const std::string& place) const {
  const std::string bytes = KeyedHash(secret_, SignedText(question, place)) + place;
  std::string token(sodium_base64_encoded_len(bytes.size(), kForm), '\0');
  sodium_bin2base64(token.data(), token.size(),
                    reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), kForm);
  token.resize(token.size() - 1);  // The terminating 0.
  return token;
}

Result<std::string> PageTokens::Check(std::string_view question, std::string_view token) const {
  if (token.size() > kTokenBytesMax) return Refused();
  std::string bytes(token.size(), '\0');
  std::size_t length = 0;
  const int decoded =
      sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), token.data(),
                        token.size(), nullptr, &length, nullptr, kForm);
  if (decoded != 0 || length < kKeyedHashBytes) return Refused();
  bytes.resize(length);
  std::string place = bytes.substr(kKeyedHashBytes);
  const std::string expected = KeyedHash(secret_, SignedText(question, place));
  if (sodium_memcmp(bytes.data(), expected.data(), kKeyedHashBytes) != 0) return Refused();
  return place;
}

}  // namespace jackfield::sqlite
