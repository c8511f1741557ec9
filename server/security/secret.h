#pragma once

#include <string>
#include <utility>

namespace jackfield::security {

// A password or key in memory. It has no operator<< and no formatter, so that it cannot reach a log
// by accident: who needs the text says so.
//
// Thread safety: immutable value.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  const std::string& Reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

  bool operator==(const Secret&) const = default;

 private:
  std::string text_;
};

}  // namespace jackfield::security
