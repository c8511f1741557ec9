#include "server/exchange/tickets/ticket_alerts.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/ticket_site.h"

namespace jackfield::exchange {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr TicketId kFirst{1};
constexpr Duration kHour{3'600'000};

// Complaints of customers of tier 3 and above are told to supervisors; tickets that miss their
// first response after two hours are handed to them, with a warning after one.
class TicketAlertsTest : public testing::Test {
 protected:
  void SetUp() override {
    Configuration site = TicketSite();
    site.tickets.supervised_tier = 3;
    site.tickets.sla_policies = {{.name = "usual",
                                  .first_response = 2 * kHour,
                                  .warn_percent = 50,
                                  .on_warning = {{EscalationKind::kHandToSupervisors}},
                                  .on_breach = {{EscalationKind::kHandToSupervisors}}}};
    driver.Configure(site);
  }
  Effects Make(TicketType type, std::uint32_t tier) {
    CreateTicket command = NewTicket("support");
    command.type = type;
    command.value_tier = tier;
    return driver.Ask(command).value();
  }
  Effects Into(TicketState state) {
    return driver
        .Ask(SetTicketState{
            .actor = "chief", .ticket = kFirst, .state = state, .text = PersonalText(7, "why")})
        .value();
  }
  Effects After(Duration time) {
    driver.Advance(time);
    return driver.FireTimers();
  }
  static std::vector<TicketAlertCause> Raised(const Effects& effects) {
    std::vector<TicketAlertCause> causes;
    for (const AlertChanged& changed : AllOf<AlertChanged>(effects)) {
      if (!changed.alert.cleared) causes.push_back(changed.alert.ticket->cause);
    }
    return causes;
  }

  ExchangeDriver driver;
};

TEST_F(TicketAlertsTest, AComplaintOfAHighValueCustomerStandsUntilItIsResolved) {  // A2, T8
  const auto raised = AllOf<AlertChanged>(Make(TicketType::kComplaint, 3));
  ASSERT_THAT(raised, SizeIs(1));
  const Alert& alert = raised[0].alert;
  EXPECT_EQ(alert.ticket,
            (TicketAlert{kFirst, driver.ticket(1).name, TicketAlertCause::kComplaint}));
  EXPECT_EQ(alert.queue, driver.queue("support").id);
  EXPECT_EQ(alert.raised, ExchangeDriver::kStart);
  EXPECT_EQ(driver.state().alerts.at(alert.id), alert);

  driver.Advance(Duration{5'000});
  const auto cleared = AllOf<AlertChanged>(Into(TicketState::kResolved));
  ASSERT_THAT(cleared, SizeIs(1));
  EXPECT_EQ(cleared[0].alert.id, alert.id);
  EXPECT_EQ(cleared[0].alert.cleared, ExchangeDriver::kStart + Duration{5'000});
  EXPECT_EQ(cleared[0].alert.revision, 2U);
  EXPECT_THAT(driver.state().alerts, IsEmpty());
}

TEST_F(TicketAlertsTest, WhatIsNoComplaintAnyMoreIsNotLookedAt) {  // A2
  Make(TicketType::kComplaint, 3);
  driver.Ask(UpdateTicket{.ticket = kFirst, .type = TicketType::kQuestion}).value();
  EXPECT_THAT(driver.state().alerts, IsEmpty());
}

TEST_F(TicketAlertsTest, ACustomerWhoTurnsOutToBeValuedAfterItWasResolvedIsToldWhenItReopens) {
  Make(TicketType::kComplaint, 1);
  Into(TicketState::kResolved);
  const TicketCustomer better{CustomerId{5}, 4};
  const Effects later = driver.Ask(UpdateTicket{.ticket = kFirst, .customer = better}).value();
  EXPECT_THAT(Raised(later), IsEmpty());
  EXPECT_THAT(Raised(Into(TicketState::kOpen)), SizeIs(1));
}

TEST_F(TicketAlertsTest, OneThatWasHandedToThemStandsUntilSomebodyIsGivenIt) {  // A2
  Make(TicketType::kQuestion, 0);
  EXPECT_EQ(Raised(After(kHour)), std::vector{TicketAlertCause::kSlaWarning});
  EXPECT_EQ(Raised(After(kHour)), std::vector{TicketAlertCause::kSlaBreach});
  EXPECT_THAT(driver.state().alerts, SizeIs(2));

  driver.Ask(AssignTicket{.ticket = kFirst, .owner = "chen"}).value();
  EXPECT_THAT(driver.state().alerts, IsEmpty());
  EXPECT_THAT(driver.ticket(1).alerts, IsEmpty());
}

TEST_F(TicketAlertsTest, AcknowledgingSaysWhoHasSeenItAndClearsNothing) {  // A3
  const AlertId id = AllOf<AlertChanged>(Make(TicketType::kComplaint, 3)).at(0).alert.id;
  driver.Command(AcknowledgeAlert{id, "chief"}).value();
  EXPECT_EQ(driver.state().alerts.at(id).acknowledged_by, "chief");
}

TEST_F(TicketAlertsTest, TheyStandAfterARestart) {
  Make(TicketType::kComplaint, 3);
  driver.Restart();
  EXPECT_THAT(driver.state().alerts, SizeIs(1));
  Into(TicketState::kResolved);
  EXPECT_THAT(driver.state().alerts, IsEmpty());
}

}  // namespace
}  // namespace jackfield::exchange
