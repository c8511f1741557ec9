// From the messages of the contract to the values of the desk. A value that is newer than this
// page is taken as the first of its kind, as the contract says.

import type { Duration } from "@bufbuild/protobuf/wkt";
import { durationMs } from "@bufbuild/protobuf/wkt";
import type { Agent as AgentMessage, AgentStatus as StatusMessage } from "$proto/agent_pb";
import { AgentStatus_Cause, AgentStatus_State, PopMode as PopModeNumber } from "$proto/agent_pb";
import type { Caller as CallerMessage } from "$proto/caller_pb";
import { Direction } from "$proto/call_pb";
import type {
  DeskSnapshot,
  MissedCall,
  OwnCall as OwnCallMessage,
  QueueSummary,
} from "$proto/desk_pb";
import type { WatchDeskResponse } from "$proto/desk_service_pb";
import type { InteractionBrief } from "$proto/interaction_pb";
import { Presentation } from "$proto/phone_number_pb";
import type { Pop as PopMessage } from "$proto/pop_pb";
import type { WorkNotice as NoticeMessage, WorkOffer as OfferMessage } from "$proto/work_pb";
import type { DispositionOption, WrapUp as WrapUpMessage } from "$proto/wrap_up_pb";
import type * as desk from "../../domain/desk/values";
import { CHANNELS } from "../../domain/desk/values";
import type * as work from "../../domain/desk/workValues";
import {
  COMMAND_KINDS,
  COMMAND_OUTCOMES,
  NOTICE_KINDS,
  WORK_CLOSE_REASONS,
} from "../../domain/desk/workValues";
import { callbackOf } from "../callbacks/mapping";
import { numberOf } from "../shared/phoneNumber";
import { known, ticketOf, timeOf } from "../tickets/mapping";

const AGENT_STATES: readonly desk.AgentState[] = [
  "unknown",
  "loggedOff",
  "notReady",
  "ready",
  "reserved",
  "alerting",
  "connected",
  "hold",
  "workingAfterCall",
];
const POP_MODES: readonly desk.PopMode[] = ["on", "on", "cardOnly", "off"];
const MATCHES: readonly desk.MatchKind[] = [
  "none",
  "exact",
  "otherFormat",
  "extensionStripped",
  "chosen",
  "denied",
  "attachedId",
  "confirmedBefore",
];
const CANDIDATE_REASONS: readonly desk.CandidateReason[] = [
  "none",
  "chosenBefore",
  "sameAgent",
  "sameQueue",
  "openTicket",
  "lastContact",
  "role",
];
const RESULTS: readonly desk.CallResult[] = [
  "unknown",
  "answered",
  "abandoned",
  "unanswered",
  "refused",
  "lost",
  "left",
];
const POP_STATES: readonly desk.PopState[] = ["ended", "ringing", "connected", "held", "ended"];
const POLICIES: readonly desk.PopPolicy[] = ["card", "card", "openOnAnswer", "openUriOnAnswer"];
const CLOSE_REASONS: readonly desk.CloseReason[] = [
  "unknown",
  "answeredByYou",
  "answeredElsewhere",
  "noAnswer",
  "callerGone",
  "cancelled",
  "lost",
  "transferred",
  "deadline",
];
const CALL_STATES: readonly desk.OwnCallState[] = [
  "connected",
  "dialling",
  "connected",
  "held",
  "ended",
];
const WRAP_UP_STATES: readonly desk.WrapUp["state"][] = ["open", "open", "completed", "expired"];

const spanOf = (span: Duration | undefined): number => (span ? durationMs(span) : 0);
export const commandKindOf = (number: number) => known(COMMAND_KINDS, number, "unknown");
export const channelOf = (number: number) => known(CHANNELS, number, "unknown");
export const channelNumber = (channel: desk.Channel) => CHANNELS.indexOf(channel);
export const resultOf = (number: number) => known(RESULTS, number, "unknown");
export const agentStateNumber = (state: desk.AgentState): AgentStatus_State =>
  AGENT_STATES.indexOf(state);
