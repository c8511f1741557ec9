#include "server/http_api/origin_rules.h"

#include <algorithm>

namespace jackfield::http_api {
namespace {

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

}  // namespace

OriginRules::Verdict OriginRules::Judge(std::string_view origin, std::string_view host,
                                        bool tls) const {
  if (origin.empty()) return Verdict::kSame;
  const std::string from = LowerCase(origin);
  const std::string here = LowerCase(host);
  if (!here.empty() && from == "https://" + here) return Verdict::kSame;
  if (!here.empty() && !tls && from == "http://" + here) return Verdict::kSame;
  return listed_.contains(from) ? Verdict::kListed : Verdict::kRefused;
}

}  // namespace jackfield::http_api
