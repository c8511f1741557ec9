#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/exchange/tickets/sla.h"
#include "tests/support/calendars.h"
#include "tests/support/ticket_site.h"

// When clocks warn and are breached, in the opening hours of four zones.
namespace jackfield::exchange {
namespace {

using fakes::Utc;
using testing::ElementsAre;

constexpr TicketId kFirst{1};
constexpr Duration kTick{1};
constexpr Duration kMinute{60'000};
constexpr Duration kHour{60 * kMinute};
constexpr Duration kDay{24 * kHour};

// Worked out by hand from calendars.h; all times in UTC. When the ticket is made, its customer
// writes at once: it is to be answered, answered again and resolved within `goal` of open time.
// Each of the three warns at 80 %.
struct DueCase {
  std::string name;
  std::string calendar;
  std::string made;
  Duration goal;
  std::string warns;
  std::string due;
};

class DueTest : public testing::TestWithParam<DueCase> {
 protected:
  void SetUp() override {
    Configuration site = TicketSite();
    site.calendars = {fakes::Office(), fakes::Nights(), fakes::Hotline(), fakes::Diner(),
                      fakes::Broker(), fakes::Bar(),    fakes::Ferry(),   fakes::Store(),
                      fakes::Bank(),   fakes::Always(), fakes::Never()};
    site.tickets.sla_policies = {{.name = "any",
                                  .first_response = GetParam().goal,
                                  .next_response = GetParam().goal,
                                  .resolution = GetParam().goal,
                                  .calendar = GetParam().calendar,
                                  .on_warning = {{EscalationKind::kHandToSupervisors}},
                                  .on_breach = {{EscalationKind::kHandToSupervisors}}}};
    driver.Configure(site);
    driver.AdvanceTo(Utc(GetParam().made));
    driver.Ask(NewTicket("support")).value();
    const AddComment contact{
        .ticket = kFirst, .text = PersonalText(7, "x"), .author = CommentAuthor::kCustomer};
    driver.Ask(contact).value();
  }
  void FireAt(WallTime at) {
    driver.AdvanceTo(at);
    driver.FireTimers();
  }

  // One each, of first response, next response and resolution.
  template <typename Value>
  std::vector<Value> Each(Value SlaClock::*member) const {
    std::vector<Value> values;
    for (const auto& [goal, clock] : driver.ticket(1).clocks) values.push_back(clock.*member);
    return values;
  }
  std::vector<std::string> Texts(std::optional<WallTime> SlaClock::*member) const {
    std::vector<std::string> texts;
    for (const auto& at : Each(member)) texts.push_back(fakes::Text(at));
    return texts;
  }

  ExchangeDriver driver;
};

// S6, S7.
TEST_P(DueTest, WarnsAndIsBreachedInTheHoursOfItsCalendar) {
  const auto& [name, calendar, made, goal, warns, due] = GetParam();
  EXPECT_THAT(Texts(&SlaClock::warn_at), ElementsAre(warns, warns, warns));
  EXPECT_THAT(Texts(&SlaClock::due), ElementsAre(due, due, due));

  FireAt(Utc(warns) - kTick);
  EXPECT_THAT(Each(&SlaClock::warned), ElementsAre(false, false, false));
  FireAt(Utc(warns));
  EXPECT_THAT(Each(&SlaClock::warned), ElementsAre(true, true, true));

  driver.Restart();
  FireAt(Utc(due) - kTick);
  EXPECT_THAT(Each(&SlaClock::breached), ElementsAre(false, false, false));
  FireAt(Utc(due));
  EXPECT_THAT(Each(&SlaClock::breached), ElementsAre(true, true, true));
}

TEST_P(DueTest, TellsEachOnceThoughItIsNoticedLate) {
  driver.AdvanceTo(Utc(GetParam().due) + 30 * kDay);
  const Effects fired = driver.FireTimers();

  const auto warned = EntriesOf(fired, TicketEntryKind::kSlaWarned);
  const auto breached = EntriesOf(fired, TicketEntryKind::kSlaBreached);
  ASSERT_EQ(warned.size(), 3U);
  ASSERT_EQ(breached.size(), 3U);
  EXPECT_EQ(fakes::Text(warned[2].at.wall), GetParam().warns);
  EXPECT_EQ(fakes::Text(breached[2].at.wall), GetParam().due);
  EXPECT_EQ(AllOf<AlertChanged>(fired).size(), 2U);
  driver.Advance(30 * kDay);
  EXPECT_TRUE(AllOf<TicketNoted>(driver.FireTimers()).empty());
}

TEST_P(DueTest, IsNotBreachedWhenResolvedInTime) {
  const Duration used = GetParam().goal - kMinute;
  const std::string stopped = fakes::Text(Utc(GetParam().due) - kMinute);
  driver.AdvanceTo(Utc(GetParam().due) - kMinute);
  driver
      .Ask(SetTicketState{.actor = "ana",
                          .ticket = kFirst,
                          .state = TicketState::kResolved,
                          .text = PersonalText(7, "why")})
      .value();
  FireAt(Utc(GetParam().due) + 30 * kDay);

  EXPECT_THAT(Each(&SlaClock::used), ElementsAre(used, used, used));
  EXPECT_THAT(Texts(&SlaClock::stopped), ElementsAre(stopped, stopped, stopped));
  EXPECT_THAT(Each(&SlaClock::breached), ElementsAre(false, false, false));
}

INSTANTIATE_TEST_SUITE_P(
    Calendars, DueTest,
    testing::Values(
        // Thursday before Easter, 17:30; half an hour, Saturday, and 1.5 h of Tuesday.
        DueCase{"Easter", "office", "2026-04-02 15:30", 6 * kHour, "2026-04-07 06:18",
                "2026-04-07 07:30"},
        // Two hours of the evening before Thanksgiving, two of the morning after it.
        DueCase{"Thanksgiving", "hotline", "2026-11-26 03:00", 4 * kHour, "2026-11-27 06:12",
                "2026-11-27 07:00"},
        // An hour of the last day before the holidays, and one of the day after them.
        DueCase{"ShanghaisHolidays", "bank", "2026-09-30 09:00", 2 * kHour, "2026-10-08 01:36",
                "2026-10-08 02:00"},
        // An hour of Friday, and one of the Saturday that makes up for the holidays.
        DueCase{"ShanghaisWorkingSaturday", "bank", "2026-10-09 09:00", 2 * kHour,
                "2026-10-10 01:36", "2026-10-10 02:00"},
        DueCase{"NoCalendar", "", "2026-01-16 16:00", 10 * kHour, "2026-01-17 00:00",
                "2026-01-17 02:00"}),
    [](const auto& given) { return given.param.name; });

// From the last open hours before a weekend to the hours after it.
INSTANTIATE_TEST_SUITE_P(
    Weekends, DueTest,
    testing::Values(
        // 17:00 in Berlin; 1 h is left, then 3 h of Saturday.
        DueCase{"Saturday", "office", "2026-01-16 16:00", 4 * kHour, "2026-01-17 10:12",
                "2026-01-17 11:00"},
        // The same, and after the 4 h of Saturday an hour of Monday.
        DueCase{"Berlin", "office", "2026-01-16 16:00", 6 * kHour, "2026-01-17 11:48",
                "2026-01-19 08:00"},
        DueCase{"NewYork", "broker", "2026-01-16 21:00", 2 * kHour, "2026-01-19 14:36",
                "2026-01-19 15:00"},
        DueCase{"Shanghai", "bank", "2026-01-16 09:00", 2 * kHour, "2026-01-19 01:36",
                "2026-01-19 02:00"},
        DueCase{"LordHowe", "store", "2026-01-16 05:00", 2 * kHour, "2026-01-18 22:36",
                "2026-01-18 23:00"},
        // Saturday 12:00 in winter, Monday 9:00 in summer: the night between is an hour shorter.
        DueCase{"SpringInBerlin", "office", "2026-03-28 11:00", 2 * kHour, "2026-03-30 06:36",
                "2026-03-30 07:00"},
        // Saturday 12:00 in summer, Monday 9:00 in winter.
        DueCase{"AutumnInBerlin", "office", "2026-10-24 10:00", 2 * kHour, "2026-10-26 07:36",
                "2026-10-26 08:00"},
        DueCase{"SpringInNewYork", "broker", "2026-03-06 21:00", 2 * kHour, "2026-03-09 13:36",
                "2026-03-09 14:00"},
        DueCase{"AutumnInNewYork", "broker", "2026-10-30 20:00", 2 * kHour, "2026-11-02 14:36",
                "2026-11-02 15:00"},
        DueCase{"SpringOnLordHowe", "store", "2026-10-02 05:30", 2 * kHour, "2026-10-04 22:36",
                "2026-10-04 23:00"},
        DueCase{"AutumnOnLordHowe", "store", "2026-04-03 05:00", 2 * kHour, "2026-04-05 23:06",
                "2026-04-05 23:30"}),
    [](const auto& given) { return given.param.name; });

// Open while the clocks are set.
INSTANTIATE_TEST_SUITE_P(
    ThroughAChange, DueTest,
    testing::Values(
        // From 22:00 on Saturday five hours are until 4:00, and the night has seven.
        DueCase{"SpringNightInBerlin", "nights", "2026-03-28 21:00", 5 * kHour, "2026-03-29 01:00",
                "2026-03-29 02:00"},
        DueCase{"SevenHoursInBerlin", "nights", "2026-03-28 21:00", 8 * kHour, "2026-03-29 03:24",
                "2026-04-03 21:00"},
        // From 22:00 on Saturday six hours are until 3:00, and the night has nine.
        DueCase{"AutumnNightInBerlin", "nights", "2026-10-24 20:00", 6 * kHour, "2026-10-25 00:48",
                "2026-10-25 02:00"},
        DueCase{"NineHoursInBerlin", "nights", "2026-10-24 20:00", 10 * kHour, "2026-10-25 04:00",
                "2026-10-30 22:00"},
        // Open through the night in which 2:00 is 3:00: eight hours are eight hours.
        DueCase{"SpringInNewYork", "hotline", "2026-03-08 01:00", 8 * kHour, "2026-03-08 07:24",
                "2026-03-08 09:00"},
        DueCase{"AutumnInNewYork", "hotline", "2026-11-01 03:00", 5 * kHour, "2026-11-01 07:00",
                "2026-11-01 08:00"},
        // From 1:30 to 3:30 on Sunday is one hour, and three in autumn; the next hour is a week on.
        DueCase{"OneHourInNewYork", "diner", "2026-03-08 06:30", 2 * kHour, "2026-03-15 06:06",
                "2026-03-15 06:30"},
        DueCase{"ThreeHoursInNewYork", "diner", "2026-11-01 05:30", 4 * kHour, "2026-11-08 06:42",
                "2026-11-08 07:30"},
        // Two hours of Saturday; on Sunday what looks like two hours is one and a half.
        DueCase{"SpringOnLordHowe", "bar", "2026-10-02 14:30", 210 * kMinute, "2026-10-03 15:18",
                "2026-10-03 16:00"},
        // On 5 April what looks like two hours is two and a half.
        DueCase{"AutumnOnLordHowe", "bar", "2026-04-03 14:00", 270 * kMinute, "2026-04-04 15:36",
                "2026-04-04 16:30"},
        // From 1:45 to 2:15 on Sunday is a quarter of an hour, and a whole one in autumn.
        DueCase{"QuarterOnLordHowe", "ferry", "2026-10-03 15:15", 30 * kMinute, "2026-10-10 14:54",
                "2026-10-10 15:00"},
        DueCase{"WholeOnLordHowe", "ferry", "2026-04-04 14:45", 70 * kMinute, "2026-04-04 15:41",
                "2026-04-11 15:25"}),
    [](const auto& given) { return given.param.name; });

// All of a Sunday in Shanghai, on which others set their clocks: it has 24 hours.
INSTANTIATE_TEST_SUITE_P(
    ShanghaiChangesNothing, DueTest,
    testing::Values(DueCase{"NewYorksSpring", "always", "2026-03-07 16:00", kDay,
                            "2026-03-08 11:12", "2026-03-08 16:00"},
                    DueCase{"BerlinsSpring", "always", "2026-03-28 16:00", kDay, "2026-03-29 11:12",
                            "2026-03-29 16:00"},
                    DueCase{"BerlinsAutumn", "always", "2026-10-24 16:00", kDay, "2026-10-25 11:12",
                            "2026-10-25 16:00"},
                    DueCase{"NewYorksAutumn", "always", "2026-10-31 16:00", kDay,
                            "2026-11-01 11:12", "2026-11-01 16:00"},
                    // From Friday to Monday, with the change between.
                    DueCase{"BankOverNewYorksSpring", "bank", "2026-03-06 09:00", 2 * kHour,
                            "2026-03-09 01:36", "2026-03-09 02:00"},
                    DueCase{"BankOverBerlinsSpring", "bank", "2026-03-27 09:00", 2 * kHour,
                            "2026-03-30 01:36", "2026-03-30 02:00"},
                    DueCase{"BankOverBerlinsAutumn", "bank", "2026-10-23 09:00", 2 * kHour,
                            "2026-10-26 01:36", "2026-10-26 02:00"},
                    DueCase{"BankOverNewYorksAutumn", "bank", "2026-10-30 09:00", 2 * kHour,
                            "2026-11-02 01:36", "2026-11-02 02:00"}),
    [](const auto& given) { return given.param.name; });

}  // namespace
}  // namespace jackfield::exchange
