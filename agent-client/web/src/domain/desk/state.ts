// All that a desk knows and shows. desk.ts changes it; the screen only reads it.

import type { ServerClock } from "../shared/clock";
import { serverNow } from "../shared/clock";
import { BACK_FOR_MS, LIVE_FOR_MS, OFFLINE_AFTER_MS, SLOW_FOR_MS } from "../shared/linkTimes";
import type {
  Agent,
  Brief,
  Caller,
  Channel,
  Customer,
  DeskLink,
  Missed,
  NotReadyReason,
  Outcome,
  OwnCall,
  PhoneNumber,
  Pop,
  Queue,
  WrapUp,
} from "./values";
import { offerId } from "./values";
import type { Callback } from "../callbacks/callback";
import type { FieldsDraft } from "../tickets/draft";
import type { Ticket } from "../tickets/ticket";
import type { CommandKind, WorkNotice, WorkOffer } from "./workValues";
import type { Request } from "./command";

export const AUTOSAVE_AFTER_MS = 2_000;
export const NOTE_CHARACTERS_MAX = 4_000;
export const CLOSED_OFFERS_MAX = 1_000; // Remembered, so that none comes back.
export const DRAFTS_MAX = 64;
export const TIMELINE_MAX = 10_000;
export const MISSED_MAX = 100;

export type StreamState = "connecting" | "live" | "lost" | "replaced" | "refused" | "signedOut";

export interface Link {
  readonly stream: StreamState;
  readonly detail: string; // Why it was lost or refused.
  readonly heardMs: number | null; // The last message.
  readonly lostMs: number | null; // Since the last time it was live.
  readonly backMs: number | null; // Live again, after it was lost.
  readonly missedWhileAway: number;
  readonly clock: ServerClock;
  readonly roundTripMs: number | null;
  readonly slowSinceMs: number | null;
}

// How the link is shown.
export type LinkLook =
  | "connecting"
  | "live"
  | "slow"
  | "back"
  | "reconnecting"
  | "catchingUp"
  | "offline"
  | "replaced"
  | "refused"
  | "signedOut";

// The note and the outcome of a call, as typed.
export interface Draft {
  readonly note: string;
  readonly outcome: string; // Code. Empty: none chosen.
  readonly revision: bigint; // Of the last save that was asked for.
  readonly dirty: boolean; // Holds what the server has not.
  readonly saving: boolean;
  readonly failed: boolean; // The server does not take it any more.
  readonly editedMs: number;
}

export const EMPTY_DRAFT: Draft = {
  note: "",
  outcome: "",
  revision: 0n,
  dirty: false,
  saving: false,
  failed: false,
  editedMs: 0,
};

export type Say =
  | "answeredElsewhere" // name
  | "notLive" // What was wanted needs the server.
  | "failed" // name: what the server said
  | "noteRequired" // name: the outcome
  | "outcomeRequired"
  | "outcomeChosen" // name
  | "callNotEnded"
  | "noExtensions"
  | "done"
  | "expiredSaved"
  | "seen"
  | "callerChosen" // name
  | "callerDenied"
  | "noCall" // Nothing in focus that could be done it to.
  | "noCustomer"
  | "noWork" // Nothing is offered.
  | "workAccepted"
  | "workDeclined"
  | "workGone" // It was over before it was accepted.
  | "callbackTold" // What came of it.
  | "callbackReturned"
  | "callbackCancelled"
  | "callPromised"
  | "callbackGone" // It was taken away, or over, before that.
  | "commandRefused" // name: what the switch said
  | "commandUnknown" // name: the kind of the command
  | "commandNotPossible"
  | "notSignedOut";

export interface Toast {
  readonly say: Say;
  readonly name: string;
  readonly untilMs: number;
  readonly bad: boolean;
}

// Who or what the middle of the desk is about.
export interface Focus {
  readonly offer: string; // offerId. Empty: none.
  readonly call: string;
}

