#include "agent-client/terminal/pop_command/pop_command.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace jackfield::client {
namespace {

constexpr std::chrono::seconds kWait{30};

// The content of a file, once it is there and holds `end`.
std::string WaitFor(const std::filesystem::path& path, const std::string& end) {
  const auto until = std::chrono::steady_clock::now() + kWait;
  std::string text;
  while (std::chrono::steady_clock::now() < until && text.find(end) == std::string::npos) {
    std::ifstream file(path);
    text.assign(std::istreambuf_iterator<char>(file), {});
  }
  return text;
}

desk::Pop HostilePop(const std::string& mark) {
  desk::Pop pop;
  pop.offer = "calls/c1/offers/o1";
  pop.caller.display_name = "$(touch " + mark + ");touch " + mark + "`touch " + mark + "`";
  return pop;
}

TEST(PopCommandTest, CallerTextIsInTheEnvironmentAsItIsAndNoShellSeesIt) {
  const fakes::TemporaryFolder folder;
  const std::string out = folder.File("out");
  const std::string mark = folder.File("mark");
  auto command = PopCommand::Prepare("sh -c 'env > \"$0\"; echo END >> \"$0\"' " + out);
  ASSERT_TRUE(command);

  ASSERT_TRUE((*command)->Run(HostilePop(mark)));

  const std::string text = WaitFor(out, "END");
  EXPECT_NE(text.find("JACKFIELD_NAME=$(touch " + mark + ");touch"), std::string::npos) << text;
  EXPECT_FALSE(std::filesystem::exists(mark));
}

TEST(PopCommandTest, ACommandThatIsNotThereIsTold) {
  auto command = PopCommand::Prepare("/nowhere/crm");

  const Status run = (*command)->Run({});

  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().code, ErrorCode::kFailedPrecondition);
}

TEST(PopCommandTest, AtMostFourRunAtOnce) {
  auto command = PopCommand::Prepare("sleep 1000");
  for (std::size_t i = 0; i < PopCommand::kRunningMax; ++i) ASSERT_TRUE((*command)->Run({}));

  const Status run = (*command)->Run({});

  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().code, ErrorCode::kResourceExhausted);
}

TEST(PopCommandTest, OneThatEndedMakesRoom) {
  auto command = PopCommand::Prepare("true");
  const auto until = std::chrono::steady_clock::now() + kWait;
  std::size_t started = 0;
  while (started < 2 * PopCommand::kRunningMax && std::chrono::steady_clock::now() < until) {
    if ((*command)->Run({})) ++started;
  }

  EXPECT_EQ(started, 2 * PopCommand::kRunningMax);
}

}  // namespace
}  // namespace jackfield::client
