#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "jackfield/v1/configuration.pb.h"

#include "server/base/result.h"

namespace jackfield::cli {

// What a file of `jackfield apply` says.
struct ConfigurationFile {
  v1::Configuration configuration;

  // Where each value stands, "site.toml:12:3", by its path in the request:
  // "configuration.queues[1].wrap_up_duration".
  std::map<std::string, std::string> places;
};

// Reads a configuration in TOML. Its keys are the fields of `jackfield.v1.Configuration`: spans are
// written "30s", "2m" or "4h", values of enums in lower case and without their prefix
// ("abandons_negative"). Only the form is checked here; the rules are the server's.
//
// Errors: kInvalidArgument with a violation for each value at fault, at most 100: a key that there
// is not (with the nearest name), a value of another type. `field` is the place, `rule` says what.
//
// Thread safety: pure function.
Result<ConfigurationFile> ReadConfiguration(std::string_view text, const std::string& file_name);

// The error of the server with places in the file in front of the fields.
Error PlaceViolations(Error error, const ConfigurationFile& file);

}  // namespace jackfield::cli