// What stands in the middle of the desk in the place of a call.
export type Aside =
  | { readonly kind: "ticket"; readonly ticket: string }
  | { readonly kind: "tickets" } // The list to search and pick from.
  | {
      readonly kind: "newTicket";
      readonly call: string; // Empty: by hand.
      readonly customer: string;
      readonly customerDisplayName: string;
    }
  | {
      readonly kind: "promise"; // A call that is promised to whom the agent talks to, or talked to.
      readonly call: string;
      readonly customer: string; // Empty: not known.
      readonly displayName: string;
      readonly number: PhoneNumber;
      readonly queue: string; // That the call came by. Empty: none.
    }
  | { readonly kind: "callback" } // The agent's.
  | { readonly kind: "callbacks" }; // The list to pick from.

export type PromiseAside = Extract<Aside, { kind: "promise" }>;

// A promised call as it is written, and not sent.
export interface PromiseWords {
  readonly until: string; // As a field of date and time has it.
  readonly note: string;
  readonly queue: string; // `queues/{queue}`
  readonly mine: boolean; // Who promises it calls.
}

export type NewTicketAside = Extract<Aside, { kind: "newTicket" }>;

// A new ticket as it is written, and not sent.
export interface TicketWords {
  readonly fields: FieldsDraft;
  readonly description: string;
  readonly mine: boolean; // Who writes it takes it.
}

export interface UnsentPromise {
  readonly from: PromiseAside;
  readonly words: PromiseWords;
}

export interface UnsentTicket {
  readonly from: NewTicketAside;
  readonly words: TicketWords;
}

export type Unsent = UnsentPromise | UnsentTicket;

// A command to the switch that is under way.
export interface Issued {
  readonly id: number; // Of the request.
  readonly commandId: string; // Empty: the server has not answered yet.
  readonly kind: CommandKind;
  readonly call: string; // Empty: none, it dials.
}

// A command of which nobody knows whether it was done.
export interface Unsure {
  readonly kind: CommandKind;
  readonly call: string;
}

export interface Timeline {
  readonly customer: string;
  readonly about: Customer | null; // Of one who was searched for.
  readonly channel: Channel; // "unknown": all.
  readonly briefs: readonly Brief[];
  readonly nextPageToken: string;
  readonly busy: boolean;
  readonly read: boolean; // The first page came.
  readonly failed: boolean;
  readonly command: number;
}

export const EMPTY_TIMELINE: Timeline = {
  customer: "",
  about: null,
  channel: "unknown",
  briefs: [],
  nextPageToken: "",
  busy: false,
  read: false,
  failed: false,
  command: 0,
};

export interface DeskState {
  // As the server says.
  readonly known: boolean; // A snapshot came.
  readonly agent: Agent;
  readonly pops: readonly Pop[]; // Oldest first.
  readonly calls: readonly OwnCall[];
  readonly wrapUps: readonly WrapUp[];
  readonly missed: readonly Missed[]; // Newest first.
  readonly missedCount: number;
  readonly queues: readonly Queue[];
  readonly reasons: readonly NotReadyReason[];
  readonly links: readonly DeskLink[];
  readonly workOffers: readonly WorkOffer[]; // Oldest first.
  readonly tickets: readonly Ticket[]; // The agent's, the one that is due first first.
  readonly notices: readonly WorkNotice[]; // Newest first.
  readonly allowedCommands: readonly CommandKind[]; // Without a call.
  readonly callback: Callback | null; // That the agent has, and whose outcome is not told.
  readonly serverVersion: string; // That the page was first served by.
  readonly newVersion: boolean; // Another server answers now, or did.

  // Of this desk. Moments are of the page's steady clock.
  readonly nowMs: number;
  readonly link: Link;
  readonly closedOffers: readonly string[]; // offerId, or `workOffers/…`; oldest first.
  readonly silenced: readonly string[]; // offerId of rings that the agent stopped.
  readonly cards: ReadonlyMap<string, Pop>; // By call: of those that are wrapped up.
  readonly drafts: ReadonlyMap<string, Draft>; // By call.
  readonly unsentOutcomes: readonly string[]; // Calls whose wrap-up ran out with an outcome.
  readonly focus: Focus;
  readonly aside: Aside | null; // null: the call in focus.
  readonly unsent: readonly Unsent[]; // Oldest first.
  readonly issued: readonly Issued[];
  readonly endedCommands: readonly string[]; // That ended before the server answered.
  readonly unsure: Unsure | null;
  readonly typing: "note" | "field" | null; // Where the keys go.
  readonly askWhose: string; // The call whose caller is asked for. Empty: none.
  readonly candidateMarked: string; // `customers/…`. Empty: none is preselected.
  readonly timeline: Timeline;
  readonly toast: Toast | null;
  readonly lastId: number;
  readonly pending: ReadonlyMap<number, Request>; // Requests that are not answered.
}

