// What the agent does. What needs the server is refused with the reason while the link is not live.

import { ringingOf, unseenRings } from "./alerts";
import { command, commandsFor } from "./control";
import type { Act } from "./input";
import type { Focus } from "./state";
import {
  EMPTY_TIMELINE,
  NOTE_CHARACTERS_MAX,
  callerOf,
  customerOf,
  digitOf,
  draftOf,
  entriesOf,
  focusedEntry,
  isAway,
  outcomesOf,
  sameFocus,
} from "./state";
import { askOfCallback } from "./ownCallback";
import type { Step } from "./step";
import {
  ask,
  focusOn,
  needsServer,
  readMoreTimeline,
  refocus,
  saveDraft,
  setDraft,
  startTimeline,
  tell,
} from "./step";
import { offerId } from "./values";
import { acknowledge, answerOffer, openTicket, showAside, startTicket, takeTicket } from "./work";

// A call that is chosen takes the place of what stands there instead of one.
function chooseEntry(step: Step, key: Focus): void {
  step.state.aside = null;
  focusOn(step, key);
}

function moveFocus(step: Step, by: 1 | -1): void {
  const entries = entriesOf(step.state);
  const focused = focusedEntry(step.state);
  const at = entries.findIndex((entry) => focused !== null && sameFocus(entry.key, focused.key));
  const fresh = by > 0 ? 0 : entries.length - 1;
  const next = at < 0 ? fresh : Math.min(Math.max(at + by, 0), entries.length - 1);
  const entry = entries[next];
  if (entry) chooseEntry(step, entry.key);
}

// Opens what rings and is not in sight.
function openRinging(step: Step): void {
  const [other] = unseenRings(step.state);
  if (other) return chooseEntry(step, other.key);
  if (ringingOf(step.state).length === 0) tell(step, "noCall");
}

function startNote(step: Step): void {
  const entry = focusedEntry(step.state);
  if (entry === null || entry.kind === "missed") return tell(step, "noCall");
  step.state.aside = null;
  step.state.focus = entry.key;
  setDraft(step, entry.key.call, {});
  step.state.typing = "note";
}

function editNote(step: Step, text: string): void {
  const { state } = step;
  const { call } = state.focus;
  if (call === "" || state.drafts.get(call)?.note === text) return;
  const note = [...text].slice(0, NOTE_CHARACTERS_MAX).join("");
  // What was refused may be taken as it is now.
  setDraft(step, call, { note, dirty: true, failed: false, editedMs: state.nowMs });
}

function leave(step: Step, from: "note" | "field"): void {
  const { state } = step;
  if (state.typing !== from) return;
  state.typing = null;
  if (from === "note") saveDraft(step, state.focus.call);
  refocus(step);
}

function chooseOutcome(step: Step, isIt: (code: string, digit: number) => boolean): void {
  const entry = focusedEntry(step.state);
  if (entry === null || entry.key.call === "") return;
  const outcomes = outcomesOf(entry);
  const chosen = outcomes.find((outcome, index) => isIt(outcome.code, digitOf(outcomes, index)));
  if (chosen === undefined) return;
  setDraft(step, entry.key.call, { outcome: chosen.code });
  tell(step, "outcomeChosen", chosen.label);
}

function complete(step: Step): void {
  const entry = focusedEntry(step.state);
  if (entry === null) return openRinging(step);
  if (entry.kind === "talking") return tell(step, "callNotEnded");
  if (entry.wrapUp === null) return;
  const { call } = entry.key;
  const draft = draftOf(step.state, call);
  if (draft.outcome === "" && entry.wrapUp.dispositionRequired)
    return tell(step, "outcomeRequired");
  const chosen = entry.wrapUp.outcomes.find((outcome) => outcome.code === draft.outcome);
  if (chosen?.noteRequired && draft.note.trim() === "") {
    return tell(step, "noteRequired", chosen.label);
  }
  if (!needsServer(step)) return;
  step.state.typing = null;
  setDraft(step, call, { dirty: false }); // Goes with the completion.
  ask(step, { method: "CompleteWrapUp", call, disposition: draft.outcome, note: draft.note });
}

function extend(step: Step): void {
  const wrapUp = focusedEntry(step.state)?.wrapUp;
  if (!wrapUp) return tell(step, "noCall");
  if (wrapUp.extensionsLeft === 0) return tell(step, "noExtensions");
  if (needsServer(step)) ask(step, { method: "ExtendWrapUp", call: wrapUp.call });
}

// Not the one shown; then it is asked whose number it is.
function denyCaller(step: Step): void {
  const entry = focusedEntry(step.state);
  const caller = entry === null ? null : callerOf(entry);
  const shown = caller !== null && (caller.customer !== "" || caller.candidates.length > 0);
  if (entry === null || !shown) return tell(step, "noCustomer");
  if (needsServer(step)) ask(step, { method: "ChooseCaller", call: entry.key.call, customer: "" });
}

