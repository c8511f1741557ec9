#pragma once

#include <set>
#include <string>
#include <string_view>

namespace jackfield::http_api {

// Which pages may call the API from a browser: those that this server served, and those of the
// configured origins. What is no browser sends no `Origin` and is not asked.
//
// Thread safety: immutable value.
class OriginRules {
 public:
  enum class Verdict {
    kSame,     // No browser, or a page of this server.
    kListed,   // A page of a configured origin: the answer has to say that it is allowed.
    kRefused,  // Another page.
  };

  // `listed` e.g. "https://crm.example.com", without a slash at the end, in lower case.
  explicit OriginRules(std::set<std::string, std::less<>> listed) : listed_(std::move(listed)) {}

  // `origin` and `host` as the request has them; `tls`: the connection is encrypted. Behind a proxy
  // that ends TLS, a page of this host with https is one of this server, too.
  Verdict Judge(std::string_view origin, std::string_view host, bool tls) const;

 private:
  std::set<std::string, std::less<>> listed_;
};

}  // namespace jackfield::http_api
