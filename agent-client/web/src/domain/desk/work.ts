// Work that is offered, the agent's tickets, and what they are told of them.
//
// Rules:
//  W1. An offer of work opens once and rings once. One that was closed never comes back.
//  W2. It never takes the focus: it is an entry of the column, which two keys accept and decline.
//  W3. What was accepted is opened, unless somebody types or talks.
//  W4. A ticket that a program asks to show is opened, unless somebody types, talks, or is rung;
//      it is a notice all the same.
//  W5. A notice stays until it is seen. To open its ticket is to have seen it.
//  W6. What is older than what is held changes nothing. But a ticket that is the agent's no more
//      goes in any case: of one that they may not see any more the server tells little.

import { dueMsOf } from "../tickets/clocks";
import type { Ticket } from "../tickets/ticket";
import { isDone } from "../tickets/ticket";
import type { WorkAnswer } from "./command";
import type { Aside, DeskState } from "./state";
import { CLOSED_OFFERS_MAX, callerOf, customerOf, entriesOf, focusedEntry } from "./state";
import type { Step } from "./step";
import { ask, needsServer, saveDraft, tell } from "./step";
import type { WorkCloseReason, WorkNotice, WorkOffer, WorkSnapshot } from "./workValues";

export const TICKETS_MAX = 100;
export const NOTICES_MAX = 50;
export const WORK_OFFERS_MAX = 8;

export function showAside(step: Step, aside: Aside | null): void {
  const { state } = step;
  if (state.typing === "note") saveDraft(step, state.focus.call);
  state.typing = null;
  state.aside = aside;
}

export function isBusy(state: DeskState): boolean {
  return state.typing !== null || entriesOf(state).some(({ kind }) => kind === "talking");
}

export function takeOffer(step: Step, offer: WorkOffer): void {
  const { state } = step;
  if (state.closedOffers.includes(offer.name)) return; // W1.
  const known = state.workOffers.some(({ name }) => name === offer.name);
  if (known) {
    state.workOffers = state.workOffers.map((one) => (one.name === offer.name ? offer : one));
    return;
  }
  state.workOffers = [...state.workOffers, offer].slice(-WORK_OFFERS_MAX);
  if (state.agent.popMode !== "off") step.commands.push({ kind: "ring", offer: offer.name });
}

function dropOffer(step: Step, name: string): void {
  const { state } = step;
  state.workOffers = state.workOffers.filter((one) => one.name !== name);
  if (state.closedOffers.includes(name)) return;
  state.closedOffers = [...state.closedOffers, name].slice(-CLOSED_OFFERS_MAX);
}

// W3.
function openAccepted(step: Step, { work }: WorkOffer): void {
  if (isBusy(step.state)) return;
  const { kind } = work;
  showAside(step, kind === "ticket" ? { kind, ticket: work.ticket.name } : { kind });
}

export function takeOfferClosed(step: Step, name: string, reason: WorkCloseReason): void {
  const offer = step.state.workOffers.find((one) => one.name === name);
  dropOffer(step, name);
  const wanted = asked(step.state, name) === "AcceptWorkOffer";
  if (offer === undefined || !wanted) return;
  if (reason !== "accepted") return tell(step, "workGone");
  openAccepted(step, offer); // It may be told before the request is answered.
}

// The answer that is under way for an offer. null: none.
export function asked(state: DeskState, name: string): WorkAnswer["method"] | null {
  for (const request of state.pending.values()) {
    if (request.method !== "AcceptWorkOffer" && request.method !== "DeclineWorkOffer") continue;
    if (request.name === name) return request.method;
  }
  return null;
}

const isMine = (state: DeskState, ticket: Ticket) =>
  ticket.owner === state.agent.name && !isDone(ticket);

const isOlder = (one: Ticket, held: Ticket) => (one.updateMs ?? 0) < (held.updateMs ?? 0);

// The one that is due first first, then the others, the newest first.
function inOrder(tickets: readonly Ticket[]): readonly Ticket[] {
  return [...tickets].sort((one, other) => {
    const [dueMs, otherMs] = [dueMsOf(one), dueMsOf(other)];
    return dueMs === otherMs ? other.number - one.number : dueMs - otherMs;
  });
}

