#pragma once

#include <memory>
#include <string>

#include <grpcpp/channel.h>

#include "agent-client/terminal/session/desk_session.h"
#include "server/base/result.h"

namespace jackfield::client {

// Asks for the login, when it is empty, and for the password, which is not shown, and signs in with
// them; says so and asks again when they are wrong, up to three times. When the server cannot be
// reached they are returned as typed, for the desk to try on.
// Errors: kUnauthenticated when none were right; kFailedPrecondition without a terminal.
Result<DeskSession::Credentials> AskCredentials(const std::shared_ptr<grpc::Channel>& channel,
                                                const std::string& login);

}  // namespace jackfield::client
