#include "server/app/cli/ticket_complaint.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <string_view>
#include <utility>

namespace jackfield::cli {
namespace {

constexpr std::size_t kWholeDigitsMax = 9;
constexpr std::size_t kCodeLength = 3;

// How many digits stand behind the point: 2, but for these (ISO 4217:2015, list one).
constexpr std::array<std::pair<std::string_view, std::size_t>, 26> kFractions = {{
    {"BHD", 3}, {"BIF", 0}, {"CLF", 4}, {"CLP", 0}, {"DJF", 0}, {"GNF", 0}, {"IQD", 3},
    {"ISK", 0}, {"JOD", 3}, {"JPY", 0}, {"KMF", 0}, {"KRW", 0}, {"KWD", 3}, {"LYD", 3},
    {"OMR", 3}, {"PYG", 0}, {"RWF", 0}, {"TND", 3}, {"UGX", 0}, {"UYI", 0}, {"UYW", 4},
    {"VND", 0}, {"VUV", 0}, {"XAF", 0}, {"XOF", 0}, {"XPF", 0},
}};

std::size_t FractionOf(std::string_view code) {
  constexpr std::size_t kUsual = 2;
  const auto* const found = std::find_if(kFractions.begin(), kFractions.end(),
                                         [code](const auto& each) { return each.first == code; });
  return found == kFractions.end() ? kUsual : found->second;
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
