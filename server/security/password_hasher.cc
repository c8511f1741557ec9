#include "server/security/password_hasher.h"

#include <algorithm>
#include <array>

#include <absl/time/time.h>
#include <sodium.h>

namespace jackfield::security {
namespace {

// The most used passwords of public lists that are long enough to pass otherwise.
constexpr std::array<std::string_view, 24> kMostUsed = {
    "1234567890",   "0123456789",  "0987654321",    "12345678910",  "123456789a",   "1q2w3e4r5t",
    "1qaz2wsx3edc", "qwertyuiop",  "qwerty12345",   "qwerty123456", "password12",   "password123",
    "password1234", "passw0rd123", "administrator", "admin12345",   "admin123456",  "welcome123",
    "letmein123",   "iloveyou12",  "changeme123",   "jackfield1",   "jackfield123", "callcenter1"};

std::string Lowered(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lowered;
}

}  // namespace

Result<std::unique_ptr<PasswordHasher>> PasswordHasher::Prepare(PasswordCost cost) {
  if (sodium_init() < 0) return Fail(ErrorCode::kUnavailable, "libsodium cannot start");
  std::unique_ptr<PasswordHasher> hasher(new PasswordHasher(cost));
  Result<std::string> absent = hasher->HashNow("no user has this password");
  if (!absent) return Fail(ErrorCode::kUnavailable, absent.error().message);
  hasher->absent_ = std::move(*absent);
  return hasher;
}

Status PasswordHasher::CheckStrength(std::string_view field, std::string_view password) {
  const auto weak = [field](std::string rule) {
    return FailField("PASSWORD_TOO_WEAK", std::string(field), std::move(rule));
  };
  if (password.size() < kPasswordBytesMin || password.size() > kPasswordBytesMax) {
    return weak("must have " + std::to_string(kPasswordBytesMin) + " to " +
                std::to_string(kPasswordBytesMax) + " bytes");
  }
  if (password.find_first_not_of(password.front()) == std::string_view::npos) {
    return weak("must not be one character repeated");
  }
  const std::string lowered = Lowered(password);
  if (std::find(kMostUsed.begin(), kMostUsed.end(), lowered) != kMostUsed.end()) {
    return weak("is one of the most used passwords; choose another");
  }
  return {};
}

Result<std::string> PasswordHasher::Hash(std::string_view password) {
  const Status turn = TakeTurn();
  if (!turn) return Fail(turn);
  Result<std::string> hash = HashNow(password);
  GiveTurn();
  return hash;
}

Result<bool> PasswordHasher::Verify(std::string_view hash, std::string_view password) {
  const Status turn = TakeTurn();
  if (!turn) return Fail(turn);
  const std::string stored(hash.empty() ? std::string_view(absent_) : hash);
  const bool same = password.size() <= kPasswordBytesMax &&
                    crypto_pwhash_str_verify(stored.c_str(), password.data(), password.size()) == 0;
  GiveTurn();
  return same && !hash.empty();  // R2.
}

bool PasswordHasher::NeedsRehash(std::string_view hash) const {
  return crypto_pwhash_str_needs_rehash(std::string(hash).c_str(), cost_.operations,
                                        memory_bytes()) != 0;
}

Result<std::string> PasswordHasher::HashNow(std::string_view password) const {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str(hash.data(), password.data(), password.size(), cost_.operations,
                        memory_bytes()) != 0) {
    return Fail(ErrorCode::kResourceExhausted, "SIGN_IN_THROTTLED",
                "no memory for a password hash");
  }
  return std::string(hash.data());
}

Status PasswordHasher::TakeTurn() {
  const auto free = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return running_ < cost_.concurrent_max;
  };
  const absl::MutexLock lock(&mutex_);
  if (!mutex_.AwaitWithTimeout(absl::Condition(&free), absl::FromChrono(cost_.wait_max))) {
    return Fail(ErrorCode::kResourceExhausted, "SIGN_IN_THROTTLED", "too many sign-ins at a time");
  }
  ++running_;
  return {};
}

void PasswordHasher::GiveTurn() {
  const absl::MutexLock lock(&mutex_);
  --running_;
}

}  // namespace jackfield::security
