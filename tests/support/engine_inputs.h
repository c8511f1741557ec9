#pragma once

#include <string>

#include "server/exchange/configuration.h"
#include "server/exchange/desk_command.h"
#include "server/exchange/telephony_event.h"

// Inputs for tests of the engine: the agents Ana ("PJSIP/1001") and Ben ("PJSIP/1002"), the queue
// "sales" and the source "pbx". Calls are named by the switch's id; their caller's connection is
// that id with "-caller" behind it, an agent's is the id with "-ana" or "-ben".
namespace jackfield::fakes {

exchange::Configuration SmallCentre();

// Event `id` of the source "pbx"; it tells no time of its own.
exchange::TelephonyEvent PbxEvent(std::string id, exchange::TelephonyEventBody body);

// A call comes in and waits in "sales".
exchange::TelephonyEventBody CallComesIn(const std::string& call);
exchange::TelephonyEventBody CallWaits(const std::string& call);
exchange::TelephonyEventBody RingsAtAna(const std::string& call);
exchange::TelephonyEventBody RingsAtBen(const std::string& call);
exchange::TelephonyEventBody AnaAnswers(const std::string& call);
exchange::TelephonyEventBody CallEnds(const std::string& call);

exchange::DeskCommand BecomesReady(const std::string& agent);

}  // namespace jackfield::fakes
