import { expect, test } from "vitest";
import { lookOf, mayAct, newLink, reduceLink } from "./boardLink";
import type { BoardLink, LinkInput } from "./boardLink";

type Step = readonly [number, LinkInput["kind"] | number];

function link(...steps: Step[]): BoardLink {
  return steps.reduce((state, [atMs, what]) => {
    const input: LinkInput =
      typeof what === "number"
        ? { kind: "roundTrip", ms: what }
        : { kind: what as Exclude<LinkInput["kind"], "roundTrip"> };
    return reduceLink(state, input, atMs);
  }, newLink(0));
}

const live: Step[] = [
  [100, "opened"],
  [200, "upToDate"],
];

test("a link that never came up is offline after ten seconds", () => {
  expect(lookOf(link(), 10_000)).toBe("connecting");
  expect(lookOf(link(), 10_001)).toBe("offline");
});

test("silence makes a link reconnect after five seconds, and offline after ten", () => {
  expect(lookOf(link(...live), 5_200)).toBe("live");
  expect(lookOf(link(...live), 5_201)).toBe("reconnecting");
  expect(lookOf(link(...live), 10_201)).toBe("offline");
});

test("a stream that ended is reconnecting at once", () => {
  expect(lookOf(link(...live, [300, "lost"]), 301)).toBe("reconnecting");
});

test("a link that comes back catches up, is back for five seconds, and then live", () => {
  const opened = link(...live, [300, "lost"], [900, "opened"], [950, "heard"]);
  const back = reduceLink(opened, { kind: "upToDate" }, 1_000);

  expect(lookOf(opened, 960)).toBe("catchingUp");
  expect(lookOf(back, 5_999)).toBe("back");
  expect(lookOf(reduceLink(back, { kind: "heard" }, 5_000), 6_000)).toBe("live");
});

test("the first time is not a return", () => {
  expect(lookOf(link(...live), 300)).toBe("live");
});

test("a link is slow after ten seconds of long round trips", () => {
  const slow = link(...live, [1_000, 600], [6_000, 700], [10_500, "heard"]);

  expect(lookOf(slow, 10_999)).toBe("live");
  expect(lookOf(slow, 11_000)).toBe("slow");
  expect(lookOf(reduceLink(slow, { kind: "roundTrip", ms: 20 }, 11_000), 11_000)).toBe("live");
});

test("who is signed out may not act, whatever came before", () => {
  const look = lookOf(link(...live, [300, "signedOut"]), 60_000);

  expect(look).toBe("signedOut");
  expect(mayAct(look)).toBe(false);
});

test.each(["reconnecting", "offline", "catchingUp", "connecting", "refused"] as const)(
  "no act is offered while the link is %s",
  (look) => {
    expect(mayAct(look)).toBe(false);
  },
);
