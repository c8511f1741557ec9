#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "jackfield/v1/call_event.pb.h"

namespace jackfield::bench {

// Agents and queues of the measured site; bench_site.py configures the server in the same way.
inline constexpr int kQueueAgents = 25;  // Members of one queue.

// The number of customer `index`, E.164. `index`: 0 to 9,999,999.
std::string NumberOf(std::int64_t index);

// The reverse; -1 for a number that no customer has.
std::int64_t CustomerOf(std::string_view number);

std::string DeviceOf(int agent);
std::string QueueOf(int agent);

// What the name of a call says, so that a server without a memory can act on it.
struct CallName {
  int agent = 0;
  std::string number;
};
std::string ToText(const CallName& name, std::string_view run, std::int64_t call);
// Agent -1: it is not such a name.
CallName ParseCallName(std::string_view text);

// The calls of one telephone system. Each comes in, waits, rings at an agent, is answered and ends:
// six events. The callers are customers, none twice in a run as long as there are enough.
//
// Thread safety: immutable value.
class CallPlan {
 public:
  struct Shape {
    std::string run;  // Makes ids unique among runs.
    std::int64_t customers = 0;
    std::int64_t first_customer = 0;
    int first_agent = 0;
    int agents = 0;
    std::int64_t answered_after = 50;  // In calls that came in since; below `ended_after`.
    std::int64_t ended_after = 200;    // Likewise; below `agents`.
  };
  static constexpr int kEventsPerCall = 6;

  explicit CallPlan(Shape shape) : shape_(std::move(shape)) {}

  // That no call is live and nobody waits: calls that an earlier run left are over.
  v1::CallEvent NothingLives() const;

  // That the agents are members of their queues.
  std::vector<v1::CallEvent> Members() const;

  // A call comes in, waits, rings. All that a pop needs.
  std::vector<v1::CallEvent> Ring(std::int64_t call) const;
  std::vector<v1::CallEvent> Answer(std::int64_t call) const;
  std::vector<v1::CallEvent> End(std::int64_t call) const;

  // What happens when call `call` comes in and an earlier one is answered and another one ends.
  std::vector<v1::CallEvent> AnswerDue(std::int64_t call) const;
  std::vector<v1::CallEvent> EndDue(std::int64_t call) const;

  std::int64_t CustomerOfCall(std::int64_t call) const;
  const Shape& shape() const { return shape_; }

 private:
  v1::CallEvent Event(std::string_view kind, std::int64_t call) const;
  std::string NameOf(std::int64_t call) const;
  int AgentOf(std::int64_t call) const;

  const Shape shape_;
};

}  // namespace jackfield::bench
