#include "agent-client/terminal/pop_command/command_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::client {
namespace {

using testing::Contains;
using testing::ElementsAre;

TEST(CommandWordsTest, WordsAreSplitAndQuotesKeepTogether) {
  EXPECT_THAT(SplitWords("open  --in 'my crm' \"a b\" c\\ d").value(),
              ElementsAre("open", "--in", "my crm", "a b", "c d"));
  EXPECT_THAT(SplitWords("x '' \"\"").value(), ElementsAre("x", "", ""));
}

TEST(CommandWordsTest, NothingIsExpanded) {
  EXPECT_THAT(SplitWords("x $HOME $(y) *.c; z | w").value(),
              ElementsAre("x", "$HOME", "$(y)", "*.c;", "z", "|", "w"));
}

TEST(CommandWordsTest, NoCommandAndOpenQuotesAreRefused) {
  EXPECT_EQ(SplitWords("  ").error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(SplitWords("x 'y").error().code, ErrorCode::kInvalidArgument);
}

TEST(CommandWordsTest, ThePopIsInVariablesWithTheLastPartOfNames) {
  desk::Pop pop;
  pop.call = "calls/c1";
  pop.offer = "calls/c1/offers/o1";
  pop.queue = "queues/sales";
  pop.caller.display_name = "王小明";
  pop.caller.customer = "customers/w";
  pop.caller.number.e164 = "+8613800138000";
  pop.attached = {{"Menu", "2", false}, {"PIN", "1234", true}};

  const std::vector<std::string> variables = PopVariables(pop);

  EXPECT_THAT(variables, Contains("JACKFIELD_CALL=c1"));
  EXPECT_THAT(variables, Contains("JACKFIELD_OFFER=o1"));
  EXPECT_THAT(variables, Contains("JACKFIELD_QUEUE=sales"));
  EXPECT_THAT(variables, Contains("JACKFIELD_NAME=王小明"));
  EXPECT_THAT(variables, Contains("JACKFIELD_CUSTOMER=w"));
  EXPECT_THAT(variables, Contains("JACKFIELD_NUMBER=+8613800138000"));
  EXPECT_THAT(variables, Contains("JACKFIELD_ATTACHED=Menu=2"));
}

TEST(CommandWordsTest, ValuesAreOneLineWithoutControlCharactersAndBounded) {
  desk::Pop pop;
  pop.caller.display_name = std::string("a\0b\n\x1b[31m\xC2\x9Bz", 12);
  pop.caller.company = std::string(kValueBytesMax - 1, 'x') + "王";

  const std::vector<std::string> variables = PopVariables(pop);

  EXPECT_THAT(variables, Contains("JACKFIELD_NAME=a b  [31m  z"));
  EXPECT_THAT(variables, Contains("JACKFIELD_COMPANY=" + std::string(kValueBytesMax - 1, 'x')));
}

}  // namespace
}  // namespace jackfield::client
