#pragma once

#include "server/exchange/counters.h"

// The figures of two times, or of two queues, as those of both: counts and times are summed, of the
// longest wait the longer one stays. Board and report sum by these only, so that they agree.
//
// Thread safety: pure functions.
namespace jackfield::exchange {

void AddTo(QueueCounters& sum, const QueueCounters& part);
void AddTo(AgentCounters& sum, const AgentCounters& part);

}  // namespace jackfield::exchange
