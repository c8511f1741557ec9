// The desk of one agent: state × input → state, and commands to be carried out. Does no I/O and
// reads no clock; each input says when it came. The cases in agent-client/conformance hold for it
// and for every other client.
//
// The rules are numbered in updates.ts (P), and
//  N1. A note is saved 2 s after the last key, when its text is left, and when the link is back.

import { applyAct } from "./acts";
import { applyAnswer } from "./answers";
import type { Command } from "./command";
import type { Input } from "./input";
import type { DeskState, Draft } from "./state";
import { AUTOSAVE_AFTER_MS } from "./state";
import type { Step } from "./step";
import { saveDraft, setDraft } from "./step";
import { applyLink, applyRoundTrip, applyUpdate } from "./updates";

// What this browser kept, or another tab typed, never replaces what is typed here.
function takeDrafts(step: Step, drafts: ReadonlyMap<string, Draft>): void {
  for (const [call, kept] of drafts) {
    const held = step.state.drafts.get(call);
    const typedHere =
      held !== undefined &&
      (held.dirty ||
        held.saving ||
        (step.state.typing === "note" && step.state.focus.call === call));
    if (typedHere || (held !== undefined && held.revision > kept.revision)) continue;
    setDraft(step, call, { ...kept, saving: false, failed: false, editedMs: step.state.nowMs });
  }
}

function take(step: Step, input: Input): void {
  switch (input.kind) {
    case "update":
      return applyUpdate(step, input.update);
    case "link":
      return applyLink(step, input.to, input.detail);
    case "roundTrip":
      return applyRoundTrip(step, input.ms);
    case "act":
      return applyAct(step, input.act);
    case "answer":
      return applyAnswer(step, input.id, input.outcome);
    case "drafts":
      return takeDrafts(step, input.drafts);
    case "outdated":
      step.state.newVersion = true;
      return;
    case "tick":
      return;
  }
}

export interface Applied {
  readonly state: DeskState;
  readonly commands: readonly Command[];
}

// `atMs` is of the page's steady clock and does not go back. The commands are in order.
export function apply(state: DeskState, input: Input, atMs: number): Applied {
  const step: Step = { state: { ...state, nowMs: atMs }, commands: [] };
  const { toast } = step.state;
  if (toast !== null && toast.untilMs <= atMs) step.state.toast = null;
  take(step, input);
  for (const [call, draft] of step.state.drafts) {
    if (draft.dirty && atMs - draft.editedMs >= AUTOSAVE_AFTER_MS) saveDraft(step, call); // N1.
  }
  return step;
}
