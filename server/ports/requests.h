#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/base/result.h"

namespace jackfield {

// The answers to requests that carried a `request_id`, so that a repeated one gets the same answer
// and is not done again. Kept for a day.
//
// Errors of all: kUnavailable, kDataLoss.
//
// Thread safety: thread-safe; blocks on the store.
class Requests {
 public:
  virtual ~Requests() = default;

  // The answer that `actor` got for `request_id`; nullopt: none is kept.
  virtual Result<std::optional<std::string>> Find(std::string_view actor,
                                                  std::string_view request_id) = 0;

  // Keeps the first answer: a second one for the same changes nothing.
  virtual Status Save(std::string_view actor, std::string_view request_id,
                      std::string_view response) = 0;
};

}  // namespace jackfield
