// What the server tells, and how the link stands.
//
// Rules:
//  P1. An offer opens once. One that was closed never comes back: not with a snapshot, not late.
//  P2. What is not newer than what is held changes nothing.
//  P3. A pop that is over goes at once.
//  P4. A new pop takes the focus only when nobody types and nobody talks; otherwise it is an entry
//      of the calls column, and the bell.
//  P5. What was typed is never lost to a message of the server.
//  P6. A page of another program is opened once, at the answer that this desk saw.
//  P7. Where the queue's policy is to open on answer, what rings is an entry of the column until
//      then; the agent may open it before.

import { beSureOf, forgetIssued, takeEnded } from "./control";
import { LIVE_FOR_MS, SLOW_ROUND_TRIP_MS } from "../shared/linkTimes";
import { holdCallback, takeCallback } from "./ownCallback";
import type { StreamState } from "./state";
import { CLOSED_OFFERS_MAX, MISSED_MAX, focusedEntry, isLive, opensRinging, shows } from "./state";
import type { Step } from "./step";
import { ask, focusOn, refocus, saveDraft, setDraft, setLink, startTimeline, tell } from "./step";
import type { Missed, OwnCall, Pop, PopClosed, Queue, Snapshot, Update, WrapUp } from "./values";
import { offerId } from "./values";
import { dropNotices, takeNotice, takeOffer, takeOfferClosed, takeTicket, takeWork } from "./work";

const sameOffer = (one: { readonly offer: string }, offer: string) =>
  offerId(one.offer) === offerId(offer);

function findPop(step: Step, offer: string): Pop | undefined {
  return step.state.pops.find((pop) => sameOffer(pop, offer));
}

// The draft of a call that goes on under another name goes with it.
function moveDraft(step: Step, from: string, to: string): void {
  const { state } = step;
  if (from === to) return;
  if (state.focus.call === from) state.focus = { ...state.focus, call: to };
  const draft = state.drafts.get(from);
  if (draft === undefined || state.drafts.has(to)) return;
  const drafts = new Map(state.drafts).set(to, draft);
  drafts.delete(from);
  state.drafts = drafts;
}

function showNew(step: Step, pop: Pop): void {
  const { state } = step;
  ask(step, { method: "ReportPopShown", offer: pop.offer });
  if (pop.state !== "ringing") return refocus(step);
  step.commands.push({ kind: "ring", offer: pop.offer });
  if (state.agent.popMode === "on") step.commands.push({ kind: "notify", offer: pop.offer });
  if (state.typing !== null || !opensRinging(pop)) return; // P4, P7.
  const kind = focusedEntry(state)?.kind;
  if (kind === "talking" || kind === "ringing") return;
  state.aside = null;
  focusOn(step, { offer: offerId(pop.offer), call: pop.call });
}

// A ring that became a call: it is what the agent is busy with now.
function showAnswered(step: Step, pop: Pop): void {
  const { state } = step;
  if (state.agent.popMode === "on" && pop.policy === "openUriOnAnswer" && pop.openUri !== "") {
    step.commands.push({ kind: "openUri", offer: pop.offer, uri: pop.openUri }); // P6.
  }
  const inFocus = state.focus.offer === offerId(pop.offer);
  if (state.typing !== null) return;
  state.aside = null;
  if (inFocus) return;
  if (focusedEntry(state)?.kind !== "talking") {
    focusOn(step, { offer: offerId(pop.offer), call: pop.call });
  }
}

// After an answer there is more to show: the history.
function readHistory(step: Step, pop: Pop): void {
  const { state } = step;
  const { customer } = pop.caller;
  const focused = state.focus.offer === offerId(pop.offer);
  if (!focused || pop.state === "ringing" || customer === "" || !isLive(state)) return;
  if (state.timeline.customer === customer && !state.timeline.failed) return;
  if (state.timeline.about !== null) return; // The agent looks at somebody else.
  startTimeline(step, customer);
}

function takePop(step: Step, pop: Pop): void {
  const { state } = step;
  if (state.closedOffers.includes(offerId(pop.offer))) return; // P1.
  const held = findPop(step, pop.offer);
  if (held === undefined) {
    state.pops = [...state.pops, pop];
    if (shows(state, pop)) showNew(step, pop);
  } else if (pop.revision > held.revision) {
    beSureOf(step, pop.call);
    moveDraft(step, held.call, pop.call);
    state.pops = state.pops.map((one) => (one === held ? pop : one));
    if (held.state === "ringing" && pop.state === "connected") showAnswered(step, pop);
  } else {
    return; // P2.
  }
  readHistory(step, pop);
}

function dropPop(step: Step, offer: string): void {
  const { state } = step;
  const id = offerId(offer);
  if (!state.closedOffers.includes(id)) {
    state.closedOffers = [...state.closedOffers, id].slice(-CLOSED_OFFERS_MAX);
  }
  state.silenced = state.silenced.filter((one) => one !== id);
  const held = findPop(step, offer);
  const cards = new Map(state.cards);
  if (held !== undefined) {
    cards.set(held.call, held); // The wrap-up may come after it, and is about the same card.
    state.pops = state.pops.filter((pop) => pop !== held);
  }
  const wrappedUp = new Set(state.wrapUps.map((wrapUp) => wrapUp.call));
  state.cards = new Map(
    [...cards].filter(([call, card]) => sameOffer(card, offer) || wrappedUp.has(call)),
  );
}

