#include "server/exchange/callbacks/callback_parties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/callback_site.h"

namespace jackfield::exchange {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class CallbackPartiesTest : public testing::Test {
 protected:
  void SetUp() override {
    driver.Configure(CallbackSite());
    CreateCallback command = NewCallbackFor();
    command.customer = CustomerId{5};
    driver.Ask(command).value();
  }

  ExchangeDriver driver;
};

TEST_F(CallbackPartiesTest, APersonIsFoundByNumberByCustomerAndByKey) {
  const State& state = driver.state();
  EXPECT_THAT(CallbacksOf(state, {.number_key = "n7"}), ElementsAre(CallbackId{1}));
  EXPECT_THAT(CallbacksOf(state, {.number_key = {}, .customer = CustomerId{5}}),
              ElementsAre(CallbackId{1}));
  EXPECT_THAT(CallbacksOf(state, {.number_key = {}, .customer = {}, .sealing_key = 7}),
              ElementsAre(CallbackId{1}));
}

TEST_F(CallbackPartiesTest, NumbersCustomersAndKeysAreNotMistakenForEachOther) {
  const State& state = driver.state();
  EXPECT_THAT(CallbacksOf(state, {.number_key = "7"}), IsEmpty());
  EXPECT_THAT(CallbacksOf(state, {.number_key = {}, .customer = CustomerId{7}}), IsEmpty());
  EXPECT_THAT(CallbacksOf(state, {.number_key = {}, .customer = {}, .sealing_key = 5}), IsEmpty());
}

TEST_F(CallbackPartiesTest, NobodyInParticularHasNone) {
  EXPECT_THAT(CallbacksOf(driver.state(), Party{}), IsEmpty());
}

TEST_F(CallbackPartiesTest, OneThatIsOverBelongsToNobody) {
  driver.Ask(CancelCallback{"chief", CallbackId{1}}).value();
  EXPECT_THAT(driver.state().callbacks_of_party, IsEmpty());
}

TEST_F(CallbackPartiesTest, CallsOfAPersonAndToThemAreFoundWhileTheyLive) {
  const State& state = driver.state();
  Ring(driver, "in");
  CallOut(driver, "out", "PJSIP/1001");
  Ring(driver, "other", 8);
  EXPECT_THAT(CallsOf(state, {.number_key = "n7"}), ElementsAre(driver.call("in").id));
  EXPECT_THAT(CallsOf(state, {.number_key = {}, .customer = {}, .sealing_key = 7}),
              ElementsAre(driver.call("in").id, driver.call("out").id));
  End(driver, "in");
  End(driver, "out");
  End(driver, "other");
  EXPECT_THAT(state.calls_of_party, IsEmpty());
}

TEST_F(CallbackPartiesTest, ACallBetweenAgentsIsOfNobody) {
  Call call;
  call.direction = Direction::kInternal;
  call.caller.number_key = "n7";
  EXPECT_EQ(PartyOf(call).number_key, "");
}

TEST_F(CallbackPartiesTest, OfACallFromHereTheDialledNumberSaysWhoItIs) {
  Call call;
  call.direction = Direction::kOutbound;
  call.dialled = PersonalText(7, "sealed");
  call.caller.number_key = "an extension";
  EXPECT_EQ(PartyOf(call).sealing_key, 7U);
  EXPECT_EQ(PartyOf(call).number_key, "");
}

}  // namespace
}  // namespace jackfield::exchange
