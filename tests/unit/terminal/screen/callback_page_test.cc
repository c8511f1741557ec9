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

// A desk of Ana's with a callback that Ben tried before; the server's clock says 00:00:00.
desk::DeskPlayer DeskWith(desk::Callback callback) {
  desk::DeskPlayer player;
  desk::Snapshot snapshot = desk::SnapshotOfAna();
  callback.attempts.insert(callback.attempts.begin(), {"agents/ben", WallTime(Duration{0}),
                                                       desk::AttemptOutcome::kNoAnswer, true});
  snapshot.callback = std::move(callback);
  player.Apply(Update{snapshot});
  return player;
}

TEST(CallbackPageTest, ACallbackIsALineWithTheTimeThatIsLeftAndItsKey) {
  const std::string line = Draw(DeskWith(desk::CallbackOfAna()), 24, 100).grid.Text(1);

  EXPECT_THAT(line, HasSubstr("☎ Call back Wang +86 138 0013 8000 · tried 1×"));
  EXPECT_THAT(line, HasSubstr("−01:00  B open"));
}

TEST(CallbackPageTest, ThePageHasWhomToCallWhySinceWhenAndWhatWasTried) {
  desk::DeskPlayer player = DeskWith(desk::CallbackOfAna());
  player.Type("b");

  const std::string text = Text(player);

  EXPECT_THAT(text, HasSubstr("Your callback"));
  EXPECT_THAT(text, HasSubstr("Number        +86 138 0013 8000"));
  EXPECT_THAT(text, HasSubstr("Time left     01:00 to call"));
  EXPECT_THAT(text, HasSubstr("Queue         Sales"));
  EXPECT_THAT(text, HasSubstr("Why           left the queue for a callback"));
  EXPECT_THAT(text, HasSubstr("Waits since   Today 00:00"));
  EXPECT_THAT(text, HasSubstr("about the invoice"));
  EXPECT_THAT(text, HasSubstr("Today 00:00 · no answer (nobody said so) · ben"));
  EXPECT_THAT(text, HasSubstr("not dialled yet · you"));
}

TEST(CallbackPageTest, ItsKeysAreThoseThatDoSomething) {
  desk::DeskPlayer player = DeskWith(desk::CallbackOfAna());
  player.Type("b");
  EXPECT_THAT(Text(player), HasSubstr("R reached  N no answer  B busy  M mailbox  W wrong number"));
  EXPECT_THAT(Text(player), HasSubstr("L later  G give back  X cancel  Esc back"));
  EXPECT_THAT(Text(player), Not(HasSubstr("D dial")));

  player.Apply(Update{desk::AllowedCommands{{desk::CallCommand::kDial}}});
  desk::Callback dialled = desk::CallbackOfAna();
  dialled.attempts.back().start = WallTime(Duration{0});
  player.Apply(Update{desk::CallbackChanged{dialled}});

  EXPECT_THAT(Text(player), HasSubstr("D dial  L later  X cancel"));
  EXPECT_THAT(Text(player), HasSubstr("01:00 to say what came of it"));
}

TEST(CallbackPageTest, DuringTheCallThereIsNoLimit) {
  desk::Callback talks = desk::CallbackOfAna();
  talks.lease.reset();
  desk::DeskPlayer player = DeskWith(talks);
  player.Type("b");

  EXPECT_THAT(Text(player), HasSubstr("none during the call"));
}

TEST(CallbackPageTest, ALaterTimeIsTypedAndACancellationAsked) {
  desk::DeskPlayer player = DeskWith(desk::CallbackOfAna());
  player.Type("bl2h");
  const Frame frame = Draw(player);
  EXPECT_THAT(frame.grid.Text(), HasSubstr("Call later"));
  EXPECT_THAT(frame.grid.Text(), HasSubstr("In          2h"));
  EXPECT_TRUE(frame.cursor.has_value());

  player.Press(desk::Key::Kind::kEscape);
  player.Type("x");

  EXPECT_THAT(Text(player), HasSubstr("Nobody calls them then."));
}

TEST(CallbackPageTest, TheListOfKeysHasItsKey) {
  desk::DeskPlayer player = DeskWith(desk::CallbackOfAna());
  player.Type("?");

  EXPECT_THAT(Text(player), HasSubstr("B         your callback"));
}

TEST(CallbackPageTest, ItFitsAnySize) {
  desk::DeskPlayer player = DeskWith(desk::CallbackOfAna());
  player.Type("bl");
  for (const int rows : {1, 2, 3, 5, 24, 80}) {
    for (const int columns : {1, 2, 7, 20, 59, 60, 80, 119, 120, 300}) {
      const Frame frame = Draw(player, rows, columns);
      EXPECT_EQ(frame.grid.rows(), rows);
      EXPECT_EQ(frame.grid.columns(), columns);
    }
  }
}

}  // namespace
}  // namespace jackfield::screen
