#include "server/grpc_api/import_mapping.h"

#include <utility>

#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/customer_mapping.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/status_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr int kEmailAddressesMax = 10;

v1::PossibleDuplicate::Reason ToProto(Likeness likeness) {
  switch (likeness) {
    case Likeness::kNumberAndName:
      return v1::PossibleDuplicate::REASON_NUMBER_AND_NAME;
    case Likeness::kNumber:
      return v1::PossibleDuplicate::REASON_NUMBER;
    case Likeness::kEmailAddress:
      return v1::PossibleDuplicate::REASON_EMAIL_ADDRESS;
    case Likeness::kNameAndCompany:
      return v1::PossibleDuplicate::REASON_NAME_AND_COMPANY;
  }
  return v1::PossibleDuplicate::REASON_UNSPECIFIED;
}

Status CheckSought(const v1::Customer& customer) {
  if (customer.display_name().empty() && customer.company().empty() && customer.numbers().empty() &&
      customer.email_addresses().empty()) {
    return FailField("FIELD_INVALID", "customer",
                     "needs a name, a company, a number or an e-mail address");
  }
  DocumentCheck check;
  check.Text("customer.display_name", customer.display_name(), 0, 200);
  check.Text("customer.company", customer.company(), 0, 200);
  check.Count("customer.numbers", customer.numbers_size(), kNumbersPerCustomerMax);
  check.Count("customer.email_addresses", customer.email_addresses_size(), kEmailAddressesMax);
  Status status = check.status();
  if (!status) status.error().reason = "FIELD_INVALID";
  return status;
}

}  // namespace

v1::PossibleDuplicate ToProto(const PossibleDuplicate& duplicate) {
  v1::PossibleDuplicate proto;
  proto.set_customer(NameOf("customers", duplicate.name));
  proto.set_display_name(FirstCharacters(duplicate.display_name, kDuplicateTextMax));
  proto.set_company(FirstCharacters(duplicate.company, kDuplicateTextMax));
  proto.set_reason(ToProto(duplicate.likeness));
  return proto;
}

v1::CustomerImportSummary ToProto(const ImportCounts& counts, bool dry_run) {
  v1::CustomerImportSummary summary;
  summary.set_row_count(counts.rows);
  summary.set_created_count(counts.created);
  summary.set_updated_count(counts.updated);
  summary.set_unchanged_count(counts.unchanged);
  summary.set_rejected_count(counts.rejected);
  summary.set_uncertain_number_count(counts.uncertain_numbers);
  summary.set_possible_duplicate_count(counts.possible_duplicates);
  summary.set_dry_run(dry_run);
  return summary;
}

v1::RejectedImportRow ToRejectedRow(std::int64_t line, const Error& error) {
  v1::RejectedImportRow row;
  row.set_line(line);
  row.set_rule(error.message);
  if (!error.fields.empty()) {
    row.set_field(error.fields.front().field);
    row.set_rule(error.fields.front().rule);
  }
  *row.mutable_error() = ToRejection(error);
  return row;
}

v1::RejectedImportRow ToRejectedRow(const RefusedRow& row) {
  Error error{ErrorCode::kInvalidArgument, row.rule, row.reason, {}};
  if (!row.field.empty()) {
    error.message = row.field + ": " + row.rule;
    error.fields.push_back({row.field, row.rule});
  }
  return ToRejectedRow(row.line, error);
}

ImportRow FromProto(const v1::CustomerImportRow& row, const std::string& region,
                    const Numbers& numbers) {
  ImportRow read{row.line(), FromProto(row.customer(), region, numbers), "", ""};
  if (!row.customer().external_ids().empty()) {
    const v1::ExternalId& id = row.customer().external_ids(0);
    read.system = id.system();
    read.external_id = id.value();
  }
  return read;
}

Result<Customer> SoughtFromProto(const v1::Customer& customer, const std::string& region,
                                 const Numbers& numbers) {
  if (const Status good = CheckSought(customer); !good) return Fail(good);
  Customer sought;
  sought.display_name = customer.display_name();
  sought.company = customer.company();
  sought.email_addresses = {customer.email_addresses().begin(), customer.email_addresses().end()};
  for (int i = 0; i < customer.numbers_size(); ++i) {
    const std::string field = "customer.numbers[" + std::to_string(i) + "].number.raw";
    Result<CustomerNumber> number = FromProto(field, customer.numbers(i), region, numbers);
    if (!number) {
      Error error = number.error();
      error.reason = "FIELD_INVALID";
      return tl::unexpected<Error>(std::move(error));
    }
    sought.numbers.push_back(*std::move(number));
  }
  return sought;
}

}  // namespace jackfield::grpc_api
