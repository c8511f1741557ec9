#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "jackfield/v1/desk.pb.h"
#include "jackfield/v1/pop.pb.h"

#include "server/base/ids.h"
#include "server/exchange/call.h"
#include "server/grpc_api/configuration_book.h"
#include "server/ports/desk_view.h"

// Pops and own calls on the wire. All are pure functions.
namespace jackfield::grpc_api {

inline constexpr std::size_t kPopBytesMax = 8 * 1024;

// Whose screen it is, and which change it is of.
struct Viewer {
  AgentId id;
  std::string login;
  std::int64_t revision = 0;
};

// `card` is what does not depend on the agent.
v1::Pop ToPop(const PopView& view, const v1::Pop& card, const Viewer& viewer,
              const SiteDocument& site);

// The offer of the call that the agent answered last; nullopt: none.
std::optional<PopView> AnsweredPop(const CallView& call, AgentId agent);

// The agent's part in the call. STATE_ENDED when none of the agent's connections is left.
v1::OwnCall ToOwnCall(const CallView& call, const v1::Pop& card, const Viewer& viewer);

v1::PopClosed::Reason ToReason(exchange::OfferState state);

// Leaves out what may be missing until the pop has at most kPopBytesMax, in the order of pop.proto.
void FitPop(v1::Pop& pop);

}  // namespace jackfield::grpc_api
