#include "server/grpc_api/callback_mapping.h"

#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::grpc_api {
namespace {

using testing::ElementsAre;

TEST(CallbackMappingTest, TheCallingCodeIsWhatStandsBeforeTheNationalNumber) {
  EXPECT_EQ(CallingCodeOf("+4930901820", "30901820"), 49U);
  EXPECT_EQ(CallingCodeOf("+12125550100", "2125550100"), 1U);
  EXPECT_EQ(CallingCodeOf("+390612345", "0612345"), 39U);
  EXPECT_EQ(CallingCodeOf("", ""), 0U);
  EXPECT_EQ(CallingCodeOf("+4930901820", "999"), 0U);
  EXPECT_EQ(CallingCodeOf("+4930901820", "01820"), 0U) << "more than three digits are no code";
}

TEST(CallbackMappingTest, ARowIsShownWhole) {
  CallbackRow row;
  row.name = "c7";
  row.queue = "sales";
  row.queue_display_name = "Sales";
  row.state = exchange::CallbackState::kReached;
  row.origin = exchange::CallbackOrigin::kMissedCall;
  row.call = "call1";
  row.list = "spring";
  row.preferred = "ben";
  row.attempts = {{"ana", WallTime{Duration{1'000}}, WallTime{Duration{2'000}},
                   exchange::AttemptOutcome::kReached, "call2", true}};
  row.end = exchange::CallbackEnd::kReached;

  const v1::Callback shown = ToCallback(row, "a note");
  EXPECT_EQ(shown.name(), "callbacks/c7");
  EXPECT_EQ(shown.queue(), "queues/sales");
  EXPECT_EQ(shown.state(), v1::Callback::STATE_REACHED);
  EXPECT_EQ(shown.origin(), v1::Callback::ORIGIN_MISSED_CALL);
  EXPECT_EQ(shown.end(), v1::Callback::END_REACHED);
  EXPECT_TRUE(shown.recovered());
  EXPECT_EQ(shown.interaction(), "interactions/call1");
  EXPECT_EQ(shown.preferred_agent(), "agents/ben");
  EXPECT_EQ(shown.agent(), "");
  EXPECT_EQ(shown.note(), "a note");
  ASSERT_EQ(shown.attempts_size(), 1);
  EXPECT_EQ(shown.attempts(0).agent(), "agents/ana");
  EXPECT_EQ(shown.attempts(0).call(), "calls/call2");
  EXPECT_EQ(shown.attempts(0).start_time().seconds(), 2);
  EXPECT_TRUE(shown.attempts(0).outcome_assumed());
  EXPECT_FALSE(shown.has_end_time());
}

TEST(CallbackMappingTest, AFilterIsReadAndWhatIsWrongRefused) {
  v1::CallbackFilter filter;
  filter.add_states(v1::Callback::STATE_WAITING);
  filter.add_origins(v1::Callback::ORIGIN_MISSED_CALL);
  filter.set_recovery(v1::CallbackFilter::RECOVERY_REMAINING);
  filter.set_queue("queues/sales");
  const CallbackFilter read = FilterOf(filter).value();
  EXPECT_THAT(read.states, ElementsAre(exchange::CallbackState::kWaiting));
  EXPECT_THAT(read.origins, ElementsAre(exchange::CallbackOrigin::kMissedCall));
  EXPECT_EQ(read.recovered, std::optional(false));
  EXPECT_EQ(read.queue, "sales");

  filter.mutable_start_time()->set_seconds(10);
  filter.mutable_end_time()->set_seconds(10);
  EXPECT_EQ(FilterOf(filter).error().reason, "TIME_RANGE_INVALID");
  filter.clear_end_time();
  filter.add_states(v1::Callback::STATE_UNSPECIFIED);
  EXPECT_EQ(FilterOf(filter).error().reason, "FIELD_INVALID");
}

TEST(CallbackMappingTest, WhatAPlanLeavesOpenIsTheExchangesDefault) {
  EXPECT_EQ(ToCallbackPlan(v1::QueueConfiguration()), exchange::CallbackPlan());
}

TEST(CallbackMappingTest, APlanIsTakenOver) {
  v1::QueueConfiguration queue;
  v1::CallbackPlan& plan = *queue.mutable_callback_plan();
  plan.set_on_missed_call(true);
  plan.set_attempts_max(5);
  plan.mutable_busy_pause_duration()->set_seconds(120);
  plan.mutable_preview_duration()->set_seconds(30);
  plan.set_calendar_id("day");
  v1::CallingHours& hours = *plan.add_calling_hours();
  hours.set_calling_code(44);
  hours.set_calendar_id("london");
  const exchange::CallbackPlan mapped = ToCallbackPlan(queue);
  EXPECT_TRUE(mapped.on_missed_call);
  EXPECT_FALSE(mapped.on_exit_key);
  EXPECT_EQ(mapped.attempts_max, 5U);
  EXPECT_EQ(mapped.busy_pause, Duration{120'000});
  EXPECT_EQ(mapped.lease, Duration{30'000});
  EXPECT_EQ(mapped.calendar, "day");
  EXPECT_EQ(mapped.calendars_by_code.at(44), "london");
}

// The fields of queue 0's plan that are refused.
std::vector<std::string> Refused(const v1::CallbackPlan& plan) {
  v1::Configuration configuration;
  configuration.add_calendars()->set_calendar_id("day");
  *configuration.add_queues()->mutable_callback_plan() = plan;
  DocumentCheck check;
  CheckCallbackPlans(configuration, check);
  std::vector<std::string> fields;
  const Status status = check.status();
  if (status) return fields;
  for (const FieldViolation& each : status.error().fields) fields.push_back(each.field);
  return fields;
}

TEST(CallbackMappingTest, APlanIsCheckedFieldByField) {
  v1::CallbackPlan sound;
  sound.set_attempts_max(16);
  sound.set_calendar_id("day");
  EXPECT_THAT(Refused(sound), ElementsAre());

  v1::CallbackPlan plan;
  plan.set_attempts_max(17);
  plan.mutable_busy_pause_duration()->set_seconds(59);
  plan.mutable_outcome_duration()->set_seconds(3'601);
  plan.set_calendar_id("night");
  plan.add_calling_hours()->set_calling_code(1'000);
  EXPECT_THAT(Refused(plan), ElementsAre("queues[0].callback_plan.attempts_max",
                                         "queues[0].callback_plan.busy_pause_duration",
                                         "queues[0].callback_plan.outcome_duration",
                                         "queues[0].callback_plan.calendar_id",
                                         "queues[0].callback_plan.calling_hours[0].calling_code",
                                         "queues[0].callback_plan.calling_hours[0].calendar_id"));
}

TEST(CallbackMappingTest, ReasonsThatTheContractDoesNotListAreFieldErrors) {
  const Error late{ErrorCode::kInvalidArgument,
                   "earliest: too far",
                   "EARLIEST_TIME_RANGE",
                   {{"earliest", "too far"}}};
  EXPECT_EQ(CallbackWireError(late, "").reason, "FIELD_INVALID");
  EXPECT_EQ(CallbackWireError(late, "").fields.front().field, "earliest_time");
  EXPECT_EQ(CallbackWireError(late, "callback.").fields.front().field, "callback.earliest_time");
  EXPECT_EQ(CallbackWireError(late, "callback.").message, "callback.earliest_time: too far");
  const Error wish{ErrorCode::kInvalidArgument,
                   "next_attempt: too far",
                   "EARLIEST_TIME_RANGE",
                   {{"next_attempt", "too far"}}};
  EXPECT_EQ(CallbackWireError(wish, "").fields.front().field, "next_attempt_time");
  const Error held{ErrorCode::kFailedPrecondition, "held", "CALLBACK_HELD"};
  EXPECT_EQ(CallbackWireError(held, "").reason, "CALLBACK_HELD");
}

}  // namespace
}  // namespace jackfield::grpc_api