export const popModeNumber = (mode: desk.PopMode): PopModeNumber => POP_MODES.lastIndexOf(mode);
export const popModeOf = (number: number) => known(POP_MODES, number, "on");

export function statusOf(status: StatusMessage | undefined): desk.AgentStatus {
  const self =
    status?.cause === AgentStatus_Cause.AGENT || status?.cause === AgentStatus_Cause.CALL;
  return {
    state: known(AGENT_STATES, status?.state ?? 0, "notReady"),
    reason: status?.reason ?? "",
    sinceMs: timeOf(status?.sinceTime),
    pendingState: known(AGENT_STATES, status?.pendingState ?? 0, "unknown"),
    pendingReason: status?.pendingReason ?? "",
    cause: status?.cause ? (self ? "self" : "other") : "unknown",
  };
}

function agentOf(agent: AgentMessage | undefined): desk.Agent {
  return {
    name: agent?.name ?? "",
    login: agent?.login ?? "",
    displayName: agent?.displayName ?? "",
    status: statusOf(agent?.status),
    popMode: popModeOf(agent?.popMode ?? 0),
    offHours: agent?.outsideWorkingHours ?? false,
  };
}

export const flagOf = ({ code, label }: { code: string; label: string }) => ({
  code,
  label: label === "" ? code : label,
});

export function callerOf(caller: CallerMessage | undefined): desk.Caller {
  return {
    displayName: caller?.displayName ?? "",
    number: numberOf(caller?.number),
    withheld: caller?.presentation === Presentation.WITHHELD,
    customer: caller?.customer ?? "",
    company: caller?.company ?? "",
    role: caller?.role ?? "",
    tier: caller?.tier ?? "",
    flags: (caller?.flags ?? []).map(flagOf),
    languageCode: caller?.languageCode ?? "",
    match: known(MATCHES, caller?.match ?? 0, "none"),
    candidates: (caller?.candidates ?? []).map((one) => ({
      customer: one.customer,
      displayName: one.displayName,
      company: one.company,
      role: one.role,
      formattedNumber: one.formattedNumber,
      lastContactMs: timeOf(one.lastContactTime),
      reason: known(CANDIDATE_REASONS, one.reason, "none"),
    })),
    candidateCount: caller?.candidateCount ?? 0,
  };
}

function briefOf(brief: InteractionBrief): desk.Brief {
  return {
    name: brief.name,
    channel: channelOf(brief.channel),
    outbound: brief.direction === Direction.OUTBOUND,
    startMs: timeOf(brief.startTime),
    summary: brief.summary,
    agentDisplayName: brief.agentDisplayName,
    outcome: brief.dispositionLabel,
    result: resultOf(brief.callResult),
    note: "",
    subject: "",
    body: "",
    tickets: [],
  };
}

function outcomeOf(option: DispositionOption): desk.Outcome {
  const { code, label, digitKey: digit, noteRequired } = option;
  return { code, label: label === "" ? code : label, digit, noteRequired };
}

function popOf(pop: PopMessage): desk.Pop {
  return {
    offer: pop.offer,
    call: pop.call,
    state: known(POP_STATES, pop.state, "ended"),
    outbound: pop.direction === Direction.OUTBOUND,
    queue: pop.queue,
    queueDisplayName: pop.queueDisplayName,
    offerNumber: pop.offerNumber,
    offerCount: pop.offerCount,
    waitedMs: pop.waitedDuration ? durationMs(pop.waitedDuration) : null,
    waitingSinceMs: timeOf(pop.waitingSinceTime),
    ringStartMs: timeOf(pop.ringStartTime),
    deadlineMs: timeOf(pop.deadlineTime),
    answerMs: timeOf(pop.answerTime),
    holdSinceMs: timeOf(pop.holdSinceTime),
    caller: callerOf(pop.caller),
    dialled: numberOf(pop.dialled),
    dialledLabel: pop.dialledLabel,
    attached: pop.attached.map((one) => ({
      label: one.label === "" ? one.name : one.label,
      value: one.value,
      masked: one.masked,
    })),
    pinnedNote: pop.pinnedNote,
    callsTodayCount: pop.callsTodayCount,
    lastAgent: pop.lastAgentDisplayName,
    lastOutcome: pop.lastOutcome,
    recent: pop.recentInteractions.map(briefOf),
    openTicketCount: pop.openTicketCount,
    openTickets: pop.openTickets.map(ticketOf),
    policy: known(POLICIES, pop.policy, "card"),
    openUri: pop.openUri,
    outcomes: pop.dispositions.map(outcomeOf),
    transferred: pop.transferred,
    transferredBy: pop.transferredByDisplayName,
    nextAppointmentMs: timeOf(pop.nextAppointmentTime),
    allowedCommands: pop.allowedCommands.map(commandKindOf),
    revision: pop.revision,
  };
}

