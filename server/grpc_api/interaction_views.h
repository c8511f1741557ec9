#pragma once

#include <cstdint>

#include "jackfield/v1/interaction.pb.h"

#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/pop_cards.h"
#include "server/ports/interaction_row.h"
#include "server/ports/numbers.h"

namespace jackfield::grpc_api {

// How much of an interaction is told.
enum class InteractionDetail : std::uint8_t {
  kList,  // Without offers.
  kFull,
};

// A call of the log. Who called is looked up as for a pop.
//
// Thread safety: thread-safe; blocks on the store.
v1::Interaction ToInteraction(const InteractionRow& row, const SiteDocument& site, PopCards& cards,
                              const Numbers& numbers, InteractionDetail detail);

}  // namespace jackfield::grpc_api
