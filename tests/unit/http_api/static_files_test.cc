#include "server/http_api/static_files.h"

#include <gtest/gtest.h>

namespace jackfield::http_api {
namespace {

namespace http = boost::beast::http;

StaticFiles SmallSite() {
  return StaticFiles({{.path = "/index.html",
                       .content_type = "text/html; charset=utf-8",
                       .body = "<p>desk",
                       .etag = "\"1\""},
                      {.path = "/wall.html",
                       .content_type = "text/html; charset=utf-8",
                       .body = "<p>wall",
                       .etag = "\"2\""},
                      {.path = "/assets/desk-a1.js",
                       .content_type = "text/javascript",
                       .body = "plain",
                       .gzip = "zip",
                       .brotli = "br",
                       .etag = "\"3\"",
                       .immutable = true}});
}

HttpRequest Get(const char* target) { return HttpRequest(http::verb::get, target, 11); }

TEST(StaticFilesTest, PagesHaveShortNames) {
  EXPECT_EQ(SmallSite().Answer(Get("/"), false).body(), "<p>desk");
  EXPECT_EQ(SmallSite().Answer(Get("/wall"), false).body(), "<p>wall");
  EXPECT_EQ(SmallSite().Answer(Get("/wall.html"), false).body(), "<p>wall");
  EXPECT_EQ(SmallSite().Answer(Get("/wall?queues=sales"), false).body(), "<p>wall");
}

TEST(StaticFilesTest, OnlyWhatIsInTheTableExists) {
  for (const char* const target :
       {"/nothing", "/../etc/passwd", "/assets/../index.html", "/assets/%2e%2e/index.html",
        "//index.html", "/index.html/", "/assets/", "*", ""}) {
    EXPECT_EQ(SmallSite().Answer(Get(target), false).result_int(), 404U) << target;
  }
}

TEST(StaticFilesTest, WhatAClientTakesIsSentCompressed) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "plain"},           {"gzip", "zip"},       {"gzip, deflate, br", "br"},
      {"br;q=0, gzip", "zip"}, {"br;q=0.0", "plain"}, {"br;q=0.5", "br"},
      {"deflate", "plain"},    {"gzip;q=1.0", "zip"}, {"brotli", "plain"}};
  for (const auto& [accepted, body] : cases) {
    HttpRequest request = Get("/assets/desk-a1.js");
    request.set(http::field::accept_encoding, accepted);
    const HttpResponse response = SmallSite().Answer(request, false);
    EXPECT_EQ(response.body(), body) << accepted;
    EXPECT_EQ(response[http::field::vary], "Accept-Encoding");
  }
}

TEST(StaticFilesTest, WhatTheClientHasIsNotSentAgain) {
  HttpRequest request = Get("/");
  request.set(http::field::if_none_match, "\"1\"");

  const HttpResponse response = SmallSite().Answer(request, false);

  EXPECT_EQ(response.result_int(), 304U);
  EXPECT_EQ(response.body(), "");
}

TEST(StaticFilesTest, PagesAreAskedForAgainAndNamedAssetsAreNot) {
  EXPECT_EQ(SmallSite().Answer(Get("/"), false)[http::field::cache_control], "no-cache");
  EXPECT_EQ(SmallSite().Answer(Get("/assets/desk-a1.js"), false)[http::field::cache_control],
            "public, max-age=31536000, immutable");
}

TEST(StaticFilesTest, OnlyGetAndHead) {
  HttpRequest request = Get("/");
  request.method(http::verb::delete_);
  EXPECT_EQ(SmallSite().Answer(request, false).result_int(), 405U);

  request.method(http::verb::head);
  const HttpResponse response = SmallSite().Answer(request, false);
  EXPECT_EQ(response.body(), "");
  EXPECT_EQ(response[http::field::content_length], "7");
}

TEST(StaticFilesTest, EveryAnswerKeepsThePageToItself) {
  for (const char* const target : {"/", "/nothing", "/assets/desk-a1.js"}) {
    const HttpResponse response = SmallSite().Answer(Get(target), false);
    const std::string policy(response["Content-Security-Policy"]);
    EXPECT_NE(policy.find("script-src 'self';"), std::string::npos);
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_NE(policy.find("require-trusted-types-for 'script'"), std::string::npos);
    EXPECT_EQ(response["X-Content-Type-Options"], "nosniff");
    EXPECT_EQ(response["Referrer-Policy"], "no-referrer");
    EXPECT_EQ(response["Strict-Transport-Security"], "");
  }
  EXPECT_EQ(SmallSite().Answer(Get("/"), true)["Strict-Transport-Security"], "max-age=31536000");
}

TEST(StaticFilesTest, AServerWithoutPagesSaysSo) {
  EXPECT_EQ(StaticFiles({}).Answer(Get("/"), false).body(),
            "this server was built without its web pages\n");
}

}  // namespace
}  // namespace jackfield::http_api