const NOBODY: Agent = {
  name: "",
  login: "",
  displayName: "",
  status: {
    state: "unknown",
    reason: "",
    sinceMs: null,
    pendingState: "unknown",
    pendingReason: "",
    cause: "unknown",
  },
  popMode: "on",
  offHours: false,
};

export const EMPTY_DESK: DeskState = {
  known: false,
  agent: NOBODY,
  pops: [],
  calls: [],
  wrapUps: [],
  missed: [],
  missedCount: 0,
  queues: [],
  reasons: [],
  links: [],
  workOffers: [],
  tickets: [],
  notices: [],
  allowedCommands: [],
  callback: null,
  serverVersion: "",
  newVersion: false,
  nowMs: 0,
  link: {
    stream: "connecting",
    detail: "",
    heardMs: null,
    lostMs: null,
    backMs: null,
    missedWhileAway: 0,
    clock: { serverMs: 0, heardAtMs: 0 },
    roundTripMs: null,
    slowSinceMs: null,
  },
  closedOffers: [],
  silenced: [],
  cards: new Map(),
  drafts: new Map(),
  unsentOutcomes: [],
  focus: { offer: "", call: "" },
  aside: null,
  unsent: [],
  issued: [],
  endedCommands: [],
  unsure: null,
  typing: null,
  askWhose: "",
  candidateMarked: "",
  timeline: EMPTY_TIMELINE,
  toast: null,
  lastId: 0,
  pending: new Map(),
};

// An entry of the calls column.
export interface Entry {
  readonly kind: "ringing" | "talking" | "wrapUp" | "missed";
  readonly key: Focus;
  readonly pop: Pop | null; // Also the card of a wrap-up, where it is known.
  readonly own: OwnCall | null;
  readonly wrapUp: WrapUp | null;
  readonly missed: Missed | null;
}

const BARE = { pop: null, own: null, wrapUp: null, missed: null } as const;

export function shows(state: DeskState, pop: Pop): boolean {
  if (pop.state === "ended") return false;
  return pop.state !== "ringing" || state.agent.popMode !== "off";
}

// Whether it takes the focus by itself while it rings.
export function opensRinging(pop: Pop): boolean {
  return pop.policy !== "openOnAnswer";
}

let last: { readonly of: readonly unknown[]; readonly entries: readonly Entry[] } | null = null;

// The calls column in its order: what rings, who talks, what is wrapped up, what was missed. A tick
// of the clock makes a new state in which none of it changed: that gives the same entries, so that
// the screen sees that there is nothing to do.
export function entriesOf(state: DeskState): readonly Entry[] {
  const { pops, calls, wrapUps, missed, cards, agent } = state;
  const of = [pops, calls, wrapUps, missed, cards, agent.popMode];
  if (last === null || of.some((part, index) => part !== last?.of[index])) {
    last = { of, entries: makeEntries(state) };
  }
  return last.entries;
}

function makeEntries(state: DeskState): Entry[] {
  const shown = state.pops.filter((pop) => shows(state, pop));
  const ofPop = (kind: Entry["kind"]) => (pop: Pop) => ({
    ...BARE,
    kind,
    key: { offer: offerId(pop.offer), call: pop.call },
    pop,
  });
  const entries: Entry[] = [
    ...shown.filter((pop) => pop.state === "ringing").map(ofPop("ringing")),
    ...shown.filter((pop) => pop.state !== "ringing").map(ofPop("talking")),
  ];
  const holds = (offer: string, call: string) =>
    entries.some(({ key }) => (offer !== "" && key.offer === offer) || key.call === call);
  for (const own of state.calls) {
    const key = { offer: offerId(own.offer), call: own.call };
    if (!holds(key.offer, key.call)) entries.push({ ...BARE, kind: "talking", key, own });
  }
  for (const wrapUp of state.wrapUps) {
    if (holds("", wrapUp.call)) continue;
    const key = { offer: "", call: wrapUp.call };
    const pop = state.cards.get(wrapUp.call) ?? null;
    entries.push({ ...BARE, kind: "wrapUp", key, pop, wrapUp });
  }
  for (const missed of state.missed) {
    entries.push({
      ...BARE,
      kind: "missed",
      key: { offer: offerId(missed.offer), call: "" },
      missed,
    });
  }
  return entries;
}

