#include "server/grpc_api/configuration_check.h"

#include <algorithm>
#include <utility>

namespace jackfield::grpc_api {
namespace {

bool Continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

void DocumentCheck::Refuse(std::string field, std::string rule) {
  if (error_.fields.empty()) error_.message = field + ": " + rule;
  if (error_.fields.size() >= kViolationsMax) return;
  error_.fields.push_back({std::move(field), std::move(rule)});
}

void DocumentCheck::Text(const std::string& field, std::string_view text, std::size_t min,
                         std::size_t max) {
  const std::size_t count = CharacterCount(text);
  if (count >= min && count <= max) return;
  Refuse(field, "must have " + std::to_string(min) + " to " + std::to_string(max) + " characters");
}

void DocumentCheck::Word(const std::string& field, std::string_view word, std::size_t max,
                         std::string_view punctuation) {
  const bool known = std::all_of(word.begin(), word.end(), [punctuation](char c) {
    return (c >= 'a' && c <= 'z') || IsDigit(c) || punctuation.find(c) != std::string_view::npos;
  });
  if (known && !word.empty() && word.size() <= max) return;
  Refuse(field, "must have 1 to " + std::to_string(max) + " characters of a-z, 0-9 and " +
                    std::string(punctuation));
}

void DocumentCheck::Digits(const std::string& field, std::string_view digits, std::size_t max) {
  if (digits.size() <= max && std::all_of(digits.begin(), digits.end(), IsDigit)) return;
  Refuse(field, "must have up to " + std::to_string(max) + " digits");
}

void DocumentCheck::Time(const std::string& field, Duration value, Span range) {
  if (value >= range.min && value <= range.max) return;
  Refuse(field, "must be from " + std::to_string(range.min.count()) + " to " +
                    std::to_string(range.max.count()) + " ms");
}

void DocumentCheck::Number(const std::string& field, std::int64_t value, Range range) {
  if (value >= range.min && value <= range.max) return;
  Refuse(field, "must be from " + std::to_string(range.min) + " to " + std::to_string(range.max));
}

void DocumentCheck::Count(const std::string& field, int count, int max) {
  if (count > max) Refuse(field, "must have at most " + std::to_string(max) + " entries");
}

void DocumentCheck::Unique(const std::string& field, std::set<std::string>& known,
                           const std::string& key) {
  if (!known.insert(key).second) Refuse(field, "stands in the document twice");
}

Status DocumentCheck::status() const {
  if (error_.fields.empty()) return {};
  return tl::unexpected<Error>(error_);
}

std::string EntryAt(const std::string& list, int index) {
  return list + "[" + std::to_string(index) + "].";
}

std::size_t CharacterCount(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return !Continues(byte); }));
}

std::string FirstCharacters(std::string_view text, std::size_t max) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (Continues(text[i])) continue;
    if (count == max) return std::string(text.substr(0, i));
    ++count;
  }
  return std::string(text);
}

}  // namespace jackfield::grpc_api
