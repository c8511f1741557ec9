#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/ports/numbers.h"

namespace jackfield::fakes {

// Numbers without a numbering plan: what begins with '+' is E.164, up to four digits are an
// extension, everything else is refused.
//
// Thread safety: immutable value.
class FakeNumbers final : public Numbers {
 public:
  ShownNumber Show(std::string_view e164, std::string_view raw) const override {
    if (e164.empty()) return {std::string(raw), "", "", LineKind::kExtension};
    return {"shown " + std::string(e164), "Berlin", "DE", LineKind::kFixed};
  }
  Result<CustomerNumber> Read(std::string_view field, std::string_view raw,
                              const std::string&) const override {
    CustomerNumber number;
    number.raw = raw;
    if (raw.starts_with('+')) {
      number.e164 = raw;
    } else if (!raw.empty() && raw.size() <= 4) {
      number.extension = raw;
    } else {
      return FailField("NUMBER_INVALID", std::string(field), "must begin with +");
    }
    return number;
  }
  Result<DialledNumber> ReadDialled(std::string_view field, std::string_view raw,
                                    const std::string&) const override {
    const Result<CustomerNumber> read = Read(field, raw, "");
    if (!read) return Fail(read);
    if (read->e164.empty()) return DialledNumber{read->extension, LineKind::kExtension};
    return DialledNumber{read->e164, LineKind::kFixed};
  }
  std::vector<std::string> Explain(const std::string&, std::string_view) const override {
    return {"country given"};
  }
  std::vector<std::string> LookUpForms(std::string_view text, std::size_t) const override {
    return {std::string(text)};
  }
  Status Check(const std::vector<SourceNumberRules>&) const override { return {}; }
  void Apply(const std::vector<SourceNumberRules>&) override {}
};

}  // namespace jackfield::fakes
