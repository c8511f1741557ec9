#include "tests/support/ami_replay_capture.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

#include <boost/property_tree/json_parser.hpp>
#include <boost/property_tree/ptree.hpp>

namespace jackfield::test {
namespace {

using boost::property_tree::ptree;

constexpr std::string_view kBlockEnd = "\r\n\r\n";

Result<ptree> ParseJson(const std::string& text) {
  try {
    std::istringstream in(text);
    ptree tree;
    boost::property_tree::read_json(in, tree);
    return tree;
  } catch (const std::exception& error) {
    return Fail(ErrorCode::kDataLoss, error.what());
  }
}

// One row of ami.idx: the stream up to `end` had been received at `at_ms`.
struct Read {
  std::size_t end = 0;
  double at_ms = 0;
};

Result<std::vector<Read>> LoadIndex(const std::string& path) {
  std::ifstream in(path);
  if (!in) return Fail(ErrorCode::kNotFound, "cannot read " + path);
  std::vector<Read> reads;
  std::string line;
  std::getline(in, line);  // The head of the table.
  while (std::getline(in, line)) {
    std::istringstream row(line);
    std::string cell;
    std::vector<std::string> cells;
    while (std::getline(row, cell, ',')) cells.push_back(cell);
    if (cells.size() != 5) return Fail(ErrorCode::kDataLoss, "bad row in " + path);
    if (cells[4] != "data") continue;
    reads.push_back({std::stoul(cells[1]) + std::stoul(cells[2]), std::stod(cells[3])});
  }
  return reads;
}

// The lines of one item, its ActionID left out: the answer gets that of the request.
std::string ItemOf(const ptree& pairs) {
  std::string item;
  for (const auto& [unused, pair] : pairs) {
    const std::string key = pair.front().second.data();
    if (key == "ActionID") continue;
    item.append(key).append(": ").append(pair.back().second.data()).append("\r\n");
  }
  return item;
}

bool IsListItem(std::string_view item) {
  return item.starts_with("Event: Queue") && item.find("Complete\r\n") == std::string_view::npos;
}

}  // namespace

std::string_view ValueIn(std::string_view block, std::string_view key) {
  for (std::size_t at = 0; at < block.size();) {
    const std::size_t end = std::min(block.find("\r\n", at), block.size());
    const std::string_view line = block.substr(at, end - at);
    if (line.starts_with(key) && line.substr(key.size()).starts_with(": ")) {
      return line.substr(key.size() + 2);
    }
    at = end + 2;
  }
  return {};
}

Result<AmiReplayCapture> AmiReplayCapture::Load(const std::string& folder) {
  AmiReplayCapture capture;
  if (Status loaded = capture.LoadMeta(folder); !loaded) return Fail(loaded);
  if (Status loaded = capture.LoadStream(folder); !loaded) return Fail(loaded);
  for (const char* place : {"/snapshots.jsonl", "/../snapshots.jsonl"}) {
    if (!capture.snapshots_.empty() || !std::filesystem::exists(folder + place)) continue;
    if (Status loaded = capture.LoadSnapshots(folder + place); !loaded) return Fail(loaded);
  }
  return capture;
}

AmiReplayCapture AmiReplayCapture::Make(const std::vector<std::pair<double, std::string>>& events,
                                        std::vector<AmiReplaySnapshot> snapshots) {
  constexpr std::string_view kGreeting = "Asterisk Call Manager/11.0.0\r\n";
  std::string stream(kGreeting);
  for (const auto& [at_ms, event] : events) stream.append(event);
  AmiReplayCapture capture;
  capture.raw_.assign(stream.begin(), stream.end());
  const std::string_view bytes(capture.raw_.data(), capture.raw_.size());
  capture.greeting_ = bytes.substr(0, kGreeting.size());
  std::size_t at = kGreeting.size();
  for (const auto& [at_ms, event] : events) {
    capture.blocks_.push_back({at_ms, bytes.substr(at, event.size())});
    at += event.size();
  }
  capture.snapshots_ = std::move(snapshots);
  capture.wall_seconds_at_0_ = 1'795'363'452;
  return capture;
}

AmiReplayCapture AmiReplayCapture::Until(double at_ms, const std::vector<std::string>& last) const {
  std::vector<std::pair<double, std::string>> events;
  for (const AmiReplayBlock& block : blocks_) {
    if (block.at_ms <= at_ms) events.emplace_back(block.at_ms, block.bytes);
  }
  for (const std::string& event : last) events.emplace_back(at_ms, event);
  AmiReplayCapture part = Make(events, snapshots_);
  part.wall_seconds_at_0_ = wall_seconds_at_0_;
  return part;
}

Status AmiReplayCapture::LoadMeta(const std::string& folder) {
  std::ifstream in(folder + "/ami.meta.json");
  if (!in) return Fail(ErrorCode::kNotFound, "cannot read " + folder + "/ami.meta.json");
  const auto meta = ParseJson({std::istreambuf_iterator<char>(in), {}});
  if (!meta) return Fail(meta);
  wall_seconds_at_0_ = meta->get<double>("wall_at_ms0", 0);
  mono_ns_at_0_ = meta->get<double>("monotonic_ns_at_ms0", 0);
  return {};
}

Status AmiReplayCapture::LoadStream(const std::string& folder) {
  std::ifstream in(folder + "/ami.raw", std::ios::binary);
  if (!in) return Fail(ErrorCode::kNotFound, "cannot read " + folder + "/ami.raw");
  raw_.assign(std::istreambuf_iterator<char>(in), {});
  const auto reads = LoadIndex(folder + "/ami.idx");
  if (!reads) return Fail(reads);

  const std::string_view stream(raw_.data(), raw_.size());
  std::size_t at = std::min(stream.find('\n'), stream.size() - 1) + 1;
  greeting_ = stream.substr(0, at);
  auto read = reads->begin();
  for (std::size_t end = stream.find(kBlockEnd, at); end != std::string_view::npos;
       end = stream.find(kBlockEnd, at)) {
    const std::string_view block = stream.substr(at, end + kBlockEnd.size() - at);
    at += block.size();
    while (read != reads->end() && read->end < at) ++read;
    if (read == reads->end()) return Fail(ErrorCode::kDataLoss, "ami.idx ends before ami.raw");
    if (block.starts_with("Event: ")) blocks_.push_back({read->at_ms, block});
  }
  return {};
}

Status AmiReplayCapture::LoadSnapshots(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  while (std::getline(in, line)) {
    const auto tree = ParseJson(line);
    if (!tree) return Fail(tree);
    const double taken_ns = (tree->get<double>("mono_ns") + tree->get<double>("mono_ns_end")) / 2;
    AmiReplaySnapshot snapshot;
    snapshot.at_ms = (taken_ns - mono_ns_at_0_) / 1e6;
    for (const auto& [unused, pairs] : tree->get_child("items")) {
      std::string item = ItemOf(pairs);
      if (IsListItem(item)) snapshot.items.push_back(std::move(item));
    }
    snapshots_.push_back(std::move(snapshot));
  }
  return {};
}

const AmiReplaySnapshot* AmiReplayCapture::NearestSnapshot(double at_ms) const {
  const auto nearest =
      std::min_element(snapshots_.begin(), snapshots_.end(), [&](const auto& a, const auto& b) {
        return std::abs(a.at_ms - at_ms) < std::abs(b.at_ms - at_ms);
      });
  return nearest == snapshots_.end() ? nullptr : &*nearest;
}

}  // namespace jackfield::test
