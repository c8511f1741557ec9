#include "server/grpc_api/calendar_mapping.h"

#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "tests/support/zones.h"

namespace jackfield::grpc_api {
namespace {

using exchange::DayException;
using exchange::DayHours;
using google::protobuf::TextFormat;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr WallTime kNow = fakes::Utc("2026-06-15 08:00");

v1::Configuration Document(const std::string& text) {
  v1::Configuration document;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &document)) << text;
  return document;
}

std::vector<FieldViolation> Violations(const v1::Configuration& document) {
  DocumentCheck check;
  CheckCalendars(document, check);
  return check.status() ? std::vector<FieldViolation>() : check.status().error().fields;
}

constexpr const char* kOffice = R"(
  time_zone: "Asia/Shanghai"
  calendars {
    calendar_id: "office"
    time_zone: "Europe/Berlin"
    weekly_hours {
      weekdays: WEEKDAY_MONDAY
      weekdays: WEEKDAY_SUNDAY
      hours { open: "09:00" close: "12:30" }
      hours { open: "12:30" close: "24:00" }
    }
    weekly_hours { weekdays: WEEKDAY_SATURDAY hours { open: "00:00" close: "00:01" } }
    exceptions { date: "2026-12-25" }
    exceptions { date: "2026-12-24" hours { open: "08:05" close: "12:00" } }
  }
  queues { queue_id: "sales" calendar_id: "office" }
  agents { login: "ana" calendar_id: "office" }
)";

TEST(CalendarMappingTest, HoursAreThoseOfTheirDays) {
  const v1::Configuration document = Document(kOffice);

  const std::vector<exchange::Calendar> calendars = ToCalendars(document, kNow);

  EXPECT_THAT(Violations(document), IsEmpty());
  ASSERT_EQ(calendars.size(), 1U);
  const exchange::Calendar& office = calendars[0];
  const DayHours whole = {{hours{9}, minutes{750}}, {minutes{750}, hours{24}}};
  EXPECT_EQ(office.name, "office");
  EXPECT_EQ(office.week[std::chrono::Sunday.c_encoding()], whole);
  EXPECT_EQ(office.week[std::chrono::Monday.c_encoding()], whole);
  EXPECT_THAT(office.week[std::chrono::Tuesday.c_encoding()], IsEmpty());
  EXPECT_THAT(office.week[std::chrono::Friday.c_encoding()], IsEmpty());
  EXPECT_EQ(office.week[std::chrono::Saturday.c_encoding()], (DayHours{{hours{0}, minutes{1}}}));
  EXPECT_TRUE(IsSound(office));
}

TEST(CalendarMappingTest, ExceptionsAreInTheOrderOfTheirDays) {
  using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace): dates.

  EXPECT_THAT(ToCalendars(Document(kOffice), kNow).at(0).exceptions,
              ElementsAre(DayException{local_days{2026y / 12 / 24}, {{minutes{485}, hours{12}}}},
                          DayException{local_days{2026y / 12 / 25}, {}}));
}

TEST(CalendarMappingTest, TheClocksAreThoseOfTheCalendarElseOfTheSite) {
  v1::Configuration document = Document(kOffice);

  const exchange::Calendar berlin = ToCalendars(document, kNow).at(0);
  document.mutable_calendars(0)->clear_time_zone();
  const exchange::Calendar shanghai = ToCalendars(document, kNow).at(0);

  EXPECT_EQ(berlin.time_zone, "Europe/Berlin");
  EXPECT_EQ(ToLocal(berlin.offsets, fakes::Utc("2026-07-01 10:00")),
            fakes::Local("2026-07-01 12:00"));
  EXPECT_EQ(shanghai.time_zone, "Asia/Shanghai");
  EXPECT_EQ(shanghai.offsets, fakes::Shanghai());
}

TEST(CalendarMappingTest, AZoneThatIsGoneFromThisMachineIsUtc) {
  v1::Configuration document = Document(kOffice);
  document.mutable_calendars(0)->set_time_zone("Europe/Atlantis");

  EXPECT_EQ(ToCalendars(document, kNow).at(0).offsets, exchange::ZoneOffsets());
}

struct Fault {
  std::string text;
  std::string field;
  std::string rule;
};

void ExpectFaults(const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    const std::vector<FieldViolation> violations = Violations(Document(fault.text));
    ASSERT_EQ(violations.size(), 1U) << fault.text;
    EXPECT_EQ(violations[0].field, fault.field) << fault.text;
    EXPECT_THAT(violations[0].rule, HasSubstr(fault.rule)) << fault.text;
  }
}

TEST(CalendarMappingTest, ACalendarIsRefusedByFieldRuleAndFix) {
  ExpectFaults({
      {R"(calendars { calendar_id: "An Office" })", "calendars[0].calendar_id", "a-z, 0-9 and _-"},
      {R"(calendars { calendar_id: "a" } calendars { calendar_id: "a" })",
       "calendars[1].calendar_id", "twice"},
      {R"(calendars { calendar_id: "a" time_zone: "Europe/Atlantis" })", "calendars[0].time_zone",
       "must be an IANA time zone"},
      {R"(queues {} queues { calendar_id: "nowhere" })", "queues[1].calendar_id",
       "declare 'nowhere', or leave it out here"},
      {R"(agents {} agents { calendar_id: "nowhere" })", "agents[1].calendar_id",
       "declare 'nowhere', or leave it out here"},
  });
}

