// Values for tests and for the gallery of screens; no page imports them.

import type { DeskState } from "./state";
import { EMPTY_DESK } from "./state";
import { aTicket } from "../tickets/fixtures";
import type { Brief, Caller, Missed, OwnCall, Pop, Queue, Snapshot, WrapUp } from "./values";
import type { WorkNotice, WorkOffer } from "./workValues";

export const aCaller = (change: Partial<Caller>): Caller => ({
  displayName: "",
  number: null,
  withheld: false,
  customer: "",
  company: "",
  role: "",
  tier: "",
  flags: [],
  languageCode: "",
  match: "none",
  candidates: [],
  candidateCount: 0,
  ...change,
});

export const aPop = (change: Partial<Pop>): Pop => ({
  offer: "calls/c1/offers/o1",
  call: "calls/c1",
  state: "ringing",
  outbound: false,
  queue: "queues/sales",
  queueDisplayName: "Sales",
  offerNumber: 1,
  offerCount: 1,
  waitedMs: null,
  waitingSinceMs: null,
  ringStartMs: 0,
  deadlineMs: null,
  answerMs: null,
  holdSinceMs: null,
  caller: aCaller({ displayName: "Wang Xiaoming", customer: "customers/w" }),
  dialled: null,
  dialledLabel: "",
  attached: [],
  pinnedNote: "",
  callsTodayCount: 0,
  lastAgent: "",
  lastOutcome: "",
  recent: [],
  openTicketCount: 0,
  openTickets: [],
  policy: "card",
  openUri: "",
  outcomes: [],
  transferred: false,
  transferredBy: "",
  nextAppointmentMs: null,
  allowedCommands: [],
  revision: 1n,
  ...change,
});

export const aCall = (change: Partial<OwnCall>): OwnCall => ({
  call: "calls/c1",
  offer: "calls/c1/offers/o1",
  state: "connected",
  caller: aCaller({ displayName: "Wang Xiaoming", customer: "customers/w" }),
  queueDisplayName: "Sales",
  startMs: 0,
  sinceMs: 0,
  allowedCommands: [],
  revision: 1n,
  ...change,
});

export const aWorkOffer = (change: Partial<WorkOffer>): WorkOffer => ({
  name: "workOffers/w1",
  work: { kind: "ticket", ticket: aTicket({}) },
  queueDisplayName: "Sales",
  startMs: 0,
  deadlineMs: 30_000,
  ...change,
});

export const aNotice = (change: Partial<WorkNotice>): WorkNotice => ({
  name: "workNotices/n1",
  kind: "reminder",
  ticket: aTicket({}),
  timeMs: 0,
  ...change,
});

export const aWrapUp = (change: Partial<WrapUp>): WrapUp => ({
  call: "calls/c1",
  state: "open",
  callerDisplayName: "Wang Xiaoming",
  startMs: 0,
  deadlineMs: 30_000,
  extensionsLeft: 2,
  note: "",
  noteRevision: 0n,
  disposition: "",
  outcomes: [],
  dispositionRequired: false,
  ...change,
});

export const aBrief = (change: Partial<Brief>): Brief => ({
  name: "interactions/i1",
  channel: "call",
  outbound: false,
  startMs: 0,
  summary: "",
  agentDisplayName: "",
  outcome: "",
  result: "answered",
  note: "",
  subject: "",
  body: "",
  tickets: [],
  ...change,
});

export const aMissed = (change: Partial<Missed>): Missed => ({
  offer: "calls/c9/offers/o9",
  call: "calls/c9",
  callerDisplayName: "",
  number: null,
  withheld: false,
  customer: "",
  queueDisplayName: "Sales",
  ringStartMs: 0,
  ringMs: 20_000,
  reason: "noAnswer",
  ...change,
});

export const aQueue = (change: Partial<Queue>): Queue => ({
  queue: "queues/sales",
  displayName: "Sales",
  waiting: 0,
  longestSinceMs: null,
  stale: false,
  ...change,
});

export const aDesk = (change: Partial<DeskState>): DeskState => ({
  ...EMPTY_DESK,
  known: true,
  link: { ...EMPTY_DESK.link, stream: "live", heardMs: 0 },
  ...change,
});

export const aSnapshot = (change: Partial<Snapshot>): Snapshot => ({
  agent: EMPTY_DESK.agent,
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
  serverMs: 0,
  serverVersion: "",
  ...change,
});
