#pragma once

#include <functional>
#include <string>

#include "server/exchange/personal_text.h"
#include "server/grpc_api/configuration_book.h"
#include "server/ports/interaction_row.h"
#include "server/ports/numbers.h"

namespace jackfield::grpc_api {

// One line on a call of the log, in words of the site: the first line of the last note; without a
// note the queue, else the label of the number that was dialled, else that number. Empty: the call
// has none of them. `open` opens sealed texts.
//
// Thread safety: as `open` and `numbers`.
std::string SummaryOf(const InteractionRow& row, const SiteDocument& site, const Numbers& numbers,
                      const std::function<std::string(const exchange::PersonalText&)>& open);

}  // namespace jackfield::grpc_api