TEST(CalendarMappingTest, WeekdaysAreRefusedByFieldRuleAndFix) {
  const std::string nine_to_five = R"(hours { open: "09:00" close: "17:00" })";
  ExpectFaults({
      {R"(calendars { calendar_id: "a" weekly_hours { )" + nine_to_five + "}}",
       "calendars[0].weekly_hours[0].weekdays", "must have a day at least"},
      {R"(calendars { calendar_id: "a" weekly_hours { weekdays: WEEKDAY_MONDAY }})",
       "calendars[0].weekly_hours[0].hours", "days that are closed are left out"},
      {R"(calendars { calendar_id: "a" weekly_hours { weekdays: WEEKDAY_UNSPECIFIED )" +
           nine_to_five + "}}",
       "calendars[0].weekly_hours[0].weekdays", "from monday to sunday"},
      {R"(calendars { calendar_id: "a" weekly_hours { weekdays: 8 )" + nine_to_five + "}}",
       "calendars[0].weekly_hours[0].weekdays", "from monday to sunday"},
      {R"(calendars { calendar_id: "a" weekly_hours { weekdays: WEEKDAY_MONDAY )" + nine_to_five +
           "} weekly_hours { weekdays: WEEKDAY_MONDAY " + nine_to_five + "}}",
       "calendars[0].weekly_hours[1].weekdays", "put its hours together"},
  });
}

TEST(CalendarMappingTest, ExceptionsAreRefusedByFieldRuleAndFix) {
  ExpectFaults({
      {R"(calendars { calendar_id: "a" exceptions { date: "2026-02-29" } })",
       "calendars[0].exceptions[0].date", "must be a day, such as 2026-12-25"},
      {R"(calendars { calendar_id: "a" exceptions { date: "26-12-25" } })",
       "calendars[0].exceptions[0].date", "must be a day"},
      {R"(calendars { calendar_id: "a" exceptions { date: "2026-12-2x" } })",
       "calendars[0].exceptions[0].date", "must be a day"},
      {R"(calendars { calendar_id: "a" exceptions { date: "2026/12/25" } })",
       "calendars[0].exceptions[0].date", "must be a day"},
      {R"(calendars { calendar_id: "a" exceptions {} })", "calendars[0].exceptions[0].date",
       "must be a day"},
      {R"(calendars { calendar_id: "a" exceptions { date: "2028-02-29" }
                                       exceptions { date: "2028-02-29" } })",
       "calendars[0].exceptions[1].date", "twice"},
  });
}

// Hours of one day that has an exception.
std::string Hours(const std::string& intervals) {
  return R"(calendars { calendar_id: "a" exceptions { date: "2026-12-24" )" + intervals + "}}";
}

TEST(CalendarMappingTest, HoursAreRefusedByFieldRuleAndFix) {
  const std::string at = "calendars[0].exceptions[0].hours[0].";
  ExpectFaults({
      {Hours(R"(hours { open: "9:00" close: "12:00" })"), at + "open", "00:00 to 23:59"},
      {Hours(R"(hours { open: "24:00" close: "24:00" })"), at + "open", "00:00 to 23:59"},
      {Hours(R"(hours { open: "09:60" close: "12:00" })"), at + "open", "00:00 to 23:59"},
      {Hours(R"(hours { open: "09.30" close: "12:00" })"), at + "open", "00:00 to 23:59"},
      {Hours(R"(hours { close: "12:00" })"), at + "open", "00:00 to 23:59"},
      {Hours(R"(hours { open: "09:00" close: "24:01" })"), at + "close", "up to 24:00"},
      {Hours(R"(hours { open: "09:00" close: "-1:00" })"), at + "close", "up to 24:00"},
      {Hours(R"(hours { open: "09:00" })"), at + "close", "up to 24:00"},
      {Hours(R"(hours { open: "09:00" close: "09:00" })"), at + "close", "must be after open"},
      {Hours(R"(hours { open: "22:00" close: "06:00" })"), at + "close", "of the next day"},
      {Hours(R"(hours { open: "09:00" close: "12:00" } hours { open: "11:59" close: "13:00" })"),
       "calendars[0].exceptions[0].hours[1].open", "put them in order"},
  });
}

TEST(CalendarMappingTest, ListsHaveTheirLimits) {
  v1::Configuration document;
  for (int i = 0; i < 201; ++i) {
    document.add_calendars()->set_calendar_id("c" + std::to_string(i));
  }
  v1::DayException& day = *document.mutable_calendars(0)->add_exceptions();
  day.set_date("2026-12-24");
  for (int i = 10; i < 19; ++i) {
    v1::OpenInterval& hour = *day.add_hours();
    hour.set_open(std::to_string(i) + ":00");
    hour.set_close(std::to_string(i) + ":30");
  }

  const std::vector<FieldViolation> violations = Violations(document);

  ASSERT_EQ(violations.size(), 2U);
  EXPECT_EQ(violations[0].field, "calendars");
  EXPECT_THAT(violations[0].rule, HasSubstr("at most 200"));
  EXPECT_EQ(violations[1].field, "calendars[0].exceptions[0].hours");
  EXPECT_THAT(violations[1].rule, HasSubstr("at most 8"));
}

}  // namespace
}  // namespace jackfield::grpc_api
