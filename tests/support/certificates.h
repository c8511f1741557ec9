#pragma once

namespace jackfield::fakes {

// A certificate for the name jackfield.test, and its key. Valid until 2126. Made for tests by
// openssl req -x509 -newkey ec; used nowhere else.
struct CertificatePair {
  const char* certificate;
  const char* key;
};
inline constexpr CertificatePair kFirstCertificate = {R"(-----BEGIN CERTIFICATE-----
MIIBpDCCAUqgAwIBAgIUdUuHl/m3q8WHQkNUmQ63XnVh28wwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOamFja2ZpZWxkLnRlc3QwIBcNMjYxMTIyMjEzMTU1WhgPMjEy
NjEwMjkyMTMxNTVaMBkxFzAVBgNVBAMMDmphY2tmaWVsZC50ZXN0MFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAE4+h68sBa9KZgA0i4OppeeT0RD/ULO3mdH+0VXPtO
HtiQxO9hqTJz6R4bVmNmZIh9e1F5dJkYtdJf9LfZWhmbuaNuMGwwHQYDVR0OBBYE
FLcd4I5mvGX9NefOCkeMyiReKV7vMB8GA1UdIwQYMBaAFLcd4I5mvGX9NefOCkeM
yiReKV7vMA8GA1UdEwEB/wQFMAMBAf8wGQYDVR0RBBIwEIIOamFja2ZpZWxkLnRl
c3QwCgYIKoZIzj0EAwIDSAAwRQIhALuTJQsQvwbh87fianm4iTA2rAzJoWkVA4cQ
pT2ic1pdAiACIr5lOCZaVOpfotSlZtK+3OniT4VXuU1LZJxZxu38rw==
-----END CERTIFICATE-----
)",
                                                      R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgDw8RujY0bHdG4j8/
65RMOBT2THfkUwMyl/tmXjlCW4ehRANCAATj6HrywFr0pmADSLg6ml55PREP9Qs7
eZ0f7RVc+04e2JDE72GpMnPpHhtWY2ZkiH17UXl0mRi10l/0t9laGZu5
-----END PRIVATE KEY-----
)"};
inline constexpr CertificatePair kSecondCertificate = {R"(-----BEGIN CERTIFICATE-----
MIIBozCCAUqgAwIBAgIUVYnGd85TGDkZarFj0trdrO9/zPowCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOamFja2ZpZWxkLnRlc3QwIBcNMjYxMTIyMjEzMTU1WhgPMjEy
NjEwMjkyMTMxNTVaMBkxFzAVBgNVBAMMDmphY2tmaWVsZC50ZXN0MFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEKEO8kwZHs8LJ4/ozvklFjwBr/QyTaLGIeF8WcAuy
fQfdK3UgX5E5kwJLga86fk6Kb6Mr8q7heHWbKBvq56uBFaNuMGwwHQYDVR0OBBYE
FHEzgIyHzKaKD3x+6gnQzc9Plwj/MB8GA1UdIwQYMBaAFHEzgIyHzKaKD3x+6gnQ
zc9Plwj/MA8GA1UdEwEB/wQFMAMBAf8wGQYDVR0RBBIwEIIOamFja2ZpZWxkLnRl
c3QwCgYIKoZIzj0EAwIDRwAwRAIgDPAssLdazSSb8fOa8Wq++ski9tBZWGdcuDFG
KBSRaXACIGIQoqeP4ar1xcbLbtwFLd7r0mnYcKYRnHaJGWHwwb/n
-----END CERTIFICATE-----
)",
                                                       R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgM8mhQgRSjddcs5U+
EthbiGz4P/KcNUCdPaBLhq+fKCOhRANCAAQoQ7yTBkezwsnj+jO+SUWPAGv9DJNo
sYh4XxZwC7J9B90rdSBfkTmTAkuBrzp+TopvoyvyruF4dZsoG+rnq4EV
-----END PRIVATE KEY-----
)"};

}  // namespace jackfield::fakes
