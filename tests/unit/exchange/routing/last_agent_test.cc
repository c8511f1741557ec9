#include "server/exchange/routing/last_agent.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/exchange_driver.h"
#include "tests/unit/exchange/routing/work_driver.h"

namespace jackfield::exchange {
namespace {

constexpr CustomerId kCustomer{5};
constexpr Duration kDay{24LL * 3600 * 1000};

class LastAgentTest : public testing::Test {
 protected:
  void SetUp() override { Configure(7 * kDay); }
  void Configure(Duration limit) {
    Configuration site = SmallSite();
    site.routing.last_agent_limit = limit;
    driver.Configure(site);
  }
  void Ring(const std::string& call, const std::string& device, CustomerId customer) {
    Caller caller{.presentation = Presentation::kPresented, .number = PersonalText(1, "1")};
    caller.customer = customer;
    driver.Tell(Originated{.call = call, .caller = caller, .connection = call + "-caller"});
    driver.Tell(Delivered{call, call + "-member", device, {}, {}});
  }
  void Answer(const std::string& call, const std::string& device) {
    driver.Tell(Established{call, call + "-member", device, {}, {}});
  }
  void Talk(const std::string& call, const std::string& device, CustomerId customer = kCustomer) {
    Ring(call, device, customer);
    Answer(call, device);
  }
  // Login of the preferred agent; empty: there is none.
  std::string Preferred(const std::string& login = {}, CustomerId customer = kCustomer) const {
    const AgentId agent = PreferredAgent(driver.state(), login, customer);
    return agent ? driver.state().agents.at(agent).login : std::string();
  }

  ExchangeDriver driver;
};

// N1.
TEST_F(LastAgentTest, WhoTalkedLastIsPreferredForTheTimeThatIsSet) {
  EXPECT_EQ(Preferred(), "");
  Ring("c1", "PJSIP/1001", kCustomer);
  EXPECT_EQ(Preferred(), "") << "It only rang.";
  Answer("c1", "PJSIP/1001");
  EXPECT_EQ(Preferred(), "ana");
  driver.Tell(CallCleared{"c1"});
  driver.Advance(kDay);
  Talk("c2", "PJSIP/1002");
  EXPECT_EQ(Preferred(), "bo");

  driver.Advance(7 * kDay);
  driver.FireTimers();
  EXPECT_EQ(Preferred(), "bo");
  driver.Advance(Duration{1});
  driver.FireTimers();
  EXPECT_EQ(Preferred(), "");
}

TEST_F(LastAgentTest, WhoTheDirectoryNamesComesFirst) {
  Talk("c1", "PJSIP/1001");

  EXPECT_EQ(Preferred("bo"), "bo");
  EXPECT_EQ(Preferred("nobody"), "ana");
  EXPECT_EQ(Preferred({}, CustomerId{6}), "");
  EXPECT_EQ(Preferred({}, CustomerId{}), "");
}

TEST_F(LastAgentTest, WhoIsToldWhileTheyTalkIsKnownToo) {
  Talk("c1", "PJSIP/1001", CustomerId{});
  EXPECT_EQ(Preferred(), "");

  ASSERT_TRUE(driver.Command(ChooseCaller{"ana", driver.call("c1").id, kCustomer}));

  EXPECT_EQ(Preferred(), "ana");
}

TEST_F(LastAgentTest, WithoutALimitNothingIsKept) {
  Configure(Duration{0});
  Talk("c1", "PJSIP/1001");

  EXPECT_EQ(Preferred(), "");
  EXPECT_TRUE(driver.state().last_talks.empty());
}

// N2.
TEST_F(LastAgentTest, AtTheLimitTheLongestAgoIsForgotten) {
  WorkDriver work(driver.state());
  const AgentId ana = driver.agent("ana").id;
  work.Do([ana](Step& step) {
    for (std::uint64_t i = 1; i <= 50'000; ++i) NoteTalk(step, CustomerId{i}, ana);
  });
  EXPECT_TRUE(work.state().last_talks.contains(CustomerId{1}));

  work.Advance(Duration{1});
  work.Do([ana](Step& step) { NoteTalk(step, CustomerId{1}, ana); });
  work.Do([ana](Step& step) { NoteTalk(step, CustomerId{50'001}, ana); });

  EXPECT_EQ(work.state().last_talks.size(), 50'000U);
  EXPECT_TRUE(work.state().last_talks.contains(CustomerId{1}));
  EXPECT_FALSE(work.state().last_talks.contains(CustomerId{2}));
}

TEST_F(LastAgentTest, ARestartForgetsNobody) {
  Talk("c1", "PJSIP/1001");
  driver.Restart();

  EXPECT_EQ(Preferred(), "ana");
  EXPECT_EQ(driver.state().last_talks.size(), 1U);
  EXPECT_EQ(driver.state().last_talks_by_time.size(), 1U);
}

}  // namespace
}  // namespace jackfield::exchange
