import { create } from "@bufbuild/protobuf";
import { durationFromMs } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { QueueCountsSchema } from "$proto/figures_pb";
import {
  actualMeanMs,
  addForetold,
  errorMeanMs,
  foretoldMeanMs,
  foretoldOf,
  longerThanP90,
  noForetold,
  p50Ratio,
  p90Ratio,
} from "./foretold";

const MORNING = foretoldOf(
  create(QueueCountsSchema, {
    foretoldOfferedCount: 25n,
    foretoldCount: 20n,
    foretoldP50Count: 9n,
    foretoldP90Count: 17n,
    foretoldAbandonedCount: 3n,
    foretoldOverflowedCount: 1n,
    foretoldWaitDuration: durationFromMs(800_000),
    foretoldActualDuration: durationFromMs(1_000_000),
  }),
);

test("ratios and means are of the answered for whom a wait was foretold", () => {
  expect(p50Ratio(MORNING)).toBe(0.45);
  expect(p90Ratio(MORNING)).toBe(0.85);
  expect(longerThanP90(MORNING)).toBe(3);
  expect(foretoldMeanMs(MORNING)).toBe(40_000);
  expect(actualMeanMs(MORNING)).toBe(50_000);
  expect(errorMeanMs(MORNING)).toBe(10_000);
});

test("times are put together by their counts, never by their ratios", () => {
  const noon = { ...noForetold, offered: 1, answered: 1, withinP90: 1, p50Ms: 60_000 };
  const both = addForetold(MORNING, noon);

  expect(both.offered).toBe(26);
  expect(both.abandoned).toBe(3);
  expect(both.overflowed).toBe(1);
  expect(p90Ratio(both)).toBeCloseTo(18 / 21);
  expect(errorMeanMs(both)).toBeCloseTo(140_000 / 21);
});

test("without anybody answered there is no ratio and no error", () => {
  const none = foretoldOf(undefined);

  expect(p50Ratio(none)).toBeUndefined();
  expect(p90Ratio(none)).toBeUndefined();
  expect(errorMeanMs(none)).toBeUndefined();
});
