#include "server/app/cli/saved_view_text.h"

#include <algorithm>
#include <cstdint>

#include <google/protobuf/util/time_util.h>

#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

using google::protobuf::util::TimeUtil;

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

// "4h", as ReadSpan() reads it.
std::string WriteOptionSpan(std::int64_t seconds) {
  if (seconds % kDay == 0) return std::to_string(seconds / kDay) + "d";
  if (seconds % kHour == 0) return std::to_string(seconds / kHour) + "h";
  if (seconds % kMinute == 0) return std::to_string(seconds / kMinute) + "m";
  return std::to_string(seconds) + "s";
}

void Add(std::string& line, const std::string& option) {
  if (!line.empty()) line += ' ';
  line += option;
}

void AddValue(std::string& line, const std::string& option, const std::string& value) {
  if (value.empty()) return;
  const bool one_word = value.find(' ') == std::string::npos;
  Add(line, option + " " + (one_word ? value : "'" + value + "'"));
}

void AddKinds(const v1::TicketFilter& filter, std::string& line) {
  for (const int state : filter.states()) {
    AddValue(line, "--state", WriteEnum(*v1::Ticket::State_descriptor(), state));
  }
  if (filter.states().empty()) Add(line, "--all");
  for (const int type : filter.types()) {
    AddValue(line, "--type", WriteEnum(*v1::Ticket::Type_descriptor(), type));
  }
  if (filter.priority_min() == v1::Ticket::PRIORITY_UNSPECIFIED) return;
  AddValue(line, "--priority-min",
           WriteEnum(*v1::Ticket::Priority_descriptor(), filter.priority_min()));
}

}  // namespace

Result<v1::SavedView> ToSavedView(const TicketChoice& choice, const std::string& order) {
  const auto filter = ToFilter(choice, {});
  if (!filter) return Fail(filter);
  v1::SavedView view;
  *view.mutable_filter() = *filter;
  view.mutable_filter()->clear_due_before_time();
  if (const auto span = ReadSpan(choice.due_within)) *view.mutable_due_within_duration() = *span;
  view.set_order(ReadOrder(order));
  return view;
}

v1::ListTicketsRequest RequestOf(const v1::SavedView& view,
                                 const google::protobuf::Timestamp& now) {
  v1::ListTicketsRequest request;
  *request.mutable_filter() = view.filter();
  if (view.has_due_within_duration()) {
    *request.mutable_filter()->mutable_due_before_time() = now + view.due_within_duration();
  }
  request.set_order(view.order());
  return request;
}

Result<v1::SavedView> FindView(const v1::ListSavedViewsResponse& views, const std::string& word) {
  const auto& all = views.saved_views();
  const auto found = std::find_if(all.begin(), all.end(), [&word](const v1::SavedView& view) {
    return view.display_name() == word || view.name() == word;
  });
  if (found != all.end()) return *found;
  return Fail(ErrorCode::kNotFound, "SAVED_VIEW_NOT_FOUND",
              "there is no view '" + word + "'; see tickets views list");
}

std::string WriteQuestion(const v1::SavedView& view) {
  const v1::TicketFilter& filter = view.filter();
  std::string line;
  AddKinds(filter, line);
  AddValue(line, "--query", filter.query());
  AddValue(line, "--queue", WriteId(filter.queue()));
  AddValue(line, "--owner", WriteId(filter.owner()));
  AddValue(line, "--customer", WriteId(filter.customer()));
  AddValue(line, "--tag", filter.tag());
  if (filter.watched()) Add(line, "--watched");
  if (filter.breached()) Add(line, "--breached");
  if (view.has_due_within_duration()) {
    AddValue(line, "--due-within", WriteOptionSpan(view.due_within_duration().seconds()));
  }
  if (filter.has_start_time()) {
    AddValue(line, "--from", TimeUtil::ToString(filter.start_time()));
  }
  if (filter.has_end_time()) AddValue(line, "--to", TimeUtil::ToString(filter.end_time()));
  if (view.order() == v1::ListTicketsRequest::ORDER_UNSPECIFIED) return line;
  AddValue(line, "--order", WriteEnum(*v1::ListTicketsRequest::Order_descriptor(), view.order()));
  return line;
}

}  // namespace jackfield::cli
