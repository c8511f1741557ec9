#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/check.h"
#include "server/identity/caller_text.h"
#include "server/identity/number_normalizer.h"
#include "server/identity/stored_number.h"

namespace jackfield::identity {
namespace {

constexpr std::array<const char*, 8> kRegions = {"", "DE", "US", "CN", "IT", "RU", "AR", "MX"};

const NumberNormalizer& NormalizerOf(std::size_t region) {
  static const auto normalizers = [] {
    std::vector<NumberNormalizer> all;
    for (const char* name : kRegions) {
      all.push_back(*NumberNormalizer::Prepare({.rules = {}, .default_region = name}));
    }
    return all;
  }();
  return normalizers[region];
}

void CheckText(std::string_view raw) {
  const std::string clean = CleanName(raw);
  JACKFIELD_CHECK(CleanName(clean) == clean);
  JACKFIELD_CHECK(DecodeUtf8(clean).size() <= kCallerCodePointsMax);
}

void CheckNumber(std::string_view raw, std::size_t region) {
  const NumberNormalizer& normalizer = NormalizerOf(region);
  const NormalizedNumber once = normalizer.Normalize(raw);
  JACKFIELD_CHECK((once.kind == NumberKind::kE164) == once.e164.has_value());
  JACKFIELD_CHECK(once.national_keys.empty() == (once.kind != NumberKind::kUncertain));
  JACKFIELD_CHECK(once.national_keys.size() <= 4);
  JACKFIELD_CHECK(once.Redacted().size() <= 4 * kCallerCodePointsMax);

  const NormalizedNumber twice = normalizer.Normalize(once.Canonical());
  JACKFIELD_CHECK(twice.kind == once.kind && twice.e164 == once.e164);
  JACKFIELD_CHECK(twice.Canonical() == once.Canonical());
}

void CheckStored(std::string_view raw, std::size_t region) {
  const auto number = ValidateForStorage("number", raw, kRegions[region]);
  if (!number) return;
  const auto again = ValidateForStorage("number", number->e164.e164(), kRegions[region]);
  JACKFIELD_CHECK(again && again->e164 == number->e164);
  JACKFIELD_CHECK(again->national_digits == number->national_digits);
}

}  // namespace
}  // namespace jackfield::identity

// The first byte chooses the default country.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string raw(data + 1, data + size);
  const std::size_t region = data[0] % jackfield::identity::kRegions.size();
  jackfield::identity::CheckText(raw);
  jackfield::identity::CheckNumber(raw, region);
  jackfield::identity::CheckStored(raw, region);
  return 0;
}
