// What requests gave. An answer to what is not wanted any more, e.g. to an older timeline, changes
// nothing.

import { mayPass } from "../shared/failure";
import type { AnswerValue, Request, WorkAnswer } from "./command";
import { takeIssued, takeNotIssued } from "./control";
import type { Outcome } from "./input";
import { takeCallbackAnswer } from "./ownCallback";
import { focusedEntry } from "./state";
import type { Step } from "./step";
import { dropDraft, refocus, setDraft, startTimeline, tell, tellFailed } from "./step";
import type { Caller, WrapUp } from "./values";
import { dropNotices, takeAnswered, takeNotAnswered } from "./work";

type Given = Outcome<AnswerValue>;
type Of<Method extends Request["method"]> = Extract<Request, { method: Method }>;

function isCompleting({ state }: Step, call: string): boolean {
  return [...state.pending.values()].some(
    (request) => request.method === "CompleteWrapUp" && request.call === call,
  );
}

function takeSaved(step: Step, save: Of<"SaveWrapUpNote">, given: Given): void {
  if (!step.state.drafts.has(save.call)) return;
  setDraft(step, save.call, { saving: false });
  // Its note goes with the completion, whose answer says what became of it.
  if (isCompleting(step, save.call)) return;
  if (given.ok) {
    // A newer one is kept: this one is saved again, above it.
    if (given.value.kind === "noteSaved" && given.value.revision > save.revision) {
      setDraft(step, save.call, { revision: given.value.revision, dirty: true });
    }
    return;
  }
  const failed = !mayPass(given.failure);
  setDraft(step, save.call, { failed, dirty: true, editedMs: step.state.nowMs });
  if (failed) tellFailed(step, given.failure);
}

function takeCompleted(step: Step, complete: Of<"CompleteWrapUp">, given: Given): void {
  const { state } = step;
  const { call } = complete;
  if (!given.ok) {
    const closed = given.failure.reason === "WRAP_UP_CLOSED";
    if (state.drafts.has(call)) setDraft(step, call, { dirty: !closed, editedMs: state.nowMs });
    return tellFailed(step, given.failure);
  }
  const ranOut = !state.wrapUps.some((wrapUp) => wrapUp.call === call);
  const expired = ranOut && given.value.kind === "wrapUp" && given.value.wrapUp.state === "expired";
  if (state.drafts.get(call)?.dirty === false) dropDraft(step, call);
  state.wrapUps = state.wrapUps.filter((wrapUp) => wrapUp.call !== call);
  const cards = new Map(state.cards);
  cards.delete(call);
  state.cards = cards;
  tell(step, expired ? "expiredSaved" : "done");
  refocus(step);
}

function setWrapUp(step: Step, call: string, change: Partial<WrapUp>): void {
  step.state.wrapUps = step.state.wrapUps.map((one) =>
    one.call === call ? { ...one, ...change } : one,
  );
}

function takeExtended(step: Step, { call }: Of<"ExtendWrapUp">, given: Given): void {
  if (!given.ok) {
    if (given.failure.reason !== "WRAP_UP_EXTENSIONS_USED") return tellFailed(step, given.failure);
    // Another desk of the agent may have used the last one.
    setWrapUp(step, call, { extensionsLeft: 0 });
    return tell(step, "noExtensions");
  }
  if (given.value.kind !== "wrapUp") return;
  const { deadlineMs, extensionsLeft } = given.value.wrapUp;
  setWrapUp(step, call, { deadlineMs, extensionsLeft });
}

function setCaller(step: Step, call: string, caller: Caller): void {
  const { state } = step;
  state.pops = state.pops.map((pop) => (pop.call === call ? { ...pop, caller } : pop));
  state.calls = state.calls.map((own) => (own.call === call ? { ...own, caller } : own));
  const card = state.cards.get(call);
  if (card !== undefined) {
    // The pinned note is of whom it was before.
    state.cards = new Map(state.cards).set(call, { ...card, caller, pinnedNote: "" });
  }
  if (caller.displayName === "") return;
  setWrapUp(step, call, { callerDisplayName: caller.displayName });
}

