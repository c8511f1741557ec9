#include "server/storage/sqlite/subject_cipher.h"

#include <array>

#include <sodium.h>

#include "server/base/check.h"

namespace jackfield::sqlite {
namespace {

constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kSubjectKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(kNonceBytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);

const unsigned char* Unsigned(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Little-endian, on every machine.
std::array<unsigned char, sizeof(std::uint64_t)> BytesOf(std::uint64_t id) {
  std::array<unsigned char, sizeof(std::uint64_t)> bytes{};
  for (unsigned char& byte : bytes) {
    byte = static_cast<unsigned char>(id & 0xffU);
    id >>= 8U;
  }
  return bytes;
}

}  // namespace

std::string SealText(const SubjectKey& key, std::string_view nonce, std::string_view clear) {
  JACKFIELD_CHECK(key.key.size() == kSubjectKeyBytes && nonce.size() == kNonceBytes);
  const auto bound = BytesOf(key.id);
  std::string sealed(nonce);
  sealed.resize(kNonceBytes + clear.size() + kTagBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      reinterpret_cast<unsigned char*>(sealed.data()) + kNonceBytes, nullptr, Unsigned(clear),
      clear.size(), bound.data(), bound.size(), nullptr, Unsigned(nonce), Unsigned(key.key));
  return sealed;
}

Result<std::string> OpenText(const SubjectKey& key, std::string_view sealed) {
  const auto damaged = Fail(ErrorCode::kDataLoss, "TEXT_DAMAGED", "a sealed text is damaged");
  if (key.key.size() != kSubjectKeyBytes || sealed.size() < kNonceBytes + kTagBytes) {
    return damaged;
  }
  const auto bound = BytesOf(key.id);
  const std::string_view rest = sealed.substr(kNonceBytes);
  std::string clear(rest.size() - kTagBytes, '\0');
  const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(clear.data()), nullptr, nullptr, Unsigned(rest), rest.size(),
      bound.data(), bound.size(), Unsigned(sealed), Unsigned(key.key));
  if (opened != 0) return damaged;
  return clear;
}

}  // namespace jackfield::sqlite
