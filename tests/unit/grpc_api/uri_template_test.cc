#include "server/grpc_api/uri_template.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace jackfield::grpc_api {
namespace {

constexpr std::string_view kCrm = "https://crm.example/c?n={number}&c={customer}&e={external_id}";

TEST(UriTemplateTest, ValuesAreEncoded) {
  EXPECT_EQ(ExpandUri(kCrm, {"+4930901820", "ab12", "A 7/&?#"}),
            "https://crm.example/c?n=%2B4930901820&c=ab12&e=A%207%2F%26%3F%23");
  EXPECT_EQ(ExpandUri(kCrm, {}), "https://crm.example/c?n=&c=&e=");
  EXPECT_EQ(ExpandUri("https://crm.example/", {"1", "2", "3"}), "https://crm.example/");
}

TEST(UriTemplateTest, APlaceInAValueIsNotFilledAgain) {
  EXPECT_EQ(ExpandUri("https://a/{number}", {"{customer}", "secret", ""}),
            "https://a/%7Bcustomer%7D");
}

TEST(UriTemplateTest, SchemeAndHostAreFixed) {
  for (const char* const good :
       {"https://crm.example", "https://crm.example:8443/a", "https://[::1]/{number}",
        "https://crm.example?n={number}", "https://crm.example#{customer}"}) {
    EXPECT_EQ(BrokenUriRule(good, UriSchemes::kHttps), "") << good;
  }
  for (const char* const bad : {"",
                                "crm.example",
                                "http://crm.example",
                                "javascript:alert(1)",
                                "//crm.example",
                                "HTTPS://crm.example",
                                " https://crm.example",
                                "https://",
                                "https:///path",
                                "https://{number}/",
                                "https://crm.{customer}/",
                                "https://me@crm.example/",
                                "https://crm.example\\@evil/",
                                "https://crm.example/a b",
                                "https://crm.example/\"",
                                "https://crm.example/\xC3\xA4",
                                "https://crm.example/{name}",
                                "https://crm.example/{",
                                "https://crm.example/}",
                                "https://crm.example/{{number}}",
                                "https://a/\r\nX: y"}) {
    EXPECT_NE(BrokenUriRule(bad, UriSchemes::kHttps), "") << bad;
  }
}

TEST(UriTemplateTest, PlainHttpIsForThoseThatAllowIt) {
  EXPECT_EQ(BrokenUriRule("http://crm.example/", UriSchemes::kHttpAndHttps), "");
  EXPECT_NE(BrokenUriRule("ftp://crm.example/", UriSchemes::kHttpAndHttps), "");
}

RC_GTEST_PROP(UriTemplateTest, NoValueLeavesItsPlace,
              (const std::string& number, const std::string& external)) {
  const std::string uri = ExpandUri("https://crm.example/{number}/{external_id}/end",
                                    {.number = number, .external_id = external});

  RC_ASSERT(uri.starts_with("https://crm.example/"));
  RC_ASSERT(uri.ends_with("/end"));
  RC_ASSERT(std::count(uri.begin(), uri.end(), '/') == 5);
  RC_ASSERT(uri.find_first_of("?#&\\\"' <>\r\n") == std::string::npos);
}

}  // namespace
}  // namespace jackfield::grpc_api
