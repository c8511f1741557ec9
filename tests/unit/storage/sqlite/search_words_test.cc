#include "server/storage/sqlite/search_words.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::sqlite {
namespace {

TEST(SearchWordsTest, ChineseCharactersAndKanaStandAloneAndLettersDoNot) {
  EXPECT_EQ(SplitCharacters("张伟abc"), " 张  伟 abc");
  EXPECT_EQ(SplitCharacters("かな"), " か  な ");
  EXPECT_EQ(SplitCharacters("Müller"), "Müller");
  EXPECT_EQ(SplitCharacters("한국"), "한국");
}

TEST(SearchWordsTest, BrokenUtf8StaysAsItIs) {
  EXPECT_EQ(SplitCharacters("a\xff\xe5\xbc"), "a\xff\xe5\xbc");
}

TEST(SearchWordsTest, EachWordBecomesAQuotedPhrase) {
  const WordQuery query = ParseQuery("  o'brien 张伟");

  EXPECT_EQ(query.whole, "\"o brien\" \" 张  伟 \" ");
  EXPECT_EQ(query.begun, "\"o brien\"* \" 张  伟 \"* ");
  EXPECT_FALSE(query.empty);
}

TEST(SearchWordsTest, NoOperatorOrQuoteOfTheQueryIsLeft) {
  EXPECT_EQ(ParseQuery("a\"b OR c*:^").whole, "\"a b\" \"OR\" \"c \" ");
  EXPECT_TRUE(ParseQuery("\"*()^:-").empty);
  EXPECT_TRUE(ParseQuery(std::string("\0\x01", 2)).empty);
}

TEST(SearchWordsTest, OnlyTheFirstWordsOfALongQueryCount) {
  EXPECT_EQ(ParseQuery("a b c d e f g h i j k l m").whole.find("\"m\""), std::string::npos);
  EXPECT_NE(ParseQuery("a b c d e f g h i j k l m").whole.find("\"l\""), std::string::npos);
}

TEST(SearchWordsTest, EachWordIsATermOfItsOwn) {
  EXPECT_EQ(TermsOf("late, Müller 张伟"),
            (std::vector<std::string>{"\"late \"*", "\"Müller\"*", "\" 张  伟 \"*"}));
  EXPECT_TRUE(TermsOf(" * ").empty());
}

TEST(SearchWordsTest, WhatLooksLikeANumberIsItsDigitsWithoutLeadingZeros) {
  EXPECT_EQ(ParseQuery("+49 (30) 90-18/20").digits, "4930901820");
  EXPECT_EQ(ParseQuery("0049 30").digits, "4930");
  EXPECT_EQ(ParseQuery("030").digits, "");
  EXPECT_EQ(ParseQuery("12").digits, "");
  EXPECT_EQ(ParseQuery("123").digits, "123");
  EXPECT_EQ(ParseQuery("0000").digits, "");
  EXPECT_EQ(ParseQuery("room 123").digits, "");
}

TEST(SearchWordsTest, ANumberIsFoundFromItsEndByE164OrAsEntered) {
  EXPECT_EQ(DigitsReversed({"030 12", "+493012", "3012", "", ""}), "210394");
  EXPECT_EQ(DigitsReversed({"20-1", "", "", "201", ""}), "102");
}

}  // namespace
}  // namespace jackfield::sqlite
