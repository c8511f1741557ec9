#include "server/app/cli/alert_wording.h"

#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

TEST(AlertWordingTest, AValueIsWrittenInTheUnitOfItsFigure) {
  EXPECT_EQ(WriteFigureValue(v1::AlertRule::FIGURE_WAITING_COUNT, 12), "12");
  EXPECT_EQ(WriteFigureValue(v1::AlertRule::FIGURE_LONGEST_WAIT_SECONDS, 65.9), "1:05");
  EXPECT_EQ(WriteFigureValue(v1::AlertRule::FIGURE_SERVICE_LEVEL_RATIO, 0.68), "68.0 %");
}

TEST(AlertWordingTest, ABreachSaysOnWhichSideOfTheLimit) {
  v1::Alert alert;
  alert.mutable_rule()->set_figure(v1::AlertRule::FIGURE_READY_COUNT);
  alert.mutable_rule()->set_limit(2);
  alert.set_raised_value(1);

  EXPECT_EQ(WriteBreach(alert), "1 under 2");

  alert.mutable_rule()->set_figure(v1::AlertRule::FIGURE_ABANDONED_RATIO);
  alert.mutable_rule()->set_limit(0.05);
  alert.set_raised_value(0.061);

  EXPECT_EQ(WriteBreach(alert), "6.1 % over 5.0 %");
}

TEST(AlertWordingTest, AnAlertAboutATicketSaysWhichAndWhy) {
  v1::Alert alert;
  alert.mutable_ticket()->set_number(12);
  alert.mutable_ticket()->set_cause(v1::TicketAlert::CAUSE_COMPLAINT);

  EXPECT_EQ(WriteTopic(alert), "complaint");
  EXPECT_EQ(WriteBreach(alert), "ticket 12");
}

TEST(AlertWordingTest, AFigureOfANewerServerIsANumber) {
  EXPECT_EQ(WriteFigure(static_cast<v1::AlertRule::Figure>(99)), "99");
  EXPECT_EQ(WriteFigure(v1::AlertRule::FIGURE_LONGEST_WAIT_SECONDS), "longest wait");
}

}  // namespace
}  // namespace jackfield::cli
