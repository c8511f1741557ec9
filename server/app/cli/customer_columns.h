#pragma once

#include <string>
#include <utility>
#include <vector>

#include "jackfield/v1/customer.pb.h"

#include "server/base/result.h"

namespace jackfield::cli {

// What the columns of a CSV file of customers mean, by their headings.
//
// Headings, without regard to case, with spaces and '-' as '_':
//   name | display_name | full_name     or first_name and last_name     (one of them is needed)
//   external_id | id | customer_id      key in the other system
//   company, role, tier, language | language_code, note | pinned_note
//   preferred_agent                     login of whom their calls are kept for
//   external_ids                        keys in other systems: "crm=4711"
//   phone | number, work, mobile, home, main, fax; also with "_phone", "phone_" or "_number"
//   numbers                             "mobile=+49 …", "reception=+49 …", or the number alone
//   email | email_address | e_mail      flags
// Cells of keys, numbers, addresses and flags may hold several, with ';' between; '\;' is a ';'
// that parts nothing, '\=' such a '='. Headings may repeat. An apostrophe that a spreadsheet needs
// before a text is taken off (CsvText()).
//
// Thread safety: immutable value.
class CustomerColumns {
 public:
  // Reads the headings. `renames` are pairs of a heading and what it stands for, which go first.
  // `system` is that of the external ids.
  // Errors: kInvalidArgument when no column holds names, or a rename names what there is not.
  static Result<CustomerColumns> Read(
      const std::vector<std::string>& headings,
      const std::vector<std::pair<std::string, std::string>>& renames, const std::string& system);

  // The headings and the cells that ToCsvLine() writes for a customer; reading them again gives the
  // same customer. With the line's end.
  static std::string CsvHeadings();
  static std::string ToCsvLine(const v1::Customer& customer);

  // The customer of a row. Errors: kInvalidArgument when the row has more cells than the heading.
  Result<v1::Customer> ToCustomer(const std::vector<std::string>& cells) const;

  // Headings that mean nothing here, in their order.
  const std::vector<std::string>& unused() const { return unused_; }

 private:
  enum class Field {
    kUnused,
    kName,
    kFirstName,
    kLastName,
    kExternalId,
    kExternalIds,
    kCompany,
    kRole,
    kTier,
    kLanguage,
    kNote,
    kPreferredAgent,
    kPhone,
    kNumbers,
    kWork,
    kMobile,
    kHome,
    kMain,
    kFax,
    kEmail,
    kFlags
  };

  static Field FieldOf(const std::string& heading);
  static void Set(v1::Customer& customer, Field field, const std::string& cell,
                  const std::string& system);

  std::vector<Field> fields_;  // By column.
  std::vector<std::string> unused_;
  std::string system_;
};

}  // namespace jackfield::cli
