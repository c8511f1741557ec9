#pragma once

#include <string>

#include "jackfield/v1/call.pb.h"
#include "jackfield/v1/caller.pb.h"
#include "jackfield/v1/interaction.pb.h"
#include "jackfield/v1/phone_number.pb.h"

#include "server/exchange/call.h"
#include "server/exchange/caller.h"
#include "server/exchange/candidate_rules.h"
#include "server/ports/interaction_row.h"
#include "server/ports/numbers.h"

// The words of calls on the wire. All are pure functions.
namespace jackfield::grpc_api {

v1::Direction ToProto(exchange::Direction direction);
v1::Presentation ToProto(exchange::Presentation presentation);
v1::MatchKind ToProto(exchange::Match match);
v1::CandidateReason ToProto(exchange::CandidateReason reason);
v1::Connection::State ToProto(exchange::ConnectionState state);
v1::Offer::State ToProto(exchange::OfferState state);
v1::NumberType ToProto(LineKind kind);

// How a call ended, seen as a contact.
v1::CallResult ToProto(CallResult result);

// A number in all its forms. `e164` may be empty. Absent, that is without `raw`, when both are.
v1::PhoneNumber ToPhoneNumber(const Numbers& numbers, const std::string& e164,
                              const std::string& raw);

}  // namespace jackfield::grpc_api
