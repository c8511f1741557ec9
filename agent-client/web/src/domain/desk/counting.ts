// What a call does now, and the time that counts for it.

import type { Entry } from "./state";

export type Phase = "ringing" | "dialling" | "talking" | "held" | "wrapUp" | "missed";

export interface Counting {
  readonly phase: Phase;
  readonly sinceMs: number | null; // null: no time counts, or it is not known.
  readonly untilMs: number | null; // A wrap-up ends; what is left of it counts instead.
}

function phaseOf({ kind, pop, own }: Entry): Phase {
  if (kind !== "talking") return kind;
  if (pop?.state === "held" || own?.state === "held") return "held";
  return own?.state === "dialling" ? "dialling" : "talking";
}

export function countingOf(entry: Entry): Counting {
  const { pop, own, wrapUp } = entry;
  const phase = phaseOf(entry);
  const since = (sinceMs: number | null | undefined) => ({
    phase,
    sinceMs: sinceMs ?? null,
    untilMs: wrapUp?.deadlineMs ?? null,
  });
  switch (phase) {
    case "missed":
      return since(null);
    case "wrapUp":
      return since(wrapUp?.startMs);
    case "ringing":
      return since(pop?.ringStartMs);
    case "held":
      return since(pop?.holdSinceMs ?? own?.sinceMs);
    case "dialling":
    case "talking":
      return since(pop?.answerMs ?? own?.startMs);
  }
}
