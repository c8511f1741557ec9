#include "server/storage/sqlite/search_words.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace jackfield::sqlite {
namespace {

// Scripts without spaces: kana, bopomofo, ideographs, their compatibility forms and extensions.
constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 6> kUnspaced = {{
    {0x3005, 0x3007},
    {0x3041, 0x312f},
    {0x3400, 0x4dbf},
    {0x4e00, 0x9fff},
    {0xf900, 0xfaff},
    {0x20000, 0x323af},
}};

bool IsUnspaced(std::uint32_t character) {
  return std::any_of(kUnspaced.begin(), kUnspaced.end(), [&](const auto& range) {
    return range.first <= character && character <= range.second;
  });
}

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
};

// The UTF-8 character at the front; a byte that begins none stands for itself.
Character FrontOf(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t bytes = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  if (bytes == 1 || text.size() < bytes) return {first, 1};
  std::uint32_t code = first & (0x7fU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xc0U) != 0x80U) return {first, 1};
    code = (code << 6U) | (next & 0x3fU);
  }
  return {code, bytes};
}

bool IsDigit(char byte) { return byte >= '0' && byte <= '9'; }

// Of ASCII, only letters and digits are parts of words; what lies beyond is left to the tokenizer.
bool IsWordByte(char byte) {
  return IsDigit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (static_cast<unsigned char>(byte) & 0x80U) != 0;
}

bool IsSpace(char byte) { return static_cast<unsigned char>(byte) <= ' ' || byte == 0x7f; }

// The words between spaces, each cleaned of what is no part of a word.
std::vector<std::string> WordsIn(std::string_view query) {
  std::vector<std::string> words(1);
  for (const char byte : query) {
    if (IsSpace(byte)) {
      if (!words.back().empty()) words.emplace_back();
    } else if (IsWordByte(byte)) {
      words.back() += byte;
    } else if (!words.back().empty() && words.back().back() != ' ') {
      words.back() += ' ';
    }
  }
  std::erase_if(words, [](const std::string& word) { return word.empty(); });
  if (words.size() > kQueryWordsMax) words.resize(kQueryWordsMax);
  return words;
}

// "+49 (30) 90-18/20": nothing but digits and what stands between them.
bool LooksLikeNumber(std::string_view query) {
  return std::all_of(query.begin(), query.end(), [](char byte) {
    return IsDigit(byte) || std::string_view(" +-./()").find(byte) != std::string_view::npos;
  });
}

}  // namespace

std::string SplitCharacters(std::string_view text) {
  std::string split;
  split.reserve(text.size());
  while (!text.empty()) {
    const Character character = FrontOf(text);
    const bool alone = IsUnspaced(character.code);
    if (alone) split += ' ';
    split += text.substr(0, character.bytes);
    if (alone) split += ' ';
    text.remove_prefix(character.bytes);
  }
  return split;
}

std::string WordsOf(const Customer& customer) {
  std::string words = customer.display_name + " \n" + customer.company;
  for (const std::string& address : customer.email_addresses) words += " \n" + address;
  for (const auto& [system, id] : customer.external_ids) words += " \n" + id;
  return SplitCharacters(words);
}

WordQuery ParseQuery(std::string_view query) {
  WordQuery parsed;
  for (const std::string& word : WordsIn(query)) {
    const std::string quoted = '"' + SplitCharacters(word) + '"';
    parsed.whole += quoted + ' ';
    parsed.begun += quoted + "* ";
    parsed.empty = false;
  }
  if (!parsed.empty && LooksLikeNumber(query)) {
    std::string digits = DigitsOf(query);
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.size() >= kNumberDigitsMin) parsed.digits = std::move(digits);
  }
  return parsed;
}

std::vector<std::string> TermsOf(std::string_view query) {
  std::vector<std::string> terms;
  for (const std::string& word : WordsIn(query)) {
    terms.push_back('"' + SplitCharacters(word) + "\"*");
  }
  return terms;
}

std::string DigitsOf(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), &IsDigit);
  return digits;
}

std::string DigitsReversed(const CustomerNumber& number) {
  std::string digits = DigitsOf(number.e164.empty() ? number.raw : number.e164);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

}  // namespace jackfield::sqlite
