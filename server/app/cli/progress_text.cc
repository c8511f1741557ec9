#include "server/app/cli/progress_text.h"

#include <algorithm>

#include "server/app/cli/wording.h"

namespace jackfield::cli {
namespace {

constexpr std::int64_t kBarCells = 30;
constexpr Duration kRateMin{500};  // Of less, a rate says nothing.

std::int64_t Share(const ProgressPoint& point, std::int64_t of) {
  return point.all <= 0 ? 0 : std::min(point.done, point.all) * of / point.all;
}

std::string WriteSeconds(std::int64_t seconds) {
  google::protobuf::Duration span;
  span.set_seconds(seconds);
  return WriteSpan(span);
}

}  // namespace

std::string WriteCount(std::int64_t count) {
  std::string text = std::to_string(count);
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = text.size(); at > 3 + sign; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

void ProgressText::Add(const ProgressPoint& point) {
  if (!points_.empty() && point.items < points_.back().items) points_.clear();
  points_.push_back(point);
  while (points_.size() > kPointsMax ||
         (points_.size() > 2 && point.at - points_[1].at >= kWindow)) {
    points_.pop_front();
  }
}

std::string ProgressText::Rest() const {
  const ProgressPoint& last = points_.back();
  const ProgressPoint& first = points_.front();
  std::string text = WriteCount(last.items) + " " + noun_;
  const std::int64_t spent_ms = (last.at - first.at).count();
  if (spent_ms < kRateMin.count()) return text;
  text += "  " + WriteCount((last.items - first.items) * 1000 / spent_ms) + "/s";
  const std::int64_t gained = last.done - first.done;
  if (gained > 0 && last.all > last.done) {
    const double left_ms = static_cast<double>(last.all - last.done) *
                           static_cast<double>(spent_ms) / static_cast<double>(gained);
    text += "  " + WriteSeconds(static_cast<std::int64_t>(left_ms / 1000)) + " left";
  }
  return text;
}

std::string ProgressText::Bar() const {
  if (points_.empty()) return {};
  if (points_.back().all <= 0) return Rest();
  std::string bar(static_cast<std::size_t>(Share(points_.back(), kBarCells)), '#');
  bar.resize(static_cast<std::size_t>(kBarCells), '.');
  return "[" + bar + "]  " + Line();
}

std::string ProgressText::Line() const {
  if (points_.empty()) return {};
  if (points_.back().all <= 0) return Rest();
  return std::to_string(Share(points_.back(), 100)) + " %  " + Rest();
}

}  // namespace jackfield::cli
