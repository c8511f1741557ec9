#include "agent-client/terminal/desk/layer_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/terminal/desk/desk_player.h"

namespace jackfield::desk {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Pop TwoCandidates() {
  Pop pop = RingingPop();
  pop.caller.candidates = {{"customers/a", "Anna"}, {"customers/b", "Bert"}};
  pop.caller.candidate_count = 2;
  return pop;
}

Pop OfWang() {
  Pop pop = RingingPop();
  pop.state = PopState::kConnected;
  pop.caller.customer = "customers/w";
  pop.caller.display_name = "Wang";
  return pop;
}

std::vector<Brief> Briefs(std::size_t count) { return std::vector<Brief>(count); }

TEST(LayerRulesTest, NoCandidateIsMarkedUntilOneIsChosen) {
  DeskPlayer desk;
  desk.Apply(Update{PopOpened{TwoCandidates()}});
  desk.Type("w");
  desk.Press(Key::Kind::kEnter);
  EXPECT_FALSE(desk.state().candidate_marked);
  EXPECT_THAT(desk.Asked<ChooseCaller>(), IsEmpty());

  desk.Press(Key::Kind::kDown);
  desk.Press(Key::Kind::kDown);
  desk.Press(Key::Kind::kEnter);

  ASSERT_THAT(desk.Asked<ChooseCaller>(), SizeIs(1));
  EXPECT_EQ(desk.Asked<ChooseCaller>().back().customer, "customers/b");
}

TEST(LayerRulesTest, SearchAsksOnceAndOpensWhoWasFound) {
  DeskPlayer desk;
  desk.Type("/wang");
  desk.Press(Key::Kind::kEnter);
  desk.Press(Key::Kind::kEnter);
  ASSERT_THAT(desk.Asked<SearchCustomers>(), SizeIs(1));
  EXPECT_EQ(desk.Asked<SearchCustomers>().back().query, "wang");
  desk.Give<SearchCustomers>(AnswerValue{CustomersFound{{{"customers/w", "Wang"}}, false}});

  desk.Press(Key::Kind::kEnter);

  EXPECT_EQ(desk.Asked<ReadTimeline>().back().customer, "customers/w");
  EXPECT_THAT(desk.state().layers, ElementsAre(Layer::kSearch, Layer::kTimeline));
}

TEST(LayerRulesTest, AnAnswerToAnOlderSearchIsNotShown) {
  DeskPlayer desk;
  desk.Type("/wang");
  desk.Press(Key::Kind::kEnter);
  desk.Press(Key::Kind::kEscape);
  desk.Type("/li");
  desk.Give<SearchCustomers>(AnswerValue{CustomersFound{{{"customers/w", "Wang"}}, false}});

  EXPECT_THAT(desk.state().search.customers, IsEmpty());
}

TEST(LayerRulesTest, TimelineReadsOnBeforeItsEndIsReached) {
  DeskPlayer desk;
  desk.Apply(Update{PopOpened{OfWang()}});
  desk.Type("h");
  desk.Give<ReadTimeline>(AnswerValue{TimelinePage{Briefs(50), "next"}});
  ASSERT_THAT(desk.Asked<ReadTimeline>(), SizeIs(2));

  for (int i = 0; i < 4; ++i) desk.Press(Key::Kind::kPageDown);
  ASSERT_THAT(desk.Asked<ReadTimeline>(), SizeIs(3));
  EXPECT_EQ(desk.Asked<ReadTimeline>().back().page_token, "next");
  desk.Give<ReadTimeline>(AnswerValue{TimelinePage{Briefs(50), ""}});
  desk.Press(Key::Kind::kEnd);

  EXPECT_EQ(desk.state().timeline.selected, 99U);
  EXPECT_THAT(desk.Asked<ReadTimeline>(), SizeIs(3));
}

TEST(LayerRulesTest, TimelineIsFilteredByKindFromItsBeginning) {
  DeskPlayer desk;
  desk.Apply(Update{PopOpened{OfWang()}});
  desk.Type("h");
  desk.Give<ReadTimeline>(AnswerValue{TimelinePage{Briefs(50), "next"}});
  desk.Type("f");

  EXPECT_EQ(desk.Asked<ReadTimeline>().back().channel, Channel::kCall);
  EXPECT_EQ(desk.Asked<ReadTimeline>().back().page_token, "");
  EXPECT_THAT(desk.state().timeline.briefs, IsEmpty());
}

TEST(LayerRulesTest, InteractionOpensAndEscapeGoesBackToTheTimeline) {
  DeskPlayer desk;
  desk.Apply(Update{PopOpened{OfWang()}});
  desk.Type("h");
  Brief brief;
  brief.name = "interactions/i";
  desk.Give<ReadTimeline>(AnswerValue{TimelinePage{{brief}, ""}});
  desk.Press(Key::Kind::kEnter);
  EXPECT_EQ(desk.Asked<ReadInteraction>().back().name, "interactions/i");

  desk.Press(Key::Kind::kEscape);

  EXPECT_THAT(desk.state().layers, ElementsAre(Layer::kTimeline));
}

TEST(LayerRulesTest, NewCustomerHasTheNumberOfTheCallerAndBecomesTheCaller) {
  DeskPlayer desk;
  desk.Apply(Update{PopOpened{RingingPop()}});
  desk.Type("a");
  desk.Type("Wang");
  desk.Press(Key::Kind::kEnter);
  ASSERT_THAT(desk.Asked<FindDuplicates>(), SizeIs(1));
  EXPECT_EQ(desk.Asked<FindDuplicates>().back().customer.number, "+8613800138000");
  desk.Give<FindDuplicates>(AnswerValue{DuplicatesFound{}});
  ASSERT_THAT(desk.Asked<CreateCustomer>(), SizeIs(1));
  EXPECT_EQ(desk.Asked<CreateCustomer>().back().customer.display_name, "Wang");

  desk.Give<CreateCustomer>(AnswerValue{CustomerCreated{{"customers/new", "Wang"}, 2}});

  EXPECT_EQ(desk.Asked<ChooseCaller>().back().customer, "customers/new");
  EXPECT_THAT(desk.state().layers, IsEmpty());
}

TEST(LayerRulesTest, WhoIsThereAlreadyIsShownBeforeAnybodyIsCreated) {
  DeskPlayer desk;
  desk.Apply(Update{PopOpened{RingingPop()}});
  desk.Type("aWang");
  desk.Press(Key::Kind::kEnter);
  desk.Give<FindDuplicates>(AnswerValue{DuplicatesFound{{{"customers/old", "Wang X"}}}});
  ASSERT_THAT(desk.state().layers, ElementsAre(Layer::kCreate, Layer::kDuplicates));
  EXPECT_THAT(desk.Asked<CreateCustomer>(), IsEmpty());

  desk.Press(Key::Kind::kEnter);

  EXPECT_EQ(desk.Asked<ChooseCaller>().back().customer, "customers/old");
  EXPECT_THAT(desk.state().layers, IsEmpty());
}

TEST(LayerRulesTest, AServerThatLooksForNoDuplicatesStillCreates) {
  DeskPlayer desk;
  desk.Apply(Update{PopOpened{RingingPop()}});
  desk.Type("aWang");
  desk.Press(Key::Kind::kEnter);
  desk.Give<FindDuplicates>(Fail(ErrorCode::kFailedPrecondition, "this server does not have it"));

  EXPECT_THAT(desk.Asked<CreateCustomer>(), SizeIs(1));
}

TEST(LayerRulesTest, ACreationThatIsRepeatedHasTheSameKeyUntilTheTextChanges) {
  DeskPlayer desk;
  desk.Type("aWang");
  std::vector<std::uint64_t> keys;
  const auto attempt = [&] {
    desk.Press(Key::Kind::kEnter);
    desk.Give<FindDuplicates>(AnswerValue{DuplicatesFound{}});
    keys.push_back(desk.commands.back().key);
    desk.Give<CreateCustomer>(Fail(ErrorCode::kUnavailable, "away"));
  };

  attempt();
  attempt();
  desk.Type("x");
  attempt();

  EXPECT_EQ(keys[0], keys[1]);
  EXPECT_NE(keys[1], keys[2]);
}

TEST(LayerRulesTest, TheTenthOutcomeIsChosenFromTheMenu) {
  DeskPlayer desk;
  WrapUp wrap_up = OpenWrapUp();
  wrap_up.outcomes.clear();
  for (int i = 0; i < 12; ++i) wrap_up.outcomes.push_back({"code" + std::to_string(i), "Label"});
  desk.Apply(Update{WrapUpChanged{wrap_up}});
  desk.Type("0");
  desk.Press(Key::Kind::kEnd);
  desk.Press(Key::Kind::kEnter);

  EXPECT_EQ(desk.state().drafts.at("calls/c1").outcome, "code11");
}

}  // namespace
}  // namespace jackfield::desk
