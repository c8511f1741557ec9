#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/ports/diagnostics.h"

namespace jackfield::fakes {

// A server that is well, with one setting and two checks; every number is read as "+1".
//
// Thread safety: immutable value.
class FakeDiagnostics final : public Diagnostics {
 public:
  Result<ServerFacts> Status() override {
    ServerFacts facts;
    facts.ready = true;
    facts.journal_sequence = 7;
    facts.customer_count = 2;
    return facts;
  }
  std::vector<SettingInForce> Settings() override {
    return {{"listen.grpc", "\"127.0.0.1:7700\"", "default"}};
  }
  Result<std::vector<CheckFinding>> RunChecks(std::string_view prefix) override {
    std::vector<CheckFinding> findings = {
        {.check = "disk.free", .summary = "9 MiB free", .values = {{"free_bytes", "9437184"}}},
        {.check = "source.pbx.login",
         .outcome = CheckFinding::Outcome::kFailed,
         .summary = "login refused",
         .fix = "compare the password"}};
    std::erase_if(findings,
                  [&](const auto& finding) { return !finding.check.starts_with(prefix); });
    return findings;
  }
  Result<NumberTrial> TryNumber(const std::string& source, std::string_view raw) override {
    NumberTrial trial;
    trial.raw = raw;
    trial.e164 = "+1";
    trial.presentation = exchange::Presentation::kPresented;
    trial.rules = {"as " + source + " writes it"};
    trial.match = exchange::Match::kExact;
    trial.customer_count = 1;
    trial.customers = {"0123456789abcdef0123456789abcdef"};
    return trial;
  }
};

}  // namespace jackfield::fakes
