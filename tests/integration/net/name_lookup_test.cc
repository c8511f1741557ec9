#include "server/net/name_lookup.h"

#include <optional>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace jackfield::net {
namespace {

using Addresses = NameLookup::Addresses;
using boost::asio::ip::tcp;

constexpr Duration kLong{10'000};
constexpr Duration kShort{1};

// Look-ups that end when the test says so.
//
// Thread safety: none; one per test.
class NameLookupTest : public testing::Test {
 protected:
  NameLookup::Begin Begin() {
    return [this](const std::string& host, const std::string&, NameLookup::Found found) {
      hosts_.push_back(host);
      found_ = std::move(found);
    };
  }

  static Addresses OneAddress() {
    return Addresses::create(tcp::endpoint(boost::asio::ip::address_v4::loopback(), 5038), "pbx",
                             "5038");
  }

  void Start(NameLookup& lookup, const std::string& host, Duration limit) {
    answer_.reset();
    boost::asio::co_spawn(
        io_,
        [](NameLookup& to_ask, std::string name, Duration time,
           std::optional<Result<Addresses>>& into) -> boost::asio::awaitable<void> {
          into = co_await to_ask.Find(name, 5038, time);
        }(lookup, host, limit, answer_),
        boost::asio::detached);
    io_.restart();
    io_.poll();
  }

  // Lets time pass until there is an answer.
  const Result<Addresses>& Await() {
    io_.restart();
    io_.run();
    return *answer_;
  }

  boost::asio::io_context io_;
  std::vector<std::string> hosts_;
  NameLookup::Found found_;
  std::optional<Result<Addresses>> answer_;
};

TEST_F(NameLookupTest, ANumericAddressIsNotLookedUp) {
  NameLookup lookup(io_.get_executor(), Begin());

  Start(lookup, "127.0.0.1", kLong);

  ASSERT_TRUE(answer_ && *answer_);
  EXPECT_EQ((**answer_).begin()->endpoint().port(), 5038);
  EXPECT_TRUE(hosts_.empty());
}

TEST_F(NameLookupTest, WhatIsFoundInTimeIsTheAnswer) {
  NameLookup lookup(io_.get_executor(), Begin());
  Start(lookup, "pbx", kLong);
  EXPECT_FALSE(answer_);

  found_({}, OneAddress());

  ASSERT_TRUE(Await());
  EXPECT_EQ((**answer_).size(), 1U);
}

TEST_F(NameLookupTest, AnUnknownNameIsUnavailable) {
  NameLookup lookup(io_.get_executor(), Begin());
  Start(lookup, "pbx", kLong);

  found_(boost::asio::error::host_not_found, {});

  EXPECT_EQ(Await().error().code, ErrorCode::kUnavailable);
}

TEST_F(NameLookupTest, ALookupThatTakesTooLongEndsAtItsLimitAndIsNotBegunTwice) {
  NameLookup lookup(io_.get_executor(), Begin());
  Start(lookup, "pbx", kShort);
  EXPECT_EQ(Await().error().code, ErrorCode::kDeadlineExceeded);

  Start(lookup, "pbx", kLong);
  EXPECT_EQ(hosts_.size(), 1U);
  found_({}, OneAddress());
  EXPECT_TRUE(Await());

  Start(lookup, "pbx", kLong);
  EXPECT_EQ(hosts_.size(), 2U);
  found_({}, OneAddress());
  EXPECT_TRUE(Await());
}

TEST_F(NameLookupTest, CancelEndsTheWait) {
  NameLookup lookup(io_.get_executor(), Begin());
  Start(lookup, "pbx", kLong);

  lookup.Cancel();

  EXPECT_EQ(Await().error().code, ErrorCode::kUnavailable);
}

TEST_F(NameLookupTest, ALookupMayEndAfterItsOwnerIsGone) {
  {
    NameLookup lookup(io_.get_executor(), Begin());
    Start(lookup, "pbx", kShort);
    EXPECT_FALSE(Await());
  }

  found_({}, OneAddress());

  EXPECT_EQ(hosts_.size(), 1U);
}

}  // namespace
}  // namespace jackfield::net
