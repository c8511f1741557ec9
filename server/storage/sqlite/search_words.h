#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/ports/customers.h"

namespace jackfield::sqlite {

// Longest query in bytes that is searched for; at most kQueryWordsMax of its words count.
constexpr std::size_t kQueryBytesMax = 800;
constexpr std::size_t kQueryWordsMax = 12;
// Fewer digits than these are no part of a number.
constexpr std::size_t kNumberDigitsMin = 3;

// The text with a space on both sides of each Chinese character (and kana), so that the tokenizer
// of FTS5 takes each for a word: it knows no words where nothing stands between them.
//
// Thread safety: pure functions.
std::string SplitCharacters(std::string_view text);

// What full-text search knows of a customer.
std::string WordsOf(const Customer& customer);

// A query as expressions of FTS5's MATCH. Whatever was typed is quoted: it has no operators.
struct WordQuery {
  bool empty = true;   // It holds no word: nothing can be found.
  std::string whole;   // All words occur.
  std::string begun;   // All words occur or begin a word.
  std::string digits;  // Not empty: it looks like a number; its digits without leading zeros.
};
WordQuery ParseQuery(std::string_view query);

// The same word by word: each expression finds a word, or what it begins. At most kQueryWordsMax;
// none where the query holds no word.
std::vector<std::string> TermsOf(std::string_view query);

// The digits of `text`, in order.
std::string DigitsOf(std::string_view text);
// The digits that a number is found by from its end; reversed. Empty: it has none.
std::string DigitsReversed(const CustomerNumber& number);

}  // namespace jackfield::sqlite
