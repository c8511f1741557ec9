#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/base/time.h"
#include "server/exchange/caller.h"
#include "server/exchange/telephony_event.h"
#include "server/telephony/ami/ami_parser.h"

// What single AMI values mean. All are pure functions.
namespace jackfield::ami {

// An identifier (Uniqueid, queue, device …) as the exchange may carry it: clean and bounded.
std::string IdentifierOf(std::string_view value);
std::string QueueNameOf(std::string_view value);

// The device that a channel or a queue member belongs to: "PJSIP/1001-0000000a" → "PJSIP/1001",
// "Local/2001@agents-00000004;1" and "Local/2001@agents/n" → "Local/2001@agents".
std::string DeviceOf(std::string_view channel_or_interface);

// The second half of a Local channel: the side that runs the dialplan and is nobody's phone.
bool IsSecondLocalHalf(std::string_view channel);

// Whether `one` and `other` are the two halves of one Local channel.
bool AreLocalHalves(std::string_view one, std::string_view other);

// The calling party from CallerIDNum and CallerIDName. `calling_presentation` is the value of
// CID-CallingPres, "" where the event has none. A withheld number and name are left out: what is
// not carried cannot leak.
exchange::Caller CallerOf(std::string_view number, std::string_view name,
                          std::string_view calling_presentation);

// Whether a number looks like an extension of the switch itself: 1 to 6 digits, or a feature code.
bool IsExtension(std::string_view number);

// A dialled number: "" for "s", "h", "i", "t" and names of contexts, which nobody dials.
std::string DialledOf(std::string_view exten);

// The time of an event where the switch writes it ("Timestamp: 1795363452.405962"), to the
// millisecond.
std::optional<WallTime> TimestampOf(const AmiMessage& message);

// The queue that an application line names: "support,tT,,,60" → "support".
std::string QueueOfAppData(std::string_view app_data);

// A whole number, or nullopt when `text` is not one.
std::optional<long long> NumberOf(std::string_view text);

}  // namespace jackfield::ami
