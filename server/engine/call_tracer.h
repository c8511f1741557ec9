#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/effect.h"
#include "server/exchange/input.h"
#include "server/exchange/state.h"
#include "server/ports/call_trace.h"
#include "server/ports/engine.h"

namespace jackfield::engine {

// Gathers what explains a call, from inputs and their effects, until a commit takes it along.
//
// Rules:
//  T1. A step stands at the call that it was about when it happened: at the one that goes on, where
//      calls were merged. Events of calls that are not known are strays.
//  T2. After kStepsPerCallMax steps of a call only those about rings, acts and overflows are kept,
//      after kImportantPerCallMax none; its end is kept always, and with it how many were left out.
//      Counted from the start of the process. Why: a source that repeats itself must not fill the
//      disk; nor may the reservations of a queue that asks everybody hide who answered.
//  T3. At most kStraysPerMinuteMax strays are kept in a minute.
//
// Flow: bounded by the inputs of a batch, and by kDeliveriesMax deliveries between two commits.
//
// Thread safety: confined to the engine thread.
class CallTracer {
 public:
  static constexpr std::uint32_t kStepsPerCallMax = 200;
  static constexpr std::uint32_t kImportantPerCallMax = 400;
  static constexpr std::uint32_t kStraysPerMinuteMax = 600;
  static constexpr std::size_t kDeliveriesMax = 10'000;

  // Entry `sequence` was applied; `state` is the state right after it.
  void Take(Sequence sequence, const exchange::Input& input, const exchange::Effects& effects,
            const exchange::State& state);

  // The event came again at `wall`; it had become entry `first`.
  void TakeRepeated(const exchange::TelephonyEvent& event, Sequence first, WallTime wall,
                    const exchange::State& state);

  // A call that is forgotten by now is passed over.
  void TakeDelivery(const PopDelivery& delivery, const exchange::State& state);

  bool empty() const { return steps_.empty() && strays_.empty(); }

  // What was gathered, as rows of the commit that ends with entry `last`.
  std::vector<CallTraceRow> TakeRows(Sequence last, WallTime wall);

 private:
  struct Budget {
    std::uint32_t steps = 0;
    std::uint32_t left_out = 0;
  };
  struct Gathered {
    std::string source;  // Where the call begins here.
    std::string switch_id;
    std::vector<TraceStep> steps;
  };
  // All that is common to the steps of one entry.
  struct Entry {
    Sequence sequence;
    const exchange::Input& input;
    const exchange::Effects& effects;
    const exchange::State& state;
  };

  void TakeEvent(const Entry& entry, const exchange::TelephonyEvent& event);
  void TakeCommand(const Entry& entry, const exchange::DeskCommand& command);
  void TakeEffects(const Entry& entry);
  void TakeBeginnings(const Entry& entry, const exchange::TelephonyEvent& event,
                      const std::string& switch_id);
  // Of a note without a call of its own: that of the event.
  void TakeNote(const Entry& entry, const exchange::Noted& note, const exchange::Call* call);
  void AddStray(const std::string& source, const std::string& switch_id, TraceStep step);
  void Add(CallId call, TraceStep step);
  void ForgetBudgets(const exchange::State& state);

  std::map<CallId, Gathered> steps_;
  std::map<std::pair<std::string, std::string>, std::vector<TraceStep>> strays_;
  std::map<CallId, Budget> budgets_;
  std::size_t deliveries_ = 0;
  WallTime strays_since_{};
  std::uint32_t strays_counted_ = 0;
};

}  // namespace jackfield::engine
