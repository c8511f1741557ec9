#include "server/net/certificate.h"

#include <ctime>
#include <memory>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace jackfield::net {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

Bio Open(std::string_view pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
}

// Keys with a passphrase are not read: nobody is there to be asked.
int NoPassphrase(char*, int, int, void*) { return -1; }

}  // namespace

Result<WallTime> ReadCertificate(std::string_view chain_pem, std::string_view key_pem) {
  const Bio chain = Open(chain_pem);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(chain.get(), nullptr, &NoPassphrase, nullptr), &X509_free);
  if (!certificate) {
    return Fail(ErrorCode::kInvalidArgument, "the certificate is not a PEM certificate");
  }
  const Bio key_text = Open(key_pem);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(key_text.get(), nullptr, &NoPassphrase, nullptr), &EVP_PKEY_free);
  if (!key) {
    return Fail(ErrorCode::kInvalidArgument, "the key is not a PEM key without passphrase");
  }
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    return Fail(ErrorCode::kInvalidArgument, "the key is not that of the certificate");
  }
  std::tm expires{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &expires) != 1) {
    return Fail(ErrorCode::kInvalidArgument, "the certificate does not say when it expires");
  }
  return WallTime(std::chrono::seconds(timegm(&expires)));
}

}  // namespace jackfield::net
