#include "server/http_api/session_cookie.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::http_api {
namespace {

TEST(SessionCookieTest, NoScriptCanReadItAndNoOtherHostGetsIt) {
  EXPECT_EQ(SessionCookie("s3cret_-A"),
            "__Host-jackfield=s3cret_-A; Path=/; Secure; HttpOnly; SameSite=Lax");
}

TEST(SessionCookieTest, AnEmptySecretMakesTheBrowserForgetIt) {
  EXPECT_EQ(SessionCookie(""),
            "__Host-jackfield=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
}

TEST(SessionCookieTest, TheSecretIsFoundAmongOtherCookies) {
  EXPECT_EQ(SessionSecret("__Host-jackfield=abc"), "abc");
  EXPECT_EQ(SessionSecret("theme=dark; __Host-jackfield=abc; x=y"), "abc");
  EXPECT_EQ(SessionSecret("theme=dark;__Host-jackfield=abc"), "abc");
}

TEST(SessionCookieTest, WhatIsNoSecretIsNone) {
  EXPECT_EQ(SessionSecret(""), "");
  EXPECT_EQ(SessionSecret("jackfield=abc"), "");
  EXPECT_EQ(SessionSecret("x__Host-jackfield=abc"), "");
  EXPECT_EQ(SessionSecret("__Host-jackfield="), "");
  EXPECT_EQ(SessionSecret("__Host-jackfield=a\r\nb"), "");
  EXPECT_EQ(SessionSecret("__Host-jackfield=\"abc\""), "");
  EXPECT_EQ(SessionSecret("__Host-jackfield=" + std::string(257, 'a')), "");
  EXPECT_EQ(SessionSecret(";;; ;"), "");
}

}  // namespace
}  // namespace jackfield::http_api
