import { create } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { BoardQueueSchema } from "$proto/board_pb";
import { noCounts } from "./figures";
import type { Counts } from "./figures";
import { queueRow } from "./boardQueues";
import type { QueueRow } from "./boardQueues";
import { isHalfHour, nothingSeen, parseRecent, recentRow, recentText, see } from "./recent";

const NOON_MS = Date.UTC(2026, 10, 28, 12);
const at = (minutes: number) => NOON_MS + minutes * 60_000;
const plain = queueRow(create(BoardQueueSchema, { queue: { name: "queues/a" } }));

function row(day: Partial<Counts>, intervalStartMs = at(0)): QueueRow {
  const interval = { ...noCounts, answeredWithin: 1, passedThreshold: 1 };
  return { ...plain, interval, intervalStartMs, day: { ...noCounts, ...day } };
}
// Seen each minute from `from` to `to`, when `counts` tells what was counted since midnight.
function seen(from: number, to: number, counts: (minute: number) => Partial<Counts>) {
  let recent = nothingSeen;
  for (let minute = from; minute <= to; minute++) {
    recent = see(recent, [row(counts(minute))], at(minute));
  }
  return recent;
}

test("the counts are those of the last half hour", () => {
  const recent = seen(0, 60, (minute) => ({ answeredWithin: minute * 2, passedThreshold: minute }));
  const shown = recentRow(
    recent,
    row({ answeredWithin: 120, passedThreshold: 60 }, at(60)),
    at(60),
  );

  expect(shown.interval).toMatchObject({ answeredWithin: 60, passedThreshold: 30 });
  expect(isHalfHour(shown.intervalStartMs, at(60))).toBe(true);
});

test("a board that has seen less says since when", () => {
  const recent = seen(15, 27, (minute) => ({ answeredWithin: minute }));
  const shown = recentRow(recent, row({ answeredWithin: 27 }, at(15)), at(27));

  expect(shown.interval.answeredWithin).toBe(12);
  expect(shown.intervalStartMs).toBe(at(15));
  expect(isHalfHour(shown.intervalStartMs, at(27))).toBe(false);
});

test("a board that was opened within the interval shows the interval, which is longer", () => {
  const recent = seen(10, 12, () => ({ answeredWithin: 50 }));
  const now = row({ answeredWithin: 50 }, at(0));

  expect(recentRow(recent, now, at(12))).toBe(now);
});

test("at midnight of the site it begins anew, with nothing lost and nothing negative", () => {
  let recent = seen(0, 40, () => ({ answeredWithin: 500 }));
  recent = see(recent, [row({ answeredWithin: 2 })], at(41));
  const shown = recentRow(recent, row({ answeredWithin: 5 }, at(41)), at(43));

  expect(shown.interval.answeredWithin).toBe(5);
  expect(shown.intervalStartMs).toBe(at(41));
});

test("no more is kept than is needed", () => {
  const recent = seen(0, 500, (minute) => ({ answered: minute }));

  expect(recent.get("queues/a")).toHaveLength(31);
});

test("what was stored is read again; anything else is nothing", () => {
  const recent = seen(0, 5, (minute) => ({ answeredWithin: minute }));

  expect(parseRecent(recentText(recent))).toEqual(recent);
  for (const text of [null, "", "{}", "[1]", '[["queues/a",[[1,-2]]]]', '[["q",7]]']) {
    expect([...parseRecent(text).values()].flat()).toEqual([]);
  }
});
