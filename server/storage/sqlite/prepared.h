#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/personal_text.h"

namespace jackfield::sqlite {

// Bytes that are no text.
struct Blob {
  std::string_view bytes;
};

// A value that stands in one BLOB, in the form of server/base/archive.h.
template <typename T>
struct Archived {
  T& value;
};
template <typename T>
Archived(T&) -> Archived<T>;

// One use of a prepared statement: bind, step, read; reset when it ends, so that it holds no read
// transaction open.
//
// Values of the domain have one form each in the database: times as UTC milliseconds, spans as
// milliseconds, ids and enums as integers, `std::nullopt` as NULL, a PersonalText as two columns
// (key, bytes).
//
// Lifetime: must end before the connection. Functions throw SQLite::Exception; see Caught().
//
// Thread safety: none; one per use.
class Prepared {
 public:
  explicit Prepared(SQLite::Statement& statement) : statement_(statement) {}
  ~Prepared() { statement_.tryReset(); }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  // Binds the next parameters, in order.
  template <typename... T>
  Prepared& Bind(const T&... values) {
    (BindOne(values), ...);
    return *this;
  }
  // Binds every field of a struct that names its fields.
  template <typename T>
  Prepared& BindFields(const T& value) {
    std::apply([this](const auto&... field) { (BindOne(field), ...); }, T::Fields(value));
    return *this;
  }

  // Whether there is a (further) row.
  bool Step() {
    column_ = 0;
    return statement_.executeStep();
  }
  // For a statement that yields no rows; returns how many it changed.
  int Run() { return statement_.exec(); }

  // Reads the next columns of the row, in order.
  template <typename... T>
  void Read(T&&... values) {
    (ReadOne(values), ...);
  }
  template <typename T>
  void ReadFields(T& value) {
    std::apply([this](auto&... field) { (ReadOne(field), ...); }, T::Fields(value));
  }
  // The only column of the row.
  template <typename T>
  T Value() {
    T value{};
    column_ = 0;
    ReadOne(value);
    return value;
  }

 private:
  template <std::integral T>
  void BindOne(T value) {
    statement_.bind(++parameter_, static_cast<std::int64_t>(value));
  }
  template <typename T>
  requires std::is_enum_v<T>
  void BindOne(T value) { BindOne(static_cast<std::int64_t>(value)); }
  void BindOne(const std::string& text) { statement_.bind(++parameter_, text); }
  void BindOne(std::string_view text) { statement_.bind(++parameter_, std::string(text)); }
  void BindOne(const char* text) { BindOne(std::string_view(text)); }
  void BindOne(Blob blob);
  void BindOne(const exchange::PersonalText& text) {
    BindOne(text.key);
    BindOne(Blob{text.bytes});
  }
  template <typename T>
  requires archive_detail::kIsId<T>
  void BindOne(T id) { BindOne(id.value); }
  template <typename Rep, typename Period>
  void BindOne(std::chrono::duration<Rep, Period> span) {
    BindOne(std::chrono::duration_cast<Duration>(span).count());
  }
  template <typename T>
  requires archive_detail::kIsTimePoint<T>
  void BindOne(T time) { BindOne(time.time_since_epoch()); }
  template <typename T>
  void BindOne(const std::optional<T>& value) {
    if (value) {
      BindOne(*value);
    } else {
      statement_.bind(++parameter_);
    }
  }
  template <typename T>
  void BindOne(const Archived<T>& archived) {
    BindOne(Blob{ToArchive(archived.value)});
  }

  template <std::integral T>
  void ReadOne(T& value) {
    value = static_cast<T>(statement_.getColumn(column_++).getInt64());
  }
  template <typename T>
  requires std::is_enum_v<T>
  void ReadOne(T& value) { value = static_cast<T>(statement_.getColumn(column_++).getInt64()); }
  void ReadOne(std::string& text) { text = statement_.getColumn(column_++).getString(); }
  void ReadOne(exchange::PersonalText& text) {
    ReadOne(text.key);
    ReadOne(text.bytes);
  }
  template <typename T>
  requires archive_detail::kIsId<T>
  void ReadOne(T& id) { ReadOne(id.value); }
  template <typename Rep, typename Period>
  void ReadOne(std::chrono::duration<Rep, Period>& span) {
    span = Duration(statement_.getColumn(column_++).getInt64());
  }
  template <typename T>
  requires archive_detail::kIsTimePoint<T>
  void ReadOne(T& time) { time = T(Duration(statement_.getColumn(column_++).getInt64())); }
  template <typename T>
  void ReadOne(std::optional<T>& value) {
    value.reset();
    if (statement_.isColumnNull(column_)) {
      ++column_;
    } else {
      ReadOne(value.emplace());
    }
  }
  template <typename T>
  void ReadOne(const Archived<T>& archived) {
    auto value = FromArchive<T>(statement_.getColumn(column_++).getString());
    if (!value) ThrowDamaged();
    archived.value = std::move(*value);
  }

  [[noreturn]] static void ThrowDamaged();

  SQLite::Statement& statement_;
  int parameter_ = 0;
  int column_ = 0;
};

}  // namespace jackfield::sqlite