function keepNote(step: Step, wrapUp: WrapUp): void {
  const draft = step.state.drafts.get(wrapUp.call);
  if (draft === undefined || draft.outcome === "") {
    setDraft(step, wrapUp.call, { outcome: wrapUp.disposition });
  }
  const revision = draft?.revision ?? 0n;
  const own = draft !== undefined && (draft.dirty || draft.saving);
  if (own || wrapUp.noteRevision <= revision) return; // P5.
  setDraft(step, wrapUp.call, { revision: wrapUp.noteRevision, note: wrapUp.note });
}

// A wrap-up whose time ran out still takes the outcome that was chosen in it.
function keepOutcome(step: Step, call: string): void {
  if ((step.state.drafts.get(call)?.outcome ?? "") === "") return;
  step.state.unsentOutcomes = [...step.state.unsentOutcomes, call];
}

function sendOutcomes(step: Step): void {
  const { state } = step;
  if (!isLive(state)) return;
  const calls = state.unsentOutcomes;
  state.unsentOutcomes = [];
  for (const call of calls) {
    const draft = state.drafts.get(call);
    if (draft === undefined) continue;
    setDraft(step, call, { dirty: false });
    const { outcome: disposition, note } = draft;
    ask(step, { method: "CompleteWrapUp", call, disposition, note });
  }
}

function takeWrapUp(step: Step, wrapUp: WrapUp): void {
  const { state } = step;
  const others = state.wrapUps.filter((one) => one.call !== wrapUp.call);
  if (wrapUp.state === "open") {
    keepNote(step, wrapUp);
    const known = others.length < state.wrapUps.length;
    state.wrapUps = known
      ? state.wrapUps.map((one) => (one.call === wrapUp.call ? wrapUp : one))
      : [...state.wrapUps, wrapUp];
    return refocus(step);
  }
  state.wrapUps = others;
  const cards = new Map(state.cards);
  cards.delete(wrapUp.call);
  state.cards = cards;
  if (wrapUp.state === "expired") keepOutcome(step, wrapUp.call);
  sendOutcomes(step);
  refocus(step);
}

function addMissed(step: Step, missed: Missed): void {
  const { state } = step;
  if (state.missed.some((one) => sameOffer(one, missed.offer))) return;
  state.missed = [missed, ...state.missed].slice(0, MISSED_MAX);
  state.missedCount += 1;
  if (!isLive(state)) setLink(step, { missedWhileAway: state.link.missedWhileAway + 1 });
}

function takeClock(step: Step, serverMs: number): void {
  setLink(step, { clock: { serverMs, heardAtMs: step.state.nowMs } });
}

function missedSince(step: Step, snapshot: Snapshot): number {
  const { missed } = step.state;
  return snapshot.missed.filter(({ offer }) => !missed.some((one) => sameOffer(one, offer))).length;
}

// The page of one server may not know what another one tells.
function takeVersion(step: Step, version: string): void {
  const { state } = step;
  if (state.serverVersion === "") state.serverVersion = version;
  state.newVersion ||= version !== "" && version !== state.serverVersion;
}

function takeSnapshot(step: Step, snapshot: Snapshot): void {
  const { state } = step;
  takeClock(step, snapshot.serverMs);
  takeVersion(step, snapshot.serverVersion);
  if (state.known) {
    const missedWhileAway = state.link.missedWhileAway + missedSince(step, snapshot);
    setLink(step, { missedWhileAway });
  }
  const before = state.wrapUps;
  state.known = true;
  state.agent = snapshot.agent;
  state.calls = snapshot.calls;
  state.missed = snapshot.missed;
  state.missedCount = snapshot.missedCount;
  state.queues = snapshot.queues;
  state.reasons = snapshot.reasons;
  state.links = snapshot.links;
  state.wrapUps = snapshot.wrapUps; // Before the pops: the card of an open one is kept.
  // What is not in a snapshot is over.
  for (const { offer } of state.pops) {
    if (!snapshot.pops.some((pop) => sameOffer(pop, offer))) dropPop(step, offer);
  }
  for (const wrapUp of snapshot.wrapUps) keepNote(step, wrapUp);
  for (const { call } of before) {
    if (!snapshot.wrapUps.some((wrapUp) => wrapUp.call === call)) keepOutcome(step, call);
  }
  for (const pop of snapshot.pops) takePop(step, pop);
  forgetIssued(step);
  takeWork(step, snapshot);
  holdCallback(step, snapshot.callback);
  refocus(step);
}

function takeClosed(step: Step, closed: PopClosed): void {
  const held = findPop(step, closed.offer);
  const shown = held !== undefined && shows(step.state, held);
  dropPop(step, closed.offer); // P3.
  if (shown && closed.reason === "answeredElsewhere") {
    tell(step, "answeredElsewhere", closed.answeredBy);
  }
  refocus(step);
}