// As the server tells it, or as it answered.
export function takeTicket(step: Step, ticket: Ticket): void {
  const { state } = step;
  const held = state.tickets.find(({ name }) => name === ticket.name);
  const mine = isMine(state, ticket);
  if (mine && held !== undefined && isOlder(ticket, held)) return; // W6.
  const others = state.tickets.filter((one) => one !== held);
  state.tickets = inOrder(mine ? [...others, ticket] : others).slice(0, TICKETS_MAX);
  state.notices = state.notices.map((notice) =>
    notice.ticket.name === ticket.name ? { ...notice, ticket } : notice,
  );
}

export const isRung = (state: DeskState) => entriesOf(state).some(({ kind }) => kind === "ringing");

export function takeNotice(step: Step, notice: WorkNotice): void {
  const { state } = step;
  if (state.notices.some(({ name }) => name === notice.name)) return;
  state.notices = [notice, ...state.notices].slice(0, NOTICES_MAX);
  if (notice.kind === "show" && !isBusy(state) && !isRung(state)) {
    showAside(step, { kind: "ticket", ticket: notice.ticket.name }); // W4.
  }
}

export function dropNotices(step: Step, names: readonly string[]): void {
  const { state } = step;
  state.notices = state.notices.filter(({ name }) => !names.includes(name));
}

export function takeWork(step: Step, snapshot: WorkSnapshot): void {
  const { state } = step;
  state.allowedCommands = snapshot.allowedCommands;
  state.tickets = inOrder(snapshot.tickets);
  state.notices = snapshot.notices;
  for (const { name } of state.workOffers) {
    if (!snapshot.workOffers.some((one) => one.name === name)) dropOffer(step, name);
  }
  for (const offer of snapshot.workOffers) takeOffer(step, offer);
}

// An empty name: the oldest.
export function answerOffer(step: Step, method: WorkAnswer["method"], name: string): void {
  const { state } = step;
  const offer = state.workOffers.find((one) => name === "" || one.name === name);
  if (offer === undefined) return tell(step, "noWork");
  if (asked(state, offer.name) !== null || !needsServer(step)) return;
  ask(step, { method, name: offer.name });
}

export function takeAnswered(step: Step, name: string, accepted: boolean): void {
  const { state } = step;
  const offer = state.workOffers.find((one) => one.name === name);
  dropOffer(step, name);
  tell(step, accepted ? "workAccepted" : "workDeclined");
  if (offer !== undefined && accepted) openAccepted(step, offer);
}

export function takeNotAnswered(step: Step, name: string): void {
  dropOffer(step, name);
  tell(step, "workGone");
}

function seeNotices(step: Step, names: readonly string[]): void {
  if (names.length > 0) ask(step, { method: "AcknowledgeNotices", names });
}

export function acknowledge(step: Step, name: string): void {
  const { state } = step;
  if (state.notices.length === 0 || !needsServer(step)) return;
  seeNotices(step, name === "" ? state.notices.map((one) => one.name) : [name]);
}

export function openTicket(step: Step, ticket: string): void {
  const about = step.state.notices.filter((notice) => notice.ticket.name === ticket);
  showAside(step, { kind: "ticket", ticket });
  seeNotices(
    step,
    about.map(({ name }) => name),
  ); // W5.
}

// From the call in focus, its card and its customer; by hand where there is none.
export function startTicket(step: Step): void {
  const { state } = step;
  const entry = focusedEntry(state);
  const about = state.timeline.about;
  const call = entry?.key.call || entry?.missed?.call || "";
  const customer = about?.name ?? (entry === null ? "" : customerOf(entry));
  const known = entry === null ? "" : (callerOf(entry)?.displayName ?? "");
  const named = about?.displayName ?? (known || (entry?.missed?.callerDisplayName ?? ""));
  const customerDisplayName = customer === "" ? "" : named;
  showAside(step, { kind: "newTicket", call, customer, customerDisplayName });
}
