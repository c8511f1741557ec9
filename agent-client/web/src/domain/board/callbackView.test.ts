import { expect, test } from "vitest";
import type { CallbackView } from "./callbackView";
import { filterOf, firstCallbacks, firstMissed } from "./callbackView";
import { firstView, formatView, parseView } from "./savedView";

const view = (callbacks: CallbackView) => ({
  ...firstView,
  page: "callbacks" as const,
  callbacks,
});

test("the first views are the shortest addresses", () => {
  expect(formatView(view(firstCallbacks))).toBe("?page=callbacks");
  expect(formatView(view(firstMissed))).toBe("?page=callbacks&cmissed=1");
});

test.each<[string, CallbackView]>([
  [
    "all that can be chosen",
    { missed: true, groups: ["due"], queue: "queues/sales", recovery: "remaining", days: 30 },
  ],
  ["every state and time", { ...firstMissed, groups: [], days: 0 }],
  ["every state", { ...firstCallbacks, groups: [] }],
  ["the first view of missed calls", firstMissed],
])("%s is read back as it was written", (_, callbacks) => {
  expect(parseView(formatView(view(callbacks)))).toEqual(view(callbacks));
});

test.each(["cqueue=agents/ana", "creached=__proto__", "cdays=2", "cmissed=yes"])(
  "what does not fit in %s is left out",
  (query) => {
    expect(parseView(`?page=callbacks&${query}`).callbacks).toEqual(firstCallbacks);
  },
);

test("a view asks for its states, and missed calls for their origin and time", () => {
  expect(filterOf(firstCallbacks, 0)).toMatchObject({
    states: ["waiting", "scheduled", "inProgress"],
    origins: [],
    createdFromMs: null,
  });
  expect(filterOf(firstMissed, 100_000_000)).toMatchObject({
    states: [],
    origins: ["missedCall"],
    createdFromMs: 13_600_000,
  });
});
