#include "server/grpc_api/bridge_metadata.h"

#include "server/ports/bridge_metadata.h"

namespace jackfield::grpc_api {
namespace {

// What gRPC has for calls within the process; those from outside always have an address.
constexpr std::string_view kNoAddress = "unknown";

}  // namespace

bool ThroughBridge(const grpc::CallbackServerContext& context) {
  return context.peer() == kNoAddress;
}

std::string_view MetadataOf(const grpc::CallbackServerContext& context, const char* name) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(name);
  if (found == metadata.end()) return {};
  return {found->second.data(), found->second.size()};
}

std::string PeerOf(const grpc::CallbackServerContext& context) {
  return ThroughBridge(context) ? std::string(MetadataOf(context, kPeerMetadata)) : context.peer();
}

}  // namespace jackfield::grpc_api
