#include "server/grpc_api/resource_names.h"

#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

TEST(ResourceNamesTest, AnIdIsFoundInTheNameOfItsCollectionOnly) {
  EXPECT_EQ(IdOf("call", "calls", "calls/abc").value(), "abc");
  EXPECT_FALSE(IdOf("call", "calls", "agents/abc"));
  EXPECT_FALSE(IdOf("call", "calls", "calls/"));
  EXPECT_FALSE(IdOf("call", "calls", "calls/a/b"));
  EXPECT_EQ(IdOf("call", "calls", "x").error().fields[0].field, "call");
}

TEST(ResourceNamesTest, TheNameOfAnOfferKeepsItsIdentityWhateverCallItIsOf) {
  const std::string name = OfferName("abc", OfferId{0x1f2});

  EXPECT_EQ(name, "calls/abc/offers/1f2");
  EXPECT_EQ(OfferIdOf("offer", name).value(), OfferId{0x1f2});
  EXPECT_EQ(OfferIdOf("offer", "calls/other/offers/1f2").value(), OfferId{0x1f2});
}

TEST(ResourceNamesTest, WhatIsNotTheNameOfAnOfferIsRefused) {
  EXPECT_FALSE(OfferIdOf("offer", "calls/abc"));
  EXPECT_FALSE(OfferIdOf("offer", "calls/abc/offers/"));
  EXPECT_FALSE(OfferIdOf("offer", "calls/abc/offers/0"));
  EXPECT_FALSE(OfferIdOf("offer", "calls/abc/offers/12g"));
  EXPECT_FALSE(OfferIdOf("offer", "calls/abc/offers/11111111111111111"));
}

TEST(ResourceNamesTest, TheNameOfAnOfferNamesTheCallThatItBeganIn) {
  EXPECT_EQ(CallOfOffer("calls/c7/offers/20"), "c7");
  EXPECT_EQ(CallOfOffer("offers/20"), "");
}

TEST(ResourceNamesTest, ACallAsItsSourceKnowsItMayHaveSlashes) {
  const auto name = SourceCallOf("sources/pbx/calls/a/b");

  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->source, "pbx");
  EXPECT_EQ(name->call, "a/b");
  EXPECT_FALSE(SourceCallOf("sources/pbx/calls/"));
  EXPECT_FALSE(SourceCallOf("sources//calls/a"));
  EXPECT_FALSE(SourceCallOf("sources/pbx/queues/a"));
  EXPECT_FALSE(SourceCallOf("calls/a"));
  EXPECT_FALSE(SourceCallOf("sources/pbx/calls/" + std::string(513, 'a')));
}

TEST(ResourceNamesTest, NothingHasNoName) { EXPECT_EQ(NameOf("calls", ""), ""); }

TEST(ResourceNamesTest, ANumberedNameHasItsNumberInHexadecimal) {
  EXPECT_EQ(NumberedName("workOffers", 0x1f2), "workOffers/1f2");
  EXPECT_EQ(NumberOf("name", "workOffers", "workOffers/1f2").value(), 0x1f2U);
}

TEST(ResourceNamesTest, WhatIsNoNumberedNameIsRefused) {
  EXPECT_FALSE(NumberOf("name", "workOffers", ""));
  EXPECT_FALSE(NumberOf("name", "workOffers", "workOffers/"));
  EXPECT_FALSE(NumberOf("name", "workOffers", "workOffers/0"));
  EXPECT_FALSE(NumberOf("name", "workOffers", "workOffers/12g"));
  EXPECT_FALSE(NumberOf("name", "workOffers", "workNotices/1f2"));
  EXPECT_EQ(NumberOf("name", "workOffers", "x").error().fields[0].field, "name");
}

}  // namespace
}  // namespace jackfield::grpc_api