export function sameFocus(one: Focus, other: Focus): boolean {
  return one.offer === other.offer && one.call === other.call;
}

export function focusedEntry(state: DeskState): Entry | null {
  const { offer, call } = state.focus;
  const isIt = ({ key }: Entry) =>
    (offer !== "" && key.offer === offer) || (call !== "" && key.call === call);
  return entriesOf(state).find(isIt) ?? null;
}

export function callerOf(entry: Entry): Caller | null {
  return entry.pop?.caller ?? entry.own?.caller ?? null;
}

// `customers/…`. Empty: not known.
export function customerOf(entry: Entry): string {
  return entry.missed?.customer ?? callerOf(entry)?.customer ?? "";
}

export function outcomesOf(entry: Entry): readonly Outcome[] {
  return entry.wrapUp?.outcomes ?? entry.pop?.outcomes ?? [];
}

// The digit that chooses an outcome: its own, else its place in the list. 0: none.
export function digitOf(outcomes: readonly Outcome[], index: number): number {
  const own = outcomes[index]?.digit ?? 0;
  if (own > 0) return own;
  return outcomes.every((outcome) => outcome.digit === 0) && index < 9 ? index + 1 : 0;
}

export function lookOf(state: DeskState): LinkLook {
  const { link, nowMs } = state;
  if (link.stream === "replaced" || link.stream === "refused" || link.stream === "signedOut") {
    return link.stream;
  }
  if (link.heardMs === null) return nowMs > OFFLINE_AFTER_MS ? "offline" : "connecting";
  const age = nowMs - link.heardMs;
  if (age > OFFLINE_AFTER_MS) return "offline";
  if (age > LIVE_FOR_MS) return "reconnecting";
  if (link.stream !== "live") {
    const since = link.lostMs === null || link.heardMs > link.lostMs;
    return since ? "catchingUp" : "reconnecting";
  }
  if (link.backMs !== null && nowMs - link.backMs < BACK_FOR_MS) return "back";
  if (link.slowSinceMs !== null && nowMs - link.slowSinceMs >= SLOW_FOR_MS) return "slow";
  return "live";
}

// Whether what needs the server can be done.
export function isLive(state: DeskState): boolean {
  return ["live", "slow", "back"].includes(lookOf(state));
}

// Whether the agent is away from the calls, or will be after this one.
export function isAway({ agent }: DeskState): boolean {
  const { state, pendingState } = agent.status;
  return ["notReady", "loggedOff"].includes(pendingState === "unknown" ? state : pendingState);
}

// Where the site has reasons for being not ready, one of them is chosen: none is no choice.
export function needsReason(state: DeskState): boolean {
  return state.reasons.length > 0;
}

export function serverNowOf(state: DeskState): number {
  return serverNow(state.link.clock, state.nowMs);
}

// In whole seconds: what only shows seconds is reckoned anew once a second.
export function serverSecondOf(state: DeskState): number {
  return Math.floor(serverNowOf(state) / 1_000) * 1_000;
}

// When the last message came, by the server's clock.
export function liveUntil(state: DeskState): number {
  const { clock, heardMs } = state.link;
  return serverNow(clock, heardMs ?? clock.heardAtMs);
}

export function draftOf(state: DeskState, call: string): Draft {
  return state.drafts.get(call) ?? EMPTY_DRAFT;
}

// Whether the page may be loaded anew without taking anything from the agent.
export function isFree(state: DeskState): boolean {
  const called = entriesOf(state).some((entry) => entry.kind !== "missed");
  // What is written of a ticket or a promised call is of this page alone.
  const worked = state.workOffers.length > 0 || state.callback !== null;
  const busy = called || worked || state.aside !== null || state.unsent.length > 0;
  // What the server refused for good is kept by this browser, and found again.
  const unsaved = [...state.drafts.values()].some(
    ({ failed, dirty, saving }) => !failed && (dirty || saving),
  );
  return !busy && !unsaved && state.typing === null;
}
