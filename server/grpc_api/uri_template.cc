#include "server/grpc_api/uri_template.h"

#include <algorithm>
#include <array>
#include <utility>

namespace jackfield::grpc_api {
namespace {

constexpr std::string_view kHttps = "https://";
constexpr std::string_view kHttp = "http://";
constexpr std::string_view kHexDigits = "0123456789ABCDEF";
constexpr std::array<std::string_view, 3> kPlaces = {"{number}", "{customer}", "{external_id}"};

bool IsUnreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

bool MayStandInHost(char c) { return IsUnreserved(c) || c == ':' || c == '[' || c == ']'; }

bool MayStandInUri(char c) {
  return c > ' ' && c <= '~' && std::string_view("\"<>\\^`|").find(c) == std::string_view::npos;
}

std::string Encoded(std::string_view value) {
  std::string encoded;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (IsUnreserved(c)) {
      encoded += c;
    } else {
      encoded += {'%', kHexDigits[byte >> 4], kHexDigits[byte & 0xF]};
    }
  }
  return encoded;
}

// The place that `text` begins with; empty: none.
std::string_view PlaceAt(std::string_view text) {
  const auto* const found =
      std::find_if(kPlaces.begin(), kPlaces.end(),
                   [text](std::string_view place) { return text.starts_with(place); });
  return found == kPlaces.end() ? std::string_view{} : *found;
}

bool PlacesAreKnown(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '}') return false;
    if (text[i] != '{') continue;
    const std::string_view place = PlaceAt(text.substr(i));
    if (place.empty()) return false;
    i += place.size() - 1;
  }
  return true;
}

}  // namespace

std::string_view BrokenUriRule(std::string_view uri_template, UriSchemes schemes) {
  std::string_view rest = uri_template;
  if (rest.starts_with(kHttps)) {
    rest.remove_prefix(kHttps.size());
  } else if (schemes == UriSchemes::kHttpAndHttps && rest.starts_with(kHttp)) {
    rest.remove_prefix(kHttp.size());
  } else {
    return schemes == UriSchemes::kHttps ? "must begin with https://"
                                         : "must begin with https:// or http://";
  }
  const std::string_view host = rest.substr(0, std::min(rest.find_first_of("/?#"), rest.size()));
  if (host.empty() || !std::all_of(host.begin(), host.end(), MayStandInHost)) {
    return "must have a host that is fixed: letters, digits, '.', '-', and a port";
  }
  if (!std::all_of(rest.begin(), rest.end(), MayStandInUri)) {
    return "must be a URI: without spaces, quotes and letters beyond ASCII";
  }
  if (!PlacesAreKnown(rest)) {
    return "may hold {number}, {customer} and {external_id}, and no other braces";
  }
  return "";
}

std::string ExpandUri(std::string_view uri_template, const UriValues& values) {
  const std::array<std::pair<std::string_view, const std::string*>, 3> each = {
      {{kPlaces[0], &values.number},
       {kPlaces[1], &values.customer},
       {kPlaces[2], &values.external_id}}};
  std::string uri;
  for (std::size_t i = 0; i < uri_template.size(); ++i) {
    const std::string_view place = PlaceAt(uri_template.substr(i));
    if (place.empty()) {
      uri += uri_template[i];
      continue;
    }
    for (const auto& [name, value] : each) {
      if (name == place) uri += Encoded(*value);
    }
    i += place.size() - 1;
  }
  return uri;
}

}  // namespace jackfield::grpc_api
