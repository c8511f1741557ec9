#include "server/engine/call_tracer.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/exchange/exchange.h"
#include "tests/support/engine_inputs.h"

namespace jackfield::engine {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::SizeIs;

constexpr WallTime kNine{Duration{1'767'603'600'000}};
constexpr int kSecond = 1'000;

std::vector<TraceKind> KindsOf(const std::vector<TraceStep>& steps) {
  std::vector<TraceKind> kinds;
  kinds.reserve(steps.size());
  for (const TraceStep& step : steps) kinds.push_back(step.kind);
  return kinds;
}

exchange::TelephonyEventBody SwitchThatRoutes() {
  return exchange::LinkUp{"", std::set{exchange::CommandKind::kRoute}};
}

class CallTracerTest : public testing::Test {
 protected:
  CallTracerTest() {
    Apply(fakes::SmallCentre());
    Tell(fakes::CallComesIn("c1"));
    Tell(fakes::CallWaits("c1"));
  }

  template <typename Body>
  void Apply(Body body) {
    exchange::Input input{.now = Instant(now_), .wall = kNine + now_, .names = {1, ++sequence_}};
    input.body = std::move(body);
    const auto effects = exchange_.Apply(Sequence{sequence_}, input);
    ASSERT_TRUE(effects.has_value());
    tracer_.Take(Sequence{sequence_}, input, *effects, exchange_.state());
    now_ += Duration{kSecond};
  }
  void Tell(exchange::TelephonyEventBody body) { Apply(fakes::PbxEvent("", std::move(body))); }
  void Command(exchange::DeskCommand command) { Apply(std::move(command)); }
  void AnaTakes(const std::string& call) {
    Tell(fakes::CallComesIn(call));
    Tell(fakes::CallWaits(call));
    Tell(exchange::Delivered{call, call + "-ana", "PJSIP/1001", {}, {}});
    Tell(exchange::Established{call, call + "-ana", "PJSIP/1001", {}, {}});
  }

  std::vector<CallTraceRow> TakeRows() { return tracer_.TakeRows(Sequence{sequence_}, kNine); }
  // The steps of the only call there is.
  std::vector<TraceStep> TakeSteps() {
    const auto rows = TakeRows();
    return rows.empty() ? std::vector<TraceStep>() : rows.back().steps;
  }
  const exchange::Call& call() const { return exchange_.state().calls.begin()->second; }
  PopDelivery Delivery() const { return {call().name, call().offers.at(0).id, kNine + now_}; }

  exchange::Exchange exchange_;
  CallTracer tracer_;
  Duration now_{0};
  std::uint64_t sequence_ = 0;
};

TEST_F(CallTracerTest, ACallThatBeginsIsNamedAsItsSourceNamesIt) {
  const std::vector<CallTraceRow> rows = TakeRows();

  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].call, call().id);
  EXPECT_EQ(rows[0].source, "pbx");
  EXPECT_EQ(rows[0].switch_id, "c1");
  EXPECT_EQ(rows[0].sequence, Sequence{3});
  EXPECT_THAT(KindsOf(rows[0].steps), ElementsAre(TraceKind::kEvent, TraceKind::kEvent));
  EXPECT_EQ(rows[0].steps[1].sequence, Sequence{3});
  EXPECT_EQ(rows[0].steps[1].detail, "sales");
  EXPECT_TRUE(tracer_.empty());
}

TEST_F(CallTracerTest, ARingIsTracedFromTheOfferToItsEnd) {
  TakeRows();
  Command(exchange::DeskOpened{"ana", "desk"});
  Tell(fakes::RingsAtAna("c1"));
  tracer_.TakeDelivery(Delivery(), exchange_.state());
  Command(exchange::PopShown{"ana", call().offers[0].id, kNine});
  Command(exchange::PopShown{"ana", call().offers[0].id, kNine});
  Tell(fakes::AnaAnswers("c1"));
  const std::vector<TraceStep> steps = TakeSteps();

  EXPECT_THAT(KindsOf(steps),
              ElementsAre(TraceKind::kEvent, TraceKind::kOffered, TraceKind::kDelivered,
                          TraceKind::kShown, TraceKind::kEvent, TraceKind::kClosed));
  EXPECT_EQ(steps[1].agent, "ana");
  EXPECT_EQ(steps[1].device, "PJSIP/1001");
  EXPECT_TRUE(steps[1].desk_present);
  EXPECT_EQ(steps[2].offer, steps[1].offer);
  EXPECT_EQ(steps[5].state, exchange::OfferState::kAnswered);
}

