#include "server/storage/sqlite/customer_likeness.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

namespace jackfield::sqlite {
namespace {

using Words = std::vector<icu::UnicodeString>;

// Names are at most 200 characters on the wire; whatever is longer is compared by its beginning.
constexpr std::size_t kNameBytesMax = 1024;

// L1. The tables are in the library; only a broken installation lacks them, and then names are
// compared as written.
icu::UnicodeString Folded(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString raw = icu::UnicodeString::fromUTF8(icu::StringPiece(
      text.data(), static_cast<std::int32_t>(std::min(text.size(), kNameBytesMax))));
  const icu::Normalizer2* const fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  const icu::Normalizer2* const decompose = icu::Normalizer2::getNFDInstance(error);
  if (U_FAILURE(error)) return raw;
  icu::UnicodeString folded = decompose->normalize(fold->normalize(raw, error), error);
  return U_FAILURE(error) ? raw : folded;
}

// L3.
bool IsUnspaced(UChar32 character) {
  constexpr auto kScripts = std::to_array<UScriptCode>(
      {USCRIPT_HAN, USCRIPT_HIRAGANA, USCRIPT_KATAKANA, USCRIPT_BOPOMOFO, USCRIPT_HANGUL});
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(character, &error);
  return std::find(kScripts.begin(), kScripts.end(), script) != kScripts.end();
}

// The words of a text, in its order.
Words WordsOf(std::string_view text) {
  const icu::UnicodeString folded = Folded(text);
  Words words;
  bool in_word = false;
  bool unspaced = false;  // The last word is of a script without spaces.
  for (std::int32_t at = 0; at < folded.length(); at = folded.moveIndex32(at, 1)) {
    const UChar32 character = folded.char32At(at);
    if (u_charType(character) == U_NON_SPACING_MARK) continue;  // L1
    if (!u_isalnum(character)) {
      in_word = false;
      continue;
    }
    const bool alone = IsUnspaced(character);
    if (words.empty() || alone != unspaced || (!alone && !in_word)) words.emplace_back();
    words.back().append(character);
    in_word = true;
    unspaced = alone;
  }
  return words;
}

bool Stands(const icu::UnicodeString& word, const icu::UnicodeString& whole) {
  return word == whole || (word.countChar32() == 1 && whole.startsWith(word));
}

// Whether each of `words` has a word of its own in `others`.
bool AllOccur(const Words& words, Words others) {
  return std::all_of(words.begin(), words.end(), [&others](const icu::UnicodeString& word) {
    const auto found =
        std::find_if(others.begin(), others.end(), [&word](const icu::UnicodeString& other) {
          return Stands(word, other) || Stands(other, word);
        });
    if (found == others.end()) return false;
    others.erase(found);
    return true;
  });
}

}  // namespace

std::string FoldedName(std::string_view text) {
  std::vector<std::string> words;
  for (const icu::UnicodeString& word : WordsOf(text)) word.toUTF8String(words.emplace_back());
  std::sort(words.begin(), words.end());  // L2
  std::string name;
  for (const std::string& word : words) name.append(name.empty() ? "" : " ").append(word);
  return name;
}

bool AreNamesAlike(std::string_view left, std::string_view right) {
  Words fewer = WordsOf(left);
  Words more = WordsOf(right);
  if (fewer.size() > more.size()) std::swap(fewer, more);
  if (fewer.empty()) return false;
  // Whole words first, so that an initial does not take the word of another.
  std::stable_sort(fewer.begin(), fewer.end(),
                   [](const auto& a, const auto& b) { return a.length() > b.length(); });
  return AllOccur(fewer, std::move(more));
}

std::int64_t NameAndCompanyKey(std::string_view display_name, std::string_view company) {
  const std::string name = FoldedName(display_name);
  const std::string firm = FoldedName(company);
  if (name.empty() || firm.empty()) return 0;
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a: stored, so it must never change.
  for (const char byte : name + '\n' + firm) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  }
  return hash == 0 ? 1 : static_cast<std::int64_t>(hash);
}

bool AreNameAndCompanySame(std::string_view left_name, std::string_view left_company,
                           std::string_view right_name, std::string_view right_company) {
  return FoldedName(left_name) == FoldedName(right_name) &&
         FoldedName(left_company) == FoldedName(right_company);
}

}  // namespace jackfield::sqlite
