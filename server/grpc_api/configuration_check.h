#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "server/base/result.h"
#include "server/base/time.h"

namespace jackfield::grpc_api {

// Gathers what is wrong with a document, field by field.
//
// Flow: at most kViolationsMax are kept.
//
// Thread safety: none; one per check.
class DocumentCheck {
 public:
  static constexpr std::size_t kViolationsMax = 32;

  struct Span {
    Duration min{0};  // Included.
    Duration max{0};  // Included.
  };

  struct Range {
    std::int64_t min = 0;  // Included.
    std::int64_t max = 0;  // Included.
  };

  void Refuse(std::string field, std::string rule);

  // Size in characters of UTF-8.
  void Text(const std::string& field, std::string_view text, std::size_t min, std::size_t max);
  // 1 to `max` characters of a–z, 0–9 and `punctuation`.
  void Word(const std::string& field, std::string_view word, std::size_t max,
            std::string_view punctuation);
  void Digits(const std::string& field, std::string_view digits, std::size_t max);
  void Time(const std::string& field, Duration value, Span range);
  void Number(const std::string& field, std::int64_t value, Range range);
  void Count(const std::string& field, int count, int max);
  // `key` has not stood in `known` before.
  void Unique(const std::string& field, std::set<std::string>& known, const std::string& key);

  // Errors: kInvalidArgument (CONFIGURATION_INVALID).
  Status status() const;

 private:
  Error error_{ErrorCode::kInvalidArgument, "", "CONFIGURATION_INVALID"};
};

// What a field of an entry of a list begins with, e.g. "queues[1].".
//
// Thread safety: pure function.
std::string EntryAt(const std::string& list, int index);

// How many characters UTF-8 text has.
//
// Thread safety: pure function.
std::size_t CharacterCount(std::string_view text);

// The first `max` characters of `text`; a character is never cut.
//
// Thread safety: pure function.
std::string FirstCharacters(std::string_view text, std::size_t max);

}  // namespace jackfield::grpc_api