TEST_F(CallTracerTest, AnOfferRemembersThePopSwitchAndThatNobodyWasThere) {
  TakeRows();
  Command(exchange::SetPopMode{"ana", exchange::PopMode::kOff});
  Tell(fakes::RingsAtAna("c1"));
  const std::vector<TraceStep> steps = TakeSteps();

  ASSERT_THAT(steps, SizeIs(2));
  EXPECT_EQ(steps[1].pop_mode, exchange::PopMode::kOff);
  EXPECT_FALSE(steps[1].desk_present);
}

TEST_F(CallTracerTest, TheSameRingAgainIsIgnoredWithItsCause) {
  Tell(fakes::RingsAtAna("c1"));
  TakeRows();
  Tell(fakes::RingsAtAna("c1"));
  const std::vector<TraceStep> steps = TakeSteps();

  ASSERT_THAT(steps, SizeIs(1));
  EXPECT_EQ(steps[0].kind, TraceKind::kIgnored);
  EXPECT_EQ(steps[0].cause, exchange::IgnoreCause::kRangAlready);
}

TEST_F(CallTracerTest, ASecondPhoneOfTheAgentIsIgnoredWithItsCause) {
  Tell(fakes::RingsAtAna("c1"));
  TakeRows();
  Tell(exchange::Delivered{"c1", "another", "PJSIP/1001", "sales", "c1-caller"});
  const std::vector<TraceStep> steps = TakeSteps();

  ASSERT_THAT(steps, SizeIs(1));
  EXPECT_EQ(steps[0].cause, exchange::IgnoreCause::kAgentRingsAlready);
}

TEST_F(CallTracerTest, AnEventUnderTheSameIdStandsAtItsCallWithTheEntryItBecame) {
  TakeRows();
  tracer_.TakeRepeated(fakes::PbxEvent("e1", fakes::CallWaits("c1")), Sequence{2}, kNine,
                       exchange_.state());
  const std::vector<TraceStep> steps = TakeSteps();

  ASSERT_THAT(steps, SizeIs(1));
  EXPECT_EQ(steps[0].kind, TraceKind::kRepeated);
  EXPECT_EQ(steps[0].sequence, Sequence{2});
}

TEST_F(CallTracerTest, ADeviceOfNobodyIsTraced) {
  TakeRows();
  Tell(exchange::Delivered{"c1", "m9", "PJSIP/1099", "sales", "c1-caller"});
  const std::vector<TraceStep> steps = TakeSteps();

  EXPECT_THAT(KindsOf(steps), ElementsAre(TraceKind::kEvent, TraceKind::kUnmapped));
  EXPECT_EQ(steps[1].device, "PJSIP/1099");
}

TEST_F(CallTracerTest, TheEndAndWhatComesAfterItAreTraced) {
  TakeRows();
  Tell(fakes::CallEnds("c1"));
  Tell(fakes::RingsAtAna("c1"));
  const std::vector<TraceStep> steps = TakeSteps();

  ASSERT_THAT(steps, SizeIs(3));
  EXPECT_EQ(steps[1].kind, TraceKind::kEnded);
  EXPECT_EQ(steps[1].end, exchange::CallEnd::kCleared);
  EXPECT_EQ(steps[2].kind, TraceKind::kIgnored);
  EXPECT_EQ(steps[2].cause, exchange::IgnoreCause::kCallOver);
}

TEST_F(CallTracerTest, WhyARuleSentTheCallerElsewhereIsTraced) {
  exchange::Configuration site = fakes::SmallCentre();
  const std::string first = site.queues[0].name;
  site.queues.push_back({.name = "backup"});
  for (exchange::QueueConfiguration& queue : site.queues) {
    queue.routing.mode = exchange::QueueMode::kDirected;
  }
  const exchange::OverflowRule rule{
      .cause = exchange::OverflowCause::kWait, .limit = Duration{5 * kSecond}, .queue = "backup"};
  site.queues[0].routing.overflow = {rule};
  Apply(site);
  TakeSteps();
  now_ += Duration{10 * kSecond};
  Apply(exchange::TimersDue{});

  const std::vector<TraceStep> steps = TakeSteps();
  ASSERT_THAT(KindsOf(steps), ElementsAre(TraceKind::kOverflowed));
  EXPECT_EQ(steps[0].detail, first);
  EXPECT_EQ(steps[0].overflow, rule);
}

