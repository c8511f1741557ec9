#include "server/http_api/origin_rules.h"

#include <absl/strings/ascii.h>

namespace jackfield::http_api {

OriginRules::Verdict OriginRules::Judge(std::string_view origin, std::string_view host,
                                        bool tls) const {
  if (origin.empty()) return Verdict::kSame;
  const std::string from = absl::AsciiStrToLower({origin.data(), origin.size()});
  const std::string here = absl::AsciiStrToLower({host.data(), host.size()});
  if (!here.empty() && from == "https://" + here) return Verdict::kSame;
  if (!here.empty() && !tls && from == "http://" + here) return Verdict::kSame;
  return listed_.contains(from) ? Verdict::kListed : Verdict::kRefused;
}

}  // namespace jackfield::http_api
