#pragma once

#include <string>

#include "server/exchange/step.h"

// Offers: rings at agents' devices.
//
// Rules:
//  O1. A ring at an agent's device opens an offer; a further ring of the same call at the same
//      agent opens none.
//  O2. An offer ends once, and its end is final: by an answer, by the end of the ring, by the
//      caller, by another agent's answer, or by its deadline.
//  O3. When one agent answers a queue's call, the offers of that queue to the others end at once,
//      with the winner's name.
//  O4. A ring-no-answer counts once, also when the source says it after the ring has ended.
//  O5. How an offer is shown is settled when it begins, by the agent's pop mode. Why: a pop that is
//      open stays, and one that was not shown does not come up in the middle of a call.
//  O6. A ring of an observed queue that is counted by O4 is an offer that was let pass (W7 of
//      routing/routing_rules.h), where the agent is Ready with a desk, has no other call and no
//      wrap-up, and neither was somebody else faster nor has the caller gone. Why a desk: without
//      one the switch alone says who is ready, and whether those who do not answer are paused.
//      Where it pauses them itself (autopause of an Asterisk), that is taken over as ever, beside
//      this: Not Ready is Not Ready. An answer to a ring ends the row.
namespace jackfield::exchange {

inline constexpr Duration kDefaultOfferLimit{60'000};

// `device` is normalised. `queue` null: a direct call.
void OpenOffer(Step& step, Call& call, const std::string& connection, Agent& agent, Queue* queue);

void CloseOffer(Step& step, Call& call, Offer& offer, OfferState state, AgentId answered_by);

// The open offer that rings at `connection`; nullptr: none.
Offer* OpenOfferAt(Call& call, const std::string& connection);

// All open offers of the call that came by `queue`.
void CloseOffersOfQueue(Step& step, Call& call, QueueId queue, OfferState state);

// `winner` (may be none) answered at `connection`: its own offer is answered, and O3.
void AnswerOffers(Step& step, Call& call, const std::string& connection, AgentId winner,
                  QueueId queue);

// The source ended a ring.
void EndRing(Step& step, Call& call, const std::string& connection, RingEnd cause);

// Who answered the call since `since`, if anybody did.
AgentId AnsweredSince(const Call& call, const Moment& since);

// All open offers of `from` are `to`'s from now on.
void MoveOffers(Step& step, Call& from, Call& to);

void OnOfferDeadline(Step& step, Call& call, OfferId offer);

// Whether the ring at `connection` expired and nobody has said how it ended. Then the connection
// begins anew and the offer is not missed; it stays closed, as desks were told.
bool TakeBackExpiry(Step& step, Call& call, const std::string& connection);

}  // namespace jackfield::exchange
