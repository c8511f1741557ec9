#include "server/exchange/tickets/ticket_sight.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::exchange {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr AgentId kAna{1};
constexpr AgentId kBen{2};
constexpr QueueId kDeclared{1};
constexpr QueueId kInSwitch{2};
constexpr QueueId kOther{3};
constexpr CallId kHeld{11};
constexpr CallId kWrapped{12};
constexpr CallId kLost{13};

class TicketSightTest : public testing::Test {
 protected:
  TicketSightTest() {
    ana_.id = kAna;
    ana_.login = "ana";
    ana_.routing.ranks[kDeclared] = 1;
    ana_.memberships[kInSwitch];
    ticket_.owner = kBen;
    ticket_.queue = kOther;
    ticket_.customer = CustomerId{5};
  }

  void AddCall(CallId id, CustomerId customer) { state_.calls[id].caller.customer = customer; }

  State state_;
  Agent ana_;
  Ticket ticket_;
};

TEST_F(TicketSightTest, AnAgentSeesNothingOfOthers) {
  EXPECT_FALSE(MaySee(state_, ana_, ticket_));
  ticket_ = {};
  EXPECT_FALSE(MaySee(state_, ana_, ticket_)) << "neither queue nor owner nor customer";
}

TEST_F(TicketSightTest, AnAgentSeesTheirOwnAndWhatTheyWatch) {
  ticket_.owner = kAna;
  EXPECT_TRUE(MaySee(state_, ana_, ticket_));
  ticket_.owner = kBen;
  ticket_.watchers = {"ana"};
  EXPECT_TRUE(MaySee(state_, ana_, ticket_));
}

TEST_F(TicketSightTest, AnAgentSeesWhatIsInTheirQueues) {
  EXPECT_THAT(QueuesSeenBy(ana_), ElementsAre(kDeclared, kInSwitch));
  ticket_.queue = kInSwitch;
  EXPECT_TRUE(MaySee(state_, ana_, ticket_));
}

TEST_F(TicketSightTest, AnAgentSeesWhatCustomersOfTheirCallsHave) {
  AddCall(kHeld, CustomerId{7});
  AddCall(kWrapped, CustomerId{5});
  AddCall(kLost, CustomerId{});
  EXPECT_THAT(CustomersSeenBy(state_, ana_), IsEmpty());

  ana_.busy.insert({kHeld, "m1"});
  ana_.missed.push_back({OfferId{1}, kLost});
  EXPECT_THAT(CustomersSeenBy(state_, ana_), ElementsAre(CustomerId{7}));
  EXPECT_FALSE(MaySee(state_, ana_, ticket_));

  ana_.wrap_up = WrapUp{.call = kWrapped};
  EXPECT_TRUE(MaySee(state_, ana_, ticket_));
}

}  // namespace
}  // namespace jackfield::exchange