function seen(step: Step, offers: readonly string[]): void {
  if (step.state.missedCount === 0 || !needsServer(step)) return;
  ask(step, { method: "AcknowledgeMissed", offers });
}

// What stands in focus, else all.
function seenByKey(step: Step): void {
  const missed = focusedEntry(step.state)?.missed;
  seen(step, missed ? [missed.offer] : []);
}

// Away from the calls, or back; while busy it is what comes after.
function toggleReady(step: Step): void {
  if (!needsServer(step)) return;
  const state = isAway(step.state) ? "ready" : "notReady";
  ask(step, { method: "SetAgentState", state, reason: "" });
}

// Back from somebody who was searched for to the customer of the call.
function hideCustomer(step: Step): void {
  const entry = focusedEntry(step.state);
  const customer = entry === null ? "" : customerOf(entry);
  step.state.timeline = EMPTY_TIMELINE;
  if (customer !== "" && entry?.kind !== "ringing") startTimeline(step, customer);
}

function stopRing(step: Step): void {
  const { state } = step;
  const ringing = state.pops.filter((pop) => pop.state === "ringing");
  state.silenced = ringing.map((pop) => offerId(pop.offer));
}

function actOnCaller(step: Step, act: Extract<Act, { act: "chooseCaller" }>): void {
  if (!needsServer(step)) return;
  ask(step, { method: "ChooseCaller", call: act.call, customer: act.customer });
}

function answerCall(step: Step): void {
  const ringing = entriesOf(step.state).filter((entry) => entry.kind === "ringing");
  const { offer } = step.state.focus;
  const entry = ringing.find(({ key }) => key.offer === offer) ?? ringing[0];
  if (entry === undefined) return tell(step, "noCall");
  command(step, { method: "AnswerCall", call: entry.key.call });
}

function holdOrRetrieve(step: Step): void {
  const entry = focusedEntry(step.state);
  if (entry?.kind !== "talking") return tell(step, "noCall");
  const held = commandsFor(step.state, entry).includes("retrieve");
  const { call } = entry.key;
  command(step, { method: held ? "RetrieveCall" : "HoldCall", call });
}

type Handlers = {
  readonly [Name in Act["act"]]: (step: Step, act: Extract<Act, { act: Name }>) => void;
};

const HANDLERS: Handlers = {
  open: openRinging,
  focus: (step, { key }) => chooseEntry(step, key),
  next: (step) => moveFocus(step, 1),
  previous: (step) => moveFocus(step, -1),
  startNote,
  editNote: (step, { text }) => editNote(step, text),
  leaveNote: (step) => leave(step, "note"),
  startField: (step) => void (step.state.typing = "field"),
  leaveField: (step) => leave(step, "field"),
  chooseOutcome: (step, { code }) => chooseOutcome(step, (one) => one === code),
  outcomeDigit: (step, { digit }) => chooseOutcome(step, (_, own) => own === digit),
  complete,
  extend,
  notThem: denyCaller,
  markCandidate: (step, { customer }) => void (step.state.candidateMarked = customer),
  chooseCaller: actOnCaller,
  stopAsking: (step) => void (step.state.askWhose = ""),
  seen: seenByKey,
  seenOne: (step, { offer }) => seen(step, offer === "" ? [] : [offer]),
  ready: toggleReady,
  setState: (step, { state, reason }) => {
    if (needsServer(step)) ask(step, { method: "SetAgentState", state, reason });
  },
  setPopMode: (step, { popMode }) => {
    if (needsServer(step)) ask(step, { method: "SetPopMode", popMode });
  },
  stopRing,
  showCustomer: (step, { customer }) => startTimeline(step, customer.name, "unknown", customer),
  hideCustomer,
  showTimeline: (step, { channel }) => {
    const { customer, about } = step.state.timeline;
    startTimeline(step, customer, channel, about);
  },
  moreTimeline: readMoreTimeline,
  acceptWork: (step, { name }) => answerOffer(step, "AcceptWorkOffer", name),
  declineWork: (step, { name }) => answerOffer(step, "DeclineWorkOffer", name),
  seeNotice: (step, { name }) => acknowledge(step, name),
  openTicket: (step, { ticket }) => openTicket(step, ticket),
  newTicket: startTicket,
  showAside: (step, { aside }) => showAside(step, aside),
  ticketAnswered: (step, { ticket }) => takeTicket(step, ticket),
  ofCallback: (step, { request }) => askOfCallback(step, request),
  control: (step, { request }) => command(step, request),
  answerCall,
  holdOrRetrieve,
  reconnect: (step) => void step.commands.push({ kind: "reconnect" }),
  keepUnsent: ({ state }, { unsent }) => void (state.unsent = unsent),
  tell: (step, { say }) => tell(step, say),
  dismiss: (step) => void (step.state.toast = null),
};

export function applyAct(step: Step, act: Act): void {
  const handler = HANDLERS[act.act] as (step: Step, act: Act) => void;
  handler(step, act);
}
