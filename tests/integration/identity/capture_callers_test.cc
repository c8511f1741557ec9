// The callers of a real Asterisk's traffic, against the customers that they are.

#include <algorithm>
#include <charconv>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "server/identity/caller_identity.h"
#include "tests/support/shared_data.h"

namespace jackfield::identity {
namespace {

struct Call {
  int number = 0;
  std::string presented;  // What the queue was told.
  bool withheld = false;
  std::string customer;  // Empty: nobody of the directory.
};

class CustomersOfCapture : public NumberIndex {
 public:
  // Lines "C0001,Ana García,GB,+441614960161,01614960161"; names may hold quoted commas.
  explicit CustomersOfCapture(const std::vector<std::string>& lines) {
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const std::string& line = lines[i];
      const std::size_t national = line.rfind(',');
      const std::size_t e164 = line.rfind(',', national - 1);
      DirectoryHit hit;
      std::from_chars(line.data() + 1, line.data() + 5, hit.customer.value);
      hit.e164 = *PhoneNumber::Parse(line.substr(e164 + 1, national - e164 - 1));
      numbers_.push_back(std::move(hit));
    }
  }

  Result<std::vector<DirectoryHit>> FindByE164(const PhoneNumber& number) override {
    return Select([&](const DirectoryHit& hit) { return hit.e164 == number; });
  }

  Result<std::vector<DirectoryHit>> FindByNationalDigits(std::string_view digits) override {
    return Select([&](const DirectoryHit& hit) { return NationalDigits(*hit.e164) == digits; });
  }

  Result<std::vector<DirectoryHit>> FindByExtension(std::string_view) override {
    return std::vector<DirectoryHit>{};
  }

  std::size_t size() const { return numbers_.size(); }

 private:
  template <typename Predicate>
  Result<std::vector<DirectoryHit>> Select(Predicate predicate) const {
    std::vector<DirectoryHit> hits;
    std::copy_if(numbers_.begin(), numbers_.end(), std::back_inserter(hits), predicate);
    return hits;
  }

  std::vector<DirectoryHit> numbers_;
};

Call ParseCall(const std::string& line) {
  google::protobuf::Struct json;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(line, &json).ok()) << line;
  const auto& fields = json.fields();
  Call call;
  call.number = static_cast<int>(fields.at("i").number_value());
  call.withheld = !fields.at("anon").string_value().empty();
  call.customer = fields.at("customer").string_value();
  call.presented = fields.at("num").string_value();
  if (call.withheld) call.presented = fields.at("ani").string_value();  // As Asterisk passed it on.
  return call;
}

std::string NameOf(CustomerId customer) {
  if (!customer) return {};
  const std::string digits = std::to_string(customer.value);
  return "C" + std::string(4 - digits.size(), '0') + digits;
}

// The parameter is the default country of the source.
class CaptureCallersTest : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const auto calls = test::SharedLines("captures/dev/calls.jsonl");
    const auto customers = test::SharedLines("captures/dev/customers.csv");
    if (!calls || !customers) GTEST_SKIP() << "no captures/dev";
    for (const std::string& line : *calls) calls_.push_back(ParseCall(line));
    index_ = std::make_unique<CustomersOfCapture>(*customers);
    ASSERT_EQ(calls_.size(), 163U);
    ASSERT_EQ(index_->size(), 90U);
  }

  Identification Identify(const Call& call) {
    const auto normalizer = *NumberNormalizer::Prepare({.rules = {}, .default_region = GetParam()});
    const auto stated = call.withheld ? Presentation::kWithheld : Presentation::kPresented;
    return *IdentifyCaller(normalizer.Normalize(call.presented, stated), *index_);
  }

  std::vector<Call> calls_;
  std::unique_ptr<CustomersOfCapture> index_;
};

TEST_P(CaptureCallersTest, EachCallerIsTheCustomerThatTheCaptureNamesAndNeverAnother) {
  for (const Call& call : calls_) {
    SCOPED_TRACE("call " + std::to_string(call.number) + ": " + call.presented);
    const Identification who = Identify(call);
    EXPECT_EQ(NameOf(who.customer), call.customer);
    EXPECT_EQ(who.candidate_count, call.customer.empty() ? 0U : 1U);
  }
}

// Every call without a customer, with the reason. No number of a customer is presented in a way
// that does not allow to find them.
TEST_P(CaptureCallersTest, CallersWithoutACustomerAreWithheldOrNotInTheDirectory) {
  // The number was withheld: without any, with one inside the network only, or with an empty From.
  const std::set<int> withheld = {7,  12, 16, 19, 24,  25,  32,  49,  57,  61, 62,
                                  74, 79, 86, 89, 103, 105, 106, 109, 114, 136};
  // The owner of the number is not in the directory. Three calls of the end of the day are all
  // numbered 1, as is one of a customer.
  const std::set<int> not_in_directory = {1,  10,  13,  22,  26,  28,  30,  33,  34,  35,
                                          44, 48,  56,  60,  64,  68,  71,  81,  82,  84,
                                          90, 111, 120, 121, 126, 134, 142, 145, 146, 149};
  for (const Call& call : calls_) {
    SCOPED_TRACE(call.number);
    const Identification who = Identify(call);
    EXPECT_EQ(withheld.contains(call.number), call.withheld);
    if (who.customer) continue;
    EXPECT_TRUE(withheld.contains(call.number) || not_in_directory.contains(call.number));
    EXPECT_EQ(who.match, Match::kNone);
  }
}

// Four callers withheld a number that the network passed on, and it is that of a customer.
TEST_P(CaptureCallersTest, AWithheldNumberOfACustomerOpensNoCustomer) {
  for (const int number : {19, 24, 61, 109}) {
    SCOPED_TRACE(number);
    const Call& call = *std::find_if(calls_.begin(), calls_.end(),
                                     [number](const Call& c) { return c.number == number; });
    EXPECT_TRUE(call.presented.starts_with("+"));
    EXPECT_EQ(Identify(call), Identification{});
  }
}

INSTANTIATE_TEST_SUITE_P(DefaultCountries, CaptureCallersTest,
                         ::testing::Values("", "US", "GB", "DE", "CN"), [](const auto& country) {
                           return *country.param == '\0' ? std::string("None") : country.param;
                         });

}  // namespace
}  // namespace jackfield::identity
