#include "tests/support/bank_day.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>
#include <string>

#include "tests/support/shared_data.h"

namespace jackfield::test {
namespace {

constexpr std::array kAgents = {"ANAT",   "AVI",    "AVNI",  "BENSION", "DORIT",    "ELI",
                                "GELBER", "MORIAH", "NAAMA", "PINHAS",  "SHARON",   "STEREN",
                                "TOVA",   "VICKY",  "YIFAT", "YITZ",    "Z1GOLDIE", "ZOHARI"};
constexpr std::array kQueues = {"in", "ne", "nw", "pe", "ps", "tt"};
constexpr int kHours = 24;
constexpr std::size_t kCells = 17;

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

std::string DeviceOf(const std::string& agent) { return "PJSIP/" + Lower(agent); }

// "9:58:39" as seconds of the day.
int SecondsOf(const std::string& time) {
  std::istringstream text(time);
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  char colon = 0;
  text >> hours >> colon >> minutes >> colon >> seconds;
  return (hours * 60 + minutes) * 60 + seconds;
}

// One line of the log.
struct Line {
  int number = 0;
  std::string queue;
  std::string outcome;
  std::string agent;
  int entered = 0;  // The voice menu; seconds of the day, as all.
  int left_menu = 0;
  int queued = 0;  // 0: never.
  int left_queue = 0;
  int answered = 0;
  int ended = 0;
};

Line ReadLine(const std::string& text, int number) {
  std::array<std::string, kCells> cells;
  std::istringstream stream(text);
  for (std::string& cell : cells) std::getline(stream, cell, ',');
  Line line{.number = number,
            .queue = Lower(cells[4]),
            .outcome = cells[12],
            .agent = cells[16],
            .entered = SecondsOf(cells[6]),
            .left_menu = SecondsOf(cells[7]),
            .queued = SecondsOf(cells[9]),
            .left_queue = SecondsOf(cells[10]),
            .answered = SecondsOf(cells[13]),
            .ended = SecondsOf(cells[14])};
  return line;
}

// Makes the events of the day.
//
// Thread safety: none; one per day.
class Writer {
 public:
  std::vector<v1::CallEvent> Take() {
    const auto time_of = [](const v1::CallEvent& event) { return event.event_time().seconds(); };
    std::stable_sort(events_.begin(), events_.end(), [&](const auto& left, const auto& right) {
      return time_of(left) < time_of(right);
    });
    return std::move(events_);
  }

  void Agents() {
    for (const char* queue : kQueues) {
      for (const char* agent : kAgents) {
        v1::MemberAddedEvent& added = *At(0).mutable_member_added();
        added.set_queue(queue);
        added.set_device(DeviceOf(agent));
      }
    }
    for (int hour = 1; hour < kHours; ++hour) {
      for (std::size_t place = 0; place < kAgents.size(); ++place) Pause(hour, place);
    }
  }

