#include "server/identity/caller_identity.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace jackfield::identity {
namespace {

class FakeIndex : public NumberIndex {
 public:
  explicit FakeIndex(std::vector<DirectoryHit> numbers) : numbers_(std::move(numbers)) {}

  Result<std::vector<DirectoryHit>> FindByE164(const PhoneNumber& number) override {
    return Select([&](const DirectoryHit& hit) { return hit.e164 == number; });
  }

  Result<std::vector<DirectoryHit>> FindByNationalDigits(std::string_view digits) override {
    return Select(
        [&](const DirectoryHit& hit) { return hit.e164 && NationalDigits(*hit.e164) == digits; });
  }

  Result<std::vector<DirectoryHit>> FindByExtension(std::string_view extension) override {
    return Select([&](const DirectoryHit& hit) { return hit.extension == extension; });
  }

 private:
  template <typename Predicate>
  Result<std::vector<DirectoryHit>> Select(Predicate predicate) const {
    std::vector<DirectoryHit> hits;
    std::copy_if(numbers_.begin(), numbers_.end(), std::back_inserter(hits), predicate);
    return hits;
  }

  std::vector<DirectoryHit> numbers_;
};

class BrokenIndex : public NumberIndex {
 public:
  Result<std::vector<DirectoryHit>> FindByE164(const PhoneNumber&) override { return Broken(); }
  Result<std::vector<DirectoryHit>> FindByNationalDigits(std::string_view) override {
    return Broken();
  }
  Result<std::vector<DirectoryHit>> FindByExtension(std::string_view) override { return Broken(); }

