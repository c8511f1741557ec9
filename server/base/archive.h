#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "server/base/ids.h"
#include "server/base/result.h"

// Names the fields of a struct for the archive: see below.
#define JACKFIELD_FIELDS(...)                                 \
  template <typename Self>                                    \
  static auto Fields([[maybe_unused]] Self& self) {           \
    return std::tie(__VA_OPT__(JACKFIELD_EACH(__VA_ARGS__))); \
  }
#define JACKFIELD_PARENTHESES ()
#define JACKFIELD_EXPAND(...) JACKFIELD_EXPAND3(JACKFIELD_EXPAND3(JACKFIELD_EXPAND3(__VA_ARGS__)))
#define JACKFIELD_EXPAND3(...) JACKFIELD_EXPAND2(JACKFIELD_EXPAND2(JACKFIELD_EXPAND2(__VA_ARGS__)))
#define JACKFIELD_EXPAND2(...) JACKFIELD_EXPAND1(JACKFIELD_EXPAND1(JACKFIELD_EXPAND1(__VA_ARGS__)))
#define JACKFIELD_EXPAND1(...) __VA_ARGS__
#define JACKFIELD_EACH(...) JACKFIELD_EXPAND(JACKFIELD_NEXT(__VA_ARGS__))
#define JACKFIELD_NEXT(first, ...) \
  self.first __VA_OPT__(, JACKFIELD_AGAIN JACKFIELD_PARENTHESES(__VA_ARGS__))
#define JACKFIELD_AGAIN() JACKFIELD_NEXT

namespace jackfield {

// Values as bytes and back: the form of journal entries and of snapshots of the exchange.
//
// A struct takes part by naming its fields once, at its end, in an order that never changes:
//
//   JACKFIELD_FIELDS(caller, since)
//
// Rules:
//  R1. Equal values give equal bytes, on every machine. Only ordered containers take part.
//  R2. A struct may grow at its end, a variant by further alternatives, an enum by further values:
//      bytes of an older program are read with defaults for what they lack. Nothing is removed or
//      reordered. Why: the journal outlives the program that wrote it.
//  R3. Bytes are hostile: a reader never allocates more than a small multiple of its input, and
//      fails instead of guessing.
//
// Form: integers as LEB128 (signed ones zigzag first), texts and containers with their length
// first, a struct with its number of fields first, a variant with its index first.

namespace archive_detail {

template <typename T>
concept Composite = requires(T& value) {
  T::Fields(value);
};

template <typename T>
inline constexpr bool kIsId = false;
template <typename Tag>
inline constexpr bool kIsId<Id<Tag>> = true;

template <typename T>
inline constexpr bool kIsTimePoint = false;
template <typename Clock, typename D>
inline constexpr bool kIsTimePoint<std::chrono::time_point<Clock, D>> = true;

}  // namespace archive_detail

// Appends values to a growing string of bytes.
//
// Thread safety: none; one per record.
class ArchiveWriter {
 public:
  std::string Take() { return std::move(bytes_); }

  template <std::unsigned_integral T>
  void Put(T value) {
    PutVarint(value);
  }
  template <std::signed_integral T>
  void Put(T value) {
    const auto wide = static_cast<std::int64_t>(value);
    PutVarint((static_cast<std::uint64_t>(wide) << 1) ^ static_cast<std::uint64_t>(wide >> 63));
  }
  template <typename T>
  requires std::is_enum_v<T>
  void Put(T value) { PutVarint(static_cast<std::uint64_t>(value)); }
  void Put(std::monostate) {}
  void Put(const std::string& text) {
    PutVarint(text.size());
    bytes_ += text;
  }
  template <typename Rep, typename Period>
  void Put(std::chrono::duration<Rep, Period> span) {
    Put(span.count());
  }
  template <typename T>
  requires archive_detail::kIsId<T>
  void Put(T id) { PutVarint(id.value); }
  template <typename T>
  requires archive_detail::kIsTimePoint<T>
  void Put(T time) { Put(time.time_since_epoch()); }
  template <typename T>
  void Put(const std::optional<T>& value) {
    PutVarint(value ? 1U : 0U);
    if (value) Put(*value);
  }
  template <typename A, typename B>
  void Put(const std::pair<A, B>& value) {
    Put(value.first);
    Put(value.second);
  }
  template <typename T>
  void Put(const std::vector<T>& values) {
    PutAll(values);
  }
  template <typename T>
  void Put(const std::set<T>& values) {
    PutAll(values);
  }
  template <typename K, typename V>
  void Put(const std::map<K, V>& values) {
    PutAll(values);
  }
  template <typename... T>
  void Put(const std::variant<T...>& value) {
    PutVarint(value.index());
    std::visit([this](const auto& alternative) { Put(alternative); }, value);
  }
  template <archive_detail::Composite T>
  void Put(const T& value) {
    const auto fields = T::Fields(value);
    PutVarint(std::tuple_size_v<decltype(fields)>);
    std::apply([this](const auto&... field) { (Put(field), ...); }, fields);
  }

