#pragma once

#include <string>
#include <string_view>

// URIs that an administrator sets and that are filled with values of a call: scheme and host are
// fixed, values are percent-encoded (RFC 3986, section 2), so that no caller can lead an agent
// anywhere else.
namespace jackfield::grpc_api {

enum class UriSchemes { kHttps, kHttpAndHttps };

// What may stand in a template, as {number}, {customer} and {external_id}.
struct UriValues {
  std::string number;       // In E.164; empty: withheld or not known.
  std::string customer;     // The id alone; empty: not known.
  std::string external_id;  // Of the customer in the first other system by name; empty: none.
};

// The rule that a template breaks; empty: it is good.
//
// Thread safety: pure function.
std::string_view BrokenUriRule(std::string_view uri_template, UriSchemes schemes);

// Needs a template that was checked.
//
// Thread safety: pure function.
std::string ExpandUri(std::string_view uri_template, const UriValues& values);

}  // namespace jackfield::grpc_api
