import { expect, test } from "vitest";
import { entryTitle, notifiedOf, soundOf, titleOf } from "./alerts";
import { aCaller, aDesk, aMissed, aPop, aWrapUp } from "./fixtures";
import type { DeskState } from "./state";
import { entriesOf } from "./state";

const number = {
  formatted: "030 901820",
  e164: "+4930901820",
  raw: "030901820",
  place: "Berlin",
  kind: "fixedLine",
} as const;

test("a caller is called by name, else by number", () => {
  expect(titleOf(aCaller({ displayName: "王小明", number }))).toEqual({
    kind: "name",
    text: "王小明",
  });
  expect(titleOf(aCaller({ number }))).toEqual({ kind: "number", text: "030 901820" });
  expect(titleOf(aCaller({ withheld: true }))).toEqual({ kind: "withheld" });
  expect(titleOf(aCaller({ number, candidateCount: 2 })).kind).toBe("number");
  expect(titleOf(null)).toEqual({ kind: "unknown" });
});

test("who an entry is about is said the same way, whatever became of the call", () => {
  const titles = (state: Partial<DeskState>) => entriesOf(aDesk(state)).map(entryTitle);
  const unknown = aPop({ caller: aCaller({}) });
  const wrapUps = [aWrapUp({ callerDisplayName: "Lea" })];

  expect(titles({ wrapUps })).toEqual([{ kind: "name", text: "Lea" }]);
  expect(titles({ wrapUps, cards: new Map([["calls/c1", unknown]]) })).toEqual([
    { kind: "name", text: "Lea" },
  ]);
  expect(titles({ missed: [aMissed({ number })] })).toEqual([
    { kind: "number", text: "030 901820" },
  ]);
  expect(titles({ missed: [aMissed({ number, withheld: true })] })).toEqual([{ kind: "withheld" }]);
  expect(titles({ pops: [unknown] })).toEqual([{ kind: "unknown" }]);
});

test("it rings while a call rings, and not when the agent stopped it", () => {
  const ringing = aDesk({ pops: [aPop({ offer: "calls/c1/offers/o1" })] });

  expect(soundOf(ringing)).toBe("normal");
  expect(soundOf({ ...ringing, silenced: ["o1"] })).toBeNull();
  expect(soundOf(aDesk({ pops: [] }))).toBeNull();
});

test("a transfer and a VIP have rings of their own", () => {
  const vip = aCaller({ flags: [{ code: "vip", label: "VIP" }] });

  expect(soundOf(aDesk({ pops: [aPop({ transferred: true })] }))).toBe("transfer");
  expect(soundOf(aDesk({ pops: [aPop({ caller: vip })] }))).toBe("priority");
});

test("it does not ring into the ear of who talks", () => {
  const talking = aPop({ offer: "calls/c2/offers/o2", call: "calls/c2", state: "connected" });

  expect(soundOf(aDesk({ pops: [aPop({}), talking] }))).toBeNull();
});

test("with pops as cards only the desktop is not told, with pops off nothing rings", () => {
  const desk = aDesk({ pops: [aPop({})] });

  expect(notifiedOf(desk)).toHaveLength(1);
  expect(notifiedOf({ ...desk, agent: { ...desk.agent, popMode: "cardOnly" } })).toHaveLength(0);
  expect(soundOf({ ...desk, agent: { ...desk.agent, popMode: "off" } })).toBeNull();
});
