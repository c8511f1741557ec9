#include "server/security/tokens.h"

#include <algorithm>
#include <array>

#include <sodium.h>

#include "server/base/check.h"

namespace jackfield::security {
namespace {

constexpr std::string_view kScheme = "bearer ";
constexpr int kForm = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t kTextSize = sodium_base64_ENCODED_LEN(kSecretBytes, kForm) - 1;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool IsBase64Url(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
         c == '_';
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string SecretText(std::string_view random_bytes) {
  JACKFIELD_CHECK(random_bytes.size() == kSecretBytes);
  std::array<char, kTextSize + 1> text{};
  sodium_bin2base64(text.data(), text.size(), Bytes(random_bytes), random_bytes.size(), kForm);
  return std::string(kSecretPrefix) + text.data();
}

std::string SecretHash(std::string_view secret) {
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  crypto_generichash(hash.data(), hash.size(), Bytes(secret), secret.size(), nullptr, 0);
  std::array<char, crypto_generichash_BYTES * 2 + 1> text{};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return text.data();
}

Result<std::string_view> ParseBearer(std::string_view header) {
  const auto malformed = [] {
    return Fail(ErrorCode::kUnauthenticated, "CREDENTIALS_INVALID",
                "authorization must be 'Bearer jf_…', as SignIn returned it");
  };
  const bool bearer = header.size() > kScheme.size() &&
                      std::equal(kScheme.begin(), kScheme.end(), header.begin(),
                                 [](char known, char given) { return known == Lower(given); });
  if (!bearer) return malformed();
  const std::string_view secret = header.substr(kScheme.size());
  if (secret.substr(0, kSecretPrefix.size()) != kSecretPrefix) return malformed();
  const std::string_view text = secret.substr(kSecretPrefix.size());
  if (text.size() != kTextSize || !std::all_of(text.begin(), text.end(), IsBase64Url)) {
    return malformed();
  }
  return secret;
}

}  // namespace jackfield::security
