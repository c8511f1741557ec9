#include "server/grpc_api/customer_mapping.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "server/grpc_api/call_mapping.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/ticket_change_mapping.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr int kFlagsMax = 8;
constexpr int kExternalIdsMax = 10;
constexpr int kEmailAddressesMax = 10;
constexpr std::size_t kEmailAddressBytesMin = 3;
constexpr std::size_t kEmailAddressBytesMax = 254;

struct KindWord {
  v1::CustomerNumber::Kind kind;
  std::string_view word;
};
// The directory keeps one word: that of the kind, or any other, which is the label.
constexpr auto kKindWords = std::to_array<KindWord>({
    {v1::CustomerNumber::KIND_WORK, "work"},
    {v1::CustomerNumber::KIND_MOBILE, "mobile"},
    {v1::CustomerNumber::KIND_HOME, "home"},
    {v1::CustomerNumber::KIND_MAIN, "main"},
    {v1::CustomerNumber::KIND_FAX, "fax"},
    {v1::CustomerNumber::KIND_OTHER, "other"},
});

std::string WordOf(const v1::CustomerNumber& number) {
  if (!number.label().empty()) return FirstCharacters(number.label(), 32);
  for (const KindWord& known : kKindWords) {
    if (known.kind == number.kind()) return std::string(known.word);
  }
  return {};
}

// The fields of the first level that can be changed.
constexpr auto kFields = std::to_array<std::string_view>(
    {"display_name", "company", "role", "tier", "flags", "language_code", "pinned_note", "numbers",
     "email_addresses", "external_ids", "preferred_agent"});

void CopyField(std::string_view field, const v1::Customer& from, v1::Customer& to) {
  const auto* descriptor = v1::Customer::descriptor()->FindFieldByName(std::string(field));
  v1::Customer only;
  only.CopyFrom(from);
  // Everything else is cleared, so that a merge takes this field alone.
  std::vector<const google::protobuf::FieldDescriptor*> set;
  only.GetReflection()->ListFields(only, &set);
  for (const auto* other : set) {
    if (other != descriptor) only.GetReflection()->ClearField(&only, other);
  }
  to.GetReflection()->ClearField(&to, descriptor);
  to.MergeFrom(only);
}

bool IsSet(const v1::Customer& customer, std::string_view field) {
  const auto* descriptor = v1::Customer::descriptor()->FindFieldByName(std::string(field));
  std::vector<const google::protobuf::FieldDescriptor*> set;
  customer.GetReflection()->ListFields(customer, &set);
  return std::find(set.begin(), set.end(), descriptor) != set.end();
}

// Whether mail can be meant: something before and after one sign, and nothing that separates. What
// is behind the sign is the mail system's to judge.
bool IsEmailAddress(std::string_view address) {
  if (address.size() < kEmailAddressBytesMin || address.size() > kEmailAddressBytesMax)
    return false;
  const std::size_t sign = address.rfind('@');
  if (sign == std::string_view::npos || sign == 0 || sign + 1 == address.size()) return false;
  return std::none_of(address.begin(), address.end(), [](char byte) {
    return static_cast<unsigned char>(byte) <= ' ' || byte == 0x7f || byte == ',' || byte == ';' ||
           byte == '<' || byte == '>';
  });
}

Status CheckTexts(const v1::Customer& customer) {
  DocumentCheck check;
  check.Text("customer.display_name", customer.display_name(), 1, 200);
  check.Text("customer.company", customer.company(), 0, 200);
  check.Text("customer.role", customer.role(), 0, 100);
  check.Text("customer.tier", customer.tier(), 0, 32);
  check.Text("customer.language_code", customer.language_code(), 0, 35);
  check.Text("customer.pinned_note", customer.pinned_note(), 0, 500);
  check.Count("customer.flags", customer.flags_size(), kFlagsMax);
  check.Count("customer.numbers", customer.numbers_size(), kNumbersPerCustomerMax);
  check.Count("customer.external_ids", customer.external_ids_size(), kExternalIdsMax);
  for (const v1::ExternalId& id : customer.external_ids()) {
    check.Word("customer.external_ids.system", id.system(), 32, "_-");
    check.Text("customer.external_ids.value", id.value(), 1, 128);
  }
  check.Count("customer.email_addresses", customer.email_addresses_size(), kEmailAddressesMax);
  for (const std::string& address : customer.email_addresses()) {
    if (IsEmailAddress(address)) continue;
    check.Refuse("customer.email_addresses", "must be like name@example.org, 3-254 characters");
  }
  Status status = check.status();
  if (!status) status.error().reason = "FIELD_INVALID";
  return status;
}

}  // namespace

