// Commands to the switch.
//
// Rules:
//  C1. A command is asked for only where the server says that it can be.
//  C2. While one is under way the same one is not given again; nothing is repeated by itself.
//  C3. What became of it is said when it was refused, and when nobody knows; a call whose command
//      ended so is marked until something is heard of it. What was done is told by the call itself.

import type { Failure } from "../shared/failure";
import { DEADLINE_EXCEEDED, UNAVAILABLE } from "../shared/failure";
import type { CallRequest } from "./command";
import type { DeskState, Entry, Issued } from "./state";
import type { Step } from "./step";
import { ask, needsServer, tell, tellFailed } from "./step";
import { offerId } from "./values";
import type { CommandEnded, CommandKind } from "./workValues";

const ENDED_MAX = 16; // That ended before the answer came: of those few that are under way.

const KINDS: Readonly<Record<CallRequest["method"], CommandKind>> = {
  AnswerCall: "answer",
  DeclineCall: "decline",
  HoldCall: "hold",
  RetrieveCall: "retrieve",
  HangUpCall: "clear",
  TransferCall: "transfer",
  ConsultCall: "consult",
  CompleteTransfer: "completeTransfer",
  ConferenceCall: "conference",
  CancelConsultation: "cancelConsult",
  DialNumber: "dial",
};
export const CALL_METHODS = Object.keys(KINDS) as readonly CallRequest["method"][];
export const commandOfRequest = ({ method }: CallRequest): CommandKind => KINDS[method];

const NONE: readonly CommandKind[] = [];

// What can be asked of the switch for an entry: for its ring, else for the own call.
export function commandsFor(state: DeskState, entry: Entry): readonly CommandKind[] {
  if (entry.kind === "ringing") return entry.pop?.allowedCommands ?? NONE;
  if (entry.kind !== "talking") return NONE;
  const { offer, call } = entry.key;
  const own = state.calls.find(
    (one) => one.call === call || (offer !== "" && offerId(one.offer) === offer),
  );
  return own?.allowedCommands ?? entry.pop?.allowedCommands ?? NONE;
}

function isAllowed(state: DeskState, request: CallRequest): boolean {
  const kind = KINDS[request.method];
  if (request.method === "DialNumber") return state.allowedCommands.includes(kind);
  const { call } = request;
  const known = [...state.pops, ...state.calls].filter((one) => one.call === call);
  return known.some((one) => one.allowedCommands.includes(kind));
}

export function isUnderWay(state: DeskState, kind: CommandKind, call: string): boolean {
  return state.issued.some((one) => one.kind === kind && one.call === call);
}

// The other call of the agent, whom the one on hold can be given to: the one that was dialled for
// it. Where the agent has one call only, the switch may keep both in it; it refuses where nobody is
// consulted. null: there is none.
export function consultationOf(state: DeskState, call: string): string | null {
  const free = state.calls.filter((one) => one.state !== "held");
  const other = free.find((one) => one.call !== call);
  if (other !== undefined) return other.call;
  return state.calls.length === 1 && free.length === 1 ? call : null;
}

const callOf = (request: CallRequest) => (request.method === "DialNumber" ? "" : request.call);

export function command(step: Step, request: CallRequest): void {
  const { state } = step;
  const kind = KINDS[request.method];
  if (!needsServer(step)) return;
  if (!isAllowed(state, request)) return tell(step, "commandNotPossible"); // C1.
  if (isUnderWay(state, kind, callOf(request))) return; // C2.
  if (state.unsure?.call === callOf(request)) state.unsure = null;
  const id = ask(step, request);
  state.issued = [...state.issued, { id, commandId: "", kind, call: callOf(request) }];
}

// With a reason it is the server that says so: nothing was done.
function isOutcomeOpen({ code, reason }: Failure): boolean {
  return code === DEADLINE_EXCEEDED || (code === UNAVAILABLE && reason === "");
}

function beUnsure(step: Step, { kind, call }: Pick<Issued, "kind" | "call">): void {
  step.state.unsure = { kind, call };
  tell(step, "commandUnknown", kind);
}

function drop(step: Step, issued: Issued): void {
  step.state.issued = step.state.issued.filter((one) => one !== issued);
}

export function takeIssued(step: Step, id: number, commandId: string): void {
  const { state } = step;
  const issued = state.issued.find((one) => one.id === id);
  if (issued === undefined) return;
  if (commandId === "" || state.endedCommands.includes(commandId)) return drop(step, issued);
  state.issued = state.issued.map((one) => (one === issued ? { ...one, commandId } : one));
}

export function takeNotIssued(step: Step, id: number, failure: Failure): void {
  const issued = step.state.issued.find((one) => one.id === id);
  if (issued !== undefined) drop(step, issued);
  if (issued !== undefined && isOutcomeOpen(failure)) return beUnsure(step, issued); // C3.
  tellFailed(step, failure);
}

export function takeEnded(step: Step, ended: CommandEnded): void {
  const { state } = step;
  const issued = state.issued.find((one) => one.commandId === ended.commandId);
  if (issued === undefined) {
    state.endedCommands = [...state.endedCommands, ended.commandId].slice(-ENDED_MAX);
  } else {
    drop(step, issued);
  }
  if (ended.outcome === "refused") return tell(step, "commandRefused", ended.message); // C3.
  if (ended.outcome === "unknown") beUnsure(step, { kind: ended.kind, call: issued?.call ?? "" });
}

// Something is heard of the call: now it is known what it does.
export function beSureOf(step: Step, call: string): void {
  if (step.state.unsure?.call === call) step.state.unsure = null;
}

// What was under way may have ended unheard before the whole was told anew.
export function forgetIssued(step: Step): void {
  step.state.issued = step.state.issued.filter(({ commandId }) => commandId === "");
}
