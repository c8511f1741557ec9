#include "server/grpc_api/call_summary.h"

#include <algorithm>
#include <string_view>

#include "server/grpc_api/call_mapping.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

// The first line that is not blank, without what is blank around it.
std::string FirstLineOf(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
  text = text.substr(0, text.find_first_of("\r\n"));
  return std::string(text.substr(0, text.find_last_not_of(kBlank) + 1));
}

}  // namespace

std::string SummaryOf(const InteractionRow& row, const SiteDocument& site, const Numbers& numbers,
                      const std::function<std::string(const exchange::PersonalText&)>& open) {
  std::string note;
  if (!row.after.empty()) note = FirstLineOf(open(row.after.back().note));
  if (!note.empty()) return note;
  if (!row.queue.empty()) {
    const auto queue = site.queues.find(row.queue);
    return queue == site.queues.end() ? row.queue : queue->second.display_name();
  }
  const std::string dialled = open(row.dialled);
  const auto label = site.dialled_labels.find(dialled);
  if (dialled.empty() || label != site.dialled_labels.end()) {
    return dialled.empty() ? dialled : label->second;
  }
  return ToPhoneNumber(numbers, dialled.front() == '+' ? dialled : "", dialled).formatted();
}

}  // namespace jackfield::grpc_api
