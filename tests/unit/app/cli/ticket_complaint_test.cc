#include "server/app/cli/ticket_complaint.h"

#include <string>

#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

// "UNITS CODE", or "refused".
std::string Read(const std::string& compensation) {
  ComplaintOptions options;
  options.compensation = compensation;
  v1::Complaint complaint;
  if (!SetComplaint(options, complaint)) return "refused";
  return std::to_string(complaint.compensation_minor_units()) + " " +
         complaint.compensation_currency_code();
}

std::string Written(std::int64_t units, const std::string& code) {
  v1::Complaint complaint;
  complaint.set_compensation_minor_units(units);
  complaint.set_compensation_currency_code(code);
  return WriteCompensation(complaint);
}

TEST(TicketComplaintTest, ACompensationIsReadInTheUnitsOfItsCurrency) {
  EXPECT_EQ(Read("12.50 EUR"), "1250 EUR");
  EXPECT_EQ(Read("12 EUR"), "1200 EUR");
  EXPECT_EQ(Read("300 JPY"), "300 JPY");
  EXPECT_EQ(Read("1.234 KWD"), "1234 KWD");
  EXPECT_EQ(Read("12.50 RSD"), "1250 RSD");  // As ISO 4217 has it, whatever is usual in shops.
  EXPECT_EQ(Read(""), "0 ");
}

TEST(TicketComplaintTest, WhatIsNoAmountOfACurrencyIsRefused) {
  for (const char* text : {"12.50", "EUR", "1.234 EUR", "1.5 JPY", "12,50 EUR", "-1 EUR", "1 eur",
                           "1 EURO", " EUR", "1234567890 EUR", "1.x EUR"}) {
    EXPECT_EQ(Read(text), "refused") << text;
  }
}

TEST(TicketComplaintTest, ACompensationIsWrittenAsItIsRead) {
  EXPECT_EQ(Written(1'250, "EUR"), "12.50 EUR");
  EXPECT_EQ(Written(5, "EUR"), "0.05 EUR");
  EXPECT_EQ(Written(300, "JPY"), "300 JPY");
  EXPECT_EQ(Written(0, "EUR"), "");
}

TEST(TicketComplaintTest, WhatIsNotGivenStays) {
  v1::Complaint complaint;
  complaint.set_cause("staff");
  ComplaintOptions options;
  options.severity = 4;

  ASSERT_TRUE(SetComplaint(options, complaint));

  EXPECT_EQ(complaint.severity(), 4);
  EXPECT_EQ(complaint.cause(), "staff");
}

}  // namespace
}  // namespace jackfield::cli
