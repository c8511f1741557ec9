#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/ami_replay_capture.h"

namespace jackfield::test {

// The channels that are up, folded from the stream: what CoreShowChannels would have answered.
//
// Thread safety: none; one per replay.
class AmiReplayChannels {
 public:
  void Take(const AmiReplayBlock& block);

  // One item per channel, called `event`, without ActionID and blank line, in the order of their
  // Uniqueids.
  std::vector<std::string> Items(std::string_view event, double now_ms) const;

 private:
  struct Channel {
    double created_ms = 0;
    std::string state;  // The lines Channel to Linkedid and the channel variables.
    std::string application;
    std::string application_data;
    std::string bridge;
  };

  std::map<std::string, Channel, std::less<>> channels_;
};

// The callers who wait and the members that changed, folded from the stream. A snapshot is taken
// once a second: what it says of them is put right for the moment of the stream, as a switch's own
// answer would be.
//
// Thread safety: none; one per replay.
class AmiReplayQueues {
 public:
  void Take(const AmiReplayBlock& block);

  // The items of a QueueStatus, with the callers and members of this moment of the stream.
  std::vector<std::string> Corrected(const std::vector<std::string>& status_items,
                                     double now_ms) const;

 private:
  struct Waiting {
    double joined_ms = 0;
    std::string queue;
    std::string entry;  // The lines from Channel on that an item repeats.
  };

  struct Member {
    bool there = true;
    std::string item;  // As a QueueStatus lists it.
  };
  using MemberKey = std::pair<std::string, std::string>;  // Queue and interface.

  void TakeMember(std::string_view event, const AmiReplayBlock& block);
  std::vector<std::string> WithMembers(const std::vector<std::string>& status_items) const;

  // By Uniqueid.
  std::map<std::string, Waiting, std::less<>> waiting_;
  std::map<MemberKey, Member> members_;  // Of which the stream has told.
  // How many callers of a queue wait on a channel that never joined: an attended transfer put it in
  // the place of one that hung up. Only the snapshot knows which.
  std::map<std::string, int, std::less<>> moved_;
};

// The items of QueueSummary that fit the items of a QueueStatus.
//
// Thread safety: pure function.
std::vector<std::string> SummaryItems(const std::vector<std::string>& status_items);

// A whole list answer: Response, items with `action_id`, and the event `complete`.
//
// Thread safety: pure function.
std::string ListAnswer(const std::vector<std::string>& items, std::string_view message,
                       std::string_view complete, std::string_view action_id);

}  // namespace jackfield::test