  void Call(const Line& line) {
    line_ = line;
    v1::OriginatedEvent& begun = *At(line.entered).mutable_originated();
    begun.set_call(Name());
    begun.set_direction(v1::DIRECTION_INBOUND);
    begun.mutable_caller()->set_number("+9725000" + std::to_string(10'000 + line.number % 900));
    begun.set_dialled("+97235550000");
    begun.set_connection(Caller());
    if (line.outcome == "AGENT") return Answered();
    if (line.queued > 0) return LeftTheQueue();
    if (line.number % 9 == 0) {
      v1::QueueRefusedEvent& refused = *At(line.left_menu).mutable_queue_refused();
      refused.set_call(Name());
      refused.set_queue(line.queue);
      refused.set_cause(line.number % 2 == 0 ? v1::QueueRefusedEvent::CAUSE_FULL
                                             : v1::QueueRefusedEvent::CAUSE_EMPTY);
    }
    End(std::max(line.left_menu, line.entered));
  }

 private:
  std::string Name() const { return "c" + std::to_string(line_.number); }
  std::string Caller() const { return Name() + "-caller"; }

  // A further event, `second` of the day.
  v1::CallEvent& At(int second) {
    v1::CallEvent& event = events_.emplace_back();
    event.set_source_event_id(std::to_string(events_.size()));
    event.mutable_event_time()->set_seconds(kBankMidnight.time_since_epoch().count() / 1000 +
                                            second);
    return event;
  }

  void Pause(int hour, std::size_t place) {
    for (const char* queue : kQueues) {
      v1::MemberPausedEvent& paused = *At(hour * 3'600).mutable_member_paused();
      paused.set_queue(queue);
      paused.set_device(DeviceOf(kAgents[place]));
      paused.set_paused((static_cast<std::size_t>(hour) + place) % 4 == 0);
      if (paused.paused()) paused.set_reason("lunch");
    }
  }

  void Queue(int second) {
    v1::QueuedEvent& queued = *At(second).mutable_queued();
    queued.set_call(Name());
    queued.set_leg(Caller());
    queued.set_queue(line_.queue);
  }

  void Ring(int second, const std::string& agent) {
    v1::DeliveredEvent& ring = *At(second).mutable_delivered();
    ring.set_call(Name());
    ring.set_connection(Name() + "-" + agent);
    ring.set_device(DeviceOf(agent));
    ring.set_queue(line_.queue);
    ring.set_leg(Caller());
  }

  void End(int second) { At(second).mutable_call_cleared()->set_call(Name()); }

  void Answered() {
    const int queued = line_.queued > 0 ? line_.queued : line_.left_menu;
    const int answered = std::max(line_.answered, queued);
    const int ended = std::max(line_.ended, answered);
    Queue(queued);
    if (line_.number % 11 == 0 && answered - queued >= 8) {
      const std::string other = line_.agent == "AVI" ? "TOVA" : "AVI";
      Ring(queued + 1, other);
      v1::RingEndedEvent& missed = *At(queued + 4).mutable_ring_ended();
      missed.set_call(Name());
      missed.set_connection(Name() + "-" + other);
      missed.set_cause(v1::RingEndedEvent::CAUSE_NO_ANSWER);
    }
    Ring(std::max(queued, answered - 3), line_.agent);
    v1::EstablishedEvent& answer = *At(answered).mutable_established();
    answer.set_call(Name());
    answer.set_connection(Name() + "-" + line_.agent);
    answer.set_device(DeviceOf(line_.agent));
    answer.set_queue(line_.queue);
    answer.set_leg(Caller());
    if (line_.number % 7 == 0 && ended - answered >= 30) Hold(answered + 10);
    if (line_.number % 23 == 0) {
      v1::LegCompletedEvent& completed = *At(ended).mutable_leg_completed();
      completed.set_call(Name());
      completed.set_leg(Caller());
      completed.set_queue(line_.queue);
      completed.set_device(DeviceOf(line_.agent));
      completed.set_by_transfer(true);
    }
    End(ended);
  }

  void Hold(int second) {
    v1::HeldEvent& held = *At(second).mutable_held();
    held.set_call(Name());
    held.set_connection(Name() + "-" + line_.agent);
    v1::RetrievedEvent& retrieved = *At(second + 10).mutable_retrieved();
    retrieved.set_call(Name());
    retrieved.set_connection(Name() + "-" + line_.agent);
  }

  void LeftTheQueue() {
    const int left = std::max(line_.left_queue, line_.queued);
    Queue(line_.queued);
    if (line_.number % 5 < 2) {
      v1::DequeuedEvent& dequeued = *At(left).mutable_dequeued();
      dequeued.set_call(Name());
      dequeued.set_leg(Caller());
      dequeued.set_queue(line_.queue);
      dequeued.set_cause(line_.number % 5 == 0 ? v1::DequeuedEvent::CAUSE_TIMED_OUT
                                               : v1::DequeuedEvent::CAUSE_EXIT_KEY);
    }
    End(left);
  }

  std::vector<v1::CallEvent> events_;
  Line line_;
};

}  // namespace

v1::Configuration BankCentre() {
  v1::Configuration centre;
  centre.set_time_zone("Asia/Jerusalem");
  for (const char* name : kQueues) {
    v1::QueueConfiguration& queue = *centre.add_queues();
    queue.set_queue_id(name);
    queue.set_display_name(name);
    queue.add_source_queues()->set_source_id("pbx");
    queue.mutable_source_queues(0)->set_queue(name);
    queue.mutable_service_level_threshold()->set_seconds(20);
    queue.mutable_wrap_up_duration()->set_seconds(25);
  }
  for (const char* name : kAgents) {
    v1::AgentConfiguration& agent = *centre.add_agents();
    agent.set_login(Lower(name));
    agent.set_display_name(name);
    agent.add_device_patterns(DeviceOf(name));
  }
  return centre;
}

std::optional<std::vector<v1::CallEvent>> BankDay() {
  const auto lines = SharedLines("data/callcentre/anonbank_1999_08_01.csv");
  if (!lines) return std::nullopt;
  Writer writer;
  writer.Agents();
  for (std::size_t number = 1; number < lines->size(); ++number) {
    if ((*lines)[number].empty()) continue;
    writer.Call(ReadLine((*lines)[number], static_cast<int>(number)));
  }
  return writer.Take();
}

}  // namespace jackfield::test
