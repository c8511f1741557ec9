#include "server/storage/sqlite/subject_cipher.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::sqlite {
namespace {

const SubjectKey kKey{7, std::string(kSubjectKeyBytes, 'k')};
const std::string kNonce(kNonceBytes, 'n');

TEST(SubjectCipherTest, ASealedTextOpensToWhatItWas) {
  const std::string sealed = SealText(kKey, kNonce, "Grüße");

  EXPECT_EQ(OpenText(kKey, sealed).value(), "Grüße");
  EXPECT_EQ(sealed.find("Gr"), std::string::npos);
}

TEST(SubjectCipherTest, AnyChangedByteIsDataLoss) {
  const std::string sealed = SealText(kKey, kNonce, "Ana");

  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(OpenText(kKey, changed).error().code, ErrorCode::kDataLoss) << i;
  }
}

TEST(SubjectCipherTest, ATextDoesNotOpenUnderAnotherIdOfTheSameKey) {
  const std::string sealed = SealText(kKey, kNonce, "Ana");

  EXPECT_FALSE(OpenText({8, kKey.key}, sealed));
}

TEST(SubjectCipherTest, WhatIsTooShortOrHasAWrongKeyIsDataLoss) {
  const std::string sealed = SealText(kKey, kNonce, "Ana");

  EXPECT_FALSE(OpenText(kKey, ""));
  EXPECT_FALSE(OpenText(kKey, sealed.substr(0, kNonceBytes + 15)));
  EXPECT_FALSE(OpenText({7, "short"}, sealed));
}

}  // namespace
}  // namespace jackfield::sqlite