function ownCallOf(call: OwnCallMessage): desk.OwnCall {
  return {
    call: call.call,
    offer: call.offer,
    state: known(CALL_STATES, call.state, "connected"),
    caller: callerOf(call.caller),
    queueDisplayName: call.queueDisplayName,
    startMs: timeOf(call.startTime),
    sinceMs: timeOf(call.sinceTime),
    allowedCommands: call.allowedCommands.map(commandKindOf),
    revision: call.revision,
  };
}

export function wrapUpOf(wrapUp: WrapUpMessage): desk.WrapUp {
  return {
    call: wrapUp.call,
    state: known(WRAP_UP_STATES, wrapUp.state, "open"),
    callerDisplayName: wrapUp.callerDisplayName,
    startMs: timeOf(wrapUp.startTime),
    deadlineMs: timeOf(wrapUp.deadlineTime),
    extensionsLeft: wrapUp.extensionsLeftCount,
    note: wrapUp.note,
    noteRevision: wrapUp.noteRevision,
    disposition: wrapUp.disposition,
    outcomes: wrapUp.dispositions.map(outcomeOf),
    dispositionRequired: wrapUp.dispositionRequired,
  };
}

function missedOf(missed: MissedCall): desk.Missed {
  return {
    offer: missed.offer,
    call: missed.call,
    callerDisplayName: missed.callerDisplayName,
    number: numberOf(missed.number),
    withheld: missed.presentation === Presentation.WITHHELD,
    customer: missed.customer,
    queueDisplayName: missed.queueDisplayName,
    ringStartMs: timeOf(missed.ringStartTime),
    ringMs: spanOf(missed.ringDuration),
    reason: known(CLOSE_REASONS, missed.reason, "unknown"),
  };
}

function queueOf(queue: QueueSummary): desk.Queue {
  return {
    queue: queue.queue,
    displayName: queue.displayName,
    waiting: queue.waitingCount,
    longestSinceMs: timeOf(queue.longestWaitingSinceTime),
    stale: queue.stale,
  };
}

// None: an offer of a kind that is newer than this page, which could not be shown.
function offersOf(offer: OfferMessage): work.WorkOffer[] {
  const { name, work: of, queueDisplayName } = offer;
  if (of.case === undefined) return [];
  const work: work.Work =
    of.case === "ticket"
      ? { kind: "ticket", ticket: ticketOf(of.value) }
      : { kind: "callback", callback: callbackOf(of.value) };
  const [startMs, deadlineMs] = [timeOf(offer.startTime), timeOf(offer.deadlineTime)];
  return [{ name, work, queueDisplayName, startMs, deadlineMs }];
}

// None: one without a ticket has nothing to say.
function noticesOf({ name, kind, ticket, time }: NoticeMessage): work.WorkNotice[] {
  if (ticket === undefined) return [];
  const notice = known(NOTICE_KINDS, kind, "unknown");
  return [{ name, kind: notice, ticket: ticketOf(ticket), timeMs: timeOf(time) }];
}

