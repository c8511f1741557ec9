#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "server/base/ids.h"
#include "server/base/time.h"
#include "server/exchange/call.h"

// What an input has changed, for those who store and show it. Facts that must not be missed are
// values (an offer opened, an offer closed); the rest names what to look at again, and may be
// coalesced: read the object from Exchange::state() after the batch.
namespace jackfield::exchange {

struct OfferOpened {
  AgentId agent;
  CallId call;
  OfferId offer;
  bool operator==(const OfferOpened&) const = default;
};
// The caller of an open offer is known better, or is now withheld.
struct OfferUpdated {
  AgentId agent;
  CallId call;
  OfferId offer;
  bool operator==(const OfferUpdated&) const = default;
};
struct OfferClosed {
  AgentId agent;
  CallId call;
  OfferId offer;
  OfferState state = OfferState::kCancelled;
  AgentId answered_by;  // Who took the call, if anybody did.
  bool operator==(const OfferClosed&) const = default;
};
// The call's record has changed: its row in the log, and what the desks of its agents show.
struct CallChanged {
  CallId call;
  bool operator==(const CallChanged&) const = default;
};
struct AgentChanged {
  AgentId agent;
  bool operator==(const AgentChanged&) const = default;
};
// Waiting callers, members or counters of a queue.
struct QueueChanged {
  QueueId queue;
  bool operator==(const QueueChanged&) const = default;
};
struct QueueCounted {
  QueueId queue;
  WallTime interval{};
  bool operator==(const QueueCounted&) const = default;
};
struct AgentCounted {
  AgentId agent;
  WallTime interval{};
  QueueId queue;
  bool operator==(const AgentCounted&) const = default;
};
struct SourceChanged {
  SourceId source;
  bool operator==(const SourceChanged&) const = default;
};
// Something that an operator may ask about. Changes nothing.
struct Noted {
  enum class Kind : std::uint8_t {
    kUnmappedDevice = 0,  // A ring at a device of no agent; `text` is the device.
    kStub = 1,            // A call was first seen in the middle.
    kIgnored = 2,         // An event changed nothing; `text` says why.
    kLimit = 3,           // A limit was reached; `text` names it.
  };
  Kind kind = Kind::kIgnored;
  SourceId source;
  std::string text;
  bool operator==(const Noted&) const = default;
};

using Effect = std::variant<OfferOpened, OfferUpdated, OfferClosed, CallChanged, AgentChanged,
                            QueueChanged, QueueCounted, AgentCounted, SourceChanged, Noted>;
using Effects = std::vector<Effect>;

}  // namespace jackfield::exchange