 private:
  static Result<std::vector<DirectoryHit>> Broken() {
    return Fail(ErrorCode::kUnavailable, "the disk is gone");
  }
};

constexpr CustomerId kAna{1};
constexpr CustomerId kBen{2};

DirectoryHit Recorded(CustomerId customer, std::string_view e164) {
  DirectoryHit hit;
  hit.customer = customer;
  hit.e164 = *PhoneNumber::Parse(e164);
  return hit;
}

DirectoryHit WithExtension(DirectoryHit hit, std::string extension) {
  hit.extension = std::move(extension);
  return hit;
}

DirectoryHit Contacted(DirectoryHit hit, std::int64_t at_ms) {
  hit.last_contact = WallTime{Duration{at_ms}};
  return hit;
}

DirectoryHit Mentioned(DirectoryHit hit) {
  hit.origin = NumberOrigin::kMentioned;
  return hit;
}

Identification Identify(std::string_view raw, const std::string& region,
                        std::vector<DirectoryHit> numbers) {
  FakeIndex index(std::move(numbers));
  const auto normalizer = *NumberNormalizer::Prepare({.rules = {}, .default_region = region});
  return *IdentifyCaller(normalizer.Normalize(raw), index);
}

TEST(IdentifyCallerTest, ACertainNumberIsAnExactMatch) {
  const Identification who = Identify("+49 30 901820", "US", {Recorded(kAna, "+4930901820")});

  EXPECT_EQ(who.match, Match::kExact);
  EXPECT_EQ(who.customer, kAna);
  EXPECT_EQ(who.candidate_count, 1U);
  EXPECT_EQ(who.e164->e164(), "+4930901820");
}

TEST(IdentifyCallerTest, ACertainNumberNeverMatchesTheSameDigitsOfAnotherCountry) {
  const Identification who = Identify("+442079460251", "CN", {Recorded(kAna, "+862079460251")});

  EXPECT_EQ(who.match, Match::kNone);
  EXPECT_FALSE(who.customer);
  EXPECT_EQ(who.e164->e164(), "+442079460251");
}

TEST(IdentifyCallerTest, OneHitOnNationalDigitsIsTheSameNumberInAnotherFormat) {
  const Identification who = Identify("01134960333", "US", {Recorded(kAna, "+441134960333")});

  EXPECT_EQ(who.match, Match::kOtherFormat);
  EXPECT_EQ(who.customer, kAna);
  EXPECT_EQ(who.e164->e164(), "+441134960333");
}

TEST(IdentifyCallerTest, TheDirectoryIsAskedBeforeTheDefaultCountry) {
  const Identification who = Identify("02079460251", "CN", {Recorded(kAna, "+442079460251")});

  EXPECT_EQ(who.customer, kAna);
  EXPECT_EQ(who.e164->e164(), "+442079460251");
}

TEST(IdentifyCallerTest, SeveralHitsOnNationalDigitsAreCandidatesAndNoneIsChosen) {
  const Identification who = Identify(
      "02079460251", "CN", {Recorded(kAna, "+442079460251"), Recorded(kBen, "+862079460251")});

  EXPECT_EQ(who.match, Match::kOtherFormat);
  EXPECT_FALSE(who.customer);
  EXPECT_EQ(who.candidate_count, 2U);
  EXPECT_EQ(who.candidates.front().customer, kBen);  // The default country's reading.
}

TEST(IdentifyCallerTest, ALostPlusIsTheSameNumberInAnotherFormat) {
  const Identification who = Identify("491713920033", "US", {Recorded(kAna, "+491713920033")});

  EXPECT_EQ(who.match, Match::kOtherFormat);
  EXPECT_EQ(who.customer, kAna);
}

TEST(IdentifyCallerTest, ALostPlusAndANationalNumberAreTwoCandidates) {
  const Identification who = Identify(
      "13805558193", "", {Recorded(kAna, "+13805558193"), Recorded(kBen, "+8613805558193")});

  EXPECT_FALSE(who.customer);
  EXPECT_EQ(who.candidate_count, 2U);
}

TEST(IdentifyCallerTest, OneCustomerWithBothReadingsIsOneCustomer) {
  const Identification who = Identify(
      "02079460251", "CN", {Recorded(kAna, "+442079460251"), Recorded(kAna, "+862079460251")});

  EXPECT_EQ(who.customer, kAna);
  EXPECT_EQ(who.candidate_count, 1U);
}

TEST(IdentifyCallerTest, SeveralCustomersOfOneNumberAreRankedByNewestContact) {
  const Identification who = Identify(
      "+4930901820", "",
      {Recorded(CustomerId{3}, "+4930901820"), Contacted(Recorded(kAna, "+4930901820"), 1'000),
       Contacted(Recorded(kBen, "+4930901820"), 2'000)});

  EXPECT_EQ(who.match, Match::kExact);
  EXPECT_FALSE(who.customer);
  ASSERT_EQ(who.candidates.size(), 3U);
  EXPECT_EQ(who.candidates[0].customer, kBen);
  EXPECT_EQ(who.candidates[1].customer, kAna);
  EXPECT_EQ(who.candidates[2].customer, CustomerId{3});
}

TEST(IdentifyCallerTest, TwentyCandidatesAreListedAndAllAreCounted) {
  std::vector<DirectoryHit> numbers;
  for (std::uint64_t id = 21; id > 0; --id) {
    numbers.push_back(Recorded(CustomerId{id}, "+4930901820"));
  }

  const Identification who = Identify("+4930901820", "", numbers);

  EXPECT_EQ(who.candidates.size(), 20U);
  EXPECT_EQ(who.candidates.front().customer, CustomerId{1});
  EXPECT_EQ(who.candidate_count, 21U);
}

TEST(IdentifyCallerTest, AnUnknownExtensionIsStripped) {
  const Identification who =
      Identify("+44 20 7946 0958 ext. 7", "", {Recorded(kAna, "+442079460958")});

  EXPECT_EQ(who.match, Match::kExtensionStripped);
  EXPECT_EQ(who.customer, kAna);
}

TEST(IdentifyCallerTest, ARecordedExtensionTellsColleaguesApart) {
  const std::vector<DirectoryHit> colleagues = {
      WithExtension(Recorded(kAna, "+442079460958"), "7"),
      WithExtension(Recorded(kBen, "+442079460958"), "8")};

  EXPECT_EQ(Identify("+44 20 7946 0958 x8", "", colleagues).match, Match::kExact);
  EXPECT_EQ(Identify("+44 20 7946 0958 x8", "", colleagues).customer, kBen);
  EXPECT_EQ(Identify("+44 20 7946 0958 x9", "", colleagues).match, Match::kNone);
  EXPECT_EQ(Identify("+44 20 7946 0958", "", colleagues).candidate_count, 2U);
}

TEST(IdentifyCallerTest, AnExtensionInsideTheHouseIsNotAnExtensionBehindANumber) {
  DirectoryHit inside;
  inside.customer = kBen;
  inside.extension = "201";

  const Identification who =
      Identify("201", "CN", {WithExtension(Recorded(kAna, "+442079460958"), "201"), inside});

  EXPECT_EQ(who.match, Match::kExact);
  EXPECT_EQ(who.customer, kBen);
  EXPECT_EQ(who.candidate_count, 1U);
}

TEST(IdentifyCallerTest, ANumberWithoutItsAreaCodeChoosesNobody) {
  const Identification who = Identify("5551234", "US", {Recorded(kAna, "+3725551234")});

  EXPECT_FALSE(who.customer);
  EXPECT_EQ(who.candidate_count, 1U);
}

TEST(IdentifyCallerTest, ANumberFromANoteIsAGuessAndChoosesNobody) {
  const Identification who =
      Identify("+4930901820", "", {Mentioned(Recorded(kAna, "+4930901820"))});

  EXPECT_EQ(who.match, Match::kGuessed);
  EXPECT_FALSE(who.customer);
  EXPECT_EQ(who.candidates.front().customer, kAna);
}

TEST(IdentifyCallerTest, ARecordedNumberOutranksAMentionedOne) {
  const Identification who = Identify(
      "+4930901820", "",
      {Contacted(Mentioned(Recorded(kAna, "+4930901820")), 9'000), Recorded(kBen, "+4930901820")});

  EXPECT_EQ(who.match, Match::kExact);
  EXPECT_EQ(who.customer, kBen);
}

TEST(IdentifyCallerTest, AnUnknownCallerHasTheNumberOfTheDefaultCountry) {
  const Identification who = Identify("030 901820", "DE", {});

  EXPECT_EQ(who.match, Match::kNone);
  EXPECT_EQ(who.e164->e164(), "+4930901820");
}

TEST(IdentifyCallerTest, NumbersThatCannotMatchAreNotLookedUp) {
  BrokenIndex index;
  const auto normalizer = *NumberNormalizer::Prepare({});

  EXPECT_EQ(IdentifyCaller(normalizer.Normalize("anonymous"), index)->match, Match::kNone);
  EXPECT_EQ(IdentifyCaller(normalizer.Normalize(""), index)->match, Match::kNone);
  EXPECT_EQ(IdentifyCaller(normalizer.Normalize("+86201"), index)->match, Match::kNone);
}

TEST(IdentifyCallerTest, ABrokenDirectoryIsAnErrorAndNotAnUnknownCaller) {
  BrokenIndex index;
  const auto normalizer = *NumberNormalizer::Prepare({});

  for (const char* raw : {"+4930901820", "030901820", "201"}) {
    SCOPED_TRACE(raw);
    EXPECT_EQ(IdentifyCaller(normalizer.Normalize(raw), index).error().code,
              ErrorCode::kUnavailable);
  }
}

Identification IdentifyWith(const std::vector<RememberedChoice>& choices,
                            std::vector<DirectoryHit> numbers) {
  FakeIndex index(std::move(numbers));
  const auto normalizer = *NumberNormalizer::Prepare({});
  return *IdentifyCaller(normalizer.Normalize("+4930901820"), index, choices);
}

TEST(IdentifyCallerTest, WhatWasSaidOfTheNumberDecidesWhoIsChosen) {
  constexpr CustomerId kCara{3};
  const DirectoryHit ana = Recorded(kAna, "+4930901820");
  const DirectoryHit ben = Recorded(kBen, "+4930901820");
  const struct {
    const char* name;
    std::vector<RememberedChoice> choices;
    std::vector<DirectoryHit> numbers;
    Match match;
    CustomerId customer;
    std::uint32_t count;
    CustomerId denied;
  } cases[] = {
      {"confirmed of several", {{kBen}}, {ana, ben}, Match::kConfirmedBefore, kBen, 2, {}},
      {"confirmed, and the only one", {{kAna}}, {ana}, Match::kExact, kAna, 1, {}},
      {"confirmed, and another has it", {{kBen}}, {ana}, Match::kConfirmedBefore, kBen, 1, {}},
      {"confirmed, and nobody has it", {{kBen}}, {}, Match::kConfirmedBefore, kBen, 0, {}},
      {"the last word counts", {{kAna}, {kBen}}, {ana, ben}, Match::kConfirmedBefore, kAna, 2, {}},
      {"denied, the only one", {{kAna, true}}, {ana}, Match::kDenied, {}, 0, kAna},
      {"denied, one is left", {{kAna, true}}, {ana, ben}, Match::kExact, kBen, 1, kAna},
      {"denied after another was confirmed",
       {{kCara, true}, {kBen}},
       {ana, ben, Recorded(kCara, "+4930901820")},
       Match::kExact,
       {},
       2,
       kCara},
      {"denied, and does not have it", {{kBen, true}}, {ana}, Match::kExact, kAna, 1, {}},
      {"all are denied", {{kAna, true}, {kBen, true}}, {ana, ben}, Match::kDenied, {}, 0, kAna},
  };
  for (const auto& each : cases) {
    SCOPED_TRACE(each.name);
    const Identification who = IdentifyWith(each.choices, each.numbers);
    EXPECT_EQ(who.match, each.match);
    EXPECT_EQ(who.customer, each.customer);
    EXPECT_EQ(who.candidate_count, each.count);
    EXPECT_EQ(who.denied, each.denied);
  }
}

TEST(IdentifyCallerTest, WhoWasChosenBeforeStandsFirst) {
  constexpr CustomerId kCara{3};
  const Identification who =
      IdentifyWith({{CustomerId{9}, true}, {kCara}, {kBen}},
                   {Contacted(Recorded(kAna, "+4930901820"), 99), Recorded(kBen, "+4930901820"),
                    Recorded(kCara, "+4930901820")});

  ASSERT_EQ(who.candidates.size(), 3U);
  EXPECT_EQ(who.candidates[0].customer, kCara);
  EXPECT_EQ(who.candidates[1].customer, kBen);
  EXPECT_EQ(who.candidates[2].customer, kAna);
  EXPECT_EQ(who.chosen_before_count, 2U);
}

}  // namespace
}  // namespace jackfield::identity