export function snapshotOf(snapshot: DeskSnapshot): desk.Snapshot {
  return {
    agent: agentOf(snapshot.agent),
    pops: snapshot.pops.map(popOf),
    calls: snapshot.calls.map(ownCallOf),
    wrapUps: snapshot.wrapUps.map(wrapUpOf),
    missed: snapshot.missedCalls.map(missedOf),
    missedCount: snapshot.missedCallCount,
    queues: snapshot.queues.map(queueOf),
    reasons: snapshot.notReadyReasons.map(({ code, label }) => ({ code, label })),
    links: snapshot.deskLinks.map(({ label, uriTemplate }) => ({ label, uriTemplate })),
    workOffers: snapshot.workOffers.flatMap(offersOf),
    tickets: snapshot.tickets.map(ticketOf),
    notices: snapshot.notices.flatMap(noticesOf),
    allowedCommands: snapshot.allowedCommands.map(commandKindOf),
    callback: snapshot.callback ? callbackOf(snapshot.callback) : null,
    serverMs: timeOf(snapshot.serverTime) ?? 0,
    serverVersion: snapshot.serverVersion,
  };
}

// null: a kind of message that is newer than this page, to be skipped.
export function updateOf({ update }: WatchDeskResponse): desk.Update | null {
  switch (update.case) {
    case "snapshot":
      return { kind: "snapshot", snapshot: snapshotOf(update.value) };
    case "popOpened":
    case "popUpdated":
      return { kind: update.case, pop: popOf(update.value) };
    case "popClosed": {
      const { offer, reason, answeredByDisplayName: answeredBy } = update.value;
      const closed = { offer, reason: known(CLOSE_REASONS, reason, "cancelled"), answeredBy };
      return { kind: "popClosed", closed };
    }
    case "callChanged":
      return { kind: "callChanged", call: ownCallOf(update.value) };
    case "wrapUpOpened":
    case "wrapUpChanged":
    case "wrapUpClosed":
      return { kind: "wrapUpChanged", wrapUp: wrapUpOf(update.value) };
    case "agentChanged":
      return { kind: "agentChanged", agent: agentOf(update.value) };
    case "missedAdded":
      return { kind: "missedAdded", missed: missedOf(update.value) };
    case "missedRemoved": {
      const { offers, missedCallCount: missedCount } = update.value;
      return { kind: "missedRemoved", offers: [...offers], missedCount };
    }
    case "queueChanged":
      return { kind: "queueChanged", queue: queueOf(update.value) };
    case "queueRemoved":
      return { kind: "queueRemoved", queue: update.value };
    case "workOfferOpened": {
      const [offer] = offersOf(update.value);
      return offer === undefined ? null : { kind: "workOfferOpened", offer };
    }
    case "workOfferClosed": {
      const reason = known(WORK_CLOSE_REASONS, update.value.reason, "withdrawn");
      return { kind: "workOfferClosed", name: update.value.name, reason };
    }
    case "ticketChanged":
      return { kind: "ticketChanged", ticket: ticketOf(update.value) };
    case "noticeAdded": {
      const [notice] = noticesOf(update.value);
      return notice === undefined ? null : { kind: "noticeAdded", notice };
    }
    case "noticesRemoved":
      return { kind: "noticesRemoved", names: [...update.value.names] };
    case "commandEnded": {
      const { commandId, kind, outcome, message } = update.value;
      const became = known(COMMAND_OUTCOMES, outcome, "unknown");
      const ended = { commandId, kind: commandKindOf(kind), outcome: became, message };
      return { kind: "commandEnded", ended };
    }
    case "allowedCommandsChanged":
      return { kind: "allowedCommandsChanged", kinds: update.value.kinds.map(commandKindOf) };
    case "heartbeat":
      return { kind: "heartbeat", serverMs: timeOf(update.value.serverTime) ?? 0 };
    case "resync":
      return { kind: "resync" };
    case "callbackChanged":
      return { kind: "callbackChanged", callback: callbackOf(update.value) };
    case undefined:
      return null;
  }
}
