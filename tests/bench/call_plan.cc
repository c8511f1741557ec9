#include "tests/bench/call_plan.h"

#include <charconv>

#include <google/protobuf/util/time_util.h>

namespace jackfield::bench {
namespace {

using google::protobuf::util::TimeUtil;

constexpr std::string_view kPrefix = "+491512";  // A German mobile network, seven digits follow.
constexpr std::size_t kDigits = 7;
constexpr std::int64_t kStride = 7'919;  // A prime: calls in a row are not rows in a row.
constexpr int kFirstDevice = 1'000;

template <typename Number>
bool ParseAll(std::string_view text, Number& number) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

}  // namespace

std::string NumberOf(std::int64_t index) {
  const std::string digits = std::to_string(index);
  return std::string(kPrefix) + std::string(kDigits - digits.size(), '0') + digits;
}

std::int64_t CustomerOf(std::string_view number) {
  std::int64_t index = -1;
  const bool known = number.starts_with(kPrefix) && number.size() == kPrefix.size() + kDigits &&
                     ParseAll(number.substr(kPrefix.size()), index);
  return known ? index : -1;
}

std::string DeviceOf(int agent) { return "SIP/" + std::to_string(kFirstDevice + agent); }
std::string QueueOf(int agent) { return "q" + std::to_string(agent / kQueueAgents); }

std::string ToText(const CallName& name, std::string_view run, std::int64_t call) {
  return std::to_string(name.agent) + "/" + name.number + "/" + std::string(run) + "/" +
         std::to_string(call);
}

CallName ParseCallName(std::string_view text) {
  const std::size_t first = text.find('/');
  const std::size_t second = first == text.npos ? first : text.find('/', first + 1);
  CallName name;
  if (second == text.npos || !ParseAll(text.substr(0, first), name.agent)) return {-1, {}};
  name.number = text.substr(first + 1, second - first - 1);
  return name;
}

v1::CallEvent CallPlan::Event(std::string_view kind, std::int64_t call) const {
  v1::CallEvent event;
  event.set_source_event_id(shape_.run + "/" + std::to_string(shape_.first_agent) + "/" +
                            std::to_string(call) + std::string(kind));
  *event.mutable_event_time() = TimeUtil::GetCurrentTime();
  return event;
}

int CallPlan::AgentOf(std::int64_t call) const {
  return shape_.first_agent + static_cast<int>(call % shape_.agents);
}

std::string CallPlan::NameOf(std::int64_t call) const {
  return ToText({AgentOf(call), NumberOf(CustomerOfCall(call))}, shape_.run, call);
}

std::int64_t CallPlan::CustomerOfCall(std::int64_t call) const {
  return (shape_.first_customer + call * kStride) % shape_.customers;
}

v1::CallEvent CallPlan::NothingLives() const {
  v1::CallEvent event = Event("nothing", 0);
  v1::SwitchSnapshotEvent& snapshot = *event.mutable_switch_snapshot();
  const int end = shape_.first_agent + shape_.agents;
  for (int agent = shape_.first_agent; agent < end; agent += kQueueAgents) {
    snapshot.add_queues(QueueOf(agent));
  }
  return event;
}

std::vector<v1::CallEvent> CallPlan::Members() const {
  std::vector<v1::CallEvent> events;
  for (int agent = shape_.first_agent; agent < shape_.first_agent + shape_.agents; ++agent) {
    v1::CallEvent& event = events.emplace_back(Event("member", agent));
    event.mutable_member_added()->set_queue(QueueOf(agent));
    event.mutable_member_added()->set_device(DeviceOf(agent));
  }
  return events;
}

std::vector<v1::CallEvent> CallPlan::Ring(std::int64_t call) const {
  const std::string name = NameOf(call);
  std::vector<v1::CallEvent> events{Event("originated", call), Event("queued", call),
                                    Event("delivered", call)};
  v1::OriginatedEvent& originated = *events[0].mutable_originated();
  originated.set_call(name);
  originated.set_direction(v1::DIRECTION_INBOUND);
  originated.mutable_caller()->set_number(NumberOf(CustomerOfCall(call)));
  originated.mutable_caller()->set_presentation(v1::PRESENTATION_PRESENTED);
  originated.set_dialled("+493023125100");
  originated.set_connection(name + "-caller");
  v1::QueuedEvent& queued = *events[1].mutable_queued();
  queued.set_call(name);
  queued.set_leg(name + "-caller");
  queued.set_queue(QueueOf(AgentOf(call)));
  v1::DeliveredEvent& delivered = *events[2].mutable_delivered();
  delivered.set_call(name);
  delivered.set_connection(name + "-agent");
  delivered.set_device(DeviceOf(AgentOf(call)));
  delivered.set_queue(queued.queue());
  delivered.set_leg(queued.leg());
  return events;
}

std::vector<v1::CallEvent> CallPlan::Answer(std::int64_t call) const {
  std::vector<v1::CallEvent> events{Event("established", call)};
  v1::EstablishedEvent& established = *events[0].mutable_established();
  established.set_call(NameOf(call));
  established.set_connection(established.call() + "-agent");
  established.set_device(DeviceOf(AgentOf(call)));
  established.set_queue(QueueOf(AgentOf(call)));
  established.set_leg(established.call() + "-caller");
  return events;
}

std::vector<v1::CallEvent> CallPlan::End(std::int64_t call) const {
  std::vector<v1::CallEvent> events{Event("completed", call), Event("cleared", call)};
  v1::LegCompletedEvent& completed = *events[0].mutable_leg_completed();
  completed.set_call(NameOf(call));
  completed.set_leg(completed.call() + "-caller");
  completed.set_queue(QueueOf(AgentOf(call)));
  completed.set_device(DeviceOf(AgentOf(call)));
  events[1].mutable_call_cleared()->set_call(completed.call());
  return events;
}

std::vector<v1::CallEvent> CallPlan::AnswerDue(std::int64_t call) const {
  if (call < shape_.answered_after) return {};
  return Answer(call - shape_.answered_after);
}

std::vector<v1::CallEvent> CallPlan::EndDue(std::int64_t call) const {
  if (call < shape_.ended_after) return {};
  return End(call - shape_.ended_after);
}

}  // namespace jackfield::bench