v1::CustomerNumber ToProto(const CustomerNumber& number, const Numbers& numbers) {
  v1::CustomerNumber proto;
  *proto.mutable_number() = ToPhoneNumber(numbers, number.e164, number.raw);
  proto.set_national_number(number.national_digits);
  proto.set_extension(number.extension);
  for (const KindWord& known : kKindWords) {
    if (known.word == number.kind) proto.set_kind(known.kind);
  }
  if (!number.kind.empty() && proto.kind() == v1::CustomerNumber::KIND_UNSPECIFIED) {
    proto.set_kind(v1::CustomerNumber::KIND_OTHER);
    proto.set_label(number.kind);
  }
  return proto;
}

v1::Customer ToProto(const Customer& customer, const Numbers& numbers) {
  v1::Customer proto;
  proto.set_name(NameOf("customers", customer.name));
  proto.set_display_name(customer.display_name);
  proto.set_company(customer.company);
  proto.set_role(customer.role);
  proto.set_tier(customer.tier);
  for (const std::string& flag : customer.flags) proto.add_flags()->set_code(flag);
  proto.set_language_code(customer.language);
  proto.set_pinned_note(customer.pinned_note);
  for (const CustomerNumber& number : customer.numbers) {
    *proto.add_numbers() = ToProto(number, numbers);
  }
  for (const std::string& address : customer.email_addresses) proto.add_email_addresses(address);
  for (const auto& [system, value] : customer.external_ids) {
    if (system == kImportSystem) continue;
    v1::ExternalId& id = *proto.add_external_ids();
    id.set_system(system);
    id.set_value(value);
  }
  proto.set_preferred_agent(NameOf("agents", customer.preferred_agent));
  proto.set_etag(std::to_string(customer.revision));
  *proto.mutable_create_time() = ToProto(customer.created);
  *proto.mutable_update_time() = ToProto(customer.updated);
  return proto;
}

Result<CustomerNumber> FromProto(const std::string& field, const v1::CustomerNumber& number,
                                 const std::string& region, const Numbers& numbers) {
  Result<CustomerNumber> read = numbers.Read(field, number.number().raw(), region);
  if (read) read->kind = WordOf(number);
  return read;
}

Result<Customer> FromProto(const v1::Customer& customer, const std::string& region,
                           const Numbers& numbers) {
  if (const Status texts = CheckTexts(customer); !texts) return Fail(texts);
  const Result<std::string> preferred =
      OptionalIdOf("customer.preferred_agent", "agents", customer.preferred_agent());
  if (!preferred) return Fail(preferred);
  Customer read;
  read.preferred_agent = *preferred;
  read.display_name = customer.display_name();
  read.company = customer.company();
  read.role = customer.role();
  read.tier = customer.tier();
  read.language = customer.language_code();
  read.pinned_note = customer.pinned_note();
  for (const v1::CustomerFlag& flag : customer.flags()) read.flags.push_back(flag.code());
  for (const v1::ExternalId& id : customer.external_ids()) {
    read.external_ids[id.system()] = id.value();
  }
  for (const std::string& address : customer.email_addresses()) {
    auto& own = read.email_addresses;  // One that is there twice is kept once.
    if (std::find(own.begin(), own.end(), address) == own.end()) own.push_back(address);
  }
  for (int i = 0; i < customer.numbers_size(); ++i) {
    const std::string field = "customer.numbers[" + std::to_string(i) + "].number.raw";
    Result<CustomerNumber> number = FromProto(field, customer.numbers(i), region, numbers);
    if (!number) return Fail(number);
    read.numbers.push_back(*std::move(number));
  }
  return read;
}

exchange::CustomerStanding StandingOf(const v1::Configuration& configuration,
                                      const Customer& customer) {
  const auto& flags = customer.flags;
  return {
      .value_tier = ValueTierOf(configuration, customer.tier),
      .open_complaint = std::find(flags.begin(), flags.end(), kOpenComplaintFlag) != flags.end(),
      .preferred_agent = customer.preferred_agent,
      .do_not_call = std::find(flags.begin(), flags.end(), kDoNotCallFlag) != flags.end()};
}

Result<v1::Customer> Updated(const v1::Customer& before, const v1::Customer& change,
                             std::vector<std::string> paths) {
  if (paths.empty()) {
    for (const std::string_view field : kFields) {
      if (IsSet(change, field)) paths.emplace_back(field);
    }
  }
  v1::Customer after = before;
  for (const std::string& path : paths) {
    if (std::find(kFields.begin(), kFields.end(), path) == kFields.end()) {
      return FailField("UPDATE_MASK_INVALID", "update_mask", path + " cannot be changed");
    }
    CopyField(path, change, after);
  }
  return after;
}

}  // namespace jackfield::grpc_api
