#include "server/exchange/tickets/ticket_words.h"

#include <gtest/gtest.h>

namespace jackfield::exchange {
namespace {

TEST(TicketWordsTest, AreThoseOfTheHistory) {
  EXPECT_EQ(WordOf(TicketType::kQuestion), "question");
  EXPECT_EQ(WordOf(TicketType::kIncident), "incident");
  EXPECT_EQ(WordOf(TicketType::kComplaint), "complaint");
  EXPECT_EQ(WordOf(TicketType::kCallback), "callback");
  EXPECT_EQ(WordOf(TicketType::kTask), "task");
  EXPECT_EQ(WordOf(TicketPriority::kLow), "low");
  EXPECT_EQ(WordOf(TicketPriority::kNormal), "normal");
  EXPECT_EQ(WordOf(TicketPriority::kHigh), "high");
  EXPECT_EQ(WordOf(TicketPriority::kUrgent), "urgent");
  EXPECT_EQ(WordOf(TicketState::kNew), "new");
  EXPECT_EQ(WordOf(TicketState::kOpen), "open");
  EXPECT_EQ(WordOf(TicketState::kPending), "pending");
  EXPECT_EQ(WordOf(TicketState::kResolved), "resolved");
  EXPECT_EQ(WordOf(TicketState::kClosed), "closed");
  EXPECT_EQ(WordOf(SlaGoal::kFirstResponse), "first response");
  EXPECT_EQ(WordOf(SlaGoal::kNextResponse), "next response");
  EXPECT_EQ(WordOf(SlaGoal::kResolution), "resolution");
}

TEST(TicketWordsTest, AreEmptyForWhatIsNoValue) {
  EXPECT_EQ(WordOf(static_cast<TicketType>(0)), "");
  EXPECT_EQ(WordOf(static_cast<TicketType>(6)), "");
  EXPECT_EQ(WordOf(static_cast<TicketPriority>(0)), "");
  EXPECT_EQ(WordOf(static_cast<TicketPriority>(5)), "");
  EXPECT_EQ(WordOf(static_cast<TicketState>(0)), "");
  EXPECT_EQ(WordOf(static_cast<TicketState>(6)), "");
  EXPECT_EQ(WordOf(static_cast<SlaGoal>(4)), "");
}

}  // namespace
}  // namespace jackfield::exchange
