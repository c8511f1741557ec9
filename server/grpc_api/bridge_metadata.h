#pragma once

#include <string>
#include <string_view>

#include <grpcpp/server_context.h>

// What the bridge for browsers (server/http_api/rpc_bridge.h) and the services tell each other.
namespace jackfield::grpc_api {

// Set by a browser's client: "cookie" asks that the secret of the session that is signed in is kept
// by the browser, and not given to the page.
inline constexpr const char* kSessionName = "jackfield-session";
// Told to the bridge before the answer: the secret that the browser is to keep; empty: to forget.
inline constexpr const char* kSecretName = "jackfield-session-secret";
// Told by the bridge: the address of its client, in the form of gRPC.
inline constexpr const char* kPeerName = "jackfield-peer";

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
