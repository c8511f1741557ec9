#pragma once

#include <cstdint>

#include "server/exchange/step.h"

// Callers of a directed queue who go elsewhere, as its plan says (OverflowRule).
//
// Rules:
//  V1. The first of the queue's rules that holds counts. They are asked when the caller comes; when
//      the caller has waited as long as one of them says; and, for those about nobody being signed
//      in, when the last member has signed off, is outside their working hours (W13), or is
//      declared as one no more. Closing sends nobody away who waits already.
//  V2. To a queue: it is a further stay of the call, and the caller keeps the place by when they
//      entered the first. The switch goes on having them in the queue that it knows (Leg::kept_in).
//  V3. To a number: the switch is told, and until the caller has gone nobody is offered them. When
//      that is refused, is not known, or has not happened after kDiversionLimit, they wait on.
//  V4. A caller comes to no queue twice by these rules, and a rule that could not be carried out is
//      not tried again in the same stay: so nobody goes round in circles.
//  V5. Who is reserved for an agent stays. When the reservation has ended otherwise than by an
//      answer, the rules about waiting are asked again, after the next agent.
namespace jackfield::exchange {

// From telling the switch until the caller has to have gone.
inline constexpr Duration kDiversionLimit{30'000};

// The caller has come: leg number `index` has begun to wait. May move the call's legs in memory.
void OverflowOnArrival(Step& step, Call& call, std::uint32_t index);

// Sets the timer for what comes next. To be called after what changes when that is.
void FollowOverflow(Step& step, const WorkItem& item);

void OnOverflowDue(Step& step, const WorkKey& key);

// The queue may have lost its last member who was signed in. Nothing where it has one.
void OverflowDeserted(Step& step, QueueId queue);

// The switch did not take the caller elsewhere (V3). Nothing where it was not told to.
void FailDiversion(Step& step, const WorkKey& key);

// Why a stay has ended of which a source has told `told`.
//
// Thread safety: pure function.
DequeueCause LeaveCauseOf(const Step& step, const WorkKey& key, DequeueCause told);

}  // namespace jackfield::exchange
