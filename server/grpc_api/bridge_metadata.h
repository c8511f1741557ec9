#pragma once

#include <string>
#include <string_view>

#include <grpcpp/server_context.h>

// How services read what server/ports/bridge_metadata.h names.
namespace jackfield::grpc_api {

// Whether the call came through the bridge: nobody else has a channel within the process.
//
// Thread safety: pure function.
bool ThroughBridge(const grpc::CallbackServerContext& context);

// The first value of that name; empty: there is none.
//
// Thread safety: pure function; the view is into `context`.
std::string_view MetadataOf(const grpc::CallbackServerContext& context, const char* name);

// The address of the client, "ipv4:10.0.0.7:51234".
//
// Thread safety: pure function.
std::string PeerOf(const grpc::CallbackServerContext& context);

}  // namespace jackfield::grpc_api
