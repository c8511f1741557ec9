#include "server/app/cli/simulation_site.h"

#include <array>
#include <istream>
#include <optional>

#include <google/protobuf/util/time_util.h>

#include "server/app/cli/csv_reader.h"
#include "server/app/cli/customer_columns.h"

namespace jackfield::cli {
namespace {

using google::protobuf::util::TimeUtil;

constexpr std::size_t kCallersMax = 100'000;
constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr int kFirstQueueTarget = 800;

// "1001" of "PJSIP/1001".
std::string ExtensionOf(const std::string& device) {
  const std::size_t slash = device.find('/');
  const std::string rest = slash == std::string::npos ? device : device.substr(slash + 1);
  return rest.substr(0, rest.find('@'));
}

}  // namespace

Result<simulate::Scenario> ScenarioOf(const v1::Configuration& configuration,
                                      const std::string& source) {
  simulate::Scenario scenario;
  std::vector<std::string> ids;
  for (const v1::QueueConfiguration& queue : configuration.queues()) {
    for (const v1::SourceQueue& at_source : queue.source_queues()) {
      if (at_source.source_id() != source) continue;
      simulate::ScenarioQueue& added = scenario.queues.emplace_back();
      added.name = at_source.queue();
      added.target = std::to_string(kFirstQueueTarget + static_cast<int>(ids.size()));
      added.ring_all = ids.size() % 2 == 1;
      added.directed = queue.mode() == v1::QUEUE_MODE_DIRECTED;
      if (queue.has_wrap_up_duration()) {
        added.wrap_up = Duration(TimeUtil::DurationToMilliseconds(queue.wrap_up_duration()));
      }
      ids.push_back(queue.queue_id());
    }
  }
  for (const v1::AgentConfiguration& agent : configuration.agents()) {
    if (agent.device_patterns().empty()) continue;
    simulate::ScenarioAgent& added = scenario.agents.emplace_back();
    added.device = agent.device_patterns(0);
    added.extension = ExtensionOf(added.device);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (ids[i] == agent.team()) added.queues.push_back(i);
    }
    for (std::size_t i = 0; added.queues.empty() && i < ids.size(); ++i) {
      for (std::size_t all = 0; all < ids.size(); ++all) added.queues.push_back(all);
    }
  }
  for (const v1::DialledNumberLabel& label : configuration.dialled_numbers()) {
    scenario.dialled.push_back(label.number());
  }
  for (const auto& reason : configuration.not_ready_reasons()) {
    scenario.pause_reasons.push_back(reason.code());
  }
  if (!scenario.queues.empty() && !scenario.agents.empty()) return scenario;
  return Fail(ErrorCode::kInvalidArgument,
              "source '" + source + "' has no queue, or no agent has a device");
}

Result<std::vector<simulate::ScenarioCaller>> ReadCallers(std::istream& input) {
  std::vector<simulate::ScenarioCaller> callers;
  if (!input) return Fail(ErrorCode::kInvalidArgument, "the customers cannot be read");
  CsvReader reader;
  std::optional<CustomerColumns> columns;
  std::array<char, kPieceBytes> piece{};
  for (bool more = true; more;) {
    input.read(piece.data(), piece.size());
    const auto size = static_cast<std::size_t>(input.gcount());
    more = size == piece.size();
    reader.Feed({piece.data(), size});
    if (!more) reader.Finish();
    while (const auto row = reader.Next()) {
      if (!row->problem.empty() || callers.size() >= kCallersMax) continue;
      if (!columns) {
        Result<CustomerColumns> read = CustomerColumns::Read(row->cells, {}, "crm");
        if (!read) return Fail(read);
        columns = std::move(*read);
        continue;
      }
      const auto customer = columns->ToCustomer(row->cells);
      if (!customer || customer->numbers().empty()) continue;
      callers.push_back({customer->numbers(0).number().raw(), ""});
    }
  }
  return callers;
}

}  // namespace jackfield::cli