function takeCall(step: Step, call: OwnCall): void {
  const { state } = step;
  const held = state.calls.find((one) => one.call === call.call);
  if (held !== undefined && call.revision <= held.revision) return; // P2.
  beSureOf(step, call.call);
  const others = state.calls.filter((one) => one !== held);
  state.calls = call.state === "ended" ? others : [...others, call];
  refocus(step);
}

function removeMissed(step: Step, offers: readonly string[], missedCount: number): void {
  const { state } = step;
  const left = state.missed.filter((missed) => !offers.includes(missed.offer));
  state.missed = missedCount === 0 ? [] : left;
  state.missedCount = missedCount;
  refocus(step);
}

function takeQueue(step: Step, queue: Queue): void {
  const { state } = step;
  const known = state.queues.some((one) => one.queue === queue.queue);
  state.queues = known
    ? state.queues.map((one) => (one.queue === queue.queue ? queue : one))
    : [...state.queues, queue];
}

type OfWork = Extract<
  Update,
  {
    kind:
      | "workOfferOpened"
      | "workOfferClosed"
      | "ticketChanged"
      | "noticeAdded"
      | "noticesRemoved"
      | "commandEnded"
      | "allowedCommandsChanged"
      | "callbackChanged";
  }
>;

function takeOfWork(step: Step, update: OfWork): void {
  switch (update.kind) {
    case "workOfferOpened":
      return takeOffer(step, update.offer);
    case "workOfferClosed":
      return takeOfferClosed(step, update.name, update.reason);
    case "ticketChanged":
      return takeTicket(step, update.ticket);
    case "noticeAdded":
      return takeNotice(step, update.notice);
    case "noticesRemoved":
      return dropNotices(step, update.names);
    case "commandEnded":
      return takeEnded(step, update.ended);
    case "allowedCommandsChanged":
      step.state.allowedCommands = update.kinds;
      return;
    case "callbackChanged":
      return void takeCallback(step, update.callback);
  }
}

function take(step: Step, update: Update): void {
  const { state } = step;
  switch (update.kind) {
    case "snapshot":
      return takeSnapshot(step, update.snapshot);
    case "popOpened":
    case "popUpdated":
      return takePop(step, update.pop);
    case "popClosed":
      return takeClosed(step, update.closed);
    case "callChanged":
      return takeCall(step, update.call);
    case "wrapUpChanged":
      return takeWrapUp(step, update.wrapUp);
    case "agentChanged":
      state.agent = update.agent;
      return;
    case "missedAdded":
      return addMissed(step, update.missed);
    case "missedRemoved":
      return removeMissed(step, update.offers, update.missedCount);
    case "queueChanged":
      return takeQueue(step, update.queue);
    case "queueRemoved":
      state.queues = state.queues.filter((one) => one.queue !== update.queue);
      return;
    case "workOfferOpened":
    case "workOfferClosed":
    case "ticketChanged":
    case "noticeAdded":
    case "noticesRemoved":
    case "commandEnded":
    case "allowedCommandsChanged":
    case "callbackChanged":
      return takeOfWork(step, update);
    case "heartbeat":
      return takeClock(step, update.serverMs);
    case "resync":
      return; // The snapshot that follows replaces everything.
  }
}

export function applyUpdate(step: Step, update: Update): void {
  // Silence that was noticed before the stream ended counts as a loss too.
  const { link, nowMs } = step.state;
  const silent = link.heardMs !== null && nowMs - link.heardMs > LIVE_FOR_MS;
  if (silent && link.lostMs === null) setLink(step, { lostMs: link.heardMs, missedWhileAway: 0 });
  setLink(step, { heardMs: nowMs });
  take(step, update);
  if (step.state.link.stream === "live" && step.state.link.lostMs !== null) {
    setLink(step, { lostMs: null, backMs: nowMs });
  }
}

function becomeLive(step: Step): void {
  const { state } = step;
  const { lostMs, backMs } = state.link;
  setLink(step, {
    heardMs: state.nowMs,
    backMs: lostMs === null ? backMs : state.nowMs,
    lostMs: null,
  });
  sendOutcomes(step);
  for (const call of state.drafts.keys()) saveDraft(step, call);
  const pop = focusedEntry(state)?.pop;
  if (pop) readHistory(step, pop);
}

export function applyLink(step: Step, to: StreamState, detail: string): void {
  const { state } = step;
  const wasLive = state.link.stream === "live";
  setLink(step, { stream: to, detail });
  if (to === "live") return becomeLive(step);
  if (wasLive && state.link.lostMs === null) {
    setLink(step, { lostMs: state.nowMs, backMs: null, missedWhileAway: 0 });
  }
}

export function applyRoundTrip(step: Step, ms: number): void {
  const since = step.state.link.slowSinceMs;
  const slowSinceMs = ms <= SLOW_ROUND_TRIP_MS ? null : (since ?? step.state.nowMs);
  setLink(step, { roundTripMs: ms, slowSinceMs });
}
