#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/ids.h"
#include "server/base/phone_number.h"
#include "server/base/result.h"
#include "server/base/time.h"
#include "server/identity/number_normalizer.h"

namespace jackfield::identity {

// How the directory came to know a number.
enum class NumberOrigin : std::uint8_t {
  kRecorded,   // It stands in the customer's record.
  kMentioned,  // It was found in a note.
};

// One number of one customer.
//
// Thread safety: immutable value.
struct DirectoryHit {
  CustomerId customer;
  std::optional<PhoneNumber> e164;  // None: the record is an extension inside the house.
  std::string extension;            // Recorded behind the number, or alone; or empty.
  std::string label;                // "mobile", "purchasing"; for people.
  bool main = false;                // The customer's first number.
  NumberOrigin origin = NumberOrigin::kRecorded;
  std::optional<WallTime> last_contact;

  bool operator==(const DirectoryHit&) const = default;
};

// The numbers of all customers, as identification asks for them. Several customers may have one
// number, and one customer several.
//
// The look-ups return at most kHitsMax hits, those with the newest contact first, and kUnavailable
// or kDataLoss when the directory cannot be read.
//
// Thread safety: confined to the thread that calls IdentifyCaller.
class NumberIndex {
 public:
  static constexpr std::size_t kHitsMax = 64;

  virtual ~NumberIndex() = default;

  virtual Result<std::vector<DirectoryHit>> FindByE164(const PhoneNumber& number) = 0;

  // Equality with NationalDigits(e164) of the recorded number, whatever its country.
  virtual Result<std::vector<DirectoryHit>> FindByNationalDigits(std::string_view digits) = 0;

  // Records that are this extension and have no E.164 number.
  virtual Result<std::vector<DirectoryHit>> FindByExtension(std::string_view extension) = 0;
};

// How the caller was matched; the desk's match line.
enum class Match : std::uint8_t {
  kNone,               // No customer has this number.
  kExact,              // Equal in E.164, or the same extension inside the house.
  kOtherFormat,        // Same national number; the country was not certain.
  kExtensionStripped,  // Equal after an extension was taken off.
  kGuessed,            // Only mentioned in a note. Nobody is chosen.
  kDenied,             // It was said that it is not the only customer who has it.
  kConfirmedBefore,  // It was said at an earlier call who it is, and the directory does not say so.
};

// What an agent said at an earlier call of the number.
//
// Thread safety: immutable value.
struct RememberedChoice {
  CustomerId customer;
  bool denied = false;  // It is not them; else: it is.
};

// Who may be calling.
//
// Thread safety: immutable value.
struct Identification {
  static constexpr std::size_t kCandidatesMax = 20;

  Match match = Match::kNone;
  CustomerId customer;  // The one customer who has the number; none if several or a guess.
  CustomerId denied;    // Of those who have the number, the one who was denied last.

  // Every customer of the match, best first, each once with its best number; the chosen one too.
  std::vector<DirectoryHit> candidates;   // At most kCandidatesMax.
  std::uint32_t candidate_count = 0;      // Also those beyond; exact up to NumberIndex::kHitsMax.
  std::uint32_t chosen_before_count = 0;  // So many of the first were chosen at an earlier call.

  // The number in E.164: the certain one, else that of `customer`, else the assumed one.
  std::optional<PhoneNumber> e164;

  bool operator==(const Identification&) const = default;
};

// Finds the caller in the directory.
//
//  I1. Where the country is certain, only equal E.164 matches.
//  I2. Else the digits are compared with the national numbers of the directory, and with its E.164
//      numbers as if a '+' was lost; all these count together. Only if there is none, the default
//      country's reading is looked up.
//  I3. One customer is chosen; of several none is. A number whose area code is missing, or that
//      only a note mentions, chooses nobody.
//      *Why*: a wrong customer on the screen costs more than a question.
//  I4. An extension that the caller's number carries rules out customers recorded with another one,
//      and prefers those recorded with it to those recorded with none.
//  I5. Rank: recorded before mentioned, the assumed number before others, newest contact first, a
//      customer's main number, then the oldest record. Equal input gives equal order.
//
//  I6. Who was denied does not have the number. Who was chosen stands first, the last choice before
//      the others; if nothing was said of the number since, that customer is chosen, whether the
//      directory gives them the number or not.
//      *Why*: an agent who asked knows better than a record.
//
//  I7. An extension is found only among records that are an extension and nothing else.
//      *Why*: "7" from inside the house is not the person at +44 20 7946 0958 extension 7.
//
// At most six look-ups; withheld and invalid numbers need none.
// Errors: those of the index.
//
// `choices`: what was said of the number, the last first, each customer once.
//
// Thread safety: none beyond that of `index`.
Result<Identification> IdentifyCaller(const NormalizedNumber& number, NumberIndex& index,
                                      const std::vector<RememberedChoice>& choices = {});

}  // namespace jackfield::identity
