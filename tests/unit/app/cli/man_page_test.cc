#include "server/app/cli/man_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(ManPageTest, EveryVerbIsASectionWithItsArgumentsAndOptions) {
  CLI::App app("Does things. And more.", "program");
  std::string text;
  CLI::App& users = *app.add_subcommand("users", "People");
  CLI::App& add = *users.add_subcommand("add", "Add one");
  add.add_option("LOGIN", text, "The user")->required();
  add.add_option("--role", text, "What they may")->check(CLI::IsMember({"agent", "admin"}));

  const std::string page = ManPage(app, "1.2");

  EXPECT_THAT(page, StartsWith(".TH PROGRAM 1 \"\" \"Jackfield 1.2\" Jackfield\n.nh\n.SH NAME\n"
                               "program \\- does things\n"));
  EXPECT_THAT(page, HasSubstr(".SS \"program users add LOGIN\"\nAdd one.\n"));
  EXPECT_THAT(page, HasSubstr("\\fB\\-\\-role\\fR \\fITEXT\\fR\nWhat they may. "
                              "One of {agent,admin}.\n"));
  EXPECT_THAT(page, Not(HasSubstr(".SS \"program users\"")));
}

TEST(ManPageTest, TextIsNeverARequest) {
  CLI::App app("Does.", "program");
  app.footer(".PP of roff\n'br \\fB of roff");

  const std::string page = ManPage(app, "1");

  EXPECT_THAT(page, HasSubstr("\\&.PP of roff\n\\&'br \\efB of roff\n"));
}

}  // namespace
}  // namespace jackfield::cli
