import { expect, test } from "vitest";
import { dueMsOf, spanOf, standingOf, worstOf } from "./clocks";
import { aClock } from "./fixtures";

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;

test.each([
  [
    "that runs is due",
    aClock({ dueMs: NOW + 120 * MINUTE }),
    {
      kind: "due",
      clock: "resolution",
      inMs: 120 * MINUTE,
      soon: false,
    },
  ],
  [
    "that warned is due soon",
    aClock({ dueMs: NOW + MINUTE, warned: true }),
    {
      kind: "due",
      clock: "resolution",
      inMs: MINUTE,
      soon: true,
    },
  ],
  [
    "whose time to warn came is due soon",
    aClock({ dueMs: NOW + MINUTE, warnMs: NOW }),
    {
      kind: "due",
      clock: "resolution",
      inMs: MINUTE,
      soon: true,
    },
  ],
  [
    "whose time passed unheard is breached",
    aClock({ dueMs: NOW }),
    {
      kind: "breached",
      clock: "resolution",
      agoMs: 0,
    },
  ],
  [
    "that is breached and goes on",
    aClock({ state: "breached", dueMs: NOW - MINUTE }),
    {
      kind: "breached",
      clock: "resolution",
      agoMs: MINUTE,
    },
  ],
  [
    "that was stopped too late is over",
    aClock({ state: "breached", stopMs: NOW }),
    {
      kind: "none",
    },
  ],
  [
    "that stands still is not due",
    aClock({ state: "paused", dueMs: null }),
    {
      kind: "paused",
      clock: "resolution",
    },
  ],
  ["that was kept is over", aClock({ state: "met", dueMs: null, stopMs: NOW }), { kind: "none" }],
])("a clock %s", (_, clock, expected) => {
  expect(standingOf(clock, NOW)).toEqual(expected);
});

test("what is breached matters more than what is due, and that more than what stands", () => {
  const breached = aClock({ kind: "firstResponse", state: "breached", dueMs: NOW - MINUTE });
  const due = aClock({ dueMs: NOW + MINUTE });
  const paused = aClock({ kind: "nextResponse", state: "paused", dueMs: null });

  expect(worstOf({ clocks: [paused, due, breached] }, NOW).kind).toBe("breached");
  expect(worstOf({ clocks: [paused, due] }, NOW).kind).toBe("due");
  expect(worstOf({ clocks: [paused] }, NOW).kind).toBe("paused");
  expect(worstOf({ clocks: [] }, NOW).kind).toBe("none");
});

test("of two clocks that run the one that is due first matters", () => {
  const first = aClock({ kind: "firstResponse", dueMs: NOW + MINUTE });
  const second = aClock({ dueMs: NOW + 2 * MINUTE });

  expect(worstOf({ clocks: [second, first] }, NOW)).toMatchObject({ clock: "firstResponse" });
  expect(dueMsOf({ clocks: [second, first] })).toBe(NOW + MINUTE);
  expect(dueMsOf({ clocks: [aClock({ state: "paused", dueMs: null })] })).toBe(Infinity);
});

test.each([
  [59_999, { days: 0, hours: 0, minutes: 0 }],
  [130 * MINUTE, { days: 0, hours: 2, minutes: 10 }],
  [1_439 * MINUTE, { days: 0, hours: 23, minutes: 59 }],
  [1_440 * MINUTE, { days: 1, hours: 0, minutes: 0 }],
  [1_621 * MINUTE, { days: 1, hours: 3, minutes: 0 }],
  [-MINUTE, { days: 0, hours: 0, minutes: 0 }],
])("%d ms in its largest units", (ms, expected) => {
  expect(spanOf(ms)).toEqual(expected);
});
