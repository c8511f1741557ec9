#include "server/app/cli/ticket_complaint.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

#include <unicode/ucurr.h>
#include <unicode/unistr.h>

namespace jackfield::cli {
namespace {

constexpr std::size_t kWholeDigitsMax = 9;
constexpr std::size_t kCodeLength = 3;

// How many digits stand behind the point. Of a code that is no currency's, as many as most have.
std::size_t FractionOf(const std::string& code) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString name = icu::UnicodeString::fromUTF8(code);
  const int digits = ucurr_getDefaultFractionDigits(name.getTerminatedBuffer(), &status);
  return U_FAILURE(status) != 0 ? 0 : static_cast<std::size_t>(digits);
}

bool AreDigits(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char letter) { return std::isdigit(letter) != 0; });
}

bool IsCode(const std::string& text) {
  return text.size() == kCodeLength && std::all_of(text.begin(), text.end(), [](char letter) {
           return letter >= 'A' && letter <= 'Z';
         });
}

tl::unexpected<Error> NoAmount(const std::string& text) {
  return Fail(
      ErrorCode::kInvalidArgument,
      "--compensation is AMOUNT CURRENCY, e.g. '12.50 EUR', or '' for none; not '" + text + "'");
}

Status SetCompensation(const std::string& text, v1::Complaint& complaint) {
  complaint.set_compensation_minor_units(0);
  complaint.clear_compensation_currency_code();
  if (text.empty()) return {};
  const std::size_t space = text.find(' ');
  if (space == std::string::npos) return NoAmount(text);
  const std::string code = text.substr(space + 1);
  const std::string amount = text.substr(0, space);
  const std::size_t point = std::min(amount.find('.'), amount.size());
  const std::string whole = amount.substr(0, point);
  std::string fraction = point < amount.size() ? amount.substr(point + 1) : "";
  const bool fits = IsCode(code) && !whole.empty() && whole.size() <= kWholeDigitsMax &&
                    AreDigits(whole) && AreDigits(fraction) && fraction.size() <= FractionOf(code);
  if (!fits) return NoAmount(text);
  fraction.resize(FractionOf(code), '0');
  complaint.set_compensation_minor_units(std::stoll(whole + fraction));
  complaint.set_compensation_currency_code(code);
  return {};
}

}  // namespace

void AddComplaintOptions(CLI::App& verb, ComplaintOptions& options) {
  verb.add_option("--severity", options.severity, "Of a complaint: 1 (slight) to 4 (grave)")
      ->check(CLI::Range(0, 4));
  verb.add_option("--cause", options.cause, "Of a complaint: code of its cause");
  verb.add_option("--promised", options.promised_action,
                  "Of a complaint: what was promised to the customer");
  verb.add_option("--compensation", options.compensation,
                  "Of a complaint: AMOUNT CURRENCY, e.g. '12.50 EUR'");
}

Status SetComplaint(const ComplaintOptions& options, v1::Complaint& complaint) {
  if (options.severity) complaint.set_severity(*options.severity);
  if (options.cause) complaint.set_cause(*options.cause);
  if (options.promised_action) complaint.set_promised_action(*options.promised_action);
  return options.compensation ? SetCompensation(*options.compensation, complaint) : Status();
}

std::string WriteCompensation(const v1::Complaint& complaint) {
  if (complaint.compensation_minor_units() <= 0) return {};
  const std::string& code = complaint.compensation_currency_code();
  const std::size_t digits = FractionOf(code);
  std::string text = std::to_string(complaint.compensation_minor_units());
  if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
  if (digits > 0) text.insert(text.size() - digits, ".");
  return text + " " + code;
}

}  // namespace jackfield::cli
