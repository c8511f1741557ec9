import { expect, test } from "vitest";
import { boardPage, redFirst } from "./rotation";

const queues = (count: number) => Array.from({ length: count }, (_, index) => `q${index}`);
const none = () => false;

test("eight queues are one page", () => {
  expect(boardPage(queues(8), none, 0)).toEqual({ rows: queues(8), number: 1, count: 1 });
});

test("the ninth queue has its turn after fifteen seconds, the first ones after thirty", () => {
  expect(boardPage(queues(9), none, 14_999).rows).toEqual(queues(8));
  expect(boardPage(queues(9), none, 15_000)).toEqual({ rows: ["q8"], number: 2, count: 2 });
  expect(boardPage(queues(9), none, 30_000).number).toBe(1);
});

test("a red queue is first", () => {
  expect(boardPage(queues(3), (queue) => queue === "q2", 0).rows).toEqual(["q2", "q0", "q1"]);
});

test("a red queue is on every page", () => {
  const isRed = (queue: string) => queue === "q9";

  expect(boardPage(queues(10), isRed, 0).rows[0]).toBe("q9");
  expect(boardPage(queues(10), isRed, 15_000).rows).toEqual(["q9", "q7", "q8"]);
});

test("every queue has its turn when more are red than are pinned", () => {
  const seen = new Set<string>();
  for (let turn = 0; turn < 20; turn++) {
    for (const queue of boardPage(queues(20), () => true, turn * 15_000).rows) seen.add(queue);
  }

  expect(seen.size).toBe(20);
});

test("a board without queues is an empty page", () => {
  expect(boardPage([], none, 0)).toEqual({ rows: [], number: 1, count: 1 });
});

test("what is red comes first, and both kinds stay in their order", () => {
  expect(redFirst(["a", "b", "c", "d"], (queue) => queue > "b")).toEqual(["c", "d", "a", "b"]);
});
