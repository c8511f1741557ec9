// What the rules of the desk have in common: a step is one input applied to the state. The state
// of a step is a copy whose fields are replaced, never what is inside them.

import type { Failure } from "../shared/failure";
import type { Command, Request } from "./command";
import type { DeskState, Draft, Entry, Focus, Link, Say } from "./state";
import {
  DRAFTS_MAX,
  EMPTY_DRAFT,
  EMPTY_TIMELINE,
  TIMELINE_MAX,
  customerOf,
  entriesOf,
  focusedEntry,
  isLive,
  opensRinging,
  sameFocus,
  serverNowOf,
} from "./state";
import type { Channel, Customer } from "./values";

const TOAST_FOR_MS = 3_000;
const BAD_TOAST_FOR_MS = 6_000;
const BAD: readonly Say[] = [
  "notLive",
  "failed",
  "noteRequired",
  "outcomeRequired",
  "notSignedOut",
  "workGone",
  "callbackGone",
  "commandRefused",
  "commandUnknown",
  "commandNotPossible",
];

export interface Step {
  readonly state: { -readonly [Field in keyof DeskState]: DeskState[Field] };
  readonly commands: Command[];
}

// Asks the server, and remembers what was asked. Returns the request's id.
export function ask(step: Step, request: Request): number {
  const id = step.state.lastId + 1;
  step.state.lastId = id;
  step.state.pending = new Map(step.state.pending).set(id, request);
  step.commands.push({ kind: "ask", id, request });
  return id;
}

export function tell(step: Step, say: Say, name = ""): void {
  const bad = BAD.includes(say);
  const untilMs = step.state.nowMs + (bad ? BAD_TOAST_FOR_MS : TOAST_FOR_MS);
  step.state.toast = { say, name, untilMs, bad };
}

export function tellFailed(step: Step, failure: Failure): void {
  const field = failure.fields[0];
  const what = field ? `${field.field}: ${field.description}` : failure.message;
  tell(step, "failed", failure.reason === "" ? what : `${failure.reason}: ${what}`);
}

// Whether the server can be asked. Says why not.
export function needsServer(step: Step): boolean {
  if (isLive(step.state)) return true;
  tell(step, "notLive");
  return false;
}

export function setLink(step: Step, link: Partial<Link>): void {
  step.state.link = { ...step.state.link, ...link };
}

// Moves the focus to an entry.
export function focusOn(step: Step, key: Focus): void {
  const { state } = step;
  if (sameFocus(key, state.focus)) return;
  if (state.typing === "note") saveDraft(step, state.focus.call);
  state.focus = key;
  state.typing = null;
  state.askWhose = "";
  state.candidateMarked = "";
  const entry = focusedEntry(state);
  // Who was searched for stays when a call ends, not when another one comes.
  if (entry !== null || state.timeline.about === null) state.timeline = EMPTY_TIMELINE;
  if (entry === null) return;
  // While it rings the card has the last contacts; the whole is read when it is answered.
  const customer = customerOf(entry);
  if (entry.kind !== "ringing" && customer !== "" && isLive(state)) startTimeline(step, customer);
}

// When what is in focus is gone and nobody types, moves it to what needs the agent most.
export function refocus(step: Step): void {
  const { state } = step;
  if (focusedEntry(state) !== null || state.typing !== null) return;
  const entries = entriesOf(state);
  const first = (kind: Entry["kind"]) => entries.find((entry) => entry.kind === kind);
  const opened = ({ kind, pop }: Entry) => kind === "ringing" && pop !== null && opensRinging(pop);
  const found = first("talking") ?? entries.find(opened) ?? first("wrapUp");
  focusOn(step, found?.key ?? { offer: "", call: "" });
}

// Changes the draft of a call; makes it when there is none.
export function setDraft(step: Step, call: string, change: Partial<Draft>): void {
  const drafts = new Map(step.state.drafts);
  drafts.set(call, { ...(drafts.get(call) ?? EMPTY_DRAFT), ...change });
  step.state.drafts = drafts.size > DRAFTS_MAX ? withRoom(step.state, drafts, call) : drafts;
}

// Drafts that the server has are forgotten first; one that it has not is never dropped.
function withRoom(state: DeskState, drafts: ReadonlyMap<string, Draft>, fresh: string) {
  const inUse = new Set([...state.wrapUps.map((wrapUp) => wrapUp.call), state.focus.call, fresh]);
  return new Map([...drafts].filter(([call, draft]) => draft.dirty || inUse.has(call)));
}

export function dropDraft(step: Step, call: string): void {
  const drafts = new Map(step.state.drafts);
  drafts.delete(call);
  step.state.drafts = drafts;
}

// Saves a draft that is dirty, when the server can be asked.
export function saveDraft(step: Step, call: string): void {
  const draft = step.state.drafts.get(call);
  if (!draft?.dirty || draft.saving || draft.failed || !isLive(step.state)) return;
  // Grows also over a reload of the page, which forgets what it counted.
  const byClock = BigInt(Math.floor(serverNowOf(step.state)));
  const next = draft.revision + 1n;
  const revision = next > byClock ? next : byClock;
  setDraft(step, call, { revision, saving: true, dirty: false });
  ask(step, { method: "SaveWrapUpNote", call, note: draft.note, revision });
}

// Reads the timeline of a customer from its beginning.
export function startTimeline(
  step: Step,
  customer: string,
  channel: Channel = "unknown",
  about: Customer | null = null,
): void {
  step.state.timeline = { ...EMPTY_TIMELINE, customer, channel, about };
  readMoreTimeline(step);
}

// Reads its next page.
export function readMoreTimeline(step: Step): void {
  const { timeline } = step.state;
  const more = !timeline.read || timeline.nextPageToken !== "";
  if (timeline.customer === "" || timeline.busy || !more) return;
  if (timeline.briefs.length >= TIMELINE_MAX) return;
  if (!isLive(step.state)) {
    step.state.timeline = { ...timeline, failed: true };
    return;
  }
  const { customer, channel, nextPageToken: pageToken } = timeline;
  const command = ask(step, { method: "GetTimeline", customer, channel, pageToken });
  step.state.timeline = { ...timeline, failed: false, busy: true, command };
}
