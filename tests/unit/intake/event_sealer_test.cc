#include "server/intake/event_sealer.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/engine_inputs.h"
#include "tests/support/fake_vault.h"

namespace jackfield::intake {
namespace {

using exchange::PersonalText;
using exchange::TelephonyEvent;
using fakes::PbxEvent;

exchange::Originated Begun() {
  exchange::Originated begun;
  begun.call = "c1";
  begun.caller.number = PersonalText("030 901820");
  begun.caller.e164 = PersonalText("+4930901820");
  begun.caller.name = PersonalText("Li Wei");
  begun.dialled = PersonalText("+498820");
  return begun;
}

class EventSealerTest : public testing::Test {
 protected:
  fakes::FakeVault vault_;
  EventSealer sealer_{
      vault_, [](const std::string&, const std::string& number) {
        return VaultSubject{number == "+498820" ? CustomerId{8} : CustomerId{}, number};
      }};
};

TEST_F(EventSealerTest, AllTextsOfACallAreSealedForItsNumber) {
  TelephonyEvent event = PbxEvent("e1", Begun());

  ASSERT_TRUE(sealer_.Seal(event).has_value());

  const auto& sealed = std::get<exchange::Originated>(event.body);
  const std::uint64_t key = vault_.KeyOf("number +4930901820");
  EXPECT_NE(key, 0U);
  EXPECT_EQ(sealed.caller.number.key, key);
  EXPECT_EQ(sealed.caller.e164.key, key);
  EXPECT_EQ(sealed.caller.name.key, key);
  EXPECT_EQ(*vault_.Open(sealed.caller.name), "Li Wei");
}

TEST_F(EventSealerTest, TheTextsOfAKnownCustomerAreSealedForTheCustomer) {
  exchange::Originated begun = Begun();
  begun.caller.customer = CustomerId{7};
  TelephonyEvent event = PbxEvent("e1", begun);

  ASSERT_TRUE(sealer_.Seal(event).has_value());

  EXPECT_EQ(std::get<exchange::Originated>(event.body).caller.name.key, vault_.KeyOf("customer 7"));
}

TEST_F(EventSealerTest, ADialledNumberIsSealedForWhomItBelongsTo) {
  TelephonyEvent begun = PbxEvent("e1", Begun());
  exchange::CallInformation later;
  later.call = "c1";
  later.dialled = PersonalText("+49301000");
  TelephonyEvent information = PbxEvent("e2", later);

  ASSERT_TRUE(sealer_.Seal(begun).has_value());
  ASSERT_TRUE(sealer_.Seal(information).has_value());

  EXPECT_EQ(std::get<exchange::Originated>(begun.body).dialled.key, vault_.KeyOf("customer 8"));
  EXPECT_EQ(std::get<exchange::CallInformation>(information.body).dialled.key,
            vault_.KeyOf("number +49301000"));
}

TEST_F(EventSealerTest, ALaterEventWithoutItsCallerUsesTheCallersKey) {
  TelephonyEvent first = PbxEvent("e1", Begun());
  exchange::CallInformation later;
  later.call = "c1";
  later.attached = {{"account", PersonalText("4711")}};
  TelephonyEvent second = PbxEvent("e2", later);

  ASSERT_TRUE(sealer_.Seal(first).has_value());
  ASSERT_TRUE(sealer_.Seal(second).has_value());

  EXPECT_EQ(std::get<exchange::CallInformation>(second.body).attached[0].value.key,
            vault_.KeyOf("number +4930901820"));
}

TEST_F(EventSealerTest, ACallWhoseCallerIsUnknownHasAKeyOfItsOwn) {
  exchange::CallInformation information;
  information.call = "c9";
  information.attached = {{"account", PersonalText("4711")}};
  TelephonyEvent event = PbxEvent("e1", information);

  ASSERT_TRUE(sealer_.Seal(event).has_value());

  EXPECT_FALSE(std::get<exchange::CallInformation>(event.body).attached[0].value.in_the_clear());
  EXPECT_NE(vault_.KeyOf("number call pbx c9"), 0U);
}

TEST_F(EventSealerTest, TheReasonOfAPauseIsSealedForTheDevice) {
  TelephonyEvent event =
      PbxEvent("e1", exchange::MemberPaused{"sales", "PJSIP/1001", true, PersonalText("doctor")});

  ASSERT_TRUE(sealer_.Seal(event).has_value());

  EXPECT_EQ(std::get<exchange::MemberPaused>(event.body).reason.key,
            vault_.KeyOf("number device pbx PJSIP/1001"));
}

TEST_F(EventSealerTest, EachCallOfASnapshotIsSealedForItsOwnCaller) {
  exchange::SwitchSnapshot snapshot;
  snapshot.calls.resize(2);
  snapshot.calls[0].call = "c1";
  snapshot.calls[0].caller.number = PersonalText("201");
  snapshot.calls[1].call = "c2";
  snapshot.calls[1].caller.number = PersonalText("202");
  snapshot.members = {{"sales", "PJSIP/1001", true, PersonalText("lunch")}};
  TelephonyEvent event = PbxEvent("e1", snapshot);

  ASSERT_TRUE(sealer_.Seal(event).has_value());

  const auto& sealed = std::get<exchange::SwitchSnapshot>(event.body);
  EXPECT_EQ(sealed.calls[0].caller.number.key, vault_.KeyOf("number 201"));
  EXPECT_EQ(sealed.calls[1].caller.number.key, vault_.KeyOf("number 202"));
  EXPECT_FALSE(sealed.members[0].pause_reason.in_the_clear());
}

TEST_F(EventSealerTest, ControlCharactersAndBrokenUtf8DoNotGoOn) {
  exchange::Transferred transferred;
  transferred.call = "c1";
  transferred.target = PersonalText("20\r\n1\xff");
  TelephonyEvent event = PbxEvent("e1", transferred);

  ASSERT_TRUE(sealer_.Seal(event).has_value());

  EXPECT_EQ(*vault_.Open(std::get<exchange::Transferred>(event.body).target), "201\uFFFD");
}

TEST_F(EventSealerTest, AnEmptyTextStaysEmpty) {
  TelephonyEvent event = PbxEvent("e1", exchange::Originated{.call = "c1"});

  ASSERT_TRUE(sealer_.Seal(event).has_value());

  EXPECT_TRUE(std::get<exchange::Originated>(event.body).caller.number.empty());
}

TEST_F(EventSealerTest, AVaultThatFailsIsAnError) {
  vault_.SetFailing(true);
  TelephonyEvent event = PbxEvent("e1", Begun());

  const Status sealed = sealer_.Seal(event);

  ASSERT_FALSE(sealed.has_value());
  EXPECT_EQ(sealed.error().code, ErrorCode::kUnavailable);
}

TEST_F(EventSealerTest, DropTextsLeavesNoTextAndKeepsTheRest) {
  TelephonyEvent event = PbxEvent("e1", Begun());

  DropTexts(event);

  const auto& bare = std::get<exchange::Originated>(event.body);
  EXPECT_EQ(bare.call, "c1");
  EXPECT_TRUE(bare.caller.number.empty());
  EXPECT_TRUE(bare.caller.e164.empty());
  EXPECT_TRUE(bare.caller.name.empty());
  EXPECT_TRUE(bare.dialled.empty());
}

TEST_F(EventSealerTest, WhoIsIdentifiedByAValueGetsTheTextsFromThenOn) {
  TelephonyEvent first = PbxEvent("e1", Begun());
  exchange::CallInformation value;
  value.call = "c1";
  value.attached = {{"account", PersonalText("4711")}};
  value.attached_customer = CustomerId{7};
  TelephonyEvent second = PbxEvent("e2", value);

  ASSERT_TRUE(sealer_.Seal(first).has_value());
  ASSERT_TRUE(sealer_.Seal(second).has_value());

  EXPECT_EQ(std::get<exchange::CallInformation>(second.body).attached[0].value.key,
            vault_.KeyOf("customer 7"));
}

}  // namespace
}  // namespace jackfield::intake
