#include "server/app/cli/simulation_site.h"

#include <sstream>

#include <gmock/gmock.h>

#include "server/app/cli/configuration_file.h"

namespace jackfield::cli {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr const char* kSite = R"(
[[queues]]
queue_id = "sales"
source_queues = [{ source_id = "sim", queue = "q-sales" }]
wrap_up_duration = "10s"
[[queues]]
queue_id = "elsewhere"
source_queues = [{ source_id = "pbx", queue = "x" }]
[[queues]]
queue_id = "support"
source_queues = [{ source_id = "sim", queue = "q-support" }]
[[agents]]
login = "ana"
team = "support"
device_patterns = ["PJSIP/1001"]
[[agents]]
login = "ben"
device_patterns = ["Local/1002@agents"]
[[agents]]
login = "no-device"
)";

TEST(SimulationSiteTest, QueuesOfTheSourceAndAgentsWithDevicesAreTaken) {
  const auto scenario = ScenarioOf(ReadConfiguration(kSite, "s")->configuration, "sim");

  ASSERT_TRUE(scenario);
  ASSERT_THAT(scenario->queues, SizeIs(2));
  EXPECT_EQ(scenario->queues[0].name, "q-sales");
  EXPECT_EQ(scenario->queues[0].wrap_up, Duration{10'000});
  EXPECT_FALSE(scenario->queues[0].ring_all);
  EXPECT_TRUE(scenario->queues[1].ring_all);
  ASSERT_THAT(scenario->agents, SizeIs(2));
  EXPECT_THAT(scenario->agents[0].queues, ElementsAre(1));
  EXPECT_THAT(scenario->agents[1].queues, ElementsAre(0, 1));
  EXPECT_EQ(scenario->agents[1].extension, "1002");
}

TEST(SimulationSiteTest, SourceWithoutQueuesIsRefused) {
  EXPECT_FALSE(ScenarioOf(ReadConfiguration(kSite, "s")->configuration, "nothing"));
}

TEST(SimulationSiteTest, CallersAreTheFirstNumbersOfTheRows) {
  std::istringstream file("name,phone\nAna,+493023125001;+493023125002\nNobody,\n");

  const auto callers = ReadCallers(file);

  ASSERT_TRUE(callers);
  ASSERT_THAT(*callers, SizeIs(1));
  EXPECT_EQ(callers->front().number, "+493023125001");
}

}  // namespace
}  // namespace jackfield::cli