TEST_F(CallTracerTest, WhomTheRoutingReservedAndHowThatEndedIsTraced) {
  exchange::Configuration site = fakes::SmallCentre();
  site.queues[0].routing.mode = exchange::QueueMode::kDirected;
  site.agents[0].queues = {{.queue = site.queues[0].name}};
  Apply(site);
  Tell(SwitchThatRoutes());
  TakeSteps();
  Command(fakes::BecomesReady("ana"));

  std::vector<TraceStep> steps = TakeSteps();
  ASSERT_THAT(KindsOf(steps), ElementsAre(TraceKind::kReserved));
  EXPECT_EQ(steps[0].agent, "ana");
  ASSERT_TRUE(steps[0].reservation);
  EXPECT_EQ(steps[0].reservation->queue, site.queues[0].name);
  EXPECT_EQ(steps[0].reservation->number, 1U);
  EXPECT_EQ(steps[0].reservation->agent, "") << "stands in the step";

  Tell(fakes::CallEnds("c1"));
  steps = TakeSteps();
  ASSERT_THAT(KindsOf(steps), Contains(TraceKind::kReleased));
  const auto released = std::find_if(steps.begin(), steps.end(), [](const TraceStep& step) {
    return step.kind == TraceKind::kReleased;
  });
  EXPECT_EQ(released->agent, "ana");
  EXPECT_EQ(released->reservation->end, exchange::ReservationEnd::kWithdrawn);
}

TEST_F(CallTracerTest, WhatWasForetoldOfAWaitIsTracedWhenItBegins) {
  Tell(fakes::CallEnds("c1"));
  exchange::Configuration site = fakes::SmallCentre();
  site.queues[0].routing.mode = exchange::QueueMode::kDirected;
  site.agents[0].queues = {{"sales", 1}};
  Apply(site);
  Tell(SwitchThatRoutes());
  Command(exchange::DeskOpened{"ana", "desk"});
  Command(fakes::BecomesReady("ana"));
  for (const char* handled : {"c2", "c3", "c4"}) {
    AnaTakes(handled);
    Tell(fakes::CallEnds(handled));
  }
  AnaTakes("c5");
  TakeRows();
  Tell(fakes::CallComesIn("c6"));
  Tell(fakes::CallWaits("c6"));

  const std::vector<TraceStep> steps = TakeSteps();
  const exchange::Leg& leg = exchange_.state().calls.rbegin()->second.legs.at(0);
  ASSERT_THAT(KindsOf(steps),
              ElementsAre(TraceKind::kEvent, TraceKind::kEvent, TraceKind::kForetold));
  EXPECT_EQ(steps[2].detail, "sales");
  EXPECT_EQ(steps[2].foretold_p50, leg.foretold_p50);
  EXPECT_EQ(steps[2].foretold_p90, leg.foretold_p90);
}

TEST_F(CallTracerTest, AnEventOfACallThatIsNotKnownIsAStray) {
  TakeRows();
  Tell(fakes::CallEnds("never-seen"));
  const std::vector<CallTraceRow> rows = TakeRows();

  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].call, CallId{});
  EXPECT_EQ(rows[0].source, "pbx");
  EXPECT_EQ(rows[0].switch_id, "never-seen");
  EXPECT_EQ(rows[0].steps[0].cause, exchange::IgnoreCause::kCallUnknown);
}

TEST_F(CallTracerTest, AForgottenCallLeavesStrays) {
  Tell(fakes::CallEnds("c1"));
  now_ += Duration{121 * kSecond};
  Apply(exchange::TimersDue{});
  ASSERT_THAT(exchange_.state().calls, IsEmpty());
  TakeRows();
  Tell(fakes::RingsAtAna("c1"));
  const std::vector<CallTraceRow> rows = TakeRows();

  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].call, CallId{});
  EXPECT_EQ(rows[0].steps[0].cause, exchange::IgnoreCause::kCallOver);
}

TEST_F(CallTracerTest, CallsThatTheSwitchListsBeginWithTheList) {
  TakeRows();
  exchange::SwitchSnapshot listed;
  listed.calls.push_back({"c1", {}, {}, {{"c1-caller", "", false}}});
  listed.calls.push_back({"c2", {}, {}, {{"c2-caller", "", false}}});
  Tell(listed);
  const std::vector<CallTraceRow> rows = TakeRows();

  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows.back().switch_id, "c2");
  EXPECT_THAT(KindsOf(rows.back().steps), ElementsAre(TraceKind::kEvent));
}