function takeChosen(step: Step, choose: Of<"ChooseCaller">, given: Given): void {
  const { state } = step;
  if (!given.ok) return tellFailed(step, given.failure);
  if (given.value.kind !== "caller") return;
  const { caller } = given.value;
  setCaller(step, choose.call, caller);
  state.candidateMarked = "";
  if (choose.customer === "") {
    state.askWhose = choose.call; // Whose number is it?
    return tell(step, "callerDenied");
  }
  if (state.askWhose === choose.call) state.askWhose = "";
  tell(step, "callerChosen", caller.displayName);
  if (focusedEntry(state)?.key.call === choose.call) startTimeline(step, caller.customer);
  refocus(step);
}

function takeSeen(step: Step, seen: Of<"AcknowledgeMissed">, given: Given): void {
  const { state } = step;
  if (!given.ok) return tellFailed(step, given.failure);
  // The stream may have told it before.
  const left = state.missed.filter((missed) => !seen.offers.includes(missed.offer));
  const gone = state.missed.length - left.length;
  const all = seen.offers.length === 0;
  state.missed = all ? [] : left;
  state.missedCount = all ? 0 : state.missedCount - gone;
  tell(step, "seen");
  refocus(step);
}

const OVER = ["WORK_OFFER_OVER", "WORK_OFFER_NOT_FOUND"];

function takeWorkAnswer(step: Step, { method, name }: WorkAnswer, given: Given): void {
  if (given.ok) return takeAnswered(step, name, method === "AcceptWorkOffer");
  if (OVER.includes(given.failure.reason)) return takeNotAnswered(step, name);
  tellFailed(step, given.failure);
}

function takeNoticesSeen(step: Step, { names }: Of<"AcknowledgeNotices">, given: Given): void {
  if (!given.ok) return tellFailed(step, given.failure);
  dropNotices(step, names);
}

function takeControl(step: Step, id: number, given: Given): void {
  if (!given.ok) return takeNotIssued(step, id, given.failure);
  takeIssued(step, id, given.value.kind === "issued" ? given.value.commandId : "");
}

function takeTimeline(step: Step, id: number, given: Given): void {
  const { timeline } = step.state;
  if (timeline.command !== id) return;
  if (!given.ok || given.value.kind !== "timeline") {
    step.state.timeline = { ...timeline, busy: false, failed: true };
    return;
  }
  const briefs = [...timeline.briefs, ...given.value.briefs];
  const { nextPageToken } = given.value;
  step.state.timeline = { ...timeline, busy: false, read: true, briefs, nextPageToken };
}

function takeAgent(step: Step, given: Given): void {
  const { state } = step;
  if (!given.ok) return tellFailed(step, given.failure);
  const { value } = given;
  if (value.kind === "status") state.agent = { ...state.agent, status: value.status };
  if (value.kind === "popMode") state.agent = { ...state.agent, popMode: value.popMode };
  refocus(step);
}

export function applyAnswer(step: Step, id: number, given: Given): void {
  const { state } = step;
  const request = state.pending.get(id);
  if (request === undefined) return;
  const pending = new Map(state.pending);
  pending.delete(id);
  state.pending = pending;
  switch (request.method) {
    case "ReportPopShown":
      return; // An offer that is over: nobody to tell.
    case "SetAgentState":
    case "SetPopMode":
      return takeAgent(step, given);
    case "SaveWrapUpNote":
      return takeSaved(step, request, given);
    case "CompleteWrapUp":
      return takeCompleted(step, request, given);
    case "ExtendWrapUp":
      return takeExtended(step, request, given);
    case "ChooseCaller":
      return takeChosen(step, request, given);
    case "AcknowledgeMissed":
      return takeSeen(step, request, given);
    case "AcceptWorkOffer":
    case "DeclineWorkOffer":
      return takeWorkAnswer(step, request, given);
    case "AcknowledgeNotices":
      return takeNoticesSeen(step, request, given);
    case "TakeCallback":
    case "ReturnCallback":
    case "CancelCallback":
    case "CompleteCallback":
      return takeCallbackAnswer(step, request, given);
    case "AnswerCall":
    case "DeclineCall":
    case "HoldCall":
    case "RetrieveCall":
    case "HangUpCall":
    case "TransferCall":
    case "ConsultCall":
    case "CompleteTransfer":
    case "CancelConsultation":
    case "ConferenceCall":
    case "DialNumber":
      return takeControl(step, id, given);
    case "GetTimeline":
      return takeTimeline(step, id, given);
  }
}
