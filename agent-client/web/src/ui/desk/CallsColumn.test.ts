// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { aCaller, aDesk, aMissed, aPop, aQueue, aWrapUp } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import CallsColumn from "./CallsColumn.svelte";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import * as moments from "../shared/moments";

afterEach(() => Mounted.closeAll());

function show(change: Partial<DeskState>): [Mounted, FakeSession] {
  const session = new FakeSession(aDesk(change));
  const mounted = new Mounted(session, (where) => mount(CallsColumn, where));
  return [mounted, session];
}

test("says that there is nothing when there is nothing", () => {
  const [column] = show({});

  expect(column.text).toContain("No calls");
  expect(column.text).not.toContain("Missed");
});

test("what rings is above who talks, and that above what is wrapped up", () => {
  const caller = (displayName: string) => aCaller({ displayName });
  const [column] = show({
    wrapUps: [aWrapUp({ call: "calls/c3", callerDisplayName: "Carl" })],
    pops: [
      aPop({
        offer: "calls/c2/offers/o2",
        call: "calls/c2",
        state: "connected",
        caller: caller("Bert"),
      }),
      aPop({ caller: caller("Anna") }),
    ],
  });
  const rows = column.all("li").map((row) => (row.textContent ?? "").replace(/\s+/g, " ").trim());

  expect(rows.map((row) => row.split(" ")[0])).toEqual(["Anna", "Bert", "Carl"]);
  expect(rows[0]).toContain("Ringing");
  expect(rows[1]).toContain("Talking");
  expect(rows[2]).toContain("Wrap-up");
});

test("a missed call says when and how, and is seen alone or with all", () => {
  const missed = [aMissed({ callerDisplayName: "Lea", reason: "callerGone", ringMs: 14_000 })];
  const [column, session] = show({ missed, missedCount: 7 });

  expect(column.text).toContain("Missed 7");
  expect(column.text).toContain("hung up after 00:14");
  expect(column.text).toContain("and 6 more");
  column.press("Seen");
  column.press("Seen all M");

  expect(session.requests).toEqual([
    { method: "AcknowledgeMissed", offers: ["calls/c9/offers/o9"] },
    { method: "AcknowledgeMissed", offers: [] },
  ]);
});

test("a press on a row brings its call into the middle", () => {
  const pops = [aPop({})];
  const [column, session] = show({ pops });

  column.press(/^Wang Xiaoming/);

  expect(session.state.focus).toEqual({ offer: "o1", call: "calls/c1" });
  expect(column.find(/^Wang Xiaoming/).getAttribute("aria-current")).toBe("true");
});

test("without a link the numbers of a queue may be old", () => {
  const [column] = show({ queues: [aQueue({ waiting: 3 })], nowMs: 60_000 });

  expect(column.text).toContain("Sales may be old 3 waiting");
});

test("a queue shows its numbers, and that they may be old", () => {
  const [column] = show({
    queues: [
      aQueue({ displayName: "Sales", waiting: 3, longestSinceMs: 0 }),
      aQueue({ queue: "queues/b", displayName: "Support", stale: true }),
    ],
    nowMs: 4_000,
  });

  expect(column.text).toMatch(/Sales 3 waiting 00:04/);
  expect(column.text).toMatch(/Support may be old nobody waits/);
});

test("a tick within a second writes no row anew, and a second writes their times", () => {
  const missed = [aMissed({ callerDisplayName: "Lea" })];
  const [, session] = show({ missed, missedCount: 1, nowMs: 1_000 });
  const written = vi.spyOn(moments, "momentText");

  session.state = { ...session.state, nowMs: 1_750 };
  flushSync();
  expect(written).not.toHaveBeenCalled();
  session.state = { ...session.state, nowMs: 2_000 };
  flushSync();

  expect(written).toHaveBeenCalledOnce();
});
