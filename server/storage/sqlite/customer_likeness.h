#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// When two customers look alike to a person who reads their names.
//
// Rules:
//  L1. Case, width, accents and what stands between words make no difference: `MÜLLER, Ana` is
//      `ana muller`; `ß` is `ss`. (Unicode: NFKC with case folding, then without combining marks.)
//  L2. The order of words makes none: `Müller Ana` is `Ana Müller`.
//  L3. Chinese, Japanese and Korean text is one word, whatever spaces stand in it, and its order
//      counts: `张 伟` is `张伟`, and is not `伟张`.
//
// Thread safety: pure functions.
namespace jackfield::sqlite {

// A name in the form in which it is compared: its words by L1 to L3, in the order of their bytes,
// with one space between. Empty: it has no letter and no digit.
std::string FoldedName(std::string_view text);

// Whether two names may be meant for one person: equal by L1 to L3, or all words of the one occur
// in the other, where a single letter stands for a word that it begins: `E. Muster` is like `Erika
// Muster`. Names without words are like none.
bool AreNamesAlike(std::string_view left, std::string_view right);

// What name and company are found by: equal for those that are equal by L1 to L3. 0: there is no
// company, or no name, and nothing is to be found. Two that differ may have the same by chance.
std::int64_t NameAndCompanyKey(std::string_view display_name, std::string_view company);

// Whether name and company are the same by L1 to L3.
bool AreNameAndCompanySame(std::string_view left_name, std::string_view left_company,
                           std::string_view right_name, std::string_view right_company);

}  // namespace jackfield::sqlite
