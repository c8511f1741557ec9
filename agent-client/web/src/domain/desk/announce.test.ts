import { expect, test } from "vitest";
import { NOTHING_SAID, nextSaid, waitingQueues } from "./announce";

test("the numbers that were there at the beginning are not said", () => {
  const begun = nextSaid(NOTHING_SAID, "Sales, 3 waiting", 0);

  expect(begun.text).toBe("");
  expect(nextSaid(begun, "Sales, 3 waiting", 60_000).text).toBe("");
});

test("numbers that change often are said every ten seconds, and then the newest", () => {
  const begun = nextSaid(NOTHING_SAID, "", 0);
  const early = nextSaid(begun, "Sales, 1 waiting", 9_999);
  const said = nextSaid(early, "Sales, 2 waiting", 10_000);

  expect(early.text).toBe("");
  expect(said).toMatchObject({ text: "Sales, 2 waiting", atMs: 10_000 });
});

test("what did not change is not said again, however long it lasts", () => {
  const said = { known: "Sales, 2 waiting", text: "Sales, 2 waiting", atMs: 0 };

  expect(nextSaid(said, "Sales, 2 waiting", 60_000)).toBe(said);
});

test("a queue whose numbers are old is not told as news", () => {
  const queue = { queue: "queues/s", displayName: "Sales", longestSinceMs: null };

  const told = waitingQueues([
    { ...queue, waiting: 2, stale: false },
    { ...queue, waiting: 2, stale: true },
    { ...queue, waiting: 0, stale: false },
  ]);

  expect(told).toHaveLength(1);
});
