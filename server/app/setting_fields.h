#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/app/listen_address.h"
#include "server/base/time.h"
#include "server/security/secret.h"

namespace jackfield::app {

// Something wrong, or doubtful, in what an operator has set.
struct SettingProblem {
  std::string where;  // "jackfield.toml:12:1", "environment JACKFIELD__LISTEN__GRPC" or "".
  std::string key;    // "listen.grpc", or "".
  std::string rule;   // What is wrong and what to do.

  std::string text() const;
  bool operator==(const SettingProblem&) const = default;
};

// A whole number and what it may be.
struct IntegerRange {
  std::int64_t min = 0;  // Included.
  std::int64_t max = 0;  // Included.
};

// A text and what it may be.
struct TextRule {
  std::size_t size_min = 0;
  std::size_t size_max = 256;
  // Besides letters and digits; empty: every character but control characters.
  std::string_view punctuation = {};
};

// The fields of a table of settings, named one after the other by a function of schema. Each name
// is given with the variable that its value goes to, which holds the default. One schema serves
// those who read values and those who list keys.
//
// Thread safety: none; one per use.
class SettingFields {
 public:
  using Schema = std::function<void(SettingFields&)>;

  virtual ~SettingFields() = default;

  virtual void Text(std::string_view key, std::string& value, TextRule rule) = 0;
  virtual void Secret(std::string_view key, security::Secret& value) = 0;
  virtual void Flag(std::string_view key, bool& value) = 0;
  virtual void Integer(std::string_view key, std::int64_t& value, IntegerRange range) = 0;
  virtual void Address(std::string_view key, ListenAddress& value) = 0;
  // `value` is the place of the chosen name in `names`.
  virtual void Choice(std::string_view key, std::size_t& value,
                      const std::vector<std::string>& names) = 0;
  virtual void TextList(std::string_view key, std::vector<std::string>& value,
                        std::size_t count_max) = 0;

  virtual void Table(std::string_view key, const Schema& schema) = 0;
  // `schema` is called for each element, and makes room for it.
  virtual void TableList(std::string_view key, std::size_t count_max, const Schema& schema) = 0;

  // The same for other types of whole numbers.
  template <typename T>
  void Number(std::string_view key, T& value, IntegerRange range) {
    auto wide = static_cast<std::int64_t>(value);
    Integer(key, wide, range);
    value = static_cast<T>(wide);
  }

  // A time span whose unit, one `unit` long, stands in the name of the key.
  void Span(std::string_view key, Duration& value, Duration unit, IntegerRange range) {
    std::int64_t count = value / unit;
    Integer(key, count, range);
    value = unit * count;
  }

  // An enumeration whose values count from 0, in the order of `names`.
  template <typename E>
  void Enumeration(std::string_view key, E& value, const std::vector<std::string>& names) {
    auto place = static_cast<std::size_t>(value);
    Choice(key, place, names);
    value = static_cast<E>(place);
  }
};

// The keys that `schema` accepts, in its order; `*` stands for an element of a list.
std::vector<std::string> ListKeys(const SettingFields::Schema& schema);

}  // namespace jackfield::app
