#pragma once

#include <string>
#include <string_view>
#include <vector>

// Sentences and facts as lines for a terminal. Pure functions. Nothing is escaped.
namespace jackfield::cli {

// Adds `text` in lines of at most 78 columns, broken between words: the first behind `label`, the
// others below it.
void AddWrapped(std::string_view label, std::string_view text, std::vector<std::string>& lines);

// Adds `text` behind `label`, which is filled up to a common width. Nothing for an empty text.
void AddFact(std::string_view label, std::string_view text, std::vector<std::string>& lines);

}  // namespace jackfield::cli
