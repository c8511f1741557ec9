#pragma once

// What the bridge for browsers (server/http_api/rpc_bridge.h) and the services tell each other, by
// metadata of gRPC.
namespace jackfield {

// Set by a browser's client: "cookie" asks that the secret of the session that is signed in is kept
// by the browser, and not given to the page.
inline constexpr const char* kSessionMetadata = "jackfield-session";
// Told to the bridge before the answer: the secret that the browser is to keep; empty: to forget.
inline constexpr const char* kSecretMetadata = "jackfield-session-secret";
// Told by the bridge, and taken from nobody else: the address of its client, in the form of gRPC.
inline constexpr const char* kPeerMetadata = "jackfield-peer";

}  // namespace jackfield
