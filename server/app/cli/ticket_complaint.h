#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "jackfield/v1/ticket.pb.h"

#include "server/base/result.h"

// What a complaint has beyond other tickets, as it is written on command lines and read there.
namespace jackfield::cli {

struct ComplaintOptions {
  std::optional<int> severity;
  std::optional<std::string> cause;
  std::optional<std::string> promised_action;
  std::optional<std::string> compensation;  // "12.50 EUR"; empty: none.
};

// `options` outlives `verb`.
void AddComplaintOptions(CLI::App& verb, ComplaintOptions& options);

// Sets what is given, and nothing else.
// Errors: kInvalidArgument, with what is wrong with the compensation.
Status SetComplaint(const ComplaintOptions& options, v1::Complaint& complaint);

// "12.50 EUR", "300 JPY"; empty: none.
//
// Thread safety: pure function.
std::string WriteCompensation(const v1::Complaint& complaint);

}  // namespace jackfield::cli
