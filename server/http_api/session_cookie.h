#pragma once

#include <string>
#include <string_view>

// A browser keeps the secret of its session where no script can read it (RFC 6265bis: the prefix
// `__Host-` ties the cookie to this very host, over TLS or on the machine itself).
namespace jackfield::http_api {

// The secret in the value of a request's `Cookie` header; empty: there is none, or nothing that a
// secret could be.
//
// Thread safety: pure function; the view is into `cookies`.
std::string_view SessionSecret(std::string_view cookies);

// The value of `Set-Cookie` that keeps `secret` until the browser ends or the session does; of an
// empty one: that forgets it.
//
// Thread safety: pure function.
std::string SessionCookie(std::string_view secret);

}  // namespace jackfield::http_api