TEST_F(CallTracerTest, AMergedCallNamesTheOneThatGoesOnAndLeavesItsEventsThere) {  // T1
  Tell(fakes::CallComesIn("c2"));
  TakeRows();
  Tell(exchange::Transferred{"c1", exchange::TransferKind::kConsultation, {}, "c2", {}});
  const std::vector<CallTraceRow> merge = TakeRows();
  Tell(exchange::ConnectionCleared{"c2", "c2-caller"});
  const std::vector<CallTraceRow> after = TakeRows();

  ASSERT_THAT(merge, SizeIs(2));
  EXPECT_EQ(merge[1].steps[0].end, exchange::CallEnd::kTransferred);
  EXPECT_EQ(merge[1].steps[0].detail, call().name);
  ASSERT_THAT(after, SizeIs(1));
  EXPECT_EQ(after[0].call, call().id);
}

TEST_F(CallTracerTest, ARepeatingSourceIsCountedInsteadOfKept) {  // T2
  TakeRows();
  for (std::uint32_t i = 0; i < CallTracer::kStepsPerCallMax + 10; ++i) {
    Tell(fakes::CallWaits("c1"));
  }
  const std::vector<TraceStep> kept = TakeSteps();
  Tell(fakes::CallEnds("c1"));
  const std::vector<TraceStep> end = TakeSteps();

  EXPECT_THAT(kept, SizeIs(CallTracer::kStepsPerCallMax - 2));
  EXPECT_THAT(KindsOf(end), ElementsAre(TraceKind::kEnded, TraceKind::kLeftOut));
  EXPECT_EQ(end[1].count, 13U) << "12 repetitions and the event of the end";
}

TEST_F(CallTracerTest, ReservationsDoNotTakeThePlaceOfRingsAndTheEnd) {  // T2
  exchange::ReservationOpened opened;
  opened.reservation.work = {exchange::WorkKind::kCall, call().id.value, 0};
  const exchange::Effects many(2 * CallTracer::kImportantPerCallMax, opened);
  tracer_.Take(Sequence{sequence_}, exchange::Input{}, many, exchange_.state());
  const std::vector<TraceStep> reserved = TakeSteps();
  EXPECT_THAT(reserved, SizeIs(CallTracer::kStepsPerCallMax));

  Tell(exchange::Delivered{"c1", "c1-ana", "PJSIP/1001", {}, {}});
  Tell(exchange::Established{"c1", "c1-ana", "PJSIP/1001", {}, {}});
  Tell(fakes::CallEnds("c1"));

  const std::vector<TraceKind> kinds = KindsOf(TakeSteps());
  EXPECT_THAT(kinds, IsSupersetOf({TraceKind::kOffered, TraceKind::kClosed, TraceKind::kEnded,
                                   TraceKind::kLeftOut}));
}

TEST_F(CallTracerTest, TheEndIsKeptWhateverCameBefore) {  // T2
  exchange::CallOverflowed overflowed;
  overflowed.call = call().id;
  const exchange::Effects many(CallTracer::kImportantPerCallMax, overflowed);
  tracer_.Take(Sequence{sequence_}, exchange::Input{}, many, exchange_.state());
  TakeSteps();

  Tell(fakes::CallEnds("c1"));

  EXPECT_THAT(KindsOf(TakeSteps()), ElementsAre(TraceKind::kEnded, TraceKind::kLeftOut));
}

TEST_F(CallTracerTest, StraysOfAMinuteAreBounded) {  // T3
  TakeRows();
  for (std::uint32_t i = 0; i < CallTracer::kStraysPerMinuteMax + 1; ++i) {
    tracer_.TakeRepeated(fakes::PbxEvent("e", fakes::CallEnds("gone")), Sequence{1}, kNine,
                         exchange_.state());
  }
  const std::vector<CallTraceRow> full = TakeRows();
  tracer_.TakeRepeated(fakes::PbxEvent("e", fakes::CallEnds("gone")), Sequence{1},
                       kNine + Duration{60 * kSecond}, exchange_.state());

  ASSERT_THAT(full, SizeIs(1));
  EXPECT_THAT(full[0].steps, SizeIs(CallTracer::kStraysPerMinuteMax));
  EXPECT_FALSE(tracer_.empty());
}

TEST_F(CallTracerTest, ADeliveryForACallThatIsForgottenIsPassedOver) {
  TakeRows();
  tracer_.TakeDelivery({"0123", OfferId{7}, kNine}, exchange_.state());

  EXPECT_TRUE(tracer_.empty());
}

}  // namespace
}  // namespace jackfield::engine
