#pragma once

#include <string_view>

#include <boost/beast/core/string_type.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

// Requests and answers of HTTP/1.1, whole.
namespace jackfield::http_api {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;
using HttpResponse = boost::beast::http::response<boost::beast::http::string_body>;

// Beast's own kind of view, as the standard's; into the same text.
//
// Thread safety: pure function.
inline std::string_view View(const boost::beast::string_view& text) {
  return {text.data(), text.size()};
}

}  // namespace jackfield::http_api
