#pragma once

#include <string>
#include <string_view>

#include "server/base/ids.h"
#include "server/base/result.h"
#include "server/exchange/personal_text.h"

namespace jackfield {

// Whose key seals a text: a customer's, or, where no customer is known, that of a number.
struct VaultSubject {
  CustomerId customer;
  std::string number;  // Any spelling that is stable for the person. Used if no customer.
  // Of a number: CallerMemory::KeyOf(). Counts instead of `number`, so that whoever claims the
  // calls of the number gets its key, too.
  std::string number_key = {};
};

// Before a ticket's name, the `number` whose key seals what the ticket says. The key goes with the
// person whose ticket it is, whoever that was when something was written.
inline constexpr std::string_view kTicketSubject = "tickets/";

// Seals the personal texts of journal and snapshots, with one key per person, so that erasing the
// person is dropping the key. A new key is stored by the same commit as the first entry that uses
// it, or earlier.
//
// Thread safety: thread-safe.
class Vault {
 public:
  virtual ~Vault() = default;

  // An empty or already sealed text comes back as it is. Errors: kUnavailable.
  virtual Result<exchange::PersonalText> Seal(const VaultSubject& subject,
                                              const exchange::PersonalText& text) = 0;

  // The clear text. Errors: kNotFound (PERSON_ERASED) when the key was dropped; kDataLoss.
  virtual Result<std::string> Open(const exchange::PersonalText& text) = 0;
};

}  // namespace jackfield
