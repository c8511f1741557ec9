import { expect, test } from "vitest";
import {
  direction,
  emptyHistory,
  historyText,
  line,
  parseHistory,
  remember,
  sumLines,
} from "./history";

const MINUTE = 60_000;
const sales = (count: number) => new Map([["queues/sales", count]]);

test("a minute keeps the most who waited in it", () => {
  let history = remember(emptyHistory, sales(2), 10 * MINUTE);
  history = remember(history, sales(5), 10 * MINUTE + 20_000);
  history = remember(history, sales(1), 10 * MINUTE + 40_000);

  expect(line(history, "queues/sales", 10 * MINUTE).at(-1)).toBe(5);
});

test("a minute that was not seen is a gap", () => {
  const first = remember(emptyHistory, sales(2), 10 * MINUTE);
  const history = remember(first, sales(3), 12 * MINUTE);

  expect(line(history, "queues/sales", 12 * MINUTE).slice(-3)).toEqual([2, null, 3]);
});

test("what is more than an hour old is forgotten", () => {
  const first = remember(emptyHistory, sales(2), 10 * MINUTE);
  const history = remember(first, sales(3), 70 * MINUTE);

  expect(history.get("queues/sales")).toEqual([{ minute: 70, most: 3 }]);
});

test("a queue that is gone takes its line with it", () => {
  const history = remember(remember(emptyHistory, sales(2), 0), new Map(), MINUTE);

  expect(history.size).toBe(0);
});

test("a history comes back from storage as it was", () => {
  const history = remember(emptyHistory, sales(2), 10 * MINUTE);

  expect(parseHistory(historyText(history))).toEqual(history);
});

test.each([null, "", "{", "{}", "[1]", '[["q"]]', '[["q",[["a",1]]]]', '[["q",[[1,-1]]]]'])(
  "%s in storage does no harm",
  (text) => {
    expect(line(parseHistory(text), "q", MINUTE).every((most) => most === null)).toBe(true);
  },
);

test("a figure rises when it is one above the mean of the minutes before", () => {
  expect(direction([1, 1, 2, 1, 1, 3])).toBe("rising");
  expect(direction([3, 3, 3, 3, 3, 1])).toBe("falling");
  expect(direction([3, 3, 3, 3, 3, 3])).toBe("steady");
  expect(direction([null, null, 3])).toBe("steady");
  expect(direction([3, null])).toBe("steady");
});

test("lines are added minute by minute, and a gap in all of them stays one", () => {
  const gap = Array.from({ length: 60 }, () => null);

  expect(
    sumLines([
      [...gap.slice(2), 1, 2],
      [...gap.slice(1), 3],
    ]).slice(-3),
  ).toEqual([null, 1, 5]);
});

test("nothing is new while no more wait than in the minute before", () => {
  const history = remember(emptyHistory, sales(3), 10 * MINUTE);

  expect(remember(history, sales(2), 10 * MINUTE + 5_000)).toBe(history);
  expect(remember(history, sales(4), 10 * MINUTE + 5_000)).not.toBe(history);
  expect(remember(history, sales(2), 11 * MINUTE)).not.toBe(history);
});
