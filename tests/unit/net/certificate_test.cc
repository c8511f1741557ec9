#include "server/net/certificate.h"

#include <gtest/gtest.h>

namespace jackfield::net {
namespace {

// Made for this test by openssl req -x509 -newkey ec; used nowhere else.
constexpr std::string_view kCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBczCCARmgAwIBAgIUQf0xnokNK2g8jVKkpSeAL9pZ5VEwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAeFw0yNjExMjIxODQ4NTRaFw0zNjExMTkxODQ4NTRa
MA8xDTALBgNVBAMMBHRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS6HEMU
jUh4AbpukdKVtT9QBFnq8WxIjxvHokqCwdpG3GUcfx+Ur1kRL5+H5sYIX8+HBylz
YnvLbYihGf4ThBKjo1MwUTAdBgNVHQ4EFgQUyNjy27kKbaSz1s9IBL4ogbLqpeMw
HwYDVR0jBBgwFoAUyNjy27kKbaSz1s9IBL4ogbLqpeMwDwYDVR0TAQH/BAUwAwEB
/zAKBggqhkjOPQQDAgNIADBFAiEAzPDpVJLTxbpE6pwsue3Qx6NVASvrKEvrCBcL
9REFKn0CIAqmWzg36qyWlu3uA/6wu4FDAt6Nfo3E79wPUHjNiSrW
-----END CERTIFICATE-----
)";
constexpr std::string_view kKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgFq4d2JLtqSus14iN
qh1zgp2Cw80ESPqP+HW2UCsPSgqhRANCAAS6HEMUjUh4AbpukdKVtT9QBFnq8WxI
jxvHokqCwdpG3GUcfx+Ur1kRL5+H5sYIX8+HBylzYnvLbYihGf4ThBKj
-----END PRIVATE KEY-----
)";
constexpr std::string_view kOtherKey = R"(-----BEGIN EC PRIVATE KEY-----
MHcCAQEEICK9SBmC7eyjkNDSPPFwXYEuknjmRGHjVdklJl2W22zloAoGCCqGSM49
AwEHoUQDQgAE5ZqVrCKyifGmrbznWKy/1X64K1U65frZ9SJ3DXcR3wmPfdfmpi3k
b1gnsEZHiqQI6nVqXN8tYbQ1646/6N+JsQ==
-----END EC PRIVATE KEY-----
)";

TEST(CertificateTest, CertificateWithItsKeySaysWhenItExpires) {
  const Result<WallTime> expires = ReadCertificate(kCertificate, kKey);

  ASSERT_TRUE(expires) << expires.error().message;
  EXPECT_EQ(*expires, WallTime(std::chrono::seconds(2110733334)));
}

TEST(CertificateTest, KeyOfAnotherCertificateIsRefused) {
  const Result<WallTime> expires = ReadCertificate(kCertificate, kOtherKey);

  ASSERT_FALSE(expires);
  EXPECT_EQ(expires.error().message, "the key is not that of the certificate");
}

TEST(CertificateTest, WhatIsNotPemIsRefused) {
  EXPECT_FALSE(ReadCertificate("nonsense", kKey));
  EXPECT_FALSE(ReadCertificate("", kKey));
  EXPECT_FALSE(ReadCertificate(kCertificate, "nonsense"));
  EXPECT_FALSE(ReadCertificate(kKey, kCertificate));
}

}  // namespace
}  // namespace jackfield::net
