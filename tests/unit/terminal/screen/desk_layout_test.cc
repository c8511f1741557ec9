#include "agent-client/terminal/screen/desk_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/terminal/desk/desk_player.h"

namespace jackfield::screen {
namespace {

using testing::HasSubstr;
using testing::Not;

std::tm Utc(WallTime time) {
  const std::time_t seconds = time.time_since_epoch().count() / 1'000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return utc;
}

desk::Pop WangRings() {
  desk::Pop pop = desk::RingingPop("o7", "c7");
  pop.offer_number = 1;
  pop.offer_count = 2;
  pop.waited = Duration{72'000};
  pop.caller.display_name = "王小明";
  pop.caller.company = "华信科技";
  pop.caller.role = "purchasing manager";
  pop.caller.customer = "customers/w";
  pop.caller.flags = {"VIP"};
  pop.caller.match = desk::MatchKind::kExact;
  pop.caller.candidate_count = 1;
  pop.dialled_label = "Orders";
  pop.attached = {{"Menu", "2 Delivery", false}, {"PIN", "", true}};
  pop.calls_today = 2;
  pop.last_agent = "Chen";
  pop.last_outcome = "Solved";
  pop.pinned_note = "speaks Cantonese";
  pop.open_tickets = 2;
  return pop;
}

Frame Draw(const desk::DeskPlayer& player, int rows, int columns, bool compact = false) {
  return DrawDesk(player.state(), {rows, columns, compact, Utc});
}

std::string Text(const desk::DeskPlayer& player, int rows = 24, int columns = 80) {
  return Draw(player, rows, columns).grid.Text();
}

TEST(DeskLayoutTest, TheCardHasItsFieldsInTheOrderOfTheSpecification) {
  desk::DeskPlayer player;
  player.Apply(desk::Update{desk::PopOpened{WangRings()}});

  const std::string text = Text(player);

  std::size_t at = 0;
  for (const char* field :
       {"RINGING · Sales · offer 1/2", "王小明", "★ VIP", "华信科技 · purchasing manager",
        "+86 138 0013 8000  mobile · Beijing", "Called   Orders", "Menu     2 Delivery",
        "PIN      ••••", "Waited   01:12 · 2nd call today", "Last     Chen · Solved",
        "Match    exact number, 1 customer", "! speaks Cantonese", "2 open cases"}) {
    const std::size_t found = text.find(field, at);
    ASSERT_NE(found, std::string::npos) << field << " is not after the one before in\n" << text;
    at = found;
  }
}

TEST(DeskLayoutTest, WideScreensHaveAColumnForTheCustomer) {
  desk::DeskPlayer player;
  player.Apply(desk::Update{desk::PopOpened{WangRings()}});

  EXPECT_THAT(Text(player, 50, 160), HasSubstr("Customer"));
  EXPECT_THAT(Text(player), Not(HasSubstr("Customer ─")));
}

TEST(DeskLayoutTest, WhoIsReadyOutsideTheirWorkingHoursIsToldBesideTheState) {
  desk::DeskPlayer player;
  desk::Agent agent = player.state().agent;
  agent.off_hours = true;
  player.Apply(desk::Update{agent});
  for (const int columns : {59, 80, 160}) {
    const std::string line = Draw(player, 24, columns).grid.Text(0);
    EXPECT_THAT(line, HasSubstr(" outside working hours"));
    EXPECT_LT(line.find("Ready"), line.find("outside")) << line;
    EXPECT_THAT(line, HasSubstr("Live"));
  }

  agent.state = desk::AgentState::kNotReady;
  player.Apply(desk::Update{agent});

  EXPECT_THAT(Draw(player, 24, 80).grid.Text(0), Not(HasSubstr("outside")));
}

TEST(DeskLayoutTest, ANewRingIsLoudButDoesNotCoverWhatIsTyped) {
  desk::DeskPlayer player;
  player.Apply(desk::Update{desk::WrapUpChanged{desk::OpenWrapUp()}});
  player.Type("nhalf");
  player.Apply(desk::Update{desk::PopOpened{WangRings()}});

  const Frame frame = Draw(player, 24, 80);

  EXPECT_THAT(frame.grid.Text(1), HasSubstr("☎ 王小明 rings for Sales"));
  EXPECT_THAT(frame.grid.Text(1), HasSubstr("Alt-O opens"));
  EXPECT_THAT(frame.grid.Text(), HasSubstr("half"));
  EXPECT_THAT(frame.grid.Text(), HasSubstr("WRAP-UP"));
  ASSERT_TRUE(frame.cursor.has_value());
}

TEST(DeskLayoutTest, CandidatesAreARadioListWithNoneMarked) {
  desk::DeskPlayer player;
  desk::Pop pop = desk::RingingPop();
  pop.caller.candidates = {
      {"customers/a", "Anna", "Acme", "buyer", "", {}, desk::CandidateReason::kSameAgent},
      {"customers/b", "Bert"}};
  pop.caller.candidate_count = 7;
  player.Apply(desk::Update{desk::PopOpened{pop}});

  const std::string text = Text(player);

  EXPECT_THAT(text, HasSubstr("Who is it?"));
  EXPECT_THAT(text, HasSubstr("( ) 1 Anna · Acme · buyer"));
  EXPECT_THAT(text, HasSubstr("talked with you"));
  EXPECT_THAT(text, HasSubstr("and 5 more"));
  EXPECT_THAT(text, Not(HasSubstr("(•)")));
}

TEST(DeskLayoutTest, TheDeskFitsAnySize) {
  desk::DeskPlayer player;
  player.Apply(desk::Update{desk::PopOpened{WangRings()}});
  player.Type("/?");
  for (const int rows : {1, 2, 3, 5, 24, 80}) {
    for (const int columns : {1, 2, 7, 20, 59, 60, 80, 119, 120, 300}) {
      const Frame frame = Draw(player, rows, columns);
      EXPECT_EQ(frame.grid.rows(), rows);
      EXPECT_EQ(frame.grid.columns(), columns);
    }
  }
}

TEST(DeskLayoutTest, AHostileNameStaysInItsPlace) {
  desk::DeskPlayer player;
  desk::Pop pop = WangRings();
  pop.caller.display_name = "\x1b[2J\u202Eevil\n" + std::string(10'000, 'x') + "王";
  player.Apply(desk::Update{desk::PopOpened{pop}});

  const std::string text = Text(player);

  EXPECT_THAT(text, HasSubstr("\uFFFD[2J\uFFFDevil xxx"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\u202E")));
  EXPECT_THAT(text, HasSubstr("+86 138 0013 8000"));
}

TEST(DeskLayoutTest, TheStripHasCallNameAndNumberInSixLines) {
  desk::DeskPlayer player;
  player.Apply(desk::Update{desk::PopOpened{WangRings()}});

  const std::string text = Draw(player, 7, 80, true).grid.Text();

  EXPECT_THAT(text, HasSubstr("RINGING"));
  EXPECT_THAT(text, HasSubstr("王小明"));
  EXPECT_THAT(text, HasSubstr("+86 138 0013 8000"));
}

TEST(DeskLayoutTest, TheOutcomeThatWasChosenIsMarked) {
  desk::DeskPlayer player;
  player.Apply(desk::Update{desk::WrapUpChanged{desk::OpenWrapUp()}});
  player.Type("1");

  EXPECT_THAT(Text(player), HasSubstr("[1 Solved]"));
}

}  // namespace
}  // namespace jackfield::screen
