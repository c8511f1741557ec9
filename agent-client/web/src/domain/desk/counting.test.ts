import { expect, test } from "vitest";
import { countingOf } from "./counting";
import { aCaller, aDesk, aMissed, aPop, aWrapUp } from "./fixtures";
import type { DeskState } from "./state";
import { entriesOf } from "./state";

const own = {
  call: "calls/c1",
  offer: "",
  state: "dialling",
  caller: aCaller({}),
  queueDisplayName: "",
  startMs: 10,
  sinceMs: 20,
  allowedCommands: [],
  revision: 1n,
} as const;
const pop = aPop({ ringStartMs: 1, answerMs: 2, holdSinceMs: 3 });

test.each<[string, Partial<DeskState>, ReturnType<typeof countingOf>]>([
  ["rings", { pops: [pop] }, { phase: "ringing", sinceMs: 1, untilMs: null }],
  [
    "talks",
    { pops: [{ ...pop, state: "connected" }] },
    { phase: "talking", sinceMs: 2, untilMs: null },
  ],
  ["is held", { pops: [{ ...pop, state: "held" }] }, { phase: "held", sinceMs: 3, untilMs: null }],
  ["is dialled", { calls: [own] }, { phase: "dialling", sinceMs: 10, untilMs: null }],
  [
    "is held without a card",
    { calls: [{ ...own, state: "held" }] },
    { phase: "held", sinceMs: 20, untilMs: null },
  ],
  [
    "is wrapped up",
    { wrapUps: [aWrapUp({ startMs: 4, deadlineMs: 5 })] },
    { phase: "wrapUp", sinceMs: 4, untilMs: 5 },
  ],
  ["was missed", { missed: [aMissed({})] }, { phase: "missed", sinceMs: null, untilMs: null }],
])("what %s has its word and its time", (_, state, counting) => {
  const entry = entriesOf(aDesk(state))[0];

  expect(entry && countingOf(entry)).toEqual(counting);
});
