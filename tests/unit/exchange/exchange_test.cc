#include "server/exchange/exchange.h"

#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"

namespace jackfield::exchange {
namespace {

void RunACall(ExchangeDriver& driver) {
  driver.Configure(SmallSite());
  driver.Tell(Originated{.call = "c1", .connection = "caller"});
  driver.Tell(Queued{"c1", "caller", "sales"});
  driver.Advance(Duration{4'000});
  driver.Tell(Delivered{"c1", "m1", "PJSIP/1001", "sales", "caller"});
  driver.Advance(Duration{2'000});
  driver.Tell(Established{"c1", "m1", "PJSIP/1001", "sales", "caller"});
}

// X1.
TEST(ExchangeTest, SameInputsGiveTheSameBytes) {
  ExchangeDriver one;
  ExchangeDriver other;
  RunACall(one);
  RunACall(other);

  EXPECT_EQ(one.exchange().Save(), other.exchange().Save());
}

TEST(ExchangeTest, RestoredExchangeIsEqual) {
  ExchangeDriver driver;
  RunACall(driver);

  const Result<Exchange> restored = Exchange::Restore(driver.exchange().Save());

  ASSERT_TRUE(restored) << restored.error().message;
  EXPECT_EQ(restored->state(), driver.state());
  EXPECT_EQ(restored->Save(), driver.exchange().Save());
}

TEST(ExchangeTest, DamagedBytesAreRefused) {
  ExchangeDriver driver;
  RunACall(driver);
  const std::string bytes = driver.exchange().Save();

  EXPECT_EQ(Exchange::Restore(bytes.substr(0, bytes.size() / 2)).error().code,
            ErrorCode::kDataLoss);
}

// X3.
TEST(ExchangeTest, TimeNeverGoesBack) {
  Exchange exchange;
  Input later{.now = Instant{Duration{500}}};
  later.body = TimersDue{};
  ASSERT_TRUE(exchange.Apply(Sequence{1}, later));
  Input earlier{.now = Instant{Duration{100}}};
  earlier.body = TimersDue{};
  ASSERT_TRUE(exchange.Apply(Sequence{2}, earlier));

  EXPECT_EQ(exchange.state().now, Instant{Duration{500}});
}

TEST(ExchangeTest, WaitsByEngineTimeWhereTheSourceTellsNone) {
  ExchangeDriver driver(/*source_times=*/false);
  RunACall(driver);

  EXPECT_EQ(driver.counted("sales").wait_answered, Duration{6'000});
}

TEST(ExchangeTest, CallsAreFoundByTheirNameOnTheWire) {
  ExchangeDriver driver;
  RunACall(driver);

  const Call* found = driver.exchange().FindCallByName(driver.call("c1").name);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->switch_id, "c1");
  EXPECT_EQ(driver.exchange().FindCallByName("no such"), nullptr);
}

}  // namespace
}  // namespace jackfield::exchange
