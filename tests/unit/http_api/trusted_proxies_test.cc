#include "server/http_api/trusted_proxies.h"

#include <initializer_list>

#include <gtest/gtest.h>

namespace jackfield::http_api {
namespace {

constexpr const char* kProxy = "ipv4:10.0.0.1:4711";

std::string ClientOf(const std::string& peer, std::initializer_list<const char*> forwarded) {
  HttpRequest request(boost::beast::http::verb::post, "/", 11);
  for (const char* const value : forwarded) request.insert("X-Forwarded-For", value);
  return TrustedProxies({"10.0.0.1", "10.0.0.2", "::1"}).ClientOf(peer, request);
}

TEST(TrustedProxiesTest, WhoIsNotListedIsNotBelieved) {
  EXPECT_EQ(ClientOf("ipv4:10.0.0.9:4711", {"192.0.2.7"}), "ipv4:10.0.0.9:4711");
}

TEST(TrustedProxiesTest, WithoutAListNobodyIsBelieved) {
  HttpRequest request(boost::beast::http::verb::post, "/", 11);
  request.set("X-Forwarded-For", "192.0.2.7");

  EXPECT_EQ(TrustedProxies({}).ClientOf(kProxy, request), kProxy);
}

TEST(TrustedProxiesTest, AListedProxyTellsTheClient) {
  EXPECT_EQ(ClientOf(kProxy, {"192.0.2.7"}), "ipv4:192.0.2.7:0");
  EXPECT_EQ(ClientOf(kProxy, {" 2001:db8::7 "}), "ipv6:[2001:db8::7]:0");
  EXPECT_EQ(ClientOf("ipv6:[::1]:4711", {"192.0.2.7"}), "ipv4:192.0.2.7:0");
}

// As a socket that listens for both kinds sees IPv4.
TEST(TrustedProxiesTest, AnAddressOfIpv4InIpv6IsTheSame) {
  EXPECT_EQ(ClientOf("ipv6:[::ffff:10.0.0.1]:4711", {"::ffff:192.0.2.7"}), "ipv4:192.0.2.7:0");
}

// T1. What the client wrote itself stands left of what the proxy appended.
TEST(TrustedProxiesTest, WhatTheClientWroteCountsForNothing) {
  EXPECT_EQ(ClientOf(kProxy, {"127.0.0.1, 192.0.2.7"}), "ipv4:192.0.2.7:0");
  EXPECT_EQ(ClientOf(kProxy, {"127.0.0.1", "192.0.2.7"}), "ipv4:192.0.2.7:0");
  EXPECT_EQ(ClientOf(kProxy, {"nonsense, 192.0.2.7"}), "ipv4:192.0.2.7:0");
}

TEST(TrustedProxiesTest, ProxiesBehindEachOtherAreRead) {
  EXPECT_EQ(ClientOf(kProxy, {"127.0.0.1, 192.0.2.7, 10.0.0.2"}), "ipv4:192.0.2.7:0");
  EXPECT_EQ(ClientOf(kProxy, {"10.0.0.2"}), "ipv4:10.0.0.2:0");
}

// T2.
TEST(TrustedProxiesTest, WhatIsNoAddressLeavesTheProxys) {
  for (const char* const told : {"", "unknown", "192.0.2.7:80", "192.0.2.7,", "_hidden"}) {
    EXPECT_EQ(ClientOf(kProxy, {told}), kProxy) << told;
  }
  EXPECT_EQ(ClientOf(kProxy, {}), kProxy);
}

TEST(TrustedProxiesTest, AnAddressIsReadWithoutKindAndPort) {
  EXPECT_EQ(AddressOf("ipv4:10.0.0.7:51234"), "10.0.0.7");
  EXPECT_EQ(AddressOf("ipv6:[::1]:51234"), "::1");
  EXPECT_EQ(AddressOf("unknown"), "");
}

}  // namespace
}  // namespace jackfield::http_api
