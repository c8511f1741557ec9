#include "server/storage/sqlite/customer_likeness.h"

#include <gtest/gtest.h>

namespace jackfield::sqlite {
namespace {

TEST(CustomerLikenessTest, FoldedNamesDifferOnlyInWhatPeopleRead) {
  const struct {
    const char* text;
    const char* folded;
  } cases[] = {
      {"Ana Müller", "ana muller"},
      {"MÜLLER, Ana", "ana muller"},       // Case, order, what stands between.
      {"Ana Mu\u0308ller", "ana muller"},  // The accent as a character of its own.
      {"Ａｎａ　Ｍüller", "ana muller"},   // Full width.
      {"Groß & Söhne GmbH", "gmbh gross sohne"},
      {"O'Dowd", "dowd o"},
      {"Łukasz", "łukasz"},  // A letter of its own, no l with an accent.
      {"张伟", "张伟"},
      {" 张　伟 ", "张伟"},
      {"欧阳 雨桐", "欧阳雨桐"},
      {"张伟 David", "david 张伟"},
      {"山田 太郎", "山田太郎"},
      {"ﾔﾏﾀﾞ", "ヤマタ"},  // Half width becomes full; the mark goes as every mark.
      {"김 철수", "김철수"},
      {"--", ""},
      {"", ""},
      {"\xff\xfe", ""},
  };
  for (const auto& one : cases) {
    // Hangul is compared taken apart into its letters; both sides are, so that it does not matter.
    EXPECT_EQ(FoldedName(one.text), FoldedName(one.folded)) << one.text;
  }
}

TEST(CustomerLikenessTest, NamesAreAlikeWhenOneMayStandForTheOther) {
  const struct {
    const char* left;
    const char* right;
    bool alike;
  } cases[] = {
      {"Erika Mustermann", "MUSTERMANN Erika", true},
      {"E. Mustermann", "Erika Mustermann", true},
      {"Mustermann", "Erika Mustermann", true},
      {"Dr. Erika Mustermann", "Erika Mustermann", true},
      {"Jörg Groß", "jorg gross", true},
      {"张伟", "张 伟", true},
      {"Erika Mustermann", "Erik Mustermann", false},
      {"Erika Mustermann", "Max Mustermann", false},
      {"Ana Ana", "Ana Vidal", false},  // One word does not stand for two.
      {"A. Vidal", "Bernd Vidal", false},
      {"张伟", "伟张", false},
      {"张伟", "张伟强", false},
      {"", "Erika", false},
      {"--", "--", false},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(AreNamesAlike(one.left, one.right), one.alike) << one.left << " | " << one.right;
    EXPECT_EQ(AreNamesAlike(one.right, one.left), one.alike) << one.right << " | " << one.left;
  }
}

TEST(CustomerLikenessTest, KeyIsThatOfNameAndCompanyAndNeedsBoth) {
  const auto key = NameAndCompanyKey("Ana Müller", "Kessel & Söhne");

  EXPECT_EQ(NameAndCompanyKey("MÜLLER Ana", "kessel und söhne") == key, false);
  EXPECT_EQ(NameAndCompanyKey("MÜLLER Ana", "KESSEL, SÖHNE"), key);
  EXPECT_NE(NameAndCompanyKey("Ana", "Müller Kessel & Söhne"), key);
  EXPECT_EQ(NameAndCompanyKey("Ana Müller", ""), 0);
  EXPECT_EQ(NameAndCompanyKey("", "Kessel"), 0);
  EXPECT_EQ(NameAndCompanyKey("Ana", "Kessel"), -151716864213352006) << "Stored keys must stay.";
}

TEST(CustomerLikenessTest, NameAndCompanyAreTheSameOnlyTogether) {
  EXPECT_TRUE(AreNameAndCompanySame("李 娜", "东方茶业", "李娜", "东方 茶业"));
  EXPECT_FALSE(AreNameAndCompanySame("李娜", "东方茶业", "李娜", "长江物流"));
}

}  // namespace
}  // namespace jackfield::sqlite
