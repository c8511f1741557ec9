#include "server/exchange/counter_sums.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>

namespace jackfield::exchange {
namespace {

template <typename Sum, typename Part, std::size_t... I>
void AddEach(Sum sum, Part part, std::index_sequence<I...>) {
  ((std::get<I>(sum) += std::get<I>(part)), ...);
}

template <typename Counters>
void AddFields(Counters& sum, const Counters& part) {
  const auto fields = Counters::Fields(sum);
  AddEach(fields, Counters::Fields(part),
          std::make_index_sequence<std::tuple_size_v<decltype(fields)>>());
}

}  // namespace

void AddTo(QueueCounters& sum, const QueueCounters& part) {
  const Duration wait_max = std::max(sum.wait_max, part.wait_max);
  AddFields(sum, part);
  sum.wait_max = wait_max;
}

void AddTo(AgentCounters& sum, const AgentCounters& part) { AddFields(sum, part); }

}  // namespace jackfield::exchange
