#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent-client/terminal/screen/desk_layout.h"
#include "tests/unit/terminal/desk/desk_player.h"
#include "tests/unit/terminal/desk/work_samples.h"

namespace jackfield::screen {
namespace {

using desk::Update;
using testing::HasSubstr;
using testing::Not;

std::tm Utc(WallTime time) {
  const std::time_t seconds = time.time_since_epoch().count() / 1'000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return utc;
}

Frame Draw(const desk::DeskPlayer& player, int rows = 24, int columns = 80) {
  return DrawDesk(player.state(), {rows, columns, false, Utc});
}

std::string Text(const desk::DeskPlayer& player) { return Draw(player).grid.Text(); }

desk::Callback In(desk::CallbackState state) {
  desk::Callback callback = desk::CallbackToWang();
  callback.name += std::to_string(static_cast<int>(state));
  callback.state = state;
  return callback;
}

// A desk of Ana's with the list; the server's clock says 00:00:00.
desk::DeskPlayer DeskWith(std::vector<desk::Callback> callbacks) {
  desk::DeskPlayer player;
  player.Apply(Update{desk::SnapshotOfAna()});
  player.Type("b");
  player.Give<desk::ListCallbacks>(
      desk::AnswerValue{desk::CallbacksListed{std::move(callbacks), false}});
  return player;
}

desk::DeskPlayer DeskWithAll() {
  desk::Callback later = In(desk::CallbackState::kScheduled);
  later.next_attempt = WallTime(90 * desk::kTestMinute);
  later.preferred = "agents/ben";
  desk::Callback of_ben = In(desk::CallbackState::kInProgress);
  of_ben.agent = "agents/ben";
  return DeskWith({In(desk::CallbackState::kWaiting), later, of_ben});
}

TEST(CallbackListPageTest, EachIsALineWithWhoseTurnItIs) {
  const std::string text = Text(DeskWithAll());

  EXPECT_THAT(text, HasSubstr("Callbacks"));
  EXPECT_THAT(text, HasSubstr("All that are not over"));
  EXPECT_THAT(text, HasSubstr("Wang +86 138 0013 8000 · Sales · about the invoice"));
  EXPECT_THAT(text, HasSubstr(" due"));
  EXPECT_THAT(text, HasSubstr("Today 01:30"));
  EXPECT_THAT(text, HasSubstr("ben has it"));
}

TEST(CallbackListPageTest, ItsKeysAreThoseThatDoSomething) {
  desk::DeskPlayer player = DeskWithAll();
  EXPECT_THAT(Text(player), HasSubstr("Enter open  T take  M another time  X cancel  Esc back"));
  player.Type("j");
  EXPECT_THAT(Text(player), HasSubstr("Enter open  M another time  X cancel  Esc back"));
  player.Type("j");

  EXPECT_THAT(Text(player), HasSubstr("Enter open  Esc back"));
}

TEST(CallbackListPageTest, TheDetailsHaveWhoseTurnItIsAndWhatWasTried) {
  desk::Callback held = In(desk::CallbackState::kWaiting);
  held.held = true;
  held.preferred = "agents/ben";
  held.attempts = {{"agents/ben", WallTime(Duration{0}), desk::AttemptOutcome::kLater, false}};
  desk::DeskPlayer player = DeskWith({held});
  player.Press(desk::Key::Kind::kEnter);
  const std::string text = Text(player);

  EXPECT_THAT(text, HasSubstr("Whose turn    the customer is calling"));
  EXPECT_THAT(text, HasSubstr("Kept for      ben"));
  EXPECT_THAT(text, HasSubstr("Today 00:00 · asked to be called later · ben"));
  EXPECT_THAT(text, Not(HasSubstr("Time left")));
  EXPECT_THAT(text, Not(HasSubstr("T take")));
}

TEST(CallbackListPageTest, OneThatWaitsForTheCustomersHoursSaysSo) {
  EXPECT_THAT(Text(DeskWith({In(desk::CallbackState::kScheduled)})),
              HasSubstr("in the customer's hours"));
}

TEST(CallbackListPageTest, AnEmptyListAFailedOneAndOneThatIsReadSaySo) {
  EXPECT_THAT(Text(DeskWith({})), HasSubstr("None"));
  desk::DeskPlayer player = DeskWith({});
  player.Type("g");
  EXPECT_THAT(Text(player), HasSubstr("Reading…"));
  player.Give<desk::ListCallbacks>(Fail(ErrorCode::kUnavailable, "STORE_BUSY", "later"));

  EXPECT_THAT(Text(player), HasSubstr("Not available: G tries again"));
}

TEST(CallbackListPageTest, AnotherTimeIsTyped) {
  desk::DeskPlayer player = DeskWithAll();
  player.Type("m2h");
  const Frame frame = Draw(player);

  EXPECT_THAT(frame.grid.Text(), HasSubstr("Another time"));
  EXPECT_THAT(frame.grid.Text(), HasSubstr("Empty: at once."));
  EXPECT_TRUE(frame.cursor.has_value());
}

TEST(CallbackListPageTest, ItFitsAnySize) {
  desk::DeskPlayer player = DeskWithAll();
  for (const char* keys : {"", "m"}) {
    player.Type(keys);
    for (const int rows : {1, 2, 3, 5, 24, 80}) {
      for (const int columns : {1, 2, 7, 20, 59, 60, 80, 119, 120, 300}) {
        const Frame frame = Draw(player, rows, columns);
        EXPECT_EQ(frame.grid.rows(), rows);
        EXPECT_EQ(frame.grid.columns(), columns);
      }
    }
  }
}

}  // namespace
}  // namespace jackfield::screen
