#include "server/http_api/session_cookie.h"

#include <algorithm>
#include <cstddef>

namespace jackfield::http_api {
namespace {

constexpr std::string_view kName = "__Host-jackfield=";
constexpr std::string_view kRules = "; Path=/; Secure; HttpOnly; SameSite=Lax";
constexpr std::size_t kSecretBytesMax = 256;

bool MayStandInSecret(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

}  // namespace

std::string_view SessionSecret(std::string_view cookies) {
  while (!cookies.empty()) {
    const std::size_t end = std::min(cookies.find(';'), cookies.size());
    std::string_view cookie = cookies.substr(0, end);
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    cookie.remove_prefix(std::min(cookie.find_first_not_of(' '), cookie.size()));
    if (!cookie.starts_with(kName)) continue;
    const std::string_view secret = cookie.substr(kName.size());
    const bool plausible = secret.size() <= kSecretBytesMax &&
                           std::all_of(secret.begin(), secret.end(), MayStandInSecret);
    return plausible ? secret : std::string_view{};
  }
  return {};
}

std::string SessionCookie(std::string_view secret) {
  std::string cookie = std::string(kName) + std::string(secret) + std::string(kRules);
  if (secret.empty()) cookie += "; Max-Age=0";
  return cookie;
}

}  // namespace jackfield::http_api
