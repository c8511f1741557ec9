// @vitest-environment happy-dom

import { afterEach, expect, test } from "vitest";
import { ServiceLevelFormula } from "$proto/queue_pb";
import { noCounts } from "../../domain/board/figures";
import { noForetold } from "../../domain/board/foretold";
import type { Foretold } from "../../domain/board/foretold";
import { reportCells } from "./exports";
import { FakeDesk, mounted } from "./fakeDesk.svelte";
import ReportForetold from "./ReportForetold.svelte";

const SOME: Foretold = {
  offered: 25,
  answered: 20,
  abandoned: 3,
  overflowed: 1,
  withinP50: 9,
  withinP90: 17,
  p50Ms: 800_000,
  waitMs: 700_000,
};

let leave: (() => Promise<void>) | undefined;
afterEach(async () => {
  await leave?.();
  leave = undefined;
});

const facts = () =>
  new Map(
    [...document.querySelectorAll("dl > div")].map((fact) => [
      fact.querySelector("dt")?.firstChild?.textContent?.trim(),
      fact.querySelector("dd")?.textContent?.trim(),
    ]),
  );

test("what was foretold stands beside what it became", () => {
  leave = mounted(ReportForetold, { foretold: SOME }, new FakeDesk({}));

  expect(facts().get("Foretold")).toBe("25");
  expect(facts().get("Within p50")).toMatch(/^45\.0\s?%$/);
  expect(facts().get("Within p90")).toMatch(/^85\.0\s?%$/);
  expect(facts().get("Longer than p90")).toBe("3");
  expect(facts().get("Foretold, mean")).toBe("00:40");
  expect(facts().get("Waited, mean")).toBe("00:35");
  expect(facts().get("Mean error")).toBe("−00:05");
  expect(facts().get("Abandoned of them")).toBe("3");
});

test("where nobody was answered there is no data, not 0 %", () => {
  leave = mounted(ReportForetold, { foretold: noForetold }, new FakeDesk({}));

  expect(facts().get("Within p90")).toBe("–");
  expect(facts().get("Mean error")).toBe("–");
});

test("the file has the counts, the shares as ratios and the means in seconds", () => {
  const point = { startMs: 0, endMs: 1, counts: noCounts, foretold: SOME, open: false };
  const [head, row] = reportCells([point], ServiceLevelFormula.UNSPECIFIED);

  expect(head?.slice(-10)[0]).toBe("Foretold");
  expect(row?.slice(-10)).toEqual([25, 20, 0.45, 0.85, 3, 40, 35, -5, 3, 1]);
});