 private:
  void PutVarint(std::uint64_t value);

  template <typename Container>
  void PutAll(const Container& values) {
    PutVarint(values.size());
    for (const auto& value : values) Put(value);
  }

  std::string bytes_;
};

// Reads what ArchiveWriter wrote. After the first fault every further read yields nothing and
// ok() is false, so that callers check once, at the end.
//
// Thread safety: none; one per record.
class ArchiveReader {
 public:
  // `bytes` must outlive the reader.
  explicit ArchiveReader(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

  template <std::unsigned_integral T>
  void Get(T& value) {
    const std::uint64_t wide = GetVarint();
    value = static_cast<T>(wide);
    if (static_cast<std::uint64_t>(value) != wide) ok_ = false;
  }
  template <std::signed_integral T>
  void Get(T& value) {
    const std::uint64_t raw = GetVarint();
    value =
        static_cast<T>(static_cast<std::int64_t>(raw >> 1) ^ -static_cast<std::int64_t>(raw & 1));
  }
  template <typename T>
  requires std::is_enum_v<T>
  void Get(T& value) { value = static_cast<T>(GetVarint()); }
  void Get(std::monostate&) {}
  void Get(std::string& text);
  template <typename Rep, typename Period>
  void Get(std::chrono::duration<Rep, Period>& span) {
    Rep count{};
    Get(count);
    span = std::chrono::duration<Rep, Period>(count);
  }
  template <typename T>
  requires archive_detail::kIsId<T>
  void Get(T& id) { id.value = GetVarint(); }
  template <typename Clock, typename D>
  void Get(std::chrono::time_point<Clock, D>& time) {
    D since{};
    Get(since);
    time = std::chrono::time_point<Clock, D>(since);
  }
  template <typename T>
  void Get(std::optional<T>& value) {
    value.reset();
    if (GetVarint() != 0 && ok_) Get(value.emplace());
  }
  template <typename A, typename B>
  void Get(std::pair<A, B>& value) {
    Get(value.first);
    Get(value.second);
  }
  template <typename T>
  void Get(std::vector<T>& values) {
    values.clear();
    for (std::uint64_t left = GetCount(); left > 0 && ok_; --left) Get(values.emplace_back());
  }
  template <typename T>
  void Get(std::set<T>& values) {
    values.clear();
    for (std::uint64_t left = GetCount(); left > 0 && ok_; --left) {
      T value{};
      Get(value);
      values.insert(values.end(), std::move(value));
    }
  }
  template <typename K, typename V>
  void Get(std::map<K, V>& values) {
    values.clear();
    for (std::uint64_t left = GetCount(); left > 0 && ok_; --left) {
      std::pair<K, V> entry{};
      Get(entry);
      values.insert(values.end(), std::move(entry));
    }
  }
  template <typename... T>
  void Get(std::variant<T...>& value) {
    GetAlternative<0>(value, GetVarint());
  }
  template <archive_detail::Composite T>
  void Get(T& value) {
    const auto fields = T::Fields(value);
    std::uint64_t left = GetVarint();
    if (left > std::tuple_size_v<decltype(fields)>) ok_ = false;  // Written by a newer program.
    std::apply([&](auto&... field) { (GetField(field, left), ...); }, fields);
  }

 private:
  std::uint64_t GetVarint();

  // A container's length. Each element takes at least one byte, which bounds what is allocated
  // (R3).
  std::uint64_t GetCount();

  template <typename T>
  void GetField(T& field, std::uint64_t& left) {
    if (left == 0 || !ok_) return;  // R2: an older program did not know this field.
    --left;
    Get(field);
  }

  template <std::size_t I, typename... T>
  void GetAlternative(std::variant<T...>& value, std::uint64_t index) {
    if constexpr (I == sizeof...(T)) {
      ok_ = false;
    } else if (index == I) {
      Get(value.template emplace<I>());
    } else {
      GetAlternative<I + 1>(value, index);
    }
  }

  std::string_view rest_;
  bool ok_ = true;
};

template <typename T>
std::string ToArchive(const T& value) {
  ArchiveWriter writer;
  writer.Put(value);
  return writer.Take();
}

// Errors: kDataLoss when `bytes` are not exactly one value of this type.
template <typename T>
Result<T> FromArchive(std::string_view bytes) {
  ArchiveReader reader(bytes);
  T value{};
  reader.Get(value);
  if (!reader.ok() || !reader.at_end()) {
    return Fail(ErrorCode::kDataLoss, "archived value is damaged or of a newer program");
  }
  return value;
}

}  // namespace jackfield
