#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/contract/port_harness.h"

// What services rely on, whatever holds the saved views (server/ports/saved_views.h).
namespace jackfield {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

SavedViewRow PrivateOf(const std::string& owner, const std::string& id, const std::string& name) {
  SavedViewRow view;
  view.id = id;
  view.owner = owner;
  view.display_name = name;
  view.question = std::string("\x12\x00\xff", 3);
  view.revision = 1;
  view.created = WallTime{Duration{1000}};
  view.updated = WallTime{Duration{1000}};
  return view;
}

SavedViewRow SharedOf(const std::string& owner, const std::string& id, const std::string& name) {
  SavedViewRow view = PrivateOf(owner, id, name);
  view.shared = true;
  return view;
}

std::string ReasonOf(const Status& status) { return status ? "" : status.error().reason; }

// Thread safety: none; one per test.
class SavedViewsContractTest : public testing::TestWithParam<Kind<DirectoryHarness>> {
 protected:
  SavedViews& views() { return harness_->saved_views(); }

  std::vector<std::string> NamesFor(const std::string& login) {
    std::vector<std::string> names;
    const auto listed = views().ListFor(login);
    for (const SavedViewRow& view : listed.value()) names.push_back(view.display_name);
    return names;
  }

  std::unique_ptr<DirectoryHarness> harness_ = GetParam().make();
};

INSTANTIATE_TEST_SUITE_P(SavedViews, SavedViewsContractTest,
                         testing::Values(Kind<DirectoryHarness>{"Sqlite", &MakeSqliteDirectory}),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(SavedViewsContractTest, AViewReadsBackWhole) {
  const SavedViewRow view = SharedOf("sue", "v1", "Due today");
  ASSERT_TRUE(views().Add(view));

  EXPECT_EQ(views().Get("v1").value(), view);
  EXPECT_EQ(views().Get("v2").error().reason, "SAVED_VIEW_NOT_FOUND");
}

TEST_P(SavedViewsContractTest, SomebodySeesTheirOwnThenTheSharedOnesEachByName) {
  ASSERT_TRUE(views().Add(SharedOf("sue", "v1", "A")));
  ASSERT_TRUE(views().Add(PrivateOf("ana", "v2", "C")));
  ASSERT_TRUE(views().Add(PrivateOf("ana", "v3", "B")));
  ASSERT_TRUE(views().Add(PrivateOf("ben", "v4", "D")));

  EXPECT_THAT(NamesFor("ana"), ElementsAre("B", "C", "A"));
  EXPECT_THAT(NamesFor("sue"), ElementsAre("A"));
}

TEST_P(SavedViewsContractTest, ANameIsTakenAmongThePrivateOnesOfOneOwnerAndAmongTheSharedOnes) {
  ASSERT_TRUE(views().Add(PrivateOf("ana", "v1", "Late")));
  ASSERT_TRUE(views().Add(PrivateOf("ben", "v2", "Late")));
  ASSERT_TRUE(views().Add(SharedOf("sue", "v3", "Late")));

  EXPECT_EQ(ReasonOf(views().Add(PrivateOf("ana", "v4", "Late"))), "SAVED_VIEW_EXISTS");
  EXPECT_EQ(ReasonOf(views().Add(SharedOf("tom", "v5", "Late"))), "SAVED_VIEW_EXISTS");
}

TEST_P(SavedViewsContractTest, AViewThatIsReplacedMayKeepItsNameAndMayTakeNoOthers) {
  SavedViewRow view = PrivateOf("ana", "v1", "Late");
  ASSERT_TRUE(views().Add(view));
  ASSERT_TRUE(views().Add(PrivateOf("ana", "v2", "Mine")));
  ASSERT_TRUE(views().Add(SharedOf("sue", "v3", "Late")));
  view.revision = 2;
  view.question = "other";
  ASSERT_TRUE(views().Replace(view));

  SavedViewRow other = view;
  other.revision = 3;
  other.display_name = "Mine";
  EXPECT_EQ(ReasonOf(views().Replace(other)), "SAVED_VIEW_EXISTS");
  other.display_name = "Late";
  other.shared = true;
  EXPECT_EQ(ReasonOf(views().Replace(other)), "SAVED_VIEW_EXISTS");

  EXPECT_EQ(views().Get("v1").value(), view);
}

TEST_P(SavedViewsContractTest, AnOwnerHasFiftyPrivateOnesAndNoMore) {
  for (std::size_t i = 0; i < SavedViews::kPrivateMax; ++i) {
    ASSERT_TRUE(views().Add(PrivateOf("ana", "v" + std::to_string(i), std::to_string(i))));
  }

  EXPECT_EQ(ReasonOf(views().Add(PrivateOf("ana", "more", "more"))), "SAVED_VIEWS_FULL");
  EXPECT_TRUE(views().Add(PrivateOf("ben", "other", "more")));
  EXPECT_TRUE(views().Add(SharedOf("ana", "shared", "more")));
}

TEST_P(SavedViewsContractTest, WhoHasFiftyPrivateOnesMayChangeThemAndMakesNoSharedOnePrivate) {
  for (std::size_t i = 0; i < SavedViews::kPrivateMax; ++i) {
    ASSERT_TRUE(views().Add(PrivateOf("ana", "v" + std::to_string(i), std::to_string(i))));
  }
  ASSERT_TRUE(views().Add(SharedOf("ana", "ours", "ours")));
  SavedViewRow mine = PrivateOf("ana", "ours", "ours");
  mine.revision = 2;
  SavedViewRow first = PrivateOf("ana", "v0", "other");
  first.revision = 2;

  EXPECT_EQ(ReasonOf(views().Replace(mine)), "SAVED_VIEWS_FULL");
  EXPECT_TRUE(views().Replace(first));
  ASSERT_TRUE(views().Delete("v1", 1));
  EXPECT_TRUE(views().Replace(mine));
}

TEST_P(SavedViewsContractTest, ARefusedChangeLeavesTheViewAsItWas) {
  const SavedViewRow view = PrivateOf("ana", "v1", "Late");
  ASSERT_TRUE(views().Add(view));
  SavedViewRow other = view;
  other.display_name = "Other";
  other.revision = 3;

  EXPECT_EQ(ReasonOf(views().Replace(other)), "ETAG_MISMATCH");
  EXPECT_EQ(ReasonOf(views().Delete("v1", 2)), "ETAG_MISMATCH");

  EXPECT_EQ(views().Get("v1").value(), view);
}

TEST_P(SavedViewsContractTest, ThereAreAHundredSharedOnesAndNoMore) {
  for (std::size_t i = 0; i < SavedViews::kSharedMax; ++i) {
    ASSERT_TRUE(views().Add(SharedOf("sue", "v" + std::to_string(i), std::to_string(i))));
  }
  SavedViewRow mine = PrivateOf("ana", "mine", "mine");
  ASSERT_TRUE(views().Add(mine));
  mine.shared = true;
  mine.revision = 2;

  EXPECT_EQ(ReasonOf(views().Add(SharedOf("tom", "more", "more"))), "SAVED_VIEWS_FULL");
  EXPECT_EQ(ReasonOf(views().Replace(mine)), "SAVED_VIEWS_FULL");
}

TEST_P(SavedViewsContractTest, AReplacedViewKeepsOwnerAndCreation) {
  ASSERT_TRUE(views().Add(PrivateOf("ana", "v1", "Late")));
  SavedViewRow after = SharedOf("sue", "v1", "Very late");
  after.question = "other";
  after.revision = 2;
  after.created = WallTime{Duration{5000}};
  after.updated = WallTime{Duration{5000}};
  ASSERT_TRUE(views().Replace(after));

  const SavedViewRow view = views().Get("v1").value();
  EXPECT_EQ(view.owner, "ana");
  EXPECT_EQ(view.created, WallTime{Duration{1000}});
  EXPECT_EQ(view.updated, WallTime{Duration{5000}});
  EXPECT_EQ(view.display_name, "Very late");
  EXPECT_EQ(view.question, "other");
  EXPECT_TRUE(view.shared);
}

TEST_P(SavedViewsContractTest, AChangeOfAnotherRevisionIsRefused) {
  SavedViewRow view = PrivateOf("ana", "v1", "Late");
  ASSERT_TRUE(views().Add(view));
  view.revision = 2;
  ASSERT_TRUE(views().Replace(view));

  EXPECT_EQ(ReasonOf(views().Replace(view)), "ETAG_MISMATCH");
  EXPECT_EQ(ReasonOf(views().Delete("v1", 1)), "ETAG_MISMATCH");
  view.id = "v2";
  EXPECT_EQ(ReasonOf(views().Replace(view)), "SAVED_VIEW_NOT_FOUND");
}

TEST_P(SavedViewsContractTest, ADeletedViewIsGone) {
  ASSERT_TRUE(views().Add(PrivateOf("ana", "v1", "Late")));

  EXPECT_TRUE(views().Delete("v1", 1));

  EXPECT_EQ(ReasonOf(views().Delete("v1", 1)), "SAVED_VIEW_NOT_FOUND");
  EXPECT_TRUE(views().Add(PrivateOf("ana", "v2", "Late")));
}

TEST_P(SavedViewsContractTest, WhoHasNoneOfTheirOwnSeesTheSharedOnes) {
  EXPECT_THAT(NamesFor("ana"), IsEmpty());
  ASSERT_TRUE(views().Add(SharedOf("sue", "v1", "B")));
  ASSERT_TRUE(views().Add(SharedOf("tom", "v2", "A")));

  EXPECT_THAT(NamesFor("ana"), ElementsAre("A", "B"));
}

TEST_P(SavedViewsContractTest, AUserWhoIsDeletedLeavesTheSharedOnes) {
  ASSERT_TRUE(views().Add(PrivateOf("sue", "v1", "Mine")));
  ASSERT_TRUE(views().Add(SharedOf("sue", "v2", "Ours")));
  ASSERT_TRUE(views().Add(PrivateOf("ana", "v3", "Hers")));

  EXPECT_TRUE(harness_->accounts().DeleteUser("sue"));
  EXPECT_TRUE(harness_->accounts().DeleteUser("sue"));

  EXPECT_THAT(NamesFor("sue"), ElementsAre("Ours"));
  EXPECT_THAT(NamesFor("ana"), ElementsAre("Hers", "Ours"));
}

}  // namespace
}  // namespace jackfield
