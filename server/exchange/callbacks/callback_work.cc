#include "server/exchange/callbacks/callback_work.h"

#include <algorithm>
#include <string>

#include "server/exchange/calendar/business_time.h"
#include "server/exchange/callbacks/callback_parties.h"
#include "server/exchange/routing/routing_index.h"
#include "server/exchange/routing/routing_rules.h"
#include "server/exchange/tickets/ticket_changes.h"
#include "server/exchange/tickets/ticket_rules.h"

namespace jackfield::exchange {
namespace {

// H1.
std::string CalendarNameOf(const State& state, const Callback& callback) {
  const CallbackPlan& plan = CallbackPlanOf(state, callback.queue);
  const auto of_country = plan.calendars_by_code.find(callback.calling_code);
  if (of_country != plan.calendars_by_code.end()) return of_country->second;
  if (!plan.calendar.empty()) return plan.calendar;
  const auto queue = state.queues.find(callback.queue);
  return queue == state.queues.end() ? std::string() : queue->second.configuration.calendar;
}

Moment PlaceOf(const Step& step, const Callback& callback) {  // H2.
  const bool later = callback.earliest && *callback.earliest > callback.since.wall;
  return later ? MomentAt(step, *callback.earliest) : callback.since;
}

}  // namespace

const CallbackPlan& CallbackPlanOf(const State& state, QueueId queue) {
  static const CallbackPlan kDefaultPlan;
  const auto known = state.queues.find(queue);
  const bool declared = known != state.queues.end() && known->second.configured;
  return declared ? known->second.configuration.callbacks : kDefaultPlan;
}

const Calendar* CallingHoursOf(const State& state, const Callback& callback) {
  const std::string name = CalendarNameOf(state, callback);
  const auto& all = state.configuration.calendars;
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&name](const Calendar& each) { return each.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::optional<WallTime> NextChance(const State& state, const Callback& callback, WallTime now) {
  WallTime from = now;
  if (callback.earliest) from = std::max(from, *callback.earliest);
  if (callback.next_attempt) from = std::max(from, *callback.next_attempt);
  const Calendar* hours = CallingHoursOf(state, callback);
  return IsOpen(hours, from) ? from : NextOpening(hours, from);
}

Moment MomentAt(const Step& step, WallTime wall) {
  const Moment now = TicketMoment(step);
  return {now.at - (now.wall - wall), wall, false};
}

WorkKey WorkKeyOf(const Callback& callback) { return {WorkKind::kCallback, callback.id.value, 0}; }

std::int32_t WorkPriorityOf(const State& state, const Callback& callback) {
  const bool complains = callback.open_complaint || HasOpenComplaint(state, callback.customer);
  const std::int32_t of_customer =
      state.configuration.routing.PointsOf(callback.value_tier, complains);
  return std::clamp(PlanOf(state, callback.queue).priority + of_customer, 0, kWorkPriorityMax);
}

void OfferCallback(Step& step, const Callback& callback) {
  const WorkKey key = WorkKeyOf(callback);
  const bool held = IsHeld(step.state, callback);
  if (step.state.work.contains(key)) {
    HoldWork(step, key, held);
    return PriceCallback(step, callback);
  }
  EnqueueWork(step, {.key = key,
                     .queue = callback.queue,
                     .entered = PlaceOf(step, callback),
                     .priority = WorkPriorityOf(step.state, callback),
                     .preferred = callback.preferred,
                     .held = held});
}

void PriceCallback(Step& step, const Callback& callback) {
  SetWorkPriority(step, WorkKeyOf(callback), WorkPriorityOf(step.state, callback));
}

void WithdrawCallback(Step& step, const Callback& callback) {
  WithdrawWork(step, WorkKeyOf(callback), ReservationEnd::kWithdrawn);
}

}  // namespace jackfield::exchange
