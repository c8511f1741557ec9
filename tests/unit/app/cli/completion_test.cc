#include "server/app/cli/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A small program: `users add LOGIN --role R --password-file F`, `users list`, `apply FILE`.
class CompletionTest : public testing::Test {
 protected:
  CompletionTest() {
    app_.add_option("--server", text_, "Host and port");
    app_.add_flag("--json", flag_, "Print JSON");
    app_.add_option("--hidden", text_, "Not for people")->group("");
    CLI::App& users = *app_.add_subcommand("users", "People");
    users.add_subcommand("list", "Show all");
    CLI::App& add = *users.add_subcommand("add", "Add one");
    add.add_option("LOGIN", text_, "The user");
    add.add_option("--role", words_, "What they may")->check(CLI::IsMember({"agent", "admin"}));
    add.add_option("--password-file", text_, "Its password");
    app_.add_subcommand("apply", "Apply")->add_option("FILE", text_, "What to apply");
  }

  std::vector<std::string> Words(const std::vector<std::string>& words) {
    std::vector<std::string> found;
    for (const auto& candidate : Complete(app_, words).candidates) found.push_back(candidate.word);
    return found;
  }

  CLI::App app_{"A program", "program"};
  std::string text_;
  std::vector<std::string> words_;
  bool flag_ = false;
};

TEST_F(CompletionTest, CommandsStandWhereNothingStandsYet) {
  EXPECT_THAT(Words({""}), ElementsAre("users", "apply"));
  EXPECT_THAT(Words({"us"}), ElementsAre("users"));
  EXPECT_THAT(Words({"users", ""}), ElementsAre("list", "add"));
  EXPECT_THAT(Words({}), ElementsAre("users", "apply"));
}

TEST_F(CompletionTest, OptionsOfTheVerbComeBeforeThoseOfTheProgram) {
  EXPECT_THAT(Words({"users", "add", "--"}),
              ElementsAre("--help", "--role", "--password-file", "--server", "--json"));
}

TEST_F(CompletionTest, ValueOfAnOptionIsOneOfItsChoices) {
  EXPECT_THAT(Words({"users", "add", "--role", ""}), ElementsAre("agent", "admin"));
  EXPECT_THAT(Words({"users", "add", "--role", "ad"}), ElementsAre("admin"));
  EXPECT_THAT(Words({"users", "add", "--role", "=", "ad"}), ElementsAre("admin"));
}

TEST_F(CompletionTest, OptionWithAValueDoesNotHideTheCommandAfterIt) {
  EXPECT_THAT(Words({"--server", "users", "users", "l"}), ElementsAre("list"));
  EXPECT_THAT(Words({"--server=users", "users", "l"}), ElementsAre("list"));
  EXPECT_THAT(Words({"--json", "users", "l"}), ElementsAre("list"));
}

TEST_F(CompletionTest, FilesStandWhereAFileIsWanted) {
  EXPECT_TRUE(Complete(app_, {"apply", ""}).files);
  EXPECT_TRUE(Complete(app_, {"users", "add", "--password-file", ""}).files);
  EXPECT_FALSE(Complete(app_, {"users", "add", ""}).files);
  EXPECT_FALSE(Complete(app_, {"apply", "a.toml", ""}).files);
}

TEST_F(CompletionTest, WhatIsHiddenIsNotOffered) { EXPECT_THAT(Words({"--hi"}), IsEmpty()); }

TEST_F(CompletionTest, ScriptsReadOneCandidateALine) {
  EXPECT_EQ(WriteCompletion(Complete(app_, {"app"})), "words\napply\tApply\n");
  EXPECT_EQ(WriteCompletion(Complete(app_, {"apply", ""})), "files\n");
}

TEST_F(CompletionTest, ThereIsAScriptForThreeShells) {
  EXPECT_TRUE(CompletionScript("bash").find(kCompletionWord) != std::string_view::npos);
  EXPECT_TRUE(CompletionScript("zsh").find(kCompletionWord) != std::string_view::npos);
  EXPECT_TRUE(CompletionScript("fish").find(kCompletionWord) != std::string_view::npos);
  EXPECT_EQ(CompletionScript("sh"), "");
}

}  // namespace
}  // namespace jackfield::cli
