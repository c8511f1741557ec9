#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "server/grpc_api/status_mapping.h"
#include "server/http_api/grpc_web_frames.h"
#include "server/http_api/web_server.h"
#include "tests/support/api_site.h"
#include "tests/support/http_client.h"

namespace jackfield::test {

constexpr const char* kWhoAmI = "/jackfield.v1.SessionService/WhoAmI";
constexpr const char* kWatchDesk = "/jackfield.v1.DeskService/WatchDesk";
constexpr const char* kStreamsEnded = "jackfield_web_streams_ended_total";
constexpr const char* kGrpcWeb = "application/grpc-web+proto";

inline std::string Bearer(const std::string& secret) { return "Bearer " + secret; }

// The web port before a site with its services.
//
// Thread safety: none; one per test.
class WebServerTest : public testing::Test {
 protected:
  WebServerTest() {
    site_.Apply(ApiSite::SmallCentre());
    server_ = Start({});
  }

  std::unique_ptr<http_api::WebServer> Start(http_api::WebServerOptions options) {
    options.listen.host = "127.0.0.1";
    options.listen.connections_max = 64;
    options.listen.per_address_max = std::min<std::size_t>(options.listen.per_address_max, 64);
    options.origins = {"https://crm.example"};
    options.files = {
        {.path = "/index.html", .content_type = "text/html", .body = "<p>desk", .etag = "\"1\""},
        {.path = "/big", .content_type = "text/plain", .body = big_, .etag = "\"2\""}};
    return http_api::WebServer::Start(
               std::move(options), site_.InProcess(),
               [](const Error& error) { return grpc_api::ToGrpcStatus(error); }, site_.metrics())
        .value();
  }

  // A stream of the agent's desk that has begun.
  std::unique_ptr<HttpClient> OpenStream() { return OpenStream(site_.SignIn("agent")); }
  std::unique_ptr<HttpClient> OpenStream(const std::string& secret) {
    auto client = std::make_unique<HttpClient>(server_->port());
    client->Send(kWatchDesk, http_api::MessageFrame(""),
                 {{"content-type", kGrpcWeb}, {"authorization", Bearer(secret)}});
    EXPECT_GE(client->AwaitBody(5).size(), 5U);
    return client;
  }

  const std::string big_ = std::string(64 * 1024 * 1024, 'x');
  ApiSite site_;
  std::unique_ptr<http_api::WebServer> server_;
};

}  // namespace jackfield::test
