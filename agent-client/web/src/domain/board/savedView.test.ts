import { expect, test } from "vitest";
import { everyAgent } from "./agentTable";
import { firstView, formatView, parseView } from "./savedView";
import type { SavedView } from "./savedView";

test("the first view has no query", () => {
  expect(formatView(firstView)).toBe("");
  expect(parseView("")).toEqual(firstView);
});

test("a view comes back from its address as it was", () => {
  const view: SavedView = {
    page: "reports",
    filter: {
      teams: ["A & B", "客服"],
      states: ["ready", "wrapUp"],
      queue: "queues/sales",
      text: "Li",
    },
    order: { column: "since", descending: true },
    selected: "agents/li.wei",
    report: { from: "2026-11-01", to: "2026-11-28", every: "day" },
    tickets: firstView.tickets,
    callbacks: firstView.callbacks,
  };

  expect(parseView(formatView(view))).toEqual(view);
});

test.each([
  "?page=__proto__",
  "?page=<img src=x onerror=alert(1)>",
  "?state=constructor&sort=toString",
  "?show=agents/../../etc&queue=javascript:alert(1)",
  "?show=https://evil.example/agents/a",
  "?from=2026-02-30&to=2026-03-01&every=day",
  "?from=2026-03-02&to=2026-03-01&every=day",
  "?from=2020-01-01&to=2026-03-01&every=quarter",
  "?from=0000-00-00&to=x&every=y",
  "?queue=agents/a",
  "?%",
  "?=&&&==",
])("what does not fit in %s is left out", (query) => {
  expect(parseView(query)).toEqual(firstView);
});

test("texts lose what steers terminals and turns writing, and are cut", () => {
  const view = parseView(`?text=${encodeURIComponent("a\u202Eb\u0000c\u200B" + "x".repeat(100))}`);

  expect(view.filter.text).toBe("abc" + "x".repeat(61));
});

test("a text that is cut is not cut within a sign", () => {
  const view = parseView(`?text=${encodeURIComponent("😀".repeat(70))}`);

  expect(parseView(formatView(view))).toEqual(view);
});

test("many teams are cut to as many as the server takes", () => {
  const query = Array.from({ length: 1000 }, (_, index) => `team=t${index}`).join("&");

  expect(parseView(`?${query}`).filter.teams).toHaveLength(64);
});

test("the same team twice is one team", () => {
  expect(parseView("?team=a&team=a").filter).toEqual({ ...everyAgent, teams: ["a"] });
});
