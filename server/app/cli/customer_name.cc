#include "server/app/cli/customer_name.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "jackfield/v1/customer_service.grpc.pb.h"

namespace jackfield::cli {
namespace {

using Service = v1::CustomerService;

constexpr std::string_view kCollection = "customers/";
constexpr std::size_t kNameLetters = 32;
constexpr std::size_t kNumberLettersMax = 64;
constexpr int kFoundMax = 100;

bool IsHexadecimal(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
  });
}

Result<v1::Customer> GetByName(Program& program, const std::string& word) {
  v1::GetCustomerRequest request;
  request.set_name(word.starts_with(kCollection) ? word : std::string(kCollection) + word);
  auto response = program.Call<Service>(&Service::Stub::GetCustomer, request);
  if (!response) return jackfield::Fail(response);
  return std::move(*response->mutable_customer());
}

}  // namespace

CustomerWord WordKindOf(const std::string& word) {
  const bool name =
      word.starts_with(kCollection) || (word.size() == kNameLetters && IsHexadecimal(word));
  return name ? CustomerWord::kName : CustomerWord::kExternalId;
}

bool IsNumber(const std::string& word) {
  constexpr std::string_view kLetters = "0123456789+-()/. ";
  const bool digits = std::any_of(word.begin(), word.end(),
                                  [](char letter) { return letter >= '0' && letter <= '9'; });
  return digits && word.size() <= kNumberLettersMax &&
         word.find_first_not_of(kLetters) == std::string::npos;
}

Result<v1::Customer> FindCustomer(Program& program, const std::string& word) {
  if (WordKindOf(word) == CustomerWord::kName) return GetByName(program, word);
  const std::size_t colon = word.find(':');
  const std::string system = colon == std::string::npos ? "" : word.substr(0, colon);
  const std::string id = colon == std::string::npos ? word : word.substr(colon + 1);
  v1::SearchCustomersRequest request;
  request.set_query(id);
  request.set_page_size(kFoundMax);
  const auto response = program.Call<Service>(&Service::Stub::SearchCustomers, request);
  if (!response) return jackfield::Fail(response);
  std::vector<v1::Customer> found;
  for (const v1::Customer& customer : response->customers()) {
    const auto& ids = customer.external_ids();
    const bool has = std::any_of(ids.begin(), ids.end(), [&](const v1::ExternalId& own) {
      return own.value() == id && (system.empty() || own.system() == system);
    });
    if (has) found.push_back(customer);
  }
  if (found.empty()) {
    return jackfield::Fail(ErrorCode::kNotFound, "no customer has the external id " + word);
  }
  if (found.size() > 1) {
    return jackfield::Fail(ErrorCode::kInvalidArgument,
                           "several customers have the id " + id + "; write SYSTEM:" + id);
  }
  return std::move(found.front());
}

}  // namespace jackfield::cli
