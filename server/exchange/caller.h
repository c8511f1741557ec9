#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/base/archive.h"
#include "server/base/ids.h"
#include "server/exchange/personal_text.h"

namespace jackfield::exchange {

// Whether the calling party lets its number be shown.
enum class Presentation : std::uint8_t {
  kUnknown = 0,    // The source says nothing, and gives no number.
  kPresented = 1,  // The number may be shown.
  kWithheld = 2,   // The number must not be shown, even where the source carries it.
};

// How the caller was matched with the directory.
enum class Match : std::uint8_t {
  kNone = 0,               // No customer has this number.
  kExact = 1,              // Equal in E.164.
  kOtherFormat = 2,        // Same national number; the country was not certain.
  kExtensionStripped = 3,  // Equal after an extension was taken off.
  kChosen = 4,             // An agent said who it is.
  kDenied = 5,             // An agent said that it is not the one customer who has the number.
  kAttachedId = 6,         // A value attached to the call is the customer's key elsewhere.
  kConfirmedBefore = 7,    // An agent said at an earlier call of the number who it is.
};

// What a customer is to the routing, as the directory has it.
//
// Thread safety: immutable value.
struct CustomerStanding {
  std::uint32_t value_tier = 0;  // From 1, the least valued; 0: none, or not known.
  bool open_complaint = false;
  std::string preferred_agent;  // Login; empty: none.
  bool do_not_call = false;     // They are called back only where they ask for it.

  bool operator==(const CustomerStanding&) const = default;
  JACKFIELD_FIELDS(value_tier, open_complaint, preferred_agent, do_not_call)
};

// The calling party. `number`, `name` and `presentation` come from the source; the rest is filled
// in by intake, which asks the directory.
//
// Thread safety: immutable value.
struct Caller {
  static constexpr std::size_t kCandidatesMax = 20;  // A screen ranks them, and shows fewer.

  Presentation presentation = Presentation::kUnknown;
  PersonalText number;  // As the source wrote it. Kept beside E.164, never replaced by it.
  PersonalText name;    // As the source wrote it, cleaned of control and bidi characters.
  PersonalText e164;    // Empty when the number has no certain E.164 form.
  Match match = Match::kNone;
  CustomerId customer;                 // The one customer who has the number; none if several have.
  std::vector<CustomerId> candidates;  // Best first; at most kCandidatesMax; empty if one or none.
  std::uint32_t candidate_count = 0;   // All of them, also those beyond kCandidatesMax.
  // What finds the number again without saying it (CallerMemory::KeyOf); empty: there is none, or
  // it is withheld.
  std::string number_key;
  CustomerId denied;  // Of whom an agent said, at this call or before, that it is not them.
  std::uint32_t chosen_before_count = 0;  // So many of the first candidates were chosen before.
  std::uint32_t value_tier = 0;           // This and the next: CustomerStanding of `customer`.
  bool open_complaint = false;
  std::string preferred_agent;
  bool do_not_call = false;
  std::uint32_t calling_code = 0;  // Country of the number; 0: not known.

  void SetStanding(const CustomerStanding& standing) {
    value_tier = standing.value_tier;
    open_complaint = standing.open_complaint;
    preferred_agent = standing.preferred_agent;
    do_not_call = standing.do_not_call;
  }

  bool operator==(const Caller&) const = default;
  JACKFIELD_FIELDS(presentation, number, name, e164, match, customer, candidates, candidate_count,
                   number_key, denied, chosen_before_count, value_tier, open_complaint,
                   preferred_agent, do_not_call, calling_code)
};

}  // namespace jackfield::exchange
