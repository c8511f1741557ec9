#pragma once

#include <compare>
#include <cstdint>

namespace jackfield {

// An identifier that cannot be mistaken for another kind of identifier. 0 means "none".
//
// Thread safety: immutable value.
template <typename Tag>
struct Id {
  std::uint64_t value = 0;
  explicit operator bool() const { return value != 0; }
  auto operator<=>(const Id&) const = default;
};

// The journal sequence of the call's first entry, times kCallsPerEntryMax, plus its place in that
// entry: unique and deterministic.
using CallId = Id<struct CallTag>;
// Assigned by `apply` in the order of first appearance; never reused.
using AgentId = Id<struct AgentTag>;
using QueueId = Id<struct QueueTag>;
// A telephony source (one switch, one webhook sender, one gRPC publisher).
using SourceId = Id<struct SourceTag>;
// A customer record of the directory.
using CustomerId = Id<struct CustomerTag>;
// An offer: one ring of one device. The journal sequence of the entry that opened it, times
// kOffersPerEntryMax, plus its place in that entry.
using OfferId = Id<struct OfferTag>;
// An alert. The journal sequence of the entry that raised it, times kAlertsPerEntryMax, plus its
// place in that entry.
using AlertId = Id<struct AlertTag>;
// A piece of work that somebody has to do. Numbered from 1 in the order of their making; never
// reused.
using TicketId = Id<struct TicketTag>;
// A caller's wish to be called back, or a call that was planned. As TicketId.
using CallbackId = Id<struct CallbackTag>;
// An agent's reservation for an item of work. The journal sequence of the entry that made it, times
// kReservationsPerEntryMax, plus its place in that entry.
using ReservationId = Id<struct ReservationTag>;
// Something that an agent is told of their work. Numbered as TicketId.
using NoticeId = Id<struct NoticeTag>;
// A command to a telephony source. The journal sequence of the entry that issued it, times
// kCommandsPerEntryMax, plus its place in that entry.
using CommandId = Id<struct CommandTag>;
// The position of an entry in the journal: 1, 2, 3, … without gaps.
using Sequence = Id<struct SequenceTag>;

}  // namespace jackfield
