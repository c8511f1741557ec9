#include "server/grpc_api/round_trip.h"

#include <algorithm>
#include <chrono>

#include "server/grpc_api/time_mapping.h"
#include "server/ports/api_figures.h"
#include "server/ports/engine.h"
#include "server/ports/metrics.h"

namespace jackfield::grpc_api {
namespace {

constexpr Duration kRoundTripMax{60'000};

}  // namespace

void TakeRoundTrip(const ServiceParts& parts, const std::string& agent,
                   const google::protobuf::Duration& measured) {
  const Duration trip = std::min(FromProto(measured), kRoundTripMax);
  if (trip < Duration{0}) return;
  const std::chrono::duration<double> seconds = trip;
  parts.ports.metrics.Observe(figures::kClientRttSeconds, "", seconds.count());
  if (!agent.empty()) parts.ports.engine.NoteRoundTrip(agent, trip);
}

}  // namespace jackfield::grpc_api
