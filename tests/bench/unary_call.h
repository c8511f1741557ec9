#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/channel.h>

namespace jackfield::bench {

// What came of one call.
struct UnaryAnswer {
  std::string error;      // Empty: answered.
  std::size_t bytes = 0;  // Of the answer's message, as it was written.
};

// Calls once over its own connection, and waits for the answer. One thread.
using UnaryCall = std::function<UnaryAnswer()>;

// One request that changes nothing, in every form.
struct UnaryQuestion {
  std::string name;     // In the result.
  std::string path;     // "/jackfield.v1.SessionService/WhoAmI"
  std::string message;  // Binary.
  std::string json;
  std::function<UnaryCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& secret)>
      native;
};

// Who is signed in: hardly anything to do for the server.
UnaryQuestion AskWhoAmI();
// The newest `count` interactions of the agent: one read of the store.
UnaryQuestion AskInteractions(int count);

// The same over HTTP/1.1, kept alive. The client only looks whether the call succeeded and how long
// its message is, so that what it does itself hides little of the server. `secret`: of a session.
UnaryCall OverGrpcWeb(const UnaryQuestion& question, std::uint16_t port, const std::string& secret);
UnaryCall OverConnect(const UnaryQuestion& question, std::uint16_t port, const std::string& secret);

}  // namespace jackfield::bench
