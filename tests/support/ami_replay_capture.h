#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/base/result.h"

namespace jackfield::test {

// One block of a recorded AMI stream: an event, with the blank line that ends it.
struct AmiReplayBlock {
  double at_ms = 0;  // When its last byte was received, since the capture's moment 0.
  std::string_view bytes;
};

// What QueueStatus answered at one moment: the list's items (QueueParams, QueueMember, QueueEntry),
// each "Key: Value\r\n" lines without ActionID and without the blank line.
struct AmiReplaySnapshot {
  double at_ms = 0;
  std::vector<std::string> items;
};

// A folder of recorded AMI traffic: ami.raw, ami.idx and ami.meta.json; snapshots.jsonl beside them
// or one folder up.
//
// Lifetime: the blocks view into the capture; do not move it while they are used.
//
// Thread safety: immutable value.
class AmiReplayCapture {
 public:
  // Errors: kNotFound when a file is missing, kDataLoss when one is damaged.
  static Result<AmiReplayCapture> Load(const std::string& folder);
  // A capture made for a test: events with their line ends and blank lines, each at its moment.
  static AmiReplayCapture Make(const std::vector<std::pair<double, std::string>>& events,
                               std::vector<AmiReplaySnapshot> snapshots);
  // What was recorded up to `at_ms`, and then `last`, as events of Make().
  AmiReplayCapture Until(double at_ms, const std::vector<std::string>& last) const;

  AmiReplayCapture(AmiReplayCapture&&) = default;
  AmiReplayCapture& operator=(AmiReplayCapture&&) = default;

  std::string_view greeting() const { return greeting_; }  // With its line end.
  // Events only: the recorder's own Response to its Login is left out.
  const std::vector<AmiReplayBlock>& blocks() const { return blocks_; }
  // The snapshot taken closest to `at_ms`, or nullptr when the capture has none.
  const AmiReplaySnapshot* NearestSnapshot(double at_ms) const;
  double wall_seconds_at_0() const { return wall_seconds_at_0_; }

 private:
  AmiReplayCapture() = default;
  Status LoadMeta(const std::string& folder);
  Status LoadStream(const std::string& folder);
  Status LoadSnapshots(const std::string& path);

  std::vector<char> raw_;  // A vector: views into it survive a move.
  std::string_view greeting_;
  std::vector<AmiReplayBlock> blocks_;
  std::vector<AmiReplaySnapshot> snapshots_;
  double wall_seconds_at_0_ = 0;
  double mono_ns_at_0_ = 0;
};

// The value of the first line "key: value" of a block, or "". The case of the key matters.
//
// Thread safety: pure function.
std::string_view ValueIn(std::string_view block, std::string_view key);

}  // namespace jackfield::test
